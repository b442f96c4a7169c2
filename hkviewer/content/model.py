"""What a fact sheet is: frozen values that search, the pane and the briefing copy all read.

A `FactSheet` holds `Section`s in reading order, a section `Block`s, a block `Inline`s. The plain
text of a section, `Section.text`, is the one text that offsets count in: a match, a place or a
mark is a pair of code-point positions in it.
"""

from __future__ import annotations

import bisect
import datetime as dt
import io
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from hkviewer.content.edition import Dated, Edition
from hkviewer.content.numerals import numeral
from hkviewer.content.ranges import TextRange
from hkviewer.content.reading_time import count_words, reading_minutes
from hkviewer.system.values import Value


class Text(Value, lean=True):
    """A run of plain words."""

    text: str


class Emphasis(Value, lean=True):
    """Words that are stressed (italic)."""

    content: tuple[Inline, ...]


class Strong(Value, lean=True):
    """Words that are strongly stressed (bold)."""

    content: tuple[Inline, ...]


class CodeSpan(Value, lean=True):
    """Words to be read letter by letter (fixed pitch)."""

    text: str


class Link(Value, lean=True):
    """Words that lead to `address`, written as the author wrote it, its direction controls encoded."""

    address: str
    content: tuple[Inline, ...]


class Image(Value, lean=True):
    """A picture: `file` is its path relative to the document's folder, "" where it may not be shown.

    Only a file in that folder or below it may be shown; otherwise `alternative` stands alone.
    """

    alternative: str
    file: str = ""


class LineBreak(Value, lean=True):
    """A new line within a paragraph."""


STYLES = (
    *("underlined", "small", "marked", "deleted", "inserted"),
    *("superscript", "subscript", "abbreviation"),
)

NO_TEXT = "No text below the title; comments and addresses of links are not shown"
"""What is told of a sheet without sections."""
NOT_INCLUDED = "Picture not included"
"""What is shown of a picture that is no file of the document's, as one on the web, before its words."""
BETWEEN_CELLS = " | "
"""What stands between the cells of a row in a section's text."""
TASK_BOXES = ("☐", "☑")
"""What the words of a task begin with, one that is open and one that is done: in place of a list's bullet."""


class Styled(Value, lean=True):
    """Words in a look or role that is no stress.

    `style` is one of `STYLES`; `meaning` is what an abbreviation stands for, "" for all others.
    """

    style: str
    content: tuple[Inline, ...]
    meaning: str = ""


class NoteReference(Value, lean=True):
    """The mark in the text that leads to the note of that `number`, from 1 in the document."""

    number: int


Inline = Text | Emphasis | Strong | CodeSpan | Link | Image | LineBreak | Styled | NoteReference


class Paragraph(Value, lean=True):
    """A paragraph of running text."""

    content: tuple[Inline, ...]


class ListBlock(Value, lean=True):
    """A list; each item is a sequence of blocks.

    `start` is the number of an ordered list's first item; `style`, one of `NUMERALS`, how they are written.
    """

    ordered: bool
    items: tuple[tuple[Block, ...], ...]
    start: int = 1
    style: str = "1"


class Span(Value, lean=True):
    """A table's cell that takes several rows or columns; `row` and `column` are its first, as of a leaf.

    The grid positions that it covers besides its own hold empty cells, which are no leaves.
    """

    row: int
    column: int
    rows: int
    columns: int


class Table(Value):
    """A table: one heading row and body rows, all of the same width.

    Attributes:
        header: the heading row; () where the table has none.
        rows: the body's.
        alignments: "left", "right", "center" or "" for each column.
        spans: the cells that take more than one grid position.
    """

    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    alignments: tuple[str, ...]
    spans: tuple[Span, ...] = ()

    @cached_property
    def covered(self) -> frozenset[tuple[int, int]]:
        """The grid positions (row, column) that a cell elsewhere takes; row 0 is the heading row."""
        return frozenset(
            (row, column)
            for span in self.spans
            for row in range(span.row, span.row + span.rows)
            for column in range(span.column, span.column + span.columns)
            if (row, column) != (span.row, span.column)
        )


class Quotation(Value, lean=True):
    """Blocks quoted from somewhere else."""

    blocks: tuple[Block, ...]


class CodeBlock(Value, lean=True):
    """Lines to be shown exactly as they are, without a newline at the end."""

    text: str
    language: str = ""


class Rule(Value, lean=True):
    """A line across the column."""


class Definition(Value, lean=True):
    """Terms, and the descriptions that they share; each description is a sequence of blocks."""

    terms: tuple[tuple[Inline, ...], ...]
    descriptions: tuple[tuple[Block, ...], ...]


class DefinitionList(Value, lean=True):
    """Terms with what they mean."""

    entries: tuple[Definition, ...]


class Note(Value, lean=True):
    """A footnote; `number` is that of its `NoteReference`."""

    number: int
    blocks: tuple[Block, ...]


class Notes(Value, lean=True):
    """The footnotes that a section mentions first; they end the section."""

    notes: tuple[Note, ...]


Block = Paragraph | ListBlock | Table | Quotation | CodeBlock | Rule | DefinitionList | Notes


class Leaf(Value, lean=True):
    """A paragraph, table cell or line of code: a run of `Section.text` that holds the author's words.

    What lies between leaves (blank lines, list numbers, cell borders) is only laid out so, and no
    search may match it.

    Attributes:
        offset: its first code point in `Section.text`.
        text: its words.
        block: the position in `Section.blocks` of the block that it is in, at whatever depth.
        row: of a table's cell its row, 0 for the heading row; None for any other leaf.
        column: of a table's cell its column, from 0; None for any other leaf.
        mentions: for each mark of a note in `text` where it begins, and the note's number.
    """

    offset: int
    text: str
    block: int
    row: int | None = None
    column: int | None = None
    mentions: tuple[tuple[int, int], ...] = ()

    @property
    def searched(self) -> list[tuple[int, str]]:
        """The runs of `text` between the marks of notes, which are no words of it, each with its offset."""
        if not self.mentions:
            return [(self.offset, self.text)]
        runs, reached = [], 0
        for start, number in self.mentions:
            runs.append((self.offset + reached, self.text[reached:start]))
            reached = start + len(note_mark(number))
        return [*runs, (self.offset + reached, self.text[reached:])]


class Section(Value):
    """A heading and what stands under it up to the next heading of any level.

    Attributes:
        id: stable within the sheet; see `hkviewer.content.markdown.parse.section_id`.
        title: the heading's words.
        level: depth of the heading, 1 to 6.
        path: the titles from the outermost section down to this one's own.
        blocks: the section's own content, without its subsections'.
        line: the heading's line in the file, from 1; 0 where there is none.
        heading: the heading with its emphasis and links; its plain words are `title`.
        heading_shown: whether the heading is shown; that of words under the sheet's title is not,
            as it is the title itself.
        anchors: further addresses within the file that lead to this section, as they are written in it.
    """

    id: str
    title: str
    level: int
    path: tuple[str, ...]
    blocks: tuple[Block, ...]
    line: int = 0
    heading: tuple[Inline, ...] = ()
    heading_shown: bool = True
    anchors: tuple[str, ...] = ()

    @cached_property
    def _laid_out(self) -> tuple[str, tuple[Leaf, ...]]:
        return lay_out(self.blocks)

    @property
    def text(self) -> str:
        """The section's words without its heading; what every offset counts in."""
        return self._laid_out[0]

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """The runs of `text` that hold the author's words, in order."""
        return self._laid_out[1]

    @property
    def searched(self) -> Iterator[tuple[int, str]]:
        """The runs of `text` that are searched, in order: those of all leaves, as `Leaf.searched`."""
        return (run for leaf in self.leaves for run in leaf.searched)

    @cached_property
    def _places(self) -> LaidOut:
        return LaidOut(self.blocks)

    @property
    def paragraph_starts(self) -> Sequence[int]:
        """Where each paragraph begins that stands in no other block."""
        return self._places.paragraphs

    @property
    def note_starts(self) -> dict[int, int]:
        """Where each note begins that stands in the section, by its number."""
        return self._places.notes

    @property
    def mention_starts(self) -> dict[int, int]:
        """Where each note is mentioned first in the text, by its number."""
        return self._places.mentions


class FactSheet(Value):
    """One document.

    Attributes:
        id: names the sheet on the command line and in copies; ASCII, lower case, hyphens.
        sections: all sections in reading order; `level` says how they nest.
        digest: SHA-256 of the Markdown file's bytes, 64 hexadecimal digits.
        editorial_headings: headings that the editor added; every other word is the source's.
        captured: the captured source's path relative to the document, "" where there is none.
        id_is_stated: `id` stands in the front matter; else it was made from the file's name.
        dated: when the text is from, where that is no edition as a sheet of ours states it.
        front_matter: its lines as they stand, "" where the other attributes tell all of it.
        faults: what could not be read as it is written, of the text too, each with its line: "line 3: …".
    Every other attribute is text from the front matter, "" where that lacks the key.
    """

    id: str
    title: str
    sections: tuple[Section, ...]
    digest: str
    publisher: str = ""
    bureau: str = ""
    kind: str = ""
    edition: Edition | None = None
    source: str = ""
    received: str = ""
    licence: str = ""
    language: str = "en"
    editorial_headings: tuple[str, ...] = ()
    captured: str = ""
    id_is_stated: bool = False
    author: str = ""
    description: str = ""
    dated: Dated | None = None
    front_matter: str = ""
    faults: tuple[str, ...] = ()

    @cached_property
    def _by_id(self) -> dict[str, int]:
        return {section.id: number for number, section in enumerate(self.sections)}

    def section_number(self, section_id: str) -> int:
        """The position of a section in `sections`, from 0. Raises KeyError for an unknown id."""
        return self._by_id[section_id]

    def order(self, at: TextRange) -> tuple[int, int, int, int]:
        """What ranges of this sheet are sorted by for reading order. Raises KeyError for an unknown id."""
        return self._by_id[at.section_id], at.part, at.start, at.end

    def first_from(self, at: TextRange, ranges: Sequence[TextRange]) -> int:
        """The number of the first of `ranges`, in reading order, that does not begin before `at` does.

        Their count where there is none. Raises KeyError for an unknown id.
        """
        return bisect.bisect_left(ranges, self.order(at)[:3], key=lambda other: self.order(other)[:3])

    def section(self, section_id: str) -> Section:
        """The section of that id. Raises KeyError for an unknown id."""
        return self.sections[self._by_id[section_id]]

    def with_descendants(self, section_id: str) -> tuple[Section, ...]:
        """A section and all sections below it, in reading order. Raises KeyError for an unknown id."""
        first = self._by_id[section_id]
        last = first + 1
        while last < len(self.sections) and self.sections[last].level > self.sections[first].level:
            last += 1
        return self.sections[first:last]

    @cached_property
    def outer(self) -> dict[str, str]:
        """For each section's id that of the section it lies in, "" for the outermost."""
        outer: dict[str, str] = {}
        path: list[Section] = []
        for section in self.sections:
            while path and path[-1].level >= section.level:
                path.pop()
            outer[section.id] = path[-1].id if path else ""
            path.append(section)
        return outer

    @property
    def edition_label(self) -> str:
        """The edition, or what else is said of the text's time, in words; "" where nothing is."""
        told = self.edition or self.dated
        return told.label if told else ""

    def describe_edition(self, on: dt.date) -> str:
        """The same with its age on the day `on`."""
        told = self.edition or self.dated
        return told.describe(on) if told else ""

    @cached_property
    def word_count(self) -> int:
        """How many words the sheet has, headings included; see `count_words`."""
        return sum(count_words(s.title) + count_words(s.text) for s in self.sections)

    @cached_property
    def minutes(self) -> int:
        """How many minutes it takes to read the sheet, headings included; see `reading_minutes`."""
        return reading_minutes(text for s in self.sections for text in (s.title, s.text))

    @cached_property
    def letters(self) -> str:
        """Each character of headings and texts that is not ASCII, once, sorted."""
        texts = (text for s in self.sections for text in (s.title, s.text) if not text.isascii())
        return "".join(sorted(c for c in set().union(*texts) if not c.isascii()))


_Writer = Callable[[Sequence[Inline]], str]


def lay_out(
    blocks: Sequence[Block], offset: int = 0, words: _Writer | None = None, *, whole_rows: bool = False
) -> tuple[str, tuple[Leaf, ...]]:
    """Blocks of a section as plain text, and where the author's words stand in the section's.

    The first of `blocks` begins at `offset`, code points; `words` writes them, `plain_text` if None. In
    `whole_rows` of tables the places that a cell elsewhere takes are empty cells; else they are not there.
    """
    words = words or plain_text
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):  # as a rule
        leaf = _leaf(blocks[0].content, words, (offset, 0))
        return leaf.text, (leaf,)
    leaves: list[Leaf] = []
    layout = _Layout(leaves.append, offset, words, whole_rows=whole_rows)
    layout.add_section(blocks)
    return layout.text.getvalue(), tuple(leaves)


def lay_out_each(blocks: Sequence[Block], found: Callable[[Leaf], object]) -> str:
    """The same plain text; `found` is called with each leaf, which a long document has by the million."""
    layout = _Layout(found, 0, plain_text)
    layout.add_section(blocks)
    return layout.text.getvalue()


class LaidOut:
    """What is known of a section's `blocks`, without a value for each leaf.

    Attributes:
        text: as `Section.text`.
        starts: where each leaf begins.
        lengths: its code points.
        searched: as `Section.searched`, the place of each and its length by turns.
        paragraphs: as `Section.paragraph_starts`.
        mentions: as `Section.mention_starts`.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.starts, self.lengths, self.paragraphs = array("I"), array("I"), array("I")
        self.searched = array("I")
        self.mentions: dict[int, int] = {}
        self._blocks = blocks
        self._firsts: dict[int, int] = {}
        """The number of the first leaf of each block of notes."""
        self.text = lay_out_each(blocks, self._found)

    @property
    def notes(self) -> dict[int, int]:
        """As `Section.note_starts`."""
        starts: dict[int, int] = {}
        for position, block in enumerate(self._blocks):
            if isinstance(block, Notes):
                number = self._firsts.get(position, len(self.starts))
                for note in block.notes:
                    is_there = number < len(self.starts)
                    starts[note.number] = self.starts[number] if is_there else len(self.text)
                    number += len(lay_out(note.blocks)[1])
        return starts

    def _found(self, leaf: Leaf) -> None:
        match self._blocks[leaf.block]:
            case Paragraph():
                self.paragraphs.append(leaf.offset)
            case Notes():
                self._firsts.setdefault(leaf.block, len(self.starts))
        self.starts.append(leaf.offset)
        self.lengths.append(len(leaf.text))
        for offset, text in leaf.searched:
            self.searched.extend((offset, len(text)))
        for start, number in leaf.mentions:
            self.mentions.setdefault(number, leaf.offset + start)


def plain_text(content: Sequence[Inline]) -> str:
    """The words of `content`, without emphasis and addresses; a line break is a newline."""
    if len(content) == 1 and isinstance(content[0], Text):  # as a rule
        return content[0].text
    return "".join(_words(content))


def _words(content: Sequence[Inline]) -> Iterator[str]:
    for inline in content:
        match inline:
            case Text(text) | CodeSpan(text):
                yield text
            case Emphasis(inner) | Strong(inner) | Link(_, inner) | Styled(_, inner, _):
                yield from _words(inner)
            case NoteReference(number):
                yield note_mark(number)
            case Image(alternative, _):
                yield alternative
            case LineBreak():
                yield "\n"


def note_mark(number: int) -> str:
    """How a note is mentioned in plain text, and what stands before it."""
    return f"[{number}]"


def note_mentions(content: Sequence[Inline]) -> Iterator[tuple[int, int]]:
    """For each mark of a note in the plain text of `content` where it begins, and the note's number."""
    offset = 0
    for inline in _flat(content):
        if isinstance(inline, NoteReference):
            yield offset, inline.number
        offset += len(plain_text((inline,)))


def _flat(content: Sequence[Inline]) -> Iterator[Inline]:
    for inline in content:
        match inline:
            case Emphasis(inner) | Strong(inner) | Link(_, inner) | Styled(_, inner, _):
                yield from _flat(inner)
            case _:
                yield inline


def _leaf(
    content: Sequence[Inline],
    words: _Writer,
    place: tuple[int, int],
    row: int | None = None,
    column: int | None = None,
) -> Leaf:
    """The leaf that `words` makes of `content`; `place` is its offset and the number of its block."""
    text = words(content)
    mentions = tuple(note_mentions(content)) if "[" in text else ()
    offset, block = place
    return Leaf(offset, text, block, row, column, mentions)


_DESCRIPTION = "    "
"""What the lines of a term's description are indented by in plain text."""


class _Layout:
    """Lays blocks out as plain text and notes where the author's words stand in it."""

    def __init__(
        self, found: Callable[[Leaf], object], offset: int, words: _Writer, *, whole_rows: bool = False
    ) -> None:
        self.text = io.StringIO()
        self._whole_rows = whole_rows
        self._found, self._words = found, words
        self._length = offset
        self._block = 0

    def add_section(self, blocks: Sequence[Block]) -> None:
        """Add all blocks of a section."""
        shown = [position for position, block in enumerate(blocks) if not isinstance(block, Rule)]
        for number, self._block in enumerate(shown):
            self._put("\n\n" if number else "")
            self._add(blocks[self._block], "")

    def _add_inner(self, blocks: Sequence[Block], indent: str) -> None:
        """Add blocks within another; every line begins with `indent`, the first one's excepted."""
        for number, block in enumerate(b for b in blocks if not isinstance(b, Rule)):
            self._put("\n" + indent if number else "")
            self._add(block, indent)

    def _add(self, block: Block, indent: str) -> None:
        match block:
            case Paragraph(content):
                self._put_content(content)
            case ListBlock():
                self._add_list(block, indent)
            case Table():
                self._add_table(block, indent)
            case Quotation(blocks):
                self._put("> ")
                self._add_inner(blocks, indent + "> ")
            case CodeBlock(text, _):
                for number, line in enumerate(text.split("\n")):
                    self._put("\n" + indent if number else "")
                    self._put_leaf(line)
            case DefinitionList(entries):
                self._add_definitions(entries, indent)
            case Notes(notes):
                for number, note in enumerate(notes):
                    marker = f"{note_mark(note.number)} "
                    self._put(("\n" + indent if number else "") + marker)
                    self._add_inner(note.blocks, indent + " " * len(marker))

    def _add_definitions(self, entries: Sequence[Definition], indent: str) -> None:
        first = True
        for entry in entries:
            for term in entry.terms:
                self._put("" if first else "\n" + indent)
                self._put_content(term)
                first = False
            for description in entry.descriptions:
                self._put("\n" + indent + _DESCRIPTION)
                self._add_inner(description, indent + _DESCRIPTION)

    def _add_list(self, block: ListBlock, indent: str) -> None:
        for number, item in enumerate(block.items):
            marker = f"{numeral(block.start + number, block.style)}. " if block.ordered else "- "
            self._put("\n" + indent + marker if number else marker)
            self._add_inner(item, indent + " " * len(marker))

    def _add_table(self, table: Table, indent: str) -> None:
        first = 0 if table.header else 1
        for number, row in enumerate((table.header, *table.rows)[first:], start=first):
            self._put("\n" + indent if number > first else "")
            between = ""
            for column, cell in enumerate(row):
                if self._whole_rows or not table.spans or (number, column) not in table.covered:
                    self._put(between)
                    self._put_content(cell, number, column)
                    between = BETWEEN_CELLS

    def _put_content(
        self, content: Sequence[Inline], row: int | None = None, column: int | None = None
    ) -> None:
        leaf = _leaf(content, self._words, (self._length, self._block), row, column)
        self._found(leaf)
        self._put(leaf.text)

    def _put_leaf(self, text: str) -> None:
        self._found(Leaf(self._length, text, self._block, None, None, ()))
        self._put(text)

    def _put(self, text: str) -> None:
        self.text.write(text)
        self._length += len(text)
