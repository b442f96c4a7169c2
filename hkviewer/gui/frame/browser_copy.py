"""The sheet as a page for the reader's browser, whose screen reader keys know headings and reflow."""

from __future__ import annotations

import datetime as dt

from PySide6 import QtCore

from hkviewer.content.document import Document
from hkviewer.errors import OutputError
from hkviewer.export.briefing import Briefing, Choices, SheetPart
from hkviewer.export.formats import html
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
