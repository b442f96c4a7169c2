"""What screen readers listen to is asked of AT-SPI's registry, which the window never waits for."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hkviewer.gui.widgets import at_spi

pytestmark = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="Linux's, of Debian's dbus")


@pytest.fixture
def bus(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a bus that the window is connected to, as where a screen reader runs."""
    from PySide6 import QtDBus

    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        address = _line(daemon.stdout)
        QtDBus.QDBusConnection.connectToBus(address, at_spi._BUS)
        monkeypatch.setattr(at_spi, "_followed", None)
        yield address
        QtDBus.QDBusConnection.disconnectFromBus(at_spi._BUS)
        daemon.terminate()


@pytest.fixture
def registry(bus: str) -> Iterator[subprocess.Popen[str]]:
    """A registry on it that answers when it is told what."""
    script = Path(__file__).with_name("slow_registry.py")
    command = [sys.executable, str(script), bus]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert _line(process.stdout) == "ready"
        yield process
        process.kill()


@pytest.fixture
def asked(registry: subprocess.Popen[str], qtbot: QtBot) -> Callable[[], None]:
    """Waits for the next question to the registry, while the window goes on."""
    questions: list[str] = []
    assert registry.stdout is not None
    threading.Thread(target=questions.extend, args=[registry.stdout], daemon=True).start()

    def wait() -> None:
        qtbot.waitUntil(lambda: bool(questions))
        assert questions.pop().strip() == "asked"

    return wait


@pytest.fixture
def answer(registry: subprocess.Popen[str], asked: Callable[[], None]) -> Callable[[str], None]:
    """Has the registry answer the next question that it is asked with these events."""

    def give(event: str) -> None:
        asked()
        assert registry.stdin is not None
        registry.stdin.write(f"{event}\n")
        registry.stdin.flush()

    return give


def _line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().strip()


def test_a_registry_that_does_not_answer_holds_nobody(answer: Callable[[str], None], qtbot: QtBot) -> None:
    at_spi.follow_registry(lambda: None)
    # Whoever waited would not come here before the registry gave up.
    assert at_spi.hears_announcements() is None
    answer("")
    qtbot.waitUntil(lambda: at_spi.hears_announcements() is False)


def test_a_reader_that_comes_later_is_known_by_what_the_registry_tells(
    answer: Callable[[str], None], qtbot: QtBot
) -> None:
    at_spi.follow_registry(lambda: None)
    answer("object:text-caret-moved")
    qtbot.waitUntil(lambda: at_spi.hears_announcements() is False)
    answer("object:announcement")
    qtbot.waitUntil(lambda: at_spi.hears_announcements() is True)


def test_a_reader_that_comes_where_there_was_none_is_welcomed(
    answer: Callable[[str], None], qtbot: QtBot
) -> None:
    welcomed: list[bool] = []
    at_spi.follow_registry(lambda: welcomed.append(True))
    answer("object:statechanged:focused")  # it was there before
    answer("")
    answer("object:statechanged:focused object:announcement")
    qtbot.waitUntil(lambda: at_spi.hears_announcements() is True)
    assert welcomed == [True]


def test_what_was_told_last_holds_where_the_registry_dies(
    registry: subprocess.Popen[str], asked: Callable[[], None], answer: Callable[[str], None], qtbot: QtBot
) -> None:
    at_spi.follow_registry(lambda: None)
    answer("object:announcement")
    qtbot.waitUntil(lambda: at_spi.hears_announcements() is True)
    asked()
    registry.kill()
    followed = at_spi._followed
    assert followed is not None
    qtbot.waitUntil(lambda: not followed._is_asked)
    assert at_spi.hears_announcements() is True


def test_a_bus_without_a_registry_hears_no_announcements(bus: str, qtbot: QtBot) -> None:
    at_spi.follow_registry(lambda: None)
    qtbot.waitUntil(lambda: at_spi.hears_announcements() is False)


@pytest.mark.parametrize("system", ["linux", "win32"])
def test_where_qt_serves_no_reader_nobody_is_asked(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(at_spi, "_followed", None)
    at_spi.follow_registry(lambda: None)
    assert at_spi._followed is None
    assert at_spi.hears_announcements() is False
