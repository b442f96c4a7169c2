"""Footnotes: read by Python-Markdown's extension, numbered here, over all pieces of a document.

Its own numbers are those of one text, in the order of the definitions; a definition that comes a second time
replaces the first, and its words are lost.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence

import markdown
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension
from markdown.inlinepatterns import InlineProcessor

from hkviewer.content.markdown.links import label

_REFERENCE = r"(?<!!)\[\^([^\]\[\n]{1,200}+)\]"
# Pandoc's; `2^[1]` and `^[1](#cite)^` are raised words.
_INLINE_OPENS = r"\^\["
_BRACKET = re.compile(r"[][]")
_LONGEST = 2000
"""Characters of a note within a line."""


class Footnotes(FootnoteExtension):
    """Collects the definitions of all pieces.

    A mention of a note becomes a "noteref" element, which has the note's label, or the words of the note
    itself; a label without definition stays as it is written.
    """

    def __init__(self) -> None:
        super().__init__()
        self.definitions: list[tuple[str, str]] = []
        """Label and text of each, in the order of the file; grows as texts that hold some are read."""
        self.labels: set[str] = set()
        self.same: dict[str, str] = {}
        """Labels of notes that have their words from that of another label, "" for notes without words."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Register what reads definitions and mentions, and nothing that writes a list into the page."""
        self.parser, self.md = md.parser, md
        md.parser.blockprocessors.register(_Definitions(self), "footnote", 17)
        md.inlinePatterns.register(_Reference(_REFERENCE, self), "footnote", 175)
        md.inlinePatterns.register(_InlineNote(_INLINE_OPENS, md), "inline-footnote", 174)

    def setFootnote(self, id: str, text: str) -> None:  # noqa: A002  # as in Python-Markdown
        """Keep a definition; Python-Markdown's block processor calls it for each."""
        if text.strip():
            self.definitions.append((label(id), text))
            self.labels.add(label(id))
        else:
            self.same.setdefault(label(id), "")


class _Definitions(FootnoteBlockProcessor):
    """`[^label]: words`, and what is indented under it by four."""

    RE = re.compile(r"^[ ]{0,3}\[\^([^\]\[\n]{1,200}+)\]:[ ]*+(.*)$", re.MULTILINE)
    _SEVERAL = re.compile(
        r"^[ ]{0,3}(?:\[\^[^\]\[\n]{1,200}+\]:[ ]*+)+(?=\[\^[^\]\[\n]{1,200}+\]:)", re.MULTILINE
    )
    _ALONE = re.compile(r"(?:^|\n)[ ]{0,3}\[\^[^\]\[\n]{1,200}+\]:[ ]*$")

    def __init__(self, footnotes: Footnotes) -> None:
        super().__init__(footnotes)
        self._notes = footnotes

    def test(self, parent: ET.Element, block: str) -> bool:
        return "[^" in block and self.RE.search(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> bool:
        blocks[0] = self._SEVERAL.sub(self._share, blocks[0])
        # Ethereum's proposals leave the label alone in its line, and indent the words by two.
        if len(blocks) > 1 and self._ALONE.search(blocks[0]) and blocks[1].lstrip("\n").startswith("  "):
            blocks[1] = re.sub("(?m)^(?=  )", "  ", blocks[1])
        return bool(super().run(parent, blocks))

    def _share(self, several: re.Match[str]) -> str:
        """Let the labels in front of another one, `[^a]: [^b]: words`, be of its note."""
        meant = re.compile(r"\[\^(.*?)\]:").match(several.string, several.end())
        for name in re.findall(r"\[\^(.*?)\]:", several[0]) if meant else ():
            self._notes.same[label(name)] = label(meant[1] if meant else "")
        return ""

    def detectTabbed(self, blocks: list[str]) -> list[str]:
        # After fenced code a block begins with a blank line, and is one of the note's all the same.
        indented = 0
        while indented < len(blocks) and blocks[indented].lstrip("\n").startswith("    "):
            blocks[indented] = blocks[indented].lstrip("\n")
            indented += 1
        return super().detectTabbed(blocks)


class _Reference(InlineProcessor):
    def __init__(self, pattern: str, footnotes: Footnotes) -> None:
        super().__init__(pattern, footnotes.md)
        self._footnotes = footnotes

    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        name = label(self.unescape(m[1]))
        if name not in self._footnotes.labels and name in self._footnotes.same:
            name = self._footnotes.same[name]
            if not name:
                return ET.Element("span"), m.start(), m.end()
        if name not in self._footnotes.labels:
            return None, None, None
        return ET.Element("noteref", label=name), m.start(), m.end()


class _InlineNote(InlineProcessor):
    """`^[words]`."""

    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        end = _closing(data, m.end())
        words = data[m.end() : end]
        if end is None or data[end + 1 : end + 2] in ("(", "^", "[") or not any(map(str.isalpha, words)):
            return None, None, None
        note = ET.Element("noteref")
        note.text = words
        return note, m.start(), end + 1


def _closing(data: str, start: int) -> int | None:
    """Where the bracket that closes one before `start` stands."""
    depth = 1
    for bracket in _BRACKET.finditer(data, start, start + _LONGEST):
        depth += 1 if bracket[0] == "[" else -1
        if not depth:
            return bracket.start()
    return None


def place_notes(trees: Sequence[ET.Element], definitions: Iterable[tuple[str, ET.Element]]) -> None:
    """Number the notes by their first mention in `trees`, and let each end the tree that mentions it first.

    A "noteref" gets the attribute "number"; a "notes" element at the end of a tree holds the "note" elements
    that it is the first to mention, also within other notes. What no text mentions ends the last tree, so
    that its words are not lost.

    Args:
        trees: those of the document's pieces, in reading order.
        definitions: each note's label and its blocks; of several with one label the first is meant.
    """
    placing = _Placing(definitions)
    for tree in trees:
        placing.end(tree)
    if trees:
        placing.end(trees[-1], unmentioned=True)


class _Placing:
    def __init__(self, definitions: Iterable[tuple[str, ET.Element]]) -> None:
        self._blocks: dict[str, ET.Element] = {}
        self._others: list[tuple[str, ET.Element]] = []
        for name, blocks in definitions:
            if self._blocks.setdefault(name, blocks) is not blocks:
                self._others.append((name, blocks))
        self._numbers: dict[str, int] = {}
        self._count = 0

    def end(self, tree: ET.Element, *, unmentioned: bool = False) -> None:
        """Put the notes at the end of `tree` that it mentions, or all that are left."""
        ends = len(tree) and tree[-1].tag == "notes"
        notes = tree[-1] if ends else ET.Element("notes")
        waiting = [] if unmentioned else [tree]
        if unmentioned:
            for name, blocks in self._left():
                waiting.append(self._note(blocks, notes))
                self._numbers.setdefault(name, self._count)
        for element in waiting:  # grows: a note may mention others
            for mention in list(element.iter("noteref")):
                if mention.get("number") is None:
                    waiting.extend(self._mention(mention, notes))
        if len(notes) and not ends:
            tree.append(notes)

    def _left(self) -> list[tuple[str, ET.Element]]:
        left = [(name, blocks) for name, blocks in self._blocks.items() if name not in self._numbers]
        return [*left, *self._others]

    def _mention(self, mention: ET.Element, notes: ET.Element) -> list[ET.Element]:
        """Give a mention its number; the note, if this is its first one."""
        name = mention.get("label")
        first: list[ET.Element] = []
        if name is None:
            first.append(self._note(_taken_out(mention), notes))
        elif name not in self._numbers:
            self._numbers[name] = self._count + 1
            first.append(self._note(self._blocks[name], notes))
        mention.set("number", str(self._numbers[name] if name is not None else self._count))
        return first

    def _note(self, blocks: ET.Element, notes: ET.Element) -> ET.Element:
        self._count += 1
        note = ET.SubElement(notes, "note", number=str(self._count))
        note.append(blocks)
        return note


def _taken_out(mention: ET.Element) -> ET.Element:
    """The words of a note that stand where it is mentioned, as a paragraph."""
    paragraph = ET.Element("p")
    paragraph.text, mention.text = mention.text, None
    paragraph[:], mention[:] = list(mention), []
    return paragraph
