"""Sidebar and content side by side, or the sidebar over the content where there is little room."""

from __future__ import annotations

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.widgets.layouts import in_row
from hkviewer.preferences.schema import SIDEBAR_WIDTHS

NARROW = 700
"""Below this width in pixels the sidebar lies over the content."""
_LEFT_FREE = 48
"""Pixels of the content that an overlying sidebar leaves to be seen, and clicked to close it."""


class ReadingArea(QtWidgets.QWidget):
    """Lays out `sidebar` and `content`."""

    narrow_changed = QtCore.Signal(bool)
    sidebar_shown = QtCore.Signal(bool)

    def __init__(
        self, sidebar: QtWidgets.QWidget, content: QtWidgets.QWidget, width: int, *, visible: bool
    ) -> None:
        super().__init__()
        self._sidebar = sidebar
        self._content = content
        self._width = width
        self._wanted = visible
        self._narrow: bool | None = None
        self._narrow_below = NARROW
        self._splitter = QtWidgets.QSplitter()
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(content)
        self._splitter.splitterMoved.connect(self._splitter_moved)
        self.setLayout(in_row(self._splitter))
        application = QtWidgets.QApplication.instance()
        assert isinstance(application, QtWidgets.QApplication)
        application.focusChanged.connect(self._focus_moved)

    @property
    def is_narrow(self) -> bool:
        """Whether the sidebar lies over the content."""
        return bool(self._narrow)

    def set_scale(self, scale: float) -> None:
        """Take the interface's size into account: large letters leave less room beside each other."""
        self._narrow_below = round(NARROW * scale)
        if self._narrow is not None:
            self._choose_arrangement(self.width())

    @property
    def sidebar_width(self) -> int:
        """The sidebar's width in pixels beside the content."""
        return self._width

    @property
    def sidebar_wanted(self) -> bool:
        """Whether the reader wants the sidebar where there is room for it."""
        return self._wanted

    def show_sidebar(self, *, visible: bool) -> None:
        """Show or hide the sidebar."""
        if self._narrow:
            self._place_overlay()
        else:
            self._wanted = visible
        had_focus = self._sidebar.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self._sidebar.setVisible(visible)
        if visible and self._narrow:
            self._sidebar.raise_()
            self._sidebar.setFocus()
        elif not visible and had_focus:
            self._content.setFocus()
        self.sidebar_shown.emit(visible)

    def close_overlay(self) -> None:
        """Take an overlying sidebar away, after a choice or a click beside it."""
        if self._narrow and self._sidebar.isVisible():
            self.show_sidebar(visible=False)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Change between beside and over as the width asks."""
        self._choose_arrangement(event.size().width())
        super().resizeEvent(event)

    def _choose_arrangement(self, width: int) -> None:
        narrow = width < self._narrow_below
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange()
        elif narrow:
            self._place_overlay()

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Esc closes an overlying sidebar."""
        if event.key() == QtCore.Qt.Key.Key_Escape and self._narrow and self._sidebar.isVisible():
            self.close_overlay()
        else:
            super().keyPressEvent(event)

    def _focus_moved(self, _before: QtWidgets.QWidget | None, now: QtWidgets.QWidget | None) -> None:
        """Going back to the content, by a click or by a key, closes an overlying sidebar."""
        if now is not None and self._content.isAncestorOf(now):
            self.close_overlay()

    def _arrange(self) -> None:
        lowest, highest = SIDEBAR_WIDTHS
        if self._narrow:
            self._sidebar.setParent(self)
            self._sidebar.setMinimumWidth(0)
            self._sidebar.setMaximumWidth(highest)
            self._place_overlay()
            self._sidebar.hide()
        else:
            self._sidebar.setMinimumWidth(lowest)
            self._sidebar.setMaximumWidth(highest)
            self._splitter.insertWidget(0, self._sidebar)
            self._splitter.setStretchFactor(0, 0)
            self._splitter.setStretchFactor(1, 1)
            self._splitter.setSizes([self._width, max(self.width() - self._width, 1)])
            self._sidebar.setVisible(self._wanted)
        self.narrow_changed.emit(self._narrow)
        self.sidebar_shown.emit(self._wanted and not self._narrow)

    def _place_overlay(self) -> None:
        width = min(self._width, max(self.width() - _LEFT_FREE, 0))
        self._sidebar.setGeometry(0, 0, width, self.height())

    def _splitter_moved(self) -> None:
        if not self._narrow:
            self._width = self._splitter.sizes()[0]
