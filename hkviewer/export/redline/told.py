"""What of a comparison is told, in the new text's order, with how much between was left out as the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from hkviewer.compare.editions import (
    ADDED,
    DELETED,
    INSERTED,
    REMOVED,
    SAME,
    BlockChange,
    Run,
    SectionChange,
    SheetChanges,
)
from hkviewer.compare.sentences import figure_sentence, quoted
from hkviewer.content.model import BETWEEN_CELLS
from hkviewer.system.characters import SEPARATOR, closed_directions


def closed_runs(runs: Iterable[Run]) -> list[Run]:
    """`runs`, of which what came or went turns nothing around that stands beside it.

    A control that is opened and closed in what stayed still turns what stands between.
    """
    own = list(runs)
    kept = closed_directions(SEPARATOR.join(run.text for run in own if run.kind == SAME)).split(SEPARATOR)
    same = iter(kept)
    return [run._replace(text=next(same) if run.kind == SAME else closed_directions(run.text)) for run in own]


def marked_part(text: str, blanks: str | None = None) -> tuple[str, str, str]:
    """The words of a run that changed: those that are marked, between what is not.

    Args:
        text: the run's.
        blanks: what is not marked at its ends; left out, all kinds of blanks.

    Returns:
        What stands before, the words and what stands behind; of a mere end of a line a sign for it is marked.
    """
    words = text.strip(blanks)
    if words:
        before, _, behind = text.partition(words)
        return before, words, behind
    return ("", "¶", text) if "\n" in text else ("", text, "")


def told_sections(changes: SheetChanges) -> Iterator[tuple[int, SectionChange | None, list[str]]]:
    """Each section that is told, with the sentences of its figures.

    Before it stands how many are left out there; after the last one the section is None.
    """
    figures: defaultdict[int, list[str]] = defaultdict(list)
    for change in changes.figures:
        figures[id(changes.section_of(change))].append(figure_sentence(change))
    same = 0
    for section in changes.sections:
        if section.status == SAME and not section.moved and not section.renamed:
            same += 1
            continue
        yield same, section, figures[id(section)]
        same = 0
    yield same, None, []


def told_blocks(section: SectionChange) -> Iterator[tuple[int, BlockChange | None]]:
    """Each block that is told, behind how many were left out; after the last one the block is None.

    Above rows that are told stands the first one of their table, which names the columns.
    """
    same = 0
    for is_row, group in groupby(section.blocks, key=lambda block: block.kind == "row"):
        blocks = list(group)
        has_header = is_row and not all(map(is_quiet, blocks)) and _has_words(blocks[0])
        for number, block in enumerate(blocks):
            if is_row and not _has_words(block):
                continue  # the empty names of columns
            if is_quiet(block) and (number or not has_header):
                same += 1
                continue
            yield same, block
            same = 0
    yield same, None


def _has_words(block: BlockChange) -> bool:
    return any(char.isalnum() for run in block.runs for char in run.text)


def is_quiet(block: BlockChange) -> bool:
    """Whether a block is not told of; a row that only gained a column is, or its new cell stood nowhere."""
    return block.status == SAME


def folded(count: int, word: str) -> str:
    """What stands for so many sections, blocks or rows: "12 blocks unchanged"."""
    return f"{count:,} {word}{'' if count == 1 else 's'} unchanged"


def titles_above(path: Sequence[str], shown: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The titles around a section that do not stand above it already, each with its depth, from 0.

    Args:
        path: the section's.
        shown: that of the section told before.
    """
    known = next((n for n, (one, other) in enumerate(zip(path, shown, strict=False)) if one != other), None)
    first = min(len(path), len(shown)) if known is None else known
    for depth in range(first, len(path) - 1):
        yield depth, closed_directions(path[depth]) or "(untitled)"


def section_notes(section: SectionChange) -> list[str]:
    """What became of a section as a whole: "added", "moved from “Economy”", "moved" within its place."""
    notes: list[str] = [word for word in (ADDED, REMOVED) if section.status == word]
    if section.moved:
        around = section_left(section)
        notes.append(f"moved from “{around}”" if around else "moved")
    return notes + ["renamed"] * section.renamed


def section_left(section: SectionChange) -> str:
    """The title of the section that a section was moved out of; "" where it stands in the same one."""
    if section.old is None or section.new is None:
        return ""
    before, now = section.old.path[:-1], section.new.path[:-1]
    return closed_directions(before[-1]) if before and before != now else ""


def moved_from(block: BlockChange, changes: SheetChanges) -> str:
    """Where a block stood before: "moved from “Geography”", "moved from elsewhere in “Geography”"."""
    within = "elsewhere in " if changes.stays_in_section(block) else ""
    return f"moved from {within}{quoted(changes.old_section(block.old[0].n).title)}"


def by_cell(words: Iterable[tuple[str, str]]) -> Iterator[tuple[int, int, str]]:
    """The words of a table's row by its cells, those that only one of the two texts has among them.

    Args:
        words: kinds of runs with their words, in which a sign stands between two cells.

    Yields:
        The cell's number, from 0, the number of the pair, and what of its words stands in that cell.
    """
    column = 0
    reached = {DELETED: 0, INSERTED: 0}
    """The cell up to which words of a kind go, of those that begin in one cell."""
    for number, (kind, text) in enumerate(words):
        if kind == SAME:
            column = max(column, *reached.values())
        at = column if kind == SAME else max(reached[kind], column)
        for part, cell in enumerate(text.split(BETWEEN_CELLS)):
            at += part > 0
            if cell:
                yield at, number, cell
        if kind == SAME:
            column = at
            reached = dict.fromkeys(reached, at)
        else:
            reached[kind] = at
