"""Finds the policy that is in force on this machine.

Most machines have none, and then one attempt to open its file (`paths.policy_file`) is all that this
costs the start. `hkviewer.preferences.policy_file` and docs/deploying.md list what the file may hold.
"""

from __future__ import annotations

import os
from pathlib import Path

from hkviewer.preferences.policy import Policy
from hkviewer.system import paths
from hkviewer.system.files import read_ordinary

TRIAL = "HKVIEWER_POLICY"
"""Names a file to read where the machine has no policy, so that it cannot evade one."""


def load_policy() -> Policy:
    """The machine's policy; never fails. A file that cannot be read closes all that it could close."""
    file = paths.policy_file()
    try:
        data = read_ordinary(file)
    except (FileNotFoundError, NotADirectoryError):
        trial = os.environ.get(TRIAL)
        return _read(Path(trial)) if trial else Policy()
    except OSError as error:
        return _unreadable(file, error)
    return _understood(file, data)


def _read(file: Path) -> Policy:
    try:
        return _understood(file, read_ordinary(file))
    except (OSError, ValueError) as error:  # ValueError: a null byte in the name
        return _unreadable(file, error)


def _understood(file: Path, data: bytes) -> Policy:
    from hkviewer.preferences.policy_file import read  # most machines have no policy

    return read(data, str(file))


def _unreadable(file: Path, error: OSError | ValueError) -> Policy:
    from hkviewer.preferences.policy_file import closed

    words = getattr(error, "strerror", None) or str(error)
    return closed(str(file), f"The file cannot be read: {words.lower()}.")
