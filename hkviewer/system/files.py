"""Writing files so that an interruption never leaves half of one, and reading none but files."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path, PurePath, PureWindowsPath

from hkviewer.errors import OutputError

_MOST_BYTES = 20 * 1024 * 1024
"""Of a file that the program keeps for itself: its own have some kilobytes."""
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file; with an ending they are the same devices.
_DEVICES = frozenset(
    {
        *("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"),
        *(f"{port}{number}" for port in ("COM", "LPT") for number in "123456789¹²³"),
    }
)


def real_path(path: str | Path) -> str:
    """The whole path of `path`, links followed as far as the system tells where they lead."""
    try:
        return os.path.realpath(path)
    except OSError:  # some of Windows' file systems do not tell
        return os.path.abspath(path)  # noqa: PTH100  absolute() keeps “..”


def strange_name(path: PurePath) -> str:
    """What `path` names instead of a file, for a message; "" where it names one, as all do but Windows'."""
    if not isinstance(path, PureWindowsPath):
        return ""
    if path.drive and not path.root:
        return "names a drive, but no folder on it"
    if path.name.partition(".")[0].rstrip(" ").upper() in _DEVICES:
        return "is a device’s name on Windows, not a file’s"
    return ""


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path`, replacing what is there in one step.

    The bytes go to a temporary file in the same folder, are flushed to the disk, and take the name
    at the end; a full disk or a crash leaves the old file as it was.

    Raises:
        OutputError: the folder is missing or read-only, the disk is full, or `path` is a folder, a device,
            a pipe or write-protected.
    """
    if why := strange_name(path):
        raise OutputError(f"“{path}” {why}.", "Give the whole path of a file.")
    # What a link points to is replaced, not the link.
    path = Path(real_path(path))
    _refuse_unfit(path)
    import tempfile  # it brings much along that the start does not need

    temporary: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        _copy_permissions(path, temporary)
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
        raise OutputError(
            f"“{path}” could not be written: {reason(error)}.",
            "Choose another folder or make room, then try again.",
        ) from error


def read_ordinary(path: Path, most: int = -1) -> bytes:
    """All bytes of an ordinary file, or the first `most`; a pipe, which might never end, is not waited for.

    Raises:
        OSError: it cannot be read, or is a folder, a device or a pipe, or all of it is more than 20 MB.
        ValueError: there is a null byte in its name.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    status = os.fstat(descriptor)
    mode = status.st_mode
    if most < 0 and status.st_size > _MOST_BYTES:
        os.close(descriptor)
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        raise OSError(errno.EINVAL, "it is a device or pipe, not a file", str(path))
    with os.fdopen(descriptor, "rb") as file:
        data: bytes | None = file.read(most)
    if data is None:  # a file of the kernel that others are waited for, as /proc/kmsg
        raise BlockingIOError(errno.EAGAIN, "it is no file of the disk, and has nothing now", str(path))
    return data


def _refuse_unfit(path: Path) -> None:
    """Raise OutputError for what is there and must not be replaced by a file."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return  # nothing is there, or writing says what is wrong
    if stat.S_ISDIR(mode):
        raise OutputError(f"“{path}” is a folder, not a file.", "Give the name of a file in it.")
    if not stat.S_ISREG(mode):
        raise OutputError(f"“{path}” is a device or pipe, not a file.", "Give the name of a file.")
    # Where the folder cannot be written either, writing itself says why: a read-only disk, no permission.
    if os.access(path.parent, os.W_OK) and not os.access(path, os.W_OK):
        raise OutputError(f"“{path}” is write-protected.", "Give another name.")


def reason(error: OSError) -> str:
    """What the operating system reported with `error`, in lower case and without numbers or paths."""
    return (error.strerror or type(error).__name__).lower()


def _copy_permissions(path: Path, temporary: Path) -> None:
    """Give `temporary` the mode that `path` has, or that a new file would have had."""
    try:
        mode = path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    temporary.chmod(mode)
