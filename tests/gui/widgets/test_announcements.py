"""What appears beside the focus is announced to screen readers that listen (WCAG 2.2, 4.1.3)."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible

from hkviewer.gui.widgets.announce import announce
from hkviewer.gui.widgets.notice import MessageLine
from tests.gui.doors import action_of, status_of


class Listening:
    """Stands for Qt while a screen reader listens, or does not."""

    def __init__(self) -> None:
        self.announced: list[str] = []
        self.active = True

    def isActive(self) -> bool:  # noqa: N802  Qt’s name
        return self.active

    def updateAccessibility(self, event: object) -> None:  # noqa: N802  Qt’s name
        assert event.type() is QAccessible.Event.Announcement  # type: ignore[attr-defined]  # an event of Qt’s
        self.announced.append(event.message())  # type: ignore[attr-defined]  # an event of Qt’s


@pytest.fixture
def reader(monkeypatch):
    listening = Listening()
    monkeypatch.setattr("hkviewer.gui.widgets.announce.QtGui.QAccessible", listening)
    return listening


def test_the_count_of_a_search_is_announced_once_for_each_change(qtbot, window, reader):
    window.search_for("trade")
    qtbot.waitUntil(lambda: "1 of 9 in 3 sections" in reader.announced)
    action_of(window, "find_next").trigger()
    qtbot.waitUntil(lambda: "2 of 9 in 3 sections" in reader.announced)
    assert len(set(reader.announced)) == len(reader.announced)


def test_a_search_that_finds_nothing_is_announced_with_its_message(qtbot, window, reader):
    window.search_for("zzyzx")
    qtbot.waitUntil(lambda: "No matches" in reader.announced)
    qtbot.waitUntil(lambda: any("zzyzx" in words for words in reader.announced))


def test_notices_messages_and_the_status_line_are_announced(window, reader, qtbot):
    assert not window.open("/gone.md")
    assert [words.split("”")[0] for words in reader.announced] == ["There is no document “/gone.md"]
    status_of(window).say("Settings are not kept.")
    assert reader.announced[-1] == "Settings are not kept."
    line = MessageLine()
    qtbot.addWidget(line)
    line.show_message("Saved.")
    assert reader.announced[-1] == "Saved."


def test_nothing_is_announced_to_nobody(window, reader):
    reader.active = False
    announce(window, "words")
    reader.active = True
    announce(window, "")
    assert reader.announced == []
