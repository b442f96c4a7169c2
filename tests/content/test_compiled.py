from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content import compiled
from hkviewer.content.compile_sheets import compile_sheets
from hkviewer.content.document import parse_file
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet
from tests.examples import examples

EVERYTHING = """---
title: T
edition: 2020-08
edition-basis: inferred
edition-evidence: E
editorial-headings: T | A
---
# T

## A *b* `c`

p **s** [l](http://x) ![i](p.png) ![j](../q.png)\\
next

- a
    1. b

        > q

| a | b |
|:--|--:|
| 1 | 2 |

```py
x <y>
```

---

### 香港
"""

SOURCE = "# T\n\nçà".encode()


@pytest.fixture
def sheet() -> FactSheet:
    return parse_sheet(EVERYTHING, name="t", digest="0" * 64)


def test_every_kind_of_block_survives(sheet):
    assert compiled.parse_dump(compiled.dump(sheet, SOURCE), SOURCE) == sheet


@pytest.mark.slow
def test_real_sheets_survive(sheet_files):
    for path in sheet_files:
        sheet = parse_file(path)
        assert compiled.parse_dump(compiled.dump(sheet, SOURCE), SOURCE) == sheet


@examples(0.6)
@given(st.lists(st.sampled_from(EVERYTHING.split("\n")), max_size=30))
def test_any_sheet_survives(lines):
    sheet = parse_sheet("\n".join(["text", *lines]), name="t", digest="0" * 64)
    assert compiled.parse_dump(compiled.dump(sheet, SOURCE), SOURCE) == sheet


def test_a_compiled_sheet_is_used_only_while_the_file_is_the_same(tmp_path, content_copy):
    compile_sheets(content_copy, tmp_path / "compiled")
    (file,) = (tmp_path / "compiled").iterdir()
    source = content_copy / f"{file.stem}.md"
    data = source.read_bytes()
    assert compiled.load(source, file.parent, data) == parse_file(source)
    assert compiled.load(source, file.parent, data + b" ") is None
    assert compiled.load(source, file.parent, data.replace(b"trade", b"tirade", 1)) is None


def test_a_missing_compiled_sheet_is_none(tmp_path):
    assert compiled.load(Path("a.md"), tmp_path, SOURCE) is None


def test_another_format_is_none(sheet):
    data = compiled.dump(sheet, SOURCE)
    current = str(compiled.FORMAT).encode()
    assert compiled.parse_dump(data.replace(current, b"0", 1), SOURCE) is None


@pytest.mark.parametrize(
    "data", [b"", b"null", b"[]", b"{}", b"\xff\xfe", b'{"format": 2}', b"[" * 100_000, b"4 0\n[]"]
)
def test_what_is_no_compiled_sheet_is_none(data):
    assert compiled.parse_dump(data, SOURCE) is None


@examples(1.5)
@given(st.data())
def test_a_byte_changed_or_lost_anywhere_is_none(data):
    dumped = compiled.dump(parse_sheet(EVERYTHING, name="t", digest="0" * 64), SOURCE)
    at = data.draw(st.integers(0, len(dumped) - 1))
    other = data.draw(st.binary(max_size=1).filter(lambda byte: byte != dumped[at : at + 1]))
    assert compiled.parse_dump(dumped[:at] + other + dumped[at + 1 :], SOURCE) is None


def test_the_module_compiles_a_content_folder(tmp_path, content_copy):
    command = [
        sys.executable,
        "-m",
        "hkviewer.content.compile_sheets",
        str(content_copy),
        str(tmp_path / "out"),
    ]
    subprocess.run(command, check=True)
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["us-relations-with-hong-kong.json"]


def test_the_module_tells_of_a_broken_sheet_in_plain_lines(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: A\noops\n---\n", "utf-8")
    command = [sys.executable, "-m", "hkviewer.content.compile_sheets", str(tmp_path), str(tmp_path / "out")]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 3
    assert "Line 3" in done.stderr
    assert "Traceback" not in done.stderr
