"""Standard output and errors: text as it is for a file, harmless text alone for a terminal."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import TextIO

from hkviewer.errors import OutputError

MARK_ON, MARK_OFF = "\x1b[1;7m", "\x1b[0m"
"""Bold and inverse type: seen without colours too. The only sequences that a terminal is given."""
_MARKS = r"(\x1b\[1;7m|\x1b\[0m)"


def prepare_streams() -> None:
    """Make stdout and stderr UTF-8 with "\\n", whatever the locale; what is no text comes out as \\udc80.

    A stream that is a terminal takes no control characters from then on, whoever writes to it: names of
    files and words of documents are anyone's, and could move its cursor or set its title. What stderr has no
    room for is dropped: a message that nobody gets changes neither what is done nor the exit code.
    """
    sys.stdout = _prepared(sys.stdout, TerminalText if _is_terminal(sys.stdout) else None)
    sys.stderr = _prepared(sys.stderr, TerminalMessages if _is_terminal(sys.stderr) else Messages)


def require_stdout() -> None:
    """Raise OutputError where stdout is closed: printing would do nothing, and say nothing of it."""
    if sys.stdout is None:
        raise OutputError("The output could not be written: it is closed.")


def write_bytes(data: bytes) -> None:
    """Write a file to stdout; to a terminal as text, since its bytes may be commands to it."""
    if sys.stdout.isatty():
        sys.stdout.write(data.decode("utf-8", "replace"))
    else:
        sys.stdout.buffer.write(data)


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


class Messages(io.TextIOWrapper):
    """A text stream that drops what cannot be written."""

    def write(self, text: str) -> int:
        """Write `text` if possible. Its length in code points."""
        with contextlib.suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        """Write what waits, if possible."""
        with contextlib.suppress(OSError):
            super().flush()


class TerminalMessages(TerminalText, Messages):
    """A terminal's stream that does both."""


@contextlib.contextmanager
def progress_line() -> Iterator[Callable[[str, int, int], None]]:
    """What tells on a terminal how far a work is, in one line that goes with it; elsewhere nobody is told.

    It takes what is being done, how many of the things to be done are, and how many these are, as often as
    one likes: a twentieth more is told.
    """
    stream, told, length = sys.stderr, -1, 0

    def tell(what: str, done: int, wanted: int) -> None:
        nonlocal told, length
        twentieth = 20 * done // max(wanted, 1)
        if done < wanted and twentieth != told:
            words = f"{what}: {done:,} of {wanted:,}"
            _write_as_it_is(stream, f"\r{words.ljust(length)}")
            told, length = twentieth, len(words)

    if not _is_terminal(stream):
        yield lambda _what, _done, _wanted: None
        return
    try:
        yield tell
    finally:
        if length:
            _write_as_it_is(stream, f"\r{' ' * length}\r")


def _write_as_it_is(stream: TextIO, text: str) -> None:
    """Write what leads back to the begin of a line, which comes from no file."""
    write = partial(io.TextIOWrapper.write, stream) if isinstance(stream, TerminalText) else stream.write
    with contextlib.suppress(OSError):
        write(text)
        stream.flush()


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def _prepared(stream: TextIO, kind: type[io.TextIOWrapper] | None) -> TextIO:
    """The same stream in UTF-8, as one of `kind` where that is given."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream  # of a test, or None where the stream is closed
    # One that somebody has put in its place, as tests do, is theirs.
    if kind is None or type(stream) is not io.TextIOWrapper:
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        return stream
    stream.flush()
    buffered = stream.detach()
    return kind(buffered, encoding="utf-8", errors="backslashreplace", newline="\n", line_buffering=True)
