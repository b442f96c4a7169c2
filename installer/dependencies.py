"""Which Debian packages bring what a bundle needs of the system.

The tables are written out, not asked of the building machine, so that every machine makes the same
package; a test compares them with what dpkg knows there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from installer.errors import BuildError
from installer.libraries import external, highest_glibc

# Ubuntu 24.04 and Debian 13 renamed what changed with the 64-bit time_t; the older name stands second.
_GLIB = "libglib2.0-0t64 | libglib2.0-0"
_CUPS = "libcups2t64 | libcups2"

PACKAGES: Mapping[str, str] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libcups.so.2": _CUPS,
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libgio-2.0.so.0": _GLIB,
    "libglib-2.0.so.0": _GLIB,
    "libgobject-2.0.so.0": _GLIB,
    "libgthread-2.0.so.0": _GLIB,
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""soname -> the package that brings it on Debian 12 and Ubuntu 22.04 and later."""

C_LIBRARY = frozenset(
    ["ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"]
    + [f"lib{name}.so.{number}" for name, number in (("c", 6), ("m", 6), ("dl", 2), ("pthread", 0))]
    + [f"lib{name}.so.{number}" for name, number in (("resolv", 2), ("rt", 1), ("util", 1))]
)
"""What libc6 brings; how recent it must be follows from the symbols."""

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
            "Bundle the library, or add it to installer/dependencies.py.",
        )
    return {PACKAGES[name] for name in wanted}


def _are_optional(users: Iterable[Path]) -> bool:
    return all(path.parent.name in _OPTIONAL for path in users)
