"""The portable program as a reader uses it: all on the stick, nothing in the home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="only on systems whose home HOME names")

SESSION = """
import datetime, sys
from pathlib import Path
stick, program = Path(sys.argv[1]), sys.argv[2]
sys.frozen, sys.executable = True, str(stick / program)
from hkviewer.cli import main
if program == "hkviewer-cli":
    sys.exit(main(["export", "--marking", "CUI", "--save-recipe", "mine", "-o", str(stick / "copy.pdf")]))
from PySide6 import QtCore, QtWidgets
from hkviewer.gui.startup.app import make_application
from hkviewer.gui.frame.browser_copy import write_browser_copy
from hkviewer.gui.frame.status_line import StatusLine
from hkviewer.gui.search.search_session import SearchSession
from hkviewer.gui.window import MainWindow
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences
from hkviewer.theme import ThemeName
application = make_application()
window = MainWindow(application, Preferences(), PlaceStore(), datetime.date(2026, 11, 22))
window.show()
window.open(str(stick / "own.md"))
window.open(None, "economic-relations")
window.painted()
print(window.looks.theme)
window.looks.choose_theme(ThemeName.DARK)
window.findChild(SearchSession).committed.emit("trade")
try:
    write_browser_copy(window.session.document, datetime.date(2026, 11, 22))
except Exception as error:
    print(error)
dialog = QtWidgets.QFileDialog(window)
dialog.setOption(QtWidgets.QFileDialog.Option.DontUseNativeDialog)
dialog.show()
application.processEvents()
dialog.close()
dialog.deleteLater()
application.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
window.close()
print(window.findChild(StatusLine)._source.accessibleName())
"""


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A stick with a portable program and a document."""
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "portable").touch()
    (folder / "own.md").write_text("# Own sheet\n\n## One\n\nWords.\n", encoding="utf-8")
    return folder


@pytest.fixture
def run(tmp_path: Path, stick: Path) -> Callable[..., list[str]]:
    """Runs a session of the program from the stick, in an empty home; what it printed."""
    home = tmp_path / "home"
    home.mkdir()

    def session(program: str = "hkviewer", before: Sequence[str] = ()) -> list[str]:
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("HKVIEWER_", "XDG_"))}
        found = subprocess.run(
            [*before, sys.executable, "-c", SESSION, str(stick), program],
            env={**kept, "HOME": str(home), "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
            | {"XDG_RUNTIME_DIR": os.environ["XDG_RUNTIME_DIR"]},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert found.returncode == 0, found.stderr
        return found.stdout.splitlines()

    return session


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@posix
def test_a_session_writes_nothing_into_the_home_and_all_onto_the_stick(run, stick, tmp_path):
    run()
    assert files(tmp_path / "home") == set()
    assert files(stick) - {"portable", "own.md"} == {
        "data/config/settings.json",
        "data/config/QtProject.conf",
        "data/data/places.json",
        "data/cache/us-relations-with-hong-kong.html",
    }
    kept = json.loads((stick / "data" / "config" / "settings.json").read_text(encoding="utf-8"))
    assert kept["theme"] == "dark"
    assert run()[0] == "dark", "the next session begins as this one ended"


@posix
def test_the_console_program_of_the_stick_keeps_its_recipes_there(run, stick, tmp_path):
    run("hkviewer-cli")
    assert files(tmp_path / "home") == set()
    assert files(stick) - {"portable", "own.md"} == {"copy.pdf", "data/data/recipes/mine.json"}


MOUNT = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
"""Makes a folder read-only, for the superuser too, and for one command alone."""


def read_only(folder: Path) -> list[str]:
    superuser = os.name == "posix" and os.geteuid() == 0
    return ["unshare", "-m" if superuser else "-rm", "sh", "-c", MOUNT, str(folder)]


def may_mount() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = subprocess.run([*read_only(Path(folder)), "true"], capture_output=True, check=False)
        except OSError:
            return False
        return found.returncode == 0


@pytest.mark.skipif(not may_mount(), reason="only on systems that let a test mount a folder")
def test_a_read_only_stick_is_said_once_and_loses_nothing(run, stick, tmp_path):
    run()
    before = {name: (stick / name).read_bytes() for name in files(stick)}
    said = run(before=read_only(stick))
    assert said[0] == "dark", "what the stick has is read"
    assert "could not be written: read-only file system" in said[1], "the page for the browser"
    assert said[-1].startswith("Settings and places are not kept: “")
    assert said[-1].endswith("read-only file system.")
    assert {name: (stick / name).read_bytes() for name in files(stick)} == before
    assert files(tmp_path / "home") == set()
