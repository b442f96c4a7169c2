"""Which Debian packages bring what a bundle needs of the system."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from installer.errors import BuildError
from installer.libraries import external, highest_glibc
from installer.system_libraries import (
    C_LIBRARY,
    PRINTING,
    PYTHON_BUNDLED,
    QT_BUNDLED,
    QT_SHARED,
    RUNTIME,
)

PACKAGES: Mapping[str, str] = {**QT_SHARED, **QT_BUNDLED, **PYTHON_BUNDLED, **RUNTIME, **PRINTING}
"""soname -> the package that brings it."""

_DATA: Mapping[str, str] = {
    # As Debian's own libxkbcommon0 has it: the tables for a keyboard that the display only names.
    "libxkbcommon.so.0": "xkb-data",
}
"""A library of the bundle -> the package with the data files that it reads."""

_OPTIONAL = frozenset({"printsupport"})
"""Folders of Qt plug-ins that Qt passes over where a library is missing; the rest of the program runs."""

RECOMMENDS = ("xdg-utils",)
"""xdg-open shows a link in the browser."""

SUGGESTS = ("cups", "fonts-noto-cjk")
"""A printer, and Chinese, Japanese and Korean characters in the reader's own files."""


def depends(bundle: Path) -> list[str]:
    """What the program in the folder `bundle` cannot run without, as the field Depends has it.

    Raises:
        BuildError: it needs a library that PACKAGES does not know.
    """
    version, _ = highest_glibc(bundle)
    names = {name for name, users in external(bundle).items() if not _are_optional(users)}
    data = {package for soname, package in _DATA.items() if any(bundle.rglob(soname))}
    return [f"libc6 (>= {'.'.join(map(str, version))})", *sorted(_packages(names) | data)]


def recommends(bundle: Path) -> list[str]:
    """What some part of the program in `bundle` goes without where it is missing."""
    names = {name for name, users in external(bundle).items() if _are_optional(users)}
    return sorted({*_packages(names), *RECOMMENDS})


def _packages(sonames: Iterable[str]) -> set[str]:
    wanted = set(sonames) - C_LIBRARY
    if unknown := sorted(wanted - PACKAGES.keys()):
        raise BuildError(
            f"No Debian package is known for {', '.join(unknown)}.",
            "Bundle the library, or add it to installer/system_libraries.py.",
        )
    return {PACKAGES[name] for name in wanted}


def _are_optional(users: Iterable[Path]) -> bool:
    return all(path.parent.name in _OPTIONAL for path in users)
