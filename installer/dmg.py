"""macOS: the program's Info.plist, and the disk image that it is distributed in."""

from __future__ import annotations

import plistlib
import shutil
from pathlib import Path
from typing import Any

from installer.errors import BuildError
from installer.output import staged
from installer.process import run
from installer.product import Product
from installer.signing import Signer, sign_or_remove
from installer.windows import COPYRIGHT, ENDINGS, four_numbers

_HERE = Path(__file__).resolve().parent
_SETTINGS = _HERE / "templates" / "dmg_settings.py"
ICON = _HERE / "pictures" / "hkviewer.icns"
OLDEST_MACOS = "13.0"
"""What Qt 6.11 asks for: https://doc.qt.io/qt-6.11/macos.html."""

# Markdown's type, named by its inventor; macOS itself does not declare it.
_MARKDOWN = "net.daringfireball.markdown"


def info_plist(product: Product) -> dict[str, Any]:
    """The values of the bundle's Info.plist beyond those that PyInstaller writes.

    Source: https://developer.apple.com/documentation/bundleresources/information-property-list

    Raises:
        BuildError: the version does not begin with numbers.
    """
    numbers = ".".join(map(str, four_numbers(product.version)[:3]))
    return {
        "CFBundleIdentifier": f"hkviewer.{product.id}",
        "CFBundleName": product.name,
        "CFBundleDisplayName": product.name,
        "CFBundleDevelopmentRegion": "en",
        "CFBundleShortVersionString": numbers,
        "CFBundleVersion": numbers,
        "LSMinimumSystemVersion": OLDEST_MACOS,
        "LSApplicationCategoryType": "public.app-category.reference",
        "NSHighResolutionCapable": True,
        # It follows the system's dark mode.
        "NSRequiresAquaSystemAppearance": False,
        "NSHumanReadableCopyright": COPYRIGHT,
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Markdown document",
                "CFBundleTypeRole": "Viewer",
                # Offered under “Open With”; what opens the files by default stays as it is.
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": [_MARKDOWN],
            }
        ],
        "UTImportedTypeDeclarations": [
            {
                "UTTypeIdentifier": _MARKDOWN,
                "UTTypeDescription": "Markdown document",
                "UTTypeConformsTo": ["public.plain-text"],
                "UTTypeTagSpecification": {
                    "public.filename-extension": [ending.removeprefix(".") for ending in ENDINGS]
                },
            }
        ],
    }


def build(bundle: Path, product: Product, out: Path, signer: Signer, python: Path) -> Path:
    """Make “<stem>.dmg” in `out`; its path.

    Args:
        bundle: the program's bundle, a folder that ends in .app.
        product: what is built.
        out: the folder for the image.
        signer: signs it.
        python: one that dmgbuild is installed for.

    Raises:
        BuildError: the bundle is not for macOS, or dmgbuild (which runs there only) or the signing
            command failed.
    """
    if bundle.suffix != ".app" or not (bundle / "Contents" / "Info.plist").is_file():
        raise BuildError(f"“{bundle}” is no program for macOS.", "Give the .app that a build on macOS made.")
    target = out.resolve() / f"{product.stem}.dmg"
    with staged(target) as stage:
        defines = [f"-Dapp={bundle.resolve()}", f"-Dicon={ICON}"]
        run([python, "-m", "dmgbuild", "-s", _SETTINGS, *defines, product.name, stage])
    sign_or_remove(target, signer)
    return target


def generate(product: Product, out: Path) -> list[Path]:
    """Write Info.plist, the icon and dmgbuild's settings into `out`/macos; the files written."""
    folder = out / "macos"
    folder.mkdir(parents=True, exist_ok=True)
    plist = folder / "Info.plist"
    plist.write_bytes(plistlib.dumps(info_plist(product)))
    return [plist, *(Path(shutil.copy(file, folder)) for file in (ICON, _SETTINGS))]


def check(product: Product) -> None:
    """Check that the files of `generate` have what macOS and dmgbuild need.

    Raises:
        BuildError: something is missing or does not fit.
    """
    plist = plistlib.loads(plistlib.dumps(info_plist(product)))
    settings: dict[str, Any] = {"defines": {"app": f"/stand-in/{product.name}.app", "icon": str(ICON)}}
    exec(compile(_SETTINGS.read_bytes(), str(_SETTINGS), "exec"), settings)  # noqa: S102  our own, as dmgbuild
    placed = set(settings["icon_locations"])
    shown = {Path(file).name for file in settings["files"]} | set(settings["symlinks"])
    if placed != shown or plist["CFBundleName"] != product.name or not _is_icon(ICON):
        raise BuildError("The files for macOS do not fit together.")


def _is_icon(file: Path) -> bool:
    """Whether `file` is whole: an .icns begins with its type and its length."""
    data = file.read_bytes()
    return data[:4] == b"icns" and int.from_bytes(data[4:8]) == len(data)
