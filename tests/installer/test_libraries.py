from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from installer import libraries
from installer.errors import BuildError


def _loaded(program: Path) -> dict[str, Path]:
    """The libraries that the system's loader takes for `program`: soname -> file."""
    listed = subprocess.run(["ldd", program], check=True, capture_output=True, text=True).stdout
    found = re.findall(r"^\s+(\S+) => (/\S+)", listed, re.MULTILINE)
    return {name: Path(path) for name, path in found}


def test_the_libraries_that_a_program_needs_are_among_those_that_the_loader_takes(elf_bundle):
    program = elf_bundle / "program"
    found = libraries.needed(program)
    assert "libc.so.6" in found
    assert len(found) > 1
    assert found <= set(_loaded(program))


def test_a_file_that_is_no_program_needs_nothing(elf_bundle):
    assert libraries.needed(elf_bundle / "_internal" / "words.txt") == frozenset()


def test_what_the_bundle_does_not_hold_is_external_with_who_needs_it(elf_bundle):
    program = elf_bundle / "program"
    found = libraries.external(elf_bundle)
    assert set(found) == libraries.needed(program)
    assert all(files == {program} for files in found.values())


def test_a_library_that_lies_anywhere_in_the_bundle_is_not_external_but_what_it_needs_is(elf_bundle):
    own = next(name for name in sorted(libraries.needed(elf_bundle / "program")) if name.startswith("libbfd"))
    held = elf_bundle / "_internal" / own
    shutil.copy(_loaded(elf_bundle / "program")[own], held)
    found = libraries.external(elf_bundle)
    assert own not in found
    assert found["libc.so.6"] == {elf_bundle / "program", held}
    assert libraries.needed(held) <= set(found)


def test_a_link_to_a_library_counts_as_held(elf_bundle):
    (elf_bundle / "libc.so.6").symlink_to("_internal/words.txt")
    assert "libc.so.6" not in libraries.external(elf_bundle)


def test_the_highest_glibc_is_the_highest_that_the_file_names(elf_bundle):
    program = elf_bundle / "program"
    named = re.findall(rb"\bGLIBC_(\d+)\.(\d+)", program.read_bytes())
    version, file = libraries.highest_glibc(elf_bundle)
    assert version[:2] == max((int(major), int(minor)) for major, minor in named)
    assert file == program


def test_a_bundle_without_programs_has_no_glibc(tmp_path, provided):
    provided("objdump")
    (tmp_path / "words.txt").write_text("no ELF file\n", encoding="utf-8")
    with pytest.raises(BuildError, match="no program"):
        libraries.highest_glibc(tmp_path)
    assert libraries.external(tmp_path) == {}


def test_a_damaged_library_is_named(elf_bundle):
    (elf_bundle / "damaged.so").write_bytes(b"\x7fELF and then nothing that makes sense")
    with pytest.raises(BuildError, match=r"damaged\.so"):
        libraries.external(elf_bundle)
