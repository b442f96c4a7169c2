"""The Windows installers run for real: on Windows itself, or under Wine where that is."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from installer import msi, nsis, windows
from installer.product import Product
from installer.signing import Signer

pytestmark = pytest.mark.windows

_PROGRAMS = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"
_UNINSTALL = rf"HKCU\{_PROGRAMS}\hkviewer-trial"
_KIND = r"HKCU\Software\Classes\hkviewer-trial.markdown"
_OWN = r"HKCU\Software\hkviewer\hkviewer-trial"
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

    def start(
        self, program: str | Path, *arguments: str, stderr: IO[bytes] | None = None
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*self.prefix, str(program), *arguments],
            env={**os.environ, **self.environment},
            stdout=subprocess.DEVNULL,
            stderr=stderr,
        )

    def run(self, program: str | Path, *arguments: str) -> int:
        """Its exit code."""
        return self.start(program, *arguments).wait(_SECONDS)

    def answer(self, program: str | Path, *arguments: str) -> tuple[int, str]:
        """The last eight bits of its exit code, which Wine gives, and what it says on standard error."""
        with tempfile.TemporaryFile() as said:  # no pipe: whoever inherits one holds it open
            code = self.start(program, *arguments, stderr=said).wait(_SECONDS)
            said.seek(0)
            return code & 0xFF, said.read().decode("utf-8").strip()

    def run_line(self, program: Path, line: str, folder: Path) -> int:
        """The exit code of `program`, called with the arguments as they stand in `line`."""
        script = folder / "line.cmd"
        script.write_text(
            f'@start "" /wait "{self.name(program)}" {line}\n@exit %errorlevel%\n', newline="\r\n"
        )
        return self.run("cmd", "/c", self.name(script))

    def value(self, key: str, name: str, *options: str) -> str:
        """A value of the registry, "" where there is none."""
        command = [*self.prefix, "reg", "query", key, "/v", name, *options]
        environment = {**os.environ, **self.environment}
        done = subprocess.run(command, env=environment, capture_output=True, timeout=_SECONDS, check=False)
        return done.stdout.decode().strip().rpartition("REG_SZ")[2].strip()

    def name(self, path: Path) -> str:
        """What this Windows calls a file of the test's."""
        return "Z:" + str(path).replace("/", "\\") if self.prefix else str(path)

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
    machine = Windows([wine], home, drive / "drive_c" / "windows" / "system32", environment)
    kept = machine.start("ping", "-n", "3600", "127.0.0.1")  # else Wine ends and begins anew for each program
    yield machine
    subprocess.run(["wineserver", "-k"], env={**os.environ, **environment}, check=False)
    kept.wait(_SECONDS)


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
    return nsis.build(bundle, _product(version), out, Signer(), quick=True)


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


def test_what_others_keep_among_the_users_data_stays(machine, setup, page):
    data = machine.home / "hkviewer-trial"
    own = [
        "settings.json",
        "places.json.damaged",
        "recipes/a.json",
        "Cache/search.sqlite3-wal",
        "Cache/a.html",
    ]
    of_others = ["mine.md", "recipes/mine.txt", "Cache/mine.html", "notes/settings.json"]
    for name in own + of_others:
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text("{}")
    (data / "Cache" / "a.html").write_bytes(page)
    machine.run(setup, "/S")
    uninstall(machine, "/REMOVEDATA")
    left = {file.relative_to(data).as_posix() for file in data.rglob("*") if file.is_file()}
    shutil.rmtree(data)
    assert left == set(of_others)


@pytest.mark.parametrize(
    "line",
    [
        r'/S /OPENWITH=0 /D="{folder}"',
        r'"/D={folder}\\" /OPENWITH=0 /S',
        r'"/D=\"{folder}\"" /s /openwith=0',
        r"/S /OPENWITH=0 /D={folder}",
        r"/S /OPENWITH=0 /D={forward}/",
    ],
)
def test_a_folder_is_taken_however_it_is_written(machine, setup, tmp_path, line):
    folder = r"C:\a folder\it's (new)"
    given = line.format(folder=folder, forward=folder.replace("\\", "/"))
    assert machine.run_line(setup, given, tmp_path) == 0
    assert machine.value(_OWN, "Folder") == folder
    assert not machine.has(_KIND)
    uninstaller = rf"{folder}\uninstall.exe"
    assert machine.run(uninstaller, "/S", f"_?={folder}") == 0


def test_a_shortcut_on_the_desktop_is_made_kept_and_taken_away_as_it_was_asked_for(machine, setup):
    shortcut = machine.home.parents[1] / "Desktop" / "hkviewer trial.lnk"
    for argument, is_there in (
        ("", False),
        ("/DESKTOP=1", True),
        ("", True),
        ("/desktop=0", False),
        ("", False),
    ):
        assert machine.run(setup, "/S", *filter(None, [argument])) == 0
        assert shortcut.exists() == is_there
    machine.run(setup, "/S", "/DESKTOP=1")
    uninstall(machine)
    assert not shortcut.exists()


def test_a_folder_that_is_none_is_refused_in_a_line(machine, setup):
    codes = {
        **dict.fromkeys(("hkviewer", "C:hkviewer", r"\hkviewer", "", "C:\\", "NUL"), 123),
        **dict.fromkeys((r"C:\a\con\b", r"C:\nul.txt", r"C:\com1", r"C:\what?", r"C:\a:b"), 123),
        **dict.fromkeys((r"\\?\C:\hk", r"\\.\C:\hk", r"C:\windows\win.ini\hk", r"C:\hk /OPENWITH=0"), 123),
        **dict.fromkeys((r"Q:\hkviewer", r"\\server\share\hk"), 3),
        "C:\\" + "a" * 220: 206,
    }
    for folder, code in codes.items():
        got, said = machine.answer(setup, "/S", f"/D={folder}")
        assert (got, len(said.splitlines())) == (code, 1), folder
        assert "Nothing was changed." in said
    assert not machine.has(_OWN)
    assert not machine.has(_UNINSTALL)


def test_an_argument_that_is_none_is_refused_in_a_line(machine, setup):
    for argument in ("/OPENWTIH=0", "/OPENWITH=yes", "/DESKTOP", "--silent", "C:\\folder"):
        code, said = machine.answer(setup, argument, "/S")
        assert (code, len(said.splitlines())) == (87, 1)
        assert f"“{argument}”" in said
    assert not machine.has(_UNINSTALL)


def test_a_later_version_is_replaced_only_where_that_is_asked_for(machine, setup, windows_bundle, tmp_path):
    earlier = _setup(windows_bundle, "0.9.0", tmp_path)
    candidate = _setup(windows_bundle, "1.0.0rc1", tmp_path)
    assert machine.run(setup, "/S") == 0
    code, said = machine.answer(earlier, "/S")
    assert code == 1638 & 0xFF
    assert said.startswith("hkviewer trial: Version 1.0.0 is installed, which is later than this 0.9.0.")
    assert machine.value(_UNINSTALL, "DisplayVersion") == "1.0.0"
    assert machine.run(earlier, "/S", "/DOWNGRADE=1") == 0
    assert machine.value(_UNINSTALL, "DisplayVersion") == "0.9.0"
    assert machine.run(candidate, "/S") == 0
    assert machine.run(setup, "/S") == 0


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
    listed = rf"HKLM\{_PROGRAMS}\{windows.guid(_product('0.9.0'), 'product', '0.9.0')}"
    assert machine.value(listed, "InstallLocation", "/reg:64") == "C:\\a folder\\trial\\"
    assert machine.run("msiexec", "/i", f"Z:{later}", "/qn") == 0
    assert windows.files_of(folder) == windows.files_of(windows_bundle)
    assert machine.has(key, "/reg:64")
    assert machine.run("msiexec", "/i", f"Z:{earlier}", "/qn") != 0  # a later version is there
    assert machine.run("msiexec", "/x", f"Z:{later}", "/qn") == 0
    assert not folder.exists()
    assert not machine.has(key, "/reg:64")
