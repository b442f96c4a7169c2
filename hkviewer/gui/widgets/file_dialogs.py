"""Asking for a document's file, and where Qt's file dialogs store the folders that were visited."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6 import QtCore, QtWidgets

DOCUMENTS = "Markdown (*.md *.markdown *.txt);;All files (*)"


def copies_folder() -> Path:
    """Where copies and redlines are saved, unless the reader says otherwise: the reader's documents."""
    place = QtCore.QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QtCore.QStandardPaths.writableLocation(place))


def first_folder() -> str:
    """Where a dialog begins: where the last one ended, and the first one in the reader's documents.

    By itself Qt's first dialog begins where the program was started: that is the program's own folder for one
    that Windows' Start menu starts.
    """
    last = QtWidgets.QFileDialog().directory().absolutePath()
    if last != QtCore.QDir.currentPath():
        return last
    documents = copies_folder()
    return str(documents if documents.is_dir() else Path.home())  # else its name would stand as a file's


def ask_for_document(parent: QtWidgets.QWidget, title: str, folder: str = "") -> str:
    """Let the reader pick a Markdown file, from `folder` on; its path, or ""."""
    start = folder or first_folder()
    name, _ = QtWidgets.QFileDialog.getOpenFileName(parent, title, start, DOCUMENTS)
    return name


def ask_where_to_save(
    parent: QtWidgets.QWidget, title: str, file: Path, forms: Mapping[str, Sequence[str]]
) -> Path | None:
    """Let the reader choose a file and its form; the dialog asks before it replaces a file.

    Args:
        parent: the window.
        title: the dialog's.
        file: what is suggested, in the first form.
        forms: the endings of files, the usual one first, by what the form is called.
    """
    dialog = QtWidgets.QFileDialog(parent, title, str(file.parent))
    dialog.setAcceptMode(QtWidgets.QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QtWidgets.QFileDialog.FileMode.AnyFile)
    usual = {f"{words} ({' '.join('*' + one for one in own)})": own[0][1:] for words, own in forms.items()}
    dialog.setNameFilters(list(usual))
    dialog.setDefaultSuffix(next(iter(usual.values())))
    dialog.selectFile(file.name)
    known = {ending for own in forms.values() for ending in own}
    dialog.filterSelected.connect(lambda chosen: _change_ending(dialog, usual[chosen], known))
    return Path(dialog.selectedFiles()[0]) if dialog.exec() else None


def _change_ending(dialog: QtWidgets.QFileDialog, ending: str, known: set[str]) -> None:
    dialog.setDefaultSuffix(ending)
    names = dialog.selectedFiles()
    if names and Path(names[0]).suffix.lower() in known:
        dialog.selectFile(Path(names[0]).with_suffix(f".{ending}").name)


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
