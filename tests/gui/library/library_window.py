"""A window with a library for tests: its files, and its parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from hkviewer.gui.frame.library_room import LibraryRoom
from hkviewer.gui.window import MainWindow
from tests.gui.doors import part_of

SHEET = """\
---
title: {title}
id: {id}
publisher: Bureau of Facts
edition: {edition}
---

# {title}

## First

Words of {edition}.
"""


def write(folder: Path, name: str, title: str, edition: str, id_: str = "facts") -> Path:
    """Write a sheet of one section into `folder`."""
    path = folder / name
    path.write_text(SHEET.format(title=title, id=id_, edition=edition), encoding="utf-8")
    return path


def room_of(window: MainWindow) -> Any:
    """The room of the library, which has been made."""
    return part_of(window, LibraryRoom)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until the disks have been looked at, and what is there is indexed."""
    room = room_of(window)
    qtbot.waitUntil(lambda: not room.reader.is_reading and not room.index.is_running)


def titles(window: MainWindow) -> list[str]:
    """The sheets that are listed."""
    model = room_of(window).page.list.model()
    return [model.index(number, 0).data() for number in range(model.rowCount())]
