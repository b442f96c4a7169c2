"""The parts of a query that say in which sheets to look: `sheet:kenya`, `edition:2015`, `edition:all`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from hkviewer.search.query.lexer import DASHES, QUOTES

_PART = re.compile(
    rf"""[{QUOTES}][^{QUOTES}]*[{QUOTES}]?
        |(?<![^\s(])(?<!\w\()(?P<not>NOT\s+|[{DASHES}](?=\S))?(?P<kind>(?i:sheet|edition)):
         (?:[{QUOTES}](?P<phrase>[^{QUOTES}]+)(?P<closed>[{QUOTES}]?)|(?P<word>[^\s{QUOTES}]*[^\s{QUOTES})]))
         (?P<or>\)*\s+OR(?=\s+\(*(?i:sheet|edition):\S))?""",
    re.VERBOSE,
)
_APART = re.compile(
    rf"""[{QUOTES}][^{QUOTES}]*[{QUOTES}]?
        |(?<![^\s(])(?P<kind>(?i:sheet|edition)):[^\S\n]+
         (?P<value>[{QUOTES}][^{QUOTES}]+[{QUOTES}]|[^\s{QUOTES}()]{{1,80}})""",
    re.VERBOSE,
)
_DATE = re.compile(r"(?:all|[12][0-9]{0,3}|[12][0-9]{3}-(?:[0-9]{1,2}(?:-[0-9]{0,2})?)?)\*?", re.IGNORECASE)
ALL_EDITIONS = "all"


@dataclass(frozen=True, slots=True)
class SheetFilter:
    """What a sheet's name or its edition has to be.

    Attributes:
        kind: which of them.
        value: words that stand in the title or the id; the beginning of a date, or ALL_EDITIONS.
        typed: the filter as it was typed.
        prefix: the last word may go on: it is half typed, or has a star.
        excluded: it must not be so.
    """

    kind: Literal["sheet", "edition"]
    value: str
    typed: str
    prefix: bool = False
    excluded: bool = False


Filters = tuple[tuple[SheetFilter, ...], ...]
"""Of each group at least one has to hold."""


def split_filters(text: str, *, typing: bool = False) -> tuple[str, Filters, bool]:
    """A query without its filters, these, and whether the last of them is still being typed.

    `sheet:a OR sheet:b` are one group. What stands in quotes is no filter; brackets are ignored.
    """
    if ":" not in text:
        return text, (), False
    groups: list[list[SheetFilter]] = []
    rest: list[str] = []
    reached, joins, is_open = 0, False, False
    for part in _PART.finditer(text):
        if part["kind"] is None or (part["kind"].lower() == "edition" and not _is_date(part)):
            continue
        is_open = typing and part.end() == len(text) and not part["closed"] and not part["not"]
        one = _filter(part, half_typed=is_open)
        if joins and not one.excluded:
            groups[-1].append(one)
        else:
            groups.append([one])
        joins = part["or"] is not None and not one.excluded
        rest.append(text[reached : part.start()])
        reached = part.end()
    return "".join([*rest, text[reached:]]).strip(), tuple(map(tuple, groups)), is_open


def told_of_blank(text: str, *, is_found: bool) -> str:
    """What is told of a query with a blank behind the colon of a filter, which makes it a word; else "".

    `is_found`: something was found, by the words. Then only what the query begins with is taken for a filter:
    “Fact sheet: Hong Kong” may have been copied.
    """
    for part in _APART.finditer(text):
        kind, value = part["kind"], part["value"]
        if kind is None or (is_found and text[: part.start()].strip()):
            continue
        name = value.strip(QUOTES)
        if kind.lower() == "sheet":
            return f"Without the blank, {kind}:{value} looks only in sheets called “{name}”."
        if _DATE.fullmatch(name):
            return f"Without the blank, {kind}:{value} looks only in editions of “{name}”."
    return ""


def _is_date(part: re.Match[str]) -> bool:
    return _DATE.fullmatch(part["phrase"] or part["word"]) is not None


def _filter(part: re.Match[str], *, half_typed: bool) -> SheetFilter:
    value = part["phrase"] or part["word"]
    has_star = value.endswith("*")
    typed = part[0][: part.start("or") - part.start()] if part["or"] else part[0]
    return SheetFilter(
        "edition" if part["kind"].lower() == "edition" else "sheet",
        value.rstrip("*").casefold(),
        typed.strip(),
        half_typed or has_star,
        part["not"] is not None,
    )
