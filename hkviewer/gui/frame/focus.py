"""What of a window has the focus, or gets it, and what is dropped on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.widgets.announce import announce, is_heard


class FocusCommands:
    """The commands that work on whatever has the focus.

    Args:
        application: knows what has the focus.
        window: the widget that the parts are in.
        parts: gives what F6 stops at, in its order.
        usual: the text that is copied from where no other has the focus.
    """

    def __init__(
        self,
        application: QtWidgets.QApplication,
        window: QtWidgets.QWidget,
        parts: Callable[[], Sequence[QtWidgets.QWidget]],
        usual: QtWidgets.QTextEdit,
    ) -> None:
        self._application = application
        self._window = window
        self._parts = parts
        self._usual = usual

    def step(self, step: int) -> None:
        """Move the focus by `step` parts that are shown."""
        focus = self._application.focusWidget() or self._window
        shown = [part for part in self._parts() if part.isVisible()]
        number = next((n for n, part in enumerate(shown) if part is focus or part.isAncestorOf(focus)), -1)
        if number < 0 and step < 0:
            number = 0
        shown[(number + step) % len(shown)].setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)

    def copy(self) -> None:
        """Copy what is selected in the text that has the focus."""
        text = self._focused_text()
        text.copy()
        if is_heard():
            announce(text, "Copied" if _has_selection(text) else "Nothing is selected")

    def select_all(self) -> None:
        """Select all of the text that has the focus."""
        self._focused_text().selectAll()

    def _focused_text(self) -> QtWidgets.QTextEdit | QtWidgets.QLineEdit:
        focus = self._application.focusWidget()
        return focus if isinstance(focus, QtWidgets.QTextEdit | QtWidgets.QLineEdit) else self._usual


def _has_selection(text: QtWidgets.QTextEdit | QtWidgets.QLineEdit) -> bool:
    if isinstance(text, QtWidgets.QLineEdit):
        return text.hasSelectedText()
    return text.textCursor().hasSelection()


def take_as_copy(event: QtGui.QDropEvent) -> list[str]:
    """Accept the local files and folders that are dragged; their paths, [] where there are none.

    They are taken as a copy whatever is proposed: who is answered that they were moved may delete them.
    """
    files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
    if files and event.possibleActions() & QtCore.Qt.DropAction.CopyAction:
        event.setDropAction(QtCore.Qt.DropAction.CopyAction)
        event.accept()
        return files
    return []
