"""Telephone numbers: in whatever groups they are typed, with or without what comes before them abroad."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hkviewer.search.query.terms import PhoneNumber, Telephone
from hkviewer.search.text.fold import fold

# One digit, a country's, only with a plus or before a whole group: 1.2 is a decimal number.
_HALF_TYPED = re.compile(r"(?:\+([0-9])|([0-9])(?=\.[0-9]{3})|\+?([0-9]{2,4}))\.([0-9]{1,5})[.-]?")
_TYPED = re.compile(r"([0-9]{3,4})\.([0-9]{4})")
_FEWEST, _MOST = 7, 15  # digits; the most are those of ITU-T E.164
_NORTH_AMERICAN = 10
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
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


def phone_number(groups: Sequence[str], typed: str) -> PhoneNumber | None:
    """The telephone number that groups of digits make, or None.

    Its digits stand also without 00 and without the 1 of North America, which not every text prints.
    """
    digits = "".join(groups)
    if not digits.isdigit() or not _FEWEST <= len(digits) <= _MOST + 2 or _THOUSANDS.fullmatch(typed):
        return None
    numbers = [digits]
    if abroad := digits.removeprefix("00") if digits.startswith("00") else "":
        numbers.append(abroad)
    home = (abroad or digits).removeprefix("1")
    if len(home) == _NORTH_AMERICAN and home != (abroad or digits):
        numbers.append(home)
    elif typed.startswith("+") and len(rest := "".join(groups[1:])) >= _FEWEST:
        numbers.append(rest)  # without the country's code, which a text may leave out
    if len(groups) == len(numbers) == 1 and not (typed.isdigit() and len(typed) == _NORTH_AMERICAN):
        return None  # it is a number like any other
    return PhoneNumber(tuple(numbers), typed)


def whole_pattern(number: PhoneNumber) -> str:
    """A regular expression for `number` in a stream, longest first, its digits in any groups."""
    return "|".join("(?:-? )?".join(digits) for digits in number.numbers)


def whole_candidates(number: PhoneNumber, literals: Sequence[str]) -> str:
    """A full-text query that every section with `number` satisfies.

    Args:
        number: the number.
        literals: how its digits stand joined in the texts.
    """
    ways = [literal.replace("-", " ") for literal in literals]
    ways += [way for digits in number.numbers for way in _grouped(digits)]
    return "(" + " OR ".join(f'"{way}"' for way in dict.fromkeys(ways)) + ")"


def _grouped(digits: str) -> list[str]:
    """The groups that the last ten digits, or eight, or seven are usually printed in, without hyphens."""
    ways = [digits]
    for sizes in ((3, 4), (4, 4), (3, 3, 4), (2, 4, 4), (2, 2, 2, 2)):
        if len(digits) >= sum(sizes):
            ends = [len(digits) - sum(sizes[number:]) for number in range(len(sizes))]
            ways.append(
                " ".join(digits[start : start + size] for start, size in zip(ends, sizes, strict=True))
            )
    return ways


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
