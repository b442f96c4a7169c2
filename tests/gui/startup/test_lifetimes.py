"""Windows and processes end when they should, and leave nothing that the next one meets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SIX_WINDOWS = """
import datetime as dt
import gc
import os
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from hkviewer.gui.startup.app import make_application
from hkviewer.gui.window import MainWindow
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences

application = make_application()
for _ in range(6):
    window = MainWindow(application, Preferences(), PlaceStore(), dt.date(2026, 11, 22))
    window.show()
    window.open(None)
    window.painted()
    application.processEvents()
    window.close()
    window.deleteLater()
    del window
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.unfreeze()
    gc.collect()
os._exit(0)
"""
CLOSED_WHILE_IT_READS = """
import sys
from PySide6.QtCore import QTimer
from hkviewer.gui.startup import app
from hkviewer.gui.window import MainWindow

opened = MainWindow.open

def close_soon(self, *arguments):
    QTimer.singleShot(30, self.close)
    return opened(self, *arguments)

MainWindow.open = close_soon
sys.exit(app.run(sys.argv[1], None, None))
"""


def ended(tmp_path: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """The process that ran `code`, with freed memory overwritten."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "HKVIEWER_HOME": str(tmp_path / "home"),
        "MALLOC_PERTURB_": "165",
    }
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        capture_output=True,
        timeout=100,
        check=False,
    )


@pytest.mark.slow
def test_six_windows_one_after_another_do_not_share_what_was_collected_as_garbage(tmp_path):
    process = ended(tmp_path, SIX_WINDOWS)
    assert process.returncode == 0, process.stderr.decode()


def test_a_window_closed_while_its_first_large_document_is_read_ends_the_process(tmp_path):
    file = tmp_path / "large.md"
    sections = "".join(f"## Section {n}\n\n{'Words and words. ' * 60}\n\n" for n in range(1500))
    file.write_text(f"# Large\n\n{sections}", encoding="utf-8")
    assert ended(tmp_path, CLOSED_WHILE_IT_READS, str(file)).returncode == 0
