"""Two editions compared: both can be rebuilt from what is told, and what is told is what an editor did."""

from __future__ import annotations

import functools
import random
import re
import statistics
import time
from collections import Counter
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from hkviewer.compare import block_alignment, matching, pieces
from hkviewer.compare.comparing import compare_documents
from hkviewer.compare.summary import summary
from hkviewer.compare.tokens import tokens
from hkviewer.content.document import Document, read_document
from tests.compare.any_sheets import ANY_SHEET
from tests.compare.rebuilding import changes_of, checked, compared, document
from tests.examples import breadth, examples

EDITIONS = sorted((Path(__file__).parent.parent / "data" / "editions").glob("*.md"))
PAIRS = [(a, b) for a in EDITIONS for b in EDITIONS if a != b]


@pytest.fixture(scope="module")
def edition() -> Any:
    return functools.cache(read_document)


compared("", "")  # raises Python's limit of recursion, which Hypothesis notes at a test's beginning


def mirrored(found: dict[str, Any]) -> dict[str, Any]:
    """What two editions would say the other way round, but for the order and the new section's names."""
    swapped = {"deleted": "inserted", "inserted": "deleted", "added": "removed", "removed": "added"}
    counts = found["summary"]["sections"]
    words = found["summary"]["words"]
    return {
        "same": found["same"],
        "sections": {**counts, "added": counts["removed"], "removed": counts["added"]},
        "words": {"deleted": words["inserted"], "inserted": words["deleted"]},
        "blocks": sorted(
            (swapped.get(block["status"], block["status"]), block["new"], block["old"], len(block["runs"]))
            for section in found["sections"]
            for block in section["blocks"]
        ),
        "figures": sorted(
            (swapped.get(f["kind"], f["kind"]), f["new_range"] or [], f["old_range"] or [])
            for f in found["summary"]["figures"]
        ),
        "moved": sorted(s["new"]["id"] for s in found["sections"] if s["moved"]),
    }


def plain(found: dict[str, Any]) -> dict[str, Any]:
    """The same of the way there."""
    return {
        "same": found["same"],
        "sections": found["summary"]["sections"],
        "words": found["summary"]["words"],
        "blocks": sorted(
            (block["status"], block["old"], block["new"], len(block["runs"]))
            for section in found["sections"]
            for block in section["blocks"]
        ),
        "figures": sorted(
            (f["kind"], f["old_range"] or [], f["new_range"] or []) for f in found["summary"]["figures"]
        ),
        "moved": sorted(s["old"]["id"] for s in found["sections"] if s["moved"]),
    }


def test_sections_that_stayed_as_they_were_are_not_aligned(monkeypatch):
    align = Mock(wraps=block_alignment.aligned)
    monkeypatch.setattr(matching, "aligned", align)
    sections = [f"## S{n}\n\nSome {n} words.\n\n- An item\n" for n in range(20)]
    old, new = ("\n".join(["# T\n", *own]) for own in (sections, [*sections[1:], sections[0]]))
    changes = compare_documents(document(old, "old"), document(new, "new"))
    assert [section.status for section in changes.sections] == ["same"] * len(changes.sections)
    assert not align.called


def test_of_many_rows_only_the_first_cells_are_looked_at_where_none_is_like_another(monkeypatch):
    cut = Mock(wraps=tokens)
    monkeypatch.setattr(pieces, "tokens", cut)
    old, new = (
        "# T\n\na | b | c\n--- | --- | ---\n"
        + "".join(f"{x}{n:c} | {x}b{n:c} | {x}c\n" for n in range(913, 976))
        for x in "xy"
    )
    compare_documents(document(old, "old"), document(new, "new"))
    assert cut.call_count <= 2 * (63 + 3)


@pytest.mark.slow
@pytest.mark.parametrize(("old", "new"), PAIRS, ids=lambda path: path.stem[-10:])
def test_both_editions_are_rebuilt_and_the_way_back_mirrors_the_way_there(edition, old, new):
    there = checked(edition(old), edition(new))
    back = checked(edition(new), edition(old))
    assert mirrored(there) == plain(back)


@pytest.mark.slow
@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: path.stem[-10:])
def test_an_edition_is_the_same_as_itself(edition, path):
    found = checked(edition(path), edition(path))
    assert found["same"]
    assert not changes_of(found)


@given(old=ANY_SHEET, new=ANY_SHEET, exact=st.booleans())
@examples(0.2)
def test_any_two_texts_are_rebuilt_both_ways(old: str, new: str, exact: bool) -> None:  # noqa: FBT001  Hypothesis
    assert_both_ways(old, new, exact=exact)


@pytest.mark.slow
@given(old=ANY_SHEET, new=ANY_SHEET, exact=st.booleans())
@examples(4)
def test_many_texts_are_rebuilt_both_ways(old: str, new: str, exact: bool) -> None:  # noqa: FBT001  Hypothesis
    assert_both_ways(old, new, exact=exact)


def assert_both_ways(old: str, new: str, *, exact: bool) -> None:
    there, back = compared(old, new, exact=exact), compared(new, old, exact=exact)
    assert mirrored(there)["blocks"] == plain(back)["blocks"]
    assert mirrored(there)["words"] == plain(back)["words"]


@pytest.mark.parametrize(
    ("old", "new", "deleted", "inserted"),
    breadth(
        [
            ("A small town.", "A large town.", "small", "large"),
            ("Trade grew by 3.4% (2023 est.).", "Trade grew by 2.9% (2024 est.).", "3.42023", "2.92024"),
            ("It has a port.", "It has a very old port.", "", "very old"),
            ("香港是城市", "香港大城市", "是", "大"),
        ]
    ),
)
def test_words_of_a_paragraph(old, new, deleted, inserted):
    assert changes_of(compared(old, new)) == [(deleted, inserted)]


def marked(found: dict[str, Any]) -> int:
    """How many words are marked as deleted or inserted."""
    blocks = (block for section in found["sections"] for block in section["blocks"])
    return sum(len(run[1].split()) for block in blocks for run in block["runs"] if run[0] != "same")


def all_words(document: Document) -> list[str]:
    return [word for section in document.sheet.sections for word in section.text.split()]


@pytest.mark.slow
def test_hardly_more_words_are_marked_than_must_be(edition):
    ratios = [
        marked(checked(edition(old), edition(new)))
        / Indel.distance(all_words(edition(old)), all_words(edition(new)))
        for old, new in PAIRS
    ]
    assert statistics.median(ratios) <= 1.2
    assert max(ratios) <= 1.8


NUMBER = r"(?<![A-Za-z\d])(?<![A-Za-z]-)(?:\d[\d,.]*\d|\d(?!G\b))"
"""Not that of a name: Covid-19, 4G."""


@pytest.mark.slow
@pytest.mark.parametrize(("old", "new"), PAIRS, ids=lambda path: path.stem[-10:])
def test_every_figure_of_a_section_of_one_line_is_told(edition, old, new):
    found = checked(edition(old), edition(new))
    told: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for figure in found["summary"]["figures"]:
        for side in ("old", "new"):
            if figure[side]:
                n, start, end = figure[f"{side}_range"]
                told.setdefault((side, n), []).append((start, end))
    for section in found["sections"]:
        texts = {
            side: doc.sheet.sections[section[side]["n"]].text
            for side, doc in (("old", edition(old)), ("new", edition(new)))
            if section[side]
        }
        own = {block["status"] for block in section["blocks"]}
        if "moved" in own or not own or any("\n" in text for text in texts.values()):
            continue  # what stands elsewhere is told there
        counts = {
            side: Counter(number.replace(",", "") for number in re.findall(NUMBER, texts.get(side, "")))
            for side in ("old", "new")
        }
        for side, other in (("old", "new"), ("new", "old")):
            for number in counts[side] - counts[other]:
                places = [
                    m.span()
                    for m in re.finditer(rf"(?<![\d.,]){',?'.join(map(re.escape, number))}", texts[side])
                ]
                ranges = told.get((side, section[side]["n"]), [])
                assert any(a <= s and e <= b for s, e in places for a, b in ranges), (number, texts)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    breadth(
        [
            ("3.4% (2023 est.)", "2.9% (2024 est.)", [("value", "3.4%", "2.9%")]),
            ("3.4% (2023 est.)", "3.4% (2024 est.)", [("redated", "3.4%", "3.4%")]),
            ("China 52.7%, India 4.1%", "India 4.3%, China 52.7%", [("value", "4.1%", "4.3%")]),
            ("China 52.7%, India 4.1%", "India 4.1%, China 52.7%", []),
            ("8.9 births/1,000 population (2023 est.)", "8.8 births/1,000 population (2024 est.)", 1),
            ("1.17 children born/woman (2023)", "1.18 children born/woman (2024)", 1),
            ("total: 12 km; coast: 5 km", "total: 14 km; coast: 5 km", [("value", "12 km", "14 km")]),
            ("held on 9 September 2012", "held on 4 September 2016", 1),
            ("a port", "a port of 7 piers", [("added", None, "7 piers")]),
        ],
        tried=4,
    ),
)
def test_figures_are_paired_by_what_they_are_of(old, new, expected):
    figures = compared(f"## Part\n\n{old}\n", f"## Part\n\n{new}\n")["summary"]["figures"]
    if isinstance(expected, int):
        assert len(figures) == expected
        return
    bare = [
        (f["kind"], *((f[side] and f[side]["text"].partition(" (")[0]) for side in ("old", "new")))
        for f in figures
    ]
    assert bare == expected


def cpu(work: Any) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize("between", ["\n\n", "\n", "\n\n## Part\n\n"])
def test_unrelated_texts_of_two_megabytes_are_compared_in_seconds(between):
    texts = []
    for seed in (1, 2):
        numbers = random.Random(seed)
        words = [f"{''.join(numbers.choices('abcdefghij', k=6))}" for _ in range(8000)]
        paragraphs = (" ".join(numbers.choices(words, k=100)) for _ in range(2_900))
        texts.append(between.join(paragraphs))
    documents = document(texts[0], "old"), document(texts[1], "new")
    assert cpu(lambda: compare_documents(*documents)) < 20


@pytest.mark.parametrize(
    ("old", "new"),
    breadth(
        [
            ("a | b\n--- | ---\none | 2\n", "- one 2\n- two 3\n"),
            ("```\ncode 1\n```\n", "code 1\n"),
            ("![a map](map.png)\n", "a map\n"),
            ("> quoted words\n", "1. quoted words\n"),
        ]
    ),
)
def test_a_block_that_became_one_of_another_kind_is_a_change(old, new):
    found = compared(f"## Part\n\n{old}", f"## Part\n\n{new}")
    assert not found["same"] or "code" in old
    compared(f"## Part\n\n{new}", f"## Part\n\n{old}")


def test_what_stands_outside_the_text_is_told(tmp_path):
    (tmp_path / "map.png").write_bytes(b"one")
    front = "---\ntitle: Trade\npublisher: {}\n---\n\n"
    text = front + "## Part\n\nSee [here]({}).\n\n![a map](map.png)\n\n{} Below\n"
    old = document(text.format("A", "https://a.example/", "###"), "old", tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    (other / "map.png").write_bytes(b"two")
    new = document(text.format("B", "https://b.example/", "####"), "new", other)
    found = checked(old, new)
    told = {(each["kind"], each["section"]): (each["old"], each["new"]) for each in found["summary"]["other"]}
    assert not found["same"]
    assert told["metadata", None] == ("publisher: A", "publisher: B")
    assert told["link", "part"] == ("https://a.example/", "https://b.example/")
    assert told["level", "below"] == (3, 4)
    assert ("picture", "part") in told or "map.png" not in str(old.sheet.sections)


def test_a_column_is_said_once():
    old = "## Part\n\nName | A\n--- | ---\none | 1\ntwo | 2\n"
    new = "## Part\n\nName | A | B\n--- | --- | ---\none | 1 | 5\ntwo | 2 | 6\n"
    changes = compare_documents(document(old), document(new))
    assert [(column.title, column.kind) for column in changes.columns] == [("B", "added")]
    assert not changes.figures


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Trade (mn)", ["Table in “Part”: the column “Trade (bn)” is called “Trade (mn)” now."]),
        ("Commerce (mn)", []),
        ("Trade  (bn)", []),
    ],
)
def test_that_a_column_is_of_another_unit_now_is_told(title, told):
    old = "## Part\n\nName | Trade (bn)\n--- | ---\none | 1\ntwo | 2\n"
    changes = compare_documents(document(old), document(old.replace("Trade (bn)", title)))
    assert list(summary(changes).other) == told
    back = compare_documents(document(old.replace("Trade (bn)", title)), document(old))
    assert [(column.became, column.title) for column in back.columns] == [
        (column.title, column.became) for column in changes.columns
    ]


def test_a_figure_is_called_by_what_stands_before_its_colon_once():
    old = "# T\n\n## Land: arable\n\narable: 3.2%\n\n## Work\n\nUnemployment: 3.4%, inflation: 2%\n"
    found = compared(old, old.replace("3.2", "1.9").replace("3.4", "2.9").replace("2%\n", "1%\n"))
    labels = [figure["label"] for figure in found["summary"]["figures"]]
    assert labels == ["Land: arable", "Work: Unemployment", "Work: inflation"]


def test_figures_are_paired_by_names_with_a_remark_in_brackets():
    old = "# T\n\nMandarin (official) 36.3%, English (official) 29.8%, Hokkien 8.1%\n"
    new = "# T\n\nEnglish (official) 36.9%, Mandarin (official) 34.9%, Hokkien 8.1%\n"
    figures = compared(old, new)["summary"]["figures"]
    assert {(f["label"], f["old"]["text"], f["new"]["text"]) for f in figures} == {
        ("T: English", "29.8%", "36.9%"),
        ("T: Mandarin", "36.3%", "34.9%"),
    }


def test_a_lone_paragraph_that_moved_is_no_deletion_where_another_took_its_place() -> None:
    words = "A paragraph about a harbour that is moved away to another section of this sheet."
    fares, other = "# T\n\n## Fares\n\nOne fare for all of the lines.\n", "Nothing is here but this."
    old = f"{fares}\n## Tail\n\n{words}\n"
    new = f"{fares}\n{words}\n\n## Tail\n\n{other}\n"
    blocks = [block for s in compare_documents(document(old), document(new)).sections for block in s.blocks]
    told = [(block.status, "".join(run.text for run in block.runs).strip()) for block in blocks]
    assert ("moved", words) in told
    assert ("added", other) in told
    assert "removed" not in [status for status, _ in told]


def test_of_more_changes_than_anyone_looks_at_the_rest_is_compared_roughly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("hkviewer.compare.effort._MOST", 6)
    parts = "".join(f"## Part {n}\n\nThe port {n} handled {{}}{n} ships.\n\n" for n in range(6))
    old, new = parts.format(*"123456"), parts.format(*"234567").replace("ships", "boats")
    compared(old, new)
    changes, back = (compare_documents(document(a), document(b)) for a, b in ((old, new), (new, old)))
    assert changes.passed_over == back.passed_over == 4
    assert len(changes.figures) == len(back.figures) == 2
    assert "4 paragraphs and rows are compared roughly" in summary(changes).whole
    assert changes.words == (2 + 2 + 4 * 2, 2 + 2 + 4 * 2)


@pytest.mark.slow
@pytest.mark.parametrize("line", ["## {}\n\n{}: {} (2023 est.)\n", "- {} {} {}", "{} | {} | {}"])
def test_short_sections_items_and_rows_are_compared_in_seconds(line: str) -> None:
    texts = []
    for seed in (1, 2):
        numbers = random.Random(seed)
        words = ["".join(numbers.choices("abcdefghij", k=6)) for _ in range(8000)]
        lines = (
            line.format(*numbers.choices(words, k=2), numbers.randrange(9999))
            for _ in range(1_000_000 // (len(line) + 14))
        )
        texts.append("\n".join(["| a | b | c |\n| --- | --- | --- |" if "|" in line else "", *lines]))
    documents = document(texts[0], "old"), document(texts[1], "new")
    assert cpu(lambda: compare_documents(*documents)) < 15


def test_what_stands_behind_a_heading_of_another_level_has_not_moved() -> None:
    text = "# Guide\n\nWords.\n\n{} Contents\n\nA list.\n\n## Needs\n\nSome.\n\n## Use\n\nMore.\n"
    found = compared(text.format("#"), text.format("##"))
    assert found["summary"]["sections"]["moved"] == 0
    assert [other["kind"] for other in found["summary"]["other"]] == ["level"]


def test_a_heading_that_only_one_section_has_is_one_section_below_another_level_too() -> None:
    old = "## Overview\n\nSome words.\n\n## Images\n\n- File format: .png\n\n## Text\n\nPlain.\n"
    new = old.replace("## Overview", "# Overview").replace(
        "- File format: .png", "Nothing that was told before."
    )
    found = compared(old, new)
    assert [entry["status"] for entry in found["sections"]] == ["same", "changed", "same"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "[C](http://a.gov) and [C](http://b.gov)",
            "[C](http://b.gov) and [C](http://a.gov)",
            [("http://a.gov", "http://b.gov"), ("http://b.gov", "http://a.gov")],
        ),
        ("[C](http://a.gov) or [D](http://b.gov)", "[D](http://b.gov) or [C](http://a.gov)", []),
        ("[C](http://a.gov)", "[C](http://x.gov) [C](http://a.gov)", [(None, "http://x.gov")]),
    ],
)
def test_links_that_changed_places_are_told_as_what_they_lead_to_now(
    old: str, new: str, told: list[tuple[str | None, str]]
) -> None:
    found = compared(f"# T\n\n{old}\n", f"# T\n\n{new}\n")
    links = [(o["old"], o["new"]) for o in found["summary"]["other"] if o["kind"] == "link"]
    assert links == told


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Swaziland | 17,364 | Mbabane | 1.1", "Eswatini | 17,364 | Mbabane | 1.2"),
        ("The Republic of the Congo | 3 | a | b", "Brazzaville | 3 | a | b"),
    ],
)
def test_a_row_whose_first_cell_alone_has_other_words_among_most_that_stayed_was_renamed(before, now):
    head = "# T\n\n## A\n\n| Country | Area | Capital | Pop |\n|-|-|-|-|\n| Togo | 56,785 | Lomé | 8 |\n"
    found = compared(f"{head}| {before} |\n", f"{head}| {now} |\n")
    assert [block["status"] for block in found["sections"][-1]["blocks"]] == ["same", "same", "changed"]


def test_a_row_of_another_name_whose_other_cells_are_mostly_others_is_another_row():
    head = "# T\n\n## A\n\n| Good | T | U | V |\n|-|-|-|-|\n| Tin | 4 | yes | 9 |\n"
    found = compared(f"{head}| Iron | 3 | yes | 5 |\n", f"{head}| Oil | 8 | yes | 6 |\n")
    assert [b["status"] for b in found["sections"][-1]["blocks"]] == ["same", "same", "removed", "added"]


@pytest.mark.parametrize("mark", ["- ", "1. ", ""])
def test_blocks_that_both_have_once_are_not_taken_for_others_that_are_much_alike(mark):
    lines = [f"{mark}Rice 5 t", f"{mark}Tea 3 t"]
    one, other = ("# T\n\n## A\n\n" + "\n\n".join(own) + "\n" for own in (lines, lines[::-1]))
    found = compared(one, other)
    assert sorted(block["status"] for block in found["sections"][-1]["blocks"]) == ["moved", "same"]
    assert found["summary"]["figures"] == []


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("It is -11 here.", "It is -12 here.", "It is [-11][+-12] here."),
        ("It is −11 here.", "It is −12 here.", "It is [−11][+−12] here."),
        ("By (+3) so.", "By (+4) so.", "By ([+3][++4]) so."),
        ("\\-5 is it", "\\-6 is it", "[-5][+-6] is it"),
        ("It is -11 here.", "It is 11 here.", "It is [-11][+11] here."),
        ("It is 11 here.", "It is -12 here.", "It is [11][+-12] here."),
        ("Of -5 -11 so.", "Of -11 so.", "Of [-5 ]-11 so."),
        ("Of 2022-2023 so.", "Of 2022-2024 so.", "Of 2022-[2023][+2024] so."),
        ("A COVID-19 ward.", "A COVID-20 ward.", "A COVID-[19][+20] ward."),
        ("Warm - 5 days.", "Warm - 6 days.", "Warm - [5][+6] days."),
    ],
)
def test_the_sign_of_a_number_is_marked_with_its_digits(old: str, new: str, marked: str) -> None:
    (section,) = [s for s in compared(f"## A\n\n{old}\n", f"## A\n\n{new}\n")["sections"] if s["blocks"]]
    signs = {"same": "{}", "deleted": "[{}]", "inserted": "[+{}]"}
    runs = [run for block in section["blocks"] for run in block["runs"]]
    assert "".join(signs[kind].format(text) for kind, text, *_ in runs) == marked


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        ('He said "A" here.', "He said 'A' here.", True),
        ("He said “A” here.", "He said ‘A’ here.", True),
        ('Of "in 2023" so.', "Of 'in 2023' so.", True),
        ("| “A” | b |\n|-|-|\n| c | d |", "| 'A' | b |\n|-|-|\n| c | d |", True),
        ('It is 5" long.', "It is 5' long.", False),
        ('```\necho "$x"\n```', "```\necho '$x'\n```", False),
        ('He said "A" here.', "He said A here.", False),
    ],
)
def test_other_quotation_marks_are_no_change_but_where_they_say_another_thing(
    old: str, new: str, *, is_same: bool
) -> None:
    for one, other in ((old, new), (new, old)):
        texts = f"## A\n\n{one}\n", f"## A\n\n{other}\n"
        assert compared(*texts)["same"] is is_same
        assert not compared(*texts, exact=True)["same"]
