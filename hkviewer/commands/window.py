"""`hkviewer [DOCUMENT]`: opens the window."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from hkviewer.commands import COMMANDS
from hkviewer.errors import HkviewerError
from hkviewer.system.display import missing_display

if TYPE_CHECKING:
    import argparse

_WITHOUT_DISPLAY = f"These commands work without one: {', '.join(COMMANDS)}."


def run(arguments: argparse.Namespace) -> int:
    """Open the window as `arguments` say; see `open_window`."""
    return open_window(arguments.document, arguments.section, arguments.find)


def open_window(document: str | None = None, section_id: str | None = None, query: str | None = None) -> int:
    """Open the window and stay until it is closed; the process's exit code. For the arguments see `app`.

    Raises:
        HkviewerError: there is no display.
    """
    if why := missing_display():
        raise NoDisplayError(f"No window can be opened: {why}.", _WITHOUT_DISPLAY)
    # Nothing of what is imported now is ever thrown away: looking for garbage among it cost 15 ms.
    gc.disable()
    from hkviewer.gui.startup import deferred_shiboken  # Qt is loaded only where there is a display

    deferred_shiboken.load()
    from hkviewer.gui.startup import app

    return app.run(document, section_id, query)


class NoDisplayError(HkviewerError):
    """There is no screen for a window (sysexits' EX_UNAVAILABLE)."""

    exit_code = 69
