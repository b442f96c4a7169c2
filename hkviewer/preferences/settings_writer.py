"""Writes changes of the settings in a thread of its own: a disk takes 20 ms at times, a key must not."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator

from hkviewer.errors import OutputError
from hkviewer.preferences.settings import Change, Settings, SettingsStore
from hkviewer.system.values import Value


class Outcome(Value):
    """What came of one look at the file.

    Attributes:
        change: the change that was applied first; None where the file was only read.
        stored: the settings that the file then had; None where there is no file that can be read.
        error: why the change was not written.
    """

    change: Change | None
    stored: Settings | None = None
    error: OutputError | None = None


class SettingsWriter:
    """Applies changes to the file of `store` one after the other, in a thread that ends when none waits.

    `report` is called in that thread whenever there are new outcomes.
    """

    def __init__(self, store: SettingsStore, report: Callable[[], object]) -> None:
        self._store = store
        self._report = report
        self._waiting: deque[Callable[[], Outcome]] = deque()
        self._outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._lock = threading.Lock()
        """Held while it is decided whether a thread is there for what waits."""
        self._thread: threading.Thread | None = None

    def write(self, change: Change) -> None:
        """Apply `change` to the file after those that wait already."""
        self._put(lambda: self._written(change))

    def read(self) -> None:
        """Read the file after the changes that wait."""
        self._put(lambda: Outcome(None, self._store.stored()))

    def outcomes(self) -> Iterator[Outcome]:
        """What has come of the changes since the last call, in their order."""
        while not self._outcomes.empty():
            yield self._outcomes.get()

    def finish(self) -> None:
        """Wait until nothing waits any more."""
        if (thread := self._thread) is not None:
            thread.join()

    def _put(self, work: Callable[[], Outcome]) -> None:
        with self._lock:
            self._waiting.append(work)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="settings", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while work := self._next():
            self._outcomes.put(work())
            self._report()

    def _next(self) -> Callable[[], Outcome] | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._thread = None
            return None

    def _written(self, change: Change) -> Outcome:
        try:
            self._store.change(change)
        except OutputError as error:
            return Outcome(change, error=error)
        except Exception as error:  # noqa: BLE001  the thread must go on for the changes that wait
            return Outcome(change, error=OutputError(f"The settings could not be written: {error}."))
        return Outcome(change, self._store.stored())
