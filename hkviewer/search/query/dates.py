"""Dates: the same one written in several ways."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hkviewer.content.edition import MONTHS
from hkviewer.search.query.amounts import word_of
from hkviewer.search.query.terms import AllOf, AnyOf, Date, DayOfMonth, FirstOf, Node, Term
from hkviewer.search.text.fold import fold

_NAMES = tuple(
    tuple(dict.fromkeys([month, month[:3], *(["sept"] if month == "september" else [])]))
    for month in map(str.lower, MONTHS)
)
"""Of each month its full name and its short ones; “may” has none."""
_OF_NAME = {name: names for names in _NAMES for name in names}
_ENDINGS = ("st", "nd", "rd", "th")
_ORDINAL = f"(?:{'|'.join(_ENDINGS)})?"
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_CHINESE = re.compile(r"([0-9]{4})年([0-9]{1,2})月(?:([0-9]{1,2})[日号號]?)?")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[-/]([0-9]{4})")
_NAMED = re.compile(r"([0-9]{1,2})-?([a-z]{3,9})-?([0-9]{4})")
_HALF_NAMED = re.compile(r"([0-9]{1,2})-([a-z]{1,9})(?:-([0-9]{0,4}))?")
_HALF_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{0,2})(?:\2([0-9]{0,2}))?")
_HALF_MONTH_YEAR = re.compile(r"([0-9]{1,2})[-/]([0-9]{0,4})")
_HALF_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})(?:\2([0-9]{0,4}))?")
_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?")
_HALF_DAY = re.compile(r"([0-9]{1,2})(?:s|st|n|nd|r|rd|t|th)?")
_YEAR = re.compile(r"[12][0-9]{3}")
_NEAR_YEARS = 10
_LAST_OF_THIS_CENTURY = 68
_MOST_OF_A_YEAR = re.compile(r"[12][0-9]{2}")


def numeric_dates(text: str) -> tuple[Date, ...]:
    """The dates that `text` may be: none, one, or two for 07/08/2020."""
    plain = fold(text)[0].strip(" ,.;:")
    if match := _YEAR_FIRST.fullmatch(plain):
        year, separator, month, day = match.groups()
        return () if separator == "." and not day else _valid(year, [(month, day)], text)
    if match := _YEAR_LAST.fullmatch(plain):
        first, _, second, year = match.groups()
        return _valid(_whole(year), [(first, second), (second, first)], text)
    if match := _CHINESE.fullmatch(plain):
        return _valid(match[1], [(match[2], match[3])], text)
    if match := _MONTH_YEAR.fullmatch(plain):
        return _valid(match[2], [(match[1], None)], text)
    if (match := _NAMED.fullmatch(plain)) and match[2] in _OF_NAME:
        return _valid(match[3], [(str(_month(match[2])), match[1])], text)
    return ()


def half_typed_dates(text: str) -> tuple[Date, ...]:
    """The dates that `text` may be the beginning of."""
    plain = fold(text)[0]
    if match := _HALF_YEAR_FIRST.fullmatch(plain):
        year, _, month, day = match.groups()
        return _possible(year, month, day, text)
    if match := _HALF_NAMED.fullmatch(plain):
        return _half_named(int(match[1]), match[2], match[3] or "", text)
    dates: tuple[Date, ...] = ()
    if match := _HALF_YEAR_LAST.fullmatch(plain):
        first, _, second, year = match.groups()
        dates = (*_possible(year or "", first, second, text), *_possible(year or "", second, first, text))
    if match := _HALF_MONTH_YEAR.fullmatch(plain):
        dates = (*dates, *_possible(match[2], match[1], None, text))
    return dates


def _half_named(day: int, letters: str, year: str, typed: str) -> tuple[Date, ...]:
    """The dates that “7-Jun-20” may be the beginning of."""
    begun = {_month(name) for name in _OF_NAME if name.startswith(letters)}
    months = tuple(sorted({_month(letters)} if year and letters in _OF_NAME else begun))
    is_date = months and 1 <= day <= 31
    return (Date(year, months, (day,), typed, whole_year=len(year) == 4),) if is_date else ()


def _month(name: str) -> int:
    """The number of a month."""
    return _NAMES.index(_OF_NAME[name]) + 1


def _whole(year: str) -> str:
    """A year typed with two digits, in the century that POSIX takes it for."""
    return year if len(year) == 4 else f"{19 if int(year) > _LAST_OF_THIS_CENTURY else 20}{year}"


def _valid(year: str, readings: Sequence[tuple[str, str | None]], typed: str) -> tuple[Date, ...]:
    dates = []
    for month, day in readings:
        try:
            dt.date(int(year), int(month), int(day or 1))
        except ValueError:
            continue
        dates.append(Date(year, (int(month),), (int(day),) if day else None, typed))
    return tuple(dict.fromkeys(dates))


def _possible(year: str, month: str, day: str | None, typed: str) -> tuple[Date, ...]:
    months = _numbers(month, 12)
    days = _numbers(day, 31) if day else None
    if not months or days == ():
        return ()
    return (Date(year, months, days, typed, whole_year=len(year) == 4),)


def _numbers(digits: str, most: int) -> tuple[int, ...]:
    """The numbers from 1 to `most` that are written so or begin so, with or without a 0 before."""
    return tuple(n for n in range(1, most + 1) if f"{n:02}".startswith(digits) or str(n).startswith(digits))


MOST_BEFORE_YEAR = 3
"""Words of a date before its year, as in 14th of July 2020."""


def date_pattern(date: Date) -> str:
    """A regular expression for `date` in a stream, in words and in numbers."""
    year = date.year if date.whole_year else f"{date.year}[0-9]*"
    month = "0?(?:" + "|".join(map(str, date.months)) + ")"
    name = "(?:" + "|".join(n for m in date.months for n in _NAMES[m - 1]) + ")"
    day = "0?(?:" + "|".join(map(str, date.days)) + ")" if date.days else "[0-9]{1,2}"
    if not date.year:
        return f"{name}-? {day}{_ORDINAL}|{day}{_ORDINAL}-? (?:of )?{name}"
    dayless = "?" if date.days is None else ""
    short = year_pattern(date) if date.whole_year and date.days else year
    return "|".join(
        (
            f"{name}-? (?:{day}{_ORDINAL}-? ){dayless}{year}",
            f"{day}{_ORDINAL}-? (?:of )?{name}-? {year}",
            f"{year}- {month}(?:- {day}){dayless}",
            f"{month}- (?:{day}- ){dayless}{short}",
            f"{day}- {month}- {short}",
            f"{year}-? (?:{name}(?:-? {day}{_ORDINAL}){dayless}|{day}{_ORDINAL}-? {name})",
        )
    )


def year_pattern(date: Date) -> str:
    """A regular expression for a whole year, which every such date has, in two digits or four."""
    return f"(?:{date.year[:2]})?{date.year[2:]}"


def other_dates(date: Date) -> Iterator[Date]:
    """The dates that are offered where `date` stands nowhere: that day of any year, that month of others."""
    if date.days:
        yield replace(date, year="", whole_year=False)
    if date.whole_year:
        years = [int(date.year) + step * sign for step in range(_NEAR_YEARS + 1) for sign in (1, -1)]
        for year in dict.fromkeys(years):
            yield replace(date, year=str(year), days=None)


def date_candidates(date: Date) -> str:
    """A full-text query that every section with `date` satisfies."""
    forms = [form for m in date.months for form in (*_NAMES[m - 1], str(m), f"{m:02}")]
    months = " OR ".join(f'"{form}"' for form in dict.fromkeys(forms))
    return f'({months}) AND ("{date.year}" OR "{date.year[2:]}")' if date.whole_year else f"({months})"


def day_pattern(day: int) -> str:
    """A regular expression for a day of any month in a stream, in words: July 14, 14 July, 14th of July.

    “14 May” is one only before a year: in “of 14 may stay” it is not.
    """
    number = f"0?{day}{_ORDINAL}-?"
    others = "|".join(form for forms in _NAMES for form in forms if form != "may")
    return f"(?:{others}|may)-? {number}|{number} (?:of )?(?:(?:{others})|may(?=-? {_YEAR.pattern}[ -]))"


def day_candidates(day: int) -> str:
    """A full-text query that every section with that day of a month satisfies."""
    days = " OR ".join(f'"{number}{end}"' for number in (day, f"0{day}") for end in ("", *_ENDINGS))
    months = " OR ".join(f'"{form}"' for forms in _NAMES for form in forms)
    return f"(({days}) AND ({months}))"


def date_in_words(date: Date) -> str:
    """A full date in words: “8 July 2020”."""
    days = f"{date.days[0]} " if date.days else ""
    return f"{days}{_NAMES[date.months[0] - 1][0].capitalize()} {date.year}"


def read_date(terms: Sequence[Term], position: int) -> tuple[int, Node | None]:
    """How many of `terms` from `position` on are a date in words, and that date; 0 where none begins."""
    length = _date_length(terms, position)
    return length, _date_of(terms[position : position + length]) if length else None


def _kind(node: Node) -> str:
    """Which part of a date a word may be, or may become: "m", "d", "y", "o" for “of”, or ""."""
    word, prefix = word_of(node), isinstance(node, Term) and node.prefix
    if not word:
        return ""
    if word in _OF_NAME or (prefix and any(name.startswith(word) for name in _OF_NAME)):
        return "m"
    if prefix and _MOST_OF_A_YEAR.fullmatch(word):
        return "y"
    if _day(node):
        return "d"
    if word in ("of", "the"):
        return "o"
    return "y" if _YEAR.fullmatch(word) else ""


def _day(node: Node) -> int:
    """The day of a month that a word may be, or may become; 0 for none."""
    prefix = isinstance(node, Term) and node.prefix
    match = (_HALF_DAY if prefix else _DAY).fullmatch(word_of(node))
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else 0


def day_of_month(node: Node) -> Node:
    """“14th”, behind which no word stands that it may belong to, also as a day of any month."""
    day = _day(node)
    if not day or word_of(node).isdigit() or not isinstance(node, Term):
        return node
    return AnyOf((node, DayOfMonth(day, node.typed)))


def _date_length(nodes: Sequence[Node], position: int) -> int:
    """How many nodes from `position` on make a date in words; 0 where none begins."""
    kinds = "".join(_kind(node) or "-" for node in nodes[position : position + 6])
    match = re.match(r"o?do?mo?y|mo?dy|ydm|ymd|o?do?m|mo?d|my|ym", kinds)
    return match.end() if match else 0


def _date_of(terms: Sequence[Term]) -> Node:
    """The date that several words make; while one of them is half typed also these words."""
    by_kind = {_kind(term): term for term in terms}
    words = tuple(_with_forms(term) for kind, term in by_kind.items() if kind != "o")
    name = word_of(by_kind["m"]) if "m" in by_kind else ""
    if name not in _OF_NAME:
        return AllOf(words)
    year = word_of(by_kind["y"]) if "y" in by_kind else ""
    days = (_day(by_kind["d"]),) if "d" in by_kind else None
    typed = " ".join(term.typed for term in terms)
    date = Date(year, (_month(name),), days, typed, whole_year=len(year) == 4)
    # “may” beside a number only is more often no month.
    is_doubtful = any(term.prefix for term in terms) or (name == "may" and not year)
    return FirstOf((date, AllOf(words))) if is_doubtful else date


def _with_forms(node: Term) -> Term:
    """A month with its short names, a day with its ordinal."""
    word = node.parts[0]
    forms = _OF_NAME.get(word, ())
    if _kind(node) == "d":
        number = re.sub(r"\D", "", word)
        forms = (number, *(number + end for end in _ENDINGS))
    return replace(node, also=forms)
