"""`hkviewer export`: a briefing copy of one or more documents."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from hkviewer.commands.parser import given, opened
from hkviewer.content.anchors import Anchors
from hkviewer.content.document import read_text
from hkviewer.content.model import FactSheet
from hkviewer.content.section_lookup import chosen_sections
from hkviewer.errors import UsageError
from hkviewer.export.briefing import (
    Briefing,
    Choices,
    Cover,
    OwnWords,
    Part,
    SheetPart,
    default_date,
    parse_date,
)
from hkviewer.export.copy_maker import CopyMaker
from hkviewer.export.formats.registry import FORMATS, format_of, write
from hkviewer.export.pdf.copy_process import CopyProcess
from hkviewer.export.pdf.stand_ins import told
from hkviewer.export.policy_rules import check_copies, check_given, default_choices, enforced
from hkviewer.export.recipes import check_name, load_recipe, save_recipe
from hkviewer.export.sources import keep_sources
from hkviewer.library.library import Library, keep_originals
from hkviewer.library.naming import recipe_name
from hkviewer.preferences.machine_policy import load_policy
from hkviewer.preferences.policy import Policy
from hkviewer.preferences.schema import CHOICES, Row
from hkviewer.system.characters import for_terminal
from hkviewer.system.files import write_atomically
from hkviewer.system.terminal import require_stdout, write_bytes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `export` takes."""
    add, choices = parser.add_argument, iter(CHOICES)
    documents = "Markdown files or sheets’ ids; none: the bundled sheet"
    add("documents", metavar="DOCUMENT", nargs="*", type=given, help=documents)
    output = "the file to write; its ending tells the format; - for standard output"
    add("-o", "--output", metavar="FILE", help=output)
    add("--format", choices=sorted(FORMATS), help="what to write; left out, the file’s ending tells")
    _add_choices(parser, choices, through="layout")
    sections = "this section with those below it; may be repeated"
    add("--section", metavar="ID", type=given, action="append", help=sections)
    _add_choices(parser, choices, through="prepared_by")
    add("--date", metavar="YYYY-MM-DD", help="the copy’s date (today)")
    _add_choices(parser, choices, through="contents")
    add("--highlight", metavar="QUERY", type=given, help="mark what a search for QUERY finds")
    _add_choices(parser, choices, through="paragraph_numbers")
    add("--cover", action="store_true", help="a cover page in front")
    texts = "own words, before the documents; may be repeated"
    add("--text", metavar="FILE.md", type=given, action="append", help=texts)
    _add_choices(parser, choices)
    add("--recipe", metavar="NAME", type=given, help="begin with the parts and choices saved under this name")
    add("--save-recipe", metavar="NAME", type=given, help="save these parts and choices under this name")


def _add_choices(parser: argparse.ArgumentParser, rows: Iterator[Row], through: str = "") -> None:
    """Declare the options of the next `rows`, the one called `through` the last."""
    for row in rows:
        takes: dict[str, Any] = {"choices": row.allowed} if row.allowed else {"metavar": "TEXT"}
        takes = {"action": "store_true"} if row.type is bool else takes
        parser.add_argument(row.option, help=row.help, **takes)
        if row.name == through:
            return


def run(arguments: argparse.Namespace) -> int:
    """Write the copy; 0.

    Raises:
        UsageError: there is no such section, date or format, nothing is chosen, or the organisation's
            policy forbids what is.
        DocumentError: a document cannot be read.
        OutputError: the copy cannot be written.
    """
    if not arguments.output:
        raise UsageError("No output is named.", "Give it with -o, as in: hkviewer export -o copy.pdf")
    if arguments.save_recipe is not None:
        check_name(arguments.save_recipe)
    target = Path(arguments.output)
    format_ = format_of(target, arguments.format)
    policy = load_policy()
    check_copies(policy)
    if policy.faults:
        print(policy.complaint, file=sys.stderr)
    library = Library()  # one for all documents: its disks are looked at once
    with CopyProcess([target.parent]) as process:
        if format_ == "pdf":
            process.warm()  # it gets ready while the documents are read
        briefing = _briefing(arguments, policy, library)
        keep_sources(target, briefing, map(Path, arguments.text or []))
        keep_originals(target, library)
        maker = CopyMaker(process)
        data = write(briefing, format_, maker)
        _tell(process.notice, maker.pictures.notice, told(data) if format_ == "pdf" else "")
    if arguments.output != "-":
        write_atomically(target, data)
    else:
        require_stdout()
        write_bytes(data)
    if arguments.save_recipe is not None:
        save_recipe(arguments.save_recipe, briefing, partial(recipe_name, library=library))
    return 0


def _tell(*notices: str) -> None:
    """Tell the reader what is not as asked for, a line each."""
    for words in filter(None, notices):
        print(for_terminal(words), file=sys.stderr)


def _briefing(arguments: argparse.Namespace, policy: Policy, library: Library) -> Briefing:
    """What is given stands over the recipe, that over the policy's defaults; its locks over all."""
    recipe = None
    if arguments.recipe is not None:
        recipe = load_recipe(arguments.recipe, None, partial(opened, library=library), _tell)
    # An option that was not given is None, a flag False.
    given = {
        row.name: value for row in CHOICES if (value := getattr(arguments, row.name)) not in (None, False)
    }
    check_given(given, policy)
    date = parse_date(arguments.date) if arguments.date is not None else default_date()
    parts = _parts(arguments, recipe, library)
    if arguments.highlight:
        parts = _highlighted(parts, arguments.highlight)
    saved = vars(recipe.choices) if recipe else default_choices(policy)
    choices = Choices(**{**saved, **given, "date": date})
    briefing = Briefing(parts, enforced(choices, policy))
    briefing.validate()
    return briefing


def _parts(arguments: argparse.Namespace, recipe: Briefing | None, library: Library) -> tuple[Part, ...]:
    """A cover, own words, then the documents; what is given replaces what the recipe has of its kind."""
    saved = recipe.parts if recipe else ()
    cover = arguments.cover or any(isinstance(part, Cover) for part in saved)
    rest: list[Part] = [part for part in saved if not isinstance(part, Cover)]
    if arguments.documents or arguments.section or not recipe:
        saved_names = dict.fromkeys(part.named or part.document for part in _sheets(rest))
        names = arguments.documents or list(saved_names) or [None]
        rest = _with_sheets(rest, _sheet_parts(names, arguments.section, library))
    if arguments.text:
        own = [OwnWords(read_text(Path(file))) for file in arguments.text]
        rest = [*own, *(part for part in rest if not isinstance(part, OwnWords))]
    return (*([Cover()] if cover else []), *rest)


def _sheets(parts: Sequence[Part]) -> list[SheetPart]:
    return [part for part in parts if isinstance(part, SheetPart)]


def _with_sheets(parts: Sequence[Part], sheets: Sequence[SheetPart]) -> list[Part]:
    """`parts` with `sheets` instead of theirs, where their first one stood, or at the end."""
    place = next((n for n, part in enumerate(parts) if isinstance(part, SheetPart)), len(parts))
    after = [part for part in parts[place:] if not isinstance(part, SheetPart)]
    return [*parts[:place], *sheets, *after]


def _sheet_parts(
    names: Sequence[str | None], sections: list[str] | None, library: Library
) -> list[SheetPart]:
    documents = [(opened(name, library), name or "") for name in names]
    if not sections:
        return [SheetPart.of(document, None, name) for document, name in documents]
    if len(documents) == 1:
        document, name = documents[0]
        return [SheetPart.of(document, _with_descendants(document.sheet, sections), name)]
    parts, missing = [], dict.fromkeys(sections)
    for document, called in documents:
        anchors = Anchors(document.sheet)
        own = [name for name in sections if anchors.section(name) or anchors.is_top(name)]
        if own:
            parts.append(SheetPart.of(document, _with_descendants(document.sheet, own), called))
        missing = {name: None for name in missing if name not in own}
    for name in missing:
        raise UsageError(
            f"None of the documents has a section “{name}”.", "“hkviewer show --format json” lists ids."
        )
    return parts


def _with_descendants(sheet: FactSheet, ids: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(section.id for name in ids for section in chosen_sections(sheet, name)))


def _highlighted(parts: Sequence[Part], query: str) -> tuple[Part, ...]:
    """`parts` with what a search for `query` finds in each sheet marked."""
    marked = [_matched(part, query) if isinstance(part, SheetPart) else part for part in parts]
    if not any(part.highlights for part in _sheets(marked)):
        print(f"Nothing is highlighted: “{query}” is not in the text.", file=sys.stderr)
    return tuple(marked)


def _matched(part: SheetPart, query: str) -> SheetPart:
    from hkviewer.search.index.search_index import SearchIndex  # brings SQLite, which few copies need
    from hkviewer.search.query.parse import SearchQuery

    index = SearchIndex.of_sheet(part.sheet)
    result = index.search(SearchQuery.parse(query))
    index.close()
    return replace(part, highlights=tuple(at for section in result.sections for at in section.ranges))
