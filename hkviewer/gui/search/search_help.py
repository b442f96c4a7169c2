"""The query language on a card below the search field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6 import QtCore, QtGui, QtWidgets

_ROWS = (
    ("trade surplus", "both words in one section, in any inflection"),
    ("“human rights”", "exactly these words"),
    ("autonom*", "words that begin so"),
    ("trade -surplus", "without this word"),
    ("extradition OR piracy", "either word"),
    ("gold NEAR/5 aircraft", "at most five words between"),
    ("section:economic trade", "in sections whose title has this word"),
    ("31bn, 1,300, 2020-07-14", "amounts, numbers and dates, however they are written"),
)
_IN_LIBRARY = (
    ("sheet:kenya trade", "in sheets of the library that are called so"),
    ("edition:2015 trade", "in editions of that date; edition:all in all"),
)
_MARGIN = 12
_GAP = 4
"""Pixels between the field and the card, and between the card and the screen's edge."""


class SearchHelp(QtWidgets.QScrollArea):
    """A card that a click or any key closes but those that scroll, where the screen is too small for it.

    `in_library` says that all sheets of a library are searched.
    """

    def __init__(self, parent: QtWidgets.QWidget, *, in_library: bool = False) -> None:
        super().__init__(parent)
        self._rows = (*_ROWS, *(_IN_LIBRARY if in_library else ()))
        self.setWindowFlags(QtCore.Qt.WindowType.Popup)
        self.setObjectName("popover")
        self.setAccessibleName("How to search")
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._words = QtWidgets.QLabel(_side_by_side(self._rows))
        self._words.setTextFormat(QtCore.Qt.TextFormat.RichText)
        self._words.setMargin(_MARGIN)
        self.setWidget(self._words)
        self.setWidgetResizable(True)

    def show_below(self, field: QtWidgets.QWidget) -> None:
        """Show the card below `field`, wholly on its screen."""
        screen = field.screen().availableGeometry().adjusted(_GAP, _GAP, -_GAP, -_GAP)
        self.resize(self._size_within(screen.size()))
        place = QtCore.QRect(field.mapToGlobal(QtCore.QPoint(0, field.height() + _GAP)), self.size())
        place.moveRight(min(place.right(), screen.right()))
        place.moveBottom(min(place.bottom(), screen.bottom()))
        place.moveTopLeft(QtCore.QPoint(max(place.left(), screen.left()), max(place.top(), screen.top())))
        self.move(place.topLeft())
        self.show()

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Scroll or close: a popup by itself would keep even Esc."""
        keys = QtCore.Qt.Key
        scrolls = event.key() in (keys.Key_Up, keys.Key_Down, keys.Key_PageUp, keys.Key_PageDown)
        if scrolls and self.verticalScrollBar().maximum():
            super().keyPressEvent(event)
        else:
            self.close()

    def _size_within(self, room: QtCore.QSize) -> QtCore.QSize:
        """The size that the words take, set below each other and wrapped where `room` is too narrow."""
        frame = 2 * self.frameWidth()
        size = self._words.sizeHint() + QtCore.QSize(frame, frame)
        if size.width() > room.width():
            self._words.setText(_below_each_other(self._rows))
            self._words.setWordWrap(True)
            bar = self.verticalScrollBar().sizeHint().width()
            height = self._words.heightForWidth(room.width() - frame - bar) + frame
            size = QtCore.QSize(room.width(), height)
        return size.boundedTo(room)


def _side_by_side(rows: Sequence[tuple[str, str]]) -> str:
    cell = "<td style='padding: 2px 12px 2px 0'>"
    lines = (f"<tr>{cell}<b>{typed}</b></td>{cell}{means}</td></tr>" for typed, means in rows)
    return f"<table>{''.join(lines)}</table>"


def _below_each_other(rows: Sequence[tuple[str, str]]) -> str:
    return "".join(f"<p><b>{typed}</b><br>{means}</p>" for typed, means in rows)
