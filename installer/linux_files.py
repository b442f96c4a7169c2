"""What a Linux desktop wants to know of the program: menu entry, icons, description, manual page."""

from __future__ import annotations

import gzip
import shutil
import string
from pathlib import Path
from xml.sax.saxutils import escape

from installer.changelog import Release, releases
from installer.process import run
from installer.product import Product

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "resources" / "linux"
DEVELOPER = "The hkviewer developers"
_ICONS = ROOT / "resources" / "icons"
_ICON_SIZES = (16, 32, 48, 64, 128, 256, 512)

TOOLS = ("desktop-file-validate", "appstreamcli")
"""The programs that linux_files() calls."""


def linux_files(product: Product, target: Path) -> None:
    """Write into the folder `target` what belongs into /usr/share or ~/.local/share.

    Raises:
        BuildError: the desktop's own checkers find a fault in it.
    """
    words = _words(product)
    desktop = target / "applications" / f"{product.id}.desktop"
    metainfo = target / "metainfo" / f"local.hkviewer.{product.id}.metainfo.xml"
    _write(desktop, fill("program.desktop", **words))
    _write(metainfo, fill("program.metainfo.xml", **words))
    _write_manual(target / "man" / "man1", product, words)
    _copy_icons(target / "icons" / "hicolor", product.id)
    run(["desktop-file-validate", desktop])
    run(["appstreamcli", "validate", "--no-net", metainfo])


def summary(product: Product) -> str:
    """What the program is for, in one line without a full stop."""
    if product.is_own:
        return "Read the fact sheet U.S. Relations With Hong Kong offline"
    return "Read fact sheets offline"


def description(product: Product) -> str:
    """What the program is, in one sentence or two."""
    sheets, them = ("its fact sheets", "them")
    if product.is_own:
        sheets, them = ("the fact sheet U.S. Relations With Hong Kong", "it")
    return (
        f"{product.name} shows {sheets}, searches {them}, and makes briefing copies of {them} to print or"
        " hand over. It needs no network, and nothing leaves the machine."
    )


def fill(template: str, **words: str) -> str:
    """The text of `template`, a file of resources/linux/, with `words` in it."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    return string.Template(text).substitute(words)


def write_gzip(file: Path, text: str) -> None:
    """Write `text` to `file`, compressed the same on every day and system."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream, gzip.GzipFile("", "wb", 9, stream, mtime=0) as packed:
        packed.write(text.encode())


def made_releases(product: Product) -> list[Release]:
    """The releases of CHANGELOG.md, newest first."""
    return releases((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), product)


def _words(product: Product) -> dict[str, str]:
    return {
        "id": product.id,
        "name": product.name,
        "version": product.version,
        "date": product.date.isoformat(),
        "summary": summary(product),
        "description": description(product),
        "developer": DEVELOPER,
        "releases": "\n".join(_release(release, product) for release in made_releases(product)),
    }


def _release(release: Release, product: Product) -> str:
    """A release as AppStream has it; another edition's users need not know the program's own history."""
    attributes = f'version="{release.version}" date="{release.date:%Y-%m-%d}"'
    if not product.is_own or not release.items:
        return f"    <release {attributes}/>"
    items = "\n".join(f"          <li>{escape(item)}</li>" for item in release.items)
    return (
        f"    <release {attributes}>\n      <description>\n        <ul>\n{items}\n"
        "        </ul>\n      </description>\n    </release>"
    )


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def _write_manual(folder: Path, product: Product, words: dict[str, str]) -> None:
    """One page that both programs' names lead to."""
    write_gzip(folder / f"{product.id}.1.gz", fill("program.1", **words, title=product.id.upper()))
    (folder / f"{product.id}-cli.1.gz").symlink_to(f"{product.id}.1.gz")


def _copy_icons(hicolor: Path, name: str) -> None:
    for size in _ICON_SIZES:
        target = hicolor / f"{size}x{size}" / "apps" / f"{name}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_ICONS / f"hkviewer-{size}.png", target)
    scalable = hicolor / "scalable" / "apps" / f"{name}.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_ICONS / "hkviewer.svg", scalable)
