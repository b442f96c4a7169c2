"""Places kept for each document and found again, and the way back and forward."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.identity import DocumentKey
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet
from hkviewer.content.place import Place
from hkviewer.content.ranges import BODY, HEADING, TextRange
from hkviewer.notebook.places import PlaceStore
from hkviewer.system.state_file import StateFile
from tests.examples import examples

TEXT = """# T

## One

The first words of the first section stand here, and some more of them follow.

## Two

Other words stand in the second section, which nobody has changed for years.
"""
KEY = DocumentKey("t", "", "")
HEAD, POINT = TextRange.heading, TextRange.point


def sheet(text: str = TEXT) -> FactSheet:
    return parse_sheet(text, name="t", digest="")


@pytest.fixture
def file(tmp_path: Path) -> StateFile:
    return StateFile(tmp_path / "places.json")


@pytest.fixture
def store(file: StateFile) -> PlaceStore:
    return PlaceStore(file)


def save(store: PlaceStore, key: DocumentKey, at: TextRange | None) -> None:
    store.save(Place(key, at), sheet())


def load(store: PlaceStore, key: DocumentKey, text: str = TEXT) -> TextRange | None:
    """The point kept for `key`; None for the top, and where none is kept."""
    place = store.load(key, sheet(text))
    assert place is None or place.document == key
    return place.at if place else None


def kept(store: PlaceStore, at: TextRange, later: str) -> TextRange | None:
    """Where `at` of the sheet is in its `later` text."""
    save(store, KEY, at)
    return load(store, KEY, later)


def test_at_first_there_is_no_place(store):
    assert store.load(KEY, sheet()) is None


@pytest.mark.parametrize("at", [HEAD("one"), POINT("one", 0), POINT("two", 17)])
def test_in_the_same_text_it_is_the_same_place(store, at):
    assert kept(store, at, TEXT) == at


def test_it_moves_with_its_words(store):
    start = TEXT.index("some more") - TEXT.index("The first words")
    later = TEXT.replace("The first", "Quite new: the first")
    assert kept(store, POINT("one", start), later) == POINT("one", start + len("Quite new: "))


def test_it_follows_words_that_moved_to_another_section(store):
    words = "Other words stand in the second section, which nobody has changed for years.\n"
    later = TEXT.replace("## Two\n\n" + words, "").replace("## One\n", "## One\n\n" + words)
    assert kept(store, POINT("two", 0), later) == POINT("one", 0)


def test_it_follows_the_words_of_a_section_that_was_renamed(store):
    assert kept(store, POINT("two", 6), TEXT.replace("## Two", "## Second")) == POINT("second", 6)


def test_where_its_words_are_gone_it_is_near_in_the_same_section(store):
    assert kept(store, POINT("two", 60), "# T\n\n## One\n\nA.\n\n## Two\n\nShort.\n") == POINT("two", 5)


@pytest.mark.parametrize("at", [HEAD("two"), POINT("two", 60)])
def test_where_section_and_words_are_gone_it_is_the_top(store, at):
    assert kept(store, at, "# T\n\n## Three\n\nShort.\n") is None


def test_the_top_takes_the_place_of_the_place_before(store):
    save(store, KEY, HEAD("one"))
    save(store, KEY, None)
    assert store.load(KEY, sheet()) == Place(KEY)


# Which document

README_A, README_B = DocumentKey("readme", "", "/a/readme.md"), DocumentKey("readme", "", "/b/readme.md")
OLD = DocumentKey("hk", "2020-08", "", is_stated=True)
NEW = DocumentKey("hk", "2021", "", is_stated=True)
COPY = DocumentKey("hk", "2022", "/c/hk.md", is_stated=True)


def test_two_files_of_one_name_have_a_place_each(store):
    save(store, README_A, HEAD("one"))
    assert store.load(README_B, sheet()) is None
    save(store, README_B, HEAD("two"))
    assert (load(store, README_A), load(store, README_B)) == (HEAD("one"), HEAD("two"))


def test_two_editions_have_a_place_each_however_often_they_are_read(store):
    for old, new in ((HEAD("one"), HEAD("two")), (POINT("one", 3), POINT("two", 4))):
        save(store, OLD, old)
        save(store, NEW, new)
        assert (load(store, OLD), load(store, NEW)) == (old, new)


def test_an_edition_left_at_its_top_is_opened_there_and_not_where_another_one_was_left(store):
    save(store, OLD, HEAD("one"))
    save(store, NEW, None)
    assert (load(store, OLD), load(store, NEW)) == (HEAD("one"), None)


def test_another_edition_begins_where_the_last_one_read_was_left(store):
    save(store, OLD, HEAD("one"))
    assert load(store, NEW) == HEAD("one")


def test_a_file_that_now_has_another_edition_keeps_its_place(store):
    save(store, README_A, HEAD("one"))
    assert load(store, README_A.replace(edition="2021")) == HEAD("one")


def test_a_file_of_the_same_work_begins_where_the_work_was_left(store):
    save(store, OLD, HEAD("one"))
    assert load(store, COPY) == HEAD("one")
    assert store.load(COPY.replace(is_stated=False), sheet()) is None


def test_places_in_files_are_forgotten_and_those_in_bundled_sheets_are_not(store, file):
    for key in (README_A, COPY.replace(edition="2021"), COPY, OLD, NEW):
        save(store, key, HEAD("one"))
    store.forget_documents()
    assert store.load(README_A, sheet()) is None
    assert "/" not in file.path.read_text().replace("hk//2020-08", "")
    assert load(store, OLD) == load(store, NEW) == HEAD("one")


def test_of_very_many_documents_the_oldest_are_forgotten(store, file):
    many = {f"d{n}": {"section": "one", "offset": 1, "words": ""} for n in range(500)}
    file.change(lambda _stored: dict(many))
    save(store, KEY, HEAD("two"))
    assert load(store, KEY) == HEAD("two")
    assert store.load(DocumentKey("d0", "", ""), sheet()) is None
    assert store.load(DocumentKey("d1", "", ""), sheet()) is not None


# Version 0.1.0


OLD_FILE: dict[str, Any] = {
    "hk": {"section": "two", "offset": 6, "words": "words stand in the second section"},
    "/a/readme.md": {"section": "one", "offset": -1, "words": "The first words"},
}


def test_a_reader_with_the_file_of_0_1_0_finds_everything_again(store, file):
    file.path.write_text(json.dumps(OLD_FILE))
    for key in (OLD, NEW, OLD.replace(is_stated=False)):
        assert load(store, key) == POINT("two", 6)
    for key in (README_A, README_A.replace(id="other", edition="2020", is_stated=True)):
        assert load(store, key) == HEAD("one")
    assert store.load(README_B, sheet()) is None
    assert store.load(DocumentKey("readme", "", ""), sheet()) is None


def test_0_1_0_finds_what_is_written_today(store, file):
    save(store, OLD, POINT("two", 6))
    save(store, README_A, HEAD("one"))
    stored = file.load()
    assert list(stored) == ["hk", "/a/readme.md"]
    assert (stored["hk"]["section"], stored["hk"]["offset"]) == ("two", 6)
    assert stored["hk"]["words"].startswith("words stand in the second")
    assert (stored["/a/readme.md"]["section"], stored["/a/readme.md"]["offset"]) == ("one", -1)


def test_what_0_1_0_writes_over_a_record_counts(store, file):
    save(store, KEY, HEAD("one"))
    file.change(lambda stored: {**stored, "t": {"section": "two", "offset": -1, "words": ""}})
    assert load(store, KEY) == HEAD("two")


@pytest.mark.parametrize("key", [None, [], {}, {"id": 1, "edition": "", "path": "", "is_stated": True}])
def test_a_damaged_key_is_none(store, file, key):
    file.path.write_text(json.dumps({"t": {"key": key, "section": "two", "offset": -1, "words": ""}}))
    assert load(store, KEY) == HEAD("two")
    save(store, KEY, HEAD("one"))
    assert load(store, KEY) == HEAD("one")


@examples(1)
@given(st.sampled_from([HEADING, BODY]), st.integers(0, 200), st.text(max_size=200))
def test_whatever_becomes_of_the_text_the_place_is_in_it_or_the_top(tmp_path_factory, part, start, new):
    store = PlaceStore(StateFile(tmp_path_factory.mktemp("places") / "places.json"))
    save(store, KEY, TextRange("one", part, start, start))
    later = "# T\n\n## One\n\n" + new
    at = load(store, KEY, later)
    if at is not None:
        assert 0 <= at.start == at.end <= max(len(sheet(later).section(at.section_id).text) - 1, 0)


# Back and forward


def place(section_id: str) -> Place:
    return Place(KEY, HEAD(section_id))
