"""A search without matches names the other bundled sheets that have what was searched."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from hkviewer import cli
from hkviewer.commands.sheets_search import other_sheets
from hkviewer.gui.search import other_sheets as asking
from hkviewer.gui.window import MainWindow
from hkviewer.system import paths
from tests.gui.doors import field_of, search_of

HONG_KONG = "us-relations-with-hong-kong"


@pytest.fixture
def content(tmp_path, monkeypatch):
    """Three more sheets come with the program."""
    folder = tmp_path / "content"
    shutil.copytree(paths.content_folder(), folder)
    for title, text in (("France", "Wombats and geese."), ("Chad", "A wombat."), ("Peru", "Nothing.")):
        name = title.lower()
        front = f"---\ntitle: {title}\nid: {name}\norder: 9\n---\n"
        (folder / f"{name}.md").write_text(f"{front}\n# {title}\n\n## A\n\n{text}\n", encoding="utf-8")
    monkeypatch.setattr(paths, "content_folder", lambda: folder)
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path / "cache")
    return folder


def test_the_others_that_have_it_are_found_with_their_matches(content):
    assert sorted(other_sheets("wombat", HONG_KONG, content)) == [
        ("chad", "Chad", 1),
        ("france", "France", 1),
    ]
    assert other_sheets("wombats geese", "chad", content) == [("france", "France", 2)]
    assert other_sheets("geese", "france", content) == []


def test_a_window_asks_a_process_for_them(content, monkeypatch):
    said = io.BytesIO()
    asked = json.dumps({"query": "geese", "shown": HONG_KONG, "content": str(content)}).encode()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(asked)))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=said))
    monkeypatch.setattr(os, "nice", lambda _by: 0, raising=False)
    module, function = cli.JOBS[asking.JOB]
    assert getattr(import_module(module), function)() == 0
    assert json.loads(said.getvalue()) == [["france", "France", 1]]


def in_this_process(started: list[str], content: Path) -> Callable[..., SimpleNamespace]:
    """What is started in the place of a process."""

    def communicate(asked: bytes) -> tuple[bytes, None]:
        values = json.loads(asked)
        started.append(values["query"])
        found = other_sheets(values["query"], values["shown"], content)
        return json.dumps(found).encode(), None

    def start(*_arguments: str, **_streams: object) -> SimpleNamespace:
        return SimpleNamespace(communicate=communicate, returncode=0, kill=lambda: None)

    return start


def ask(qtbot: QtBot, window: MainWindow, text: str) -> None:
    field_of(window).setText(text)
    window.search_for(text)
    session = search_of(window).session
    qtbot.waitUntil(lambda: session._shown is not None and session._shown.text == text)


def offers(window: MainWindow) -> list[Any]:
    links = search_of(window).message.findChildren(QPushButton)
    return [link for link in links if link.isVisible() and " in “" in link.accessibleName()]


def test_they_are_offered_where_nothing_matches_and_one_is_opened_with_the_search(
    qtbot, content, make_window, monkeypatch
):
    started: list[str] = []
    monkeypatch.setattr(asking, "start_own", in_this_process(started, content))
    window = make_window(content / f"{HONG_KONG}.md")
    ask(qtbot, window, "trade")
    assert not started
    ask(qtbot, window, "geese")
    qtbot.waitUntil(lambda: len(offers(window)) == 1)
    (link,) = offers(window)
    assert (link.accessibleName(), link.accessibleDescription()) == ("1 match in “France”", "Offered")
    link.click()
    qtbot.waitUntil(lambda: window.windowTitle() == "France" and len(search_of(window).session.matches) == 1)
    qtbot.waitUntil(lambda: not offers(window))
    assert field_of(window).text() == "geese"


def test_a_reader_of_one_sheet_starts_no_process(qtbot, window, monkeypatch):
    started: list[str] = []
    monkeypatch.setattr(asking, "start_own", in_this_process(started, paths.content_folder()))
    ask(qtbot, window, "wombats")
    assert (started, offers(window)) == ([], [])


def test_a_process_that_does_not_start_or_fails_offers_nothing(qtbot, content, make_window, monkeypatch):
    def refused(*_arguments: str, **_streams: object) -> None:
        raise OSError

    monkeypatch.setattr(asking, "start_own", refused)
    window = make_window()
    ask(qtbot, window, "geese xyz")
    failed = SimpleNamespace(communicate=lambda _: (b"", None), returncode=70, kill=lambda: None)
    monkeypatch.setattr(asking, "start_own", lambda *_, **__: failed)
    ask(qtbot, window, "geese abc")
    assert offers(window) == []
