"""`hkviewer library`: adds files and folders to the library, lists its sheets, removes what was added."""

from __future__ import annotations

import argparse
import itertools
import json
import stat
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from hkviewer.commands.parser import given
from hkviewer.errors import DocumentError, UsageError
from hkviewer.library.added import absolute, holders
from hkviewer.library.entries import LibrarySheet
from hkviewer.library.library import Library
from hkviewer.library.reading import read_file
from hkviewer.system.characters import for_terminal
from hkviewer.system.files import reason
from hkviewer.system.terminal import progress_line

_EMPTY = "The library holds nothing yet. Add files or folders: hkviewer library add PATH"
_MOST_TOLD = 10
"""Lines about files that cannot be read and the like; a folder may hold thousands."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `library` takes."""
    parser.epilog = (
        "Files whose front matter has the same id are editions of one sheet. Every command takes an id for "
        "the newest, and ID@EDITION, as in trade@2015, for another."
    )
    parser.add_argument("action", choices=("add", "list", "remove"), help="what to do")
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        type=given,
        help="a Markdown file, or a folder with such files; list: these alone",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print it (text)")


def run(arguments: argparse.Namespace) -> int:
    """Do it, and print what was done or the sheets; 0.

    Raises:
        UsageError: no path is given, or one that is not in the library.
        DocumentError: what is to be added is not there, or no text.
        OutputError: what was added cannot be kept.
    """
    if arguments.action != "list" and not arguments.paths:
        raise UsageError(f"Nothing is named to {arguments.action}.", "Give files or folders.")
    library = Library()
    if arguments.action == "add":
        _require_fit(arguments.paths)
        new = library.add(arguments.paths)
    elif arguments.action == "remove":
        library.remove(arguments.paths)
    with progress_line() as tell:
        told = library.refresh(partial(tell, "Reading files")).told
    only = arguments.paths if arguments.action == "list" else ()
    sheets = _chosen(library, only)
    if arguments.format == "json":
        print(json.dumps(as_json(sheets), ensure_ascii=False, indent=2))
    elif arguments.action == "list":
        _print(as_text(sheets))
    else:
        lines = (
            _added(library, arguments.paths, new) if arguments.action == "add" else _removed(arguments.paths)
        )
        print("\n".join(map(for_terminal, lines)))
    _tell((*told, *library.remarks(), *(() if library.added.all() or library.added.fault else [_EMPTY])))
    return 0


def as_json(sheets: Iterable[LibrarySheet]) -> dict[str, object]:
    """The sheets as values for JSON; an edition that is not stated is null."""
    return {
        "sheets": [
            {
                "id": sheet.id,
                "title": sheet.title,
                "publisher": sheet.publisher,
                "editions": [
                    {"edition": file.date or None, "path": str(file.path), "state": file.state}
                    for file in sheet.editions
                ],
            }
            for sheet in sheets
        ]
    }


def as_text(sheets: Iterable[LibrarySheet]) -> Iterator[str]:
    """The sheets for people: each with its editions, by the names that the command line takes."""
    for sheet in sheets:
        yield ", ".join(filter(None, [sheet.title, sheet.publisher]))
        for file in sheet.editions:
            name = f"{file.id}@{file.counts_as}" if file.counts_as else file.id
            when = f" ({file.when})" if file.when else ""
            gone = " (not there now)" if file.state == "absent" else ""
            yield f"  {name}{when}: {file.path}{gone}"


def _chosen(library: Library, only: Sequence[str]) -> list[LibrarySheet]:
    """The sheets of which something was added; with `only` those that have a file at or below these paths."""
    sheets = [sheet for sheet in library.sheets() if not sheet.only_bundled]
    if not only:
        return sheets
    # There may be as many paths as sheets.
    below: defaultdict[str, dict[str, LibrarySheet]] = defaultdict(dict)
    for sheet in sheets:
        first = str(sheet.editions[0].path)
        for file in sheet.editions:
            for holder in holders(str(file.path)):
                below[holder][first] = sheet
    added = set(library.added.all())
    chosen: dict[str, LibrarySheet] = {}
    for name in only:
        path = absolute(name)
        if path not in below and path not in added:
            raise UsageError(f"“{name}” is not in the library.", "“hkviewer library list” shows what is.")
        chosen |= below.get(path, {})
    return list(chosen.values())


def _require_fit(names: Iterable[str]) -> None:
    """Refuse what is not there, or is a file but no text, before anything is added."""
    for name in names:
        try:
            mode = Path(name).stat().st_mode
        except (OSError, ValueError) as error:
            why = reason(error) if isinstance(error, OSError) else "its name is no file name"
            raise DocumentError(f"“{name}” cannot be added: {why}.", "Nothing was added.") from None
        if not stat.S_ISDIR(mode) and (fault := read_file(Path(name)).fault):
            raise DocumentError(fault, "Nothing was added.")


def _added(library: Library, names: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    files = (str(file.path) for file in library.files() if file.id)
    counts = Counter(itertools.chain.from_iterable(map(holders, files)))
    added = set(new)
    for path in dict.fromkeys(map(absolute, names)):
        if path not in added:
            yield f"“{path}” is in the library already."
        else:
            count = counts[path]
            yield f"Added “{path}”: {count or 'no'} Markdown file{'' if count == 1 else 's'}."


def _removed(names: Sequence[str]) -> Iterator[str]:
    for path in dict.fromkeys(map(absolute, names)):
        yield f"Removed “{path}” from the library; its files stay as they are."


def _print(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{for_terminal(line)}\n" for line in lines)


def _tell(lines: Sequence[str]) -> None:
    for line in lines[:_MOST_TOLD]:
        print(for_terminal(line), file=sys.stderr)
    if len(lines) > _MOST_TOLD:
        print(f"There are {len(lines) - _MOST_TOLD:,} more such lines.", file=sys.stderr)
