"""The blocks of Markdown as CommonMark has them, by Python-Markdown's processors -> an element tree."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from typing import Any

import markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import (
    BlockProcessor,
    BlockQuoteProcessor,
    HashHeaderProcessor,
    ReferenceProcessor,
)
from markdown.extensions.def_list import DefListIndentProcessor

from hkviewer.content.markdown.containers import (
    BLANK,
    DEEPEST,
    FENCE_CLOSES,
    FENCE_OPENS,
    HTML,
    SEPARATOR,
    VOID,
    without_marks,
)
from hkviewer.content.markdown.definitions import Abbreviations, Definitions
from hkviewer.content.markdown.fence_info import add_code
from hkviewer.content.markdown.labels import Labels
from hkviewer.content.markdown.links import label
from hkviewer.content.markdown.normalise import normalise
from hkviewer.content.markdown.tables import EscapedBars

_MOST_BACKTICKS = 4000


def set_up_blocks(md: markdown.Markdown, labels: Labels, abbreviations: Abbreviations) -> BlockParser:
    """Let `md` read blocks as CommonMark has them; what reads them.

    Args:
        md: what reads the text.
        labels: what its references may lead to.
        abbreviations: what collects these.
    """
    parser = _BlockParser(md)
    parser.blockprocessors = md.parser.blockprocessors
    for processor in parser.blockprocessors:
        processor.parser = parser
    md.parser = parser
    register = parser.blockprocessors.register
    register(_Html(parser), "html", 97)
    register(_Separator(parser), "separator", 96)
    register(_FencedCode(parser), "fence", 95)
    register(_NestedHeading(parser), "hashheader", 70)
    register(_Quotation(parser), "quote", 20)
    register(_Reference(parser, labels), "reference", 15)
    register(_WholeTable(parser, {"use_align_attribute": True}), "table", 75)
    register(Definitions(parser), "definitions", 25)
    register(DefListIndentProcessor(parser), "definitions-indented", 85)
    register(abbreviations, "abbreviations", 16)
    return parser


class _BlockParser(BlockParser):
    """Reads what is nested very deeply as paragraphs, and goes no deeper."""

    _depth = 0

    def parseBlocks(self, parent: ET.Element, blocks: list[str]) -> None:
        self._depth += 1
        # A level of a list takes two calls at most, each quotation one.
        if self._depth > 2 * DEEPEST + 2:
            for line in "\n".join(blocks).replace(SEPARATOR, "").split("\n"):
                ET.SubElement(ET.SubElement(parent, "blockquote"), "p").text = without_marks(line)
            blocks.clear()
        else:
            super().parseBlocks(parent, blocks)
        self._depth -= 1

    def parseChunk(self, parent: ET.Element, text: str) -> None:
        if self.state.isstate("blockquote"):  # within it lists and tables begin as elsewhere
            text = "\n".join(normalise(text.split("\n"))[0])
        super().parseChunk(parent, text)


class _Separator(BlockProcessor):
    """Between two blocks of a kind that are not one; leaves an element without words."""

    def test(self, parent: ET.Element, block: str) -> bool:
        return block == SEPARATOR

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        blocks.pop(0)
        ET.SubElement(parent, "div")


class _Html(BlockProcessor):
    """A line that `html_lines` has marked."""

    def test(self, parent: ET.Element, block: str) -> bool:
        return block.startswith(HTML)

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        ET.SubElement(parent, HTML).text = blocks.pop(0).removeprefix(HTML)


class _Quotation(BlockQuoteProcessor):
    """Also one that stands in an item without a blank line before it, and is indented as the item is."""

    _INDENTED = re.compile(r"^    (?=[ ]{0,3}>)", re.MULTILINE)

    def test(self, parent: ET.Element, block: str) -> bool:
        return ">" in block and super().test(parent, self._in_item(parent, block))

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        blocks[0] = self._in_item(parent, blocks[0])
        super().run(parent, blocks)

    def _in_item(self, parent: ET.Element, block: str) -> str:
        return self._INDENTED.sub("", block) if parent.tag == "li" else block


class _FencedCode(BlockProcessor):
    """Lines between two lines that `containers` has marked as fences."""

    _PATTERN = re.compile(
        rf"(?:^|(?<=\n))(?P<indent>[ ]{{0,3}}){FENCE_OPENS}(?:`+|~+)[ ]*(?P<language>[^\n]*)\n"
        rf"(?P<code>[^{FENCE_OPENS}{FENCE_CLOSES}]*?)[ ]*{FENCE_CLOSES}[^\n]*(?:\n|$)"
    )

    def test(self, parent: ET.Element, block: str) -> bool:
        return FENCE_OPENS in block and self._PATTERN.search(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        start = 0
        for match in self._PATTERN.finditer(block):
            if before := block[start : match.start()].strip("\n"):
                self.parser.parseBlocks(parent, [before])
            indent = len(match["indent"])
            lines = (_unindented(line, indent) for line in _code_lines(match["code"]))
            add_code(parent, match["language"], lines)
            start = match.end()
        if after := block[start:].strip("\n"):
            blocks.insert(0, after)


class _NestedHeading(HashHeaderProcessor):
    """A heading within a list or quotation; as in CommonMark a space must follow the #."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ ]+(?P<header>(?:\\.|[^\\\n])*?)#*(?:\n|$)")


class _Reference(ReferenceProcessor):
    """`[label]: address "title"`, each on a line of its own if need be; the first of a label counts.

    What has no address or is a footnote stays text. A word is an address if a reference names the label.
    """

    _DEFINITION = re.compile(
        r"""[ ]{0,3}\[(?!\^|\s*\])(?P<label>(?:[^][\\]|\\.){1,999})\]:
        [ ]*(?:\n[ ]*)?(?P<address><[^<>\n]*>|(?!<)(?:\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}|\S)++)
        (?P<title>(?:[ ]+|[ ]*\n[ ]*)
            (?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))
        )?[ ]*(?:\n|$)""",
        re.DOTALL | re.VERBOSE,
    )
    _ADDRESS = re.compile(r"<.*>|\{[{%]|[a-z][a-z0-9+.-]*:|\S*[/#]|\S*\.\w", re.IGNORECASE)
    _ESCAPE = re.compile(r"\\([!-/:-@[-`{-~])")

    def __init__(self, parser: BlockParser, labels: Labels) -> None:
        super().__init__(parser)
        self._labels = labels

    def test(self, parent: ET.Element, block: str) -> bool:
        return self._definition(block, 0) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> bool:
        block = blocks.pop(0)
        end = 0
        while definition := self._definition(block, end):
            address = definition["address"].removeprefix("<").removesuffix(">")
            address = html.unescape(self._ESCAPE.sub(r"\1", address))
            self.parser.md.references.setdefault(label(definition["label"]), (address, ""))
            end = definition.end()
        if rest := block[end:].strip("\n"):
            blocks.insert(0, rest)
        return True

    def _definition(self, block: str, start: int) -> re.Match[str] | None:
        match = self._DEFINITION.match(block, start)
        if not match or match["title"] or self._ADDRESS.match(match["address"]):
            return match
        same = match["label"].casefold() == match["address"].casefold()  # `[License]: LICENSE`
        return match if same or self._labels.is_used(match["label"]) else None


class _WholeTable(EscapedBars):
    """A table whose rows may have more cells than its heading; Markdown's own drops them.

    Heading and rule may differ in their count of cells, if each has several: no one writes that as text.
    """

    # Programs that follow MultiMarkdown have = for - where a column's width counts.
    _RULE = re.compile(r"[ ]*\|?[ ]*:?(?:-{2,}|={2,}):?[ ]*(?:\|[ ]*:?(?:-+|=+):?[ ]*)+\|?[ ]*")
    _EMPTY = re.compile(r"[ |]*+(?::?-++:?[ |]*+)++")
    _ROW = re.compile(r"[ ]*\|(?![ :|=-]*$).*\|[ ]*$")

    def test(self, parent: ET.Element, block: str) -> bool:
        # Markdown pairs a row's backticks in quadratic time.
        if "|" not in block or block.count("`") >= _MOST_BACKTICKS:
            return False
        return super().test(parent, block) or super().test(parent, self._evened(block))

    def _evened(self, block: str) -> str:
        """`block` with as many cells in its first line as in the rule below it; kramdown needs neither."""
        head, _, rest = block.partition("\n")
        rule, end, rows = rest.partition("\n")
        if "|" not in head or not self._RULE.fullmatch(rule):
            counts = {self._ROW.match(row) and len(self._cells(row.strip(" "))) for row in block.split("\n")}
            if rule and len(counts) == 1 and (columns := counts.pop() or 0) > 1:
                block = f"|{' |' * columns}\n|{'---|' * columns}\n{block}"
            return block
        rule = rule.replace("=", "-")
        if rule.lstrip(" ").startswith("|") and "|" not in (head.strip(" ")[0], head.strip(" ")[-1]):
            head = f"|{head}|"  # as the rule has them
        cells, columns = len(self._cells(head)), len(self._cells(rule))
        if cells > 1 and cells != columns:
            head = head.rstrip(" ").removesuffix("|") + "|" + " |" * (columns - cells)
            rule = rule.rstrip(" ").removesuffix("|") + "|" + "---|" * (cells - columns)
        return f"{head}\n{rule}{end}{rows}"

    def _cells(self, row: str) -> list[str]:
        cells: list[str] = self._split_row(row)  # type: ignore[attr-defined]
        return cells

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        if VOID in blocks[0]:
            blocks[0] = "\n".join(line for line in blocks[0].split("\n") if line.strip(" ") != VOID)
        head, _, rest = self._evened(blocks[0]).partition("\n")
        if self._EMPTY.fullmatch(head):  # people write it where no column has a name
            head = re.sub("[:-]", " ", head)
        blocks[0] = f"{head}\n{rest}"
        super().test(parent, blocks[0])  # keeps the rule's cells for `run`
        super().run(parent, blocks)

    def _build_row(self, row: str, parent: ET.Element, align: Any) -> None:
        super()._build_row(row, parent, align)
        surplus = self._cells(row)[len(align) :]
        if any(cell.strip() for cell in surplus):
            last = parent[-1][-1]
            last.text = " ".join([last.text or "", *(cell.strip() for cell in surplus)])


def _code_lines(code: str) -> list[str]:
    """The lines of fenced code; what stands before a closing fence is none."""
    *lines, last = code.split("\n")
    return [*lines, last] if last.strip(" ") else lines


def _unindented(line: str, indent: int) -> str:
    line = line.replace(BLANK, "")
    spaces = len(line) - len(line.lstrip(" "))
    return line[min(indent, spaces) :]
