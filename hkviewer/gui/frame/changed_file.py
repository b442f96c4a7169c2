"""What a reader is told of, and can do about, a file that changed while it was read."""

from __future__ import annotations

from PySide6 import QtCore, QtGui

from hkviewer.content.file_state import FileState
from hkviewer.gui.frame.document_area import DocumentArea
from hkviewer.gui.frame.file_watch import FileWatch
from hkviewer.gui.frame.opening import DocumentOpener
from hkviewer.gui.session import ReadingSession

_WORDS = {
    FileState.CHANGED: "“{}” has changed since it was opened.",
    FileState.GONE: "“{}” is no longer there. Its words stay here until you open something else.",
}
_IN_A_COPY = "The file has changed since it was opened. The copy is made of the text that you read."
_SHOW = "Show the new text"
_COMPARE = "What changed"


class ChangedFile(QtCore.QObject):
    """Says over the document that its file changed or went, and shows the new text when asked to.

    It is the only thing that appears by itself while somebody reads.

    Args:
        session: what is read.
        area: where it is said.
        opener: reads the file again.
        parent: the window.

    `copy_about` carries what somebody who makes a copy has to know from now on; "" for nothing.
    """

    copy_about = QtCore.Signal(str)

    def __init__(
        self, session: ReadingSession, area: DocumentArea, opener: DocumentOpener, parent: QtCore.QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._area = area
        self._opener = opener
        self._watch = FileWatch(session, self)
        self._watch.changed.connect(self._say)

    def follow_activation(self, application: QtGui.QGuiApplication) -> None:
        """Look at the file whenever the program is activated, too."""
        self._watch.follow_activation(application)

    def tell_about_copy(self) -> None:
        """Emit `copy_about` with what is to be known of a copy made now."""
        self.copy_about.emit("" if self._watch.state == FileState.SAME else _IN_A_COPY)

    def _say(self, state: FileState) -> None:
        self.tell_about_copy()
        if state == FileState.SAME:
            self._area.hide_notice()
        elif self._session.document is not None:
            name = self._session.document.path.name
            show, compare = (_SHOW, _COMPARE) if state == FileState.CHANGED else ("", "")
            self._area.show_news(_WORDS[state].format(name), show, self._opener.reload, compare)
