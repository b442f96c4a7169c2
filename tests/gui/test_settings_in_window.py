"""Settings that are missing, damaged, newer or out of reach, seen through the window."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from hkviewer.preferences.settings import SettingsStore
from hkviewer.system import paths
from hkviewer.theme import ThemeName
from tests.examples import breadth
from tests.gui.doors import action_of, sidebar_of, status_of
from tests.gui.places import go_to, point, where


def settings_path() -> Path:
    path = paths.settings_folder() / "settings.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


@pytest.mark.parametrize(
    "content",
    breadth(
        [
            b"",
            b"{",
            b"null",
            b"[1, 2]",
            b'"text"',
            b"\xff\xfe\x00",
            b'{"zoom": "large", "theme": 7, "window": "zz", "recent": [1, null], "sidebar_width": -5}',
            b'{"zoom": 100000, "theme": "pink", "window": [], "recent": {}, "sidebar_visible": "no"}',
            b'{"theme": ["dark"], "zoom": true}',
            b'{"theme": {}}',
            b'{"window": "00ff00ff"}',
            b'{"version": "x"}',
            b'{"version": null, "zoom": null}',
            b'{"zoom": 1e400}',
            b'{"zoom": 99999999999999999999999}',
            b"[" * 100000,
        ],
        6,
    ),
    ids=range(16),
)
def test_damaged_settings_open_the_window_as_at_first(make_window, content):
    settings_path().write_bytes(content)
    window = make_window()
    assert window.windowTitle() == "U.S. Relations With Hong Kong"
    assert status_of(window)._zoom.text() == "100 %"
    assert sidebar_of(window).isVisible()
    window.looks.choose_theme(ThemeName.DARK)
    window.close()
    assert SettingsStore().load().theme is ThemeName.DARK


def test_part_of_the_settings_is_taken_where_the_rest_is_damaged(make_window):
    settings_path().write_text('{"zoom": 150, "theme": "pink"}', encoding="utf-8")
    window = make_window()
    assert status_of(window)._zoom.text() == "150 %"


def test_settings_of_a_newer_version_are_read_and_never_overwritten(make_window):
    newer = {"version": 99, "zoom": 125, "future": {"a": 1}}
    settings_path().write_text(json.dumps(newer), encoding="utf-8")
    window = make_window()
    assert status_of(window)._zoom.text() == "125 %"
    window.looks.change_zoom(1)
    window.looks.choose_theme(ThemeName.DARK)
    window.close()
    assert json.loads(settings_path().read_text(encoding="utf-8")) == newer


def test_a_key_that_is_not_ours_is_kept(make_window):
    settings_path().write_text('{"version": 1, "other": 5}', encoding="utf-8")
    make_window().looks.change_zoom(1)
    assert json.loads(settings_path().read_text(encoding="utf-8"))["other"] == 5


def test_two_windows_do_not_lose_each_other_s_settings(make_window, hard_sheet):
    first, second = make_window(), make_window()
    first.looks.choose_theme(ThemeName.DARK)
    second.looks.change_zoom(2)
    first.open(str(hard_sheet))
    second.close()
    first.close()
    kept = SettingsStore().load()
    assert kept.theme is ThemeName.DARK
    assert kept.zoom == 125
    assert kept.recent == (str(hard_sheet),)


def test_what_another_window_has_chosen_holds_here_when_this_one_is_activated(qtbot, qapp, make_window):
    window = make_window()
    SettingsStore().change(
        lambda settings: settings.replace(theme=ThemeName.DARK, zoom=150, slash_searches=False)
    )
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(lambda: window.looks.colours.dark, timeout=20000)
    assert status_of(window)._zoom.text() == "150 %"
    assert not action_of(window, "slash_searches").isChecked()


def test_two_windows_keep_the_places_of_two_documents(make_window, hard_sheet):
    first, second = make_window(), make_window(hard_sheet, height=300)
    go_to(first.pane, "economic-relations")
    go_to(second.pane, "letters")
    first.close()
    second.close()
    assert where(make_window().pane) == point("economic-relations")
    assert where(make_window(hard_sheet, height=300).pane) == point("letters")


def test_where_nothing_can_be_written_it_is_said_once_and_reading_goes_on(make_window):
    """A file stands where the folder should be: that stops the superuser too."""
    for folder in (paths.settings_folder(), paths.data_folder()):
        folder.write_text("in the way", encoding="utf-8")
    window = make_window()
    said: list[str] = []
    status_of(window).say = said.append
    window.looks.change_zoom(1)
    window.looks.choose_theme(ThemeName.DARK)
    window.open(None)
    window.close()
    assert len(said) == 1
    assert "not kept" in said[0]
    assert status_of(window)._zoom.text() == "110 %", "for this session the choice holds"


def test_many_changes_at_once_lose_nothing():
    """Threads stand for windows: each adds one recent document."""

    def add(number: int) -> None:
        SettingsStore().change(lambda settings: settings.with_recent(f"/document-{number}"))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(SettingsStore().load().recent) == [f"/document-{number}" for number in range(8)]
