"""Where reading stopped comes back, whatever happened to window, text or file."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from PySide6.QtWidgets import QApplication

from hkviewer.content.ranges import TextRange
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.window import MainWindow
from hkviewer.preferences.preferences import Preferences
from hkviewer.preferences.settings import SettingsStore
from hkviewer.system import paths
from tests.examples import breadth
from tests.gui.doors import action_of, area_of, sidebar_of, tree_of
from tests.gui.places import go_to, point, where

DAMAGED = [
    "",
    "nonsense",
    "[]",
    '{"us-relations-with-hong-kong": []}',
    '{"us-relations-with-hong-kong": {"section": 5, "offset": "x", "words": null}}',
    '{"us-relations-with-hong-kong": {"section": "economic-relations", "offset": 1e99, "words": ""}}',
    '{"us-relations-with-hong-kong": {"section": "economic-relations", "offset": 999999, "words": ""}}',
    '{"us-relations-with-hong-kong": {"section": "economic-relations", "offset": true, "words": "x"}}',
    '{"us-relations-with-hong-kong": {"section": "nowhere", "offset": -7, "words": "zzz"}}',
    '{"us-relations-with-hong-kong": {"section": "economic-relations", "offset": -7, "words": "zzz"}}',
    "[" * 5000,
    "\x00\xff",
]


def line_at_top(pane: ReadingPane) -> int:
    """The document position of the first character of the first line in view."""
    at = where(pane)
    assert at is not None
    return pane.map.position(at)


def distance_from_top(pane: ReadingPane, at: TextRange) -> int:
    """Pixels from the top of the view to the line of `at`."""
    cursor = pane.textCursor()
    cursor.setPosition(pane.map.position(at))
    return pane.cursorRect(cursor).top()


def place_of(window: MainWindow) -> TextRange | None:
    return where(window.pane)


@pytest.mark.parametrize("value", breadth([150, 601, 1113, 1600]))
def test_resizing_to_any_width_and_back_returns_to_the_same_line(window, value):
    pane = window.pane
    pane.verticalScrollBar().setValue(value)
    place = pane.place
    before = pane.verticalScrollBar().value()
    for width in (455, 700, 699, 1920, 480, 1180):
        window.resize(width, 780)
        QApplication.processEvents()
        assert pane.place == place, width
    assert abs(pane.verticalScrollBar().value() - before) < 26, "within one line"


def test_at_every_width_the_kept_line_is_at_the_top(window):
    pane = window.pane
    go_to(pane, "economic-relations", 500)
    for width in (455, 700, 1920):
        window.resize(width, 500)
        QApplication.processEvents()
        assert -26 < distance_from_top(pane, point("economic-relations", 500)) < 30, width


def test_the_place_comes_back_at_the_next_start(window, make_window):
    window.pane.verticalScrollBar().setValue(700)
    place = window.pane.place
    window.close()
    again = make_window()
    assert again.pane.place == place
    assert abs(again.pane.verticalScrollBar().value() - 700) < 26
    assert again.findChild(type(tree_of(window))).currentIndex().data() == "U.S.-Hong Kong Relations"


def test_the_place_comes_back_in_a_window_of_another_size_and_zoom(window, make_window):
    go_to(window.pane, "economic-relations", 700)
    window.close()
    SettingsStore().change(lambda settings: settings.zoomed(4))
    again = make_window(width=500, height=400)
    assert where(again.pane) == point("economic-relations", 700)
    assert -50 < distance_from_top(again.pane, point("economic-relations", 700)) < 50


def test_starting_many_times_without_scrolling_does_not_creep(window, make_window):
    window.pane.verticalScrollBar().setValue(951)
    place = window.pane.place
    window.close()
    for _ in range(4):
        again = make_window()
        assert again.pane.place == place
        again.close()


def test_each_document_has_a_place_of_its_own(make_window, hard_sheet):
    window = make_window(hard_sheet, height=400)
    go_to(window.pane, "letters", 40)
    window.open(None)
    assert place_of(window) is None
    go_to(window.pane, "economic-relations")
    window.open(str(hard_sheet))
    assert place_of(window) == point("letters", 40)
    window.open(None)
    assert place_of(window) == point("economic-relations")


def test_the_place_survives_words_put_in_before_it(make_window, hard_sheet):
    window = make_window(hard_sheet, height=300)
    here = window.session.document.sheet.section("letters").text.index("香港")
    go_to(window.pane, "letters", here)
    window.close()
    text = hard_sheet.read_text(encoding="utf-8")
    hard_sheet.write_text(text.replace("Emoji", "New words before. Emoji"), encoding="utf-8")
    again = make_window(hard_sheet, height=300)
    assert where(again.pane) == point("letters", here + len("New words before. "))


def test_the_place_of_a_section_that_is_gone_is_the_top(make_window, hard_sheet):
    window = make_window(hard_sheet, height=300)
    go_to(window.pane, "letters")
    window.close()
    hard_sheet.write_text("# Rewritten\n\n## Other\n\nWords.\n", encoding="utf-8")
    assert where(make_window(hard_sheet).pane) is None


def test_window_and_sidebar_come_back(window, make_window, qapp):
    window.resize(760, 571)
    area_of(window)._splitter.setSizes([260, 500])
    area_of(window)._splitter_moved()
    window.close()
    settings = SettingsStore().load()
    assert settings.sidebar_width == 260
    from hkviewer.notebook.places import PlaceStore

    again = MainWindow(qapp, Preferences(), PlaceStore(), dt.date(2026, 11, 22))
    again.show()
    assert (again.width(), again.height()) == (760, 571)
    assert sidebar_of(again).width() == 260
    again.close()
    again.deleteLater()


def test_a_hidden_sidebar_stays_hidden_at_the_next_start(window, make_window):
    action_of(window, "sidebar").trigger()
    assert not sidebar_of(window).isVisible()
    window.close()
    again = make_window()
    assert not sidebar_of(again).isVisible()
    assert not action_of(again, "sidebar").isChecked()


@pytest.mark.parametrize("content", breadth(DAMAGED, 4))
def test_a_damaged_file_of_places_does_no_harm(make_window, content):
    folder = paths.data_folder()
    folder.mkdir(parents=True)
    (folder / "places.json").write_text(content, encoding="latin-1")
    window = make_window()
    assert window.windowTitle() == "U.S. Relations With Hong Kong"
    go_to(window.pane, "economic-relations", 3)
    window.close()
    kept = json.loads((folder / "places.json").read_text(encoding="utf-8"))
    assert kept["us-relations-with-hong-kong"]["section"] == "economic-relations"


def test_asked_for_a_section_the_window_begins_there_and_not_at_the_kept_place(window, make_window):
    go_to(window.pane, "bilateral-representation")
    window.close()
    again = make_window(section="economic-relations")
    assert where(again.pane) == point("economic-relations")
    assert abs(distance_from_top(again.pane, point("economic-relations"))) < 30
