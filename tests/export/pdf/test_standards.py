"""Every copy is PDF/UA-1 and PDF/A-2a, and says its structure: proved by two checkers and by hand.

veraPDF and page-validation check what the standards can express. Neither notices headings that are
tagged as paragraphs, or missing bookmarks: those are looked for with pikepdf.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import pikepdf
import pypdfium2 as pdfium
import pytest

from hkviewer.content.document import open_document, read_document
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.ranges import BODY, HEADING, TextRange
from hkviewer.export.briefing import Briefing, Choices, Cover, OwnWords, SheetPart
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.export.verification.extract import tagged_texts
from hkviewer.export.verification.report import report
from hkviewer.preferences.schema import Contents, Layout, Paper
from tests.examples import breadth
from tests.export.standards import page_failures
from tests.rich_sheet import RICH

EVERY_KIND = Path(__file__).parents[2] / "data" / "every_kind" / "sheet.md"
SHEETS = Path(__file__).parents[2] / "data" / "sheets"
LAYOUTS = get_args(Layout)
PAPERS = get_args(Paper)
EXCERPT = ("economic-relations", "bilateral-representation")
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")


@dataclass(frozen=True)
class Made:
    """A copy and what it was made of."""

    name: str
    briefing: Briefing
    pdf: bytes

    @property
    def opened(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.pdf))


def briefings() -> Iterator[tuple[str, Briefing]]:
    hong_kong = SheetPart.of(open_document(None))
    excerpt = SheetPart(hong_kong.sheet, EXCERPT)
    every = SheetPart.of(read_document(EVERY_KIND))
    date = dt.date(2026, 11, 22)
    for layout, paper in itertools.product(LAYOUTS, PAPERS):
        for what, part in (("whole", hong_kong), ("excerpt", excerpt)):
            choices = Choices(
                date, paper=paper, layout=layout, marking="UNCLASSIFIED", prepared_for="The Delegation"
            )
            yield f"{layout}-{paper}-{what}", Briefing((part,), choices)
    own = OwnWords("## Points to make\n\n1. First; see [the site](https://example.org/a).\n2. Second.\n")
    marked = replace(hong_kong, highlights=MARKED)
    rich = RICH.replace(publisher="U.S. Department of State")
    for layout in LAYOUTS:
        choices = Choices(
            date,
            layout=layout,
            contents="yes",
            notes=True,
            paragraph_numbers=True,
            prepared_by="Desk",
        )
        yield f"{layout}-everything", Briefing((Cover(), own, marked, every), choices)
        yield f"{layout}-rich", Briefing((SheetPart(rich),), Choices(date, layout=layout))


YELLOW = [255, 233, 138]
MARKED = (
    TextRange("u-s-assistance-to-hong-kong", HEADING, 0, 4),
    TextRange("economic-relations", HEADING, 9, 18),
    TextRange("economic-relations", BODY, 4, 17),
    TextRange("economic-relations", BODY, 30, 60),
)


class Copies(dict[str, Made]):
    """Copies by their names, set as they are asked for."""

    def __init__(self, compiler: Compiler) -> None:
        super().__init__()
        self._compiler = compiler
        self._briefings = dict(briefings())

    def __missing__(self, name: str) -> Made:
        briefing = self._briefings[name]
        self[name] = Made(name, briefing, self._compiler.pdf(briefing))
        return self[name]


@pytest.fixture(scope="module")
def made(compiler: Compiler) -> Copies:
    return Copies(compiler)


NAMES = [f"{a}-{b}-{c}" for a, b, c in itertools.product(LAYOUTS, PAPERS, ("whole", "excerpt"))]
ALL = [*(f"{layout}-{what}" for layout in LAYOUTS for what in ("everything", "rich")), *NAMES]


def highlights(pdf: pikepdf.Pdf) -> int:
    """How many stretches of words are painted over in the highlight's yellow."""
    return sum(
        str(step.operator) == "scn" and [round(255 * float(part)) for part in step.operands] == YELLOW
        for page in pdf.pages
        for step in pikepdf.parse_content_stream(page)
    )


@pytest.mark.parametrize("layout", breadth(LAYOUTS))
def test_headings_are_marked_as_text_is_and_contents_and_bookmarks_stay_plain(layout):
    part = SheetPart.of(open_document(None))
    choices = Choices(dt.date(2026, 11, 22), layout=layout, contents="yes")
    with Compiler() as compiler:
        plain, text, both = (
            pikepdf.open(io.BytesIO(compiler.pdf(Briefing((replace(part, highlights=marked),), choices))))
            for marked in ((), MARKED[2:3], MARKED[:3])
        )
    assert [highlights(pdf) for pdf in (plain, text, both)] == [0, 1, 3]
    assert outline(both) == outline(plain)


# ---- The standards --------------------------------------------------------------------------


@pytest.mark.parametrize("name", breadth(ALL))
def test_page_validation_finds_no_fault(made, name):
    assert page_failures(made[name].pdf) == []


@pytest.mark.slow
def test_verapdf_finds_no_fault_in_any_layout_paper_and_choice(made, verapdf):
    assert verapdf({name: made[name].pdf for name in ALL}) == {name: [] for name in ALL}


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_real_country_sheets_pass_and_are_found_identical(verapdf, tmp_path):
    """Twenty sheets of up to 60 pages, with Chinese, Japanese and accents, by turns in the layouts."""
    made = {}
    with Compiler() as compiler:
        for number, path in enumerate(sorted(SHEETS.glob("*.md"))):
            part = SheetPart.of(read_document(path))
            choices = Choices(
                dt.date(2026, 11, 22), layout=LAYOUTS[number % 3], paragraph_numbers=bool(number % 2)
            )
            made[path.stem] = compiler.pdf(Briefing((part,), choices))
            copy = tmp_path / "copy.pdf"
            copy.write_bytes(made[path.stem])
            assert page_failures(made[path.stem]) == []
            code, lines = report(copy, [part.sheet])
            assert (code, "text identical to this edition" in lines[0]) == (0, True)
    assert len(made) >= 15
    assert not any(verapdf(made).values())


# ---- What the standards do not say ----------------------------------------------------------


def headings(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    """Tag and title of each heading in the tree of tags."""
    found = []
    for element in elements(pdf.Root.StructTreeRoot):
        tag = str(element.get("/S", ""))[1:]
        if tag in HEADINGS:
            found.append((tag, str(element.get("/T", ""))))
    return found


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    children = node.get("/K")
    if children is None:
        return
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


def outline(pdf: pikepdf.Pdf) -> list[str]:
    with pdf.open_outline() as found:

        def titles(items: list[pikepdf.OutlineItem]) -> Iterator[str]:
            for item in items:
                yield item.title
                yield from titles(item.children)

        return list(titles(found.root))


def destinations(pdf: pikepdf.Pdf) -> dict[str, tuple[int, float, float]]:
    """For each named destination the page, from 0, and the point on it."""
    names = list(pdf.Root.Names.Dests.Names)
    pages = [one.obj.objgen for one in pdf.pages]
    places = zip(names[::2], names[1::2], strict=True)
    return {str(name): (pages.index(at[0].objgen), float(at[2]), float(at[3])) for name, at in places}


def links(pdf: pikepdf.Pdf) -> list[str]:
    found = []
    for one in pdf.pages:
        for annotation in one.get("/Annots", []):
            if annotation.get("/Subtype") == "/Link" and "/A" in annotation and "/URI" in annotation.A:
                found.append(str(annotation.A.URI))
    return found


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("-", "").replace("\x02", "").replace("\ufffe", "")


def expected_headings(briefing: Briefing) -> list[str]:
    return [briefing.title, *(section.title for part in briefing.sheets for section in part.chosen)]


@pytest.mark.parametrize("name", breadth(NAMES))
def test_title_and_sections_are_tagged_as_headings_and_are_the_bookmarks(made, tmp_path, name):
    copy = made[name]
    path = tmp_path / "copy.pdf"
    path.write_bytes(copy.pdf)
    tagged = [text for text in tagged_texts(path.read_bytes(), path) if text.tag.startswith("H")]
    wanted = [("H1" if n == 0 else "H2", squeezed(t)) for n, t in enumerate(expected_headings(copy.briefing))]
    found = [(text.tag, squeezed(text.text)) for text in tagged if squeezed(text.text) != "Contents"]
    assert found == wanted
    assert [tag for tag, _ in headings(copy.opened) if tag != "H1"].count("H2") == len(tagged) - 1
    bookmarks = [squeezed(title) for title in outline(copy.opened)]
    assert [title for title in bookmarks if title != "Contents"] == [title for _, title in wanted]


@pytest.mark.parametrize(
    "choices", breadth((each,) for each in itertools.product(LAYOUTS, get_args(Contents)))
)
@pytest.mark.parametrize(
    "text", ["# T\n\nOnly words.\n", "# T\n\n## A\n\n### B\n\nWords.\n\n## C\n\n[x](https://a.b/)\n"]
)
def test_no_heading_stands_in_another_and_one_is_the_title(text, choices, compiler, brief, part_of):
    layout, contents = choices
    pdf = pikepdf.open(io.BytesIO(compiler.pdf(brief(part_of(text), layout=layout, contents=contents))))
    assert [tag for tag, _ in headings(pdf)].count("H1") == 1
    for element in elements(pdf.Root.StructTreeRoot):
        if str(element.S)[1:] in HEADINGS:
            assert not any(str(inner.S)[1:] in HEADINGS for inner in elements(element))
    has_list = any(str(element.get("/S")) == "/TOC" for element in elements(pdf.Root.StructTreeRoot))
    assert has_list == (contents == "yes" and "##" in text)


@pytest.mark.parametrize("name", breadth(ALL))
def test_a_named_destination_leads_to_the_first_heading_of_each_part(made, name):
    copy = made[name]
    parts = copy.briefing.sheets
    headings = [part.chosen[0].title if len(parts) == 1 else part.sheet.title for part in parts]
    texts = tagged_texts(copy.pdf, Path("copy.pdf"))
    begins = [(text.part, text.tag, squeezed(text.text)) for text in texts if text.part]
    assert begins == [(n, "H2", squeezed(heading)) for n, heading in enumerate(headings, 1)]
    names = [name for name in destinations(copy.opened) if not name.startswith("note-")]
    assert names == [f"part-{n}" for n in range(1, len(parts) + 1)]


@pytest.mark.parametrize("layout", breadth(LAYOUTS))
@pytest.mark.parametrize("heading", ["accé.", "*One* `two`", "“Eé”", "Long words. " * 60])
def test_a_part_is_known_to_begin_at_any_heading_beside_other_columns_too(layout, heading, compiler):
    texts = (f"# {title}\n\n## {heading}\n\n{'Some words. ' * 90}\n" for title in ("One", "Two", "Three"))
    parts = [SheetPart(parse_sheet(text, name=f"s{n}", digest="0" * 64)) for n, text in enumerate(texts)]
    for chosen in (parts, parts[:1]):
        briefing = Briefing(
            (OwnWords("# First\n\nOur words."), *chosen), Choices(dt.date(2026, 11, 22), layout=layout)
        )
        begins = [t for t in tagged_texts(compiler.pdf(briefing), Path("copy.pdf")) if t.part]
        assert [t.part for t in begins] == [*range(1, len(chosen) + 1)]
        wanted = [p.sheet.title if len(chosen) > 1 else p.sheet.sections[0].title for p in chosen]
        assert all(
            squeezed(title).startswith(squeezed(t.text)) for t, title in zip(begins, wanted, strict=True)
        )


@pytest.mark.parametrize("name", breadth(ALL))
def test_language_title_author_and_standards_are_set(made, name):
    copy = made[name]
    pdf = copy.opened
    assert str(pdf.Root.Lang).startswith("en")
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.Root.MarkInfo.Marked
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == copy.briefing.title
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert "U.S. Department of State" in str(metadata["dc:creator"])
        assert metadata["dc:description"]


@pytest.mark.parametrize("name", breadth(ALL))
def test_every_font_is_embedded(made, name):
    pdf = made[name].opened
    fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o]
    assert fonts
    assert all("/FontFile2" in font or "/FontFile3" in font or "/FontFile" in font for font in fonts)


@pytest.mark.parametrize("name", breadth(NAMES))
def test_the_source_is_the_only_link_of_a_sheet_without_links(made, name):
    source = made[name].briefing.sheets[0].sheet.source
    assert set(links(made[name].opened)) == {source}


@pytest.mark.parametrize("layout", breadth(LAYOUTS))
def test_links_lead_out_from_the_words_and_from_the_endnotes(made, layout):
    found = links(made[f"{layout}-everything"].opened)
    assert found.count("https://example.org/a") >= 2
    assert found.count("https://example.org/one") >= 3
    assert not any(address.startswith(("file:", "javascript:")) for address in found)


@pytest.mark.parametrize("name", breadth(ALL))
def test_the_marking_stands_on_every_page_and_once_in_the_body(made, tmp_path, name):
    copy = made[name]
    marking = copy.briefing.choices.marking
    if not marking:
        return
    path = tmp_path / "copy.pdf"
    path.write_bytes(copy.pdf)
    assert [t.text for t in tagged_texts(path.read_bytes(), path)].count(f"Marking {marking}") == 1
    for text in page_texts(copy.pdf):
        assert text.count(marking) >= 2


def page_texts(pdf: bytes) -> list[str]:
    document = pdfium.PdfDocument(pdf)
    try:
        return [one.get_textpage().get_text_range() for one in document]
    finally:
        document.close()


@pytest.mark.parametrize("name", breadth(NAMES))
def test_every_word_of_the_chosen_sections_stands_on_the_pages_in_order(made, name):
    copy = made[name]
    rest = squeezed("\n".join(page_texts(copy.pdf)))
    for part in copy.briefing.sheets:
        for section in part.chosen:
            for word in f"{section.title} {section.text}".replace("- ", " ").split():
                before, found, rest = rest.partition(squeezed(word))
                assert found, f"{word} of {section.title}"
                # Between two words stand at most a foot, a running head and a title block.
                assert len(before) < 700


@pytest.mark.parametrize("name", breadth(NAMES))
def test_a_screen_reader_meets_every_leaf_in_order_and_nothing_else(made, tmp_path, name):
    copy = made[name]
    path = tmp_path / "copy.pdf"
    path.write_bytes(copy.pdf)
    read = squeezed("".join(text.text for text in tagged_texts(path.read_bytes(), path) if text.tag != "Lbl"))
    (part,) = copy.briefing.sheets
    sections = (squeezed(s.title) + "".join(squeezed(leaf.text) for leaf in s.leaves) for s in part.chosen)
    assert "".join(sections) in read


@pytest.mark.parametrize("name", breadth(NAMES))
def test_heads_feet_and_page_numbers_are_on_the_pages(made, name):
    texts = page_texts(made[name].pdf)
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(texts)}" in text
        assert "August 2020 (inferred)" in text
        assert "U.S. Department of State" in text


# ---- Planted faults: the proofs above can fail ----------------------------------------------


def without(name: str) -> Callable[[pikepdf.Pdf], None]:
    def remove(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[name]

    return remove


def unembedded(pdf: pikepdf.Pdf) -> None:
    for font in pdf.objects:
        if isinstance(font, pikepdf.Dictionary) and "/FontName" in font:
            for name in ("/FontFile2", "/FontFile3"):
                if name in font:
                    del font[name]


def untitled(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        del metadata["dc:title"]


def skipping(pdf: pikepdf.Pdf) -> None:
    for element in elements(pdf.Root.StructTreeRoot):
        if element.get("/S") == "/H2":
            element.S = pikepdf.Name("/H5")


def unnamed_tag(pdf: pikepdf.Pdf) -> None:
    for element in elements(pdf.Root.StructTreeRoot):
        if element.get("/S") == "/P":
            element.S = pikepdf.Name("/NoSuchTag")


def scripted(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS=pikepdf.String("app.alert(1)"))


FAULTS: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "no-language": without("/Lang"),
    "no-tags": without("/StructTreeRoot"),
    "no-mark-info": without("/MarkInfo"),
    "no-metadata": without("/Metadata"),
    "no-viewer-preferences": without("/ViewerPreferences"),
    "no-fonts": unembedded,
    "no-title": untitled,
    "headings-skip": skipping,
    "unknown-tag": unnamed_tag,
    "javascript": scripted,
}


def spoilt(pdf: bytes, fault: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fault(opened)
        stream = io.BytesIO()
        opened.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def planted(made: dict[str, Made]) -> dict[str, bytes]:
    good = made["standard-letter-excerpt"].pdf
    return {name: spoilt(good, fault) for name, fault in FAULTS.items()}


@pytest.mark.parametrize("fault", FAULTS)
def test_page_validation_notices_a_planted_fault(planted, fault):
    assert page_failures(planted[fault])


@pytest.mark.slow
def test_verapdf_notices_every_planted_fault(planted, verapdf):
    assert all(verapdf(planted).values())


def test_headings_tagged_as_paragraphs_and_missing_bookmarks_are_noticed_here(made):
    """The faults that both checkers miss."""

    def flatten(pdf: pikepdf.Pdf) -> None:
        for element in elements(pdf.Root.StructTreeRoot):
            if str(element.get("/S", "")).startswith("/H"):
                element.S = pikepdf.Name("/P")
        del pdf.Root["/Outlines"]

    spoiled = spoilt(made["standard-letter-whole"].pdf, flatten)
    with pikepdf.open(io.BytesIO(spoiled)) as opened:
        assert headings(opened) == []
        assert outline(opened) == []


@pytest.mark.parametrize("layout", breadth(LAYOUTS))
def test_notes_definitions_styles_and_spanned_cells_are_tagged(made, layout):
    pdf = made[f"{layout}-rich"].opened
    tags = [(str(element.S)[1:], element) for element in elements(pdf.Root.StructTreeRoot)]
    names = [name for name, _ in tags]
    assert names.count("Note") == 4
    # Terms, labelled as a list's items are; notes, links and an abbreviation at the end; the lists.
    assert names.count("LI") == 3 + 3 + 1 + 2 + 2 + 1 + 1
    (wide,) = [attributes for name, element in tags if name == "TD" for attributes in spans(element)]
    assert (int(wide.RowSpan), int(wide.ColSpan)) == (2, 2)
    decorations = {str(a.TextDecorationType)[1:] for _, element in tags for a in looks(element)}
    assert decorations == {"Underline", "LineThrough"}


def spans(element: pikepdf.Dictionary) -> list[pikepdf.Object]:
    return [attributes for attributes in element.get("/A", []) if "/ColSpan" in attributes]


def looks(element: pikepdf.Dictionary) -> list[pikepdf.Object]:
    return [attributes for attributes in element.get("/A", []) if "/TextDecorationType" in attributes]
