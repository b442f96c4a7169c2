"""The errors a user may see: each says what happened and what to do.

Every one becomes one or two plain lines on the command line, or a message in the window. Anything
else that is raised is a bug.
"""

from __future__ import annotations

import re

_LONGEST_QUOTED = 480
"""Characters; what is longer, an id of 10,000 or the like, is shown without its middle."""


class HkviewerError(Exception):
    """Something went wrong that the user can understand.

    Args:
        what: one sentence that says what happened, ending with a full stop.
        remedy: one sentence that says what to do, or "" where nothing can be done.
        in_window: what to do in the window, where that is something else; "" for the same.
    """

    exit_code = 1

    def __init__(self, what: str, remedy: str = "", in_window: str = "") -> None:
        if len(what) > _LONGEST_QUOTED:
            what = re.sub(
                rf"(“[^“”]{{120}})[^“”]{{{_LONGEST_QUOTED - 200},}}([^“”]{{80}}”)", r"\1 … \2", what
            )
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.in_window = in_window or remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".rstrip()

    @property
    def told_in_window(self) -> str:
        """All of it, as a window says it."""
        return f"{self.what} {self.in_window}".rstrip()


class UsageError(HkviewerError):
    """What was asked for makes no sense: an unknown option, section or format."""

    exit_code = 2


class DocumentError(HkviewerError):
    """A document cannot be read or shown."""

    exit_code = 3


class OutputError(HkviewerError):
    """A file cannot be written."""

    exit_code = 4
