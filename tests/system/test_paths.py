from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from hkviewer.system import paths

ROOT = Path(__file__).parents[2]


def test_a_checkout_has_content_and_resources_at_its_top():
    assert paths.content_folder() == ROOT / "content"
    assert paths.resources_folder() == ROOT / "resources"
    assert paths.compiled_folder() == ROOT / "build" / "compiled"


def test_a_wheel_has_them_in_the_package(tmp_path, monkeypatch):
    (tmp_path / "_data").mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path)
    assert paths.content_folder() == tmp_path / "_data" / "content"
    assert paths.compiled_folder() == tmp_path / "_data" / "compiled"


def test_an_editors_edition_has_a_name_and_folders_of_its_own(tmp_path, monkeypatch):
    (tmp_path / "_data").mkdir()
    names = '{"id": "east-asia", "name": "East Asia Fact Sheets"}'
    (tmp_path / "_data" / "product.json").write_text(names, encoding="utf-8")
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path)
    monkeypatch.delenv("HKVIEWER_HOME")
    paths.product.cache_clear()
    try:
        assert paths.product() == paths.Product(id="east-asia", name="East Asia Fact Sheets")
        assert paths.settings_folder().name == "east-asia"
        assert paths.policy_file("linux") == Path("/etc/east-asia/policy.json")
    finally:
        paths.product.cache_clear()


def test_the_programs_own_edition_is_called_hkviewer():
    assert (paths.product().id, paths.product().name) == ("hkviewer", "hkviewer")
    assert paths.product().is_own


def test_a_home_of_its_own_holds_everything(tmp_path, monkeypatch):
    monkeypatch.setenv("HKVIEWER_HOME", str(tmp_path))
    folders = (paths.settings_folder(), paths.data_folder(), paths.cache_folder())
    assert folders == (tmp_path / "config", tmp_path / "data", tmp_path / "cache")


def test_without_one_the_systems_folders_are_used(monkeypatch):
    monkeypatch.delenv("HKVIEWER_HOME")
    for folder in (paths.settings_folder(), paths.data_folder(), paths.cache_folder()):
        assert folder.name.lower() in ("hkviewer", "cache")


@pytest.fixture
def freeze(monkeypatch):
    """Makes the tests' Python a frozen program at a path."""

    def at(program: Path | str) -> None:
        monkeypatch.delenv("HKVIEWER_HOME", raising=False)
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        monkeypatch.setattr(sys, "executable", str(program))

    return at


@pytest.mark.parametrize("program", ["hkviewer", "hkviewer-cli", "hkviewer.exe", "hkviewer-cli.exe"])
def test_a_frozen_program_is_portable_where_a_file_says_so(tmp_path, freeze, program):
    freeze(tmp_path / program)
    assert tmp_path not in paths.data_folder().parents
    (tmp_path / "portable").touch()
    folders = (paths.settings_folder(), paths.data_folder(), paths.cache_folder())
    assert folders == tuple(tmp_path / "data" / kind for kind in ("config", "data", "cache"))


def test_on_macos_the_file_lies_beside_the_bundle(tmp_path, freeze):
    inside = tmp_path / "hkviewer.app" / "Contents" / "MacOS"
    inside.mkdir(parents=True)
    freeze(inside / "hkviewer")
    (inside / "portable").touch()
    assert paths.portable_folder() is None, "what lies within a bundle is part of the program"
    (tmp_path / "portable").touch()
    assert paths.portable_folder() == tmp_path


def test_a_link_to_a_portable_program_is_followed(tmp_path, freeze):
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "hkviewer").touch()
    (tmp_path / "stick" / "portable").touch()
    (tmp_path / "hkviewer").symlink_to(tmp_path / "stick" / "hkviewer")
    freeze(tmp_path / "hkviewer")
    assert paths.portable_folder() == tmp_path / "stick"


def test_a_folder_of_that_name_makes_nothing_portable(tmp_path, freeze):
    freeze(tmp_path / "hkviewer")
    (tmp_path / "portable").mkdir()
    assert paths.portable_folder() is None


def test_a_checkout_is_never_portable(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python3"))
    (tmp_path / "portable").touch()
    assert paths.portable_folder() is None


def test_a_home_of_its_own_goes_before_portable(tmp_path, freeze, monkeypatch):
    freeze(tmp_path / "hkviewer")
    (tmp_path / "portable").touch()
    monkeypatch.setenv("HKVIEWER_HOME", str(tmp_path / "elsewhere"))
    assert paths.data_folder() == tmp_path / "elsewhere" / "data"


def test_what_is_installed_for_all_users_is_never_portable(tmp_path, freeze, monkeypatch):
    """As if a file "portable" lay in every folder there is."""
    monkeypatch.setattr(Path, "is_file", lambda _path: True)
    for program in ("/usr/lib/hkviewer/hkviewer", "/opt/hkviewer/hkviewer-cli"):
        freeze(program)
        assert paths.portable_folder() is None
    freeze(tmp_path / "hkviewer")
    assert paths.portable_folder() == tmp_path


@pytest.mark.parametrize(
    ("platform", "folder", "installed"),
    [
        ("linux", "/usr/lib/hkviewer", True),
        ("linux", "/opt/hkviewer", True),
        ("linux", "/media/stick/usr/hkviewer", False),
        ("linux", "/home/reader/hkviewer", False),
        ("darwin", "/Applications", True),
        ("darwin", "/Volumes/stick", False),
        ("win32", "/Program Files/hkviewer", True),
        ("win32", "/Program Files (x86)/hkviewer", True),
        ("win32", "/stick/hkviewer", False),
    ],
)
def test_where_programs_for_all_users_are(monkeypatch, platform, folder, installed):
    monkeypatch.setenv("ProgramFiles", "/Program Files")
    monkeypatch.setenv("ProgramFiles(x86)", "/Program Files (x86)")
    monkeypatch.delenv("ProgramW6432", raising=False)
    assert paths._is_installed(Path(folder), platform) is installed


@pytest.mark.parametrize("value", [None, "", "/somewhere/else", "/mit Leer zeichen/香港"])
def test_the_systems_folders_are_those_of_platformdirs(monkeypatch, value):
    monkeypatch.delenv("HKVIEWER_HOME")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    assert paths.settings_folder() == platformdirs.user_config_path("hkviewer", appauthor=False)
    assert paths.data_folder() == platformdirs.user_data_path("hkviewer", appauthor=False)
    assert paths.cache_folder() == platformdirs.user_cache_path("hkviewer", appauthor=False)


def test_a_relative_folder_in_the_environment_is_ignored_as_the_specification_says(monkeypatch):
    monkeypatch.delenv("HKVIEWER_HOME")
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    assert paths.settings_folder() == Path.home() / ".config" / "hkviewer"
