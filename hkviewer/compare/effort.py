"""How closely what changed is looked at: of texts without end not every block, or it would take minutes."""

from __future__ import annotations

from collections.abc import Sequence

from hkviewer.compare.figures import Found, figures_of
from hkviewer.compare.pieces import Piece
from hkviewer.compare.tokens import NUMBER

_MOST = 60_000
"""Blocks that belong together and changed, and figures of what changed: more than anyone looks at."""

Part = tuple[Sequence[Piece], Piece | None, frozenset[int] | None]
"""Pieces, the row that names their columns, and the numbers of the cells that are looked at, None for all."""


class Effort:
    """Reads the figures of blocks that changed, while there is time.

    Attributes:
        passed_over: how many blocks changed after that.
    """

    def __init__(self) -> None:
        self.passed_over = 0
        self._left = _MOST

    @property
    def is_spent(self) -> bool:
        """Whether what comes is no more looked at closely."""
        return self._left < 0

    def figures(self, *parts: Part) -> list[list[Found]]:
        """The figures of each of the parts, which belong together: of all, or of none."""
        if self.is_spent or _are_too_many(parts):
            self.passed_over += 1
            return [[] for _ in parts]
        found = [figures_of(*part) for part in parts]
        self._left -= len(parts) - 1 + sum(map(len, found))
        return found


def _are_too_many(parts: Sequence[Part]) -> bool:
    """Whether the parts have more numbers than anyone looks at."""
    pieces = [piece for part in parts for piece in part[0]]
    if sum(piece.end - piece.start for piece in pieces) <= _MOST:  # as a rule
        return False
    return sum(token.kind == NUMBER for piece in pieces for token in piece.tokens) > _MOST
