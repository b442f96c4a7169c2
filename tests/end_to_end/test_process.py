"""The program as a process: what it keeps when it is ended, and where it is started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.examples import breadth

ROOT = Path(__file__).parents[2]
LINUX = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="signals are seen in Linux's /proc")


@contextmanager
def running(home: Path, *arguments: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """The program with a window offscreen, listening to signals."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HKVIEWER_HOME": str(home)} | variables
    process = subprocess.Popen(
        [sys.executable, "-m", "hkviewer", *arguments],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="backslashreplace",
    )
    try:
        wait_until_it_listens(process)
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until_it_listens(process: subprocess.Popen[str]) -> None:
    """Wait until the process catches both signals that would end it, one after the other."""
    bits = 1 << (signal.SIGTERM - 1) | 1 << (signal.SIGHUP - 1)
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        caught = int(next(line for line in status.splitlines() if line.startswith("SigCgt")).split()[1], 16)
        if caught & bits == bits:
            return
        time.sleep(0.02)
    raise AssertionError(f"it does not listen: {process.communicate()}")


def complaints(text: str) -> list[str]:
    """Lines of stderr, without Qt's own about the platform for tests and a locale that is not UTF-8."""
    harmless = ("propagateSizeHints", "locale", "for more information.")
    return [line for line in text.splitlines() if not any(words in line for words in harmless)]


@LINUX
@pytest.mark.parametrize("number", breadth([signal.SIGTERM, signal.SIGINT, signal.SIGHUP]))
def test_asked_to_end_it_keeps_the_place_and_ends_well(tmp_path, number):
    with running(tmp_path, "--section", "economic-relations") as process:
        process.send_signal(number)
        output, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert output == ""
    assert complaints(errors) == []
    places = json.loads((tmp_path / "data" / "places.json").read_text(encoding="utf-8"))
    assert places["us-relations-with-hong-kong"]["section"] == "economic-relations"
    assert json.loads((tmp_path / "config" / "settings.json").read_text(encoding="utf-8"))["window"]


@LINUX
@pytest.mark.parametrize(
    "variables",
    breadth([{"LC_ALL": "C"}, {"LC_ALL": "zh_TW.BIG5"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}]),
    ids=str,
)
def test_it_starts_in_a_home_folder_named_in_chinese_under_any_locale(tmp_path, variables):
    home = tmp_path / "香港的家"
    home.mkdir()
    sheet = home / "資料.md"
    sheet.write_text("# 資料\n\n## 香港\n\n香港特別行政區\n", encoding="utf-8")
    with running(home, str(sheet), HOME=str(home), **variables) as process:
        process.terminate()
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert complaints(errors) == []
    settings = (home / "config" / "settings.json").read_text(encoding="utf-8", errors="surrogatepass")
    (recent,) = json.loads(settings)["recent"]
    # Where the locale is not UTF-8, Python keeps the bytes of a file's name as surrogates.
    assert recent.encode("utf-8", "surrogateescape") == os.fsencode(sheet)


@LINUX
def test_a_document_that_cannot_be_shown_still_opens_the_window(tmp_path):
    with running(tmp_path, str(tmp_path / "missing.md")) as process:
        process.terminate()
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert complaints(errors) == []


@LINUX
def test_where_nothing_can_be_written_it_still_opens_and_ends_well(tmp_path):
    (tmp_path / "config").touch()
    (tmp_path / "data").touch()
    with running(tmp_path) as process:
        process.terminate()
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert complaints(errors) == []


@LINUX
def test_a_relative_path_is_remembered_whole(tmp_path):
    (tmp_path / "own.md").write_text("# Own\n\n## One\n\nWords.\n", encoding="utf-8")
    relative = os.path.relpath(tmp_path / "own.md", ROOT)
    with running(tmp_path, relative) as process:
        process.terminate()
        process.communicate(timeout=30)
    settings = json.loads((tmp_path / "config" / "settings.json").read_text(encoding="utf-8"))
    assert settings["recent"] == [str(tmp_path / "own.md")]
