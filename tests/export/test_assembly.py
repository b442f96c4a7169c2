"""What a copy says, before any format sets it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.ranges import BODY, HEADING, TextRange
from hkviewer.errors import UsageError
from hkviewer.export.assembly import Copy, assemble, listed
from hkviewer.export.briefing import Briefing, Choices, OwnWords, SheetPart
from hkviewer.export.nodes import Grid, Heading, Items, Lines, Node, NoteList, Quote, Words
from hkviewer.export.page_notes import with_page_notes
from hkviewer.export.paragraph_numbers import paragraph_numbers
from hkviewer.export.styled_runs import Run, words_of
from tests.examples import examples
from tests.rich_sheet import RICH

DATE = dt.date(2026, 11, 22)
ECONOMY = ("economic-relations",)


def facts(copy: Copy) -> dict[str, str]:
    return {fact.label: fact.value for fact in copy.facts}


def headings(copy: Copy) -> list[tuple[int, str]]:
    return [
        (node.level, words_of(node.runs))
        for division in copy.divisions
        for node in ([division.title] if division.title else []) + list(division.nodes)
        if isinstance(node, Heading)
    ]


def test_the_title_block_names_source_edition_age_and_what_is_included(brief, hong_kong):
    found = facts(
        assemble(brief(hong_kong, prepared_for="The Minister", prepared_by="Desk", marking="UNCLASSIFIED"))
    )
    assert found == {
        "Source": "U.S. Department of State, Bureau of East Asian and Pacific Affairs",
        "Edition": "August 2020 (inferred), 6 years old; received 22 November 2026",
        "Original": "state.gov/u-s-relations-with-hong-kong",
        "Included": "Whole sheet, 5 sections",
        "Prepared": "22 November 2026",
        "For": "The Minister",
        "By": "Desk",
        "Marking": "UNCLASSIFIED",
    }


@pytest.mark.parametrize(("year", "age"), [(2020, "less than a year"), (2022, "2 years"), (2040, "20 years")])
def test_the_editions_age_is_told_for_the_copys_date(brief, hong_kong, year, age):
    copy = assemble(brief(hong_kong, date=dt.date(year, 8, 31)))
    assert f"{age} old" in facts(copy)["Edition"]


def test_an_excerpt_says_which_sections_of_how_many(brief, hong_kong):
    ids = [section.id for section in hong_kong.sheet.sections]
    copy = assemble(brief(SheetPart(hong_kong.sheet, (ids[1], ids[2]))))
    assert facts(copy)["Included"] == "Sections 2 and 3 of 5"
    assert f"sections {ids[1]}, {ids[2]} (2 of 5)" in copy.small_print[0]


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([4], "4"),
        ([1, 2], "1 and 2"),
        ([1, 3, 4, 5, 8], "1, 3–5 and 8"),
        ([1, 2, 3], "1–3"),
        ([1, 3, 5], "1, 3 and 5"),
    ],
)
def test_numbers_are_listed_as_people_write_them(numbers, words):
    assert listed(numbers) == words


def test_the_small_print_carries_id_sections_and_digest(brief, hong_kong):
    line = assemble(brief(hong_kong)).small_print[0]
    assert "sheet “us-relations-with-hong-kong”, all 5 sections" in line
    assert hong_kong.sheet.digest in line.replace(" ", "")


def test_one_sheets_title_is_the_copys_and_its_sections_are_of_level_2(brief, hong_kong):
    copy = assemble(brief(OwnWords("## Points\n\n- a\n"), hong_kong))
    assert copy.title == hong_kong.sheet.title
    assert [level for level, _ in headings(copy)] == [2] * 6
    assert headings(copy)[0] == (2, "Points")


def test_several_sheets_stand_below_their_own_titles(brief, hong_kong, part_of):
    other = part_of("# Other\n\n## One\n\nwords\n\n#### Deep\n\nwords\n")
    copy = assemble(brief(hong_kong, other))
    assert copy.title == "U.S. Relations With Hong Kong; Other"
    assert headings(copy)[-3:] == [(2, "Other"), (3, "One"), (4, "Deep")]


@examples(0.5)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=12))
def test_no_heading_skips_a_level_whatever_the_sheet_does(levels):
    from hkviewer.content.markdown.parse import parse_sheet
    from hkviewer.export.briefing import Briefing, Choices

    text = "# T\n\nwords\n\n" + "\n\n".join(f"{'#' * level} H{n}\n\nw" for n, level in enumerate(levels))
    part = SheetPart(parse_sheet(text, name="t", digest="0" * 64))
    found = [1] + [level for level, _ in headings(assemble(Briefing((part,), Choices(dt.date(2026, 1, 1)))))]
    assert all(b <= a + 1 for a, b in itertools.pairwise(found))
    assert max(found) <= 6


def test_every_heading_of_a_copy_has_an_id_of_its_own(brief, hong_kong):
    copy = assemble(brief(hong_kong, hong_kong))
    ids = [n.id for d in copy.divisions for n in [d.title, *d.nodes] if isinstance(n, Heading)]
    assert len(set(ids)) == len(ids) == 12


def test_links_become_endnotes_numbered_once_for_each_address(brief, part_of):
    text = "# T\n\n[a](https://x.example/1), [b](https://x.example/2), [c](https://x.example/1), "
    text += "<https://y.example/>, [here](#t)\n"
    copy = assemble(brief(part_of(text)))
    assert [(n.number, n.words, n.address) for n in copy.endnotes] == [
        (1, "a", "https://x.example/1"),
        (2, "b", "https://x.example/2"),
    ]


def test_paragraph_numbers_count_through_the_sheet_also_in_an_excerpt(brief, hong_kong):
    whole = assemble(brief(hong_kong, paragraph_numbers=True))
    excerpt = assemble(brief(SheetPart(hong_kong.sheet, ECONOMY), paragraph_numbers=True))

    def numbers(copy: Copy) -> dict[str, int]:
        return {words_of(n.runs): n.number for d in copy.divisions for n in d.nodes if isinstance(n, Words)}

    assert numbers(excerpt).items() <= numbers(whole).items()
    assert sorted(numbers(whole).values()) == list(range(1, len(paragraph_numbers(hong_kong.sheet)) + 1))
    assert set(numbers(assemble(brief(hong_kong))).values()) == {0}


def test_highlights_mark_exactly_their_spans(brief, part_of):
    part = part_of(
        "# T\n\n## S\n\nOne **two** three.\n\n- four\n- five two\n\n| a | two |\n|---|---|\n| b | c |\n"
    )
    section = part.sheet.section("s")
    starts = [n for n in range(len(section.text)) if section.text.startswith("two", n)]
    ranges = tuple(TextRange("s", BODY, n, n + 3) for n in starts)
    copy = assemble(brief(replace(part, highlights=ranges)))
    marked = [run.text for run in all_runs(copy.divisions[0].nodes) if run.marked]
    assert marked == ["two"] * 3


@pytest.mark.parametrize(
    ("heading", "pieces"),
    [
        ("One two three", [("One ", False), ("two", True), (" three", False)]),
        ("One *tw*o", [("One ", False), ("tw", True), ("o", True)]),
        ("&#160;One [two](https://example.org/)", [("\u00a0One ", False), ("two", True)]),
    ],
)
def test_a_match_in_a_heading_is_marked_as_one_in_the_text_is(brief, part_of, heading, pieces):
    part = part_of(f"# T\n\n## {heading}\n\nOne two three.\n")
    (section,) = part.sheet.sections
    start = section.title.index("two")
    marked = replace(part, highlights=(TextRange(section.id, HEADING, start, start + 3),))
    node, words_below = assemble(brief(marked)).divisions[0].nodes
    assert isinstance(node, Heading)
    assert isinstance(words_below, Words)
    assert [(run.text, run.marked) for run in node.runs] == pieces
    assert not any(run.marked for run in words_below.runs)


def test_two_sheets_of_one_id_are_marked_each_for_itself(brief, part_of):
    part = part_of("# T\n\n## S\n\nOne two.\n")
    one, other = (replace(part, highlights=(TextRange("s", BODY, *span),)) for span in ((0, 3), (4, 7)))
    marked = [
        [run.text for run in all_runs(division.nodes) if run.marked]
        for division in assemble(brief(one, other)).divisions
    ]
    assert marked == [["One"], ["two"]]


@examples(0.6)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60)), max_size=6))
def test_no_highlight_changes_a_word(spans):
    from hkviewer.content.document import open_document
    from hkviewer.export.briefing import Briefing, Choices

    part = SheetPart.of(open_document(None), ECONOMY)
    chosen = tuple(sorted((start, start + length) for start, length in spans))
    date = dt.date(2026, 1, 1)
    plain = assemble(Briefing((part,), Choices(date)))
    ranges = tuple(TextRange(*ECONOMY, BODY, *span) for span in chosen)
    marked = assemble(Briefing((replace(part, highlights=ranges),), Choices(date)))
    assert words(marked) == words(plain)
    text = part.chosen[0].text
    expected = "".join(
        text[n] for n in range(len(text)) if any(a <= n < b for a, b in chosen) and text[n] != "\n"
    )
    assert "".join(r.text for r in all_runs(marked.divisions[0].nodes) if r.marked) == expected


def test_own_words_nested_too_deeply_are_words_all_the_same(brief):
    assert "x" in words(assemble(brief(OwnWords("> " * 400 + "x"))))


def test_megabytes_of_own_words_are_refused_before_they_are_read(brief):
    with pytest.raises(UsageError, match="3,000,000 characters; 200,000 fit"):
        assemble(brief(OwnWords("# x\n\ny\n\n" * 375_000)))


def test_own_words_may_begin_with_a_line_like_front_matter(brief):
    copy = assemble(brief(OwnWords("---\ntitle: mine\n---\n\nwords\n")))
    assert "words" in words(copy)


def words(copy: Copy) -> str:
    return "".join(run.text for division in copy.divisions for run in all_runs(division.nodes))


def all_runs(nodes: Iterable[Node]) -> Iterator[Run]:
    for node in nodes:
        match node:
            case Heading(_, runs, _) | Words(runs, _):
                yield from runs
            case Items(_, _, items):
                for item in items:
                    yield from all_runs(item)
            case Quote(inner):
                yield from all_runs(inner)
            case Grid(header, rows, _):
                for row in (header, *rows):
                    for cell in row:
                        yield from cell
            case Lines(lines):
                for line in lines:
                    yield from line


@pytest.mark.parametrize("layout", ["standard", "compact", "large"])
def test_wherever_the_edition_stands_its_age_stands_beside_it(brief, hong_kong, layout):
    copy = assemble(brief(hong_kong, layout=layout))
    edition = next(fact.value for fact in copy.facts if fact.label == "Edition")
    for line in (edition, copy.edition, copy.foot):
        assert "August 2020 (inferred), 6 years old" in line


@pytest.mark.parametrize(
    ("markdown", "headings"),
    [
        ("Intro.\n\n# Points\n\nx\n", ["Preparer’s words", "Points"]),
        ("Intro.\n\n## A\n\nx\n\n## B\n\ny\n", ["Preparer’s words", "A", "B"]),
        ("Intro.\n\n# Points\n\n## A\n\nx\n", ["Points", "A"]),
        ("# Points\n\n## A\n\nx\n", ["Points", "A"]),
        ("# Points\n\nx\n", ["Points"]),
        ("Just words.\n", ["Preparer’s words"]),
    ],
)
def test_own_words_before_their_first_heading_do_not_double_it(brief, hong_kong, markdown, headings):
    division = assemble(brief(OwnWords(markdown), hong_kong)).divisions[0]
    found = [words_of(node.runs) for node in division.nodes if isinstance(node, Heading)]
    assert found == headings


def test_a_highlight_over_the_mark_of_a_note_keeps_it_whole() -> None:
    text = RICH.sections[0].text
    start = text.index("claim[1] and")
    marked = TextRange("styles", BODY, start, start + len("claim[1] and"))
    part = replace(SheetPart(RICH), highlights=(marked,))
    words = assemble(Briefing((part,), Choices(DATE))).divisions[0].nodes[2]
    assert isinstance(words, Words)
    shown = [(run.text, run.marked, run.reference) for run in words.runs][:4]
    assert shown == [("One ", False, 0), ("claim", True, 0), ("[1]", True, 1), (" and", True, 0)]


def test_notes_of_headings_table_heads_and_notes_stand_at_the_end_of_pages() -> None:
    (division,) = with_page_notes(assemble(Briefing((SheetPart(RICH),), Choices(DATE)))).divisions
    assert [note.number for note in division.footnotes] == [1, 2, 3, 7]
    heading, notes = division.nodes[-2:]
    assert isinstance(heading, Heading)
    assert isinstance(notes, NoteList)
    assert (heading.level, words_of(heading.runs)) == (2, "Endnotes")
    assert [note.number for note in notes.notes] == [4, 5, 6]
