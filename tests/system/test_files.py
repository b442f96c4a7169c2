from __future__ import annotations

import errno
import io
import os
import stat
import tempfile
from pathlib import Path, PureWindowsPath

import pytest

from hkviewer.errors import OutputError
from hkviewer.system.files import read_ordinary, real_path, reason, strange_name, write_atomically


@pytest.mark.parametrize(
    "name", ["C:sheet.md", "C:", r"d:folder\sheet.md", "CON", "nul.md", r"C:\a\Com1 .x.md"]
)
def test_a_drive_alone_or_a_device_is_no_file_on_windows(name):
    assert strange_name(PureWindowsPath(name))
    assert not strange_name(Path(name))


@pytest.mark.parametrize(
    "name", ["sheet.md", r"C:\sheet.md", r"\\server\share\sheet.md", r"\sheet.md", r"con\console.md", "COM10"]
)
def test_other_names_are_files(name):
    assert not strange_name(PureWindowsPath(name))


def test_where_the_system_does_not_tell_the_real_path_it_is_the_whole_one(tmp_path, monkeypatch):
    def fail(_path):
        raise OSError(0, "More data available")

    monkeypatch.setattr(os.path, "realpath", fail)
    assert real_path(tmp_path / "a" / ".." / "b") == str(tmp_path / "b")
    write_atomically(tmp_path / "b", b"new")
    assert (tmp_path / "b").read_bytes() == b"new"


def test_a_new_file_is_written(tmp_path):
    write_atomically(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_has_the_mode_that_the_user_wants_for_new_files(tmp_path):
    mask = os.umask(0o027)
    try:
        write_atomically(tmp_path / "a", b"")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


@pytest.mark.parametrize("failing", ["os.fsync", "pathlib.Path.replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, failing):
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def fail(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(failing, fail)
    with pytest.raises(OutputError, match="no space left on device") as raised:
        write_atomically(path, b"new")
    assert raised.value.remedy
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(OutputError, match="no such file or directory"):
        write_atomically(tmp_path / "none" / "a", b"")


def test_a_folder_is_told(tmp_path):
    with pytest.raises(OutputError, match="is a folder"):
        write_atomically(tmp_path, b"")


def test_an_error_without_words_is_named_by_its_kind():
    assert reason(OSError()) == "OSError".lower()


def test_a_device_or_pipe_is_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OutputError, match="device or pipe"):
        write_atomically(pipe, b"x")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_what_a_link_points_to_is_replaced_not_the_link(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_write_protected_file_is_kept(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_bytes(b"old")
    # The superuser may write everything.
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path).is_dir())
    with pytest.raises(OutputError, match="write-protected"):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"


def test_a_disk_that_is_read_only_as_a_whole_is_called_so(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)

    def refuse(**_where: object) -> tuple[int, str]:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(OutputError, match="could not be written: read-only file system"):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"


def test_a_name_that_is_too_long_is_an_output_error(tmp_path):
    with pytest.raises(OutputError):
        write_atomically(tmp_path / ("a" * 300), b"x")


def test_an_ordinary_file_is_read_and_nothing_else_is_waited_for(tmp_path):
    (tmp_path / "file").write_bytes(b"bytes\r\n\x1a")
    assert read_ordinary(tmp_path / "file") == b"bytes\r\n\x1a"
    with pytest.raises((IsADirectoryError, PermissionError)):  # the latter on Windows
        read_ordinary(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_ordinary(tmp_path / "none")


def test_a_file_of_the_kernel_that_gives_nothing_yet_is_not_waited_for(tmp_path, monkeypatch):
    class Waiting(io.BytesIO):
        """As one that is read without waiting, such as /proc/kmsg."""

        def read(self, _most: int | None = None) -> None:  # type: ignore[override]
            return None

    (tmp_path / "kmsg").write_bytes(b"")
    monkeypatch.setattr(os, "fdopen", lambda _descriptor, _mode: Waiting())
    with pytest.raises(BlockingIOError):
        read_ordinary(tmp_path / "kmsg")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_or_device_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(OSError, match="device or pipe"):
            read_ordinary(path)
