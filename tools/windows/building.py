"""The steps up to the packages: Wine, Windows' Python, the program from source, the bundle, the setups."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

from installer import msi, nsis, sizes, tools
from installer.process import run
from installer.signing import Signer
from tools.windows.rig import LATER, Rig, must
from tools.windows.wine import windows_path

_HERE = Path(__file__).resolve().parent


def wine(rig: Rig) -> str:
    """Debian's packages are there, and a new Windows is made."""
    tools.ensure({"wine", "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-objdump", "makensis", "wixl"})
    rig.facts["wine"] = rig.wine.make()
    return f"{rig.facts['wine']}, as Windows 10"


def python(rig: Rig) -> str:
    """Windows' Python has the locked packages."""
    requirements = rig.root / "requirements" / "installer.txt"
    run([_HERE / "make_python.sh", rig.work / "python", requirements])
    done = rig.wine.run(windows_path(rig.python), "-c", "import PySide6, sys; print(sys.version)")
    must(done.code == 0 and done.text.startswith("3.11"), "Windows' Python starts", done.text)
    return f"CPython {done.text.split()[0]} with the locked packages"


def source(rig: Rig) -> str:
    """The program works from source."""
    rig.copy_source()
    compiled = rig.run_python("-m", "hkviewer.content.compile_sheets", "content", "build/compiled")
    must(compiled.code == 0, "the sheet is parsed beforehand", compiled.text)
    done = rig.run_python("-m", "hkviewer", "--self-test")
    must(done.code == 0 and done.last == "Everything works.", "the self-test passes", done.text)
    return f"from source {len(done.text.splitlines()) - 1} parts work"


def build(rig: Rig) -> str:
    """build_installer.py makes and tries the bundle, as it does on Windows."""
    shutil.rmtree(rig.work / "dist", ignore_errors=True)
    arguments = ("--in-place", "--format", "folder", "--out", windows_path(rig.work / "dist"))
    epoch = {"SOURCE_DATE_EPOCH": str(rig.product.epoch)}
    done = rig.run_python("build_installer.py", *arguments, seconds=900, **epoch)
    must(done.code == 0, "the bundle is built", done.text)
    (rig.work / "build.log").write_text(done.text, encoding="utf-8")
    megabytes = sizes.on_disk(rig.bundle) / 1e6
    rig.facts["megabytes"] = round(megabytes, 1)
    return f"{megabytes:.1f} MB on disk, its self-test passed"


def setups(rig: Rig) -> str:
    """The setup of this version is packed, and one of a later version."""
    later = dataclasses.replace(rig.product, version=LATER)
    target = rig.work / "setups"
    made = [nsis.build(rig.bundle, one, target, Signer(), quick=True) for one in (rig.product, later)]
    return f"two 64-bit programs, {made[0].stat().st_size / 1e6:.1f} MB each, packed for a trial"


def package(rig: Rig) -> str:
    """The MSI of this version is packed, and one of a later version."""
    later = dataclasses.replace(rig.product, version=LATER)
    made = [msi.build(rig.bundle, product, rig.work / "setups", Signer()) for product in (rig.product, later)]
    return f"two, {made[0].stat().st_size / 1e6:.1f} MB each"
