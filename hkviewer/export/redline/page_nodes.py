"""What changed, as what stands below one another on a page: the words of each change tell what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from hkviewer.compare.editions import (
    DELETED,
    INSERTED,
    MOVED,
    SAME,
    BlockChange,
    Runs,
    SectionChange,
    SheetChanges,
)
from hkviewer.compare.summary import Summary
from hkviewer.content.model import Span
from hkviewer.export.nodes import Grid, Heading, Items, Lines, Node, Quote, Words
from hkviewer.export.redline.told import (
    by_cell,
    closed_runs,
    folded,
    is_quiet,
    marked_part,
    moved_from,
    section_notes,
    titles_above,
    told_sections,
)
from hkviewer.export.styled_runs import Run

_SMALL = ("small",)
_STYLES = {DELETED: ("deleted",), INSERTED: ("marked", "inserted")}
"""A line through what went; one under what came, on a ground: black and white paper tells them apart."""
_KEY = (
    (SAME, "In what follows "),
    (DELETED, "words that went"),
    (SAME, " are struck, "),
    (INSERTED, "words that came"),
    (SAME, " are underlined."),
)
_TOP = 3
"""The level of an outermost section's heading, below “Changes”."""
_DEEPEST = 6
_MOST_COLUMNS = 12
"""Of a table that has room on a page."""
_MARK = re.compile(r"\n*( *)(?:[-*+•]|(\d{1,9})[.)])(?: |$)")
_LINE_START = re.compile(r"^\n+ *")
_QUOTED = re.compile(r"(^|\n)(?: *> ?)+")

Words_ = list[tuple[str, str]]
"""Kinds of runs with their words."""


def summary_nodes(told: Summary) -> Iterator[Node]:
    """The summary's sentences, which a page begins with."""
    yield _plain(told.editions)
    yield _plain(told.whole)
    for name, sentences in told.lists:
        yield Heading(2, (Run(name),), "")
        yield _listed(sentences)


def change_nodes(changes: SheetChanges) -> Iterator[Node]:
    """Each change in its place, below the headings that it stands under; what stayed, folded to a line."""
    if changes.is_same:
        return
    yield Heading(2, (Run("Changes"),), "")
    yield Words(_marked(list(_KEY)))
    shown: tuple[str, ...] = ()
    for same, section, sentences in told_sections(changes):
        yield from _fold(same, "section")
        if section is None:
            return
        path = section.name.path
        for depth, above in titles_above(path, shown):
            yield Heading(_level(depth), (Run(above),), "")
        shown = path
        title = (*_marked(_of(section.title_runs)), *_note(", ".join(section_notes(section))))
        yield Heading(_level(len(path) - 1), title or (Run("(untitled)"),), "")
        yield from _blocks(section, changes)
        yield from _figures([f"{sentence}." for sentence in sentences])


def _figures(sentences: Sequence[str]) -> Iterator[Node]:
    """What became of a section's figures, as it is read aloud."""
    if len(sentences) == 1:
        yield Words((Run("Figure ", strong=True, styles=_SMALL), Run(sentences[0])))
    elif sentences:
        yield Words((Run("Figures", strong=True, styles=_SMALL),))
        yield _listed(sentences)


def _level(depth: int) -> int:
    return min(_TOP + depth, _DEEPEST)


def _plain(words: str) -> Words:
    return Words((Run(words),))


def _listed(sentences: Sequence[str]) -> Items:
    return Items(ordered=False, start=1, items=tuple((_plain(sentence),) for sentence in sentences))


def _note(words: str) -> tuple[Run, ...]:
    return (Run(f" [{words}]", styles=_SMALL),) if words else ()


def _fold(count: int, word: str) -> Iterator[Node]:
    if count:
        yield Words((Run(folded(count, word), emphasis=True, styles=_SMALL),))


# Blocks


def _blocks(section: SectionChange, changes: SheetChanges) -> Iterator[Node]:
    same = 0
    for kind, group in groupby(section.blocks, key=lambda block: block.kind):
        blocks = list(group)
        if all(map(is_quiet, blocks)):
            same += len(blocks)
            continue
        yield from _fold(same, "block")
        same = 0
        if kind == "row":
            yield from _table(blocks, changes)
            continue
        for quiet, run in groupby(blocks, key=is_quiet):
            told = list(run)
            if quiet:
                yield from _fold(len(told), "block")
            elif kind == "item":
                yield from _lists([_item(block, changes) for block in told])
            else:
                yield from (_block(block, changes) for block in told)
    yield from _fold(same, "block")


def _block(block: BlockChange, changes: SheetChanges) -> Node:
    words = _trimmed(_of(block.runs))
    note = _moved(block, changes)
    if block.kind == "quotation":
        quoted = [(kind, _QUOTED.sub(r"\1", text)) for kind, text in words]
        return Quote((Words((*note, *_marked(_trimmed(quoted)))),))
    if block.kind == "code":
        return Lines(tuple(_lines((*note, *_marked(words)))))
    return Words((*note, *_marked(words)))


def _moved(block: BlockChange, changes: SheetChanges) -> tuple[Run, ...]:
    return (Run(f"[{moved_from(block, changes)}] ", styles=_SMALL),) if block.status == MOVED else ()


def _lines(runs: Sequence[Run]) -> Iterator[tuple[Run, ...]]:
    line: list[Run] = []
    for run in runs:
        if run.text == "\n":
            yield tuple(line)
            line = []
        else:
            line.append(run)
    yield tuple(line)


# Lists


class _Item(NamedTuple):
    """An item: how deep it stands, its number (None for a bullet), its words."""

    depth: int
    number: int | None
    words: Words


def _item(block: BlockChange, changes: SheetChanges) -> _Item:
    words = _of(block.runs)
    found = None
    for at in (1, 0):
        # Of an item that has other words altogether both begin with the mark.
        if at < len(words) and (at == 0 or SAME not in (words[0][0], words[1][0])):
            kind, text = words[at]
            if match := _MARK.match(text):
                found = match
                words[at] = (kind, text[match.end() :])
    runs = (*_moved(block, changes), *_marked(_trimmed(words)))
    number = int(found[2]) if found and found[2] else None
    return _Item(len(found[1]) if found else 0, number, Words(runs))


def _lists(items: Sequence[_Item]) -> Iterator[Node]:
    """The items as lists, deeper ones in the item before them."""
    at = 0
    while at < len(items):
        first, at = at, _end_of(items, at)
        yield from _as_lists(items[first:at])


def _end_of(items: Sequence[_Item], first: int) -> int:
    """Where the items from `first` on that are as deep as it, or deeper, end."""
    deep = items[first].depth
    return next((n for n in range(first, len(items)) if items[n].depth < deep), len(items))


def _as_lists(items: Sequence[_Item]) -> Iterator[Node]:
    deep = items[0].depth
    starts = [n for n, item in enumerate(items) if item.depth <= deep]
    lists: list[tuple[int | None, list[tuple[Node, ...]]]] = []
    for start, end in zip(starts, [*starts[1:], len(items)], strict=True):
        item = items[start]
        nodes = (item.words, *(_lists(items[start + 1 : end]) if end > start + 1 else ()))
        if lists and _goes_on(lists[-1], item.number):
            lists[-1][1].append(nodes)
        else:
            lists.append((item.number, [nodes]))
    for number, entries in lists:
        yield Items(ordered=number is not None, start=number or 1, items=tuple(entries))


def _goes_on(before: tuple[int | None, list[tuple[Node, ...]]], number: int | None) -> bool:
    first, entries = before
    return number is None if first is None else number == first + len(entries)


# Tables


def _table(blocks: Sequence[BlockChange], changes: SheetChanges) -> Iterator[Node]:
    """The rows of a table that changed, below its first one, which names the columns."""
    header = _cells(blocks[0], changes)
    if len(header) <= _MOST_COLUMNS:
        yield _grid(header, blocks, changes)
        return
    # No page has room for it; in a column of two letters it would be hundreds of pages.
    for quiet, group in groupby(blocks, key=is_quiet):
        told = list(group)
        if quiet:
            yield from _fold(len(told), "row")
        else:
            yield from (_wide_row(header, block, changes) for block in told)


def _wide_row(header: Sequence[tuple[Run, ...]], block: BlockChange, changes: SheetChanges) -> Items:
    """A row of a table that is too wide for a page: its first cell, and each that changed by its column."""
    first, *cells = _cells(block, changes)
    parts: list[tuple[Run, ...]] = []
    for number, cell in enumerate(cells, start=1):
        if any(run.styles for run in cell):
            name = header[number] if number < len(header) else ()
            parts.append((*name, Run(": "), *cell) if name else cell)
    items = tuple((Words(part),) for part in parts)
    inner = (Items(ordered=False, start=1, items=items),) if items else ()
    return Items(ordered=False, start=1, items=((Words(first), *inner),))


def _grid(header: list[tuple[Run, ...]], blocks: Sequence[BlockChange], changes: SheetChanges) -> Grid:
    """The table of those rows."""
    rows: list[list[tuple[Run, ...]]] = []
    folds: list[int] = []
    for quiet, group in groupby(blocks[1:], key=is_quiet):
        told = list(group)
        if quiet:
            folds.append(len(rows) + 1)
            rows.append([(Run(folded(len(told), "row"), emphasis=True),)])
        else:
            rows += [_cells(block, changes) for block in told]
    width = max(map(len, (header, *rows)))
    filled = [tuple(row + [()] * (width - len(row))) for row in (header, *rows)]
    spans = tuple(Span(row, 0, 1, width) for row in folds if width > 1)
    return Grid(filled[0], tuple(filled[1:]), ("",) * width, spans)


def _cells(block: BlockChange, changes: SheetChanges) -> list[tuple[Run, ...]]:
    """The cells of a row, what went and what came in each beside one another."""
    cells: list[Words_] = [[]]
    words = _of(block.runs)  # not trimmed: a sign between two cells ends with a blank
    for column, number, text in by_cell(words):
        cells += [[] for _ in range(column + 1 - len(cells))]
        if cell := _LINE_START.sub("", text).rstrip("\n"):
            cells[column].append((words[number][0], cell))
    shown = [_marked(cell) for cell in cells]
    shown[0] = (*_moved(block, changes), *shown[0])
    return shown


# Words


def _of(runs: Runs) -> Words_:
    return [(run.kind, run.text) for run in closed_runs(runs) if run.text]


def _trimmed(words: Words_) -> Words_:
    """Without what parts a block from the ones around it."""
    kept = list(words)
    while kept and not kept[0][1].strip():
        kept.pop(0)
    while kept and not kept[-1][1].strip():
        kept.pop()
    if kept:
        kept[0] = (kept[0][0], kept[0][1].lstrip("\n "))
        kept[-1] = (kept[-1][0], kept[-1][1].rstrip("\n "))
    return kept or [(kind, text.strip("\n")) for kind, text in words if text.strip("\n")]


def _marked(words: Words_) -> tuple[Run, ...]:
    """The words with what came and went told in them."""
    runs: list[Run] = []
    before = SAME
    for kind, text in words:
        if kind != SAME != before and not runs[-1].text.isspace() and not text[:1].isspace():
            runs.append(Run(" "))
        runs += _run(kind, text)
        before = kind
    return tuple(runs)


def _run(kind: str, text: str) -> Iterator[Run]:
    if kind == SAME:
        yield from _broken(text, ())
        return
    before, words, behind = marked_part(text, "\n ")
    yield from _broken(before, ())
    yield Run(f"[{kind}: ", styles=_SMALL)
    yield from _broken(words, _STYLES[kind])
    yield Run("]", styles=_SMALL)
    yield from _broken(behind, ())


def _broken(text: str, styles: tuple[str, ...]) -> Iterator[Run]:
    """The text with each line's end as a run of its own."""
    for number, line in enumerate(text.split("\n")):
        if number:
            yield Run("\n")
        if line:
            yield Run(line, styles=styles)
