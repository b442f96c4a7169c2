"""`hkviewer check`: an editor's faults, each named with its line."""

from __future__ import annotations

import argparse
from pathlib import Path

from hkviewer.factsheet.check import check_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `check` takes."""
    parser.add_argument("files", metavar="FILE", nargs="+", help="a Markdown file")


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each fault; 1 if there are any, else 0."""
    faulty = False
    for name in arguments.files:
        for fault in check_file(Path(name)):
            faulty = True
            print(f"{name}:{fault.line}: {fault.message}")
    if not faulty:
        print("No faults found.")
    return int(faulty)
