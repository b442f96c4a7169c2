"""Setting a copy: what the engine promises whatever the text."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.model import FactSheet, Note, NoteReference, Notes, Paragraph, Section, Styled, Text
from hkviewer.export.briefing import Briefing, Choices, OwnWords, SheetPart
from hkviewer.export.line_breaks import BREAK
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.export.pdf.copy_setter import CopyError, Stopped
from hkviewer.export.pdf.job import job_of
from hkviewer.export.pdf.page_images import page_count, page_sizes, pictures
from hkviewer.export.pdf.stand_ins import told
from hkviewer.export.pictures import CopyPictures
from hkviewer.export.verification.extract import tagged_texts
from hkviewer.export.verification.report import report
from hkviewer.system.characters import one_line
from tests.examples import breadth, examples

LAYOUTS = ("standard", "compact", "large")
MOST_PAGES = {"standard": 3, "compact": 2, "large": 7}


@pytest.fixture
def texts_of(compiler, tmp_path):
    def texts(briefing):
        path = tmp_path / "copy.pdf"
        path.write_bytes(compiler.pdf(briefing))
        return tagged_texts(path.read_bytes(), path)

    return texts


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("layout", breadth(LAYOUTS))
def test_the_hong_kong_sheet_fits_its_pages(compiler, brief, hong_kong, layout, paper):
    pdf = compiler.pdf(
        brief(
            hong_kong, layout=layout, paper=paper, marking="UNCLASSIFIED", prepared_for="A", prepared_by="B"
        )
    )
    assert page_count(pdf) <= MOST_PAGES[layout]
    width, height = {"letter": (612, 792), "a4": (595.28, 841.89)}[paper]
    assert page_sizes(pdf)[0] == pytest.approx((width, height), abs=0.1)


@pytest.mark.slow
def test_the_same_choices_date_and_text_make_the_same_bytes(brief, hong_kong):
    briefing = brief(hong_kong, layout="compact", marking="UNCLASSIFIED")
    with Compiler() as one, Compiler() as other:
        assert one.pdf(briefing) == one.pdf(briefing) == other.pdf(briefing)


def test_another_date_makes_other_bytes(compiler, brief, hong_kong):
    assert compiler.pdf(brief(hong_kong)) != compiler.pdf(brief(hong_kong, date=dt.date(2027, 1, 1)))


@pytest.mark.slow
def test_a_copy_for_each_thread_at_once(brief, hong_kong):
    made = {}

    def make(layout):
        with Compiler() as own:
            made[layout] = own.pdf(brief(hong_kong, layout=layout))
            list(pictures(made[layout], 40))

    threads = [threading.Thread(target=make, args=(layout,)) for layout in LAYOUTS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == sorted(LAYOUTS)


HOSTILE = [
    '#panic("x")',
    '#read("/etc/passwd") #import "@preview/x:1.0.0"',
    "$x$ #let a = 1; \\ _under_ @ref <label> // no comment /* nor this */ = no heading",
    "`raw` ~ -- --- ... “quotes” 'x' \"y\" {a} [b] (c) # * - + / = ^ % & |",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_typst_in_a_text_a_marking_a_name_or_own_words_is_only_text(texts_of, brief, part_of, words):
    code = words.replace("`", "'")
    part = part_of(f"# T\n\n## S\n\n```\n{code}\n```\n")
    found = texts_of(
        brief(
            OwnWords(f"```\n{code}\n```"),
            part,
            marking=words,
            prepared_for=words,
            prepared_by=words,
            title=words,
        )
    )
    everything = "".join("".join(text.text.split()) for text in found)
    assert everything.count("".join(code.split())) >= 2
    assert everything.count("".join(words.split())) >= 4


def test_a_text_cannot_reach_a_file(compiler, brief, part_of, tmp_path):
    (tmp_path / "secret.png").write_bytes(b"no picture")
    pdf = compiler.pdf(
        brief(part_of("# T\n\n![one](secret.png) ![two](../secret.png) ![three](/etc/passwd)\n"))
    )
    assert page_count(pdf) == 1


@pytest.mark.parametrize("char", ["\U00013000", "\ufffe", "\ue000", "\u0378", "\U000f1234", "\U0010ffff"])
def test_a_character_that_no_font_may_show_stands_as_its_number(texts_of, brief, hong_kong, char):
    texts = [text.text for text in texts_of(brief(OwnWords(f"a {char} b"), hong_kong))]
    number = f"[U+{ord(char):04X}]"
    assert any("".join(text.split()) == f"a{number}b" for text in texts)
    assert any("has stands as its Unicode number" in text and number in text for text in texts)


def test_a_sign_that_joins_is_not_named_beside_what_it_joins(compiler, brief, hong_kong):
    pdf = compiler.pdf(brief(hong_kong, marking="\U00013000\u200d\U00013001"))
    assert told(pdf).endswith("in the copy, U+13000, U+13001.")


def test_a_copy_without_stand_ins_tells_of_none(compiler, brief, hong_kong):
    assert told(compiler.pdf(brief(hong_kong, marking="[U+0041]"))) == ""


def test_of_many_stand_ins_the_first_are_named(compiler, brief, hong_kong):
    pdf = compiler.pdf(brief(OwnWords("".join(map(chr, range(0xE000, 0xE100)))), hong_kong))
    assert told(pdf).endswith("U+E009 and 246 more.")


def test_a_lone_surrogate_stands_as_its_number(texts_of, brief):
    assert "a [U+D800]  b" in [text.text.strip() for text in texts_of(brief(OwnWords("a \ud800 b")))]


def test_a_warning_is_an_error(compiler, brief, hong_kong, monkeypatch):
    monkeypatch.setattr(compiler, "_template", b'#set document(title: "t")\n#text(font: "No Such Font")[x]')
    with pytest.raises(CopyError, match="could not be set"):
        compiler.pdf(brief(hong_kong))


@pytest.mark.parametrize(
    "fault",
    [
        b"= Heading\ntext",  # no title
        b'#set document(title: "t")\n= One\n=== Three',  # a level is skipped
        b'#set document(title: "t")\n#image(bytes(sys.inputs.doc))',  # no alternative text, no picture
    ],
)
def test_a_template_with_a_fault_of_accessibility_is_refused(compiler, brief, hong_kong, monkeypatch, fault):
    monkeypatch.setattr(compiler, "_template", fault)
    with pytest.raises(CopyError, match="could not be set"):
        compiler.pdf(brief(hong_kong))


def test_setting_stops_when_it_is_told_to(compiler, brief, hong_kong):
    asked = []

    def stop():
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(Stopped):
        compiler.pdf(brief(hong_kong, layout="compact"), stop=stop)
    assert len(asked) == 4


def test_own_words_nested_too_deeply_are_set(compiler, brief, words_on_pages):
    assert "deepest" in words_on_pages(compiler.pdf(brief(OwnWords("> " * 300 + "deepest"))))


def test_deep_lists_and_quotations_are_set(compiler, brief, part_of):
    text = "# T\n\n" + "\n".join("    " * n + "- level" for n in range(12)) + "\n\n" + "> " * 12 + "quoted\n"
    for layout in LAYOUTS:
        assert page_count(compiler.pdf(brief(part_of(text), layout=layout))) >= 1


def test_pictures_are_set_with_their_alternative_text(texts_of, brief, part_of, tmp_path):
    size = "width='40' height='4000'"
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' {size}><rect {size}/></svg>"
    (tmp_path / "tall.svg").write_text(svg)
    (tmp_path / "broken.png").write_bytes(b"broken")
    texts = texts_of(
        brief(part_of("# T\n\n![Tall](tall.svg)\n\n![Broken](broken.png)\n\n![Gone](gone.png)\n"))
    )
    words = " ".join(text.text for text in texts)
    assert "[Picture: Broken]" in words
    assert "[Picture: Gone]" in words
    assert "[Picture: Tall]" not in words


@pytest.mark.slow
def test_a_list_of_contents_comes_from_four_pages_on(texts_of, brief, hong_kong, part_of):
    def has_contents(briefing: Briefing) -> bool:
        return any(text.tag == "H2" and text.text.strip() == "Contents" for text in texts_of(briefing))

    long = part_of("# T\n\n" + "".join(f"## S{n}\n\n{'word ' * 300}\n\n" for n in range(9)))
    assert not has_contents(brief(hong_kong))
    assert has_contents(brief(long))
    assert has_contents(brief(hong_kong, contents="yes"))
    assert not has_contents(brief(long, contents="no"))


def test_the_last_pages_columns_are_balanced(compiler, brief, hong_kong):
    """The lowest ink of both columns is within four lines; unbalanced it is half a page apart."""

    def gap(pdf: bytes) -> int:
        picture = list(pictures(pdf, 72))[-1]
        rows = {"left": 0, "right": 0}
        for y in range(80, 640):
            line = picture.pixels[y * picture.stride : (y + 1) * picture.stride]
            for side, (a, b) in {"left": (60, 290), "right": (330, 550)}.items():
                if min(line[a * 4 : b * 4 : 4], default=255) < 160:
                    rows[side] = y
        return abs(rows["left"] - rows["right"])

    briefing = brief(hong_kong, layout="compact")
    assert gap(compiler.pdf(briefing)) <= 60
    assert gap(compiler.pdf(briefing, balanced=False)) > 120


def test_notes_rule_the_free_rest_of_the_last_page(compiler, words_on_pages, brief, hong_kong):
    for layout in LAYOUTS:
        assert (
            "Notes" in words_on_pages(compiler.pdf(brief(hong_kong, layout=layout, notes=True))).splitlines()
        )
    assert "Notes" not in words_on_pages(compiler.pdf(brief(hong_kong))).splitlines()


def test_room_for_notes_is_nothing_to_a_screen_reader(texts_of, brief, hong_kong):
    assert "Notes" not in [text.text.strip() for text in texts_of(brief(hong_kong, notes=True))]


@examples(0.25)
@given(st.text(alphabet=st.characters(codec="latin-1", exclude_categories=["Cc", "Cf"]), max_size=80))
def test_any_words_of_the_bundled_fonts_arrive_on_the_page(compiler, hong_kong, words):
    from hkviewer.export.briefing import Choices

    name = one_line(words)
    briefing = Briefing(
        (SheetPart(hong_kong.sheet, ("economic-relations",)),),
        Choices(dt.date(2026, 1, 1), prepared_for=name),
    )
    data = job_of(briefing, CopyPictures(compiler))["doc"]
    assert [fact["value"].replace(BREAK, "") for fact in data["facts"] if fact["label"] == "For"] == (
        [name] if name else []
    )
    assert compiler.pdf(briefing, balanced=False)[:5] == b"%PDF-"


@pytest.mark.parametrize("words", ["香港特別行政區", "مرحبا", "Việt Nam ½ → ≤", "👍"])
def test_other_scripts_take_the_systems_fonts_or_are_named(compiler, brief, hong_kong, words):
    """Which it is depends on the machine; a box is never set (PDF/A and PDF/UA forbid it)."""
    try:
        pdf = compiler.pdf(brief(hong_kong, prepared_for=words))
    except CopyError as error:
        assert "U+" in error.what  # noqa: PT017  both outcomes are right
    else:
        assert page_count(pdf) == 3


def test_contents_and_links_of_a_large_copy_are_large_too(compiler, brief, part_of):
    """Capital letters are about as high as in the text (sans serif at 16 points beside serif at 18)."""
    text = "# T\n\n## Heading\n\nText.\n\n### Below\n\n[Website](https://example.org/)\n"
    pdf = compiler.pdf(brief(part_of(text), layout="large", contents="yes"))
    with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
        heights: dict[str, list[float]] = {}
        for page in document:
            words = page.get_textpage()
            for number in range(words.count_rects()):
                left, bottom, right, top = words.get_rect(number)
                said = words.get_text_bounded(left, bottom, right, top).strip()
                heights.setdefault(said, []).append(top - bottom)
    assert min(heights["Below"]) >= 0.9 * min(heights["Text."])


def test_a_footnote_that_typst_cannot_tag_stands_at_the_end(compiler: Compiler, tmp_path: Path) -> None:
    lines = Styled("deleted", (Text("b " * 900), NoteReference(1), Text("c " * 900)))
    notes = Notes((Note(1, (Paragraph((Styled("underlined", (Text("The note."),)),)),)),))
    section = Section("s", "S", 2, ("S",), (Paragraph((lines,)), notes), heading=(Text("S"),))
    sheet = FactSheet("s", "S", (section,), "0" * 64)
    pdf = compiler.pdf(Briefing((SheetPart(sheet),), Choices(dt.date(2026, 1, 1))))
    texts = [text.text.strip() for text in tagged_texts(pdf, Path("copy.pdf"))]
    assert texts[texts.index("Endnotes") + 1 :][:2] == ["[1]", "The note."]
    path = tmp_path / "copy.pdf"
    path.write_bytes(pdf)
    assert report(path, [sheet])[0] == 0
