"""`hkviewer search`: the places of a query, for people as grep prints them, or as JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TextIO, get_args

from hkviewer.commands.parser import add_document, opened
from hkviewer.errors import UsageError
from hkviewer.library.library import Library
from hkviewer.preferences.schema import ResultOrder
from hkviewer.search.index.messages import listed
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.library.library_index import LibraryIndex
from hkviewer.search.library.wanted import index_file, wanted_sheets
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.result import SearchResult, SectionMatches, Span
from hkviewer.search.snippets import first_line
from hkviewer.system.characters import for_terminal
from hkviewer.system.terminal import MARK_OFF, MARK_ON, progress_line

JSON_VERSION = 2
"""Counts up when programs that read the JSON have to know."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `search` takes."""
    parser.add_argument(
        "query", metavar="QUERY", help="words, “phrases”, -excluded; put -- before one that begins with -"
    )
    add_document(parser)
    parser.add_argument("--library", action="store_true", help="search all fact sheets")
    parser.add_argument("--typing", action="store_true", help="take the last word as half typed")
    parser.add_argument(
        "--order",
        choices=get_args(ResultOrder),
        default="best",
        help="the best sections first, or as in the sheet (best)",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print it (text)")
    parser.add_argument("--limit", metavar="N", type=_count, help="print at most so many sections")


def run(arguments: argparse.Namespace) -> int:
    """Print the matches; 0, or 1 where no section is printed as a match."""
    if arguments.library and arguments.document is not None:
        raise UsageError("All fact sheets are searched, or one document.", "Leave out --library or DOCUMENT.")
    query = SearchQuery.parse(arguments.query, typing=arguments.typing)
    index = _library() if arguments.library else SearchIndex.of_sheet(opened(arguments.document).sheet)
    result = index.search(query, arguments.limit, arguments.order)
    if arguments.format == "json":
        values = as_json(result, arguments.query, library=arguments.library)
        print(json.dumps(values, ensure_ascii=False, indent=2))
    else:
        marked = _shows_marks(sys.stdout, os.environ)
        text = as_text(result, index.beginning, marked=marked, library=arguments.library)
        sys.stdout.write(text)
        for line in _remarks(result):
            print(for_terminal(line), file=sys.stderr)
        if query.filters and not (arguments.library or result.sections):
            print("With --library all fact sheets are searched.", file=sys.stderr)
    index.close()
    return 0 if result.sections else 1


def as_json(result: SearchResult, query: str, *, library: bool = False) -> dict[str, Any]:
    """The result as values for JSON; with `library` each section names its document."""
    return {
        "query": query,
        "total": result.total,
        "capped": result.capped,
        "message": result.message or None,
        "corrected": result.corrected or None,
        "alias": result.alias or None,
        "sections": [_section(section, library=library) for section in result.sections],
        "nearest": [
            _section(near.found, library=library) | {"missing": near.missing} for near in result.nearest
        ],
        "related": [
            _section(other.found, library=library) | {"word": other.word} for other in result.related
        ],
        "suggestions": result.suggestions,
        "left_out": result.left_out,
        "order": result.order,
        "version": JSON_VERSION,
    }


def as_text(
    result: SearchResult, beginning: Callable[[SectionMatches], str], *, marked: bool, library: bool = False
) -> str:
    """The result for people: each section's heading, below it the matches in their contexts.

    Args:
        result: the matches.
        beginning: how a section's text begins, which is shown where its heading alone matches.
        marked: set the matches off with a terminal's bold and inverse type.
        library: name each section's document.
    """
    paragraph = partial(_paragraph, beginning=beginning, marked=marked, library=library)
    paragraphs = [paragraph(section) for section in result.sections]
    for near in result.nearest:
        paragraphs.append(paragraph(near.found, "Nearest: ", f", without {listed(near.missing, 'and')}"))
    for other in result.related:
        paragraphs.append(paragraph(other.found, "Related: ", f", “{other.word}”"))
    return "\n".join(paragraphs)


def _paragraph(
    section: SectionMatches,
    before: str = "",
    after: str = "",
    *,
    beginning: Callable[[SectionMatches], str],
    marked: bool,
    library: bool,
) -> str:
    """A section's heading, between what is said of it, and below it the matches in their contexts."""
    *outer, _ = section.path
    heading = [for_terminal(section.document)] if library else []
    heading += [*map(for_terminal, outer), _marked(section.title, section.heading_spans, marked=marked)]
    lines = [before + " › ".join(heading) + for_terminal(after)]
    lines += ["    " + _marked(s.text, s.spans, marked=marked) for s in section.snippets]
    if not section.snippets and (begins := first_line(beginning(section))):
        lines.append("    " + for_terminal(begins))
    return "\n".join(lines) + "\n"


def _remarks(result: SearchResult) -> Iterator[str]:
    """What is to be known besides what was found."""
    if result.message:
        yield result.message
    more = result.section_count - len(result.sections)
    if more > 0:
        least = "At least " if result.capped else ""
        yield f"{least}{more:,} more section{'' if more == 1 else 's'} matched."
    if result.left_out:
        yield f"Not searched for: {listed(result.left_out, 'and')}."


def _library() -> LibraryIndex:
    library = Library()
    if fault := library.added.fault:
        print(for_terminal(fault), file=sys.stderr)
    with progress_line() as tell:
        library.refresh(partial(tell, "Looking at files"))
        wanted = wanted_sheets(library.sheets())
        return LibraryIndex.updated(index_file(), wanted, lambda done: tell("Reading sheets", *done))


def _section(section: SectionMatches, *, library: bool) -> dict[str, Any]:
    values: dict[str, Any] = {"document": section.document} if library else {}
    return values | {
        "id": section.section,
        "title": section.title,
        "path": section.path,
        "hits": section.hits,
        "heading_hits": section.heading_hits,
        "snippets": [{"text": s.text, "spans": s.spans} for s in section.snippets],
    }


def _marked(text: str, spans: tuple[Span, ...], *, marked: bool) -> str:
    """`text` with its matches set off, without control characters of its own."""
    if not marked:
        return for_terminal(text)
    pieces, position = [], 0
    for start, end in spans:
        pieces += [for_terminal(text[position:start]), MARK_ON, for_terminal(text[start:end]), MARK_OFF]
        position = end
    return "".join([*pieces, for_terminal(text[position:])])


def _shows_marks(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether `stream` is a terminal that shows ANSI sequences to a user who wants them (no-color.org)."""
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb" or not stream.isatty():
        return False
    return os.name != "nt" or "WT_SESSION" in environment


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError("must be a whole number, 0 or more")
    return int(text)
