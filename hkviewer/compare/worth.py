"""Which of the figures that changed say most: those that a summary of five begins with.

No names of fields are known here. A figure's worth is the product of

- what it is: an amount with a unit that measures something (money, percent, a rate), with decimals, or
  of thousands and more counts 1; a smaller whole number `_COUNT`, a date or year `_TIME`, a telephone
  number or code `_CODE`;
- whether its names say what it is of: one that needs the words around it counts half;
- whether it is of the newest year of its field: one of an older year counts `_OLDER`;
- its heading's level: right below the outermost section it counts 1, a level below that half, then a
  third;
- its place in its field: what the first heading says by itself is the whole more often than a part, which
  an item of a list is, and what follows; these count `_PART`;
- its place in the sheet: from 1 for the first section down to half for the last;
- the square root of how much it changed: by its share of the larger value, of percentages by a tenth for
  each point, at least `_LEAST` and at most `_MOST`, since the largest jumps are those of small numbers.

A new figure counts where it is that of a newer year in a field that both editions have, by what it changed
since the year before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from hkviewer.compare.editions import ADDED, VALUE, Figure, FigureChange, SectionName, SheetChanges
from hkviewer.compare.figure_marks import PLAIN_YEAR
from hkviewer.compare.older_years import field_of, year_in
from hkviewer.compare.units import measured

_COUNT, _TIME, _CODE = 0.3, 0.03, 0.01
_AMONG_WORDS = 0.5
_OLDER = 0.1
_PART = 0.5
_LEAST, _MOST = 0.01, 0.5
_POINTS = 10
_LARGE = re.compile(r"\d(?:[,.’'\u00a0\u2009\u202f]\d| \d{3})")


class Ranked(NamedTuple):
    """A figure that changed, how much that says, and the titles down to its field, without years.

    Of a new figure `before` is that of the year before, with its year.
    """

    worth: float
    change: FigureChange
    field: tuple[str, ...]
    before: str = ""


def ranked(changes: SheetChanges, groups: Sequence[Sequence[FigureChange]], depth: int) -> list[list[Ranked]]:
    """Of each group the figures that are worth telling, the most telling one first.

    Args:
        changes: all changes of a sheet.
        groups: the figures that changed in each outermost section.
        depth: how many levels of headings stand above the outermost sections: 1 below a lone title.
    """
    firsts = _firsts(changes, depth)
    return [_ranked(changes, figures, firsts, depth) for figures in groups]


def _ranked(
    changes: SheetChanges, figures: Sequence[FigureChange], firsts: set[int], depth: int
) -> list[Ranked]:
    named = [(changes.section_of(change).name, change) for change in figures]
    before = _years_before(named)
    found: list[Ranked] = []
    for section, change in named:
        old = before.get((section.path, change.label)) if change.kind == ADDED else change.old
        if change.new and old and change.kind in (VALUE, ADDED):
            level = max(1, len(section.path) - 1 - depth)
            is_whole = section.n in firsts and change.label.endswith(section.title)
            place = 1 - section.n / len(changes.sections) / 2
            worth = _worth(change, old, change.new) / level * place * (1 if is_whole else _PART)
            year_before = f"{old.bare} ({old.year})" if change.kind == ADDED and old.year else ""
            found.append(Ranked(worth, change, field_of(section.path[: depth + 2]), year_before))
    return sorted(found, key=lambda each: -each.worth)


def _firsts(changes: SheetChanges, depth: int) -> set[int]:
    """The numbers of the new sections that stand first in their field: its own words, or those below it."""
    firsts: dict[tuple[str, ...], int] = {}
    for section in changes.sections:
        if section.new and section.blocks:
            firsts.setdefault(field_of(section.new.path[: depth + 2]), section.new.n)
    return set(firsts.values())


def _worth(change: FigureChange, old: Figure, new: Figure) -> float:
    words = _AMONG_WORDS if new.around else 1
    return _of_kind(new) * words * (_OLDER if change.is_older else 1) * sqrt(_change(old, new))


def _of_kind(figure: Figure) -> float:
    if figure.value is None:
        return _CODE
    if isinstance(figure.value, str) or (not figure.unit and PLAIN_YEAR.fullmatch(figure.bare)):
        return _TIME
    unit = figure.unit or ""
    if measured(unit) not in ("", "count") or "/" in unit or _LARGE.search(figure.bare):
        return 1
    return 1 if abs(figure.value) >= 10**6 else _COUNT


def _change(old: Figure, new: Figure) -> float:
    """By how much a figure changed, from `_LEAST` to `_MOST`."""
    if not isinstance(old.value, int | float) or not isinstance(new.value, int | float):
        return _LEAST
    difference = abs(new.value - old.value)
    whole = _POINTS if measured(new.unit) == "share" else max(abs(old.value), abs(new.value))
    return min(_MOST, max(_LEAST, difference / (whole or 1)))


def _years_before(
    figures: Sequence[tuple[SectionName, FigureChange]],
) -> dict[tuple[tuple[str, ...], str], Figure]:
    """For the new figure of a field's newest year that of the year before, by its section and label."""
    fields: defaultdict[tuple[str, ...], list[tuple[int, SectionName, FigureChange]]] = defaultdict(list)
    for section, change in figures:
        one, year = change.new or change.old, year_in(section.title)
        if year and one and not one.around:
            fields[field_of(section.path)].append((year, section, change))
    found = {}
    for several in fields.values():
        year, section, newest = max(several, key=lambda each: each[0])
        earlier = [each for each in several if each[0] < year and each[2].old]
        if newest.kind == ADDED and earlier:
            change = max(earlier, key=lambda each: each[0])[2]
            before = change.new or change.old
            if before and newest.new and before.unit == newest.new.unit:
                found[section.path, newest.label] = before
    return found
