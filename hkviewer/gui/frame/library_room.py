"""The library in the window: its page in the sidebar, what is read of it, and what is done with it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import zip_longest

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.errors import DocumentError, HkviewerError
from hkviewer.gui.frame.sidebar import Sidebar
from hkviewer.gui.library.library_menus import fill_places, removable, removing_words
from hkviewer.gui.library.library_page import LibraryPage
from hkviewer.gui.library.library_reader import LibraryReader
from hkviewer.gui.library.listed import ListedEdition, listed, name_of
from hkviewer.gui.library.pick_dialog import PickDialog
from hkviewer.gui.looks import Looks
from hkviewer.gui.search.index_update import IndexUpdate
from hkviewer.gui.session import ReadingSession
from hkviewer.gui.widgets.announce import announce
from hkviewer.library.added import AddedPaths
from hkviewer.library.entries import LibraryFile
from hkviewer.library.library import Library, Refreshed
from hkviewer.library.listing import answers

_LIBRARY = 1
"""The sidebar's page."""
_COME_BACK = "When its drive or folder is back, choose it again."
_PATIENCE = 0.5
"""Seconds that the window waits for the drive of a file that is to be opened."""
_MOST_TOLD = 3
"""Sentences that are shown of what could not be read and the like."""


class LibraryRoom(QtCore.QObject):
    """Keeps the sidebar's second page, and the library that it shows.

    Args:
        session: what is read.
        sidebar: has the page, and the words that lead to it, where there is more than one sheet.
        looks: what the page is drawn in.
        added: what the library is made of.
        today: the day that ages are counted to.
        parent: the window.

    Signals:
        opened: the path of what the reader wants to read.
        changes_requested: the paths of two editions, the older first.
        shown: the library is to be seen, and the sidebar with it.
        offered: whether there is a library to be shown.
        page_made: the LibraryPage, before it is shown for the first time.
        sheets_changed: the library holds other sheets, or other states of them.
        removed: the path that the reader took out.
        failed: the HkviewerError that says why something was not opened, added or removed.
    """

    opened = QtCore.Signal(str)
    changes_requested = QtCore.Signal(str, str)
    shown = QtCore.Signal()
    offered = QtCore.Signal(bool)
    page_made = QtCore.Signal(object)
    sheets_changed = QtCore.Signal()
    failed = QtCore.Signal(object)
    removed = QtCore.Signal(str)

    def __init__(
        self,
        session: ReadingSession,
        sidebar: Sidebar,
        looks: Looks,
        *,
        added: AddedPaths,
        today: dt.date,
        parent: QtWidgets.QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._sidebar = sidebar
        self._looks = looks
        self._today = today
        self._window = parent
        self.library = Library(added)
        self.reader = LibraryReader(self.library, self)
        self.index = IndexUpdate(self)
        self._is_known = False
        """Whether the disks were looked at since the start."""
        self._page: LibraryPage | None = None
        self._told: tuple[str, ...] = ()
        self._is_asked_for = False
        """Whether the reader waits for what is being read."""
        self.reader.progressed.connect(self._show_progress)
        self.reader.ended.connect(self._take)
        self.index.progressed.connect(self._show_indexed)
        self.index.ended.connect(self._end_indexed)
        session.document_changed.connect(lambda _document: self._show_read())

    @property
    def page(self) -> LibraryPage | None:
        """The page; None before it was shown."""
        return self._page

    @property
    def is_shown(self) -> bool:
        """Whether the sidebar shows the library."""
        return self._sidebar.page == _LIBRARY

    def show(self) -> None:
        """Show the library, with the focus."""
        self._sidebar.offer_pages()
        self._sidebar.show_page(_LIBRARY)
        self.shown.emit()
        self._sidebar.setFocus()

    def show_page(self) -> None:
        """Make the page when the reader turns to it for the first time."""
        if self._page is None:
            self._page = self._make_page()
            self._show_sheets()
            self._show_read()

    def is_below(self, at: QtCore.QPoint) -> bool:
        """Whether the page is shown at that point of the screen."""
        page = self._page
        return page is not None and page.isVisible() and page.rect().contains(page.mapFromGlobal(at))

    def end(self) -> None:
        """End what reads the disks, and what indexes."""
        self.reader.end()
        self.index.close()

    def refresh(self) -> None:
        """Look at the disks again, as the reader asked."""
        self._is_asked_for = self.is_shown
        self.reader.refresh()

    def parts(self) -> list[QtWidgets.QWidget]:
        """What F6 stops at."""
        return [self._page.field, self._page.list] if self._page is not None else []

    def name_at(self, path: str) -> str:
        """What opens the file of the library at `path`."""
        file = self._file_at(path)
        return name_of(file) if file is not None else path

    def _file_at(self, path: str) -> LibraryFile | None:
        return next((file for file in self.library.files() if str(file.path) == path), None)

    # What was read

    def _make_page(self) -> LibraryPage:
        page = LibraryPage(self._looks.colours)
        page.opened.connect(self.open)
        page.menu_requested.connect(self._show_commands)
        page.manage_requested.connect(self._manage)
        page.cancelled.connect(self._cancel)
        self.page_made.emit(page)
        self._sidebar.add_page(page)
        self._looks.recolour(page)
        return page

    def _show_sheets(self) -> None:
        if self._page is not None:
            faults = map(_with_short_paths, (file.fault for file in self.library.faulty()))
            told = _in_short(self._told, tuple(faults), [*map(_with_short_paths, self.library.ties())])
            self._page.show_sheets(listed(self.library.sheets(), self._today), told)

    def _show_read(self) -> None:
        document = self._session.document
        if self._page is not None:
            self._page.show_read(document.key.name if document is not None else "")

    def _show_progress(self, done: int, total: int) -> None:
        if self._page is not None and total:
            self._page.show_progress(done, total)

    def _show_indexed(self, done: int, wanted: int) -> None:
        if self._page is not None:
            self._page.show_indexed(done, wanted)

    def _end_indexed(self, fault: str) -> None:
        if self._page is not None and not fault:
            self._page.end_indexed()
        self._show_indexed(0, 0)

    def _cancel(self) -> None:
        """Read and index no further for now."""
        self.reader.cancel()
        self.index.close()
        self._show_indexed(0, 0)

    def _index(self, *, has_changed: bool) -> None:
        """Have all sheets searched, also from the page of one that has not what is sought."""
        if self.library.added.all():
            self.index.begin(self.library.sheets(), if_incomplete=not has_changed)

    def _take(self, done: Refreshed) -> None:
        news = done.told != self._told
        self._told = done.told
        if done.changed or news:
            self._show_sheets()
        self._offer()
        if self._is_asked_for and self._page is not None:
            announce(self._page, ". ".join((self._page.sheets.count_words, *done.told)))
        self._is_asked_for = False
        is_first, self._is_known = not self._is_known, True
        if done.changed or is_first:
            # What is shown since the start waits for it, too.
            self.sheets_changed.emit()
            self._index(has_changed=done.changed)
        # What is indexed after it was read is one work to who waits for it.
        if self._page is not None and not self.index.is_running:
            self._page.end_progress()

    def _offer(self) -> None:
        """Have the words in the sidebar where there is more than one sheet, or something was added."""
        is_offered = self.library.added.has_library
        if is_offered:
            self._sidebar.offer_pages()
        else:
            self._sidebar.withdraw_pages()
        self.offered.emit(is_offered)

    def open(self, path: str) -> None:
        """Open the file of the library at `path`; where it is not here that is said, and looked at again."""
        if self.is_at_hand(path):
            self.opened.emit(path)

    def is_at_hand(self, path: str) -> bool:
        """Whether the file of the library at `path` is here; where not, that is said, and looked at again."""
        file = self._file_at(path)
        if file is None or file.bundled:
            return True
        # To ask a drive that is gone would hold the window, and to read from one that hangs.
        if file.state == "absent":
            fault = f"“{file.title}” is not here now: “{path}”."
        elif not answers(path, _PATIENCE):
            fault = f"“{file.title}” cannot be read now: the drive of “{path}” does not answer."
        else:
            return True
        self.failed.emit(DocumentError(fault, _COME_BACK))
        self.reader.refresh()
        return False

    # Adding and removing

    def add(self, names: Sequence[str]) -> None:
        """Add files and folders, and show the library."""
        if not names:
            return
        try:
            self.library.add(names)
        except HkviewerError as error:
            self.failed.emit(error)
            return
        self.show()
        self._is_asked_for = True
        self.reader.refresh()

    def remove(self, name: str) -> None:
        """Take a file or folder out of the library; it stays where it is."""
        try:
            self.library.remove([name])
        except HkviewerError as error:
            self.failed.emit(error)
            return
        self.removed.emit(name)
        self._show_sheets()
        self._offer()
        self.sheets_changed.emit()
        self._index(has_changed=True)
        self.reader.refresh()

    def fill_menu(self, menu: QtWidgets.QMenu) -> None:
        """Show in `menu` what can be added and removed."""
        fill_places(menu, self.library.added, self.add, self.remove, self._window)

    def pick(self, ask_for_file: Callable[[QtWidgets.QWidget], str], parent: QtWidgets.QWidget) -> str:
        """Let the reader pick a sheet of the library, or a file; what names it, "" for nothing."""
        sheets = [sheet for sheet in listed(self.library.sheets(), self._today) if sheet.newest.is_here]
        colours, icons = self._looks.colours, self._looks.icons
        dialog = PickDialog(sheets, ask_for_file, colours=colours, icons=icons, parent=parent)
        dialog.exec()
        dialog.deleteLater()
        return dialog.name

    def _manage(self, at: QtCore.QPoint) -> None:
        menu = QtWidgets.QMenu(self._window)
        menu.setAccessibleName("Add or remove")
        self.fill_menu(menu)
        menu.exec(at)
        menu.deleteLater()

    def _show_commands(self, edition: ListedEdition, at: QtCore.QPoint) -> None:
        menu = self.commands(edition)
        menu.exec(at)
        menu.deleteLater()

    def commands(self, edition: ListedEdition) -> QtWidgets.QMenu:
        """What can be done with `edition`."""
        menu = QtWidgets.QMenu(self._window)
        menu.setAccessibleName("Commands for this sheet")
        menu.addAction("&Open", partial(self.open, edition.path))
        for before in self._before(edition.name):
            words = f"&What changed since {before.when or before.path.name}"
            menu.addAction(words, partial(self.changes_requested.emit, str(before.path), edition.path))
        clipboard = QtGui.QGuiApplication.clipboard()
        menu.addAction("&Copy the file’s path", partial(clipboard.setText, edition.path))
        if root := removable(edition.path, self.library.added):
            menu.addSeparator()
            menu.addAction(removing_words(edition.path, root), partial(self.remove, root))
        return menu

    def _before(self, name: str) -> tuple[LibraryFile, ...]:
        """The edition before the one that is called `name`."""
        editions = ((sheet, file) for sheet in self.library.sheets() for file in sheet.editions)
        return next((sheet.before(file) for sheet, file in editions if name_of(file) == name), ())


def _with_short_paths(sentence: str) -> str:
    """A sentence with the names of files and their folders for whole paths: there is little room."""
    return re.sub(r"“[^”]*[/\\]([^/\\”]+[/\\][^/\\”]+)”", r"“\1”", sentence)


def _in_short(*kinds: Sequence[str]) -> str:
    """The first of what the reader has to know, of each kind by turns, and how many there are besides."""
    sentences = [sentence for turn in zip_longest(*kinds) for sentence in turn if sentence]
    more = len(sentences) - _MOST_TOLD
    return " ".join([*sentences[:_MOST_TOLD], *([f"And {more:,} more."] if more > 0 else [])])
