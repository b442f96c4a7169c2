"""Work in steps, each in a turn of the event loop of its own: in between the window paints and hears keys."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator

from PySide6 import QtCore


class StepRunner(QtCore.QObject):
    """Does steps one after the other; what is drawn in one is painted before the next.

    A step is what `next` does with an iterator, so that a generator's `yield` ends one.
    """

    def __init__(self, parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Iterator[object] = iter(())
        self._is_done = True
        self._timer = QtCore.QTimer(self)
        self._timer.setSingleShot(True)
        # Zero: as soon as what is posted, a repainting among it, has been done.
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._take)

    @property
    def is_done(self) -> bool:
        """Whether no step is left."""
        return self._is_done

    def replace(self, steps: Iterable[object]) -> None:
        """Do the first of `steps` now and the others in turns; what is left of those before is dropped."""
        self._steps = iter(steps)
        self._is_done = False
        self._take()

    def then(self, act: Callable[[], object]) -> None:
        """Call `act` after the steps that are left, at once where there are none."""
        if self._is_done:
            act()
            return
        self._steps = itertools.chain(self._steps, (act() for _ in (0,)))

    def _take(self) -> None:
        steps = self._steps
        self._timer.stop()
        try:
            # A step may replace or prolong the steps, itself among them.
            if next(steps, self) is self and steps is self._steps:
                self._is_done = True
        finally:
            if not self._is_done:
                self._timer.start()
