"""The library: the sheets that come with the program, and those of the files and folders that were added."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from hkviewer.content.attachments import is_there
from hkviewer.content.identity import DocumentKey
from hkviewer.errors import OutputError, UsageError
from hkviewer.library.added import AddedPaths, Below, absolute, holders
from hkviewer.library.entries import LibraryFile, LibrarySheet, sheets_of
from hkviewer.library.listing import Found, Listing, Patient, look_into
from hkviewer.library.reading import read_file
from hkviewer.library.stored import Known, StoredFiles
from hkviewer.system import paths
from hkviewer.system.characters import one_line
from hkviewer.system.files import real_path

_PATIENCE = 2.0
"""Seconds for a drive's first answer; one that is gone often answers after minutes."""
_PATIENCE_LATER = 10.0
"""Seconds for the names in one of its folders, which may be thousands and come from far."""
_PATIENCE_TO_READ = 20.0
"""Seconds for a file, which may have 20 MB."""
T = TypeVar("T")
_MOST_SHOWN = 3
Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of looking at the disks again.

    Attributes:
        changed: whether anything is not as it was known before.
        cancelled: it was given up; what was read until then is kept, and the rest as it was known.
        told: what the user is to know, a sentence each.
    """

    changed: bool
    cancelled: bool
    told: tuple[str, ...]


@dataclass
class _Looked:
    """What was found on the disks.

    Attributes:
        known: what need not be read again.
        to_read: what is to be, by drives.
        old: what was known of that.
        told: what the user is to know.
    """

    known: dict[str, Known] = field(default_factory=dict)
    to_read: defaultdict[str, list[Found]] = field(default_factory=lambda: defaultdict(list))
    old: dict[str, Known] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def compare(self, drive: str, root: str, found: Listing, before: Mapping[str, Known]) -> None:
        """Take in what there is at `root`, of which `before` was known."""
        # An empty folder is where a drive was mounted before it was taken away.
        sheets = {path: each for path, each in before.items() if each.file.id}
        is_gone = not found.is_there or (sheets.keys() - {root} and not found.files and not found.entries)
        self.told += found.told
        if is_gone:
            kept = "; what was in it is kept in mind" if sheets else ""
            self.told += [] if found.told else [f"“{root}” is not there{kept}."]
            self._leave(sheets)
            return
        for file in found.files:
            if file.path not in self._seen:
                self._seen.add(file.path)
                self._compare_file(drive, file, before.get(file.path))
        unread = Below(found.unread)
        self._leave({path: each for path, each in sheets.items() if unread(path)})

    def _compare_file(self, drive: str, file: Found, before: Known | None) -> None:
        if before is None or (before.changed, before.size) != (file.changed, file.size):
            self.to_read[drive].append(file)
            if before:
                self.old[file.path] = before
        elif before.file.state == "here":
            self.known[file.path] = before
        else:
            self.known[file.path] = replace(before, file=replace(before.file, state="here"))

    def leave(self, paths: Iterable[str]) -> None:
        """Keep in mind what was known of files that cannot be read now."""
        self._leave({path: self.old[path] for path in paths if path in self.old})

    def _leave(self, known: Mapping[str, Known]) -> None:
        for path, each in known.items():
            if path not in self._seen or path in self.old:
                self.known[path] = replace(each, file=replace(each.file, state="absent"))


class Library:
    """What was added, and the sheets in it as they were when they were last looked at.

    All but `refresh` answer from memory and the cache, and ask no disk. It may run in a thread: what others
    answer changes at its end, in one step.

    Args:
        added: what the library is made of; left out, that of this reader and machine.
        stored: what is known of it; left out, that in the cache folder.
        content: the folder of the bundled sheets; left out, the program's own.
        patience: seconds to wait for a drive's first answer.
    """

    def __init__(
        self,
        added: AddedPaths | None = None,
        stored: StoredFiles | None = None,
        content: Path | None = None,
        patience: float = _PATIENCE,
    ) -> None:
        self.added = added or AddedPaths()
        self._stored = stored or StoredFiles()
        self._content = absolute(content or paths.content_folder())
        self._patience = patience
        self._known: Mapping[str, Known] | None = None
        self._sheets: tuple[LibrarySheet, ...] | None = None
        self.is_fresh = False
        """Whether `refresh` has looked at all disks since this was made."""
        self._hung: dict[str, Patient[Any]] = {}
        """By drives, what still waits for one that did not answer: it is not asked again until then."""

    # ---- What is known ----------------------------------------------------------------------

    def files(self) -> tuple[LibraryFile, ...]:
        """All files, those that could not be read among them."""
        return tuple(known.file for known in self._all_known().values())

    def sheets(self) -> tuple[LibrarySheet, ...]:
        """The sheets: first those with a bundled edition, then by title."""
        if self._sheets is None:
            self._sheets = sheets_of(self.files())
        return self._sheets

    def work(self, key: DocumentKey) -> LibrarySheet | None:
        """The sheet of which the document `key` is an edition; None for one whose id is not stated."""
        same = (one for one in self.sheets() if one.editions[0].key.is_same_work(key))
        return next(same, None)

    def remarks(self) -> tuple[str, ...]:
        """What is to be known of it, a sentence each.

        Whether it is not known what was added; files that cannot be read; files of which none is the newer
        edition.
        """
        faults = (file.fault for file in self.faulty())
        return (*filter(None, [self.added.fault]), *faults, *self.ties())

    def ties(self) -> tuple[str, ...]:
        """Which files are one edition of a sheet with different words, a sentence for each such edition."""
        return tuple(_tie(files, sheet) for sheet in self.sheets() for files in sheet.ties)

    def faulty(self) -> tuple[LibraryFile, ...]:
        """The files that could not be read, each with its `fault`."""
        return tuple(file for file in self.files() if file.fault)

    def originals(self) -> frozenset[str]:
        """The paths of its files; while it is not known what was added, of all that were once read for it."""
        return frozenset(self._stored.load() if self.added.fault else self._all_known())

    def _all_known(self) -> Mapping[str, Known]:
        if self._known is None:
            self._known = _below(self._stored.load(), self._roots())
        return self._known

    def _roots(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self._content, *self.added.all())))

    # ---- Adding and removing ----------------------------------------------------------------

    def add(self, names: Iterable[str | Path]) -> tuple[str, ...]:
        """Add files and folders; their absolute paths. `refresh` then reads them.

        Raises:
            OutputError: what was added cannot be kept.
        """
        return self.added.add(names)

    def remove(self, names: Iterable[str | Path]) -> tuple[str, ...]:
        """Take away files and folders that were added; their absolute paths. Nothing of them is touched.

        Raises:
            UsageError: one of them was not added by the reader.
            OutputError: what was added cannot be kept.
        """
        removed = self.added.remove(names)
        if self._known is not None:  # what is only stored is not read for it
            self._take(_below(self._known, self._roots()))
        return removed

    # ---- Looking at the disks ---------------------------------------------------------------

    def refresh(
        self,
        progress: Progress = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Refreshed:
        """Look at all disks, and read what is new or has changed.

        A drive that does not answer is not waited for: its files are absent, as they were known.

        Args:
            progress: is told how many of the files to be read were, and how many these are.
            cancelled: is asked now and then whether to give up.
        """
        stored, roots = self._stored.load(), self._roots()
        before = _below(stored, roots)
        looked = self._looked(roots, before, cancelled)
        if looked is None:
            return Refreshed(changed=False, cancelled=True, told=())
        total, done = sum(map(len, looked.to_read.values())), 0
        is_over = False
        for drive, found in looked.to_read.items():
            for known in () if is_over else self._read(drive, found, looked):
                path = str(known.file.path)
                looked.known[path] = _or_before(known, looked.old.get(path))
                done += 1
                progress(done, total)
                if is_over := cancelled():
                    break
        after = {**before, **looked.known} if is_over else looked.known
        changed = after != (before if self._known is None else self._known)
        self._take(after)
        self.is_fresh = self.is_fresh or not is_over
        # One bundled sheet alone is read anew as quickly.
        if after != stored and (stored or len(roots) > 1 or len(after) > 1):
            looked.told += self._save(after, roots)
        return Refreshed(changed, is_over, tuple(looked.told))

    def _take(self, known: Mapping[str, Known]) -> None:
        self._known, self._sheets = known, None

    def _save(self, known: Mapping[str, Known], roots: Sequence[str]) -> list[str]:
        looked_at, now, is_lost = Below(roots), Below(self._roots()), bool(self.added.fault)
        try:
            # What another window has added and read meanwhile stays; all, while it is not known what was.
            self._stored.save(known, lambda path: (is_lost or now(path)) and not looked_at(path))
        except OutputError as error:
            return [f"What is in the library has to be read again next time: {error.what}"]
        return []

    def _looked(
        self, roots: Sequence[str], before: Mapping[str, Known], cancelled: Callable[[], bool]
    ) -> _Looked | None:
        """List what the library is made of, all drives at once; None where that was given up."""
        drives: defaultdict[str, list[str]] = defaultdict(list)
        for root in roots:
            # Files that were added one by one share the thread of their folder.
            drives[os.path.dirname(root)].append(root)  # noqa: PTH120  as it is written
        lists = {
            drive: Patient(partial(_list_all, tuple(inner), self._content), self._patience, _PATIENCE_LATER)
            for drive, inner in drives.items()
            if not (drive in self._hung and self._hung[drive].is_at_work)
        }
        looked, below = _Looked(), _by_root(before, roots)
        for drive, inner in drives.items():
            answered = dict[str, Listing]()
            for root, found in self._awaited(drive, lists[drive]) if drive in lists else ():
                if cancelled():
                    return None
                if found:
                    answered[root] = found
            for root in inner:
                found = answered.get(root) or Listing(is_there=False, told=[f"“{root}” does not answer."])
                looked.compare(drive, root, found, below[root])
        return looked

    def _read(self, drive: str, found: Sequence[Found], looked: _Looked) -> Iterator[Known]:
        """Read files of one drive; those that it does not give stay as they were known."""
        waiting = {file.path for file in found}
        work = partial(_read_all, found, self._content)
        for known in self._awaited(drive, Patient(work, _PATIENCE_TO_READ, _PATIENCE_TO_READ)):
            waiting.discard(str(known.file.path))
            yield known
        if waiting:
            looked.told.append(f"“{drive}” does not answer.")
            looked.leave(waiting)

    def _awaited(self, drive: str, patient: Patient[T]) -> Iterator[T]:
        """What a drive gives, as far as it answers."""
        try:
            yield from patient
        except TimeoutError:
            self._hung[drive] = patient


def keep_originals(target: Path, library: Library | None = None) -> None:
    """Refuse to write to a file of the library, as it is known; it need not be there.

    Args:
        target: what is to be written.
        library: left out, the usual one.

    Raises:
        UsageError: `target` is one of them.
    """
    if not is_there(target):
        return
    if (library or Library()).originals() & {absolute(target), real_path(target)}:
        raise UsageError(
            f"“{target}” is a document in the library; nothing must replace it.", "Give another name."
        )


def _tie(files: Sequence[LibraryFile], sheet: LibrarySheet) -> str:
    held = ", ".join(f"“{file.path}”" for file in files[:_MOST_SHOWN])
    held += ", …" if len(files) > _MOST_SHOWN else ""
    edition = f"its edition {files[0].counts_as}" if files[0].counts_as else "an edition without a date"
    if len({file.counts_as for file in files}) > 1:
        edition = "one day, which counts as the first of its month or year"
    told = f"“{files[0].id}” has {len(files)} files of {edition} with different words; none is newer: {held}."
    if files is not sheet.newest or len({file.title for file in files}) == 1:
        return told
    return f"{told} The sheet is called “{one_line(sheet.title)}”, as in the first of them."


def _below(known: Mapping[str, Known], roots: Sequence[str]) -> dict[str, Known]:
    """Of `known` what is at or below `roots`; another window may have removed some."""
    is_kept = Below(roots)
    return {path: each for path, each in known.items() if is_kept(path)}


def _list_all(roots: Sequence[str], content: str) -> Iterator[tuple[str, Listing | None]]:
    """The listing of each root at its end; on the way there None, as a sign of life."""
    for root in roots:
        found = Listing()
        for _ in look_into(root, found, deep=root != content):
            yield root, None
        yield root, found


def _read_all(files: Sequence[Found], content: str) -> Iterator[Known]:
    for found in files:
        path = Path(found.path)
        file = read_file(path, bundled=str(path.parent) == content)
        yield Known(file, found.changed, found.size) if file.digest else Known(file, 0, 0)


def _or_before(known: Known, before: Known | None) -> Known:
    """`known`, but where its file could not be read, what was known of it before; it is read again."""
    if known.file.digest or before is None or not before.file.id:
        return known
    return Known(replace(before.file, state="absent", fault=known.file.fault), 0, 0)


def _by_root(known: Mapping[str, Known], roots: Iterable[str]) -> dict[str, dict[str, Known]]:
    """What is known below each root."""
    below: dict[str, dict[str, Known]] = {root: {} for root in roots}
    for path, each in known.items():
        for holder in holders(path):
            if holder in below:
                below[holder][path] = each
    return below
