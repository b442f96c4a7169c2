"""The one owner of the settings: what it holds, whom it notifies, and what becomes of two windows."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from hkviewer.errors import OutputError
from hkviewer.preferences.policy import Policy
from hkviewer.preferences.preferences import Preferences
from hkviewer.preferences.settings import VERSION, Settings, SettingsStore
from hkviewer.system.state_file import StateFile
from hkviewer.theme import ThemeName


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def preferences_of(path: Path, policy: Policy | None = None) -> Preferences:
    return Preferences(SettingsStore(StateFile(path), policy or Policy()))


def in_file(path: Path) -> Settings:
    return SettingsStore(StateFile(path), Policy()).load()


def notices_of(preferences: Preferences) -> list[set[str]]:
    """The names that `preferences` pass to a subscriber from now on."""
    notices: list[set[str]] = []
    preferences.subscribe(lambda names: notices.append(set(names)))
    return notices


def make_dark(settings: Settings) -> Settings:
    return settings.replace(theme=ThemeName.DARK)


def enlarge(settings: Settings) -> Settings:
    return settings.zoomed(1)


def test_a_change_holds_at_once_and_subscribers_learn_the_names_of_what_is_new(path):
    preferences = preferences_of(path)
    notices = notices_of(preferences)
    preferences.change(make_dark)
    assert preferences.value.theme is ThemeName.DARK
    preferences.change(lambda settings: settings.replace(theme=ThemeName.DARK, zoom=150))
    preferences.change(make_dark)
    assert notices == [{"theme"}, {"zoom"}], "what stays as it was is no news"
    preferences.flush()
    assert notices == [{"theme"}, {"zoom"}], "what is written is no news here"


def test_flush_returns_when_every_change_is_in_the_file(path):
    preferences = preferences_of(path)
    for _ in range(20):
        preferences.change(enlarge)
        preferences.change(lambda settings: settings.with_search(f"{settings.zoom} %"))
    preferences.flush()
    assert in_file(path) == preferences.value
    assert preferences.value.zoom == 300


def test_looking_alone_writes_no_file_and_flush_without_a_change_does_nothing(path):
    preferences = preferences_of(path)
    preferences.flush()
    preferences.refresh()
    preferences.flush()
    assert not path.exists()


def test_writing_takes_over_what_a_second_window_wrote(path):
    first, second = preferences_of(path), preferences_of(path)
    notices = notices_of(first)
    second.change(make_dark)
    second.change(lambda settings: settings.with_recent("/second.md"))
    second.flush()
    first.change(lambda settings: settings.with_recent("/first.md"))
    first.flush()
    assert first.value.theme is ThemeName.DARK
    assert first.value.recent == ("/first.md", "/second.md")
    assert notices[0] == {"recent"}
    assert set().union(*notices[1:]) == {"theme", "recent"}


def test_refreshing_takes_over_what_a_second_window_wrote(path):
    first, second = preferences_of(path), preferences_of(path)
    notices = notices_of(first)
    second.change(make_dark)
    second.flush()
    first.refresh()
    first.flush()
    assert first.value.theme is ThemeName.DARK
    assert notices == [{"theme"}]


def test_the_writing_thread_reports_and_subscribers_learn_nothing_until_that_is_collected(path):
    preferences, other = preferences_of(path), preferences_of(path)
    other.change(make_dark)
    other.flush()
    notices = notices_of(preferences)
    reported = threading.Event()
    threads: list[str] = []

    def report() -> None:
        threads.append(threading.current_thread().name)
        reported.set()

    preferences.report_to(report)
    preferences.refresh()
    assert reported.wait(20)
    assert threads != [threading.current_thread().name]
    assert notices == []
    preferences.collect()
    assert notices == [{"theme"}]


def test_what_waits_stands_over_what_comes_from_the_file(path):
    """One step of zoom is in the file, by another window, while two more are on their way there."""
    preferences, other = preferences_of(path), preferences_of(path)
    other.change(enlarge)
    other.flush()
    preferences.change(enlarge)
    assert preferences.value.zoom == 110
    preferences.flush()
    assert preferences.value.zoom == in_file(path).zoom == 125


def test_a_newer_file_is_never_written_and_the_choices_hold_for_this_session(path):
    text = json.dumps({"version": VERSION + 1, "zoom": 150, "more": True})
    path.write_text(text, encoding="utf-8")
    preferences = preferences_of(path)
    preferences.change(enlarge)
    preferences.change(make_dark)
    preferences.refresh()
    preferences.flush()
    assert (preferences.value.zoom, preferences.value.theme) == (175, ThemeName.DARK)
    assert path.read_text(encoding="utf-8") == text


def test_a_file_that_cannot_be_written_is_an_error_and_the_choices_hold_for_this_session(
    tmp_path,
):
    (tmp_path / "blocked").write_text("", encoding="utf-8")
    preferences = preferences_of(tmp_path / "blocked" / "settings.json")
    errors: list[OutputError] = []
    preferences.subscribe_failures(errors.append)
    preferences.change(enlarge)
    preferences.flush()
    preferences.change(make_dark)
    preferences.flush()
    assert ["blocked" in error.what for error in errors] == [True, True]
    assert (preferences.value.zoom, preferences.value.theme) == (110, ThemeName.DARK)


@pytest.mark.parametrize("content", [None, "", "{", "[]"])
def test_a_file_that_goes_or_is_damaged_while_the_window_is_open_takes_nothing_away(path, content):
    preferences = preferences_of(path)
    preferences.change(make_dark)
    preferences.flush()
    path.unlink()
    if content is not None:
        path.write_text(content, encoding="utf-8")
    preferences.refresh()
    preferences.flush()
    assert preferences.value.theme is ThemeName.DARK


def test_a_lock_stands_over_every_change_and_every_file(path):
    policy = Policy(locks={"theme": ThemeName.LIGHT})
    preferences, other = preferences_of(path, policy), preferences_of(path)
    notices = notices_of(preferences)
    preferences.change(make_dark)
    other.change(make_dark)
    for each in (other, preferences):
        each.refresh()
        each.flush()
    assert preferences.value.theme is ThemeName.LIGHT
    assert in_file(path).theme is ThemeName.DARK
    assert notices == []


@pytest.mark.parametrize(
    ("kept", "switch"), [("recent", "keep_recent"), ("search_history", "keep_search_history")]
)
def test_a_list_goes_with_its_switch_here_and_in_the_file(path, kept, switch):
    preferences = preferences_of(path)
    preferences.change(lambda settings: settings.replace(**{kept: ("secret",)}))
    preferences.change(lambda settings: settings.replace(**{switch: False}))
    assert getattr(preferences.value, kept) == ()
    preferences.flush()
    assert "secret" not in path.read_text(encoding="utf-8")


def test_the_writing_thread_ends_with_the_last_change_and_the_next_one_begins_another(tmp_path):
    preferences = preferences_of(tmp_path / "settings.json")
    for _ in range(3):
        before = preferences.value.zoom
        preferences.change(enlarge)
        preferences.flush()
        assert preferences.value.zoom > before
        assert not [thread for thread in threading.enumerate() if thread.name == "settings"]


def test_a_change_that_fails_unexpectedly_is_reported_and_those_after_it_are_written(tmp_path):
    preferences = preferences_of(tmp_path / "settings.json")
    errors: list[OutputError] = []
    preferences.subscribe_failures(errors.append)
    in_force = preferences.value

    def fail(settings: Settings) -> Settings:
        if settings is not in_force:
            raise ZeroDivisionError
        return settings

    preferences.change(fail)
    preferences.change(lambda settings: settings.replace(theme=ThemeName.DARK))
    preferences.flush()
    assert len(errors) == 1
    assert SettingsStore(StateFile(tmp_path / "settings.json"), Policy()).load().theme is ThemeName.DARK
