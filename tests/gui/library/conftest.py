"""A library of three files, two of them editions of one sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hkviewer.gui.window import MainWindow
from hkviewer.library.added import AddedPaths
from hkviewer.search.library.update import update_index
from hkviewer.search.library.update_process import UpdateListener
from hkviewer.search.library.wanted import WantedSheet
from tests.gui.conftest import WindowMaker
from tests.gui.doors import action_of
from tests.gui.library.library_window import settle, write


class UpdateHere:
    """Indexes at once: a process takes longer to start than these sheets to be read."""

    def __init__(self, file: Path, wanted: Sequence[WantedSheet], listener: UpdateListener) -> None:
        self._file, self._wanted, self._listener = file, wanted, listener

    def start(self) -> None:
        update_index(self._file, self._wanted, self._listener.progressed)
        self._listener.ended("")

    def cancel(self) -> None:
        """Nothing runs any more."""


@pytest.fixture(autouse=True)
def _indexed_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "own_process" not in request.fixturenames:
        monkeypatch.setattr("hkviewer.search.library.update_process.LibraryUpdate", UpdateHere)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inner = tmp_path / "sheets"
    inner.mkdir()
    write(inner, "old.md", "Facts", "2015-11-29")
    write(inner, "new.md", "Facts", "2024-04-11")
    write(inner, "other.md", "Figures", "2020", id_="figures")
    return inner


@pytest.fixture
def library(qtbot: QtBot, folder: Path, make_window: WindowMaker) -> MainWindow:
    """A window whose library has the folder, which has been read, and shows it."""
    AddedPaths(by_policy=()).add([folder])
    window = make_window()
    settle(qtbot, window)
    action_of(window, "show_library").trigger()
    return window
