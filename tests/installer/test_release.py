"""Bringing together the packages of several systems."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer import release, sums
from installer.errors import BuildError


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The packages of two systems."""
    for name in ("linux/a.deb", "linux/a.tar.xz", "windows/a.msi"):
        file = tmp_path / "made" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    for folder in (tmp_path / "made").iterdir():
        sums.write(list(folder.iterdir()), folder)
    return tmp_path / "made"


def test_one_folder_and_one_list_of_sums_come_of_several(made, tmp_path):
    out = tmp_path / "dist"
    files = release.collect(made, out)
    assert [file.name for file in files] == ["a.deb", "a.tar.xz", "a.msi", "SHA256SUMS"]
    lines = (out / "SHA256SUMS").read_text().splitlines()
    assert lines == [f"{sums.digest(out / name)}  {name}" for name in ("a.deb", "a.msi", "a.tar.xz")]


def test_a_package_that_was_changed_on_the_way_is_refused(made, tmp_path):
    (made / "windows" / "a.msi").write_text("another")
    with pytest.raises(BuildError, match="not the file that was built"):
        release.collect(made, tmp_path / "dist")
    assert not (tmp_path / "dist" / "a.msi").exists()
    assert not (tmp_path / "dist" / "SHA256SUMS").exists()


def test_a_package_that_is_missing_is_named(made, tmp_path):
    (made / "windows" / "a.msi").unlink()
    with pytest.raises(BuildError, match=r"a\.msi"):
        release.collect(made, tmp_path / "dist")


def test_packages_of_the_same_name_are_refused(made, tmp_path):
    (made / "windows" / "SHA256SUMS").write_text((made / "linux" / "SHA256SUMS").read_text())
    with pytest.raises(BuildError, match=r"a\.deb"):
        release.collect(made, tmp_path / "dist")


def test_a_folder_without_packages_is_refused(tmp_path):
    with pytest.raises(BuildError, match="SHA256SUMS"):
        release.collect(tmp_path, tmp_path / "dist")
