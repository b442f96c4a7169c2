"""What a library for Windows asks for is known, and one that nothing asks for is left out of a bundle."""

from __future__ import annotations

import pytest

from installer import pe, trim
from installer.errors import BuildError
from tests.installer.windows.libraries import library


def test_what_is_needed_at_once_and_what_on_the_first_call_are_read(tmp_path):
    file = tmp_path / "a.dll"
    file.write_bytes(library(["Qt6Core.dll", "KERNEL32.dll"], ["d3d9.dll"]))
    assert pe.needed(file) == frozenset({"qt6core.dll", "kernel32.dll", "d3d9.dll"})
    file.write_bytes(library([]))
    assert pe.needed(file) == frozenset()


def test_another_kind_of_file_is_none_and_a_damaged_one_is_named(tmp_path):
    file = tmp_path / "a.dll"
    file.write_bytes(b"words")
    assert pe.needed(file) is None
    whole = library(["Qt6Core.dll"])
    for length in (2, 0x3F, 0x60, 0x150, len(whole) - 25):
        file.write_bytes(whole[:length])
        with pytest.raises(BuildError, match=r"a\.dll” is a damaged"):
            pe.needed(file)


def test_what_nothing_asks_for_is_dropped_and_what_is_opened_by_name_stays(tmp_path):
    files = {
        "hkviewer.exe": ["KERNEL32.dll"],
        "_internal/python311.dll": ["VCRUNTIME140.dll"],
        "_internal/VCRUNTIME140.dll": [],
        "_internal/pypdfium2_raw/pdfium.dll": [],
        "_internal/PySide6/QtGui.pyd": ["qt6gui.dll"],
        "_internal/PySide6/Qt6Gui.dll": ["Qt6Core.dll"],
        "_internal/PySide6/Qt6Core.dll": ["vcruntime140.dll"],
        "_internal/PySide6/VCRUNTIME140.dll": [],
        "_internal/PySide6/Qt6Network.dll": ["Qt6Core.dll"],
        "_internal/PySide6/opengl32sw.dll": [],
        "_internal/PySide6/plugins/platforms/qwindows.dll": ["Qt6Gui.dll"],
    }
    for name, needed in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(library(needed))
    dropped = trim.drop_unreachable(tmp_path, "win32")
    assert {path.name for path in dropped} == {"Qt6Network.dll", "opengl32sw.dll"}
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == files.keys() - {path.relative_to(tmp_path).as_posix() for path in dropped}
