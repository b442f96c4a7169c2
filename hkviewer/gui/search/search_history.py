"""The last searches: offered in the field, and kept in a thread, because a disk takes 20 ms at times."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from PySide6 import QtCore

from hkviewer.errors import OutputError
from hkviewer.gui.search.search_field import SearchField
from hkviewer.preferences.settings import Settings, SettingsStore

Change = Callable[[Settings], Settings]


class SearchHistory(QtCore.QObject):
    """Remembers the searches that the reader enters, while the settings allow it.

    `changed` carries a change to the settings that will be in the file too; `failed` the OutputError
    of a file that cannot be written.
    """

    changed = QtCore.Signal(object)
    failed = QtCore.Signal(object)

    def __init__(
        self, field: SearchField, store: SettingsStore, settings: Settings, parent: QtCore.QObject
    ) -> None:
        super().__init__(parent)
        self._field = field
        self._store = store
        self._history, self._keeps = settings.search_history, settings.keep_search_history
        self._changes: queue.SimpleQueue[Change | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        field.history_cleared.connect(self.clear)
        field.history_kept.connect(self.keep)
        self._offer()

    def remember(self, text: str) -> None:
        """Offer `text` first from now on."""
        if self._keeps:
            self._change(lambda settings: settings.with_search(text))

    def clear(self) -> None:
        """Forget all searches; they are gone from the file when this returns."""
        self._change(lambda settings: settings.replace(search_history=()))
        self.finish()

    def keep(self, keeps: bool) -> None:  # noqa: FBT001  a signal's argument
        """Remember searches from now on, or forget them all and remember none."""
        self._change(lambda settings: settings.replace(keep_search_history=keeps))
        if not keeps:
            self.clear()
        self.finish()

    def finish(self) -> None:
        """Wait until all is in the file."""
        if self._thread is not None:
            self._changes.put(None)
            self._thread.join()
            self._thread = None

    def _change(self, change: Change) -> None:
        mine = Settings(search_history=self._history, keep_search_history=self._keeps)
        here = self._store.within_locks(change(mine))
        self._history, self._keeps = here.search_history, here.keep_search_history
        self._offer()
        self.changed.emit(change)
        self._changes.put(change)
        if self._thread is None:
            self._thread = threading.Thread(target=self._write, name="search history", daemon=True)
            self._thread.start()

    def _offer(self) -> None:
        is_locked = self._store.policy.is_locked("keep_search_history")
        self._field.set_history(self._history, keeps=self._keeps, is_locked=is_locked)

    def _write(self) -> None:
        while (change := self._changes.get()) is not None:
            try:
                self._store.change(change)
            except OutputError as error:
                self.failed.emit(error)
