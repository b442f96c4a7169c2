"""The search in the window: what is typed, what is said, what is marked, where the reader goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hkviewer.content.ranges import HEADING
from hkviewer.gui.search.search_help import SearchHelp
from hkviewer.gui.window import MainWindow
from hkviewer.preferences.settings import SettingsStore
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.result import SearchResult
from hkviewer.theme import ThemeName
from tests.gui.doors import action_of, count_of, field_of, search_of, sidebar_of, status_of, tree_of, unfolded
from tests.gui.places import go_to, point, where

TRADE = 9
"""How often the bundled sheet has “trade”."""


@pytest.fixture
def search(qtbot):
    """Puts a text into a window's field and waits for the answer; with `enter`, commits it."""

    def make(window, text, *, enter=False):
        answers: list[Any] = []
        search_of(window).session.answer_changed.connect(answers.append)
        if field_of(window).text() != text:
            field_of(window).setText(text)
        if enter:
            answers.clear()
            QTest.keyClick(field_of(window), Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(answers) and answers[-1] is not None, timeout=10000)
        QApplication.processEvents()
        return answers[-1].result

    return make


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def marked(window: MainWindow) -> list[str]:
    """The highlighted texts, in order, without the breaks between blocks."""
    return [found.cursor.selectedText() for found in window.pane.extraSelections()]


def current(window: MainWindow) -> int:
    assert search_of(window) is not None
    current: int = search_of(window).session._current
    return current


def engine_result(window: MainWindow, text: str) -> SearchResult:
    """What the engine by itself finds in the window's sheet for a text that is being typed."""
    assert window.session.document is not None
    index = SearchIndex.of_sheet(window.session.document.sheet)
    try:
        return index.search(SearchQuery.parse(text, typing=True))
    finally:
        index.close()


# The field


def test_the_field_stands_at_the_head_of_the_sidebar_and_says_its_name(window):
    assert field_of(window).accessibleName() == "Search"
    assert field_of(window).placeholderText() == "Search this sheet"
    assert field_of(window).mapTo(sidebar_of(window), field_of(window).pos()).y() < tree_of(window).y() + 60


@pytest.mark.parametrize("part", [tree_of, lambda window: window.pane], ids=["tree", "pane"])
def test_slash_goes_to_the_field_from_tree_and_pane_and_is_not_typed(window, part):
    widget = part(window)
    widget.setFocus()
    QTest.keyClicks(widget, "/")
    assert field_of(window).hasFocus()
    assert not field_of(window).text()


@pytest.mark.parametrize("part", [tree_of, lambda window: window.pane], ids=["tree", "pane"])
def test_slash_can_be_switched_off_and_stays_so(window, make_window, part):
    action_of(window, "slash_searches").trigger()
    window.preferences.flush()
    for each in (window, make_window()):
        part(each).setFocus()
        QTest.keyClicks(part(each), "/")
        assert not each._field.hasFocus()


def test_ctrl_f_selects_what_is_in_the_field_so_that_typing_replaces_it(window, search):
    search(window, "trade")
    window.pane.setFocus()
    action_of(window, "find").trigger()
    assert field_of(window).selectedText() == "trade"


def test_ctrl_f_shows_a_hidden_sidebar(window):
    action_of(window, "sidebar").trigger()
    assert not sidebar_of(window).isVisible()
    action_of(window, "find").trigger()
    assert field_of(window).isVisible()
    assert field_of(window).hasFocus()


def test_typing_follows_each_key(qtbot, window):
    field_of(window).setFocus()
    for typed in ("s", "so", "sov", "sove"):
        QTest.keyClicks(field_of(window), typed[-1])
        qtbot.waitUntil(lambda typed=typed: search_of(window).session._shown is not None
                        and search_of(window).session._shown.text == typed)  # fmt: skip
    assert "sovereignty" in marked(window)


def test_text_set_by_an_assistive_program_is_searched(window, search):
    assert search(window, "trade").total == TRADE
    assert len(marked(window)) == TRADE


def test_a_composed_query_is_searched(window, search):
    field_of(window).setFocus()
    event = QInputMethodEvent("xiang", [])
    event.setCommitString("香港")
    QApplication.sendEvent(field_of(window), event)
    assert field_of(window).text() == "香港"
    result = search(window, "香港", enter=True)
    assert result.alias == "香港 = Hong Kong"
    assert set(marked(window)) >= {"Hong Kong"}


# What is said


def test_the_count_tells_matches_and_sections_and_where_the_reader_is(window, search):
    result = search(window, "trade")
    assert count_of(window).text() == f"{TRADE} in {result.section_count} sections"
    search(window, "trade", enter=True)
    QTest.keyClick(field_of(window), Qt.Key.Key_Return)
    assert count_of(window).text() == f"2 of {TRADE} in {result.section_count} sections"
    assert count_of(window).accessibleName() == "Match count"
    assert count_of(window).accessibleDescription() == count_of(window).text()


def test_nothing_found_is_said_plainly(window, search):
    search(window, "sanctions", enter=True)
    assert search_of(window).message._words.text() == "No section contains “sanctions”."
    assert search_of(window).message.accessibleDescription() == "No section contains “sanctions”."
    assert count_of(window).text() == "No matches"
    assert not search_of(window).results_panel.isVisible()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"', "Nothing to search for."),
        ("-trade", "Add a word to look for."),
        ("section:foo x", "No section is called “foo”."),
        ("soverignty", "No match for “soverignty”. Showing “sovereignty”."),
    ],
)
def test_what_a_query_lacks_or_was_read_as_is_said(window, search, text, words):
    search(window, text, enter=True)
    assert search_of(window).message.isVisible()
    assert search_of(window).message._words.text() == words


def test_an_alias_that_was_searched_is_said(window, search):
    result = search(window, "WTO", enter=True)
    assert "WTO = World Trade Organization" in search_of(window).message._words.text()
    assert result.total == len(marked(window)) > 0


def test_a_suggestion_is_a_button_that_searches(qtbot, window, search):
    search(window, "soverignty of wombats", enter=True)
    (button,) = [b for b in search_of(window).message.findChildren(QPushButton) if b.isVisible()]
    assert "sovereignty" in button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert field_of(window).text() == "sovereignty"
    session = search_of(window).session
    qtbot.waitUntil(lambda: session._shown is not None and session._shown.text == "sovereignty")
    qtbot.waitUntil(lambda: current(window) == 0)
    assert not search_of(window).message.isVisible()


def test_words_of_the_front_matter_are_told_and_offered(window, search):
    result = search(window, "bilateral relations fact sheet", enter=True)
    if result.total:
        pytest.fail("the query has to stand in the front matter alone")
    buttons = [b.text() for b in search_of(window).message.findChildren(QPushButton)]
    assert "About this document" in buttons
    assert search_of(window).message._words.text()


def test_a_correction_goes_away_with_the_next_key(window, search):
    search(window, "soverignty", enter=True)
    search(window, "trade")
    assert not search_of(window).message.isVisible()
    assert search_of(window).message.accessibleDescription() == ""


# Tree and list


def test_badges_stand_at_the_sections_with_matches_and_are_said(window, search):
    search(window, "trade")
    result = engine_result(window, "trade")
    counts = {s.section: s.hits + s.heading_hits for s in result.sections}
    for section_id, item in tree_of(window)._items.items():
        assert tree_of(window).badge_count(item.index()) == counts.get(section_id, 0)
        spoken = item.data(Qt.ItemDataRole.AccessibleTextRole)
        assert ("match" in spoken) == (section_id in counts)
    assert sum(counts.values()) == result.total


def test_a_collapsed_section_tells_the_sum_of_what_it_hides(tmp_path, make_window, search):
    sheet = tmp_path / "deep.md"
    sheet.write_text(
        "# T\n\n## A\n\ngold\n\n### B\n\ngold gold\n\n#### C\n\ngold\n\n## D\n\nno\n", encoding="utf-8"
    )
    window = make_window(sheet)
    search(window, "gold")
    tree = tree_of(window)
    index = tree.model().index(0, 0)
    tree.expandAll()
    assert tree.badge_count(index) == 1
    tree.collapse(index)
    assert tree.badge_count(index) == 4
    assert tree.model().data(index, Qt.ItemDataRole.AccessibleTextRole) == "A, 4 matches"
    assert tree.model().data(index, Qt.ItemDataRole.ToolTipRole) == "4 matches"
    tree.expand(index)
    assert tree.model().data(index, Qt.ItemDataRole.AccessibleTextRole) == "A, 1 match"


def test_results_stand_best_first_below_their_sections_with_each_match_in_a_row(window, search):
    search(window, "Hong Kong")
    result = engine_result(window, "Hong Kong")
    rows = unfolded(window)
    assert [row.text for row in rows if row.note] == [s.title for s in result.sections]
    assert sum(len(row.spans) for row in rows) == result.total == 43
    assert all(row.text[a:b].casefold() == "hong kong" for row in rows for a, b in row.spans)


def test_the_button_above_the_results_puts_them_in_reading_order_and_is_remembered(window, search, qtbot):
    search(window, "trade", enter=True)
    order, results = search_of(window).order, search_of(window).results
    titles = [section.title for section in window.session.document.sheet.sections]
    assert (order.accessibleName() or order.text(), order.isChecked()) == ("Reading order", False)
    QTest.keyClick(field_of(window), Qt.Key.Key_F3)
    before, place = current(window), window.session.place
    search(window, "trade export")
    search(window, "trade", enter=True)
    with qtbot.waitSignal(search_of(window).session.answer_changed):
        order.click()
    qtbot.waitUntil(lambda: current(window) >= 0)
    shown = [row.text for row in results._model.rows if row.note]
    assert shown == sorted(shown, key=titles.index)
    window.preferences.flush()
    assert SettingsStore().load().result_order == "reading"
    with qtbot.waitSignal(search_of(window).session.answer_changed):
        order.click()
    assert window.preferences.value.result_order == "best"
    assert before >= 0
    assert place is not None


def test_another_order_leaves_the_reader_and_the_current_match_alone(window, search, qtbot):
    search(window, "trade", enter=True)
    QTest.keyClick(field_of(window), Qt.Key.Key_F3)
    qtbot.waitUntil(lambda: window.session.place.at is not None)
    place, count = window.session.place, count_of(window).text()
    with qtbot.waitSignal(search_of(window).session.order_changed):
        search_of(window).order.click()
    assert (window.session.place, count_of(window).text()) == (place, count)


def test_f3_goes_as_the_text_stands_whatever_the_order_of_the_results(window, search):
    search(window, "trade", enter=True)
    sheet = window.session.document.sheet
    matches = search_of(window).session.matches
    assert [sheet.order(at) for at in matches] == sorted(sheet.order(at) for at in matches)


def test_nearest_sections_stand_below_their_caption_and_lead_there(window, search, qtbot):
    result = search(window, "gold and silver imports", enter=True)
    assert (result.total, count_of(window).text()) == (0, "No matches")
    results = search_of(window).results
    caption, heading, snippet = results._model.rows
    assert (caption.text, caption.is_caption, results._model.index(0).flags()) == (
        "NEAREST",
        True,
        Qt.ItemFlag.NoItemFlags,
    )
    assert (heading.text, heading.note) == ("Economic Relations", "without “silver”")
    assert "imports" in snippet.text
    assert search_of(window).session.matches[:] == ()
    text = window.session.document.sheet.section("economic-relations").text
    marked = {
        text[at.start : at.end] for at in window.pane._matches.ranges if at.section_id == "economic-relations"
    }
    assert "imports" in marked, "who goes there sees why"
    results.setFocus()
    results.setCurrentIndex(results._model.index(1))
    QTest.keyClick(results, Qt.Key.Key_Down)
    QTest.keyClick(results, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.section.title == "Economic Relations")
    assert window.session.can_go_back


def test_down_leads_to_the_results_and_enter_there_to_the_match(window, search):
    search(window, "trade", enter=True)
    field_of(window).setFocus()
    QTest.keyClick(field_of(window), Qt.Key.Key_Down)
    results = search_of(window).results
    assert results.hasFocus()
    for _ in range(3):
        QTest.keyClick(results, Qt.Key.Key_Down)
    row = results.row(results.currentIndex().row())
    QTest.keyClick(results, Qt.Key.Key_Return)
    assert current(window) == row.match > 0


def test_every_row_leads_to_its_first_match(window, search):
    search(window, "Hong Kong")
    unfolded(window)
    results = search_of(window).results
    rows = list(results._model.rows)
    for number in (number for number, row in enumerate(rows) if row.folded < 0):
        results.clicked.emit(results.model().index(number))
        assert current(window) == rows[number].match


def test_f6_goes_round_field_tree_results_and_pane_and_back(window, search):
    search(window, "trade")
    field_of(window).setFocus()
    seen = []
    for _ in range(4):
        action_of(window, "next_part").trigger()
        seen.append(focus().accessibleName())
    assert seen == ["Sections", "Results", "Fact sheet", "Search"]
    action_of(window, "previous_part").trigger()
    assert focus().accessibleName() == "Fact sheet"


# Keys


def test_enter_leads_to_the_first_section_offered_where_nothing_matches(window, search, qtbot):
    field_of(window).setFocus()
    search(window, "gold and silver imports", enter=True)
    qtbot.waitUntil(lambda: window.session.section.title == "Economic Relations")
    assert focus() is field_of(window)
    assert search_of(window).session.matches[:] == ()
    QTest.keyClick(field_of(window), Qt.Key.Key_Escape)
    assert window.session.section.title == "U.S.-Hong Kong Relations"


def test_tree_and_status_line_name_the_section_of_the_current_match(window, search):
    search(window, "assistance", enter=True)
    session = search_of(window).session
    for _ in range(len(session.matches)):
        QApplication.processEvents()
        section = window.session.document.sheet.section(session.matches[session._current].section_id)
        assert tree_of(window).currentIndex().data() == section.title
        assert section.title in status_of(window)._title
        session.step(1)


def test_the_first_enter_goes_to_the_first_match_at_or_after_the_reading_place(window, search):
    go_to(window.pane, "economic-relations", 100)
    search(window, "Hong Kong", enter=True)
    session = search_of(window).session
    reached = session.matches[session._current]
    sheet = window.session.document.sheet
    before = session.matches[session._current - 1]
    here = sheet.order(point("economic-relations", 100))
    assert sheet.order(before) < here <= sheet.order(reached)
    assert reached.section_id == "economic-relations"


def test_enter_past_the_last_match_goes_round_to_the_first(window, search):
    sections = window.session.document.sheet.sections
    go_to(window.pane, sections[-1].id)
    search(window, "sovereignty", enter=True)
    assert current(window) == 0


def test_enter_f3_and_their_shifted_forms_go_on_and_back_round_the_end(window, search):
    search(window, "trade", enter=True)
    seen = [current(window)]
    for _ in range(TRADE):
        QTest.keyClick(field_of(window), Qt.Key.Key_Return)
        seen.append(current(window))
    assert seen == [*range(TRADE), 0]
    QTest.keyClick(field_of(window), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert current(window) == TRADE - 1
    action_of(window, "find_next").trigger()
    assert current(window) == 0
    action_of(window, "find_previous").trigger()
    assert current(window) == TRADE - 1


def test_esc_clears_and_returns_to_where_the_reader_was(qtbot, window, search):
    go_to(window.pane, "economic-relations", 40)
    before = window.pane.place
    search(window, "Hong Kong", enter=True)
    QTest.keyClick(field_of(window), Qt.Key.Key_Return)
    window.pane.verticalScrollBar().setValue(0)
    window.looks.choose_theme(ThemeName.DARK)
    window.looks.change_zoom(2)
    QTest.keyClick(field_of(window), Qt.Key.Key_Escape)
    assert field_of(window).text() == ""
    assert window.pane.place == before
    assert marked(window) == []
    assert count_of(window).text() == ""
    qtbot.waitUntil(lambda: not search_of(window).results_panel.isVisible(), timeout=5000)
    assert window.pane.hasFocus()


def test_esc_without_a_search_changes_nothing(window):
    go_to(window.pane, "economic-relations")
    field_of(window).setFocus()
    QTest.keyClick(field_of(window), Qt.Key.Key_Escape)
    assert where(window.pane) == point("economic-relations")


# Highlights


def block_texts(window: MainWindow) -> str:
    return " ".join(marked(window))


def test_every_judged_query_marks_in_the_pane_just_what_the_engine_found(window, judged):
    """Count, badge, snippet and highlight are of one matcher."""

    from hkviewer.gui.search.result_rows import ResultRows
    from hkviewer.gui.search.search_session import Matches
    from hkviewer.search.background.answer import SearchAnswer

    index = SearchIndex.of_sheet(window.session.document.sheet)
    sheet = window.session.document.sheet
    found_any = 0
    for query, typing in judged:
        result = index.search(SearchQuery.parse(query, typing=typing))
        answer = SearchAnswer.of(result, sheet.outer)
        matches, rows = Matches(answer.matches), ResultRows(answer.rows)
        window.pane.show_matches(matches)
        assert len(matches) == answer.result.total == sum(answer.counts.values()), query
        assert sum(len(row.spans) for row in rows) == answer.result.total, query
        if len(matches) > 150:
            continue
        expected = [
            sheet.section(m.section_id).title[m.start : m.end]
            if m.part == HEADING
            else sheet.section(m.section_id).text[m.start : m.end]
            for m in matches
        ]
        shown = "".join(marked(window)).replace("\u00a0", " ")
        assert "".join(shown.split()) == "".join("".join(expected).split()), query
        found_any += bool(expected)
    index.close()
    assert found_any > 20


@pytest.fixture
def judged():
    import json
    from pathlib import Path

    file = Path(__file__).parents[2] / "data" / "judged.json"
    queries = json.loads(file.read_text(encoding="utf-8"))["queries"]
    return [(q["query"], q["mode"] == "typing") for q in queries if not q["query"].startswith("@")]


def test_headings_tables_emoji_and_phrases_over_paragraphs_are_marked(hard_sheet, make_window, search):
    window = make_window(hard_sheet)
    for text, shown in [
        ("combining", ["combining"]),
        ("tables", ["Tables"]),
        ('"nested deeper nested two"', ["nested deeper", "nested two"]),
        ("𝒳", ["𝒳"]),
        ("12.8 billion", ["12.8 billion"]),
        ("香港", ["香港"]),
    ]:
        search(window, text)
        found = [words.replace("\u00a0", " ").removeprefix("$") for words in marked(window)]
        assert found == shown, text


@pytest.mark.parametrize("theme", [ThemeName.LIGHT, ThemeName.DARK, ThemeName.HIGH_CONTRAST])
def test_inside_a_match_the_text_colour_rules_and_colour_is_not_the_only_sign(window, search, theme):
    window.looks.choose_theme(theme)
    search(window, "Hong Kong", enter=True)
    colours = window.looks.colours
    grounds = []
    for found in window.pane.extraSelections():
        assert found.format.foreground().color() == QColor(colours.text)
        assert found.format.underlineStyle() != found.format.UnderlineStyle.NoUnderline
        grounds.append(found.format.background().color())
    assert grounds.count(QColor(colours.current_match)) == 1
    assert {ground.name() for ground in grounds} == {colours.match, colours.current_match}


def test_the_current_match_has_an_outline(window, search, monkeypatch):
    search(window, "sovereignty", enter=True)
    outlined = window.pane.viewport().grab().toImage()
    monkeypatch.setattr(window.pane.overlays, "paint_outlines", lambda: None)
    assert window.pane.viewport().grab().toImage() != outlined


def test_highlights_survive_theme_zoom_and_resizing(window, search):
    search(window, "trade", enter=True)
    before = marked(window)
    window.looks.choose_theme(ThemeName.DARK)
    window.looks.change_zoom(3)
    window.resize(800, 600)
    QApplication.processEvents()
    assert marked(window) == before
    assert current(window) == 0
    grounds = [found.format.background().color() for found in window.pane.extraSelections()]
    assert grounds.count(QColor(window.looks.colours.current_match)) == 1


def test_a_search_goes_on_in_another_document(qtbot, hard_sheet, window, search):
    search(window, "words")
    window.open(str(hard_sheet))
    qtbot.waitUntil(lambda: "words" in [text.casefold() for text in marked(window)])
    QTest.keyClick(field_of(window), Qt.Key.Key_Escape)
    assert marked(window) == []


# Last searches and help

popups = pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing", extend=True)
"""What the platform for tests says of popups."""


def trigger(words: str) -> Callable[[QMenu], None]:
    """Triggers the items of a menu whose text has `words`."""

    def act(menu: QMenu) -> None:
        for action in menu.actions():
            if words in action.text():
                action.trigger()

    return act


def act_on_history(qtbot: QtBot, window: MainWindow, act: Callable[[QMenu], object]) -> None:
    """Act on the menu of the last searches, which is modal."""
    from PySide6.QtCore import QTimer

    def look() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        act(menu)
        menu.close()

    QTimer.singleShot(0, look)
    field_of(window).show_history()


@popups
def test_entered_searches_are_offered_the_last_first_and_kept(qtbot, window, make_window, search):
    for text in ("trade", "sovereignty"):
        search(window, text, enter=True)
    window.close()
    offered: list[str] = []
    act_on_history(qtbot, make_window(), lambda menu: offered.extend(a.text() for a in menu.actions()))
    assert offered[:2] == ["sovereignty", "trade"]


def test_typing_alone_is_not_remembered(window, search):
    search(window, "trade")
    window.preferences.flush()
    assert SettingsStore().load().search_history == ()


@popups
def test_last_searches_can_be_cleared(qtbot, window, search):
    search(window, "trade", enter=True)
    act_on_history(qtbot, window, trigger("Clear"))
    assert SettingsStore().load().search_history == ()


@popups
def test_remembering_searches_can_be_switched_off(qtbot, window, search):
    search(window, "trade", enter=True)
    act_on_history(qtbot, window, trigger("Remember"))
    search(window, "sovereignty", enter=True)
    kept = SettingsStore().load()
    assert kept.search_history == ()
    assert not kept.keep_search_history


def help_card(window: MainWindow) -> SearchHelp:
    field_of(window).show_help()
    card = QApplication.activePopupWidget()
    assert isinstance(card, SearchHelp)
    assert card.accessibleName() == "How to search"
    return card


@popups
def test_the_help_tells_the_query_language_and_goes_with_esc(window):
    card = help_card(window)
    words = card.widget()
    assert isinstance(words, QLabel)
    for operator in ("OR", "NEAR", "section:", "-surplus", "*"):
        assert operator in words.text()
    assert card.verticalScrollBar().maximum() == 0
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None


@popups
@pytest.mark.parametrize("points", [10, 24, 48])
def test_the_help_is_wholly_on_the_screen_and_scrolls_where_it_is_too_high(window, points):
    screen = window.screen().availableGeometry()
    window.move(screen.center())
    card = SearchHelp(field_of(window))
    words = card.widget()
    assert words is not None
    words.setFont(QFont(words.font().family(), points))
    words.setStyleSheet(f"font-size: {points}pt")
    card.show_below(field_of(window))
    QApplication.processEvents()
    assert screen.contains(card.frameGeometry())
    assert words.width() <= card.viewport().width()
    bar = card.verticalScrollBar()
    assert (bar.maximum() > 0) == (points == 48)
    assert bar.maximum() >= words.heightForWidth(words.width()) - card.viewport().height()
    while bar.value() < bar.maximum():
        before = bar.value()
        QTest.keyClick(card, Qt.Key.Key_PageDown)
        assert bar.value() > before
    QTest.keyClick(card, Qt.Key.Key_A)
    assert QApplication.activePopupWidget() is None


# Narrow windows


def test_in_a_narrow_window_enter_shows_the_match(window, search):
    window.resize(455, 256)
    QApplication.processEvents()
    action_of(window, "find").trigger()
    assert field_of(window).isVisible()
    search(window, "trade", enter=True)
    assert not sidebar_of(window).isVisible()
    assert current(window) == 0


def test_in_a_narrow_window_choosing_a_result_shows_it(window, search):
    window.resize(455, 256)
    QApplication.processEvents()
    action_of(window, "find").trigger()
    search(window, "trade")
    search_of(window).results.clicked.emit(search_of(window).results.model().index(1))
    assert not sidebar_of(window).isVisible()
