"""The virtual environment that a build takes its packages from: the locked ones and no other."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from installer.errors import BuildError
from installer.output import locked, remove
from installer.process import run


def make(root: Path, folder: Path, wheelhouse: Path | None = None) -> Path:
    """The Python of a virtual environment in `folder` with requirements/installer.txt in it.

    One that stands already, made of the same file by the same Python, is used again.

    Args:
        root: the checkout.
        folder: where the environment is or will be.
        wheelhouse: a folder of wheels to install from, without any package index.

    Raises:
        BuildError: this Python has no venv module, or a package is not to be had.
    """
    _refuse_python_without_venv()
    requirements = root / "requirements" / "installer.txt"
    stamp = folder / "hkviewer-installer.stamp"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = _fingerprint(requirements)
    with locked(folder.with_name(f"{folder.name}.lock")):
        if not (python.exists() and stamp.is_file() and stamp.read_text(encoding="ascii") == wanted):
            _install(folder, python, requirements, wheelhouse)
            stamp.write_text(wanted, encoding="ascii")
    return python


def _install(folder: Path, python: Path, requirements: Path, wheelhouse: Path | None) -> None:
    remove(folder)
    run([_base_python(), "-m", "venv", folder])
    try:
        run([python, *_pip_install(wheelhouse), "--require-hashes", "--requirement", requirements])
    except BuildError as error:
        raise BuildError(f"The packages could not be installed. {error.what}", _remedy(wheelhouse)) from None


def _refuse_python_without_venv() -> None:
    try:
        import ensurepip  # noqa: F401  Debian keeps it in a package of its own
        import venv  # noqa: F401  only whether it is there
    except ImportError:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise BuildError(
            "Python’s venv module is missing.", f"On Debian and Ubuntu: sudo apt-get install {package}"
        ) from None


def _base_python() -> str:
    """The Python that this one, perhaps a virtual environment's, was made from."""
    return str(getattr(sys, "_base_executable", sys.executable))


def _fingerprint(requirements: Path) -> str:
    lines = requirements.read_bytes().replace(b"\r\n", b"\n")
    return hashlib.sha256(sys.version.encode() + lines).hexdigest()


def _pip_install(wheelhouse: Path | None) -> list[str | Path]:
    # Wheels only: a source package would be built with tools that are not locked.
    pip = ["-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--only-binary", ":all:"]
    return [*pip, "--no-index", "--find-links", wheelhouse] if wheelhouse else [*pip]


def _remedy(wheelhouse: Path | None) -> str:
    if wheelhouse:
        return f"Put the wheels of requirements/installer.txt for this system into “{wheelhouse}”."
    return "Look at the connection, or give a folder of wheels with --wheelhouse, and build again."
