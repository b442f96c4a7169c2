"""Everything works by keyboard, and every part has its name for screen readers."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QKeyEvent,
    QKeySequence,
    QTextCursor,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from hkviewer.content.document import open_document
from hkviewer.gui.actions import ACTIONS, MENUS
from hkviewer.gui.widgets.dialogs import PageDialog
from hkviewer.gui.window import MainWindow
from tests.gui.doors import action_of, menu_of
from tests.gui.places import where

_CONTROL = Qt.KeyboardModifier.ControlModifier


def focus_name() -> str:
    widget = QApplication.focusWidget()
    return widget.accessibleName() if widget else ""


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)
    QApplication.processEvents()


def menus(window: MainWindow) -> dict[str, QMenu]:
    found = {}
    for action in window.menuBar().actions():
        menu = action.menu()
        assert isinstance(menu, QMenu)
        found[action.text()] = menu
    return found


def test_f6_goes_round_the_parts_and_shift_f6_back(window):
    seen = [focus_name()]
    while True:
        press(Qt.Key.Key_F6)
        if focus_name() == seen[0] or len(seen) > 9:
            break
        seen.append(focus_name())
    assert seen[0] == "Fact sheet"
    assert "Sections" in seen
    back = []
    for _ in seen:
        press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        back.append(focus_name())
    assert back == [*reversed(seen[1:]), seen[0]]


def test_f6_reaches_the_notice_too_while_there_is_one(window, tmp_path):
    window.open(str(tmp_path / "missing.md"))
    window.pane.setFocus()
    seen = set()
    for _ in range(8):
        press(Qt.Key.Key_F6)
        seen.add(focus_name())
    assert seen & {"Notice", "Close notice"}
    assert {"Fact sheet", "Sections"} <= seen


def test_f6_passes_a_hidden_sidebar_by(window):
    press(Qt.Key.Key_F9)
    press(Qt.Key.Key_F6)
    assert focus_name() != "Sections"


def test_f6_where_nothing_but_the_message_is_shown(make_window, tmp_path):
    window = make_window(tmp_path / "missing.md")
    for _ in range(4):
        action_of(window, "next_part").trigger()
        assert QApplication.focusWidget() is not None


def test_f11_shows_the_whole_screen_and_returns(window):
    press(Qt.Key.Key_F11)
    assert window.isFullScreen()
    assert action_of(window, "full_screen").isChecked()
    press(Qt.Key.Key_F11)
    assert not window.isFullScreen()
    assert not action_of(window, "full_screen").isChecked()


def test_f9_hides_and_shows_the_sidebar_and_its_menu_item_follows(window, find):
    assert find("Sections").isVisible()
    press(Qt.Key.Key_F9)
    assert not find("Sections").isVisible()
    assert not action_of(window, "sidebar").isChecked()
    press(Qt.Key.Key_F9)
    assert find("Sections").isVisible()
    assert action_of(window, "sidebar").isChecked()


def test_hiding_the_sidebar_leaves_the_focus_in_the_text(window, find):
    find("Sections").setFocus()
    press(Qt.Key.Key_F9)
    assert focus_name() == "Fact sheet"


def press_where_digits_are(
    window: MainWindow, position: int, text: str, modifiers: Qt.KeyboardModifier = _CONTROL
) -> None:
    """Press the key at `position` in the digits' row, which types `text`, as a Linux keyboard tells it."""
    event = QKeyEvent(QEvent.Type.KeyPress, ord(text), modifiers, 10 + position, 0, 0, text)
    QApplication.sendEvent(window.pane, event)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems number their keys otherwise")
class TestKeyboardsWithoutDigits:
    """On a French keyboard the digits want Shift."""

    @pytest.mark.parametrize(("position", "text"), [(0, "&"), (1, "É"), (2, '"'), (4, "(")])
    def test_ctrl_and_a_digits_key_goes_to_a_section(self, window, position, text):
        press_where_digits_are(window, position, text)
        place = where(window.pane)
        assert place is not None
        assert place.section_id == open_document(None).sheet.sections[position].id

    def test_the_key_of_0_is_the_usual_size(self, window):
        usual = window.pane.toHtml()
        action_of(window, "zoom_in").trigger()
        assert window.pane.toHtml() != usual
        press_where_digits_are(window, 9, "À")
        assert window.pane.toHtml() == usual

    def test_other_modifiers_are_left_alone(self, window):
        before = where(window.pane)
        press_where_digits_are(window, 2, '"', _CONTROL | Qt.KeyboardModifier.AltModifier)
        assert where(window.pane) == before


def test_no_key_is_given_twice():
    keys = [QKeySequence(key).toString() for spec in ACTIONS for key in spec.keys]
    keys += [f"Ctrl+{number}" for number in range(1, 10)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("open", "Ctrl+O"),
        ("back", "Alt+Left"),
        ("forward", "Alt+Right"),
        ("previous_section", "Ctrl+PgUp"),
        ("next_section", "Ctrl+PgDown"),
        ("zoom_in", "Ctrl++"),
        ("zoom_out", "Ctrl+-"),
        ("zoom_reset", "Ctrl+0"),
        ("next_theme", "Ctrl+Shift+T"),
        ("sidebar", "F9"),
        ("full_screen", "F11"),
        ("next_part", "F6"),
        ("previous_part", "Shift+F6"),
        ("copy", "Ctrl+C"),
        ("keys", "F1"),
        ("quit", "Ctrl+Q"),
    ],
)
def test_the_agreed_keys(seen_window, name, key):
    assert QKeySequence(key) in action_of(seen_window, name).shortcuts()


def test_every_menu_and_item_can_be_picked_by_a_letter_of_its_own(seen_window):
    found = menus(seen_window)
    assert list(found) == list(MENUS)
    for menu in [*found.values(), menu_of(seen_window, "Theme")]:
        letters = []
        for action in menu.actions():
            text = action.text().replace("&&", "")
            if action.isSeparator():
                continue
            assert "&" in text, text
            letters.append(text[text.index("&") + 1].lower())
        assert len(letters) == len(set(letters)), (menu.title(), letters)


def test_quit_closes_the_window(window):
    action_of(window, "quit").trigger()
    assert not window.isVisible()


# For screen readers


def interface(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def test_application_and_parts_have_the_agreed_names(qapp, window, find):
    assert qapp.applicationName() == "hkviewer"
    assert qapp.applicationDisplayName() == "hkviewer"
    assert interface(find("Sections")).role() == QAccessible.Role.Tree
    assert interface(find("Fact sheet")).role() == QAccessible.Role.EditableText


def has_focus(part: QAccessibleInterface) -> list[str]:
    """The names of what is said to have the focus, in the order in which a screen reader looks for it."""
    name = part.text(QAccessible.Text.Name)
    found = [name] if part.state().focused else []
    children = (part.child(number) for number in range(part.childCount()))
    return [*found, *(each for child in children if child is not None for each in has_focus(child))]


def test_a_screen_reader_that_starts_meanwhile_finds_what_has_the_focus(window, find, screen_reader, qtbot):
    window.pane.setFocus()
    assert has_focus(interface(window))[0] == "Fact sheet"
    window.search_for("trade")
    find("Search").setFocus()
    qtbot.waitUntil(lambda: find("Results").currentIndex().isValid())
    assert has_focus(interface(window)) == ["Search"]
    find("Results").setFocus()
    assert [words.split()[-1] for words in has_focus(interface(window))] == ["Results", "9"]
    find("Sections").setFocus()
    assert has_focus(interface(window))[0] == "Sections"


def test_a_row_is_remembered_while_the_focus_is_elsewhere(window, find):
    sections = find("Sections")
    sections.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    window.pane.setFocus()
    assert sections.currentIndex().data() == "Economic Relations"
    sections.setFocus()
    press(Qt.Key.Key_Down)
    assert sections.currentIndex().row() == 3


def test_the_pane_is_text_with_a_caret(window):
    text = interface(window.pane).textInterface()
    assert text is not None
    whole = text.text(0, text.characterCount())
    assert whole.startswith("U.S. Relations With Hong Kong")
    assert "The United States provides no foreign assistance" in whole
    for position in (0, 5, 120):
        cursor = window.pane.textCursor()
        cursor.setPosition(position)
        window.pane.setTextCursor(cursor)
        assert text.cursorPosition() == position


def test_the_state_of_the_pane_is_read_only_focusable_and_not_a_label(seen_window):
    state = interface(seen_window.pane).state()
    assert state.readOnly
    assert state.focusable
    assert state.multiLine


def test_arrow_keys_tell_screen_readers_where_the_caret_is(qtbot, window, monkeypatch):
    """Qt sends a caret event only where assistive programs listen; its source is the cursor's signal."""
    positions: list[int] = []
    window.pane.cursorPositionChanged.connect(lambda: positions.append(window.pane.textCursor().position()))
    for _ in range(3):
        qtbot.keyClick(window.pane, Qt.Key.Key_Right)
    assert positions == [1, 2, 3]
    assert QAccessibleEvent(window.pane, QAccessible.Event.TextCaretMoved).object() is window.pane


def test_rows_of_the_tree_say_their_titles(window, find):
    tree = interface(find("Sections"))
    names = [tree.child(number).text(QAccessible.Text.Name) for number in range(tree.childCount())]
    assert "Economic Relations" in names


def unnamed(root: QWidget) -> list[str]:
    """The widgets under `root` that take the focus and have no name."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            name = interface(widget).text(QAccessible.Text.Name)
            if not name.strip():
                found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def test_every_part_that_takes_the_focus_has_a_name(window, tmp_path):
    window.open(str(tmp_path / "missing.md"))
    assert unnamed(window) == []


def test_so_has_every_part_of_the_message_and_of_pages(make_window, tmp_path):
    window = make_window(tmp_path / "missing.md")
    assert unnamed(window) == []
    page = PageDialog("Keys", "<p>x</p>", window)
    assert unnamed(page) == []
    page.deleteLater()


def test_the_text_of_a_page_can_be_read_and_selected_by_keyboard(window, monkeypatch):
    shown: list[PageDialog] = []
    monkeypatch.setattr(PageDialog, "exec", lambda dialog: shown.append(dialog))  # noqa: PLW0108  binds
    for name in ("keys", "about", "about_document"):
        action_of(window, name).trigger()
    assert len(shown) == 3
    for dialog in shown:
        flags = dialog.page.textInteractionFlags()
        assert flags & Qt.TextInteractionFlag.TextSelectableByKeyboard


def test_a_ring_shows_focus_that_came_by_keyboard(window, find):
    find("Sections").setFocus()
    action_of(window, "next_part").trigger()
    for _ in range(5):
        if focus_name() == "Fact sheet":
            break
        action_of(window, "next_part").trigger()
    picture = window.pane.grab().toImage()
    focus = window.looks.colours.focus
    assert picture.pixelColor(0, picture.height() // 2).name() == focus
    window.pane.clearFocus()
    picture = window.pane.grab().toImage()
    assert picture.pixelColor(0, picture.height() // 2).name() != focus


def test_buttons_and_rows_are_large_enough_to_hit(window, find, tmp_path):
    window.open(str(tmp_path / "missing.md"))
    from PySide6.QtWidgets import QAbstractButton

    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.accessibleName():
            assert button.height() >= 24, button.accessibleName()
            assert button.width() >= 24, button.accessibleName()
    tree = find("Sections")
    for row in range(tree.model().rowCount()):
        assert tree.visualRect(tree.model().index(row, 0)).height() >= 28


def test_the_caret_moved_by_keyboard_stays_in_view(qtbot, window):
    pane = window.pane
    for _ in range(60):
        qtbot.keyClick(pane, Qt.Key.Key_Down)
    assert pane.viewport().rect().contains(pane.cursorRect().center())
    assert pane.textCursor().position() > 1500


def test_the_whole_text_can_be_selected_by_keyboard(qtbot, window):
    qtbot.keyClick(window.pane, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    cursor = window.pane.textCursor()
    assert cursor.selectionEnd() - cursor.selectionStart() == window.pane.document().characterCount() - 1
    cursor.movePosition(QTextCursor.MoveOperation.Start)
