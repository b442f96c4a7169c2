"""Setting a widget's properties by the names of their values, without Python's enumerations.

The first use of `QtCore.Qt` makes Python classes of its 150 enumerations, which takes 23 ms, a fifth of
a bare application's start; `QStyle` takes 8. What stands on the way to the first page therefore
sets such properties through Qt's own meta-object, which knows the names.
"""

from __future__ import annotations

from PySide6 import QtCore

READABLE = "TextSelectableByMouse|TextSelectableByKeyboard"
"""For `textInteractionFlags`: text that can be selected and copied, with a caret for the keyboard."""


def set_properties(target: QtCore.QObject, **values: str | bool) -> None:
    """Set properties of `target`, flags joined by "|": `frameShape="NoFrame"`.

    Raises:
        ValueError: the class has no such property, or the property no such value.
    """
    for name, value in values.items():
        if not target.setProperty(name, value):
            raise ValueError(f"{type(target).__name__} has no property {name} = {value!r}")
