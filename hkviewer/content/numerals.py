"""The numbers of a list's items as they are written: 4, d, D, iv, IV."""

from __future__ import annotations

NUMERALS = ("1", "a", "A", "i", "I")
"""How the items of an ordered list may be numbered, each by its first number, as in HTML."""
_MOST_ROMAN = 3999
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def numeral(number: int, style: str) -> str:
    """`number` in a style, one of `NUMERALS`; in figures where that has no form for it.

    >>> numeral(4, "a"), numeral(28, "A"), numeral(1994, "i"), numeral(0, "I")
    ('d', 'AB', 'mcmxciv', '0')
    """
    if style == "1" or number < 1 or (style in "iI" and number > _MOST_ROMAN):
        return str(number)
    written = _letters(number) if style in "aA" else _roman(number)
    return written.upper() if style.isupper() else written


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters


def _roman(number: int) -> str:
    written = ""
    for worth, sign in _ROMAN:
        count, number = divmod(number, worth)
        written += sign * count
    return written
