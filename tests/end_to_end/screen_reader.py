"""Reads the window as a screen reader does and prints what it found as JSON.

Started by test_accessible_window.py with the system's python3, which has pyatspi, inside a display
and a session bus of its own: `python3 screen_reader.py PROGRAM [ARGUMENT…]`.
"""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
import time
from typing import Any

import pyatspi  # type: ignore[import-not-found]  # the system's python3 has it, ours has not
from gi.repository import GLib  # type: ignore[import-not-found]  # as above

SECONDS = 20.0
VIEWABLE, REVERT_TO_PARENT, CURRENT_TIME = 2, 2, 0
"""X11's numbers (X11/X.h)."""
MAP_STATE = 23
"""Which int of XWindowAttributes, on 64 bits, says whether a window is on the screen (X11/Xlib.h)."""
KEY_SYMBOLS = {"Right": 0xFF53, "Down": 0xFF54, "F9": 0xFFC6}
"""X11's numbers of keys (X11/keysymdef.h)."""


def main() -> None:
    """Start the program, read it, end it."""
    program = subprocess.Popen(sys.argv[1:])
    found: dict[str, Any] = {"events": [], "announced": [], "described": []}
    pyatspi.Registry.registerEventListener(
        lambda event: found["events"].append(event.detail1), "object:text-caret-moved"
    )
    try:
        read(found)
    except TimeoutError as error:
        found["error"] = str(error)
    program.terminate()
    found["exit_code"] = program.wait(SECONDS)
    print(json.dumps(found))


def read(found: dict[str, Any]) -> None:
    """Note the parts' names and roles, walk the caret with the arrow keys, and have something said."""
    application = wait_for(lambda: child_named(pyatspi.Registry.getDesktop(0), "hkviewer"))
    found["application"] = application.name
    tree = wait_for(lambda: descendant(application, "Sections"))
    found["tree_role"] = tree.getRoleName()
    found["rows"] = [row.name for row in tree]
    pane = wait_for(lambda: descendant(application, "Fact sheet"))
    found["pane_role"] = pane.getRoleName()
    text = pane.queryText()
    found["text"] = text.getText(0, -1)
    focus_window()
    wait_for(lambda: is_focused(pane), "the keyboard")
    text.setCaretOffset(0)
    found["carets"] = [text.caretOffset]
    for _ in range(3):
        before = text.caretOffset
        press("Right")
        wait_for(lambda before=before: text.caretOffset != before, "the caret after Right")
        found["carets"].append(text.caretOffset)
    press("Down")
    wait_for(lambda: text.caretOffset > 10, "the caret after Down")
    wait_for(lambda: len(found["events"]) >= 4, "a caret event")
    for way, event in (
        ("described", "object:property-change:accessible-description"),
        ("announced", "object:announcement"),
    ):
        # As Orca before version 45, then as later ones, which listen to both.
        pyatspi.Registry.registerEventListener(
            lambda event, way=way: found[way].append(event.any_data), event
        )
        press("F9")
        wait_for(lambda way=way: found[way], f"what is {way}")


def is_focused(part: Any) -> bool:
    """Whether keys reach `part`."""
    return bool(part.getState().contains(pyatspi.STATE_FOCUSED))


def focus_window() -> None:
    """Give the keyboard to the window on the screen: in a display of our own no window manager does."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
    windows = ctypes.POINTER(ctypes.c_ulong)()
    all_windows = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    x11.XQueryTree(display, all_windows, *map(ctypes.byref, (root, parent, windows, count)))
    for window in map(ctypes.c_ulong, windows[: count.value]):
        attributes = (ctypes.c_int * 64)()
        x11.XGetWindowAttributes(display, window, attributes)
        if attributes[MAP_STATE] == VIEWABLE:
            x11.XSetInputFocus(display, window, REVERT_TO_PARENT, CURRENT_TIME)
    x11.XCloseDisplay(display)


def press(key: str) -> None:
    """Press and release a key as the keyboard would."""
    pyatspi.Registry.generateKeyboardEvent(KEY_SYMBOLS[key], None, pyatspi.KEY_SYM)


def child_named(parent: Any, name: str) -> Any:
    """The child of that name, or None."""
    return next((child for child in parent if child is not None and child.name == name), None)


def descendant(root: Any, name: str) -> Any:
    """The first part of that name below `root`, or None."""
    return pyatspi.findDescendant(root, lambda part: part.name == name)


def wait_for(look: Any, what: str = "a part") -> Any:
    """What `look` finds; TimeoutError where it finds nothing for long. Meanwhile events are heard."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        while GLib.MainContext.default().iteration(False):
            pass
        if result := look():
            return result
        time.sleep(0.02)
    raise TimeoutError(f"{what} was waited for in vain")


if __name__ == "__main__":
    main()
