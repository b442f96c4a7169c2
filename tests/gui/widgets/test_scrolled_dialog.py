"""A dialog of Qt's own keeps within the screen, and its buttons are seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from hkviewer.gui.widgets import scrolled_dialog
from hkviewer.gui.widgets.scrolled_dialog import ScrolledDialog


@pytest.fixture
def printer() -> QPrinter:
    return QPrinter()  # the dialog only borrows it


def print_dialog(qtbot: QtBot, printer: QPrinter) -> QPrintDialog:
    dialog = QPrintDialog(printer)
    qtbot.addWidget(dialog)
    if not dialog.findChildren(QDialogButtonBox):
        pytest.skip("only on a desktop whose dialog is Qt's own")
    ScrolledDialog(dialog)
    dialog.show()
    return dialog


def show_options(dialog: QPrintDialog) -> None:
    next(b for b in dialog.findChildren(QPushButton) if "Options" in b.text().replace("&", "")).click()
    QApplication.processEvents()


def test_what_does_not_fit_the_screen_scrolls_above_the_buttons(
    qtbot: QtBot, printer: QPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrolled_dialog, "first_size", lambda wanted, _: wanted.boundedTo(QSize(900, 240)))
    dialog = print_dialog(qtbot, printer)
    show_options(dialog)
    qtbot.wait(50)
    assert dialog.height() <= 240
    (buttons,) = dialog.findChildren(QDialogButtonBox)
    assert buttons.isVisible()
    assert buttons.geometry().bottom() < dialog.height()
    (area,) = dialog.findChildren(QScrollArea)
    assert area.verticalScrollBar().maximum() > 0
    assert area.horizontalScrollBar().maximum() == 0


def test_where_there_is_room_all_of_it_is_seen_and_it_shrinks_again(qtbot: QtBot, printer: QPrinter) -> None:
    dialog = print_dialog(qtbot, printer)
    qtbot.wait(50)
    before = dialog.height()
    show_options(dialog)
    qtbot.waitUntil(lambda: dialog.height() > before)
    (area,) = dialog.findChildren(QScrollArea)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
    show_options(dialog)
    qtbot.waitUntil(lambda: dialog.height() == before)


def test_a_dialog_without_such_a_layout_stays_as_it_is(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    ScrolledDialog(dialog)
    assert not dialog.findChildren(QScrollArea)
