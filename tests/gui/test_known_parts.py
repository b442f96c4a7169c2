"""What a screen reader has come to know of the window stays the same object to it, whatever is used.

Qt holds another object for a widget as soon as that has another meta-object, which PySide makes where a
signal is connected to a method that is no declared slot. To the reader it is something new without the focus
then, and it says nothing at the next key.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from hkviewer.gui.window import MainWindow
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences
from tests.gui.conftest import TODAY, end_windows
from tests.gui.doors import action_of, field_of


class Reader:
    """Remembers every part of a window that it has come to, and tells which became another object since."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._known: dict[QWidget, int] = {}

    def became_others(self) -> list[str]:
        """What is known by another number than before."""
        QApplication.processEvents()
        others = []
        for part in [self._window, *self._window.findChildren(QWidget)]:
            number = QAccessible.uniqueId(QAccessible.queryAccessibleInterface(part))
            if self._known.setdefault(part, number) != number:
                others.append(f"{type(part).__name__} {part.accessibleName()}".strip())
            self._known[part] = number
        return others


@pytest.fixture
def first_page(qapp: QApplication, screen_reader: None) -> Iterator[MainWindow]:
    """A window that a screen reader comes to before all of it is made."""
    made = MainWindow(qapp, Preferences(), PlaceStore(), TODAY)
    made.show()
    made.open(None)
    yield made
    end_windows([made])


def test_what_is_known_stays_the_same_whatever_is_used(first_page, hard_sheet, qtbot, tmp_path):
    window = first_page
    reader = Reader(window)
    reader.became_others()
    window.painted()
    found = {"painted": reader.became_others()}
    QTest.keyClicks(field_of(window), "trade")
    QTest.keyClick(field_of(window), Qt.Key.Key_Return)
    qtbot.wait(300)
    found["searched"] = reader.became_others()
    for name in ("next_section", "zoom_in", "next_theme", "sidebar", "sidebar", "copy", "back", "forward"):
        action_of(window, name).trigger()
    found["commands"] = reader.became_others()
    window.open(str(hard_sheet))
    qtbot.wait(300)
    found["opened"] = reader.became_others()
    window.open("/gone.md")
    found["erred"] = reader.became_others()
    window._documents.show_news("words", "button", lambda: None, "further")
    found["news"] = reader.became_others()
    newer = hard_sheet.with_name("newer.md")
    newer.write_text(hard_sheet.read_text(encoding="utf-8").replace("2018", "2019"), encoding="utf-8")
    window.compare(str(hard_sheet), str(newer))
    qtbot.wait(300)
    found["compared"] = reader.became_others()
    window._make_changes().leave()
    found["left"] = reader.became_others()
    window._show_library()
    qtbot.wait(300)
    found["library"] = reader.became_others()
    window._open_copy_dialog()
    qtbot.wait(300)
    found["copy"] = reader.became_others()
    large = tmp_path / "large.md"
    large.write_text("# Large\n\n" + "## Part\n\nwords and words\n\n" * 30000, encoding="utf-8")
    window.open(str(large))
    qtbot.wait(300)
    found["large"] = reader.became_others()
    assert {step: parts for step, parts in found.items() if parts} == {}
