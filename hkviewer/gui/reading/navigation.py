"""Going from place to place in a sheet, and back."""

from __future__ import annotations

from hkviewer.content.model import FactSheet
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.notebook.places import History, Place


class Navigation:
    """Moves the reader about in the sheet that `pane` shows."""

    def __init__(self, pane: ReadingPane) -> None:
        self._pane = pane
        self._sheet: FactSheet | None = None
        self._history = History()

    def begin(self, sheet: FactSheet) -> None:
        """Move about in `sheet` from now on; there is nothing yet to go back to."""
        self._sheet = sheet
        self._history = History()

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place to go back to."""
        return self._history.can_go_back

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place to go forward to."""
        return self._history.can_go_forward

    def jump(self, place: Place) -> None:
        """Go to `place` so that Back returns to where the reader was."""
        self._history.leave(self._pane.place)
        self._pane.go_to(place)
        self._pane.setFocus()

    def back(self) -> None:
        """Return to the place before the last jump, if there was one."""
        if self._history.can_go_back:
            self._pane.go_to(self._history.back(self._pane.place))

    def forward(self) -> None:
        """Return to the place that was last gone back from, if there is one."""
        if self._history.can_go_forward:
            self._pane.go_to(self._history.forward(self._pane.place))

    def step_section(self, step: int) -> None:
        """Jump `step` sections on; from within a section -1 leads to its own heading first."""
        if self._sheet is None or not self._sheet.sections:
            return
        here = self._pane.place
        number = -1 if here is None else self._sheet.section_number(here.section_id)
        if here is not None and step < 0 and here.offset > 0:
            number += 1
        last = len(self._sheet.sections) - 1
        self.jump(Place(self._sheet.sections[min(max(number + step, 0), last)].id))

    def go_to_numbered(self, number: int) -> None:
        """Jump to section `number`, the first being 1, if there is one."""
        if self._sheet is not None and number <= len(self._sheet.sections):
            self.jump(Place(self._sheet.sections[number - 1].id))
