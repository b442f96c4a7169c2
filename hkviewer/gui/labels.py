"""Labels that cope with too little room."""

from __future__ import annotations

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.properties import set_properties

# Qt::AlignCenter as QPainter.drawText() takes it: see `properties` on why it is a number.
ALIGN_CENTRE = 0x84
ALIGN_RIGHT_MIDDLE = 0x82


def elide(text: str, metrics: QtGui.QFontMetrics, width: int) -> str:
    """`text`, ending in “…” where it is wider than `width` pixels."""
    if metrics.horizontalAdvance(text) <= width:
        return text
    return metrics.elidedText(text, QtCore.Qt.TextElideMode.ElideRight, width)


class ElidedLabel(QtWidgets.QLabel):
    """One line that ends in “…” where it does not fit; its tooltip then holds the whole."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self._is_laid_out = False
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Preferred)
        set_properties(self, textFormat="PlainText")

    def show_words(self, words: str) -> None:
        """Show as many of `words` as fit; screen readers get them all."""
        self._words = words
        self.setAccessibleName(words)
        self._fit()

    def minimumSizeHint(self) -> QtCore.QSize:
        """As narrow as may be."""
        return QtCore.QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Fit the words anew."""
        super().resizeEvent(event)
        self._is_laid_out = True
        self._fit()

    def _fit(self) -> None:
        if not self._is_laid_out:
            return
        fitting = elide(self._words, self.fontMetrics(), self.width())
        self.setText(fitting)
        self.setToolTip("" if fitting == self._words else self._words)


def label(text: str, role: str, parent: QtWidgets.QWidget | None = None) -> QtWidgets.QLabel:
    """A plain-text label drawn as `role` says: "caption", "quiet" or "error"; see `style`."""
    result = QtWidgets.QLabel(text, parent)
    result.setProperty("role", role)
    set_properties(result, textFormat="PlainText")
    return result


def matches_text(count: int) -> str:
    """A count in words: “4 matches”, “1 match”."""
    return f"{count:,} match{'' if count == 1 else 'es'}"
