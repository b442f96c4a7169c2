"""The Windows installers run for real: on Windows itself, or under Wine where that is."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from installer import msi, nsis, windows
from installer.product import Product
from installer.signing import Signer

pytestmark = pytest.mark.windows

_UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\hkviewer-trial"
_KIND = r"HKCU\Software\Classes\hkviewer-trial.markdown"
_SECONDS = 60


@dataclasses.dataclass(frozen=True)
class Windows:
    """A Windows to install on; under Wine one of the test's own.

    Attributes:
        prefix: what starts a program.
        home: its LOCALAPPDATA.
        system: its folder of programs.
        environment: what differs from the test's own.
    """

    prefix: list[str]
    home: Path
    system: Path
    environment: dict[str, str]

    def start(self, program: str | Path, *arguments: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, **self.environment}
        return subprocess.Popen(
            [*self.prefix, str(program), *arguments], env=environment, stdout=subprocess.DEVNULL
        )

    def run(self, program: str | Path, *arguments: str) -> int:
        """Its exit code."""
        return self.start(program, *arguments).wait(_SECONDS)

    def has(self, key: str, *options: str) -> bool:
        """Whether the registry has `key`."""
        return self.run("reg", "query", key, *options) == 0


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    if sys.platform == "win32":
        system = Path(os.environ["SYSTEMROOT"]) / "System32"
        yield Windows([], Path(os.environ["LOCALAPPDATA"]), system, {})
        return
    wine = shutil.which("wine")
    if wine is None:
        pytest.skip("only on Windows, or on a machine with Wine")
    drive = tmp_path_factory.mktemp("wine") / "prefix"
    environment = {"WINEPREFIX": str(drive), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml="}
    subprocess.run([wine, "wineboot", "--init"], env={**os.environ, **environment}, check=True)
    subprocess.run([wine, "winecfg", "-v", "win10"], env={**os.environ, **environment}, check=True)
    (home,) = (drive / "drive_c" / "users").glob("[!P]*/AppData/Local")
    yield Windows([wine], home, drive / "drive_c" / "windows" / "system32", environment)
    subprocess.run(["wineserver", "-k"], env={**os.environ, **environment}, check=False)


@pytest.fixture
def setup(tmp_path: Path, windows_bundle: Path) -> Path:
    """The setup of a product that nobody has installed."""
    return _setup(windows_bundle, "1.0.0", tmp_path)


@pytest.fixture(autouse=True)
def _nothing_left(machine: Windows) -> Iterator[None]:
    yield
    if (uninstaller := _folder(machine) / "uninstall.exe").exists():
        machine.run(uninstaller, "/S", "/REMOVEDATA")
    shutil.rmtree(_folder(machine), ignore_errors=True)


def _product(version: str) -> Product:
    return Product("hkviewer trial", "hkviewer-trial", version, Path(), 1_790_000_000)


def _setup(bundle: Path, version: str, out: Path) -> Path:
    return nsis.build(bundle, _product(version), out, Signer())


def _folder(machine: Windows) -> Path:
    return machine.home / "Programs" / "hkviewer-trial"


def uninstall(machine: Windows, *arguments: str) -> None:
    """Uninstall, and wait: the uninstaller goes on as a copy of itself."""
    program = _folder(machine) / "uninstall.exe"
    assert machine.run(program, "/S", *arguments) == 0
    end = time.monotonic() + _SECONDS
    while program.exists() and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(1)


def test_it_installs_and_the_uninstaller_takes_everything_but_what_is_the_users(
    machine, setup, windows_bundle
):
    settings = machine.home / "hkviewer-trial" / "settings.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("{}")
    assert machine.run(setup, "/S") == 0
    folder = _folder(machine)
    installed = {str(file) for file in windows.files_of(folder)}
    assert installed == {*map(str, windows.files_of(windows_bundle)), "uninstall.exe"}
    assert machine.has(_UNINSTALL)
    assert machine.has(_KIND)
    (folder / "_internal" / "mine.txt").write_text("the user's own")
    uninstall(machine)
    assert list(folder.rglob("*.*")) == [folder / "_internal" / "mine.txt"]
    assert settings.exists()
    for key in (_UNINSTALL, _KIND, r"HKCU\Software\hkviewer\hkviewer-trial"):
        assert not machine.has(key)


def test_the_users_data_goes_when_that_is_asked_for(machine, setup):
    settings = machine.home / "hkviewer-trial" / "settings.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("{}")
    machine.run(setup, "/S")
    uninstall(machine, "/REMOVEDATA")
    assert not settings.parent.exists()
    assert not _folder(machine).exists()


def test_a_later_version_leaves_nothing_of_the_earlier_and_keeps_what_was_chosen(
    machine, setup, windows_bundle, tmp_path
):
    (windows_bundle / "_internal" / "old").mkdir()
    (windows_bundle / "_internal" / "old" / "stale.dll").write_text("of the earlier version")
    earlier = _setup(windows_bundle, "0.9.0", tmp_path)
    assert machine.run(earlier, "/S", "/OPENWITH=0") == 0
    assert (_folder(machine) / "_internal" / "old" / "stale.dll").exists()
    assert machine.run(setup, "/S") == 0
    assert not (_folder(machine) / "_internal" / "old").exists()
    assert (_folder(machine) / "hkviewer.exe").exists()
    assert not machine.has(_KIND)


def test_a_program_that_runs_is_left_alone(machine, setup):
    machine.run(setup, "/S")
    program = _folder(machine) / "hkviewer.exe"
    shutil.copy(machine.system / "ping.exe", program)
    running = machine.start(program, "-n", "60", "127.0.0.1")
    time.sleep(2)
    assert running.poll() is None
    assert machine.run(setup, "/S") == 32  # ERROR_SHARING_VIOLATION
    assert (_folder(machine) / "README.txt").exists()
    running.kill()
    running.wait(_SECONDS)
    assert machine.run(setup, "/S") == 0


@pytest.mark.skipif(sys.platform == "win32", reason="only under Wine: it would change the machine for all")
def test_the_package_for_all_users_stays_in_its_folder_and_leaves_nothing(machine, windows_bundle, tmp_path):
    earlier, later = (
        msi.build(windows_bundle, _product(version), tmp_path, Signer()) for version in ("0.9.0", "1.0.0")
    )
    folder = machine.system.parents[1] / "a folder" / "trial"
    key = r"HKLM\Software\hkviewer\hkviewer-trial"
    named = r"INSTALLFOLDER=C:\a folder\trial"
    assert machine.run("msiexec", "/i", f"Z:{earlier}", named, "/qn") == 0
    assert windows.files_of(folder) == windows.files_of(windows_bundle)
    assert machine.run("msiexec", "/i", f"Z:{later}", "/qn") == 0
    assert windows.files_of(folder) == windows.files_of(windows_bundle)
    assert machine.has(key, "/reg:64")
    assert machine.run("msiexec", "/i", f"Z:{earlier}", "/qn") != 0  # a later version is there
    assert machine.run("msiexec", "/x", f"Z:{later}", "/qn") == 0
    assert not folder.exists()
    assert not machine.has(key, "/reg:64")
