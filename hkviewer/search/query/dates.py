"""Dates and amounts: the same one written in several ways."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from hkviewer.content.edition import MONTHS
from hkviewer.search.query.terms import AllOf, AnyOf, Date, DayOfMonth, FirstOf, Node, Term
from hkviewer.search.query.units import measure
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
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_MONTH_YEAR = re.compile(r"([0-9]{1,2})[-/]([0-9]{4})")
_NAMED = re.compile(r"([0-9]{1,2})-?([a-z]{3,9})-?([0-9]{4})")
_HALF_NAMED = re.compile(r"([0-9]{1,2})-([a-z]{1,9})(?:-([0-9]{0,4}))?")
_HALF_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{0,2})(?:\2([0-9]{0,2}))?")
_HALF_MONTH_YEAR = re.compile(r"([0-9]{1,2})[-/]([0-9]{0,4})")
_HALF_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})(?:\2([0-9]{0,4}))?")
_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?")
_HALF_DAY = re.compile(r"([0-9]{1,2})(?:s|st|n|nd|r|rd|t|th)?")
_YEAR = re.compile(r"[12][0-9]{3}")
_MOST_OF_A_YEAR = re.compile(r"[12][0-9]{2}")
_MULTIPLIERS = {
    "bn": ("bn", "bln", "billion", "billions"),
    "mn": ("mn", "mln", "million", "millions"),
    "tn": ("tn", "trn", "trillion", "trillions"),
}
_NUMBER = re.compile(r"[0-9][0-9.]*")
_SHORT = {word: short for short, words in _MULTIPLIERS.items() for word in words}
_AMOUNT = re.compile(r"([0-9][0-9.]*)(bn|bln|mn|mln|tn|trn)")
_HALF_AMOUNT = re.compile(r"([0-9][0-9.]*)(bl?|ml?|tr?)")


def numeric_dates(text: str) -> tuple[Date, ...]:
    """The dates that `text` may be: none, one, or two for 07/08/2020."""
    plain = fold(text)[0].strip(" ,.;:")
    if match := _YEAR_FIRST.fullmatch(plain):
        year, separator, month, day = match.groups()
        return () if separator == "." and not day else _valid(year, [(month, day)], text)
    if match := _YEAR_LAST.fullmatch(plain):
        first, _, second, year = match.groups()
        return _valid(year, [(first, second), (second, first)], text)
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


def date_pattern(date: Date) -> str:
    """A regular expression for `date` in a stream, in words and in numbers."""
    year = date.year if date.whole_year else f"{date.year}[0-9]*"
    month = "0?(?:" + "|".join(map(str, date.months)) + ")"
    name = "(?:" + "|".join(n for m in date.months for n in _NAMES[m - 1]) + ")"
    day = "0?(?:" + "|".join(map(str, date.days)) + ")" if date.days else "[0-9]{1,2}"
    dayless = "?" if date.days is None else ""
    return "|".join(
        (
            f"{name}-? (?:{day}{_ORDINAL}-? ){dayless}{year}",
            f"{day}{_ORDINAL}-? (?:of )?{name}-? {year}",
            f"{year}- {month}(?:- {day}){dayless}",
            f"{month}- (?:{day}- ){dayless}{year}",
            f"{day}- {month}- {year}",
        )
    )


def date_candidates(date: Date) -> str:
    """A full-text query that every section with `date` satisfies."""
    forms = [form for m in date.months for form in (*_NAMES[m - 1], str(m), f"{m:02}")]
    months = " OR ".join(f'"{form}"' for form in dict.fromkeys(forms))
    return f'({months}) AND "{date.year}"' if date.whole_year else f"({months})"


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


def amount_forms(term: str) -> tuple[str, ...]:
    """How an amount such as 31bn may stand in a stream; () for any other word."""
    match = _AMOUNT.fullmatch(term)
    if not match:
        return ()
    number, words = match[1], _MULTIPLIERS[_SHORT[match[2]]]
    return tuple(form for word in words for form in (f"{number}{word}", f"{number} {word}"))


def half_typed_amount_forms(term: str) -> tuple[str, ...]:
    """How the amount that `term`, such as 31b, may become stands in a stream; () for any other word."""
    match = _HALF_AMOUNT.fullmatch(term)
    if not match:
        return ()
    ends = [end for end in _SHORT if end.startswith(match[2]) and _AMOUNT.fullmatch(match[1] + end)]
    return tuple(dict.fromkeys(form for end in ends for form in amount_forms(match[1] + end)))


def amounts_joined(terms: Sequence[Term]) -> list[Term]:
    """The words of a phrase, a number and “billion” or the like made one amount."""
    result: list[Term] = []
    for term in terms:
        number = result[-1] if result else None
        short = _SHORT.get(_word(term))
        if short and number is not None and not number.prefix and _NUMBER.fullmatch(_word(number)):
            result[-1] = replace(
                number, parts=(number.parts[0] + short,), typed=f"{number.typed} {term.typed}"
            )
        else:
            result.append(term)
    return result


def date_in_words(date: Date) -> str:
    """A full date in words: “8 July 2020”."""
    days = f"{date.days[0]} " if date.days else ""
    return f"{days}{_NAMES[date.months[0] - 1][0].capitalize()} {date.year}"


def with_dates_and_amounts(nodes: Sequence[Node]) -> list[Node]:
    """`nodes` where neighbouring words that make a date or an amount also match its other forms."""
    result: list[Node] = []
    position = 0
    while position < len(nodes):
        length = _date_length(nodes, position)
        if length:
            result.extend(_date_words(nodes[position : position + length]))
        elif amount := _amount(pair := nodes[position : position + 2]) or measure(pair):
            length = 2
            result.append(amount)
        else:
            length = 1
            is_last = position + 1 == len(nodes)
            result.append(_day_of_month(nodes[position]) if is_last else nodes[position])
        position += length
    return result


def _word(node: Node) -> str:
    """The one token of a plain term, "" for anything else."""
    return node.parts[0] if isinstance(node, Term) and len(node.parts) == 1 else ""


def _kind(node: Node) -> str:
    """Which part of a date a word may be, or may become: "m", "d", "y", "o" for “of”, or ""."""
    word, prefix = _word(node), isinstance(node, Term) and node.prefix
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
    match = (_HALF_DAY if prefix else _DAY).fullmatch(_word(node))
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else 0


def _day_of_month(node: Node) -> Node:
    """“14th”, behind which no word stands that it may belong to, also as a day of any month."""
    day = _day(node)
    if not day or _word(node).isdigit() or not isinstance(node, Term):
        return node
    return AnyOf((node, DayOfMonth(day, node.typed)))


def _date_length(nodes: Sequence[Node], position: int) -> int:
    """How many nodes from `position` on make a date in words; 0 where none begins."""
    kinds = "".join(_kind(node) or "-" for node in nodes[position : position + 6])
    match = re.match(r"o?do?mo?y|mo?dy|ydm|ymd|o?do?m|mo?d|my|ym", kinds)
    return match.end() if match else 0


def _date_words(nodes: Sequence[Node]) -> list[Node]:
    by_kind = {_kind(node): node for node in nodes}
    words = [_with_forms(node) for kind, node in by_kind.items() if kind != "o"]
    if not {"d", "m", "y"} <= set(by_kind) or _word(by_kind["m"]) not in _OF_NAME:
        return [_with_forms(node) for node in nodes if _kind(node) != "o"]
    day = _day(by_kind["d"])
    month = _month(_word(by_kind["m"]))
    typed = " ".join(node.typed for node in nodes if isinstance(node, Term))
    year = _word(by_kind["y"])
    date = Date(year, (month,), (day,), typed, whole_year=len(year) == 4)
    return [AnyOf((AllOf(tuple(words)), date))]


def _with_forms(node: Node) -> Node:
    """A month with its short names, a day with its ordinal."""
    assert isinstance(node, Term)
    word = node.parts[0]
    forms = _OF_NAME.get(word, ())
    if _kind(node) == "d":
        number = re.sub(r"\D", "", word)
        forms = (number, *(number + end for end in _ENDINGS))
    return replace(node, also=forms)


def _amount(nodes: Sequence[Node]) -> Node | None:
    """“31 billion” as 31bn, else as two words; “$31 billion” as 31bn only."""
    if len(nodes) < 2 or not _NUMBER.fullmatch(_word(nodes[0])):
        return None
    number, multiplier = nodes[0], nodes[1]
    if not isinstance(number, Term) or not isinstance(multiplier, Term):
        return None
    short = _SHORT.get(_word(multiplier))
    if short is None:
        half = Term((number.parts[0] + _word(multiplier),), number.typed, prefix=True, exact=True)
        is_half = multiplier.prefix and half_typed_amount_forms(half.parts[0])
        return FirstOf((half, AllOf(tuple(nodes)))) if is_half else None
    together = Term((number.parts[0] + short,), f"{number.typed} {_word(nodes[1])}", exact=True)
    if any(unicodedata.category(character) == "Sc" for character in number.typed):
        return together
    return FirstOf((together, AllOf(tuple(nodes))))
