"""Places found again after the text has changed, and the way back and forward."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet
from hkviewer.notebook.places import History, Place, PlaceStore
from hkviewer.system.state_file import StateFile
from tests.examples import examples

TEXT = """# T

## One

The first words of the first section stand here, and some more of them follow.

## Two

Other words stand in the second section, which nobody has changed for years.
"""


def sheet(text: str = TEXT) -> FactSheet:
    return parse_sheet(text, name="t", digest="")


@pytest.fixture
def store(tmp_path: Path) -> PlaceStore:
    return PlaceStore(StateFile(tmp_path / "places.json"))


def kept(store: PlaceStore, place: Place, later: str) -> Place | None:
    """Where `place` of the sheet is in its `later` text."""
    store.save("t", sheet(), place)
    return store.load("t", sheet(later))


def test_at_first_there_is_no_place(store):
    assert store.load("t", sheet()) is None


@pytest.mark.parametrize("place", [Place("one"), Place("one", 0), Place("two", 17)])
def test_in_the_same_text_it_is_the_same_place(store, place):
    assert kept(store, place, TEXT) == place


def test_it_moves_with_its_words(store):
    place = Place("one", TEXT.index("some more") - TEXT.index("The first words"))
    assert kept(store, place, TEXT.replace("The first", "Quite new: the first")) == Place(
        "one", place.offset + len("Quite new: ")
    )


def test_it_follows_words_that_moved_to_another_section(store):
    words = "Other words stand in the second section, which nobody has changed for years.\n"
    later = TEXT.replace("## Two\n\n" + words, "").replace("## One\n", "## One\n\n" + words)
    assert kept(store, Place("two", 0), later) == Place("one", 0)


def test_it_follows_the_words_of_a_section_that_was_renamed(store):
    assert kept(store, Place("two", 6), TEXT.replace("## Two", "## Second")) == Place("second", 6)


def test_where_its_words_are_gone_it_is_near_in_the_same_section(store):
    assert kept(store, Place("two", 60), "# T\n\n## One\n\nA.\n\n## Two\n\nShort.\n") == Place("two", 5)


def test_where_section_and_words_are_gone_there_is_none(store):
    assert kept(store, Place("two", 60), "# T\n\n## Three\n\nShort.\n") is None


def test_a_heading_of_a_section_that_is_gone_is_none_or_where_its_words_went(store):
    assert kept(store, Place("two"), "# T\n\n## Three\n\nShort.\n") is None


def test_the_top_forgets_the_place_before(store):
    store.save("t", sheet(), Place("one"))
    store.save("t", sheet(), None)
    assert store.load("t", sheet()) is None


def test_each_document_has_its_own(store):
    store.save("a", sheet(), Place("one"))
    store.save("b", sheet(), Place("two"))
    assert store.load("a", sheet()) == Place("one")
    assert store.load("b", sheet()) == Place("two")


def test_of_very_many_documents_the_oldest_are_forgotten(store, tmp_path):
    many = {f"d{n}": {"section": "one", "offset": 1, "words": ""} for n in range(500)}
    StateFile(tmp_path / "places.json").change(lambda _stored: dict(many))
    store.save("new", sheet(), Place("two"))
    assert store.load("new", sheet()) == Place("two")
    assert store.load("d0", sheet()) is None
    assert store.load("d1", sheet()) is not None


@examples(1)
@given(st.integers(-5, 200), st.text(max_size=200))
def test_whatever_becomes_of_the_text_the_place_is_in_it_or_none(tmp_path_factory, offset, new):
    store = PlaceStore(StateFile(tmp_path_factory.mktemp("places") / "places.json"))
    store.save("t", sheet(), Place("one", offset))
    later = sheet("# T\n\n## One\n\n" + new)
    found = store.load("t", later)
    if found is not None:
        text = later.section(found.section_id).text
        assert -1 <= found.offset <= max(len(text) - 1, 0)


def test_back_and_forward_walk_the_same_way():
    history = History()
    here: Place | None = None
    for step in ("a", "b", "c"):
        history.leave(here)
        here = Place(step)
    seen = []
    while history.can_go_back:
        here = history.back(here)
        seen.append(here)
    assert seen == [Place("b"), Place("a"), None]
    seen = []
    while history.can_go_forward:
        here = history.forward(here)
        seen.append(here)
    assert seen == [Place("a"), Place("b"), Place("c")]


def test_a_jump_forgets_what_lay_forward():
    history = History()
    history.leave(Place("a"))
    history.back(Place("b"))
    history.leave(Place("a"))
    assert not history.can_go_forward


def test_leaving_the_same_place_twice_is_one_step_back():
    history = History()
    history.leave(Place("a"))
    history.leave(Place("a"))
    history.back(Place("b"))
    assert not history.can_go_back


def test_with_nowhere_to_go_the_history_says_so():
    with pytest.raises(IndexError):
        History().back(None)
    with pytest.raises(IndexError):
        History().forward(None)
