"""Where the dialogs that ask for files begin."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6 import QtWidgets

from hkviewer.gui.widgets import file_dialogs


def visit(folder: Path) -> None:
    """Pick a file of `folder` in a dialog."""
    (folder / "a.md").touch()
    dialog = QtWidgets.QFileDialog(None, "", str(folder))
    dialog.selectFile("a.md")
    dialog.accept()


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: QtWidgets.QApplication) -> list[str]:
    """The folders that dialogs begin in; the program was started in `tmp_path`."""
    folders: list[str] = []

    def ask(_parent: object, _title: str, folder: str, _kinds: str) -> tuple[str, str]:
        folders.append(folder)
        return "", ""

    monkeypatch.chdir(tmp_path)
    visit(tmp_path)  # Qt keeps the last folder for the whole process: as if none had been visited yet
    monkeypatch.setattr(QtWidgets.QFileDialog, "getOpenFileName", ask)
    monkeypatch.setattr(file_dialogs, "copies_folder", lambda: tmp_path / "documents")
    return folders


def test_the_first_begins_in_the_readers_documents_not_where_the_program_was_started(begun, qtbot, tmp_path):
    (tmp_path / "documents").mkdir()
    window = QtWidgets.QWidget()
    qtbot.addWidget(window)
    file_dialogs.ask_for_document(window, "Open a document")
    file_dialogs.ask_for_document(window, "Open a document", "/beside the one that is read")
    assert begun == [str(tmp_path / "documents"), "/beside the one that is read"]


def test_where_there_is_no_such_folder_it_begins_at_the_readers_home(begun, qtbot):
    window = QtWidgets.QWidget()
    qtbot.addWidget(window)
    file_dialogs.ask_for_document(window, "Open a document")
    assert begun == [str(Path.home())]


def test_a_later_one_begins_where_the_last_one_ended(begun, qtbot, tmp_path):
    window = QtWidgets.QWidget()
    qtbot.addWidget(window)
    (tmp_path / "sheets").mkdir()
    visit(tmp_path / "sheets")
    file_dialogs.ask_for_document(window, "Open a document")
    assert begun == [str(tmp_path / "sheets")]
