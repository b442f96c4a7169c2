"""A title that words stand under is shown once: it is the heading of those words."""

from __future__ import annotations

import pytest

from hkviewer.content.ranges import HEADING, TextRange
from tests.gui.doors import status_of, tree_of

BODY = "First words.\n\n# Harbour *Works*\n\nMore words.\n\n## Quays\n\nStone.\n"
TEXT = f"---\ntitle: Harbour Works\n---\n{BODY}"
ID = "harbour-works"


@pytest.fixture
def opened(make_window, tmp_path):
    path = tmp_path / "harbour.md"
    path.write_text(TEXT, encoding="utf-8")
    return make_window(path)


def test_the_pane_has_the_title_once_and_all_words(opened):
    lines = opened.pane.toPlainText().split("\n")
    assert [lines[0], *lines[2:]] == ["Harbour Works", "First words.", "More words.", "Quays", "Stone."]


def test_the_tree_has_one_row_for_it_with_the_others_below(opened):
    model = tree_of(opened).model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["Harbour Works"]
    assert model.index(0, 0, model.index(0, 0)).data() == "Quays"


def test_its_row_leads_to_the_top(opened):
    opened.session.go_to_section("quays")
    opened.session.go_to_section(ID)
    assert opened.pane.verticalScrollBar().value() == 0
    assert status_of(opened)._title == "Harbour Works"


def test_a_match_in_it_is_painted_in_the_title(opened):
    at = TextRange(ID, HEADING, 0, 7)
    (span,) = opened.pane.map.spans(at)
    assert span == (0, 7)


def test_a_title_that_is_no_section_is_no_place_of_the_first_one(make_window, tmp_path):
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: Quays\n---\n\n# Works\n\n## Quays\n\nStone.\n", encoding="utf-8")
    pane = make_window(path).pane
    assert pane.map.point(0) is None
