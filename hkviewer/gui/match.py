"""A match as the window handles it."""

from __future__ import annotations

from hkviewer.notebook.places import Place
from hkviewer.values import Value


class Match(Value):
    """Code points `start` to `end` of a section's text, or of its title where it is `in_heading`."""

    section_id: str
    start: int
    end: int
    in_heading: bool

    @property
    def place(self) -> Place:
        """Where to go to see it."""
        return Place(self.section_id, -1 if self.in_heading else self.start)
