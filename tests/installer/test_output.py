"""Files stand under their final name only when they are whole."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from installer.errors import BuildError
from installer.output import date_all, locked, staged

ROOT = Path(__file__).parents[2]


def test_a_file_appears_when_the_block_is_done(tmp_path):
    target = tmp_path / "new" / "package.deb"
    with staged(target) as stage:
        stage.write_text("whole", encoding="utf-8")
        assert not target.exists()
        assert stage.suffix == ".deb"
    assert target.read_text(encoding="utf-8") == "whole"
    assert list(target.parent.iterdir()) == [target]


def test_an_interrupted_block_leaves_the_file_as_it_was_and_nothing_else(tmp_path):
    target = tmp_path / "package.deb"
    target.write_text("the last one", encoding="utf-8")

    def interrupted() -> None:
        with staged(target) as stage:
            stage.write_text("half", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert target.read_text(encoding="utf-8") == "the last one"
    assert list(tmp_path.iterdir()) == [target]


def test_a_full_disk_is_told_with_a_way_out(tmp_path):
    with pytest.raises(BuildError, match="No space left") as caught, staged(tmp_path / "package.deb"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert "--out" in caught.value.remedy
    assert list(tmp_path.iterdir()) == []


def test_a_folder_takes_the_place_of_the_one_before(tmp_path):
    target = tmp_path / "macos"
    (target / "old").mkdir(parents=True)
    with staged(target) as stage:
        (stage / "new").mkdir(parents=True)
    assert [path.name for path in target.iterdir()] == ["new"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_dates_and_modes_do_not_tell_who_built_it(tmp_path):
    (tmp_path / "a").mkdir(mode=0o700)
    (tmp_path / "a" / "program").touch(0o700)
    (tmp_path / "a" / "words").touch(0o600)
    (tmp_path / "a" / "link").symlink_to("words")
    date_all(tmp_path / "a", 1_790_000_000)
    modes = {path.name: path.lstat().st_mode & 0o777 for path in (tmp_path / "a").iterdir()}
    assert (modes["program"], modes["words"]) == (0o755, 0o644)
    assert {path.lstat().st_mtime for path in (tmp_path / "a", *(tmp_path / "a").iterdir())} == {
        1_790_000_000
    }


def test_where_a_link_cannot_be_dated_the_files_are(tmp_path, monkeypatch):
    (tmp_path / "words").touch()
    (tmp_path / "link").symlink_to("words")
    monkeypatch.setattr(os, "supports_follow_symlinks", set())  # as on Windows
    date_all(tmp_path, 1_790_000_000)
    assert (tmp_path / "words").stat().st_mtime == 1_790_000_000
    assert (tmp_path / "link").lstat().st_mtime != 1_790_000_000


def test_two_builds_never_use_one_environment_at_once(tmp_path):
    script = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from installer.output import locked
with locked(Path({str(tmp_path / "lock")!r})): print("has it", flush=True)
"""
    with locked(tmp_path / "lock"):
        other = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        time.sleep(0.5)
        assert other.poll() is None
    assert other.communicate(timeout=30)[0] == "has it\n"
