"""The programs that a build needs and Python does not bring."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable

from installer.errors import BuildError

# What is called, and the Debian package that brings it.
PACKAGES = {
    "objdump": "binutils",
    "strip": "binutils",
    "dpkg-deb": "dpkg",
    "debootstrap": "debootstrap",
    "desktop-file-validate": "desktop-file-utils",
    "appstreamcli": "appstream",
    "lintian": "lintian",
    "makensis": "nsis",
    "wixl": "wixl",
    "msiinfo": "msitools",
    "Xvfb": "xvfb",
    "wine": "wine",  # for tools/prove_windows.py, with the next two
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32",
    "x86_64-w64-mingw32-objdump": "binutils-mingw-w64-x86-64",
    "cupsd": "cups-daemon",  # for tools/prove_windows.py: a printer that prints nothing, with the next one
    "lpadmin": "cups-client",
    "7z": "p7zip-full",  # for tests: it reads what makensis made
}

FOR_BUNDLES = frozenset({"objdump", "strip", "Xvfb"})
"""What making and trying a bundle needs on Linux."""


def ensure(tools: Iterable[str]) -> None:
    """See to it that each of `tools`, names of PACKAGES, can be called.

    Where this is root on Debian or Ubuntu the missing ones are installed.

    Raises:
        BuildError: one is missing and was not to be had; it names the packages.
    """
    absent = missing(tools)
    if absent and shutil.which("apt-get") and _is_root():
        _install(sorted({PACKAGES[name] for name in absent}))
        absent = missing(tools)
    if absent:
        packages = " ".join(sorted({PACKAGES[name] for name in absent}))
        raise BuildError(
            f"Missing for this build: {', '.join(absent)}.",
            f"On Debian and Ubuntu: sudo apt-get install {packages}",
        )


def missing(tools: Iterable[str]) -> list[str]:
    """Those of `tools` that cannot be called, in order."""
    return sorted({name for name in tools if shutil.which(name) is None})


def _is_root() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0


def _install(packages: list[str]) -> None:
    print(f"Installing {' '.join(packages)} …", file=sys.stderr, flush=True)
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], install):
        subprocess.run(command, env=settings, stdout=subprocess.DEVNULL, check=False)
