"""Closes the window when the system asks the process to end."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from PySide6 import QtCore


class SignalNotifier(QtCore.QObject):
    """Calls `close` in the event loop when the process is asked to end by SIGTERM, SIGINT or SIGHUP.

    Python runs its signal handlers only between two of its own instructions, which never come while
    Qt waits; the wake-up pipe makes Qt look. Windows ends its programs by closing their windows.
    """

    def __init__(self, close: Callable[[], object], parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._close = close
        self._reader, writer = os.pipe()
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        self._notifier = QtCore.QSocketNotifier(self._reader, QtCore.QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_details: None)

    def _read(self) -> None:
        os.read(self._reader, 64)
        self._close()
