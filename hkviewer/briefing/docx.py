"""A copy as a Word document: real heading styles, so that it can be edited, navigated and tagged."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from hkviewer.briefing.assembled import (
    OWN_WORDS,
    Copy,
    Division,
    Fact,
    Grid,
    Heading,
    Items,
    Line,
    Lines,
    Node,
    Quote,
    Words,
    assemble,
)
from hkviewer.briefing.briefing import Briefing, one_line
from hkviewer.briefing.runs import Run
from hkviewer.briefing.typeset import leads_out

_NAVY, _BLUE, _QUIET = RGBColor(0x11, 0x2E, 0x51), RGBColor(0x1A, 0x44, 0x80), RGBColor(0x56, 0x5C, 0x65)
_PAPER = {"letter": (Inches(8.5), Inches(11)), "a4": (Mm(210), Mm(297))}
_SIZES = {"standard": 11.5, "compact": 10.5, "large": 18.0}
_HEADING_GROWTH = {1: 2.2, 2: 1.22, 3: 1.1}
_LIST_LEVELS = 3
# Characters that XML 1.0 has not.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(briefing: Briefing) -> bytes:
    """The copy as a .docx file. Raises as `formats.write`."""
    copy = assemble(briefing)
    writer = _Writer(copy)
    writer.write()
    stream = io.BytesIO()
    writer.word.save(stream)
    return _undated(stream.getvalue())


def _undated(data: bytes) -> bytes:
    """The same file without the time of writing, so that the same choices make the same bytes."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()


class _Writer:
    """Fills one Word document from top to bottom."""

    def __init__(self, copy: Copy) -> None:
        self.word: WordDocument = docx.Document()
        self._copy = copy
        self._division: Division | None = None
        times = copy.choices.profile == "times-14"
        self._serif, self._sans = ("Times New Roman",) * 2 if times else ("Source Serif 4", "Public Sans")
        self._size = 14.0 if times else _SIZES[copy.choices.layout]

    def write(self) -> None:
        self._properties()
        self._styles()
        self._page()
        self._title_block()
        for division in self._copy.divisions:
            self._add_division(division)
        self._links()
        for line in self._copy.small_print:
            self._small(line)

    def _properties(self) -> None:
        about, copy = self.word.core_properties, self._copy
        about.title, about.author = _clean(copy.title), _clean(copy.publisher)
        about.language, about.subject = copy.language or "en", _clean(copy.kind)
        about.keywords, about.comments = "briefing copy", ""
        about.created = about.modified = dt.datetime.combine(copy.choices.date, dt.time())
        about.last_modified_by, about.revision = "", 1

    def _styles(self) -> None:
        self._style("Normal", self._serif, self._size, RGBColor(0x1B, 0x1B, 0x1B))
        normal = self.word.styles["Normal"]
        normal.paragraph_format.space_after = Pt(self._size * 0.55)
        normal.paragraph_format.line_spacing = 1.12
        normal.paragraph_format.widow_control = True
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), {"en": "en-US"}.get(self._copy.language, self._copy.language or "en-US"))
        normal.element.get_or_add_rPr().append(language)
        for level in range(1, 7):
            colour = _NAVY if level == 1 else _BLUE if level == 2 else RGBColor(0x1B, 0x1B, 0x1B)
            name = f"Heading {level}"
            self._style(name, self._sans, self._size * _HEADING_GROWTH.get(level, 1), colour)
            style = self.word.styles[name]
            style.font.bold, style.font.italic = True, False
            style.paragraph_format.keep_with_next = True
            style.paragraph_format.space_before = Pt(0 if level == 1 else self._size * 1.2)
            style.paragraph_format.space_after = Pt(self._size * 0.35)

    def _style(self, name: str, font: str, size: float, colour: RGBColor) -> None:
        style = self.word.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = font, Pt(round(size * 2) / 2), colour
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), font)
        for kind in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)

    def _page(self) -> None:
        section, choices = self.word.sections[0], self._copy.choices
        section.page_width, section.page_height = _PAPER[choices.paper]
        section.left_margin = section.right_margin = Inches(0.85 if choices.layout == "compact" else 1.1)
        section.top_margin = section.bottom_margin = Inches(1)
        marking = one_line(choices.marking)
        header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
        if marking:
            self._marking(header)
            header = section.header.add_paragraph()
        self._quiet(header, " · ".join(filter(None, [self._copy.title, self._copy.edition])))
        self._quiet(footer, f"{self._copy.foot}\tPage ")
        footer.paragraph_format.tab_stops.clear_all()
        width = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]  # both were just set
        footer.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
        self._field(footer, "PAGE")
        self._quiet(footer, " of ")
        self._field(footer, "NUMPAGES")
        if marking:
            self._marking(section.footer.add_paragraph())

    def _marking(self, paragraph: WordParagraph) -> None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(_clean(one_line(self._copy.choices.marking)))
        run.bold, run.font.name, run.font.size = True, self._sans, Pt(9)

    def _quiet(self, paragraph: WordParagraph, text: str) -> WordRun:
        run = paragraph.add_run(_clean(text))
        run.font.name, run.font.size, run.font.color.rgb = self._sans, Pt(8.5), _QUIET
        return run

    def _field(self, paragraph: WordParagraph, name: str) -> None:
        run = self._quiet(paragraph, "")
        for kind, text in (("begin", ""), ("", name), ("separate", ""), ("end", "")):
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            run._r.append(element)  # noqa: SLF001  python-docx has no fields of its own

    def _title_block(self) -> None:
        copy = self._copy
        self._quiet(self.word.add_paragraph(), copy.kind.upper())
        self.word.add_heading(_clean(copy.title), 1)
        self._facts(copy.facts)
        if copy.cover:
            self.word.add_page_break()

    def _facts(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            paragraph = self.word.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(1)
            label = self._quiet(paragraph, f"{fact.label}: ")
            label.bold = True
            if leads_out(fact.address):
                self._link(paragraph, fact.address, self._quiet(paragraph, fact.address))
            else:
                self._quiet(paragraph, fact.value)

    def _add_division(self, division: Division) -> None:
        self._division = division
        if division.own:
            self._quiet(self.word.add_paragraph(), OWN_WORDS.upper()).bold = True
        if division.title:
            self._add(division.title)
        self._facts(division.facts)
        for node in division.nodes:
            self._add(node)
        if division.own:
            self._rule()

    def _add(self, node: Node, depth: int = 0, style: str = "Normal") -> None:
        match node:
            case Heading(level, runs, _):
                self._runs(self.word.add_paragraph(style=f"Heading {level}"), runs)
            case Words(runs, number):
                paragraph = self.word.add_paragraph(style=style)
                if number:
                    self._quiet(paragraph, f"{number}  ")
                self._runs(paragraph, runs)
            case Items():
                self._items(node, depth)
            case Grid():
                self._table(node)
            case Quote(nodes):
                for inner in nodes:
                    self._add(inner, depth, "Quote")
            case Lines(lines):
                paragraph = self.word.add_paragraph(style="No Spacing")
                for number, line in enumerate(lines):
                    if number:
                        paragraph.add_run().add_break()
                    self._runs(paragraph, line, code=True)
            case Line():
                self._rule()

    def _items(self, items: Items, depth: int) -> None:
        level = min(depth + 1, _LIST_LEVELS)
        suffix = f" {level}" if level > 1 else ""
        for number, item in enumerate(items.items):
            for position, node in enumerate(item):
                if position == 0 and isinstance(node, Words):
                    self._first_of_item(node, f"{items.start + number}." if items.ordered else "", suffix)
                else:
                    self._add(node, depth + 1, f"List Continue{suffix}")

    def _first_of_item(self, words: Words, number: str, suffix: str) -> None:
        """An ordered item carries its own number: Word would count on from the list before."""
        style = f"List{suffix}" if number else f"List Bullet{suffix}"
        paragraph = self.word.add_paragraph(style=style)
        paragraph.paragraph_format.space_after = Pt(3)
        if number:
            paragraph.add_run(f"{number}\t")
        self._runs(paragraph, words.runs)

    def _table(self, grid: Grid) -> None:
        table = self.word.add_table(rows=0, cols=len(grid.header), style="Table Grid")
        sides = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
        for position, cells in enumerate((grid.header, *grid.rows)):
            row = table.add_row()
            properties = row._tr.get_or_add_trPr()  # noqa: SLF001  python-docx has no rows that stay whole
            properties.append(OxmlElement("w:cantSplit"))
            if position == 0:
                properties.append(OxmlElement("w:tblHeader"))
            for cell, runs, side in zip(row.cells, cells, grid.alignments, strict=True):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(2)
                if side in sides:
                    paragraph.alignment = sides[side]
                self._runs(paragraph, runs, strong=position == 0)
        self.word.add_paragraph().paragraph_format.space_after = Pt(2)

    def _runs(
        self, paragraph: WordParagraph, runs: Iterable[Run], *, code: bool = False, strong: bool = False
    ) -> None:
        for run in runs:
            if run.text == "\n":
                paragraph.add_run().add_break()
                continue
            text = f"[Picture: {run.text}]" if run.picture else run.text
            word = paragraph.add_run(_clean(text))
            word.bold, word.italic = (run.strong or strong) or None, run.emphasis or None
            if run.code or code:
                word.font.name = "Courier New"
            if run.marked:
                word.font.highlight_color = WD_COLOR_INDEX.YELLOW
            if leads_out(run.address):
                self._link(paragraph, run.address, word)
            if run.note:
                note = paragraph.add_run(f"[{run.note}]")
                note.font.superscript = True

    def _link(self, paragraph: WordParagraph, address: str, run: WordRun) -> None:
        """Make `run`, the last of `paragraph`, a link."""
        relation = paragraph.part.relate_to(_clean(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), relation)
        run.font.color.rgb, run.font.underline = _BLUE, True
        paragraph._p.append(link)  # noqa: SLF001  python-docx makes no links
        link.append(run._r)  # noqa: SLF001  as above

    def _links(self) -> None:
        if self._copy.endnotes:
            self.word.add_heading("Links", 2)
        for note in self._copy.endnotes:
            paragraph = self.word.add_paragraph(f"[{note.number}]  {_clean(note.words)}: ")
            run = paragraph.add_run(_clean(note.address))
            if leads_out(note.address):
                self._link(paragraph, note.address, run)

    def _small(self, line: str) -> None:
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        self._quiet(paragraph, line).font.size = Pt(8)

    def _rule(self) -> None:
        properties = self.word.add_paragraph()._p.get_or_add_pPr()  # noqa: SLF001  python-docx has no borders
        borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "A0A0A0")):
            bottom.set(qn(f"w:{name}"), value)
        borders.append(bottom)
        properties.append(borders)


def _clean(text: str) -> str:
    """`text` without characters that a Word file cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
