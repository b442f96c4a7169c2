"""The virtual environment that a build takes its packages from: the locked ones and no other."""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from installer.components import PACKAGES, normal_name
from installer.errors import BuildError
from installer.output import locked, remove
from installer.process import run
from installer.sbom import locked as locked_versions


class Environment(NamedTuple):
    """A Python, and the folder that its packages lie in."""

    python: Path
    site: Path


def in_place(root: Path) -> Environment:
    """The Python that runs this, with the packages that it has.

    Raises:
        BuildError: one of those that a bundle holds is not there in its locked version.
    """
    wanted = locked_versions(root)
    have = {normal_name(one.name): one.version for one in metadata.distributions()}
    for name in map(normal_name, (*PACKAGES, "pyinstaller")):
        if have.get(name) != wanted[name]:
            raise BuildError(
                f"This Python has {name} {have.get(name, 'not at all')} instead of {wanted[name]}.",
                "Install requirements/installer.txt for it, or leave out --in-place.",
            )
    return Environment(Path(sys.executable), own_site())


def own_site() -> Path:
    """Where the packages of the Python that runs this lie."""
    return Path(sysconfig.get_path("platlib"))


def make(root: Path, folder: Path, wheelhouse: Path | None = None) -> Environment:
    """A virtual environment in `folder` with requirements/installer.txt in it, and no other packages.

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
    where = {"base": str(folder), "platbase": str(folder)}
    return Environment(python, Path(sysconfig.get_path("platlib", "venv", where)))


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
