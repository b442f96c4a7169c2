"""A Debian 12 with nothing in it but what a package asks for, to try that package in.

It is a folder that programs are started in (chroot), each in mount and network namespaces of its own:
whatever ends, no mount is left behind, and what is tried finds no network at all.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from installer.errors import BuildError
from installer.output import staged
from installer.process import environment, run
from installer.tools import ensure

RELEASE = "bookworm"
"""Debian 12, the oldest system that the packages are made for."""

_USER = 1000
_HOME = "/home/reader"
_SECONDS = 120

# Everything is read-only but the reader's own folders; the display, if any, is a socket in a folder.
_AS_READER = """
mount --bind "$ROOT" "$ROOT"
mount --rbind /dev "$ROOT/dev"
mount -t proc proc "$ROOT/proc"
mount --bind "$READERS" "$ROOT/home/reader"
mount -t tmpfs -o mode=1777 tmpfs "$ROOT/tmp"
mount -t tmpfs tmpfs "$ROOT/run"
mkdir -p "$ROOT/run/user/1000"
chmod 0700 "$ROOT/run/user/1000"
chown 1000:1000 "$ROOT/run/user/1000"
if [ -d /tmp/.X11-unix ]; then
    mkdir "$ROOT/tmp/.X11-unix"
    mount --bind /tmp/.X11-unix "$ROOT/tmp/.X11-unix"
fi
mount -o remount,bind,ro "$ROOT"
exec chroot --userspec=1000:1000 "$ROOT" "$@"
"""
_AS_ROOT = """
mount --rbind /dev "$ROOT/dev"
mount -t proc proc "$ROOT/proc"
mount --bind "$ARCHIVES" "$ROOT/var/cache/apt/archives"
exec chroot "$ROOT" "$@"
"""
_APT = """\
APT::Install-Recommends "false";
APT::Keep-Downloaded-Packages "true";
"""


def refusal() -> str:
    """Why no bare system can be had on this machine, in a sentence; "" where one can."""
    if sys.platform != "linux" or not shutil.which("apt-get"):
        return "A bare Debian can be had only on Debian and Ubuntu."
    if os.geteuid():
        return "Only root can make a bare Debian."
    if not mirror():
        return f"None of this machine’s package sources has Debian’s {RELEASE}."
    try:
        run(["unshare", "--mount", "--net", "true"])
    except BuildError as error:
        return f"This machine allows no namespaces: {error}"
    return ""


def mirror() -> str:
    """The address of Debian's packages, from the machine's own sources; "" if it has none for RELEASE."""
    if not _sources():  # apt lists none whose index was never fetched
        with contextlib.suppress(BuildError):
            run(["apt-get", "update", "-qq"])
    return next((address for release, address in _sources() if release == f"{RELEASE} main"), "")


def _sources() -> list[tuple[str, str]]:
    """The machine's package sources: release and component, and the address."""
    listed = run(["apt-get", "indextargets", "--format", "$(RELEASE) $(COMPONENT)|$(REPO_URI)"])
    return [
        (release, address) for release, _, address in (line.partition("|") for line in listed.splitlines())
    ]


class BareSystem:
    """A bare Debian 12 with one user, `reader`; use it in a `with` block, at whose end it is gone.

    Attributes:
        root: the folder that it is in.
        home: the folder of its user.
    """

    def __init__(self, cache: Path) -> None:
        """Prepare for making it.

        Args:
            cache: a folder where a pristine one and the packages are kept for the next time.
        """
        self._cache = cache
        self._archives = cache / "archives"

    def __enter__(self) -> Self:
        """Make it. Raises BuildError where refusal() says why it cannot be."""
        if why := refusal():
            raise BuildError(why)
        pristine = _pristine(self._cache)
        self._archives.mkdir(exist_ok=True)
        self._folder = tempfile.TemporaryDirectory(prefix="bare-", dir=self._cache)
        self.root = Path(self._folder.name) / "root"
        self.home = Path(self._folder.name) / "home"
        self.root.mkdir()
        run(["tar", "--extract", "--numeric-owner", "--file", pristine, "--directory", self.root])
        self.home.mkdir()
        os.chown(self.home, _USER, _USER)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def provide(self, packages: str, *, how: str = "install") -> None:
        """Install Debian's own `packages` with those that they depend on, and nothing that they recommend.

        Args:
            packages: names separated by spaces, or with how="satisfy" the text of a Depends field.
            how: apt-get's command.
        """
        words = packages.split() if how == "install" else [packages]
        self.as_root("apt-get", "update", "-qq", network=True)
        self.as_root("apt-get", how, "-qq", "--yes", *words, network=True)

    def as_root(self, *command: str, network: bool = False) -> str:
        """What `command` prints, run as its administrator. Raises BuildError when it fails."""
        namespaces = ["unshare", "--mount", *([] if network else ["--net"])]
        return run(
            [*namespaces, "sh", "-euc", _AS_ROOT, "sh", *command],
            ROOT=str(self.root),
            ARCHIVES=str(self._archives),
            DEBIAN_FRONTEND="noninteractive",
        )

    def as_reader(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run `command` to its end as an ordinary user without network, on a system that is read-only."""
        started = self.start(*command, **variables)
        try:
            out, err = started.communicate(timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            started.kill()
            out, err = started.communicate()
        return subprocess.CompletedProcess(command, started.returncode, out, err)

    def start(self, *command: str, **variables: str) -> subprocess.Popen[str]:
        """Start `command` as as_reader() does; `variables` is all of its environment but the usual."""
        usual = {
            "HOME": _HOME,
            "LANG": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
            "XDG_RUNTIME_DIR": "/run/user/1000",
        }
        settings = [f"{name}={value}" for name, value in {**usual, **variables}.items()]
        return subprocess.Popen(
            ["unshare", "--mount", "--net", "sh", "-euc", _AS_READER, "sh", "env", "-i", *settings, *command],
            env=environment({"ROOT": str(self.root), "READERS": str(self.home)}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def files(self) -> set[str]:
        """The paths of all that it holds, but for what any work with packages leaves behind."""
        left = ("var/log/", "var/cache/", "var/lib/apt/", "var/lib/dpkg/")
        paths = (str(path.relative_to(self.root)) for path in self.root.rglob("*"))
        return {path for path in paths if not path.startswith(left) or "/dpkg/info/" in path}


def _pristine(cache: Path) -> Path:
    """An archive of a Debian with only what it cannot do without; made once."""
    architecture = run(["dpkg", "--print-architecture"]).strip()
    archive = cache / f"{RELEASE}-{architecture}.tar"
    if archive.is_file():
        return archive
    ensure(["debootstrap"])
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pristine-", dir=cache) as folder, staged(archive) as stage:
        root = Path(folder)
        root.chmod(0o755)
        run(["unshare", "--mount", "debootstrap", "--variant=minbase", RELEASE, root, mirror()])
        run(["chroot", root, "useradd", "--create-home", "--uid", str(_USER), "reader"])
        (root / "etc/apt/apt.conf.d/bare").write_text(_APT, encoding="utf-8")
        (root / "etc/dpkg/dpkg.cfg.d/bare").write_text("force-unsafe-io\n", encoding="utf-8")
        run(["chroot", root, "apt-get", "clean"])
        run(
            [
                "tar",
                "--create",
                "--numeric-owner",
                "--one-file-system",
                "--file",
                stage,
                "--directory",
                root,
                ".",
            ]
        )
    return archive
