"""`hkviewer compare`: what changed between two editions."""

from __future__ import annotations

import argparse
import contextlib
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from hkviewer.commands.parser import given, opened_file
from hkviewer.compare.bounds import require_comparable
from hkviewer.compare.comparing import compare_documents
from hkviewer.compare.two_sheets import two_sheets
from hkviewer.content.document import Document, names_file
from hkviewer.export.redline.registry import FORMATS, Format, format_of
from hkviewer.export.sources import keep_files
from hkviewer.library.library import Library, keep_originals
from hkviewer.library.naming import located, pair_named
from hkviewer.system.characters import for_terminal
from hkviewer.system.files import write_atomically
from hkviewer.system.garbage import without_garbage
from hkviewer.system.terminal import require_stdout, write_bytes

_SLOW_SECONDS = 5.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `compare` takes."""
    add = parser.add_argument
    old = "the old edition: a Markdown file’s path or a sheet’s id, or ID@EDITION"
    add("old", metavar="OLD", type=given, help=old)
    new = "the new edition; left out, OLD is the new one, and compared with the edition before it"
    add("new", metavar="NEW", nargs="?", type=given, help=new)
    add("--format", choices=list(FORMATS), help="how to tell it; left out, as FILE ends, else text")
    add("-o", "--output", metavar="FILE", type=given, help="the file to write; left out, or -: printed")
    add("--exact", action="store_true", help="tell of quotation marks, dashes and blanks, too")


def run(arguments: argparse.Namespace) -> int:
    """Tell what changed; 0 if nothing did, 1 if something did.

    Raises:
        UsageError: the format is not known or has no room for so much, the output is one of the two, or
            there is no edition before.
        DocumentError: a document cannot be read, or is too large to be compared.
        OutputError: the output cannot be written.
    """
    target = None if arguments.output in (None, "-") else Path(arguments.output)
    form = FORMATS[format_of(target, arguments.format)]
    with without_garbage():
        return _told(arguments, form, target)


def _told(arguments: argparse.Namespace, form: Format, target: Path | None) -> int:
    library = Library()
    old, new = _opened(arguments.old, arguments.new, library)
    if target is not None:
        keep_files(target, (old.path, new.path))
        keep_originals(target, library)
    remark = _remark(old, new)
    if remark:
        print(for_terminal(remark), file=sys.stderr)
    form.check(old.sheet, new.sheet)
    with _word_when_slow("Comparing large texts takes long"):
        changes = compare_documents(old, new, exact=arguments.exact)
    with _word_when_slow("The texts are compared; so long a redline takes long to make"):
        data = form.write(changes)
    if target is not None:
        write_atomically(target, data)
    else:
        require_stdout()
        if form.is_text:
            sys.stdout.write(data.decode("utf-8", "surrogatepass"))
        else:
            write_bytes(data)
    return 0 if changes.is_same else 1


@contextlib.contextmanager
def _word_when_slow(words: str) -> Iterator[None]:
    """Say after some seconds that it is still being done."""
    told = f"{words}; Ctrl+C ends it."
    timer = threading.Timer(_SLOW_SECONDS, print, [told], {"file": sys.stderr, "flush": True})
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _opened(old: str, new: str | None, library: Library) -> tuple[Document, Document]:
    """Both documents; both are found, and known to be of a size that can be compared, before one is read."""
    if new is None or not (names_file(old) and names_file(new)):
        library.refresh()
    pair = pair_named(old, library) if new is None else (located(old, library), located(new, library))
    for one in pair:
        require_comparable(one.path)
    first, second = (opened_file(one.path, one.note) for one in pair)
    return first, second


def _remark(old: Document, new: Document) -> str:
    """What is unusual about comparing these two, in a line; "" for nothing."""
    if remark := two_sheets(old.sheet, new.sheet, (old.path.stem, new.path.stem)):
        return remark
    before, after = old.sheet.edition, new.sheet.edition
    if before and after:
        known = min(len(before.date), len(after.date))  # "2020" and "2020-08" may be the same
        if before.date[:known] > after.date[:known]:
            return f"The newer edition was given first: {before.label}, before {after.label}."
    return ""
