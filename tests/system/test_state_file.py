"""A small file that several windows change, and that may be damaged or out of reach."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from hkviewer.errors import OutputError
from hkviewer.system import state_file
from hkviewer.system.state_file import StateFile


@pytest.fixture
def file(tmp_path: Path) -> StateFile:
    return StateFile(tmp_path / "folder" / "state.json")


def put(file: StateFile, **values: Any) -> None:
    file.change(lambda stored: {**stored, **values})


def test_missing_is_empty_and_makes_nothing(file):
    assert file.load() == {}
    assert not file.path.parent.exists()


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

    def monotonic(self) -> float:
        return self.waited

    def sleep(self, seconds: float) -> None:
        self.waited += seconds


def test_a_lock_that_was_left_behind_delays_but_does_not_stop(file, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(state_file, "time", clock)
    put(file, a=1)
    file.path.with_name("state.json.lock").touch()
    put(file, b=2)
    assert 0 < clock.waited < 2.1
    assert file.load() == {"a": 1, "b": 2}
    clock.waited = 0
    put(file, c=3)
    assert clock.waited == 0, "the lock is gone for good"


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
