"""Comparing two large files in a process of its own: it holds up nothing, and ends at once when stopped.

The child is the program's own console command, so that it works frozen too. It is told the two names and
writes what the page of changes shows, or why it cannot; it draws nothing and loads no Qt.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from hkviewer.compare.comparing import compare_documents
from hkviewer.compare.summary import summary
from hkviewer.content.document import Document
from hkviewer.errors import DocumentError
from hkviewer.gui.changes.change_words import two_sentences
from hkviewer.gui.changes.opened import opened
from hkviewer.gui.changes.passages import Change, ChangesPage, Fold, Head, Passage, Piece, changes_page
from hkviewer.system.child_process import start_own

JOB = "--compare-files"
_FIELDS = tuple(field.name for field in fields(Passage))
_OF_FOLD = 2
"""Values of a fold; a passage has more."""
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
    told = json.loads(answer)
    if "error" in told:
        raise DocumentError(*told["error"])
    return _page(told)


def serve() -> int:
    """Compare the two files whose names stand on stdin and write the page to stdout, as the child does; 0."""
    old, new = json.loads(sys.stdin.buffer.read())
    told: object
    try:
        told = _plain(*made(opened(old), opened(new)))
    except DocumentError as error:
        told = {"error": [error.what, error.remedy]}
    sys.stdout.buffer.write(json.dumps(told).encode())
    return 0


def _plain(head: Head, page: ChangesPage) -> dict[str, Any]:
    """A page as values of JSON."""
    items = [
        [item.words, list(map(_fields, item.passages))] if isinstance(item, Fold) else _fields(item)
        for item in page.items
    ]
    changes = [[each.section, list(map(_fields, each.passages)), each.figures] for each in page.changes]
    return {"head": head, "items": items, "changes": changes}


def _fields(passage: Passage) -> list[Any]:
    return [getattr(passage, name) for name in _FIELDS]


def _page(told: dict[str, Any]) -> tuple[Head, ChangesPage]:
    """The page that `_plain` made values of JSON of."""
    title, editions, sentences, further = told["head"]
    items = (
        Fold(item[0], _passages(item[1])) if len(item) == _OF_FOLD else _passage(item)
        for item in told["items"]
    )
    changes = (Change(section, _passages(own), tuple(figures)) for section, own, figures in told["changes"])
    return Head(title, editions, sentences, tuple(further)), ChangesPage(tuple(items), tuple(changes))


def _passages(told: list[list[Any]]) -> tuple[Passage, ...]:
    return tuple(map(_passage, told))


def _passage(told: list[Any]) -> Passage:
    kind, pieces, *rest = told
    return Passage(kind, tuple(Piece(*piece) for piece in pieces), *rest)
