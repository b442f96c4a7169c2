"""Which packages are built where, and what is said of those that cannot be built here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from installer.packages import FORMATS, Job, default_formats
from installer.signing import Signer
from tests.examples import breadth


def test_each_system_builds_its_own_by_default():
    assert default_formats("linux") == ["tar", "deb"]
    assert default_formats("win32") == ["tar", "nsis"]
    assert default_formats("darwin") == ["dmg"]


@pytest.mark.parametrize("name", breadth(["nsis", "msi", "dmg"]))
def test_another_systems_package_is_generated_not_built(name, provided, small_bundle, own_product, tmp_path):
    provided(*FORMATS[name].tools)
    files, said = FORMATS[name].make(Job(small_bundle, own_product, tmp_path, Signer(), Path(sys.executable)))
    assert said.startswith("generated, not built")
    assert files
    assert all(file.is_file() and file.is_relative_to(tmp_path) for file in files)
    assert not [file for file in tmp_path.rglob("*") if file.suffix in (".exe", ".msi", ".dmg")]


def test_the_bundle_itself_is_copied_with_its_links(small_bundle, own_product, tmp_path):
    job = Job(small_bundle, own_product, tmp_path, Signer(), Path(sys.executable))
    (folder,), said = FORMATS["folder"].make(job)
    assert said == ""
    names = {path.relative_to(small_bundle) for path in small_bundle.rglob("*")}
    assert {path.relative_to(folder) for path in folder.rglob("*")} == names
