"""What the pages of a copy must say of a sheet: leaf by leaf, without blanks."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from hkviewer.compare.passages import passages_of
from hkviewer.content.model import FactSheet, Section, note_mark
from hkviewer.content.notes import with_notes
from hkviewer.content.ranges import BODY, TextRange
from hkviewer.export import assembly
from hkviewer.export.briefing import Briefing, Choices, SheetPart
from hkviewer.export.formats.common import instead
from hkviewer.export.nodes import NoteList, leaves
from hkviewer.export.page_notes import TITLE, with_page_notes
from hkviewer.export.pdf.stand_ins import letters_again, stand_in
from hkviewer.export.styled_runs import Run

_NOTE = re.compile(r"\[\d+\]")
_PICTURE = re.compile(r"\[Picture(?:: [^\]]*)?\]")
_AGE = re.compile(r",(?:lessthanayear|\d+years?)old")
# Ligatures come back from a PDF as letters (Unicode's Latin ones are U+FB00 to U+FB06); zero-width
# spaces and soft hyphens only let long words break, word joiners and zero-width no-break spaces forbid it.
_NOT_COMPARED = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},
    **dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF)),
}
_REPEATED = re.compile(r"(.{1,4}?)\1+")
_EUROPEAN_WORD = re.compile("[0-9]+|[A-Za-z\u00c0-\u052f]+")
_MIRRORED = str.maketrans(")]}>»", "([{<«")
# The copy's own date decides only the edition's age, which is not compared.
_ANY_DAY = dt.date(2000, 1, 1)


@dataclass(frozen=True)
class Leaf:
    """A heading, paragraph, cell or line that the sheet has at `where`."""

    runs: tuple[Run, ...]
    where: TextRange

    @property
    def words(self) -> str:
        """What stands on the page without endnote numbers and pictures."""
        return without_additions("".join(run.text for run in self.runs if not run.picture))


def expected_leaves(
    sheet: FactSheet, sections: Sequence[Section], *, numbered: bool, footnotes: bool
) -> tuple[Leaf, ...]:
    """The leaves of `sections` in order, footnotes last.

    `numbered` says that paragraphs have numbers, `footnotes` that the copy has notes at the foot of a page.
    """
    if not sections:
        return ()
    part = SheetPart(sheet, tuple(section.id for section in sections))
    copy = assembly.assemble(Briefing((part,), Choices(_ANY_DAY, paragraph_numbers=numbered)))
    ranges = (
        passage.where
        for section in with_notes(sheet, sections)
        for passage in passages_of(section)
        if section.heading_shown or passage.where.part == BODY
    )
    text: list[Leaf] = []
    notes: dict[int, list[Leaf]] = {}
    for node in copy.divisions[0].nodes:
        if isinstance(node, NoteList):
            for note in node.notes:
                notes[note.number] = list(map(Leaf, leaves(note.nodes), ranges))
        else:
            text += map(Leaf, leaves((node,)), ranges)
    at_foot = {note.number for note in with_page_notes(copy, at_foot=footnotes).divisions[0].footnotes}
    at_end = [number for number in sorted(notes) if number not in at_foot]
    if at_end:
        text += [Leaf((Run(TITLE),), text[-1].where), *chain.from_iterable(notes[n] for n in at_end)]
    mentioned = dict.fromkeys(run.reference for leaf in text for run in leaf.runs)
    for number in (number for number in mentioned if number in at_foot):
        mark = Run(note_mark(number), reference=number)
        text += [Leaf((mark,), text[-1].where), *notes[number]]
    return tuple(text)


def expected_facts(sheet: FactSheet, sections: Sequence[Section]) -> tuple[assembly.Fact, ...]:
    """The lines of the sheet's title block."""
    part = SheetPart(sheet, tuple(section.id for section in sections))
    return assembly.sheet_facts(part, Choices(_ANY_DAY))


def same_fact(one: str, other: str) -> bool:
    """Whether two lines of a title block say the same, whatever age they give the edition."""
    return _AGE.sub("", squeezed(one)) == _AGE.sub("", squeezed(other))


def says_exactly(leaves: Iterable[Leaf], text: str) -> bool:
    """Whether `text`, without blanks, is just these leaves with endnote numbers where links end."""
    position = 0
    for run in (run for leaf in leaves for run in leaf.runs):
        words = squeezed(run.text)
        if run.reference:
            # Where the copy has several sheets, the numbers go on from one to the next.
            mark = _NOTE.match(text, position)
            if not mark:
                return False
            position = mark.end()
        elif run.picture:
            words = squeezed(instead(run))
            position += len(words) if text.startswith(words, position) else 0
        elif text.startswith(words, position):
            position += len(words)
        else:
            return False
        if run.note:
            note = _NOTE.match(text, position)
            if not note:
                return False
            position = note.end()
    return position == len(text)


def without_additions(text: str) -> str:
    """`text` without endnote numbers and the words that stand for pictures."""
    return _PICTURE.sub("", _NOTE.sub("", text))


def squeezed(text: str) -> str:
    """`text` without blanks, ligatures and stand-ins as letters: none comes back from a page as it was."""
    return _without_blanks(letters_again("".join(text.split())))


def _without_blanks(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(text.split()).translate(_NOT_COMPARED))


def say_the_same(one: str, other: str) -> bool:
    """Whether a text of the sheet and one from the page have the same words."""
    if squeezed(one) == squeezed(other) or same_letters(one, other):
        return True
    # A cell of figures in brackets may stand in one line with cells from right to left.
    is_figure = not any(map(str.isalpha, one))
    return is_figure and squeezed(one).translate(_MIRRORED) == squeezed(other).translate(_MIRRORED)


def same_letters(one: str, other: str) -> bool:
    """Whether two texts with words in scripts that are shaped are the same but for what shaping does.

    A PDF reader gives words from right to left as best it can, with words and brackets in another
    order, and the letters of joined glyphs (as in Lao) again with each glyph. So the order of words
    and of such letters is not compared.
    """
    if not any(map(_is_shaped, unicodedata.normalize("NFC", one))):
        return False
    absent = {ord(letter): stand_in(letter) for letter in set(one) - set(other) if not letter.isascii()}
    # In a line from right to left a reader takes a stand-in apart as well.
    pairs = ((one.translate(absent), other), (one, letters_again(other)))
    return any(_have_the_same(*pair) for pair in pairs)


def _have_the_same(one: str, other: str) -> bool:
    if _european_words(one) != _european_words(other):
        return False
    return any(Counter(view(one)) == Counter(view(other)) for view in (_letters, _letters_once))


def _is_shaped(letter: str) -> bool:
    """Whether `letter` is of a script from right to left, or a mark that joins the letter before it."""
    return unicodedata.bidirectional(letter) in ("R", "AL") or unicodedata.category(letter) in ("Mn", "Mc")


def _letters(text: str) -> str:
    return unicodedata.normalize("NFKC", _without_blanks(text)).translate(_MIRRORED)


def _letters_once(text: str) -> str:
    return _REPEATED.sub(r"\1", _letters(text))


def _european_words(text: str) -> Counter[str]:
    """Numbers, and words of Latin, Greek and Cyrillic letters."""
    return Counter(_EUROPEAN_WORD.findall(text))
