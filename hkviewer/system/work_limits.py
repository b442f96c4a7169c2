"""Limits to a piece of work in a process of its own: the process ends where it takes more.

Work in a library cannot be stopped from outside; a process can. Its time is that of the processor, so that
a busy machine does not count. Its memory is watched fifty times a second; on Linux the system itself also
refuses more (RLIMIT_DATA), at once. macOS does not heed such limits and tells only the most that a process
ever had; on Windows the pages that it has been given are counted.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

TOO_SLOW, TOO_LARGE = 81, 82
"""What the process ends with."""
_LOOK_SECONDS = 0.02
_SPARE = 64 * 1024 * 1024
"""Bytes by which the system's own limit is higher: the watch, which can tell why, comes first."""


@contextlib.contextmanager
def limited(seconds: float, memory: int) -> Iterator[None]:
    """End this process where the block takes more than `seconds` of its processor, or `memory` bytes more."""
    over = threading.Event()
    end, most = time.process_time() + seconds, memory_now() + memory
    watch = threading.Thread(target=_watch, args=(over, end, most), name="limits", daemon=True)
    watch.start()
    try:
        with _data_limit(memory + _SPARE):
            yield
    except MemoryError:
        os._exit(TOO_LARGE)
    finally:
        over.set()
        watch.join()


def _watch(over: threading.Event, end: float, most: int) -> None:
    while not over.wait(_LOOK_SECONDS):
        if time.process_time() > end:
            os._exit(TOO_SLOW)
        if memory_now() > most:
            os._exit(TOO_LARGE)


def memory_now(platform: str = sys.platform) -> int:
    """Bytes of memory that this process has; the most that it ever had where the system tells no more."""
    if platform == "win32":
        return _pages_of_windows()
    if platform == "linux":
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
            return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")
    resource = import_module("resource")
    most = int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return most if platform == "darwin" else most * 1024


def _pages_of_windows() -> int:
    """PROCESS_MEMORY_COUNTERS.PagefileUsage (psapi.h)."""
    ctypes: Any = import_module("ctypes")

    class Counters(ctypes.Structure):  # type: ignore[misc]  # made anew where ctypes is at hand
        _fields_ = (
            ("size", ctypes.c_uint32),
            ("faults", ctypes.c_uint32),
            *((f"field_{number}", ctypes.c_size_t) for number in range(6)),
            ("pagefile", ctypes.c_size_t),
            ("peak", ctypes.c_size_t),
        )

    counters = Counters()
    counters.size = ctypes.sizeof(counters)
    kernel = ctypes.WinDLL("kernel32")
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    asked = kernel.K32GetProcessMemoryInfo(
        ctypes.c_void_p(kernel.GetCurrentProcess()), ctypes.byref(counters), counters.size
    )
    return int(counters.pagefile) if asked else 0


@contextlib.contextmanager
def _data_limit(memory: int) -> Iterator[None]:
    """Let the system give this process no more than `memory` bytes besides what it has, on Linux."""
    if sys.platform != "linux":
        yield
        return
    resource: Any = import_module("resource")
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with contextlib.suppress(OSError, ValueError):
        most = _data_now() + memory
        if before[1] != resource.RLIM_INFINITY:
            most = min(most, before[1])
        resource.setrlimit(resource.RLIMIT_DATA, (most, before[1]))
    try:
        yield
    finally:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_DATA, before)


def _data_now() -> int:
    """Bytes of data that this process has asked for, used or not; see proc_pid_statm(5)."""
    fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(fields[5]) * os.sysconf("SC_PAGE_SIZE")
