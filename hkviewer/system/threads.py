"""Threads that work beside the window: Python runs one at a time."""

from __future__ import annotations

import sys

_SWITCH_SECONDS = 0.0002
"""So long a thread keeps Python to itself; by default 5 ms, at each of the window's calls into Qt."""


def take_short_turns() -> None:
    """Have all threads of this process give way to each other soon; before one is started that works."""
    sys.setswitchinterval(_SWITCH_SECONDS)
