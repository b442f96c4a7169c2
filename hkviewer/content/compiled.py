"""A sheet parsed beforehand: FactSheet <-> JSON. Parsing the bundled sheet would cost each start 45 ms.

`hkviewer.content.compile_sheets` makes them. A compiled sheet holds the Markdown file that it was made
from and is used only while that is the same, byte for byte (importing hashlib for a digest would
cost the start 3 ms). Where it is stale, damaged or of another format, the Markdown file is parsed.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any
from zlib import crc32

from hkviewer.content import model
from hkviewer.content.model import FactSheet
from hkviewer.system.values import Value

# To be raised whenever the model changes, or what the parser makes of a text.
FORMAT = 8
_KINDS: dict[str, type[Value]] = {
    name: kind for name, kind in vars(model).items() if isinstance(kind, type) and issubclass(kind, Value)
}


def load(path: Path, folder: Path, source: bytes) -> FactSheet | None:
    """The compiled form of the Markdown file `path` whose bytes are `source`.

    None where `folder` has none, or one that is stale, damaged or of another format.
    """
    try:
        data = file_of(path, folder).read_bytes()
    except OSError:
        return None
    return parse_dump(data, source)


def dump(sheet: FactSheet, source: bytes) -> bytes:
    """A sheet, and the bytes of the Markdown file that it was parsed from, as a line and JSON."""
    # Latin-1 has a character for every byte, so that any bytes come back unchanged.
    body = json.dumps([source.decode("latin-1"), plain(sheet)], ensure_ascii=False).encode()
    return _head(body) + b"\n" + body


def parse_dump(data: bytes, source: bytes) -> FactSheet | None:
    """The sheet that `dump` wrote for these `source` bytes; None for anything else."""
    head, _, body = data.partition(b"\n")
    if head != _head(body):
        return None
    made_from, sheet = json.loads(body)
    return value(sheet) if made_from.encode("latin-1") == source else None


def file_of(path: Path, folder: Path) -> Path:
    """Where in `folder` the compiled form of the Markdown file `path` is kept."""
    return folder / f"{path.stem}.json"


def _head(body: bytes) -> bytes:
    """The first line: the format, and a check sum that reveals damage."""
    return f"{FORMAT} {crc32(body)}".encode()


def plain(of: Any) -> Any:
    """A value of the model as {its class's name: its fields}, a tuple as a list."""
    if isinstance(of, Value):
        return {type(of).__name__: [plain(getattr(of, name)) for name in of.__match_args__]}
    return [plain(item) for item in of] if isinstance(of, tuple) else of


def json_of(of: Any) -> str:
    """`plain` of it as JSON, without the lists and dictionaries, which take ten times the memory."""
    out = io.StringIO()
    _write(of, out.write)
    return out.getvalue()


def value(of: Any) -> Any:
    """The reverse of `plain`."""
    if isinstance(of, dict):
        ((name, fields),) = of.items()
        return _KINDS[name](*map(value, fields))
    return tuple(map(value, of)) if isinstance(of, list) else of


def _write(of: Any, write: Callable[[str], object]) -> None:
    if isinstance(of, str):
        write(encode_basestring(of))
    elif isinstance(of, Value):
        write('{"' + type(of).__name__ + '":')
        _write(tuple([getattr(of, name) for name in of.__match_args__]), write)
        write("}")
    elif isinstance(of, tuple):
        write("[")
        for number, item in enumerate(of):
            if number:
                write(",")
            _write(item, write)
        write("]")
    else:
        write(json.dumps(of))
