"""Large sections in portions, packed, and read by another process: they are the sections that they were."""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.document import read_document
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet, Section
from hkviewer.content.packed import PackedSection, lines_of, pack, received
from hkviewer.content.parts import Parts
from hkviewer.content.portions import cut
from hkviewer.content.ranges import TextRange
from hkviewer.content.reading_process import ReadingProcess, Stopped
from hkviewer.errors import DocumentError
from hkviewer.system import child_process
from tests.content.documents import DOCUMENTS, Written
from tests.examples import breadth, examples
from tests.rich_sheet import RICH

SIZES = st.sampled_from([1, 300, 1000, 20_000])
KINDS = {
    "a list": "".join(f"{n}. Item *number* {n}\n" for n in range(5, 400)),
    "a nested list": "".join(f"- Outer {n}\n    - inner {n}\n\n" for n in range(200)),
    "a table": "| A | B |\n| - | -: |\n" + "".join(f"| {n} | value {n} |\n" for n in range(300)),
    "code": "```py\n" + "".join(f"line {n}\n\n" for n in range(300)) + "```\n",
    "a quotation": "".join(f"> Words {n}.\n>\n" for n in range(300)),
    "paragraphs": "".join(f"Words {n}.\n\n" for n in range(300)),
    "one paragraph": "Some words and *more*, " * 2000,
    "one word": "香" * 30_000,
    "definitions": "".join(f"Term {n}\n:   What it means.\n\n" for n in range(300)),
    "notes": "".join(f"Word[^{n}]\n\n[^{n}]: Note {n}\n\n" for n in range(200)),
}

WITHIN = {
    "one word of code": "```\n" + "x=1;" * 8000 + "\n```\n",
    "one long line of code": "```\n" + "x = 1; " * 5000 + "\n```\n",
    "one item": "1. Outer\n\n" + "".join(f"    Words {n} of it.\n\n    - inner {n}\n\n" for n in range(300)),
    "an item that is one word": "- first\n- " + "a" * 30_000 + "\n- last\n",
    "all in bold": f"**{'bold words, and ' * 2000}**",
    "a wide table": "".join(
        f"| {' | '.join(f'{name} {column}' for column in range(700))} |\n"
        for name in ("Head", "---", "A", "B")
    ).replace("--- ", "---"),
    "a cell of many words": f"| A | B |\n| - | - |\n| 1 | {'word ' * 6000} |\n",
    "a table with joined rows": "<table>"
    + "".join(f'<tr><td rowspan="2">{n}</td><td>a</td></tr><tr><td>b</td></tr>' for n in range(300))
    + "</table>\n",
    "a deep quotation": "".join(f"> > > Words {n}.\n> > >\n" for n in range(300)),
    "one definition": "Term\n" + "".join(f":   What {n} means.\n\n    More of it.\n\n" for n in range(300)),
}
"""What is cut within single lines, items and cells."""
ALL = {**KINDS, **WITHIN}
EACH = [*KINDS, *(pytest.param(kind, marks=pytest.mark.slow) for kind in WITHIN)]


def parsed(text: str) -> FactSheet:
    return parse_sheet(text, name="document", digest="")


parsed("")  # raises Python's limit of recursion, which Hypothesis notes at a test's beginning


def packed(section: Section) -> PackedSection:
    return received(iter([*lines_of(pack(section))]))


def packed_sheet(sheet: FactSheet) -> FactSheet:
    return sheet.replace(sections=tuple(map(packed, sheet.sections)))


def assert_portions_fit(section: Section, most: int) -> None:
    """The portions have the leaves of the whole, some of them cut, at their places and in their order."""
    portions = list(cut(section, most))
    assert [portion.offset for portion in portions] == sorted(portion.offset for portion in portions)
    pieces = iter([(leaf.offset, leaf.text) for portion in portions for leaf in portion.leaves])
    for leaf in section.leaves:
        at = leaf.offset
        while True:
            offset, text = next(pieces)
            assert (offset, text) == (at, section.text[at : at + len(text)])
            at += len(text)
            if at == leaf.offset + len(leaf.text):
                break
    assert not list(pieces)


@examples(2)
@given(DOCUMENTS, SIZES)
def test_portions_have_the_words_at_the_places_of_the_whole(document: Written, most: int) -> None:
    for section in parsed(document.text).sections:
        assert_portions_fit(section, most)


@pytest.mark.parametrize("kind", breadth(ALL, 8))
def test_whatever_is_long_is_cut(kind):
    (section,) = parsed("# Long\n\n" + ALL[kind]).sections
    assert_portions_fit(section, 1000)
    portions = list(cut(section, 1000))
    assert len(portions) > 8
    assert max(portion.weight for portion in portions) < 2500
    assert packed(section).blocks == section.blocks


def test_a_word_without_a_blank_comes_in_pieces_of_which_qt_takes_the_square_of_the_time():
    for text in ("a" * 9_000, f"**{'a' * 9_000}**", "```\n" + "a" * 21_000 + "\n```"):
        (section,) = parsed(text).sections
        leaves = [leaf.text for portion in cut(section, 6_000) for leaf in portion.leaves]
        assert max(map(len, leaves)) <= 6_000
        assert len({leaf for leaf in leaves if len(leaf) == 2_000}) == 1


def test_portions_of_every_kind_of_block_fit():
    for section in RICH.sections:
        for most in (1, 200, 1000):
            assert_portions_fit(section, most)


@examples(1)
@given(DOCUMENTS)
def test_a_packed_section_is_the_section(document: Written) -> None:
    for section in parsed(document.text).sections:
        same = packed(section)
        assert same == section
        assert section == same
        assert hash(same) == hash(section)
        assert (same.text, same.leaves) == (section.text, section.leaves)
        assert same.replace(title="Other") == section.replace(title="Other")
        assert same.replace(blocks=()) == section.replace(blocks=())


@pytest.mark.slow
def test_nothing_is_packed_in_pieces_that_take_long_to_read():
    items = "".join(f"- Item *number* {n}\n" for n in range(3_000))
    table = "| A | B |\n| - | -: |\n" + "".join(f"| {n} | value {n} |\n" for n in range(3_000))
    (section,) = parsed("# L\n\n" + items + "\nWords.\n\n" + table).sections
    lines = [*lines_of(pack(section))]
    assert received(iter(lines)) == section
    assert max(map(len, lines)) < 200_000
    assert abs(packed(section).leaf_count - len(section.leaves)) < 0.2 * len(section.leaves)


def test_a_packed_section_is_as_strict_as_another():
    with pytest.raises(TypeError, match="size"):
        packed(RICH.sections[0]).replace(size=3)


def large(kind: str, sections: int) -> FactSheet:
    return packed_sheet(parsed("# L\n\n" + "".join(f"## S{n}\n\n{ALL[kind]}\n\n" for n in range(sections))))


@pytest.mark.parametrize("kind", breadth(EACH, 4))
def test_the_parts_together_show_the_whole_sheet_in_order(kind):
    sheet = large(kind, 3)
    parts = Parts(sheet, 30_000)
    assert len(parts) >= 3
    shown = [
        (s.number, leaf.offset, leaf.text)
        for n in range(len(parts))
        for s in parts.part(n).stretches
        for leaf in s.leaves
    ]
    assert shown == sorted(shown)
    words = ["".join(text for number, _, text in shown if number == n) for n in range(3)]
    assert words == ["".join(leaf.text for leaf in section.leaves) for section in sheet.sections]
    begun = [s.number for n in range(len(parts)) for s in parts.part(n).stretches if s.begins]
    assert begun == [0, 1, 2], "each heading stands once"


@pytest.mark.parametrize("kind", breadth(EACH, 4))
def test_every_place_is_in_the_part_that_shows_it(kind):
    sheet = large(kind, 2)
    parts = Parts(sheet, 30_000)
    assert parts.number_at(sheet, None) == 0
    for number in range(len(parts)):
        for stretch in parts.part(number).stretches:
            if stretch.begins:
                assert parts.number_at(sheet, TextRange.heading(stretch.section.id)) == number
            for leaf in stretch.leaves:
                assert parts.number_at(sheet, TextRange.point(stretch.section.id, leaf.offset)) == number
    with pytest.raises(KeyError):
        parts.number_at(sheet, TextRange.heading("unknown"))


@pytest.mark.slow
def test_a_sheet_that_is_not_packed_is_one_part():
    sheet = parsed("".join(f"## S{n}\n\nWords\n\n" for n in range(3000)))
    assert len(Parts(sheet, 1000)) == 1
    assert [stretch.section for stretch in Parts(sheet).part(0).stretches] == list(sheet.sections)


def test_a_sheet_without_sections_is_one_empty_part():
    assert Parts(parsed("")).part(0).stretches == []


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "größer.md"
    text = "---\npublisher: P\n---\n# *Large*\n\nÉlan 香港.\n\n"
    path.write_text(
        text + "".join(f"## Section {n}\n\n{KINDS['a list']}\n" for n in range(5)), encoding="utf-8"
    )
    return path


def test_another_process_reads_the_same_document(file):
    told: list[float] = []
    document = ReadingProcess(file).read(told.append)
    expected = read_document(file)
    assert document.sheet == expected.sheet
    assert all(isinstance(section, PackedSection) for section in document.sheet.sections)
    assert (document.path, document.key, document.bundled) == (file, expected.key, False)
    assert document.parts is not None
    for known in ("word_count", "minutes", "letters"):
        assert vars(document.sheet)[known] == getattr(expected.sheet, known)
    assert told == sorted(told)
    assert 0 <= told[0] < 0.2
    assert len(told) >= 3
    assert told[-1] <= 1


@pytest.mark.slow
def test_of_a_single_section_too_it_is_told_how_far_the_reading_is(tmp_path):
    path = tmp_path / "one.md"
    path.write_text("Some *words* and more.\n\n" * 5000, encoding="utf-8")
    told: list[float] = []
    ReadingProcess(path).read(told.append)
    assert told == sorted(told)
    assert len(told) > 50
    assert max(after - before for before, after in itertools.pairwise(told)) < 0.25


def test_what_cannot_be_read_is_told_as_ones_own(tmp_path):
    for name, data, words in (("a.md", b"\0" * 99, "a.md"), ("missing.md", None, "no document")):
        if data is not None:
            (tmp_path / name).write_bytes(data)
        with pytest.raises(DocumentError) as own:
            read_document(tmp_path / name)
        with pytest.raises(DocumentError, match=words) as childs:
            ReadingProcess(tmp_path / name).read(lambda _: None)
        assert str(childs.value) == str(own.value)


def test_stopping_ends_the_process(file, children):
    reading = ReadingProcess(file)
    with pytest.raises(Stopped):
        reading.read(lambda _: reading.stop())
    (child,) = children
    assert child.returncode not in (None, 0)


def test_what_was_stopped_before_it_began_reads_nothing(file):
    reading = ReadingProcess(file)
    reading.stop()
    with pytest.raises(Stopped):
        reading.read(lambda _: pytest.fail("it was read"))


@pytest.mark.skipif(os.name == "nt", reason="only on systems with these programs")
@pytest.mark.parametrize("command", ["/nowhere/hkviewer", "/bin/false", "/bin/cat"])
def test_a_process_that_cannot_start_or_ends_before_its_time_is_told(command, file, monkeypatch):
    monkeypatch.setattr(child_process, "own_command", lambda *_: [command])
    with pytest.raises(DocumentError, match="could not be read"):
        ReadingProcess(file).read(lambda _: None)


@pytest.mark.parametrize(
    ("size", "most", "words"),
    [
        ("LARGEST_READING", 10_000_000, "to read it takes more than 1.1 GB of memory"),
        ("MOST_SECTIONS", 2, "it has 50,000 headings; a document may have 2"),
    ],
)
def test_what_would_take_too_much_memory_is_refused_in_a_line(size, most, words, tmp_path, monkeypatch):
    path = tmp_path / "many.md"
    path.write_text("# T\n\n" + "## a\n" * 50_000, encoding="utf-8")
    lines = (
        "from hkviewer.content import sizes",
        f"sizes.{size} = {most}",
        "from hkviewer.content.reading_process import serve",
        "serve()",
    )
    command = [sys.executable, "-c", "\n".join(lines)]
    monkeypatch.setattr(child_process, "own_command", lambda *_: command)
    with pytest.raises(DocumentError, match=r"many\.md” is too large: ") as error:
        ReadingProcess(path).read(lambda _: None)
    assert error.value.what.endswith(f": {words}.")


@pytest.mark.parametrize("kind", ["notes", "one paragraph", "a list", "paragraphs"])
def test_a_packed_section_knows_its_paragraphs_and_notes_without_unpacking_them(kind):
    for section in parsed(
        f"# L\n\nWords[^a] and more.\n\n{ALL[kind]}\n\n[^a]: First.\n\n    Second.\n"
    ).sections:
        same = packed(section)
        same.__dict__.update(_portions=(), _whole=())
        for name in ("paragraph_starts", "note_starts", "mention_starts"):
            assert getattr(same, name) == getattr(section, name)
