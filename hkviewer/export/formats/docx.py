"""A `Briefing` as a Word document with real headings, lists and fields, so that it can be edited."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_COLOR_INDEX, WD_TAB_ALIGNMENT
from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.section import _Footer, _Header
from docx.shared import Inches, Length, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun

from hkviewer.content.addresses import leads_out
from hkviewer.export import assembly
from hkviewer.export.briefing import Briefing
from hkviewer.export.fallback_fonts import is_right_to_left
from hkviewer.export.formats import common
from hkviewer.export.formats import docx_styles as styles
from hkviewer.export.formats import docx_xml as xml
from hkviewer.export.line_breaks import clipped
from hkviewer.export.nodes import Definitions, Grid, Heading, Items, Line, Lines, Node, NoteList, Quote, Words
from hkviewer.export.styled_runs import Run, words_of
from hkviewer.system.characters import one_line, printable

_SIDES = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
_NOT_INDENTED = Length(0)
_QUOTE_INDENT = Inches(0.3)
_NUMBER_WIDTH = Inches(0.36)
_TALLEST = Inches(7)
_RULED_LINES = 14
_RUNNING_TITLE = 34.0
"""Em of a title in the head: with the edition it takes one line."""
_BAD_PICTURE = (
    *(InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError),
    *(ValueError, LookupError, ZeroDivisionError, struct.error),
)


def write(briefing: Briefing) -> bytes:
    """The copy as a .docx file; the same choices make the same bytes.

    Raises:
        UsageError: nothing is chosen, or a choice is none.
    """
    writer = _Writer(assembly.assemble(briefing))
    writer.write(contents=common.wants_contents(briefing))
    stream = io.BytesIO()
    writer.word.save(stream)
    return _undated(stream.getvalue())


def _undated(data: bytes) -> bytes:
    """The same archive without the time of writing."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()


@dataclass(frozen=True)
class _Place:
    """Where a node stands: below how many lists, and how far in that puts its words."""

    depth: int = 0
    indent: Length = _NOT_INDENTED
    style: str = "Normal"

    def in_list(self) -> _Place:
        return replace(self, depth=self.depth + 1, style="List Continue")

    def in_quote(self) -> _Place:
        return replace(self, indent=Length(self.indent + _QUOTE_INDENT), style="Quote")

    @property
    def words_indent(self) -> Length:
        inner = xml.list_indent(self.depth - 1) if self.depth else 0
        return Length(self.indent + inner)


class _Writer:
    """Fills one Word document from top to bottom."""

    def __init__(self, copy: assembly.Copy) -> None:
        self.word = docx.Document()
        self._copy = copy
        self._division: assembly.Division | None = None
        named = [*(heading.id for heading in common.headings(copy)), *assembly.targets(copy)]
        self._bookmarks = {id_: f"heading_{n}" for n, id_ in enumerate(dict.fromkeys(named), 1)}
        self._lists = xml.Lists(self.word)
        self._after_table = False
        self._width = Length(0)

    def write(self, *, contents: bool) -> None:
        styles.set_properties(self.word, self._copy)
        styles.set_styles(self.word, self._copy)
        self._page()
        self._title_block()
        if contents:
            self._contents()
        for division in self._copy.divisions:
            self._add_division(division)
        self._links()
        if self._copy.choices.notes:
            self._notes()
        self._end()

    # ---- The page: head and foot -----------------------------------------------------------

    def _page(self) -> None:
        section = self.word.sections[0]
        self._width = styles.set_page(section, self._copy.choices)
        section.different_first_page_header_footer = True
        self._head(section.first_page_header, running=False)
        self._head(section.header, running=True)
        self._foot(section.first_page_footer)
        self._foot(section.footer)

    def _head(self, header: _Header, *, running: bool) -> None:
        lines = [header.paragraphs[0]]
        if one_line(self._copy.choices.marking):
            self._marking(lines[0])
            lines.append(header.add_paragraph(style="Header"))
        if running:
            self._two_sides(lines[-1], clipped(self._copy.title, _RUNNING_TITLE), self._copy.edition)

    def _foot(self, footer: _Footer) -> None:
        line = footer.paragraphs[0]
        self._two_sides(line, self._copy.foot, "Page ")
        xml.add_field(line, "PAGE")
        line.add_run(" of ")
        xml.add_field(line, "NUMPAGES")
        if one_line(self._copy.choices.marking):
            self._marking(footer.add_paragraph(style="Footer"))

    def _two_sides(self, line: Paragraph, left: str, right: str) -> None:
        line.paragraph_format.tab_stops.add_tab_stop(self._width, WD_TAB_ALIGNMENT.RIGHT)
        line.add_run(f"{printable(left)}\t{printable(right)}")

    def _marking(self, paragraph: Paragraph) -> None:
        paragraph.style = self.word.styles[styles.MARKING]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(printable(one_line(self._copy.choices.marking)))

    # ---- The front: title, facts, contents -------------------------------------------------

    def _title_block(self) -> None:
        copy = self._copy
        kind = self._paragraph(styles.LABEL, copy.kind)
        kind.paragraph_format.space_before = Pt(0)
        xml.set_borders(kind, ("top",), "112E51", 24, space=6)
        title = self.word.add_heading(printable(copy.title), 1)
        if is_right_to_left(copy.title, copy.language):
            xml.run_from_right(title)
        self._facts(copy.facts)
        if copy.facts:
            xml.set_borders(self.word.paragraphs[-1], ("bottom",), "112E51", 8, space=6)
        if copy.cover:
            self.word.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        if copy.choices.layout == "compact":
            columns = self.word.add_section(WD_SECTION.CONTINUOUS)
            styles.set_columns(columns, 2)
            # They begin on the first page, whose head the section before has set.
            columns.different_first_page_header_footer = False

    def _facts(self, facts: Sequence[assembly.Fact]) -> None:
        for fact in facts:
            paragraph = self._paragraph(styles.FACT, f"{fact.label}: ")
            paragraph.runs[0].bold = True
            run = paragraph.add_run(printable(fact.value))
            if leads_out(fact.address):
                self._link(paragraph, run, fact.address)

    def _contents(self) -> None:
        """A list of contents that Word fills with page numbers; till then it names the headings."""
        shown = list(common.headings(self._copy))
        if not shown:
            return
        self._paragraph(styles.LABEL, "Contents")
        for position, heading in enumerate(shown):
            entry = self.word.add_paragraph()
            entry.paragraph_format.left_indent = (
                xml.list_indent(heading.level - 3) if heading.level > 2 else None
            )
            entry.paragraph_format.space_after = Pt(2)
            if position == 0:
                xml.open_field(entry, r'TOC \o "2-3" \h \z \u')
            run = entry.add_run(printable(words_of(heading.runs).replace("\n", " ")))
            xml.make_jump(entry, run, self._bookmarks[heading.id])
            if position == len(shown) - 1:
                xml.close_field(entry)

    # ---- The parts --------------------------------------------------------------------------

    def _add_division(self, division: assembly.Division) -> None:
        self._division = division
        if common.needs_label(division):
            self._paragraph(styles.LABEL, assembly.OWN_WORDS)
        if division.title:
            self._add(division.title, _Place())
        self._facts(division.facts)
        for node in division.nodes:
            self._add(node, _Place())
        if division.own:
            self._rule()

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
                self._rule()
            case Definitions() | NoteList():
                for inner in node.nodes:
                    self._add(inner, place)

    def _heading(self, heading: Heading) -> None:
        paragraph = self._paragraph(f"Heading {heading.level}")
        self._runs(paragraph, heading.runs)
        if name := self._bookmarks.get(heading.id):
            xml.add_bookmark(paragraph, name, int(name.rpartition("_")[2]))

    def _words(self, words: Words, place: _Place) -> Paragraph:
        paragraph = self._paragraph(place.style)
        if place.words_indent:
            paragraph.paragraph_format.left_indent = place.words_indent
        if words.number:
            paragraph.paragraph_format.left_indent = _NUMBER_WIDTH
            paragraph.paragraph_format.first_line_indent = Length(-_NUMBER_WIDTH)
            number = paragraph.add_run(f"{words.number}\t")
            number.font.size, number.font.color.rgb = Pt(8.5), styles.QUIET
        self._runs(paragraph, words.runs)
        return paragraph

    def _items(self, items: Items, place: _Place) -> None:
        list_id = self._lists.begin(ordered=items.ordered, start=items.start, depth=place.depth)
        style = "List Number" if items.ordered else "List Bullet"
        for item in items.items:
            first = item[0] if item and isinstance(item[0], Words) else Words(())
            paragraph = self._words(first, _Place(style=style))
            self._lists.add(paragraph, list_id, place.depth, place.indent)
            for node in item[1:] if item and first is item[0] else item:
                self._add(node, place.in_list())

    def _code(self, lines: Sequence[Sequence[Run]], place: _Place) -> None:
        paragraph = self._paragraph(styles.CODE)
        paragraph.paragraph_format.left_indent = Length(place.words_indent + Inches(0.15))
        for number, line in enumerate(lines):
            if number:
                paragraph.add_run().add_break()
            self._runs(paragraph, line)

    def _table(self, grid: Grid) -> None:
        if self._after_table:
            # Word makes one table of two that touch.
            self._paragraph("Normal")
        table = self.word.add_table(rows=0, cols=len(grid.header), style="Table Grid")
        for position, cells in enumerate((grid.header, *grid.rows)):
            row = table.add_row()
            xml.keep_row(row, heading=position == 0)
            for cell, runs, side in zip(row.cells, cells, grid.alignments, strict=True):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(2)
                if side in _SIDES:
                    paragraph.alignment = _SIDES[side]
                self._runs(paragraph, runs, strong=position == 0)
        self._after_table = True

    def _rule(self) -> None:
        xml.set_borders(self._paragraph("Normal"), ("bottom",), "A0A0A0", 4)

    # ---- Words ------------------------------------------------------------------------------

    def _paragraph(self, style: str, text: str = "") -> Paragraph:
        paragraph = self.word.add_paragraph(printable(text), style=style)
        if self._after_table:
            paragraph.paragraph_format.space_before = Pt(8)
            self._after_table = False
        return paragraph

    def _runs(self, paragraph: Paragraph, runs: Iterable[Run], *, strong: bool = False) -> None:
        for run in runs:
            if run.text == "\n":
                paragraph.add_run().add_break()
                continue
            word = paragraph.add_run()
            if not (run.picture and self._picture(word, run)):
                word.text = printable(common.instead(run) if run.picture else run.text)
            self._look(word, run, strong=strong)
            if run.target:
                self._jump(paragraph, word, self._bookmarks[run.target])
            elif leads_out(run.address):
                self._link(paragraph, word, run.address)
            if run.note:
                paragraph.add_run(f"[{run.note}]").font.superscript = True
        language = self._division.language if self._division else self._copy.language
        if is_right_to_left(paragraph.text, language):
            xml.run_from_right(paragraph)

    def _look(self, word: WordRun, run: Run, *, strong: bool) -> None:
        word.bold, word.italic = (run.strong or strong) or None, run.emphasis or None
        if run.code:
            word.font.name = "Courier New"
        if run.marked:
            word.font.highlight_color = WD_COLOR_INDEX.YELLOW
        language = self._division.language if self._division else ""
        if language and language != self._copy.language:
            xml.set_language(word, styles.language_tag(language))

    def _picture(self, word: WordRun, run: Run) -> bool:
        """Put the picture of `run` into `word`; False where it cannot be shown."""
        picture = common.picture_of(run, self._division) if self._division else None
        if picture is None:
            return False
        try:
            shape = word.add_picture(io.BytesIO(picture.data))
            scale = min(1.0, self._width / shape.width, _TALLEST / shape.height)
        except _BAD_PICTURE:
            word.clear()  # type: ignore[no-untyped-call]  # python-docx lacks the type
            return False
        shape.width, shape.height = Length(round(shape.width * scale)), Length(round(shape.height * scale))
        xml.describe_picture(word, printable(run.text) or "Picture")
        return True

    def _link(self, paragraph: Paragraph, run: WordRun, address: str) -> None:
        run.font.color.rgb, run.font.underline = styles.BLUE, True
        xml.make_link(paragraph, run, printable(address))

    def _jump(self, paragraph: Paragraph, run: WordRun, bookmark: str) -> None:
        run.font.color.rgb, run.font.underline = styles.BLUE, True
        xml.make_jump(paragraph, run, bookmark)

    # ---- The end ----------------------------------------------------------------------------

    def _links(self) -> None:
        if not self._copy.endnotes:
            return
        self._paragraph("Heading 2", "Links")
        for note in self._copy.endnotes:
            paragraph = self._paragraph("Normal", f"[{note.number}]  {note.words}: ")
            run = paragraph.add_run(printable(note.address))
            if leads_out(note.address):
                self._link(paragraph, run, note.address)

    def _notes(self) -> None:
        """Ruled lines for handwriting."""
        self._paragraph("Heading 2", "Notes")
        for _ in range(_RULED_LINES):
            paragraph = self._paragraph("Normal")
            # Word draws equal borders of neighbours as one box, with what is between them apart.
            xml.set_borders(paragraph, ("bottom", "between"), "A0A0A0", 4)

    def _end(self) -> None:
        for position, line in enumerate(common.small_print(self._copy)):
            paragraph = self._paragraph(styles.SMALL, line)
            if position == 0:
                paragraph.paragraph_format.space_before = Pt(14)
                xml.set_borders(paragraph, ("top",), "A0A0A0", 4, space=4)
        if one_line(self._copy.choices.marking):
            self._marking(self._paragraph(styles.MARKING))
