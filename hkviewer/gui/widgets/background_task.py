"""Work that may take long: done in a thread, with a progress dialog that can stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6 import QtCore, QtWidgets

from hkviewer.system.threads import take_short_turns

QUIET_MILLISECONDS = 200
"""Longer work shows the progress dialog; for quicker work it would only flicker."""

T = TypeVar("T")


class _Notifier(QtCore.QObject):
    """Carries the end of the work into the main thread."""

    ended = QtCore.Signal()


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
    stopped = threading.Event()
    results: list[T] = []
    errors: list[Exception] = []
    notifier = _Notifier()

    def run() -> None:
        try:
            results.append(work(stopped.is_set))
        except Exception as error:  # noqa: BLE001  raised again in the main thread
            errors.append(error)
        notifier.ended.emit()

    dialog = QtWidgets.QProgressDialog(words, "Cancel", 0, 0, parent)
    dialog.setWindowModality(QtCore.Qt.WindowModality.WindowModal)
    # A dialog without a range does not show itself before four seconds, whatever its minimum duration.
    quiet = QtCore.QTimer(dialog, singleShot=True, interval=QUIET_MILLISECONDS)
    quiet.timeout.connect(dialog.show)
    quiet.start()
    dialog.setAccessibleName(words)
    loop = QtCore.QEventLoop()
    # Queued: work that ends before the loop runs must end the loop all the same.
    notifier.ended.connect(loop.quit, QtCore.Qt.ConnectionType.QueuedConnection)
    dialog.canceled.connect(stopped.set)
    dialog.canceled.connect(loop.quit)
    take_short_turns()
    threading.Thread(target=run, name="copy work", daemon=True).start()
    loop.exec()
    quiet.stop()
    dialog.canceled.disconnect()
    dialog.close()
    dialog.deleteLater()
    if stopped.is_set():
        return None
    if errors:
        raise errors[0]
    return results[0]
