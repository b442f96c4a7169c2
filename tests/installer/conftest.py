"""What the tests of the installer's room share."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from installer import tools
from installer.errors import BuildError


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
    program = Path(shutil.which("objdump") or "").resolve()
    shutil.copy(program, bundle / "program")
    (inner / "words.txt").write_text("no ELF file\n", encoding="utf-8")
    return bundle
