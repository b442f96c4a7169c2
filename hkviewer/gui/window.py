"""The main window: builds the parts, lays them out and connects them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.content.document import Document
from hkviewer.errors import HkviewerError, OutputError
from hkviewer.gui.actions import ACTIONS, NUMBERED_SECTIONS, Actions
from hkviewer.gui.export.dialog_host import CopyDialogHost
from hkviewer.gui.frame.digit_keys import DigitKeys
from hkviewer.gui.frame.document_area import DocumentArea
from hkviewer.gui.frame.document_commands import DocumentCommands
from hkviewer.gui.frame.document_menus import DocumentMenus
from hkviewer.gui.frame.focus import FocusCommands, take_as_copy
from hkviewer.gui.frame.library_host import LibraryHost
from hkviewer.gui.frame.links import LinkFollower
from hkviewer.gui.frame.opening import DocumentOpener, KeptPlaces
from hkviewer.gui.frame.reading_area import ReadingArea
from hkviewer.gui.frame.setting_actions import SettingActions
from hkviewer.gui.frame.sidebar import Sidebar, quiet_button
from hkviewer.gui.frame.status_line import StatusLine
from hkviewer.gui.looks import Looks
from hkviewer.gui.preferences_link import PreferencesLink
from hkviewer.gui.reading.pane_presenter import PanePresenter
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.reading.section_tree import SectionTree
from hkviewer.gui.search.match_count import MatchCount
from hkviewer.gui.search.search_field import SearchField
from hkviewer.gui.search.search_keys import SearchKeys
from hkviewer.gui.session import ReadingSession
from hkviewer.gui.widgets.announce import announce
from hkviewer.gui.widgets.layouts import in_column
from hkviewer.gui.widgets.window_size import first_size
from hkviewer.library.added import AddedPaths
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences
from hkviewer.system import paths

if TYPE_CHECKING:
    from hkviewer.gui.frame.changed_file import ChangedFile
    from hkviewer.gui.frame.changes_room import ChangesRoom
    from hkviewer.gui.frame.library_room import LibraryRoom
    from hkviewer.gui.search.search_controller import SearchController

_FIRST_SIZE = QtCore.QSize(1180, 780)


class MainWindow(QtWidgets.QMainWindow):
    """One window with one document.

    Args:
        application: the running application.
        preferences: the settings.
        places: where the places are kept.
        today: the day that ages are counted to.
    """

    def __init__(
        self,
        application: QtWidgets.QApplication,
        preferences: Preferences,
        places: PlaceStore,
        today: dt.date,
    ) -> None:
        super().__init__()
        self._application = application
        self._preferences = preferences
        self._today = today
        self._told_unwritable = False
        self._changed_file: ChangedFile | None = None
        self._changes: ChangesRoom | None = None
        self._added = AddedPaths(by_policy=preferences.policy.library_folders)
        self.setAcceptDrops(True)
        # Before the widgets are made: fonts set later do not reach all of them.
        self._looks = Looks(application, preferences, self)
        self._link = PreferencesLink(preferences, self)
        self._session = ReadingSession(self)
        self._places = KeptPlaces(places, preferences, self._session, self)
        self._build_reading()
        self._build_search()
        self._build_actions()
        self._lay_out()
        self._build_hosts()
        self._connect_session()
        self._connect_parts()
        self._apply_looks()
        self._apply_slash()
        self._show_ways()
        self._restore_window()

    # Construction

    def _build_reading(self) -> None:
        session, preferences, today = self._session, self._preferences, self._today
        # The pane first: others that follow the session may ask where in it something is.
        self._pane = PanePresenter(session, self._looks, preferences, today, self).pane
        self._tree = SectionTree(self._looks.colours)
        self._status = StatusLine()
        self._documents = DocumentArea(self._pane, self._looks)
        self._links = LinkFollower(session, preferences.policy, self)
        prepare = self._prepare_document
        self._opener = DocumentOpener(session, self._places, preferences, prepare, self)
        self._commands = DocumentCommands(session, self._pane, preferences, today, self)

    def _build_search(self) -> None:
        self._field = SearchField(self._preferences)
        self._count = MatchCount()
        self._search_keys = SearchKeys(self._field, self._session, self._make_search, self)
        self._focus = FocusCommands(self._application, self, self._parts, self._pane)

    def _build_actions(self) -> None:
        self._setting_actions = SettingActions(self._preferences, self._looks)
        self._documents_menus = DocumentMenus(self._preferences, self)
        filled = {"Recent": self._fill_recent, "Sheets": self._fill_sheets, "Library": self._fill_library}
        self._actions = Actions(self, self._handlers(), ACTIONS, filled)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        commands, keys, session = self._commands, self._search_keys, self._session
        return {
            "open": self._opener.ask,
            "print_copy": self._make_copy,
            "export_copy": self._make_copy,
            "read_in_browser": commands.read_in_browser,
            "about_document": commands.show_about,
            "what_changed": lambda: self._make_changes().ask(),
            "reload": self._reload,
            "quit": self.close,
            "copy": self._focus.copy,
            "copy_section": commands.copy_section,
            "copy_with_citation": commands.copy_with_citation,
            "cite_document": commands.show_citations,
            "select_all": self._focus.select_all,
            "find": keys.start,
            "find_next": lambda: self._step(1),
            "find_previous": lambda: self._step(-1),
            "show_library": self._show_library,
            "sidebar": self._toggle_sidebar,
            "full_screen": self._toggle_full_screen,
            "back": self._back,
            "forward": session.forward,
            "previous_section": lambda: session.step_section(-1),
            "next_section": lambda: session.step_section(1),
            "next_part": lambda: self._focus.step(1),
            "previous_part": lambda: self._focus.step(-1),
            "keys": commands.show_keys,
            "about": commands.show_about_program,
            **self._setting_actions.handlers(),
        }

    def _lay_out(self) -> None:
        back, forward, sidebar = map(self._actions.button_action, ("back", "forward", "sidebar"))
        kept = self._preferences.value
        parts, has_library = (self._field, self._count, self._tree), self._added.has_library
        self._sidebar = Sidebar(*parts, back, forward, share=kept.sections_share, has_library=has_library)
        self._area = ReadingArea(
            self._sidebar, self._documents, kept.sidebar_width, visible=kept.sidebar_visible
        )
        whole = QtWidgets.QWidget()
        whole.setLayout(in_column(self._area, self._status, growing=self._area, spacing=0))
        self.setCentralWidget(whole)
        self._sidebar_button = quiet_button(sidebar)
        self._sidebar_button.hide()
        self.menuBar().setCornerWidget(self._sidebar_button)

    def _build_hosts(self) -> None:
        """What makes parts that most readers never see, when they are asked for."""
        session, preferences, looks, today = self._session, self._preferences, self._looks, self._today
        self._library = LibraryHost(
            self._added,
            session,
            self._sidebar,
            self._documents,
            self._pane,
            opener=self._opener,
            keys=self._search_keys,
            looks=looks,
            preferences=preferences,
            today=today,
            application=self._application,
            parent=self,
        )
        pick = self._library.pick
        self._copies = CopyDialogHost(session, preferences, looks, today, pick=pick, parent=self)

    def _connect_session(self) -> None:
        session = self._session
        session.document_changed.connect(self._show_document)
        session.place_changed.connect(self._show_place)
        session.history_changed.connect(self._show_ways)
        self._pane.progress_changed.connect(self._status.show_progress)
        session.jumping.connect(self._pane.setFocus)
        session.jumping.connect(self._area.close_overlay)
        self._tree.chosen.connect(session.go_to_section)

    def _connect_parts(self) -> None:
        for part in (self._opener, self._links, self._commands, self._library):
            part.failed.connect(self._show_error)
        self._pane.link_activated.connect(self._links.follow)
        self._pane.pictures_left_out.connect(self._status.say)
        self._pane.whole_copied.connect(self._status.say)
        self._links.document_requested.connect(self._opener.follow)
        self._documents_menus.opened.connect(self._opener.open)
        self._documents.bundled_requested.connect(lambda: self.open(None))
        self._documents.other_requested.connect(self._opener.ask)
        self._documents.news_asked.connect(lambda: self._make_changes().compare_with_file())
        self._documents.cancelled.connect(self._opener.cancel)
        self._opener.opened.connect(self._documents.hide_error)
        self._opener.reading_began.connect(self._documents.begin_progress)
        self._opener.reading_progressed.connect(self._documents.show_progress)
        self._opener.reading_ended.connect(self._documents.end_progress)
        for search_wanted in (self._tree.search_requested, self._pane.search_requested):
            search_wanted.connect(self._search_keys.start)
        for sidebar_wanted in (self._search_keys.field_requested, self._library.shown):
            sidebar_wanted.connect(lambda: self._area.show_sidebar(visible=True))
        self._library.changes_requested.connect(self._show_changes)
        self._search_keys.leaving.connect(self._pane.setFocus)
        self._search_keys.leaving.connect(self._area.close_overlay)
        self._sidebar.copy_requested.connect(self._open_copy_dialog)
        self._preferences.subscribe(self._follow_preferences)
        self._preferences.subscribe_failures(self._show_unwritable)
        self._places.failed.connect(self._show_unwritable)
        self._area.narrow_changed.connect(self._sidebar_button.setVisible)
        self._area.sidebar_shown.connect(self._actions.button_action("sidebar").setChecked)

    def painted(self) -> None:
        """Do what can wait until the first page is on the screen."""
        from hkviewer.gui.frame.changed_file import ChangedFile
        from hkviewer.gui.frame.spoken_places import SpokenPlaces
        from hkviewer.gui.frame.spoken_settings import SpokenSettings
        from hkviewer.gui.reading.caret_speech import CaretSpeech

        self._actions.complete()
        self._setting_actions.complete(self._actions)
        for number in range(1, NUMBERED_SECTIONS + 1):
            shortcut = QtGui.QShortcut(QtGui.QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(partial(self._go_to_numbered, number))
        DigitKeys(self).pressed.connect(self._go_to_numbered)
        self._looks.follow_desktop()
        self._link.follow_other_windows(self._application)
        self._documents_menus.complete(self._actions)
        self._changed_file = ChangedFile(self._session, self._documents, self._opener, self)
        self._changed_file.follow_activation(self._application)
        self._changed_file.copy_about.connect(self._copies.say)
        if self._preferences.policy.faults:
            self._status.say(self._preferences.policy.complaint)
        elif fault := self._library.fault:
            self._status.say(fault)
        CaretSpeech(self._pane)
        SpokenSettings(self._preferences, self)
        self._library.offered.connect(self._actions["show_library"].setVisible)
        self._library.begin()
        places = SpokenPlaces(self._application, self._session, self._pane)
        self._search_keys.left.connect(places.say_ended)
        # Made while nobody types: it would hold the window for 30 ms at the first key.
        self._search_keys.prepare()

    # What others may use

    @property
    def session(self) -> ReadingSession:
        """What is read, and where."""
        return self._session

    @property
    def pane(self) -> ReadingPane:
        """The pane that shows the document."""
        return self._pane

    @property
    def looks(self) -> Looks:
        """How the window looks: theme and zoom are chosen there."""
        return self._looks

    @property
    def library(self) -> LibraryRoom:
        """What is done with the library, which may be empty."""
        return self._library.room

    @property
    def preferences(self) -> Preferences:
        """The settings in force."""
        return self._preferences

    def open(self, name: str | None, section_id: str | None = None) -> bool:
        """Open a document as `DocumentOpener.open_named` does; whether it is now shown.

        What is wrong with it is shown over the sheet that stays open, or in its place.
        """
        return self._opener.open_named(name, section_id)

    def search_for(self, query: str) -> None:
        """Search for `query` and go to the first match."""
        self._search_keys.search_for(query)

    def compare(self, old: str, new: str) -> bool:
        """Show what changed between two files; whether the reader let it come to that.

        Raises:
            HkviewerError: one cannot be read or compared.
        """
        return self._make_changes().compare(old, new)

    # What is read

    def _prepare_document(self, document: Document) -> Iterator[None]:
        """Make ready, in steps, what would take long when a large `document` is shown."""
        return self._tree.prepare(document.sheet)

    def _show_document(self, document: Document) -> None:
        """Let all but the pane show `document`."""
        self._documents.show_document()
        self.setWindowTitle(document.sheet.title)
        self._tree.show_sheet(document.sheet)
        self._status.show_sheet(document.sheet, self._today)
        if document.complaint:
            self._status.say(document.complaint)
        self._pane.setFocus()

    def _show_place(self) -> None:
        """Let tree and status line show where the reader is."""
        section = self._session.section
        self._tree.show_reading(section.id if section else "")
        self._status.show_section(section.title if section else "")

    def _show_ways(self) -> None:
        """Let the buttons of the way back and forward work where they lead somewhere."""
        can_go_back = self._session.can_go_back or self._shown_changes is not None
        self._actions.button_action("back").setEnabled(can_go_back)
        self._actions.button_action("forward").setEnabled(self._session.can_go_forward)

    def _show_error(self, error: HkviewerError) -> None:
        """Say `error` over the document that is read, or in its place."""
        if self._session.document is not None:
            self._documents.show_notice(error)
            return
        self._documents.show_message(error)
        self._tree.show_note("No document is open.")
        self.setWindowTitle(paths.product().name)

    def _show_unwritable(self, error: OutputError) -> None:
        if not self._told_unwritable:
            self._told_unwritable = True
            self._status.say(f"Settings and places are not kept: {error.what}")

    # Search, copies, menus

    def _make_search(self) -> SearchController:
        from hkviewer.gui.frame.search_display import SearchDisplay
        from hkviewer.gui.search.search_controller import SearchController

        search = SearchController(self._field, self._count, self._preferences, self._looks.colours, self)
        SearchDisplay(search, self._session, self._pane, self._tree, area=self._area, status=self._status)
        search.about_requested.connect(self._commands.show_about)
        search.sheet_requested.connect(self._opener.open)
        self._sidebar.add_search(search)
        self._looks.recolour(search)
        return search

    # What changed

    def _make_changes(self) -> ChangesRoom:
        """The room for what changed, made when it is first asked for."""
        if self._changes is None:
            from hkviewer.gui.frame.changes_room import ChangesRoom

            self._changes = changes = ChangesRoom(
                self._session, self._documents, self._sidebar, area=self._area, looks=self._looks, parent=self
            )
            changes.failed.connect(self._show_error)
            changes.shown_changed.connect(self._follow_changes)
            changes.place_changed.connect(self._status.show_change)
            changes.said.connect(self._status.say)
            self._search_keys.leaving.connect(changes.leave)
            self._field.textChanged.connect(changes.leave_for)
        return self._changes

    def _show_changes(self, old: str, new: str) -> None:
        self._make_changes().show_changes(old, new)

    # The library

    def _show_library(self) -> None:
        self._library.room.show()

    @QtCore.Slot()
    def _fill_library(self) -> None:
        self._library.room.fill_menu(self._actions.menu("Library"))

    def _reload(self) -> None:
        """Read the file again that is read, and look at the library's."""
        self._opener.reload()
        self._library.refresh()

    @property
    def _shown_changes(self) -> ChangesRoom | None:
        """The room for what changed, if that is shown in the document's place."""
        return self._changes if self._changes is not None and self._changes.is_shown else None

    @QtCore.Slot()
    def _follow_changes(self) -> None:
        """Call the window what is shown in it, and let Back lead there."""
        if changes := self._shown_changes:
            self.setWindowTitle(changes.title)
            self._status.show_comparison(changes.editions)
        else:
            self._status.show_comparison("")
            if self._session.document is not None:
                self.setWindowTitle(self._session.document.sheet.title)
        self._show_ways()

    def _step(self, step: int) -> None:
        """Go on by `step` changes, where they are shown, or matches."""
        if changes := self._shown_changes:
            changes.step(step)
        else:
            self._search_keys.step(step)

    def _back(self) -> None:
        """Go back from the changes to the document, or in it to where the reader was."""
        if changes := self._shown_changes:
            changes.leave()
        else:
            self._session.back()

    def _make_copy(self) -> None:
        """Let the reader have on paper, or in a file, what is shown."""
        if changes := self._shown_changes:
            changes.save()
        else:
            self._open_copy_dialog()

    def _open_copy_dialog(self) -> None:
        self._copies.open(self._search_keys.query, self._search_keys.matches)
        if self._changed_file is not None:
            self._changed_file.tell_about_copy()

    @QtCore.Slot()
    def _fill_recent(self) -> None:
        self._documents_menus.fill_recent(self._actions.menu("Recent"))

    @QtCore.Slot()
    def _fill_sheets(self) -> None:
        self._documents_menus.fill_sheets(self._actions.menu("Sheets"), self._session.document)

    def _parts(self) -> list[QtWidgets.QWidget]:
        """What F6 stops at, as far as it is shown."""
        in_sidebar = [
            *self._sidebar.parts(),
            self._field,
            self._tree,
            *(self._changes.parts() if self._changes is not None else ()),
            *self._library.parts(),
            *self._search_keys.parts(),
        ]
        return [*in_sidebar, *self._documents.parts()]

    # Looks and settings

    def _apply_looks(self) -> None:
        """Let every part draw itself as the looks are, now and whenever they change."""
        apply = self._looks.apply
        apply(lambda looks: self._actions.draw(looks.icons))
        apply(lambda looks: self._tree.recolour(looks.colours))
        apply(lambda looks: self._area.set_scale(looks.scale))
        apply(lambda looks: self._field.recolour(looks.icons))
        apply(lambda looks: self._status.show_zoom(looks.zoom))

    def _follow_preferences(self, names: frozenset[str]) -> None:
        if "slash_searches" in names:
            self._apply_slash()

    def _apply_slash(self) -> None:
        self._tree.slash_searches = self._pane.slash_searches = self._preferences.value.slash_searches

    # The window itself

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ QtCore.Qt.WindowState.WindowFullScreen)
        self._actions["full_screen"].setChecked(self.isFullScreen())
        announce(self, f"Full screen: {'on' if self.isFullScreen() else 'off'}")

    def _toggle_sidebar(self) -> None:
        is_shown = not self._sidebar.isVisible()
        self._area.show_sidebar(visible=is_shown)
        announce(self, f"Sidebar: {'shown' if is_shown else 'hidden'}")

    def _restore_window(self) -> None:
        self.resize(first_size(_FIRST_SIZE, self.screen()))
        if kept := self._preferences.value.window:
            self.restoreGeometry(QtCore.QByteArray(bytes.fromhex(kept)))

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Esc stops what is being read, takes away an error, or ends the search, wherever it comes from."""
        if event.key() == QtCore.Qt.Key.Key_Escape and self._opener.is_reading:
            self._opener.cancel()
        elif event.key() == QtCore.Qt.Key.Key_Escape and self._documents.hide_error():
            self._documents.setFocus()
        elif event.key() == QtCore.Qt.Key.Key_Escape and (changes := self._shown_changes):
            changes.leave()
        elif event.key() == QtCore.Qt.Key.Key_Escape and self._field.text():
            self._search_keys.end()
        else:
            super().keyPressEvent(event)

    @QtCore.Slot(int)
    def _go_to_numbered(self, digit: int) -> None:
        """Go to the section of that number; 0 is the usual size."""
        if digit:
            self._session.go_to_numbered(digit)
        else:
            self._actions["zoom_reset"].trigger()

    def changeEvent(self, event: QtCore.QEvent) -> None:
        """Keep the window's looks where the system changes its theme."""
        super().changeEvent(event)
        if event.type() == QtCore.QEvent.Type.ThemeChange:
            self._looks.theme_changed()

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        """Keep place, window and sidebar; end the threads."""
        self._opener.cancel()
        self._search_keys.close()
        self._library.end()
        self._copies.close()
        self._pane.end()
        self._session.leave()
        state = {
            "window": bytes(self.saveGeometry().data()).hex(),
            "sidebar_width": self._area.sidebar_width,
            "sidebar_visible": self._area.sidebar_wanted,
            "sections_share": self._sidebar.sections_share,
            "sheets_share": self._library.sheets_share,
        }
        self._preferences.change(lambda settings: settings.replace(**state))
        self._preferences.flush()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent) -> None:
        """Take files and folders."""
        take_as_copy(event)

    def dropEvent(self, event: QtGui.QDropEvent) -> None:
        """Open the file that was dropped; several, a folder, or what is dropped on the library is added."""
        files = take_as_copy(event)
        at = self.mapToGlobal(event.position().toPoint())
        if files and not self._library.take_dropped(files, at):
            self.open(files[0])
