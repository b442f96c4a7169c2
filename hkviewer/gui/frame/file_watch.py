"""Notices that the file of the document that is read changes or goes."""

from __future__ import annotations

import threading

from PySide6 import QtCore, QtGui

from hkviewer.content.document import Document
from hkviewer.content.file_state import FileState, file_state
from hkviewer.gui.session import ReadingSession

_SETTLES_IN = 300
"""Milliseconds: programs that save write a file in several steps, or put another in its place."""


class FileWatch(QtCore.QObject):
    """Follows the file of the document that `session` reads, unless it is a bundled one.

    A folder on another computer reports no changes: there the file is looked at whenever the program is
    activated. Looking is done in a thread, so that a drive that does not answer holds nothing up.

    `changed` carries the FileState, whenever it is another one than before.
    """

    changed = QtCore.Signal(object)

    def __init__(self, session: ReadingSession, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._state = FileState.SAME
        self._look: _Look | None = None
        self._looks_again = False
        self._settled = QtCore.QTimer(self, singleShot=True, interval=_SETTLES_IN)
        self._settled.timeout.connect(self.look)
        self._watcher = QtCore.QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._settled.start)
        self._watcher.directoryChanged.connect(self._settled.start)
        session.document_changed.connect(self._follow)
        if session.document is not None:
            self._follow(session.document)

    @property
    def state(self) -> FileState:
        """What has become of the file, as far as is known."""
        return self._state

    def follow_activation(self, application: QtGui.QGuiApplication) -> None:
        """Look at the file whenever the program is activated."""
        application.applicationStateChanged.connect(self._activate)

    def look(self) -> None:
        """Look at the file, and report what has become of it some time later."""
        document = self._session.document
        if document is None or document.bundled:
            return
        if self._look is not None:
            self._looks_again = True
            return
        self._look = _Look(document)
        self._look.ended.connect(self._take, QtCore.Qt.ConnectionType.QueuedConnection)
        self._look.start()

    def _activate(self, state: QtCore.Qt.ApplicationState) -> None:
        if state == QtCore.Qt.ApplicationState.ApplicationActive:
            self.look()

    def _follow(self, document: Document) -> None:
        self._state = FileState.SAME
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)
        if not document.bundled:
            self._watch(document, is_there=True)

    def _watch(self, document: Document, *, is_there: bool) -> None:
        """Watch the file, and its folder, where another file may take its place."""
        watched = [document.path, document.path.parent] if is_there else [document.path.parent]
        self._watcher.addPaths(list(map(str, watched)))

    def _take(self, document: Document, state: FileState) -> None:
        self._look = None
        if self._looks_again or document is not self._session.document:
            self._looks_again = False
            self.look()
            return
        # A file that was replaced is watched no more; of one that is gone its folder tells that it is back.
        self._watch(document, is_there=state is not FileState.GONE)
        if state != self._state:
            self._state = state
            self.changed.emit(state)


class _Look(QtCore.QObject):
    """One look at a document's file, in a thread of its own.

    `ended` carries the Document and its FileState.
    """

    ended = QtCore.Signal(object, object)

    def __init__(self, document: Document) -> None:
        super().__init__()  # without a parent: it outlives a window that is closed meanwhile
        self._document = document

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, name="file watch", daemon=True).start()

    def _run(self) -> None:
        self.ended.emit(self._document, file_state(self._document))
