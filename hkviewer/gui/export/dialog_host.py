"""Opens the dialog for a copy of the document that is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6 import QtWidgets

from hkviewer.content.document import Document
from hkviewer.content.ranges import TextRange
from hkviewer.gui.looks import Looks
from hkviewer.gui.session import ReadingSession
from hkviewer.preferences.preferences import Preferences

if TYPE_CHECKING:
    from hkviewer.gui.export.dialog import BriefingDialog


class CopyDialogHost:
    """Makes the one dialog when it is first needed, with all that setting a copy takes.

    Args:
        session: what is read.
        preferences: the choices of the last copy, and what the organisation has set.
        looks: what the dialog is drawn in.
        today: the copy's date.
        parent: the widget that the dialog belongs to.
    """

    def __init__(
        self,
        session: ReadingSession,
        preferences: Preferences,
        looks: Looks,
        today: dt.date,
        parent: QtWidgets.QWidget,
    ) -> None:
        self._session = session
        self._preferences = preferences
        self._looks = looks
        self._today = today
        self._parent = parent
        self._dialog: BriefingDialog | None = None

    def open(self, query: str = "", matches: Sequence[TextRange] = ()) -> None:
        """Open the dialog for the document that is read, if there is one.

        `matches` are those of `query` in it, which a copy may mark; "" without a search.
        """
        document = self._session.document
        if document is None:
            return
        if self._dialog is None:
            self._dialog = self._make(document)
        self._dialog.show_document(document)
        self._dialog.offer_matches(query, matches)
        self._dialog.open()

    def say(self, words: str) -> None:
        """Say in the dialog what whoever makes a copy has to know; "" for nothing."""
        if self._dialog is not None:
            self._dialog.remind(words)

    def close(self) -> None:
        """End the dialog's threads."""
        if self._dialog is not None:
            self._dialog.end()

    def _make(self, document: Document) -> BriefingDialog:
        from hkviewer.gui.export.dialog import BriefingDialog

        dialog = BriefingDialog(document, self._preferences, date=self._today, parent=self._parent)
        self._looks.recolour(dialog)
        return dialog
