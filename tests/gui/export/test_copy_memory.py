"""The process that sets copies lives as long as the dialog is open, and what the dialog took comes back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hkviewer.content.document import read_document
from hkviewer.export.pdf.copy_process import IN_PROCESS
from hkviewer.system import child_process
from tests.gui.doors import by_name
from tests.hostile_pictures import REFUSED


def test_the_process_is_warm_while_the_dialog_is_open_and_ends_with_it(make_dialog, settled, children):
    dialog = make_dialog()
    settled(dialog)
    (process,) = children
    by_name(dialog, "Prepared for").setText("A name")
    settled(dialog)
    assert len(children) == 1
    assert process.poll() is None
    dialog.close()
    assert process.poll() is not None


def test_a_closed_dialog_keeps_no_pictures_of_pages_and_shows_them_again(
    make_dialog, settled, qtbot, children
):
    dialog = make_dialog()
    pdf = settled(dialog)
    view = dialog.pages.view
    qtbot.waitUntil(lambda: bool(view._pictures))
    dialog.close()
    assert not view._pictures
    dialog.show()
    qtbot.waitUntil(lambda: bool(view._pictures))
    assert dialog.finished_pdf(dialog.briefing) == pdf
    by_name(dialog, "Prepared for").setText("Another name")
    assert settled(dialog) != pdf
    assert [child.poll() is None for child in children] == [False, True]


def test_a_closed_dialog_sets_nothing(make_dialog, settled, children, qtbot):
    dialog = make_dialog()
    settled(dialog)
    dialog.close()
    by_name(dialog, "Prepared for").setText("Nobody")
    qtbot.wait(100)
    assert [child.poll() is None for child in children] == [False]
    dialog.show()
    settled(dialog)
    assert "Nobody" in dialog.briefing.choices.prepared_for


@pytest.mark.usefixtures("own_process")
@pytest.mark.parametrize("command", [["/nowhere/hkviewer"], ["/bin/false"]])
def test_where_no_process_may_start_the_dialog_says_so_once(make_dialog, settled, monkeypatch, command):
    monkeypatch.setattr(child_process, "own_command", lambda *_: command)
    dialog = make_dialog()
    settled(dialog)
    assert dialog.message.words == IN_PROCESS
    by_name(dialog, "Prepared for").setText("A name")
    settled(dialog)
    assert dialog.message.words == ""


def test_a_picture_that_is_left_out_is_named(make_dialog, settled, tmp_path):
    (tmp_path / "uses.svg").write_bytes(REFUSED["uses.svg"][0])
    (tmp_path / "sheet.md").write_text("# T\n\n## A\n\n![Boxes](uses.svg)\n", encoding="utf-8")
    dialog = make_dialog(read_document(tmp_path / "sheet.md"))
    settled(dialog)
    assert "“uses.svg”" in dialog.message.words
    assert REFUSED["uses.svg"][1] in dialog.message.words


MEASURED = """
import datetime, json, os, sys, time
from hkviewer.gui.startup.app import make_application
from hkviewer.gui.window import MainWindow
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences
from hkviewer.gui.export.dialog import BriefingDialog
from PySide6.QtGui import QAction

def taken():
    with open("/proc/self/task/%d/children" % os.getpid()) as file:
        processes = [os.getpid(), *map(int, file.read().split())]
    total = 0
    for process in processes:
        with open(f"/proc/{process}/statm") as file:
            total += int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return total

def wait(done):
    end = time.monotonic() + 60
    while not done() and time.monotonic() < end:
        application.processEvents()
        time.sleep(0.005)

application = make_application()
window = MainWindow(application, Preferences(), PlaceStore(), datetime.date(2026, 11, 22))
window.show()
window.open(sys.argv[1], None)
window.painted()
pause = time.monotonic() + 1
wait(lambda: time.monotonic() > pause)
before = taken()
window.findChild(QAction, "print_copy").trigger()
dialog = window.findChild(BriefingDialog)
wait(lambda: dialog.finished_pdf(dialog.briefing))
while_open = taken()
dialog.close()
pause = time.monotonic() + 1
wait(lambda: time.monotonic() > pause)
print(json.dumps([before, while_open, taken()]))
window.close()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells of processes")
def test_what_the_dialog_took_comes_back_all_processes_summed(tmp_path):
    sheet = Path(__file__).parents[2] / "data" / "sheets" / "us-united-states.md"
    found = subprocess.run(
        [sys.executable, "-c", MEASURED, str(sheet)],
        env={**os.environ, "HKVIEWER_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert found.returncode == 0, found.stderr
    before, while_open, after = json.loads(found.stdout)
    assert while_open - before > 60_000_000, "the copy is set in the process that is counted"
    # Measured: 19 MB, with what shows pages, which stays.
    assert after - before < 30_000_000
