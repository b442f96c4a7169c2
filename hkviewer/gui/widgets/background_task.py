"""Work that may take long: done in a thread, with a progress dialog that can stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6 import QtCore, QtWidgets

QUIET_MILLISECONDS = 200
"""Longer work shows the progress dialog; for quicker work it would only flicker."""

T = TypeVar("T")


class _Work(QtCore.QObject, Generic[T]):
    """One call in a thread of its own."""

    ended = QtCore.Signal()

    def __init__(self, work: Callable[[Callable[[], bool]], T]) -> None:
        super().__init__()
        self._work = work
        self._stopped = threading.Event()
        self.result: T | None = None
        self.error: Exception | None = None

    def start(self) -> None:
        threading.Thread(target=self._run, name="copy work", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    @property
    def is_stopped(self) -> bool:
        return self._stopped.is_set()

    def _run(self) -> None:
        try:
            self.result = self._work(self._stopped.is_set)
        except Exception as error:  # noqa: BLE001  raised again where the result is wanted
            self.error = error
        self.ended.emit()


def run_with_progress(
    parent: QtWidgets.QWidget, words: str, work: Callable[[Callable[[], bool]], T]
) -> T | None:
    """Call `work` in a thread and wait; the window stays alive, and `words` stand beside Cancel.

    Args:
        parent: the window that waits.
        words: what is being done, as “Setting the copy…”.
        work: its argument is a function that returns whether it should stop.

    Returns:
        What `work` returned; None where the reader stopped it.

    Raises:
        Whatever `work` raised, unless it was stopped.
    """
    running = _Work(work)
    dialog = QtWidgets.QProgressDialog(words, "Cancel", 0, 0, parent)
    dialog.setWindowModality(QtCore.Qt.WindowModality.WindowModal)
    # A dialog without a range does not show itself before four seconds, whatever its minimum duration.
    quiet = QtCore.QTimer(dialog, singleShot=True, interval=QUIET_MILLISECONDS)
    quiet.timeout.connect(dialog.show)
    quiet.start()
    dialog.setAccessibleName(words)
    loop = QtCore.QEventLoop()
    # Queued: work that ends before the loop runs must end the loop all the same.
    running.ended.connect(loop.quit, QtCore.Qt.ConnectionType.QueuedConnection)
    dialog.canceled.connect(running.stop)
    dialog.canceled.connect(loop.quit)
    running.start()
    loop.exec()
    quiet.stop()
    dialog.canceled.disconnect()
    dialog.close()
    dialog.deleteLater()
    if running.is_stopped:
        return None
    if running.error is not None:
        raise running.error
    return running.result
