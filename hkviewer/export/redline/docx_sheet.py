"""An edition written as Word elements, each found again by where its words stand in the text.

The elements come from the writer of Word copies; they are in no document yet.
"""

# ruff: noqa: SLF001  python-docx gives its elements no public names

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from hkviewer.compare.editions import Span
from hkviewer.content.model import FactSheet, Section
from hkviewer.content.notes import notes_in_order
from hkviewer.export import assembly
from hkviewer.export.briefing import Briefing, Choices, SheetPart
from hkviewer.export.formats import docx_xml as xml
from hkviewer.export.formats.docx import CopyWriter
from hkviewer.export.formats.docx_text import TextWriter
from hkviewer.export.nodes import Heading, Words
from hkviewer.export.redline.docx_order import TITLE
from hkviewer.export.styled_runs import Run, words_of


@dataclass(eq=False)
class Line:
    """A paragraph, be it in a cell.

    Attributes:
        paragraph: the element.
        lead: what stands in it before the words: the number of a note.
        before: paragraphs above without words that belong to it: of an item that begins with a list.
    """

    paragraph: BaseOxmlElement
    lead: list[BaseOxmlElement]
    before: list[BaseOxmlElement] = field(default_factory=list)

    @cached_property
    def row(self) -> BaseOxmlElement | None:
        """The table's row that it stands in."""
        return next(self.paragraph.iterancestors(qn("w:tr")), None)

    @cached_property
    def table(self) -> BaseOxmlElement | None:
        """The table that it stands in."""
        return None if self.row is None else self.row.getparent()


class Atom(NamedTuple):
    """A run, or a link of one, and which code points of a text or heading it shows; `line` has it.

    What shows none stands before the code point `start`, or `is_behind` the one before that.
    """

    start: int
    end: int
    element: BaseOxmlElement
    line: Line
    is_behind: bool = False

    def is_in(self, span: Span) -> bool:
        """Whether it shows something of a span, or stands about a word of it."""
        if self.start < self.end:
            return self.start < span.end and self.end > span.start
        return span.start < self.start <= span.end if self.is_behind else span.start <= self.start < span.end


class WrittenSheet:
    """A sheet's headings and texts as Word elements.

    Attributes:
        sections: as the spans of changes count them.
        headings: the lines of the headings that are shown, by their sections' numbers; the title's is TITLE.
    """

    def __init__(self, sheet: FactSheet, writer: SheetWriter) -> None:
        self.sections = tuple(map(notes_in_order, sheet.sections))
        self.headings: dict[int, Line] = {}
        self._atoms: dict[tuple[int, bool], list[Atom]] = {}
        self._lines: dict[int, list[tuple[int, Line]]] = {}
        if self.sections:
            part = SheetPart(sheet.replace(sections=self.sections))
            # With a title of its own a copy shows the sheet's as a heading.
            choices = Choices(writer.choices.date, title="Redline")
            self._write(assembly.assemble(Briefing((part,), choices)).divisions[0], writer)

    def line(self, span: Span) -> Line:
        """What the first words of a piece of text stand in."""
        lines = self._lines[span.n]
        # Only the first piece has its first words where it begins; the empty cell of another may stand there.
        start = span.start + bool(span.start)
        at = bisect.bisect_left(lines, start, key=lambda each: each[0])
        return lines[min(at, len(lines) - 1)][1]

    def atoms(self, span: Span, *, heading: bool = False) -> Iterator[Atom]:
        """What shows the words of a span of a text, or of a heading, cut to it."""
        atoms = self._atoms[span.n, heading]
        first = bisect.bisect_left(atoms, span.start, key=lambda atom: atom.end)
        for number in range(first, len(atoms)):
            atom = atoms[number]
            if atom.start > span.end:
                return
            if atom.is_in(span):
                yield _cut(atom, max(atom.start, span.start), min(atom.end, span.end))

    def _write(self, division: assembly.Division, writer: SheetWriter) -> None:
        writer.begin(division)
        assert division.title is not None
        self._add_heading(TITLE, division.title, words_of(division.title.runs), writer)
        nodes = iter(division.nodes)
        node = next(nodes, None)
        for n, section in enumerate(self.sections):
            if section.heading_shown:
                assert isinstance(node, Heading)
                self._add_heading(n, node, section.title, writer)
                node = next(nodes, None)
            while node is not None and not isinstance(node, Heading):
                writer.add(node)
                node = next(nodes, None)
            if section.text and not section.leaves:
                writer.add(Words(()))
            self._add_text(n, section, writer.taken())

    def _add_heading(self, n: int, heading: Heading, title: str, writer: SheetWriter) -> None:
        writer.add(heading)
        (written,) = writer.taken()
        self.headings[n] = written.line
        # A title has no blanks at its ends.
        self._atoms[n, True] = list(written.atoms(-max(0, written.words.find(title))))

    def _add_text(self, n: int, section: Section, written: list[WrittenLeaf]) -> None:
        atoms = self._atoms[n, False] = []
        lines = self._lines[n] = []
        leaves = [(leaf.offset, leaf.text) for leaf in section.leaves] or [(0, "")]
        following, before = iter(written), []
        for offset, text in leaves if section.text else ():
            leaf = next(following)
            while leaf.words != text:
                # What stands for an item that begins with another list is no leaf.
                assert not leaf.words
                before.append(leaf.line.paragraph)
                leaf = next(following)
            leaf.line.before, before = before, []
            if leaf.break_ is not None:
                atoms.append(Atom(atoms[-1].end if atoms else 0, offset, leaf.break_, leaf.line))
            lines.append((offset, leaf.line))
            atoms += leaf.atoms(offset)


@dataclass
class WrittenLeaf:
    """The words of a leaf or heading as runs, or links of one.

    Attributes:
        break_: the break before a further line of code.
        runs: each with how many code points it shows, and whether it is what closes a picture's words.
    """

    line: Line
    words: str
    break_: BaseOxmlElement | None = None
    runs: list[tuple[BaseOxmlElement, int, bool]] = field(default_factory=list)

    def atoms(self, start: int) -> Iterator[Atom]:
        """The runs by their places, the first at `start`."""
        for element, length, closes in self.runs:
            yield Atom(start, start + length, element, self.line, closes)
            start += length


class SheetWriter(TextWriter):
    """Writes sheets into elements that are kept aside, and where each leaf's words are in them.

    Only links that lead out are some, a picture is its words, and the addresses are not listed.
    """

    def __init__(self, copy: assembly.Copy, beside: CopyWriter) -> None:
        super().__init__(beside.word, copy, {}, beside.width, beside.text)
        self.choices = copy.choices
        self._aside = xml.element("body")
        self._story = xml.Story(beside.word.part, self._aside.append)
        self._written: list[WrittenLeaf] = []

    def taken(self) -> list[WrittenLeaf]:
        """What was written since this was asked for last, leaf by leaf."""
        written, self._written = self._written, []
        return written

    def _runs(
        self, paragraph: Paragraph, runs: Iterable[Run], *, strong: bool = False, jumps: bool = True
    ) -> None:
        del jumps  # the headings of the two texts are not told apart
        runs = [replace(run, note=0, target="") for run in runs]
        element = paragraph._p
        if self._written and self._written[-1].line.paragraph is element:
            line, break_ = self._written[-1].line, element[-1]
        else:
            line, break_ = Line(element, [each for each in element if each.tag == qn("w:r")]), None
        self._written.append(WrittenLeaf(line, words_of(runs), break_))
        super()._runs(paragraph, runs, strong=strong, jumps=False)

    def _run(self, paragraph: Paragraph, run: Run, *, strong: bool, jumps: bool) -> None:
        before, behind = run.brackets
        parts = [(run.text, len(run.text), False)]
        if before:
            parts = [(before, 0, False), *parts, (behind, 0, True)]
        for words, length, closes in parts:
            word = replace(run, text=words, picture="", absent=False)
            super()._run(paragraph, word, strong=strong, jumps=jumps)
            self._written[-1].runs.append((paragraph._p[-1], length, closes))


def _cut(atom: Atom, start: int, end: int) -> Atom:
    """The part of an atom that shows `start` up to `end`."""
    if (start, end) == (atom.start, atom.end):
        return atom
    element = deepcopy(atom.element)
    for run in element.iter(qn("w:r")):
        reached = atom.start
        for child in run.iterchildren():
            if child.tag == qn("w:rPr"):
                continue
            length = len(child.text or "") if child.tag == qn("w:t") else 1
            first, last = max(start - reached, 0), min(end - reached, length)
            reached += length
            if first >= last:
                run.remove(child)
            elif child.tag == qn("w:t"):
                child.text = (child.text or "")[first:last]
                child.set(qn("xml:space"), "preserve")
    return atom._replace(start=start, end=end, element=element)
