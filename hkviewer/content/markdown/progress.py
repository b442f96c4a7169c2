"""Telling how much of a long work is done, from 0 to 1."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Report = Callable[[float], object]
T = TypeVar("T")


def unheard(_done: float) -> None:
    """Tell nobody."""


def share(report: Report, start: float, end: float) -> Report:
    """A report on the part of a work that takes it from `start` to `end` of what `report` hears of."""
    if report is unheard:
        return unheard
    return lambda done: report(start + (end - start) * done)


def reported(things: Sequence[T], report: Report) -> Iterator[T]:
    """`things`, telling `report` before each how many of them are done."""
    if report is unheard:
        yield from things
        return
    for number, thing in enumerate(things):
        report(number / len(things))
        yield thing


def reported_taken(things: list[T], report: Report) -> Iterator[T]:
    """The same, and takes them out of `things`, so that none is held when it is done."""
    count = len(things)
    things.reverse()
    while things:
        if report is not unheard:
            report(1 - len(things) / count)
        yield things.pop()


def reported_each(things: Sequence[T], report: Report) -> Iterator[tuple[T, Report]]:
    """`things`, each with a report on its own part of the work."""
    for number, thing in enumerate(things):
        report(number / len(things))
        yield thing, share(report, number / len(things), (number + 1) / len(things))
