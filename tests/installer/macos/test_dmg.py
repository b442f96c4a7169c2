"""What the program says of itself on macOS, and the disk image."""

from __future__ import annotations

import io
import plistlib
from pathlib import Path

import pytest
from PIL import Image

from installer import dmg
from installer.errors import BuildError
from installer.product import Product
from installer.signing import Signer


@pytest.fixture
def product(tmp_path: Path) -> Product:
    """An editor's edition, before its release."""
    return Product("香港 Fact Sheets", "hk-sheets", "2.0.1rc1", tmp_path, 1_790_000_000)


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A stand-in of the program's bundle."""
    plist = tmp_path / "made" / "香港 Fact Sheets.app" / "Contents" / "Info.plist"
    plist.parent.mkdir(parents=True)
    plist.touch()
    return plist.parent.parent


def test_the_property_list_names_the_program_and_its_version(product):
    found = dmg.info_plist(product)
    assert found["CFBundleIdentifier"] == "hkviewer.hk-sheets"
    assert found["CFBundleDisplayName"] == "香港 Fact Sheets"
    assert found["CFBundleShortVersionString"] == found["CFBundleVersion"] == "2.0.1"
    assert found["LSMinimumSystemVersion"] == "13.0"


def test_the_program_is_an_alternate_viewer_of_markdown(product):
    found = dmg.info_plist(product)
    (kind,) = found["CFBundleDocumentTypes"]
    assert (kind["CFBundleTypeRole"], kind["LSHandlerRank"]) == ("Viewer", "Alternate")
    (declared,) = found["UTImportedTypeDeclarations"]
    assert kind["LSItemContentTypes"] == [declared["UTTypeIdentifier"]]
    assert declared["UTTypeTagSpecification"]["public.filename-extension"] == ["md", "markdown"]


def test_the_files_are_generated_where_no_image_can_be_made(product, tmp_path):
    files = dmg.generate(product, tmp_path)
    assert sorted(file.name for file in files) == ["Info.plist", "dmg_settings.py", "hkviewer.icns"]
    assert plistlib.loads((tmp_path / "macos" / "Info.plist").read_bytes()) == dmg.info_plist(product)
    dmg.check(product)


def test_settings_that_place_no_icon_for_the_program_are_found(product, tmp_path, monkeypatch):
    settings = tmp_path / "settings.py"
    text = dmg._SETTINGS.read_text(encoding="utf-8")
    settings.write_text(text.replace("app.name: (160, 130), ", ""), encoding="utf-8")
    monkeypatch.setattr(dmg, "_SETTINGS", settings)
    with pytest.raises(BuildError, match="macOS"):
        dmg.check(product)


def test_the_icon_has_every_size_that_macos_asks_for():
    with Image.open(io.BytesIO(dmg.ICON.read_bytes())) as icon:
        sizes = {(points, scale) for points, _, scale in icon.info["sizes"]}
    once, twice = {(size, 1) for size in (128, 256, 512)}, {(size, 2) for size in (16, 32, 128, 256, 512)}
    assert once | twice <= sizes


def test_the_image_is_made_by_dmgbuild_and_signed(app, product, tmp_path, monkeypatch):
    commands = []

    def take(command):
        commands.append([str(word) for word in command])
        Path(command[-1]).write_bytes(b"image")
        return ""

    signed: list[str] = []
    signer = Signer()
    monkeypatch.setattr(signer, "sign", lambda file: signed.append(file.read_bytes().decode()))
    monkeypatch.setattr(dmg, "run", take)
    image = dmg.build(app, product, tmp_path / "out", signer, Path("python"))
    assert image == tmp_path / "out" / "hk-sheets-2.0.1rc1.dmg"
    assert image.read_bytes() == b"image"
    assert signed == ["image"]
    ((*_, defined, icon, name, _),) = commands
    assert (defined, icon, name) == (f"-Dapp={app}", f"-Dicon={dmg.ICON}", "香港 Fact Sheets")


def test_what_is_no_app_is_refused(product, tmp_path):
    with pytest.raises(BuildError, match="no program for macOS"):
        dmg.build(tmp_path, product, tmp_path / "out", Signer(), Path("python"))
