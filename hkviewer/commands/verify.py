"""`hkviewer verify`: the bundled sheets against their captured texts, or a copy against its sheet."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from hkviewer.commands.parser import given, opened
from hkviewer.compare.provenance import verify
from hkviewer.content.document import Document, bundled_sheets, names_file, read_document
from hkviewer.errors import DocumentError, UsageError

if TYPE_CHECKING:
    from hkviewer.export.verification.claims import Offered


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `verify` takes."""
    parser.add_argument(
        "copy",
        metavar="COPY.pdf",
        nargs="?",
        help="a briefing copy to compare with its fact sheet, or a Markdown file to compare with its "
        "captured text; left out, the bundled fact sheets",
    )
    parser.add_argument(
        "--against",
        metavar="FILE.md",
        type=given,
        action="append",
        help="a Markdown file of your own that the copy was made from; may be repeated",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the results; 0 if all is intact, 1 if not.

    Raises:
        UsageError: `--against` is given, but no copy.
        DocumentError: a file cannot be read.
    """
    against = [Path(name) for name in arguments.against or ()]
    if against and (arguments.copy is None or not _is_copy(arguments.copy)):
        raise UsageError("Only a copy can be checked against a file.", "Name the copy: a PDF file.")
    if arguments.copy is None:
        return _verify_sheets(_bundled())
    if not names_file(arguments.copy):
        return _verify_sheets([opened(arguments.copy)])
    path = Path(arguments.copy)
    if not _is_copy(arguments.copy):
        return _verify_sheets([read_document(path)])
    from hkviewer.export.verification.check_process import check_copy  # brings a PDF reader

    code, lines = check_copy(path, against, _library())
    print("\n".join(lines))
    return code


def _library() -> list[Offered]:
    """The files of the library, those that are gone too, the newest editions first."""
    from hkviewer.export.verification.claims import Offered
    from hkviewer.library.library import Library

    library = Library()
    if not library.added.all():
        return []
    library.refresh()
    files = sorted(library.files(), key=lambda file: file.day, reverse=True)
    own = (file for file in files if file.id and not file.bundled)
    return [Offered(str(file.path), file.id, file.digest) for file in own]


def _is_copy(name: str) -> bool:
    return names_file(name) and Path(name).suffix.lower() not in (".md", ".markdown")


def _bundled() -> tuple[Document, ...]:
    documents = bundled_sheets()
    if not documents:
        raise DocumentError("There is no bundled fact sheet.", "Install the program again.")
    return documents


def _verify_sheets(documents: Iterable[Document]) -> int:
    intact = True
    for document in documents:
        result = verify(document)
        intact = intact and result.intact
        print(f"{document.sheet.title}: {result.summary}.")
        for difference in result.differences:
            print(f"  {difference}")
        print(f"  SHA-256 of the fact sheet: {result.digest}")
        if result.captured_digest:
            print(f"  SHA-256 of the captured text: {result.captured_digest}")
    return 0 if intact else 1
