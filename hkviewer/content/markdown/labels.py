"""The names that an author gives to places of a document, for the references to them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from urllib.parse import unquote

from hkviewer.content.addresses import MAIL, shown
from hkviewer.content.heading_addresses import made_addresses
from hkviewer.content.markdown.html_tags import Marks
from hkviewer.content.markdown.literal import literal
from hkviewer.content.markdown.outline import Piece

_USED = re.compile(
    r"\]\[([^][\n]{1,200}+)\]|\[([^][\n]{1,200}+)\]\[\]"
    r"|(?<!\])\[(?=[^][\n]*[^\W\d_]{2})([^][\n]{1,200}+)\](?![\[(:])"
)
"""A reference's label: `[words][label]`, `[label][]`, or `[label]` with a word in it, unlike `[1]`, `[x]`."""
_WORDLESS = re.compile(r"(?<![!\]])\[\]\([^()#\s]")
_ENDS_WORD = re.compile(r"(?:^|[\s(\[“\"'—–/*_])$")
_BEGINS_WORD = re.compile(r"$|[\s.,;:!?)\]”\"'—–/*_]")
_HAS_WORDS = re.compile(r"[^\W_]")
_PAGE = re.compile(
    r"(?:xref:|\.{0,2}/)?(?:\.\./)*([^:]*?)(?:\.(?:md|mdx|myst|ipynb|rst|qmd|html))?(?:#(.*))?"
)


class Labels:
    """The labels of a document, and the addresses that its headings have.

    Args:
        pieces: the document's.
        anchors: lines of the file, each with the label that stands there.
    """

    def __init__(self, pieces: Sequence[Piece] = (), anchors: Iterable[tuple[int, str]] = ()) -> None:
        self._pieces = pieces
        self._held: dict[re.Pattern[str], bool] = {}
        self._lines = {anchor: line for line, anchor in reversed([*anchors])}

    def __contains__(self, label: str) -> bool:
        return label in self._lines

    def heading(self, label: str) -> str:
        """The words, in Markdown, of the heading that `label` stands at; "" where it stands at none."""
        return self._headings.get(self._lines.get(label, 0), "")

    def is_heading(self, address: str) -> bool:
        """Whether `address`, without “#”, is one that other programs make of a heading's words."""
        return address in self._made

    def is_used(self, label: str) -> bool:
        """Whether a reference names `label`, as it is written."""
        return label in self._used

    def complete(self, link: ET.Element, before: str, after: str) -> None:
        """Let a link to a label lead there, and give one without words those of what it leads to.

        MyST shows the title of the page; where that stands elsewhere the address says what is meant.
        Elsewhere an empty link is a mistake, or a place that has an address.

        Args:
            link: the element, without words in other elements.
            before: what stands before it in its block.
            after: what stands behind it.
        """
        address = link.get("href", "")
        name = address.removeprefix("#")
        if name in self:
            link.set("href", "#" + name)
            link.text = link.text or self.heading(name)
        if link.text or (address.startswith("#") and name not in self):
            return
        is_among_words = _ENDS_WORD.search(before) and _BEGINS_WORD.match(after)
        if is_among_words and (_HAS_WORDS.search(before + after) or self._wordless > 1):
            link.text = _said_by(address)

    def has_line(self, pattern: re.Pattern[str]) -> bool:
        """Whether a line of the document holds what the pattern finds; looked for once."""
        if pattern not in self._held:
            lines = (line for piece in self._pieces for line in (piece.heading, *piece.body))
            self._held[pattern] = any(map(pattern.search, lines))
        return self._held[pattern]

    @cached_property
    def _wordless(self) -> int:
        lines = (line for piece in self._pieces for line in piece.body if "[](" in line)
        return sum(len(_WORDLESS.findall(line)) for line in lines)

    @cached_property
    def _used(self) -> frozenset[str]:
        lines = (line for piece in self._pieces for line in (piece.heading, *piece.body) if "]" in line)
        return frozenset(match[match.lastindex or 0] for line in lines for match in _USED.finditer(line))

    @cached_property
    def _headings(self) -> dict[int, str]:
        return {piece.line: piece.heading for piece in self._pieces if piece.level}

    @cached_property
    def _made(self) -> frozenset[str]:
        return made_addresses([Marks.FORM.sub("", piece.heading) for piece in self._pieces if piece.level])


def _said_by(address: str) -> str:
    """What the address of a page says of it: the path to its file without ending, or a place in it."""
    page = _PAGE.fullmatch(address)
    return literal(unquote(page[1] or page[2] or "") if page else shown(address).removeprefix(MAIL))


def named_places(trees: Sequence[ET.Element]) -> list[tuple[str, ...]]:
    """For each section the names by which its places are addressed; a tree begins with the heading.

    A name behind a section's last words is meant for the heading that follows.
    """
    found: list[list[str]] = []
    behind: list[str] = []
    if not any(element.get("anchor") for tree in trees for element in tree.iter()):
        return [()] * len(trees)
    for tree in trees:
        names: list[str] = []
        for part, is_name in _names_and_words(tree):
            if is_name:
                behind.append(part)
            elif part.strip():
                names += behind
                behind.clear()
        found.append(names)
    if found:
        found[-1] += behind
    return [tuple(dict.fromkeys(names)) for names in found]


def _names_and_words(element: ET.Element) -> Iterator[tuple[str, bool]]:
    if name := element.get("anchor"):
        yield name, True
    yield element.get("alt") or element.get("src") or element.text or "", False
    for child in element:
        yield from _names_and_words(child)
        yield child.tail or "", False
    if element.tag == "heading":
        yield "the heading's end", False
