"""An answer's columns in the window: the matches and rows that the result has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.ranges import BODY, HEADING, TextRange
from hkviewer.gui.search.results_list import ResultRow, ResultRows
from hkviewer.gui.search.search_session import Matches
from hkviewer.gui.widgets.labels import matches_text
from hkviewer.search.background.answer import SearchAnswer
from hkviewer.search.index.search_index import SearchIndex
from hkviewer.search.result import SearchResult, SectionMatches, Snippet

texts = st.text(st.characters(), max_size=20)
spans = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=4).map(tuple)


@st.composite
def results(draw: st.DrawFn) -> SearchResult:
    """Sections with snippets whose matches are in number those of the text."""
    sections = []
    for number in range(draw(st.integers(0, 4))):
        snippets = tuple(draw(st.lists(st.builds(Snippet, texts, spans), max_size=3)))
        count = sum(len(snippet.spans) for snippet in snippets)
        body = tuple(draw(st.tuples(*[st.tuples(st.integers(0, 9), st.integers(0, 9))] * count)))
        section = SectionMatches("d", f"s{number}", draw(texts), (), body, draw(spans), snippets)
        sections.append(section)
    return SearchResult("q", sections=tuple(sections))


@given(results())
def test_matches_and_rows_are_those_of_the_result(result):
    above = {section.section: "" for section in result.sections}
    answer = SearchAnswer.of(result, above)
    wanted_matches: list[TextRange] = []
    wanted_rows: list[ResultRow] = []
    for section in result.sections:
        note = matches_text(section.hits + section.heading_hits)
        wanted_rows.append(ResultRow(section.title, section.heading_spans, len(wanted_matches), note))
        first = len(wanted_matches) + section.heading_hits
        for snippet in section.snippets:
            wanted_rows.append(ResultRow(snippet.text, snippet.spans, first))
            first += len(snippet.spans)
        ids = section.section
        wanted_matches += [TextRange(ids, HEADING, start, end) for start, end in section.heading_spans]
        wanted_matches += [TextRange(ids, BODY, start, end) for start, end in section.spans]
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


def test_a_section_s_sum_is_that_of_all_below_it():
    levels = (1, 2, 3, 3, 2, 4, 1, 3)
    text = "# T\n\n" + "".join(f"#{'#' * level} S{n}\n\ngold\n\n" for n, level in enumerate(levels))
    sheet = parse_sheet(text, name="t", digest="")
    index = SearchIndex.of_sheet(sheet)
    answer = SearchAnswer.of(index.search("gold"), sheet.outer)
    index.close()
    for section in sheet.sections:
        assert answer.sums[section.id] == len(sheet.with_descendants(section.id))
