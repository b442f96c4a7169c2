"""Numbers that are written with signs between their digits: fractions, times of day, blanks for commas."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hkviewer.compare.tokens import FRACTION_SIGN
from hkviewer.compare.units import CURRENCY, KNOWN_UNIT, SMALL_WORDS, is_known

_FRACTION = (
    r"(?:\d{1,3}[ \u00a0\u2009\u202f](?=[1-9]/\d{1,2}(?!\d)))?\d{1,3}[/⁄]\d{1,3}(?![\d/⁄]|[.,:]\d)"
    rf"|\d+[ \u00a0\u2009\u202f]?{FRACTION_SIGN}"
)
_TIME_OR_RATIO = r"\d{1,3}:\d{1,3}(?:,\d{3})*(?:\.\d+)?(?::\d\d)?(?!:?\d|[.,/]\d)"
_THOUSANDS = r"(?:[\u00a0\u2009\u202f]\d{3})+[.,]\d+"
"""A number of other than plain blanks is one word up to its decimals."""
_SIGNED = re.compile(
    rf"(?<![\dA-Za-z_.,:/⁄])(?:{_FRACTION}|{_TIME_OR_RATIO}|\d{{1,3}}{_THOUSANDS}(?![\d/:]|[.,]\d))"
)
_BLANKS = re.compile(
    r"(?<![\w.,:])(?<!\d[ /])(?<![\w)][-–])[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d{1,2})?(?![.,:/–-]?\d| \d)"
)
_BEGUN_WITH_0 = re.compile(r" 0\d\d")
_BEFORE = 30
_NO_NAME = re.compile(r"(?:^|(?<!\w)[a-z]+|[^\w\s])\s?$")
"""What stands before a number that no name ends with: it is that of "Boeing 747 400 seats"."""
_ALONE = re.compile(r"(?:^|[:;(|\n]\s?)[-−–+~<>]?$")
_WORD_BEHIND = re.compile(rf" (?!(?:{SMALL_WORDS})\b)[a-z]")
_END = re.compile(r"\s*(?:$|[;)|\n]|[.,](?!\d))")


def joined_numbers(text: str, bounds: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """From where to where each such number of a part of a text goes."""
    yield from (match.span() for match in _SIGNED.finditer(text, *bounds))
    for match in _BLANKS.finditer(text, *bounds):
        if _BEGUN_WITH_0.search(match.group()) or _is_one(text, *match.span(), bounds):
            yield match.span()


def _is_one(text: str, start: int, end: int, bounds: tuple[int, int]) -> bool:
    """Whether digits with plain blanks between read as one number: of what it counts, or they stand alone."""
    before = text[max(bounds[0], start - _BEFORE) : start]
    unit = KNOWN_UNIT.match(text, end, bounds[1])
    if CURRENCY.search(before) or (unit and is_known(unit.group().strip())):
        return True
    if _WORD_BEHIND.match(text, end, bounds[1]):
        return _NO_NAME.search(before) is not None
    return _ALONE.search(before) is not None and _END.match(text, end, bounds[1]) is not None
