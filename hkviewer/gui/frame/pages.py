"""The pages that the menus open: about the document, the keys, the program; the browser's copy."""

from __future__ import annotations

import datetime as dt

from PySide6 import QtWidgets

from hkviewer.content.document import Document
from hkviewer.errors import DocumentError, UsageError
from hkviewer.gui.actions import ACTIONS
from hkviewer.gui.frame import about
from hkviewer.gui.frame.browser_copy import write_browser_copy
from hkviewer.gui.frame.links import open_outside
from hkviewer.gui.widgets.dialogs import PageDialog, ask_about_link
from hkviewer.preferences.policy import SET_BY, Policy


def show_about_document(document: Document, on: dt.date, parent: QtWidgets.QWidget) -> None:
    """Show what is known of `document`; the edition's age is told for the day `on`."""
    PageDialog("About this document", about.document_page(document, on), parent).exec()


def show_keys(parent: QtWidgets.QWidget) -> None:
    """Show all keys."""
    PageDialog("Keys", about.keys_page(ACTIONS), parent).exec()


def show_about_program(parent: QtWidgets.QWidget, policy: Policy) -> None:
    """Show what the program is, and what the organisation has set in it."""
    PageDialog("About hkviewer", about.program_page(policy), parent).exec()


def read_in_browser(document: Document, on: dt.date, parent: QtWidgets.QWidget, *, may: bool = True) -> None:
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
