"""What the menus do with the document that is read, and the pages that they open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets

from hkviewer.content.document import Document
from hkviewer.errors import HkviewerError
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.session import ReadingSession
from hkviewer.preferences.preferences import Preferences

if TYPE_CHECKING:
    from hkviewer.gui.reading.citing import Citing


class DocumentCommands(QtCore.QObject):
    """Commands on the document that is read; without one they do nothing.

    What they need is imported when one is called: most readers call few of them.

    Args:
        session: what is read.
        pane: shows it.
        preferences: how citations are worded, and what the organisation has set.
        today: the day for which ages are given.
        parent: the widget that dialogs belong to.

    `failed` carries the HkviewerError that says why something was not done.
    """

    failed = QtCore.Signal(object)

    def __init__(
        self,
        session: ReadingSession,
        pane: ReadingPane,
        preferences: Preferences,
        today: dt.date,
        parent: QtWidgets.QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._pane = pane
        self._preferences = preferences
        self._today = today
        self._parent = parent

    def copy_section(self) -> None:
        """Copy the section that the reader is in."""
        self._cite(lambda citing: citing.copy_section())

    def copy_with_citation(self) -> None:
        """Copy what is selected, or the section that the reader is in, with its citation."""
        self._cite(lambda citing: citing.copy_with_citation())

    def show_citations(self) -> None:
        """Show the document's citation in every form."""
        self._cite(lambda citing: citing.show_citations())

    def read_in_browser(self) -> None:
        """Open the document as an accessible page in the reader's browser, after a question."""
        from hkviewer.gui.frame.pages import read_in_browser

        may = self._preferences.policy.browser_copy
        self._do(lambda document: read_in_browser(document, self._today, self._parent, may=may))

    def show_about(self) -> None:
        """Show what is known of the document."""
        from hkviewer.gui.frame.pages import show_about_document

        self._do(lambda document: show_about_document(document, self._today, self._parent))

    def show_keys(self) -> None:
        """Show all keys."""
        from hkviewer.gui.frame.pages import show_keys

        show_keys(self._parent)

    def show_about_program(self) -> None:
        """Show what the program is, and what the organisation has set in it."""
        from hkviewer.gui.frame.pages import show_about_program

        show_about_program(self._parent, self._preferences.policy)

    def _cite(self, act: Callable[[Citing], object]) -> None:
        from hkviewer.gui.reading.citing import Citing

        form = self._preferences.value.citation_form
        self._do(lambda document: act(Citing(document.sheet, self._pane, form, self._parent)))

    def _do(self, act: Callable[[Document], object]) -> None:
        """Do something with the document, if there is one."""
        if self._session.document is None:
            return
        try:
            act(self._session.document)
        except HkviewerError as error:
            self.failed.emit(error)
