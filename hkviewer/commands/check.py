"""`hkviewer check`: an editor's faults, each named with its line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from hkviewer.commands.parser import given
from hkviewer.content.checking import check_file
from hkviewer.content.document import read_bytes
from hkviewer.errors import DocumentError
from hkviewer.export.pdf.copy_process import CopyProcess
from hkviewer.export.pictures import CopyPictures
from hkviewer.system.characters import for_terminal


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `check` takes."""
    parser.add_argument("files", metavar="FILE", nargs="+", type=given, help="a Markdown file")


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each fault; 3 if a file cannot be read, 1 if there are faults, else 0."""
    faulty, unreadable = False, 0
    for name in arguments.files:
        try:
            read_bytes(Path(name))
        except DocumentError as error:
            unreadable = error.exit_code
            print(error, file=sys.stderr)
            continue
        with CopyProcess() as process:
            faults = check_file(Path(name), CopyPictures(process).is_whole)
        faulty = faulty or bool(faults)
        for fault in faults:
            message = fault.message.replace("\n", " ")  # of HTML an address may go on over lines
            print(for_terminal(f"{name}:{fault.line}: {message}"))
    if not faulty and not unreadable:
        print("No faults found.")
    return unreadable or int(faulty)
