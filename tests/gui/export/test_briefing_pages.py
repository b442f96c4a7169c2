"""The briefing dialog's pages: they follow the choices, can be gone through, and are what is exported."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QProgressDialog, QWidget

from hkviewer.content.document import open_document, read_document
from hkviewer.errors import OutputError
from hkviewer.export.briefing import Briefing, Choices, OwnWords, SheetPart
from hkviewer.export.copy_maker import CopyMaker
from hkviewer.export.formats.registry import FORMATS
from hkviewer.gui.export.copy_export import ask_for_target, export_copy, suggested_name
from hkviewer.gui.export.copy_worker import CopyWorker
from hkviewer.gui.export.page_view import PageView, page_image
from hkviewer.gui.widgets.background_task import run_with_progress
from hkviewer.gui.widgets.icons import Icons
from hkviewer.gui.widgets.style import style_sheet
from hkviewer.system import paths
from hkviewer.theme import DARK, HIGH_CONTRAST, LIGHT
from tests.examples import breadth
from tests.gui.doors import by_name

TODAY = dt.date(2026, 11, 22)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def dialog(make_dialog, settled):
    made = make_dialog()
    settled(made)
    return made


@pytest.fixture
def briefing():
    return Briefing((SheetPart.of(open_document(None)),), Choices(TODAY))


@pytest.fixture
def worker(qapp):
    made = CopyWorker()
    yield made
    made.close()


# Following the choices


def test_the_page_shown_is_the_very_pdf(dialog, settled):
    view = dialog.pages.view
    dpi = view.logicalDpiX() * view._zoom * view.devicePixelRatioF()
    assert view._picture(0).toImage() == page_image(settled(dialog), dpi, 1).convertToFormat(
        view._picture(0).toImage().format()
    )


def test_the_page_last_looked_at_stays_in_view(dialog, settled):
    view = dialog.pages.view
    view.go_to(2)
    by_name(dialog, "Prepared for").setText("The Minister")
    settled(dialog)
    assert view.page == 2
    assert by_name(dialog, "Page number").text() == f"Page 2 of {view.page_count}"


def test_fewer_pages_show_the_last_that_is_left(dialog, settled):
    view = dialog.pages.view
    view.go_to(view.page_count)
    by_name(dialog, "Layout").setCurrentIndex(1)
    settled(dialog)
    assert 1 <= view.page <= view.page_count == 2


def test_a_compact_copy_shows_quickly_and_then_balanced(worker, briefing, qtbot):
    made = []
    worker.made.connect(lambda _briefing, pdf, finished: made.append((pdf, finished)))
    worker.set(Briefing(briefing.parts, Choices(TODAY, layout="compact")))
    qtbot.waitUntil(lambda: len(made) == 2, timeout=20000)
    assert [finished for _, finished in made] == [False, True]


def test_of_many_choices_the_newest_wins_and_none_comes_after_it(worker, briefing, qtbot):
    made = []
    worker.made.connect(lambda of, _pdf, finished: made.append((of, finished)))
    wanted = [
        Briefing(briefing.parts, Choices(TODAY, layout="compact", prepared_for=f"Number {n}"))
        for n in range(12)
    ]
    for each in wanted:
        worker.set(each)
    qtbot.waitUntil(lambda: bool(made) and made[-1] == (wanted[-1], True), timeout=20000)
    qtbot.wait(50)
    assert made[-1] == (wanted[-1], True)
    assert len(made) < len(wanted)


def test_a_cancelled_copy_is_never_answered(worker, briefing, qtbot):
    made = []
    worker.made.connect(lambda *answer: made.append(answer))
    worker.set(briefing)
    worker.cancel()
    qtbot.wait(400)
    assert not made


def test_work_that_takes_long_shows_a_sign_with_cancel_and_the_old_pages_stay(dialog, monkeypatch, qtbot):
    released = threading.Event()
    monkeypatch.setattr(CopyMaker, "pdf", lambda *_, **__: (released.wait(20) and b"") or b"")
    count = dialog.pages.view.page_count
    by_name(dialog, "Prepared for").setText("Slow")
    assert dialog.message.words == ""
    qtbot.waitUntil(lambda: dialog.message.words == "Setting the pages…", timeout=3000)
    cancel = by_name(dialog.message, "Cancel")
    assert cancel.isVisible()
    cancel.click()
    released.set()
    assert "earlier choices" in dialog.message.words
    qtbot.wait(100)
    assert dialog.pages.view.page_count == count


@pytest.mark.slow
def test_a_large_copy_is_stopped_in_the_midst_of_its_work(worker, qtbot, children, tmp_path):
    paragraph = "Words that go on for a good while. " * 100
    file = tmp_path / "large.md"
    file.write_text("\n\n".join([paragraph] * 350), encoding="utf-8")
    worker.set(Briefing((SheetPart.of(read_document(file)),), Choices(TODAY)))
    qtbot.waitUntil(lambda: bool(children))
    worker.cancel()
    worker.close()
    (child,) = children
    assert child.returncode not in (None, 0), "it has ended, and not with a copy"


# Going through the pages


def test_the_keys_go_page_by_page_and_to_both_ends(dialog):
    view = dialog.pages.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page == 2
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.page == view.page_count == 3
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page == 3
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.page == 2
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.page == 1
    assert view.verticalScrollBar().value() == 0


def test_the_buttons_go_page_by_page_and_end_at_both_ends(dialog):
    up, down = by_name(dialog, "Previous page"), by_name(dialog, "Next page")
    assert not up.isEnabled()
    down.click()
    down.click()
    assert by_name(dialog, "Page number").text() == "Page 3 of 3"
    assert not down.isEnabled()
    up.click()
    assert dialog.pages.view.page == 2


def test_scrolling_tells_the_page_that_fills_the_view(dialog):
    view = dialog.pages.view
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert view.page == 3


def test_the_keys_zoom_from_the_choices_too(dialog):
    view = dialog.pages.view
    field = by_name(dialog, "Prepared for")
    field.setFocus()
    before = view.zoom
    QTest.keyClick(field, Qt.Key.Key_Plus, CONTROL)
    assert view.zoom > before
    QTest.keyClick(field, Qt.Key.Key_Minus, CONTROL)
    QTest.keyClick(field, Qt.Key.Key_Minus, CONTROL)
    assert view.zoom < before
    QTest.keyClick(field, Qt.Key.Key_0, CONTROL)
    assert (view.fitting, view.zoom) == ("width", before)
    assert field.text() == ""


def test_a_page_fits_by_width_or_as_a_whole_and_a_size_can_be_chosen(dialog):
    view, size = dialog.pages.view, by_name(dialog, "Size of the pages")
    assert view.horizontalScrollBar().maximum() == 0
    size.setCurrentText("Whole page")
    size.textActivated.emit("Whole page")
    assert view._rect(0).height() <= view.viewport().height()
    size.textActivated.emit("200 %")
    assert (view.zoom, size.currentText()) == (200, "200 %")
    assert view.horizontalScrollBar().maximum() > 0


def test_zooming_keeps_the_place(dialog):
    view = dialog.pages.view
    view.go_to(2)
    view.zoom_to(150)
    assert view._spot()[0] == 2


def test_pictures_are_drawn_in_the_screens_own_pixels(dialog, monkeypatch):
    view = dialog.pages.view
    wide = view._picture(0).width()
    monkeypatch.setattr(PageView, "devicePixelRatioF", lambda _self: 2.0)
    view._pictures.clear()
    picture = view._picture(0)
    assert abs(picture.width() - 2 * wide) <= 2
    assert picture.devicePixelRatio() == 2.0


# Export


@pytest.mark.parametrize("ending", breadth([name for name, form in FORMATS.items() if form.words], 2))
def test_every_form_is_written(dialog, settled, tmp_path, ending):
    target = tmp_path / f"copy.{ending}"
    assert export_copy(dialog, dialog.briefing, target, settled(dialog))
    assert target.stat().st_size > 1000
    assert [file.name for file in tmp_path.iterdir()] == [target.name]


def test_the_button_writes_the_bytes_that_are_shown_and_says_where(dialog, settled, tmp_path, monkeypatch):
    target = tmp_path / "copy.pdf"
    monkeypatch.setattr("hkviewer.gui.export.dialog.ask_for_target", lambda *_: target)
    by_name(dialog, "Export").click()
    assert target.read_bytes() == settled(dialog)
    assert dialog.message.words == f"Saved as “{target}”."


def test_the_file_dialog_asks_before_it_replaces_and_offers_every_form(dialog, monkeypatch, tmp_path):
    seen = {}

    def accept(asking):
        seen["filters"] = asking.nameFilters()
        seen["confirms"] = not asking.testOption(QFileDialog.Option.DontConfirmOverwrite)
        return True

    monkeypatch.setattr(QFileDialog, "exec", accept)
    target = ask_for_target(dialog, tmp_path, suggested_name(dialog.briefing))
    assert target == tmp_path / "U.S. Relations With Hong Kong.pdf"
    assert seen["confirms"]
    assert len(seen["filters"]) == 5


def test_giving_up_the_file_dialog_says_and_writes_nothing(dialog, monkeypatch):
    monkeypatch.setattr("hkviewer.gui.export.dialog.ask_for_target", lambda *_: None)
    by_name(dialog, "Export").click()
    assert dialog.message.words == ""


def test_a_failed_export_keeps_the_old_file_and_is_said_in_one_line(dialog, tmp_path, monkeypatch):
    target = tmp_path / "copy.pdf"
    target.write_bytes(b"old")
    monkeypatch.setattr("hkviewer.gui.export.dialog.ask_for_target", lambda *_: target)

    def fail(self, _target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    by_name(dialog, "Export").click()
    assert target.read_bytes() == b"old"
    assert "no space left" in dialog.message.words
    assert [file.name for file in tmp_path.iterdir()] == ["copy.pdf"]


def test_a_missing_folder_and_a_strange_ending_are_named(dialog, tmp_path, monkeypatch):
    for name, stated in (("none/copy.pdf", "none"), ("copy.xyz", "end in .pdf"), ("copy", "end in .pdf")):
        monkeypatch.setattr(
            "hkviewer.gui.export.dialog.ask_for_target", lambda *_, name=name: tmp_path / name
        )
        by_name(dialog, "Export").click()
        assert stated in dialog.message.words
        assert "--format" not in dialog.message.words


def test_a_copy_never_replaces_a_document_that_it_is_made_of(make_dialog, tmp_path, monkeypatch):
    source = tmp_path / "mine.md"
    source.write_text("# Mine\n\n## One\n\nWords.\n", encoding="utf-8")
    dialog = make_dialog(read_document(source))
    monkeypatch.setattr("hkviewer.gui.export.dialog.ask_for_target", lambda *_: source)
    by_name(dialog, "Export").click()
    assert "must not replace" in dialog.message.words
    assert source.read_text(encoding="utf-8").startswith("# Mine")


def test_a_name_for_the_file_holds_nothing_that_a_system_forbids():
    words = OwnWords("Words.")
    named = Briefing((words,), Choices(TODAY, title='a/b\\c:d*e?"<f>|.'))
    assert suggested_name(named) == "a b c d e f"
    assert suggested_name(Briefing((words,), Choices(TODAY, title="???"))) == "Briefing"


def test_an_error_while_writing_is_the_programs_own_kind(dialog, settled, tmp_path):
    with pytest.raises(OutputError):
        export_copy(dialog, dialog.briefing, tmp_path / "none" / "copy.pdf", settled(dialog))


# Long work behind a button


def test_work_in_a_thread_gives_its_result_or_its_error(dialog):
    assert run_with_progress(dialog, "Working…", lambda _stop: threading.current_thread().name) == "copy work"
    with pytest.raises(OutputError, match="full"):
        run_with_progress(dialog, "Working…", lambda _stop: fail_full())


def fail_full() -> None:
    raise OutputError("The disk is full.", "Make room.")


def test_long_work_shows_a_sign_whose_cancel_stops_it(dialog):
    seen = []

    def work(stop: Callable[[], bool]) -> str:
        end = time.monotonic() + 3
        while not stop() and time.monotonic() < end:
            time.sleep(0.005)
        return "done"

    def cancel() -> None:
        for progress in dialog.findChildren(QProgressDialog):
            seen.append(progress.isVisible())
            progress.canceled.emit()

    QTimer.singleShot(600, cancel)
    assert run_with_progress(dialog, "Working…", work) is None
    assert seen == [True]


# Room, names, colours


@pytest.mark.parametrize(("width", "height"), [(1080, 760), (800, 600), (455, 256)])
def test_everything_that_takes_the_focus_has_a_name(make_dialog, width, height):
    dialog = make_dialog(width=width, height=height)
    nameless = [
        widget
        for widget in dialog.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        # Parts of a field: its own line editor or list; the field's name is theirs.
        and widget.focusProxy() is None
        and not widget.objectName().startswith("qt_")
        and type(widget.parent()).__name__ not in ("QComboBoxPrivateContainer", "QDateEdit")
    ]
    assert nameless == []


def test_tab_reaches_every_choice_and_every_button(dialog):
    dialog.parts.tree.setFocus()
    seen = set()
    for _ in range(60):
        focus = QApplication.focusWidget()
        seen.add(focus.accessibleName() if focus else "")
        QTest.keyClick(focus or dialog, Qt.Key.Key_Tab)
    for name in ("Parts of the copy", "Cover page", "Add own words", "Add another sheet", "Layout", "Paper"):
        assert name in seen
    for name in ("Marking", "Prepared for", "Prepared by", "Date", "Contents", "Paragraph numbers", "Pages"):
        assert name in seen
    for name in ("Ruled space for notes", "Size of the pages", "Recipes", "Export", "Print", "Close"):
        assert name in seen


def test_in_little_room_choices_and_pages_are_two_tabs(make_dialog, settled):
    dialog = make_dialog(width=455, height=256)
    settled(dialog)
    assert (dialog.width(), dialog.height()) == (455, 256)
    assert dialog._tabs.isVisible()
    assert dialog._scroll.isVisible()
    assert not dialog.pages.isVisible()
    dialog._tabs.setFocus()
    QTest.keyClick(dialog._tabs, Qt.Key.Key_Right)
    assert dialog.pages.isVisible()
    assert not dialog._scroll.isVisible()
    assert dialog.pages.view.horizontalScrollBar().maximum() == 0
    dialog.resize(1080, 760)
    assert dialog._scroll.isVisible()
    assert not dialog._tabs.isVisible()


@pytest.mark.parametrize("width", [455, 800, 1080])
def test_no_choice_is_cut_off_at_the_side(make_dialog, width):
    dialog = make_dialog(width=width, height=600 if width > 455 else 256)
    QApplication.processEvents()
    inner = dialog._scroll.widget()
    assert inner.minimumSizeHint().width() <= dialog._scroll.viewport().width()


@pytest.mark.parametrize("colours", [LIGHT, DARK, HIGH_CONTRAST])
def test_an_unticked_box_has_an_edge_in_every_theme(make_dialog, colours):
    dialog = make_dialog()
    folder = paths.resources_folder() / "icons" / "lucide"
    dialog.recolour(Icons(folder, colours.text, colours.disabled, 1.0), colours)
    dialog.setStyleSheet(style_sheet(colours, 1.0) + dialog.styleSheet())
    cover = by_name(dialog, "Cover page")
    picture = cover.grab().toImage()
    row = [picture.pixelColor(x, picture.height() // 2) for x in range(24)]
    assert QColor(colours.border) in row
    cover.setChecked(True)
    ticked = cover.grab().toImage()
    row = [ticked.pixelColor(x, ticked.height() // 2) for x in range(24)]
    assert QColor(colours.heading) in row
    assert QColor(colours.border) not in row or colours.border == colours.heading


def test_the_pages_tell_screen_readers_where_they_are(dialog):
    view = dialog.pages.view
    view.go_to(2)
    assert view.accessibleDescription() == "Page 2 of 3"
    assert len(pdfium.PdfDocument(view._pdf)) == 3


def test_the_tree_is_as_high_as_its_rows_in_large_type_too(make_dialog):
    dialog = make_dialog()
    for scale in (1.0, 2.0):
        dialog.setStyleSheet(style_sheet(LIGHT, scale) + f"QTreeView {{ font-size: {10 * scale}pt; }}")
        QApplication.processEvents()
        tree = dialog.parts.tree
        last = tree.topLevelItem(0).child(tree.topLevelItem(0).childCount() - 1)
        assert tree.visualItemRect(last).bottom() <= tree.viewport().height()
        assert tree.verticalScrollBar().maximum() == 0
