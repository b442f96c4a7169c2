"""The real window under Xvfb, read through AT-SPI as a screen reader reads it.

Needs Debian's xvfb, dbus, at-spi2-core, python3-pyatspi and gir1.2-atspi-2.0.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hkviewer.content.document import open_document

READER = Path(__file__).with_name("screen_reader.py")
ROOT = READER.parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"


def missing() -> str:
    """What this system lacks for the test, in words; "" where it has all."""
    if not sys.platform.startswith("linux"):
        return "AT-SPI is Linux's"
    for command in ("xvfb-run", "Xvfb", "dbus-run-session", SYSTEM_PYTHON):
        if shutil.which(command) is None:
            return f"{command} is not installed (Debian: xvfb, dbus)"
    look = subprocess.run(
        [SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False, env=clean_environment()
    )
    if look.returncode:
        return "the system's python3 has no pyatspi (Debian: python3-pyatspi, gir1.2-atspi-2.0, at-spi2-core)"
    return ""


def clean_environment() -> dict[str, str]:
    """The environment without what leads the system's python3 or Qt astray."""
    ours = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return {name: value for name, value in os.environ.items() if name not in ours}


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the screen reader found."""
    if lacking := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(f"in CI this test must run, but {lacking}")
        pytest.skip(lacking)
    home = tmp_path_factory.mktemp("home")
    environment = clean_environment() | {
        "HKVIEWER_HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "QT_QPA_PLATFORM": "xcb",
    }
    display = ["xvfb-run", "--auto-servernum", "--server-args=-screen 0 1280x900x24"]
    program = [sys.executable, "-m", "hkviewer"]
    run = subprocess.run(
        [*display, "dbus-run-session", "--", SYSTEM_PYTHON, str(READER), *program],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])  # the registry writes a line above
    assert "error" not in found, (found["error"], run.stderr)
    return found


def test_the_application_is_called_hkviewer(heard):
    assert heard["application"] == "hkviewer"


def test_the_sections_are_a_tree_with_every_title(heard):
    assert heard["tree_role"] == "tree"
    titles = [section.title for section in open_document(None).sheet.sections]
    assert heard["rows"][-len(titles) :] == titles


def test_the_fact_sheet_is_text_and_not_a_label(heard):
    assert heard["pane_role"] == "text"
    for section in open_document(None).sheet.sections:
        assert section.title in heard["text"]
        assert section.leaves[0].text in heard["text"]


def test_arrow_keys_move_the_caret_and_each_step_is_told(heard):
    assert heard["carets"] == [0, 1, 2, 3]
    # One is told again where something is said of what the caret came into.
    different = [position for position, _ in itertools.groupby(heard["events"])]
    assert [position for position in different if position in (1, 2, 3)] == [1, 2, 3]
    assert heard["events"][-1] > 10, "the key down was told too"


def test_what_happens_is_announced_where_that_is_heard_and_described_elsewhere(heard):
    assert [words for words in heard["described"] if words] == ["Sidebar: hidden"]
    assert heard["announced"] == ["Sidebar: shown"]


def test_asked_to_end_the_program_ends_well(heard):
    assert heard["exit_code"] == 0
