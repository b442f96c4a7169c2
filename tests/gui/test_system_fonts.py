"""Every widget is set in the program's own faces, whatever fonts a system's theme gives its kind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

from hkviewer.theme import TYPOGRAPHY
from tests.gui.doors import action_of, copy_dialog_of, status_of, tree_of

_OWN = {TYPOGRAPHY.interface, TYPOGRAPHY.text, TYPOGRAPHY.fixed}
# The kinds that Qt asks a platform's theme about: QPlatformTheme::Font.
_KINDS = (
    *("QMenu", "QMenuBar", "QMenuItem", "QMessageBox", "QLabel", "QTipLabel", "QStatusBar", "QTitleBar"),
    *("QMdiSubWindowTitleBar", "QDockWidgetTitle", "QPushButton", "QCheckBox", "QRadioButton", "QToolButton"),
    *("QAbstractItemView", "QListView", "QHeaderView", "QListBox", "QComboMenuItem", "QComboLineEdit"),
    *("QSmallFont", "QMiniFont"),
)


def _take_the_systems_fonts() -> None:
    for kind in _KINDS:
        QApplication.setFont(QFont("DejaVu Sans Mono", 7), kind)  # type: ignore[arg-type]  # PySide takes a str


@pytest.fixture
def themed(qapp, monkeypatch):
    """A system whose theme gives kinds of widgets a font with the first style sheet, as Windows' does."""
    original = QApplication.setStyleSheet

    def set_style_sheet(application: QApplication, sheet: str) -> None:
        is_first = not application.styleSheet()
        original(application, sheet)
        if is_first:
            _take_the_systems_fonts()

    qapp.setStyleSheet("")
    monkeypatch.setattr(QApplication, "setStyleSheet", set_style_sheet)


def _strange(window: QWidget) -> set[tuple[str, str]]:
    """Of all that is the window's, dialogs too; what another test left behind is none of it."""
    widgets = [window, *window.findChildren(QWidget)]
    found = {(type(widget).__name__, widget.fontInfo().family()) for widget in widgets}
    return {pair for pair in found if pair[1] not in _OWN}


def test_a_theme_of_the_system_has_no_say_in_the_window_s_faces(themed, qapp, make_window):
    window = make_window()
    window.search_for("trade")
    assert _strange(window) == set()
    window.looks.change_zoom(1)
    assert _strange(window) == set()


@pytest.mark.slow
def test_dialogs_are_in_the_same_faces(themed, qapp, make_window, own_process):
    window = make_window()
    action_of(window, "print_copy").trigger()
    assert len(copy_dialog_of(window).findChildren(QWidget)) > 50
    assert _strange(window) == set()


def test_a_theme_that_changes_has_none_either(qapp, window):
    _take_the_systems_fonts()
    assert _strange(window) != set()
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.ThemeChange))
    assert _strange(window) == set()
    window.looks.change_zoom(1)
    assert _strange(window) == set()


def test_letters_of_all_parts_have_the_size_of_the_zoom_at_once(qapp, make_window):
    """They were one step behind: a style sheet keeps for each widget the font that it finds."""
    window = make_window()
    parts = [window.menuBar(), tree_of(window), status_of(window)._source]

    def sizes() -> list[float]:
        return [part.fontInfo().pointSizeF() for part in parts]

    usual = sizes()
    window.looks.change_zoom(5)
    assert all(large > small for large, small in zip(sizes(), usual, strict=True))
    window.looks.change_zoom(0)
    assert sizes() == usual
