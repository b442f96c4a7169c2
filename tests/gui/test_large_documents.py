"""A large document is read beside the window, which lives meanwhile, and is then shown part by part."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QProgressBar

from hkviewer.compare import provenance
from hkviewer.content import document as document_module
from hkviewer.content.document import Document, read_document
from hkviewer.content.packed import PackedSection
from hkviewer.content.place import Place
from hkviewer.content.ranges import TextRange
from hkviewer.gui.frame.slow_release import SlowRelease
from hkviewer.gui.reading import citing, section_tree
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.widgets import progress_line
from hkviewer.gui.widgets.notice import MessagePage, NoticeBar
from hkviewer.gui.widgets.progress_line import ProgressLine
from hkviewer.gui.window import MainWindow
from hkviewer.theme import ThemeName
from tests.gui.doors import action_of, field_of, search_of, tree_of
from tests.gui.places import go_to, where

BUNDLED = "U.S. Relations With Hong Kong"
SECTIONS = 60


@pytest.fixture(autouse=True)
def _smaller_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_module, "SLOW_TO_OPEN", 50_000)
    monkeypatch.setattr(progress_line, "_QUIET_MILLISECONDS", 0)


@pytest.fixture(scope="module")
def very_large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file large enough to be read beside the window; each section says its number in words of its own."""
    path = tmp_path_factory.mktemp("large") / "very-large.md"
    words = "Words and words. " * 200
    sections = (f"\n## Part {n}\n\nAnchor{n} begins. {words}\n\nEnd{n}.\n" for n in range(SECTIONS))
    path.write_text("# Very large\n\nAn introduction.\n" + "".join(sections), encoding="utf-8")
    return path


@pytest.fixture
def large_window(window: MainWindow, very_large: Path) -> MainWindow:
    assert window.open(str(very_large))
    return window


def line_of(window: MainWindow) -> ProgressLine | None:
    return next(iter(window.findChildren(ProgressLine)), None)


def while_reading(window: MainWindow, act: Callable[[], object]) -> None:
    """Do `act` once, as soon as the window says that it is opening something."""
    timer = QTimer(window)

    def look() -> None:
        line = line_of(window)
        if line is not None and line.isVisible():
            timer.stop()
            act()

    timer.timeout.connect(look)
    timer.start(5)


def document_of(window: MainWindow) -> Document:
    document = window.session.document
    assert document is not None
    return document


def section_at(pane: ReadingPane) -> str:
    at = where(pane)
    assert at is not None
    return at.section_id


def parts_shown(window: MainWindow) -> int:
    return window.pane._part.number


# Reading


def test_while_a_large_document_is_read_the_window_lives_and_says_how_far_it_is(
    window, very_large, monkeypatch
):
    monkeypatch.setattr(progress_line, "_STEP_MILLISECONDS", 0)  # else it is read after two steps
    seen: list[tuple[str, int]] = []

    def look() -> None:
        if (line := line_of(window)) is not None and line.isVisible():
            seen.append((line.accessibleDescription(), line.findChildren(QProgressBar)[0].value()))

    timer = QTimer(window)
    timer.timeout.connect(look)
    timer.start(5)
    assert window.open(str(very_large))
    timer.stop()
    assert {words for words, _ in seen} == {"Opening “very-large.md”…"}
    values = [value for _, value in seen]
    assert values == sorted(values)
    assert len(set(values)) > 3
    assert window.windowTitle() == "Very large"
    line = line_of(window)
    assert line is not None
    assert not line.isVisible()


def test_the_line_has_names_for_who_does_not_see_it_and_its_end_is_said(window, very_large, spoken):
    names: list[str] = []

    def look() -> None:
        line = line_of(window)
        assert line is not None
        names.extend((line.cancel.accessibleName(), line.findChildren(QProgressBar)[0].accessibleName()))
        names.extend(label.text() for label in line.findChildren(QLabel))

    while_reading(window, look)
    spoken()
    window.open(str(very_large))
    assert spoken() == ["Opening “very-large.md”…", "“very-large.md” is open."]
    assert names[:2] == ["Cancel: Opening “very-large.md”…", "Opening “very-large.md”…"]
    assert any(text.endswith(" %") for text in names)


def cancel_by_button(window: MainWindow) -> None:
    line = line_of(window)
    assert line is not None
    line.cancel.setFocus()
    QTest.keyClick(line.cancel, Qt.Key.Key_Space)


def cancel_by_key_in_line(window: MainWindow) -> None:
    line = line_of(window)
    assert line is not None
    QTest.keyClick(line.cancel, Qt.Key.Key_Escape)


def cancel_by_key_in_pane(window: MainWindow) -> None:
    QTest.keyClick(window.pane, Qt.Key.Key_Escape)


@pytest.mark.parametrize("cancel", [cancel_by_button, cancel_by_key_in_line, cancel_by_key_in_pane])
def test_after_cancel_the_document_before_is_there_and_works_and_nothing_of_the_other_is_left(
    cancel, window, very_large, children, spoken
):
    before = document_of(window)
    while_reading(window, lambda: cancel(window))
    assert not window.open(str(very_large))
    assert spoken()[-1] == "“very-large.md” was not opened."
    line = line_of(window)
    assert line is not None
    assert not line.isVisible()
    assert document_of(window) is before
    assert window.windowTitle() == BUNDLED
    assert [child.returncode is not None for child in children] == [True]
    assert "document" not in {thread.name for thread in threading.enumerate()}
    assert not any(notice.isVisible() for notice in window.findChildren(NoticeBar)), "who pressed it knows"
    assert window.pane.hasFocus()
    go_to(window.pane, "economic-relations")
    assert section_at(window.pane) == "economic-relations"
    assert gc.isenabled()


def test_cancelling_while_the_tree_is_made_leaves_no_rows_behind(window, very_large, monkeypatch):
    monkeypatch.setattr(section_tree, "_MADE_AT_ONCE", 1)
    rows = tree_of(window).model().rowCount()
    steps: list[int] = []
    made = section_tree._Rows.made

    def counted(self: section_tree._Rows) -> Iterator[None]:
        for number, step in enumerate(made(self)):
            steps.append(number)
            if number == 5:
                QTest.keyClick(window.pane, Qt.Key.Key_Escape)
            yield step

    monkeypatch.setattr(section_tree._Rows, "made", counted)
    assert not window.open(str(very_large))
    assert len(steps) < 10
    assert tree_of(window)._prepared is None
    assert tree_of(window).model().rowCount() == rows


def test_where_nothing_else_is_open_cancel_leads_to_other_documents(make_window, very_large, tmp_path):
    window = make_window(tmp_path / "missing.md")
    while_reading(window, lambda: cancel_by_key_in_line(window))
    assert not window.open(str(very_large))
    (page,) = window.findChildren(MessagePage)
    assert page.isVisible()
    assert any("was not opened" in label.text() for label in page.findChildren(QLabel))


def test_another_document_that_is_asked_for_meanwhile_takes_its_place(window, very_large, hard_sheet):
    opened: list[bool] = []
    while_reading(window, lambda: opened.append(window.open(str(hard_sheet))))
    assert not window.open(str(very_large))
    assert opened == [True]
    assert window.windowTitle() == "A Hard Sheet"
    assert not any(notice.isVisible() for notice in window.findChildren(NoticeBar))


def test_a_second_large_document_takes_the_place_of_the_first(window, very_large, tmp_path, children):
    other = tmp_path / "other.md"
    other.write_text(very_large.read_text(encoding="utf-8").replace("# Very", "# Other", 1), encoding="utf-8")
    opened: list[bool] = []
    while_reading(window, lambda: opened.append(window.open(str(other))))
    assert not window.open(str(very_large))
    assert opened == [True]
    assert window.windowTitle() == "Other large"
    assert len(children) == 2
    line = line_of(window)
    assert line is not None
    assert not line.isVisible()
    assert gc.isenabled()


def test_a_file_picked_by_the_menu_meanwhile_takes_its_place(window, very_large, hard_sheet, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(hard_sheet), ""))
    while_reading(window, action_of(window, "open").trigger)
    assert not window.open(str(very_large))
    assert window.windowTitle() == "A Hard Sheet"


def test_the_window_can_be_closed_meanwhile(window, very_large, children):
    while_reading(window, window.close)
    assert not window.open(str(very_large))
    assert window.isHidden()
    assert children[0].returncode is not None


@pytest.mark.slow
def test_a_search_meanwhile_is_in_the_document_that_is_read_and_then_in_the_other(qtbot, window, very_large):
    found: list[int] = []

    def search() -> None:
        field_of(window).setText("Hong Kong")
        search_of(window).matches_changed.connect(lambda matches: found.append(len(matches)))

    while_reading(window, search)
    assert window.open(str(very_large))
    field_of(window).setText("Anchor59")
    qtbot.waitUntil(lambda: len(search_of(window).session.matches) == 1, timeout=20000)
    assert max(found) > 10


def test_escape_in_the_field_ends_the_search_first(window, very_large):
    def type_and_leave() -> None:
        field_of(window).setText("Hong")
        QTest.keyClick(field_of(window), Qt.Key.Key_Escape)

    while_reading(window, type_and_leave)
    assert window.open(str(very_large))
    assert field_of(window).text() == ""


def test_a_large_document_that_cannot_be_read_is_said(window, tmp_path):
    path = tmp_path / "bytes.md"
    path.write_bytes(b"\0" * 600_000)
    assert not window.open(str(path))
    assert window.findChildren(NoticeBar)[0].isVisible()
    assert window.windowTitle() == BUNDLED


def test_back_leads_to_a_large_document_and_cancelling_that_keeps_the_way(window, very_large, hard_sheet):
    window.open(str(very_large))
    go_to(window.pane, "part-59")
    window.open(str(hard_sheet))
    while_reading(window, lambda: cancel_by_key_in_pane(window))
    action_of(window, "back").trigger()
    assert window.windowTitle() == "A Hard Sheet"
    action_of(window, "back").trigger()
    assert window.windowTitle() == "Very large"
    assert section_at(window.pane) == "part-59"


@pytest.mark.slow
def test_a_large_document_is_read_again_at_the_same_words(window, very_large):
    window.open(str(very_large))
    go_to(window.pane, "part-40")
    action_of(window, "reload").trigger()
    assert section_at(window.pane) == "part-40"


# Showing


def test_a_large_document_is_shown_by_parts_of_which_each_place_can_be_gone_to(large_window):
    window = large_window
    document = document_of(window)
    assert document.parts is not None
    assert len(document.parts) > 3
    assert "Part 59" not in window.pane.toPlainText()
    for number in (59, 0, 30, 31):
        go_to(window.pane, f"part-{number}")
        assert section_at(window.pane) == f"part-{number}"
        assert f"Anchor{number} begins" in window.pane.toPlainText()
        assert tree_of(window).currentIndex().data() == f"Part {number}"
    assert len(window.pane.toPlainText()) < 200_000


@pytest.mark.slow
def test_all_parts_together_are_what_the_whole_document_shows(large_window, very_large):
    window = large_window
    shown = []
    for _ in range(len(document_of(window).parts or ())):
        shown += [line for line in window.pane.toPlainText().splitlines() if " · part " not in line]
        QTest.keyClick(window.pane, Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier)
        bar = window.pane.verticalScrollBar()
        bar.setValue(bar.maximum())
        QTest.keyClick(window.pane, Qt.Key.Key_Space)
    parsed = read_document(very_large).sheet
    titles = [(section.title,) if section.heading_shown else () for section in parsed.sections]
    words = [
        line
        for title, section in zip(titles, parsed.sections, strict=True)
        for line in (*title, *section.text.split("\n\n"))
    ]
    assert [line.strip() for line in shown if line][2:] == [line.strip() for line in words]


def test_paging_beyond_a_part_turns_to_the_next_and_back(large_window):
    pane = large_window.pane
    bar = pane.verticalScrollBar()
    for key, back in ((Qt.Key.Key_Space, Qt.Key.Key_Space), (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)):
        assert parts_shown(large_window) == 0
        bar.setValue(bar.maximum())
        QTest.keyClick(pane, key)
        assert parts_shown(large_window) == 1
        assert bar.value() == 0
        shift = Qt.KeyboardModifier.ShiftModifier if back == key else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(pane, back, shift)
        assert parts_shown(large_window) == 0
        assert bar.value() == bar.maximum()
    bar.setValue(0)
    QTest.keyClick(pane, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert parts_shown(large_window) == 0, "there is none before"


@pytest.mark.slow
def test_control_end_and_home_lead_to_the_ends_of_the_document(large_window):
    pane, control = large_window.pane, Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(pane, Qt.Key.Key_End, control)
    assert "End59." in pane.toPlainText()
    assert pane.progress == 100
    QTest.keyClick(pane, Qt.Key.Key_Home, control)
    assert pane.toPlainText().startswith("Very large")
    assert pane.progress == 0
    assert large_window.session.place == Place(document_of(large_window).key)


@pytest.mark.slow
def test_links_at_the_ends_of_a_part_lead_to_the_parts_beside_it(large_window):
    pane = large_window.pane
    lines = pane.toPlainText().splitlines()
    parts = document_of(large_window).parts
    assert parts is not None
    assert lines[-1].replace("\u00a0", " ") == f"Next part · part 1 of {len(parts)}"
    while QTest.keyClick(pane, Qt.Key.Key_Tab) is None and not pane.textCursor().hasSelection():
        pass
    QTest.keyClick(pane, Qt.Key.Key_Return)
    assert parts_shown(large_window) == 1
    assert pane.toPlainText().startswith("Previous part")
    QTest.keyClick(pane, Qt.Key.Key_Tab)
    QTest.keyClick(pane, Qt.Key.Key_Return)
    assert parts_shown(large_window) == 0


def test_the_rows_are_laid_out_once_for_another_theme(request, monkeypatch):
    done: list[int] = []
    lay_out = section_tree.SectionTree.doItemsLayout

    def noted(tree: section_tree.SectionTree) -> None:
        if not tree._styled.isActive():
            done.append(1)
        lay_out(tree)

    monkeypatch.setattr(section_tree, "_ONE_LINE_ABOVE", 10)
    # Qt calls what it finds when a tree is made.
    monkeypatch.setattr(section_tree.SectionTree, "doItemsLayout", noted)
    window: MainWindow = request.getfixturevalue("large_window")
    QApplication.processEvents()
    done.clear()
    window.looks.choose_theme(ThemeName.DARK)
    QApplication.processEvents()
    assert len(done) == 1


@pytest.mark.slow
def test_the_place_is_kept_in_another_size_and_theme(large_window):
    go_to(large_window.pane, "part-48")
    part = parts_shown(large_window)
    changes: list[Callable[[], object]] = [
        lambda: large_window.looks.change_zoom(2),
        lambda: large_window.looks.choose_theme(ThemeName.DARK),
        lambda: large_window.resize(700, 500),
    ]
    for change in changes:
        change()
        assert parts_shown(large_window) == part
        assert section_at(large_window.pane) == "part-48"


@pytest.mark.slow
def test_progress_counts_the_whole_document(large_window):
    go_to(large_window.pane, "part-30")
    assert 40 < large_window.pane.progress < 60


def test_a_match_in_another_part_is_gone_to_and_marked(qtbot, large_window):
    window = large_window
    field_of(window).setText("Anchor56")
    qtbot.waitUntil(lambda: len(search_of(window).session.matches) == 1, timeout=20000)
    assert window.pane.extraSelections() == [], "it is in no part that is shown"
    QTest.keyClick(field_of(window), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Anchor56" in window.pane.toPlainText(), timeout=5000)
    assert [selection.cursor.selectedText() for selection in window.pane.extraSelections()] == ["Anchor56"]
    QTest.keyClick(field_of(window), Qt.Key.Key_Escape)
    assert window.pane.toPlainText().startswith("Very large"), "and back to where the search began"


@pytest.mark.slow
def test_matches_all_over_the_document_are_stepped_through(qtbot, large_window):
    window = large_window
    field_of(window).setText("begins")
    qtbot.waitUntil(lambda: len(search_of(window).session.matches) == SECTIONS, timeout=20000)
    qtbot.waitUntil(lambda: search_of(window).session._runner.is_done)
    for number in (0, 1, SECTIONS - 1, SECTIONS // 2):
        search_of(window).session.go_to(number)
        assert f"Anchor{number} begins" in window.pane.toPlainText()
        colour = window.looks.colours.current_match
        grounds = [each.format.background().color().name() for each in window.pane.extraSelections()]
        assert grounds.count(colour) == 1


@pytest.mark.slow
def test_one_section_of_many_paragraphs_is_shown_by_parts_too(window, tmp_path):
    path = tmp_path / "one.md"
    path.write_text("\n\n".join(f"Line{n} " + "of many words. " * 20 for n in range(600)), encoding="utf-8")
    assert window.open(str(path))
    (section,) = document_of(window).sheet.sections
    assert isinstance(section, PackedSection)
    at = section.text.index("Line400 ")
    window.session.jump(Place(document_of(window).key, TextRange.point(section.id, at)))
    assert "Line400 " in window.pane.toPlainText()
    place = window.session.place
    assert place is not None
    assert place.at == TextRange.point(section.id, at)
    assert window.pane.toPlainText().startswith("Previous part")
    assert "one, continued" in window.pane.toPlainText().splitlines()[0]


def test_a_word_of_a_paragraph_that_is_cut_is_marked(qtbot, window, tmp_path):
    path = tmp_path / "one.md"
    path.write_text(" ".join(f"word{n}" for n in range(20_000)), encoding="utf-8")
    assert window.open(str(path))
    field_of(window).setText("word15000")
    qtbot.waitUntil(lambda: len(search_of(window).session.matches) == 1, timeout=20000)
    qtbot.waitUntil(lambda: search_of(window).session._runner.is_done)
    search_of(window).session.go_to(0)
    assert [each.cursor.selectedText() for each in window.pane.extraSelections()] == ["word15000"]


def test_a_tree_of_many_rows_shows_them_in_one_line_and_lets_go_of_them(
    qtbot, window, very_large, hard_sheet, monkeypatch
):
    monkeypatch.setattr(section_tree, "_ONE_LINE_ABOVE", 30)
    assert window.open(str(very_large))
    tree = tree_of(window)
    assert tree.uniformRowHeights()
    assert len(tree._items) == SECTIONS + 1
    go_to(window.pane, "part-59")
    assert tree.currentIndex().data() == "Part 59"
    window.looks.choose_theme(ThemeName.DARK)
    model = tree.model()
    gone: list[bool] = []
    model.destroyed.connect(lambda: gone.append(True))
    assert window.open(str(hard_sheet))
    assert not tree.uniformRowHeights()
    qtbot.waitUntil(lambda: gone == [True], timeout=5000)


def test_memory_of_a_large_document_is_given_back_after_it(qtbot, window, very_large):
    window.open(str(very_large))
    section = document_of(window).sheet.sections[40]
    window.open(None)
    (release,) = window.findChildren(SlowRelease)
    assert release._held == []
    # The variable and the call's argument alone still hold it.
    qtbot.waitUntil(lambda: sys.getrefcount(section) == 2, timeout=5000)


def test_a_large_document_is_not_parsed_again_to_be_told_about(
    large_window, very_large, tmp_path, monkeypatch
):
    monkeypatch.setattr(provenance, "parse_file", lambda _: pytest.fail("it was parsed"))
    document = document_of(large_window)
    assert provenance.verify(document).intact
    other = tmp_path / "changed.md"
    other.write_bytes(very_large.read_bytes() + b"\nMore.\n")
    assert not provenance.verify(document.replace(path=other)).intact


def test_a_large_bundled_sheet_is_opened_as_such_by_its_path_too(window, monkeypatch, children):
    monkeypatch.setattr(document_module, "SLOW_TO_OPEN", 1)
    path = document_of(window).path
    assert window.open(str(path))
    assert document_of(window).bundled
    assert children == []


def test_a_small_document_is_read_here_and_shown_whole(window, hard_sheet, children):
    assert window.open(str(hard_sheet))
    assert document_of(window).parts is None
    assert children == []
    assert line_of(window) is None


# Copying


def clipboard_text() -> str:
    return QApplication.clipboard().text()


def test_select_all_and_copy_take_the_whole_document_and_say_so(large_window):
    window = large_window
    for act in ("select_all", "copy"):
        action_of(window, act).trigger()
    text = clipboard_text()
    assert text.startswith("Very large\n\nAn introduction.\n\nPart 0\n\nAnchor0 begins. ")
    assert text.endswith("\n\nEnd59.")
    assert [text.count(f"Anchor{n} begins") for n in range(SECTIONS)] == [1] * SECTIONS
    assert "Next part" not in text
    count = document_of(window).sheet.word_count
    said = f"Copied as plain text: all of the document, {count:,} words."
    assert said in [label.text() for label in window.findChildren(QLabel)]


@pytest.mark.slow
def test_all_stays_selected_from_part_to_part_until_the_reader_goes_somewhere(large_window):
    pane = large_window.pane
    pane.selectAll()
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home):
        QTest.keyClick(pane, key, Qt.KeyboardModifier.ControlModifier)
        assert pane.is_whole_selected
    go_to(pane, "part-30")
    assert not pane.textCursor().hasSelection()


def test_what_is_selected_in_a_part_is_copied_as_it_is_in_any_document(large_window):
    pane = large_window.pane
    go_to(pane, "part-59")
    caret = pane.textCursor()
    caret.movePosition(caret.MoveOperation.EndOfBlock, caret.MoveMode.KeepAnchor)
    pane.setTextCursor(caret)
    pane.copy()
    assert clipboard_text() == "Part 59"
    assert QApplication.clipboard().mimeData().hasHtml()


def test_all_of_a_large_document_is_copied_with_its_citation(large_window):
    large_window.pane.selectAll()
    action_of(large_window, "copy_with_citation").trigger()
    assert "End59.\n\n“Very large" in clipboard_text() or "End59.\n\nVery large" in clipboard_text()
    assert not QApplication.clipboard().mimeData().hasHtml(), "it would be the citation alone"


def test_the_dialog_for_a_copy_of_a_large_document_is_made_ready_in_steps(qtbot, large_window):
    action_of(large_window, "print_copy").trigger()
    assert not large_window.findChildren(QDialog)
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in large_window.findChildren(QDialog)))
    (dialog,) = large_window.findChildren(QDialog)
    assert dialog.windowTitle() == "Print or save a copy"
    dialog.close()


def test_a_very_long_section_is_copied_as_plain_text_and_said(large_window, monkeypatch):
    monkeypatch.setattr(citing, "_MOST_PORTIONS", 0)
    go_to(large_window.pane, "part-30")
    for act, end in (("copy_section", "End30."), ("copy_with_citation", "section “Part 30”, paragraph 62.")):
        action_of(large_window, act).trigger()
        assert clipboard_text().startswith("Part 30\n\nAnchor30 begins. ")
        assert clipboard_text().endswith(end)
        assert not QApplication.clipboard().mimeData().hasHtml()
    said = [label.text() for label in large_window.findChildren(QLabel)]
    assert any(text.startswith("Copied as plain text: all of the section, ") for text in said)
