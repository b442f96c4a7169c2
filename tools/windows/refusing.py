"""The steps in which setup and uninstaller refuse: they say so in a line, with a code, and change nothing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installer.screen import FEWEST_COLOURS
from tools.windows.installing import in_place, is_whole, remove, wait_until
from tools.windows.rig import LATER, OWN_KEY, UNINSTALL_KEY, Rig, must, plain
from tools.windows.wine import windows_path

_ENDS_SECONDS = 60.0
_FULL_DISK = "20m"
# It opens a file so that nobody else may read, write or delete it, until the file “released” is there.
_HOLDER = """
import ctypes, os, sys, time
handle = ctypes.windll.kernel32.CreateFileW(sys.argv[1], 0x80000000, 0, None, 3, 0, None)
open(sys.argv[2], "w").close()
while os.path.exists(sys.argv[2]):
    time.sleep(0.2)
"""
# It starts a program with a command line as it stands: Wine itself would put it together anew.
_CALLER = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1]))"


def arguments(rig: Rig) -> str:
    """A folder in quotation marks is taken; a folder or an argument that is none is refused."""
    remove(rig)
    wrong = {"hkviewer": 123, r"C:hkviewer": 123, "CON": 123, r"C:\a\nul.txt": 123, r"Q:\hkviewer": 3}
    for name, code in wrong.items():
        plain(rig.wine.run(rig.setup(), "/S", f"/D={name}"), code, "Nothing was changed", name[:2])
    plain(rig.wine.run(rig.setup(), "/OPENWTIH=0", "/S"), 87, "“/OPENWTIH=0”")
    must(rig.wine.value(UNINSTALL_KEY, "DisplayVersion") is None, "nothing was installed")
    folder = rig.wine.drive / "another folder" / "hkviewer"
    line = rf'"{rig.setup()}" /S /OPENWITH=0 /D="C:\another folder\hkviewer"'
    done = rig.wine.run(windows_path(rig.python), "-c", _CALLER, line)
    must(done.code == 0 and (folder / "hkviewer.exe").exists(), "it is installed there", done)
    must(rig.wine.value(OWN_KEY, "OpenWith") == "0x0", "the argument before it holds")
    done = rig.wine.run(windows_path(folder / "uninstall.exe"), "/S", r"_?=C:\another folder\hkviewer")
    must(done.code == 0, "the uninstaller ends with 0", done)
    shutil.rmtree(folder.parent)
    return f"a quoted /D is taken; {', '.join(wrong)} and a misspelt argument are refused in a line each"


def running(rig: Rig) -> str:
    """While the program runs neither setup nor uninstaller changes anything."""
    with rig.wine.window(rig.program()):
        for what in ((rig.setup(LATER), "/S"), (rig.program("uninstall.exe"), "/S", in_place(rig))):
            plain(rig.wine.run(*what), 32, "is running")
    must(is_whole(rig), "nothing was changed")
    return "setup and uninstaller end with 32 and say so, all files stay"


def rights(rig: Rig) -> str:
    """A setup into a folder without rights says so and changes nothing."""
    folder = rig.work / "locked"
    folder.mkdir(exist_ok=True)
    subprocess.run(["chattr", "-i", folder], check=True)  # a run that was broken off
    # Its owner is root, whom no mode keeps out.
    subprocess.run(["chattr", "+i", folder], check=True)
    try:
        done = rig.wine.run(rig.setup(LATER), "/S", rf"/D={windows_path(folder)}\hkviewer")
        plain(done, 5, "You may not write")
    finally:
        subprocess.run(["chattr", "-i", folder], check=True)
    must(not [*folder.iterdir()] and is_whole(rig), "nothing was changed")
    return "the setup ends with 5 and says so, the installed version stays"


def disk(rig: Rig) -> str:
    """A setup onto a full disk says so and changes nothing."""
    with _small_disk(rig) as folder:
        plain(rig.wine.run(rig.setup(LATER), "/S", r"/D=T:\hkviewer"), 112, "too full")
        must(not [*folder.iterdir()] and is_whole(rig), "nothing was changed")
    return f"the setup ends with 112 and says so on a disk of {_FULL_DISK}, the installed version stays"


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
    rig.wine.wait(shown, [broken.name])
    broken.unlink()
    must(done.code == 2 and is_whole(rig), "a damaged setup ends with 2 and installs nothing", done)
    must(colours >= FEWEST_COLOURS, "it says so in a window", colours)
    return f"the setup ends with 2, or says so in a window: {rig.work / 'damaged.png'}"


def earlier(rig: Rig) -> str:
    """An earlier version does not take a later one's place, unless it is told to."""
    plain(rig.wine.run(rig.setup(), "/S"), 1638, LATER, "/DOWNGRADE=1")
    must(rig.wine.value(UNINSTALL_KEY, "DisplayVersion") == LATER and is_whole(rig), "nothing was changed")
    for version, argument in ((rig.product.version, "/DOWNGRADE=1"), (LATER, "/S")):
        done = rig.wine.run(rig.setup(version), "/S", argument)
        must(done.code == 0, "the setup ends with 0", done)
        must(rig.wine.value(UNINSTALL_KEY, "DisplayVersion") == version, f"{version} is listed")
    return f"{rig.product.version} over {LATER} ends with 1638; with /DOWNGRADE=1 it is installed"


def held(rig: Rig) -> str:
    """An uninstaller that finds a file held open says so, and can be run again."""
    file = next(path for path in rig.installed.rglob("*.md"))
    sign = rig.work / "held"
    sign.unlink(missing_ok=True)
    holder = rig.wine.start(windows_path(rig.python), "-c", _HOLDER, windows_path(file), windows_path(sign))
    wait_until(sign.exists)
    done = rig.wine.run(rig.program("uninstall.exe"), "/S", in_place(rig))
    still_there = file.exists() and (rig.installed / "uninstall.exe").exists()
    sign.unlink()
    rig.wine.wait(holder, ["the program that holds it"])
    plain(done, 2, "in use")
    must(still_there, "the rest stays")
    must(rig.wine.has_key(UNINSTALL_KEY), "Windows still lists the program")
    return "the uninstaller ends with 2, and Windows still lists the program"


@contextmanager
def _small_disk(rig: Rig) -> Iterator[Path]:
    folder = rig.work / "small disk"
    folder.mkdir(exist_ok=True)
    if folder.is_mount():  # a run that was broken off
        subprocess.run(["umount", folder], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_FULL_DISK}", "tmpfs", folder], check=True)
    drive = rig.wine.drive.parent / "dosdevices" / "t:"
    try:
        drive.unlink(missing_ok=True)
        drive.symlink_to(folder)
        yield folder
    finally:
        drive.unlink(missing_ok=True)
        subprocess.run(["umount", folder], check=True)
