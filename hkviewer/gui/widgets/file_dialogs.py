"""Asking for a document's file, and where Qt's file dialogs store the folders that were visited."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from PySide6 import QtCore, QtWidgets

DOCUMENTS = "Markdown (*.md *.markdown *.txt);;All files (*)"


def ask_for_document(parent: QtWidgets.QWidget, title: str, folder: str = "") -> str:
    """Let the reader pick a Markdown file, from `folder` on; its path, or ""."""
    name, _ = QtWidgets.QFileDialog.getOpenFileName(parent, title, folder, DOCUMENTS)
    return name


def keep_file_dialogs(folder: Path, *, remembers: bool) -> None:
    """Let Qt's file dialogs keep their last folders in `folder`, beside the settings, or nowhere.

    By itself Qt writes them into the reader's home, in QtProject.conf. On Windows and macOS the system's
    own dialogs are used, and Qt offers no other place for what it stores about them.
    """
    kinds = QtCore.QSettings
    own = folder if remembers else Path(os.devnull)
    kinds.setPath(kinds.Format.NativeFormat, kinds.Scope.UserScope, str(own))
    if not remembers:
        with contextlib.suppress(OSError):
            (folder / "QtProject.conf").unlink()
