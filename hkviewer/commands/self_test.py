"""`hkviewer --self-test`: every part once, one line each, without a display; for installers.

A part that fails says so in its line, and the others are still tried.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.metadata
import io
import os
import platform
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from hkviewer import __version__
from hkviewer.errors import HkviewerError
from hkviewer.system import paths
from hkviewer.system.scratch import ScratchFolder

_VOID_CALLS = 1000
_DPI = 24
_IMMORTAL_NONE = (3, 12)
"""From this Python on None is immortal (PEP 683): its references are not counted."""
_PACKAGES = (
    *("PySide6-Essentials", "Markdown", "platformdirs", "pypdfium2"),
    *("python-docx", "PyYAML", "rapidfuzz", "typst"),
)


class SelfTestError(Exception):
    """A part does not work; the message says what was seen."""


def run(_arguments: argparse.Namespace | None = None) -> int:
    """Try every part and print a line for each; 0 if all work, 1 if one does not."""
    # Before Qt is loaded: no part may need a screen.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    parts = _parts(paths.settings_folder())
    with _own_home():
        results = [_try(name, part) for name, part in parts.items()]
    failed = results.count(False)
    print("Everything works." if not failed else f"{failed} of {len(results)} parts do not work.")
    return 1 if failed else 0


def _try(name: str, part: Callable[[], str]) -> bool:
    """Try one part and print its line; whether it works."""
    try:
        words, works = part(), True
    except (Exception, SystemExit) as error:  # noqa: BLE001  the line must come whatever it was
        reason = str(error) if isinstance(error, SelfTestError | HkviewerError) else repr(error)
        words, works = " ".join(reason.split()), False
    print(f"{'ok    ' if works else 'FAILED'} {name}: {words}", flush=True)
    return works


def _program() -> str:
    kind = "frozen" if getattr(sys, "frozen", False) else "from source or a wheel"
    return f"hkviewer {__version__}, {kind}; Python {platform.python_version()}; {platform.platform()}"


def _packages() -> str:
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES)


def _content() -> str:
    from hkviewer.compare.provenance import verify
    from hkviewer.content.document import bundled_sheets

    documents = bundled_sheets()
    _require(documents, f"there is no fact sheet in “{paths.content_folder()}”")
    for document in documents:
        result = verify(document)
        first = "".join(result.differences[:1])
        _require(result.intact, f"“{document.sheet.title}” is {result.summary}: {first}")
    return f"{_count(len(documents), 'fact sheet')}, intact"


def _compiled() -> str:
    from hkviewer.content.compiled import load
    from hkviewer.content.document import bundled_sheets, parse_file, read_bytes

    documents = bundled_sheets()
    for document in documents:
        held = load(document.path, paths.compiled_folder(), read_bytes(document.path))
        is_current = held == parse_file(document.path)
        _require(is_current, f"that of “{document.sheet.title}” is missing or stale")
    return f"{_count(len(documents), 'sheet')} parsed beforehand, as the parser reads them now"


def _markdown() -> str:
    from hkviewer.content.encoding import EAST_ASIAN, decode_or_guess
    from hkviewer.content.markdown.parse import parse_sheet
    from hkviewer.content.model import ListBlock, Table

    text = "# Title\n\n## Section\n\n- one\n- two\n\n| a | b |\n| --- | --- |\n| c | d |\n"
    (section,) = parse_sheet(text, name="self-test", digest="").sections
    kinds = [type(block) for block in section.blocks]
    _require(kinds == [ListBlock, Table], f"a list and a table were read as {kinds}")
    for _, encoding, name in EAST_ASIAN:
        text, told = decode_or_guess("香港人口".encode(encoding), Path("self-test"))
        _require(text == "香港人口" and name in told, f"a text in {name} was read as “{text}”")
    return "a list and a table are read, and texts in GB 2312 and Big5"


def _resources() -> str:
    folder = paths.resources_folder()
    fonts = sorted((folder / "fonts").glob("*.ttf"))
    icons = list((folder / "icons").rglob("*.svg"))
    damaged = [file.name for file in fonts if file.read_bytes()[:4] != b"\0\1\0\0"]
    whole = fonts and icons and not damaged
    _require(whole, f"fonts or icons are missing or damaged in “{folder}” {' '.join(damaged)}")
    return f"{_count(len(fonts), 'font')}, {_count(len(icons), 'icon')}"


def _sqlite() -> str:
    import sqlite3

    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    return f"SQLite {sqlite3.sqlite_version} with FTS5"


def _search() -> str:
    from hkviewer.content.document import open_document
    from hkviewer.search.index.search_index import SearchIndex

    sheet = open_document(None).sheet
    with contextlib.closing(SearchIndex.of_sheet(sheet)) as index:
        longest = max(re.split(r"\W+", sheet.title), key=len)
        result = index.search(longest)
    matches = result.total or longest in result.message
    _require(matches, f"“{longest}”, a word of the title, was not found")
    return f"“{longest}” found {_count(result.total, 'time')}"


def _copy() -> str:
    from hkviewer.export.formats.registry import FORMATS
    from hkviewer.export.pdf.page_images import pictures

    with ScratchFolder() as scratch:
        pdf = _exported(scratch.path) if scratch.path else _set_in_memory()
    pages = list(pictures(pdf, _DPI))
    for page in pages:
        has_ink = len(set(page.pixels[::4])) > 1  # the blue of each pixel
        _require(has_ink, f"page {page.number} of the copy is blank")
    drawn = f"a PDF of {_count(len(pages), 'page')}, {len(pdf) // 1024} KiB, drawn and checked"
    return f"{drawn}; {_count(len(FORMATS) - 1, 'other format')} written"


def _exported(folder: Path) -> bytes:
    """The PDF among the copies in every format that the command writes to `folder`."""
    from hkviewer.cli import main
    from hkviewer.export.formats.registry import FORMATS
    from hkviewer.export.verification.report import report

    said: set[str] = set()
    for name in FORMATS:
        with _told_once(said):
            code = main(["export", "--date", "2026-11-22", "-o", str(folder / f"copy.{name}")])
        _require(not code, f"the bundled sheet could not be exported as {name}; the lines above say why")
    code, verdict = report(folder / "copy.pdf")
    _require(not code and "identical" in verdict[0], f"the copy is not as it would be set: {verdict[0]}")
    return (folder / "copy.pdf").read_bytes()


@contextlib.contextmanager
def _told_once(said: set[str]) -> Iterator[None]:
    """Pass on the lines for standard error that are not among `said`, to which they come."""
    with contextlib.redirect_stderr(io.StringIO()) as told:
        yield
    for line in told.getvalue().splitlines():
        if line not in said:
            print(line, file=sys.stderr)
            said.add(line)


def _set_in_memory() -> bytes:
    """The same where no file can be written."""
    from hkviewer.content.document import open_document
    from hkviewer.export.briefing import Briefing, Choices, SheetPart, parse_date
    from hkviewer.export.formats.registry import FORMATS, write

    briefing = Briefing((SheetPart.of(open_document(None)),), Choices(parse_date("2026-11-22")))
    return {name: write(briefing, name) for name in FORMATS}["pdf"]


def _process() -> str:
    from hkviewer.export.pdf.copy_process import CopyProcess

    with CopyProcess() as process:
        return "starts, and sets copies" if process.is_ready() else process.notice


def _temporary() -> str:
    with ScratchFolder() as scratch:
        if scratch.path is None:
            return "none can be made: the pictures of a copy are kept beside it while it is made"
        return f"made in “{scratch.path.parent}”"


def _settings(folder: Path) -> str:
    existing = next(part for part in (folder, *folder.parents) if part.exists())
    if not existing.is_dir():
        return f"not kept: “{existing}” is a file, not a folder"
    able = os.access(existing, os.W_OK)
    return f"kept in “{folder}”" if able else f"not kept: “{existing}” cannot be written to"


def _policy() -> str:
    from hkviewer.preferences.machine_policy import TRIAL, load_policy
    from hkviewer.preferences.policy_file import summary

    policy, machines = load_policy(), paths.policy_file()
    trial = os.environ.get(TRIAL)
    if not policy.file:
        return f"none: there is no “{machines}”"
    words = f"“{policy.file}”: {summary(policy)}"
    if policy.file == trial:
        words = f"on trial, because there is no “{machines}”: {words}"
    elif trial:
        words = f"{words} ({TRIAL} is left aside)"
    _require(not policy.faults, f"{' '.join(policy.faults)} In force: {words}")
    return words


def _window() -> str:
    import datetime as dt

    from PySide6 import QtCore, QtGui

    from hkviewer.gui.startup.app import make_application
    from hkviewer.gui.window import MainWindow
    from hkviewer.notebook.places import PlaceStore
    from hkviewer.preferences.preferences import Preferences

    application = make_application()
    today = dt.date.today()  # noqa: DTZ011  the reader's own day
    window = MainWindow(application, Preferences(), PlaceStore(), today)
    opened = window.open(None, None)
    picture = window.grab()
    families = set(QtGui.QFontDatabase.families())
    window.close()
    application.quit()
    _require(opened and not picture.isNull(), "the window could not show the bundled sheet")
    missing = {"Public Sans", "Source Serif 4"} - families
    _require(not missing, f"the window has not got {' and '.join(sorted(missing))}")
    return f"Qt {QtCore.qVersion()} shows the bundled sheet with its own fonts"


def _references() -> str:
    """PySide6 6.12.0 loses a reference to None in every call that returns nothing."""
    from PySide6.QtCore import QObject

    if sys.version_info >= _IMMORTAL_NONE:
        return "not measurable: this Python does not count them, so none can be lost"
    lost = lost_references(QObject())
    few = abs(lost) < _VOID_CALLS // 2
    _require(few, f"{_VOID_CALLS} calls lost {lost}; this PySide6 would abort the program")
    return f"{_VOID_CALLS} calls of Qt lose none"


def lost_references(target: object) -> int:
    """How many references to None 1,000 calls of `target.setObjectName` lose; only before Python 3.12."""
    rename: Callable[[str], None] = target.setObjectName  # type: ignore[attr-defined]  # a QObject, without Qt's import
    before = sys.getrefcount(None)
    for _ in range(_VOID_CALLS):
        rename("name")
    return before - sys.getrefcount(None)


@contextlib.contextmanager
def _own_home() -> Iterator[None]:
    """Keep the reader's own settings and places out of it: they go to a temporary folder meanwhile."""
    before = dict(os.environ)
    with ScratchFolder() as scratch:
        # In a file nothing can be made, wherever it is: then nothing is kept at all.
        os.environ["HKVIEWER_HOME"] = str(scratch.path or Path(__file__) / "home")
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def _require(works: object, otherwise: str) -> None:
    """Raise SelfTestError with the message `otherwise`, unless `works` is true."""
    if not works:
        raise SelfTestError(otherwise)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _parts(settings: Path) -> dict[str, Callable[[], str]]:
    """What is tried, in this order; `settings` is the folder of the reader's own settings."""
    return {
        "program": _program,
        "packages": _packages,
        "content": _content,
        "compiled sheets": _compiled,
        "Markdown": _markdown,
        "fonts and icons": _resources,
        "database": _sqlite,
        "search": _search,
        "temporary folder": _temporary,
        "process for copies": _process,
        "briefing copy": _copy,
        "settings": partial(_settings, settings),
        "policy": _policy,
        "window": _window,
        "references to None": _references,
    }
