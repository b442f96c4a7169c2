"""What goes into a copy: the parts' tree with the buttons that change it, and the sheet for own words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.export.briefing import Cover, OwnWords, Part
from hkviewer.gui.export.buttons import icon_button, push_button
from hkviewer.gui.export.parts_tree import PartsTree
from hkviewer.gui.widgets.file_dialogs import ask_for_document
from hkviewer.gui.widgets.icons import Icons
from hkviewer.gui.widgets.layouts import in_column, in_row

_LEAST_ROWS, _MOST_ROWS = 4, 12
_INDENT = 18
_AROUND_ROWS = 12
"""Pixels of edge and padding above and below the rows."""


class BriefingParts(QtWidgets.QWidget):
    """The tree and its buttons.

    Signals:
        changed: the parts or their order changed.
        sheet_requested: the reader wants another sheet in the copy.
    """

    changed = QtCore.Signal()
    sheet_requested = QtCore.Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tree = PartsTree()
        self._cover = QtWidgets.QCheckBox("&Cover page")
        self._cover.setAccessibleName("Cover page")
        self._words = push_button("Add own &words…", self._add_words)
        self._sheet = push_button("Add another s&heet…", self.sheet_requested.emit)
        self._quiet = {
            "arrow-up": icon_button("Move up (Alt+Up)", lambda: self.tree.move_part(-1)),
            "arrow-down": icon_button("Move down (Alt+Down)", lambda: self.tree.move_part(1)),
            "pencil": icon_button("Edit own words (Enter)", self._edit_words),
            "trash-2": icon_button("Remove from the copy (Delete)", self.tree.remove_part),
        }
        self._adding = QtWidgets.QGridLayout()
        self._adding.setSpacing(8)
        for column, button in enumerate((self._words, self._sheet)):
            button.setProperty("tight", True)
            self._adding.addWidget(button, 0, column)
        buttons = in_row(self._cover, None, *self._quiet.values(), spacing=4)
        self.setLayout(in_column(self.tree, buttons, self._adding))
        self._connect()

    def _connect(self) -> None:
        self.tree.changed.connect(self._follow)
        self.tree.currentItemChanged.connect(lambda _new, _old: self._offer())
        self.tree.edit_requested.connect(self._edit_words)
        self.tree.itemExpanded.connect(lambda _item: self._fit_tree())
        self.tree.itemCollapsed.connect(lambda _item: self._fit_tree())
        self._cover.toggled.connect(lambda _on: self.changed.emit())

    def fit_into(self, width: int) -> None:
        """Put the buttons below each other where `width` pixels do not take them side by side."""
        buttons = (self._words, self._sheet)
        needed = sum(button.minimumSizeHint().width() for button in buttons) + self._adding.spacing()
        self._adding.removeWidget(self._sheet)
        self._adding.addWidget(self._sheet, *((1, 0) if needed > width else (0, 1)))

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show `parts` in place of what was shown."""
        with QtCore.QSignalBlocker(self._cover):
            self._cover.setChecked(any(isinstance(part, Cover) for part in parts))
        self.tree.show_parts(parts)
        self._offer()

    def parts(self) -> tuple[Part, ...]:
        """The chosen parts in order."""
        return (*([Cover()] if self._cover.isChecked() else ()), *self.tree.parts())

    def recolour(self, icons: Icons) -> None:
        """Draw with `icons` from now on."""
        for name, button in self._quiet.items():
            button.setIcon(icons.icon(name))
        self.tree.setIndentation(round(_INDENT * icons.scale))

    def _follow(self) -> None:
        self._offer()
        self.changed.emit()

    def _offer(self) -> None:
        """Enable what can be done with the current part."""
        up, down, edit, remove = self._quiet.values()
        count = self.tree.topLevelItemCount()
        for button in (up, down):
            button.setEnabled(count > 1)
        edit.setEnabled(self.tree.current_words is not None)
        remove.setEnabled(count > 0)
        self._fit_tree()

    def _fit_tree(self) -> None:
        """Let the tree be as high as its rows, within reason."""
        rows = 0
        item = self.tree.topLevelItem(0)
        while item is not None and rows < _MOST_ROWS:
            rows, item = rows + 1, self.tree.itemBelow(item)
        height = max(self.tree.sizeHintForRow(0), self.fontMetrics().height())
        self.tree.setFixedHeight(height * min(max(rows, _LEAST_ROWS), _MOST_ROWS) + _AROUND_ROWS)

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        """Make room again: rows and buttons have their height only once they are styled."""
        super().showEvent(event)
        for button in (self._words, self._sheet):
            button.setMinimumHeight(button.sizeHint().height())
        self._fit_tree()

    def changeEvent(self, event: QtCore.QEvent) -> None:
        """Fit the tree to other type."""
        super().changeEvent(event)
        if event.type() in (QtCore.QEvent.Type.FontChange, QtCore.QEvent.Type.StyleChange):
            self._fit_tree()

    def _add_words(self) -> None:
        words = ask_for_words("", self)
        if words.strip():
            self.tree.add(OwnWords(words))

    def _edit_words(self) -> None:
        current = self.tree.current_words
        if current is not None:
            words = ask_for_words(current.markdown, self)
            if words != current.markdown:
                self.tree.change_words(OwnWords(words))


def ask_for_another(parent: QtWidgets.QWidget) -> str:
    """Let the reader pick the file of another sheet; its path, or ""."""
    return ask_for_document(parent, "Add another sheet")


def ask_for_words(words: str, parent: QtWidgets.QWidget) -> str:
    """Let the reader write own words, in Markdown; `words` as they were where that was given up."""
    dialog = QtWidgets.QDialog(parent)
    dialog.setWindowTitle("Own words")
    text = QtWidgets.QPlainTextEdit(words)
    text.setAccessibleName("Own words")
    text.setTabChangesFocus(True)
    text.setPlaceholderText("## Points to make\n\n- First point\n- Second point")
    hint = QtWidgets.QLabel("“## ” begins a heading, “- ” a list; **stars** make words bold.")
    hint.setProperty("role", "quiet")
    hint.setWordWrap(True)
    kinds = QtWidgets.QDialogButtonBox.StandardButton
    buttons = QtWidgets.QDialogButtonBox(kinds.Ok | kinds.Cancel)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    dialog.setLayout(in_column(text, hint, buttons, growing=text, margins=(16, 16, 16, 12)))
    room = parent.window().size()
    dialog.resize(min(520, room.width()), min(380, room.height()))
    return text.toPlainText() if dialog.exec() else words
