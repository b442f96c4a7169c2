"""Footnotes: where they are mentioned and stand, and which ones an excerpt takes along."""

from __future__ import annotations

from hkviewer.content.model import (
    Block,
    FactSheet,
    ListBlock,
    Note,
    NoteReference,
    Notes,
    Paragraph,
    Rule,
    Section,
    Strong,
    Text,
)
from hkviewer.content.notes import (
    largest_number,
    mention_place,
    note_place,
    notes_in,
    notes_in_order,
    with_notes,
)
from hkviewer.content.ranges import TextRange


def words(text: str, *numbers: int) -> Paragraph:
    marks = tuple(Strong((NoteReference(number),)) for number in numbers)
    return Paragraph((Text(text), *marks))


def section(name: str, *blocks: Block, heading: tuple[int, ...] = ()) -> Section:
    marks = tuple(map(NoteReference, heading))
    return Section(name, name, 2, (name,), blocks, heading=(Text(name), *marks))


def sheet(*sections: Section) -> FactSheet:
    return FactSheet("sheet", "Sheet", sections, "0" * 64)


FIRST = section(
    "first",
    words("One", 1, 2),
    Notes((Note(1, (words("Note."), Rule(), words("More."))), Note(2, (words("Two.", 3),)))),
    heading=(4,),
)
SECOND = section(
    "second", words("Other", 2), Notes((Note(3, (words("Three."),)), Note(4, (words("Four."),))))
)
WHOLE = sheet(FIRST, SECOND)


def test_an_excerpt_takes_the_notes_along_that_it_mentions() -> None:
    (alone,) = with_notes(WHOLE, (SECOND,))
    assert [note.number for note in notes_in(alone)] == [3, 4, 2]
    assert alone.text.startswith(SECOND.text)


def test_where_nothing_counts_offsets_the_notes_of_an_excerpt_stand_by_their_numbers() -> None:
    (alone,) = map(notes_in_order, with_notes(WHOLE, (SECOND,)))
    assert [note.number for note in notes_in(alone)] == [2, 3, 4]
    assert len(alone.blocks) == len(SECOND.blocks)
    assert notes_in_order(SECOND) is SECOND


def test_a_note_takes_along_those_that_it_mentions_and_a_heading_its_own() -> None:
    (alone,) = with_notes(WHOLE, (FIRST,))
    assert [note.number for note in notes_in(alone)] == [1, 2, 3, 4]


def test_a_note_is_added_once() -> None:
    again = section("third", words("Again", 3))
    several = sheet(section("zero", words("Now", 3)), again, SECOND)
    first, second = with_notes(several, several.sections[:2])
    assert [note.number for note in notes_in(first)] == [3]
    assert not list(notes_in(second))


def test_whole_sheets_and_those_without_notes_stay_as_they_are() -> None:
    assert with_notes(WHOLE, WHOLE.sections) == WHOLE.sections
    plain = sheet(section("a", words("A")), section("b", words("B")))
    assert with_notes(plain, plain.sections[:1]) == plain.sections[:1]


def test_a_note_and_its_first_mention_have_places() -> None:
    text = FIRST.text
    assert note_place(WHOLE, 1) == TextRange.point("first", text.index("Note."))
    assert note_place(WHOLE, 2) == TextRange.point("first", text.index("Two."))
    assert mention_place(WHOLE, 2) == TextRange.point("first", text.index("[2]"))
    assert mention_place(WHOLE, 4) == TextRange.heading("first")
    assert note_place(WHOLE, 9) is None
    assert mention_place(WHOLE, 9) is None
    assert largest_number(WHOLE.sections) == 4


def test_what_an_author_writes_like_a_mark_is_none() -> None:
    one = section("one", words("Said [1] and", 1), Notes((Note(1, (words("x"),)),)))
    assert mention_place(sheet(one), 1) == TextRange.point("one", len("Said [1] and"))


def test_marks_are_blanks_to_the_search_and_all_else_keeps_its_place() -> None:
    one = section("one", ListBlock(False, ((words("Words", 12, 3),),)))
    (leaf,) = one.leaves
    assert leaf.text == "Words[12][3]"
    assert leaf.searched == [(leaf.offset, "Words"), (leaf.offset + 9, ""), (leaf.offset + 12, "")]
    assert leaf.mentions == ((5, 12), (9, 3))
