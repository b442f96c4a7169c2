"""What panes of text to read have in common: the ring, links by mouse and keyboard, and the wheel's zoom."""

from __future__ import annotations

import sys

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.reading.rich_text import link_spans
from hkviewer.gui.widgets.announce import is_heard, tell_focus_lost
from hkviewer.gui.widgets.focus_ring import brought_by_keyboard, show_ring
from hkviewer.gui.widgets.qt_numbers import READABLE, set_properties


class TextPane(QtWidgets.QTextEdit):
    """Text with a caret, which may not be changed. Whoever inherits says in `_follow` what a link does.

    Signals:
        zoom_requested: by how many steps.
    """

    zoom_requested = QtCore.Signal(int)

    def __init__(self, name: str, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed_link = ""
        self._was_focused = False
        self._has_command_keys = False
        self.setObjectName("pane")
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setAcceptDrops(False)
        self.setUndoRedoEnabled(False)
        set_properties(
            self,
            frameShape="NoFrame",
            horizontalScrollBarPolicy="ScrollBarAlwaysOff",
            textInteractionFlags=READABLE + "|LinksAccessibleByMouse|LinksAccessibleByKeyboard",
        )
        self.setMouseTracking(True)
        self.setProperty("ring", False)

    def _follow(self, address: str) -> None:
        raise NotImplementedError

    # Focus

    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        """Show the ring where the keyboard brought the focus; a reader with a mouse needs none."""
        # The first focus is given by the program; asking for its reason would cost the start 23 ms.
        show_ring(self, shown=self._was_focused and brought_by_keyboard(event))
        self._was_focused = True
        super().focusInEvent(event)

    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        """Take the ring away."""
        show_ring(self, shown=False)
        super().focusOutEvent(event)
        tell_focus_lost(self, event)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """From the first key on a screen reader is told of those of commands, at the start of none."""
        if not self._has_command_keys and sys.platform == "linux" and is_heard():
            from hkviewer.gui.widgets.command_keys import CommandKeys

            self._has_command_keys = True
            CommandKeys(self)
        super().keyPressEvent(event)

    # Links by keyboard

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001  Qt's own signature
        """Tab and Shift+Tab go from link to link, and after the last one out of the pane."""
        link = self._link_beyond_caret(forward=forward)
        if link is None:
            return super().focusNextPrevChild(forward)
        caret = self.textCursor()
        caret.setPosition(link[0])
        caret.setPosition(link[1], QtGui.QTextCursor.MoveMode.KeepAnchor)
        self._select_link(caret)
        return True

    def _link_beyond_caret(self, *, forward: bool) -> tuple[int, int] | None:
        """Start and end of the next link after the selection, or of the last one before it."""
        caret = self.textCursor()
        links = link_spans(self.document())
        if forward:
            return next((link for link in links if link[0] >= caret.selectionEnd()), None)
        return next((link for link in reversed(links) if link[1] <= caret.selectionStart()), None)

    def _select_link(self, caret: QtGui.QTextCursor) -> None:
        self.setTextCursor(caret)
        self.ensureCursorVisible()

    def _link_at_caret(self) -> str:
        """The address of the link that is selected, or that the caret stands in, behind or before."""
        caret = self.textCursor()
        if caret.hasSelection():
            caret.setPosition(caret.selectionEnd())
            return caret.charFormat().anchorHref()
        if not (address := caret.charFormat().anchorHref()) and not caret.atBlockEnd():
            caret.movePosition(QtGui.QTextCursor.MoveOperation.NextCharacter)
            address = caret.charFormat().anchorHref()
        return address

    # Mouse and wheel

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        """Note the link that is pressed."""
        is_left = event.button() == QtCore.Qt.MouseButton.LeftButton
        self._pressed_link = self.anchorAt(event.position().toPoint()) if is_left else ""
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        """Follow a link that was pressed and released without selecting."""
        # Asked before Qt has the event: it marks a link that was clicked by selecting it.
        is_dragged = self.textCursor().hasSelection()
        super().mouseReleaseEvent(event)
        pressed, self._pressed_link = self._pressed_link, ""
        same = pressed and pressed == self.anchorAt(event.position().toPoint())
        if same and not is_dragged:
            self._follow(pressed)

    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        """Show a hand over links."""
        super().mouseMoveEvent(event)
        over = self.anchorAt(event.position().toPoint())
        shape = QtCore.Qt.CursorShape.PointingHandCursor if over else QtCore.Qt.CursorShape.IBeamCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        """The wheel with Ctrl zooms, with Shift it scrolls aside where there is anything."""
        aside = self.horizontalScrollBar()
        if event.modifiers() == QtCore.Qt.KeyboardModifier.ShiftModifier and aside.maximum():
            aside.setValue(aside.value() - event.angleDelta().y())
            event.accept()
            return
        if event.modifiers() & QtCore.Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom_requested.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)
