from __future__ import annotations

import argparse
import configparser
import gzip
import importlib
import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from hkviewer import cli
from hkviewer.commands import COMMANDS
from hkviewer.commands.parser import window_parser
from hkviewer.system import paths
from installer import linux_files


@pytest.fixture(scope="session")
def share(provided, own_product, tmp_path_factory):
    provided(*linux_files.TOOLS)
    folder = tmp_path_factory.mktemp("share")
    linux_files.linux_files(own_product, folder)
    return folder


@pytest.fixture(scope="session")
def manual(share):
    """The manual page's source without the marks of fonts and the hyphens that it protects."""
    with gzip.open(share / "man" / "man1" / "hkviewer.1.gz", "rt", encoding="utf-8") as page:
        text = page.read()
    return re.sub(r"\\f[BIRP]", "", text).replace("\\-", "-")


def _parsers() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command; "" is the window's."""
    found: dict[str, argparse.ArgumentParser] = {"": window_parser(COMMANDS)}
    for name in COMMANDS:
        parser = argparse.ArgumentParser()
        importlib.import_module(f"hkviewer.commands.{name}").add_arguments(parser)
        found[name] = parser
    return found


def _parts(manual: str) -> dict[str, str]:
    """The manual's part about each command; "" is what stands before the first."""
    head, _, rest = manual.partition(".SH COMMANDS")
    parts = re.split(r"^\.SS (\w+)$", rest.partition(".SH EXIT STATUS")[0], flags=re.MULTILINE)
    return {"": head, **dict(zip(parts[1::2], parts[2::2], strict=True))}


def test_the_manual_has_every_command_and_no_other(manual):
    assert _parts(manual).keys() == _parsers().keys()


def test_the_manual_has_every_option_with_its_choices_and_no_other(manual):
    parts = _parts(manual)
    for name, parser in _parsers().items():
        told = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", "\n".join(_tags(parts[name]))))
        actions = [action for action in parser._actions if action.help != argparse.SUPPRESS]
        options = {option for action in actions for option in action.option_strings}
        assert told - {"-h", "--help", "-surplus"} == options - {"-h", "--help"}, name
        for action in actions:
            assert all(choice in parts[name] for choice in action.choices or ()), action.dest


def _tags(part: str) -> list[str]:
    """The lines that name an option: those after .TP."""
    return re.findall(r"^\.TP\n(.+)$", part, re.MULTILINE)


def test_the_manual_has_every_exit_code(manual):
    documented = set(re.findall(r"\b(\d+) (?=[a-z])", cli.__doc__ or ""))
    status = manual.partition(".SH EXIT STATUS")[2].partition(".SH")[0]
    assert set(re.findall(r"^\.B (\d+)$", status, re.MULTILINE)) == documented | {"69"}


def test_the_manual_has_the_folders_that_the_program_uses(manual, monkeypatch, tmp_path):
    monkeypatch.delenv("HKVIEWER_HOME")
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    files = manual.partition(".SH FILES")[2].partition(".SH")[0]
    for folder in (paths.settings_folder(), paths.data_folder(), paths.cache_folder()):
        assert f"~/{folder.relative_to(tmp_path)}/" in files
    assert f".I {paths.policy_file('linux')}\n" in files


def test_the_manual_is_found_by_both_programs_names(share):
    assert (share / "man/man1/hkviewer-cli.1.gz").readlink() == Path("hkviewer.1.gz")


def test_the_menu_entry_opens_markdown_files_but_makes_itself_no_default(share):
    entry = configparser.RawConfigParser()
    entry.read(share / "applications" / "hkviewer.desktop", encoding="utf-8")
    assert entry["Desktop Entry"]["MimeType"] == "text/markdown;"
    assert entry["Desktop Entry"]["Exec"] == "hkviewer %f"
    assert not list(share.rglob("mimeapps.list"))


def test_every_icon_has_the_size_of_its_folder(share):
    found = list((share / "icons" / "hicolor").rglob("hkviewer.png"))
    assert len(found) == 7
    for icon in found:
        width, height = struct.unpack(">II", icon.read_bytes()[16:24])
        assert icon.parts[-3] == f"{width}x{height}"
    assert (share / "icons/hicolor/scalable/apps/hkviewer.svg").is_file()


def test_the_description_for_software_centres_tells_of_this_release(share, own_product):
    root = ET.parse(share / "metainfo" / "local.hkviewer.hkviewer.metainfo.xml").getroot()
    release = root.find("releases/release")
    assert release is not None
    assert release.attrib == {"version": "0.1.0", "date": own_product.date.isoformat()}
    assert release.findtext("description/ul/li")
    assert root.findtext("project_license") == "MIT AND OFL-1.1 AND ISC"
    assert root.find("content_rating") is not None


def test_an_editors_edition_describes_itself(provided, other_product, tmp_path):
    provided(*linux_files.TOOLS)
    linux_files.linux_files(other_product, tmp_path)
    entry = (tmp_path / "applications" / "east-asia-sheets.desktop").read_text(encoding="utf-8")
    assert "Name=East Asia Sheets\n" in entry
    assert "Exec=east-asia-sheets %f\n" in entry
    assert "Icon=east-asia-sheets\n" in entry
    page = gzip.decompress((tmp_path / "man/man1/east-asia-sheets.1.gz").read_bytes()).decode()
    assert "Hong Kong" not in page
    assert "$" not in page.replace("$31 billion", "")
