"""A printer for Wine to find: a print server of its own, which throws away what is printed."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installer.errors import BuildError

NAME = "Briefings"
_STARTING_SECONDS = 10.0
# The one who may do everything on it is whoever reaches its socket.
_SERVER = """\
Listen {folder}/socket
WebInterface No
DefaultAuthType None
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""
_FILES = """\
ServerRoot {folder}
CacheDir {folder}/cache
StateDir {folder}/state
RequestRoot {folder}/spool
TempDir {folder}/spool
ErrorLog {folder}/error
AccessLog {folder}/access
PageLog {folder}/page
FileDevice Yes
User lp
Group lp
"""


@contextmanager
def printer(folder: Path) -> Iterator[dict[str, str]]:
    """A print server with one printer, NAME, its files in `folder`; the environment that programs find it by.

    Raises:
        BuildError: it does not start.
    """
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("cache", "state", "spool"):
        (folder / name).mkdir(parents=True)
        shutil.chown(folder / name, "lp", "lp")
    (folder / "server.conf").write_text(_SERVER.format(folder=folder), encoding="ascii")
    (folder / "files.conf").write_text(_FILES.format(folder=folder), encoding="ascii")
    command = ["cupsd", "-f", "-c", str(folder / "server.conf"), "-s", str(folder / "files.conf")]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(folder / "socket")
        added = ["lpadmin", "-h", str(folder / "socket"), "-p", NAME, "-E", "-v", "file:/dev/null"]
        subprocess.run(added, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        yield {"CUPS_SERVER": str(folder / "socket")}
    finally:
        server.terminate()
        server.wait()


def _wait_for(socket: Path) -> None:
    end = time.monotonic() + _STARTING_SECONDS
    while not socket.exists():
        if time.monotonic() > end:
            raise BuildError("The print server does not start.")
        time.sleep(0.1)
