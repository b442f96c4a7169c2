"""Opening a large document: read beside a progress dialog that can stop it, shown under a waiting pointer."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from PySide6 import QtCore, QtWidgets

from hkviewer.content.document import Document, open_document
from hkviewer.errors import DocumentError
from hkviewer.gui.widgets.background_task import run_with_progress


@contextlib.contextmanager
def opened_with_progress(name: str, parent: QtWidgets.QWidget) -> Iterator[Document]:
    """The document of that path or id; while it is being used, the pointer shows waiting.

    Raises:
        DocumentError: it cannot be read, or the reader stopped it.
    """
    document = run_with_progress(parent, "Opening a large document…", lambda _stopped: open_document(name))
    if document is None:
        raise DocumentError(f"“{name}” was not opened.", "You stopped it while it was being read.")
    QtWidgets.QApplication.setOverrideCursor(QtCore.Qt.CursorShape.WaitCursor)
    try:
        yield document
    finally:
        QtWidgets.QApplication.restoreOverrideCursor()
