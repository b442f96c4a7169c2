"""Opens the dialog for a copy of the document that is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6 import QtWidgets

from hkviewer.content.document import Document
from hkviewer.content.ranges import TextRange
from hkviewer.gui.looks import Looks
from hkviewer.gui.session import ReadingSession
from hkviewer.gui.widgets.step_runner import StepRunner
from hkviewer.preferences.preferences import Preferences

if TYPE_CHECKING:
    from hkviewer.gui.export.dialog import BriefingDialog

_PREREQUISITES = (
    "pypdfium2",
    "hkviewer.export.assembly",
    "hkviewer.export.pdf.copy_process",
    "hkviewer.export.recipes",
    "hkviewer.gui.export.copy_export",
    "hkviewer.gui.export.pages_panel",
    "hkviewer.gui.export.parts_panel",
    "hkviewer.gui.export.dialog",
)
"""What the dialog imports, in pieces that take some hundredths of a second each."""


class CopyDialogHost:
    """Makes the one dialog when it is first needed, with all that setting a copy takes.

    Args:
        session: what is read.
        preferences: the choices of the last copy, and what the organisation has set.
        looks: what the dialog is drawn in.
        today: the copy's date.
        pick: lets the reader pick another sheet for the copy; what names it, or "". It is given what asks
            for a file, and the dialog.
        parent: the widget that the dialog belongs to.
    """

    def __init__(
        self,
        session: ReadingSession,
        preferences: Preferences,
        looks: Looks,
        today: dt.date,
        *,
        pick: Callable[[Callable[[QtWidgets.QWidget], str], QtWidgets.QWidget], str],
        parent: QtWidgets.QWidget,
    ) -> None:
        self._session = session
        self._preferences = preferences
        self._looks = looks
        self._today = today
        self._pick = pick
        self._parent = parent
        self._dialog: BriefingDialog | None = None
        self._runner = StepRunner(parent)

    def open(self, query: str = "", matches: Sequence[TextRange] = ()) -> None:
        """Open the dialog for the document that is read, if there is one.

        `matches` are those of `query` in it, which a copy may mark; "" without a search.
        """
        document = self._session.document
        if document is None:
            return
        if self._dialog is None and document.parts is not None:
            # With all that it takes from a large document, the window would stand still.
            self._runner.replace(self._ready(query, matches))
        else:
            self._open(document, query, matches)

    def _ready(self, query: str, matches: Sequence[TextRange]) -> Iterator[None]:
        """Load what the dialog needs, in steps, and open it."""
        import importlib

        for module in _PREREQUISITES:
            importlib.import_module(module)
            yield
        if self._dialog is None and self._session.document is not None:
            dialog = self._unstyled(self._session.document)
            yield
            self._looks.recolour(dialog)
            self._dialog = dialog
            yield
        if self._session.document is not None:
            self._open(self._session.document, query, matches)

    def _open(self, document: Document, query: str, matches: Sequence[TextRange]) -> None:
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
        dialog = self._unstyled(document)
        self._looks.recolour(dialog)
        return dialog

    def _unstyled(self, document: Document) -> BriefingDialog:
        from hkviewer.gui.export.dialog import BriefingDialog
        from hkviewer.gui.export.parts_panel import ask_for_another

        return BriefingDialog(
            document,
            self._preferences,
            date=self._today,
            ask_for_sheet=partial(self._pick, ask_for_another),
            parent=self._parent,
        )
