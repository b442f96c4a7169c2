# ruff: noqa: INP001  a script, no package
"""Takes the README's pictures of the real window: `python docs/screenshots.py [FOLDER]`.

Needs no display. The pictures land beside this script unless a folder is named.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from hkviewer.content.place import Place
from hkviewer.content.ranges import TextRange
from hkviewer.gui.search.search_field import SearchField
from hkviewer.gui.startup.app import make_application
from hkviewer.gui.widgets.fonts import load_first_faces, load_other_faces
from hkviewer.gui.window import MainWindow
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences
from hkviewer.theme import ThemeName

HERE = Path(__file__).resolve().parent
WIDTH, HEIGHT = 1180, 780
AS_OF = dt.date(2026, 11, 22)
"""The day that ages are told for, so that the pictures stay the same."""
_SHEETS = HERE.parent / "tests" / "data"
_SEARCH_TAKES, _INDEXING_TAKES = 5, 20
"""Seconds, at most: on a machine that does much else."""


def main() -> int:
    """Write pictures of each theme, two searches, what changed, the smallest window and the library."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Twice the pixels: sharp where the README is read on such a screen.
    os.environ.setdefault("QT_SCALE_FACTOR", "2")
    with tempfile.TemporaryDirectory() as home:
        os.environ["HKVIEWER_HOME"] = home
        take(folder)
    return 0


def take(folder: Path) -> None:
    """Open the window and grab it in each state."""
    application = make_application()
    load_first_faces()
    load_other_faces()
    window = MainWindow(application, Preferences(), PlaceStore(), AS_OF)
    window.resize(WIDTH, HEIGHT)
    window.open(None)
    window.show()
    window.painted()
    themes = {
        "reading-light": ThemeName.LIGHT,
        "reading-dark": ThemeName.DARK,
        "reading-high-contrast": ThemeName.HIGH_CONTRAST,
    }
    for name, theme in themes.items():
        window.looks.choose_theme(theme)
        show(window, "economic-relations" if theme is ThemeName.DARK else None)
        QApplication.processEvents()
        window.grab().save(str(folder / f"{name}.png"))
    window.looks.choose_theme(ThemeName.LIGHT)
    for name, query in (("searching", "hong kong trade"), ("nearest", "gold and silver imports")):
        show(window, None)
        search(window, query)
        window.grab().save(str(folder / f"{name}-light.png"))
    window.findChildren(SearchField)[0].left.emit()
    compare(window)
    window.grab().save(str(folder / "what-changed-light.png"))
    window.findChildren(QAction, "back")[0].trigger()
    show(window, None)
    window.resize(455, 400)
    QApplication.processEvents()
    window.grab().save(str(folder / "reading-small.png"))
    window.resize(WIDTH, HEIGHT)
    library(window)
    window.grab().save(str(folder / "library-light.png"))
    window.close()


def show(window: MainWindow, section_id: str | None) -> None:
    """Go to a section's heading, or with None to the very top."""
    document = window.session.document
    assert document is not None
    at = None if section_id is None else TextRange.heading(section_id)
    window.session.go_to(Place(document.key, at))


_AS_IF_OLDER = {
    "1,300 U.S. firms": "1,200 U.S. firms",
    "$31 billion": "$32.6 billion",
    "2018": "2017",
    " with wariness": "",
    "approximately 85,000": "about 80,000",
    "The United States provides no foreign assistance to Hong Kong.\n\n": "",
}
"""What the sheet might have said a year before: no other edition comes with the program."""


def compare(window: MainWindow) -> None:
    """Show what changed since an edition that was made up for the picture, at its third change."""
    document = window.session.document
    assert document is not None
    text = document.path.read_text(encoding="utf-8").replace("edition: 2020-08", "edition: 2019-08")
    for words, older in _AS_IF_OLDER.items():
        text = text.replace(words, older)
    with tempfile.TemporaryDirectory() as folder:
        older_file = Path(folder) / "older.md"
        older_file.write_text(text, encoding="utf-8")
        window.compare(str(older_file), document.sheet.id)
    window.activateWindow()
    for _ in range(2):
        window.findChildren(QAction, "find_next")[0].trigger()
        QApplication.processEvents()


def library(window: MainWindow) -> None:
    """Add the sheets and editions that the tests have, read an old one, and search all."""
    window.library.add([str(_SHEETS / name) for name in ("editions", "sheets")])
    wait(_INDEXING_TAKES)
    window.open(str(_SHEETS / "editions" / "world-factbook-macau-2015-11-29.md"))
    window.findChildren(SearchField)[0].setText("tourism")
    wait()


def search(window: MainWindow, query: str) -> None:
    """Search for `query` and wait until nothing more comes."""
    window.search_for(query)
    wait()


def wait(seconds: int = _SEARCH_TAKES) -> None:
    """Let come what comes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)  # other processes want to work, too


if __name__ == "__main__":
    sys.exit(main())
