"""Following a link: within the document, to another one, or out of the program."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.content.addresses import LinkKind, classify
from hkviewer.content.model import FactSheet
from hkviewer.content.notes import mention_place, note_place
from hkviewer.content.ranges import TextRange
from hkviewer.content.section_lookup import linked_section
from hkviewer.errors import DocumentError, HkviewerError
from hkviewer.export.formats.html_blocks import MENTION, NOTE
from hkviewer.gui.session import ReadingSession
from hkviewer.preferences.policy import Policy
from hkviewer.system.files import real_path


class LinkFollower(QtCore.QObject):
    """Follows the links of the document that is read.

    Args:
        session: the document that is read, and the place in it.
        policy: whether the organisation lets links lead out of the program.
        parent: the widget that the question before doing so belongs to.

    Signals:
        document_requested: the path of another Markdown file that a link leads to, and the address of a
            place in it, "" for none.
        failed: the HkviewerError that says why a link was not followed.
    """

    document_requested = QtCore.Signal(str, str)
    failed = QtCore.Signal(object)

    def __init__(self, session: ReadingSession, policy: Policy, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._policy = policy
        self._parent = parent

    def follow(self, address: str) -> None:
        """Go where the link `address` leads, out of the program only after a question."""
        try:
            self._follow(address)
        except HkviewerError as error:
            self.failed.emit(error)

    def _follow(self, address: str) -> None:
        document = self._session.document
        assert document is not None
        kind, target, within = classify(address, document.path.parent)
        if kind is LinkKind.SECTION and (at := _place_in_notes(document.sheet, within)):
            self._session.go_to_range(at)
            return
        if kind is LinkKind.SECTION or (kind is LinkKind.DOCUMENT and _is_same_file(target, document.path)):
            section = linked_section(document.sheet, within)
            if section is None:
                self._session.go_to_top()
            else:
                self._session.go_to_section(section.id)
        elif kind is LinkKind.DOCUMENT:
            self.document_requested.emit(target, within)
        elif kind is LinkKind.OUTSIDE:
            self._leave_by(target)
        else:
            raise DocumentError(f"This link is not followed: “{target}”.", "It leads to no web page.")

    def _leave_by(self, address: str) -> None:
        from hkviewer.gui.widgets.dialogs import ask_about_link

        may_leave = self._policy.external_links
        if ask_about_link(address, self._parent, may_leave=may_leave) and not open_outside(address):
            raise DocumentError("No program took the link.", "Copy its address and open it by hand.")


def _place_in_notes(sheet: FactSheet, within: str) -> TextRange | None:
    """Where a link leads that a note and its mention in the text have; None for any other."""
    for begins, place_of in ((NOTE, note_place), (MENTION, mention_place)):
        number = within.removeprefix(begins)
        if number != within and number.isdecimal():
            return place_of(sheet, int(number))
    return None


def _is_same_file(name: str, path: Path) -> bool:
    return real_path(name) == real_path(path)


def open_outside(address: str) -> bool:
    """Hand an address to the desktop; whether it was taken."""
    with _system_libraries():
        return QtGui.QDesktopServices.openUrl(QtCore.QUrl(address))


@contextmanager
def _system_libraries() -> Iterator[None]:
    """Let the programs started meanwhile find their own libraries, not those of a frozen bundle."""
    from hkviewer.system.child_process import system_environment  # the start does without

    ours, theirs = os.environ.get("LD_LIBRARY_PATH"), system_environment().get("LD_LIBRARY_PATH")
    _set_libraries(theirs)
    try:
        yield
    finally:
        _set_libraries(ours)


def _set_libraries(folders: str | None) -> None:
    if folders is None:
        os.environ.pop("LD_LIBRARY_PATH", None)
    else:
        os.environ["LD_LIBRARY_PATH"] = folders
