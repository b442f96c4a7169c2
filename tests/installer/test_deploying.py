"""docs/deploying.md names the packages, folders and switches that the installers have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from installer import bundle, contents, dmg, nsis, sums, windows
from installer.product import Product

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
SETUP = (ROOT / "installer" / "templates" / "setup.nsi").read_text(encoding="utf-8")


@pytest.fixture
def product() -> Product:
    return Product("hkviewer", "hkviewer", "VERSION", ROOT / "content", 0)


def test_the_packages_are_called_so(product, monkeypatch):
    monkeypatch.setattr("installer.bundle.platform.machine", lambda: "x86_64")
    archive = bundle.folder_name(product, "linux")
    names = [f"{archive}.tar.xz", f"{archive}.cdx.json", nsis._name(product), sums.NAME]
    names += [f"{product.stem}.msi", f"{product.stem}.dmg", f"{product.id}_{product.version}_amd64.deb"]
    for name in names:
        assert f"`{name}`" in TEXT, name


def test_the_systems_that_they_need_are_named():
    assert f"glibc {'.'.join(map(str, contents.HIGHEST_GLIBC))} or newer" in TEXT
    assert f"macOS {dmg.OLDEST_MACOS.removesuffix('.0')} or newer" in TEXT
    assert "Windows 10 1809" in TEXT
    assert "AtLeastBuild} 17763" in SETUP, "which is 1809"


def test_the_setup_s_folder_switches_and_codes_are_those_of_its_script():
    assert "$LOCALAPPDATA\\Programs\\@{id}" in SETUP
    assert "%LOCALAPPDATA%\\Programs\\hkviewer" in TEXT
    for switch in re.findall(r"uninstall\.exe\" /S (/[A-Z]+)", TEXT):
        assert f'"{switch}"' in SETUP
    assert "SetErrorLevel 32" in SETUP
    assert "| 32 | the program is running; nothing was changed |" in TEXT


def test_the_installed_console_program_is_called_by_its_whole_name():
    for folder in (r"%LOCALAPPDATA%\Programs\hkviewer", r"%ProgramFiles%\hkviewer"):
        assert rf'"{folder}\{windows.CONSOLE_PROGRAM}" --self-test' in TEXT


def test_the_debian_package_lies_where_it_says():
    source = (ROOT / "installer" / "deb.py").read_text(encoding="utf-8")
    assert 'tree / "usr" / "lib" / product.id' in source
    assert "`/usr/lib/hkviewer`" in TEXT
