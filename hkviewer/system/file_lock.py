"""A lock between processes that the system itself takes away from one that ends.

So none is ever stale: a crash leaves at most an empty file, which locks nothing, and as long as an
owner lives, however slow its disk, the lock is its own. `flock` on Linux and macOS and `LockFile` on
Windows hold between machines too where the network drive passes them on (NFS, SMB). Where a disk knows
no locks there is none: what is written whole can then at worst be replaced by another window's.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_PAUSE_SECONDS = 0.01
_IS_HELD = (errno.EAGAIN, errno.EACCES)


@contextlib.contextmanager
def locked(file: Path, patience: float) -> Iterator[None]:
    """Hold the lock that `file` stands for; it comes into being for it and goes with it.

    Args:
        file: a file of nothing else's, in a folder that is there.
        patience: seconds to wait for another owner.

    Raises:
        TimeoutError: another owner has held it all that time.
    """
    descriptor = _acquire(file, time.monotonic() + patience)
    try:
        yield
    finally:
        if descriptor is not None:
            _release(file, descriptor)


def _acquire(file: Path, end: float) -> int | None:
    """The descriptor that holds the lock; None where there can be none."""
    while True:
        try:
            descriptor = os.open(file, os.O_CREAT | os.O_RDWR, 0o666)
        except OSError:
            return None  # the folder is read-only: writing will say so
        try:
            if _lock(descriptor) and _is_at(file, descriptor):
                return descriptor
        except OSError:
            _release(file, descriptor)
            return None
        os.close(descriptor)
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(_PAUSE_SECONDS)


def _lock(descriptor: int) -> bool:
    """Lock without waiting; False where another owner does. Raises OSError where the disk knows no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _IS_HELD:
            return False
        raise
    return True


def _is_at(file: Path, descriptor: int) -> bool:
    """Whether the open file still has its name: its owner before may just have removed it."""
    try:
        return os.path.samestat(file.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _release(file: Path, descriptor: int) -> None:
    """Remove the file and free the lock: in this order, or another's new file would be removed.

    Windows removes no file that is open, whoever has it open, so there the order is the other one.
    """
    if sys.platform == "win32":
        os.close(descriptor)
    with contextlib.suppress(OSError):
        file.unlink()
    if sys.platform != "win32":
        os.close(descriptor)
