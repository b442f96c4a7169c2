"""Figures written out and dates cut short: “eighty-five thousand”, “march ’14”, “act ’19”, “2019-2020”."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: n for n, word in enumerate(_ONES)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_HUNDRED = 100
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_WORD = rf"(?:{'|'.join((*_VALUES, 'hundred', *_SCALES))})"
_FIGURE = re.compile(
    rf"\b({_WORD}(?:(?:[ -]|\s+and\s+){_WORD})*)(?:\s+point((?:\s+(?:{'|'.join(_ONES[:10])}))+))?\b",
    re.IGNORECASE,
)
_LEAST = 13
"""Smaller figures are written out in texts, too, and mean little."""
_MONTH = re.compile(
    r"\b((?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?) ['’‘]([0-9]{2})\b", re.IGNORECASE
)
_SHORT_YEAR = re.compile(r"(?<!\w)['’‘]([0-9]{2})(?![\w'’‘])")
_CENTURY_TURNS = 50
_YEARS = re.compile(r"\b((?:1[5-9]|20)[0-9]{2})[-–/]((?:1[5-9]|20)[0-9]{2})\b")


def readings(text: str) -> dict[str, str]:
    """What parts of a query may be read as, by how they were typed."""
    return dict(_readings(text))


def _readings(text: str) -> Iterator[tuple[str, str]]:
    for figure in _FIGURE.finditer(text):
        value = _value(re.split(r"[\s-]+", figure[1].casefold()))
        decimals = "".join(str(_VALUES[digit]) for digit in (figure[2] or "").casefold().split())
        if value is not None and (decimals or value >= _LEAST):
            yield figure[0], f"{value:,}.{decimals}".removesuffix(".")
    dates = list(_MONTH.finditer(text))
    for date in dates:
        yield date[0], f"{date[1]} {_year(date[2])}"
    ends = {date.end() for date in dates}
    for year in (found for found in _SHORT_YEAR.finditer(text) if found.end() not in ends):
        yield year[0], _year(year[1])
    for years in _YEARS.finditer(text):
        yield years[0], f"{years[1]} and {years[2]}"


def _year(digits: str) -> str:
    """The year that its last two digits mean."""
    return ("20" if int(digits) < _CENTURY_TURNS else "19") + digits


def _value(words: list[str]) -> int | None:
    """The value of a figure in words; None for words that make none, such as “two three”."""
    whole = part = 0
    room = _HUNDRED
    for word in words:
        if word == "and":
            continue
        if word in _SCALES:
            if not part:
                return None
            whole, part, room = whole + part * _SCALES[word], 0, _HUNDRED
        elif word == "hundred":
            if not 0 < part < _HUNDRED:
                return None
            part, room = part * _HUNDRED, _HUNDRED
        else:
            value = _VALUES[word]
            if value >= room:
                return None
            part, room = part + value, 10 if value >= 20 else 0
    return whole + part
