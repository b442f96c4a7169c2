"""The library: what was added, what of it is read again, and what becomes of what is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from hkviewer.library import library as room
from hkviewer.library.added import AddedPaths
from hkviewer.library.entries import LibraryFile
from hkviewer.library.library import Library
from hkviewer.library.reading import read_file
from hkviewer.library.stored import StoredFiles
from hkviewer.system.state_file import StateFile


@pytest.fixture
def content(tmp_path):
    folder = tmp_path / "content"
    folder.mkdir()
    return folder


@pytest.fixture
def made(tmp_path, content):
    """Makes a library of the same reader, as each window does."""

    def make(by_policy: tuple[str, ...] = (), patience: float = 5) -> Library:
        added = AddedPaths(StateFile(tmp_path / "own" / "library.json"), by_policy)
        return Library(added, StoredFiles(StateFile(tmp_path / "cache" / "library.json")), content, patience)

    return make


def sheet(path: Path, id_: str = "port", edition: str = "", words: str = "Words.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    front = "".join(f"{key}: {value}\n" for key, value in (("id", id_), ("edition", edition)) if value)
    path.write_text(f"---\ntitle: Port\n{front}---\n# Port\n\n{words}\n", encoding="utf-8")
    return path


def listed(library: Library) -> list[tuple[str, list[str]]]:
    return [(one.id, [f"{file.date} {file.state}" for file in one.editions]) for one in library.sheets()]


def test_files_of_one_stated_id_are_editions_of_one_sheet_the_newest_first(made, tmp_path):
    sheet(tmp_path / "in" / "a.md", edition="2015-11-29")
    sheet(tmp_path / "in" / "deeper" / "b.md", edition="2021")
    library = made()
    library.add([tmp_path / "in"])
    assert library.refresh().changed
    assert listed(library) == [("port", ["2021 here", "2015-11-29 here"])]


def test_what_has_not_changed_is_not_read_again(made, tmp_path, monkeypatch):
    one = sheet(tmp_path / "in" / "a.md")
    sheet(tmp_path / "in" / "b.md", "other")
    made().add([tmp_path / "in"])
    made().refresh()
    read = []

    def noted(path: Path, **more: bool) -> LibraryFile:
        read.append(path.name)
        return read_file(path, **more)

    monkeypatch.setattr(room, "read_file", noted)
    assert not made().refresh().changed
    sheet(one, edition="2020")
    assert made().refresh().changed
    assert read == ["a.md"]
