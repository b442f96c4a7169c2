"""What the tests of the installer's room share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from installer import libraries, tools
from installer.errors import BuildError
from installer.product import Product

ROOT = Path(__file__).parents[2]
_EPOCH = 1_790_000_000
_BUILD_SECONDS = 1800


@pytest.fixture(scope="session")
def provided() -> Callable[..., None]:
    """Sees to it that the tools named are there, as a build does; where they cannot be had the test skips."""

    def provide(*names: str) -> None:
        if sys.platform != "linux":
            pytest.skip("made only on Linux")
        try:
            tools.ensure(names)
        except BuildError as error:
            pytest.skip(str(error))

    return provide


@pytest.fixture
def elf_bundle(tmp_path: Path, provided: Callable[..., None]) -> Path:
    """A folder with a program that needs libraries of its own beside the C library: objdump itself."""
    provided("objdump")
    bundle = tmp_path / "bundle"
    inner = bundle / "_internal"
    inner.mkdir(parents=True)
    shutil.copy(_objdump(), bundle / "program")
    (inner / "words.txt").write_text("no ELF file\n", encoding="utf-8")
    return bundle


@pytest.fixture(scope="session")
def small_bundle(tmp_path_factory: pytest.TempPathFactory, provided: Callable[..., None]) -> Path:
    """A bundle as build_installer.py makes it, with little in it: what needs which library is told here."""
    provided("objdump")
    bundle = tmp_path_factory.mktemp("small") / "hkviewer-0.1.0-linux-x86_64"
    plugins = bundle / "_internal" / "PySide6" / "Qt" / "plugins"
    for program in ("hkviewer", "hkviewer-cli"):
        _write_elf(bundle / program, ("libz.so.1",), 0o755)
    _write_elf(bundle / "_internal" / "libQt6Gui.so.6", ("libglib-2.0.so.0", "libGL.so.1", "libX11.so.6"))
    _write_elf(bundle / "_internal" / "libxkbcommon.so.0", ("libz.so.1",))
    _write_elf(plugins / "printsupport" / "libcupsprintersupport.so", ("libcups.so.2", "libGL.so.1"))
    texts = {
        "README.txt": "To start it …",
        "licences/README.txt": "Made of these parts",
        "licences/Qt/LGPL-3.0.txt": "GNU LESSER GENERAL PUBLIC LICENSE",
        "_internal/hkviewer/_data/content/sheet.md": "# A sheet",
        "_internal/hkviewer/_data/resources/licences/README.txt": "shown by the program",
        "_internal/hkviewer/_data/resources/fonts/PublicSans-Bold.ttf": "a font",
    }
    for name, text in texts.items():
        (bundle / name).parent.mkdir(parents=True, exist_ok=True)
        (bundle / name).write_text(text, encoding="utf-8")
    return bundle


@pytest.fixture(scope="session")
def own_product() -> Product:
    """The program's own edition."""
    return Product("hkviewer", "hkviewer", "0.1.0", ROOT / "content", _EPOCH)


@pytest.fixture(scope="session")
def other_product() -> Product:
    """An editor's edition."""
    return Product("East Asia Sheets", "east-asia-sheets", "0.1.0", ROOT / "content", _EPOCH)


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the .deb and the .tar.xz of the program; HKVIEWER_DIST names one built before."""
    if given := os.environ.get("HKVIEWER_DIST"):
        return Path(given).resolve()
    if sys.platform != "linux":
        pytest.skip("made only on Linux")
    out = tmp_path_factory.mktemp("dist")
    formats = ["--format", "tar", "--format", "deb"]
    command = [sys.executable, str(ROOT / "build_installer.py"), "--out", str(out), *formats]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_BUILD_SECONDS, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def _objdump() -> Path:
    return Path(shutil.which("objdump") or "").resolve()


def _write_elf(file: Path, wanted: Sequence[str], mode: int = 0o644) -> None:
    """Write a copy of objdump that needs the C library and `wanted` and nothing else.

    The names of the libraries that objdump needs are written over; it does not run any more.
    """
    data = _objdump().read_bytes()
    names = sorted(libraries.needed(_objdump()) - {"libc.so.6"}, key=len, reverse=True)
    for number, name in enumerate(names):
        new = wanted[min(number, len(wanted) - 1)]
        assert len(new) <= len(name)
        data = data.replace(f"{name}\0".encode(), f"{new}\0".encode().ljust(len(name) + 1, b"\0"))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    file.chmod(mode)
