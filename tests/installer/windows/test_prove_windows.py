"""The proof under Wine: its steps can be taken up again, and it runs where it is asked for."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from installer.errors import BuildError
from installer.product import Product
from installer.screen import Screen
from tools import prove_windows
from tools.windows import wine
from tools.windows.rig import Rig, must, plain
from tools.windows.wine import Done, Wine, windows_path

ROOT = Path(__file__).resolve().parents[3]
_SECONDS = 1200


class _Steps:
    """Three steps that write down when they are taken; the first holds for every checkout."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.holds = True
        self.waits = 0.0

    def make(self) -> tuple[object, ...]:
        def first(_rig: Rig) -> str:
            self.taken.append("first")
            return "made"

        def second(_rig: Rig) -> str:
            self.taken.append("second")
            time.sleep(self.waits)
            must(self.holds, "it holds")
            return "seen"

        def third(_rig: Rig) -> str:
            self.taken.append("third")
            return "looked at"

        return first, second, third


@pytest.fixture
def rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    monkeypatch.setattr(Wine, "keep_desktop", lambda _self, _python: None)
    windows = Wine(tmp_path / "prefix", Screen(tmp_path))
    return Rig(ROOT, tmp_path, windows, Product("hkviewer", "hkviewer", "0.1.0", ROOT / "content", 1))


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> _Steps:
    steps = _Steps()
    made = steps.make()
    monkeypatch.setattr(prove_windows, "STEPS", made)
    monkeypatch.setattr(prove_windows, "ONCE", made[:1])
    return steps


def _take(rig: Rig, begin: str | None = None, *, again: bool = False) -> int:
    return prove_windows._take(rig, prove_windows._State(rig, begin, again=again))


def test_steps_that_are_done_are_not_taken_again_and_the_summary_tells_of_all(rig, steps, capsys):
    assert _take(rig) == 0
    assert _take(rig) == 0
    assert steps.taken == ["first", "second", "third"]
    summary = json.loads((rig.work / "summary.json").read_text(encoding="utf-8"))
    assert summary["passed"]
    assert {name: one["seen"] for name, one in summary["steps"].items()} == {
        "first": "made",
        "second": "seen",
        "third": "looked at",
    }
    assert len(capsys.readouterr().out.splitlines()) == 6, "a line for each step"


def test_a_step_that_fails_is_where_the_next_run_begins(rig, steps):
    steps.holds = False
    with pytest.raises(BuildError, match="it holds"):
        _take(rig)
    assert not json.loads((rig.work / "summary.json").read_text(encoding="utf-8"))["passed"]
    steps.holds = True
    assert _take(rig) == 0
    assert steps.taken == ["first", "second", "second", "third"]


def test_another_checkout_a_named_step_and_a_wish_for_all_take_steps_again(rig, steps, monkeypatch):
    _take(rig)
    _take(rig, "third")
    assert steps.taken[3:] == ["third"]
    monkeypatch.setattr(Rig, "fingerprint", lambda _self: "another")
    _take(rig)
    assert steps.taken[4:] == ["second", "third"]
    _take(rig, again=True)
    assert steps.taken[6:] == ["first", "second", "third"]


def test_a_step_that_waits_for_ever_fails(rig, steps, monkeypatch):
    monkeypatch.setitem(prove_windows._SECONDS, "second", 0.05)
    steps.waits = 60
    with pytest.raises(BuildError, match=r"more than 0\.05 s"):
        _take(rig)


@pytest.fixture
def shell(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> Wine:
    """A Wine that starts this system's programs."""
    (rig.work / "wine").write_text('#!/bin/sh\nexec "$@"\n')
    (rig.work / "wine").chmod(0o755)
    monkeypatch.setenv("PATH", str(rig.work), prepend=":")
    monkeypatch.setattr(wine, "_LAST_WORDS_SECONDS", 0.05)
    return rig.wine


def test_what_a_program_leaves_behind_is_not_waited_for(shell):
    assert shell.run("sh", "-c", "echo words; sleep 60 & exit 3") == Done(3, b"words\n")


def test_a_program_that_takes_too_long_ends_with_what_it_has_started(shell, rig):
    left = rig.work / "left"
    with pytest.raises(BuildError, match=r"took more than 0\.2 s:\nwords"):
        shell.run("sh", "-c", f"echo words; (sleep 0.5; touch '{left}') & sleep 60", seconds=0.2)
    time.sleep(0.5)
    assert not left.exists()


def test_a_refusal_is_plain_only_with_its_code_few_lines_and_no_traceback():
    plain(Done(3, "“CON” is a device.\r\nChoose another.\r\n".encode()), 3, "CON")
    for faulty in (Done(0, b"CON"), Done(3, b"a\nb\nCON"), Done(3, b"Traceback CON"), Done(3, b"no")):
        with pytest.raises(BuildError):
            plain(faulty, 3, "CON")


def test_a_file_has_a_name_for_windows():
    assert windows_path(Path("/a folder/香港.md")) == r"Z:\a folder\香港.md"


@pytest.mark.windows
@pytest.mark.timeout(_SECONDS + 60)
def test_the_program_is_built_installed_used_and_uninstalled_under_wine():
    if sys.platform != "linux" or os.geteuid() or not shutil.which("apt-get"):
        pytest.skip("only on a Debian, as root")
    command = [sys.executable, str(ROOT / "tools" / "prove_windows.py")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
