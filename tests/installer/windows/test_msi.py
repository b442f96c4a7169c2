"""The installer for a whole Windows machine."""

from __future__ import annotations

import dataclasses
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from installer import msi, windows
from installer.errors import BuildError
from installer.product import Product
from installer.signing import Signer

_WIX = "{http://schemas.microsoft.com/wix/2006/wi}"


@pytest.fixture(autouse=True)
def _with_msitools(provided):
    provided("wixl", "msiinfo")


def rows(package: Path, table: str) -> list[list[str]]:
    """The rows of a table of `package`."""
    command = ["msiinfo", "export", str(package), table]
    text = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    return [line.split("\t") for line in text.splitlines()[3:] if line]


def summary(package: Path) -> dict[str, str]:
    """The summary information of `package`."""
    command = ["msiinfo", "suminfo", str(package)]
    text = subprocess.run(command, check=True, capture_output=True, text=True, env={"TZ": "UTC"}).stdout
    return dict(line.split(": ", 1) for line in text.splitlines())


@pytest.fixture
def package(windows_bundle: Path, edition: Product, tmp_path: Path) -> Path:
    """A package of an edition whose name is beyond ASCII."""
    return msi.build(windows_bundle, edition, tmp_path / "out", Signer())


def test_the_package_holds_the_very_files_of_the_bundle(package, windows_bundle, tmp_path):
    subprocess.run(["msiextract", "-C", tmp_path / "unpacked", package], check=True, capture_output=True)
    top = tmp_path / "unpacked" / "香港 Fact Sheets"
    files = windows.files_of(windows_bundle)
    assert windows.files_of(top) == files
    assert all((top / file).read_bytes() == (windows_bundle / file).read_bytes() for file in files)


def test_the_package_is_for_the_whole_machine_and_says_what_it_is(package, edition):
    assert package.name == "hk-sheets-2.0.1rc1.msi"
    properties = {row[0]: row[1] for row in rows(package, "Property")}
    assert properties["ALLUSERS"] == "1"
    assert properties["ProductName"] == "香港 Fact Sheets"
    assert properties["ProductVersion"] == "2.0.1"
    assert properties["Manufacturer"] == "The hkviewer project"
    assert properties["UpgradeCode"] == windows.guid(edition, "upgrade")
    assert properties["ARPPRODUCTICON"] == "program.ico"
    told = summary(package)
    assert told["Template"] == "x64;1033"
    assert told["Subject"] == "香港 Fact Sheets 2.0.1rc1"
    assert told["Created"] == told["Last saved"] == "Mon Sep 21 14:13:20 2026"


def test_the_start_menu_leads_to_the_program(package):
    ((_, folder, name, _, target, *_),) = rows(package, "Shortcut")
    assert (folder, name, target) == ("ProgramMenuFolder", "香港 Fact Sheets", "[INSTALLFOLDER]hkviewer.exe")


def test_the_program_is_offered_for_markdown_to_everybody(package, edition):
    found = {(row[1], row[2], row[3], row[4]) for row in rows(package, "Registry")}
    for value in windows.open_with(edition):
        text = value.value.replace("{folder}\\", "[INSTALLFOLDER]")
        assert ("2", value.key, value.name, text) in found  # 2: HKEY_LOCAL_MACHINE


def test_another_folder_is_remembered_for_upgrades_and_the_removal(package, edition):
    key = windows.own_key(edition)
    assert ["2", key, "Folder", "[INSTALLFOLDER]"] in [row[1:5] for row in rows(package, "Registry")]
    ((name, search),) = rows(package, "AppSearch")
    ((locator, *place),) = rows(package, "RegLocator")
    assert (name, search) == ("INSTALLFOLDER", locator)
    assert place == ["2", key, "Folder", "18"]  # msidbLocatorTypeRawValue in the 64-bit registry
    assert "AppSearch" in [row[0] for row in rows(package, "InstallExecuteSequence")]


def test_windows_is_told_the_folder_for_its_list_of_programs(package):
    assert rows(package, "CustomAction") == [
        ["TellFolder", "51", "ARPINSTALLLOCATION", "[INSTALLFOLDER]", ""]
    ]
    sequence = {row[0]: int(row[2]) for row in rows(package, "InstallExecuteSequence")}
    # RegisterProduct writes it, with what the property has then; wixl puts “after CostFinalize” at the end.
    assert sequence["CostFinalize"] < sequence["TellFolder"] < sequence["RegisterProduct"]


def test_every_component_is_a_64_bit_one(package):
    components = rows(package, "Component")
    assert len(components) > 5
    assert all(int(row[3]) & 256 for row in components)  # msidbComponentAttributes64bit


def test_an_earlier_version_and_one_before_the_release_are_replaced(package):
    upgrades = {row[6]: row for row in rows(package, "Upgrade")}
    assert upgrades["EARLIERVERSION"][1:3] == ["0.0.0", "2.0.2"]
    assert int(upgrades["EARLIERVERSION"][4]) == 256  # the lower limit counts, the upper one does not
    assert upgrades["LATERVERSION"][1:3] == ["2.0.2", ""]
    assert int(upgrades["LATERVERSION"][4]) == 256 + 2  # is looked for and kept
    assert "RemoveExistingProducts" in [row[0] for row in rows(package, "InstallExecuteSequence")]
    assert "Installed OR NOT LATERVERSION" in [row[0] for row in rows(package, "LaunchCondition")]


def test_codes_are_new_for_a_version_and_stay_for_the_product_and_its_files(product, windows_bundle):
    later = dataclasses.replace(product, version="0.1.1")
    old, new = (ET.fromstring(msi.source(one))[0] for one in (product, later))
    assert old.get("UpgradeCode") == new.get("UpgradeCode")
    assert old.get("Id") != new.get("Id")
    assert msi.files_source(windows_bundle, product) == msi.files_source(windows_bundle, later)


def test_no_two_components_share_a_code(product, windows_bundle):
    texts = (msi.source(product), msi.files_source(windows_bundle, product))
    codes = [
        element.get("Guid") for text in texts for element in ET.fromstring(text).iter(f"{_WIX}Component")
    ]
    assert len(codes) == len(set(codes)) == len(windows.files_of(windows_bundle)) + 2


@pytest.mark.slow
def test_two_packages_of_the_same_bundle_are_the_same_bytes(package, windows_bundle, edition, tmp_path):
    for file in windows_bundle.rglob("*.*"):
        file.touch()
    assert (
        msi.build(windows_bundle, edition, tmp_path / "second", Signer()).read_bytes() == package.read_bytes()
    )


@pytest.mark.slow
def test_other_contents_get_another_package_code(package, windows_bundle, edition, tmp_path):
    (windows_bundle / "README.txt").write_text("another")
    other = msi.build(windows_bundle, edition, tmp_path / "second", Signer())
    assert summary(other)["Revision number (UUID)"] != summary(package)["Revision number (UUID)"]


def test_a_package_that_lacks_a_file_is_refused_and_not_left_behind(
    windows_bundle, product, tmp_path, monkeypatch
):
    whole = msi.files_source

    def lossy(bundle, one):
        (bundle / "README.txt").unlink()
        return whole(bundle, one)

    monkeypatch.setattr(msi, "files_source", lossy)
    with pytest.raises(BuildError, match=r"README\.txt"):
        msi.build(windows_bundle, product, tmp_path / "out", Signer())
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("version", ["256.0.0", "1.256.0", "1.0.65535"])
def test_a_version_beyond_windows_installers_limits_is_refused(product, version):
    with pytest.raises(BuildError, match=r"no version that Windows Installer"):
        msi.source(dataclasses.replace(product, version=version))


def test_a_machine_without_wixl_is_told_where_to_pack(product, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BuildError, match="on Debian"):
        msi.check(product)


def test_the_source_is_generated_where_no_bundle_is(edition, tmp_path):
    (file,) = msi.generate(edition, tmp_path)
    assert file == tmp_path / "windows" / "hk-sheets.wxs"
    assert ET.parse(file).getroot().tag == f"{_WIX}Wix"
    msi.check(edition)


def test_a_fault_in_the_source_is_found_without_a_bundle(product, monkeypatch):
    monkeypatch.setattr(msi, "source", lambda _product: f'<Wix xmlns="{_WIX[1:-1]}"><Nonsense/></Wix>')
    with pytest.raises(BuildError):
        msi.check(product)
