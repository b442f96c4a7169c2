"""Starting the program as a process of its own."""

from __future__ import annotations

import subprocess
import sys

from hkviewer import __version__
from hkviewer.system.child_process import own_command, start_own


def test_it_is_this_very_program_wherever_the_reader_is(tmp_path, monkeypatch):
    (tmp_path / "hkviewer").mkdir()
    (tmp_path / "hkviewer" / "__init__.py").write_text("raise SystemExit('another one')")
    monkeypatch.chdir(tmp_path)
    child = start_own("--version", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert child.communicate(timeout=60)[0].decode().strip() == f"hkviewer {__version__}"


def test_a_frozen_program_calls_its_own_console_command(monkeypatch, tmp_path):
    program = tmp_path / "hkviewer-window"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    assert own_command("show") == [str(program), "show"]
    (tmp_path / "hkviewer-cli").touch()
    assert own_command("show") == [str(tmp_path / "hkviewer-cli"), "show"]
