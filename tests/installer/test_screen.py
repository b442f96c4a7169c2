from __future__ import annotations

import subprocess
import sys

import pytest

from installer.screen import Screen

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only on Linux is there such a screen")


@pytest.fixture
def screen(tmp_path, monkeypatch):
    """One that shows many colours from the beginning."""
    monkeypatch.setattr(Screen, "colours", lambda _self: 1000)
    return Screen(tmp_path)


def _start(code: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.slow
def test_a_program_is_asked_to_close_only_when_it_listens(screen):
    process = _start(
        "import signal, sys, time; time.sleep(1)\n"
        "signal.signal(signal.SIGTERM, lambda *_: (print('closed'), sys.exit(0)))\n"
        "time.sleep(60)"
    )
    assert screen.try_window(process, 20.0) == (1000, "closed\n")
    assert process.returncode == 0


def test_a_program_that_ends_by_itself_is_not_waited_for(screen):
    process = _start("import sys; sys.exit('no window')")
    assert screen.try_window(process, 20.0) == (1000, "no window\n")
    assert process.returncode == 1


@pytest.mark.slow
def test_a_program_that_does_not_close_is_ended(screen):
    process = _start("import signal, time; signal.signal(signal.SIGTERM, lambda *_: None); time.sleep(60)")
    assert screen.try_window(process, 1.5) == (1000, "")
    assert process.returncode == -9
