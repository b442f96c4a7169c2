"""A redline as a Word document: accepting all changes gives the new text, rejecting them the old one."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from hypothesis import given

from hkviewer.compare.comparing import compare_documents
from hkviewer.content.document import Document, read_document
from hkviewer.content.model import CodeBlock, FactSheet
from hkviewer.content.notes import notes_in_order
from hkviewer.export.formats.docx_xml import Story
from hkviewer.export.formats.docx_xml import body as story_of
from hkviewer.export.redline import docx_form
from hkviewer.export.redline.docx_form import changes_docx
from tests.compare.any_sheets import ANY_SHEET
from tests.compare.known_edits import EDITS, Editor, Writer, markdown
from tests.compare.rebuilding import document
from tests.examples import breadth, examples
from tests.export.redline.office import resolved_by_office
from tests.export.redline.word_changes import resolved, words

EDITIONS = sorted((Path(__file__).parents[2] / "data" / "editions").glob("*.md"))
LONG = "A paragraph of many words about a harbour that everyone in town knows."
LIST = "- one thing\n- another thing\n- a third thing\n"
TABLE = "| Name | Value |\n| --- | --- |\n| Alpha | 3 |\n| Beta | 4 |\n| Gamma | 17 |\n"
KINDS = {
    "figure": ("It has 3 towns (2023).\n", "It has 4 towns (2024).\n"),
    "moved": (
        f"## A\n\n{LONG}\n\nX stays.\n\n## B\n\nY stays.\n",
        f"## A\n\nX stays.\n\n## B\n\n{LONG}\n\nY stays.\n",
    ),
    "moved and changed": (
        f"## A\n\n{LONG}\n\nX stays.\n\n## B\n\nY stays.\n",
        f"## A\n\nX stays.\n\n## B\n\n{LONG.replace('many', 'very few')}\n\nY stays.\n",
    ),
    "a section moved with its child": (
        f"## A\n\na\n\n### A1\n\n{LONG}\n\n## B\n\nb\n\n## C\n\nc c c\n",
        f"## B\n\nb\n\n## C\n\nc c c\n\n## A\n\na\n\n### A1\n\n{LONG}\n",
    ),
    "moved and split": (
        f"## A\n\nFirst half of it here. Second half of it there.\n\n## B\n\n{LONG}\n\n## C\n\n{LIST}",
        f"## B\n\n{LONG}\n\n## C\n\n{LIST}\n## A\n\nFirst half of it here.\n\nSecond half of it there.\n",
    ),
    "split": (
        "First half of it here. Second half there.\n",
        "First half of it here.\n\nSecond half there.\n",
    ),
    "split around another": (
        "First half of it here, that is. Second half of it there, that is.\n",
        f"First half of it here, that is.\n\n{LONG}\n\nSecond half of it there, that is.\n",
    ),
    "joined": (
        "First half of it here.\n\nSecond half there.\n",
        "First half of it here. Second half there.\n",
    ),
    "joined over another": (
        f"First half of it here, that is.\n\n{LONG}\n\nSecond half of it there, that is.\n",
        "First half of it here, that is. Second half of it there, that is.\n",
    ),
    "insertions at an end and a beginning": (
        "Alpha and beta.\n\nGamma and delta.\n",
        "Alpha and beta. So.\n\nNow gamma and delta.\n",
    ),
    "an insertion above an inserted paragraph": (
        f"Alpha\n\n{LONG}\n",
        f"Alpha and more\n\nNew words.\n\n{LONG}\n",
    ),
    "list": (
        LIST,
        LIST.replace("another", "one other").replace("- a third thing\n", "- a fourth\n- and a fifth\n"),
    ),
    "list became text": (LIST, LIST.replace("- ", "").replace("\n", "\n\n")),
    "numbers": ("1. a first\n2. a second\n", "1. a first\n2. some new one\n3. a second\n"),
    "row": (TABLE, TABLE.replace("| 4 |", "| 5 |").replace("| Gamma | 17 |", "| Delta and more | 208 |")),
    "row moved": (TABLE, TABLE.replace("| Alpha | 3 |\n", "") + "| Alpha | 3 |\n"),
    "column": (TABLE, re.sub(r"\|$", "| x |", TABLE, flags=re.MULTILINE).replace("--- | x", "--- | ---")),
    "column moved": (TABLE, re.sub(r"\| (.*) \| (.*) \|", r"| \2 | \1 |", TABLE)),
    "table became a list": (TABLE, "- Alpha: 3\n- Beta: 4\n- Gamma: 17\n"),
    "table came": ("Before.\n\nAfter.\n", f"Before.\n\n{TABLE}\nAfter.\n"),
    "two tables": (
        f"{TABLE}\n\n{TABLE}",
        f"{TABLE}\n\n{TABLE.replace('Name', 'Who').replace('Alpha', 'Omega')}",
    ),
    "code": ("```\nline one\nline two\n```\n", "```\nline one\nline three\nline four\n```\n"),
    "heading": ("## A part\n\nx\n", "### A new part\n\nx\n"),
    "typography": ("It’s “so” – here, 3 of them.\n", 'It\'s "so" - here, 4 of them.\n'),
    "link": (
        "See [the old page](https://example.org) now.\n",
        "See [the new page](https://example.com) now.\n",
    ),
    "note": (
        "A word[^1] here.\n\n[^1]: A note of 3.\n",
        "New[^2] word[^1] here.\n\n[^1]: A note of 4.\n\n[^2]: N.\n",
    ),
    "picture": ("![a red dot](dot.png)\n", "![a blue dot](dot.png)\n"),
    "item that begins with a list": ("x\n", "x\n\n- - inner\n  - other\n- b\n"),
    "definitions": ("Tariff\n:   A tax.\n", "Tariff\n:   A tax of old.\n\nQuota\n:   A limit.\n"),
    "Chinese": ("香港是城市，有3個港口。\n", "香港大城市，有4個港口。\n"),
    "from right to left": ("العلاقات 3 كلمة\n", "العلاقات 4 كلمة\n"),
    "a long title": (f"# {'Very ' * 200}long\n\nIt has 3.\n", f"# {'Very ' * 200}longer\n\nIt has 4.\n"),
    "nothing in common": (f"## A\n\n{LONG}\n\n{TABLE}", f"## Z\n\nQuite other words.\n\n{LIST}"),
    "nothing before": ("", f"## Z\n\n{LONG}\n\n{TABLE}"),
}


def redline(old: str | Document, new: str | Document, *, exact: bool = False) -> bytes:
    documents = (
        document(each, name) if isinstance(each, str) else each for each, name in ((old, "o"), (new, "n"))
    )
    return changes_docx(compare_documents(*documents, exact=exact))


def titled(text: str) -> str:
    return f"---\ntitle: Sheet\n---\n\n{text}"


def told(paragraphs: list[str]) -> list[str]:
    """The paragraphs of the text alone, without what stands only before words, as Word shows them."""
    start = next(n for n, each in enumerate(paragraphs) if each.startswith("The whole text follows")) + 1
    ends = ("All figures that changed", "Older text: sheet")
    end = next(n for n, each in enumerate(paragraphs) if each.startswith(ends))
    # LibreOffice puts a sign without width into empty rows.
    bare = (re.sub(r"^\[\d+\]\t|\[Picture: (.*?)\]|\u200d", r"\1", each) for each in paragraphs[start:end])
    return [each for each in bare if each.strip()]


def texts(sheet: FactSheet) -> list[str]:
    """The paragraphs and cells of a sheet that have words."""
    found = [sheet.title] if sheet.sections else []
    for section in map(notes_in_order, sheet.sections):
        found += [section.title] if section.heading_shown else []
        last = -1
        for leaf in section.leaves:
            if isinstance(section.blocks[leaf.block], CodeBlock) and leaf.block == last:
                found[-1] += f"\n{leaf.text}"
            else:
                found.append(leaf.text)
            last = leaf.block
    return [each for each in found if each.strip()]


def assert_rebuilds(old: str | Document, new: str | Document, *, exact: bool = False) -> None:
    data = redline(old, new, exact=exact)
    for side, text in ((True, new), (False, old)):
        sheet = (document(text) if isinstance(text, str) else text).sheet
        assert told(resolved(data, accepted=side)) == texts(sheet)


@pytest.mark.parametrize("kind", breadth(KINDS))
def test_accepting_gives_the_new_text_and_rejecting_the_old_one(kind: str) -> None:
    assert_rebuilds(*map(titled, KINDS[kind]))


@pytest.mark.slow
@pytest.mark.parametrize(("old", "new"), list(pairwise(EDITIONS)))
def test_editions_are_rebuilt_both_ways(old: Path, new: Path) -> None:
    assert_rebuilds(read_document(old), read_document(new))
    assert_rebuilds(read_document(new), read_document(old))


def edited(seed: int) -> tuple[str, str]:
    """A sheet, and the same with several edits."""
    writer = Writer(seed)
    parts = writer.sheet()
    old = markdown(parts)
    editor = Editor(writer, parts)
    for kind in writer.random.choices(EDITS, k=2 + seed % 6):
        editor.edit(kind)
    return old, markdown(parts)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_sheets_with_several_edits_are_rebuilt(seed: int) -> None:
    assert_rebuilds(*edited(seed))


@pytest.mark.slow
@given(old=ANY_SHEET, new=ANY_SHEET)
@examples(2)
def test_any_two_texts_are_rebuilt(old: str, new: str) -> None:
    documents = [document(titled(text)) for text in (old, new)]
    if not compare_documents(*documents).is_same:
        assert_rebuilds(*documents)


@pytest.mark.slow
@pytest.mark.timeout(400)  # beside other workers LibreOffice takes a minute
def test_libreoffice_accepts_and_rejects_all_to_the_same(tmp_path: Path) -> None:
    pairs: dict[str, tuple[str | Document, str | Document]] = {}
    for n, texts_ in enumerate([*KINDS.values(), *map(edited, range(100, 108))]):
        pairs[f"made {n}"] = (titled(texts_[0]), titled(texts_[1]))
    pairs["editions"] = read_document(EDITIONS[-2]), read_document(EDITIONS[-1])
    found = resolved_by_office({name: redline(*pair) for name, pair in pairs.items()}, tmp_path)
    for name, pair in pairs.items():
        old, new = ((document(each) if isinstance(each, str) else each).sheet for each in pair)
        assert told(found[name][True]) == texts(new), name
        assert told(found[name][False]) == texts(old), name


@pytest.fixture(scope="module")
def body() -> docx.document.Document:
    old = f"## Work\n\nIt has 3 towns.\n\n{LONG}\n\n## Gone\n\nOld words.\n\n## Place\n\nX stays.\n\n{TABLE}"
    new = f"## Work\n\nIt has 4 towns.\n\n## Place\n\nX stays.\n\n{LONG}\n\n{TABLE}| Delta | 9 |\n"
    return docx.Document(io.BytesIO(redline(titled(old), titled(new))))


def changed(body: docx.document.Document, tag: str) -> list[str]:
    return [words(each) for each in body.element.body.iter(qn(tag)) if each.getparent().tag == qn("w:p")]


def test_word_tracks_what_came_what_went_and_what_moved(body: docx.document.Document) -> None:
    assert changed(body, "w:ins") == ["4", "Delta", "9"]
    assert changed(body, "w:del") == ["3", "Gone", "Old words."]
    assert changed(body, "w:moveFrom") == changed(body, "w:moveTo") == [LONG]
    names = [
        [each.get(qn("w:name")) for each in body.element.body.iter(qn(f"w:{side}RangeStart"))]
        for side in ("moveFrom", "moveTo")
    ]
    assert names == [["move1"], ["move1"]]
    (row,) = (row for row in body.element.body.iter(qn("w:tr")) if row.trPr.find(qn("w:ins")) is not None)
    assert [words(each) for each in row.iter(qn("w:p"))] == ["Delta", "9"]


def test_every_change_has_an_author_a_time_and_a_number_of_its_own(body: docx.document.Document) -> None:
    tags = [qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo")]
    marks = list(body.element.body.iter(*tags))
    assert {each.get(qn("w:author")) for each in marks} == {"hkviewer"}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:0\d:00Z", each.get(qn("w:date"))) for each in marks)
    numbers = [each.get(qn("w:id")) for each in marks]
    assert len({*numbers}) == len(numbers)


def test_the_summary_stands_before_the_text_and_all_figures_behind_it() -> None:
    old = titled("".join(f"## S{n}\n\n{n + 1} ships\n\n" for n in range(7)))
    file = docx.Document(io.BytesIO(redline(old, old.replace(" ships", "0 ships"))))
    shown = [words(paragraph._p) for paragraph in file.paragraphs]
    assert shown.index("What changed: Sheet") < shown.index("Figures") < shown.index("and 2 more")
    assert shown.index("and 2 more") < shown.index("S0") < shown.index("All figures that changed")
    assert shown.index("All figures that changed") < shown.index("S6: 7 ships became 70 ships.")
    names = [paragraph.style.name or "" for paragraph in file.paragraphs if paragraph.style]
    levels = [name[-1] for name in names if name.startswith("Heading")]
    assert all(int(after) - int(before) <= 1 for before, after in pairwise(levels))


def test_what_is_only_written_otherwise_has_an_author_that_can_be_hidden() -> None:
    file = docx.Document(io.BytesIO(redline(*map(titled, KINDS["typography"]))))
    authors = {
        words(each): each.get(qn("w:author")) for each in file.element.body.iter(qn("w:ins"), qn("w:del"))
    }
    assert authors["4"] == "hkviewer"
    assert authors["“"] == "hkviewer (way of writing)"


def test_of_the_same_text_nothing_is_tracked() -> None:
    file = docx.Document(io.BytesIO(redline(titled(TABLE), titled(TABLE))))
    assert not list(file.element.body.iter(qn("w:ins"), qn("w:del"), qn("w:pPrChange")))
    assert file.tables[0].cell(1, 0).text == "Alpha"


@pytest.mark.slow
def test_the_same_two_make_the_same_bytes() -> None:
    both = (titled(TABLE), titled(LIST))
    assert redline(*both) == redline(*both)


def test_an_old_item_stands_in_the_list_that_became_of_its_own() -> None:
    file = docx.Document(io.BytesIO(redline(titled("1. a first\n2. a second\n"), titled("1. a first\n"))))
    ids = {words(p._p): [each.get(qn("w:val")) for each in p._p.iter(qn("w:numId"))] for p in file.paragraphs}
    assert ids["a second"] == ids["a first"]


def test_what_moved_and_was_split_is_a_move_too() -> None:
    file = docx.Document(io.BytesIO(redline(*map(titled, KINDS["moved and split"]))))
    assert changed(file, "w:moveFrom") == ["A", "First half of it here. Second half of it there."]
    assert changed(file, "w:moveTo") == ["A", "First half of it here.", "Second half of it there."]


def test_no_two_lists_count_as_one() -> None:
    old = titled("1. a 3\n2. b\n\nx 5\n\n1. c\n2. d\n")
    new = old.replace("3", "4").replace("a", "1 2 3 4 5 6 7 8 9")
    file = docx.Document(io.BytesIO(redline(old, new)))
    ids = {words(p._p): [each.get(qn("w:val")) for each in p._p.iter(qn("w:numId"))] for p in file.paragraphs}
    figures = next(
        own for told, own in ids.items() if told.startswith("Sheet: ") and told.endswith(" is new.")
    )
    assert len({ids["b"][0], ids["d"][0], figures[0]}) == 3
    known = [each.get(qn("w:numId")) for each in file.part.numbering_part.element.iter(qn("w:num"))]
    assert len({*known}) == len(known)


def test_a_heading_s_other_level_is_a_change_of_its_look() -> None:
    file = docx.Document(
        io.BytesIO(redline(titled("## A\n\nx\n\n## B\n\ny\n"), titled("## A\n\nx\n\n### B\n\ny\n")))
    )
    (changed_look,) = file.element.body.iter(qn("w:pPrChange"))
    assert next(changed_look.iter(qn("w:pStyle"))).get(qn("w:val")) == "Heading3"


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["compact", "large"])
def test_what_the_organisation_sets_for_copies_changes_no_text(
    layout: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locks = {"marking": "INTERNAL", "layout": layout}
    (tmp_path / "policy.json").write_text(json.dumps({"locks": locks}))
    monkeypatch.setenv("HKVIEWER_POLICY", str(tmp_path / "policy.json"))
    both = [titled(f"## A\n\n{LONG}\n\n{TABLE}\n{end}") for end in ("X\n\nZ", "Y\n\nNew.\n\nZ")]
    assert_rebuilds(*both)
    file = docx.Document(io.BytesIO(redline(*both)))
    assert "INTERNAL" in [paragraph.text for paragraph in file.sections[0].first_page_header.paragraphs]


def test_a_table_s_rows_are_put_into_the_document_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    def counted(document: WordDocument) -> Story:
        story = story_of(document)

        def put(made: BaseOxmlElement) -> None:
            sizes.append(sum(1 for _ in made.iter()))
            story.put(made)

        return replace(story, put=put)

    monkeypatch.setattr(docx_form, "body", counted)
    table = "| A | B |\n| - | - |\n" + "".join(f"| row {n} | {n} |\n" for n in range(30))
    file = docx.Document(io.BytesIO(redline(titled(table), titled(table.replace("| 7 |", "| 70 |")))))
    assert len(file.tables[0].rows) == 31
    assert max(sizes) < 30


def test_an_address_has_no_sign_that_word_takes_for_damage():
    text = 'See [one](https://a.example/x?q="y"|z) for {}.\n'
    changes = compare_documents(document(text.format(5)), document(text.format(6)))
    relations = docx.Document(io.BytesIO(changes_docx(changes))).part.rels.values()
    assert "https://a.example/x?q=%22y%22%7Cz" in [each.target_ref for each in relations if each.is_external]
