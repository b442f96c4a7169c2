"""Which files and folders the library is made of: the reader's own, and those of the organisation.

The start asks this module whether there is a library at all, so it imports little.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from hkviewer.content.document import has_several_sheets
from hkviewer.errors import OutputError, UsageError
from hkviewer.preferences.machine_policy import load_policy
from hkviewer.preferences.policy import SET_BY
from hkviewer.system import paths
from hkviewer.system.state_file import StateFile

MOST_SHOWN = 10
"""Names that a message lists."""


class AddedPaths:
    """The absolute paths of what was added, in the order in which it was.

    They stand in a small file in the reader's data folder; a second window's are kept.

    Args:
        file: that file; left out, the usual one.
        by_policy: the folders that the organisation has named; left out, those of the machine's policy.
    """

    def __init__(self, file: StateFile | None = None, by_policy: Sequence[str] | None = None) -> None:
        self._file = file or StateFile(paths.data_folder() / "library.json")
        self.by_policy = tuple(load_policy().library_folders if by_policy is None else by_policy)

    def own(self) -> tuple[str, ...]:
        """What the reader added."""
        return tuple(_strings(self._file.load().get("paths")))

    def all(self) -> tuple[str, ...]:
        """What the organisation has named, then what the reader added; each once."""
        return tuple(dict.fromkeys((*self.by_policy, *self.own())))

    @property
    def has_library(self) -> bool:
        """Whether there is a library: something was added, or several sheets come with the program."""
        return bool(self.all()) or has_several_sheets()

    @property
    def fault(self) -> str:
        """Why it is not known what the reader added, in words; "" where it is."""
        fault = self._file.fault
        return f"{fault} What was added to the library is not known." if fault else ""

    def add(self, names: Iterable[str | Path]) -> tuple[str, ...]:
        """Add what is not there yet; the absolute paths that are new.

        Raises:
            OutputError: the file cannot be written.
        """
        wanted = dict.fromkeys(map(absolute, names))
        new: list[str] = []

        def put(stored: dict[str, Any]) -> dict[str, Any]:
            present = _strings(stored.get("paths"))
            known = {*present, *self.by_policy}
            new[:] = [path for path in wanted if path not in known]
            return {**stored, "paths": [*present, *new]} if new else stored

        self._require_known()
        self._file.change(put)
        return tuple(new)

    def remove(self, names: Iterable[str | Path]) -> tuple[str, ...]:
        """Take away paths that were added; the absolute paths. The disks that they are on are not asked.

        Raises:
            UsageError: one of them was not added, or is the organisation's; then none is taken away.
            OutputError: the file cannot be written.
        """
        wanted = tuple(dict.fromkeys(map(absolute, names)))
        self._require_known()

        def take(stored: dict[str, Any]) -> dict[str, Any]:
            present = _strings(stored.get("paths"))
            gone = {os.path.normcase(path) for path in wanted}
            kept = [path for path in present if os.path.normcase(path) not in gone]
            known = {os.path.normcase(path) for path in present}
            for path in wanted:
                if os.path.normcase(path) not in known:
                    raise self._not_added(path, present)
            return {**stored, "paths": kept}

        self._file.change(take)
        return wanted

    def _require_known(self) -> None:
        if fault := self.fault:
            raise OutputError(fault, "Put it right or delete it, then add your files and folders again.")

    def _not_added(self, path: str, present: Sequence[str]) -> UsageError:
        if path in self.by_policy:
            return UsageError(f"“{path}” cannot be removed.", f"{SET_BY}.")
        holder = next((above for above in holders(path) if above in (*present, *self.by_policy)), None)
        if holder:
            return UsageError(
                f"“{path}” is in the library with “{holder}”.", "Remove that, or move the file out of it."
            )
        have = some([f"“{each}”" for each in present])
        return UsageError(
            f"“{path}” was not added to the library.",
            f"Added are: {have}." if have else "Nothing was added to it.",
        )


def absolute(name: str | Path) -> str:
    """The absolute path of `name`, without “..”; links are not followed, and no disk is asked."""
    return os.path.abspath(name)  # noqa: PTH100  absolute() keeps “..”


def some(words: Sequence[str]) -> str:
    """The first ten of `words`, and how many more there are."""
    more = f" and {len(words) - MOST_SHOWN} more" if len(words) > MOST_SHOWN else ""
    return ", ".join(words[:MOST_SHOWN]) + more


def holders(path: str) -> Iterator[str]:
    """`path` itself, and every folder above it."""
    above = os.path.dirname(path)  # noqa: PTH120  as it is written
    yield path
    while above != path:
        path, above = above, os.path.dirname(above)  # noqa: PTH120  as it is written
        yield path


class Below:
    """Whether a path is one of `roots`, or below one, by their names alone."""

    def __init__(self, roots: Iterable[str]) -> None:
        self._roots = frozenset(roots)

    def __call__(self, path: str) -> bool:
        """Whether it is."""
        return any(holder in self._roots for holder in holders(path))


def _strings(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
