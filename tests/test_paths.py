from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from hkviewer import paths

ROOT = Path(__file__).parents[1]


def test_a_checkout_has_content_and_resources_at_its_top():
    assert paths.content_folder() == ROOT / "content"
    assert paths.resources_folder() == ROOT / "resources"
    assert paths.compiled_folder() == ROOT / "build" / "compiled"


def test_a_wheel_has_them_in_the_package(tmp_path, monkeypatch):
    (tmp_path / "_data").mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path)
    assert paths.content_folder() == tmp_path / "_data" / "content"
    assert paths.compiled_folder() == tmp_path / "_data" / "compiled"


def test_a_home_of_its_own_holds_everything(tmp_path, monkeypatch):
    monkeypatch.setenv("HKVIEWER_HOME", str(tmp_path))
    folders = (paths.settings_folder(), paths.data_folder(), paths.cache_folder())
    assert folders == (tmp_path / "config", tmp_path / "data", tmp_path / "cache")


def test_without_one_the_systems_folders_are_used(monkeypatch):
    monkeypatch.delenv("HKVIEWER_HOME")
    for folder in (paths.settings_folder(), paths.data_folder(), paths.cache_folder()):
        assert folder.name.lower() in ("hkviewer", "cache")


def test_a_frozen_program_is_portable_where_a_file_says_so(tmp_path, monkeypatch):
    monkeypatch.delenv("HKVIEWER_HOME")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "hkviewer"))
    assert tmp_path not in paths.data_folder().parents
    (tmp_path / "portable").touch()
    assert paths.data_folder() == tmp_path / "data" / "data"


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
