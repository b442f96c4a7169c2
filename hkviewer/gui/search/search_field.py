"""The search field: prompt, clearing, help, and the last searches."""

from __future__ import annotations

from functools import partial

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.widgets.announce import is_heard
from hkviewer.gui.widgets.heard_field import HeardField
from hkviewer.gui.widgets.icons import Icons
from hkviewer.preferences.preferences import Preferences


class SearchField(HeardField):
    """Where a search is typed; the last searches, which `preferences` hold, are offered in it.

    Signals:
        entered: Enter was pressed; 1 goes forward, -1 back (with Shift).
        reached: the field has the focus.
        left: Esc was pressed.
        down_pressed: the reader wants to the results.
        composing: an input method begins to compose.
        composed: it has ended, and the text has already what it gave, if anything.
    """

    entered = QtCore.Signal(int)
    reached = QtCore.Signal()
    left = QtCore.Signal()
    down_pressed = QtCore.Signal()
    composing = QtCore.Signal()
    composed = QtCore.Signal()

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._icons: Icons | None = None
        self._caret = -1
        self._is_composing = False
        self.setAccessibleName("Search")
        self.say_where(in_library=False)
        self._history_action = self._button("Last searches (Down)", leading=True)
        self._history_action.triggered.connect(self.show_history)
        self._clear_action = self._button("Clear the search (Esc)", leading=False)
        self._clear_action.triggered.connect(self.left)
        self._help_action = self._button("How to search", leading=False)
        self._help_action.triggered.connect(self.show_help)
        self.textChanged.connect(self._draw_trailing)
        self.textChanged.connect(self._show_new_text)

    @QtCore.Slot(str)
    def remember(self, text: str) -> None:
        """Offer `text` first from now on, as far as searches are remembered."""
        self._preferences.change(lambda settings: settings.with_search(text))

    def recolour(self, icons: Icons) -> None:
        """Draw with `icons` from now on."""
        self._icons = icons
        self._history_action.setIcon(icons.icon("search", can_be_disabled=False))
        self._draw_trailing()

    def say_where(self, *, in_library: bool) -> None:
        """Say in prompt and help that all sheets of the library are searched, or the one that is read."""
        self._searches_library = in_library
        self.setPlaceholderText("Search the library" if in_library else "Search this sheet")

    def show_history(self) -> None:
        """Let the reader pick one of the last searches, clear them, or switch them off."""
        from hkviewer.gui.widgets.remembering import add_switch, change_at_once  # when it is asked for

        settings = self._preferences.value
        menu = QtWidgets.QMenu(self)
        menu.setAccessibleName("Last searches")
        for text in settings.search_history:
            menu.addAction(text.replace("&", "&&"), partial(self._pick, text))
        if not settings.search_history:
            words = "No searches yet" if settings.keep_search_history else "Searches are not remembered"
            menu.addAction(words).setEnabled(False)
        menu.addSeparator()
        clear = partial(change_at_once, self._preferences, search_history=())
        menu.addAction("Clear the last searches", clear)
        add_switch(menu, "Remember searches", self._preferences, "keep_search_history")
        menu.addSeparator()
        menu.addAction("How to search", self.show_help)
        menu.exec(self.mapToGlobal(QtCore.QPoint(0, self.height())))

    def show_help(self) -> None:
        """Show the query language below the field until the next key or click."""
        from hkviewer.gui.search.search_help import SearchHelp  # for those who ask

        SearchHelp(self, in_library=self._searches_library).show_below(self)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Enter, Esc and Down leave the field; all else edits."""
        keys = QtCore.Qt.Key
        if event.key() in (keys.Key_Return, keys.Key_Enter):
            shift = bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier)
            self.entered.emit(-1 if shift else 1)
        elif event.key() == keys.Key_Escape:
            self.left.emit()
        elif event.key() == keys.Key_Down:
            if self.text():
                self.down_pressed.emit()
            else:
                self.show_history()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QtGui.QInputMethodEvent) -> None:
        """Tell when a composed word is whole; keys that an input method only hands on are half typed."""
        super().inputMethodEvent(event)
        was_composing, self._is_composing = self._is_composing, bool(event.preeditString())
        if self._is_composing != was_composing:
            (self.composing if self._is_composing else self.composed).emit()

    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        """A long search shows its beginning when the field is left; a menu or another window comes back."""
        super().focusOutEvent(event)
        reasons = QtCore.Qt.FocusReason
        if event.reason() not in (reasons.ActiveWindowFocusReason, reasons.PopupFocusReason):
            self._caret = self.cursorPosition()
            # A screen reader would read what is left when its caret moves.
            if not is_heard():
                self._to_beginning()

    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        """Typing goes on where it was left, but for a click, which says where."""
        super().focusInEvent(event)
        go_on = partial(self._go_on, was_clicked=event.reason() == QtCore.Qt.FocusReason.MouseFocusReason)
        if is_heard():
            # A screen reader is to learn of the field before its caret moves.
            QtCore.QTimer.singleShot(0, self, go_on)
        else:
            go_on()
        self.reached.emit()

    def _go_on(self, *, was_clicked: bool = False) -> None:
        if self._caret >= 0 and not was_clicked and not self.hasSelectedText():
            self.setCursorPosition(self._caret)
        self._caret = -1

    def _show_new_text(self, text: str) -> None:
        """A search that comes from elsewhere shows its beginning too."""
        if not self.hasFocus():
            self._caret = len(text)
            self._to_beginning()

    def _to_beginning(self) -> None:
        self.home(False)

    def _pick(self, text: str) -> None:
        self.setText(text)
        self.entered.emit(1)

    def _button(self, words: str, *, leading: bool) -> QtGui.QAction:
        action = QtGui.QAction(words, self)
        action.setToolTip(words)
        positions = QtWidgets.QLineEdit.ActionPosition
        self.addAction(action, positions.LeadingPosition if leading else positions.TrailingPosition)
        return action

    def _draw_trailing(self) -> None:
        """Offer clearing where there is something to clear, help otherwise."""
        if self._icons is None:
            return
        has_text = bool(self.text())
        self._clear_action.setVisible(has_text)
        self._help_action.setVisible(not has_text)
        action, name = (self._clear_action, "x") if has_text else (self._help_action, "circle-help")
        action.setIcon(self._icons.icon(name, can_be_disabled=False))
