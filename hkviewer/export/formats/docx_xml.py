"""What Word files can hold and python-docx has no methods for: fields, links, lists, borders.

The elements are those of ECMA-376 part 1, WordprocessingML; their order within a parent matters.
"""

# ruff: noqa: SLF001  python-docx gives its elements no public names

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.story import StoryPart
from docx.shared import Inches, Length
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_LEVELS = 9  # as many as a list can have in Word
_BULLETS = "•–▪"
_STEP = Inches(0.25)
_AFTER_ALIGNMENT = ("outlineLvl", "rPr", "sectPr")
_AFTER_BIDI = ("spacing", "ind", "contextualSpacing", "jc", "textAlignment", *_AFTER_ALIGNMENT)
"""What may follow w:textAlignment, and w:bidi, among a paragraph's properties here."""


def element(tag: str, /, *children: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    """An element of the w: namespace with attributes of that namespace."""
    made = OxmlElement(f"w:{tag}")
    made.extend(children)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


@dataclass(frozen=True)
class Story:
    """What paragraphs and tables are put into: the document's own text, or a footnote.

    Attributes:
        part: the part of the file that it is in.
        put: puts an element behind what it has already.
    """

    part: StoryPart
    put: Callable[[BaseOxmlElement], object]

    def add_paragraph(self, style: str) -> Paragraph:
        """An empty paragraph in the style of that id; "" is the usual one."""
        made = element("p", *([element("pPr", element("pStyle", val=style))] if style else []))
        self.put(made)
        return Paragraph(made, self)


def body(document: Document) -> Story:
    """The document's own text. python-docx looks for the place of each paragraph anew."""
    return Story(document.part, document.element.body.sectPr.addprevious)


def style_id(document: Document, name: str) -> str:
    """The id of the style of that name, which `document` has; "" for the usual one of paragraphs."""
    return "" if name == "Normal" else str(document.styles[name].style_id)


def text_of(words: str) -> BaseOxmlElement:
    """The element that holds words without tabs and line breaks."""
    made = element("t")
    made.text = words
    return made


def add_field(paragraph: Paragraph, instruction: str, shown: str = "1") -> Run:
    """A field, such as PAGE, that Word computes; `shown` stands there until then."""
    run = paragraph.add_run()
    run._r.extend([*_field_start(instruction), text_of(shown), _mark("end")])
    return run


def open_field(paragraph: Paragraph, instruction: str) -> None:
    """Begin a field whose result the next paragraphs are; Word computes it again on opening."""
    begin, *rest = _field_start(instruction)
    begin.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.extend([begin, *rest])


def close_field(paragraph: Paragraph) -> None:
    """End the field that `open_field` began."""
    paragraph.add_run()._r.append(_mark("end"))


_ESCAPED = str.maketrans({sign: f"%{ord(sign):02X}" for sign in ' "<>\\^`{|}'})
"""What no address of a package's part may have (RFC 3986): Word takes a file with one for damaged."""


class Links:
    """Makes runs links; python-docx goes through all links of a file for each new one."""

    def __init__(self) -> None:
        self._relations: dict[tuple[StoryPart, str], str] = {}

    def make(self, paragraph: Paragraph, run: Run, address: str) -> None:
        """Make `run`, the last one of `paragraph`, a link to a web or mail address."""
        key = paragraph.part, address
        if key not in self._relations:
            self._relations[key] = f"rIdLink{len(self._relations) + 1}"
            target = address.translate(_ESCAPED)
            paragraph.part.load_rel(
                RELATIONSHIP_TYPE.HYPERLINK, target, self._relations[key], is_external=True
            )
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), self._relations[key])
        _wrap(paragraph, run, link)


def make_jump(paragraph: Paragraph, run: Run, bookmark: str) -> None:
    """Make `run`, the last one of `paragraph`, a link to a bookmark of the same file."""
    _wrap(paragraph, run, element("hyperlink", anchor=bookmark, history="1"))


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Give `paragraph` a name; `number` is unique among the bookmarks of a file."""
    paragraph._p.append(element("bookmarkStart", id=str(number), name=name))
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def set_borders(
    paragraph: Paragraph, sides: Iterable[str], colour: str, eighths: int, *, space: int = 1
) -> None:
    """Lines at some sides of `paragraph`, so many eighths of a point thick."""
    lines = [element(side, val="single", sz=str(eighths), space=str(space), color=colour) for side in sides]
    _add_property(paragraph, element("pBdr", *lines), ("shd", "tabs", "bidi", *_AFTER_BIDI))


def align_at_top(paragraph: Paragraph) -> None:
    """Let what is lower than its line begin at the line's top."""
    _add_property(paragraph, element("textAlignment", val="top"), _AFTER_ALIGNMENT)


def run_from_right(paragraph: Paragraph) -> None:
    """Make `paragraph` run from right to left, with those of its runs that have such letters, or none."""
    if paragraph._p.get_or_add_pPr().find(qn("w:bidi")) is None:
        _add_property(paragraph, element("bidi"), _AFTER_BIDI)
    for run in (Run(element_, paragraph) for element_ in paragraph._p.iter(qn("w:r"))):
        if "L" not in set(map(unicodedata.bidirectional, run.text)):
            run.font.rtl, run.font.cs_bold, run.font.cs_italic = True, run.bold, run.italic


def runs_from_right(paragraph: Paragraph) -> bool:
    """Whether `run_from_right` was asked for `paragraph`."""
    return paragraph._p.get_or_add_pPr().find(qn("w:bidi")) is not None


def new_table(style: str, columns: int, width: Length, *, headed: bool, from_right: bool) -> BaseOxmlElement:
    """A table without rows in the style of that id, whose columns share `width`.

    Whether it has headings, and its first column stands at the right, is said beforehand.
    """
    grid = element("tblGrid", *(element("gridCol", w=_twips(width / columns)) for _ in range(columns)))
    first, value = ("1", "04A0") if headed else ("0", "0480")
    look = element("tblLook", val=value, firstRow=first, firstColumn="1", noVBand="1")
    way = [element("bidiVisual")] if from_right else []
    width_ = element("tblW", type="auto", w="0")
    properties = element("tblPr", element("tblStyle", val=style), *way, width_, look)
    return element("tbl", properties, grid)


def new_row(*, heading: bool) -> BaseOxmlElement:
    """A row that breaks over no two pages; a heading row is repeated on each page."""
    return element("tr", element("trPr", element("cantSplit"), *([element("tblHeader")] if heading else [])))


def new_cell(width: Length, columns: int, *, begins: bool, goes_on: bool) -> BaseOxmlElement:
    """A cell of so many columns; `begins` one that further rows go on with, `goes_on` with one above."""
    properties = element("tcPr", element("tcW", w=_twips(width), type="dxa"))
    if columns > 1:
        properties.append(element("gridSpan", val=str(columns)))
    if begins or goes_on:
        properties.append(element("vMerge", **({"val": "restart"} if begins else {})))
    return element("tc", properties)


def _twips(length: float) -> str:
    """A length in EMU in twentieths of a point."""
    return str(round(length / 635))


def set_ground(run: Run, colour: str) -> None:
    """Lay a colour under the words of `run`."""
    shade = element("shd", val="clear", color="auto", fill=colour)
    later = ("fitText", "vertAlign", "rtl", "cs", "em", "lang")
    run._r.get_or_add_rPr().insert_element_before(shade, *(f"w:{name}" for name in later))


def set_language(run: Run, language: str) -> None:
    """Say in which language the words of `run` are (BCP 47)."""
    run._r.get_or_add_rPr().append(element("lang", val=language))


def describe_picture(run: Run, words: str) -> None:
    """Give the picture in `run` its alternative text, and no margins, which LibreOffice else adds."""
    for inline in run._r.iter(qn("wp:inline")):
        for side in "TBLR":
            inline.set(f"dist{side}", "0")
    for about in run._r.iter(qn("wp:docPr"), qn("pic:cNvPr")):
        about.set("descr", words)
        about.set("name", "Picture")


class Lists:
    """Makes lists that count for themselves, each from its own first number."""

    def __init__(self, document: Document) -> None:
        self._numbering = document.part.numbering_part.element
        taken = self._numbering.xpath("w:abstractNum/@w:abstractNumId")
        first = max(map(int, taken), default=0) + 1
        self._last = max((int(num.numId) for num in self._numbering.num_lst), default=0)
        self._next = first
        self._definitions: dict[str, int] = {}
        for kind in ("bullet", "decimal"):
            self._define(kind)

    def _define(self, kind: str) -> None:
        self._definitions[kind] = self._next
        # All definitions stand before all lists.
        self._numbering.insert_element_before(_definition(self._next, kind), "w:num")
        self._next += 1

    def begin(self, kind: str, *, start: int, depth: int) -> int:
        """The id of a new list at a depth from 0, whose first item has the number `start`.

        `kind` is "bullet", a form of numbers that Word knows, or, for items without either, "none".
        """
        self._last += 1
        if kind not in self._definitions:
            self._define(kind)
        made = element("num", element("abstractNumId", val=str(self._definitions[kind])))
        made.set(qn("w:numId"), str(self._last))
        if kind not in ("bullet", "none"):
            begins = element("startOverride", val=str(start))
            made.append(element("lvlOverride", begins, ilvl=str(min(depth, _LEVELS - 1))))
        self._numbering.append(made)
        return self._last

    def add(self, paragraph: Paragraph, list_id: int, depth: int, indent: Length) -> None:
        """Make `paragraph` an item of a list; its words begin at `indent` plus the list's depth."""
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = min(depth, _LEVELS - 1)
        properties.get_or_add_numId().val = list_id
        paragraph.paragraph_format.left_indent = Length(indent + (depth + 1) * _STEP)
        paragraph.paragraph_format.first_line_indent = Length(-_STEP)


def list_indent(depth: int) -> Length:
    """How far the words of a list's item stand in at a depth from 0."""
    return Length((depth + 1) * _STEP)


def _add_property(paragraph: Paragraph, made: BaseOxmlElement, later: Iterable[str]) -> None:
    """Add to the properties of `paragraph` what stands before those called `later`."""
    paragraph._p.get_or_add_pPr().insert_element_before(made, *(f"w:{name}" for name in later))


def _field_start(instruction: str) -> list[BaseOxmlElement]:
    """What stands before a field's result."""
    code = element("instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {instruction} "
    return [_mark("begin"), code, _mark("separate")]


def _mark(kind: str) -> BaseOxmlElement:
    return element("fldChar", fldCharType=kind)


def _wrap(paragraph: Paragraph, run: Run, link: BaseOxmlElement) -> None:
    paragraph._p.append(link)
    link.append(run._r)


def _definition(number: int, kind: str) -> BaseOxmlElement:
    levels = (_level(depth, kind) for depth in range(_LEVELS))
    several = element("multiLevelType", val="multilevel")
    return element("abstractNum", several, *levels, abstractNumId=str(number))


def _level(depth: int, kind: str) -> BaseOxmlElement:
    words = {"bullet": _BULLETS[depth % len(_BULLETS)], "none": ""}.get(kind, f"%{depth + 1}.")
    return element(
        "lvl",
        element("start", val="1"),
        element("numFmt", val=kind),
        # Without a bullet the words begin where it would stand.
        *([element("suff", val="nothing")] if kind == "none" else []),
        element("lvlText", val=words),
        element("lvlJc", val="left"),
        element("pPr", element("ind", left=str(360 * (depth + 1)), hanging="360")),
        ilvl=str(depth),
    )
