"""An answer's columns in the window: the matches and rows that the result has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.ranges import TextRange
from hkviewer.gui.search.result_rows import ResultRow, ResultRows
from hkviewer.gui.search.search_session import Matches
from hkviewer.gui.widgets.labels import matches_text
from hkviewer.search.background.answer import SearchAnswer, SearchRequest
from hkviewer.search.background.sheet_search import SheetSearch
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.result import SearchResult, SectionMatches, Snippet

texts = st.text(st.characters(), max_size=20)
spans = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=4).map(tuple)


@st.composite
def results(draw: st.DrawFn) -> SearchResult:
    """Sections in any order, with snippets in any order whose matches are in number those of the text."""
    sections = []
    for number in range(draw(st.integers(0, 4))):
        snippets = []
        count = 0
        for text, within in draw(st.lists(st.tuples(texts, spans.filter(bool)), max_size=3)):
            snippets.append(Snippet(text, within, count))
            count += len(within)
        body = tuple(draw(st.tuples(*[st.tuples(st.integers(0, 9), st.integers(0, 9))] * count)))
        shown = tuple(draw(st.permutations(snippets)))
        heading = draw(spans) or (() if count else ((0, 1),))
        section = SectionMatches("d", f"s{number}", draw(texts), (), body, heading, shown)
        sections.append(section)
    return SearchResult("q", sections=tuple(draw(st.permutations(sections))))


@given(results())
def test_matches_stand_in_reading_order_and_rows_as_in_the_result(result):
    in_order = sorted(result.sections, key=lambda section: section.section)
    answer = SearchAnswer.of(result, {section.section: "" for section in in_order})
    wanted_matches: list[TextRange] = []
    firsts: dict[str, int] = {}
    for section in in_order:
        firsts[section.section] = len(wanted_matches)
        wanted_matches += section.ranges
    wanted_rows: list[ResultRow] = []
    for section in result.sections:
        first, note = firsts[section.section], matches_text(section.hits + section.heading_hits)
        wanted_rows.append(ResultRow(section.title, section.heading_spans, first, note))
        for snippet in section.snippets:
            at = first + section.heading_hits + snippet.first
            wanted_rows.append(ResultRow(snippet.text, snippet.spans, at))
    matches, rows = Matches(answer.matches), ResultRows(answer.rows)
    assert list(matches) == wanted_matches
    assert list(rows) == wanted_rows
    assert (matches[1:], rows[:-1]) == (tuple(wanted_matches[1:]), tuple(wanted_rows[:-1]))
    assert (bool(matches), bool(rows)) == (bool(wanted_matches), bool(wanted_rows))
    if wanted_rows:
        assert rows[-1] == wanted_rows[-1]
    if wanted_matches:
        assert matches[-1] == wanted_matches[-1]
    assert answer.counts == {s.section: s.hits + s.heading_hits for s in result.sections}


@given(results())
def test_each_match_has_its_row(result):
    in_order = sorted(result.sections, key=lambda section: section.section)
    rows = ResultRows(SearchAnswer.of(result, {section.section: "" for section in in_order}).rows)
    for number, row in enumerate(rows):
        for match in range(row.match, row.match + len(row.spans)):
            assert rows.row_of(match) == number
    assert rows.row_of(-1) == -1


def test_a_section_s_sum_is_that_of_all_below_it():
    levels = (1, 2, 3, 3, 2, 4, 1, 3)
    text = "# T\n\n" + "".join(f"#{'#' * level} S{n}\n\ngold\n\n" for n, level in enumerate(levels))
    sheet = parse_sheet(text, name="t", digest="")
    index = SearchIndex.of_sheet(sheet)
    answer = SearchAnswer.of(index.search("gold"), sheet.outer)
    index.close()
    for section in sheet.sections:
        assert answer.sums[section.id] == len(sheet.with_descendants(section.id))


def test_a_match_in_a_heading_alone_shows_how_the_section_begins_and_equal_headings_are_told_apart():
    text = "## A\n\n### Gold\n\nFirst line.\n\nMore.\n\n## B\n\n### Gold\n\nA gold bar.\n\n### Tin, gold"
    search = SheetSearch(parse_sheet(text, name="t", digest=""))
    answer = search.answer(SearchRequest("gold", typing=False, order="reading"), lambda: False)
    search.close()
    assert answer is not None
    rows = ResultRows(answer.rows)
    assert [(row.text, row.match) for row in rows] == [
        ("Gold · A", 0),
        ("First line.", 0),
        ("Gold · B", 1),
        ("A gold bar.", 2),
        ("Tin, gold", 3),
    ]
    assert [rows.row_of(match) for match in range(4)] == [0, 2, 3, 4]
    assert len(answer.matches.starts) == 4
