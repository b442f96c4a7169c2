"""What becomes of a Word document's text where all of its tracked changes are accepted, or rejected.

As ECMA-376 part 1, 17.13.5 says, on the elements alone: a paragraph whose mark goes is one with the next.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

GONE = {True: ("w:del", "w:moveFrom"), False: ("w:ins", "w:moveTo")}
"""What is taken away where changes are accepted, and where they are rejected."""


def resolved(data: bytes, *, accepted: bool) -> list[str]:
    """The paragraphs of the document, cells too, those without words left out."""
    body = docx.Document(io.BytesIO(data)).element.body
    gone, stays = (tuple(map(qn, GONE[side])) for side in (accepted, not accepted))
    for row in list(body.iter(qn("w:tr"))):
        if any(each.tag in gone for each in row.iterfind(f"{qn('w:trPr')}/*")):
            row.getparent().remove(row)
    for change in list(body.iter(*gone)):
        if change.getparent().tag not in (qn("w:rPr"), qn("w:trPr")):
            change.getparent().remove(change)
    for change in list(body.iter(*stays)):
        if change.getparent().tag not in (qn("w:rPr"), qn("w:trPr")):
            for child in list(change):
                change.addprevious(child)
            change.getparent().remove(change)
    for paragraph in list(body.iter(qn("w:p"))):
        if any(each.tag in gone for each in paragraph.iterfind(f"{qn('w:pPr')}/{qn('w:rPr')}/*")):
            _join_with_next(paragraph)
    return [text for text in map(words, body.iter(qn("w:p"))) if text.strip()]


def _join_with_next(paragraph: BaseOxmlElement) -> None:
    following = paragraph.getnext()
    while following is not None and following.tag.endswith(("RangeStart", "RangeEnd")):
        following = following.getnext()
    content = [each for each in paragraph if each.tag != qn("w:pPr")]
    if following is not None and following.tag == qn("w:p"):
        at = 1 if following.find(qn("w:pPr")) is not None else 0
        following[at:at] = content
        paragraph.getparent().remove(paragraph)
    else:
        assert not words(paragraph), "a paragraph with words has no next one to be joined with"
        paragraph.getparent().remove(paragraph)


def words(paragraph: BaseOxmlElement) -> str:
    """The words of a paragraph, deleted ones too; a break is a newline."""
    return "".join(_words(paragraph))


def _words(paragraph: BaseOxmlElement) -> Iterator[str]:
    for each in paragraph.iter(qn("w:t"), qn("w:delText"), qn("w:br"), qn("w:tab")):
        if each.getparent().tag == qn("w:r"):
            yield {qn("w:br"): "\n", qn("w:tab"): "\t"}.get(each.tag, each.text or "")
