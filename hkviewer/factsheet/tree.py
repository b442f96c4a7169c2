"""Markdown text -> blocks and inlines, by Python-Markdown's parser with raw HTML switched off."""

from __future__ import annotations

import html
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from typing import Any

import markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor, HashHeaderProcessor, ReferenceProcessor
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension, TableProcessor
from markdown.inlinepatterns import ENTITY_RE, InlineProcessor, SubstituteTagInlineProcessor
from markdown.util import AtomicString, code_escape

from hkviewer.errors import DocumentError
from hkviewer.factsheet.outline import BLANK, Piece

DEEPEST = 100
# A level of nesting takes up to seven of Python's frames while it is read.
_FRAMES = 3000
_HEADING = "heading"


class SheetParser:
    """Python-Markdown set up for fact sheets: tables, sane lists, fenced code, no HTML."""

    def __init__(self) -> None:
        self._markdown = markdown.Markdown(
            extensions=[TableExtension(use_align_attribute=True), SaneListExtension()]
        )
        self._set_up_blocks()
        self._set_up_inlines()

    def parse(self, pieces: Iterable[Piece]) -> list[ET.Element]:
        """One tree for each piece: a "heading" element, then its blocks.

        Raises:
            DocumentError: lists or quotations are nested more than 100 deep; names the line.
        """
        if sys.getrecursionlimit() < _FRAMES:
            sys.setrecursionlimit(_FRAMES)
        # All blocks first: a link may use an address that is defined further down.
        trees = [self._parse_blocks(piece) for piece in pieces]
        for tree in trees:
            self._markdown.treeprocessors["inline"].run(tree)
            self._markdown.treeprocessors["unescape"].run(tree)
        return trees

    def _parse_blocks(self, piece: Piece) -> ET.Element:
        tree = ET.Element("div")
        ET.SubElement(tree, _HEADING).text = piece.heading
        text = "\n".join(line if line.strip(" ") else "" for line in piece.body)
        try:
            self._markdown.parser.parseChunk(tree, text.strip("\n") + "\n\n")
            too_deep = _depth(tree) > DEEPEST
        except (_TooDeepError, RecursionError):
            too_deep = True
        if too_deep:
            raise DocumentError(
                f"Lists or quotations under line {piece.line or piece.start} are nested more than "
                f"{DEEPEST} deep.",
                "Check whether the file is damaged, or flatten them.",
            )
        return tree

    def _set_up_blocks(self) -> None:
        parser = _BlockParser(self._markdown)
        parser.blockprocessors = self._markdown.parser.blockprocessors
        for processor in parser.blockprocessors:
            processor.parser = parser
        self._markdown.parser = parser
        register = parser.blockprocessors.register
        register(_FencedCode(parser), "fence", 95)
        register(_NestedHeading(parser), "hashheader", 70)
        register(_Reference(parser), "reference", 15)
        register(_WholeTable(parser, {"use_align_attribute": True}), "table", 75)

    def _set_up_inlines(self) -> None:
        patterns = self._markdown.inlinePatterns
        patterns.deregister("html")
        patterns.register(_Entity(ENTITY_RE, self._markdown), "entity", 80)
        patterns.register(_MailAddress(r"<([^<> !]+@[^@<> ]+)>", self._markdown), "automail", 110)
        patterns.register(SubstituteTagInlineProcessor(r"(?: {2,}|\\)\n", "br"), "linebreak", 185)


class _TooDeepError(Exception):
    """Raised to leave a parse that goes too deep."""


class _BlockParser(BlockParser):
    """Counts how deep it is in lists and quotations."""

    _depth = 0

    def parseBlocks(self, parent: ET.Element, blocks: list[str]) -> None:  # noqa: N802  Markdown's name
        self._depth += 1
        try:
            # A level of a list takes two calls at most, each quotation one.
            if self._depth > 2 * DEEPEST + 2:
                raise _TooDeepError
            super().parseBlocks(parent, blocks)
        finally:
            self._depth -= 1


class _FencedCode(BlockProcessor):
    """Lines between two ``` or ~~~ lines."""

    _PATTERN = re.compile(
        r"(?:^|(?<=\n))(?P<indent>[ ]{0,3})(?P<fence>`{3,}|~{3,})[ ]*(?P<language>[^`\n]*)\n"
        r"(?P<code>(?:.*\n)*?)[ ]{0,3}(?P=fence)[`~]*[ ]*(?:\n|$)"
    )

    def test(self, parent: ET.Element, block: str) -> bool:  # noqa: ARG002  Markdown's
        return ("```" in block or "~~~" in block) and self._PATTERN.search(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        found = self._PATTERN.search(block)
        assert found is not None
        if before := block[: found.start()].rstrip("\n"):
            self.parser.parseBlocks(parent, [before])
        indent = len(found["indent"])
        lines = (_unindented(line, indent) for line in found["code"].split("\n")[:-1])
        code = ET.SubElement(ET.SubElement(parent, "pre"), "code", language=found["language"].strip())
        code.text = AtomicString(code_escape("\n".join(lines)))
        if after := block[found.end() :].strip("\n"):
            blocks.insert(0, after)


class _NestedHeading(HashHeaderProcessor):
    """A heading within a list or quotation; as in CommonMark a space must follow the #."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ ]+(?P<header>(?:\\.|[^\\\n])*?)#*(?:\n|$)")


class _Reference(ReferenceProcessor):
    """`[label]: address`; what has no address or is a footnote stays text."""

    _ADDRESS = re.compile(
        r"[ ]{0,3}\[[^\]^][^\]]*\]:\s*(?:<.*>|[a-z][a-z0-9+.-]*:|\S*[/#]|\S*\.\w)", re.IGNORECASE
    )

    def test(self, parent: ET.Element, block: str) -> bool:  # noqa: ARG002  Markdown's
        return self._ADDRESS.match(block) is not None


class _WholeTable(TableProcessor):
    """A table whose rows may have more cells than its heading; Markdown's own drops them."""

    # The published types of Python-Markdown leave these two methods out.
    def _build_row(self, row: str, parent: ET.Element, align: Any) -> None:
        super()._build_row(row, parent, align)  # type: ignore[misc]
        surplus = self._split_row(row)[len(align) :]  # type: ignore[attr-defined]
        if any(cell.strip() for cell in surplus):
            last = parent[-1][-1]
            last.text = " ".join([last.text or "", *(cell.strip() for cell in surplus)])


class _Entity(InlineProcessor):
    """`&eacute;` and the like."""

    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]  # noqa: N802  Markdown's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002  Markdown's
    ) -> tuple[str, int, int]:
        return html.unescape(m[1]) or m[1], m.start(), m.end()


class _MailAddress(InlineProcessor):
    """`<name@example.org>`; Markdown's own disguises the address letter by letter."""

    def handleMatch(  # type: ignore[override]  # noqa: N802  as above
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002  as above
    ) -> tuple[ET.Element, int, int]:
        link = ET.Element("a", href="mailto:" + self.unescape(m[1]).removeprefix("mailto:"))
        link.text = AtomicString(self.unescape(m[1]))
        return link, m.start(), m.end()


def _unindented(line: str, indent: int) -> str:
    line = "" if line.strip(" ") == BLANK else line
    spaces = len(line) - len(line.lstrip(" "))
    return line[min(indent, spaces) :]


def _depth(tree: ET.Element) -> int:
    """How deep lists and quotations are nested in `tree`."""
    deepest = 0
    waiting = [(tree, 0)]
    while waiting:
        element, depth = waiting.pop()
        depth += element.tag in ("ul", "ol", "blockquote")
        deepest = max(deepest, depth)
        waiting.extend((child, depth) for child in element)
    return deepest
