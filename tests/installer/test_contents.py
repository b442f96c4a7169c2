"""What of Qt and Python goes into a bundle."""

from __future__ import annotations

import subprocess
import sys
from pathlib import PurePosixPath

import pytest

from hkviewer.content.encoding import EAST_ASIAN
from installer import contents


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        # A pattern for libcups once dropped this one too.
        ("PySide6/Qt/plugins/printsupport/libcupsprintersupport.so", True),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/Qt/plugins/imageformats/libqxcb.so", False),
    ],
)
def test_a_plug_in_is_taken_by_its_folder_and_name(path, wanted):
    assert contents.is_plugin(PurePosixPath(path))
    assert contents.is_wanted_plugin(PurePosixPath(path), "linux") is wanted


def test_a_library_is_no_plug_in():
    assert not contents.is_plugin(PurePosixPath("PySide6/Qt/lib/libQt6Gui.so.6"))


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_a_missing_plug_in_is_named(platform):
    paths = [
        PurePosixPath(f"PySide6/Qt/plugins/{folder}/{name}.so")
        for folder, names in contents.PLUGINS[platform].items()
        for name in names
    ]
    assert contents.missing_plugins(paths, platform) == []
    left_out = next(path for path in paths if path.stem not in contents.OPTIONAL_PLUGINS)
    rest = [path for path in paths if path != left_out]
    assert contents.missing_plugins(rest, platform) == [f"{left_out.parent.name}/{left_out.stem}"]


@pytest.mark.parametrize(
    ("name", "unwanted"),
    [
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("typst-0.15.2.dist-info/METADATA", False),
        ("typst-0.15.2.dist-info/sboms/typst.json", True),
        ("docx/templates/default.docx", False),
        ("hkviewer/_data/content/us-relations-with-hong-kong.md", False),
        ("hkviewer/_data/resources/fonts/PublicSans-Bold.ttf", False),
    ],
)
def test_data_for_programmers_and_translations_stay_out(name, unwanted):
    assert contents.is_unwanted_data(name) is unwanted


def test_no_library_is_both_bundled_and_expected_of_the_system():
    assert not contents.SYSTEM_LIBRARIES & contents.EXTERNAL_LIBRARIES
    # A second copy of these in one process breaks drivers, fonts and sessions.
    never = {"libGL.so.1", "libEGL.so.1", "libX11.so.6", "libxcb.so.1", "libfontconfig.so.1"}
    never |= {
        "libfreetype.so.6",
        "libglib-2.0.so.0",
        "libdbus-1.so.3",
        "libstdc++.so.6",
        "libwayland-client.so.0",
    }
    assert not contents.SYSTEM_LIBRARIES & never


def test_of_the_encodings_unicodes_stay_and_those_of_archives():
    left_out = {*contents.excluded_modules()}
    assert {"encodings.euc_kr", "encodings.koi8_r"} <= left_out
    assert not {"encodings.utf_8", "encodings.utf_16", "encodings.cp437", "encodings.aliases"} & left_out


def test_the_encodings_that_a_text_is_taken_for_stay():
    left_out = {*contents.excluded_modules()}
    guessed = {name for known, read, _ in EAST_ASIAN for name in (known, read)}
    asked = f"for name in {sorted(guessed)}: b'\\xa4\\xa4'.decode(name)"
    command = [sys.executable, "-c", f"{asked}\nimport sys; print(*sys.modules)"]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert {"encodings.gb18030", "_codecs_cn"} <= {*loaded}
    assert not left_out & {*loaded}


def test_nothing_that_opens_connections_is_taken():
    assert {"ssl", "_ssl", "PySide6.QtNetwork", "asyncio", "smtplib"} <= {*contents.EXCLUDED_MODULES}
