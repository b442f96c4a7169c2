"""A registry of AT-SPI on the bus at an address, which answers only when it is told what.

Started by test_at_spi.py: `python slow_registry.py ADDRESS`. It prints a line when it can be asked, and one
for each question; a line that it is given is the event that is listened to, "" for none. After each answer it
tells of a change, as where a reader comes or goes.
"""

from __future__ import annotations

import sys

from PySide6 import QtCore, QtDBus

NAME, PATH = "org.a11y.atspi.Registry", "/org/a11y/atspi/registry"


@QtCore.ClassInfo({"D-Bus Interface": NAME})  # type: ignore[call-arg]  # its stub knows no dictionary
class Registry(QtCore.QObject):  # type: ignore[operator]  # nor that it decorates
    """What is exported."""

    EventListenerRegistered = QtCore.Signal()

    @QtCore.Slot(result="QStringList")
    def GetRegisteredEvents(self) -> list[str]:  # noqa: N802  AT-SPI's name
        """What is read from standard input, however long that takes."""
        print("asked", flush=True)
        events = sys.stdin.readline().split()
        QtCore.QTimer.singleShot(0, self.EventListenerRegistered.emit)
        return events


def main() -> None:
    """Serve until standard input ends the process."""
    application = QtCore.QCoreApplication([])
    bus = QtDBus.QDBusConnection.connectToBus(sys.argv[1], "registry")
    registry = Registry()
    exported = QtDBus.QDBusConnection.RegisterOption
    bus.registerObject(PATH, registry, exported.ExportAllSlots | exported.ExportAllSignals)
    bus.registerService(NAME)
    print("ready", flush=True)
    application.exec()


if __name__ == "__main__":
    main()
