"""Whether a copy's text is its sheet's: intact ones pass, whatever is on their pages; changed ones do not."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from hkviewer.cli import main
from hkviewer.content.document import Document, read_document
from hkviewer.content.model import Block, FactSheet, ListBlock, Notes, Paragraph, Section, Text
from hkviewer.content.ranges import BODY, HEADING, TextRange
from hkviewer.errors import DocumentError, UsageError
from hkviewer.export.briefing import Briefing, Choices, Cover, OwnWords, Part, SheetPart
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.export.verification.expected import same_letters
from hkviewer.export.verification.report import report
from hkviewer.preferences.schema import Layout
from tests.examples import breadth, examples
from tests.rich_sheet import RICH

Make = Callable[..., Briefing]
Saved = Callable[[Briefing], Path]
LAYOUTS = breadth(("standard", "compact", "large"))
PAPERS = breadth(("letter", "a4"))
ECONOMY = "economic-relations"
BILATERAL = "bilateral-representation"
BASELINE = Path(__file__).parents[2] / "data" / "baseline-0.1.0" / "copies"
SENTENCE = (
    "However, many still value Hong Kong’s low taxation proximity to the Chinese market, skilled workforce, "
    "and infrastructure. "
)
IDENTICAL = "U.S. Relations With Hong Kong: text identical to this edition; "
SAME_WORDS = "U.S. Relations With Hong Kong: the words are the same; "
NOT_COMPARED = f"{SAME_WORDS}the drawing of the page was not compared; "
PREPARERS = "The preparer’s own, word for word:"
DATE = "  Date: 22 November 2026"

CHANGES = [
    (each,)
    for each in (
        ("substantial economic and social", "slight economic and social", ("slight", "substantial")),
        ("$12.8 billion", "$18.2 billion", ("$18.2", "$12.8")),
        ("85,000", "86,000", ("86,000", "85,000")),
        ("(202) 495-2266", "(202) 495-2267", ("495-2267", "495-2266")),
        (SENTENCE, "", ("lacks", "However, many still value")),
        ("are the responsibility of the PRC.", "are not the responsibility of the PRC.", ("adds", "not")),
        ("Travel Information", "Travel information", ("information", "Information")),
        ("Economic Relations", "Economic Ties", ("Ties", "Relations")),
        (
            "The United States provides no foreign assistance to Hong Kong.",
            "",
            ("lacks", "provides no foreign"),
        ),
    )
]
RIGHT_TO_LEFT = FactSheet(
    id="hebrew",
    title="Hebrew",
    sections=(
        Section(
            *("words", "Words", 2, ("Words",)),
            (
                Paragraph((Text("Sample (of words): שלום עולם, 1,300 (ועוד) " * 4),)),
                Paragraph((Text("End."),)),
            ),
            heading=(Text("Words"),),
        ),
    ),
    digest="0" * 64,
)


@pytest.fixture
def saved(tmp_path: Path, compiler: Compiler) -> Saved:
    """Sets a briefing and saves the copy."""
    numbers = itertools.count()

    def save(briefing: Briefing) -> Path:
        path = tmp_path / f"copy {next(numbers)}.pdf"
        path.write_bytes(compiler.pdf(briefing))
        return path

    return save


@pytest.fixture(scope="module")
def any_copy(
    hong_kong: SheetPart, compiler: Compiler, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, bytes]:
    """A file to write a copy to, and the copy."""
    briefing = Briefing((hong_kong,), Choices(dt.date(2026, 11, 22)))
    return tmp_path_factory.mktemp("damaged") / "copy.pdf", compiler.pdf(briefing)


def opened(part: SheetPart) -> Document:
    """The part's document: a sheet without its folder has no pictures."""
    return read_document(Path(part.document))


def changed(part: SheetPart, old: str, new: str) -> SheetPart:
    """The part with other words, and the small print of the sheet as it was."""
    assert any(old in section.text or old in section.title for section in part.sheet.sections)
    sections = tuple(_changed_section(section, old, new) for section in part.sheet.sections)
    return SheetPart(part.sheet.replace(sections=sections), part.sections, part.document, part.folder)


def _changed_section(section: Section, old: str, new: str) -> Section:
    blocks = tuple(_changed_block(block, old, new) for block in section.blocks)
    title = section.title.replace(old, new)
    return section.replace(title=title, heading=(Text(title),), blocks=blocks)


def _changed_block(block: object, old: str, new: str) -> object:
    if isinstance(block, Paragraph):
        inlines = (
            i.replace(text=i.text.replace(old, new)) if isinstance(i, Text) else i for i in block.content
        )
        return block.replace(content=tuple(inlines))
    if isinstance(block, ListBlock):
        items = (tuple(_changed_block(inner, old, new) for inner in item) for item in block.items)
        return block.replace(items=tuple(items))
    return block


# ---- Intact copies ---------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("paper", PAPERS)
def test_a_whole_copy_is_identical(
    layout: str, paper: str, hong_kong: SheetPart, brief: Make, saved: Saved
) -> None:
    path = saved(brief(hong_kong, layout=layout, paper=paper))
    assert report(path) == (0, [f"{IDENTICAL}whole sheet."])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_all_that_may_stand_on_its_pages_does_not_confuse(
    layout: str, hong_kong: SheetPart, brief: Make, saved: Saved
) -> None:
    own = OwnWords(
        "# Points\n\nSee [this](https://example.org/a).\n\n- one\n\n> two\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )
    spans = ((HEADING, 0, 8), (BODY, 4, 17), (BODY, 100, 140))
    ranges = tuple(TextRange(ECONOMY, *span) for span in spans)
    briefing = brief(
        *(Cover(), own, replace(hong_kong, highlights=ranges), OwnWords("Closing words.")),
        layout=layout,
        marking="OFFICIAL",
        prepared_for="The Minister",
        prepared_by="Desk 7",
        contents="yes",
        paragraph_numbers=True,
        notes=True,
    )
    assert report(saved(briefing)) == (0, [f"{IDENTICAL}whole sheet; preparer’s words apart."])


@pytest.mark.parametrize(
    "excerpt",
    [
        ((ECONOMY,), "section 3 of 5"),
        (("u-s-assistance-to-hong-kong", ECONOMY), "sections 2–3 of 5"),
        ((ECONOMY, BILATERAL), "sections 3 and 5 of 5"),
    ],
)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_excerpt_tells_which_sections_it_holds(
    layout: str, excerpt: tuple[tuple[str, ...], str], hong_kong: SheetPart, brief: Make, saved: Saved
) -> None:
    sections, told = excerpt
    path = saved(brief(SheetPart(hong_kong.sheet, sections), layout=layout))
    assert report(path) == (0, [f"{IDENTICAL}{told}."])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_kind_of_block_is_compared(
    layout: str, every_block: SheetPart, brief: Make, saved: Saved
) -> None:
    path = saved(brief(every_block, layout=layout))
    code, lines = report(path, [opened(every_block)])
    assert (code, lines) == (0, ["Every block: text identical to this edition; whole sheet."])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_several_sheets_are_compared_each_with_its_own(
    layout: str, every_block: SheetPart, hong_kong: SheetPart, brief: Make, saved: Saved
) -> None:
    parts = (
        OwnWords("## First\n\nw"),
        every_block,
        OwnWords("## Then\n\nw"),
        SheetPart(hong_kong.sheet, (ECONOMY,)),
    )
    path = saved(brief(*parts, layout=layout, title="Two sheets", contents="yes"))
    code, lines = report(path, [opened(every_block), hong_kong.sheet])
    assert code == 0
    assert lines == [
        "Every block: text identical to this edition; whole sheet; preparer’s words apart.",
        f"{IDENTICAL}section 3 of 5; preparer’s words apart.",
    ]


@pytest.mark.parametrize("position", [0, 1])
def test_own_words_with_the_headings_of_the_sheet_do_not_confuse(
    position: int, hong_kong: SheetPart, brief: Make, saved: Saved
) -> None:
    own = OwnWords("## Economic Relations\n\nThey are good.\n\n## Links\n\n[1] None.\n\n## Contents\n\nNone.")
    parts: list[Part] = [SheetPart(hong_kong.sheet, (ECONOMY,))]
    parts.insert(position, own)
    assert report(saved(brief(*parts))) == (0, [f"{IDENTICAL}section 3 of 5; preparer’s words apart."])


def test_a_copy_under_a_title_of_its_own_is_identical(
    hong_kong: SheetPart, brief: Make, saved: Saved
) -> None:
    path = saved(brief(hong_kong, title="Visit of the Minister", contents="yes"))
    assert report(path) == (0, [f"{IDENTICAL}whole sheet."])


def test_one_sheet_in_two_parts_is_compared_twice(hong_kong: SheetPart, brief: Make, saved: Saved) -> None:
    parts = (SheetPart(hong_kong.sheet, (BILATERAL,)), OwnWords("w"), SheetPart(hong_kong.sheet, (ECONOMY,)))
    code, lines = report(saved(brief(*parts)))
    assert code == 0
    assert [line.split("; ")[1] for line in lines] == ["section 5 of 5", "section 3 of 5"]


def test_a_copy_of_another_file_with_the_same_words_says_so(
    hong_kong: SheetPart, brief: Make, saved: Saved
) -> None:
    other = SheetPart(hong_kong.sheet.replace(digest="ab" * 32))
    code, lines = report(saved(brief(other)))
    assert code == 0
    assert lines[0] == f"{SAME_WORDS}whole sheet."
    assert "another file" in lines[1]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_words_from_right_to_left_give_no_false_alarm(layout: str, brief: Make, saved: Saved) -> None:
    try:
        path = saved(brief(SheetPart(RIGHT_TO_LEFT), layout=layout))
    except UsageError as error:
        pytest.skip(f"only on a system with Hebrew letters: {error}")
    assert report(path, [RIGHT_TO_LEFT])[0] == 0
    for old, new in (("שלום", "שלומ"), ("1,300", "1,030"), ("Sample", "Smaple")):
        other = _changed_section(RIGHT_TO_LEFT.sections[0], old, new)
        assert report(path, [RIGHT_TO_LEFT.replace(sections=(other,))])[0] == 1


def test_letters_that_a_reader_gives_twice_are_the_same_but_other_words_are_not() -> None:
    once = "Sample: ແຫລ່ງທີ່ຂາດບໍ່ໄດ້ 1,300"
    twice = "Sample: ແຫລ່ລ່ງທີ່ທີ່ຂາດບໍ່ໄດ້ດ້ 1,300"
    assert same_letters(once, twice)
    assert not same_letters(once, twice.replace("ຂາດ", "ຂານ"))
    assert not same_letters(once, twice.replace("1,300", "1,030"))
    assert not same_letters("tea", "eat")


_LETTERS = st.characters(
    min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=["Cc"], exclude_characters="\xad"
)
_ODD = st.sampled_from(
    ["ﬁ", "fi", "ffl", "-", "–", "[1]", "(2)", "1.", "well-known", "U.S.-China", "’", "$1", "Links"]
)
_WORD = st.one_of(
    _ODD, st.text(_LETTERS, min_size=1, max_size=40).map(lambda t: "".join(t.split())).filter(bool)
)
_LAYOUTS: st.SearchStrategy[Layout] = st.sampled_from(["standard", "compact", "large"])
_PARAGRAPH = st.lists(_WORD, min_size=1, max_size=40).map(lambda words: Paragraph((Text(" ".join(words)),)))


@given(
    sections=st.lists(st.lists(_PARAGRAPH, min_size=1, max_size=4), min_size=1, max_size=3), layout=_LAYOUTS
)
@examples(0.4, HealthCheck.too_slow)
def test_no_words_give_a_false_alarm(
    sections: list[list[Paragraph]],
    layout: Layout,
    compiler: Compiler,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    made = tuple(
        Section(f"s{n}", f"Section {n}", 2, (f"Section {n}",), tuple(blocks), heading=(Text(f"Section {n}"),))
        for n, blocks in enumerate(sections)
    )
    choices = Choices(dt.date(2026, 11, 22), layout=layout)
    sheet = FactSheet(id="words", title="Words", sections=made, digest="0" * 64)
    path = tmp_path_factory.mktemp("words") / "words.pdf"
    path.write_bytes(compiler.pdf(Briefing((SheetPart(sheet),), choices), balanced=False))
    assert report(path, [sheet]) == (0, ["Words: text identical to this edition; whole sheet."])


# ---- Changed copies --------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "change",
    breadth(CHANGES, 5),
)
def test_a_changed_copy_is_told_from_an_intact_one(
    layout: str, change: tuple[str, str, tuple[str, str]], hong_kong: SheetPart, brief: Make, saved: Saved
) -> None:
    old, new, told = change
    own = OwnWords("# Points\n\nOurs.")
    code, lines = report(saved(brief(own, changed(hong_kong, old, new), layout=layout)))
    assert code == 1
    assert "text not identical to this edition" in lines[0]
    assert lines[0].endswith("; 1 difference.")
    assert len(lines) == 2
    for words in told:
        assert words in lines[1]


def test_a_difference_names_its_section(hong_kong: SheetPart, brief: Make, saved: Saved) -> None:
    _, lines = report(saved(brief(changed(hong_kong, "$12.8 billion", "$18.2 billion"))))
    assert lines[1] == "  Economic Relations: the copy has “$18.2” where the sheet has “$12.8”."


def test_every_difference_is_listed(hong_kong: SheetPart, brief: Make, saved: Saved) -> None:
    part = changed(changed(hong_kong, "1,300", "1,400"), "three Economic", "four Economic")
    code, lines = report(saved(brief(part)))
    assert code == 1
    assert lines[0].endswith("; 2 differences.")
    assert len(lines) == 3


def test_swapped_paragraphs_are_told(hong_kong: SheetPart, brief: Make, saved: Saved) -> None:
    sections = tuple(
        s.replace(blocks=(s.blocks[1], s.blocks[0], *s.blocks[2:])) if s.id == ECONOMY else s
        for s in hong_kong.sheet.sections
    )
    code, _ = report(saved(brief(SheetPart(hong_kong.sheet.replace(sections=sections)))))
    assert code == 1


def test_a_copy_of_an_older_edition_says_so(hong_kong: SheetPart, brief: Make, saved: Saved) -> None:
    part = changed(hong_kong, "85,000", "80,000")
    older = SheetPart(part.sheet.replace(digest="ab" * 32))
    code, lines = report(saved(brief(older)))
    assert code == 1
    assert "another edition" in lines[0]


def test_a_changed_title_is_told(hong_kong: SheetPart, brief: Make, saved: Saved) -> None:
    part = SheetPart(hong_kong.sheet.replace(title="U.S. Relations With Macau"))
    code, lines = report(saved(brief(part)))
    assert code == 1
    assert any("U.S. Relations With Macau" in line for line in lines[1:])


@pytest.mark.parametrize(
    ("change", "told"),
    breadth(
        [
            ({"publisher": "Ministry of Truth"}, "Ministry of Truth"),
            ({"source": "https://example.org/other"}, "example.org/other"),
            ({"received": "2026-11-23"}, "23 November 2026"),
        ]
    ),
)
def test_a_changed_title_block_is_told(
    change: dict[str, str], told: str, hong_kong: SheetPart, brief: Make, saved: Saved
) -> None:
    code, lines = report(saved(brief(SheetPart(hong_kong.sheet.replace(**change)))))
    assert code == 1
    assert told in lines[1]


def test_an_edition_that_is_no_longer_told_as_inferred_is_a_difference(
    hong_kong: SheetPart, brief: Make, saved: Saved
) -> None:
    edition = hong_kong.sheet.edition
    assert edition is not None
    part = SheetPart(hong_kong.sheet.replace(edition=edition.replace(inferred=False)))
    code, lines = report(saved(brief(part)))
    assert code == 1
    assert "August 2020 (inferred)" in lines[1]


def test_words_of_the_preparer_are_no_difference_but_words_in_a_section_are(
    hong_kong: SheetPart, brief: Make, saved: Saved
) -> None:
    part = SheetPart(changed(hong_kong, "online piracy.", "online piracy. We agree.").sheet, (ECONOMY,))
    code, lines = report(saved(brief(OwnWords("We agree."), part)))
    assert code == 1
    assert "We agree" in lines[1]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("title", ["", "Visit of the Minister"])
def test_the_preparers_words_do_not_stand_in_for_altered_words_of_the_sheet(
    layout: str, title: str, hong_kong: SheetPart, brief: Make, saved: Saved
) -> None:
    section = hong_kong.sheet.section(BILATERAL)
    own = OwnWords(f"## {hong_kong.sheet.title}\n\n### {section.title}\n\n{section.text}\n")
    part = SheetPart(changed(hong_kong, "Travel Information", "Trade Information").sheet, (BILATERAL,))
    code, lines = report(saved(brief(part, own, layout=layout, title=title)))
    assert code == 1
    assert lines[1] == f"  {section.title}: the copy has “Trade” where the sheet has “Travel”."


@pytest.mark.parametrize(
    ("name", "code", "first"),
    [
        ("whole", 0, f"{NOT_COMPARED}whole sheet."),
        ("sections", 0, f"{NOT_COMPARED}sections 3 and 5 of 5."),
        ("several", 1, f"{NOT_COMPARED}whole sheet."),
        ("altered", 1, "U.S. Relations With Hong Kong: text not identical to this edition; "),
    ],
)
def test_a_copy_of_version_0_1_0_which_does_not_say_where_its_parts_begin_is_compared_as_ever(
    name: str, code: int, first: str
) -> None:
    found, lines = report(BASELINE / f"{name}.pdf")
    assert found == code
    assert lines[0].startswith(first)


# ---- What is no copy of a known sheet ---------------------------------------------------------


def test_an_unknown_sheet_is_named(every_block: SheetPart, brief: Make, saved: Saved) -> None:
    code, lines = report(saved(brief(every_block)))
    assert code == 1
    assert len(lines) == 1
    assert "“every-block”" in lines[0]


def test_of_two_sheets_the_unknown_one_is_named_and_the_other_compared(
    every_block: SheetPart, hong_kong: SheetPart, brief: Make, saved: Saved
) -> None:
    code, lines = report(saved(brief(every_block, hong_kong)))
    assert code == 1
    assert "“every-block”" in lines[0]
    assert lines[1] == f"{NOT_COMPARED}whole sheet."


def test_a_pdf_that_is_no_copy_gets_a_plain_answer(tmp_path: Path) -> None:
    path = tmp_path / "other.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path)
    code, lines = report(path)
    assert code == 1
    assert "not a copy made by this program" in lines[0]


@pytest.mark.parametrize(
    "data",
    [b"", b"no PDF", b"%PDF-1.7\nbroken", b"\x00" * 1000, b"# Markdown\n"],
    ids=["empty", "text", "head", "zeros", "markdown"],
)
def test_a_file_that_is_no_pdf_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "copy.pdf"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=r"no PDF|a damaged or locked PDF") as caught:
        report(path)
    assert caught.value.exit_code == 3


def test_a_copy_cut_short_is_refused_or_told(hong_kong: SheetPart, brief: Make, saved: Saved) -> None:
    path = saved(brief(hong_kong))
    whole = path.read_bytes()
    for size in (len(whole) // 4, len(whole) // 2, len(whole) - 300):
        path.write_bytes(whole[:size])
        try:
            code, _ = report(path)
        except DocumentError as error:
            code = error.exit_code
        assert code in (1, 3)


def test_a_copy_with_a_page_that_is_none_is_refused(hong_kong: SheetPart, brief: Make, saved: Saved) -> None:
    path = saved(brief(hong_kong))
    with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
        pdf.pages[1].obj["/Type"] = pikepdf.Name("/Catalog")
        pdf.save(path)
    with pytest.raises(DocumentError, match="damaged"):
        report(path)


@given(data=st.data())
@examples(0.3)
@pytest.mark.slow
def test_no_damage_ends_in_anything_but_an_answer(data: st.DataObject, any_copy: tuple[Path, bytes]) -> None:
    path, whole = any_copy
    damaged = bytearray(whole)
    for place in data.draw(st.lists(st.integers(0, len(whole) - 60), min_size=1, max_size=40)):
        damaged[place : place + data.draw(st.integers(1, 50))] = b"?"
    path.write_bytes(damaged)
    try:
        code, _ = report(path)
    except DocumentError as error:
        code = error.exit_code
    assert code in (0, 1, 3)


def test_a_locked_copy_is_refused(hong_kong: SheetPart, brief: Make, saved: Saved) -> None:
    path = saved(brief(hong_kong))
    with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(DocumentError, match="locked"):
        report(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no copy to check"):
        report(tmp_path / "none.pdf")
    with pytest.raises(DocumentError, match="folder"):
        report(tmp_path)


def white_box(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"q 1 1 1 rg 0 300 600 300 re f Q")


def note_on_the_page(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[100, 500, 400, 520], Contents="Wrong."
    )
    pdf.pages[0].Annots.append(pdf.make_indirect(note))


def words_without_tag(pdf: pikepdf.Pdf) -> None:
    font = next(iter(pdf.pages[0].Resources.Font))
    pdf.pages[0].contents_add(f"BT {font} 12 Tf 72 72 Td <0001> Tj ET".encode())


def page_put_in(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


def edited(path: Path, edit: Callable[[pikepdf.Pdf], None]) -> Path:
    """The copy at `path` after another program's `edit`, saved again there."""
    with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
        edit(pdf)
        pdf.save(path)
    return path


def test_what_another_program_saved_again_is_told_though_the_words_are_the_sheets(
    hong_kong: SheetPart, brief: Make, saved: Saved
) -> None:
    code, lines = report(edited(saved(brief(hong_kong)), lambda _: None))
    assert code == 1
    assert lines[0].startswith(SAME_WORDS.rstrip("; "))
    assert lines[-1].startswith("The file was changed or saved again by another program")


@pytest.mark.parametrize("edit", breadth([white_box, note_on_the_page, words_without_tag, page_put_in]))
def test_words_that_are_covered_or_put_in_are_not_said_to_be_the_same(
    edit: Callable[[pikepdf.Pdf], None], hong_kong: SheetPart, brief: Make, saved: Saved
) -> None:
    code, lines = report(edited(saved(brief(hong_kong)), edit))
    assert code == 1
    assert "the words are the same" not in lines[0]


def test_words_that_were_put_in_beside_the_text_are_told_and_no_others(
    hong_kong: SheetPart, brief: Make, saved: Saved
) -> None:
    _, lines = report(edited(saved(brief(hong_kong)), words_without_tag))
    (told,) = (line for line in lines if "beside its text" in line)
    assert re.fullmatch(r"  Page 1, in its head, foot or beside its text: the copy adds “\S+”\.", told), told


def test_what_is_appended_to_the_file_is_told(hong_kong: SheetPart, brief: Make, saved: Saved) -> None:
    path = saved(brief(hong_kong))
    path.write_bytes(path.read_bytes() + b"\n% more\n%%EOF")
    code, lines = report(path)
    assert code == 1
    assert "The file was changed" in lines[-1]


def test_a_page_taken_out_is_told(hong_kong: SheetPart, brief: Make, saved: Saved) -> None:
    path = saved(brief(hong_kong))
    with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
        del pdf.pages[1]
        pdf.save(path)
    code, lines = report(path)
    assert code == 1
    assert any("lacks" in line for line in lines)


def test_the_command_prints_the_report_and_returns_its_code(
    hong_kong: SheetPart, brief: Make, saved: Saved, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(saved(brief(hong_kong)))]) == 0
    assert capsys.readouterr().out == f"{IDENTICAL}whole sheet.\n{PREPARERS}\n{DATE}\n"
    assert main(["verify", str(saved(brief(changed(hong_kong, "85,000", "86,000"))))]) == 1
    assert "86,000" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("none.pdf", "There is no copy to check “"),
        ("copy.docx", "is no PDF, and only PDF copies can be checked."),
        ("broken.pdf", "is a damaged or locked PDF."),
    ],
)
def test_the_command_refuses_what_is_no_pdf_in_plain_words(
    name: str, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "copy.docx").write_text("words", encoding="utf-8")
    (tmp_path / "broken.pdf").write_text("%PDF-1.7 words", encoding="utf-8")
    assert main(["verify", str(tmp_path / name)]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert 1 <= captured.err.count("\n") <= 2
    assert why in captured.err


@pytest.mark.parametrize("layout", LAYOUTS)
def test_room_for_notes_is_no_word_of_the_copy(
    layout: str, hong_kong: SheetPart, brief: Make, saved: Saved
) -> None:
    assert report(saved(brief(hong_kong, layout=layout, notes=True))) == (0, [f"{IDENTICAL}whole sheet."])


RICH_PARTS = [(), ("styles",), ("tables",), ("definitions",), ("styles", "definitions")]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("sections", RICH_PARTS)
def test_notes_definitions_styles_and_spanned_cells_are_read_again(
    layout: Layout, sections: tuple[str, ...], saved: Saved, brief: Make
) -> None:
    part = SheetPart(RICH, sections) if sections else SheetPart(RICH)
    for numbers in (False, True):
        path = saved(brief(part, layout=layout, paragraph_numbers=numbers))
        assert report(path, [RICH])[0] == 0


@pytest.mark.slow
def test_several_sheets_with_notes_are_read_again(saved: Saved, brief: Make, hong_kong: SheetPart) -> None:
    other = RICH.replace(id="other", title="Other")
    parts = (OwnWords("# Points\n\nWords."), SheetPart(RICH), hong_kong, SheetPart(other, ("tables",)))
    assert report(saved(brief(*parts)), [RICH, other, hong_kong.sheet])[0] == 0


def test_a_changed_note_is_told_of(saved: Saved, brief: Make) -> None:
    changed = RICH.replace(
        sections=tuple(s.replace(blocks=tuple(_changed(block) for block in s.blocks)) for s in RICH.sections)
    )
    code, lines = report(saved(brief(SheetPart(changed))), [RICH])
    assert code == 1
    assert "1 difference" in lines[0]
    assert "another" in lines[1]


def _changed(block: Block) -> Block:
    if not isinstance(block, Notes):
        return block
    notes = [
        n.replace(blocks=(Paragraph((Text("Of another."),)),)) if n.number == 7 else n for n in block.notes
    ]
    return Notes(tuple(notes))
