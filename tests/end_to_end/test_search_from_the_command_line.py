"""`--find` opens the window with the search made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.examples import breadth

ROOT = Path(__file__).parents[2]

LOOK = """
import sys
from PySide6 import QtCore
from hkviewer.gui.startup import app
from hkviewer.gui import window as window_module
from hkviewer.gui.search.search_controller import SearchController
from hkviewer.gui.search.search_field import SearchField
from hkviewer.gui.search.match_count import MatchCount

made = []
init = window_module.MainWindow.__init__

def keep(self, *arguments):
    init(self, *arguments)
    made.append(self)

window_module.MainWindow.__init__ = keep

def look(tries=[0]):
    tries[0] += 1
    (window,) = made
    search = window.findChild(SearchController)
    done = search is not None and search.session._shown is not None and not search.session._goes
    if not done and tries[0] < 100:
        QtCore.QTimer.singleShot(100, look)
        return
    here = window.pane.place
    print(window.findChild(SearchField).text(), window.findChild(MatchCount).text(),
          search.message._words.text(),
          here.at.section_id if here and here.at else "", sep="|")
    window.close()
    QtCore.QCoreApplication.quit()

make = app.make_application

def with_timer():
    application = make()
    QtCore.QTimer.singleShot(100, look)
    return application

app.make_application = with_timer
from hkviewer.cli import entry
entry()
"""


@pytest.mark.parametrize(
    ("arguments", "told"),
    breadth(
        [
            (["--find", "trade"], "trade|1 of 9 in 3 sections||"),
            (["--find", "sanctions"], "sanctions|No matches|No section contains “sanctions”.|"),
            (
                ["--section", "economic-relations", "--find", "Hong Kong"],
                "Hong Kong|{n} of {all} in 5 sections||economic-relations",
            ),
        ]
    ),
    ids=str,
)
def test_find_opens_the_window_with_the_search_made(tmp_path, arguments, told):
    process = subprocess.run(
        [sys.executable, "-c", LOOK, *arguments],
        cwd=ROOT,
        env={"HKVIEWER_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin",
             "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )  # fmt: skip
    assert process.returncode == 0, process.stderr
    field, count, message, section = process.stdout.strip().split("|")
    wanted = told.split("|")
    assert (field, message) == (wanted[0], wanted[2])
    if "{n}" not in told:
        assert count == wanted[1]
    else:
        assert int(count.split()[0]) > 1, "the first match at or after the section, not of the sheet"
        assert section == wanted[3]
