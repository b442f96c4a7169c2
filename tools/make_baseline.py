"""Makes tests/data/baseline-0.1.0: what a reader of version 0.1.0 has on disk, and what its commands print.

    python tools/make_baseline.py FOLDER

FOLDER holds documents/ and policy.json, which were written by hand; the rest is made with the program of
this checkout, through its command line and its window alone. The tests compare later versions with it, so
it is not to be made again with a later one: it would prove nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import pikepdf
from PySide6 import QtCore, QtGui, QtTest, QtWidgets

from hkviewer.cli import main as hkviewer

DAY = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
TOKEN = "{DOCUMENTS}"
"""Stands for the documents' folder, which is another one on every machine."""
SHEET = "us-relations-with-hong-kong"
OWN = "own.md"
W = TypeVar("W", bound=QtWidgets.QWidget)

_EVERY_CHOICE = (
    *("--text", "words.md", "--cover", "--title", "Brief for the visit", "--marking", "UNCLASSIFIED"),
    *("--prepared-for", "The Delegation", "--prepared-by", "East Asia Desk", "--contents", "yes"),
    *("--notes", "--paragraph-numbers", "--paper", "a4"),
)
_TWO_SECTIONS = ("--section", "economic-relations", "--section", "bilateral-representation")
COPIES: dict[str, tuple[str, ...]] = {
    "whole.pdf": (),
    "sections.pdf": (*_TWO_SECTIONS, "--layout", "compact", "--highlight", "firms"),
    "several.pdf": (SHEET, OWN, *_EVERY_CHOICE, "--highlight", "agreements", "--save-recipe", "Weekly brief"),
    "altered.pdf": ("altered.md", *_TWO_SECTIONS),
    "large.txt": (OWN, "--layout", "large", "--save-recipe", "Large type"),
    "whole.html": (),
    "whole.md": (),
    "whole.txt": (),
    "whole.ris": (),
    "several.docx": (SHEET, OWN, *_EVERY_CHOICE, "--profile", "times-14", "--save-recipe", "Times"),
    "several.html": (SHEET, OWN, *_EVERY_CHOICE, "--highlight", "firms"),
    "several.md": (SHEET, OWN, *_EVERY_CHOICE, "--highlight", "firms"),
    "several.txt": (SHEET, OWN, *_EVERY_CHOICE, "--highlight", "firms"),
    "several.ris": (SHEET, OWN, *_EVERY_CHOICE),
}
ALTERED = (("1,300", "1,400"), ("skilled workforce, ", ""), ("three Economic", "three good Economic"))
"""What another edition has otherwise, so that a copy of it differs from the bundled sheet."""

QUERIES: tuple[tuple[str, ...], ...] = (
    *(("trade",), ("hong kong",), ("“world trade organization”",), ('"trade surplus" 2018',)),
    *(("trade -surplus",), ("trade OR agreements",), ("TRADE",), ("agreement",), ("imports",)),
    *(("$31 billion",), ("31 billion",), ("12.8",), ("1300",), ("85,000",), ("more than $20 billion",)),
    *(("1997",), ("July 1, 1997",), ("8/2020",), ("495-2266",), ("2024952266",), ("US",), ("PRC",)),
    *(("section:economic trade",), ("econmic",), ("hongkong",), ("organisation",), ("zzzzqq",), ("",)),
    *(("--", "-trade"), ("*",), ('"',), ("chin*",), ("bilateral",), ("wto",), ("state department",)),
    *(("econ", "--typing"), ("hong ko", "--typing"), ("x", "--typing"), ("trade", "--limit", "1")),
    *(("trade", "--limit", "0"), ("trade", "--library"), ("nowhere at all", "--library")),
    *(("crane", OWN), ("22km", OWN), ("14.3 million", OWN), ("sao tome", OWN), ("香港", OWN)),
    *(("5.2%", OWN), ("1978-03-03", OWN), ("section:quays depth", OWN), ("signal", "second.md")),
)
COMMANDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "show": (
        *(("show", "--format", f) for f in ("text", "markdown", "html", "json", "capture")),
        *(
            ("show", "--section", "economic-relations", "--format", f)
            for f in ("text", "markdown", "html", "json")
        ),
        *(("show", OWN, "--format", f) for f in ("text", "html", "json")),
        *(("show", OWN, "--section", "quays-cranes", "--format", f) for f in ("text", "markdown", "html")),
        ("show", SHEET, "--section", "bilateral-representation"),
        ("show", "faulty.md"),
    ),
    "search": (*(("search", *q) for q in QUERIES), *(("search", "--format", "json", *q) for q in QUERIES)),
    "check": (
        ("check", "faulty.md"),
        ("check", OWN, "second.md"),
        ("check", "faulty.md", "missing.md"),
        ("check", "."),
    ),
    "verify": (
        ("verify",),
        ("verify", OWN),
        *(("verify", name) for name in ("whole.pdf", "sections.pdf", "several.pdf")),
        ("verify", "saved-again.pdf"),
        ("verify", "no.pdf"),
        ("verify", "words.txt"),
    ),
    "verify-altered": (("verify", "altered.pdf"),),
    "export": (
        ("export", "-o", "-", "--recipe", "Weekly brief", "--format", "txt"),
        ("export", "-o", "-", "--recipe", "Times", "--format", "md", "--section", "trade-agreements"),
        ("export", "-o", "-", "--recipe", "From the window", "--format", "txt"),
        ("export", "-o", "-", "--format", "txt", "--highlight", "zzzzqq", *_TWO_SECTIONS),
        ("export", "-o", "new.txt", OWN),
    ),
    "help": (
        ("--help",),
        *((name, "--help") for name in ("show", "search", "export", "check", "verify")),
        ("--version",),
    ),
    "wrong-usage": (
        *(("--nosuch",), ("one.md", "two.md"), ("--section", ""), ("show", ""), ("show", "--format", "pdf")),
        *(
            ("show", "--section", "nowhere"),
            ("show", "--section", "economic-relations", "--format", "capture"),
        ),
        *(
            ("show", OWN, "--format", "capture"),
            ("show", "no-such-sheet"),
            ("show", "missing.md"),
            ("show", "."),
        ),
        *(("show", "whole.pdf"), ("search",), ("search", "a", "--limit", "-1"), ("search", "a", "b", "c")),
        *(("search", "a", OWN, "--library"), ("search", "--nosuch"), ("check",), ("verify", "missing.pdf")),
        *(("export",), ("export", "-o", "copy.abc"), ("export", "-o", "copy"), ("export", "-o", OWN, OWN)),
        *(("export", "-o", "a.pdf", "--paper", "a5"), ("export", "-o", "a.pdf", "--layout", "tiny")),
        *(
            ("export", "-o", "a.pdf", "--date", "2026-13-01"),
            ("export", "-o", "a.pdf", "--section", "nowhere"),
        ),
        *(("export", "-o", "a.pdf", "--recipe", "none"), ("export", "-o", "a.pdf", "--save-recipe", "a/b")),
        *(("export", "-o", "a.pdf", "--marking", "M" * 101), ("export", "-o", "a.pdf", "--title", "T" * 300)),
        *(
            ("export", "-o", "a.pdf", "missing.md"),
            ("export", "-o", "no/folder/a.pdf"),
            ("export", "-o", "."),
        ),
        *(("export", "-o", "a.pdf", "--contents", "maybe"), ("export", "-o", "a.pdf", "--profile", "arial")),
        ("export", "-o", "a.pdf", OWN, SHEET, "--section", "nowhere"),
    ),
}
UNDER_A_POLICY: dict[str, tuple[tuple[str, ...], ...]] = {
    "policy.json": (
        ("export", "-o", "-", "--format", "txt", *_TWO_SECTIONS),
        ("export", "-o", "-", "--format", "txt", "--recipe", "From the window"),
        ("export", "-o", "a.pdf", "--marking", "SECRET"),
        ("export", "-o", "a.pdf", "--prepared-for", "Me"),
        ("export", "-o", "a.pdf", "--prepared-by", "Me"),
        ("export", "-o", "a.pdf", "--paper", "letter"),
        ("export", "-o", "a.pdf", "--layout", "compact"),
    ),
    "policy-defaults.json": (
        ("export", "-o", "-", "--format", "txt", *_TWO_SECTIONS),
        (
            "export",
            "-o",
            "-",
            "--format",
            "txt",
            "--marking",
            "SECRET",
            "--prepared-for",
            "Me",
            *_TWO_SECTIONS,
        ),
        ("export", "-o", "-", "--format", "txt", "--recipe", "Weekly brief"),
    ),
    "policy-faulty.json": (("export", "-o", "-", "--format", "txt"), ("export", "-o", "a.pdf")),
}


def main(folder: Path) -> int:
    """Make all in `folder`; 0."""
    with tempfile.TemporaryDirectory() as temporary, contextlib.chdir(temporary):
        top = Path(temporary).resolve()
        documents = top / "documents"
        shutil.copytree(folder / "documents", documents)
        os.chdir(documents)
        set_environment(top / "home")
        copies = [made_copy(name, arguments) for name, arguments in COPIES.items()]
        write_json(folder / "copies.json", copies, documents)
        put_copies(documents, folder / "copies")
        put_beside(documents)
        ReadingAndBriefing(documents).run()
        write_home(top / "home", folder / "home", documents)
        results = {name: [printed(*case) for case in cases] for name, cases in COMMANDS.items()}
        for file, cases in UNDER_A_POLICY.items():
            shutil.copyfile(folder / file, documents / file)
            os.environ["HKVIEWER_POLICY"] = file
            results[Path(file).stem] = [printed(*case) for case in cases]
        for name, cases_of_name in results.items():
            write_json(folder / "commands" / f"{name}.json", cases_of_name, documents)
        write_json(folder / "made-with.json", {"python": platform.python_version()}, documents)
    return 0


def set_environment(home: Path) -> None:
    """Let nothing of the machine reach the program: its day, home, window system, width, policy."""
    os.environ.update(
        HKVIEWER_HOME=str(home),
        SOURCE_DATE_EPOCH=str(int(DAY.timestamp())),
        QT_QPA_PLATFORM="offscreen",
        LC_ALL="en_US.UTF-8",
        COLUMNS="100",
        NO_COLOR="1",
    )

    class Day(dt.date):
        @classmethod
        def today(cls) -> Day:
            return cls(DAY.year, DAY.month, DAY.day)

    dt.date = Day  # type: ignore[misc]  # for ages, which `show` and the window count to the reader's day


# ---- The command line ------------------------------------------------------------------------


def printed(*arguments: str) -> dict[str, Any]:
    """What the command with these arguments prints, and its exit code."""
    with captured() as (out, err):
        code = hkviewer(arguments)
    return {
        "arguments": list(arguments),
        "exit_code": code,
        "stdout": out.getvalue().decode().splitlines(keepends=True),
        "stderr": err.getvalue().decode().splitlines(keepends=True),
    }


@contextlib.contextmanager
def captured() -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """The bytes that are written to the standard streams meanwhile."""
    out, err = io.BytesIO(), io.BytesIO()
    streams = [io.TextIOWrapper(stream, encoding="utf-8") for stream in (out, err)]
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        yield out, err
        for stream in streams:
            stream.flush()
    for stream in streams:
        stream.detach()


def made_copy(name: str, arguments: Sequence[str]) -> dict[str, Any]:
    """Write the copy of that name with `arguments`, which come back with it."""
    if "altered.md" in arguments:
        write_altered(Path("altered.md"))
    whole = ["export", *arguments, "--date", f"{DAY:%Y-%m-%d}"]
    result = printed(*whole, "-o", name)
    if result["exit_code"] or result["stderr"]:
        raise RuntimeError(f"{name}: {result}")
    return {"file": name, "arguments": whole}


def write_altered(file: Path) -> None:
    """Write the bundled sheet with other words to `file`."""
    text = "".join(printed("show", "--format", "markdown")["stdout"])
    for old, new in ALTERED:
        if old not in text:
            raise RuntimeError(f"the sheet has no “{old}”")
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8", newline="\n")


def put_beside(documents: Path) -> None:
    """Save a copy with another program, which leaves its words as they are; and put two files beside it."""
    with pikepdf.open(documents / "sections.pdf") as pdf:
        pdf.save(documents / "saved-again.pdf")
    (documents / "no.pdf").write_bytes(b"no PDF at all")
    (documents / "words.txt").write_text("Plain words.\n", encoding="utf-8")


# ---- The window ------------------------------------------------------------------------------


class ReadingAndBriefing(QtCore.QObject):
    """A reader at the window, who uses what is kept from one start to the next."""

    def __init__(self, documents: Path) -> None:
        super().__init__()
        self._documents = documents
        self._fault: BaseException | None = None

    def run(self) -> None:
        """Start the program, use it and close it. Raises what went wrong."""
        wait_for_events = QtWidgets.QApplication.exec

        def exec_with_reader(*_: object) -> int:
            QtCore.QTimer.singleShot(0, self._attempt)
            return wait_for_events()

        QtWidgets.QApplication.exec = exec_with_reader  # type: ignore[method-assign]  # the reader begins
        code = hkviewer([str(self._documents / OWN)])
        sys.excepthook = sys.__excepthook__
        if self._fault is not None:
            raise self._fault
        if code:
            raise RuntimeError(f"the window ended with {code}")

    def _attempt(self) -> None:
        sys.excepthook = self._stop_at  # the program's own opens a dialog
        try:
            self._read()
        except BaseException as fault:  # noqa: BLE001  Qt would swallow it
            self._fault = fault
            QtWidgets.QApplication.closeAllWindows()

    def _stop_at(self, _kind: object, fault: BaseException, _trace: object) -> None:
        self._fault = fault

    def _read(self) -> None:
        window = self._window = self._main_window()
        wait_until(lambda: submenu(entry(window.menuBar(), "File")))
        self._look()
        self._search("trade")
        self._search("hong kong")
        self._press("View", "Paragraph numbers")
        self._go_to_words("212 ships waited")
        self._open("second.md")
        for _ in range(3):
            self._press("Go", "Next section")
        self._press("File", "Fact sheets", "U.S. Relations With Hong Kong")
        self._go_to_words("comprehensive strategic trade controls")
        self._brief()
        window.close()

    def _main_window(self) -> QtWidgets.QMainWindow:
        wait_until(lambda: any(isinstance(w, QtWidgets.QMainWindow) for w in shown_windows()))
        return next(w for w in shown_windows() if isinstance(w, QtWidgets.QMainWindow))

    def _look(self) -> None:
        self._window.resize(1000, 500)
        for _ in range(2):
            self._press("View", "Zoom in")
        self._press("View", "Theme", "Dark")
        self._press("Edit", "“/” goes to the search field")
        self._press("Edit", "Citation form", "Chicago note")
        splitter = self._window.findChildren(QtWidgets.QSplitter)[0]
        splitter.handle(1).setFocus()
        splitter.moveSplitter(340, 1)  # as a drag of the handle does

    def _search(self, words: str) -> None:
        field = named(self._window, QtWidgets.QLineEdit, "Search")
        field.setFocus()
        field.setText(words)
        QtTest.QTest.qWait(400)
        QtTest.QTest.keyClick(field, QtCore.Qt.Key.Key_Return)
        QtTest.QTest.qWait(100)
        QtTest.QTest.keyClick(field, QtCore.Qt.Key.Key_Escape)

    def _go_to_words(self, words: str) -> None:
        """Scroll so that the line with `words` is the first in view."""
        pane = named(self._window, QtWidgets.QTextEdit, "Fact sheet")
        QtTest.QTest.qWait(100)
        cursor = pane.document().find(words)
        if cursor.isNull():
            raise RuntimeError(f"the sheet has no “{words}”")
        cursor.setPosition(cursor.selectionStart())
        bar = pane.verticalScrollBar()
        bar.setValue(bar.value() + pane.cursorRect(cursor).top())
        QtTest.QTest.qWait(100)

    def _open(self, name: str) -> None:
        asked = QtWidgets.QFileDialog.getOpenFileName
        answer = (str(self._documents / name), "")
        QtWidgets.QFileDialog.getOpenFileName = lambda *_, **__: answer  # type: ignore[method-assign]  # the answer
        self._press("File", "Open a document…")
        QtWidgets.QFileDialog.getOpenFileName = asked  # type: ignore[method-assign]  # as it was
        QtTest.QTest.qWait(100)

    def _brief(self) -> None:
        """Choose for a copy, save the choices under a name, and close the dialog, which keeps them."""
        self._press("File", "Print or save a copy…")
        wait_until(lambda: any(isinstance(w, QtWidgets.QDialog) for w in shown_windows()))
        dialog = next(w for w in shown_windows() if isinstance(w, QtWidgets.QDialog))
        choices = {"Layout": "Compact, in two columns", "Paper": "A4", "Contents": "Always"}
        for name, words in {**choices, "Marking": "UNCLASSIFIED"}.items():
            named(dialog, QtWidgets.QComboBox, name).setCurrentText(words)
        named(dialog, QtWidgets.QLineEdit, "Prepared for").setText("The Minister")
        named(dialog, QtWidgets.QLineEdit, "Prepared by").setText("East Asia Desk")
        for name in ("Paragraph numbers", "Ruled space for notes", "Cover page"):
            tick = named(dialog, QtWidgets.QCheckBox, name)
            tick.setFocus()
            tick.click()
        QtTest.QTest.qWait(200)
        recipes = named(dialog, QtWidgets.QPushButton, "Recipes").menu()
        recipes.aboutToShow.emit()
        asked = QtWidgets.QInputDialog.getText
        QtWidgets.QInputDialog.getText = lambda *_, **__: ("From the window", True)  # type: ignore[method-assign]  # the answer
        entry(recipes, "Save as…").trigger()
        QtWidgets.QInputDialog.getText = asked  # type: ignore[method-assign]  # as it was
        QtTest.QTest.qWait(500)
        QtTest.QTest.keyClick(dialog, QtCore.Qt.Key.Key_Escape)
        wait_until(lambda: not dialog.isVisible())

    def _press(self, *titles: str) -> None:
        """Trigger the entry that these titles lead to from the menu bar."""
        place: QtWidgets.QWidget = self._window.menuBar()
        for title in titles[:-1]:
            menu = submenu(entry(place, title))
            if menu is None:
                raise RuntimeError(f"“{title}” is no menu")
            menu.aboutToShow.emit()
            place = menu
        entry(place, titles[-1]).trigger()
        QtTest.QTest.qWait(50)


def shown_windows() -> list[QtWidgets.QWidget]:
    """The windows and dialogs that are on the screen."""
    return [widget for widget in QtWidgets.QApplication.topLevelWidgets() if widget.isVisible()]


def named(whole: QtWidgets.QWidget, kind: type[W], name: str) -> W:
    """The widget in `whole` of that kind and accessible name."""
    return next(widget for widget in whole.findChildren(kind) if widget.accessibleName() == name)


def entry(place: QtWidgets.QWidget, title: str) -> QtGui.QAction:
    """The entry of a menu or the menu bar with that title."""
    titles = {action.text().replace("&", ""): action for action in place.actions()}
    return titles[title]


def submenu(action: QtGui.QAction) -> QtWidgets.QMenu | None:
    """The menu that `action` opens."""
    return cast("QtWidgets.QMenu | None", action.menu())


def wait_until(condition: Callable[[], object]) -> None:
    """Let the program work until `condition` holds. Raises TimeoutError after ten seconds."""
    for _ in range(500):
        if condition():
            return
        QtTest.QTest.qWait(20)
    raise TimeoutError


# ---- Writing ---------------------------------------------------------------------------------


def write_json(file: Path, value: object, documents: Path) -> None:
    """Write `value` to `file`, the folder `documents` as the token."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(value, ensure_ascii=False, indent=1).replace(str(documents), TOKEN)
    file.write_text(text + "\n", encoding="utf-8", newline="\n")


def write_home(home: Path, target: Path, documents: Path) -> None:
    """Copy the reader's own files to `target`, the folder `documents` as the token."""
    for file in sorted(home.rglob("*.json")):
        copy = target / file.relative_to(home)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8").replace(str(documents), TOKEN)
        copy.write_text(text, encoding="utf-8", newline="\n")


def put_copies(documents: Path, target: Path) -> None:
    """Copy the briefing copies, and the sheet that one of them was made of, to `target`."""
    target.mkdir(parents=True, exist_ok=True)
    for name in (*COPIES, "altered.md"):
        shutil.copyfile(documents / name, target / name)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
