"""Reading a large document in a process of its own: it holds up nothing, and can be stopped at once.

The child is the program's own console command, so that it works frozen too. It is told the path and writes
lines of JSON: how much is done, then the sheet with what is known of the whole, then its sections, packed.
"""

from __future__ import annotations

import gc
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hkviewer.content import compiled
from hkviewer.content.document import Document, read_document
from hkviewer.content.model import FactSheet
from hkviewer.content.packed import PackedSection, lines_of, pack, received
from hkviewer.content.parts import Parts
from hkviewer.content.sizes import LARGEST_READING, MOST_SECTIONS
from hkviewer.errors import DocumentError
from hkviewer.system.child_process import close_pipes, start_own
from hkviewer.system.work_limits import TOO_LARGE, limited

JOB = "--read-sheet"
_KNOWN = ("word_count", "minutes", "letters")
"""What a sheet knows of all its text, which takes seconds for a large one."""
_READ = 0.8
"""The share of the work after which the sheet is read and is sent."""
_STEP = 0.002
"""Of the reading: what is worth a report."""
_REPORTED = 500
"""Sections between two reports."""


class Stopped(Exception):  # noqa: N818  no error
    """The reading was stopped."""


class ReadingProcess:
    """Reads the document at `path`; `read` waits for it, `stop` may be called from any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._child: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def read(self, report: Callable[[float], object]) -> Document:
        """What `read_document` gives, with its sections packed; `report` is told how much is done, to 1.

        Raises:
            DocumentError: as `read_document`, or it has more sections or takes more memory than it may,
                or the child cannot be started or ended before its time.
            Stopped: `stop` was called.
        """
        try:
            child = start_own(JOB, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        except OSError:
            raise self._failed() from None
        self._child = child
        try:
            document = self._received(child, report)
        except (OSError, ValueError, StopIteration):
            document = None
        finally:
            child.kill()
            child.wait()
            close_pipes(child)
        if self._is_stopped:
            raise Stopped
        if document is None and child.returncode == TOO_LARGE:
            raise _too_large(
                self._path, f"to read it takes more than {LARGEST_READING / 1e9:.1f} GB of memory"
            )
        if document is None:
            raise self._failed()
        return document

    def stop(self) -> None:
        """End the child; `read` raises `Stopped`."""
        self._is_stopped = True
        if self._child is not None:
            self._child.kill()

    def _received(self, child: subprocess.Popen[bytes], report: Callable[[float], object]) -> Document:
        """The document that `child` sends.

        Raises:
            DocumentError: what the child says.
            OSError, StopIteration, ValueError: it ended before that.
        """
        assert child.stdin is not None
        assert child.stdout is not None
        if self._is_stopped:
            raise StopIteration
        child.stdin.write(os.fsencode(self._path.absolute()))
        child.stdin.close()
        lines = iter(child.stdout)
        while isinstance(told := json.loads(next(lines)), float):
            report(told)
        if "error" in told:
            raise DocumentError(*told["error"])
        sheet = received_sheet(told, lines, report)
        return Document(sheet, self._path, bundled=False, parts=Parts(sheet))

    def _failed(self) -> DocumentError:
        return DocumentError(
            f"“{self._path}” could not be read: too little memory may be left.", "Try again."
        )


def serve() -> int:
    """Read the document whose path stands on stdin and write it to stdout, as the child does; 0."""
    path = Path(os.fsdecode(sys.stdin.buffer.read()))
    # Nothing of the model is a circle, and looking for some took a second again and again.
    gc.disable()
    with limited(math.inf, LARGEST_READING):
        try:
            sheet = read_document(path, report=_teller()).sheet
            if (count := len(sheet.sections)) > MOST_SECTIONS:
                raise _too_large(path, f"it has {count:,} headings; a document may have {MOST_SECTIONS:,}")
        except DocumentError as error:
            _write({"error": [error.what, error.remedy]})
            return 0
        told, lines = sheet_lines(_packed(sheet))
    _write(told)
    sys.stdout.buffer.writelines(lines)
    return 0


def _too_large(path: Path, why: str) -> DocumentError:
    return DocumentError(f"“{path}” is too large: {why}.", "Split it into several files.")


def _packed(sheet: FactSheet) -> FactSheet:
    """`sheet` with its sections packed; it loses them one by one."""
    sections = []
    for section in sheet.sections:
        sections.append(pack(section))
        vars(section).clear()
    return sheet.replace(sections=tuple(sections))


def _teller() -> Callable[[float], None]:
    """Writes how much of the reading is done, wherever that is a step further."""
    told = -_STEP

    def tell(done: float) -> None:
        nonlocal told
        if done - told >= _STEP:
            told = done
            _write(_READ * done)

    return tell


def sheet_lines(sheet: FactSheet) -> tuple[dict[str, Any], Iterator[bytes]]:
    """What `received_sheet` makes `sheet` of again in another process: a JSON value, and lines."""
    known = {name: getattr(sheet, name) for name in _KNOWN}
    told = {"sheet": compiled.plain(sheet.replace(sections=())), "count": len(sheet.sections), "known": known}
    return told, (line + b"\n" for section in sheet.sections for line in lines_of(pack(section)))


def received_sheet(
    told: Any, lines: Iterator[bytes], report: Callable[[float], object] = lambda _: None
) -> FactSheet:
    """The sheet that `sheet_lines` made this of; `report` is told how much of it is there, to 1."""
    count = told["count"]
    sections: list[PackedSection] = []
    while len(sections) < count:
        if len(sections) % _REPORTED == 0:
            report(_READ + (1 - _READ) * len(sections) / count)
        sections.append(received(lines))
    sheet: FactSheet = compiled.value(told["sheet"]).replace(sections=tuple(sections))
    vars(sheet).update(told["known"])
    # Made here, and kept.
    sheet.outer  # noqa: B018
    if sections:
        sheet.section_number(sections[0].id)
    return sheet


def _write(value: object) -> None:
    sys.stdout.buffer.write(json.dumps(value).encode() + b"\n")
    sys.stdout.buffer.flush()
