"""The workflow of tests and releases: it runs the project's two scripts and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WORKFLOW = ROOT / ".github" / "workflows" / "tests-and-release.yml"
TEXT = WORKFLOW.read_text(encoding="utf-8")


def test_every_step_runs_one_of_the_two_scripts():
    commands = re.findall(r"^\s*(?:- )?run:\s*(.*)$", TEXT, re.MULTILINE)
    assert set(commands) == {
        "python dev.py check",
        "python dev.py test --hypothesis-profile=gate",
        "python build_installer.py ${{ matrix.formats }} --out dist",
        "python build_installer.py --format nsis --format msi --bundle made/*-windows-amd64 --out dist",
        "python build_installer.py --collect made --out dist",
    }


def test_every_option_that_is_given_is_one_of_the_script():
    command = [sys.executable, str(ROOT / "build_installer.py"), "--help"]
    usage = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    options = set(re.findall(r"--[a-z-]+", "".join(re.findall(r"run: python build_installer.*", TEXT))))
    assert options == {"--out", "--collect", "--format", "--bundle"}
    assert all(option in usage for option in options)


def test_every_action_is_pinned_to_a_version():
    actions = re.findall(r"uses:\s*(\S+)", TEXT)
    assert actions
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+(\.\d+)*", action) for action in actions)


def test_tests_run_on_three_systems_with_three_pythons():
    assert TEXT.count('python: ["3.11", "3.12", "3.13"]') == 2
    for system in ("ubuntu-24.04", "windows-2022", "macos-14"):
        assert system in TEXT


def test_only_the_job_of_the_release_may_write():
    permitted = re.findall(r"^ *contents: (\w+)", TEXT, re.MULTILINE)
    assert permitted == ["read", "write"]
    assert TEXT.count("persist-credentials: false") == TEXT.count("uses: actions/checkout@")


def test_actionlint_finds_no_fault():
    beside = str(Path(sys.executable).parent)
    linter = shutil.which("actionlint", path=os.pathsep.join([beside, os.environ["PATH"]]))
    if linter is None:
        pytest.skip("only on a machine with actionlint")
    done = subprocess.run([linter, WORKFLOW], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
