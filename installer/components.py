"""Everything that a bundle is made of, with versions and licences: for the licence texts and the SBOM."""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from installer.contents import SYSTEM_LIBRARIES
from installer.errors import BuildError
from installer.process import run
from installer.product import Product

# The packages of the bundle, by the names of their distributions, with their licences in SPDX's terms.
PACKAGES = {
    "lxml": "BSD-3-Clause",
    "Markdown": "BSD-3-Clause",
    "platformdirs": "MIT",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "PySide6_Essentials": "LGPL-3.0-only",
    "python-docx": "MIT",
    "PyYAML": "MIT",
    "rapidfuzz": "MIT",
    "shiboken6": "LGPL-3.0-only",
    "typing_extensions": "PSF-2.0",
    "typst": "Apache-2.0",
}
"""Those that the bundle holds; a test compares it with requirements/installer.txt."""

BUILD_ONLY = frozenset(
    {
        *("altgraph", "dmgbuild", "ds-store", "mac-alias", "macholib", "packaging", "pefile"),
        *("pyinstaller-hooks-contrib", "pywin32-ctypes", "setuptools"),
    }
)
"""Packages of requirements/installer.txt of which nothing is handed out."""


@dataclass(frozen=True)
class Component:
    """One part of a bundle.

    Attributes:
        name, version: as its makers call it; "" for a version that it has not got.
        licence: an SPDX expression, or a name where SPDX has none.
        kind: CycloneDX's type: "library", "application", "framework", "data" or "file".
        purl: its package URL, "" where it has none.
        texts: the files that hold its licence.
    """

    name: str
    version: str
    licence: str
    kind: str = "library"
    purl: str = ""
    texts: tuple[Path, ...] = ()


def of_bundle(root: Path, site: Path, product: Product, folder: Path) -> list[Component]:
    """The parts of the bundle in `folder`, by name.

    Args:
        root: the checkout.
        site: where the build's packages lie.
        product: what was built.
        folder: the bundle.

    Raises:
        BuildError: a package is not installed, or a bundled library's package is not known.
    """
    parts = [
        *own(root, product),
        *(_package(site, name, licence) for name, licence in PACKAGES.items()),
        *_runtimes(root, site),
        *_system_libraries(folder),
    ]
    return sorted(parts, key=lambda part: (part.name.casefold(), part.version))


def own(root: Path, product: Product) -> Iterator[Component]:
    """What comes from the checkout and the folder of the sheets themselves."""
    texts = root / "resources" / "licences"
    yield Component("hkviewer", product.version, "MIT", "application", texts=(root / "LICENSE",))
    fonts = {"Public Sans": "Public-Sans-OFL", "Source Serif 4": "Source-Serif-4-OFL"}
    others = {"Source Code Pro": "Source-Code-Pro-OFL", "Noto": "Noto-OFL"}
    for name, text in {**fonts, **others}.items():
        yield Component(name, "", "OFL-1.1", "data", texts=(texts / f"{text}.txt",))
    yield Component("Lucide icons", "", "ISC", "data", texts=(texts / "Lucide-ISC.txt",))
    yield Component("SCOWL word list", "", "LicenseRef-SCOWL", "data", texts=(texts / "SCOWL.txt",))
    yield Component("gemoji", "8.1.0", "MIT", "data", texts=(texts / "gemoji-MIT.txt",))
    yield Component("Unihan variants", "15.0", "Unicode-3.0", "data", texts=(texts / "Unicode.txt",))
    for sheet in sorted(product.content.glob("*.md")):
        yield Component(sheet.name, "", _sheet_licence(sheet), "data")


def _sheet_licence(sheet: Path) -> str:
    """The licence that the sheet's front matter states."""
    match = re.search(r"(?m)^licence:\s*(.+)$", sheet.read_text(encoding="utf-8-sig"))
    return match[1].strip() if match else "as its publisher states"


def _package(site: Path, name: str, licence: str) -> Component:
    """An installed distribution; names compare as PyPA's name normalisation has it."""
    plain = normal_name(name)
    for folder in site.glob("*.dist-info"):
        distribution, _, version = folder.name.removesuffix(".dist-info").rpartition("-")
        if normal_name(distribution) == plain:
            files = sorted(path for path in folder.rglob("*") if path.is_file())
            texts = [path for path in files if "licenses" in path.parts or path.name.startswith("LICEN")]
            return Component(name, version, licence, purl=f"pkg:pypi/{plain}@{version}", texts=tuple(texts))
    raise BuildError(f"The package {name} is not installed in “{site}”.")


def normal_name(name: str) -> str:
    """A distribution's name as names are compared (PyPA's name normalisation)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _runtimes(root: Path, site: Path) -> Iterator[Component]:
    """What comes inside packages, or around them.

    Read from files, and from this Python, of whose kind the build's environment is: nothing is started.
    """
    texts = root / "installer" / "texts"
    gnu = (texts / "LGPL-3.0.txt", texts / "GPL-3.0.txt")
    yield Component(
        "Python", platform.python_version(), "PSF-2.0", "framework", texts=(texts / "Python.txt",)
    )
    # Qt for Python has the version of the Qt that is in it.
    qt = _package(site, "PySide6_Essentials", "").version
    yield Component("Qt", qt, "LGPL-3.0-only", "framework", texts=gnu)
    icu = sorted((site / "PySide6").glob("Qt/lib/libicuuc.so.*"))
    if icu:  # Windows and macOS bring their own
        yield Component("ICU", icu[0].name.rpartition(".")[2], "Unicode-3.0", texts=_icu_text(site))
    yield Component("PDFium", _pdfium_version(site), "BSD-3-Clause AND Apache-2.0")
    bootloader = _package(site, "pyinstaller", "GPL-2.0-or-later WITH Bootloader-exception")
    yield Component("PyInstaller bootloader", bootloader.version, bootloader.licence, texts=bootloader.texts)


def _icu_text(site: Path) -> tuple[Path, ...]:
    return tuple(site.glob("pypdfium2-*.dist-info/licenses/BUILD_LICENSES/icu.txt"))


def _system_libraries(folder: Path) -> Iterator[Component]:
    for path in sorted(folder.glob("_internal/lib*.so.*")):
        if path.name in SYSTEM_LIBRARIES:
            package, version = _debian_package(path.name)
            text = Path("/usr/share/doc") / package / "copyright"
            yield Component(
                package,
                version,
                "blessing" if package.startswith("libsqlite3") else "MIT",
                purl=f"pkg:deb/debian/{package}@{version}",
                texts=(text,) if text.is_file() else (),
            )


def _debian_package(soname: str) -> tuple[str, str]:
    """The Debian package that brings a library, and its version; the soname and "" elsewhere."""
    try:
        owners = run(["dpkg-query", "--search", f"*/{soname}"]).splitlines()
        package = owners[0].partition(":")[0]
        return package, run(["dpkg-query", "--show", "--showformat=${Version}\n", package]).split()[0]
    except (BuildError, IndexError):
        return soname, ""


def _pdfium_version(site: Path) -> str:
    """As pypdfium2 says it: “149.0.7802.0”."""
    file = site / "pypdfium2_raw" / "version.json"
    numbers = json.loads(file.read_text(encoding="utf-8"))
    return ".".join(str(numbers[name]) for name in ("major", "minor", "build", "patch"))
