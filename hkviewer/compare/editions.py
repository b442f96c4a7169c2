"""What changed between two editions of a sheet: the values that every redline is drawn from.

`SheetChanges` holds a `SectionChange` for each section of either edition, that a `BlockChange` for each
paragraph, item, table row, quotation, code or picture, and that the `Run`s of its words. Nothing is left
out and nothing stands twice: put in the order of their places, the ranges of all blocks are the old and
the new texts, code point by code point, and so are their runs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from hkviewer.compare.figure_labels import told_once
from hkviewer.compare.tokens import count_words
from hkviewer.content.model import FactSheet
from hkviewer.system.characters import closed_directions

SAME: Final = "same"
DELETED: Final = "deleted"
INSERTED: Final = "inserted"
CHANGED: Final = "changed"
ADDED: Final = "added"
REMOVED: Final = "removed"
MOVED: Final = "moved"
VALUE: Final = "value"
REDATED: Final = "redated"
RENAMED: Final = "renamed"

A_TABLE: Final = "a table"
"""The form that a table had which is a list or paragraphs now, or has that was such."""
_SINCE = re.compile(r"\b(?:since|from|to)\b")

MIRRORED = {DELETED: INSERTED, INSERTED: DELETED, ADDED: REMOVED, REMOVED: ADDED}
"""What a status or kind is from the new text to the old one, where that is another."""


class Span(NamedTuple):
    """Code points `start` up to, not including, `end` of the text of one edition's section number `n`.

    `n` counts from 0 in the order of `show`; the text is `Section.text`.
    """

    n: int
    start: int
    end: int


class Run(NamedTuple):
    """A run of a block's or title's words.

    Attributes:
        kind: SAME, DELETED (only the old text has it) or INSERTED (only the new one).
        text: the words, with the blanks and marks (of a list, between cells) that stand about them.
        old_text: of a SAME run how the old text writes it, where that differs in typography, blanks or
            marks alone (either may be ""); else None. To make the old text of the new one it counts, too.
    """

    kind: str
    text: str
    old_text: str | None = None

    @property
    def old(self) -> str:
        """What the old text has of it."""
        if self.kind == INSERTED:
            return ""
        return self.text if self.old_text is None else self.old_text

    @property
    def new(self) -> str:
        """What the new text has of it."""
        return "" if self.kind == DELETED else self.text

    def mirrored(self) -> Run:
        """The run from the new text to the old one."""
        if self.old_text is not None:
            return Run(self.kind, self.old_text, self.text)
        return Run(MIRRORED.get(self.kind, self.kind), self.text)


Runs = tuple[Run, ...]


class BlockChange(NamedTuple):
    """What became of a block.

    Attributes:
        kind: "paragraph", "item", "row", "quotation", "code" or "picture"; of the new text where it is there.
        status: SAME, CHANGED (split and joined ones too), ADDED, REMOVED, or MOVED: it stands elsewhere
            now, with other words where its runs say so.
        old: where it stands in the old text, two and more ranges where several were joined; () if added.
        new: where it stands in the new text, two and more where one was split; () if removed. A range
            begins where the block before it ends: what parts the two and a list's mark belong to it.
        runs: its words, deleted ones before those that took their place. What parts the blocks of a split
            is a run of its own (INSERTED, usually of two newlines), of joined ones likewise (DELETED).
        has_other_columns: of a table's row that nothing but whole columns came or went.
    """

    kind: str
    status: str
    old: tuple[Span, ...]
    new: tuple[Span, ...]
    runs: Runs
    has_other_columns: bool = False

    @property
    def is_split(self) -> bool:
        """Whether one block became several."""
        return len(self.new) > 1

    @property
    def is_joined(self) -> bool:
        """Whether several blocks became one."""
        return len(self.old) > 1


class SectionName(NamedTuple):
    """A section of one edition.

    Attributes:
        id: its id.
        title: its heading's words.
        n: its number from 0 in the order of `show`.
        level: its heading's, from 1.
        path: the titles from the outermost section down to its own.
        heading_shown: whether its heading is shown; that of words under the sheet's title is not.
    """

    id: str
    title: str
    n: int
    level: int
    path: tuple[str, ...]
    heading_shown: bool

    @property
    def named_by(self) -> tuple[str, ...]:
        """The titles that name it: “total” alone says nothing, and the outermost is the chapter's."""
        return self.path[1:] or self.path

    @property
    def label(self) -> str:
        """Those in one line, which turn nothing around that stands beside: “Median age: total”."""
        return closed_directions(": ".join(told_once(self.named_by)))


class SectionChange(NamedTuple):
    """What became of a section.

    Attributes:
        status: SAME, CHANGED (a block of it changed, came, went or moved), ADDED or REMOVED; of its text
            alone, its heading is told by the next two.
        moved: it stands elsewhere among the sections, not only together with the one around it.
        renamed: its title has other words.
        old: the section of the old edition; None if it was added.
        new: the section of the new edition; None if it was removed.
        title_runs: the words of its title.
        blocks: in the new text's order; one that was removed behind the one that it stood behind. What
            moved to another section stands there alone.
    """

    status: str
    moved: bool
    renamed: bool
    old: SectionName | None
    new: SectionName | None
    title_runs: Runs
    blocks: tuple[BlockChange, ...]

    @property
    def name(self) -> SectionName:
        """The new section, or the old one where that was removed."""
        name = self.new or self.old
        assert name is not None
        return name


class Figure(NamedTuple):
    """A figure as one edition gives it.

    Attributes:
        text: as it is written, with its unit and the year in brackets behind it: "3.4% (2023 est.)".
        bare: the same without that year: "3.4%".
        value: its number (of "1.2 million" 1,200,000); of a date ISO 8601 ("2015-03-14"); of neither None.
        unit: "%", "$", "sq km"; None for a mere number. A scale such as "billion" is in the value.
        year: the year in the brackets behind it, "2010-15" for several; None where there is none.
        span: where `text` stands.
        around: of one that is told the words that it stands among, where these say more of what it is
            than its label; else "".
    """

    text: str
    bare: str
    value: float | str | None
    unit: str | None
    year: int | str | None
    span: Span
    around: str = ""

    @property
    def year_text(self) -> str:
        """The bracket with its year: " (2023 est.)"; "" for none."""
        _, sign, year = self.text[len(self.bare) :].rpartition(" (")
        return f"{sign}{year}" if self.year else ""

    @property
    def is_mere_year(self) -> bool:
        """Whether it says of which year something else is that is no figure: "(2023 est.)" behind a list."""
        return self.year is not None and self.bare.startswith("(") and not _SINCE.search(self.bare)


class FigureChange(NamedTuple):
    """What became of a figure.

    Attributes:
        section: the id of its section, the new one where there is one.
        label: what it is a figure of: headings, and the words before it; of a REMOVED one those of the old
            edition.
        kind: VALUE, REDATED (its year alone changed), ADDED or REMOVED.
        old: None if it was added.
        new: None if it was removed.
        is_older: whether its field has a figure of a newer year than the one that it is of now.
    """

    section: str
    label: str
    kind: str
    old: Figure | None
    new: Figure | None
    is_older: bool = False


class OtherChange(NamedTuple):
    """What changed outside the text.

    Attributes:
        kind: "link" (an address), "picture" (a file), "level" (a heading's), "metadata" (front matter) or
            "form" (the same words are struck through, raised, or of a block of another kind).
        section: the id of its section; None for front matter.
        old: as the old edition has it; None where that has none.
        new: as the new edition has it; None where that has none.
    """

    kind: str
    section: str | None
    old: str | int | None
    new: str | int | None


class ColumnChange(NamedTuple):
    """A column of a table that was ADDED, REMOVED or MOVED (`kind`), in the section of that id.

    Or RENAMED: the bracket behind its title, where its unit stands, `became` another.
    """

    section: str
    title: str
    kind: str
    became: str = ""


class NameChange(NamedTuple):
    """What a figure is of has another name now, in the section of that id."""

    section: str
    old: str
    new: str


class Edition(NamedTuple):
    """One of the two that are compared.

    Attributes:
        id: the sheet's id.
        edition: its edition's date; None where it has none.
        digest: the SHA-256 of the file.
        title: the sheet's title.
        label: the edition in words: "August 2020 (inferred)"; "" where it has none.
        language: the BCP 47 tag of its language.
        sheet: the sheet itself.
        file_name: that of its file, without its ending.
    """

    id: str
    edition: str | None
    digest: str
    title: str
    label: str
    language: str
    sheet: FactSheet
    file_name: str


class SectionCounts(NamedTuple):
    """How many sections are so; moved and renamed ones may be changed too."""

    added: int
    removed: int
    changed: int
    moved: int
    renamed: int


@dataclass(frozen=True)
class SheetChanges:
    """How one edition became another.

    Attributes:
        old: the old edition.
        new: the new edition.
        sections: in the new edition's order; one that was removed behind the one that it stood behind.
        figures: those that changed, in the order of the sections. A figure in a list "name number, name
            number" that only stands elsewhere in the list is none.
        other: what changed outside the text.
        columns: those that came, went, moved or have another unit; their cells are in the rows' runs.
        reordered: the ids of the sections in which a list of figures has the same figures in another order.
        renamed: what an unchanged figure of a list is of, where that is called otherwise now.
        passed_over: how many blocks changed that were not looked at closely, there being too many: what
            is between their common ends is one change, and no figures are told.
    """

    old: Edition
    new: Edition
    sections: tuple[SectionChange, ...]
    figures: tuple[FigureChange, ...]
    other: tuple[OtherChange, ...]
    columns: tuple[ColumnChange, ...]
    reordered: tuple[str, ...]
    renamed: tuple[NameChange, ...] = ()
    passed_over: int = 0

    @cached_property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        quiet = (s.status == SAME and not s.moved and not s.renamed for s in self.sections)
        return not self.other and all(quiet)

    @cached_property
    def counts(self) -> SectionCounts:
        """How many sections are what."""
        statuses = Counter(section.status for section in self.sections)
        moved = sum(section.moved for section in self.sections)
        renamed = sum(section.renamed for section in self.sections)
        return SectionCounts(statuses[ADDED], statuses[REMOVED], statuses[CHANGED], moved, renamed)

    @cached_property
    def words(self) -> tuple[int, int]:
        """How many words were deleted and how many inserted, in titles and texts."""
        counts = {SAME: 0, DELETED: 0, INSERTED: 0}
        for section in self.sections:
            for runs in (section.title_runs, *(block.runs for block in section.blocks)):
                for run in runs:
                    if run.kind != SAME:
                        counts[run.kind] += count_words(run.text)
        return counts[DELETED], counts[INSERTED]

    def old_section(self, n: int) -> SectionName:
        """The old edition's section number `n`."""
        name = self._by_old[n].old
        assert name is not None
        return name

    def stays_in_section(self, block: BlockChange) -> bool:
        """Whether a block stands in the section in which it stood."""
        section = self._by_new[block.new[0].n].old if block.new and block.old else None
        return section is not None and section.n == block.old[0].n

    def section_of(self, figure: FigureChange) -> SectionChange:
        """The section in which a figure is told."""
        if figure.new:
            return self._by_new[figure.new.span.n]
        assert figure.old is not None
        return self._by_old[figure.old.span.n]

    @cached_property
    def _by_new(self) -> dict[int, SectionChange]:
        return {section.new.n: section for section in self.sections if section.new}

    @cached_property
    def _by_old(self) -> dict[int, SectionChange]:
        return {section.old.n: section for section in self.sections if section.old}


def mirrored_runs(runs: Iterable[Run]) -> Runs:
    """The runs from the new text to the old one, deleted words again before those in their place."""
    turned: list[Run] = []
    inserted: list[Run] = []
    for run in runs:
        if run.kind == DELETED:
            inserted.append(run.mirrored())
            continue
        if run.kind == SAME:
            turned += inserted
            inserted = []
        turned.append(run.mirrored())
    return (*turned, *inserted)
