"""Markdown text -> element trees, by Python-Markdown's parser; `inline_html` reads the HTML in it."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence

import markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from hkviewer.content.markdown.bare_addresses import set_up_bare_addresses
from hkviewer.content.markdown.block_processors import set_up_blocks
from hkviewer.content.markdown.callouts import title_callouts
from hkviewer.content.markdown.containers import DEEPEST
from hkviewer.content.markdown.cross_references import set_up_cross_references
from hkviewer.content.markdown.definitions import Abbreviations
from hkviewer.content.markdown.footnotes import Footnotes, place_notes
from hkviewer.content.markdown.foreign_inlines import (
    FindFile,
    part_displayed,
    set_up_foreign_inlines,
    tick_tasks,
)
from hkviewer.content.markdown.foreign_marks import set_up_foreign_marks
from hkviewer.content.markdown.html_tags import Marks
from hkviewer.content.markdown.inline_html import HtmlInTree
from hkviewer.content.markdown.labels import Labels
from hkviewer.content.markdown.links import set_up_inlines
from hkviewer.content.markdown.long_elements import read_words
from hkviewer.content.markdown.normalise import normalise
from hkviewer.content.markdown.outline import Piece
from hkviewer.content.markdown.progress import Report, reported, reported_each, share, unheard

TOO_DEEP = f"Lists or quotations under it are nested more than {DEEPEST} deep and shown flat from there on."
_RECURSION_LIMIT = 3000
"""Of Python's frames: reading one level of nesting takes up to seven."""
_BLOCKS_AT_ONCE = 500
_MARKS = re.compile(
    r"[][`!\\<&${]|%%|  \n|@(?=[A-Za-z0-9])"
    r"|:(?=(?:material|fontawesome|octicons|simple)-)|://|www\.|WWW\."
)
# Lines that are only words to whatever reads blocks, with blank lines between some: most of a sheet.
_PLAIN_LINES = re.compile(
    r"(?:(?:(?!\d+[.)][ \n]|\d{10})(?:(?:\*\*)?[^\W_]|[(\"'“‘’$])[^\n|\x0e-\x14]*+)?\n)*+"
)
_NOT_PLAIN = re.compile(rf"{_MARKS.pattern}|[\x02\x03\x0e-\x15]")
_CONTAINERS = frozenset(("ul", "ol", "blockquote"))


class SheetParser:
    """Python-Markdown set up for fact sheets: tables, lists, notes, fenced code, others' forms, and HTML.

    `too_deep` are the lines of the headings under which something is nested too deeply.

    Args:
        find_file: the file in the document's folder that a wiki's link means, "" where there is none.
        marks: what stands in its text for tags.
        language: the text's, a BCP 47 tag.
        labels: what its references may lead to.
        stated: what the front matter says under each key.
    """

    def __init__(
        self,
        find_file: FindFile | None = None,
        marks: Marks | None = None,
        language: str = "en",
        labels: Labels | None = None,
        stated: Mapping[str, str] | None = None,
    ) -> None:
        self._html = HtmlInTree(marks or Marks(), language)
        self._footnotes = Footnotes()
        self._markdown = markdown.Markdown(
            extensions=[TableExtension(use_align_attribute=True), SaneListExtension(), self._footnotes]
        )
        labels = labels or Labels()
        set_up_inlines(self._markdown, labels)
        set_up_cross_references(self._markdown, find_file, labels)
        set_up_foreign_marks(self._markdown)
        set_up_bare_addresses(self._markdown)
        self._attributes = set_up_foreign_inlines(self._markdown, find_file, stated or {})
        self._abbreviations = Abbreviations(self._markdown.parser)
        self._parser = set_up_blocks(self._markdown, labels, self._abbreviations)
        self.too_deep: list[int] = []

    def parse(self, pieces: Sequence[Piece], report: Report = unheard) -> list[ET.Element]:
        """One tree for each piece: a "heading" element, its blocks, and the notes that it mentions first.

        Emphasis is still in marks, and escaped characters are as `emphasis.unescape` takes them. The
        heading's attribute "ids" has the addresses, parted by blanks, that attribute lists in words state.

        What is nested more than 100 deep in lists and quotations stands with the deepest that is. `report`
        is told how much is done, from 0 to 1.
        """
        if sys.getrecursionlimit() < _RECURSION_LIMIT:
            sys.setrecursionlimit(_RECURSION_LIMIT)
        # All blocks first: a link may use an address that is defined further down.
        trees = [
            self._parse_blocks(piece, told) for piece, told in reported_each(pieces, share(report, 0, 0.4))
        ]
        definitions = self._footnotes.definitions  # grows: one may stand in another
        notes = [
            (name, self._parse_blocks(Piece(0, "", 0, 0, text.split("\n")))) for name, text in definitions
        ]
        for tree in reported([*trees, *(note for _, note in notes)], share(report, 0.4, 1)):
            self._parse_inlines(tree)
        place_notes(trees, notes)
        return trees

    def _parse_inlines(self, tree: ET.Element) -> None:
        if _is_plain(tree):
            self._abbreviations.mark(tree)
            return
        self._html.hide(tree)
        tick_tasks(tree)
        title_callouts(tree)
        self._attributes.ids = []
        read_words(tree, self._markdown, _MARKS)
        self._abbreviations.mark(tree)
        part_displayed(tree)
        self._html.show(tree)
        tree[0].set("ids", " ".join(self._attributes.ids))

    def _parse_blocks(self, piece: Piece, report: Report = unheard) -> ET.Element:
        tree = ET.Element("div")
        ET.SubElement(tree, "heading").text = piece.heading
        text = "".join([f"{line}\n" for line in piece.body])
        if _PLAIN_LINES.fullmatch(text):
            for block in text.split("\n\n"):
                if words := block.strip("\n"):
                    ET.SubElement(tree, "p").text = words
            return tree
        lines, too_deep = normalise(piece.body)
        blocks = "\n".join(lines).strip("\n").split("\n\n")
        del lines  # a million of them
        # Markdown takes blocks off the front of a list, which is slow for a long one.
        for start in reported(range(0, len(blocks), _BLOCKS_AT_ONCE), report):
            self._parser.parseBlocks(tree, blocks[start : start + _BLOCKS_AT_ONCE])
        if _flatten(tree) or too_deep:
            self.too_deep.append(piece.line or piece.start)
        return tree


def _is_plain(tree: ET.Element) -> bool:
    """Whether a tree is of paragraphs without anything that inline markup might begin with."""
    return all(
        child.tag in ("p", "heading") and not len(child) and not _NOT_PLAIN.search(child.text or "")
        for child in tree
    )


def _flatten(tree: ET.Element) -> bool:
    """Let what is nested too deeply in lists and quotations stand in the deepest; whether there is any."""
    found = False
    waiting = [(tree, 0)]
    while waiting:
        element, depth = waiting.pop()
        for child in element:
            if child.tag not in _CONTAINERS:
                waiting.append((child, depth))
            elif depth < DEEPEST:
                waiting.append((child, depth + 1))
            else:
                found = True
                for part in child if child.tag in ("ul", "ol") else ():
                    part.tag = "div"
                child.tag = "div"
                waiting.append((child, depth))
    return found
