"""What both Windows installers put on a machine: files, registry values, numbers and GUIDs."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from installer.errors import BuildError
from installer.product import Product

PUBLISHER = "The hkviewer project"
COPYRIGHT = "Copyright (c) 2026 The hkviewer developers. MIT License."
PROGRAM = "hkviewer.exe"
CONSOLE_PROGRAM = "hkviewer-cli.exe"
SYSTEM = "64-bit Windows 10, version 1809, or later"
"""What Qt 6.11 asks for: https://doc.qt.io/qt-6.11/windows.html."""

ENDINGS = (".md", ".markdown")
_STATE_FILES = ("settings.json", "places.json", "library.json", r"Cache\library.json")
_OTHER_DATA = (
    r"recipes\*.json",
    *(rf"Cache\search.sqlite3{end}" for end in ("", "-wal", "-shm", "-journal")),
)
DATA_FOLDERS = ("recipes",)
"""The folders that the program makes among its data, beside its cache."""
_HIGHEST_NUMBER = 65535
# What Windows itself and its parts keep below %LOCALAPPDATA%, where the program's own folder goes by its id.
_TAKEN_IDS = frozenset({"comms", "history", "microsoft", "packages", "programs", "publishers", "temp"})


@dataclass(frozen=True)
class RegistryValue:
    """A string below HKEY_CURRENT_USER or HKEY_LOCAL_MACHINE.

    Attributes:
        key: the path below the root.
        name: empty for the key's default value.
        value: “{folder}” stands for the folder that the program is in.
    """

    key: str
    name: str
    value: str


def data_files() -> list[str]:
    """What the program writes below its folder of data, but for the pages for the browser."""
    beside = (f"{name}{ending}" for name in _STATE_FILES for ending in ("", ".lock", ".damaged"))
    return [*beside, *_OTHER_DATA]


def files_of(bundle: Path) -> list[PurePosixPath]:
    """Every file of `bundle`, relative to it, in an order that is the same on every machine.

    Raises:
        BuildError: it is no bundle for Windows.
    """
    files = sorted(PurePosixPath(path.relative_to(bundle)) for path in bundle.rglob("*") if path.is_file())
    missing = [name for name in (PROGRAM, CONSOLE_PROGRAM) if PurePosixPath(name) not in files]
    if missing:
        raise BuildError(
            f"“{bundle}” is no bundle for Windows: it has no {' and no '.join(missing)}.",
            "Give the folder that a build on Windows made.",
        )
    return files


def folders_of(files: list[PurePosixPath]) -> list[PurePosixPath]:
    """The folders that `files` lie in, without the top, each before those in it."""
    folders = {folder for file in files for folder in file.parents}
    return sorted(folders - {PurePosixPath()})


def check_id(product: Product) -> None:
    """Raises BuildError when Windows has a folder of its own where the program's data would go."""
    if product.id in _TAKEN_IDS:
        raise BuildError(
            f"The id “{product.id}” is the name of a folder of Windows’ own.", "Choose another with --id."
        )


def open_with(product: Product) -> list[RegistryValue]:
    """What lists the program under “Open with” for Markdown files, beside others and never as the default.

    Source: https://learn.microsoft.com/windows/win32/shell/default-programs
    """
    kind = f"{product.id}.markdown"
    classes = r"Software\Classes"
    capabilities = rf"{own_key(product)}\Capabilities"
    program = rf"{{folder}}\{PROGRAM}"
    return [
        RegistryValue(rf"{classes}\{kind}", "", "Markdown document"),
        RegistryValue(rf"{classes}\{kind}\DefaultIcon", "", f"{program},0"),
        RegistryValue(rf"{classes}\{kind}\shell\open", "FriendlyAppName", product.name),
        RegistryValue(rf"{classes}\{kind}\shell\open\command", "", f'"{program}" "%1"'),
        *(RegistryValue(rf"{classes}\{ending}\OpenWithProgids", kind, product.name) for ending in ENDINGS),
        RegistryValue(capabilities, "ApplicationName", product.name),
        RegistryValue(capabilities, "ApplicationDescription", "Reads fact sheets and other Markdown files"),
        *(RegistryValue(rf"{capabilities}\FileAssociations", ending, kind) for ending in ENDINGS),
        RegistryValue(r"Software\RegisteredApplications", product.id, capabilities),
    ]


def app_paths(product: Product) -> list[RegistryValue]:
    """What lets the Run dialog and `start` find the programs by name, with the PATH left as it is.

    Source: https://learn.microsoft.com/windows/win32/shell/app-registration
    """
    paths = r"Software\Microsoft\Windows\CurrentVersion\App Paths"
    return [
        RegistryValue(rf"{paths}\{product.id}.exe", "", rf"{{folder}}\{PROGRAM}"),
        RegistryValue(rf"{paths}\{product.id}-cli.exe", "", rf"{{folder}}\{CONSOLE_PROGRAM}"),
    ]


def own_key(product: Product) -> str:
    """The registry key that is the product's alone."""
    return rf"Software\hkviewer\{product.id}"


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """The version as Windows' version resources have it: “0.2.0rc1” gives (0, 2, 0, 0).

    Raises:
        BuildError: it does not begin with numbers that fit.
    """
    match = re.match(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?", version)
    numbers = [int(part or 0) for part in match.groups()] if match else [_HIGHEST_NUMBER + 1]
    if max(numbers) > _HIGHEST_NUMBER:
        raise BuildError(f"“{version}” is no version that Windows can store.")
    return numbers[0], numbers[1], numbers[2], numbers[3]


def guid(product: Product, *words: str) -> str:
    """A GUID that is the same in every build: from the product's id and what it stands for."""
    own = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:hkviewer:{product.id}")
    return f"{{{uuid.uuid5(own, '/'.join(words))}}}".upper()


def stand_in(folder: Path) -> Path:
    """Fill `folder` with a small stand-in of a bundle, to try scripts on; it holds no program that runs."""
    data = "_internal/hkviewer/_data/content"
    names = [PROGRAM, CONSOLE_PROGRAM, "README.txt", "_internal/PySide6/Qt6Core.dll"]
    names += [f"{data}/a sheet's name with $signs & spaces.md", f"{data}/香港 事實.md"]
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"stand-in for {name}\n", encoding="utf-8")
    return folder
