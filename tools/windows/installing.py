"""The steps of the setup: installing, refusing, a later version, uninstalling; and of the MSI."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from installer.screen import FEWEST_COLOURS
from installer.windows import app_paths, files_of
from tools.windows.rig import KIND_KEY, LATER, OWN_KEY, UNINSTALL_KEY, Rig, must
from tools.windows.wine import windows_path

_ENDS_SECONDS = 60.0
_FULL_DISK = "20m"
_OF_WINDOWS = ("windows/", "users/root/Temp/", "users/root/AppData/Local/Temp/")
"""Where Windows and its own programs write."""
_MACHINE_KEY = r"HKLM\Software\hkviewer\hkviewer"
# It opens a file so that nobody else may read, write or delete it, until the file “released” is there.
_HOLDER = """
import ctypes, os, sys, time
handle = ctypes.windll.kernel32.CreateFileW(sys.argv[1], 0x80000000, 0, None, 3, 0, None)
open(sys.argv[2], "w").close()
while os.path.exists(sys.argv[2]):
    time.sleep(0.2)
"""


def install(rig: Rig) -> str:
    """The silent setup installs for the user alone, and all of it."""
    _remove(rig)
    _before(rig).write_text("\n".join(sorted(_files(rig))), encoding="utf-8")
    done = rig.wine.run(rig.setup(), "/S")
    must(done.code == 0, "the setup ends with 0", done)
    names = {str(name) for name in files_of(rig.installed)}
    must(names == {*map(str, files_of(rig.bundle)), "uninstall.exe"}, "all files are installed")
    must(rig.wine.value(UNINSTALL_KEY, "DisplayVersion") == rig.product.version, "Windows lists the version")
    must(rig.wine.has_key(KIND_KEY), "it is offered for Markdown files")
    must(not rig.wine.has_key(UNINSTALL_KEY.replace("HKCU", "HKLM")), "the machine's registry is left alone")
    must(_shortcut(rig).exists(), "it is in the Start menu")
    return f"{len(names)} files for one user, listed, in the Start menu, nothing for the machine"


def running(rig: Rig) -> str:
    """While the program runs neither setup nor uninstaller changes anything."""
    with rig.wine.window(rig.program()):
        for what in ((rig.setup(LATER), "/S"), (rig.program("uninstall.exe"), "/S", _in_place(rig))):
            done = rig.wine.run(*what)
            must(done.code == 32, f"{what[0]} ends with 32", done)
    must(_is_whole(rig), "nothing was changed")
    return "setup and uninstaller end with 32, all files stay"


def rights(rig: Rig) -> str:
    """A setup into a folder without rights says so and changes nothing."""
    folder = rig.work / "locked"
    folder.mkdir(exist_ok=True)
    # Its owner is root, whom no mode keeps out.
    subprocess.run(["chattr", "+i", folder], check=True)
    try:
        done = rig.wine.run(rig.setup(LATER), "/S", rf"/D={windows_path(folder)}\hkviewer")
        must(done.code == 5, "the setup ends with 5", done)
    finally:
        subprocess.run(["chattr", "-i", folder], check=True)
    must(not [*folder.iterdir()] and _is_whole(rig), "nothing was changed")
    return "the setup ends with 5, the installed version stays"


def disk(rig: Rig) -> str:
    """A setup onto a full disk says so and changes nothing."""
    with _small_disk(rig) as folder:
        done = rig.wine.run(rig.setup(LATER), "/S", r"/D=T:\hkviewer")
        must(done.code == 112, "the setup ends with 112", done)
        must(not [*folder.iterdir()] and _is_whole(rig), "nothing was changed")
    return f"the setup ends with 112 on a disk of {_FULL_DISK}, the installed version stays"


def damaged(rig: Rig) -> str:
    """A damaged setup finds its own checksum wrong."""
    whole = rig.work / "setups" / f"hkviewer-{LATER}-setup.exe"
    broken = whole.with_name("damaged-setup.exe")
    data = bytearray(whole.read_bytes())
    data[len(data) // 2] ^= 0xFF
    broken.write_bytes(data)
    done = rig.wine.run(windows_path(broken), "/S")
    # Without /S it says so in a window, which nobody here can close but by force.
    shown = rig.wine.start(windows_path(broken))
    colours = rig.wine.screen.wait_for_colours(FEWEST_COLOURS, _ENDS_SECONDS)
    rig.wine.screen.save_picture(rig.work / "damaged.png")
    rig.wine.run("taskkill", "/F", "/IM", broken.name)
    shown.wait(_ENDS_SECONDS)
    broken.unlink()
    must(done.code == 2 and _is_whole(rig), "a damaged setup ends with 2 and installs nothing", done)
    must(colours >= FEWEST_COLOURS, "it says so in a window", colours)
    return f"the setup ends with 2, or says so in a window: {rig.work / 'damaged.png'}"


def upgrade(rig: Rig) -> str:
    """A later version takes the earlier one's place; what is the reader's stays."""
    kept = {file: file.read_bytes() for file in rig.data.rglob("*.json")}
    must(kept, "the reader has settings and places")
    done = rig.wine.run(rig.setup(LATER), "/S")
    must(done.code == 0, "the setup ends with 0", done)
    must(rig.wine.value(UNINSTALL_KEY, "DisplayVersion") == LATER, "the later version is listed")
    must(_is_whole(rig), "the files are those of the later version")
    must({file: file.read_bytes() for file in rig.data.rglob("*.json")} == kept, "settings and places stay")
    with rig.wine.window(rig.program()):
        pass
    return f"{LATER} over {rig.product.version}: {len(kept)} files of settings and places as they were"


def held(rig: Rig) -> str:
    """An uninstaller that finds a file held open says so, and can be run again."""
    file = next(path for path in rig.installed.rglob("*.md"))
    sign = rig.work / "held"
    sign.unlink(missing_ok=True)
    holder = rig.wine.start(windows_path(rig.python), "-c", _HOLDER, windows_path(file), windows_path(sign))
    _wait_until(sign.exists)
    done = rig.wine.run(rig.program("uninstall.exe"), "/S", _in_place(rig))
    still_there = file.exists() and (rig.installed / "uninstall.exe").exists()
    sign.unlink()
    holder.wait(_ENDS_SECONDS)
    must(done.code == 2 and still_there, "the uninstaller ends with 2", done)
    must(rig.wine.has_key(UNINSTALL_KEY), "Windows still lists the program")
    return "the uninstaller ends with 2, and Windows still lists the program"


def uninstall(rig: Rig) -> str:
    """The uninstaller leaves nothing behind but the reader's own files."""
    mine = rig.installed / "mine.txt"
    mine.write_text("the reader's own", encoding="utf-8")
    rig.wine.run(rig.program("uninstall.exe"), "/S")
    _wait_until(lambda: not (rig.installed / "uninstall.exe").exists())
    time.sleep(2)
    must([*rig.installed.iterdir()] == [mine], "only what is the reader's is left in the folder")
    mine.unlink()
    rig.installed.rmdir()
    own = [OWN_KEY, UNINSTALL_KEY, KIND_KEY, *(f"HKCU\\{one.key}" for one in app_paths(rig.product))]
    must(not [key for key in own if rig.wine.has_key(key)], "the registry is as it was")
    left = _files(rig) - {*_before(rig).read_text(encoding="utf-8").split("\n")}
    data = str(rig.data.relative_to(rig.wine.drive))
    strange = {name for name in left if not name.startswith((data, *_OF_WINDOWS))}
    must(not strange, "nothing else is left", "\n".join(sorted(strange)))
    must((rig.data / "settings.json").exists(), "settings stay")
    return f"only the reader's {len([name for name in left if name.startswith(data)])} files are left"


def for_all(rig: Rig) -> str:
    """The MSI installs for all users without a question, repairs, takes a later version's place, and goes."""
    folder = rig.wine.drive / "a folder" / "hkviewer"
    shutil.rmtree(folder, ignore_errors=True)
    earlier, later = (
        windows_path(rig.work / "setups" / f"hkviewer-{version}.msi")
        for version in (rig.product.version, LATER)
    )
    _msiexec(rig, "/i", earlier, r"INSTALLFOLDER=C:\a folder\hkviewer")
    must(files_of(folder) == files_of(rig.bundle), "all files are installed")
    tested = rig.wine.run(windows_path(folder / "hkviewer-cli.exe"), "--self-test")
    must(tested.last == "Everything works.", "the self-test passes", tested.text)
    (folder / "README.txt").unlink()
    # As Wine's msiexec has it; its /fa knows no packages.
    _msiexec(rig, "/i", earlier, "REINSTALL=ALL", "REINSTALLMODE=amus")
    must((folder / "README.txt").exists(), "a repair brings a missing file back")
    _msiexec(rig, "/i", later)
    must(files_of(folder) == files_of(rig.bundle), "the later version is in the same folder")
    _msiexec(rig, "/x", later)
    must(not folder.exists() and not rig.wine.has_key(_MACHINE_KEY), "nothing is left")
    return "installed into another folder, self-test passed, repaired, upgraded, removed without a rest"


def _msiexec(rig: Rig, *arguments: str) -> None:
    done = rig.wine.run("msiexec", *arguments, "/qn", "/norestart", seconds=240)
    must(done.code == 0, f"msiexec {' '.join(arguments)} ends with 0", done)


def _in_place(rig: Rig) -> str:
    """What lets the uninstaller work where it is, so that it can be waited for."""
    return "_?=C:\\" + str(rig.installed.relative_to(rig.wine.drive)).replace("/", "\\")


def _is_whole(rig: Rig) -> bool:
    names = {str(name) for name in files_of(rig.installed)}
    return names == {*map(str, files_of(rig.bundle)), "uninstall.exe"}


def _shortcut(rig: Rig) -> Path:
    return rig.wine.home.parent / "Roaming/Microsoft/Windows/Start Menu/Programs/hkviewer.lnk"


def _files(rig: Rig) -> set[str]:
    return {
        path.relative_to(rig.wine.drive).as_posix()
        for path in rig.wine.drive.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def _before(rig: Rig) -> Path:
    """The list of the files that were there before anything was installed."""
    return rig.work / "files-before.txt"


def _remove(rig: Rig) -> None:
    """What an earlier run left."""
    if (rig.installed / "uninstall.exe").exists():
        rig.wine.run(rig.program("uninstall.exe"), "/S", "/REMOVEDATA", _in_place(rig))
    for folder in (rig.installed, rig.data):
        shutil.rmtree(folder, ignore_errors=True)
    for key in (OWN_KEY, UNINSTALL_KEY):
        rig.wine.run("reg", "delete", key, "/f")


@contextmanager
def _small_disk(rig: Rig) -> Iterator[Path]:
    folder = rig.work / "small disk"
    folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_FULL_DISK}", "tmpfs", folder], check=True)
    drive = rig.wine.drive.parent / "dosdevices" / "t:"
    try:
        drive.unlink(missing_ok=True)
        drive.symlink_to(folder)
        yield folder
    finally:
        drive.unlink(missing_ok=True)
        subprocess.run(["umount", folder], check=True)


def _wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + _ENDS_SECONDS
    while not holds() and time.monotonic() < end:
        time.sleep(0.3)
