"""Where content, resources and the reader's own data are: checkout, wheel, frozen bundle, portable."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

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
    return _own("config") or Path(platformdirs.user_config_dir(APPLICATION, appauthor=False))


def data_folder() -> Path:
    """The folder of the reader's notes and places; it may be missing."""
    return _own("data") or Path(platformdirs.user_data_dir(APPLICATION, appauthor=False))


def cache_folder() -> Path:
    """The folder of what can be made again; it may be missing."""
    return _own("cache") or Path(platformdirs.user_cache_dir(APPLICATION, appauthor=False))


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
