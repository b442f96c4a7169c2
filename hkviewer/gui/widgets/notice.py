"""Messages to the reader: a line in a dialog, a notice over the sheet, a page in a sheet's place."""

from __future__ import annotations

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.errors import HkviewerError
from hkviewer.gui.widgets.announce import announce, announce_with_focus
from hkviewer.gui.widgets.icons import Icons
from hkviewer.gui.widgets.labels import FullLabel
from hkviewer.gui.widgets.layouts import Part, in_column, in_row
from hkviewer.gui.widgets.qt_numbers import READABLE, set_properties
from hkviewer.theme import Colours

_TOP, _LEFT = QtCore.Qt.AlignmentFlag.AlignTop, QtCore.Qt.AlignmentFlag.AlignLeft

_NARROW = 76
"""Letters' widths; below these, words beside three buttons would be a few letters wide."""


class _Message(QtWidgets.QFrame):
    """An icon of `icon_size` pixels, plain words and buttons; hidden until there is a message."""

    icon_size = 18

    def __init__(self, name: str, buttons: Part, *, margins: tuple[int, int, int, int]) -> None:
        super().__init__()
        self.setObjectName(name.lower())
        self.setAccessibleName(name)
        self._icon = QtWidgets.QLabel()
        # Of a long path all is seen, and it must not make the window wide.
        self._words = FullLabel()
        set_properties(self._words, textInteractionFlags=READABLE)
        self._row = in_row(self._icon, self._words, buttons, growing=self._words, margins=margins)
        self._row.setAlignment(self._icon, _TOP)
        self.setLayout(self._row)
        self.hide()

    def recolour(self, icons: Icons, colours: Colours) -> None:
        """Draw in `colours` from now on."""
        self._icon.setPixmap(icons.pixmap("circle-alert", colours.error, self.icon_size))


class NoticeBar(_Message):
    """One sentence and what to do, over the pane; the sheet below stays as it was.

    `taken` is emitted by the button that news may bring along, `asked` by the second one.
    """

    taken = QtCore.Signal()
    asked = QtCore.Signal()
    icon_size = 20

    def __init__(self) -> None:
        take, ask, close = (QtWidgets.QToolButton() for _ in range(3))
        buttons = in_row(take, ask, close)
        super().__init__("Notice", buttons, margins=(12, 8, 8, 8))
        self._take, self._ask, self._close = take, ask, close
        self._row.setAlignment(buttons, _TOP)
        self._close.setText("Close")
        self._close.setAccessibleName("Close notice")
        self._close.clicked.connect(self.hide)
        self._take.clicked.connect(self.taken)
        self._ask.clicked.connect(self.asked)

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Where several buttons would leave the words little room, they stand below."""
        super().resizeEvent(event)
        self._arrange()

    def setFocus(self, *reason: QtCore.Qt.FocusReason) -> None:
        """Give the focus to the first button: a screen reader says the words around it."""
        (self._close if self._take.isHidden() else self._take).setFocus(*reason)

    def _arrange(self) -> None:
        directions = QtWidgets.QBoxLayout.Direction
        is_narrow = self.width() < _NARROW * self.fontMetrics().averageCharWidth()
        is_below = is_narrow and not self._ask.isHidden()
        self._row.setDirection(directions.TopToBottom if is_below else directions.LeftToRight)

    def show_error(self, error: HkviewerError) -> None:
        """Show `error` until it is closed."""
        self._show(f"Error: {error.told_in_window}", error.told_in_window, "", "")
        announce_with_focus(self, error.told_in_window)
        self._close.setFocus()

    @property
    def shows_error(self) -> bool:
        """Whether an error is shown, and no news."""
        return not self.isHidden() and self.property("kind") == "error"

    def show_news(self, words: str, button: str, further: str = "") -> None:
        """Show `words` until they are closed, with one or two buttons, "" for none; the focus stays."""
        self._show(words, words, button, further)
        announce(self, words)

    def _show(self, shown: str, spoken: str, button: str, further: str) -> None:
        self._words.show_words(shown)
        self.setAccessibleDescription(spoken)
        is_news = shown == spoken
        self._icon.setVisible(not is_news)
        self.setProperty("kind", "news" if is_news else "error")
        self.style().polish(self)  # Qt does not look at a property again by itself
        for each, its_words in ((self._take, button), (self._ask, further)):
            each.setText(its_words or "Show")  # one that is hidden has a name too
            each.setVisible(bool(its_words))
        self._arrange()
        self.show()


class MessageLine(_Message):
    """One plain line in a dialog: an error, what was done, or what is being done.

    `cancelled` is emitted by its Cancel button.
    """

    cancelled = QtCore.Signal()

    def __init__(self) -> None:
        cancel = QtWidgets.QPushButton("Cancel")
        super().__init__("Message", cancel, margins=(16, 6, 16, 6))
        self._cancel = cancel
        self._words.setAccessibleName("Message")
        self._cancel.setAccessibleName("Cancel")
        self._cancel.setAutoDefault(False)
        self._cancel.clicked.connect(self.cancelled)

    @property
    def words(self) -> str:
        """The message that is shown; "" for none."""
        return self._words.accessibleDescription() if not self.isHidden() else ""

    @property
    def shows_progress(self) -> bool:
        """Whether it is told what is being done."""
        return not self.isHidden() and not self._cancel.isHidden()

    def show_error(self, error: HkviewerError) -> None:
        """Show `error` until something else is shown."""
        self._show(f"Error: {error.told_in_window}", is_error=True)

    def show_message(self, words: str) -> None:
        """Show `words`, which are no error."""
        self._show(words)

    def show_progress(self, words: str) -> None:
        """Show what is being done, beside a Cancel button."""
        self._show(words, can_cancel=True)

    def _show(self, words: str, *, is_error: bool = False, can_cancel: bool = False) -> None:
        self._words.show_words(words)
        self._words.setAccessibleName("Message")
        self._words.setAccessibleDescription(words)
        self._icon.setVisible(is_error)
        self._cancel.setVisible(can_cancel)
        self.show()
        if self.window().isVisible():  # a dialog that is closed may be told things for later
            announce(self, words)


class MessagePage(QtWidgets.QScrollArea):
    """Takes the place of a sheet: an icon, one sentence, what to do, and buttons."""

    bundled_requested = QtCore.Signal()
    open_requested = QtCore.Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Message")
        self._icon = QtWidgets.QLabel()
        self._what, self._remedy = FullLabel(), FullLabel()
        self._remedy.setProperty("role", "quiet")
        for words in (self._what, self._remedy):
            set_properties(words, textInteractionFlags=READABLE)
        bundled = QtWidgets.QPushButton("Read the bundled sheet")
        bundled.clicked.connect(self.bundled_requested)
        self._first = bundled
        other = QtWidgets.QPushButton("Open another document…")
        other.clicked.connect(self.open_requested)
        whole = QtWidgets.QWidget()
        parts = (self._icon, self._what, self._remedy, bundled, other, None)
        column = in_column(*parts, margins=(32, 32, 32, 32), spacing=12)
        for button in (bundled, other):
            column.setAlignment(button, _LEFT)
        whole.setLayout(column)
        self.setWidget(whole)
        set_properties(self, frameShape="NoFrame", horizontalScrollBarPolicy="ScrollBarAlwaysOff")
        self.setWidgetResizable(True)

    def show_error(self, error: HkviewerError) -> None:
        """Show `error`."""
        self._what.show_words(f"Error: {error.what}")
        self._remedy.show_words(error.in_window)
        self._remedy.setVisible(bool(error.in_window))
        self.setAccessibleDescription(error.told_in_window)
        announce_with_focus(self, error.told_in_window)
        # What gets the focus is read with it, also by a screen reader that comes to a window just opened.
        self._first.setAccessibleDescription(error.told_in_window)

    def setFocus(self, *reason: QtCore.Qt.FocusReason) -> None:
        """Give the focus to the first button."""
        self._first.setFocus(*reason)

    def recolour(self, icons: Icons, colours: Colours) -> None:
        """Draw in `colours` from now on."""
        self._icon.setPixmap(icons.pixmap("file-x", colours.error, 40))
