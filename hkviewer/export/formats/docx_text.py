"""The text of a Word copy: headings, paragraphs, lists, tables and notes, each with its own style."""

from __future__ import annotations

import functools
import io
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.shared import Inches, Length, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun

from hkviewer.content.addresses import leads_out
from hkviewer.content.model import note_mark
from hkviewer.content.numerals import NUMERALS
from hkviewer.content.writing_direction import is_right_to_left, table_runs_left
from hkviewer.export import assembly
from hkviewer.export.formats import docx_styles as styles
from hkviewer.export.formats import docx_xml as xml
from hkviewer.export.formats.docx_notes import Footnotes
from hkviewer.export.nodes import (
    Definitions,
    Grid,
    Heading,
    Items,
    Line,
    Lines,
    Node,
    NoteList,
    NoteText,
    Quote,
    Words,
)
from hkviewer.export.styled_runs import Run, with_caption, words_of
from hkviewer.system.characters import printable

_SIDES = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
PICTURES = frozenset({"png", "jpg", "jpeg", "gif"})
_SIDES_FROM_RIGHT = {
    "left": WD_ALIGN_PARAGRAPH.RIGHT,
    "right": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}
_NOT_INDENTED = Length(0)
_INDENT = Inches(0.3)
_NUMBER_WIDTH = Inches(0.36)
_TALLEST = Inches(7)
_NUMBERS = dict(
    zip(NUMERALS, ("decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman"), strict=True)
)
_SMALL = 0.85
_BAD_PICTURE = (
    *(InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError),
    *(ValueError, LookupError, ZeroDivisionError, struct.error),
)


@dataclass(frozen=True)
class _Place:
    """Where a node stands: below how many lists, and how far in that puts its words."""

    depth: int = 0
    indent: Length = _NOT_INDENTED
    style: str = "Normal"

    def in_list(self) -> _Place:
        return replace(self, depth=self.depth + 1, style="List Continue")

    def in_quote(self) -> _Place:
        return replace(self, indent=Length(self.indent + _INDENT), style="Quote")

    def in_description(self) -> _Place:
        return replace(self, indent=Length(self.indent + _INDENT))

    @property
    def words_indent(self) -> Length:
        inner = xml.list_indent(self.depth - 1) if self.depth else 0
        return Length(self.indent + inner)


_TOP = _Place()
_IN_NOTE = _Place(style=styles.NOTE)


class TextWriter:
    """Puts nodes into `word`, whose styles are set; `lists` and `links` make those of the document.

    Args:
        word: the document.
        copy: what is written.
        bookmarks: the names of the bookmarks at headings, by the headings' ids.
        width: that between the margins.
        beside: another one that writes into the same document.
    """

    def __init__(
        self,
        word: Document,
        copy: assembly.Copy,
        bookmarks: Mapping[str, str],
        width: Length,
        beside: TextWriter | None = None,
    ) -> None:
        self._copy = copy
        self._bookmarks = bookmarks
        self._width = width
        self._size = styles.Faces.of(copy.choices).size
        self._division: assembly.Division | None = None
        self._waiting: dict[int, NoteText] = {}
        """Footnotes that were not mentioned yet."""
        self._footnotes = Footnotes(word)
        # Each counts what it has made in the document.
        self.lists: xml.Lists = beside.lists if beside else xml.Lists(word)
        self.links: xml.Links = beside.links if beside else xml.Links()
        self._story = xml.body(word)
        self._after_table = False
        # python-docx goes through all styles for each paragraph.
        self._style_id = functools.cache(functools.partial(xml.style_id, word))

    def begin(self, division: assembly.Division) -> None:
        """What is added from now on belongs to `division`."""
        self._division = division
        self._waiting = {note.number: note for note in division.footnotes}

    def add(self, node: Node) -> None:
        """Add a node."""
        self._add(node, _TOP)

    def paragraph(self, style: str, text: str = "") -> Paragraph:
        """Add a paragraph in the style of that name."""
        paragraph = self._story.add_paragraph(self._style_id(style))
        if text:
            paragraph.add_run(printable(text))
        if self._after_table:
            paragraph.paragraph_format.space_before = Pt(8)
            self._after_table = False
        return paragraph

    def link(self, paragraph: Paragraph, run: WordRun, address: str) -> None:
        """Make `run`, the last one of `paragraph`, a link that leads out."""
        run.font.color.rgb, run.font.underline = styles.BLUE, True
        self.links.make(paragraph, run, printable(address))

    def _jump(self, paragraph: Paragraph, run: WordRun, bookmark: str) -> None:
        run.font.color.rgb, run.font.underline = styles.BLUE, True
        xml.make_jump(paragraph, run, bookmark)

    # ---- Nodes ------------------------------------------------------------------------------

    def _add(self, node: Node, place: _Place) -> None:
        match node:
            case Heading():
                self._heading(node)
            case Words():
                self._words(node, place)
            case Items():
                self._items(node, place)
            case Grid():
                self._table(node)
            case Quote(nodes):
                for inner in nodes:
                    self._add(inner, place.in_quote())
            case Lines(lines):
                self._code(lines, place)
            case Line():
                xml.set_borders(self.paragraph("Normal"), ("bottom",), "A0A0A0", 4)
            case Definitions():
                self._definitions(node, place)
            case NoteList(notes):
                for note in notes:
                    self._note_at_end(note)

    def _heading(self, heading: Heading) -> None:
        paragraph = self.paragraph(f"Heading {heading.level}")
        self._runs(paragraph, heading.runs, jumps=False)
        if name := self._bookmarks.get(heading.id):
            xml.add_bookmark(paragraph, name, int(name.rpartition("_")[2]))

    def _words(self, words: Words, place: _Place, style: str = "") -> Paragraph:
        paragraph = self.paragraph(style or place.style)
        if place.words_indent:
            paragraph.paragraph_format.left_indent = place.words_indent
        if words.number:
            paragraph.paragraph_format.left_indent = _NUMBER_WIDTH
            paragraph.paragraph_format.first_line_indent = Length(-_NUMBER_WIDTH)
            number = paragraph.add_run(f"{words.number}\t")
            number.font.size, number.font.color.rgb = Pt(8.5), styles.QUIET
            if words.runs and words.runs[0].picture:
                xml.align_at_top(paragraph)  # a picture hangs from the line that the number is on
        self._runs(paragraph, words.runs)
        return paragraph

    def _items(self, items: Items, place: _Place) -> None:
        numbers = _NUMBERS[items.style]
        kinds = [numbers if items.ordered else "none" if is_task else "bullet" for is_task in items.tasks]
        begin = self.lists.begin
        ids = {kind: begin(kind, start=items.start, depth=place.depth) for kind in dict.fromkeys(kinds)}
        style = "List Number" if items.ordered else "List Bullet"
        for item, kind in zip(items.items, kinds, strict=True):
            first, rest = _first_words(item)
            paragraph = self._words(first, _Place(style=style))
            self.lists.add(paragraph, ids[kind], place.depth, place.indent)
            for node in rest:
                self._add(node, place.in_list())

    def _code(self, lines: Sequence[Sequence[Run]], place: _Place) -> None:
        paragraph = self.paragraph(styles.CODE)
        paragraph.paragraph_format.left_indent = Length(place.words_indent + Inches(0.15))
        for number, line in enumerate(lines):
            if number:
                paragraph.add_run().add_break()
            self._runs(paragraph, line)

    def _definitions(self, definitions: Definitions, place: _Place) -> None:
        for entry in definitions.entries:
            for term in entry.terms:
                self._words(Words(term), place, styles.TERM)
            for description in entry.descriptions:
                for node in description:
                    self._add(node, place.in_description())

    @property
    def _language(self) -> str:
        return self._division.language if self._division else self._copy.language

    def _table(self, grid: Grid) -> None:
        if self._after_table:
            # Word makes one table of two that touch.
            self.paragraph("Normal")
        columns = len(grid.alignments)
        style, headed = self._style_id("Table Grid"), bool(grid.header)
        from_right = table_runs_left(map(words_of, grid.shown), self._language)
        table = xml.new_table(style, columns, self._width, headed=headed, from_right=from_right)
        self._story.put(table)
        outer = self._story
        for number, cells in enumerate((grid.header, *grid.rows)):
            if cells:
                row = xml.new_row(heading=number == 0)
                table.append(row)
                self._row(grid, number, cells, xml.Story(outer.part, row.append))
        self._story = outer
        self._after_table = True

    def _row(self, grid: Grid, number: int, cells: Sequence[tuple[Run, ...]], row: xml.Story) -> None:
        each = self._width / len(cells)
        for column, (runs, side) in enumerate(zip(cells, grid.alignments, strict=True)):
            extent, goes_on = grid.cells.extent(number, column), grid.cells.goes_on(number, column)
            if extent is None and not goes_on:
                continue
            rows, wide = extent or (1, goes_on)
            cell = xml.new_cell(Length(round(each * wide)), wide, begins=rows > 1, goes_on=bool(goes_on))
            row.put(cell)
            self._story = xml.Story(row.part, cell.append)
            paragraph = self._story.add_paragraph(self._style_id("Normal"))
            paragraph.paragraph_format.space_after = Pt(2)
            self._runs(paragraph, runs, strong=number == 0, jumps=number > 0)
            if side and xml.runs_from_right(paragraph):
                # Word takes a paragraph's left for the side where its lines begin.
                paragraph.alignment = _SIDES_FROM_RIGHT[side]
            elif side in _SIDES:
                paragraph.alignment = _SIDES[side]

    # ---- Notes ------------------------------------------------------------------------------

    def _mention(self, paragraph: Paragraph, number: int, *, jumps: bool) -> None:
        """The mark of a note; in running text the first one brings along what goes to the page's foot."""
        if jumps and number in self._waiting:
            self._footnote(paragraph, self._waiting.pop(number))
        elif jumps and self._footnotes.has(number):
            self._footnotes.refer(paragraph, number)
        else:
            run = paragraph.add_run(note_mark(number))
            run.font.superscript = True
            if jumps:
                xml.make_jump(paragraph, run, _at_end(number))

    def _footnote(self, paragraph: Paragraph, note: NoteText) -> None:
        outer, after_table = self._story, self._after_table
        self._story, self._after_table = self._footnotes.add(paragraph, note.number), False
        first, rest = _first_words(note.nodes)
        begin = self.paragraph(styles.NOTE)
        self._footnotes.mark_text(begin, note.number)
        self._runs(begin, first.runs)
        for node in rest:
            self._add(node, _IN_NOTE)
        if self._after_table:
            # The last of a note is a paragraph.
            self.paragraph(styles.NOTE)
        self._story, self._after_table = outer, after_table

    def _note_at_end(self, note: NoteText) -> None:
        first, rest = _first_words(note.nodes)
        paragraph = self.paragraph(styles.NOTE, f"{note_mark(note.number)}\t")
        paragraph.paragraph_format.left_indent = _NUMBER_WIDTH
        paragraph.paragraph_format.first_line_indent = Length(-_NUMBER_WIDTH)
        xml.add_bookmark(paragraph, _at_end(note.number), _BOOKMARK_IDS + note.number)
        self._runs(paragraph, first.runs)
        for node in rest:
            self._add(node, replace(_IN_NOTE, indent=_NUMBER_WIDTH))

    # ---- Words ------------------------------------------------------------------------------

    def _runs(
        self, paragraph: Paragraph, runs: Iterable[Run], *, strong: bool = False, jumps: bool = True
    ) -> None:
        runs = with_caption(list(runs), self._division.pictures if self._division else ())
        for run in runs:
            self._run(paragraph, run, strong=strong, jumps=jumps)
            if run.note:
                paragraph.add_run(f"[{run.note}]").font.superscript = True
        if is_right_to_left(words_of(runs), self._language):
            xml.run_from_right(paragraph)

    def _run(self, paragraph: Paragraph, run: Run, *, strong: bool, jumps: bool) -> None:
        if run.text == "\n":
            paragraph.add_run().add_break()
            return
        if run.reference:
            self._mention(paragraph, run.reference, jumps=jumps)
            return
        word = paragraph.add_run()
        if not (run.picture and self._picture(paragraph, word, run)):
            word.text = printable(run.in_words)
        self._look(word, run, strong=strong)
        if run.target:
            self._jump(paragraph, word, self._bookmarks[run.target])
        elif leads_out(run.address):
            self.link(paragraph, word, run.address)

    def _look(self, word: WordRun, run: Run, *, strong: bool) -> None:
        if run.strong or strong:
            word.bold = True
        if run.emphasis:
            word.italic = True
        if run.code:
            word.font.name = "Courier New"
        for style in run.styles:
            self._style(word, style)
        if run.marked:
            word.font.highlight_color = WD_COLOR_INDEX.YELLOW
        language = self._division.language if self._division else ""
        if language and language != self._copy.language:
            xml.set_language(word, styles.language_tag(language))

    def _style(self, word: WordRun, style: str) -> None:
        match style:
            case "underlined" | "inserted":
                word.font.underline = True
            case "deleted":
                word.font.strike = True
            case "superscript":
                word.font.superscript = True
            case "subscript":
                word.font.subscript = True
            case "small":
                word.font.size = Pt(round(2 * self._size * _SMALL) / 2)
            case "marked":
                xml.set_ground(word, styles.OWN_MARK)

    def _picture(self, paragraph: Paragraph, word: WordRun, run: Run) -> bool:
        """Put the picture of `run` into `word`; False where it cannot be shown."""
        picture = self._division.pictures.get(run.picture) if self._division else None
        if picture is None:
            return False
        try:
            shape = word.add_picture(io.BytesIO(picture.data))
            width = self._width - (paragraph.paragraph_format.left_indent or 0)
            scale = min(1.0, width / shape.width, _TALLEST / shape.height)
        except _BAD_PICTURE:
            word.clear()  # type: ignore[no-untyped-call]  # python-docx lacks the type
            return False
        shape.width, shape.height = Length(round(shape.width * scale)), Length(round(shape.height * scale))
        xml.describe_picture(word, printable(run.text) or "Picture")
        return True


def _first_words(nodes: Sequence[Node]) -> tuple[Words, Sequence[Node]]:
    """The paragraph that stands beside a number or bullet, and what stands below it."""
    if nodes and isinstance(nodes[0], Words):
        return nodes[0], nodes[1:]
    return Words(()), nodes


_BOOKMARK_IDS = 2_000_000
"""Those of headings and footnotes are below."""


def _at_end(number: int) -> str:
    """The name of the bookmark at a note at the end."""
    return f"endnote_{number}"
