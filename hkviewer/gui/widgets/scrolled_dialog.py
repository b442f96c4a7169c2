"""A dialog of Qt's own that may be higher than the screen: all but its buttons scrolls."""

from __future__ import annotations

from PySide6 import QtCore, QtWidgets

from hkviewer.gui.widgets.layouts import in_column
from hkviewer.gui.widgets.window_size import first_size


class ScrolledDialog(QtCore.QObject):
    """Keeps `dialog` within its screen, whatever parts are shown: what stands above its buttons scrolls.

    It lives as long as the dialog. Only a layout that is a column, with the buttons at its end, is changed:
    a desktop's own dialog has none.
    """

    def __init__(self, dialog: QtWidgets.QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._parts = QtWidgets.QWidget()
        self._area = QtWidgets.QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        layout = dialog.layout()
        if isinstance(layout, QtWidgets.QVBoxLayout):
            self._let_scroll(layout)

    def _let_scroll(self, layout: QtWidgets.QVBoxLayout) -> None:
        column = in_column()
        items = [layout.itemAt(number) for number in range(layout.count() - 1)]
        for part in [item.widget() for item in items if item is not None]:
            if part is not None:
                column.addWidget(part)
        self._parts.setLayout(column)
        self._area.setWidget(self._parts)
        layout.insertWidget(0, self._area)
        self._parts.installEventFilter(self)

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """Give the dialog another size when its parts come or go."""
        if event.type() == QtCore.QEvent.Type.LayoutRequest:
            # What is shown for the first time knows its size a moment later.
            QtCore.QTimer.singleShot(0, self, self._fit)
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        room = first_size(self._whole(), self._dialog.screen())
        self._dialog.resize(room)
        # It grows to the right and down from where it stands.
        screen, frame = self._dialog.screen().availableGeometry(), self._dialog.frameGeometry()
        beyond = frame.bottomRight() - screen.bottomRight()
        self._dialog.move(self._dialog.pos() - QtCore.QPoint(max(0, beyond.x()), max(0, beyond.y())))

    def _whole(self) -> QtCore.QSize:
        """What the dialog takes where nothing of it scrolls; layouts yet to be made do not count here."""
        layout, parts = self._dialog.layout(), self._parts.sizeHint()
        assert layout is not None
        last = layout.itemAt(layout.count() - 1)
        buttons = last.sizeHint() if last is not None else QtCore.QSize()
        margins = layout.contentsMargins()
        # A bar beside the parts must not hide their right edge.
        bar = self._area.verticalScrollBar().sizeHint().width()
        width = max(parts.width() + bar, buttons.width()) + margins.left() + margins.right()
        height = parts.height() + layout.spacing() + buttons.height() + margins.top() + margins.bottom()
        return QtCore.QSize(width, height)
