"""`hkviewer show`: a sheet, or a section with its descendants, on standard output."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Sequence

from hkviewer.commands.parser import add_document, given, opened
from hkviewer.content.document import Document, read_text
from hkviewer.content.front_matter.reading import read_front_matter
from hkviewer.content.markdown.excerpt import excerpt
from hkviewer.content.markdown.outline import clean_lines
from hkviewer.content.model import NO_TEXT, FactSheet, Section
from hkviewer.content.notes import notes_in_order, with_notes
from hkviewer.content.section_lookup import chosen_sections
from hkviewer.errors import UsageError
from hkviewer.export.formats.sheet_html import page_html
from hkviewer.export.formats.sheet_text import sheet_text

FORMATS = ("text", "markdown", "html", "json", "capture")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `show` takes."""
    add_document(parser)
    parser.add_argument(
        "--section", metavar="ID", type=given, help="this section only, with the sections below it"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to print it (text)")


def run(arguments: argparse.Namespace) -> int:
    """Print the document; 0."""
    document = opened(arguments.document)
    chosen = with_notes(document.sheet, chosen_sections(document.sheet, arguments.section))
    sections = [notes_in_order(section) for section in chosen]
    if not document.sheet.sections:
        print(f"{NO_TEXT}.", file=sys.stderr)
    today = dt.date.today()  # noqa: DTZ011  an age counts to the reader's own day
    match arguments.format:
        case "text":
            sys.stdout.write(sheet_text(document.sheet, sections, today))
        case "json":
            print(as_json(document.sheet, sections))
        case "markdown":
            sys.stdout.write(_as_markdown(document, sections, whole=arguments.section is None))
        case "html":
            sys.stdout.write(page_html(document.sheet, today, sections))
        case _:
            sys.stdout.write(_capture(document, arguments.section))
    return 0


def as_json(sheet: FactSheet, sections: Sequence[Section]) -> str:
    """The sheet and those sections as JSON; an edition that is not known is null.

    Of a file of another program it tells the author and what it says of its date, where that is given.
    """
    values = {
        **{name: getattr(sheet, name) for name in ("id", "title", "publisher", "bureau", "kind")},
        "edition": sheet.edition.date if sheet.edition else None,
        "edition_label": sheet.edition.label if sheet.edition else None,
        **({"dated": sheet.dated.label} if sheet.dated else {}),
        **({"author": sheet.author} if sheet.author else {}),
        "source": sheet.source,
        "received": sheet.received,
        "sections": [
            {"id": s.id, "title": s.title, "level": s.level, "path": s.path, "text": s.text} for s in sections
        ],
    }
    return json.dumps(values, ensure_ascii=False, indent=2)


def _as_markdown(document: Document, sections: Sequence[Section], *, whole: bool) -> str:
    """The file's text as it stands, or its lines from the first section's heading on, and what they use.

    Words before any heading begin behind the front matter.
    """
    text = read_text(document.path).replace("\r\n", "\n").replace("\r", "\n")
    if whole:
        return text
    everything = document.sheet.sections
    after = document.sheet.section_number(sections[-1].id) + 1
    end = everything[after].line - 1 if after < len(everything) else None
    start = sections[0].line - 1 if sections[0].line else read_front_matter(clean_lines(text)).length
    return "\n".join(excerpt(text.split("\n"), start, end)) + "\n"


def _capture(document: Document, section: str | None) -> str:
    if section is not None:
        raise UsageError("A captured text has no sections.", "Leave --section out.")
    from hkviewer.compare.provenance import captured_file

    file = captured_file(document)
    if file is None:
        raise UsageError(
            f"“{document.sheet.title}” has no captured text.",
            "Only a sheet that names one in its front matter (“captured”) has.",
        )
    return read_text(file)
