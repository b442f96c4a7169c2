"""The bundle: PyInstaller's one folder, trimmed, stripped and dated."""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path
from typing import Any

from installer import components, licences, stage, trim
from installer.output import date_all
from installer.process import run
from installer.product import Product
from installer.signing import Signer

PROGRAMS = ("hkviewer", "hkviewer-cli")
INTERNAL = "_internal"
_HOW_TO_START = """\
{name}

To start it, open the program “hkviewer” in this folder. It needs no installation, no rights and no
network. In a terminal “./hkviewer-cli --help” shows what else it can do, and “./hkviewer-cli --self-test”
tries every part.

Where nothing opens, a library of the system is missing; “./hkviewer” in a terminal names it. On a bare
Debian or Ubuntu these are all that it needs:

    sudo apt-get install libgl1 libegl1 libfontconfig1 libfreetype6 libglib2.0-0 libdbus-1-3 libx11-6 \\
      libx11-xcb1 libxcb1 libxcb-render0 libxcb-shm0 libxcb-xfixes0 libxcb-sync1 libxcb-shape0 \\
      libxcb-randr0 libwayland-client0 libwayland-cursor0 fonts-dejavu-core

An empty file called “portable” beside the program makes it keep all its data in this folder.
The licences of all that is inside are in the folder “licences”.
"""


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
        [
            *(python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
            *("--distpath", made, "--workpath", work / "work"),
            *(root / "installer" / "hkviewer.spec", "--", plan),
        ],
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


def folder_name(product: Product, system: str = sys.platform) -> str:
    """The name of the bundle's folder: “hkviewer-0.1.0-linux-x86_64”."""
    name = {"win32": "windows", "darwin": "macos"}.get(system, system)
    return f"{product.stem}-{name}-{platform.machine().lower()}"


def finish(folder: Path, root: Path, python: Path, product: Product, signer: Signer) -> None:
    """Trim, strip, complete, sign and date a bundle that PyInstaller made."""
    if sys.platform == "linux":
        trim.drop_unreachable(folder)
        trim.strip(folder)
        # Windows alone tells a windowed from a console program; here they are the same.
        (folder / "hkviewer-cli").unlink()
        (folder / "hkviewer-cli").symlink_to("hkviewer")
    parts = components.of_bundle(root, python, product, folder)
    licences.collect(parts, product.name, folder / "licences")
    (folder / "README.txt").write_text(_HOW_TO_START.format(name=product.name), encoding="utf-8")
    for program in PROGRAMS:
        signer.sign(folder / f"{program}{'.exe' if sys.platform == 'win32' else ''}")
    date_all(folder, product.epoch)


def _plan(root: Path, python: Path, product: Product, data: Path) -> dict[str, Any]:
    """What hkviewer.spec is told."""
    icons = root / "resources" / "icons"
    prefixes = run([python, "-c", "import sys; print(sys.prefix, sys.base_prefix, sep='\\n')"]).split("\n")
    return {
        "root": str(root),
        "script": str(root / "hkviewer" / "__main__.py"),
        "data": str(data),
        "packages": list(components.PACKAGES),
        "prefixes": [str(Path(prefix).resolve()) for prefix in prefixes if prefix],
        "name": folder_name(product),
        "title": product.name,
        "icon": str(icons / ("hkviewer.ico" if sys.platform == "win32" else "hkviewer-512.png")),
        "version_info": {},
        "info_plist": {},
    }
