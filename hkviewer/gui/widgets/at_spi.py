"""What the screen readers of Linux listen to, as the registry of AT-SPI tells."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6 import QtDBus

_BUS = "a11y"
"""Qt's own connection to the bus of accessibility: where a screen reader is served, there it is."""
_REGISTRY = "org.a11y.atspi.Registry"
_PATH = "/org/a11y/atspi/registry"
_CHANGES = ("EventListenerRegistered", "EventListenerDeregistered")
_followed: _Registry | None = None


def follow_registry(welcome: Callable[[], None]) -> None:
    """Begin to follow what the registry tells; nobody is waited for. To be called where someone listens.

    `welcome` is called when a screen reader has come where there was none.
    """
    global _followed  # noqa: PLW0603  one for the program
    if _followed is None and (bus := _connection()) is not None:
        _followed = _Registry(bus)
        _followed.reader_came.connect(welcome)


def hears_announcements() -> bool | None:
    """Whether a screen reader listens to announcements, as Orca does from version 45 on.

    It is what the registry told last; None until it has told. False where there is none to be followed.
    """
    return False if _followed is None else _followed.hears


def _connection() -> QtDBus.QDBusConnection | None:
    if sys.platform != "linux":
        return None
    try:
        from PySide6 import QtDBus  # only where someone listens
    except ImportError:
        return None
    bus = QtDBus.QDBusConnection(_BUS)
    return bus if bus.isConnected() else None


class _Registry(QtCore.QObject):
    """Asks the registry on `bus` what is listened to, and again at each change; the window never waits.

    Attributes:
        hears: whether announcements are; None until the first answer.

    `reader_came` is emitted where the focus is listened to and was not before.
    """

    reader_came = QtCore.Signal()

    def __init__(self, bus: QtDBus.QDBusConnection) -> None:
        super().__init__(QtCore.QCoreApplication.instance())
        self.hears: bool | None = None
        self._is_followed = True
        self._bus = bus
        self._is_asked = False
        self._is_stale = True
        slot: Any = QtCore.SLOT("ask()")  # PySide's stub says bytes, which `connect` does not take
        for change in _CHANGES:
            # From whoever sends it: for a name the bus would be asked who has it, and be waited for.
            bus.connect("", _PATH, _REGISTRY, change, self, slot)
        self.ask()

    @QtCore.Slot()
    def ask(self) -> None:
        """Ask when the last answer is there: a reader that starts listens to dozens of events."""
        from PySide6 import QtDBus

        self._is_stale = True
        if not self._is_asked:
            self._is_asked, self._is_stale = True, False
            asked = QtDBus.QDBusMessage.createMethodCall(_REGISTRY, _PATH, _REGISTRY, "GetRegisteredEvents")
            watcher = QtDBus.QDBusPendingCallWatcher(self._bus.asyncCall(asked), self)
            watcher.finished.connect(self._take)

    def _take(self, watcher: QtDBus.QDBusPendingCallWatcher) -> None:
        # What a registry that does not answer told last may still be true.
        if self.hears is None or not watcher.isError():
            # The structure of an answer cannot be taken apart from Python; but it can be written out.
            events = repr(watcher.reply()).lower()
            self.hears = '"object:announcement' in events
            was_followed, self._is_followed = self._is_followed, '"object:statechanged:focused' in events
            if self._is_followed and not was_followed:
                self.reader_came.emit()
        self._is_asked = False
        watcher.deleteLater()
        if self._is_stale:
            self.ask()
