"""Lists of definitions, and abbreviations with what they stand for."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.def_list import DefListProcessor
from markdown.util import AtomicString

_MOST_ALIKE = 100
"""Abbreviations that begin with the same word; further ones stay text."""
_MOST_TERMS = 4
_LONGEST_TERM, _LONGEST_BEFORE_INDENT = 200, 1000
"""Characters; behind a longer line, or more of them, a colon begins no definition but a sentence.

Before a meaning that is set in, as Pandoc writes it, a line may be longer.
"""


class Definitions(DefListProcessor):
    """Terms, and under them lines with `: ` before what they mean.

    Markdown's own takes any text for terms, and a term directly below for words of what stands above.
    """

    _MEANING = re.compile(r"[ ]{0,3}:[ ]")
    _SET_IN = re.compile(r"\n?[ ]{0,3}:[ ]{3}")
    _TERM = re.compile(r"[ ]{0,3}[^\s:]")

    def test(self, parent: ET.Element, block: str) -> bool:
        """Whether a line of `block` defines what stands above it."""
        match = self.RE.search(block) if ": " in block else None
        if not match:
            return False
        terms = block[: match.start()].strip("\n")
        before = self.lastChild(parent)
        if not terms and before is not None:
            return before.tag in ("dl", "table") or (
                before.tag == "p" and _are_terms(before.text or "", 1) and not len(before)
            )
        is_set_in = self._SET_IN.match(block, match.start()) is not None
        return bool(terms) and _are_terms(terms, _MOST_TERMS, is_set_in=is_set_in)

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """Read the first of `blocks` into `parent`."""
        before = self.lastChild(parent)
        if before is not None and before.tag == "table" and self._MEANING.match(blocks[0]):
            ET.SubElement(parent, "p").text = blocks.pop(0).lstrip(" :")  # Pandoc's caption
            return
        entries = self._entries(blocks.pop(0))
        for number, entry in enumerate(entries):
            left = [entry]
            super().run(parent, left)
            if left:
                blocks[:0] = left + entries[number + 1 :]
                return

    def _entries(self, block: str) -> list[str]:
        """`block` cut before each further meaning, and before a term directly below one."""
        entries: list[list[str]] = [[]]
        lines = block.split("\n")
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            meant = any(map(self._MEANING.match, entries[-1]))
            if meant and (
                self._MEANING.match(line) or (self._TERM.match(line) and self._MEANING.match(following))
            ):
                entries.append([])
            entries[-1].append(line)
        return ["\n".join(entry) for entry in entries]


def _are_terms(text: str, most: int, *, is_set_in: bool = False) -> bool:
    lines = text.split("\n")
    longest = _LONGEST_BEFORE_INDENT if is_set_in else _LONGEST_TERM
    return len(lines) <= most and all(len(line) <= longest for line in lines)


class Abbreviations(BlockProcessor):
    """Collects `*[HTML]: Hypertext Markup Language`, which is not shown.

    Python-Markdown's own tries each abbreviation at each word, and copies the rest of the text for each.
    """

    _DEFINITION = re.compile(
        r"^[ ]{0,3}\*\[(?P<short>[^\]\[\n]{1,200})\][ ]?:[ ]*(?P<meaning>[^ \n].*)$", re.MULTILINE
    )
    _WORD = re.compile(r"\w+")

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        # By the first word of the abbreviation; the longest first.
        self._meanings: dict[str, dict[str, str]] = {}

    def test(self, parent: ET.Element, block: str) -> bool:
        """Whether a line of `block` says what an abbreviation means."""
        return "*[" in block and self._DEFINITION.search(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """Take the meanings out of the first of `blocks`."""
        rest = self._DEFINITION.sub(self._define, blocks.pop(0)).split("\0")
        blocks[:0] = [block for part in rest if (block := part.strip("\n"))]

    def mark(self, tree: ET.Element) -> None:
        """Wrap the abbreviations in the words of `tree` in "abbr" elements; code is left alone."""
        if not self._meanings:
            return
        for parent in list(tree.iter()):
            is_literal = parent.tag == "code" or (parent.tag == "a" and isinstance(parent.text, AtomicString))
            before, children = (parent.text, []) if is_literal else self._parted(parent.text)
            for child in parent:
                child_tail, following = self._parted(child.tail)
                children += [child, *following]
                child.tail = child_tail
            parent.text, parent[:] = before, children

    def _define(self, match: re.Match[str]) -> str:
        short = match["short"].strip()
        if first := self._WORD.search(short):
            same = {short: match["meaning"].strip()} | self._meanings.get(first[0], {})
            if len(same) <= _MOST_ALIKE:
                self._meanings[first[0]] = dict(sorted(same.items(), key=lambda item: -len(item[0])))
                return "\0"
        return match[0]

    def _parted(self, text: str | None) -> tuple[str | None, list[ET.Element]]:
        """The words before the first abbreviation in `text`, and each of them with what follows it."""
        if not text:
            return text, []
        elements: list[ET.Element] = []
        before, end = text, 0
        for start, short, meaning in self._found(text):
            if elements:
                elements[-1].tail = text[end:start]
            else:
                before = text[:start]
            end = start + len(short)
            abbreviation = ET.Element("abbr", title=meaning)
            abbreviation.text, abbreviation.tail = AtomicString(short), text[end:]
            elements.append(abbreviation)
        return before, elements

    def _found(self, text: str) -> Iterator[tuple[int, str, str]]:
        end = 0
        for word in self._WORD.finditer(text):
            for short, meaning in self._meanings.get(word[0], {}).items():
                start = word.start() - short.index(word[0])
                after = text[start + len(short) : start + len(short) + 1]
                if (
                    start >= end
                    and text.startswith(short, start)
                    and not (short[-1].isalnum() and _in_word(after))
                ):
                    yield start, short, meaning
                    end = start + len(short)
                    break


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"
