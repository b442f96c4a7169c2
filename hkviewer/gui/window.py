"""The main window: assembles the parts and connects them."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.content.addresses import LinkKind, classify
from hkviewer.content.document import Document, is_large, open_document
from hkviewer.content.place import Place
from hkviewer.content.ranges import TextRange
from hkviewer.content.section_lookup import chosen_sections
from hkviewer.errors import DocumentError, HkviewerError, OutputError, UsageError
from hkviewer.gui.actions import ACTIONS, NUMBERED_SECTIONS, Actions
from hkviewer.gui.frame.document_menus import DocumentMenus
from hkviewer.gui.frame.focus import dropped_file, focused_text, step_focus
from hkviewer.gui.frame.links import open_outside
from hkviewer.gui.frame.reading_area import ReadingArea
from hkviewer.gui.frame.setting_actions import SettingActions
from hkviewer.gui.frame.sidebar import Sidebar, quiet_button
from hkviewer.gui.frame.status_line import StatusLine
from hkviewer.gui.looks import Looks
from hkviewer.gui.preferences_link import PreferencesLink
from hkviewer.gui.reading.navigation import Navigation
from hkviewer.gui.reading.pane_html import PaneStyle
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.reading.section_tree import SectionTree
from hkviewer.gui.search.match_count import MatchCount
from hkviewer.gui.search.search_field import SearchField
from hkviewer.gui.session import ReadingSession
from hkviewer.gui.widgets.notice import MessagePage, NoticeBar
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences
from hkviewer.system import paths
from hkviewer.theme import TYPOGRAPHY

if TYPE_CHECKING:
    from hkviewer.gui.export.dialog import BriefingDialog
    from hkviewer.gui.reading.citing import Citing
    from hkviewer.gui.search.search_controller import SearchController

_FIRST_SIZE = QtCore.QSize(1180, 780)


class MainWindow(QtWidgets.QMainWindow):
    """One window with one document.

    Args:
        application: the running application.
        preferences: the settings.
        places: where the places are kept.
        today: the day that ages are told for.
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
        self._places = places
        self._today = today
        self._session = ReadingSession(self)
        self._told_unwritable = False
        self._message: MessagePage | None = None
        self._notice: NoticeBar | None = None
        self._search: SearchController | None = None
        self._briefing: BriefingDialog | None = None
        self.setAcceptDrops(True)
        # Before the widgets are made: fonts set later do not reach all of them.
        self._looks = Looks(application, preferences, self)
        self._link = PreferencesLink(preferences, self)
        self._setting_actions = SettingActions(preferences, self._looks)
        self._build()
        self._connect()
        self._apply_looks()
        self._apply_slash()
        self._show_ways()
        self._restore_window()

    # Construction

    def _build(self) -> None:
        self._pane = ReadingPane(self._pane_style())
        self._navigation = Navigation(self._session, self)
        self._actions = Actions(
            self,
            self._handlers(),
            ACTIONS,
            {
                "Recent": self._fill_recent,
                "Sheets": self._fill_sheets,
            },
        )
        self._tree = SectionTree(self._looks.colours)
        self._field = SearchField()
        self._documents_menus = DocumentMenus(self._preferences, self)
        self._count = MatchCount()
        self._sidebar = Sidebar(
            self._field, self._count, self._tree, *map(self._actions.button_action, ("back", "forward"))
        )
        self._sidebar.copy_requested.connect(self._show_briefing)
        self._sidebar.setFocusProxy(self._tree)
        self._status = StatusLine()
        self._stack = QtWidgets.QStackedWidget()
        self._stack.addWidget(self._pane)
        content = QtWidgets.QWidget()
        content.setFocusProxy(self._pane)
        column = QtWidgets.QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        self._content_column = column
        kept = self._preferences.value
        self._area = ReadingArea(self._sidebar, content, kept.sidebar_width, visible=kept.sidebar_visible)
        whole = QtWidgets.QWidget()
        rows = QtWidgets.QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._area, 1)
        rows.addWidget(self._status)
        self.setCentralWidget(whole)
        self._sidebar_button = quiet_button(self._actions.button_action("sidebar"))
        self._sidebar_button.hide()
        self.menuBar().setCornerWidget(self._sidebar_button)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "open": self.ask_for_document,
            "print_copy": self._show_briefing,
            "export_copy": self._show_briefing,
            "read_in_browser": self._read_in_browser,
            "about_document": self._show_about_document,
            "quit": self.close,
            "copy": self._copy,
            "copy_section": lambda: self._citing(lambda citing: citing.copy_section()),
            "copy_with_citation": lambda: self._citing(lambda citing: citing.copy_with_citation()),
            "cite_document": lambda: self._citing(lambda citing: citing.show_citations()),
            "select_all": self._select_all,
            "find": self._start_search,
            "find_next": lambda: self._step_match(1),
            "find_previous": lambda: self._step_match(-1),
            "sidebar": lambda: self._area.show_sidebar(visible=not self._sidebar.isVisible()),
            "full_screen": self._toggle_full_screen,
            "back": self._session.back,
            "forward": self._session.forward,
            "previous_section": lambda: self._navigation.step_section(-1),
            "next_section": lambda: self._navigation.step_section(1),
            "next_part": lambda: self._step_part(1),
            "previous_part": lambda: self._step_part(-1),
            "keys": self._show_keys,
            "about": self._show_about_program,
            **self._setting_actions.handlers(),
        }

    def _connect(self) -> None:
        session = self._session
        # The pane first: the others may ask where in it something is.
        session.document_changed.connect(self._fill_pane)
        session.document_changed.connect(self._show_document)
        session.place_requested.connect(self._pane.go_to)
        session.place_changed.connect(self._show_place)
        session.history_changed.connect(self._show_ways)
        session.left.connect(self._keep_place)
        self._pane.place_changed.connect(session.report_place)
        self._pane.progress_changed.connect(self._status.show_progress)
        self._navigation.jumped.connect(self._pane.setFocus)
        self._navigation.jumped.connect(self._area.close_overlay)
        self._tree.chosen.connect(self._navigation.go_to_section)
        self._tree.search_requested.connect(self._start_search)
        self._pane.search_requested.connect(self._start_search)
        self._field.textChanged.connect(self._search_typed)
        self._field.entered.connect(self._enter_search)
        self._field.left.connect(self._end_search)
        self._field.down_pressed.connect(self._focus_results)
        self._documents_menus.opened.connect(self.open)
        self._pane.link_activated.connect(self._follow_link)
        self._pane.zoom_requested.connect(self._looks.change_zoom)
        self._preferences.subscribe(self._follow_preferences)
        self._preferences.subscribe_failures(self._tell_unwritable)
        self._area.narrow_changed.connect(self._sidebar_button.setVisible)
        self._area.sidebar_shown.connect(self._actions.button_action("sidebar").setChecked)

    def painted(self) -> None:
        """Do what can wait until the first page is on the screen."""
        self._actions.complete()
        self._setting_actions.complete(self._actions)
        for number in range(1, NUMBERED_SECTIONS + 1):
            shortcut = QtGui.QShortcut(QtGui.QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda number=number: self._navigation.go_to_numbered(number))
        self._looks.follow_desktop()
        self._link.follow_other_windows(self._application)
        self._documents_menus.complete(self._actions)
        if self._preferences.policy.file:
            self._follow_policy()
        # Made while nobody types: it would hold the window for 30 ms at the first key.
        self._searching()

    def _follow_policy(self) -> None:
        """Put out of reach what the organisation has decided; say where its file has faults."""
        from hkviewer.gui.frame.locked_actions import lock_actions  # most machines have no policy

        lock_actions(self._actions, self._preferences.policy)
        if self._preferences.policy.faults:
            self._status.say(self._preferences.policy.complaint)

    @property
    def looks(self) -> Looks:
        """How the window looks: theme and zoom are chosen there."""
        return self._looks

    @property
    def preferences(self) -> Preferences:
        """The settings in force."""
        return self._preferences

    @property
    def pane(self) -> ReadingPane:
        """The pane that shows the document."""
        return self._pane

    @property
    def session(self) -> ReadingSession:
        """What is read, and where."""
        return self._session

    # Documents

    def open(self, name: str | None, section_id: str | None = None) -> bool:
        """Open a document by path or id, None for the bundled one; whether it is now shown.

        What is wrong with it is said over the sheet that stays open, or in its place.
        """
        try:
            with self._opened(name) as document:
                if section_id is not None:
                    chosen_sections(document.sheet, section_id)
                at = TextRange.heading(section_id) if section_id else None
                self.show_document(document, at)
        except HkviewerError as error:
            self.tell(error)
            return False
        return True

    def _opened(self, name: str | None) -> contextlib.AbstractContextManager[Document]:
        if name is None or not is_large(name):
            return contextlib.nullcontext(open_document(name))
        from hkviewer.gui.frame.opening import opened_with_sign  # only large ones take so long

        return opened_with_sign(name, self)

    def show_document(self, document: Document, at: TextRange | None = None) -> None:
        """Show `document` from `at` on, or where it was left the last time."""
        if self._session.document is not None and document.key == self._session.document.key:
            # Else what was kept of it would be older than where the reader is.
            self._session.leave()
        kept = None if at else self._places.load(document.key, document.sheet)
        self._session.show(document, kept or Place(document.key, at))
        self._pane.setFocus()
        if not document.bundled:
            self._preferences.change(lambda settings: settings.with_recent(document.key.path))

    def _fill_pane(self, document: Document) -> None:
        self._pane.show_document(document, self._today)

    def _show_document(self, document: Document) -> None:
        """Let all but the pane show `document`."""
        if self._notice is not None:
            self._notice.hide()
        self._stack.setCurrentWidget(self._pane)
        self.setWindowTitle(document.sheet.title)
        self._tree.show_sheet(document.sheet)
        self._status.show_sheet(document.sheet, self._today)
        self._show_numbers()
        if self._search is not None:
            self._search.set_sheet(document.sheet)

    def ask_for_document(self) -> None:
        """Let the reader choose a Markdown file."""
        folder = (
            str(self._session.document.path.parent)
            if self._session.document and not self._session.document.bundled
            else ""
        )
        name, _ = QtWidgets.QFileDialog.getOpenFileName(
            self, "Open a document", folder, "Markdown (*.md *.markdown *.txt);;All files (*)"
        )
        if name:
            self.open(str(Path(name)))

    def tell(self, error: HkviewerError) -> None:
        """Say `error` over the sheet that is open, or in its place."""
        if self._session.document is None:
            page = self._message_page()
            page.tell(error)
            self._tree.show_note("No document is open.")
            self._stack.setCurrentWidget(page)
            self.setWindowTitle(paths.product().name)
        else:
            self._notice_bar().tell(error)

    def _message_page(self) -> MessagePage:
        """The page in a sheet's place; made when it is first needed."""
        if self._message is None:
            self._message = MessagePage()
            self._message.bundled_requested.connect(lambda: self.open(None))
            self._message.open_requested.connect(self.ask_for_document)
            self._stack.addWidget(self._message)
            self._looks.recolour(self._message)
        return self._message

    def _notice_bar(self) -> NoticeBar:
        """The bar over the sheet; made when it is first needed."""
        if self._notice is None:
            self._notice = NoticeBar()
            self._content_column.insertWidget(0, self._notice)
            self._looks.recolour(self._notice)
        return self._notice

    def _fill_recent(self) -> None:
        self._documents_menus.fill_recent(self._actions.recent_menu)

    def _fill_sheets(self) -> None:
        self._documents_menus.fill_sheets(self._actions.sheets_menu, self._session.document)

    # Places

    def _show_place(self) -> None:
        """Let tree and status line show where the reader is."""
        section = self._session.section
        self._tree.show_reading(section.id if section else "")
        self._status.show_section(section.title if section else "")

    def _show_ways(self) -> None:
        """Let the buttons of the way back and forward work where they lead somewhere."""
        self._actions.button_action("back").setEnabled(self._session.can_go_back)
        self._actions.button_action("forward").setEnabled(self._session.can_go_forward)

    def _follow_link(self, address: str) -> None:
        assert self._session.document is not None
        kind, target = classify(address, self._session.document.path.parent)
        if kind is LinkKind.SECTION:
            try:
                chosen_sections(self._session.document.sheet, target)
            except UsageError as error:
                self.tell(error)
            else:
                self._navigation.go_to_section(target)
        elif kind is LinkKind.DOCUMENT:
            self.open(target)
        elif kind is LinkKind.OUTSIDE:
            self._leave_by(target)
        else:
            self.tell(DocumentError(f"This link is not followed: “{target}”.", "It leads to no web page."))

    def _leave_by(self, address: str) -> None:
        from hkviewer.gui.widgets.dialogs import ask_about_link

        may_leave = self._preferences.policy.external_links
        if ask_about_link(address, self, may_leave=may_leave) and not open_outside(address):
            self.tell(DocumentError("No program took the link.", "Copy its address and open it by hand."))

    # Search

    def search_for(self, query: str) -> None:
        """Search for `query` and go to the first match."""
        self._field.setText(query)
        self._enter_search(1)

    def _searching(self) -> SearchController:
        """The search; made while nobody types yet, at the latest with the first key."""
        if self._search is None:
            from hkviewer.gui.search.search_controller import SearchController

            search = SearchController(self._field, self._count, self._looks.colours, self)
            search.keep_history(self._preferences)
            search.matches_changed.connect(self._pane.show_matches)
            search.counts_changed.connect(self._tree.show_matches)
            search.current_changed.connect(self._show_current_match)
            search.ended.connect(self._session.go_to)
            search.about_requested.connect(self._show_about_document)
            self._sidebar.add_search(search.message, search.results_panel)
            self._search = search
            if self._session.document is not None:
                search.set_sheet(self._session.document.sheet)
            self._looks.recolour(search)
        return self._search

    def _start_search(self) -> None:
        self._area.show_sidebar(visible=True)
        self._field.setFocus()
        self._field.selectAll()

    def _search_typed(self, text: str) -> None:
        if text or self._search is not None:
            self._searching().follow(text, self._session.place)

    def _enter_search(self, step: int) -> None:
        if not self._field.text().strip():
            return
        session = self._searching().session
        if step < 0 and session.matches:
            session.step(-1)
        else:
            session.enter(self._session.place)

    def _step_match(self, step: int) -> None:
        if self._search is not None and self._search.session.is_active:
            self._search.session.step(step)
        else:
            self._start_search()

    def _show_current_match(self, number: int) -> None:
        self._status.show_search("")
        if number < 0:
            self._pane.show_current_match(-1)
            return
        if self._area.is_narrow and self._search is not None:
            # The sidebar, which would tell, makes room for the match.
            self._area.close_overlay()
            told = (self._count.text(), self._search.message.accessibleDescription())
            self._status.show_search(" · ".join(filter(None, told)))
        self._pane.go_to_match(number)

    def _end_search(self) -> None:
        """Clear the search and go back to where the reader was."""
        if self._search is not None:
            self._search.session.end()
        self._field.clear()
        self._pane.setFocus()
        self._area.close_overlay()

    def _focus_results(self) -> None:
        if self._search is not None and self._search.results.isVisible():
            self._search.results.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)

    def _apply_slash(self) -> None:
        self._tree.slash_searches = self._pane.slash_searches = self._preferences.value.slash_searches

    # Copies

    def _read_in_browser(self) -> None:
        from hkviewer.gui.frame.pages import read_in_browser

        if self._session.document is None:
            return
        try:
            read_in_browser(
                self._session.document, self._today, self, may=self._preferences.policy.browser_copy
            )
        except HkviewerError as error:
            self.tell(error)

    def _citing(self, act: Callable[[Citing], object]) -> None:
        """Do something with the citations of the sheet that is shown."""
        if self._session.document is None:
            return
        from hkviewer.gui.reading.citing import Citing

        form = self._preferences.value.citation_form
        citing = Citing(self._session.document.sheet, self._pane, form, self)
        try:
            act(citing)
        except HkviewerError as error:
            self.tell(error)

    def _show_numbers(self) -> None:
        """Number the paragraphs in the pane's margin, if the reader wants it."""
        if self._session.document is None or not self._preferences.value.paragraph_numbers:
            self._pane.show_numbers({})
            return
        from hkviewer.gui.reading.numbering import numbered_places  # only where they are shown

        self._pane.show_numbers(numbered_places(self._session.document.sheet))

    def _show_briefing(self) -> None:
        """Open the briefing dialog for the sheet that is shown."""
        if self._session.document is None:
            return
        dialog = self._briefing_dialog(self._session.document)
        dialog.show_document(self._session.document)
        if self._search is not None:
            session = self._search.session
            dialog.offer_matches(session.text.strip(), session.matches)
        dialog.open()

    def _briefing_dialog(self, document: Document) -> BriefingDialog:
        """The dialog; made when it is first needed, with all that setting a copy takes."""
        if self._briefing is None:
            from hkviewer.gui.export.dialog import BriefingDialog

            looks = self._looks
            dialog = BriefingDialog(
                document, self._preferences, looks.colours, looks.icons, date=self._today, parent=self
            )
            looks.changed.connect(lambda: dialog.recolour(looks.icons, looks.colours))
            self._briefing = dialog
        return self._briefing

    # Looks and settings

    def _apply_looks(self) -> None:
        """Let every part draw itself as the looks are, now and whenever they change."""
        apply = self._looks.apply
        apply(lambda looks: self._actions.draw(looks.icons))
        apply(lambda looks: self._tree.recolour(looks.colours))
        apply(lambda looks: self._area.set_scale(looks.scale))
        apply(lambda looks: self._field.recolour(looks.icons))
        apply(lambda looks: self._status.show_zoom(looks.zoom))
        self._looks.changed.connect(self._restyle_pane)

    def _restyle_pane(self) -> None:
        self._pane.restyle(self._pane_style(), self._today)

    def _pane_style(self) -> PaneStyle:
        looks = self._looks
        return PaneStyle(looks.colours, TYPOGRAPHY, looks.zoom / 100, looks.pixels_per_point)

    def _follow_preferences(self, names: frozenset[str]) -> None:
        if "slash_searches" in names:
            self._apply_slash()
        if "paragraph_numbers" in names:
            self._show_numbers()

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ QtCore.Qt.WindowState.WindowFullScreen)
        self._actions["full_screen"].setChecked(self.isFullScreen())

    # Parts and pages

    def _step_part(self, step: int) -> None:
        """Move the focus to the next part of the window that is shown."""
        step_focus(self._parts(), self._application.focusWidget() or self, step)

    def _parts(self) -> list[QtWidgets.QWidget]:
        found = self._search.parts() if self._search is not None else []
        parts = (self._field, self._tree, *found, self._notice, self._pane, self._message)
        return [part for part in parts if part is not None]

    def _copy(self) -> None:
        """Copy from the text that has the focus; the pane is the usual one."""
        focused_text(self._application.focusWidget(), self._pane).copy()

    def _select_all(self) -> None:
        focused_text(self._application.focusWidget(), self._pane).selectAll()

    def _show_about_document(self) -> None:
        from hkviewer.gui.frame.pages import show_about_document

        if self._session.document is not None:
            show_about_document(self._session.document, self._today, self)

    def _show_keys(self) -> None:
        from hkviewer.gui.frame.pages import show_keys

        show_keys(self)

    def _show_about_program(self) -> None:
        from hkviewer.gui.frame.pages import show_about_program

        show_about_program(self, self._preferences.policy)

    # What is kept

    def _keep_place(self, document: Document, place: Place) -> None:
        try:
            if document.bundled or self._preferences.value.keep_recent:
                self._places.save(place, document.sheet)
            if not self._preferences.value.keep_recent:
                self._places.forget_documents()
        except OutputError as error:
            self._tell_unwritable(error)

    def _tell_unwritable(self, error: OutputError) -> None:
        if not self._told_unwritable:
            self._told_unwritable = True
            self._status.say(f"Settings and places are not kept: {error.what}")

    def _restore_window(self) -> None:
        self.resize(_FIRST_SIZE)
        if kept := self._preferences.value.window:
            self.restoreGeometry(QtCore.QByteArray(bytes.fromhex(kept)))

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Esc ends the search from wherever it reaches the window."""
        if event.key() == QtCore.Qt.Key.Key_Escape and self._field.text():
            self._end_search()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        """Keep place, window and sidebar; end the search thread."""
        if self._search is not None:
            self._search.close()
        if self._briefing is not None:
            self._briefing.end()
        self._session.leave()
        state = {
            "window": bytes(self.saveGeometry().data()).hex(),
            "sidebar_width": self._area.sidebar_width,
            "sidebar_visible": self._area.sidebar_wanted,
        }
        self._preferences.change(lambda settings: settings.replace(**state))
        self._preferences.flush()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent) -> None:
        """Take one file."""
        if dropped_file(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QtGui.QDropEvent) -> None:
        """Open the file that was dropped."""
        if file := dropped_file(event.mimeData()):
            event.acceptProposedAction()
            self.open(file)
