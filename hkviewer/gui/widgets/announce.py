"""Having a screen reader say what happens beside the focus (WCAG 2.2, 4.1.3)."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from functools import partial

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.widgets.at_spi import follow_registry, hears_announcements

_CLOSING_MILLISECONDS = 300
"""A dialog that leads to what is said is closed by then, and the focus back, unless the machine is busy."""
_LINE_MILLISECONDS = 150
"""By then Orca has said the line of a moved caret: from version 50 on it puts announcements first."""
_MOST_WAITS = 10
"""So often it is waited for; then what is said may be lost."""


def is_heard() -> bool:
    """Whether an assistive program runs; where none does, nothing need be put into words for it."""
    if is_active := QtGui.QAccessible.isActive():
        # By when there is something to say it is known how to say it.
        follow_registry(tell_focus)
    return is_active


def tell_focus() -> None:
    """Let a screen reader that has come know what has the focus.

    Orca 46 to 48 ask for what has a state and any of no attributes, which nothing has as Qt answers it: they
    would say the window's title alone. To one that has found it by itself this is no news.
    """
    if (focus := QtWidgets.QApplication.focusWidget()) is not None:
        QtGui.QAccessible.updateAccessibility(QtGui.QAccessibleEvent(focus, QtGui.QAccessible.Event.Focus))


def announce(widget: QtWidgets.QWidget, words: str) -> None:
    """Have a running screen reader say `words` once, when what is due now is done; "" is not said.

    What moves the focus is due now: a screen reader begins with what has it, which would cut `words` short.
    `widget` is what the words are about; they are not said where it is gone by then.
    """
    if words and is_heard():
        at_once = 0 if hears_announcements() is False else _LINE_MILLISECONDS
        wait = _CLOSING_MILLISECONDS if _is_between(widget) else at_once
        QtCore.QTimer.singleShot(wait, widget, lambda: _speak_when_settled(widget, words, _MOST_WAITS))


def _speak_when_settled(widget: QtWidgets.QWidget, words: str, waits: int) -> None:
    if waits and _is_between(widget):
        later = partial(_speak_when_settled, widget, words, waits - 1)
        QtCore.QTimer.singleShot(_CLOSING_MILLISECONDS, widget, later)
    else:
        speak(widget, words)


def _is_between(widget: QtWidgets.QWidget) -> bool:
    """Whether a dialog over `widget` is open, or gone and the focus not yet back."""
    application = QtWidgets.QApplication
    active, modal = application.activeWindow(), application.activeModalWidget()
    is_away = active is None or not active.isVisible()
    return is_away or (modal is not None and modal is not widget.window())


def announce_with_focus(widget: QtWidgets.QWidget, words: str) -> None:
    """The same of `widget` that gets the focus now, or in which something does.

    Orca reads what surrounds it by itself, with these words; elsewhere that is not known.
    """
    focus = QtWidgets.QApplication.focusWidget()
    is_new = focus is None or not (focus is widget or widget.isAncestorOf(focus))
    if not (is_new and sys.platform == "linux"):
        announce(widget, words)


def announce_at_once(widget: QtWidgets.QWidget, words: str) -> None:
    """The same before what the screen reader says by itself of the key that is pressed."""
    if words and is_heard():
        speak(widget, words)


def tell_focus_lost(text: QtWidgets.QWidget, event: QtGui.QFocusEvent) -> None:
    """Let a screen reader know that `text` has lost the focus; Qt tells of the next part's alone.

    Else Orca takes the caret that is led in it for the focus, and is deaf to what has that. A menu gives the
    focus back: it is not told of, for the text would be read again.
    """
    if not is_heard():
        return
    reasons = QtCore.Qt.FocusReason
    if event.reason() not in (reasons.MenuBarFocusReason, reasons.PopupFocusReason):
        state = QtGui.QAccessible.State()
        state.focused = True
        QtGui.QAccessible.updateAccessibility(QtGui.QAccessibleStateChangeEvent(text, state))


def speak(widget: QtWidgets.QWidget, words: str) -> None:
    """Hand `words` to the screen reader on the way that it hears.

    Qt hands on announcements, which PySide6 has from 6.8 on (some builds of 6.8 lack them). On Linux Orca
    before version 45, as Debian 12 and Ubuntu 22.04 have it, knows none: it says a changed description of
    what has the focus. Later ones say that too, but not one that is followed by another; were both sent,
    some would say both. So the one that is listened to is sent.
    """
    if sys.platform == "linux" and not hears_announcements():
        _describe(QtWidgets.QApplication.focusWidget(), words)
    elif hasattr(QtGui, "QAccessibleAnnouncementEvent"):
        QtGui.QAccessible.updateAccessibility(_announcement(widget, words))


def _announcement(widget: QtWidgets.QWidget, words: str) -> QtGui.QAccessibleEvent:
    """`words` about `widget`; on Linux from what has the focus: of others Orca may leave out some."""
    focus = QtWidgets.QApplication.focusWidget() if sys.platform == "linux" else None
    if focus is not None and (whole := QtGui.QAccessible.queryAccessibleInterface(focus)) is not None:
        return QtGui.QAccessibleAnnouncementEvent(whole.focusChild() or whole, words)
    return QtGui.QAccessibleAnnouncementEvent(widget, words)


def _describe(focus: QtWidgets.QWidget | None, words: str) -> None:
    """Let what has the focus be described by `words`, and at once no more: they are said as they come.

    In a list or a tree it is the row that a screen reader takes for what has the focus; Qt tells of its
    description by itself.
    """
    if focus is None:
        return
    if isinstance(focus, QtWidgets.QAbstractItemView) and (index := focus.currentIndex()).isValid():
        # Whoever follows what a row holds is not to take it for changed.
        with QtCore.QSignalBlocker(focus):
            for description in (words, ""):
                focus.model().setData(index, description, QtCore.Qt.ItemDataRole.AccessibleDescriptionRole)
        return
    own = focus.accessibleDescription()
    _recall_caret(focus)
    focus.setAccessibleDescription(words)
    with _without_other_words(focus):
        focus.setAccessibleDescription("")
    if own:
        # Put back at once it would be said after the words.
        _Restoring(focus, own)


def _recall_caret(focus: QtWidgets.QWidget) -> None:
    """Tell again where the caret of a text is, which is news to nobody but a screen reader that has lost it.

    Orca at times holds on to what a text was before a dialog was open over it, and takes the text itself for
    something without the focus, until it sees a caret there.
    """
    if isinstance(focus, QtWidgets.QTextEdit):
        position = focus.textCursor().position()
    elif isinstance(focus, QtWidgets.QLineEdit):
        position = focus.cursorPosition()
    else:
        return
    QtGui.QAccessible.updateAccessibility(QtGui.QAccessibleTextCursorEvent(focus, position))


@contextlib.contextmanager
def _without_other_words(widget: QtWidgets.QWidget) -> Iterator[None]:
    """Meanwhile nothing that Qt takes for the description of what has none: it would be said."""
    tip = widget.toolTip()
    prompt = widget.placeholderText() if isinstance(widget, QtWidgets.QLineEdit) else ""
    if tip:
        widget.setToolTip("")
    if prompt and isinstance(widget, QtWidgets.QLineEdit):
        widget.setPlaceholderText("")
    try:
        yield
    finally:
        if tip:
            widget.setToolTip(tip)
        if prompt and isinstance(widget, QtWidgets.QLineEdit):
            widget.setPlaceholderText(prompt)


class _Restoring(QtCore.QObject):
    """Gives `widget` its own description back when it has lost the focus."""

    def __init__(self, widget: QtWidgets.QWidget, description: str) -> None:
        super().__init__(widget)
        self._widget = widget
        self._description = description
        widget.installEventFilter(self)

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """Wait for the focus to go."""
        if event.type() == QtCore.QEvent.Type.FocusOut:
            self._widget.removeEventFilter(self)
            QtCore.QTimer.singleShot(0, self, self._restore)
        return super().eventFilter(watched, event)

    def _restore(self) -> None:
        if not self._widget.accessibleDescription():
            self._widget.setAccessibleDescription(self._description)
        self.deleteLater()
