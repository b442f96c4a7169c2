"""A folder for files that only this run of the program needs."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Self


class ScratchFolder:
    """A temporary folder, if one can be made at all; it is made when it is first asked for.

    Args:
        others: where it may be made if the system's own place for such folders cannot be written to.
    """

    def __init__(self, others: Iterable[Path] = ()) -> None:
        self._others = tuple(others)
        self._path: Path | None = None
        self._is_made = False

    @classmethod
    def of(cls, path: Path | None) -> Self:
        """The folder that another process has made, if it could make one."""
        folder = cls()
        folder._path, folder._is_made = path, True
        return folder

    @property
    def path(self) -> Path | None:
        """The folder; None where none can be made."""
        if not self._is_made:
            self._is_made = True
            self._path = next(filter(None, map(_made_in, (None, *self._others))), None)
        return self._path

    def close(self) -> None:
        """Remove the folder and all in it."""
        if self._path is not None:
            import shutil  # as below

            shutil.rmtree(self._path, ignore_errors=True)
        self._path, self._is_made = None, False

    def __enter__(self) -> Self:
        """The folder itself; leaving the block removes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove it."""
        self.close()


def _made_in(folder: Path | None) -> Path | None:
    # Where the system's own place is full or gone, Python fails with a list of all that it has tried.
    import tempfile  # the process that is given a folder does without

    with contextlib.suppress(OSError, ValueError):
        return Path(os.path.realpath(tempfile.mkdtemp(prefix="hkviewer-", dir=folder)))
    return None
