"""Settings as a file: missing, corrupt, empty, partial, round trip, newer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from hkviewer.errors import OutputError
from hkviewer.preferences.schema import RECENT_MAXIMUM, ZOOM_STEPS
from hkviewer.preferences.settings import VERSION, Settings, SettingsStore
from hkviewer.system.state_file import StateFile
from hkviewer.theme import ThemeName
from tests.examples import examples

CHOSEN = Settings(
    theme=ThemeName.DARK,
    zoom=150,
    window="00ff",
    sidebar_width=320,
    sidebar_visible=False,
    recent=("/a.md", "/香港.md"),
    slash_searches=False,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.json"


@pytest.fixture
def store(path: Path) -> SettingsStore:
    return SettingsStore(StateFile(path))


def test_missing(store, path):
    assert store.load() == Settings()
    assert not path.exists(), "reading makes no file"


def test_empty(store, path):
    path.touch()
    assert store.load() == Settings()


def test_corrupt_is_as_at_first_and_kept_aside_when_something_is_chosen(store, path):
    path.write_text('{"zoom": 150, "the', encoding="utf-8")
    assert store.load() == Settings()
    store.change(lambda _: CHOSEN)
    assert store.load() == CHOSEN
    assert path.with_name("settings.json.damaged").read_text(encoding="utf-8") == '{"zoom": 150, "the'


def test_partial(store, path):
    path.write_text('{"zoom": 150}', encoding="utf-8")
    assert store.load() == Settings(zoom=150)


def test_round_trip(store):
    assert store.change(lambda _: CHOSEN) == CHOSEN
    assert store.load() == CHOSEN


def test_the_file_says_its_version(store, path):
    store.change(lambda _: CHOSEN)
    assert json.loads(path.read_text(encoding="utf-8"))["version"] == VERSION


def test_newer_is_read_and_not_overwritten(store, path):
    text = json.dumps({"version": VERSION + 1, "zoom": 150, "more": True})
    path.write_text(text, encoding="utf-8")
    assert store.load().zoom == 150
    changed = store.change(lambda before: before.zoomed(1))
    assert changed.zoom == 175, "this session goes on with the choice"
    assert path.read_text(encoding="utf-8") == text


def test_without_a_change_nothing_is_written(store, path):
    store.change(lambda before: before)
    assert not path.exists()


def test_a_folder_that_cannot_be_written_is_an_error_in_words(tmp_path):
    (tmp_path / "blocked").write_text("", encoding="utf-8")
    store = SettingsStore(StateFile(tmp_path / "blocked" / "settings.json"))
    assert store.load() == Settings()
    with pytest.raises(OutputError, match="blocked"):
        store.change(lambda _: CHOSEN)


def test_the_recent_list_has_each_document_once_the_last_first_and_ends():
    chosen = Settings()
    for number in [*range(15), 3]:
        chosen = chosen.with_recent(f"/{number}")
    assert chosen.recent[:3] == ("/3", "/14", "/13")
    assert len(chosen.recent) == RECENT_MAXIMUM
    assert len(set(chosen.recent)) == RECENT_MAXIMUM


@given(st.integers(min_value=-10, max_value=500), st.integers(-30, 30))
def test_zooming_from_anywhere_ends_at_a_step(zoom, steps):
    assert Settings(zoom=zoom).zoomed(steps).zoom in ZOOM_STEPS


def test_zooming_in_and_out_returns():
    for step in ZOOM_STEPS[1:-1]:
        assert Settings(zoom=step).zoomed(1).zoomed(-1).zoom == step


JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from([*Settings.__annotations__, "version", "other"])


@examples(1.5, HealthCheck.function_scoped_fixture)
@given(st.dictionaries(NAMES, JSON, max_size=8))
def test_any_json_gives_settings_that_can_be_used_and_written(tmp_path, stored):
    path = tmp_path / "any.json"
    path.write_text(json.dumps(stored), encoding="utf-8")
    store = SettingsStore(StateFile(path))
    found = store.load()
    assert isinstance(found.theme, ThemeName)
    assert ZOOM_STEPS[0] <= found.zoom <= ZOOM_STEPS[-1]
    assert all(isinstance(item, str) for item in found.recent)
    bytes.fromhex(found.window)
    store.change(lambda before: before.zoomed(1))
