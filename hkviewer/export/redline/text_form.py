"""What changed, as plain text: the summary, then each change in its place, what stayed folded to a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hkviewer.compare.editions import DELETED, MOVED, SAME, BlockChange, Run, SectionChange, SheetChanges
from hkviewer.compare.summary import summary
from hkviewer.export.redline.told import (
    closed_runs,
    folded,
    marked_part,
    moved_from,
    section_notes,
    told_blocks,
    told_sections,
)
from hkviewer.system.characters import closed_directions

_SIGNS = {DELETED: ("[-", "-]"), "inserted": ("{+", "+}")}
_EMPTY_CELL = re.compile(r"\| ?(?= *(?:\||$))")
_LONGEST = 240
"""Unchanged characters within a block that are shown in full;"""
_SHOWN = 100
"""of more, so many at either end."""


def changes_text(changes: SheetChanges) -> str:
    """The changes as lines of text: deleted words as [-…-], inserted ones as {+…+}."""
    told = summary(changes)
    head = [told.title, told.editions, "", told.whole]
    for name, sentences in told.lists:
        head += ["", f"{name}:", *(f"- {sentence}" for sentence in sentences)]
    body = [] if changes.is_same else ["", "", *_body(changes)]
    every = [*head, *body]
    kept = (line for n, line in enumerate(every) if line or (n and every[n - 1]))
    return "\n".join(kept).rstrip("\n") + "\n"


def _body(changes: SheetChanges) -> Iterator[str]:
    for same, section, sentences in told_sections(changes):
        yield from _folded(same, "section")
        if section is None:
            return
        yield from _section(section, changes)
        yield from (f"* {line}." for line in sentences)
        yield ""


def _folded(count: int, word: str) -> Iterator[str]:
    if count:
        yield f"… {folded(count, word)} …"
        yield ""


def _section(section: SectionChange, changes: SheetChanges) -> Iterator[str]:
    name = section.name
    above = "".join(f"{closed_directions(title)} > " for title in name.path[:-1])
    notes = ", ".join(section_notes(section))
    note = f" [{notes}]" if notes else ""
    yield f"{'#' * name.level} {above}{_marked(section.title_runs)}{note}"
    for same, block in told_blocks(section):
        yield ""
        yield from _folded(same, "block")
        if block is not None:
            yield _block(block, changes)


def _block(block: BlockChange, changes: SheetChanges) -> str:
    """A block with its changes marked, and where it was moved from."""
    runs = [_with_empty_cells(run) for run in block.runs] if block.kind == "row" else block.runs
    words = _marked(runs).strip("\n")
    if block.status != MOVED:
        return words
    return f"[{moved_from(block, changes)}] {words.lstrip()}"


def _with_empty_cells(run: Run) -> Run:
    """A run of a table's row; empty cells that came or went say so: else a bar alone would be marked."""
    return run if run.kind == SAME else run._replace(text=_EMPTY_CELL.sub("| (empty)", run.text))


def _marked(runs: Sequence[Run]) -> str:
    return "".join(map(_run, closed_runs(runs)))


def _run(run: Run) -> str:
    text = run.text
    if run.kind == SAME:
        if len(text) <= _LONGEST:
            return text
        return f"{text[:_SHOWN]} […] {text[-_SHOWN:]}"
    opening, closing = _SIGNS[run.kind]
    before, words, behind = marked_part(text)
    return f"{before}{opening}{words}{closing}{behind}"
