"""A `Briefing` as a Word document with real headings, lists and fields, so that it can be edited."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.section import _Footer, _Header
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from hkviewer.content.addresses import leads_out
from hkviewer.content.writing_direction import is_right_to_left
from hkviewer.export import assembly
from hkviewer.export.abbreviations import with_abbreviations
from hkviewer.export.briefing import Briefing
from hkviewer.export.formats import common
from hkviewer.export.formats import docx_styles as styles
from hkviewer.export.formats import docx_xml as xml
from hkviewer.export.formats.docx_text import PICTURES, TextWriter
from hkviewer.export.line_breaks import clipped
from hkviewer.export.nodes import Line
from hkviewer.export.page_notes import with_page_notes
from hkviewer.export.pictures import CopyPictures
from hkviewer.export.styled_runs import words_of
from hkviewer.system.characters import one_line, printable

_RULED_LINES = 14
_RUNNING_TITLE = 34.0
"""Em of a title in the head: with the edition it takes one line."""


def write(briefing: Briefing, pictures: CopyPictures | None = None) -> bytes:
    """The copy as a .docx file, with its `pictures`; the same choices make the same bytes.

    Raises:
        UsageError: nothing is chosen, or a choice is none.
    """
    with common.its_pictures(pictures) as them:
        shown = them.shown_in(assembly.assemble(briefing), PICTURES, upright=True)
        writer = CopyWriter(with_page_notes(with_abbreviations(shown)))
        writer.begin()
        writer.add_text(contents=common.wants_contents(briefing))
        return writer.done()


def _undated(data: bytes) -> bytes:
    """The same archive without the time of writing."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()


class CopyWriter:
    """Fills one Word document from top to bottom.

    Attributes:
        word: the document.
        width: that between its margins.
        text: writes its text.
    """

    def __init__(self, copy: assembly.Copy) -> None:
        self.word = docx.Document()
        self._copy = copy
        named = [*(heading.id for heading in common.headings(copy)), *assembly.targets(copy)]
        self._bookmarks = {id_: f"heading_{n}" for n, id_ in enumerate(dict.fromkeys(named), 1)}
        styles.set_properties(self.word, copy)
        styles.set_styles(self.word, copy)
        self.width = styles.set_page(self.word.sections[0], copy.choices)
        self.text = TextWriter(self.word, copy, self._bookmarks, self.width)

    def begin(self) -> None:
        """Head and foot of the pages, and the title block."""
        self._page()
        self._title_block()

    def add_text(self, *, contents: bool) -> None:
        """What the copy says, and where its links lead."""
        if contents:
            self._contents()
        for division in self._copy.divisions:
            self._add_division(division)
        self._links()
        if self._copy.choices.notes:
            self._notes()

    def done(self) -> bytes:
        """The file, with the small print at its end; the same each time."""
        self._end()
        stream = io.BytesIO()
        self.word.save(stream)
        return _undated(stream.getvalue())

    # ---- The page: head and foot -----------------------------------------------------------

    def _page(self) -> None:
        section = self.word.sections[0]
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
        line.paragraph_format.tab_stops.add_tab_stop(self.width, WD_TAB_ALIGNMENT.RIGHT)
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
                self.text.link(paragraph, run, fact.address)

    def _contents(self) -> None:
        """A list of contents that Word fills with page numbers; till then it names the headings."""
        shown = list(common.headings(self._copy))
        if not shown:
            return
        self._paragraph(styles.LABEL, "Contents")
        for position, heading in enumerate(shown):
            entry = self._paragraph("Normal")
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
        self.text.begin(division)
        if common.needs_label(division):
            self._paragraph(styles.LABEL, assembly.OWN_WORDS)
        if division.title:
            self.text.add(division.title)
        self._facts(division.facts)
        for node in division.nodes:
            self.text.add(node)
        if division.own:
            self.text.add(Line())

    def _paragraph(self, style: str, text: str = "") -> Paragraph:
        return self.text.paragraph(style, text)

    # ---- The end ----------------------------------------------------------------------------

    def _links(self) -> None:
        if not self._copy.endnotes:
            return
        self._paragraph("Heading 2", "Links")
        for note in self._copy.endnotes:
            paragraph = self._paragraph("Normal", f"[{note.number}]  {note.words}: ")
            run = paragraph.add_run(printable(note.address))
            if leads_out(note.address):
                self.text.link(paragraph, run, note.address)

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
