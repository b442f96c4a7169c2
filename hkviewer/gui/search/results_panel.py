"""The results with their caption."""

from __future__ import annotations

from PySide6 import QtGui, QtWidgets

from hkviewer.gui.search.result_rows import ResultRows
from hkviewer.gui.search.results_list import ResultsList, Titles
from hkviewer.gui.widgets.labels import label
from hkviewer.gui.widgets.layouts import have_room, in_column, in_row


class ResultsPanel(QtWidgets.QWidget):
    """The list `results` below its caption and buttons for what is in it; hidden where it is empty.

    Where nothing was found there is nothing to put in order: what is offered has captions of its own.
    """

    def __init__(self, results: ResultsList, *buttons: QtWidgets.QToolButton) -> None:
        super().__init__()
        self._results = results
        self._head = QtWidgets.QWidget()
        self._caption = label("RESULTS", "caption")
        self._buttons = buttons
        self._head.setLayout(in_row(self._caption, None, *buttons, spacing=4))
        self.setLayout(in_column(self._head, results, growing=results))
        self.hide()

    def show_rows(self, rows: ResultRows, titles: Titles = ()) -> None:
        """Show `rows` instead of those before, of several sheets those of each below its title."""
        self._results.show_rows(rows, titles)
        self._head.setVisible(bool(rows.found))
        self.setVisible(bool(rows))

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """In large letters the caption makes room for the buttons' words."""
        super().resizeEvent(event)
        parts = (self._caption, *self._buttons)
        self._caption.setVisible(have_room(parts, 4, self.width()))

    def give_way(self, *, to_message: bool) -> None:
        """Where there is little room, be content with a line: what a message says must be read whole."""
        line = self._results.fontMetrics().lineSpacing()
        self._results.setMinimumHeight(line if to_message else 0)
