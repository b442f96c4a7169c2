"""The installer for one user of Windows."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from pathlib import Path

import pytest

from installer import nsis, windows
from installer.errors import BuildError
from installer.signing import Signer

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def _with_nsis(provided):
    provided("makensis")


def read_all(folder: Path) -> dict[str, bytes]:
    """The files below `folder`, by their paths in it."""
    return {str(file): (folder / file).read_bytes() for file in windows.files_of(folder)}


@pytest.mark.slow
def test_the_setup_holds_the_very_files_of_the_bundle(windows_bundle, product, tmp_path, provided):
    provided("7z")
    setup = nsis.build(windows_bundle, product, tmp_path / "out", Signer())
    assert setup.name == "hkviewer-0.1.0-setup.exe"
    unpacked = tmp_path / "unpacked"
    subprocess.run(["7z", "x", f"-o{unpacked}", setup], check=True, capture_output=True)
    found = read_all(unpacked)
    own = {name for name in found if name.startswith("$PLUGINSDIR") or name == "uninstall.exe"}
    assert {name: data for name, data in found.items() if name not in own} == read_all(windows_bundle)


@pytest.mark.slow
def test_two_setups_of_the_same_bundle_are_the_same_bytes(windows_bundle, edition, tmp_path):
    first = nsis.build(windows_bundle, edition, tmp_path / "first", Signer()).read_bytes()
    for file in windows_bundle.rglob("*.*"):
        file.touch()
    assert nsis.build(windows_bundle, edition, tmp_path / "second", Signer()).read_bytes() == first


def test_the_setup_needs_no_administrator_and_says_what_it_is(windows_bundle, edition, tmp_path):
    data = nsis.build(windows_bundle, edition, tmp_path, Signer()).read_bytes()
    assert b'level="asInvoker"' in data
    for text in (
        "The hkviewer project",
        "香港 Fact Sheets setup",
        "2.0.1rc1",
        "hk-sheets-2.0.1rc1-setup.exe",
    ):
        assert text.encode("utf-16-le") in data


def test_the_uninstaller_removes_the_files_of_the_bundle_by_name(windows_bundle):
    text = nsis.bundle_script(windows_bundle, Path("setup.exe"), Signer())
    removed = re.findall(r'^  Delete "\$INSTDIR\\(.*)"$', text, re.MULTILINE)
    names = [name.replace("\\", "/").replace("$$", "$") for name in removed]
    assert names == [str(file) for file in windows.files_of(windows_bundle)]


def test_folders_go_only_when_they_are_empty_and_inner_ones_first(windows_bundle, product):
    text = nsis.bundle_script(windows_bundle, Path("setup.exe"), Signer())
    folders = re.findall(r'^    RMDir "\$INSTDIR\\(.*)"$', text, re.MULTILINE)
    assert folders[0] == r"_internal\hkviewer\_data\content"
    assert folders[-1] == "_internal"
    assert "RMDir /r" not in nsis.script(product) + text


def test_the_users_data_that_goes_when_that_is_asked_for_is_all_that_the_program_writes(product, page):
    section = nsis.script(product).partition('Section /o "un.My settings')[2].partition("SectionEnd")[0]
    removed = re.findall(r'Delete "\$LOCALAPPDATA\\hkviewer\\([^"]+)"', section)
    guide = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| [^|]*: (`[^|]+) \| [^|]+ \| `%LOCALAPPDATA%\\hkviewer\\(.*?)`", guide, re.MULTILINE
    )
    named = {folder + re.findall("`(.+?)`", names)[0] for names, folder in rows}
    assert len(named) > 6
    ours = {
        "recipes/NAME.json": r"recipes\*.json",
        r"Cache\SHEET.html": r"Cache\library.json",
    }  # pages: below
    assert {ours.get(name, name) for name in named} <= set(removed)
    assert {r"Cache\search.sqlite3-wal", "settings.json.damaged", "places.json.lock"} <= set(removed)
    # Pages for the browser are known by a line of theirs.
    (number,) = re.findall(r"define PAGE_LINE (\d+)", nsis.script(product))
    (words,) = re.findall(r"define PAGE_WORDS `(.*)`", nsis.script(product))
    assert page.decode().splitlines()[int(number) - 1].startswith(words)


def test_every_value_that_is_written_to_the_registry_is_removed(edition):
    text = nsis.script(edition)
    written = set(re.findall(r'^ +WriteReg\w+ HKCU "([^"$]+)" "([^"]*)"', text, re.MULTILINE))
    removed = re.findall(r'^ +DeleteRegKey HKCU "([^"$]+)"', text, re.MULTILINE)
    removed.append(windows.own_key(edition))
    values = set(re.findall(r'^ +DeleteRegValue HKCU "([^"]+)" "([^"]+)"', text, re.MULTILINE))
    left = {(key, name) for key, name in written - values if not key.startswith(tuple(removed))}
    assert written
    assert left == set()


@pytest.mark.slow
def test_a_command_signs_the_uninstaller_and_the_setup(windows_bundle, product, tmp_path):
    script = tmp_path / "sign it.py"
    script.write_text(
        "import pathlib, sys\n"
        "log = pathlib.Path(__file__).with_name('signed.txt')\n"
        "log.open('a').write(pathlib.Path(sys.argv[2]).read_bytes()[:2].decode() + sys.argv[1] + '\\n')\n"
    )
    signer = Signer(f"'{sys.executable}' '{script}' a$b {{file}}")
    nsis.build(windows_bundle, product, tmp_path / "out", signer)
    assert (tmp_path / "signed.txt").read_text() == "MZa$b\nMZa$b\n"


def test_a_bundle_of_another_system_is_refused_and_nothing_is_left(tmp_path, product):
    (tmp_path / "bundle").mkdir()
    with pytest.raises(BuildError, match="no bundle for Windows"):
        nsis.build(tmp_path / "bundle", product, tmp_path / "out", Signer())
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.slow
def test_a_setup_that_cannot_be_signed_is_not_left_behind(windows_bundle, product, tmp_path):
    with pytest.raises(BuildError):
        nsis.build(windows_bundle, product, tmp_path / "out", Signer("false {file}"))
    assert list((tmp_path / "out").iterdir()) == []


def test_an_id_that_would_lose_others_data_is_refused(product):
    with pytest.raises(BuildError, match="Windows’ own"):
        nsis.script(dataclasses.replace(product, id="microsoft"))


def test_the_script_is_generated_where_no_bundle_is(edition, tmp_path):
    script, *resources = nsis.generate(edition, tmp_path)
    assert script == tmp_path / "windows" / "hk-sheets.nsi"
    assert script.read_text(encoding="utf-8") == nsis.script(edition)
    assert [file.name for file in resources] == ["hkviewer-version.txt", "hkviewer-cli-version.txt"]
    nsis.check(edition)


def test_a_fault_in_the_script_is_found_without_a_bundle(product, monkeypatch):
    monkeypatch.setattr(nsis, "script", lambda _product: 'OutFile "${SETUP}"\nNonsense\n')
    with pytest.raises(BuildError, match="Nonsense"):
        nsis.check(product)


def test_the_arguments_and_exit_codes_are_those_of_the_guide_for_administrators(product):
    guide = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
    table = guide.partition("## Windows, for one user")[2].partition("## Windows, for all users")[0]
    text = nsis.script(product)
    known = {
        *re.findall(r'insertmacro UseChoice "(\w+)"', text),
        *re.findall(r'\$7 == "/([A-Z]{2,})=1"', text),
    }
    assert known == {"DESKTOP", "OPENWITH", "DOWNGRADE"}
    assert set(re.findall(r"`/([A-Z]{2,})=", table)) == known
    for code in ("setup", "uninstaller"):
        part = text.partition('Section "un.')[2 if code == "uninstaller" else 0]
        codes = {*re.findall(r"SetErrorLevel (\d+)", part), *re.findall(r"EndWith (\d+)", part)}
        rows = table.partition(f"| the {code}’s exit code | |")[2].partition("\n\n")[0]
        told = re.findall(r"\d+", " ".join(re.findall(r"^\| ([\d, ]+) \|", rows, re.MULTILINE)))
        # 0 and 1 are NSIS's own, 2 what it ends with when it cannot go on; 32 stands in a function of both.
        assert set(told) == codes | {"0", "1", "2", "32"}


def test_what_can_be_refused_is_refused_before_an_earlier_version_goes(product):
    text = nsis.script(product)
    section = text.partition('" PROGRAM\n')[2].partition("SectionEnd")[0]
    calls = re.findall(r"Call (\w+)", section)
    assert calls[-1] == "RemoveEarlierVersion"
    refusals = ["RefuseWrongFolder", "RefuseWhileRunning", "RefuseWithoutRight", "RefuseWithoutRoom"]
    assert calls[:-1] == refusals
    assert section.index("Call RemoveEarlierVersion") < section.index("WriteUninstaller")


def test_a_trial_is_packed_sooner_and_the_setup_is_a_64_bit_program(windows_bundle, product, tmp_path):
    assert "SetCompressor /SOLID lzma" in nsis.script(product)
    assert "SetCompressor zlib" in nsis.script(product, quick=True)
    setup = nsis.build(windows_bundle, product, tmp_path, Signer(), quick=True).read_bytes()
    start = int.from_bytes(setup[0x3C:0x40], "little")
    machine = int.from_bytes(setup[start + 4 : start + 6], "little")
    wanted = {"amd64-unicode": 0x8664, "x86-unicode": 0x14C}
    assert machine == wanted[nsis._target(nsis.compiler())]


def test_a_machine_without_nsis_is_told_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BuildError, match="Install NSIS"):
        nsis.compiler()
