"""The libraries that Qt and Python want of a Linux system: each soname and who brings it, once.

The values are the packages of Debian 12, Ubuntu 22.04 and later; of alternatives the last is the older
name, which newer releases provide. They are written out, not asked of the building machine, so that
every machine makes the same package; a test compares them with what dpkg knows there. `dev.py` reads
them as well, before anything is installed: only the standard library is imported here.
"""

from __future__ import annotations

# Ubuntu 24.04 and Debian 13 renamed what changed with the 64-bit time_t.
_GLIB = "libglib2.0-0t64 | libglib2.0-0"

# Drivers, fonts and sessions must be the system's own: a second copy in one process breaks them.
QT_SHARED = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": _GLIB,
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb.so.1": "libxcb1",
}
# Many desktops lack these, and Qt's plug-in alone uses them: “libxcb-cursor0 is missing” is what users
# of Qt programs meet most. A bundle holds a copy.
QT_BUNDLED = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
# Python's own, which a bundle holds too: FTS5 is needed, and libffi's number changes with the release.
PYTHON_BUNDLED = {
    "libffi.so.8": "libffi8",
    "libsqlite3.so.0": "libsqlite3-0",
}
# Where there is a Python there are these; the C++ runtime must be the system's own.
RUNTIME = {
    "libgcc_s.so.1": "libgcc-s1",
    "libgthread-2.0.so.0": _GLIB,
    "libstdc++.so.6": "libstdc++6",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
C_LIBRARY = frozenset(
    {
        *("ld-linux-x86-64.so.2", "libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0"),
        *("librt.so.1", "libutil.so.1"),
    }
)
"""What libc6 brings; how recent it must be follows from the symbols."""
PRINTING = {"libcups.so.2": "libcups2t64 | libcups2"}
"""Without it Qt passes over one plug-in, and there are no printers."""
