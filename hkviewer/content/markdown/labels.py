"""The names that an author gives to places of a document, for the references to them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from hkviewer.content.heading_addresses import made_addresses
from hkviewer.content.markdown.html_tags import Marks
from hkviewer.content.markdown.outline import Piece

_USED = re.compile(r"\]\[([^][\n]{1,200}+)\]|\[([^][\n]{1,200}+)\]\[\]")
"""The label of a reference, `[words][label]` or `[label][]`."""


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

    def has_line(self, pattern: re.Pattern[str]) -> bool:
        """Whether a line of the document holds what the pattern finds; looked for once."""
        if pattern not in self._held:
            lines = (line for piece in self._pieces for line in (piece.heading, *piece.body))
            self._held[pattern] = any(map(pattern.search, lines))
        return self._held[pattern]

    @cached_property
    def _used(self) -> frozenset[str]:
        lines = (line for piece in self._pieces for line in (piece.heading, *piece.body) if "][" in line)
        return frozenset(match[1] or match[2] for line in lines for match in _USED.finditer(line))

    @cached_property
    def _headings(self) -> dict[int, str]:
        return {piece.line: piece.heading for piece in self._pieces if piece.level}

    @cached_property
    def _made(self) -> frozenset[str]:
        return made_addresses([Marks.FORM.sub("", piece.heading) for piece in self._pieces if piece.level])


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
