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
    asked = 0
    for soname, packages in dependencies.PACKAGES.items():
        command = ["dpkg-query", "--search", f"*/{soname}"]
        found = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        if owners := {line.partition(":")[0] for line in found.splitlines()}:
            assert owners & set(packages.split(" | ")), soname
            asked += 1
    assert asked
