from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from installer import contents, dependencies, system_libraries

ROOT = Path(__file__).resolve().parents[2]
SONAME = re.compile(r'"lib[\w.+-]+\.so\.\d')


def test_a_library_stands_in_one_table():
    tables = [value for value in vars(system_libraries).values() if isinstance(value, (dict, frozenset))]
    sonames = [name for table in tables for name in table if name.startswith(("lib", "ld"))]
    assert len(sonames) == len(set(sonames)) > 40


@pytest.mark.parametrize("file", ["dev.py", "installer/contents.py", "installer/gates.py"])
def test_no_other_file_lists_libraries_of_the_system(file):
    assert not SONAME.search((ROOT / file).read_text(encoding="utf-8"))


def test_every_library_that_a_bundle_may_need_has_its_package():
    known = dependencies.PACKAGES.keys() | system_libraries.C_LIBRARY
    assert contents.EXTERNAL_LIBRARIES | contents.OPTIONAL_LIBRARIES.keys() <= known


@pytest.mark.slow
def test_the_packages_are_those_that_bring_the_libraries_on_this_machine():
    if shutil.which("dpkg-query") is None:
        pytest.skip("can be asked only on a system of Debian's kind")
    command = ["dpkg-query", "--search", *(f"*/{soname}" for soname in dependencies.PACKAGES)]
    listing = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    owners: dict[str, set[str]] = {}
    for line in listing.splitlines():
        package, _, path = line.partition(": ")
        owners.setdefault(path.rpartition("/")[2], set()).add(package.partition(":")[0])
    assert owners
    for soname, packages in owners.items():
        assert packages & set(dependencies.PACKAGES[soname].split(" | ")), soname
