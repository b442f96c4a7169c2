"""A small JSON file that several windows may change, and that may be damaged or out of reach.

Reading never fails: what cannot be read counts as empty. Changing reads the file again first, under
a lock, so that a second window never loses what the first one wrote.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hkviewer.errors import OutputError
from hkviewer.system.files import read_ordinary, reason, write_atomically

_PATIENCE_SECONDS = 10.0
"""For another window's change: writing takes milliseconds, on a slow disk seconds."""


class StateFile:
    """The file at `path`; it and its folder come into being with the first change."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> dict[str, Any]:
        """What the file holds; {} where it is missing, no file, unreadable, damaged or no JSON object."""
        return self._read()[0]

    @property
    def fault(self) -> str:
        """Why what the file holds is not known, a sentence; "" where it is, or there is no file."""
        return self._read()[1]

    def _read(self) -> tuple[dict[str, Any], str]:
        try:
            stored = json.loads(read_ordinary(self.path).decode("utf-8", "surrogatepass"))
        except FileNotFoundError:
            return {}, ""
        except OSError as error:
            return {}, f"“{self.path}” cannot be read: {reason(error)}."
        except (ValueError, RecursionError):
            stored = None
        return (stored, "") if isinstance(stored, dict) else ({}, f"“{self.path}” is damaged.")

    def change(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """Replace the file's content by what `change` makes of its present content.

        A damaged file is kept beside it, its name ending in ".damaged", before it is replaced.

        Raises:
            OutputError: the file cannot be written, or another window does not come to an end with it.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"“{self.path.parent}” could not be made: {reason(error)}.") from error
        from hkviewer.system.file_lock import locked  # the start only reads

        try:
            with locked(self.path.with_name(self.path.name + ".lock"), _PATIENCE_SECONDS):
                self._change(change)
        except TimeoutError:
            raise OutputError(
                f"“{self.path}” could not be written: another program keeps it locked.",
                "Close hkviewer’s other windows, then try again.",
            ) from None

    def _change(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
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
