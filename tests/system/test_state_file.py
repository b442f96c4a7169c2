"""A small file that several windows change, and that may be damaged or out of reach."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from hkviewer.errors import OutputError
from hkviewer.system import file_lock
from hkviewer.system.state_file import StateFile


@pytest.fixture
def file(tmp_path: Path) -> StateFile:
    return StateFile(tmp_path / "folder" / "state.json")


def put(file: StateFile, **values: Any) -> None:
    file.change(lambda stored: {**stored, **values})


def test_missing_is_empty_and_makes_nothing(file):
    assert file.load() == {}
    assert not file.path.parent.exists()


def test_one_of_gigabytes_is_not_read_and_is_kept_aside(file):
    file.path.parent.mkdir()
    file.path.touch()
    os.truncate(file.path, 50_000_000_000)  # on disks that know holes it takes no room
    assert file.load() == {}
    put(file, a=1)
    assert file.load() == {"a": 1}
    assert file.path.with_name("state.json.damaged").stat().st_size == 50_000_000_000


def test_the_first_change_makes_folder_and_file(file):
    put(file, a=1)
    assert file.load() == {"a": 1}


def test_a_change_sees_what_another_window_wrote(file):
    put(file, a=1)
    put(StateFile(file.path), b=2)
    put(file, c=3)
    assert file.load() == {"a": 1, "b": 2, "c": 3}


@pytest.mark.parametrize("text", ["nonsense", "[1, 2]", "12345", '{"a": 1', "\x00" * 9, "[" * 100_000])
def test_damaged_is_empty_and_kept_aside_before_it_is_replaced(file, text):
    file.path.parent.mkdir()
    file.path.write_text(text, encoding="utf-8")
    assert file.load() == {}
    put(file, a=1)
    assert file.load() == {"a": 1}
    assert file.path.with_name("state.json.damaged").read_text(encoding="utf-8") == text


def test_what_is_not_utf_8_is_damaged(file):
    file.path.parent.mkdir()
    file.path.write_bytes(b'{"a": "\xff"}')
    assert file.load() == {}


def test_an_empty_object_is_not_damaged(file):
    file.path.parent.mkdir()
    file.path.write_text("{}\n", encoding="utf-8")
    put(file, a=1)
    assert not file.path.with_name("state.json.damaged").exists()


def test_where_the_folder_cannot_be_made_it_is_said(file):
    file.path.parent.write_text("in the way", encoding="utf-8")
    assert file.load() == {}
    with pytest.raises(OutputError, match="could not be"):
        put(file, a=1)


def test_a_folder_in_the_file_s_place_is_put_aside(file):
    file.path.mkdir(parents=True)
    assert file.load() == {}
    put(file, a=1)
    assert file.load() == {"a": 1}
    assert file.path.with_name("state.json.damaged").is_dir()


def test_no_change_writes_nothing(file):
    put(file, a=1)
    before = file.path.stat().st_mtime_ns
    file.change(dict)
    assert file.path.stat().st_mtime_ns == before


class Clock:
    """Stands for the module `time`: waiting takes no time and is counted."""

    def __init__(self) -> None:
        self.waited = 0.0
        self._alarm: tuple[float, Callable[[], None]] | None = None

    def after(self, seconds: float, call: Callable[[], None]) -> None:
        """Call `call` once when so long has been waited."""
        self._alarm = (seconds, call)

    def monotonic(self) -> float:
        return self.waited

    def sleep(self, seconds: float) -> None:
        self.waited += seconds
        if self._alarm and self.waited >= self._alarm[0]:
            (_, call), self._alarm = self._alarm, None
            call()


OTHER_WINDOW = """
import os, sys
from pathlib import Path
from hkviewer.system.state_file import StateFile

def change(stored):
    print("writing", flush=True)
    if not sys.stdin.readline():
        os._exit(1)
    return {**stored, "other": 1}

StateFile(Path(sys.argv[1])).change(change)
"""


class OtherWindow:
    """Another process that holds the lock of `file` until it is let on or killed."""

    def __init__(self, file: StateFile) -> None:
        command = [sys.executable, "-c", OTHER_WINDOW, str(file.path)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "writing\n"

    def finish(self) -> None:
        """Let it write what it has to write, and wait for it."""
        self._process.communicate("\n")

    def kill(self) -> None:
        """End it in the midst of its change."""
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(file_lock, "time", found)
    return found


def test_a_lock_file_of_0_1_0_that_was_left_behind_neither_stops_nor_delays(file, clock):
    put(file, a=1)
    file.path.with_name("state.json.lock").touch()
    put(file, b=2)
    assert clock.waited == 0
    assert file.load() == {"a": 1, "b": 2}
    assert [path.name for path in file.path.parent.iterdir()] == ["state.json"]


def test_a_window_that_ended_in_the_midst_of_a_change_neither_stops_nor_delays_the_next(file, clock):
    put(file, a=1)
    OtherWindow(file).kill()
    put(file, b=2)
    assert clock.waited == 0
    assert file.load() == {"a": 1, "b": 2}


def test_a_window_that_takes_long_to_write_is_waited_for_and_loses_nothing(file, clock):
    put(file, a=1)
    other = OtherWindow(file)
    clock.after(5.0, other.finish)
    put(file, b=2)
    assert file.load() == {"a": 1, "b": 2, "other": 1}
    assert [path.name for path in file.path.parent.iterdir()] == ["state.json"]


def test_a_window_that_does_not_go_on_is_not_waited_for_without_end_and_keeps_its_lock(file, clock):
    put(file, a=1)
    other = OtherWindow(file)
    for _ in range(2):
        with pytest.raises(OutputError, match="could not be written: another program"):
            put(file, b=2)
    assert 10 < clock.waited < 21
    other.finish()
    assert file.load() == {"a": 1, "other": 1}


@pytest.mark.skipif(sys.platform == "win32", reason="it is another call there")
def test_where_the_disk_knows_no_locks_the_change_is_written_all_the_same(file, clock, monkeypatch):
    def flock(*_arguments: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", flock)
    put(file, a=1)
    assert clock.waited == 0
    assert file.load() == {"a": 1}
    assert [path.name for path in file.path.parent.iterdir()] == ["state.json"]


def test_no_lock_and_no_temporary_file_stay_behind(file):
    put(file, a=1)
    assert [path.name for path in file.path.parent.iterdir()] == ["state.json"]


def test_after_a_change_that_fails_the_file_is_as_before_and_not_locked(file):
    put(file, a=1)

    def fail(_stored: dict[str, Any]) -> dict[str, Any]:
        raise RuntimeError("made for the test")

    with pytest.raises(RuntimeError):
        file.change(fail)
    assert file.load() == {"a": 1}
    assert [path.name for path in file.path.parent.iterdir()] == ["state.json"]


def test_changes_at_the_same_time_all_arrive(file):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: put(StateFile(file.path), **{f"k{number}": number}), range(24)))
    assert file.load() == {f"k{number}": number for number in range(24)}


def test_names_that_are_no_text_survive(file):
    """A file name that is not UTF-8 comes from the system with surrogates in it."""
    name = os.fsdecode(b"/home/\xff.md")
    put(file, recent=[name])
    assert file.load() == {"recent": [name]}


def test_the_file_is_readable_utf_8(file):
    put(file, name="香港")
    assert "香港" in file.path.read_text(encoding="utf-8")
    assert json.loads(file.path.read_bytes()) == {"name": "香港"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only on systems with named pipes")
def test_a_pipe_in_the_files_place_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "state.json")
    assert StateFile(tmp_path / "state.json").load() == {}
