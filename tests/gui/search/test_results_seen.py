"""What is seen of the results: matches in their rows, at any width and zoom."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from hkviewer.gui.search.result_rows import ResultRow
from hkviewer.gui.search.results_list import ResultsList
from hkviewer.gui.search.snippet_layout import SnippetLayout
from hkviewer.gui.window import MainWindow
from tests.examples import breadth
from tests.gui.doors import field_of, search_of, sidebar_of, unfolded

LONG = "a b " * 16
WIDTHS = (20, 60, 130, 236, 380, 900)


def ask(qtbot: QtBot, window: MainWindow, text: str) -> ResultsList:
    field_of(window).setText(text)
    qtbot.waitUntil(
        lambda: (
            search_of(window) is not None
            and search_of(window).session._shown is not None
            and search_of(window).session._shown.text == text
        ),
        timeout=10000,
    )
    QApplication.processEvents()
    found: ResultsList = search_of(window).results
    return found


def seen_matches(laid_out: SnippetLayout) -> list[str]:
    """The words that are drawn as matches, in lines that are seen."""
    units = laid_out.layout.text().encode("utf-16-le")
    last = laid_out.layout.lineAt(laid_out.lines - 1)
    end = last.textStart() + last.textLength()
    return [
        units[2 * each.start : 2 * (each.start + each.length)].decode("utf-16-le")
        for each in laid_out.layout.formats()
        if each.start + each.length <= end
    ]


def line_texts(laid_out: SnippetLayout) -> list[str]:
    units = laid_out.layout.text().encode("utf-16-le")
    lines = map(laid_out.layout.lineAt, range(laid_out.lines))
    return [
        units[2 * n.textStart() : 2 * (n.textStart() + n.textLength())].decode("utf-16-le") for n in lines
    ]


@pytest.mark.parametrize("steps", [0, 3, 9])
@pytest.mark.parametrize("query", breadth(["agreement OR strategic", "trade", "Hong Kong", "2020"]))
def test_every_row_shows_its_first_match_at_any_zoom_and_width(qtbot, window, query, steps):
    window.looks.change_zoom(steps)
    results = ask(qtbot, window, query)
    snippets = [row for row in unfolded(window) if not row.note]
    assert snippets
    for width in (*WIDTHS, results.words_width()):
        for row in snippets:
            laid_out = results._delegate._lay_out(row, width)
            first, lines = row.text[slice(*row.spans[0])], line_texts(laid_out)
            assert laid_out.lines <= 3
            if width < 130:
                continue
            assert seen_matches(laid_out)[0] == first
            assert laid_out.shows(row.spans[0])
            assert "".join(lines) == laid_out.layout.text()
            assert laid_out.first == 0 or lines[0].startswith("…")
            assert laid_out.end == len(row.text) or lines[-1].endswith("…")
            assert all(laid_out.layout.lineAt(n).naturalTextWidth() <= width + 1 for n in range(len(lines)))


@pytest.mark.parametrize("before", ["", "𝟙😀 ", "long words go before ", "long words go before " * 4])
@pytest.mark.parametrize("word", ["gold", "𝒳𝒳 and 😀", "w" * 300])
@pytest.mark.parametrize("after", ["", " tail", " and what comes after it, at length" * 9, "x" * 200])
def test_a_match_is_seen_whatever_stands_around_it(seen_window, before, word, after):
    row = ResultRow(before + word + after, ((len(before), len(before) + len(word)),), 0)
    for width in WIDTHS[1:]:
        laid_out = search_of(seen_window).results._delegate._lay_out(row, width)
        assert "".join(line_texts(laid_out)) == laid_out.layout.text()
        (found,) = seen_matches(laid_out)
        assert word.startswith(found)
        assert found == word or (laid_out.first == len(before) and laid_out.layout.text().endswith("…"))
        if len(word) < 10 and width >= 60:
            assert found == word


def test_words_stand_before_the_match_of_a_row_that_begins_later(seen_window):
    text = "…" + "some words of context stand before it, " * 4 + "gold and much more follows after it" * 9
    at = text.index("gold")
    laid_out = search_of(seen_window).results._delegate._lay_out(ResultRow(text, ((at, at + 4),), 0), 160)
    before, _, after = laid_out.layout.text().partition("gold")
    assert before.startswith("…")
    assert text[:at].endswith(" " + before[1:])
    assert min(len(before), len(after)) > 10
    assert after.endswith("…")


def test_a_row_is_cut_around_the_current_match_when_it_would_not_be_seen(qtbot, tmp_path, make_window):
    sheet = tmp_path / "near.md"
    sheet.write_text("# T\n\n## S\n\n" + "gold one two three four five six seven " * 20 + "\n", "utf-8")
    window = make_window(sheet)
    results = ask(qtbot, window, "gold")
    row = results.row(1)
    assert len(row.spans) == 20
    width, delegate = results.words_width(), results._delegate
    heights = results.visualRect(results.model().index(1, 0)).height()
    for number in range(20):
        results.show_current(number)
        QTest.qWait(5)
        laid_out = delegate._layout(1, width, delegate._shown(1, width))
        assert laid_out.shows(row.spans[number])
        assert results.visualRect(results.model().index(1, 0)).height() == heights
    results.show_current(1)
    assert delegate._layout(1, width, delegate._shown(1, width)).first == 0


def rows_fit(results: ResultsList) -> bool:
    """Whether each row is as high as its words need, and begins where the one before ends."""
    indexes = [results.model().index(number, 0) for number in range(results.model().rowCount())]
    rects = [results.visualRect(index) for index in indexes]
    needed = [results.itemDelegate().sizeHint(QStyleOptionViewItem(), index).height() for index in indexes]
    follow = all(below.top() == above.bottom() + 1 for above, below in itertools.pairwise(rects))
    return follow and [rect.height() for rect in rects] == needed


def test_rows_are_as_high_as_their_words_need_after_the_sidebar_is_narrowed(qtbot, window):
    results = ask(qtbot, window, "Hong Kong")
    for width in (420, 250, 600):
        sidebar_of(window).setFixedWidth(width)
        qtbot.waitUntil(lambda: rows_fit(results))


def test_a_long_list_that_is_scrolled_stays_at_its_row_when_it_is_narrowed(qtbot, tmp_path, make_window):
    sheet = tmp_path / "long.md"
    words = "gold and many words more, so that the row has lines, as many as it may, each full. "
    sheet.write_text("# T\n\n" + "".join(f"## S {n}\n\n{words}\n\n" for n in range(300)), "utf-8")
    window = make_window(sheet)
    results = ask(qtbot, window, "gold")
    bar = results.verticalScrollBar()
    last = results.model().index(results.model().rowCount() - 1, 0)
    qtbot.waitUntil(lambda: results.visualRect(last).height() > 0 and bar.maximum() > 5_000)
    QTest.qWait(50)
    bar.setValue(bar.maximum() // 2)
    top = results.indexAt(results.viewport().rect().topLeft()).row()
    assert top > 100
    sidebar_of(window).setFixedWidth(250)
    qtbot.waitUntil(lambda: results.indexAt(results.viewport().rect().topLeft()).row() == top)


def painted_colours(results: ResultsList, number: int) -> set[str]:
    """The colours in row `number`."""
    rect = results.visualRect(results.model().index(number, 0))
    picture = results.viewport().grab(rect).toImage()
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


@pytest.mark.parametrize("steps", [0, 5])
@pytest.mark.parametrize("query", ["section:bilateral", "section:organizations"])
def test_what_matches_in_a_heading_is_marked_in_however_many_lines(qtbot, window, query, steps):
    window.looks.change_zoom(steps)
    results = ask(qtbot, window, query)
    number = next(n for n, row in enumerate(results._model.rows) if row.note and row.spans)
    row = results.row(number)
    for width in (90, 160, 500):
        laid_out = results._delegate._lay_out(row, width)
        assert laid_out.lines <= 3
        assert width == 90 or seen_matches(laid_out) == [row.text[slice(*row.spans[0])]]
        assert all(each.format.fontUnderline() for each in laid_out.layout.formats())
    assert window.looks.colours.match in painted_colours(results, number)
    plain = ResultRow(row.text, (), row.match, row.note)
    assert not results._delegate._lay_out(plain, 500).layout.formats()
