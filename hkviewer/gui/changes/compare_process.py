"""Comparing two documents in a process of its own: it holds up nothing, and ends at once when stopped.

The child is the program's own console command, so that it works frozen too. It is told the two names, or
given the sheet of a document that is open, and writes what the page of changes shows, or a file of the
redline, or why it cannot; it draws nothing and loads no Qt.
"""

from __future__ import annotations

import gc
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from hkviewer.compare.editions import SheetChanges
from hkviewer.compare.summary import Summary, remark_on, summary
from hkviewer.content.document import Document
from hkviewer.content.reading_process import received_sheet, sheet_lines
from hkviewer.errors import DocumentError, HkviewerError
from hkviewer.gui.changes.change_words import two_sentences
from hkviewer.gui.changes.opened import opened
from hkviewer.gui.changes.passages import Change, ChangesPage, Fold, Head, Item, Passage, Piece, changes_page
from hkviewer.system.child_process import end_group, start_own

JOB = "--compare-files"
_FIELDS = tuple(field.name for field in fields(Passage))
_POLL = 0.1
"""Seconds between two looks at whether the reader stopped it."""
Text = str | Document
"""A document by its path or id, or one that is open."""


def made(old: Document, new: Document) -> tuple[Head, ChangesPage]:
    """What the page of changes shows of two documents."""
    # Here, beside the window: it would wait for them 50 ms, and needs them not.
    from hkviewer.compare.comparing import compare_documents

    changes = compare_documents(old, new)
    told = summary(changes)
    sentences = " ".join(filter(None, (remark_on(changes), two_sentences(changes))))
    head = Head(told.title, told.editions, sentences, _further(told), _digests(changes))
    return head, changes_page(changes)


def _further(told: Summary) -> tuple[str, ...]:
    """The lines below the two sentences; they have no headings, so the figures' last one says of what."""
    *figures, last = told.figures or ("",)
    word = "figure" if last == "and 1 more" else "figures"
    more = f"{last} {word}" if last.startswith("and ") else last
    return (*figures, *filter(None, [more]), *told.other)


def made_apart(old: Text, new: Text, is_stopped: Callable[[], bool]) -> tuple[Head, ChangesPage] | None:
    """The same, from a process of its own; None where it was stopped.

    Raises:
        DocumentError: one cannot be read, or the process ended before its time.
    """
    try:
        answer = _asked((old, new), "", is_stopped)
    except OSError:
        return made(opened(old), opened(new))  # where a policy forbids it
    return None if answer is None else _page(io.BytesIO(answer))


def written_apart(
    texts: tuple[Text, Text], form: str, digests: Sequence[str], is_stopped: Callable[[], bool]
) -> bytes | None:
    """The redline in one of its `FORMATS`, from a process of its own; None where it was stopped.

    Args:
        texts: the older and the newer text.
        form: the form's name.
        digests: of both, as they were compared before.
        is_stopped: asked again and again.

    Raises:
        HkviewerError: one cannot be read or is another now, there is no such file of both, or the process
            ended before its time.
    """
    try:
        answer = _asked(texts, form, is_stopped)
    except OSError:
        answer = b"".join(_file(opened(texts[0]), opened(texts[1]), form))
    if answer is None:
        return None
    about, _, data = answer.partition(b"\n")
    kind, *told = json.loads(about)
    if kind == "error":
        raise DocumentError(*told)
    if told != [*digests]:
        raise DocumentError("One of the files has changed since they were compared.", "Compare them again.")
    return data


def _asked(texts: tuple[Text, Text], form: str, is_stopped: Callable[[], bool]) -> bytes | None:
    """What the process answers; None where it was stopped.

    Raises:
        DocumentError: it ended before its time.
        OSError: it cannot be started.
    """
    pipe = subprocess.PIPE
    child = start_own(JOB, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, leads_group=True)
    said: bytes | None = b"".join(_request(texts, form))
    with child:
        while True:
            try:
                answer, _ = child.communicate(said, timeout=_POLL)
            except subprocess.TimeoutExpired:
                said = None
                if is_stopped():
                    end_group(child)
                    return None
            else:
                break
    if child.returncode or not answer:
        raise DocumentError("The files could not be compared: too little memory may be left.", "Try again.")
    return answer


def _request(texts: tuple[Text, Text], form: str) -> Iterator[bytes]:
    yield _line(form)
    for text in texts:
        if isinstance(text, str):
            yield _line(text)
        else:
            told, lines = sheet_lines(text.sheet)
            yield _line(str(text.path), told)
            yield from lines


def serve() -> int:
    """Compare what stands on stdin and write what is asked for to stdout, as the child does; 0."""
    # Nothing that is compared is a circle, and looking for some took more time than comparing.
    gc.disable()
    lines = iter(sys.stdin.buffer)
    (form,) = json.loads(next(lines))
    try:
        old, new = [_received(lines) for _ in range(2)]
        answer = _file(old, new, form) if form else _lines(*made(old, new))
    except HkviewerError as error:
        answer = [_line("error", error.what, error.in_window)]
    sys.stdout.buffer.writelines(answer)
    return 0


def _file(old: Document, new: Document, form: str) -> list[bytes]:
    from hkviewer.compare.comparing import compare_documents
    from hkviewer.export.redline.registry import FORMATS

    FORMATS[form].check(old.sheet, new.sheet)
    changes = compare_documents(old, new)
    return [_line("file", *_digests(changes)), FORMATS[form].write(changes)]


def _digests(changes: SheetChanges) -> tuple[str, str]:
    return changes.old.digest, changes.new.digest


def _received(lines: Iterator[bytes]) -> Document:
    name, *told = json.loads(next(lines))
    if not told:
        return opened(name)
    return Document(received_sheet(told[0], lines), Path(name), bundled=False)


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
                title, editions, sentences, further, digests = values
                head = Head(title, editions, sentences, tuple(further), tuple(digests))
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
