"""A sheet as the HTML that the pane shows, in Qt's subset of CSS.

It fixes every size itself, in points times the zoom, because Qt ignores em and rem and its own
zooming leaves such sizes behind.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from hkviewer.content.addresses import address_on_page
from hkviewer.content.model import NO_TEXT, NOT_INCLUDED, FactSheet, Image, Section
from hkviewer.content.stretches import Part, whole
from hkviewer.export.formats.html_blocks import (
    PLAIN,
    SheetWriter,
    escape,
    heading,
    picture_words,
    section_level,
)
from hkviewer.gui.reading.mirrored_tables import PaneWriter
from hkviewer.gui.reading.title_line import SIGN
from hkviewer.system.values import Value
from hkviewer.theme import Colours, Typography

_IN_ADDRESS = str.maketrans({"%": "%25", "#": "%23", "?": "%3F"})
"""What would end or change a path in an address."""
JOINER = "\u2060"
"""Beside brackets that are no words of the sheet; it is not seen."""
ADDED = re.compile(rf"{JOINER}\[{NOT_INCLUDED}(?:: )?|\]{JOINER}")
"""What the pane shows beyond a sheet's words: that a picture is not included."""
_KEY = "\u20e3"
_KEYCAP = re.compile(rf"<[^<>]*>|([0-9#*]\ufe0f?{_KEY})")
"""A tag, or a key with its sign: in two typefaces, as Qt would set it, that falls apart."""
_PART = "part"
"""The scheme of the addresses that lead from part to part."""
_FACT = "fact"
"""The scheme of the addresses of links in the line under the title."""


class PaneStyle(Value):
    """How the pane looks: colours, type, `zoom` (1.0 is 100 %), and the screen's pixels to a point."""

    colours: Colours
    typography: Typography
    zoom: float = 1.0
    pixels_per_point: float = 96 / 72

    def space(self, points: float) -> str:
        """A distance of `points` at 100 % as CSS; Qt knows only pixels there."""
        return f"{round(points * self.zoom * self.pixels_per_point)}px"


class TitleFact(Value):
    """Something more that the line under the title says: plain `words`, then a `link`; "" for none."""

    words: str
    link: str


def pane_html(
    sheet: FactSheet,
    style: PaneStyle,
    on: dt.date,
    part: Part | None = None,
    facts: Sequence[TitleFact] = (),
) -> str:
    """The sheet, or a part of it, for a `QTextDocument`; `on` is the day that the edition's age is told for.

    `facts` stand at the end of the line about the sheet; `pressed_fact` tells whose link an address is.

    Blocks come in the order: the title, the line about the sheet, then for each section its heading, where
    that is not the title, and its leaves (`Section.leaves`), so that a reader of the document can pair them
    off again. Of a part that is not the first, a single line stands above; of one that is not the last, one
    below.
    A picture is `<img src="sheet:PATH">`, with its alternative text as a caption below; one that is no
    file of the document's is `ADDED` and its words.
    """
    shown = part or Part(whole(sheet))
    parts = [f"<style>{_css(style)}</style><body>"]
    if shown.number == 0:
        parts.append(heading(1, _title(sheet)))
        # Words without a heading of their own have none whose space would part them from the line.
        begins_with_words = bool(sheet.sections) and not sheet.sections[0].heading_shown
        kind = "about-words" if begins_with_words else "about"
        line = SIGN.join((escape(_together(about_line(sheet, on))), *map(_fact, range(len(facts)), facts)))
        parts.append(f'<p class="{kind}">{line}</p>')
    else:
        parts.append(_turning(shown, shown.number - 1, "Previous part"))
    for stretch in shown.stretches:
        if stretch.begins and stretch.section.heading_shown:
            parts.append(_heading(stretch.section))
        parts.extend(_BODIES.blocks(stretch.blocks))
    if shown.number + 1 < shown.count:
        parts.append(_turning(shown, shown.number + 1, "Next part"))
    parts.append("</body>")
    html = "".join(parts)
    return _KEYCAP.sub(_in_one_face, html) if _KEY in html else html


def _in_one_face(match: re.Match[str]) -> str:
    return f'<span class="keycap">{match[1]}</span>' if match[1] else match[0]


def turned_to(address: str) -> int | None:
    """The number of the part that the address of a link above or below a part leads to; None for others."""
    return _number(address, _PART)


def pressed_fact(address: str) -> int | None:
    """Which of the facts under the title the address of a link belongs to; None for others."""
    return _number(address, _FACT)


def _number(address: str, wanted: str) -> int | None:
    scheme, _, number = address.partition(":")
    return int(number) if scheme == wanted and number.isdecimal() else None


def _fact(number: int, fact: TitleFact) -> str:
    unbroken = escape(fact.link.replace(" ", "\u00a0"))
    link = f'<a href="{_FACT}:{number}">{unbroken}</a>' if fact.link else ""
    return " ".join(filter(None, (escape(_together(fact.words)), link)))


def _turning(shown: Part, to: int, words: str) -> str:
    """The line that leads from a part to the one before or after it."""
    # Where a part goes on with a section, it says which.
    continued = to < shown.number and shown.stretches and not shown.stretches[0].begins
    section = f" · {escape(shown.stretches[0].section.title)}, continued" if continued else ""
    here = f"part {shown.number + 1:,} of {shown.count:,}".replace(" ", "\u00a0")
    return f'<p class="about-words"><a href="{_PART}:{to}">{words}</a> · {here}{section}</p>'


def _together(line: str) -> str:
    """The line with its short facts unbreakable, so that no “3” and “min read” come apart.

    Where the line breaks between two, `title_line` takes away the sign.
    """
    facts = [fact.replace(" ", "\u00a0") if len(fact) < 20 else fact for fact in line.split(" · ")]
    unbroken = r" (?=\d{4}\b|\(inferred\)|years? old|old)"
    return re.sub(unbroken, "\u00a0", SIGN.join(facts))


def about_line(sheet: FactSheet, on: dt.date) -> str:
    """One line on what the sheet is: author, publisher, kind, edition with its age, length."""
    count = len(sheet.sections)
    facts = [
        sheet.author,
        sheet.publisher,
        sheet.kind,
        sheet.describe_edition(on),
        f"{count} section{'' if count == 1 else 's'}" if count else "",
        f"{sheet.minutes} min read" if sheet.sections else NO_TEXT,
    ]
    return " · ".join(fact for fact in facts if fact)


def _title(sheet: FactSheet) -> str:
    """The title's words, with their emphasis where it is the first section's heading."""
    first = sheet.sections[0] if sheet.sections else None
    return escape(sheet.title) if first is None or first.heading_shown else _HEADINGS.words(first.heading)


def _heading(section: Section) -> str:
    """A heading without an anchor: names make formats differ, which Qt then compares each with each."""
    return heading(section_level(section), _HEADINGS.words(section.heading))


def _image(image: Image) -> str:
    words = picture_words(image)
    if not image.file:
        return f"{JOINER}[{NOT_INCLUDED}{f': <i>{words}</i>' if words else ''}]{JOINER}"
    return f'<img src="sheet:{escape(image.file.translate(_IN_ADDRESS))}"><br><i>{words}</i>'


def _every(address: str) -> str:
    """The pane keeps every link: it looks at the address when one is pressed, and says what it refuses."""
    return address


_QT = PLAIN.replace(
    # Without ids, as headings have none; sizes of its own for Qt's ignore the zoom.
    has_ids=False,
    styles={
        **PLAIN.styles,
        "marked": ('<span class="marked">', "</span>"),
        "small": ('<span class="small">', "</span>"),
        "deleted": ("<s>", "</s>"),
        "inserted": ('<span class="inserted">', "</span>"),
    },
)
_BODIES = PaneWriter(_image, _every, _QT)
_HEADINGS = SheetWriter(picture_words, address_on_page, _QT)


def _css(style: PaneStyle) -> str:
    """The pane's style sheet; tests read the resulting formats back from the document."""
    colours, type_ = style.colours, style.typography
    between = style.space(type_.text_size * type_.line_height * type_.paragraph_space)
    interface = (_family(type_.interface), _size(style, type_.interface_size))
    fixed = (_family(type_.fixed), _size(style, type_.text_size * 0.85), "white-space: pre-wrap")
    border = f"1px solid {colours.border}"
    aside = style.space(18)
    rules = [
        _rule("body", _family(type_.text), _size(style, type_.text_size), f"color: {colours.text}"),
        _rule("p, ul, ol, pre, table, blockquote", "margin-top: 0px", f"margin-bottom: {between}"),
        _rule("p, li, td, th, dt, dd", f"line-height: {_proportion(type_)}%"),
        _rule("li", f"margin-bottom: {style.space(4)}"),
        # What a task holds stands behind its box.
        _rule("ul.tasks li li, ul.tasks li p", f"margin-left: {style.space(16)}"),
        # Qt gives the last item of a list the list's own space, but a table none to what precedes it.
        _rule("li ul, li ol, ul.goes-on", f"margin-bottom: {style.space(4)}"),
        _rule("table", f"margin-top: {between}"),
        _rule("h1", _family(type_.text), _size(style, type_.title_size), "font-weight: 700"),
        _rule("h1, h2, h3, h4, h5, h6", f"line-height: {round(0.9 * _proportion(type_))}%"),
        _rule("h1", "margin-top: 0px", f"margin-bottom: {style.space(6)}"),
        # Small type holds more letters a line: the room on its right keeps them at 75 as well.
        _rule(
            ".about, .about-words",
            *interface,
            f"color: {colours.quiet}",
            f"margin-bottom: {style.space(6)}",
            f"margin-right: {style.space(72)}",
        ),
        _rule(".about-words", f"margin-bottom: {between}"),
        _rule("a[href]", f"color: {colours.link}", "text-decoration: underline"),
        _rule("blockquote", f"margin-left: {aside}", f"margin-right: {aside}", f"color: {colours.quiet}"),
        _rule("pre, code", *fixed),
        _rule("pre", f"background-color: {colours.panel}"),
        _rule("table", "border-collapse: collapse", f"border: {border}"),
        _rule("td, th", f"border: {border}", f"padding: {style.space(4)}", *interface),
        _rule("th", f"background-color: {colours.panel}", "font-weight: 700"),
        *(_heading_rule(style, level) for level in range(2, 7)),
        *_rarer_rules(style),
    ]
    return "\n".join(rules)


def _rarer_rules(style: PaneStyle) -> list[str]:
    """The looks of definitions, notes and styled words."""
    colours, type_ = style.colours, style.typography
    small = _size(style, type_.text_size * 0.85)
    between = style.space(type_.text_size * type_.line_height * type_.paragraph_space)
    return [
        _rule("dl", "margin-top: 0px", f"margin-bottom: {between}"),
        _rule("dt", "font-weight: 700", "margin-top: 0px"),
        _rule("dd", f"margin-left: {style.space(18)}", f"margin-bottom: {style.space(4)}"),
        _rule(".small", small),
        # Qt makes them a third smaller: in notes and tables they could not be read.
        _rule("sup, sub", _size(style, type_.text_size)),
        # The ground of a badge: that of a match would look like one.
        _rule(".marked", f"background-color: {colours.badge}", f"color: {colours.badge_text}"),
        _rule(".marked a[href]", f"color: {colours.badge_text}"),
        _rule(".keycap", "font-family: 'Noto Emoji'"),
        # Qt sets words no lower for it: it tells them from what is underlined (`rich_text.signed_text`).
        _rule(".inserted", "text-decoration: underline", "vertical-align: bottom"),
        _rule("ol.footnotes", '-qt-list-number-prefix: "["', '-qt-list-number-suffix: "]"'),
        _rule(".footnotes li", small),
    ]


def _heading_rule(style: PaneStyle, level: int) -> str:
    """A heading stands nearer to what follows than to what precedes."""
    points = style.typography.heading_size(level)
    return _rule(
        f"h{level}",
        _family(style.typography.interface),
        _size(style, points),
        "font-weight: 700",
        f"color: {style.colours.heading}",
        f"margin-top: {style.space(points * 1.5)}",
        f"margin-bottom: {style.space(points * 0.45)}",
    )


def _rule(selectors: str, *declarations: str) -> str:
    return f"{selectors} {{ {'; '.join(declarations)}; }}"


def _family(name: str) -> str:
    return f"font-family: '{name}'"


def _size(style: PaneStyle, points: float) -> str:
    """A font size of `points` at 100 %."""
    return f"font-size: {points * style.zoom:.2f}pt"


def _proportion(type_: Typography) -> int:
    """The line height in per cent of the font's own, which is what Qt takes."""
    return round(100 * type_.line_height / type_.text_natural_height)
