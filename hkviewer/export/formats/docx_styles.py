"""The styles, page and properties of a Word copy.

The standard faces are Cambria and Calibri, which every Office has; offices that prescribe it take
the profile "times-14".
"""

# ruff: noqa: SLF001  python-docx gives its elements no public names

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Inches, Length, Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from hkviewer.export.assembly import Copy
from hkviewer.export.briefing import Choices
from hkviewer.export.formats.docx_xml import element
from hkviewer.system.characters import printable

NAVY, BLUE, INK, QUIET = (RGBColor.from_string(c) for c in ("112E51", "1A4480", "1B1B1B", "50565E"))
CODE, FACT, MARKING, LABEL = "hkviewer Code", "hkviewer Fact", "hkviewer Marking", "hkviewer Label"
SMALL, TERM = "hkviewer Small Print", "hkviewer Term"
NOTE, NOTE_MARK = "footnote text", "footnote reference"
OWN_MARK = "D9E8F6"
"""What lies under words that their author marked."""
_PAPER = {"letter": (Inches(8.5), Inches(11)), "a4": (Mm(210), Mm(297))}
_SIZES = {"standard": 11.5, "compact": 10.5, "large": 18.0}
_MARGINS = {"standard": Inches(1.1), "compact": Inches(0.8), "large": Inches(1)}
_HEADING_GROWTH = (2.1, 1.25, 1.12, 1, 1, 1)
_COLUMN_GAP = "480"  # twentieths of a point
_AFTER_COMPAT = (
    *("w:rsids", "m:mathPr", "w:themeFontLang", "w:clrSchemeMapping"),
    *("w:shapeDefaults", "w:decimalSymbol"),
)
"""What may follow w:compat among a document's settings here."""


@dataclass(frozen=True)
class Faces:
    """The typefaces of a copy and the size of its text in points."""

    text: str
    headings: str
    size: float

    @classmethod
    def of(cls, choices: Choices) -> Faces:
        """The ones that go with `choices`."""
        if choices.profile == "times-14":
            return cls("Times New Roman", "Times New Roman", 14)
        return cls("Cambria", "Calibri", _SIZES[choices.layout])


def set_properties(document: Document, copy: Copy) -> None:
    """Title, author, subject, language and dates, as a file manager shows them."""
    about, date = document.core_properties, dt.datetime.combine(copy.choices.date, dt.time())
    about.title, about.author = _short(copy.title), _short(copy.publisher)
    about.subject, about.language = _short(copy.kind), language_tag(copy.language)
    about.keywords, about.comments, about.last_modified_by = "briefing copy", "", ""
    about.created, about.modified, about.revision = date, date, 1


def language_tag(language: str) -> str:
    """A language as Word names it: with a region where English has none."""
    return {"": "en-US", "en": "en-US"}.get(language, language)


def set_styles(document: Document, copy: Copy) -> None:
    """Give the template's styles our faces and distances, and add those that it lacks."""
    faces = Faces.of(copy.choices)
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    defaults.find(qn("w:lang")).set(qn("w:val"), language_tag(copy.language))
    _body_styles(document, faces)
    for level, growth in enumerate(_HEADING_GROWTH, 1):
        _heading_style(document, faces, level, growth)
    _own_styles(document, faces)
    # Without it Word opens the file in its compatibility mode of 2007.
    office = "http://schemas.microsoft.com/office/word"
    setting = element("compatSetting", name="compatibilityMode", uri=office, val="15")
    settings = document.settings.element
    settings.remove_all("w:compat")
    settings.insert_element_before(element("compat", setting), *_AFTER_COMPAT)


def set_page(section: Section, choices: Choices) -> Length:
    """Paper and margins; returns the width between the margins."""
    width, height = _PAPER[choices.paper]
    side = _MARGINS[choices.layout]
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = side
    section.top_margin = section.bottom_margin = Inches(1)
    return Length(width - 2 * side)


def set_columns(section: Section, count: int) -> None:
    """Let the text of `section` run in columns."""
    columns = element("cols", num=str(count), space=_COLUMN_GAP)
    section._sectPr.remove_all("w:cols")
    section._sectPr.insert_element_before(columns, "w:titlePg", "w:docGrid")


def _body_styles(document: Document, faces: Faces) -> None:
    normal = document.styles["Normal"]
    _face(normal, faces.text, faces.size, INK)
    normal.paragraph_format.space_after = Pt(faces.size * 0.55)
    normal.paragraph_format.line_spacing = 1.12
    normal.paragraph_format.widow_control = True
    for name in ("List Bullet", "List Number", "List Continue"):
        document.styles[name].paragraph_format.space_after = Pt(faces.size * 0.25)
    quote = document.styles["Quote"]
    quote.font.italic, quote.font.color.rgb = False, INK


def _heading_style(document: Document, faces: Faces, level: int, growth: float) -> None:
    style = document.styles[f"Heading {level}"]
    colour = {1: NAVY, 2: BLUE}.get(level, INK)
    _face(style, faces.headings, round(2 * faces.size * growth) / 2, colour)
    style.font.bold, style.font.cs_bold, style.font.italic = True, True, False
    style.paragraph_format.keep_with_next = True
    style.paragraph_format.space_before = Pt(0 if level == 1 else faces.size * 1.25)
    style.paragraph_format.space_after = Pt(faces.size * 0.4)
    style.paragraph_format.line_spacing = 1.0


def _own_styles(document: Document, faces: Faces) -> None:
    small = round(2 * max(8.5, faces.size * 0.76)) / 2
    code = _new_style(document, CODE, "Courier New", round(2 * faces.size * 0.85) / 2, INK)
    code.element.get_or_add_rPr().append(element("noProof"))
    for name, size, space in ((FACT, small, 1.0), (SMALL, max(8, small - 1), 2.0)):
        style = _new_style(document, name, faces.headings, size, QUIET)
        style.paragraph_format.space_after = Pt(space)
        style.paragraph_format.line_spacing = 1.0
    term = _new_style(document, TERM, faces.text, faces.size, INK)
    term.font.bold = True
    term.paragraph_format.keep_with_next, term.paragraph_format.space_after = True, Pt(0)
    note = _new_style(document, NOTE, faces.text, small, INK, builtin=True)
    note.paragraph_format.space_after, note.paragraph_format.line_spacing = Pt(2), 1.0
    mark = document.styles.add_style(NOTE_MARK, WD_STYLE_TYPE.CHARACTER, builtin=True)
    assert isinstance(mark, CharacterStyle)
    mark.font.superscript = True
    label = _new_style(document, LABEL, faces.headings, small, BLUE)
    label.font.bold, label.font.all_caps = True, True
    label.paragraph_format.keep_with_next = True
    label.paragraph_format.space_before, label.paragraph_format.space_after = Pt(small), Pt(small / 2)
    marking = _new_style(document, MARKING, faces.headings, max(9, small), RGBColor(0, 0, 0))
    marking.font.bold = True
    for name in ("Header", "Footer"):
        _face(document.styles[name], faces.headings, small, QUIET)
        document.styles[name].paragraph_format.tab_stops.clear_all()


def _new_style(
    document: Document, name: str, face: str, size: float, colour: RGBColor, *, builtin: bool = False
) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles["Normal"]
    _face(style, face, size, colour)
    return style


def _face(style: ParagraphStyle, face: str, size: float, colour: RGBColor) -> None:
    """Set the typeface in all scripts: the template's own are a theme's, which would win."""
    style.font.size, style.font.color.rgb = Pt(size), colour
    properties = style.element.get_or_add_rPr()
    properties.remove_all("w:szCs")
    # The size of Arabic and Hebrew, in half points.
    properties.find(qn("w:sz")).addnext(element("szCs", val=f"{2 * size:.0f}"))
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    # Latin, Greek and Cyrillic only: for Chinese or Arabic Word chooses a face that has it.
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), face)


def _short(text: str) -> str:
    """`text` as a property of the file may be: 255 characters at most."""
    return printable(text)[:255]
