"""Searching for another process of the program: the far end of `hkviewer.search.background.process`.

First comes the sheet, its sections in batches, an empty one the last; then each request, or None for
nothing more until the next. Back go the answers. `wire` says how each is written.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from typing import IO

from hkviewer.content.model import FactSheet, Section
from hkviewer.errors import UsageError
from hkviewer.search.background.answer import Listener, SearchRequest
from hkviewer.search.background.thread import SearchThread
from hkviewer.search.background.wire import (
    WireError,
    answer_parts,
    problem_parts,
    read_request,
    read_sheet,
    receive,
    send,
    sheet_parts,
)

_BATCH = 8
"""Sections that are handed over at once: 0.1 ms or so, in which the window waits."""
_PAUSE_SECONDS = 0.0002
"""Between two batches, so that the window hardly ever meets one: 1 s more for 36,000 sections."""


def serve_standard_streams() -> int:
    """Answer on standard output what is asked on standard input until that ends; 0.

    Raises:
        UsageError: something else stands there.
    """
    # Ctrl+C in a terminal is for the window; its end is this one's too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    made = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What should ever be printed must not come between.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        serve(sys.stdin.buffer, made)
    except WireError as error:
        raise UsageError("The standard input is nothing that this program’s window asks.") from error
    return 0


def serve(given: IO[bytes], made: IO[bytes]) -> None:
    """Answer on `made` what is asked on `given` until that ends, or nobody reads on.

    Raises:
        WireError: something else stands there.
    """

    def tell(parts: Sequence[bytes]) -> None:
        try:
            send(parts, made)
            made.flush()
        except BrokenPipeError:
            os._exit(0)

    with contextlib.suppress(EOFError):
        listener = Listener(
            found=lambda request, answer: tell(answer_parts(request, answer)),
            failed=lambda words: tell(problem_parts("failed", words)),
            broken=lambda error: tell(problem_parts("broken", "".join(traceback.format_exception(error)))),
        )
        thread = SearchThread(_receive_sheet(given), listener)
        try:
            while True:
                _pass_on(read_request(receive(given)), thread)
        finally:
            thread.close()
            thread.join()


def _pass_on(request: SearchRequest | None, thread: SearchThread) -> None:
    if request is None:
        thread.cancel()
    else:
        thread.search(request)


def send_sheet(sheet: FactSheet, to: IO[bytes]) -> None:
    """Write `sheet` for `serve`.

    Raises:
        OSError: nobody reads.
    """
    for start in range(0, len(sheet.sections), _BATCH):
        send(sheet_parts(sheet, sheet.sections[start : start + _BATCH]), to)
        time.sleep(_PAUSE_SECONDS)
    send(sheet_parts(sheet, ()), to)


def _receive_sheet(given: IO[bytes]) -> FactSheet:
    """What `send_sheet` wrote. Raises EOFError where it ends early, WireError where it is something else."""
    sections: list[Section] = []
    while (batch := read_sheet(receive(given))).sections:
        sections += batch.sections
    return batch.replace(sections=tuple(sections))
