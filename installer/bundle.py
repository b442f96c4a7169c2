"""The bundle: PyInstaller's one folder, trimmed, stripped and dated."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from installer import contents, licences, stage
from installer.errors import BuildError
from installer.output import date_all, staged
from installer.process import run
from installer.product import Product
from installer.signing import Signer

PROGRAMS = ("hkviewer", "hkviewer-cli")
INTERNAL = "_internal"
PACKAGES = (
    *("PySide6-Essentials", "shiboken6", "Markdown", "platformdirs", "pypdfium2"),
    *("python-docx", "lxml", "rapidfuzz", "typst", "typing_extensions"),
)
"""Those whose version the program tells, and whose licences it carries."""


def build(root: Path, python: Path, product: Product, work: Path, signer: Signer) -> Path:
    """Build the bundle in the folder `work`; the folder of the bundle, or on macOS the app.

    Raises:
        BuildError: a step failed.
    """
    data = work / "data"
    stage.fill(root, python, product, data)
    plan = work / "plan.json"
    plan.write_text(json.dumps(_plan(root, python, product, data)), encoding="utf-8")
    made = work / "made"
    run(
        [python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", made]
        + ["--workpath", work / "work", root / "installer" / "hkviewer.spec", "--", plan],
        folder=work,
        # Sets and caches come out in one order, and no two builds share a cache.
        PYTHONHASHSEED="0",
        SOURCE_DATE_EPOCH=str(product.epoch),
        PYINSTALLER_CONFIG_DIR=str(work / "cache"),
        PYTHONPATH=str(root),
    )
    folder = made / folder_name(product)
    finish(folder, root, python, product, signer)
    return folder


def folder_name(product: Product, platform: str = sys.platform) -> str:
    """The name of the bundle's folder: “hkviewer-0.1.0-linux-x86_64”."""
    import platform as machine  # noqa: PLC0415  the argument has the better claim to the name

    system = {"linux": "linux", "win32": "windows", "darwin": "macos"}.get(platform, platform)
    return f"{product.stem}-{system}-{machine.machine().lower()}"


def finish(folder: Path, root: Path, python: Path, product: Product, signer: Signer) -> None:
    """Trim, strip, complete, sign and date a bundle that PyInstaller made."""
    if sys.platform == "linux":
        trim.drop_unreachable(folder)
        trim.strip(folder)
    licences.collect(root, python, folder / "licences")
    write_how_to_start(folder, product)
    for program in PROGRAMS:
        signer.sign(folder / f"{program}{'.exe' if sys.platform == 'win32' else ''}")
    date_all(folder, product.epoch)
