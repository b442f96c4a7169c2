"""A sheet with what few sheets have: styles, notes in every place, definitions, spanned cells."""

from __future__ import annotations

from hkviewer.content.model import (
    Block,
    Definition,
    DefinitionList,
    Emphasis,
    FactSheet,
    Inline,
    Link,
    ListBlock,
    Note,
    NoteReference,
    Notes,
    Paragraph,
    Section,
    Span,
    Strong,
    Styled,
    Table,
    Text,
)

Words = Inline | str


def inlines(*words: Words) -> tuple[Inline, ...]:
    """Words as a paragraph or cell holds them."""
    return tuple(Text(word) if isinstance(word, str) else word for word in words)


def paragraph(*words: Words) -> Paragraph:
    """A paragraph of words."""
    return Paragraph(inlines(*words))


def styled(style: str, *words: Words, meaning: str = "") -> Styled:
    """Words in a style."""
    return Styled(style, inlines(*words), meaning)


def note(number: int, *blocks: Block | str) -> Note:
    """A note of paragraphs or other blocks."""
    return Note(number, tuple(paragraph(block) if isinstance(block, str) else block for block in blocks))


MARK = {number: NoteReference(number) for number in range(1, 9)}
_SPANNED = Table(
    (inlines("Year"), inlines("Exports"), inlines("Imports", MARK[5])),
    (
        (inlines("2019"), inlines("33 ", styled("small", "bn")), inlines("5", MARK[2])),
        (inlines("Both years together"), (), inlines("7")),
        ((), (), inlines("8")),
    ),
    ("", "right", "right"),
    (Span(2, 0, 2, 2),),
)
_BARE = Table(
    (),
    ((inlines("north"), inlines("south")), (inlines("east"), inlines(Strong(inlines("west"))))),
    ("", ""),
)
_STYLES = Section(
    "styles",
    "Styles",
    2,
    ("Styles",),
    (
        paragraph(
            *("Words ", styled("underlined", "underlined"), ", ", styled("small", "small"), ", "),
            *(styled("marked", "marked"), ", ", styled("deleted", "deleted"), ", "),
            *(styled("inserted", "inserted"), ". H", styled("subscript", "2"), "O, x"),
            *(styled("superscript", "2"), " and "),
            styled("abbreviation", "HTML", meaning="Hypertext Markup Language"),
            *(", ", styled("marked", "a ", Link("https://example.org/a", inlines("link"))), "."),
        ),
        paragraph("One claim", MARK[1], " and another", MARK[2], " and again", MARK[1], "."),
        ListBlock(ordered=False, items=((paragraph("An item", MARK[3]),), (paragraph("Other"),))),
        Notes(
            (
                Note(1, (paragraph("The first, with a ", Emphasis(inlines("stress")), "."),)),
                note(
                    2,
                    "Of two paragraphs.",
                    "And a list.",
                    ListBlock(ordered=True, items=((paragraph("one"),), (paragraph("two"),))),
                ),
                Note(3, (paragraph("Mentions", MARK[4], "."),)),
                note(4, "Mentioned in a note."),
            )
        ),
    ),
    heading=inlines("Styles"),
)
_TABLES = Section(
    "tables",
    "Tables",
    2,
    ("Tables",),
    (
        _SPANNED,
        paragraph("Between."),
        _BARE,
        paragraph("Note two again", MARK[2], "."),
        Notes((note(5, "Of a table’s heading."),)),
    ),
    heading=inlines("Tables"),
)
_TERMS = DefinitionList(
    (
        Definition((inlines("Tariff"),), ((paragraph("A tax on imports", MARK[7], "."),),)),
        Definition(
            (inlines("Quota"), inlines("Limit")),
            (
                (paragraph("An amount."), paragraph("In two paragraphs.")),
                (
                    paragraph("Another meaning."),
                    ListBlock(ordered=False, items=((paragraph("with a list"),),)),
                ),
            ),
        ),
    )
)
_DEFINITIONS = Section(
    "definitions",
    "Definitions[6]",
    3,
    ("Tables", "Definitions[6]"),
    (_TERMS, paragraph("Last."), Notes((note(6, "Of a heading."), note(7, "Of a definition.")))),
    heading=inlines("Definitions", MARK[6]),
)
RICH = FactSheet("rich-sheet", "A sheet with everything", (_STYLES, _TABLES, _DEFINITIONS), "0" * 64)
