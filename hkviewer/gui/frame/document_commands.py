"""What the menus do with the document that is read, and the pages that they open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets

from hkviewer.content.document import Document
from hkviewer.errors import HkviewerError
from hkviewer.gui.actions import ACTIONS
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
        from hkviewer.gui.frame.browser_copy import read_in_browser

        may = self._preferences.policy.browser_copy
        self._do(lambda document: read_in_browser(document, self._today, self._parent, may=may))

    def show_about(self) -> None:
        """Show what is known of the document."""
        from hkviewer.gui.frame.about import document_page

        self._do(lambda document: self._page("About this document", document_page(document, self._today)))

    def show_keys(self) -> None:
        """Show all keys."""
        from hkviewer.gui.frame.about import keys_page

        self._page("Keys", keys_page(ACTIONS))

    def show_about_program(self) -> None:
        """Show what the program is, and what the organisation has set in it."""
        from hkviewer.gui.frame.about import program_page

        self._page("About hkviewer", program_page(self._preferences.policy))

    def _page(self, title: str, html: str) -> None:
        from hkviewer.gui.widgets.dialogs import PageDialog

        PageDialog(title, html, self._parent).exec()

    def _cite(self, act: Callable[[Citing], object]) -> None:
        from hkviewer.gui.reading.citing import Citing

        section, form = self._session.section, self._preferences.value.citation_form
        self._do(lambda document: act(Citing(document.sheet, section, self._pane, form, self._parent)))

    def _do(self, act: Callable[[Document], object]) -> None:
        """Do something with the document, if there is one."""
        if self._session.document is None:
            return
        try:
            act(self._session.document)
        except HkviewerError as error:
            self.failed.emit(error)
