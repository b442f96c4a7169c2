"""The pane that shows a sheet: read-only text with a caret, in a column of readable width."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.content.document import Document
from hkviewer.content.place import Place
from hkviewer.content.ranges import HEADING, TextRange
from hkviewer.content.stretches import Part, whole
from hkviewer.gui.reading.clipboard_html import clipboard_html
from hkviewer.gui.reading.column import column_width, fit_column
from hkviewer.gui.reading.overlays import Overlays, SearchLayer
from hkviewer.gui.reading.pane_html import PaneStyle, TitleFact, pane_html, pressed_fact, turned_to
from hkviewer.gui.reading.pane_map import PaneMap
from hkviewer.gui.reading.rich_text import (
    let_heading_sizes_rule,
    plain_copy,
    renew_pictures,
    signed_text,
    underline_abbreviations,
)
from hkviewer.gui.reading.text_geometry import caret_rect, position_at, scroll_aside
from hkviewer.gui.reading.text_pane import TextPane
from hkviewer.gui.reading.title_line import set_title_line
from hkviewer.gui.widgets.fonts import load_faces_for
from hkviewer.gui.widgets.qt_numbers import set_properties

if TYPE_CHECKING:
    from hkviewer.gui.reading.pane_pictures import PanePictures
    from hkviewer.gui.reading.pictures import Column
    from hkviewer.gui.reading.wide_tables import WideTables

_WORDS_IN_VIEW = 400
"""More words than these need a scroll bar on any screen; a wrong guess costs one more layout."""


class ReadingPane(TextPane):
    """Shows one document, a large one part by part: the part of the place.

    The place is the first line in view, held as a point of the sheet, so that it stays when theme,
    zoom or width change. It moves only when the reader scrolls or goes somewhere.
    """

    place_changed = QtCore.Signal(object)
    """The Place that the reader is now at."""
    progress_changed = QtCore.Signal(int)
    """How much of the sheet has now been scrolled past, in per cent."""
    link_activated = QtCore.Signal(str)
    fact_activated = QtCore.Signal(int)
    """The number of the fact in the line under the title whose link was pressed."""
    search_requested = QtCore.Signal()
    whole_copied = QtCore.Signal(str)
    """More was copied than is shown; in words."""
    pictures_left_out = QtCore.Signal(str)
    """What the reader is told of pictures that cannot be shown."""
    painted = QtCore.Signal()
    """The first page is on the screen."""

    def __init__(self, style: PaneStyle, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__("Fact sheet", parent)
        self._style = style
        self._document: Document | None = None
        self._part = Part([])
        self._on = dt.date.min
        self._map: PaneMap | None = None
        self._at: TextRange | None = None
        self._held = 0
        self._filling = False
        self._room = self.maximumViewportSize()
        self._filled: QtGui.QTextDocument | None = None
        self._wide_tables: WideTables | None = None
        self._pictures: PanePictures | None = None
        self._facts: Sequence[TitleFact] = ()
        self.facts_of: Callable[[Document], Sequence[TitleFact]] = lambda _document: ()
        """What the line under the title says of a document besides what that states."""
        self._is_painted = False
        self._matches = SearchLayer()
        self.overlays = Overlays(self, lambda: self.map, style.colours)
        """What is marked over the text and beside it."""
        self.overlays.add(self._matches)
        self._moved = QtCore.QTimer(self, singleShot=True, interval=0)
        self._moved.timeout.connect(self._report_place)
        # A child, which goes with the pane: a window may be closed before its first page is seen.
        self._first_page = QtCore.QTimer(self, singleShot=True, interval=0)
        self._first_page.timeout.connect(self.painted)
        self.slash_searches = True
        self.moves_by_key = False
        """Whether a key moves the caret just now, and not whoever leads the reader somewhere."""
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._extend_range)

    # What is shown

    def show_document(self, document: Document, on: dt.date, at: TextRange | None = None) -> None:
        """Show `document` from its top, or that of the part that `at` is in.

        `on` is the day the edition's age is told for.
        """
        self._document = document
        self._facts = self.facts_of(document)
        self._at = None
        self._on = on
        self.overlays.forget()
        if self._pictures is not None:
            self._pictures.show_folder(document.path.parent)
        sheet, parts = document.sheet, document.parts
        self._show_part(Part(whole(sheet)) if parts is None else parts.part(parts.number_at(sheet, at)))

    def _show_part(self, part: Part) -> None:
        """Show `part` from its top."""
        self._part = part
        # Whoever follows the place may not know of the document yet.
        with self._hold():
            self._render()
            self.moveCursor(QtGui.QTextCursor.MoveOperation.Start)
            self.verticalScrollBar().setValue(0)

    def _turn_to(self, at: TextRange | None) -> None:
        """Show the part that `at` is in, if another one is shown."""
        if self._document is None or (parts := self._document.parts) is None:
            return
        if (number := parts.number_at(self._document.sheet, at)) != self._part.number:
            self._show_part(parts.part(number))

    def _turn_page(self, number: int, *, to_end: bool) -> bool:
        """Show part `number` from its top or at its end; whether there is one, and another one was shown."""
        parts = self._document.parts if self._document is not None else None
        if parts is None or number == self._part.number or not 0 <= number < len(parts):
            return False
        is_all_selected = self.is_whole_selected
        self._show_part(parts.part(number))
        with self._hold():
            if to_end:
                self.moveCursor(QtGui.QTextCursor.MoveOperation.End)
            if is_all_selected:
                self.selectAll()
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum() if to_end else 0)
        self._at = self._first_in_view()
        self._report_place()
        return True

    def restyle(self, style: PaneStyle, on: dt.date) -> None:
        """Draw the document in `style`, at the same place."""
        self._style = style
        self._on = on
        self.overlays.recolour(style.colours)
        if self._document is None:
            return
        scroll = self.verticalScrollBar().value()
        caret = self.textCursor()
        anchor, position = caret.anchor(), caret.position()
        height, end, length = self._height(), self._title_end, self.document().characterCount()
        match_is_in_view = not self._pixels_to_match
        self._render()
        same_layout = height == self._height()
        caret = self.textCursor()
        last = self.document().characterCount() - 1
        longer = last + 1 - length  # where the line under the title says more than before
        anchor, position = (min(p + longer if p > end else p, last) for p in (anchor, position))
        caret.setPosition(anchor)
        caret.setPosition(position, QtGui.QTextCursor.MoveMode.KeepAnchor)
        with self._hold():
            self.setTextCursor(caret)
            if same_layout:
                self.verticalScrollBar().setValue(scroll)
        if not same_layout:
            self._restore()
            if match_is_in_view:
                self._bring_match_into_view()
        self.progress_changed.emit(self.progress)

    @QtCore.Slot()
    def renew_facts(self) -> None:
        """Ask again what the line under the title says, and say it; the place stays."""
        if self._document is not None and (facts := self.facts_of(self._document)) != self._facts:
            self._facts = facts
            self.restyle(self._style, self._on)

    def _render(self) -> None:
        """Put the part into a Qt document of its own, so that it is laid out once, when it is whole."""
        assert self._document is not None
        filled = QtGui.QTextDocument(self)
        filled.setUndoRedoEnabled(False)
        filled.setDefaultFont(
            QtGui.QFont(self._style.typography.text, round(self._style.typography.text_size))
        )
        filled.setIndentWidth(20 * self._style.zoom)
        html = pane_html(self._document.sheet, self._style, self._on, self._part, self._facts)
        load_faces_for(html)
        if self._pictures is not None:
            self._pictures.lay_out(self._picture_column())
        filled.setHtml(html)
        let_heading_sizes_rule(filled)
        if "<abbr " in html:
            underline_abbreviations(filled)
        # Else Qt lays it out for no width, for the view's width, and again as the scroll bar comes.
        filled.setLayoutEnabled(False)
        # Meanwhile the map fits neither the old document nor the new one.
        self._filling = True
        with self._hold():
            self.overlays.withdraw()
            self._map = None
            self._wide_tables = _wide_tables(filled) if "<table" in html else None
            self._keep_room_for_bar(kept=self._document.sheet.word_count > _WORDS_IN_VIEW)
            self.setDocument(filled)
            self._set_title_line()
            self._fit_column(filled)
            filled.setLayoutEnabled(True)
            self._keep_room_for_bar(kept=False)
            self._filling = False
            self._set_title_line()  # the scroll bar may have gone
            self._fit_column(filled)
        if self._filled is not None:
            self._filled.deleteLater()
        self._filled = filled
        self._extend_range(0, self.verticalScrollBar().maximum())
        self.overlays.draw()

    def _height(self) -> float:
        """The document's height in pixels; Qt by itself lays out what is in view, and the rest later."""
        document = self.document()
        document.documentLayout().blockBoundingRect(document.lastBlock())
        return document.size().height()

    @property
    def map(self) -> PaneMap:
        """Where the sheet's words are in the Qt document; made when first asked for."""
        assert self._document is not None
        if self._map is None:
            self._map = PaneMap(self._document.sheet, self.document(), self._part)
        return self._map

    # Pictures

    def loadResource(self, _kind: int, name: QtCore.QUrl | str) -> object:
        """Only pictures that lie beside the document; anything else is empty, not asked for again."""
        url = QtCore.QUrl(name)
        if self._document is None or url.scheme() != "sheet":
            return QtCore.QByteArray()
        if self._pictures is None:
            self._pictures = self._make_pictures(self._document)
        picture = self._pictures.picture(url.path())
        return QtCore.QByteArray() if picture is None else picture

    def end(self) -> None:
        """End what draws pictures."""
        if self._pictures is not None:
            self._pictures.end()

    def _make_pictures(self, document: Document) -> PanePictures:
        # Few sheets have pictures; they bring along what the start does without.
        from hkviewer.gui.reading.pane_pictures import PanePictures

        pictures = PanePictures(self)
        pictures.show_folder(document.path.parent)
        pictures.lay_out(self._picture_column())
        pictures.arrived.connect(self._show_pictures)
        pictures.left_out.connect(self.pictures_left_out)
        return pictures

    def _picture_column(self) -> Column:
        from hkviewer.gui.reading.pictures import Column  # as above

        ratio = self.devicePixelRatioF()
        width = round(self._column_width(self._room.width()) * ratio)
        return Column(width, ratio, self._style.colours.page)

    @QtCore.Slot(frozenset)
    def _show_pictures(self, names: frozenset[str]) -> None:
        """Show pictures that have come, or their words alone; the place stays."""
        resized = renew_pictures(self.document(), names, self.loadResource)
        if resized:
            with self._hold():
                self._extend_range(0, self.verticalScrollBar().maximum())
            self._restore()
            self.overlays.follow_view()
        self.viewport().update()

    # The place

    @property
    def place(self) -> Place | None:
        """Where the reader is: at the first line in view, or the top; None without a document."""
        return Place(self._document.key, self._at) if self._document else None

    @property
    def progress(self) -> int:
        """How much of the sheet has been scrolled past, in per cent."""
        bar, part = self.verticalScrollBar(), self._part
        of_part = min(1, bar.value() / bar.maximum()) if bar.maximum() else 1
        return round(100 * (part.number + of_part) / part.count)

    def go_to(self, place: Place) -> None:
        """Bring `place`, which is in the document shown, to the top of the view; put the caret there."""
        self._turn_to(place.at)
        position = self._position(place.at)
        caret = self.textCursor()
        caret.setPosition(position)
        with self._hold():
            self.setTextCursor(caret)
            self._scroll_to(position, place.at)
        self._at = place.at
        self._report_place()

    def _restore(self) -> None:
        """Scroll so that the place is again the first line in view."""
        if self._document is not None:
            with self._hold():
                self._scroll_to(self._position(self._at), self._at)

    def _position(self, at: TextRange | None) -> int:
        return 0 if at is None else self.map.position(at)

    def _scroll_to(self, position: int, at: TextRange | None) -> None:
        bar = self.verticalScrollBar()
        above = 16 if at is not None and at.part == HEADING else 0
        top = caret_rect(self, position).top() + bar.value() - above
        bar.setValue(0 if at is None else top)
        scroll_aside(self, position)

    def _scrolled(self) -> None:
        if self._filling or self._document is None:
            return
        self.overlays.follow_view()
        if self._held:
            return
        self._at = self._first_in_view()
        self._report_place()

    def _report_place(self) -> None:
        self.place_changed.emit(self.place)
        self.progress_changed.emit(self.progress)

    def _first_in_view(self) -> TextRange | None:
        if self.verticalScrollBar().value() == 0:
            return self.map.point(0) if self._part.number else None
        # Half a line down, so that a line nearly scrolled away is not the first any more, and low
        # enough that a heading brought to the top is.
        y = round(18 * self._style.zoom)
        return self.map.point(position_at(self, self._room.width() // 2, y))

    def _extend_range(self, _minimum: int, maximum: int) -> None:
        """Let the last section's heading be scrolled to the top, so that going there always works."""
        if self._filling or self._document is None or not maximum or (last := self.map.last_heading) is None:
            return
        bar = self.verticalScrollBar()
        needed = caret_rect(self, last).top() + bar.value() - 16
        if needed > maximum:
            bar.setMaximum(needed)
        self.progress_changed.emit(self.progress)

    @contextlib.contextmanager
    def _hold(self) -> Iterator[None]:
        """Meanwhile the pane may scroll without the place following."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        """Draw what lies over the text; report when the first page has been drawn."""
        super().paintEvent(event)
        self._paint_margin()
        self.overlays.paint_outlines()
        if not self._is_painted and self._document is not None:
            self._is_painted = True
            self._first_page.start()

    def _paint_margin(self) -> None:
        font = QtGui.QFont(self._style.typography.interface)
        font.setPointSizeF(self._style.typography.caption_size * self._style.zoom)
        width = round((self._room.width() - self._column_width(self._room.width())) / 2)
        self.overlays.paint_margin(font, width)

    # Matches

    @QtCore.Slot(object)
    def show_matches(self, matches: Sequence[TextRange]) -> None:
        """Mark `matches` in the text; () marks none."""
        if matches or self._matches.ranges:
            self._matches.show(matches)
            self.overlays.draw()

    @QtCore.Slot(int)
    def show_current_match(self, number: int) -> None:
        """Mark match `number` more strongly; -1 marks none so."""
        if number != self._matches.number:
            self._matches.number = number
            self.overlays.draw()

    def go_to_match(self, number: int) -> None:
        """Bring match `number` into the view, the caret on it; what is in view does not move."""
        self._matches.number = number
        if self._matches.current is not None:
            self._turn_to(self._matches.current)
        # Before the caret is put there: Qt would scroll just so far that the caret's line is seen.
        self._bring_match_into_view()
        caret = self.textCursor()
        caret.setPosition(self._match_position or 0)
        with self._hold():
            self.setTextCursor(caret)
        self.overlays.draw()

    @property
    def _match_position(self) -> int | None:
        """The document position that the current match begins at; None without one in the part."""
        match = self._matches.current
        spans = self.map.spans(match) if match is not None else []
        return spans[0][0] if spans else None

    @property
    def _pixels_to_match(self) -> int:
        """How far below the top of the view the current match is; 0 where it is in view."""
        position = self._match_position
        if position is None:
            return 0
        rect = caret_rect(self, position)
        is_in_view = rect.top() >= 0 and rect.bottom() <= self._room.height() - rect.height()
        return 0 if is_in_view else rect.top()

    def _bring_match_into_view(self) -> None:
        if not self._held and (position := self._match_position) is not None:
            scroll_aside(self, position)
        if (outside := self._pixels_to_match) and not self._held:
            with self._hold():
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + outside - self._room.height() // 3)
            self._at = self._first_in_view()
        # When the match has been painted: what follows the place takes as long again.
        self._moved.start()

    # The column

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Keep the column's width and the place, and the current match in view if it was."""
        match_is_in_view = not self._filling and not self._pixels_to_match
        self._room = event.size()
        with self._hold():
            super().resizeEvent(event)
            if not self._filling:
                self._set_title_line()
                self._fit_column(self.document())
                if self._pictures is not None:
                    self._pictures.fit(self._picture_column(), slack=self.verticalScrollBar().width())
        # A scroll bar that comes or goes while the document is restyled leaves the place to that.
        if not self._held:
            self._restore()
            if match_is_in_view:
                self._bring_match_into_view()
            self.overlays.follow_view()

    def _fit_column(self, document: QtGui.QTextDocument) -> None:
        fit_column(document, self._style, self._room.width())
        room, tables = self._room.width(), self._wide_tables
        is_wider = tables is not None and tables.fit(self._column_width(room), room)
        set_properties(
            self, horizontalScrollBarPolicy="ScrollBarAsNeeded" if is_wider else "ScrollBarAlwaysOff"
        )

    def _column_width(self, room: int) -> float:
        return column_width(self._style, room)

    def _keep_room_for_bar(self, *, kept: bool) -> None:
        """Show the scroll bar in any case, or where it is needed."""
        set_properties(self, verticalScrollBarPolicy="ScrollBarAlwaysOn" if kept else "ScrollBarAsNeeded")

    def _set_title_line(self) -> None:
        """Break the line under the title, which a document's first part has, as wide as the column is."""
        if self._document is not None and not self._part.number:
            set_title_line(self._title_line, self._column_width(self._room.width()))

    @property
    def _title_line(self) -> QtGui.QTextBlock:
        return self.document().begin().next()

    @property
    def _title_end(self) -> int:
        """The last position of the line under the title; 0 where the part has none."""
        line = self._title_line
        return 0 if self._part.number else line.position() + line.length() - 1

    @contextlib.contextmanager
    def _title_line_whole(self) -> Iterator[None]:
        """Meanwhile no sign of the line under the title is hidden."""
        if self._part.number or self.textCursor().selectionStart() > self._title_line.position():
            yield
            return
        with self._hold():
            set_title_line(self._title_line, None)
            yield
            self._set_title_line()

    # Keys and links

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Space pages, “/” searches, Enter follows the link that the keyboard stands on."""
        held, pressed = QtCore.Qt.KeyboardModifier, event.modifiers()
        plain = pressed in (held.NoModifier, held.KeypadModifier)
        shift = pressed == held.ShiftModifier
        if event.key() == QtCore.Qt.Key.Key_Space and (plain or shift):
            self._page(-1 if shift else 1)
        elif event.text() == "/" and self.slash_searches:
            self.search_requested.emit()
        elif event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter) and self._link_at_caret():
            self._follow(self._link_at_caret())
        elif not self._turns(event):
            self.moves_by_key = True
            super().keyPressEvent(event)
            self.moves_by_key = False

    def _turns(self, event: QtGui.QKeyEvent) -> bool:
        """Whether a key led beyond the part: Ctrl+Home and Ctrl+End, or paging at its beginning or end."""
        bar, number = self.verticalScrollBar(), self._part.number
        is_top, is_end = bar.value() == 0, bar.value() >= bar.maximum()
        sequences = QtGui.QKeySequence.StandardKey
        if event.matches(sequences.MoveToStartOfDocument):
            return self._turn_page(0, to_end=False)
        if event.matches(sequences.MoveToEndOfDocument):
            return self._turn_page(self._part.count - 1, to_end=True)
        if event.matches(sequences.MoveToNextPage) and is_end:
            return self._turn_page(number + 1, to_end=False)
        return (
            event.matches(sequences.MoveToPreviousPage)
            and is_top
            and self._turn_page(number - 1, to_end=True)
        )

    def _follow(self, address: str) -> None:
        """Go to the part that `address` leads to, or let others follow it."""
        if (fact := pressed_fact(address)) is not None and fact < len(self._facts):
            self.fact_activated.emit(fact)
            return
        to = turned_to(address)
        if to is None or not self._turn_page(to, to_end=to < self._part.number):
            self.link_activated.emit(address)

    def _select_link(self, caret: QtGui.QTextCursor) -> None:
        self.moves_by_key = True
        super()._select_link(caret)
        self.moves_by_key = False

    def _page(self, direction: int) -> None:
        bar = self.verticalScrollBar()
        if bar.value() == (bar.maximum() if direction > 0 else 0) and self._turn_page(
            self._part.number + direction, to_end=direction < 0
        ):
            return
        line = 24 * self._style.zoom
        bar.setValue(bar.value() + direction * round(self._room.height() - 2 * line))

    # Copying

    @property
    def is_whole_selected(self) -> bool:
        """Whether all that is shown of a document in parts is selected, which stands for all of it."""
        caret, last = self.textCursor(), self.document().characterCount() - 1
        return self._part.count > 1 and caret.selectionStart() == 0 and caret.selectionEnd() == last

    def createMimeDataFromSelection(self) -> QtCore.QMimeData:
        """The selection as text with plain spaces, and as HTML in the light theme's colours at 100 %.

        Of a document in parts, of which all is selected, it is the text of the whole.
        """
        data = QtCore.QMimeData()
        if self.is_whole_selected and self._document is not None:
            from hkviewer.export.formats.sheet_text import plain_sheet  # only where there are parts

            sheet = self._document.sheet
            data.setText(plain_sheet(sheet))
            self.whole_copied.emit(f"Copied as plain text: all of the document, {sheet.word_count:,} words.")
            return data
        with self._title_line_whole():
            selected = self.textCursor().selection()
        html = selected.toHtml().replace("\u00a0", " ")
        data.setText(plain_copy(signed_text(selected, html)))
        data.setHtml(clipboard_html(html, self._style.colours, self._style.zoom))
        return data


def _wide_tables(document: QtGui.QTextDocument) -> WideTables:
    from hkviewer.gui.reading.wide_tables import WideTables  # the first page shows no table

    return WideTables(document)
