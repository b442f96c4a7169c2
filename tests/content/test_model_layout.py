"""How blocks beyond paragraphs and lists are laid out as plain text, and which runs of it are leaves."""

from __future__ import annotations

from hkviewer.content.model import (
    Block,
    Definition,
    DefinitionList,
    Note,
    NoteReference,
    Notes,
    Paragraph,
    Section,
    Span,
    Styled,
    Table,
    Text,
    plain_text,
)


def _section(*blocks: Block) -> Section:
    return Section("part", "Part", 2, ("Part",), blocks)


def _words(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def test_descriptions_stand_below_their_terms() -> None:
    entry = Definition(
        ((Text("Term"),), (Text("Other"),)), ((_words("One."), _words("Two.")), (_words("Three."),))
    )
    section = _section(DefinitionList((entry, Definition(((Text("Last"),),), ((_words("Four."),),)))))
    assert section.text == "Term\nOther\n    One.\n    Two.\n    Three.\nLast\n    Four."
    assert [leaf.text for leaf in section.leaves] == [
        "Term",
        "Other",
        "One.",
        "Two.",
        "Three.",
        "Last",
        "Four.",
    ]
    assert all(section.text[leaf.offset :].startswith(leaf.text) for leaf in section.leaves)


def test_a_note_stands_behind_its_number_as_in_the_text() -> None:
    reference = Paragraph((Text("Words"), NoteReference(3), Text(" here.")))
    section = _section(
        reference, Notes((Note(3, (_words("The note."), _words("More."))), Note(4, (_words("B"),))))
    )
    assert section.text == "Words[3] here.\n\n[3] The note.\n    More.\n[4] B"
    assert [leaf.text for leaf in section.leaves] == ["Words[3] here.", "The note.", "More.", "B"]


def test_a_spanned_cell_is_one_leaf_at_its_grid_position() -> None:
    rows = (((Text("a"),), (), (Text("b"),)), ((), (), (Text("c"),)))
    table = Table(((Text("1"),), (Text("2"),), (Text("3"),)), rows, ("", "", ""), (Span(1, 0, 2, 2),))
    section = _section(table)
    assert section.text == "1 | 2 | 3\na | b\nc"
    assert [(leaf.text, leaf.row, leaf.column) for leaf in section.leaves][3:] == [
        ("a", 1, 0),
        ("b", 1, 2),
        ("c", 2, 2),
    ]


def test_a_table_without_a_heading_row_begins_with_row_one() -> None:
    section = _section(Table((), (((Text("a"),), (Text("b"),)),), ("", "")))
    assert section.text == "a | b"
    assert [(leaf.row, leaf.column) for leaf in section.leaves] == [(1, 0), (1, 1)]


def test_styled_words_are_words() -> None:
    assert plain_text((Text("H"), Styled("subscript", (Text("2"),)), Text("O"))) == "H2O"
