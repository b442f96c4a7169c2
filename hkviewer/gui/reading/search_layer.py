"""The matches of a search as a layer over the text: all of them, the current one more strongly."""

from __future__ import annotations

from PySide6 import QtGui

from hkviewer.gui.reading.overlays import Layer
from hkviewer.theme import Colours


class SearchLayer(Layer):
    """The matches, in reading order, and the one that the reader is at."""

    name = "search"

    def look(self, colours: Colours, *, is_current: bool) -> QtGui.QTextCharFormat:
        """A ground of its own, and a dotted line below: colour is never the only sign."""
        look = QtGui.QTextCharFormat()
        look.setBackground(QtGui.QColor(colours.current_match if is_current else colours.match))
        look.setForeground(QtGui.QColor(colours.text))
        look.setUnderlineStyle(QtGui.QTextCharFormat.UnderlineStyle.DotLine)
        look.setUnderlineColor(QtGui.QColor(colours.text))
        return look
