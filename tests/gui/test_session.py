"""What is read, and the way back and forward, within a document and between documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from hkviewer.content.document import Document, open_document, read_document
from hkviewer.content.place import Place
from hkviewer.gui.history import HistoryEntry
from hkviewer.gui.reading.section_tree import SectionTree
from hkviewer.gui.session import ReadingSession
from hkviewer.gui.widgets.notice import NoticeBar
from hkviewer.gui.window import MainWindow
from tests.gui.doors import action_of, field_of, part_of
from tests.gui.places import go_to, point, where

BUNDLED = "U.S. Relations With Hong Kong"
TRADE = "economic-relations"


class Recorded:
    """A session whose signals are written down; it stands for the pane and reports each place asked for."""

    def __init__(self) -> None:
        self.session = ReadingSession()
        self.signals: list[str] = []
        self.kept: list[tuple[str, Place]] = []
        for name in ("document_changed", "place_requested", "place_changed", "history_changed"):
            getattr(self.session, name).connect(lambda *_given, name=name: self.signals.append(name))
        self.session.left.connect(lambda document, place: self.kept.append((document.sheet.id, place)))
        self.session.place_requested.connect(self.session.report_place)


@pytest.fixture
def recorded(qapp: QApplication) -> Recorded:
    return Recorded()


@pytest.fixture
def bundled() -> Document:
    return open_document(None)


def place(document: Document, section_id: str, position: int | None = None) -> Place:
    return Place(document.key, point(section_id, position))


def test_at_first_nothing_is_read_and_there_is_no_way(recorded):
    session = recorded.session
    assert (session.document, session.place, session.section) == (None, None, None)
    assert not session.can_go_back
    assert not session.can_go_forward
    session.back()
    session.forward()
    session.leave()
    assert (recorded.signals, recorded.kept) == ([], [])


def test_a_document_is_shown_by_one_change_and_then_a_request(recorded, bundled):
    recorded.session.show(bundled, Place(bundled.key))
    assert recorded.signals == ["document_changed", "history_changed", "place_requested", "place_changed"]


def test_when_a_document_changes_all_is_set_already(recorded, bundled, hard_document):
    session = recorded.session
    session.show(bundled, Place(bundled.key))
    seen: list[object] = []
    session.document_changed.connect(
        lambda document: seen.extend([document, session.document, session.place, session.can_go_back])
    )
    session.show(hard_document, place(hard_document, "letters"))
    assert seen == [hard_document, hard_document, place(hard_document, "letters"), True]


def test_the_place_that_is_left_is_kept_before_the_document_changes(recorded, bundled, hard_document):
    session = recorded.session
    session.show(bundled, place(bundled, TRADE))
    session.report_place(place(bundled, TRADE, 90))
    session.document_changed.connect(lambda _document: recorded.kept.append(("changed", session.place)))
    session.show(hard_document, Place(hard_document.key))
    assert recorded.kept[0] == (bundled.sheet.id, place(bundled, TRADE, 90))
    assert recorded.kept[1][0] == "changed"


def test_what_the_pane_reports_is_not_asked_for_again(recorded, bundled):
    recorded.session.show(bundled, Place(bundled.key))
    recorded.signals.clear()
    recorded.session.report_place(place(bundled, TRADE, 5))
    assert recorded.signals == ["place_changed"]
    assert recorded.session.place == place(bundled, TRADE, 5)


def test_the_section_is_the_one_at_the_place_and_at_the_top_the_first(recorded, bundled):
    session = recorded.session
    session.show(bundled, Place(bundled.key))
    assert session.section == bundled.sheet.sections[0]
    session.go_to(place(bundled, TRADE, 5))
    assert session.section == bundled.sheet.section(TRADE)


def test_in_a_document_without_sections_there_is_no_section(recorded, tmp_path):
    (tmp_path / "empty.md").write_text("# Only a title\n", encoding="utf-8")
    document = read_document(tmp_path / "empty.md")
    recorded.session.show(document, Place(document.key))
    assert recorded.session.section is None


def test_going_somewhere_leaves_no_trace_but_a_jump_does(recorded, bundled):
    session = recorded.session
    session.show(bundled, Place(bundled.key))
    session.go_to(place(bundled, TRADE))
    assert not session.can_go_back
    session.jump(place(bundled, "bilateral-representation"))
    assert session.can_go_back
    session.back()
    assert session.place == place(bundled, TRADE)
    assert session.can_go_forward


def test_back_into_another_document_only_asks_for_it(recorded, bundled, hard_document):
    session = recorded.session
    asked: list[HistoryEntry] = []
    session.open_requested.connect(asked.append)
    session.show(bundled, place(bundled, TRADE))
    session.show(hard_document, Place(hard_document.key))
    session.back()
    (entry,) = asked
    assert entry.place == place(bundled, TRADE)
    assert session.document == hard_document
    session.return_to(entry, bundled)
    assert (session.document, session.place) == (bundled, place(bundled, TRADE))
    assert (session.can_go_back, session.can_go_forward) == (False, True)


def test_an_answer_that_comes_when_the_reader_has_gone_elsewhere_spoils_no_way(
    recorded, bundled, hard_document
):
    session = recorded.session
    asked: list[HistoryEntry] = []
    session.open_requested.connect(asked.append)
    session.show(bundled, place(bundled, TRADE))
    session.show(hard_document, Place(hard_document.key))
    session.back()
    session.jump(place(hard_document, "letters"))
    session.drop(asked[0])
    session.back()
    assert session.place == Place(hard_document.key)
    session.back()
    assert asked[1] is asked[0]


# In the window


@pytest.fixture
def back(window: MainWindow) -> Callable[[], None]:
    return action_of(window, "back").trigger


@pytest.fixture
def forward(window: MainWindow) -> Callable[[], None]:
    return action_of(window, "forward").trigger


def ways(window: MainWindow) -> tuple[bool, bool]:
    """Whether Back and Forward lead anywhere."""
    return action_of(window, "back").isEnabled(), action_of(window, "forward").isEnabled()


def notice_of(window: MainWindow) -> str:
    """The words of the notice over the document, "" where there is none."""
    notices = [notice for notice in window.findChildren(NoticeBar) if notice.isVisible()]
    return notices[0].accessibleDescription() if notices else ""


def test_the_first_document_has_no_way_back(window):
    assert ways(window) == (False, False)


def test_back_and_forward_cross_from_one_document_to_another(window, hard_sheet, back, forward):
    go_to(window.pane, TRADE, 300)
    window.open(str(hard_sheet), "letters")
    assert ways(window) == (True, False)
    back()
    assert window.windowTitle() == BUNDLED
    assert where(window.pane) == point(TRADE, 300)
    assert ways(window) == (False, True)
    forward()
    assert window.windowTitle() == "A Hard Sheet"
    assert where(window.pane) == point("letters")
    assert ways(window) == (True, False)


def test_jumps_on_both_sides_of_a_crossing_are_gone_back_one_by_one(window, hard_sheet, back, forward):
    tree = part_of(window, SectionTree)
    tree.chosen.emit(TRADE)
    window.open(str(hard_sheet))
    tree.chosen.emit("tables")
    seen = []
    for step in (back, back, back, forward, forward, forward):
        step()
        seen.append((window.windowTitle()[:4], where(window.pane)))
    there, here = point(TRADE), point("tables")
    assert seen[:3] == [("A Ha", None), ("U.S.", there), ("U.S.", None)]
    assert seen[3:] == [("U.S.", there), ("A Ha", None), ("A Ha", here)]


def test_tree_status_and_title_follow_back_into_another_document(window, hard_sheet, back, find):
    go_to(window.pane, TRADE)
    window.open(str(hard_sheet))
    back()
    QApplication.processEvents()
    assert find("Sections").currentIndex().data() == "Economic Relations"
    assert find("Place").text().startswith("Economic Relations")


def test_a_link_to_a_sheet_can_be_gone_back_from(window, hard_sheet, back):
    window.open(str(hard_sheet), "links")
    window.pane.link_activated.emit("other.md")
    assert window.windowTitle() == "Another sheet"
    back()
    assert window.windowTitle() == "A Hard Sheet"
    assert where(window.pane) == point("links")


def test_a_new_jump_forgets_the_document_that_lay_forward(window, hard_sheet, back):
    window.open(str(hard_sheet))
    back()
    action_of(window, "next_section").trigger()
    assert ways(window) == (True, False)


def test_opening_a_document_forgets_what_lay_forward(window, hard_sheet, back):
    window.open(str(hard_sheet))
    back()
    window.open(str(hard_sheet.parent / "other.md"))
    assert ways(window) == (True, False)


def test_a_file_that_has_vanished_is_said_and_led_to_no_more_and_the_reader_stays(window, hard_sheet, back):
    window.open(str(hard_sheet))
    window.open(None, TRADE)
    hard_sheet.unlink()
    go_to(window.pane, TRADE, 80)
    back()
    assert str(hard_sheet) in notice_of(window)
    assert window.windowTitle() == BUNDLED
    assert where(window.pane) == point(TRADE, 80)
    assert ways(window) == (True, False), "behind it lies the sheet of the start"
    back()
    assert where(window.pane) is None
    assert ways(window) == (False, True)


def test_back_after_a_document_that_could_not_be_opened_leads_where_it_did_before(window, hard_sheet, back):
    action_of(window, "next_section").trigger()
    action_of(window, "next_section").trigger()
    assert not window.open(str(hard_sheet.parent / "missing.md"))
    back()
    assert where(window.pane) == point("u-s-hong-kong-relations")
    assert window.windowTitle() == BUNDLED


def test_a_file_that_has_vanished_ahead_is_led_to_no_more(window, hard_sheet, back, forward):
    window.open(str(hard_sheet))
    back()
    hard_sheet.unlink()
    forward()
    assert str(hard_sheet) in notice_of(window)
    assert window.windowTitle() == BUNDLED
    assert ways(window) == (False, False)


def test_the_same_file_opened_again_where_it_is_read_is_no_step(window, hard_sheet):
    window.open(str(hard_sheet))
    go_to(window.pane, "letters", 30)
    before = ways(window)
    window.open(str(hard_sheet))
    assert where(window.pane) == point("letters", 30)
    assert before == ways(window) == (True, False)
    action_of(window, "back").trigger()
    assert window.windowTitle() == BUNDLED


def test_the_same_file_opened_again_at_a_section_can_be_gone_back_from(window, hard_sheet, back):
    window.open(str(hard_sheet))
    go_to(window.pane, "letters", 30)
    window.open(str(hard_sheet), "tables")
    back()
    assert where(window.pane) == point("letters", 30)


def test_back_into_a_file_that_has_changed_leads_to_the_words_that_were_read(window, hard_sheet, back):
    window.open(str(hard_sheet))
    text = window.session.document.sheet.section("letters").text
    go_to(window.pane, "letters", text.index("香港"))
    window.open(None)
    old = hard_sheet.read_text(encoding="utf-8")
    hard_sheet.write_text(old.replace("Emoji", "New words before. Emoji"), encoding="utf-8")
    back()
    assert where(window.pane) == point("letters", text.index("香港") + len("New words before. "))


def test_back_within_a_file_that_has_changed_and_lost_the_section_leads_to_the_top(window, hard_sheet, back):
    window.open(str(hard_sheet), "letters")
    hard_sheet.write_text("# Rewritten\n\n## Other\n\nAll new.\n", encoding="utf-8")
    window.open(str(hard_sheet), "other")
    back()
    assert window.windowTitle() == "Rewritten"
    assert where(window.pane) is None


@pytest.mark.slow
def test_a_large_document_is_gone_back_to(window, hard_sheet, tmp_path, back):
    large: Path = tmp_path / "very-large.md"
    large.write_text("# Very large\n" + f"\n## Part\n\n{'Words. ' * 500}\n" * 150, encoding="utf-8")
    window.open(str(large), "part-7")
    window.open(str(hard_sheet))
    back()
    assert window.windowTitle() == "Very large"
    assert where(window.pane) == point("part-7")


def test_a_document_that_is_gone_back_to_heads_the_recent_ones(window, hard_sheet, back):
    other = hard_sheet.parent / "other.md"
    window.open(str(hard_sheet))
    window.open(str(other))
    back()
    assert window.preferences.value.recent == (str(hard_sheet), str(other))


def test_the_place_in_a_document_that_is_left_by_back_is_kept(window, make_window, hard_sheet, back):
    window.open(str(hard_sheet))
    go_to(window.pane, "letters")
    back()
    assert where(make_window(hard_sheet).pane) == point("letters")


def test_a_notice_goes_when_back_has_led_on(window, hard_sheet, back):
    window.open(str(hard_sheet))
    window.open(str(hard_sheet.parent / "missing.md"))
    assert part_of(window, NoticeBar).isVisible()
    back()
    assert not part_of(window, NoticeBar).isVisible()


def test_esc_after_a_search_that_outlived_its_document_leaves_the_reader_in_the_new_one(
    qtbot, window, hard_sheet
):
    window.search_for("words")
    window.open(str(hard_sheet), "tables")
    qtbot.waitUntil(lambda: len(window.pane.extraSelections()) > 0)
    before = where(window.pane)
    field_of(window).left.emit()
    assert where(window.pane) == before
