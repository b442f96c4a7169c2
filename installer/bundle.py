"""The bundle: PyInstaller's one folder, trimmed, stripped and dated."""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path
from typing import Any

from installer import components, dmg, how_to_start, licences, stage, trim, version_info
from installer.environment import Environment
from installer.output import date_all
from installer.process import run
from installer.product import Product
from installer.signing import Signer

PROGRAMS = ("hkviewer", "hkviewer-cli")
_PACKING = {"PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0"} if sys.platform == "linux" else {}
"""Of modules, which the archive packs better if nothing else did: 2.7 MB instead of 4.4. In the folder they
take 6 MB more, on other systems twice that: there two programs hold them."""


def build(root: Path, env: Environment, product: Product, work: Path, signer: Signer) -> Path:
    """Build the bundle in the folder `work`; the folder of the bundle, or on macOS the app.

    Args:
        root: the checkout.
        env: the Python that has the packages.
        product: what is built.
        work: a folder of its own.
        signer: signs the programs.

    Raises:
        BuildError: a step failed.
    """
    data = work / "data"
    stage.fill(root, env.python, product, data)
    plan = work / "plan.json"
    plan.write_text(json.dumps(_plan(root, product, data)), encoding="utf-8")
    made = work / "made"
    run(
        [
            *(env.python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
            *("--distpath", made, "--workpath", work / "work"),
            *(root / "installer" / "hkviewer.spec", "--", plan),
        ],
        folder=work,
        # Sets and caches come out in one order, and no two builds share a cache.
        PYTHONHASHSEED="0",
        SOURCE_DATE_EPOCH=str(product.epoch),
        PYINSTALLER_CONFIG_DIR=str(work / "cache"),
        PYTHONPATH=str(root),
        **_PACKING,
    )
    folder = made / (f"{product.name}.app" if sys.platform == "darwin" else folder_name(product))
    _finish(folder, root, env.site, product, signer)
    return folder


def folder_name(product: Product, system: str = sys.platform) -> str:
    """The name of the bundle's folder: “hkviewer-0.1.0-linux-x86_64”."""
    name = {"win32": "windows", "darwin": "macos"}.get(system, system)
    return f"{product.stem}-{name}-{platform.machine().lower()}"


def full_name(folder: Path, product: Product) -> str:
    """What the bundle in `folder` is called with its system; an app's own folder is not named after it."""
    return folder_name(product) if folder.suffix == ".app" else folder.name


def _finish(folder: Path, root: Path, site: Path, product: Product, signer: Signer) -> None:
    """Trim, strip, complete, sign and date a bundle that PyInstaller made."""
    if sys.platform != "darwin":
        trim.drop_unreachable(folder)
    if sys.platform == "linux":
        _finish_linux(folder)
    texts = folder / "Contents" / "Resources" if sys.platform == "darwin" else folder
    parts = components.of_bundle(root, site, product, folder)
    licences.collect(parts, product.name, texts / "licences")
    if sys.platform != "darwin":  # an app is opened as every other
        words = how_to_start.text(folder, product, sys.platform)
        (folder / "README.txt").write_text(words, encoding="utf-8")
    for file in _to_sign(folder):
        signer.sign(file)
    date_all(folder, product.epoch)


def _finish_linux(folder: Path) -> None:
    trim.strip(folder)
    # Only Windows distinguishes windowed from console programs; here they are the same.
    (folder / "hkviewer-cli").unlink()
    (folder / "hkviewer-cli").symlink_to("hkviewer")


def _to_sign(folder: Path) -> list[Path]:
    """The programs; on macOS the app as a whole, as its codesign wants it."""
    if sys.platform == "darwin":
        return [folder]
    ending = ".exe" if sys.platform == "win32" else ""
    files = [folder / f"{program}{ending}" for program in PROGRAMS]
    return [file for file in files if not file.is_symlink()]


def _plan(root: Path, product: Product, data: Path) -> dict[str, Any]:
    """What hkviewer.spec reads from its plan."""
    versions = version_info.write(product, data.parent / "version")
    return {
        "root": str(root),
        "script": str(root / "hkviewer" / "__main__.py"),
        "data": str(data),
        "packages": list(components.PACKAGES),
        "name": folder_name(product),
        "title": product.name,
        "icon": str(dmg.ICON if sys.platform == "darwin" else root / "resources" / "icons" / "hkviewer.ico"),
        "version_info": {name: str(file) for name, file in versions.items()},
        "info_plist": dmg.info_plist(product),
    }
