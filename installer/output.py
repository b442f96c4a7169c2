"""Files that stand under their final name only when they are whole."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from installer.errors import BuildError


@contextlib.contextmanager
def staged(target: Path) -> Iterator[Path]:
    """A path beside `target` to write a file or fill a folder at; it becomes `target` at the end.

    Whatever ends the block early, a full disk or an interruption, leaves `target` as it was.

    Raises:
        BuildError: it cannot be written.
    """
    # The ending stays: makensis and others go by it.
    stage = target.with_name(f".part-{target.name}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        remove(stage)
        yield stage
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)  # replace() takes the place of a file only
        stage.replace(target)
    except OSError as error:
        raise BuildError(
            f"“{target}” could not be written: {error.strerror or error}.",
            "Make room or choose another folder with --out, and build again.",
        ) from None
    finally:
        remove(stage)


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    """Keep other builds out of what `file` stands for; they wait. The system frees it with the process."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as stream:
        if sys.platform == "win32":
            import msvcrt  # only there

            msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl  # only there

            fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def remove(path: Path) -> None:
    """Remove a file or a folder with all that it holds; one that is not there is as well."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def date_all(folder: Path, epoch: int) -> None:
    """Date `folder` and all that is in it with `epoch`, and give the modes that packages carry.

    Folders and programs get 0755, other files 0644, whatever the umask was.
    """
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
            os.utime(path, (epoch, epoch))
        elif os.utime in os.supports_follow_symlinks:  # not on Windows
            os.utime(path, (epoch, epoch), follow_symlinks=False)
