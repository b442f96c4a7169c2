from __future__ import annotations

import shutil
import subprocess

import pytest

from installer import contents, dependencies


def test_every_library_that_a_bundle_may_need_has_its_package():
    known = dependencies.PACKAGES.keys() | dependencies.C_LIBRARY
    assert contents.EXTERNAL_LIBRARIES | contents.OPTIONAL_LIBRARIES.keys() <= known


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
