"""Two parts of the sidebar one below the other, with a border that a reader may move."""

from __future__ import annotations

from collections.abc import Callable

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.preferences.schema import MOST_SHARE

_LINE = 1
"""Pixels; the style sheet gives it room on both sides, which takes a pointer."""
_STEP = 24
"""Pixels that a key moves the border."""


class SharedRoom(QtWidgets.QSplitter):
    """Shows `upper` above `lower`; `upper` gets what it needs, or the share that the reader gave it.

    Args:
        upper: the part whose height is known.
        lower: the part that takes what is left.
        needed: the pixels that the upper part needs; None where it is too long to be shown whole.
        share: thousandths of the height that the reader gave the upper part; 0 for what it needs.
        between: what the border is between, in words.
    """

    def __init__(
        self,
        upper: QtWidgets.QWidget,
        lower: QtWidgets.QWidget,
        needed: Callable[[], int | None],
        share: int,
        between: str = "sections and results",
    ) -> None:
        super().__init__(QtCore.Qt.Orientation.Vertical)
        self._between = between
        self._needed = needed
        self._share = share
        self.setObjectName("shared")
        self.setChildrenCollapsible(False)
        self.setHandleWidth(_LINE)
        for part in (upper, lower):
            self.addWidget(part)
        self.border = self.handle(1)
        self.splitterMoved.connect(self._keep_share)

    @property
    def share(self) -> int:
        """Thousandths of the height that the reader gave the upper part; 0 for what it needs."""
        return self._share

    def share_out(self) -> None:
        """Give both parts their heights."""
        room = self.height() - self.border.sizeHint().height()
        if self.border.isHidden() or room <= 0:
            return
        needed = self._needed()
        upper = round(room * self._share / 1000) if self._share else room // 3 if needed is None else needed
        self.setSizes([upper, max(room - upper, 0)])

    def give_what_is_needed(self) -> None:
        """Forget what the reader chose."""
        self._share = 0
        self.share_out()

    def createHandle(self) -> QtWidgets.QSplitterHandle:
        """The border, which the keyboard can move too."""
        return _Border(self, self._between)

    def event(self, event: QtCore.QEvent) -> bool:
        """Share out when a part comes, goes or wants another height."""
        is_known = super().event(event)
        if event.type() == QtCore.QEvent.Type.LayoutRequest:
            self.share_out()
        return is_known

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Share the new height out."""
        super().resizeEvent(event)
        self.share_out()

    def _keep_share(self) -> None:
        upper, lower = self.sizes()
        self._share = min(max(round(1000 * upper / max(upper + lower, 1)), 1), MOST_SHARE)


class _Border(QtWidgets.QSplitterHandle):
    """Up and Down move it; Enter, or a double click, puts it where it was at first."""

    def __init__(self, room: SharedRoom, between: str) -> None:
        super().__init__(QtCore.Qt.Orientation.Vertical, room)
        self._room = room
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"Border between {between}")
        self.setAccessibleDescription("Up and Down move it, Enter puts it back")
        self.setToolTip("Drag to give one of both more room; a double click puts it back")

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Move, or go back."""
        keys = QtCore.Qt.Key
        if event.key() in (keys.Key_Up, keys.Key_Down):
            self.moveSplitter(self.y() + (_STEP if event.key() == keys.Key_Down else -_STEP))
        elif event.key() in (keys.Key_Return, keys.Key_Enter):
            self._room.give_what_is_needed()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, _event: QtGui.QMouseEvent) -> None:
        """Go back."""
        self._room.give_what_is_needed()

    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        """Be seen to have the focus."""
        super().focusInEvent(event)
        self._show_ring(is_shown=True)

    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        """Be a quiet line again."""
        super().focusOutEvent(event)
        self._show_ring(is_shown=False)

    def _show_ring(self, *, is_shown: bool) -> None:
        # Qt styles the handles of a splitter by what holds of the splitter.
        self._room.setProperty("ring", is_shown)
        self.style().unpolish(self._room)
        self.style().polish(self._room)
        self.update()
