"""Labels that cope with too little room."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.gui.widgets.qt_numbers import set_properties

# Qt::AlignCenter as QPainter.drawText() takes it: see `qt_numbers` on why it is a number.
ALIGN_CENTRE = 0x84
ALIGN_RIGHT_MIDDLE = 0x82
ALIGN_LEFT_MIDDLE = 0x81
_MAY_BREAK = "\u200b"
"""A space without width: QLabel breaks lines at spaces alone."""
_LONGEST_RUN = re.compile(r"(.{60}).{40,}(.{20})", re.DOTALL)
_BUTTON_PADDING = 12


def elide(text: str, metrics: QtGui.QFontMetrics, width: int) -> str:
    """`text`, ending in “…” where it is wider than `width` pixels."""
    if metrics.horizontalAdvance(text) <= width:
        return text
    # QFontMetrics.elidedText() wants an enumeration of `QtCore.Qt`, which the start would pay for.
    lengths = range(len(text))
    fitting = bisect_right(lengths, width, key=lambda length: metrics.horizontalAdvance(text[:length] + "…"))
    return text[: max(fitting - 1, 0)] + "…"


def name_label(words: str, field: QtWidgets.QWidget) -> QtWidgets.QLabel:
    """The label that names `field`, with “&” before the letter that leads to it, which is not read."""
    label = QtWidgets.QLabel(words)
    label.setBuddy(field)
    # Orca from 46 on reads the label, not the field's own name; by itself a label is named by all it holds.
    label.setAccessibleName(words.replace("&", ""))
    return label


class _FittedLabel(QtWidgets.QLabel):
    """Plain words that are shown as their room allows, be it next to none; screen readers get them all."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        set_properties(self, textFormat="PlainText")

    def show_words(self, words: str) -> None:
        """Show `words`, or as many of them as fit."""
        self._words = words
        self.setAccessibleName(words)
        self._fit()

    def minimumSizeHint(self) -> QtCore.QSize:
        """As narrow as may be."""
        return QtCore.QSize(0, super().minimumSizeHint().height())

    def _fit(self) -> None:
        """Set the text that is shown."""
        raise NotImplementedError


class ElidedLabel(_FittedLabel):
    """One line that ends in “…” where it does not fit; its tooltip then holds the whole."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_laid_out = False
        self.setSizePolicy(QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Preferred)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Fit the words to the new size."""
        super().resizeEvent(event)
        self._is_laid_out = True
        self._fit()

    def _fit(self) -> None:
        if not self._is_laid_out:
            return
        fitting = elide(self._words, self.fontMetrics(), self.width())
        self.setText(fitting)
        self.setToolTip("" if fitting == self._words else self._words)


class FullLabel(_FittedLabel):
    """Words over as many lines as they take; one that is wider than the label breaks, where Qt would cut it.

    Of a run without end, as of one that was pasted, the middle is left out; its tooltip holds the whole.
    """

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Break other words."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QtCore.QEvent) -> None:
        """In larger letters more words are wider than the label."""
        super().changeEvent(event)
        if event.type() == QtCore.QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        runs = self._words.split(" ")
        shown = [_LONGEST_RUN.sub(r"\1…\2", run) for run in runs]
        self.setText(" ".join(map(self._fitting, shown)))
        self.setToolTip("" if shown == runs else self._words)

    def _fitting(self, run: str) -> str:
        """`run`, with places to break it when it is too wide."""
        if self.fontMetrics().horizontalAdvance(run) <= self.contentsRect().width():
            return run
        return _MAY_BREAK.join(_characters(run))


class FittingButton(QtWidgets.QPushButton):
    """A button that never is too wide: its second words go to a line of their own, or end in “…”."""

    def __init__(self, words: str, further_words: str = "") -> None:
        super().__init__(f"{words} {further_words}".rstrip())
        self._lines = words, further_words
        self.setAccessibleName(self.text())
        self.setMinimumWidth(1)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Fit the words to the new size."""
        super().resizeEvent(event)
        metrics = self.fontMetrics()
        room = self.width() - 2 * _BUTTON_PADDING
        whole = self.accessibleName()
        is_one_line = metrics.horizontalAdvance(whole) <= room
        fitting = [elide(line, metrics, room) for line in ((whole,) if is_one_line else self._lines) if line]
        self.setText("\n".join(fitting))
        self.setToolTip("" if " ".join(fitting) == whole else whole)


def _characters(text: str) -> Iterator[str]:
    """What a reader takes for the characters of `text`: combining marks stay with their letter."""
    units = text.encode("utf-16-le", "surrogatepass")
    finder = QtCore.QTextBoundaryFinder(QtCore.QTextBoundaryFinder.BoundaryType.Grapheme, text)
    start = 0
    while (end := finder.toNextBoundary()) > 0:
        yield units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")
        start = end


def label(text: str, role: str, parent: QtWidgets.QWidget | None = None) -> QtWidgets.QLabel:
    """A plain-text label in the style of `role`: "caption", "quiet" or "error"; see `style`."""
    result = QtWidgets.QLabel(text, parent)
    result.setProperty("role", role)
    set_properties(result, textFormat="PlainText")
    return result


def counted(count: int, what: str) -> str:
    """A count in words, of what has a plural in “s”: “4 sections”, “1 section”."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def matches_text(count: int) -> str:
    """A count in words: “4 matches”, “1 match”."""
    return f"{count:,} match{'' if count == 1 else 'es'}"
