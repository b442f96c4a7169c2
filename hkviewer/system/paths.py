"""Where content, resources and the reader's own data are: checkout, wheel, frozen bundle, portable."""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

from hkviewer.system.values import Value

APPLICATION = "hkviewer"
_PACKAGE = Path(__file__).resolve().parent.parent


class Product(Value):
    """Which edition of the program this is: its own, or an editor's around other sheets.

    Attributes:
        id: what folders and the desktop know it by.
        name: what people read.
    """

    id: str = APPLICATION
    name: str = APPLICATION

    @property
    def is_own(self) -> bool:
        """Whether this is the program's own edition."""
        return self.id == APPLICATION


@cache
def product() -> Product:
    """What product.json beside the content says; an installer writes it for an editor's edition."""
    try:
        text = (_PACKAGE / "_data" / "product.json").read_text(encoding="utf-8")
    except OSError:
        return Product()
    import json  # the program's own edition has no such file

    stated = json.loads(text)
    return Product(id=stated["id"], name=stated["name"])


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


def policy_file(platform: str = sys.platform) -> Path:
    """The file of what the organisation has set for this machine; it may be missing.

    No variable of the environment has a say in it: whoever can set one could evade the policy.
    """
    if platform == "win32":
        return Path(_program_data()) / product().id / "policy.json"
    if platform == "darwin":
        return Path("/Library/Application Support") / product().id / "policy.json"
    return Path("/etc") / product().id / "policy.json"


def _program_data() -> str:
    """Windows' folder of data for all users, as the machine's own registry has it."""
    winreg = import_module("winreg")
    folders = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders"
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, folders) as key:
            return str(winreg.QueryValueEx(key, "Common AppData")[0])
    except OSError:
        return r"C:\ProgramData"


def _own(kind: str) -> Path | None:
    """A folder of `kind` under $HKVIEWER_HOME, or beside a portable program; None for the usual one."""
    if home := os.environ.get("HKVIEWER_HOME"):
        return Path(home) / kind
    beside = portable_folder()
    return beside / "data" / kind if beside else None


def portable_folder() -> Path | None:
    """The folder that a portable program keeps everything in, None for any other.

    A frozen program is portable when a file called "portable" lies beside it (on macOS: beside
    the bundle): then a stick carries the reader's data along. A program that is installed for all
    users of a machine never is, whatever lies beside it: they would share one reader's data.
    """
    if not getattr(sys, "frozen", False):
        return None
    program = Path(sys.executable).resolve()
    beside = _beside(program)
    # Asked first, because it is the answer nearly always.
    if not (beside / "portable").is_file() or _is_installed(beside):
        return None
    return beside


def _beside(program: Path) -> Path:
    """The folder that `program` lies in; for one within a macOS bundle, the bundle's."""
    bundle = next((folder for folder in program.parents if folder.suffix == ".app"), program)
    return bundle.parent


def _is_installed(folder: Path, platform: str = sys.platform) -> bool:
    """Whether `folder` is where programs for all users are installed."""
    if platform == "win32":
        variables = ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432")
        roots = [Path(value) for name in variables if (value := os.environ.get(name))]
    elif platform == "darwin":
        roots = [Path("/Applications"), Path("/System")]
    else:
        roots = [Path("/usr"), Path("/opt")]
    return any(root in (folder, *folder.parents) for root in roots)


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
        return base / product().id
    import platformdirs

    folder = getattr(platformdirs, f"user_{kind}_path")
    return Path(folder(product().id, appauthor=False))
