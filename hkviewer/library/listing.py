"""The Markdown files in a folder and below it, on whatever disk that is."""

from __future__ import annotations

import contextlib
import itertools
import os
import queue
import stat
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from hkviewer.system.files import reason

_ENDINGS = (".md", ".markdown")
MOST_ENTRIES = 100_000
"""Files and folders that are looked at below one that was added."""
MOST_SHEETS = 20_000
"""Markdown files that are taken of it."""

_SIGN_OF_LIFE = 0.1
"""Seconds: a slow drive takes as long for one file."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """A file as the disk has it: its path, when it was changed in nanoseconds, and its bytes."""

    path: str
    changed: int
    size: int


@dataclass
class Listing:
    """What there is below a path.

    Attributes:
        files: those found, a folder's by name.
        entries: how many files and folders were looked at.
        unread: folders that could not be listed, whose files may be there all the same.
        is_there: whether the path itself is.
        told: what the user is to know, a sentence each.
    """

    files: list[Found] = field(default_factory=list)
    entries: int = 0
    unread: list[str] = field(default_factory=list)
    is_there: bool = True
    told: list[str] = field(default_factory=list)


def look_into(root: str, found: Listing, *, deep: bool = True) -> Iterator[None]:
    """Put into `found` what there is of Markdown at `root`, a file or a folder; each step is a sign of life.

    Links are followed, each folder is looked into once; names that begin with a dot are passed over.
    """
    try:
        status = os.stat(root)  # noqa: PTH116  thousands of them: a Path costs as much as the call
    except (OSError, ValueError):
        found.is_there = False
        return
    if not stat.S_ISDIR(status.st_mode):
        found.files.append(Found(root, status.st_mtime_ns, status.st_size))
        return
    yield
    # A link that leads to a folder above would lead to everything there is.
    seen = {(status.st_dev, status.st_ino), *_above(root)}
    folders, looked_at, said = [root], 0, time.monotonic()
    while folders:
        inner: list[str] = []
        for name, path, is_folder in _entries(folders.pop(), found):
            looked_at += 1
            if looked_at > MOST_ENTRIES or len(found.files) >= MOST_SHEETS:
                found.told.append(_too_many(root, looked_at, len(found.files)))
                return
            with contextlib.suppress(OSError):
                if is_folder:
                    if deep and _is_new(path, seen):
                        inner.append(path)
                elif name.lower().endswith(_ENDINGS):
                    _add_file(path, found)
            if time.monotonic() - said > _SIGN_OF_LIFE:
                yield
                said = time.monotonic()
        folders += reversed(inner)
    if looked_at and not found.files and not found.unread:
        found.told.append(f"“{root}” holds no Markdown file among its {looked_at:,} files and folders.")


def _entries(folder: str, found: Listing) -> list[tuple[str, str, bool]]:
    """Name, path and whether it is a folder, of each entry by name; those of a hidden one are left out."""
    try:
        with os.scandir(folder) as entries:
            first = itertools.islice(entries, MOST_ENTRIES + 1)
            shown = (entry for entry in first if entry.name[0] != ".")
            result = sorted((entry.name, entry.path, _is_folder(entry)) for entry in shown)
    except OSError as error:
        found.unread.append(folder)
        found.told.append(f"“{folder}” cannot be read: {reason(error)}.")
        return []
    found.entries += len(result)
    return result


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _above(root: str) -> Iterator[tuple[int, int]]:
    """The folders that `root` stands in, wherever it really is."""
    for path in Path(os.path.realpath(root)).parents:
        with contextlib.suppress(OSError):
            status = path.stat()
            yield status.st_dev, status.st_ino


def _is_new(folder: str, seen: set[tuple[int, int]]) -> bool:
    """Whether a folder was not looked into yet, under whatever name."""
    status = os.stat(folder)  # noqa: PTH116  as above
    identity = (status.st_dev, status.st_ino)
    if identity in seen:
        return False
    seen.add(identity)
    return True


def _add_file(path: str, found: Listing) -> None:
    status = os.stat(path)  # noqa: PTH116  as above
    if stat.S_ISREG(status.st_mode):
        found.files.append(Found(path, status.st_mtime_ns, status.st_size))


def _too_many(root: str, looked_at: int, sheets: int) -> str:
    if sheets >= MOST_SHEETS:
        return f"“{root}” holds more than {MOST_SHEETS:,} Markdown files; the others are left out."
    return f"“{root}” holds more than {looked_at - 1:,} files; the others are not looked at."


class Patient(Generic[T]):
    """What an iterator gives, made by a thread of its own, so that a disk that does not answer can be left.

    Args:
        work: makes the iterator; it is called in the thread, at once.
        first: seconds to wait for the first value.
        later: seconds to wait for each of the others.
    """

    def __init__(self, work: Callable[[], Iterator[T]], first: float, later: float) -> None:
        self._values: queue.SimpleQueue[tuple[T] | Exception | None] = queue.SimpleQueue()
        self._patience, self._later, self._is_over = first, later, False
        self._last = time.monotonic()
        self._thread = threading.Thread(target=self._work, args=(work,), daemon=True, name="hkviewer-disk")
        self._thread.start()

    @property
    def is_at_work(self) -> bool:
        """Whether the disk has not given back the thread yet."""
        return self._thread.is_alive()

    def __iter__(self) -> Iterator[T]:
        """The values. Raises TimeoutError where the next one is not there in time, and what `work` raises."""
        try:
            while (value := self._next()) is not None:
                if isinstance(value, Exception):
                    raise value
                yield value[0]
        finally:
            self._is_over = True

    def _next(self) -> tuple[T] | Exception | None:
        try:
            # Others may have been waited for meanwhile.
            return self._values.get(timeout=max(0, self._last + self._patience - time.monotonic()))
        except queue.Empty:
            raise TimeoutError from None

    def _work(self, work: Callable[[], Iterator[T]]) -> None:
        try:
            for value in work():
                if self._is_over:
                    return
                self._last, self._patience = time.monotonic(), self._later
                self._values.put((value,))
        except Exception as error:  # noqa: BLE001  raised again where the values are asked for
            self._values.put(error)
        self._values.put(None)


def answers(path: str, patience: float) -> bool:
    """Whether the disk that `path` is on answers within so many seconds, be it that there is no such file."""

    def ask() -> Iterator[None]:
        with contextlib.suppress(OSError, ValueError):
            os.stat(path)  # noqa: PTH116  as above
        yield

    try:
        return any(True for _ in Patient(ask, patience, patience))
    except TimeoutError:
        return False
