"""A `FactSheet` as HTML: for the pane, in Qt's subset of CSS, and as a plain page for other programs.

The pane's HTML fixes every size itself, in points times the zoom, because Qt ignores em and rem and
its own zooming leaves such sizes behind.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from hkviewer.content.edition import plain_date
from hkviewer.content.model import (
    Block,
    CodeBlock,
    CodeSpan,
    Emphasis,
    FactSheet,
    Image,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Paragraph,
    Quotation,
    Rule,
    Section,
    Strong,
    Table,
    Text,
)
from hkviewer.system.values import Value
from hkviewer.theme import Colours, Typography

# Silent reading of English non-fiction, mean of 190 studies: Brysbaert, "How many words do we read
# per minute?", Journal of Memory and Language 109 (2019).
WORDS_PER_MINUTE = 238


class PaneStyle(Value):
    """How the pane looks: colours, type, `zoom` (1.0 is 100 %), and the screen's pixels to a point."""

    colours: Colours
    typography: Typography
    zoom: float = 1.0
    pixels_per_point: float = 96 / 72

    def space(self, points: float) -> str:
        """A distance of `points` at 100 % as CSS; Qt knows only pixels there."""
        return f"{round(points * self.zoom * self.pixels_per_point)}px"


_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def _escape(text: str) -> str:
    """As `html.escape`, whose module costs the start 1.5 ms: it brings all 2,231 names of characters."""
    return text.translate(_MARKUP)


def pane_html(sheet: FactSheet, style: PaneStyle, on: dt.date) -> str:
    """The sheet for a `QTextDocument`; `on` is the day that the edition's age is told for.

    Blocks come in the order: the title, the line about the sheet, then for each section its heading
    and its leaves (`Section.leaves`), so that a reader of the document can pair them off again.
    A picture is `<img src="sheet:PATH">`, with its alternative text as a caption below.
    """
    parts = [f"<style>{_pane_css(style)}</style><body>", f"<h1>{_escape(sheet.title)}</h1>"]
    parts.append(f'<p class="about">{_escape(_together(about_line(sheet, on)))}</p>')
    for section in sheet.sections:
        parts.append(_pane_heading(section))
        parts.extend(_blocks(section.blocks, _PANE))
    parts.append("</body>")
    return "".join(parts)


def _together(line: str) -> str:
    """The line with its short facts unbreakable, so that no “3” and “min read” come apart."""
    facts = [fact.replace(" ", "\u00a0") if len(fact) < 20 else fact for fact in line.split(" · ")]
    unbroken = r" (?=\d{4}\b|\(inferred\)|years? old|old)"
    return re.sub(unbroken, "\u00a0", "\u00a0· ".join(facts))


def about_line(sheet: FactSheet, on: dt.date) -> str:
    """One line on what the sheet is: publisher, kind, edition with its age, length."""
    count = len(sheet.sections)
    minutes = round(sheet.word_count / WORDS_PER_MINUTE)
    facts = [
        sheet.publisher,
        sheet.kind,
        sheet.edition.describe(on) if sheet.edition else "",
        f"{count} section{'' if count == 1 else 's'}" if count else "",
        f"{max(1, minutes)} min read" if sheet.sections else "",
    ]
    return " · ".join(fact for fact in facts if fact)


def page_html(sheet: FactSheet, on: dt.date, sections: Sequence[Section] | None = None) -> str:
    """A whole, self-contained page with `sections` of the sheet (all by default), without scripts.

    Pictures stand as their alternative text: the page may be read far from its document.
    """
    chosen = sheet.sections if sections is None else sections
    head = (
        f'<!DOCTYPE html>\n<html lang="{_escape(sheet.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_escape(sheet.title)}</title>\n<style>{_PAGE_CSS}</style>\n</head>\n"
    )
    body = [f"<h1>{_escape(sheet.title)}</h1>", f"<p>{_escape(_source_line(sheet, on))}</p>"]
    for section in chosen:
        level = _heading_level(section)
        body.append(f'<h{level} id="{_escape(section.id)}">{_inlines(section.heading, _PAGE)}</h{level}>')
        body.extend(_blocks(section.blocks, _PAGE))
    return f"{head}<body>\n<main>\n" + "\n".join(body) + "\n</main>\n</body>\n</html>\n"


def section_html(section: Section) -> str:
    """A section with its heading, for the clipboard; pictures stand as their alternative text."""
    level = _heading_level(section)
    heading = f"<h{level}>{_inlines(section.heading, _PAGE)}</h{level}>"
    return heading + "".join(_blocks(section.blocks, _PAGE))


def _source_line(sheet: FactSheet, on: dt.date) -> str:
    """Where the sheet's words come from: publisher, edition, source address, date received."""
    facts = [
        sheet.publisher,
        sheet.edition.describe(on) if sheet.edition else "",
        sheet.source,
        f"received {plain_date(sheet.received)}" if sheet.received else "",
    ]
    return " · ".join(fact for fact in facts if fact)


class _Medium(Value):
    """What becomes of a picture, and which links' addresses are kept."""

    image: Callable[[Image], str]
    follows: Callable[[str], object]


def _pane_heading(section: Section) -> str:
    """A heading without an anchor: names make formats differ, which Qt then compares each with each."""
    level = _heading_level(section)
    return f"<h{level}>{_inlines(section.heading, _PAGE)}</h{level}>"


def _heading_level(section: Section) -> int:
    """The HTML heading level: 1 is the sheet's title alone."""
    return min(max(section.level, 2), 6)


def _pane_image(image: Image) -> str:
    if not image.file:
        return _caption(image)
    return f'<img src="sheet:{_escape(image.file)}"><br><i>{_escape(image.alternative)}</i>'


def _caption(image: Image) -> str:
    return _escape(image.alternative)


def _every(_address: str) -> bool:
    """The pane keeps every link: it looks at the address when one is pressed, and says what it refuses."""
    return True


_PANE = _Medium(_pane_image, _every)
# A browser would run a script or fetch a file of this computer's: web pages, mail, and what lies beside.
_PAGE = _Medium(
    _caption, re.compile(r"(?:https?://|mailto:|#)\S|(?![\w+.-]*:|[/\\]{2})\S", re.IGNORECASE).match
)


def _blocks(blocks: Sequence[Block], medium: _Medium) -> list[str]:
    return [_block(block, medium) for block in blocks]


def _block(block: Block, medium: _Medium) -> str:
    match block:
        case Paragraph(content):
            return f"<p>{_inlines(content, medium)}</p>"
        case ListBlock(ordered, items, start):
            tag, number = ("ol", f' start="{start}"') if ordered else ("ul", "")
            inner = "".join(f"<li>{_item(item, medium)}</li>" for item in items)
            return f"<{tag}{number}>{inner}</{tag}>"
        case Table():
            return _table(block, medium)
        case Quotation(inner_blocks):
            return f"<blockquote>{''.join(_blocks(inner_blocks, medium))}</blockquote>"
        case CodeBlock(text, _):
            return f"<pre>{_escape(text)}</pre>"
        case Rule():
            return "<hr>"


def _item(blocks: Sequence[Block], medium: _Medium) -> str:
    """A list item; its first paragraph stands bare, so that it shares the line with the marker."""
    if blocks and isinstance(blocks[0], Paragraph):
        first = _inlines(blocks[0].content, medium)
        return first + "".join(_blocks(blocks[1:], medium))
    return "".join(_blocks(blocks, medium))


def _table(table: Table, medium: _Medium) -> str:
    def row(cells: Sequence[tuple[Inline, ...]], tag: str) -> str:
        inner = "".join(
            f"<{tag}{_alignment(side)}>{_inlines(cell, medium)}</{tag}>"
            for cell, side in zip(cells, table.alignments, strict=True)
        )
        return f"<tr>{inner}</tr>"

    body = "".join(row(cells, "td") for cells in table.rows)
    return f"<table cellspacing=0><thead>{row(table.header, 'th')}</thead><tbody>{body}</tbody></table>"


def _alignment(side: str) -> str:
    return f' align="{side}"' if side else ' align="left"'


def _inlines(content: Sequence[Inline], medium: _Medium) -> str:
    return "".join(_inline(inline, medium) for inline in content)


def _inline(inline: Inline, medium: _Medium) -> str:
    match inline:
        case Text(text):
            return _escape(text)
        case Emphasis(content):
            return f"<em>{_inlines(content, medium)}</em>"
        case Strong(content):
            return f"<strong>{_inlines(content, medium)}</strong>"
        case CodeSpan(text):
            return f"<code>{_escape(text)}</code>"
        case Link(address, content):
            words = _inlines(content, medium)
            return f'<a href="{_escape(address)}">{words}</a>' if medium.follows(address) else words
        case Image():
            return medium.image(inline)
        case LineBreak():
            return "<br>"


def _pane_css(style: PaneStyle) -> str:
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
        _rule("p, li, td, th", f"line-height: {_proportion(type_)}%"),
        _rule("li", f"margin-bottom: {style.space(4)}"),
        # Qt gives the last item of a list the list's own space, but a table none to what precedes it.
        _rule("li ul, li ol", f"margin-bottom: {style.space(4)}"),
        _rule("table", f"margin-top: {between}"),
        _rule("h1", _family(type_.text), _size(style, type_.title_size), "font-weight: 700"),
        _rule("h1, h2, h3, h4, h5, h6", f"line-height: {round(0.9 * _proportion(type_))}%"),
        _rule("h1", "margin-top: 0px", f"margin-bottom: {style.space(6)}"),
        # Small type holds more letters a line: the room on its right keeps them at 75 as well.
        _rule(
            ".about",
            *interface,
            f"color: {colours.quiet}",
            f"margin-bottom: {style.space(6)}",
            f"margin-right: {style.space(72)}",
        ),
        _rule("a[href]", f"color: {colours.link}", "text-decoration: underline"),
        _rule("blockquote", f"margin-left: {aside}", f"margin-right: {aside}", f"color: {colours.quiet}"),
        _rule("pre, code", *fixed),
        _rule("pre", f"background-color: {colours.panel}"),
        _rule("table", "border-collapse: collapse", f"border: {border}"),
        _rule("td, th", f"border: {border}", f"padding: {style.space(4)}", *interface),
        _rule("th", f"background-color: {colours.panel}", "font-weight: 700"),
        *(_heading_rule(style, level) for level in range(2, 7)),
    ]
    return "\n".join(rules)


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


_PAGE_CSS = (
    "body{font:1.125rem/1.5 'Source Serif 4',Georgia,serif;color:#1b1b1b;background:#fff;margin:2rem 1rem}"
    "main{max-width:42rem;margin:auto}"
    "h1,h2,h3,h4,h5,h6{font-family:'Public Sans',Arial,sans-serif;line-height:1.25;color:#1a4480}"
    "h1{color:#1b1b1b}a{color:#005ea2}table{border-collapse:collapse}"
    "td,th{border:1px solid #83888e;padding:.3rem .6rem;text-align:left}pre{white-space:pre-wrap}"
)
