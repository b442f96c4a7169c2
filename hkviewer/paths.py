"""Where content, resources and the reader's own data are: checkout, wheel, frozen bundle, portable."""

from __future__ import annotations

import os
import sys
from pathlib import Path

APPLICATION = "hkviewer"
_PACKAGE = Path(__file__).resolve().parent


def _shipped() -> Path:
    """The folder that holds content/ and resources/.

    That is hkviewer/_data in a wheel and a frozen bundle, the top in a checkout.
    """
    data = _PACKAGE / "_data"
    return data if data.is_dir() else _PACKAGE.parent


def content_folder() -> Path:
    """The folder of the bundled sheets; read-only."""
    return _shipped() / "content"


def resources_folder() -> Path:
    """The folder of fonts, icons, licences and templates; read-only."""
    return _shipped() / "resources"


def compiled_folder() -> Path:
    """The folder of the sheets parsed beforehand; it may be missing."""
    data = _PACKAGE / "_data"
    return data / "compiled" if data.is_dir() else _PACKAGE.parent / "build" / "compiled"


def settings_folder() -> Path:
    """The folder of the settings file; it may be missing."""
    return _own("config") or _users("config")


def data_folder() -> Path:
    """The folder of the reader's notes and places; it may be missing."""
    return _own("data") or _users("data")


def cache_folder() -> Path:
    """The folder of what can be made again; it may be missing."""
    return _own("cache") or _users("cache")


def _own(kind: str) -> Path | None:
    """A folder of `kind` under $HKVIEWER_HOME, or beside a portable program; None for the usual one.

    A frozen program is portable when a file called "portable" lies beside it: then a stick carries
    the reader's data along.
    """
    if home := os.environ.get("HKVIEWER_HOME"):
        return Path(home) / kind
    if getattr(sys, "frozen", False):
        beside = Path(sys.executable).resolve().parent
        if (beside / "portable").is_file():
            return beside / "data" / kind
    return None


# Variable and default below the home folder: XDG Base Directory Specification 0.8.
_XDG = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "data": ("XDG_DATA_HOME", ".local/share"),
    "cache": ("XDG_CACHE_HOME", ".cache"),
}


def _users(kind: str, platform: str = sys.platform) -> Path:
    """The usual folder of `kind` on this system."""
    if platform == "linux":
        # As platformdirs has it, too; importing that takes 5 ms of every start, and a test compares.
        variable, default = _XDG[kind]
        set_to = os.environ.get(variable, "").strip()
        base = Path(set_to) if Path(set_to).is_absolute() else Path.home() / default
        return base / APPLICATION
    import platformdirs  # noqa: PLC0415  see above

    folder = getattr(platformdirs, f"user_{kind}_path")
    return Path(folder(APPLICATION, appauthor=False))
