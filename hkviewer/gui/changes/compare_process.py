"""Comparing two large files in a process of its own: it holds up nothing, and ends at once when stopped.

The child is the program's own console command, so that it works frozen too. It is told the two names and
writes what the page of changes shows, or why it cannot; it draws nothing and loads no Qt.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Callable

from hkviewer.compare.comparing import compare_documents
from hkviewer.compare.summary import summary
from hkviewer.content.document import Document
from hkviewer.errors import DocumentError
from hkviewer.gui.changes.change_words import two_sentences
from hkviewer.gui.changes.opened import opened
from hkviewer.gui.changes.passages import ChangesPage, Head, changes_page
from hkviewer.system.child_process import start_own

JOB = "--compare-files"
_POLL = 0.1
"""Seconds between two looks at whether the reader stopped it."""


def made(old: Document, new: Document) -> tuple[Head, ChangesPage]:
    """What the page of changes shows of two documents."""
    changes = compare_documents(old, new)
    told = summary(changes)
    return Head(told.title, told.editions, two_sentences(changes), told.other), changes_page(changes)


def made_apart(old: str, new: str, is_stopped: Callable[[], bool]) -> tuple[Head, ChangesPage] | None:
    """The same of two files, from a process of its own; None where it was stopped.

    Raises:
        DocumentError: one cannot be read, or the process ended before its time.
    """
    failed = DocumentError(
        "The two files could not be compared: too little memory may be left.", "Try again."
    )
    try:
        child = start_own(JOB, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return made(opened(old), opened(new))  # where a policy forbids it
    said: bytes | None = json.dumps([old, new]).encode()
    with child:
        while True:
            try:
                answer, _ = child.communicate(said, timeout=_POLL)
            except subprocess.TimeoutExpired:
                said = None
                if is_stopped():
                    child.kill()
                    return None
            else:
                break
    if child.returncode or not answer:
        raise DocumentError("The files could not be compared: too little memory may be left.", "Try again.")
    told: tuple[Head, ChangesPage] | list[str] = pickle.loads(answer)  # noqa: S301  from the program itself
    if isinstance(told, list):
        raise DocumentError(*told)
    return told


def serve() -> int:
    """Compare the two files whose names stand on stdin and write the page to stdout, as the child does; 0."""
    old, new = json.loads(sys.stdin.buffer.read())
    told: object
    try:
        told = made(opened(old), opened(new))
    except DocumentError as error:
        told = [error.what, error.remedy]
    sys.stdout.buffer.write(pickle.dumps(told))
    return 0
