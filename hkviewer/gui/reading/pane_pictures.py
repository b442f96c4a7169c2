"""The pictures of the document in the pane: little work is done at once, other pictures come when drawn."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

from PySide6 import QtCore, QtGui

from hkviewer.content.attachments import file_in
from hkviewer.content.picture_effort import Effort, effort_of
from hkviewer.content.picture_faults import DAMAGED
from hkviewer.content.svg.screening import UnfitDrawingError
from hkviewer.export.pictures import DRAWABLE, LeftOut, notice_of
from hkviewer.gui.reading.picture_drawer import PictureDrawer, Wanted
from hkviewer.gui.reading.pictures import Column, dressed, read_here, size_in, stand_in

_MOST_AT_ONCE = 2_000_000
"""Pixels that are unpacked each time that a document is laid out; they take less than 100 ms."""
_MOST_SECONDS = 0.02
"""Of the processor’s time for the pictures of one turn of the event loop, beside the one that is begun."""
_MOST_KEPT = 32_000_000
"""Pixels of drawn pictures, which take 128 MB."""


class _File(NamedTuple):
    """A picture's file, and what makes it another one."""

    path: Path
    changed: int
    size: int


class _Drawn(NamedTuple):
    """A picture as it was drawn, and how many pixels wide it was asked for."""

    asked: int
    picture: QtGui.QImage

    @property
    def pixels(self) -> int:
        return self.picture.width() * self.picture.height()


class PanePictures(QtCore.QObject):
    """Gives the pane the pictures of one document after another.

    Signals:
        arrived: the names of pictures that are others now, or none.
        left_out: what the reader is told, once, of pictures that cannot be shown.
    """

    arrived = QtCore.Signal(frozenset)
    left_out = QtCore.Signal(str)

    def __init__(self, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._folder = Path()
        self._column = Column(1, 1.0)
        self._left = _MOST_AT_ONCE
        self._taken = 0.0
        self._due: dict[str, None] = {}
        self._asked: dict[str, None] = {}
        self._sizes: dict[str, tuple[float, float]] = {}
        self._drawn: dict[_File, _Drawn] = {}
        self._faults: dict[_File, str] = {}
        self._untold: dict[LeftOut, None] = {}
        self._drawer = PictureDrawer(self)
        self._drawer.drawn.connect(self._take)
        self._drawer.finished.connect(self._tell_left_out)
        # Step by step, so that the window is never held for long.
        self._step = QtCore.QTimer(self, singleShot=True, interval=0)
        self._step.timeout.connect(self._go_on)
        # Once, when all is known of those that are asked for now.
        self._tell = QtCore.QTimer(self, singleShot=True, interval=0)
        self._tell.timeout.connect(self._tell_left_out)

    def show_folder(self, folder: Path) -> None:
        """Begin with another document, which lies in `folder`; nothing of the last one is drawn any more."""
        self._drawer.drop()
        self._step.stop()
        self._tell.stop()
        self._folder = folder
        self._due.clear()
        self._asked.clear()
        self._sizes.clear()
        self._drawn.clear()
        self._faults.clear()
        self._untold.clear()

    def lay_out(self, column: Column) -> None:
        """From now on pictures are asked for to stand in `column`."""
        self._column = column
        self._left = _MOST_AT_ONCE
        self._taken = 0.0
        self._due.clear()
        self._drawer.drop_waiting()

    def fit(self, column: Column, slack: int) -> None:
        """Have the pictures shown in a `column` of another width.

        One that is wider by `slack` pixels or less stays: where a scroll bar comes and goes with the
        pictures' heights, both would take turns for ever.
        """
        wider = column.width - self._column.width
        if self._asked and (wider < 0 or wider > slack * column.ratio):
            self.lay_out(column)
            self._due = dict.fromkeys(self._asked)
            self._step.start()

    def end(self) -> None:
        """End what draws."""
        self._drawer.end()
        self._step.stop()
        self._tell.stop()

    def picture(self, name: str) -> QtGui.QImage | None:
        """The picture that the document calls `name`, or what keeps its room until it has `arrived`.

        None where it is elsewhere, missing, or cannot be shown.
        """
        start = time.thread_time()
        self._asked[name] = None
        # Sooner or later each has its turn: the first of one always has.
        if self._taken >= _MOST_SECONDS:
            self._let_wait(name)
            return stand_in(self._sizes.get(name, (1, 1)), self._column)
        try:
            return self._picture(name)
        finally:
            self._taken += time.thread_time() - start

    def _picture(self, name: str) -> QtGui.QImage | None:
        file = _state_of(file_in(self._folder, name))
        if file is None or file in self._faults:
            return None
        try:
            effort = effort_of(file.path)
        except UnfitDrawingError as error:
            self._leave_out(name, file, str(error))
            return None
        if effort.size:
            self._sizes[name] = effort.size
        if (drawn := self._drawn.get(file)) is not None:
            return self._of_drawn(name, file, effort, drawn)
        # What nobody but Qt knows is little work, or none.
        if not effort.may_wait or (effort.pixels is not None and effort.pixels <= self._left):
            self._left -= effort.pixels or 0
            return self._read(name, file, effort)
        return self._ask(name, file, effort)

    def _let_wait(self, name: str) -> None:
        self._due[name] = None
        self._step.start()

    def _go_on(self) -> None:
        """Have pictures that wait shown; who is too late in this turn asks again, and waits for the next."""
        due, self._due = frozenset(self._due), {}
        self._left, self._taken = max(self._left, _MOST_AT_ONCE // 4), 0.0
        self.arrived.emit(due)
        self._tell_left_out()

    def _read(self, name: str, file: _File, effort: Effort) -> QtGui.QImage | None:
        picture = read_here(effort, self._column)
        if picture is None:
            self._leave_out(name, file, DAMAGED)
        return picture

    def _of_drawn(self, name: str, file: _File, effort: Effort, drawn: _Drawn) -> QtGui.QImage:
        picture = drawn.picture
        size = effort.size or (picture.width(), picture.height())
        wanted = size_in(self._column, size)
        if drawn.asked != self._width(effort):
            self._ask(name, file, effort)
            picture = picture.scaledToWidth(wanted.width())
        elif abs(picture.height() - wanted.height()) == 1:
            picture = picture.copy(QtCore.QRect(QtCore.QPoint(0, 0), wanted))  # it was rounded otherwise
        else:
            picture = picture.copy()
        return dressed(picture, size, self._column)

    def _width(self, effort: Effort) -> int:
        """How many pixels wide a picture is to be drawn."""
        return size_in(self._column, effort.size).width() if effort.size else self._column.width

    def _ask(self, name: str, file: _File, effort: Effort) -> QtGui.QImage:
        self._drawer.ask(Wanted(name, file.path, self._width(effort), file))
        return stand_in(effort.size or (1, 1), self._column)

    def _take(self, wanted: Wanted, picture: QtGui.QImage | str) -> None:
        file = wanted.state
        assert isinstance(file, _File)
        if isinstance(picture, str):
            self._leave_out(wanted.name, file, picture)
        else:
            self._drawn.pop(file, None)
            self._drawn[file] = _Drawn(wanted.width, picture)
            self._let_go()
        self._let_wait(wanted.name)

    def _let_go(self) -> None:
        """Forget the pictures that came first where there are too many."""
        kept = sum(drawn.pixels for drawn in self._drawn.values())
        while kept > _MOST_KEPT and len(self._drawn) > 1:
            kept -= self._drawn.pop(next(iter(self._drawn))).pixels

    def _leave_out(self, name: str, file: _File, why: str) -> None:
        self._faults[file] = why
        # What is meant for no picture is no picture that is missed.
        if Path(name).suffix.lower().removeprefix(".") in DRAWABLE:
            self._untold[LeftOut(name, why)] = None
            self._tell.start()

    def _tell_left_out(self) -> None:
        if self._untold and not self._due and not self._drawer.is_drawing:
            self.left_out.emit(notice_of(tuple(self._untold)))
            self._untold.clear()


def _state_of(path: Path | None) -> _File | None:
    if path is None:
        return None
    try:
        state = path.stat()
    except OSError:
        return None
    return _File(path, state.st_mtime_ns, state.st_size)
