"""The steps of the setup: installing, a later version, uninstalling; and of the MSI."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from installer.windows import app_paths, files_of, guid
from tools.windows.rig import KIND_KEY, LATER, OWN_KEY, UNINSTALL_KEY, Rig, must
from tools.windows.wine import windows_path

_ENDS_SECONDS = 60.0
_OF_WINDOWS = ("windows/", "users/root/Temp/", "users/root/AppData/Local/Temp/")
"""Where Windows and its own programs write."""
_MACHINE_KEY = r"HKLM\Software\hkviewer\hkviewer"
_MACHINE_LIST = UNINSTALL_KEY.replace("HKCU", "HKLM").rpartition("\\")[0]


def install(rig: Rig) -> str:
    """The silent setup installs for the user alone, and all of it."""
    remove(rig)
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


def upgrade(rig: Rig) -> str:
    """A later version takes the earlier one's place; what is the reader's stays."""
    if not rig.settings():
        with rig.wine.window(rig.program()):
            pass
    kept = {file: file.read_bytes() for file in rig.data.rglob("*.json")}
    done = rig.wine.run(rig.setup(LATER), "/S")
    must(done.code == 0, "the setup ends with 0", done)
    must(rig.wine.value(UNINSTALL_KEY, "DisplayVersion") == LATER, "the later version is listed")
    must(is_whole(rig), "the files are those of the later version")
    must({file: file.read_bytes() for file in rig.data.rglob("*.json")} == kept, "settings and places stay")
    with rig.wine.window(rig.program()):
        pass
    return f"{LATER} over {rig.product.version}: {len(kept)} files of settings and places as they were"


def uninstall(rig: Rig) -> str:
    """The uninstaller leaves nothing behind but the reader's own files."""
    mine = rig.installed / "mine.txt"
    mine.write_text("the reader's own", encoding="utf-8")
    rig.wine.run(rig.program("uninstall.exe"), "/S")
    wait_until(lambda: not (rig.installed / "uninstall.exe").exists())
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


def removal(rig: Rig) -> str:
    """Asked to, the uninstaller removes what the program wrote for the reader too, but no files of others."""
    done = rig.wine.run(rig.setup(), "/S")
    must(done.code == 0, "the setup ends with 0", done)
    with rig.wine.window(rig.program()):
        pass
    sheet = rig.documents / "removal" / "sheet.md"
    sheet.parent.mkdir(parents=True, exist_ok=True)
    sheet.write_text("# A Sheet\n\n## Trade\n\nWords of trade.\n", encoding="utf-8")
    for words in (("library", "add", windows_path(sheet.parent)), ("search", "trade", "--library")):
        done = rig.command(*words)
        must(done.code == 0, f"{words[0]} works", done.text)
    written = {"settings.json", "places.json", "library.json", "Cache/library.json", "Cache/search.sqlite3"}
    before = {file.relative_to(rig.data).as_posix() for file in rig.data.rglob("*") if file.is_file()}
    must(written <= before, "settings, places, library and index are kept", before)
    mine = {rig.data / "mine.md", rig.data / "Cache" / "mine.html"}
    for file in mine:
        file.write_text("the reader's own", encoding="utf-8")
    done = rig.wine.run(rig.program("uninstall.exe"), "/S", "/REMOVEDATA", in_place(rig))
    must(done.code == 0, "the uninstaller ends with 0", done)
    left = {file for file in rig.data.rglob("*") if file.is_file()}
    must(left == mine, "only files of others are left", left)
    remove(rig)
    return f"{len(before)} files of the program's own went, {len(left)} of others beside them stayed"


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
    listed = rf"{_MACHINE_LIST}\{guid(rig.product, 'product', rig.product.version)}"
    told = rig.wine.value(listed, "InstallLocation") or ""
    must(told.rstrip("\\") == r"C:\a folder\hkviewer", "Windows is told the folder", told)
    tested = rig.wine.run(windows_path(folder / "hkviewer-cli.exe"), "--self-test")
    must(tested.last == "Everything works.", "the self-test passes", tested.text)
    (folder / "README.txt").unlink()
    # As Wine's msiexec has it; its /fa knows no packages.
    _msiexec(rig, "/i", earlier, "REINSTALL=ALL", "REINSTALLMODE=amus")
    must((folder / "README.txt").exists(), "a repair brings a missing file back")
    log = rig.work / "install.log"
    _msiexec(rig, "/i", later, "/l*v", windows_path(log))
    must(log.stat().st_size, "the log that is asked for is written")
    must(files_of(folder) == files_of(rig.bundle), "the later version is in the same folder")
    _msiexec(rig, "/i", earlier, code=1603)
    must(files_of(folder) == files_of(rig.bundle), "an earlier version changes nothing")
    _msiexec(rig, "/x", later)
    must(not folder.exists() and not rig.wine.has_key(_MACHINE_KEY), "nothing is left")
    return "installed into another folder, self-test passed, repaired, upgraded, no way back, all removed"


def _msiexec(rig: Rig, *arguments: str, code: int = 0) -> None:
    done = rig.wine.run("msiexec", *arguments, "/qn", "/norestart", seconds=240)
    must(done.code == code & 0xFF, f"msiexec {' '.join(arguments)} ends with {code}", done)


def in_place(rig: Rig) -> str:
    """What lets the uninstaller work where it is, so that it can be waited for."""
    return "_?=C:\\" + str(rig.installed.relative_to(rig.wine.drive)).replace("/", "\\")


def is_whole(rig: Rig) -> bool:
    """Whether all files of the bundle are installed, and no others."""
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


def remove(rig: Rig) -> None:
    """Take away what an earlier run left, one that was broken off too."""
    if (rig.installed / "uninstall.exe").exists():
        rig.wine.run(rig.program("uninstall.exe"), "/S", "/REMOVEDATA", in_place(rig))
    for folder in (rig.installed, rig.data, rig.policy.parent):
        shutil.rmtree(folder, ignore_errors=True)
    for key in (OWN_KEY, UNINSTALL_KEY):
        rig.wine.run("reg", "delete", key, "/f")


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until it `holds`, or for a minute."""
    end = time.monotonic() + _ENDS_SECONDS
    while not holds() and time.monotonic() < end:
        time.sleep(0.3)
