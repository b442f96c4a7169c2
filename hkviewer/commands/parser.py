"""The parsers of the command line; apart, because the window's usual start has no arguments to parse."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from hkviewer.content.document import Document, names_file, open_document, read_document
from hkviewer.errors import UsageError
from hkviewer.system.characters import for_terminal
from hkviewer.system.terminal import require_stdout

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

    from hkviewer.library.library import Library


class Parser(argparse.ArgumentParser):
    """Raises UsageError for wrong arguments, and OSError or OutputError where its help cannot be written."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError with argparse's message."""
        raise UsageError(f"{self.prog}: {message}.", f"“{self.prog} --help” shows what it takes.")

    def print_help(self, file: SupportsWrite[str] | None = None) -> None:
        """Write the help; argparse's own keeps to itself that the output is full or closed."""
        if file is None:
            require_stdout()
        print(self.format_help(), end="", file=file)


def given(text: str) -> str:
    """`text`, which must not be empty: argparse's type for names, files and queries.

    A script's variable that is not set comes as an empty argument, and must not be taken for none.

    Raises:
        ArgumentTypeError: `text` is empty.
    """
    if not text:
        raise argparse.ArgumentTypeError("must not be empty")
    return text


def add_document(parser: argparse.ArgumentParser) -> None:
    """Declare the document that a command is about."""
    parser.add_argument(
        "document",
        metavar="DOCUMENT",
        nargs="?",
        type=given,
        help="a Markdown file’s path or a sheet’s id; left out, the bundled fact sheet",
    )


def opened(name: str | None, library: Library | None = None) -> Document:
    """The document of that name, None for the bundled one; says on stderr what is to be known of it.

    `library` is where it is found; see `library.naming.resolved`.
    """
    if name is None or names_file(name):
        return _told(open_document(name))
    from hkviewer.library.naming import resolved  # most documents are found without

    found, note = resolved(name, library)
    return _told(open_document(found), note)


def opened_file(path: Path, note: str = "") -> Document:
    """The document in a file; says on stderr what is to be known of it, `note` first."""
    return _told(read_document(path), note)


def _told(document: Document, note: str = "") -> Document:
    for words in filter(None, (note, document.complaint)):
        print(for_terminal(words), file=sys.stderr)
    return document


def command_parser(name: str, help_: str) -> Parser:
    """The parser of the command `name`, which does what `help_` says; its arguments are its own to add."""
    description = help_[0].upper() + help_[1:] + "."
    return Parser(prog=f"hkviewer {name}", description=description, allow_abbrev=False)


def window_parser(commands: Mapping[str, str]) -> Parser:
    """The parser of `hkviewer [DOCUMENT]`; its help names the `commands` with what they do."""
    width = max(map(len, commands))
    lines = [f"  hkviewer {name:{width}}  {help_}" for name, help_ in commands.items()]
    parser = Parser(
        prog="hkviewer",
        description="Opens a fact sheet in a window.",
        epilog="\n".join(["commands without a window (each has --help):", *lines]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_document(parser)
    parser.add_argument("--section", metavar="ID", type=given, help="the section to begin at")
    parser.add_argument("--find", metavar="QUERY", type=given, help="words to search for")
    parser.add_argument("--version", action="store_true", help="print the version")
    parser.add_argument("--self-test", action="store_true", help="try every part once; needs no display")
    return parser
