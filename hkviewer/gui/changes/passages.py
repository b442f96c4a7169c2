"""What changed as a page to read: passages in the new text's order, unchanged stretches folded away."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Final, NamedTuple

from hkviewer.compare.editions import (
    ADDED,
    DELETED,
    MOVED,
    REMOVED,
    SAME,
    BlockChange,
    FigureChange,
    Run,
    SectionChange,
    SheetChanges,
    Span,
)
from hkviewer.compare.sentences import figure_sentence
from hkviewer.content.model import BETWEEN_CELLS
from hkviewer.export.redline.told import closed_runs, section_left

HEADING: Final = "heading"
FIGURES: Final = "figures"
_LONGEST_FOLD = 50_000
"""Characters of what one fold hides: more are several folds, so that opening one is quick."""
_LONGEST_RUN = 20_000
"""Characters of one run that are shown; of more the middle is left out: Qt would lay it out for seconds."""
_LONGEST_PART = 120_000
"""Characters that are laid out in 0.2 s."""
LINE: Final = 60
"""Characters that a paragraph takes as long as, besides its own."""
_PLURALS = {"item": "items", "row": "rows", "picture": "pictures", "quotation": "quotations"}

_SIGNS = {
    "item": (re.compile(r"(?<=\n)( *)- "), r"\1• "),
    "quotation": (re.compile(r"(?<=\n)(> ?)+"), ""),
}
"""What begins the lines of such a block in plain text, and what stands for it."""


class Head(NamedTuple):
    """What stands above the changes.

    Attributes:
        title: of the page.
        editions: from which edition to which.
        summary: what changed, in two sentences.
        further: the figures that say most, then what changed outside the text, a line each.
        digests: the SHA-256 of both files.
    """

    title: str
    editions: str
    summary: str
    further: tuple[str, ...]
    digests: tuple[str, ...] = ()


class Piece(NamedTuple):
    """Words drawn alike: SAME, DELETED or INSERTED, and whether they are of a figure that changed."""

    kind: str
    text: str
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading or a block.

    Attributes:
        kind: HEADING, that of a `BlockChange`, or FIGURES: a sentence on a figure of the one before.
        pieces: its words.
        change: the number of the change that it belongs to; -1 where it is the same.
        note: what is said before its words: "moved from Geography"; "" for nothing.
        level: the heading's, from 1; 1 of a row that names its table's columns; else 0.
        is_moved: it stands elsewhere now.
    """

    kind: str
    pieces: tuple[Piece, ...]
    change: int = -1
    note: str = ""
    level: int = 0
    is_moved: bool = False

    @property
    def length(self) -> int:
        """How many characters it shows."""
        return sum(len(piece.text) for piece in self.pieces)

    @property
    def effort(self) -> int:
        """How many characters take as long to be laid out: each cell of a row is a paragraph, too."""
        between = sum(piece.text.count(BETWEEN_CELLS) for piece in self.pieces) if self.kind == "row" else 0
        return self.length + LINE * (between + 1)


@dataclass(frozen=True, slots=True)
class Fold:
    """Passages that are the same, which one line stands for: "12 paragraphs the same"."""

    words: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change that the reader can go to.

    Attributes:
        section: what its section is called, with the titles around it: “Median age: total”.
        passages: what belongs to it: one block, or all of a section that came or went.
        figures: what became of its figures, a plain sentence each.
    """

    section: str
    passages: tuple[Passage, ...]
    figures: tuple[str, ...]


Item = Passage | Fold


@dataclass(frozen=True)
class ChangesPage:
    """The page below its summary, and the changes in its order."""

    items: tuple[Item, ...]
    changes: tuple[Change, ...]

    @cached_property
    def parts(self) -> list[range]:
        """The numbers of the items of each part: as many as are laid out without a long wait."""
        parts: list[range] = []
        first, length = 0, 0
        for number, item in enumerate(self.items):
            length += LINE if isinstance(item, Fold) else item.effort
            if length > _LONGEST_PART:
                parts.append(range(first, number + 1))
                first, length = number + 1, 0
        if first < len(self.items) or not parts:
            parts.append(range(first, len(self.items)))
        return parts

    @cached_property
    def part_of(self) -> list[int]:
        """The part in which each change begins."""
        found: dict[int, int] = {}
        for part, numbers in enumerate(self.parts):
            for item in self.items[numbers.start : numbers.stop]:
                if isinstance(item, Passage) and item.change >= 0:
                    found.setdefault(item.change, part)
        return [found.get(number, 0) for number in range(len(self.changes))]


def changes_page(changes: SheetChanges) -> ChangesPage:
    """The passages of `changes`, headings above whatever changed below them."""
    return _PageMaker(changes).made()


class _PageMaker:
    """Goes through the sections once."""

    def __init__(self, changes: SheetChanges) -> None:
        self._changes = changes
        self._figures = _Figures(changes.figures)
        self._items: list[Item] = []
        self._told: list[Change] = []
        self._same: list[Passage] = []
        self._sentences: list[Passage] = []
        """What became of figures, to be told below the blocks that they stand in."""

    def made(self) -> ChangesPage:
        """The page."""
        for section, is_shown in zip(self._changes.sections, _shown(self._changes.sections), strict=True):
            if not is_shown:
                self._same += _unchanged(section)
                continue
            self._fold()
            if section.status in (ADDED, REMOVED):
                self._whole(section)
            else:
                self._mixed(section)
        self._fold()
        return ChangesPage(tuple(self._items), tuple(self._told))

    def _whole(self, section: SectionChange) -> None:
        """A section that came or went is one change."""
        blocks = [block for block in section.blocks if block.status in (ADDED, REMOVED)]
        passages = [
            *_heading(section, len(self._told), section.status),
            *(self._passage(block, len(self._told)) for block in blocks),
        ]
        figures = [line for block in blocks for line in self._figures.sentences(block)]
        if passages:
            self._tell(section, passages, figures)
        self._blocks(section, [block for block in section.blocks if block not in blocks])

    def _mixed(self, section: SectionChange) -> None:
        note = _moved_note(section)
        heading = _heading(section, len(self._told) if note or section.renamed else -1, note)
        if heading and (note or section.renamed):
            self._tell(section, heading, [])
        else:
            self._items += heading
        self._blocks(section, section.blocks)

    def _blocks(self, section: SectionChange, blocks: Iterable[BlockChange]) -> None:
        for is_row, group in groupby(blocks, key=lambda block: block.kind == "row"):
            together = list(group)
            names_columns = is_row and _is_folded(together[0]) and not all(map(_is_folded, together))
            header = replace(self._passage(together[0], -1), level=1) if names_columns else None
            self._run_of_blocks(section, together[1:] if header else together, header)
        self._fold()

    def _run_of_blocks(
        self, section: SectionChange, blocks: Sequence[BlockChange], header: Passage | None
    ) -> None:
        """Blocks one after the other; `header` stands above rows that changed, whatever is folded between."""
        is_owed = header is not None
        for block in blocks:
            if _is_folded(block):
                self._same.append(self._passage(block, -1))
                is_owed = header is not None
                continue
            self._fold()
            if header is not None and is_owed:
                self._items.append(header)
                is_owed = False
            passage = self._passage(block, len(self._told))
            self._tell(section, [passage], self._figures.sentences(block))
        self._tell_figures()

    def _tell(self, section: SectionChange, passages: Sequence[Passage], figures: Sequence[str]) -> None:
        number = len(self._told)
        self._told.append(Change(section.name.label or section.name.title, tuple(passages), tuple(figures)))
        self._items += passages
        self._sentences += (Passage(FIGURES, (Piece(SAME, f"{each}."),), number) for each in figures)
        if passages[-1].kind != "row":
            self._tell_figures()

    def _tell_figures(self) -> None:
        """Tell of the figures so far: of rows below the last one, or their table would fall apart."""
        self._items += self._sentences
        self._sentences = []

    def _fold(self) -> None:
        """Put a fold in the place of what was the same since the last change."""
        same, self._same = self._same, []
        if same:
            self._tell_figures()
        held: list[Passage] = []
        length = 0
        for passage in same:
            if length > _LONGEST_FOLD:
                self._close(held)
                held, length = [], 0
            held.append(passage)
            length += passage.length
        self._close(held)

    def _close(self, held: list[Passage]) -> None:
        if held:
            self._items.append(Fold(_fold_words(held), tuple(held)))

    def _passage(self, block: BlockChange, change: int) -> Passage:
        is_moved = block.status == MOVED
        within = "elsewhere in " if is_moved and self._changes.stays_in_section(block) else ""
        title = self._changes.old_section(block.old[0].n).title if is_moved else ""
        note = f"moved from {within}{title}" if is_moved else ""
        pieces = _dressed(block.kind, self._figures.pieces(block))
        return Passage(block.kind, pieces, change, note, is_moved=is_moved and change >= 0)


def _shown(sections: Sequence[SectionChange]) -> list[bool]:
    """Which sections have changes, or others with changes below them."""
    shown = [False] * len(sections)
    above: list[int] = []
    for number, section in enumerate(sections):
        while above and sections[above[-1]].name.level >= section.name.level:
            above.pop()
        above.append(number)
        if _has_changes(section):
            for outer in above:
                shown[outer] = True
    return shown


def _has_changes(section: SectionChange) -> bool:
    if section.status in (ADDED, REMOVED) or section.moved or section.renamed:
        return True
    return not all(map(_is_folded, section.blocks))


def _is_folded(block: BlockChange) -> bool:
    """Whether a block stands in a fold, which opens: rows that only gained or lost a column do, too."""
    return block.status == SAME or block.has_other_columns


def _moved_note(section: SectionChange) -> str:
    if not section.moved:
        return ""
    around = section_left(section)
    return f"moved from {around}" if around else "moved"


def _unchanged(section: SectionChange) -> Iterator[Passage]:
    yield from _heading(section, -1, "")
    for block in section.blocks:
        yield Passage(block.kind, _dressed(block.kind, (_shortened(r.kind, r.new) for r in block.runs)))


def _dressed(kind: str, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces with the signs that a reader knows for those of plain text."""
    if kind not in _SIGNS:
        return tuple(pieces)
    pattern, shown = _SIGNS[kind]
    dressed: list[Piece] = []
    before = "\n"
    for piece in pieces:
        # The sign may be told apart by what stands before it, in another piece.
        text = pattern.sub(shown, before + piece.text)[1:]
        dressed.append(piece._replace(text=text))
        before = piece.text[-1:] or before
    return tuple(dressed)


def _heading(section: SectionChange, change: int, note: str) -> list[Passage]:
    if not section.name.heading_shown or not section.name.title:
        return []
    pieces = tuple(_shortened(run.kind, run.text) for run in closed_runs(section.title_runs))
    return [Passage(HEADING, pieces, change, note, section.name.level, note.startswith(MOVED))]


def _fold_words(passages: Sequence[Passage]) -> str:
    kinds = [passage.kind for passage in passages if passage.kind != HEADING]
    if not kinds:
        return f"{len(passages):,} heading{'' if len(passages) == 1 else 's'} the same"
    word = _PLURALS.get(kinds[0], "paragraphs") if len(set(kinds)) == 1 else "paragraphs"
    has_columns = any(piece.kind != SAME for passage in passages for piece in passage.pieces)
    same = "the same but for whole columns" if has_columns else "the same"
    return f"{len(kinds):,} {word if len(kinds) > 1 else word[:-1]} {same}"


def _shortened(kind: str, text: str, *, is_figure: bool = False) -> Piece:
    if len(text) > _LONGEST_RUN:
        half = _LONGEST_RUN // 2
        left_out = len(text) - 2 * half
        text = f"{text[:half]} […{left_out:,} characters…] {text[-half:]}"
    return Piece(kind, text, is_figure)


class _Figures:
    """The figures that changed, by where they stand in either edition."""

    def __init__(self, figures: Iterable[FigureChange]) -> None:
        self._old: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self._new: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self._told: defaultdict[tuple[bool, int], list[tuple[int, FigureChange]]] = defaultdict(list)
        for change in figures:
            for figure, spans in ((change.old, self._old), (change.new, self._new)):
                if figure is not None:
                    spans[figure.span.n].append((figure.span.start, figure.span.end))
            one = change.new or change.old
            assert one is not None
            self._told[change.new is not None, one.span.n].append((one.span.start, change))
        for every in (*self._old.values(), *self._new.values()):
            every.sort()
        for told in self._told.values():
            told.sort(key=lambda each: each[0])

    def sentences(self, block: BlockChange) -> list[str]:
        """What became of the figures of a block, a sentence each."""
        found = []
        for is_new, spans in ((True, block.new), (False, block.old)):
            for span in spans:
                told = self._told.get((is_new, span.n), [])
                first = bisect_left(told, span.start, key=lambda each: each[0])
                last = bisect_left(told, span.end, key=lambda each: each[0])
                found += [figure_sentence(change) for _, change in told[first:last]]
        return found

    def pieces(self, block: BlockChange) -> Iterator[Piece]:
        """The words of a block, those of changed figures apart."""
        old, new = _Reading(block.old, self._old), _Reading(block.new, self._new)
        for run in closed_runs(block.runs):
            in_old, in_new = old.cuts(run.old), new.cuts(run.new)
            yield from _cut(run, in_old if run.kind == DELETED else in_new)


class _Reading:
    """Reads the words of a block on and on, knowing where in its edition they stand."""

    def __init__(self, spans: Sequence[Span], figures: dict[int, list[tuple[int, int]]]) -> None:
        self._figures = figures
        self._rest = list(reversed(spans))

    def cuts(self, words: str) -> list[tuple[int, int]]:
        """Where in `words`, the next ones, figures stand."""
        found: list[tuple[int, int]] = []
        passed = 0
        while passed < len(words) and self._rest:
            span = self._rest.pop()
            length = min(span.end - span.start, len(words) - passed)
            figures = self._figures.get(span.n, [])
            at = max(bisect_left(figures, (span.start, 0)) - 1, 0)
            while at < len(figures) and figures[at][0] < span.start + length:
                start, end = (min(max(each - span.start, 0), length) for each in figures[at])
                if start < end:
                    found.append((passed + start, passed + end))
                at += 1
            passed += length
            if length < span.end - span.start:
                self._rest.append(Span(span.n, span.start + length, span.end))
        return found


def _cut(run: Run, figures: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    done = 0
    for start, end in figures:
        if start > done:
            yield _shortened(run.kind, run.text[done:start])
        if end > max(start, done):
            yield _shortened(run.kind, run.text[max(start, done) : end], is_figure=True)
        done = max(done, end)
    if done < len(run.text):
        yield _shortened(run.kind, run.text[done:])
