"""Whatever is written, a document is shown, with every word that is not markup."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import tempfile
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from hkviewer import cli
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.export.formats.sheet_text import sheet_text
from tests.content.documents import DOCUMENTS, Written
from tests.examples import examples

TODAY = dt.date(2026, 11, 22)


def shown(text: str) -> str:
    """What `show` prints of a document."""
    sheet = parse_sheet(text, name="document", digest="")
    return sheet_text(sheet, sheet.sections, TODAY)


shown("")  # raises Python's limit of recursion, which Hypothesis notes at a test's beginning


@examples(8)
@given(DOCUMENTS)
def test_every_word_that_is_no_markup_is_shown(document: Written) -> None:
    found = shown(document.text)
    missing = [word for word in document.shown if word not in found]
    assert not missing, f"{missing} of\n{document.text}\nin\n{found}"


def shown_by_program(data: bytes) -> tuple[int, str, str]:
    """The exit code, output and messages of `show` on a file of these bytes."""
    out, err = io.StringIO(), io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.md"
        file.write_bytes(data)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.main(["show", str(file)])
    return code, out.getvalue(), err.getvalue()


BYTES = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text("#*_`>-+=|[]()!<&;: \n\t1a\\~{}%$^\r\x00\ufeff", max_size=200).map(str.encode),
    st.tuples(DOCUMENTS, st.sampled_from(["utf-16", "utf-32", "latin-1", "utf-8-sig"])).map(
        lambda pair: pair[0].text.encode(pair[1], "replace")
    ),
    st.tuples(DOCUMENTS, st.binary(max_size=3), st.integers(0, 200)).map(
        lambda parts: parts[0].text.encode()[: parts[2]] + parts[1] + parts[0].text.encode()[parts[2] :]
    ),
)


@examples(4)
@given(BYTES)
@example(b"~ ")
def test_whatever_the_bytes_a_document_is_shown_or_is_no_text(data: bytes) -> None:
    code, out, err = shown_by_program(data)
    if code == 0:
        assert out
    else:
        assert (code, out) == (3, "")
        assert "binary" in err or "cannot be read" in err
        assert err.count("\n") <= 2
