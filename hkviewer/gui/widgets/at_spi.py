"""What the screen readers of Linux listen to, as the registry of AT-SPI knows it."""

from __future__ import annotations

import os
import sys

_NAME = "hkviewer-accessibility"
_MOST_MILLISECONDS = 300
"""A registry that does not answer is not waited for longer: what is said would come too late."""


def hears_announcements() -> bool:
    """Whether a screen reader listens to announcements, as Orca does from version 45 on.

    Asked anew each time, which takes about a millisecond: another one may have been started since. False
    where it cannot be known.
    """
    if sys.platform != "linux":
        return False
    try:
        from PySide6 import QtDBus  # only where someone listens
    except ImportError:
        return False
    bus = QtDBus.QDBusConnection(_NAME)
    if not bus.isConnected():
        asked = QtDBus.QDBusMessage.createMethodCall(
            "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress"
        )
        session = QtDBus.QDBusConnection.sessionBus()
        answer = session.call(asked, QtDBus.QDBus.CallMode.Block, _MOST_MILLISECONDS).arguments()
        address = os.environ.get("AT_SPI_BUS_ADDRESS") or next(iter(answer), "")
        QtDBus.QDBusConnection.disconnectFromBus(_NAME)
        bus = QtDBus.QDBusConnection.connectToBus(address, _NAME)
    registry = "org.a11y.atspi.Registry"
    asked = QtDBus.QDBusMessage.createMethodCall(
        registry, "/org/a11y/atspi/registry", registry, "GetRegisteredEvents"
    )
    events = bus.call(asked, QtDBus.QDBus.CallMode.Block, _MOST_MILLISECONDS)
    # Their structure cannot be taken apart from Python; but it can be written out.
    return '"object:announcement' in repr(events).lower()
