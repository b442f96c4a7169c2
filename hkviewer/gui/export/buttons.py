"""The buttons and lists of choices of the copy dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6 import QtCore, QtWidgets


def icon_button(words: str, act: Callable[[], object]) -> QtWidgets.QToolButton:
    """A button without a frame that the keyboard reaches and that calls `act`.

    `words` are its tooltip, and name it with the keys in brackets left out, which are its description.
    """
    name, _, keys = words.partition(" (")
    button = QtWidgets.QToolButton()
    button.setProperty("quiet", True)
    button.setToolTip(words)
    button.setAccessibleName(name)
    button.setAccessibleDescription(keys.removesuffix(")"))  # else the tooltip is, and the name is said twice
    button.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
    button.clicked.connect(lambda _checked: act())
    return button


def push_button(words: str, act: Callable[[], object]) -> QtWidgets.QPushButton:
    """A button that calls `act`; `words`, with “&” before the mnemonic, name it without their “…”."""
    button = QtWidgets.QPushButton(words)
    button.setAccessibleName(words.replace("&", "").removesuffix("…"))
    # Enter in a field belongs to that field: no button of the dialog takes it.
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked: act())
    return button


def combo_box(name: str) -> QtWidgets.QComboBox:
    """A list of choices, still empty, whose entries look as the style sheet says: Qt's usual ones do not."""
    combo = _ComboBox()
    combo.setAccessibleName(name)
    combo.view().setAccessibleName(name)
    combo.setItemDelegate(QtWidgets.QStyledItemDelegate(combo))
    return combo


class _ComboBox(QtWidgets.QComboBox):
    def showPopup(self) -> None:
        """Open the list as wide as its entries, where these are wider than the field."""
        super().showPopup()
        view, whole = self.view(), self.view().window()
        lacks = view.sizeHintForColumn(0) - view.viewport().width()
        if lacks > 0:
            whole.resize(whole.width() + lacks, whole.height())
