"""Some lines of a Markdown file, with their notes and the addresses of their links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hkviewer.content.markdown.containers import find_containers
from hkviewer.content.markdown.links import label

_DEFINITION = re.compile(r"[ ]{0,3}\[(\^?)([^\]\[\n]{1,999})\]:[ ]*(?=(\S?))")
_LABEL = re.compile(r"\[(\^?[^\]\[\n]{1,999})\]")
_TITLE = re.compile(r"[ ]*[\"'(]")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ ]")


def excerpt(lines: Sequence[str], start: int, end: int | None) -> list[str]:
    """The lines from `start` up to `end`, and behind them the definitions elsewhere that they use.

    A definition stands as it is written: `[^label]: words` of a note with what is indented under it, or
    `[label]: address` of a link.
    """
    chosen = list(lines[start:end])
    while chosen and not chosen[-1].strip():
        chosen.pop()
    elsewhere: dict[str, list[str]] = {}
    stop = len(lines) if end is None else end
    for name, number, definition in _definitions(lines):
        elsewhere.setdefault(name, [] if start <= number < stop else definition)
    added: list[list[str]] = []
    wanted = _labels(chosen)
    while wanted:
        found = [elsewhere.pop(name) for name in dict.fromkeys(wanted) if name in elsewhere]
        added += filter(None, found)
        wanted = [name for definition in found for name in _labels(definition)]  # a note may mention another
    for definition in added:
        chosen += ["", *definition] if chosen else definition
    return chosen


def _labels(lines: Sequence[str]) -> list[str]:
    return [label(match[1]) for match in _LABEL.finditer("\n".join(lines))]


def _definitions(lines: Sequence[str]) -> Iterator[tuple[str, int, list[str]]]:
    """Label, first line and lines of each definition that stands outside code."""
    fenced, _ = find_containers(list(lines))
    number = 0
    while number < len(lines):
        match = _DEFINITION.match(lines[number]) if "]:" in lines[number] else None
        if not match or number in fenced:
            number += 1
            continue
        after = _note_end(lines, number + 1) if match[1] else _link_end(lines, number + 1, alone=not match[3])
        definition = list(lines[number:after])
        while not definition[-1].strip():
            definition.pop()
        yield label(match[1] + match[2]), number, definition
        number = after


def _note_end(lines: Sequence[str], number: int) -> int:
    """The line behind a note whose first line stands before `number`."""
    is_open = True  # a paragraph goes on in lines that are not indented
    while number < len(lines):
        line = lines[number]
        if line.strip() and not line.startswith("  "):
            if not is_open or _DEFINITION.match(line) or _HEADING.match(line):
                break
        else:
            is_open = bool(line.strip())
        number += 1
    return number


def _link_end(lines: Sequence[str], number: int, *, alone: bool) -> int:
    """The line behind a link's definition; an address may stand under a label `alone`, a title under it."""
    if alone and number < len(lines) and lines[number].strip():
        number += 1
    return number + 1 if number < len(lines) and _TITLE.match(lines[number]) else number
