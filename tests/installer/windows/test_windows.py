"""What both Windows installers put on a machine."""

from __future__ import annotations

import dataclasses
from pathlib import Path, PurePosixPath

import pytest

from installer import windows
from installer.errors import BuildError
from installer.product import Product

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("0.1.0", (0, 1, 0, 0)), ("2.0.1rc1", (2, 0, 1, 0)), ("3.1", (3, 1, 0, 0)), ("1.2.3.4", (1, 2, 3, 4))],
)
def test_a_version_becomes_four_numbers(version, numbers):
    assert windows.four_numbers(version) == numbers


@pytest.mark.parametrize("version", ["", "next", "1.70000"])
def test_a_version_that_windows_cannot_store_is_refused(version):
    with pytest.raises(BuildError, match="no version"):
        windows.four_numbers(version)


def test_the_files_of_a_bundle_come_in_one_order_with_their_folders(windows_bundle):
    files = windows.files_of(windows_bundle)
    assert files == sorted(files)
    assert PurePosixPath("_internal/hkviewer/_data/content/香港 事實.md") in files
    folders = windows.folders_of(files)
    assert folders[:2] == [PurePosixPath("_internal"), PurePosixPath("_internal/PySide6")]


def test_a_folder_without_the_programs_is_no_bundle(windows_bundle):
    (windows_bundle / "hkviewer-cli.exe").unlink()
    with pytest.raises(BuildError, match=r"no hkviewer-cli\.exe"):
        windows.files_of(windows_bundle)


def test_a_guid_is_the_same_in_every_build_and_differs_between_editions(product, edition):
    assert windows.guid(product, "upgrade") == "{8E9ACC8F-CA04-5393-8DAA-523B7BB2F62F}"
    assert windows.guid(edition, "upgrade") != windows.guid(product, "upgrade")
    assert windows.guid(product, "file", "a") != windows.guid(product, "file", "b")


def test_what_opens_markdown_by_default_stays_as_it_is(product):
    values = windows.open_with(product)
    of_endings = [value for value in values if "Classes\\." in value.key]
    assert {value.key for value in of_endings} == {
        r"Software\Classes\.md\OpenWithProgids",
        r"Software\Classes\.markdown\OpenWithProgids",
    }
    assert all(value.name == "hkviewer.markdown" for value in of_endings)


def test_two_editions_share_no_value_of_the_registry(product, edition):
    def places(one: Product) -> set[tuple[str, str]]:
        return {(v.key, v.name) for v in [*windows.open_with(one), *windows.app_paths(one)]}

    assert places(product) & places(edition) == set()


@pytest.mark.parametrize("id_", ["microsoft", "programs", "temp"])
def test_an_id_that_windows_uses_for_a_folder_is_refused(product, id_):
    with pytest.raises(BuildError, match="Windows’ own"):
        windows.check_id(dataclasses.replace(product, id=id_))


def test_the_copyright_is_that_of_the_licence():
    _, _, line, *_ = (ROOT / "LICENSE").read_text(encoding="utf-8").splitlines()
    assert windows.COPYRIGHT.removesuffix(". MIT License.") == line
