"""Nothing runs off the page, however long a word, a title or a name is."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable
from typing import get_args

import pikepdf
import pypdfium2 as pdfium
import pytest

from hkviewer.cli import main
from hkviewer.errors import DocumentError
from hkviewer.export.briefing import Cover, OwnWords
from hkviewer.export.formats.registry import FORMATS
from hkviewer.export.line_breaks import BREAK, breakable, clipped, has_endless_word
from hkviewer.export.pdf.page_images import page_count
from hkviewer.export.verification.report import report
from hkviewer.preferences.schema import Layout, Paper
from tests.examples import breadth

LAYOUTS = get_args(Layout)
EDGE = 36
"""Points of the page's edge that stay white, or hold the head and foot."""
LONG_WORDS = {
    "letters": "Ab" * 100,
    "capitals": "W" * 24,
    "address": f"https://example.org/{'a' * 150}/b?c=d&{'e' * 40}",
    "path": "C:\\Users" * 25,
    "signs": "_" * 200,
    "apostrophes": "d'" * 90,
}


def beyond(pdf: bytes) -> str:
    """The letters that stand on the outer edge of the pages, or off them."""
    with contextlib.closing(pdfium.PdfDocument(pdf)) as document:
        found = []
        for page in document:
            page_width, page_height = page.get_size()
            text = page.get_textpage()
            for number in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(number)
                if left < EDGE or right > page_width - EDGE or bottom < 12 or top > page_height - 12:
                    found.append(text.get_text_range(number, 1))
        return "".join(found)


def sheet_of(word: str) -> str:
    """A sheet with `word` in every place that a sheet has."""
    front = "\n".join(f"{key}: {word}" for key in ("publisher", "bureau", "kind", "licence"))
    return (
        f"---\ntitle: The {word}\n{front}\nsource: https://example.org/{'a' * 150}\nedition: 2020-08\n---\n\n"
        f"# The {word}\n\n## Heading {word}\n\nWords {word} **{word}** [{word}](https://example.org/)\n\n"
        f"- item {word}\n\n> quotation {word}\n\n| a | {word} |\n| --- | --- |\n| {word} | b |\n\n"
        f"```\n{word}\n```\n\n### Below {word}\n\nx\n"
    )


@pytest.mark.parametrize("layout", breadth(LAYOUTS))
@pytest.mark.parametrize("word", LONG_WORDS.values(), ids=LONG_WORDS)
def test_a_long_word_breaks_wherever_it_stands(compiler, brief, part_of, layout, word):
    part = part_of(sheet_of(word))
    choices = {
        "layout": layout,
        "marking": word[:100],
        "prepared_for": word[:200],
        "prepared_by": word[:200],
        "contents": "yes",
    }
    for paper in get_args(Paper):
        assert beyond(compiler.pdf(brief(part, paper=paper, **choices), balanced=False)) == ""
    several = brief(Cover(), OwnWords(f"# Own {word}\n\nx\n"), part, part, title=word[:200], **choices)
    assert beyond(compiler.pdf(several, balanced=False)) == ""


def test_a_copy_with_broken_words_is_found_identical(compiler, brief, part_of, tmp_path):
    part = part_of(sheet_of("Ab" * 100))
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(compiler.pdf(brief(part)))
    code, lines = report(copy, [part.sheet])
    assert (code, "text identical to this edition" in lines[0]) == (0, True)


def test_the_title_in_the_files_own_description_is_unbroken(compiler, brief, part_of, tmp_path):
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(compiler.pdf(brief(part_of(f"# {'Ab' * 100}\n\nx\n"))))
    with pikepdf.open(copy) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Ab" * 100


@pytest.mark.parametrize(
    "word", ["Straßenverkehr", "香" * 60, "ภาษาไทย" * 12, "a-b-c", "Telecommunications", "مرحبا"]
)
def test_words_that_fit_or_may_break_by_their_scripts_own_rules_are_left_alone(word):
    assert breakable(word) == word


def test_an_address_breaks_after_its_signs_first():
    assert (
        breakable("https://example.org/one/two") == f"https://{BREAK}example.{BREAK}org/{BREAK}one/{BREAK}two"
    )


def test_a_clipped_line_ends_after_a_word_or_where_it_must():
    assert clipped("One two", 6) == "One two"
    assert clipped("One two three four", 10.5) == "One two three …"
    assert clipped("香" * 100, 10) == "香" * 7 + " …"
    assert clipped(f"A {'b' * 100}", 10) == f"A {'b' * 11} …"


@pytest.mark.parametrize("layout", breadth(LAYOUTS))
def test_long_names_take_lines_and_not_the_rest_of_the_page(compiler, brief, part_of, layout):
    name = "Office of the Assistant Secretary for " * 12
    front = f"publisher: {name}\nbureau: {name}\nkind: {name}\nlicence: {name}"
    text = f"---\ntitle: {name}\n{front}\n---\n\n# {name}\n\n## S\n\nx\n"
    pdf = compiler.pdf(brief(part_of(text), layout=layout, marking="W" * 100), balanced=False)
    assert beyond(pdf) == ""


@pytest.mark.parametrize("layout", breadth(LAYOUTS))
def test_small_print_of_many_parts_goes_on_over_the_page(compiler, brief, part_of, layout):
    sections = "".join(f"## Section number {n} of very many sections\n\nx\n\n" for n in range(60))
    part = part_of(f"# T\n\n{sections}")
    excerpt = tuple(section.id for section in part.sheet.sections[::2])
    parts = [type(part)(part.sheet, excerpt, part.document, part.folder)] * 12
    assert beyond(compiler.pdf(brief(*parts, layout=layout), balanced=False)) == ""


PLACES: dict[str, Callable[[str], str]] = {
    "title": lambda words: f"# {words}\n\nx\n",
    "heading": lambda words: f"# T\n\n## {words}\n\nx\n",
    "kind": lambda words: f"---\ntitle: T\nkind: {words}\n---\n\n# T\n\nx\n",
    "publisher": lambda words: f"---\ntitle: T\npublisher: {words}\n---\n\n# T\n\nx\n",
    "licence": lambda words: f"---\ntitle: T\nlicence: {words}\n---\n\n# T\n\nx\n",
}


@pytest.mark.parametrize("place", PLACES)
def test_what_no_page_has_room_for_is_named_with_its_length(compiler, brief, part_of, place):
    with pytest.raises(DocumentError, match=r"40,000 characters") as caught:
        compiler.pdf(brief(part_of(PLACES[place]("word " * 7999 + "words"))))
    assert place in caught.value.what.lower()
    assert caught.value.remedy


def test_other_forms_take_a_title_that_no_page_has_room_for(tmp_path, capsys):
    sheet = tmp_path / "sheet.md"
    sheet.write_text(PLACES["title"]("word " * 8000), encoding="utf-8")
    for ending in FORMATS:
        expected = 3 if ending == "pdf" else 0
        assert main(["export", str(sheet), "-o", str(tmp_path / f"copy.{ending}")]) == expected
    assert len(capsys.readouterr().err.splitlines()) <= 2


def test_a_source_too_long_for_a_link_is_printed(compiler, brief, part_of):
    pdf = compiler.pdf(brief(part_of(f"---\ntitle: T\nsource: https://x.org/{'a' * 9000}\n---\n\nx\n")))
    assert page_count(pdf) >= 1


@pytest.mark.parametrize("layout", breadth(LAYOUTS))
def test_a_heading_longer_than_a_page_goes_on_over_it(compiler, brief, part_of, layout, tmp_path):
    words = " ".join(f"Intercontinental{n}" for n in range(300))
    part = part_of(f"# T\n\nx\n\n## Before\n\nx\n\n## {words}\n\nThe end.\n")
    pdf = compiler.pdf(brief(part, layout=layout), balanced=False)
    assert beyond(pdf) == ""
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(pdf)
    assert report(copy, [part.sheet])[0] == 0


@pytest.mark.parametrize(("layout", "paper"), breadth(itertools.product(LAYOUTS, get_args(Paper))))
def test_the_longest_title_that_is_taken_has_room(compiler, brief, part_of, layout, paper):
    title = " ".join(["Intercontinental"] * 29)
    pdf = compiler.pdf(
        brief(part_of(f"# {title}\n\n## {title}\n\nx\n"), layout=layout, paper=paper), balanced=False
    )
    assert beyond(pdf) == ""


@pytest.mark.parametrize("sign", ["\u200d", "\u00ad", "\u034f", "\ufe0f", "\U000e0100", "\U000e0067"])
def test_of_endless_signs_that_show_nothing_the_first_ones_are_left(sign):
    assert breakable(f"a{sign * 30}b") == f"a{sign * 30}b"
    assert breakable(f"a{sign * 50_000}b") == f"a{sign * 30}b"


@pytest.mark.parametrize("word", ["क्" * 20_000, "ab\u200c" * 20_000])
def test_letters_bound_to_one_another_are_set_in_pieces(word):
    pieces = breakable(word).split(BREAK)
    assert "".join(pieces) == word
    assert max(map(len, pieces)) <= 70


@pytest.mark.parametrize("words", breadth(["a" + "\u200d" * 50_000, "क्" * 20_000, "a" + "\u0301" * 50_000]))
def test_a_copy_of_endless_marks_is_set(compiler, brief, part_of, words):
    assert compiler.pdf(brief(part_of(f"# T\n\n## A\n\n{words}\n"))).startswith(b"%PDF-")


@pytest.mark.parametrize("word", ["a", "W", "\u00e9", "_", "/a", "0", "d'"])
def test_an_endless_word_has_some_places_to_break_at_not_one_at_each_letter(word):
    text = breakable(word * 2000)
    pieces = text.split(BREAK)
    assert "".join(pieces) == word * 2000
    assert max(map(len, pieces)) <= 60
    assert len(pieces) <= len(text) // 12 + 1


def test_a_word_that_would_take_minutes_to_set_is_known():
    assert has_endless_word("Words " + "a" * 200_000 + " more")
    assert not has_endless_word("Words " + "a" * 99_000 + " more")
    assert not has_endless_word("word " * 100_000)
    assert not has_endless_word("\u9999" * 300_000), "their lines may end anywhere"


def test_a_copy_of_such_a_word_is_refused_in_one_line(tmp_path, capsys):
    path = tmp_path / "word.md"
    path.write_text("# W\n\n" + "a" * 250_000, encoding="utf-8")
    assert main(["export", str(path), "--format", "pdf", "-o", str(tmp_path / "w.pdf")]) == 2
    assert "A PDF of a word of more than 100,000 letters" in capsys.readouterr().err
