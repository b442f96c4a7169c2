"""The results' list: of every section the best sentence first, the others folded; captions are said."""

from __future__ import annotations

import pytest
from hypothesis import given
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from hkviewer.content.ranges import TextRange
from hkviewer.gui.search.folded_rows import FoldedRows
from hkviewer.gui.search.result_delegate import PADDING
from hkviewer.gui.search.result_rows import ResultRow, ResultRows, offered_rows, offers_in_words
from hkviewer.gui.search.results_list import ResultsList
from hkviewer.gui.window import MainWindow
from hkviewer.search.background.answer import SearchAnswer, SearchRequest
from hkviewer.search.result import NearSection, RelatedSection, SearchResult, SectionMatches, Snippet
from tests.examples import breadth
from tests.gui.doors import count_of, field_of, search_of, sidebar_of, unfolded
from tests.gui.search.test_answer_columns import results as any_results

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def enter(qtbot: QtBot, window: MainWindow, text: str) -> ResultsList:
    field_of(window).setText(text)
    QTest.keyClick(field_of(window), Qt.Key.Key_Return)
    session = search_of(window).session
    wanted = SearchRequest(text, typing=False)
    qtbot.waitUntil(lambda: session._shown == wanted and session._runner.is_done)
    QTest.qWait(20)
    found: ResultsList = search_of(window).results
    return found


def said(results: ResultsList) -> list[str]:
    """What is said of each row, without its position, which all have."""
    model = results.model()
    count = model.rowCount()
    rows = [model.index(number, 0).data(SPOKEN) for number in range(count)]
    assert all(row.endswith(f", {number} of {count}") for number, row in enumerate(rows, 1))
    return [row.rpartition(", ")[0] for row in rows]


@given(any_results())
def test_no_section_s_second_snippet_stands_before_another_s_first(result):
    above = {section.section: "" for section in sorted(result.sections, key=lambda s: s.section)}
    whole = ResultRows(SearchAnswer.of(result, above).rows)
    rows = FoldedRows(whole)
    wanted: list[tuple[str, bool]] = []
    for section in result.sections:
        wanted += [(section.title, False), *((s.text, False) for s in section.snippets[:1])]
        if len(result.sections) == 1:
            wanted += [(snippet.text, False) for snippet in section.snippets[1:]]
        elif section.snippets[1:]:
            wanted.append((f"{len(section.snippets) - 1} more", True))
    assert [(row.text, row.folded >= 0) for row in rows] == wanted
    for match in range(result.total):
        assert rows.row_of(match) >= 0
    folded = list(rows)
    for section in range(len(result.sections)):
        if rows.foldable(section):
            rows.turn(section)
    assert [row for row in rows if row.folded < 0] == list(whole)
    assert all(rows.row_of(row.match) == number for number, row in enumerate(rows) if row.spans)
    assert {row.text for row in rows if row.folded >= 0} <= {"Show fewer"}
    assert all(rows.section_of(number) == row.folded for number, row in enumerate(rows) if row.folded >= 0)
    for section in filter(rows.is_open, range(len(result.sections))):
        rows.turn(section)
    assert list(rows) == folded


def test_what_is_folded_unfolds_with_enter_and_nothing_above_it_moves(qtbot, window):
    results = enter(qtbot, window, "Hong Kong")
    model = results.model()
    before = [
        (row.text, results.visualRect(model.index(n, 0)).top()) for n, row in enumerate(shown_rows(results))
    ]
    number = next(n for n, row in enumerate(shown_rows(results)) if row.folded >= 0)
    count = int(results.row(number).text.split()[0])
    title = next(row.text for row in reversed(shown_rows(results)[:number]) if row.note)
    assert said(results)[number] == f"{count} more in {title}, folded"
    results.setFocus()
    results.setCurrentIndex(model.index(number, 0))
    scrolled = results.verticalScrollBar().value()
    QTest.keyClick(results, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not results.visualRect(model.index(model.rowCount() - 1, 0)).isEmpty())
    assert model.rowCount() == len(before) + count
    assert results.verticalScrollBar().value() == scrolled
    assert results.currentIndex().row() == number
    assert results.row(number).spans
    after = [(results.row(n).text, results.visualRect(model.index(n, 0)).top()) for n in range(number)]
    assert [text for text, _ in after] == [text for text, _ in before[:number]]
    QTest.keyClick(results, Qt.Key.Key_Return)
    assert search_of(window).session._current == results.row(number).match


@pytest.mark.parametrize("by", ["Enter", "mouse", "arrows"])
def test_what_is_unfolded_folds_back_and_says_which_it_is(qtbot, window, by):
    results = enter(qtbot, window, "Hong Kong")
    folded = shown_rows(results)
    number = next(n for n, row in enumerate(folded) if row.folded >= 0)
    title = next(row.text for row in reversed(folded[:number]) if row.note)

    def turn(row: int) -> None:
        index = results.model().index(row, 0)
        results.setFocus()
        results.setCurrentIndex(index)
        if by == "mouse":
            results.scrollTo(index)
            place = results.visualRect(index).center()
            QTest.mouseClick(results.viewport(), Qt.MouseButton.LeftButton, pos=place)
        else:
            is_open = results._model.rows.is_open(folded[number].folded)
            arrow = Qt.Key.Key_Left if is_open else Qt.Key.Key_Right
            QTest.keyClick(results, arrow if by == "arrows" else Qt.Key.Key_Return)
        last = results.model().index(results.model().rowCount() - 1, 0)
        qtbot.waitUntil(lambda: not results.visualRect(last).isEmpty())

    turn(number)
    fold = number + int(folded[number].text.split()[0])
    assert results.row(fold).text == "Show fewer"
    assert said(results)[fold] == f"Show fewer in {title}, unfolded"
    turn(fold)
    assert shown_rows(results) == folded
    assert results.currentIndex().row() == number
    assert results.viewport().rect().contains(results.visualRect(results.currentIndex()).center())


def shown_rows(results: ResultsList) -> list[ResultRow]:
    return list(results._model.rows)


def test_the_row_that_folds_the_current_match_is_marked_and_nothing_unfolds_by_itself(qtbot, window):
    results = enter(qtbot, window, "Hong Kong")
    rows = len(results._model.rows)
    for _ in range(12):
        QTest.keyClick(field_of(window), Qt.Key.Key_F3)
        QTest.qWait(5)
    current = search_of(window).session._current
    assert results.currentIndex().row() == results._model.rows.row_of(current)
    assert len(results._model.rows) == rows


def test_of_one_section_alone_nothing_is_folded(qtbot, window):
    results = enter(qtbot, window, "section:economic trade")
    assert [row.folded for row in results._model.rows] == [-1] * len(results._model.rows)
    assert len(results._model.rows) > 3


def test_a_long_list_that_is_scrolled_stays_where_it_is_when_something_unfolds(qtbot, tmp_path, make_window):
    sheet = tmp_path / "long.md"
    text = "gold and many words more. " * 3 + "\n\n" + "Nothing. " * 60 + "\n\nMore gold and words.\n\n"
    sheet.write_text("# T\n\n" + "".join(f"## S {n}\n\n{text}" for n in range(40)), "utf-8")
    window = make_window(sheet)
    results = enter(qtbot, window, "gold")
    model, bar = results.model(), results.verticalScrollBar()

    def is_laid_out() -> bool:
        return not results.visualRect(model.index(model.rowCount() - 1, 0)).isEmpty()

    qtbot.waitUntil(lambda: is_laid_out() and bar.maximum() > 1000)
    bar.setValue(703)
    rows = results._model.rows
    number = next(
        n for n, r in enumerate(rows) if r.folded >= 0 and results.visualRect(model.index(n, 0)).top() > 20
    )
    place = results.visualRect(model.index(number, 0)).top()
    results.clicked.emit(model.index(number, 0))
    qtbot.waitUntil(is_laid_out)
    qtbot.waitUntil(lambda: results.visualRect(model.index(number, 0)).top() == place)


def test_what_is_offered_says_what_it_is(qtbot, window):
    results = enter(qtbot, window, "gold and silver imports")
    caption, heading, snippet = said(results)
    assert (caption, heading) == ("Nearest: 1 section", "Nearest: Economic Relations, without “silver”")
    assert snippet.startswith("Nearest: ")
    assert not search_of(window).results_panel._head.isVisible(), "nothing was found, so nothing is in order"
    assert results.model().index(1, 0).data(Qt.ItemDataRole.ToolTipRole) == heading
    enter(qtbot, window, "trade")
    assert search_of(window).results_panel._head.isVisible()
    assert "matches: " in said(results)[0], "a heading is said with its first snippet"


@pytest.mark.parametrize("steps", breadth([0, 5, 9], 2))
@pytest.mark.parametrize("query", ["gold and silver imports", "trade"])
def test_all_of_a_heading_and_of_its_note_can_be_read(qtbot, window, query, steps):
    window.looks.change_zoom(steps)
    results = enter(qtbot, window, query)
    delegate, metrics = results._delegate, results.fontMetrics()
    for width in (236, 300, 420):
        sidebar_of(window).setFixedWidth(width)
        QTest.qWait(30)
        for number, row in enumerate(results._model.rows):
            if not row.note:
                continue
            laid_out = delegate._layout(number, results.words_width())
            assert (laid_out.first, laid_out.end) == (0, len(row.text)) or laid_out.lines == 3
            is_below = delegate._has_note_below(row, laid_out)
            last = laid_out.layout.lineAt(laid_out.lines - 1).naturalTextWidth()
            beside = results.words_width() - (0 if is_below else last)
            assert metrics.horizontalAdvance(row.note) <= beside
            height = results.visualRect(results.model().index(number, 0)).height()
            assert height == (laid_out.lines + is_below) * metrics.lineSpacing() + PADDING


def test_a_heading_that_is_too_long_for_three_lines_is_said_whole_by_its_tooltip(
    qtbot, tmp_path, make_window, monkeypatch
):
    sheet = tmp_path / "long.md"
    title = "A heading that goes on and on " * 12
    sheet.write_text(f"# T\n\n## {title}\n\ngold\n\n## S\n\ngold\n", "utf-8")
    results = enter(qtbot, make_window(sheet), "gold")
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, words, _view: shown.append(words))
    for number in (0, 2):
        rect = results.visualRect(results.model().index(number, 0))
        place = results.viewport().mapToGlobal(rect.center())
        QApplication.sendEvent(results.viewport(), QHelpEvent(QEvent.Type.ToolTip, rect.center(), place))
    assert shown == [f"{title.strip()}, 1 match"]


def test_related_words_have_a_caption_of_their_own():
    found = SectionMatches(
        "d", "s", "Trade", ("Trade",), ((0, 8),), (), (Snippet("wariness of it", ((0, 8),)),)
    )
    offered = offered_rows(
        SearchResult(
            "wary", nearest=(NearSection(found, ("a", "b")),), related=(RelatedSection(found, "wariness"),)
        )
    )
    assert [row.text for row in offered] == [
        *("NEAREST", "Trade", "wariness of it"),
        *("RELATED", "Trade", "wariness of it"),
    ]
    assert [row.note for row in offered if row.note] == ["without “a”, “b”", "related: wariness"]
    assert [row.said for row in offered[3:]] == [
        "Related: 1 section",
        "Related: Trade, wariness",
        "Related: wariness of it",
    ]
    result = SearchResult("q", nearest=(NearSection(found, ("a",)),), suggestions=("a OR b", "c"))
    assert offers_in_words(result) == "Nearest: Trade, without “a”. Offered: a OR b, c"
    assert offered[4].place == TextRange("s", 1, 0, 8)


def test_the_keyboard_passes_by_a_caption_and_comes_to_all_that_leads_somewhere(qtbot, window):
    results = enter(qtbot, window, "gold and silver imports")
    field_of(window).setFocus()
    QTest.keyClick(field_of(window), Qt.Key.Key_Down)
    assert QApplication.focusWidget() is results
    assert results.currentIndex().row() == 1, "the first that leads somewhere"
    seen = []
    for _ in range(3):
        QTest.keyClick(results, Qt.Key.Key_Down)
        seen.append(results.currentIndex().row())
    assert seen == [2, 2, 2]
    assert count_of(window).text() == "No matches"


@pytest.mark.parametrize("query", ["trade", "Hong Kong", "2020"])
def test_unfolding_everything_shows_each_match_once(qtbot, window, query):
    enter(qtbot, window, query)
    rows = unfolded(window)
    assert sum(len(row.spans) for row in rows) == len(search_of(window).session.matches)


def test_what_is_offered_from_a_library_begins_with_its_sheet():
    found = SectionMatches(
        "ke", "s", "Trade", ("Trade",), ((0, 4),), ((0, 5),), (Snippet("gold", ((0, 4),)),)
    )
    result = SearchResult("q", nearest=(NearSection(found, ("a",)),), related=(RelatedSection(found, "ore"),))
    offered = offered_rows(result, sheet_title={"ke": "Kenya"}.get)
    headings = [row for row in offered if row.note]
    assert [(row.text, row.spans) for row in headings] == [("Kenya · Trade", ((8, 13),))] * 2
    assert [row.said for row in offered if not row.is_caption] == [
        "Nearest: Trade, without “a”, Kenya",
        "Nearest: Kenya: gold",
        "Related: Trade, ore, Kenya",
        "Related: Kenya: gold",
    ]
