"""The sheet as a page for the reader's browser, whose screen reader keys know headings and reflow."""

from __future__ import annotations

import datetime as dt

from PySide6 import QtCore, QtWidgets

from hkviewer.content.document import Document
from hkviewer.errors import DocumentError, OutputError, UsageError
from hkviewer.export.briefing import Briefing, Choices, SheetPart
from hkviewer.export.formats import html
from hkviewer.gui.frame.links import open_outside
from hkviewer.gui.widgets.dialogs import ask_about_link
from hkviewer.preferences.policy import SET_BY
from hkviewer.system import paths
from hkviewer.system.files import reason, write_atomically


def write_browser_copy(document: Document, on: dt.date) -> str:
    """Write `document` as a self-contained HTML page into the cache; its file: address.

    Args:
        document: what to write, whole.
        on: the day that the edition's age is told for.

    Raises:
        OutputError: the cache cannot be written.
    """
    folder = paths.cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"“{folder}” could not be made: {reason(error)}.") from error
    file = folder / f"{document.sheet.id[:100]}.html"
    write_atomically(file, html.write(Briefing((SheetPart.of(document),), Choices(date=on))))
    return QtCore.QUrl.fromLocalFile(str(file)).toString()


def read_in_browser(document: Document, on: dt.date, parent: QtWidgets.QWidget, *, may: bool) -> None:
    """Write the sheet as an accessible page and open it, after a question, where headings have keys.

    Args:
        document: what to show.
        on: the day that the edition's age is told for.
        parent: the window.
        may: whether the organisation lets pages be opened in a browser.

    Raises:
        UsageError: it does not.
        OutputError: the page cannot be written.
        DocumentError: no program took it.
    """
    if not may:
        raise UsageError("The sheet is not opened in a browser.", f"{SET_BY}.")
    address = write_browser_copy(document, on)
    if ask_about_link(address, parent) and not open_outside(address):
        raise DocumentError("No browser took the page.", f"Open it by hand: {address}")
