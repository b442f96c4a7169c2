"""docs/deploying.md: what it names exists, its example works, its promises hold."""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hkviewer import __version__, cli
from hkviewer.commands import COMMANDS, export, window
from hkviewer.commands.parser import window_parser
from hkviewer.errors import DocumentError, OutputError, UsageError
from hkviewer.preferences.machine_policy import TRIAL
from hkviewer.preferences.policy_file import KEYS, read, summary
from hkviewer.system import paths

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
CHANGES = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "hkviewer").rglob("*.py"))}
linux = pytest.mark.skipif(sys.platform != "linux", reason="only on Linux")


def section(title: str) -> str:
    return re.split(r"^## ", TEXT.split(f"## {title}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]


def table(text: str) -> list[list[str]]:
    """The rows of the first table in `text`, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


POLICY = section("The policy: defaults and locks for everyone")


# The policy


def test_the_files_places_are_those_of_the_program():
    places = {row[0]: row[1].strip("`") for row in table(POLICY.partition("A value under")[0])}
    assert places["Linux"] == str(paths.policy_file("linux"))
    assert places["macOS"] == str(paths.policy_file("darwin"))
    assert places["Windows"] == f"%PROGRAMDATA%\\{paths.APPLICATION}\\policy.json"


def test_the_table_has_every_key_of_the_program_and_no_other():
    rows = table(POLICY.partition("holds whatever")[2])
    assert [row[0].strip("`") for row in rows] == list(KEYS)
    for row in rows:
        key = KEYS[row[0].strip("`")]
        assert [row[2], row[3]] == ["yes" if may else "no" for may in (key.may_default, key.may_lock)]
        # The versions that have been given out, and the one that is made.
        assert row[5] in {__version__, *re.findall(r"^## ([\d.]+)", CHANGES, re.MULTILINE)}, row[0]


@pytest.mark.parametrize("name", KEYS)
def test_the_values_that_the_table_names_are_taken(name):
    row = next(row for row in table(POLICY.partition("holds whatever")[2]) if row[0] == f"`{name}`")
    named = re.findall(r"`([^`]+)`", row[1]) or re.findall(r"\d+", row[1])
    for value in named if "text" not in row[1] else ():
        found = json.loads(value) if value in ("true", "false") or value.isdecimal() else value
        assert KEYS[name].read_policy(found) == found


def test_the_example_has_no_fault_and_sets_what_it_says():
    example = TEXT.partition("```json\n")[2].partition("```")[0]
    found = read(example.encode(), "policy.json")
    assert found.faults == ()
    given = json.loads(example)
    said = summary(found)
    for group in ("defaults", "locks"):
        for name in given[group]:
            assert name in said, group
    assert found.allowed_marking("SECRET") == "UNCLASSIFIED"
    assert (found.external_links, found.browser_copy, found.copies) == (False, True, True)


# Names


def test_every_long_option_of_the_program_that_is_named_exists():
    parser = argparse.ArgumentParser()
    export.add_arguments(parser)
    known = {*parser._option_string_actions, *window_parser(COMMANDS)._option_string_actions}
    known.update(cli.JOBS)
    for command in re.findall(r"hkviewer(?:-cli)?(?: [a-z]+)? (?:[^`\n#]*?)(--[a-z-]+)", TEXT):
        assert command in known, command
    for name in re.findall(r"`hkviewer (?!-)([a-z]+)", TEXT):
        assert name in COMMANDS, name


def test_the_variables_of_the_environment_are_all_that_the_program_has():
    named = {row[0].strip("`") for row in table(section("Variables of the environment"))}
    ours = set(re.findall(r"HKVIEWER_[A-Z_]+", "".join(SOURCES.values())))
    assert TRIAL in ours
    assert named == ours | {"SOURCE_DATE_EPOCH"}


def test_the_exit_codes_are_those_of_the_program():
    codes = {int(row[0]) for row in table(section("Exit codes"))}
    errors = {error.exit_code for error in (UsageError, DocumentError, OutputError, window.NoDisplayError)}
    assert codes == {0, 1, cli.FAULT, cli.INTERRUPTED} | errors


@linux
def test_the_files_are_where_the_table_says(monkeypatch):
    monkeypatch.delenv("HKVIEWER_HOME")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    folders = {
        "settings.json": paths.settings_folder(),
        "places.json": paths.data_folder(),
        "recipes/NAME.json": paths.data_folder(),
        "SHEET.html": paths.cache_folder(),
    }
    rows = {
        name: row for row in table(section("What is written where")) for name in folders if name in row[0]
    }
    for name, folder in folders.items():
        assert Path(rows[name][1].strip("`")).expanduser() == folder
    for name in ("settings.json", "places.json"):
        assert any(f'"{name}"' in text for text in SOURCES.values())


@pytest.mark.parametrize(("platform", "column"), [("win32", 2), ("darwin", 3)])
def test_the_folders_of_the_other_systems_are_those_of_platformdirs(platform, column):
    from platformdirs.macos import MacOS
    from platformdirs.windows import Windows

    rows = table(section("What is written where"))
    settings, cache = (
        next(row for row in rows if name in row[0]) for name in ("settings.json", "SHEET.html")
    )
    if platform == "darwin":
        known = MacOS(paths.APPLICATION, appauthor=False)
        found = [f"{known.user_config_dir}/", f"{known.user_cache_dir}/"]
        assert [os.path.expanduser(row[column].strip("`")) for row in (settings, cache)] == found  # noqa: PTH111  text
    else:
        tail = Windows(paths.APPLICATION, appauthor=False)._append_parts("%LOCALAPPDATA%")
        assert settings[column].strip("`").replace("\\", "/") == tail.replace("\\", "/") + "/"
        assert cache[column].strip("`") == "%LOCALAPPDATA%\\hkviewer\\Cache\\"


# Promises

FETCHING = {"http", "urllib.request", "ssl", "ftplib", "smtplib", "xmlrpc", "asyncio", "requests", "httpx"}
STARTING = {
    "child_process.py",
    "compare_process.py",
    "copy_process.py",
    "other_sheets.py",
    "reading_process.py",
    "check_process.py",
    "print_queue.py",
    "library/reading.py",
    "library/update_process.py",
}
EXECUTING = {"pickle", "marshal", "shelve", "code", "runpy", "dill"}


def test_no_module_can_fetch_or_run_what_it_reads():
    parsed = ((path, ast.parse(text)) for path, text in SOURCES.items())
    for path, node in ((path, node) for path, tree in parsed for node in ast.walk(tree)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            assert not {name, name.partition(".")[0]} & (FETCHING | EXECUTING), path
            assert name != "PySide6.QtNetwork", path
            assert name != "socket" or path.name == "display.py", "which asks whether the display answers"
            is_starting = path.as_posix().endswith(tuple(f"/{end}" for end in STARTING))
            assert name != "subprocess" or is_starting, "which start the program itself, or lp"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            runs = node.func.id in ("eval", "exec", "compile", "__import__")
            assert not runs or path.name == "deferred_shiboken.py", "which runs parts of Shiboken’s own later"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert ast.unparse(node.func) not in ("os.system", "os.popen", "os.startfile")


def test_the_template_of_a_copy_names_no_package():
    template = (ROOT / "resources" / "briefing.typ").read_text(encoding="utf-8")
    assert "@preview" not in template
    assert "@local" not in template


SESSION = """
import datetime, json, os, sys
events = []
watched = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request",
           "subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork", "os.startfile")
sys.addaudithook(lambda event, about: events.append([event, repr(about)]) if event in watched else None)
from hkviewer.cli import main
home = os.environ["HKVIEWER_HOME"]
codes = [main(["export", "-o", home + "/copy." + ending]) for ending in ("pdf", "docx", "html")]
codes += [main(["search", "trade"]), main(["verify"]), main(["check", sys.argv[1]])]
from hkviewer.gui.startup.app import make_application
from hkviewer.gui.window import MainWindow
from hkviewer.gui.export import printing
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog
application = make_application()
window = MainWindow(application, Preferences(), PlaceStore(), datetime.date(2026, 11, 22))
window.show()
window.open(home + "/own.md")
window.painted()
window.search_for("words")
window.findChild(QAction, "print_copy").trigger()
for _ in range(50):
    application.processEvents()
window.findChild(QDialog).close()
window.close()
with open("/proc/self/maps", encoding="ascii", errors="replace") as maps:
    libraries = sorted({line.split()[-1] for line in maps if ".so" in line})
print(json.dumps({"codes": codes, "events": events, "libraries": libraries}))
"""


@linux
def test_a_whole_session_connects_to_nothing_starts_only_itself_and_loads_no_network_library(tmp_path):
    (tmp_path / "own.md").write_text("# Own\n\n## One\n\nWords.\n", encoding="utf-8")
    found = subprocess.run(
        [sys.executable, "-c", SESSION, str(paths.content_folder() / "us-relations-with-hong-kong.md")],
        cwd=ROOT,
        env={**os.environ, "HKVIEWER_HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert found.returncode == 0, found.stderr
    session = json.loads(found.stdout.splitlines()[-1])
    assert session["codes"] == [0] * 6
    kinds, about = zip(*session["events"], strict=True)
    assert set(kinds) == {"subprocess.Popen"}
    own = repr([sys.executable, "-P", "-m", "hkviewer", "--set-copy"])
    assert all(own in words for words in about), "a process of its own for the PDF and for the dialog"
    assert len(about) == 2
    assert any("libQt6Widgets" in name for name in session["libraries"])
    assert [name for name in session["libraries"] if "Network" in name or "libssl" in name] == []
