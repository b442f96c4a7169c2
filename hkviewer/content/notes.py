"""Footnotes of a sheet: where each is mentioned and where it stands, and what an excerpt takes along.

A note stands in the section that mentions it first; its number counts through the whole document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hkviewer.content.model import FactSheet, Note, Notes, Section, note_mentions
from hkviewer.content.ranges import TextRange


def notes_in(section: Section) -> Iterator[Note]:
    """The notes that stand in `section`, in order."""
    for block in section.blocks:
        if isinstance(block, Notes):
            yield from block.notes


def largest_number(sections: Iterable[Section]) -> int:
    """The largest number of a note that stands in `sections`; 0 where none does."""
    return max((note.number for section in sections for note in notes_in(section)), default=0)


def with_notes(sheet: FactSheet, sections: Sequence[Section]) -> tuple[Section, ...]:
    """`sections` of `sheet`, with the notes that they mention and that stand in others.

    Such a note is added at the end of the first section that mentions it: offsets stay as they are.
    """
    if len(sections) == len(sheet.sections):
        return tuple(sections)
    elsewhere = {number: section for section in sheet.sections for number in section.note_starts}
    if not elsewhere:
        return tuple(sections)
    for number in (number for section in sections for number in section.note_starts):
        elsewhere.pop(number, None)
    return tuple(_with_mentioned(section, elsewhere) for section in sections)


def notes_in_order(section: Section) -> Section:
    """`section` with its notes by their numbers at its end, also those that `with_notes` has added."""
    if not any(isinstance(block, Notes) for block in section.blocks):  # as a rule
        return section
    notes = sorted(notes_in(section), key=lambda note: note.number)
    if notes == list(notes_in(section)):
        return section
    text = (block for block in section.blocks if not isinstance(block, Notes))
    return section.replace(blocks=(*text, Notes(tuple(notes))))


def note_place(sheet: FactSheet, number: int) -> TextRange | None:
    """Where the note of that number begins, as an empty range; None where there is none."""
    for section in sheet.sections:
        if (start := section.note_starts.get(number)) is not None:
            return TextRange.point(section.id, start)
    return None


def mention_place(sheet: FactSheet, number: int) -> TextRange | None:
    """Where the note of that number is mentioned first, as an empty range; None where it is not."""
    for section in sheet.sections:
        if any(mentioned == number for _, mentioned in note_mentions(section.heading)):
            return TextRange.heading(section.id)
        if (start := section.mention_starts.get(number)) is not None:
            return TextRange.point(section.id, start)
    return None


def _with_mentioned(section: Section, elsewhere: dict[int, Section]) -> Section:
    """`section` with those notes that it mentions and `elsewhere` has sections of, and no more then."""
    taken: list[Note] = []
    wanted = _mentioned(section)
    while wanted:
        found = [
            _note(elsewhere.pop(number), number) for number in dict.fromkeys(wanted) if number in elsewhere
        ]
        taken += found
        # A note may mention another.
        wanted = [number for note in found for number in _mentioned(_alone(note))]
    if not taken:
        return section
    added = Notes(tuple(sorted(taken, key=lambda note: note.number)))
    return section.replace(blocks=(*section.blocks, added))


def _note(section: Section, number: int) -> Note:
    return next(note for note in notes_in(section) if note.number == number)


def _mentioned(section: Section) -> list[int]:
    heading = [number for _, number in note_mentions(section.heading)]
    return [*heading, *section.mention_starts]


def _alone(note: Note) -> Section:
    return Section("", "", 1, (), note.blocks)
