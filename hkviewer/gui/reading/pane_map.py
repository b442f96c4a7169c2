"""Pairs the words of a sheet with the characters of the document that shows them.

A `TextRange` counts code points in `Section.text` or `Section.title`; Qt counts UTF-16 units from
the top of the document, in which list numbers are no text, a picture is one character and code
comes with its lines apart. Only here does the one become the other.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence

from PySide6 import QtGui

from hkviewer.content.model import FactSheet
from hkviewer.content.ranges import BODY, HEADING, TextRange
from hkviewer.content.stretches import Part, whole
from hkviewer.export.formats.html_blocks import BACK
from hkviewer.gui.reading.mirrored_tables import as_shown
from hkviewer.gui.reading.pane_html import ADDED
from hkviewer.system.values import Value


class _Run(Value):
    """A heading or leaf of the sheet and the block that shows it.

    `positions` holds the document position of each code point of `text`, and that of its end.
    """

    section: int
    part: int
    offset: int
    text: str
    positions: Sequence[int]

    @property
    def start(self) -> int:
        return self.positions[0]


class PaneMap:
    """The map for `document`, made from `hkviewer.gui.reading.pane_html.pane_html(sheet, …, part)`.

    `sheet` is that sheet. Of a part, it knows the places that the part shows.
    """

    def __init__(self, sheet: FactSheet, document: QtGui.QTextDocument, part: Part | None = None) -> None:
        self.sheet = sheet
        self._is_first = part is None or part.number == 0
        self._runs = list(_pair(sheet, document, part or Part(whole(sheet))))
        self._starts = [run.start for run in self._runs]
        self._by_section: dict[int, list[_Run]] = {}
        for run in self._runs:
            self._by_section.setdefault(run.section, []).append(run)
        for runs in self._by_section.values():
            # A mirrored table's cells come in another order than in the text.
            runs.sort(key=_place)

    @property
    def last_heading(self) -> int | None:
        """The document position of the last heading; None where there is none."""
        return next((run.start for run in reversed(self._runs) if run.part == HEADING), None)

    def position(self, at: TextRange) -> int:
        """The document position that `at` begins at; KeyError where its section is not shown.

        Between two leaves that is the end of the former, before the first one the heading.
        """
        runs = self._by_section[self.sheet.section_number(at.section_id)]
        number = bisect.bisect_right(runs, (at.part, at.start), key=_place) - 1
        run = runs[max(number, 0)]
        if number < 0 or run.part != at.part:
            return run.start
        return run.positions[min(at.start - run.offset, len(run.text))]

    def point(self, position: int) -> TextRange | None:
        """Where a document position is, as an empty range; None above the sheet's first heading.

        Anywhere in a heading that is its beginning.
        """
        number = bisect.bisect_right(self._starts, position) - 1
        if number < 0 and (self._is_first or not self._runs):
            return None
        run = self._runs[max(number, 0)]
        section_id = self.sheet.sections[run.section].id
        if run.part == HEADING:
            return TextRange.heading(section_id)
        index = min(bisect.bisect_left(run.positions, position), len(run.text))
        return TextRange.point(section_id, run.offset + index)

    def spans(self, at: TextRange) -> list[tuple[int, int]]:
        """The document positions of the characters of `at`.

        A range that runs over several paragraphs or cells gives a span for each, one that is not shown none.
        """
        spans = []
        runs = self._by_section.get(self.sheet.section_number(at.section_id), [])
        first = max(bisect.bisect_right(runs, (at.part, at.start), key=_place) - 1, 0)
        for run in itertools.islice(runs, first, None):
            if (run.part, run.offset) >= (at.part, at.end):
                break
            start, end = max(at.start - run.offset, 0), min(at.end - run.offset, len(run.text))
            if run.part == at.part and start < end:
                # What stands behind the last character may be none of the sheet's.
                last = run.positions[end - 1] + _units(run.text[end - 1])
                spans.append((run.positions[start], min(last, run.positions[end])))
        return spans


def _place(run: _Run) -> tuple[int, int]:
    return run.part, run.offset


def _pair(sheet: FactSheet, document: QtGui.QTextDocument, shown_part: Part) -> Iterator[_Run]:
    """The headings and leaves that are shown, each with its block, in the order in which they are shown."""
    # Words under the title have it as their heading; else it is of no section, as the line below it is.
    is_title = bool(sheet.sections) and not sheet.sections[0].heading_shown
    block = document.begin()
    if shown_part.number > 0:
        block = block.next()
    elif not is_title:
        block = block.next().next()
    for stretch in shown_part.stretches:
        number, heading = stretch.number, (HEADING, 0, stretch.section.title)
        leaves = ((BODY, leaf.offset, leaf.text) for leaf in as_shown(stretch.leaves))
        for part, offset, text in (*([heading] if stretch.begins else []), *leaves):
            shown = _next_block(block, text)
            if shown is None:
                # Only a wordless leaf may have no block of its own; it stands where the next one does.
                position = block.position() if block.isValid() else document.characterCount() - 1
                yield _Run(number, part, offset, text, (position,) * (len(text) + 1))
                continue
            yield _Run(number, part, offset, text, _align(text, shown))
            block = shown.next()


def _next_block(block: QtGui.QTextBlock, text: str) -> QtGui.QTextBlock | None:
    """The first block from `block` on that shows `text`."""
    wanted = _letters(text)
    while block.isValid():
        if _letters(_shown(block)) == wanted:
            return block
        if not wanted:
            return None
        block = block.next()
    return None


_NO_LETTERS = dict.fromkeys(map(ord, f"￼\u2028\u2029 \t\n\r\u00a0{BACK}"))
"""What a document has where the model has none, or other than it.

Pictures, breaks, white space, and the sign that leads from a note back to the text.
"""


def _shown(block: QtGui.QTextBlock) -> str:
    """The text of a block, with signs for pictures in place of what the pane added."""
    return ADDED.sub(lambda added: "\ufffc" * len(added[0]), block.text())


def _letters(text: str) -> str:
    return text.translate(_NO_LETTERS)


def _align(text: str, block: QtGui.QTextBlock) -> Sequence[int]:
    """The document position of each code point of `text`, and of its end, in `block`."""
    shown, at = _shown(block), block.position()
    if shown == text and block.length() == len(text) + 1:
        # The usual case: the same words, each a single UTF-16 unit; the block's length counts its end.
        return range(at, at + len(text) + 1)
    positions, index = [], 0
    utf16 = at
    for character in text:
        while index < len(shown) and not _same(character, shown[index]) and _is_filler(shown[index]):
            utf16 += _units(shown[index])
            index += 1
        positions.append(utf16)
        if index < len(shown) and _same(character, shown[index]):
            utf16 += _units(shown[index])
            index += 1
    positions.append(utf16)
    return tuple(positions)


def _same(character: str, shown: str) -> bool:
    return character == shown or (character.isspace() and shown.isspace())


def _is_filler(shown: str) -> bool:
    return ord(shown) in _NO_LETTERS


def _units(character: str) -> int:
    """How many UTF-16 units a character takes."""
    return 2 if ord(character) > 0xFFFF else 1
