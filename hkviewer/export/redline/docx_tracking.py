"""Tracked changes as Word keeps them: what was inserted, deleted or moved, by whom and when.

ECMA-376 part 1, 17.13.5. A change of a paragraph's mark says whether it still ends there.
"""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from itertools import count
from typing import Final

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from hkviewer.export.formats.docx_xml import element
from hkviewer.system.characters import closed_directions

INS: Final = "ins"
DEL: Final = "del"
MOVE_FROM: Final = "moveFrom"
MOVE_TO: Final = "moveTo"
KEPT: Final = ""
AUTHOR = "hkviewer"
WRITING = "hkviewer (way of writing)"
"""Whose changes change no word: Word can hide them by the author's name."""
_FIRST_ID = 10_000_000
"""Those of bookmarks are far below."""
_APART = 2
"""Minutes between the changes of two paragraphs whose ends stay: LibreOffice makes one of an insertion at a
paragraph's end and one below it, and of the end in between, if it takes them for made in one go."""
_TEXT = {qn("w:t"): qn("w:delText")}


class Tracking:
    """Marks what it is given as changed on a day."""

    def __init__(self, date: dt.date) -> None:
        self._ids = count(_FIRST_ID)
        self._times = tuple(f"{date.isoformat()}T00:0{minute}:00Z" for minute in (0, _APART))
        self._is_later = False
        self._names: dict[int, str] = {}
        self._bounds: dict[tuple[str, int], str] = {}

    def add(
        self, paragraph: BaseOxmlElement, shown: BaseOxmlElement, kind: str, author: str = AUTHOR
    ) -> None:
        """Add a run, or a link of one, to a paragraph as changed so."""
        if kind == KEPT:
            paragraph.append(shown)
            return
        for text in shown.iter(*_TEXT):
            # A control that is left open would turn what stays around, too.
            text.text = closed_directions(text.text or "")
        if kind == DEL:
            for text in list(shown.iter(*_TEXT)):
                text.tag = _TEXT[text.tag]
        if shown.tag == qn("w:hyperlink"):
            runs = list(shown)
            shown.append(self._made(kind, author, *runs))
            paragraph.append(shown)
            return
        last = next(paragraph.iterchildren(reversed=True), None)  # lxml counts one by one
        if last is not None and last.tag == qn(f"w:{kind}") and last.get(qn("w:author")) == author:
            last.append(shown)
        else:
            paragraph.append(self._made(kind, author, shown))

    def add_all(self, paragraph: BaseOxmlElement, kind: str) -> None:
        """Mark everything in a paragraph, and its end, as changed so."""
        for shown in list(paragraph.iterchildren(qn("w:r"), qn("w:hyperlink"))):
            self.add(paragraph, shown, kind)
        self.end(paragraph, kind)

    def end(self, paragraph: BaseOxmlElement, kind: str) -> None:
        """Mark the end of a paragraph as changed so; behind one that stays the time is another."""
        if kind == KEPT:
            self._is_later = not self._is_later
            return
        properties = paragraph.get_or_add_pPr()
        look = properties.find(qn("w:rPr"))
        if look is None:
            look = element("rPr")
            properties.insert_element_before(look, "w:sectPr", "w:pPrChange")
        look.insert(0, self._made(kind, AUTHOR))

    def row(self, row: BaseOxmlElement, kind: str) -> None:
        """Mark a table's row with all that it holds as inserted or deleted."""
        for paragraph in row.iter(qn("w:p")):
            self.add_all(paragraph, kind)
        row.get_or_add_trPr().append(self._made(kind, AUTHOR))

    def looked(self, paragraph: BaseOxmlElement, before: BaseOxmlElement | None) -> None:
        """Say what a paragraph looked like before; `before` are its properties then."""
        old = element("pPr") if before is None else deepcopy(before)
        paragraph.get_or_add_pPr().append(self._made("pPrChange", AUTHOR, old))

    @property
    def _time(self) -> str:
        return self._times[self._is_later]

    def bound(self, kind: str, item: int, *, is_end: bool) -> BaseOxmlElement:
        """What stands before, or behind, something at one of its places; `item` tells it from others."""
        name = self._names.setdefault(item, f"move{len(self._names) + 1}")
        id_ = self._bounds.setdefault((kind, item), str(next(self._ids)))
        if is_end:
            return element(f"{kind}RangeEnd", id=id_)
        return element(f"{kind}RangeStart", id=id_, author=AUTHOR, date=self._time, name=name)

    def _made(self, kind: str, author: str, *children: BaseOxmlElement) -> BaseOxmlElement:
        return element(kind, *children, id=str(next(self._ids)), author=author, date=self._time)
