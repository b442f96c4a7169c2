"""A small JSON file that several windows may change, and that may be damaged or out of reach.

Reading never fails: what cannot be read counts as empty. Changing reads the file again first, under
a lock, so that a second window never loses what the first one wrote.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hkviewer.errors import OutputError
from hkviewer.system.files import reason, write_atomically

_LOCK_SECONDS = 2.0
"""A lock older than this was left behind by a program that ended: writing takes milliseconds."""


class StateFile:
    """The file at `path`; it and its folder come into being with the first change."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> dict[str, Any]:
        """What the file holds; {} where it is missing, unreadable, damaged or no JSON object."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8", errors="surrogatepass"))
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def change(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """Replace the file's content by what `change` makes of its present content.

        A damaged file is kept beside it, its name ending in ".damaged", before it is replaced.

        Raises:
            OutputError: the file cannot be written.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"“{self.path.parent}” could not be made: {reason(error)}.") from error
        with self._lock():
            present = self.load()
            changed = change(present)
            if changed == present:
                return
            self._keep_damaged(present)
            text = json.dumps(changed, ensure_ascii=False, indent=1)
            write_atomically(self.path, text.encode("utf-8", "surrogatepass"))

    def _keep_damaged(self, present: dict[str, Any]) -> None:
        """Put aside a file that is not empty but could not be understood."""
        with contextlib.suppress(OSError):
            if not present and self.path.stat().st_size > len("{}\n"):
                self.path.replace(self.path.with_name(self.path.name + ".damaged"))

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """Keep other windows from writing at the same time; never wait for long."""
        lock = self.path.with_name(self.path.name + ".lock")
        end = time.monotonic() + _LOCK_SECONDS
        while True:
            try:
                os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
                break
            except FileExistsError:
                if time.monotonic() > end:
                    break
                time.sleep(0.01)
            except OSError:
                # The folder is read-only: writing will say so.
                break
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                lock.unlink()
