"""`hkviewer compare`: what changed between two editions."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from hkviewer.commands.parser import given, opened
from hkviewer.compare.bounds import require_comparable
from hkviewer.compare.comparing import compare_documents
from hkviewer.content.document import Document
from hkviewer.export.redline.registry import FORMATS, format_of
from hkviewer.export.sources import keep_files
from hkviewer.system.files import write_atomically
from hkviewer.system.terminal import require_stdout, write_bytes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `compare` takes."""
    add = parser.add_argument
    add("old", metavar="OLD", type=given, help="the old edition: a Markdown file’s path or a sheet’s id")
    add("new", metavar="NEW", type=given, help="the new edition")
    add("--format", choices=list(FORMATS), help="how to tell it; left out, as FILE ends, else text")
    add("-o", "--output", metavar="FILE", type=given, help="the file to write; left out, or -: printed")
    add("--exact", action="store_true", help="tell of quotation marks, dashes and blanks, too")


def run(arguments: argparse.Namespace) -> int:
    """Tell what changed; 0 if nothing did, 1 if something did.

    Raises:
        UsageError: the format is not known, or the output is one of the two.
        DocumentError: a document cannot be read, or is too large to be compared.
        OutputError: the output cannot be written.
    """
    target = None if arguments.output in (None, "-") else Path(arguments.output)
    form = FORMATS[format_of(target, arguments.format)]
    old, new = _opened(arguments.old), _opened(arguments.new)
    if target is not None:
        keep_files(target, (old.path, new.path))
    changes = compare_documents(old, new, exact=arguments.exact)
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


def _opened(name: str) -> Document:
    require_comparable(Path(name))
    return opened(name)
