"""Standard output and errors: text as it is for a file, harmless text alone for a terminal."""

from __future__ import annotations

import io
import re
import sys
from typing import TextIO

MARK_ON, MARK_OFF = "\x1b[1;7m", "\x1b[0m"
"""Bold and inverse type: seen without colours too. The only sequences that a terminal is given."""
_MARKS = r"(\x1b\[1;7m|\x1b\[0m)"


def prepare_streams() -> None:
    """Make stdout and stderr UTF-8 with "\\n", whatever the locale; what is no text comes out as \\udc80.

    A stream that is a terminal takes no control characters from then on, whoever writes to it: names of
    files and words of documents are anyone's, and could move its cursor or set its title.
    """
    sys.stdout, sys.stderr = _prepared(sys.stdout), _prepared(sys.stderr)


class TerminalText(io.TextIOWrapper):
    """A terminal's text stream that writes what is harmful as U+FFFD."""

    def write(self, text: str) -> int:
        """Write `text`; `MARK_ON` and `MARK_OFF` in it stay. Its length in code points."""
        from hkviewer.system.characters import harmless_on_terminal  # the start writes nothing

        pieces = re.split(_MARKS, text)
        # The words between the marks stand at the even positions.
        pieces[::2] = map(harmless_on_terminal, pieces[::2])
        super().write("".join(pieces))
        return len(text)


def _prepared(stream: TextIO) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    if isinstance(stream, TerminalText) or not stream.isatty():
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        return stream
    stream.flush()
    return TerminalText(
        stream.detach(), encoding="utf-8", errors="backslashreplace", newline="\n", line_buffering=True
    )
