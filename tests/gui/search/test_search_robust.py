"""The search in the window under hostile input, in large sheets, in haste and when it fails."""

from __future__ import annotations

import itertools
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from hkviewer.errors import OutputError
from hkviewer.gui.reading.section_tree import SectionTree
from hkviewer.gui.window import MainWindow
from hkviewer.preferences.settings import SettingsStore
from hkviewer.search.index.search_index import SearchIndex
from tests.examples import breadth
from tests.gui.doors import count_of, field_of, search_of, status_of, tree_of
from tests.gui.places import go_to

HOSTILE = [
    "\x00",
    "tra\x00de",
    "\ud800",
    "trade \udfff\ud800",
    "trade " * 17_000,
    "a" * 100_000,
    "(" * 5_000,
    '"' * 5_001,
    "NEAR/999999999999 NEAR/ OR OR NOT -",
    "section:",
    "section:" * 500,
    "*" * 500,
    '- -- -"',
    "\u202etrade\u202c \u200b\ufeff",
    "😀👩‍👩‍👧 \U0010ffff",
    "'; DROP TABLE section; --",
    "<b>trade</b> &amp; {role} %s",
    "\t\r\n\x1b[31m",
]
LONGEST_SECONDS = 2.0
"""Of processor time of the window's thread: what else the machine does is no matter."""


def is_answered(window: MainWindow) -> bool:
    assert search_of(window) is not None
    shown = search_of(window).session._shown
    return shown is not None and shown.text == field_of(window).text()


@pytest.mark.parametrize("text", breadth(HOSTILE, 6), ids=range(len(HOSTILE)))
def test_nothing_typed_or_pasted_raises_or_freezes(qtbot, window, text):
    start = time.thread_time()
    QApplication.clipboard().setText(text)
    field_of(window).setFocus()
    field_of(window).paste()
    field_of(window).setText(text)
    assert time.thread_time() - start < LONGEST_SECONDS
    if field_of(window).text().strip():
        qtbot.waitUntil(lambda: is_answered(window), timeout=10000)
    QTest.keyClick(field_of(window), Qt.Key.Key_Return)
    qtbot.wait(50)
    QTest.keyClick(field_of(window), Qt.Key.Key_Escape)
    assert field_of(window).text() == ""
    assert window.pane.extraSelections() == []
    assert time.thread_time() - start < 3 * LONGEST_SECONDS


@pytest.fixture(scope="module")
def large_sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2,050 sections in 50 outer ones, each with “common” twice."""
    parts = ["# Large\n"]
    for outer in range(50):
        parts.append(f"\n## Part {outer}\n\nAn introduction.\n")
        parts += [
            f"\n### Item {outer}-{n}\n\nA common word, a number {outer * 41 + n}, a common end.\n"
            for n in range(41)
        ]
    path = tmp_path_factory.mktemp("large") / "large.md"
    path.write_text("".join(parts), encoding="utf-8")
    return path


@pytest.fixture
def large_window(make_window, large_sheet):
    return make_window(large_sheet)


def test_above_2000_sections_the_count_says_so_and_all_parts_work(qtbot, large_window):
    window = large_window
    field_of(window).setText("common")
    qtbot.waitUntil(lambda: search_of(window) is not None and is_answered(window), timeout=10000)
    assert count_of(window).text() == "4,000+ in 2,000+ sections"
    assert search_of(window).results.model().rowCount() == 4000
    assert 0 < len(window.pane.extraSelections()) < 400, "only those near the view"
    QTest.keyClick(field_of(window), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: search_of(window).session._current == 0, timeout=5000)
    QTest.keyClick(field_of(window), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert search_of(window).session._current == 3999
    colour = window.looks.colours.current_match
    grounds = [found.format.background().color().name() for found in window.pane.extraSelections()]
    assert grounds.count(colour) == 1, "the current match is marked where the reader now is"
    results = search_of(window).results
    qtbot.waitUntil(lambda: results.row(results.currentIndex().row()).match <= 3999, timeout=5000)


def test_what_scrolls_into_the_view_of_a_large_sheet_is_marked(qtbot, large_window):
    window = large_window
    field_of(window).setText("common")
    qtbot.waitUntil(lambda: search_of(window) is not None and is_answered(window), timeout=10000)
    bar, view = window.pane.verticalScrollBar(), window.pane.viewport()
    for value in (bar.maximum() // 3, bar.maximum() // 3 + 40, bar.maximum() * 2 // 3, 300, 0):
        bar.setValue(value)
        first = window.pane.cursorForPosition(view.rect().topLeft()).block()
        last = window.pane.cursorForPosition(view.rect().bottomLeft()).block()
        wanted = 0
        while first.isValid() and first.position() < last.position():
            wanted += first.text().count("common")
            first = first.next()
        assert wanted > 4
        top = window.pane.cursorForPosition(view.rect().topLeft()).block().position()
        inside = [s for s in window.pane.extraSelections() if top <= s.cursor.position() < last.position()]
        assert len(inside) == wanted


@pytest.mark.slow
def test_the_largest_answer_holds_the_window_for_less_than_a_quarter_of_a_second(qtbot, large_window):
    window = large_window
    beats = []
    timer = QTimer()
    timer.timeout.connect(lambda: beats.append(time.thread_time()))
    field_of(window).setText("x")
    qtbot.waitUntil(lambda: search_of(window) is not None and is_answered(window), timeout=10000)
    timer.start(1)
    field_of(window).setText("common")
    qtbot.waitUntil(lambda: is_answered(window), timeout=10000)
    qtbot.wait(200)
    timer.stop()
    assert max(b - a for a, b in itertools.pairwise(beats)) < 0.25


@pytest.mark.slow
def test_of_a_snippet_without_end_all_that_is_seen_and_no_more_is_laid_out(qtbot, tmp_path, make_window):
    sheet = tmp_path / "many.md"
    sheet.write_text("# T\n\n## S\n\n" + "ill the lilt “𝟙” " * 3_000 + "\n", encoding="utf-8")
    window = make_window(sheet)
    field_of(window).setText("the")
    qtbot.waitUntil(lambda: is_answered(window), timeout=10000)
    results = search_of(window).results
    row = results.row(1)
    assert len(row.spans) == 3_000
    for width in (40, 236, 900):
        laid_out = results._delegate._lay_out(row, width)
        layout = laid_out.layout
        whole = QTextLayout(row.text, results.font())
        whole.setTextOption(layout.textOption())
        whole.setFormats(layout.formats())
        whole.beginLayout()
        for number in range(laid_out.lines):
            wanted = whole.createLine()
            wanted.setLineWidth(width)
            line = layout.lineAt(number)
            assert line.textStart() == wanted.textStart()
            # The last one has room for the sign that there is more.
            assert line.textLength() == wanted.textLength() or number == 2
        whole.endLayout()
        assert laid_out.lines == 3
        assert layout.text().endswith("…")
        assert len(layout.text()) < 3_000


def test_typing_in_haste_answers_the_last_query_and_no_older_one_after_it(qtbot, large_window):
    window = large_window
    shown = []
    search_of(window).session.answer_changed.connect(
        lambda answer: shown.append(search_of(window).session._shown.text) if answer else None
    )
    query = "common word a number common end"
    for end in range(1, len(query) + 1):
        field_of(window).setText(query[:end])
        QApplication.processEvents()
    qtbot.waitUntil(lambda: is_answered(window), timeout=20000)
    assert shown[-1] == query
    assert shown == sorted(shown, key=len), "an overtaken query is never shown late"


@pytest.mark.slow
def test_a_sheet_opened_while_it_is_searched_is_searched_instead(qtbot, large_window):
    window = large_window
    field_of(window).setText("common")
    window.open(None)
    qtbot.waitUntil(lambda: is_answered(window), timeout=10000)
    assert count_of(window).text() == "No matches"
    field_of(window).setText("trade")
    qtbot.waitUntil(lambda: is_answered(window), timeout=10000)
    assert count_of(window).text() == "9 in 3 sections"


def searching_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("search")]


@pytest.mark.parametrize("is_large", breadth([False, True]))
def test_what_searches_ends_with_the_window_even_in_the_midst_of_a_search(is_large, make_window, large_sheet):
    window = make_window(large_sheet) if is_large else make_window()
    field_of(window).setText("common")
    assert searching_threads()
    window.close()
    assert not searching_threads()


@pytest.mark.slow
def test_without_a_search_there_is_no_thread(make_window, large_sheet):
    for window in (make_window(), make_window(large_sheet)):
        window.painted()
        assert field_of(window).text() == ""
        assert search_of(window) is not None
        assert not searching_threads()


def test_a_fault_of_the_program_is_reported_and_searching_goes_on(qtbot, window, monkeypatch):
    def fail(_self, _query, _limit=None, order="best"):
        raise RuntimeError("a fault in the engine")

    with monkeypatch.context() as patch, qtbot.captureExceptions() as told:
        patch.setattr(SearchIndex, "search", fail)
        field_of(window).setText("trade")
        qtbot.waitUntil(lambda: bool(told), timeout=5000)
    assert [str(error) for _kind, error, _trace in told] == ["a fault in the engine"]
    field_of(window).setText("trades")
    qtbot.waitUntil(lambda: is_answered(window), timeout=5000)
    assert "9 in" in count_of(window).text()


def test_opening_a_sheet_fits_each_row_of_the_tree_once_or_twice(monkeypatch, tmp_path, make_window):
    sheet = tmp_path / "flat.md"
    sheet.write_text(
        "# Flat\n" + "".join(f"\n## Section {n}\n\nWords.\n" for n in range(100)), encoding="utf-8"
    )
    fitted: list[SectionTree] = []
    before = SectionTree._fit_rows

    def fit(tree: SectionTree) -> None:
        fitted.append(tree)
        before(tree)

    monkeypatch.setattr(SectionTree, "_fit_rows", fit)
    make_window(sheet)
    assert len(fitted) < 10


def test_a_sheet_of_thousands_of_sections_opens_with_its_outermost_alone(large_window):
    tree = tree_of(large_window)
    assert [tree.isExpanded(tree.model().index(row, 0)) for row in range(50)] == [False] * 50
    go_to(large_window.pane, "item-7-3")
    assert tree.currentIndex().data() == "Part 7"


@pytest.mark.slow
def test_every_badge_of_a_large_sheet_and_what_is_said_of_it_follow_the_answers(qtbot, large_window):
    window, tree = large_window, tree_of(large_window)
    for text in ("common", "41"):
        field_of(window).setText(text)
        qtbot.waitUntil(lambda: search_of(window) is not None and is_answered(window), timeout=10000)
        qtbot.waitUntil(lambda: tree._runner is not None and tree._runner.is_done)
        rows = [tree.model().index(row, 0) for row in range(50)]
        counts = [tree.badge_count(row) for row in rows]
        said = [row.data(Qt.ItemDataRole.AccessibleTextRole) for row in rows]
        assert sum(counts) == sum(tree._counts.values()) > 0
        words = [f", {count} match{'' if count == 1 else 'es'}" if count else "" for count in counts]
        assert said == [f"Part {n}{word}" for n, word in enumerate(words)]


@pytest.mark.slow
def test_a_key_between_two_parts_of_an_answer_leaves_one_whole_answer(qtbot, large_window):
    window = large_window
    session = search_of(window).session
    keys = iter(("common 4", "common 41"))
    session.counts_changed.connect(lambda _counts: field_of(window).setText(next(keys, "common 41")))
    field_of(window).setText("common")
    qtbot.waitUntil(lambda: is_answered(window) and field_of(window).text() == "common 41", timeout=10000)
    qtbot.waitUntil(lambda: (runner := tree_of(window)._runner) is not None and runner.is_done)
    total = sum(tree_of(window)._counts.values())
    assert total == len(session.matches) > 0
    assert count_of(window).text().startswith(f"{total:,} in")
    matches = sum(len(row.spans) for row in search_of(window).results._model.rows)
    assert matches == total


def test_going_on_while_an_answer_is_being_shown_goes_to_a_match_of_that_answer(qtbot, window):
    session = search_of(window).session
    field_of(window).setText("trade")
    qtbot.waitUntil(lambda: is_answered(window), timeout=10000)
    session.matches_changed.connect(lambda _matches: session.step(1))
    field_of(window).setText("hong")
    qtbot.waitUntil(lambda: is_answered(window) and session._current == 0, timeout=10000)
    marked = {selection.cursor.selectionStart() for selection in window.pane.extraSelections()}
    assert marked
    assert marked <= {window.pane.map.position(match) for match in session.matches}
    assert count_of(window).text().startswith("1 of")


def test_a_search_entered_is_kept_though_the_window_is_closed_at_once(qtbot, window):
    field_of(window).setText("trade")
    field_of(window).entered.emit(1)
    window.close()
    assert SettingsStore().load().search_history == ("trade",)


def test_searches_that_cannot_be_kept_are_said_and_offered_all_the_same(qtbot, window, monkeypatch):
    def fail(_self, _change):
        raise OutputError("“settings.json” could not be written: no space left on device.", "Make room.")

    monkeypatch.setattr(SettingsStore, "change", fail)
    field_of(window).setText("trade")
    field_of(window).entered.emit(1)
    qtbot.waitUntil(lambda: "not kept" in status_of(window).findChildren(QLabel)[0].text(), timeout=5000)
    assert window.preferences.value.search_history == ("trade",)


@pytest.mark.slow
def test_what_comes_into_view_when_the_window_grows_is_marked(qtbot, make_window, large_sheet):
    window = make_window(large_sheet, height=320)
    field_of(window).setText("common")
    qtbot.waitUntil(lambda: search_of(window) is not None and is_answered(window), timeout=10000)
    window.resize(1180, 1700)
    QApplication.processEvents()
    pane = window.pane
    last = pane.cursorForPosition(pane.viewport().rect().bottomLeft()).block()
    wanted = pane.document().toPlainText()[: last.position()].count("common")
    assert wanted > 20
    inside = [found for found in pane.extraSelections() if found.cursor.position() < last.position()]
    assert len(inside) == wanted
