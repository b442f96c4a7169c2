"""Where the document is shown: the pane, a notice over it, or a message in its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets

from hkviewer.errors import HkviewerError
from hkviewer.gui.looks import Looks
from hkviewer.gui.widgets.layouts import in_column

if TYPE_CHECKING:
    from hkviewer.gui.widgets.notice import MessagePage, NoticeBar
    from hkviewer.gui.widgets.progress_line import ProgressLine


class DocumentArea(QtWidgets.QWidget):
    """Shows `pane`, and what has to be said of a document that cannot be shown.

    Args:
        pane: shows the document.
        looks: what notice and message are drawn in.

    Signals:
        bundled_requested: the reader asks for the bundled sheet.
        other_requested: the reader wants to pick another document.
        news_asked: the reader pressed the second button of `show_news`.
        cancelled: the reader stops what `show_progress` tells of.
    """

    bundled_requested = QtCore.Signal()
    other_requested = QtCore.Signal()
    news_asked = QtCore.Signal()
    cancelled = QtCore.Signal()

    def __init__(self, pane: QtWidgets.QWidget, looks: Looks) -> None:
        super().__init__()
        self._pane = pane
        self._looks = looks
        self._notice: NoticeBar | None = None
        self._take: Callable[[], object] | None = None
        self._message: MessagePage | None = None
        self._page: QtWidgets.QWidget | None = None
        self._before: QtWidgets.QWidget | None = None
        """What is shown again when `_page` goes."""
        self._progress: ProgressLine | None = None
        # No widget: a stacked one is a “layered pane” to screen readers, which say so on the way to the text.
        self._stack = QtWidgets.QStackedLayout()
        self._column = in_column(self._stack, growing=self._stack, spacing=0)
        self.setLayout(self._column)
        # Only now: it shows its first widget at once, and without a parent that is a window of its own.
        self._stack.addWidget(pane)

    def setFocus(self, *reason: QtCore.Qt.FocusReason) -> None:
        """Give the focus to what is shown; with Qt's proxy screen readers would find it here too."""
        (self._pane if self._before is None or self._page is None else self._page).setFocus(*reason)

    def show_document(self) -> None:
        """Show the pane, and nothing over it."""
        self.hide_notice()
        self._stack.setCurrentWidget(self._pane)

    def show_in_place(self, page: QtWidgets.QWidget | None) -> None:
        """Show `page` in the document's place; None shows what was there before."""
        if page is not None:
            if self._stack.indexOf(page) < 0:
                self._stack.addWidget(page)
            self._before = self._before or self._stack.currentWidget()
            self._page = page
            self._stack.setCurrentWidget(page)
        elif self._before is not None:
            before, self._before = self._before, None
            if self._stack.currentWidget() is self._page:
                self._stack.setCurrentWidget(before)

    def show_notice(self, error: HkviewerError) -> None:
        """Say `error` over the document, which stays."""
        self._notice_bar().show_error(error)

    def show_news(self, words: str, button: str, take: Callable[[], object], further: str = "") -> None:
        """Say `words`, which are no error, over the document, with one or two buttons; "" for none.

        The first button calls `take`; the notice stays until it is hidden.
        """
        self._notice_bar().show_news(words, button, further)
        self._take = take

    @QtCore.Slot()
    def _take_news(self) -> None:
        if self._take is not None:
            self._take()

    def hide_notice(self) -> None:
        """Say nothing over the document any more."""
        if self._notice is not None:
            self._notice.hide()

    def hide_error(self) -> bool:
        """Say no error over the document any more, since something was done; whether one was said."""
        is_said = self._notice is not None and self._notice.shows_error
        if is_said:
            self.hide_notice()
        return is_said

    def show_message(self, error: HkviewerError) -> None:
        """Say `error` in a document's place, with a way to others."""
        if self._message is None:
            from hkviewer.gui.widgets.notice import MessagePage

            self._message = MessagePage()
            self._message.bundled_requested.connect(self.bundled_requested)
            self._message.open_requested.connect(self.other_requested)
            self._stack.addWidget(self._message)
            self._looks.recolour(self._message)
        self._message.show_error(error)
        self._stack.setCurrentWidget(self._message)
        self._message.setFocus()

    def begin_progress(self, words: str) -> None:
        """Say over the document what is being done, `words`, with a way to stop it."""
        if self._progress is None:
            from hkviewer.gui.widgets.progress_line import ProgressLine

            self._progress = ProgressLine()
            self._progress.cancelled.connect(self.cancelled)
            self._column.insertWidget(0, self._progress)
        self._progress.begin(words)

    def show_progress(self, done: int) -> None:
        """Show how much of it is done, in thousandths."""
        if self._progress is not None:
            self._progress.show_progress(done)

    def end_progress(self) -> None:
        """Say nothing of it any more."""
        if self._progress is not None:
            self._progress.end(self._stack.currentWidget())

    def _notice_bar(self) -> NoticeBar:
        if self._notice is None:
            from hkviewer.gui.widgets.notice import NoticeBar

            self._notice = NoticeBar()
            self._notice.taken.connect(self._take_news)
            self._notice.asked.connect(self.news_asked)
            self._column.insertWidget(0, self._notice)
            self._looks.recolour(self._notice)
        return self._notice

    def parts(self) -> list[QtWidgets.QWidget]:
        """What F6 stops at, as far as it is shown."""
        parts = (self._progress, self._notice, self._pane, self._page, self._message)
        return [part for part in parts if part is not None]
