"""The briefing dialog in large letters and little room: all of it can be read and reached."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QStyle, QToolButton, QWidget

from hkviewer.gui.export.dialog import BriefingDialog
from hkviewer.gui.window import MainWindow
from tests.examples import breadth
from tests.gui.doors import action_of, by_name, copy_dialog_of

LARGEST = 9


def open_dialog(window: MainWindow, steps: int, width: int, height: int) -> BriefingDialog:
    for _ in range(steps):
        window.looks.change_zoom(1)
    action_of(window, "print_copy").trigger()
    dialog: BriefingDialog = copy_dialog_of(window)
    assert dialog is not None
    dialog.resize(width, height)
    QTest.qWait(50)
    return dialog


@pytest.mark.parametrize(("width", "height"), breadth([(455, 256), (640, 400), (1080, 760)]))
@pytest.mark.parametrize("steps", breadth([LARGEST, 0, 4]))
def test_nothing_in_the_dialog_is_cut_however_large_its_letters(qtbot, window, width, height, steps):
    # What was measured when it was shown before, in other letters, must not stay.
    open_dialog(window, LARGEST - steps, 1080, 760).close()
    window.looks.change_zoom(0)
    dialog = open_dialog(window, steps, width, height)
    qtbot.waitUntil(lambda: dialog.pages._where.text() != "", timeout=20000)
    for tab in range(2):
        dialog._tabs.setCurrentIndex(tab)
        QTest.qWait(50)
        # A busy machine may need longer until all is laid out.
        qtbot.waitUntil(lambda: assert_nothing_is_cut(dialog), timeout=20000)
        assert (dialog.width(), dialog.height()) == (width, height)


def assert_nothing_is_cut(dialog: BriefingDialog) -> None:
    for part in shown_parts(dialog):
        assert part.width() >= part.minimumSizeHint().width(), part.accessibleName()
    inner = dialog._scroll.widget()
    assert inner is not None
    assert not inner.isVisible() or inner.width() <= dialog._scroll.viewport().width()


def shown_parts(dialog: BriefingDialog) -> list[QWidget]:
    kinds = (QPushButton, QToolButton, QComboBox, QCheckBox, QLabel)
    return [part for part in dialog.findChildren(QWidget) if isinstance(part, kinds) and part.isVisible()]


@pytest.mark.slow
def test_ticks_and_arrows_are_as_large_as_the_letters(window):
    cover = open_dialog(window, 0, 1080, 760).parts._cover
    tree = copy_dialog_of(window).parts.tree
    metrics = QStyle.PixelMetric.PM_IndicatorWidth
    before, indented = cover.style().pixelMetric(metrics, None, cover), tree.indentation()
    copy_dialog_of(window).close()
    open_dialog(window, LARGEST, 1080, 760)
    assert cover.style().pixelMetric(metrics, None, cover) >= 1.8 * before
    assert tree.indentation() >= 1.8 * indented


def test_pictures_in_controls_are_drawn_at_their_size(window):
    from PySide6.QtGui import QImage

    images = open_dialog(window, 0, 1080, 760)._images
    for scale, pixels in ((1.0, 16), (2.0, 32)):
        file = images.url("check", "#123456", scale).removeprefix('url("').removesuffix('")')
        assert QImage(file).width() == pixels
        assert QImage(file.replace(".png", "@2x.png")).width() == 2 * pixels


@pytest.mark.parametrize("width", [455, 1080])
def test_a_long_path_in_a_message_is_broken_not_cut(window, settled, width):
    dialog = open_dialog(window, 0, width, 400)
    # New pages would take the message away.
    settled(dialog)
    path = "/" + "folder" * 40 + "/copy.pdf"
    dialog.message.show_message(f"Saved as “{path}”.")
    QTest.qWait(50)
    words = dialog.message._words
    assert dialog.width() == width
    assert words.height() >= words.heightForWidth(words.width())
    for line in words.text().replace("\u200b", " ").split(" "):
        assert words.fontMetrics().horizontalAdvance(line) <= words.width()
    assert dialog.message.words == f"Saved as “{path}”."
    assert words.toolTip() == dialog.message.words


@pytest.mark.qt_log_ignore("This plugin does not support (grabbing|raise)", extend=True)
def test_lists_show_all_their_entries(make_dialog):
    """Fusion's own list is too low within a style sheet: the last entry was cut."""
    dialog = make_dialog()
    dialog.show()
    for choice in ("xx", "A list of choices whose words are wider than the field that they are shown in"):
        by_name(dialog, "Layout").addItem(choice)
    for combo in (box for box in dialog.findChildren(QComboBox) if box.isVisible() and box.count() < 10):
        combo.showPopup()
        view = combo.view()
        last = view.visualRect(combo.model().index(combo.count() - 1, 0))
        assert view.viewport().rect().contains(last), view.accessibleName()
        assert view.sizeHintForColumn(0) <= view.viewport().width(), view.accessibleName()
        combo.hidePopup()
