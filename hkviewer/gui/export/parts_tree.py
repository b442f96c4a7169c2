"""The parts of a copy as a tree: sheets with their sections to tick, own words, in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.content.model import Section
from hkviewer.export.briefing import Cover, OwnWords, Part, SheetPart
from hkviewer.gui.widgets.announce import announce, is_heard
from hkviewer.gui.widgets.spoken_rows import tell_row, with_position
from hkviewer.gui.widgets.step_runner import StepRunner
from hkviewer.system.characters import one_line

_Check = QtCore.Qt.CheckState
_Flag = QtCore.Qt.ItemFlag
_Item = QtWidgets.QTreeWidgetItem
_UNDER_TITLE = "Words under the title"
_AT_ONCE = 300
"""Rows that are made, or ticked, in one go: some milliseconds."""
_TICKS = {_Check.Checked: "ticked", _Check.PartiallyChecked: "partly ticked", _Check.Unchecked: "not ticked"}
"""What a screen reader says of a row: Qt tells it of no ticks in trees."""
_INDEX = QtCore.QModelIndex | QtCore.QPersistentModelIndex
_ID = QtCore.Qt.ItemDataRole.UserRole
"""What a section's item holds its id as."""


class _PartItem(_Item):
    """A part, which stands at the top and can be moved.

    Of a sheet, `ticked` holds the ids of the chosen sections; the rows' own ticks follow.
    """

    def __init__(self, part: OwnWords | SheetPart) -> None:
        super().__init__()
        self.part = part
        self.ticked = {section.id for section in part.chosen} if isinstance(part, SheetPart) else set[str]()
        self._rows: dict[str, _Item] = {}
        flags = _Flag.ItemIsEnabled | _Flag.ItemIsSelectable | _Flag.ItemIsDragEnabled
        if isinstance(part, SheetPart):
            flags |= _Flag.ItemIsUserCheckable
        self.setFlags(flags)
        self.show_name()

    def show_name(self) -> None:
        """Show what the part is."""
        if isinstance(self.part, SheetPart):
            words = self.part.sheet.title
        else:
            words = f"Own words: {one_line(self.part.markdown).lstrip('# ')[:80] or 'none yet'}"
        self.setText(0, words)
        self.setToolTip(0, words)

    def rows_made(self) -> Iterator[None]:
        """Make the rows of the sections, in steps; all but the first ones are shown together at the end."""
        if not isinstance(self.part, SheetPart):
            return
        parents: dict[str, _Item] = {}
        shown: set[str] = set()
        later: dict[str, list[_Item]] = {}
        outer = self.part.sheet.outer
        for number, section in enumerate(self.part.sheet.sections):
            if number and number % _AT_ONCE == 0:
                shown = shown or {*parents}
                yield
            item = self._row(section)
            # What the title stands over stands below the part, which has its name.
            above = outer[section.id] if outer[section.id] in parents else ""
            if number >= _AT_ONCE and (not above or above in shown):
                later.setdefault(above, []).append(item)
            else:
                parents.get(above, self).addChild(item)
            if section.heading_shown:
                parents[section.id] = item
        for above, items in later.items():
            parents.get(above, self).addChildren(items)

    def _row(self, section: Section) -> _Item:
        words = section.title if section.heading_shown else _UNDER_TITLE
        item = _Item([words])
        item.setData(0, _ID, section.id)
        item.setToolTip(0, words)
        item.setFlags(_Flag.ItemIsEnabled | _Flag.ItemIsSelectable | _Flag.ItemIsUserCheckable)
        item.setCheckState(0, _check(ticked=section.id in self.ticked))
        self._rows[section.id] = item
        return item

    def tick(self, item: _Item) -> Iterator[None]:
        """Choose what is below `item`, which was ticked or is no more, as it is; show that in steps."""
        ids = self._ids_below(item)
        if item.checkState(0) is _Check.Unchecked:
            self.ticked.difference_update(ids)
        else:
            self.ticked.update(ids)
        self.show_share()
        return self._ticks_shown(ids)

    def _ids_below(self, item: _Item) -> Sequence[str]:
        """The ids of the sections that are `item` or below it."""
        if not isinstance(self.part, SheetPart):
            return ()
        sheet = self.part.sheet
        if item is self:
            return [section.id for section in sheet.sections]
        section = sheet.section(item.data(0, _ID))
        below = sheet.with_descendants(section.id) if section.heading_shown else (section,)
        return [each.id for each in below]

    def _ticks_shown(self, ids: Sequence[str]) -> Iterator[None]:
        for number, id_ in enumerate(ids):
            if number and number % _AT_ONCE == 0:
                yield
            if id_ in self._rows:
                self._rows[id_].setCheckState(0, _check(ticked=id_ in self.ticked))

    def chosen_part(self) -> OwnWords | SheetPart | None:
        """The part with what is ticked; None for a sheet of which nothing is."""
        if not isinstance(self.part, SheetPart):
            return self.part
        if not self.ticked:
            return None
        sections = self.part.sheet.sections
        if len(self.ticked) == len(sections):
            return replace(self.part, sections=None)
        return replace(self.part, sections=tuple(s.id for s in sections if s.id in self.ticked))

    def show_share(self) -> None:
        """Let the sheet's own tick show whether all, some or none of its sections are ticked."""
        if isinstance(self.part, SheetPart):
            is_whole = len(self.ticked) == len(self.part.sheet.sections)
            some = _check(ticked=True) if is_whole else _Check.PartiallyChecked
            self.setCheckState(0, some if self.ticked else _Check.Unchecked)


def _check(*, ticked: bool) -> _Check:
    return _Check.Checked if ticked else _Check.Unchecked


class PartsTree(QtWidgets.QTreeWidget):
    """Shows the parts; Space ticks, Alt+Up and Alt+Down move a part, Delete removes it.

    Signals:
        changed: what is chosen, or its order, changed by the reader's hand.
        edit_requested: the reader wants to change the current part, which may be own words.
    """

    changed = QtCore.Signal()
    edit_requested = QtCore.Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Parts of the copy")
        self.setAccessibleDescription(
            "Space ticks a section and those below it. Alt with Up or Down moves a part."
        )
        self._unfinished: deque[Iterator[object]] = deque()
        """What is done in steps, one after the other."""
        self._runner = StepRunner(self)
        self.setHeaderHidden(True)
        self.setHeaderLabels(["Parts"])
        self.setTextElideMode(QtCore.Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QtWidgets.QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.itemChanged.connect(self._follow_tick)
        self.itemDoubleClicked.connect(lambda _item, _column: self.edit_requested.emit())

    # What is shown

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show `parts` in place of what was shown; a cover has no place in the order."""
        self._unfinished.clear()
        self._runner.replace(())
        with QtCore.QSignalBlocker(self):
            self.clear()
            for part in parts:
                if not isinstance(part, Cover):
                    self._append(part)
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)
            tell_row(self, is_new=False)  # the row before is gone: what is said next would be said of none

    def parts(self) -> tuple[OwnWords | SheetPart, ...]:
        """The parts of which something is chosen, in order."""
        chosen = (item.chosen_part() for item in self._part_items())
        return tuple(part for part in chosen if part is not None)

    @property
    def current_words(self) -> OwnWords | None:
        """The own words that the reader is at, if any."""
        item = _part_item(self.currentItem())
        return item.part if item is not None and isinstance(item.part, OwnWords) else None

    # Changing

    def add(self, part: OwnWords | SheetPart) -> None:
        """Add a part at the end and go to it."""
        with QtCore.QSignalBlocker(self):
            item = self._append(part)
        self.setCurrentItem(item)
        self.changed.emit()

    def change_words(self, words: OwnWords) -> None:
        """Put `words` in place of the current own words."""
        item = _part_item(self.currentItem())
        if item is not None and isinstance(item.part, OwnWords):
            item.part = words
            with QtCore.QSignalBlocker(self):
                item.show_name()
            self.changed.emit()

    def move_part(self, step: int) -> None:
        """Move the current part up (-1) or down (1)."""
        item = _part_item(self.currentItem())
        if item is not None:
            index = self.indexOfTopLevelItem(item)
            self._move(item, min(max(index + step, 0), self.topLevelItemCount() - 1))

    def remove_part(self) -> None:
        """Take the current part out."""
        item = _part_item(self.currentItem())
        if item is not None:
            with QtCore.QSignalBlocker(self):
                self.takeTopLevelItem(self.indexOfTopLevelItem(item))
            self.changed.emit()

    def _append(self, part: OwnWords | SheetPart) -> _PartItem:
        item = _PartItem(part)
        self.addTopLevelItem(item)
        item.show_share()
        self._do(self._filled(item))
        return item

    def _filled(self, item: _PartItem) -> Iterator[None]:
        """Make the rows of a part, in steps, and unfold them."""
        for number, _ in enumerate(item.rows_made()):
            if number == 0:
                self.setUniformRowHeights(True)  # else each row would be measured
                item.setExpanded(True)
            yield
        if item.treeWidget() is self:  # it may have been taken out meanwhile
            # Those alone that have others below them: a screen reader is told which are open.
            for row in (item, *_sections(item)):
                if row.childCount():
                    row.setExpanded(True)

    def _do(self, steps: Iterator[object]) -> None:
        """Do `steps` after those that are left; the first of them now where none is."""
        self._unfinished.append(steps)
        if self._runner.is_done:
            self._runner.replace(self._quietly())

    def _quietly(self) -> Iterator[None]:
        while self._unfinished:
            steps = self._unfinished.popleft()
            while True:
                with QtCore.QSignalBlocker(self):
                    if next(steps, self) is self:
                        break
                yield

    def _move(self, item: _PartItem, index: int) -> None:
        if index == self.indexOfTopLevelItem(item):
            return
        with QtCore.QSignalBlocker(self):
            expanded = [child for child in (item, *_sections(item)) if child.isExpanded()]
            self.takeTopLevelItem(self.indexOfTopLevelItem(item))
            self.insertTopLevelItem(index, item)
            for child in expanded:
                child.setExpanded(True)
        self.setCurrentItem(item)
        self.changed.emit()

    def _follow_tick(self, item: _Item) -> None:
        """Tick what is below along with `item`, and let the sheet's own tick follow."""
        part = _part_item(item)
        if part is not None:
            # The first rows now, before those that are still to be made.
            with QtCore.QSignalBlocker(self):
                steps = part.tick(item)
                next(steps, None)
            self._do(steps)
            if item is self.currentItem() and self.hasFocus():
                announce(self, _TICKS[item.checkState(0)])
        self.viewport().update()
        self.changed.emit()

    def _part_items(self) -> list[_PartItem]:
        items = map(self.topLevelItem, range(self.topLevelItemCount()))
        return [item for item in items if isinstance(item, _PartItem)]

    # Events

    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        """A screen reader says the row after the tree.

        It looks for the row by itself when it hears of the tree: by then the row has its words.
        """
        self._name_row()
        super().focusInEvent(event)
        tell_row(self, is_new=True)

    def currentChanged(self, current: _INDEX, previous: _INDEX) -> None:
        """The row that gets the focus says what it is."""
        self._name_row()
        super().currentChanged(current, previous)

    def _name_row(self) -> None:
        """The row with the focus says whether it is ticked, and its number, where anybody hears it."""
        item = self.currentItem()
        if item is not None and self.hasFocus() and is_heard():
            with QtCore.QSignalBlocker(self):
                item.setData(0, QtCore.Qt.ItemDataRole.AccessibleTextRole, self._said(item))

    def _said(self, item: _Item) -> str:
        is_ticked = bool(item.flags() & _Flag.ItemIsUserCheckable)
        words = ", ".join([item.text(0), *([_TICKS[item.checkState(0)]] if is_ticked else [])])
        index = self.indexFromItem(item)
        return with_position(words, index.row(), index.model().rowCount(index.parent()))

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        """Move, edit and remove by keys."""
        keys = QtCore.Qt.Key
        has_alt = bool(event.modifiers() & QtCore.Qt.KeyboardModifier.AltModifier)
        if has_alt and event.key() in (keys.Key_Up, keys.Key_Down):
            self.move_part(-1 if event.key() == keys.Key_Up else 1)
        elif event.key() in (keys.Key_Return, keys.Key_Enter, keys.Key_F2) and self.current_words is not None:
            self.edit_requested.emit()
        elif event.key() == keys.Key_Delete:
            self.remove_part()
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QtGui.QDropEvent) -> None:
        """Move the part itself: Qt would drop a copy that lacks what the part holds."""
        item = _part_item(self.currentItem())
        if item is not None and event.source() is self:
            self._move(item, self._drop_index(item, event.position().toPoint()))
        # What is accepted as a move, Qt deletes at its old place.
        event.setDropAction(QtCore.Qt.DropAction.CopyAction)
        event.accept()

    def _drop_index(self, item: _PartItem, spot: QtCore.QPoint) -> int:
        """Where `item` belongs when it is let go at `spot`: before the part whose upper half is there."""
        target = _part_item(self.itemAt(spot))
        last = self.topLevelItemCount() - 1
        if target is None:
            return last
        here, index = self.indexOfTopLevelItem(item), self.indexOfTopLevelItem(target)
        is_below = spot.y() > self.visualItemRect(target).center().y()
        wanted = index + is_below
        return min(wanted - (here < wanted), last)


def _sections(item: _Item) -> Iterator[_Item]:
    """The sections below `item`, in reading order."""
    for child in map(item.child, range(item.childCount())):
        if child is not None:
            yield child
            yield from _sections(child)


def _part_item(item: _Item | None) -> _PartItem | None:
    """The part that `item` is, or is in."""
    while item is not None and not isinstance(item, _PartItem):
        item = item.parent()
    return item
