"""The places that Back and Forward lead to."""

from __future__ import annotations

from pathlib import Path

import pytest

from hkviewer.content.document import Document, read_document
from hkviewer.content.place import Place
from hkviewer.content.ranges import TextRange
from hkviewer.gui.history import History, HistoryEntry


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return written(tmp_path, "# T\n\n## One\n\nFirst words. Second words.\n\n## Two\n\nOther words.\n")


def written(folder: Path, text: str, name: str = "t") -> Document:
    path = folder / f"{name}.md"
    path.write_text(text, encoding="utf-8")
    return read_document(path)


def entry(document: Document, position: int) -> HistoryEntry:
    return HistoryEntry.of(document, Place(document.key, TextRange.point("one", position)))


def test_back_and_forward_lead_the_same_way(document):
    history = History()
    way = [entry(document, position) for position in range(4)]
    for before in way[:-1]:
        history.leave(before)
    here, seen = way[-1], []
    while (back := history.before) is not None:
        history.move(back, here)
        here = back
        seen.append(here)
    assert seen == way[-2::-1]
    seen = []
    while (after := history.after) is not None:
        history.move(after, here)
        here = after
        seen.append(here)
    assert seen == way[1:]


def test_a_jump_forgets_what_lay_forward(document):
    history = History()
    first = entry(document, 0)
    history.leave(first)
    history.move(first, entry(document, 1))
    history.leave(entry(document, 2))
    assert history.after is None


def test_leaving_the_same_place_twice_is_one_step_back(document):
    history = History()
    history.leave(entry(document, 0))
    history.leave(entry(document, 0))
    first = history.before
    assert first is not None
    history.move(first, entry(document, 1))
    assert history.before is None


def test_of_equal_places_on_both_sides_the_one_that_was_asked_for_is_gone_to(document):
    """From a to b, to a again, and back to b: a lies before and after."""
    history = History()
    first, second, again = entry(document, 0), entry(document, 1), entry(document, 0)
    history.leave(first)
    history.leave(second)
    history.move(second, again)
    assert history.before == history.after
    history.move(again, second)
    assert (history.before, history.after) == (second, None)


def test_dropping_an_entry_uncovers_the_one_behind_it(document):
    history = History()
    first, second = entry(document, 0), entry(document, 1)
    history.leave(first)
    history.leave(second)
    history.drop(second)
    assert history.before is first


def test_an_entry_that_is_not_next_is_neither_gone_to_nor_dropped(document):
    history = History()
    first, second = entry(document, 0), entry(document, 1)
    history.leave(first)
    history.leave(second)
    history.move(first, entry(document, 2))
    history.drop(first)
    assert (history.before, history.after) == (second, None)


def test_in_the_same_text_an_entry_leads_to_the_same_place(document):
    assert entry(document, 7).place_in(document) == Place(document.key, TextRange.point("one", 7))


def test_in_a_text_that_has_changed_an_entry_leads_to_its_words(document, tmp_path):
    second = entry(document, len("First words. "))
    later = written(tmp_path, "# T\n\n## Two\n\nNew. Second words.\n")
    assert second.is_in(later)
    assert second.place_in(later) == Place(later.key, TextRange.point("two", len("New. ")))


def test_where_nothing_is_left_of_the_text_an_entry_leads_to_the_top(document, tmp_path):
    first = entry(document, 0)
    assert first.place_in(written(tmp_path, "# T\n\n## Three\n\nAll new.\n")).at is None


def test_an_entry_is_in_no_other_file_of_the_same_name(document, tmp_path):
    (tmp_path / "other").mkdir()
    assert not entry(document, 0).is_in(written(tmp_path / "other", "# T\n"))


def test_a_document_above_a_linked_folder_is_reopened_where_the_link_leads(window, tmp_path):
    folder = tmp_path / "data" / "documents"
    folder.mkdir(parents=True)
    (folder / "inner.md").write_text("# Inner\n\n[other](../other.md)\n", encoding="utf-8")
    (tmp_path / "data" / "other.md").write_text("# Other\n\nWords.\n", encoding="utf-8")
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    assert window.open(str(tmp_path / "link" / "inner.md"))
    assert window.open(str(tmp_path / "link" / ".." / "other.md"))
    assert Path(window.preferences.value.recent[0]).exists()
    for step, title in ((window.session.back, "Inner"), (window.session.forward, "Other")):
        step()
        assert window.windowTitle() == title
