"""The rules for a copy's structure, each of which names what breaks it."""

from __future__ import annotations

import io
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf
import pypdfium2 as pdfium

from hkviewer.export.briefing import Briefing, Cover
from hkviewer.export.pdf.compiler import CONTENTS_FROM

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
CHILDREN = {
    "L": {"LI", "Caption", "L"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
    "TOC": {"TOC", "TOCI", "Caption"},
}
"""What may stand in a tag (ISO 32000-1, 14.8.4); in others nothing is asked for."""
PARENTS = {
    "LI": {"L"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "TOCI": {"TOC"},
}
BLOCKS = {"P", "L", "Table", *HEADINGS}
"""What stands in no paragraph and no heading."""
INVISIBLE = "\u00ad\u200b\u2060\ufeff\x1f"


@dataclass
class Tag:
    """A tag, the one that it stands in, and those in it."""

    name: str
    element: Any
    above: Tag | None
    below: list[Tag]

    def all(self) -> Iterator[Tag]:
        """Those in it and in those, in reading order."""
        for tag in self.below:
            yield tag
            yield from tag.all()


class Structure:
    """What a copy says of its structure."""

    def __init__(self, pdf: bytes, briefing: Briefing) -> None:
        self.briefing = briefing
        self.pdf = pikepdf.open(io.BytesIO(pdf))
        self.root = Tag("", self.pdf.Root.StructTreeRoot, None, [])
        _fill(self.root)
        self.tags = list(self.root.all())
        document = pdfium.PdfDocument(pdf)
        self.pages = [page.get_textpage().get_text_range() for page in document]
        document.close()

    @cached_property
    def headings(self) -> list[Tag]:
        return [tag for tag in self.tags if tag.name in HEADINGS]

    @property
    def bookmarks(self) -> list[tuple[int, str]]:
        with self.pdf.open_outline() as found:
            return list(_listed(found.root, 1))

    @property
    def links(self) -> list[Any]:
        notes = (note for page in self.pdf.pages for note in page.get("/Annots", []))
        return [note for note in notes if note.get("/Subtype") == "/Link"]


def _fill(tag: Tag) -> None:
    for child in _children(tag.element):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            tag.below.append(Tag(str(child.S)[1:], child, tag, []))
            _fill(tag.below[-1])


def _children(element: Any) -> list[Any]:
    found = element.get("/K")
    return list(found) if isinstance(found, pikepdf.Array) else [] if found is None else [found]


def _listed(items: list[pikepdf.OutlineItem], level: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield level, str(item.title)
        yield from _listed(item.children, level + 1)


_NOTE_MARK = re.compile(r"\[\d+\]")


def _title(tag: Tag) -> str:
    return " ".join(str(tag.element.get("/T", "")).split())


def _above(tag: Tag) -> Iterator[str]:
    while tag.above:
        tag = tag.above
        yield tag.name


# ---- The rules: each gives a sentence for each fault ------------------------------------------


def headings(found: Structure) -> Iterator[str]:
    """One H1, the first, is the title; none stands in another, none is empty and no level is left out."""
    names = [tag.name for tag in found.headings]
    if names.count("H1") != 1 or names[0] != "H1":
        yield f"H1 is not the first heading alone: {names}"
    elif _title(found.headings[0]) != " ".join(found.briefing.title.split()):
        yield f"H1 is not the title: {_title(found.headings[0])}"
    for tag in found.headings:
        if set(HEADINGS) & {*_above(tag), *(inner.name for inner in tag.all())}:
            yield f"a heading stands in a heading: {_title(tag)}"
        if not _title(tag):
            yield "a heading has no words"
        if _NOTE_MARK.search(_title(tag)):
            yield f"a note’s mark stands in a bookmark: {_title(tag)}"
    for one, other in itertools.pairwise(names):
        if int(other[1]) > int(one[1]) + 1:
            yield f"{other} follows {one}"


def bookmarks(found: Structure) -> Iterator[str]:
    """They are the headings, in order and level, but for that of the list of contents."""
    wanted = [(int(tag.name[1]), _title(tag)) for tag in found.headings if _title(tag) != "Contents"]
    said = [(level, " ".join(title.split())) for level, title in found.bookmarks]
    if [title for _, title in said] != [title for _, title in wanted]:
        yield f"the bookmarks are {said}, the headings {wanted}"
    elif [level for level, _ in said] != [level for level, _ in wanted]:
        yield f"the bookmarks' levels are {said}, the headings' {wanted}"


def contents(found: Structure) -> Iterator[str]:
    """A list of contents stands where it is asked for, under one H2, and names the headings that follow."""
    wanted = found.briefing.choices.contents
    listed = [
        _title(tag) for tag in found.headings[1:] if tag.name in ("H2", "H3") and _title(tag) != "Contents"
    ]
    is_of_use = bool(set(listed) - {"Links", "Endnotes"})
    lists = [tag for tag in found.tags if tag.name == "TOC" and "TOC" not in _above(tag)]
    own = [tag.name for tag in found.headings if _title(tag) == "Contents"]
    long = len(found.pages) >= CONTENTS_FROM
    expected = is_of_use and (wanted == "yes" or (wanted == "auto" and long))
    # With its list a copy may have come to so many pages.
    if len(lists) != expected and not (wanted == "auto" and len(found.pages) == CONTENTS_FROM):
        yield f"contents “{wanted}” on {len(found.pages)} pages: {len(lists)} lists"
    if own != ["H2"] * len(lists):
        yield f"“Contents” is {own}"
    entries = sum(tag.name == "TOCI" for tag in found.tags)
    if lists and entries != len(listed):
        yield f"{entries} entries for {len(listed)} headings"


def nesting(found: Structure) -> Iterator[str]:
    """Lists, tables and contents hold what they may, and their items stand nowhere else."""
    for tag in found.tags:
        if tag.name in CHILDREN and (wrong := {inner.name for inner in tag.below} - CHILDREN[tag.name]):
            yield f"{tag.name} holds {wrong}"
        if tag.name in PARENTS and tag.above and tag.above.name not in PARENTS[tag.name]:
            yield f"{tag.name} stands in {tag.above.name}"
        # A footnote stands in the paragraph that mentions it, and has paragraphs of its own.
        outer = [*itertools.takewhile(lambda name: name != "Note", _above(tag))]
        if tag.name in BLOCKS and {"P", *HEADINGS} & set(outer):
            yield f"{tag.name} stands in {outer[0]}"


def tables(found: Structure) -> Iterator[str]:
    """Each row has as many columns as the others, cells over several counted; heading cells say for what."""
    for table in (tag for tag in found.tags if tag.name == "Table"):
        rows = [tag for tag in table.all() if tag.name == "TR" and [*_above(tag)].index("Table") < 3]
        if len(widths := set(_widths(rows))) > 1:
            yield f"a table has rows of {widths} columns"
        for cell in table.all():
            if cell.name == "TH" and not _attribute(cell, "/Scope"):
                yield "a heading cell has no scope"


def _widths(rows: list[Tag]) -> list[int]:
    widths, reaching = [], Counter[int]()
    for number, row in enumerate(rows):
        widths.append(reaching[number])
        for cell in row.below:
            columns = int(_attribute(cell, "/ColSpan") or 1)
            widths[-1] += columns
            for other in range(1, int(_attribute(cell, "/RowSpan") or 1)):
                reaching[number + other] += columns
    return widths


def _attribute(tag: Tag, name: str) -> Any:
    given = tag.element.get("/A")
    each = given if isinstance(given, pikepdf.Array) else [given]
    return next((one[name] for one in each if isinstance(one, pikepdf.Dictionary) and name in one), None)


def links(found: Structure) -> Iterator[str]:
    """Each leads to the web, to mail or to a place that there is, is tagged, and is told in words."""
    objects = {
        child.Obj.objgen
        for tag in found.tags
        for child in _children(tag.element)
        if isinstance(child, pikepdf.Dictionary) and child.get("/Type") == "/OBJR"
    }
    for tag in found.tags:
        if tag.name == "Link" and "Link" in itertools.takewhile(lambda name: name != "Note", _above(tag)):
            yield "a link stands in a link"
    for link in found.links:
        if link.objgen not in objects:
            yield "a link is in no tag"
        if not str(link.get("/Contents", "")):
            yield "a link is not told in words"
        if "/A" in link and not re.match(r"(https?:|mailto:)\S", str(link.A.get("/URI", ""))):
            yield f"a link leads to {link.A}"
        if "/A" not in link and "/Dest" not in link:
            yield "a link leads nowhere"


def figures(found: Structure) -> Iterator[str]:
    """Each picture has its words."""
    for tag in found.tags:
        if tag.name in ("Figure", "Formula") and not str(tag.element.get("/Alt", "")):
            yield "a picture has no words"


def pages(found: Structure) -> Iterator[str]:
    """Each has its number, but a cover, and the marking twice, which is once among the facts."""
    covers = any(isinstance(part, Cover) for part in found.briefing.parts)
    marking = found.briefing.choices.marking
    for number, text in enumerate(found.pages, 1):
        if f"Page {number} of {len(found.pages)}" not in text and not (covers and number == 1):
            yield f"page {number} has no number"
        if marking and text.count(marking) < 2:
            yield f"page {number} has no marking"
        if hidden := set(INVISIBLE) & set(text):
            yield f"page {number} holds {hidden}"


def facts(found: Structure) -> Iterator[str]:
    """What was chosen for the title block stands there."""
    choices = found.briefing.choices
    first = " ".join(found.pages[0].split())
    for label, words in (
        ("For", choices.prepared_for),
        ("By", choices.prepared_by),
        ("Marking", choices.marking),
    ):
        if words and f"{label} {words}" not in first:
            yield f"“{label} {words}” is not on the first page"


def described(found: Structure) -> Iterator[str]:
    """Language, title and standards are set, and the title is shown."""
    root = found.pdf.Root
    with found.pdf.open_metadata() as metadata:
        if metadata.get("dc:title") != " ".join(found.briefing.title.split()):
            yield f"the title is {metadata.get('dc:title')}"
        if (metadata.get("pdfuaid:part"), metadata.get("pdfaid:part")) != ("1", "2"):
            yield "the standards are not named"
    if not (root.ViewerPreferences.DisplayDocTitle and root.MarkInfo.Marked and str(root.get("/Lang", ""))):
        yield "it does not say how to show and read it"


RULES: tuple[Callable[[Structure], Iterator[str]], ...] = (
    headings,
    bookmarks,
    contents,
    nesting,
    tables,
    links,
    figures,
    pages,
    facts,
    described,
)


def faults(pdf: bytes, briefing: Briefing) -> list[str]:
    """What breaks the rules in the copy `pdf` of `briefing`, a sentence each."""
    found = Structure(pdf, briefing)
    return [f"{rule.__name__}: {fault}" for rule in RULES for fault in rule(found)]
