"""What is only words is read in shorter ways, which must give what the long ones give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unittest import mock

import pytest
from hypothesis import given

from hkviewer.content.markdown import containers, element_tree, emphasis, foreign_lines, model_builder
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet
from tests.content.documents import DOCUMENTS, Written
from tests.examples import examples

_NEVER, _ALWAYS = re.compile("(?!)"), re.compile("")

_TEXTS = (
    # Almost words, and almost lists, tables, rules, definitions, headings.
    "1.5 km\n\n1. one\n\n12)b\n\n12) b\n\n１. x\n\n١. x\n\n1234567890. x\n\n3 a\n4 b",
    "a | b\n--- | ---\n1 | 2\n\nwords\n===\n\nwords\n: meaning\n\n(a) b\n\n“a”\n\n$5\n    code",
    "a\nb\n\n\n\nc  \nd\n \n* e\n# f\n- - -\n**g:** h\n\n> i",
    # Almost a label.
    "**a:** b\n\n**a** b\n\n**a**b\n\n**a:** b *c*\n\n**1. x** y\n\n**a ** b\n\n**a_b** c\n\n**a:b:c** d",
    "**a** \n\n** a** b\n\n**a\u00a0** b\n\n**a**\u00a0b\n\n**:smile:** x\n\n**a:** :smile: b:c:d",
    "**a\\*** b\n\n**a:** H~2~O\n\n**a:** b=c\n\n**a***b* c\n\n`c` **a:** b\n\n[**a:** b](https://c.org)",
    # Marks of other programs, each alone in its line.
    "export default x\n\n# A\n\nB",
    "import\nx\n\n(lab)=\n## A\n\nB",
    "IMPORT Z from z\n\nexporter\n\n# A (PART) B\n\n# (PART) C\n\nD",
    ":END_TAB:\n\nid:: x\n\nA\n\n[a](#tab/x)\n\n](#tab/y)\n\n+++ x\n---\n",
    'A #+BEGIN_x\n\n!! note\n\nWords ^block\n\n??? x\n\n/// y\n\n%% z %%\n\n=== "t"\n\n::: u\n:::',
    # What is read into words afterwards.
    "A[^1] and AB.\n\n[^1]: note\n\n*[AB]: Alpha\n\n[b]\n\n[b]: https://c.org\n\n&amp; e <b>f</b><!-- g -->",
    "<a id='x'></a>\n\n# A\n\nB\n\n<hr>\n\n1. ```\n   d\n   ```\n\n١. e\n\n    f {#id}",
)


def _read(texts: Sequence[str]) -> list[FactSheet]:
    return [parse_sheet(text, name="sheet", digest="") for text in texts]


def _read_the_long_way(texts: Sequence[str]) -> list[FactSheet]:
    with (
        mock.patch.object(element_tree, "_PLAIN_LINES", _NEVER),
        mock.patch.object(element_tree, "_NOT_PLAIN", _ALWAYS),
        mock.patch.object(emphasis, "_LABELLED", _NEVER),
        mock.patch.object(containers, "_MAY_OPEN", re.compile("[ >`~*+0-9-]")),
        mock.patch.object(foreign_lines, "_signed", lambda lines: filter(None, lines)),
        # As if each element had others in it.
        mock.patch.object(model_builder, "len", return_value=1, create=True),
    ):
        return _read(texts)


@pytest.mark.parametrize("text", _TEXTS)
def test_plain_words_are_read_as_the_long_way_reads_them(text: str) -> None:
    """Whole texts and each of their blocks alone, by the short ways and without them."""
    texts = [text, *text.split("\n\n")]
    assert _read(texts) == _read_the_long_way(texts)


_read([""])  # raises Python's limit of recursion, which Hypothesis notes at a test's beginning


@pytest.mark.slow
@examples(2)
@given(DOCUMENTS)
def test_and_so_are_all_forms_alone_and_together(document: Written) -> None:
    texts = [document.text, *document.text.split("\n\n"), *document.text.split("\n")]
    assert _read(texts) == _read_the_long_way(texts)
