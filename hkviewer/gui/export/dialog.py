"""The briefing dialog: choices at the left, the copy's real pages at the right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.content.document import Document, open_document
from hkviewer.content.ranges import TextRange
from hkviewer.errors import HkviewerError
from hkviewer.export.briefing import Briefing, Part, SheetPart
from hkviewer.export.pdf.stand_ins import told
from hkviewer.export.policy_rules import check_copies
from hkviewer.export.remembered import remembered, to_remember
from hkviewer.gui.export.buttons import push_button
from hkviewer.gui.export.choice_fields import BriefingChoices, group, usual_paper
from hkviewer.gui.export.copy_export import ask_for_target, export_copy, suggested_name
from hkviewer.gui.export.copy_worker import CopyWorker
from hkviewer.gui.export.dialog_style import ControlImages, briefing_style
from hkviewer.gui.export.pages_panel import PagesPanel
from hkviewer.gui.export.parts_panel import BriefingParts, ask_for_another
from hkviewer.gui.export.recipes_menu import RecipesButton
from hkviewer.gui.widgets.announce import announce
from hkviewer.gui.widgets.background_task import QUIET_MILLISECONDS
from hkviewer.gui.widgets.file_dialogs import copies_folder
from hkviewer.gui.widgets.icons import Icons
from hkviewer.gui.widgets.labels import counted
from hkviewer.gui.widgets.layouts import in_column, in_row
from hkviewer.gui.widgets.notice import MessageLine
from hkviewer.gui.widgets.window_size import first_size
from hkviewer.preferences.preferences import Preferences
from hkviewer.system import paths
from hkviewer.system.memory import give_back
from hkviewer.theme import Colours

CHOICES_WIDTH = 320
_FIRST_SIZE = QtCore.QSize(1080, 760)
_NARROW = 720
"""Pixels of width below which choices and pages take turns."""

_LEAST_HEIGHT = 200
_ROOMY_FOOT = 300
"""Pixels of width below which the foot's buttons stand closer."""
_EDGE = 16
"""Pixels free on both sides of the choices."""
_ANY_WIDTH = 16_777_215
"""Qt's QWIDGETSIZE_MAX, which lifts a limit."""


class BriefingDialog(QtWidgets.QDialog):
    """Everything about a copy; what is chosen shows on the pages at once.

    Args:
        document: the sheet to begin with.
        preferences: what was chosen the last time, and what the organisation has set.
        date: of the copy.
        ask_for_sheet: lets the reader pick another sheet; what names it, or "".
        parent: the window that it belongs to.

    Attributes:
        parts, choices: what the reader sets of the copy.
        pages: the copy as it will be.
        message: how the last command ended.
        recipes: the menu of saved parts and choices.
    """

    def __init__(
        self,
        document: Document,
        preferences: Preferences,
        *,
        date: dt.date,
        ask_for_sheet: Callable[[QtWidgets.QWidget], str] = ask_for_another,
        parent: QtWidgets.QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._worker = CopyWorker(self)
        self._worker.warm()  # it gets ready while the dialog is laid out
        self.setWindowTitle("Print or save a copy")
        self.setSizeGripEnabled(True)
        self._preferences = preferences
        self._policy = preferences.policy
        self._date = date
        self._ask_for_sheet = ask_for_sheet
        self._locale = QtCore.QLocale.system()
        self._folder = copies_folder()
        self._document = document
        self._matches: tuple[TextRange, ...] = ()
        self._wanted: Briefing | None = None
        self._finished: tuple[Briefing, bytes] | None = None
        self._images = ControlImages(paths.resources_folder() / "icons" / "lucide")
        self.parts = BriefingParts()
        self.choices = BriefingChoices(date, self._policy)
        self.pages = PagesPanel()
        self.message = MessageLine()
        self._notice = ""
        self._is_closed = False
        self._slow = QtCore.QTimer(self, singleShot=True, interval=QUIET_MILLISECONDS)
        self.recipes = RecipesButton(lambda: self.briefing)
        self._reminder = ""
        self._lay_out()
        self._connect()
        self._show_remembered()
        self.parts.show_parts([SheetPart.of(document)])
        self._follow()
        preferences.subscribe(self._follow_preferences)

    # Construction

    def _lay_out(self) -> None:
        self._tabs = QtWidgets.QTabBar()
        self._tabs.setAccessibleName("Choices or pages")
        self._tabs.setExpanding(True)
        for words in ("Cho&ices", "Page&s"):
            self._tabs.addTab(words)
        self._scroll = self._scrolling_choices()
        self._foot = self._buttons()
        body = in_row(self._scroll, self.pages, growing=self.pages, spacing=0)
        column = in_column(self._tabs, body, self.message, self._foot, growing=body, spacing=0)
        # Side by side, the parts would keep the dialog wider than a small screen.
        column.setSizeConstraint(QtWidgets.QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(column)
        # To Qt its current tab always has the focus: a screen reader that looks for it comes to it last.
        self._tabs.raise_()
        self.resize(first_size(_FIRST_SIZE, (self.parentWidget() or self).screen()))

    def _scrolling_choices(self) -> QtWidgets.QScrollArea:
        whole = QtWidgets.QWidget()
        whole.setObjectName("choices")
        parts = (group("Sections", self.parts), self.choices, None)
        whole.setLayout(in_column(*parts, margins=(_EDGE, 16, _EDGE, 16), spacing=16))
        scroll = QtWidgets.QScrollArea()
        scroll.setWidget(whole)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName("Choices")
        scroll.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        scroll.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return scroll

    def _buttons(self) -> QtWidgets.QWidget:
        bar = QtWidgets.QFrame()
        bar.setObjectName("foot")
        buttons = (
            push_button("&Export…", lambda: self._attempt(self._export)),
            push_button("&Print…", lambda: self._attempt(self._print)),
            push_button("Close", self.close),
        )
        bar.setLayout(in_row(self.recipes, None, *buttons))
        return bar

    def _connect(self) -> None:
        self.parts.changed.connect(self._follow)
        self.choices.changed.connect(self._follow)
        self.parts.sheet_requested.connect(self._add_sheet)
        self.recipes.loaded.connect(self._show_recipe)
        self.recipes.done.connect(self.message.show_message)
        self.recipes.failed.connect(self.message.show_error)
        self._worker.noticed.connect(self._take_notice)
        self._worker.made.connect(self._show_pages)
        self._worker.failed.connect(self._show_failure)
        self._slow.timeout.connect(lambda: self.message.show_progress("Setting the pages…"))
        self.message.cancelled.connect(self._cancel)
        self._tabs.currentChanged.connect(lambda _index: self._arrange())

    # What the window asks for

    def show_document(self, document: Document) -> None:
        """Begin again with `document`, unless it is the one that the dialog began with already."""
        if document != self._document:
            self._document = document
            self.parts.show_parts([SheetPart.of(document)])
            self.choices.show_choices(replace(self.choices.choices(), title=""))  # it was another copy's
            self._follow()

    def offer_matches(self, query: str, matches: Sequence[TextRange]) -> None:
        """Offer to mark `matches`, which `query` has in the document shown; "" for no search."""
        self._matches = tuple(matches)
        self.choices.highlights.offer(query, has_matches=bool(matches))
        self._follow()

    def recolour(self, icons: Icons, colours: Colours) -> None:
        """Draw in `colours` from now on."""
        self.setStyleSheet(briefing_style(colours, self._images, icons.scale))
        self.parts.recolour(icons)
        self.pages.recolour(icons, colours)
        self.message.recolour(icons, colours)

    @property
    def briefing(self) -> Briefing:
        """The parts and choices as they now stand."""
        parts = self.parts.parts()
        if self.choices.highlights.marks_matches:
            parts = tuple(self._marked(part) for part in parts)
        return Briefing(parts, self.choices.choices())

    # Pages

    def _marked(self, part: Part) -> Part:
        """`part` with the matches marked, if it is of the document that was searched."""
        if isinstance(part, SheetPart) and part.document == self._document.key.name:
            return replace(part, highlights=self._matches)
        return part

    def _follow(self) -> None:
        """Let the pages follow the choices; those of a closed dialog when it is seen again."""
        if self._is_closed:
            return
        briefing = self.briefing
        if briefing == self._wanted:
            return
        self._wanted = briefing
        self.choices.offer_title(replace(briefing, choices=replace(briefing.choices, title="")).title)
        self._slow.start()
        self._worker.set(briefing)

    def _show_pages(self, briefing: Briefing, pdf: bytes, finished: bool) -> None:  # noqa: FBT001  a signal's
        if briefing is not self._wanted:
            return
        self._slow.stop()
        was_told = self.message.shows_progress
        self._remind()
        self.pages.view.show_pdf(pdf)
        if was_told:
            count = self.pages.view.page_count
            announce(self, f"{counted(count, 'page')} set.")
        self._finished = (briefing, pdf) if finished else None
        if words := " ".join(filter(None, [told(pdf), self._notice])):
            self.message.show_message(words)

    def _take_notice(self, briefing: Briefing, words: str) -> None:
        """Keep what the reader is to be told of the pages that come next."""
        if briefing is self._wanted:
            self._notice = words

    def remind(self, words: str) -> None:
        """Say what whoever makes a copy has to know, whenever nothing else is said; "" for nothing."""
        self._reminder = words
        self._remind()

    def _remind(self) -> None:
        if self._reminder:
            self.message.show_message(self._reminder)
        else:
            self.message.hide()

    def _show_failure(self, briefing: Briefing, error: HkviewerError) -> None:
        if briefing is self._wanted:
            self._slow.stop()
            self._finished = None
            self.message.show_error(error)

    def _cancel(self) -> None:
        """Stop setting the pages; the last good ones stay."""
        self._worker.cancel()
        self._wanted = None
        self.message.show_message("Stopped. The pages shown are of earlier choices.")

    def finished_pdf(self, briefing: Briefing) -> bytes | None:
        """The very bytes on the screen, where they are of `briefing` and finished."""
        known = self._finished
        return known[1] if known is not None and known[0] == briefing else None

    # What the buttons do

    def _export(self, briefing: Briefing) -> str:
        briefing.validate()
        target = ask_for_target(self, self._folder, suggested_name(briefing))
        if target is None:
            return ""
        self._folder = target.parent
        maker = self._worker.maker
        done = export_copy(self, briefing, target, self.finished_pdf(briefing), maker=maker)
        return f"Saved as “{target}”. {maker.pictures.notice}".rstrip() if done else ""

    def _print(self, briefing: Briefing) -> str:
        # Printing support costs 20 ms and loads the system's printing library.
        from hkviewer.gui.export.printing import print_copy

        fixed = self._policy.is_locked("copy_paper")
        pdf, maker = self.finished_pdf(briefing), self._worker.maker
        done = print_copy(self, briefing, pdf, paper_is_fixed=fixed, maker=maker)
        return "Sent to the printer." if done else ""

    def _attempt(self, work: Callable[[Briefing], str]) -> None:
        """Do with the copy what a button asks for; show how it ended, as `work` returns or raises it."""
        briefing = self.briefing
        self._remember()
        try:
            check_copies(self._policy)
            if outcome := work(briefing):
                self.message.show_message(outcome)
        except HkviewerError as error:
            self.message.show_error(error)

    def _add_sheet(self) -> None:
        if name := self._ask_for_sheet(self):
            self.add_sheet(name)

    def add_sheet(self, name: str) -> None:
        """Add the sheet at a path, or of an id, to the copy, or show what is wrong with it."""
        try:
            self.parts.tree.add(SheetPart.of(open_document(name)))
        except HkviewerError as error:
            self.message.show_error(error)

    def _show_recipe(self, briefing: Briefing) -> None:
        self.choices.show_choices(briefing.choices)
        self.parts.show_parts(briefing.parts)
        self._follow()

    # Room and end

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Show choices and pages side by side, or in turn where there is little room."""
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        """The letters may have another size than when the dialog was last seen, and the choices change."""
        super().showEvent(event)
        self._arrange()
        if self._is_closed:
            self._is_closed = False
            self._worker.warm()
            self._follow()

    def _arrange(self) -> None:
        # Large type needs more room for the same words.
        scale = max(1.0, self.fontMetrics().height() / 17)
        is_narrow = self.width() < _NARROW * scale
        is_tight = self.width() < _ROOMY_FOOT * scale
        self._space_foot(is_tight=is_tight)
        self.setMinimumSize(self._foot.minimumSizeHint().width() if is_tight else 0, _LEAST_HEIGHT)
        self._tabs.setVisible(is_narrow)
        shows_pages = self._tabs.currentIndex() == 1
        self._scroll.setVisible(not is_narrow or not shows_pages)
        self.pages.setVisible(not is_narrow or shows_pages)
        if is_narrow:
            self._scroll.setMinimumWidth(0)
            self._scroll.setMaximumWidth(_ANY_WIDTH)
        else:
            self._scroll.setFixedWidth(round(CHOICES_WIDTH * scale))
        room = self.width() if is_narrow else self._scroll.maximumWidth()
        self.parts.fit_into(room - 2 * _EDGE - self._scroll.verticalScrollBar().sizeHint().width())

    def _space_foot(self, *, is_tight: bool) -> None:
        row = self._foot.layout()
        assert row is not None
        side = 4 if is_tight else _EDGE
        row.setContentsMargins(side, 8, side, 8)
        row.setSpacing(4 if is_tight else 8)
        for button in self._foot.findChildren(QtWidgets.QPushButton):
            if bool(button.property("tight")) != is_tight:
                button.setProperty("tight", is_tight)
                # A style sheet asks for properties only when it is applied.
                button.style().polish(button)
                QtCore.QCoreApplication.sendEvent(button, QtCore.QEvent(QtCore.QEvent.Type.StyleChange))

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Ctrl with plus, minus and 0, PageUp and PageDown work from the choices too."""
        if not self.pages.view.take_key(event):
            super().keyPressEvent(event)

    # What is remembered

    def _show_remembered(self) -> None:
        """Show the choices of the last copy."""
        settings = self._preferences.value
        self.choices.show_choices(remembered(settings, usual_paper(self._locale), self._date))
        self._kept = self._to_remember()

    def _to_remember(self) -> dict[str, Any]:
        # Beside the organisation's default even the usual paper is a choice.
        usual = None if "copy_paper" in self._policy.defaults else usual_paper(self._locale)
        return to_remember(self.choices.choices(), usual)

    def _remember(self) -> None:
        """Keep what has been chosen here; the rest may have been chosen in another window."""
        now = self._to_remember()
        chosen = {name: value for name, value in now.items() if value != self._kept[name]}
        self._kept = now
        self._preferences.change(lambda settings: settings.replace(**chosen))

    def _follow_preferences(self, names: frozenset[str]) -> None:
        """Begin the next time with what another window has chosen for a copy."""
        if not self.isVisible() and names & self._kept.keys():
            self._show_remembered()

    def done(self, result: int) -> None:
        """Keep the choices, and give the memory back; closing in every way ends here."""
        self._remember()
        super().done(result)
        self._is_closed = True
        if self._finished is None:
            self._wanted = None  # what was not finished is set again
        self._slow.stop()
        self._worker.rest()
        self.pages.view.rest()
        QtCore.QTimer.singleShot(0, give_back)

    def end(self) -> None:
        """End what sets the pages; the dialog is of no more use."""
        self._worker.close()
        self._images.close()
