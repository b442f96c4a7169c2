"""Comparing two large files in a process of its own: it holds up nothing, and ends at once when stopped.

The child is the program's own console command, so that it works frozen too. It is told the two names and
writes what the page of changes shows, or why it cannot; it draws nothing and loads no Qt.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any

from hkviewer.compare.comparing import compare_documents
from hkviewer.compare.summary import summary
from hkviewer.content.document import Document
from hkviewer.errors import DocumentError
from hkviewer.gui.changes.change_words import two_sentences
from hkviewer.gui.changes.opened import opened
from hkviewer.gui.changes.passages import Change, ChangesPage, Fold, Head, Item, Passage, Piece, changes_page
from hkviewer.system.child_process import start_own

JOB = "--compare-files"
_FIELDS = tuple(field.name for field in fields(Passage))
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
    return _page(answer.splitlines())


def serve() -> int:
    """Compare the two files whose names stand on stdin and write the page to stdout, as the child does; 0."""
    old, new = json.loads(sys.stdin.buffer.read())
    try:
        lines = _lines(*made(opened(old), opened(new)))
    except DocumentError as error:
        lines = [_line("error", error.what, error.remedy)]
    sys.stdout.buffer.writelines(lines)
    return 0


def _lines(head: Head, page: ChangesPage) -> list[bytes]:
    """A page as lines of JSON: reading a large one in one go would hold the window."""
    lines = [_line("head", *head)]
    for item in page.items:
        if isinstance(item, Fold):
            lines.append(_line("fold", item.words, list(map(_fields, item.passages))))
        else:
            lines.append(_line("passage", *_fields(item)))
    for each in page.changes:
        lines.append(_line("change", each.section, list(map(_fields, each.passages)), each.figures))
    return lines


def _line(*values: object) -> bytes:
    return json.dumps(values).encode() + b"\n"


def _fields(passage: Passage) -> list[Any]:
    return [getattr(passage, name) for name in _FIELDS]


def _page(lines: Iterable[bytes]) -> tuple[Head, ChangesPage]:
    """The page that `_lines` made lines of.

    Raises:
        DocumentError: what they say instead.
    """
    head = Head("", "", "", ())
    items: list[Item] = []
    changes: list[Change] = []
    for kind, *values in map(json.loads, lines):
        match kind:
            case "head":
                title, editions, sentences, further = values
                head = Head(title, editions, sentences, tuple(further))
            case "passage":
                items.append(_passage(values))
            case "fold":
                items.append(Fold(values[0], _passages(values[1])))
            case "change":
                changes.append(Change(values[0], _passages(values[1]), tuple(values[2])))
            case _:
                raise DocumentError(*values)
    return head, ChangesPage(tuple(items), tuple(changes))


def _passages(told: list[list[Any]]) -> tuple[Passage, ...]:
    return tuple(map(_passage, told))


def _passage(told: list[Any]) -> Passage:
    kind, pieces, *rest = told
    return Passage(kind, tuple(Piece(*piece) for piece in pieces), *rest)
