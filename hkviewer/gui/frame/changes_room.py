"""What changed, in the window: the page in the document's place, its list in the sidebar, the way back."""

from __future__ import annotations

from PySide6 import QtCore, QtWidgets

from hkviewer.errors import HkviewerError
from hkviewer.gui.changes.change_words import said
from hkviewer.gui.changes.changes_list import ChangesPanel
from hkviewer.gui.changes.changes_pane import ChangesPane
from hkviewer.gui.changes.compare_process import Text
from hkviewer.gui.changes.comparing import ask_and_save, compared
from hkviewer.gui.changes.passages import ChangesPage, Head
from hkviewer.gui.frame.document_area import DocumentArea
from hkviewer.gui.frame.reading_area import ReadingArea
from hkviewer.gui.frame.sidebar import Sidebar
from hkviewer.gui.looks import Looks
from hkviewer.gui.reading.pane_presenter import pane_style
from hkviewer.gui.session import ReadingSession
from hkviewer.gui.widgets.announce import announce
from hkviewer.system.garbage import without_garbage


class ChangesRoom(QtCore.QObject):
    """Compares two texts when asked to, and shows what changed until the reader goes back.

    The document that is read stays as it is meanwhile, and so does the place in it.

    Args:
        session: what is read; whoever goes somewhere in it leaves the changes.
        documents: where the page is shown.
        sidebar: where the changes are listed.
        area: gives the page room where the sidebar lies over it.
        looks: what both are drawn in.
        parent: the window.

    Signals:
        failed: the HkviewerError that says why nothing can be shown.
        shown_changed: the changes are shown now, or no longer.
        place_changed: the section of the change that the reader is at ("" before the first), and how much of
            the page has been scrolled past, in per cent.
        said: a sentence on what was done.
    """

    failed = QtCore.Signal(object)
    shown_changed = QtCore.Signal()
    place_changed = QtCore.Signal(str, int)
    said = QtCore.Signal(str)

    def __init__(
        self,
        session: ReadingSession,
        documents: DocumentArea,
        sidebar: Sidebar,
        *,
        area: ReadingArea,
        looks: Looks,
        parent: QtWidgets.QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._documents = documents
        self._sidebar = sidebar
        self._area = area
        self._looks = looks
        self._window = parent
        self._head = Head("", "", "", ())
        self._texts: tuple[Text, Text] = ("", "")
        self.is_shown = False
        """Whether changes are shown now."""
        self.pane = ChangesPane(pane_style(looks))
        self.panel = ChangesPanel()
        self.panel.hide()
        looks.changed.connect(lambda: self.pane.restyle(pane_style(looks)))
        self.pane.zoom_requested.connect(looks.change_zoom)
        self.pane.current_changed.connect(self.panel.show_current)
        self.pane.current_changed.connect(self._report_place)
        self.pane.progress_changed.connect(self._report_place)
        self.panel.chosen.connect(self._choose)
        self.panel.left.connect(self.leave)
        self.panel.save_requested.connect(self.save)
        session.document_changed.connect(self._forget)
        session.jumping.connect(self._forget)

    @property
    def title(self) -> str:
        """What the window is called while they are shown."""
        return self._head.title

    @property
    def editions(self) -> str:
        """From which edition to which, for the status line."""
        return f"Comparison · {self._head.editions.rstrip('.')}"

    def ask(self) -> None:
        """Ask for two files, and show what changed."""
        from hkviewer.gui.changes.compare_dialog import CompareDialog

        dialog = CompareDialog(self._offered, self._compare_named, self._window)
        dialog.message.recolour(self._looks.icons, self._looks.colours)
        dialog.exec()
        dialog.deleteLater()

    def compare_with_file(self) -> None:
        """Show how the file of the document that is read differs from the text that is shown."""
        if document := self._session.document:
            self.show_changes(document, str(document.path))

    def show_changes(self, old: Text, new: Text) -> None:
        """Show what changed between two documents; `failed` says why not, where they cannot be compared."""
        try:
            self.compare(old, new)
        except HkviewerError as error:
            self.failed.emit(error)

    def compare(self, old: Text, new: Text) -> bool:
        """Show what changed between two documents; whether the reader let it come to that.

        Raises:
            HkviewerError: one cannot be read or compared.
        """
        with without_garbage():  # a look for some, while a page of 100,000 values is made, holds the window
            found = compared(old, new, self._window)
            if found is not None:
                self._texts = old, new
                self._show(*found)
        return found is not None

    def _compare_named(self, old: str, new: str) -> bool:
        """The same for two names, each a path, an ID or ID@EDITION."""
        from hkviewer.gui.changes.named import text_named

        texts = [text_named(name) for name in (old, new)]
        is_done = self.compare(*(str(text.path) for text in texts))
        if is_done and (notes := " ".join(filter(None, (text.note for text in texts)))):
            self.said.emit(notes)
        return is_done

    def save(self) -> None:
        """Write the redline to a file that the reader names."""
        try:
            target = ask_and_save(self._texts, self._head, self._window)
        except HkviewerError as error:
            self.failed.emit(error)
            return
        if target is not None:
            self.said.emit(f"The redline was saved as “{target.name}”.")

    @property
    def _offered(self) -> tuple[str, str]:
        """What was compared last, while it is shown or its newer text is read; else the edition before."""
        from hkviewer.gui.changes.named import edition_before

        old, new = self._texts
        is_last = self.is_shown or new == self._name_of_read
        if is_last and isinstance(old, str) and isinstance(new, str) and old:
            return old, new
        read = self._session.document
        return edition_before(read) if read is not None else "", self._name_of_read

    @property
    def _name_of_read(self) -> str:
        document = self._session.document
        if document is None:
            return ""
        return document.sheet.id if document.bundled else str(document.path)

    def _show(self, head: Head, page: ChangesPage) -> None:
        self._head = head
        self.is_shown = True
        self._documents.hide_error()
        self._documents.show_in_place(self.pane)
        self.pane.show_page(head, page)
        self.panel.show_page(page)
        self._sidebar.show_in_place(self.panel)
        self._area.close_overlay()
        self.pane.setFocus()
        announce(self.pane, f"{head.title}. {head.summary}")
        self.shown_changed.emit()
        self._report_place()

    def _report_place(self) -> None:
        if self.is_shown:
            current = self.pane.current
            section = self.pane.page.changes[current].section if current >= 0 else ""
            self.place_changed.emit(section, self.pane.progress)

    def leave(self) -> None:
        """Show the document again, at the place where it was read."""
        if self.is_shown:
            self._forget()
            self._area.close_overlay()
            self._documents.setFocus()
            announce(self._documents, "Back to reading")

    def leave_for(self, query: str) -> None:
        """Show the document again, without the focus: `query`, where it is one, is searched for in it."""
        if query:
            self._forget()

    def _forget(self) -> None:
        if self.is_shown:
            self.is_shown = False
            self._sidebar.show_in_place(None)
            self._documents.show_in_place(None)
            self.shown_changed.emit()

    def step(self, step: int) -> None:
        """Go on to the next change that is listed, or with -1 to the one before; round at the ends."""
        listed = self.panel.steps
        if words := self.panel.step_within(step):
            # Of one change, which is shown already, the next of several figures.
            self._area.close_overlay()
            announce(self.pane, f"{self.panel.place}, {words}")
            return
        if not listed:
            announce(self.pane, self.panel.listed)
            return
        here = self.pane.step(step)
        if step > 0:
            number = next((each for each in listed if each >= here), listed[0])
        else:
            number = next((each for each in reversed(listed) if each <= here), listed[-1])
        self._area.close_overlay()
        self.pane.go_to(number)
        while step < 0 and self.panel.step_within(1):
            pass  # on the way back its last figure is the first to be met
        self._say(number)

    def _choose(self, number: int) -> None:
        self._area.close_overlay()
        self.pane.go_to(number)
        self._say(number)

    def _say(self, number: int) -> None:
        change = self.pane.page.changes[number]
        at = f"{self.panel.place}, " if number in self.panel.steps else ""
        announce(self.pane, f"{at}{change.section}. {said(change)}")

    def parts(self) -> list[QtWidgets.QWidget]:
        """What F6 stops at."""
        return [self.panel.list]
