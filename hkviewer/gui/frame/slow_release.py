"""Lets go of a large document bit by bit: to free all of its sections at once would hold the window up."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6 import QtCore

from hkviewer.content.document import Document
from hkviewer.content.model import Section
from hkviewer.gui.session import ReadingSession
from hkviewer.gui.widgets.step_runner import StepRunner

_AT_ONCE = 500
"""Sections that are let go of in one step: a millisecond."""


class SlowRelease(QtCore.QObject):
    """Holds the sections of the large document that `session` reads, and drops them in steps after it."""

    def __init__(self, session: ReadingSession, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._held: list[Section] = []
        self._runner = StepRunner(self)
        session.document_changed.connect(self._follow)

    def _follow(self, document: Document) -> None:
        before, self._held = self._held, list(document.sheet.sections) if document.parts is not None else []
        if before:
            # What is left of one before that is dropped at once: nobody opens two in a second.
            self._runner.replace(_dropped(before))


def _dropped(sections: list[Section]) -> Iterator[None]:
    yield  # all the others that follow the session let go of them first
    while sections:
        del sections[-_AT_ONCE:]
        yield
