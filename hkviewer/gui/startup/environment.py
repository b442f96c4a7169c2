"""The environment variables that Qt reads, corrected before the application is made."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

from PySide6 import QtCore


def prepare(environment: MutableMapping[str, str] = os.environ, plugins: Path | None = None) -> None:
    """Correct `environment` where Qt would use something that it does not have, or that is slow.

    Args:
        environment: the process's variables.
        plugins: Qt's plug-in folder; left out, the one in use.
    """
    _fall_back_to_ibus(environment, plugins)
    _avoid_gtk(environment)
    if sys.platform == "linux" and _charset() != "UTF-8":
        _use_utf8(environment)


def _charset() -> str:
    """The character encoding of the reader's locale; that of C where it is not installed."""
    import locale  # not on every system

    with contextlib.suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, "")
    return locale.nl_langinfo(locale.CODESET)


def _use_utf8(environment: MutableMapping[str, str]) -> None:
    """Set a locale in UTF-8 for characters only: Qt would use it anyway, after four lines on stderr.

    Country and language, which paper and dates go by, stay the reader's own.
    """
    if everything := environment.pop("LC_ALL", ""):
        environment["LANG"] = everything
    environment["LC_CTYPE"] = "C.UTF-8"
    if not _is_installed():
        environment["LC_ALL"] = "C.UTF-8"


def _is_installed() -> bool:
    """Whether the system has every locale that the process's variables name."""
    import locale  # not on every system

    try:
        locale.setlocale(locale.LC_ALL, "")
    except locale.Error:
        return False
    return True


def _fall_back_to_ibus(environment: MutableMapping[str, str], plugins: Path | None) -> None:
    """Use ibus where an input method is asked for that Qt has no plug-in for.

    PySide6 brings none for fcitx; fcitx answers to ibus's protocol too, so that Chinese can be typed.
    """
    wanted = environment.get("QT_IM_MODULE", "")
    if not wanted.startswith("fcitx"):
        return
    folder = plugins or Path(QtCore.QLibraryInfo.path(QtCore.QLibraryInfo.LibraryPath.PluginsPath))
    if not list(folder.glob(f"platforminputcontexts/*{wanted}*")):
        environment["QT_IM_MODULE"] = "ibus"


def _avoid_gtk(environment: MutableMapping[str, str]) -> None:
    """Take GNOME's dialogs and colours through the desktop portal, not through GTK.

    Measured: Qt's gtk3 platform theme costs 45 ms at start and 26 MB.
    """
    desktop = environment.get("XDG_CURRENT_DESKTOP", "")
    gtk = any(name in desktop for name in ("GNOME", "Unity", "XFCE", "MATE", "Cinnamon"))
    if gtk and not environment.get("QT_QPA_PLATFORMTHEME"):
        environment["QT_QPA_PLATFORMTHEME"] = "xdgdesktopportal"
