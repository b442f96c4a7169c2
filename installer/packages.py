"""The kinds of package, by the names that --format takes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from installer import archive, deb, dmg, msi, nsis
from installer.output import staged
from installer.product import Product
from installer.signing import Signer


@dataclass(frozen=True)
class Job:
    """What is packed.

    Attributes:
        bundle: the folder with the programs; on macOS the app.
        product: what it is called.
        out: the folder of the packages.
        signer: signs them.
        python: that of the build's virtual environment.
        quick: whether it is for a trial, which may be larger.
    """

    bundle: Path
    product: Product
    out: Path
    signer: Signer
    python: Path
    quick: bool = False


@dataclass(frozen=True)
class Format:
    """A kind of package.

    Attributes:
        title: what the builder reads.
        systems: those that build it by themselves, as sys.platform names them.
        fits: whether a bundle is one of the system that the package is for.
        build: makes the package.
        tools: what that needs on Linux, names of `installer.tools.PACKAGES`.
        generate: writes what it is made from into a folder, where it cannot be built; None: nothing.
        check: tries what `generate` writes on a stand-in of a bundle.
    """

    title: str
    systems: tuple[str, ...]
    fits: Callable[[Path], bool]
    build: Callable[[Job], Path]
    tools: frozenset[str] = frozenset()
    generate: Callable[[Product, Path], list[Path]] | None = None
    check: Callable[[Product], None] | None = None

    def make(self, job: Job) -> tuple[list[Path], str]:
        """Make the package, or else what it is made from; the files, and a note on what was not done, or "".

        Raises:
            BuildError: a step failed.
        """
        if self.generate is None or self.check is None or self.fits(job.bundle):
            return [self.build(job)], ""
        self.check(job.product)
        return self.generate(
            job.product, job.out
        ), "generated, not built: tried on a stand-in; the package itself needs its own system"


def _is_for_linux(bundle: Path) -> bool:
    return (bundle / "hkviewer").is_file()


def _is_for_windows(bundle: Path) -> bool:
    return (bundle / "hkviewer.exe").is_file()


def _is_for_macos(bundle: Path) -> bool:
    return bundle.suffix == ".app"


def _copy(job: Job) -> Path:
    target = job.out / job.bundle.name
    with staged(target) as stage:
        shutil.copytree(job.bundle, stage, symlinks=True)
    return target


FORMATS = {
    # For trying a build, and for packing it elsewhere with --bundle.
    "folder": Format("The bundle itself", (), lambda _bundle: True, _copy),
    "tar": Format(
        "The archive",
        ("linux", "win32"),
        lambda bundle: not _is_for_macos(bundle),
        lambda job: archive.build(job.bundle, job.product, job.out, job.signer),
    ),
    "deb": Format(
        "The package for Debian and Ubuntu",
        ("linux",),
        _is_for_linux,
        lambda job: deb.build(job.bundle, job.product, job.out, job.signer),
        frozenset(deb.TOOLS),
    ),
    "nsis": Format(
        "The setup for one user on Windows",
        ("win32",),
        _is_for_windows,
        lambda job: nsis.build(job.bundle, job.product, job.out, job.signer, quick=job.quick),
        frozenset({"makensis"}),
        nsis.generate,
        nsis.check,
    ),
    "msi": Format(
        "The package for all users on Windows",
        (),  # packed on Linux, with --bundle
        _is_for_windows,
        lambda job: msi.build(job.bundle, job.product, job.out, job.signer),
        frozenset({"wixl", "msiinfo"}),
        msi.generate,
        msi.check,
    ),
    "dmg": Format(
        "The disk image for macOS",
        ("darwin",),
        _is_for_macos,
        lambda job: dmg.build(job.bundle, job.product, job.out, job.signer, job.python),
        generate=dmg.generate,
        check=dmg.check,
    ),
}


def default_formats(platform: str = sys.platform) -> list[str]:
    """The names of all formats that `platform` can build."""
    return [name for name, one in FORMATS.items() if platform in one.systems]
