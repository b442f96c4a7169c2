"""The kinds of package, by the names that --format takes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from installer import archive, deb
from installer.product import Product
from installer.signing import Signer


@dataclass(frozen=True)
class Format:
    """A kind of package.

    Attributes:
        title: what the builder reads.
        systems: those that can build it, as sys.platform names them.
        tools: what it needs, names of `installer.tools.PACKAGES`.
        make: bundle, product, folder for the result and signer -> the files made.
    """

    title: str
    systems: tuple[str, ...]
    tools: frozenset[str]
    make: Callable[[Path, Product, Path, Signer], list[Path]]


def _tar(folder: Path, product: Product, out: Path, signer: Signer) -> list[Path]:
    return [archive.build(folder, product, out, signer)]


def _deb(folder: Path, product: Product, out: Path, signer: Signer) -> list[Path]:
    return [deb.build(folder, product, out, signer)]


FORMATS = {
    "tar": Format("The archive", ("linux", "win32", "darwin"), frozenset(), _tar),
    "deb": Format("The package for Debian and Ubuntu", ("linux",), frozenset(deb.TOOLS), _deb),
}


def default_formats(platform: str = sys.platform) -> list[str]:
    """The names of all formats that `platform` can build."""
    return [name for name, one in FORMATS.items() if platform in one.systems]
