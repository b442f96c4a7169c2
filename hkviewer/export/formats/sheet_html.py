"""A sheet as it stands, in HTML for other programs: a page, or a section for the clipboard.

Pictures stand as their alternative text: both may be read far from the document.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from urllib.parse import unquote

from hkviewer.content.addresses import address_on_page
from hkviewer.content.anchors import Anchors
from hkviewer.content.edition import plain_date
from hkviewer.content.model import NO_TEXT, FactSheet, Section
from hkviewer.content.notes import with_notes
from hkviewer.export.formats.html_blocks import (
    CONTENT_POLICY,
    SheetWriter,
    escape,
    heading,
    picture_words,
    section_level,
)

_STYLE = (
    "body{font:1.125rem/1.5 'Source Serif 4',Georgia,serif;color:#1b1b1b;background:#fff;margin:2rem 1rem}"
    "main{max-width:42rem;margin:auto}"
    "h1,h2,h3,h4,h5,h6{font-family:'Public Sans',Arial,sans-serif;line-height:1.25;color:#1a4480}"
    "h1{color:#1b1b1b}a{color:#005ea2}table{border-collapse:collapse}"
    "td,th{border:1px solid #83888e;padding:.3rem .6rem;text-align:left}pre{white-space:pre-wrap}"
)
# Of what few sheets have.
_FURTHER_STYLE = (
    "sup,sub{line-height:0}dt{font-weight:600}.footnotes{font-size:.85em}"
    ".footnotes li::marker{content:'[' counter(list-item) '] '}"
)
_FURTHER_TAGS = ("<dt>", "<su", 'class="footnotes"')


def page_html(sheet: FactSheet, on: dt.date, sections: Sequence[Section] | None = None) -> str:
    """A whole, self-contained page with `sections` of the sheet (all by default), without scripts.

    `on` is the day that the edition's age is counted to.
    """
    title = escape(sheet.title)
    shown = with_notes(sheet, sheet.sections if sections is None else sections)
    source = _source_line(sheet, on) or ("" if sheet.sections else f"{NO_TEXT}.")
    body = [heading(1, title, _id(shown)), *([f"<p>{escape(source)}</p>"] if source else [])]
    writer = SheetWriter(picture_words, partial(_address, Anchors(sheet)))
    for section in shown:
        if section.heading_shown:
            body.append(_heading(section, writer, f' id="{escape(section.id)}"'))
        body += writer.blocks(section.blocks)
    written = "\n".join(body)
    further = _FURTHER_STYLE if any(tag in written for tag in _FURTHER_TAGS) else ""
    head = (
        f'<!DOCTYPE html>\n<html lang="{escape(sheet.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{CONTENT_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}{further}</style>\n</head>\n"
    )
    return f"{head}<body>\n<main>\n" + written + "\n</main>\n</body>\n</html>\n"


def section_html(section: Section) -> str:
    """A section with its heading."""
    writer = SheetWriter(picture_words, address_on_page)
    return "".join([_heading(section, writer), *writer.blocks(section.blocks)])


def _heading(section: Section, writer: SheetWriter, attributes: str = "") -> str:
    return heading(section_level(section), writer.words(section.heading), attributes)


def _id(sections: Sequence[Section]) -> str:
    """The attribute of a title that is the heading of the first of `sections`."""
    is_title = sections and not sections[0].heading_shown
    return f' id="{escape(sections[0].id)}"' if is_title else ""


def _address(anchors: Anchors, address: str) -> str:
    """A link's address on the page, where a section has no address but its id."""
    section = anchors.section(unquote(address[1:])) if address.startswith("#") else None
    return f"#{section.id}" if section else address_on_page(address)


def _source_line(sheet: FactSheet, on: dt.date) -> str:
    """Where the sheet's words come from: author, publisher, edition, source address, date received."""
    facts = [
        sheet.author,
        sheet.publisher,
        sheet.describe_edition(on),
        sheet.source,
        f"received {plain_date(sheet.received)}" if sheet.received else "",
    ]
    return " · ".join(fact for fact in facts if fact)
