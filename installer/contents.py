"""What of Qt, Python and the build system goes into a bundle, and why. Names are without folders.

Sizes were measured on Debian 12 with PySide6 6.11 and Python 3.11: untrimmed the bundle has 287 MB.
"""

from __future__ import annotations

import encodings
import pkgutil
import re
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from installer.system_libraries import C_LIBRARY, PRINTING, PYTHON_BUNDLED, QT_BUNDLED, QT_SHARED, RUNTIME

# Of each folder of Qt's plug-ins; what is not named here stays out.
_ON_EVERY_SYSTEM = {
    "platforms": {"qoffscreen"},
    "imageformats": {"qgif", "qico", "qjpeg", "qsvg", "qwebp"},
    "iconengines": {"qsvgicon"},
}
_ON_ONE_SYSTEM = {
    "linux": {
        "platforms": {"qxcb", "qwayland"},
        "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
        # Not gtk3: 45 ms at start, and GTK with it.
        "platformthemes": {"qxdgdesktopportal"},
        "printsupport": {"cupsprintersupport"},
        "wayland-shell-integration": {"xdg-shell"},
        "wayland-decoration-client": {"adwaita", "bradient"},
    },
    "win32": {"platforms": {"qwindows"}, "styles": {"qmodernwindowsstyle"}},
    "darwin": {
        "platforms": {"qcocoa"},
        "imageformats": {"qmacjp2"},
        "styles": {"qmacstyle"},
        "printsupport": {"cocoaprintersupport"},
    },
}


def _plugins(system: str) -> dict[str, frozenset[str]]:
    """The files of each folder on `system`, as sys.platform names it, without their endings."""
    both = (_ON_EVERY_SYSTEM, _ON_ONE_SYSTEM[system])
    prefix = "" if system == "win32" else "lib"
    folders = {folder for part in both for folder in part}
    return {
        folder: frozenset(f"{prefix}{name}" for part in both for name in part.get(folder, ()))
        for folder in folders
    }


PLUGINS = {system: _plugins(system) for system in _ON_ONE_SYSTEM}
OPTIONAL_PLUGINS = frozenset({"libqmacjp2", "libcocoaprintersupport"})
"""Not in every version of PySide6; they may be missing."""

SYSTEM_LIBRARIES = frozenset({*QT_BUNDLED, *PYTHON_BUNDLED})
"""Those of the build system that a bundle holds: nothing else in a process uses them."""
EXTERNAL_LIBRARIES = frozenset({*QT_SHARED, *RUNTIME, *C_LIBRARY})
"""What a bundle may need of the system."""
OPTIONAL_LIBRARIES = dict.fromkeys(PRINTING, "libcupsprintersupport.so")
"""Needed by one plug-in alone, without which the program runs all the same: no printers then."""

HIGHEST_GLIBC = (2, 36)
"""Debian 12's; a program built on a newer system does not start there."""

EXCLUDED_MODULES = (
    *("PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL", "PySide6.QtSql"),
    *("PySide6.QtTest", "PySide6.QtDesigner", "PySide6.QtHelp", "PySide6.QtUiTools"),
    # No network is ever used: without these nothing in the bundle could open a connection by itself.
    *("ssl", "_ssl", "asyncio", "ftplib", "imaplib", "nntplib", "poplib", "smtplib", "telnetlib"),
    *("http.server", "xmlrpc", "socketserver", "webbrowser"),
    *("multiprocessing", "concurrent", "tkinter", "unittest", "doctest", "pdb", "pydoc", "test"),
    *("distutils", "ensurepip", "idlelib", "lib2to3", "setuptools", "pip", "venv", "wsgiref"),
    *("curses", "readline", "_curses", "_bz2", "_lzma", "_uuid", "_dbm", "_gdbm", "_crypt"),
    *("nis", "ossaudiodev"),
    *("fractions", "statistics", "cgi"),
    # The programs run in Python's UTF-8 mode, whatever the locale (PEP 540).
    *("_codecs_iso2022", "_codecs_jp", "_codecs_kr"),
    # hashlib has its own SHA-2 and BLAKE2 for when OpenSSL (4 MB) is not there.
    "_hashlib",
    # Parts of packages that the program never calls.
    *("lxml.html", "lxml.objectify", "lxml.isoschematron", "lxml.cssselect", "lxml.sax", "lxml.builder"),
    *("pypdfium2_cli", "numpy", "PIL", "pytest", "PySide6.QtSvg"),
    # Asked on Linux alone what a screen reader listens to.
    *(() if sys.platform == "linux" else ("PySide6.QtDBus",)),
    # rapidfuzz measures distances only; its copies for newer processors (3 MB each) save nothing here.
    *("rapidfuzz.fuzz_cpp", "rapidfuzz.fuzz_cpp_avx2", "rapidfuzz.process_cpp_impl", "rapidfuzz.utils_cpp"),
    "rapidfuzz.distance.metrics_cpp_avx2",
)

# Of Python's encodings: Unicode's, those that Python and Windows themselves use at their start, those that
# a document's text is taken for (hkviewer.content.encoding; of Hong Kong's Big5 the usual one is a part), and
# cp437, in which an archive's old file names are (zipfile; a Word copy is such an archive).
ENCODINGS = frozenset(
    {
        *("aliases", "ascii", "latin_1", "utf_7", "utf_8", "utf_8_sig", "utf_16", "utf_16_be", "utf_16_le"),
        *("utf_32", "utf_32_be", "utf_32_le", "unicode_escape", "raw_unicode_escape", "charmap"),
        *("idna", "punycode", "undefined", "mbcs", "oem", "cp437", "cp850", "cp1252", "base64_codec"),
        *("hex_codec", "quopri_codec", "zlib_codec", "gb2312", "gb18030", "big5hkscs", "big5"),
    }
)


def excluded_modules() -> list[str]:
    """The modules that stay out: EXCLUDED_MODULES, and this Python's encodings that are not in ENCODINGS."""
    names = [module.name for module in pkgutil.iter_modules(encodings.__path__)]
    return [*EXCLUDED_MODULES, *(f"encodings.{name}" for name in names if name not in ENCODINGS)]


def is_wanted_plugin(path: PurePosixPath, platform: str) -> bool:
    """Whether the Qt plug-in at `path`, “…/plugins/FOLDER/FILE”, goes into the bundle."""
    stem = path.name.split(".")[0]
    return stem in PLUGINS[platform].get(path.parent.name, frozenset())


def missing_plugins(paths: Iterable[PurePosixPath], platform: str) -> list[str]:
    """The plug-ins of PLUGINS, as “FOLDER/NAME”, that are not among `paths`."""
    have = {f"{path.parent.name}/{path.name.split('.')[0]}" for path in paths}
    wanted = {
        f"{folder}/{name}" for folder, names in PLUGINS[platform].items() for name in names - OPTIONAL_PLUGINS
    }
    return sorted(wanted - have)


def is_unwanted_data(name: str) -> bool:
    """Whether the data file `name` stays out.

    Those are Qt's translations, as the program speaks English only, what is for programmers, and of a
    package's metadata all but the file with its version; its licence lies in the bundle's own folder.
    """
    path = PurePosixPath(Path(name).as_posix())
    if any(part.endswith(".dist-info") for part in path.parts):
        return path.name != "METADATA"
    folders = {"translations", "include", "default-docx-template"}
    return bool(folders & {*path.parts}) or path.suffix in (".pyi", ".h", ".typed")


_PARTS = re.compile(r"(^|/)plugins/[^/]+/[^/]+$")


def is_plugin(path: PurePosixPath) -> bool:
    """Whether `path` is that of a Qt plug-in."""
    return bool(_PARTS.search(path.as_posix()))
