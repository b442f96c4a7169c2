"""Telephone numbers typed with dots: 202.456.1111 looks like a decimal number until the second dot."""

from __future__ import annotations

import re

from hkviewer.search.query.terms import Telephone
from hkviewer.search.text.fold import fold

# One digit, a country's, only with a plus or before a whole group: 1.2 is a decimal number.
_HALF_TYPED = re.compile(r"(?:\+([0-9])|([0-9])(?=\.[0-9]{3})|\+?([0-9]{2,4}))\.([0-9]{1,5})[.-]?")
_TYPED = re.compile(r"([0-9]{3,4})\.([0-9]{4})")
_SEVEN_DIGITS = "(?=(?:[0-9](?:- )?){7})"  # as in `tokens`: with fewer it is no telephone number


def dotted_telephone(text: str, *, half_typed: bool) -> Telephone | None:
    """The two groups of digits that `text` may be of a telephone number, or None.

    Args:
        text: a word as it was typed.
        half_typed: more of it may come; if not, they are the last two: 456.1111, 2523.9011.
    """
    plain = fold(text)[0]
    if half_typed and (match := _HALF_TYPED.fullmatch(plain)):
        return Telephone(match[1] or match[2] or match[3], match[4], text, half_typed=True)
    match = _TYPED.fullmatch(plain.rstrip(".,;:"))
    return Telephone(match[1], match[2], text) if match else None


def pattern(number: Telephone) -> str:
    """A regular expression for `number` in a stream: among joined groups, or as in 202 456 1111."""
    first, second = number.first, number.second
    if number.half_typed:
        apart = f"(?=[0-9]{{3}} [0-9]{{3}} [0-9]{{4}} ){first} {second}[0-9]*"
        return f"{_SEVEN_DIGITS}{first}- {second}[0-9]*|{apart}"
    return f"{_SEVEN_DIGITS}{first}- {second}|(?<= [0-9]{{3}} ){first} {second}"


def candidates(number: Telephone) -> str:
    """A full-text query that every section with `number` satisfies."""
    return f'"{number.first} {number.second}"' + "*" * number.half_typed
