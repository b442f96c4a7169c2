"""The units of figures: which words behind a number are its unit, and which amounts are the same."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from unicodedata import numeric

from hkviewer.compare.tokens import FRACTION_SIGN

_SCALES = {
    "hundred": 2,
    "thousand": 3,
    "million": 6,
    "mil": 6,
    "mn": 6,
    "billion": 9,
    "bil": 9,
    "bn": 9,
    "trillion": 12,
}
_SCALES |= {f"{word}s": power for word, power in _SCALES.items() if word.endswith(("red", "and", "illion"))}
_OF_MONEY = {"m": 6, "tn": 12}
"""Scales only of money: "$5m", but "5 m" is a length."""
_SCALE = rf"[  \s-]?(?:{'|'.join((*_SCALES, *_OF_MONEY))})\b"
_WORD = (
    "sq|cu|km|m|cm|mm|kg|kWh?|MW|GWh?|bbl|ha|nm|mi|ft|t|tons?|tonnes?|barrels?|hectares?|acres?|miles?"
    "|(?:kilo|centi|milli)?met(?:er|re)s?|years?|months?|weeks?|days?|hours?|people|persons?|members?|seats?"
    r"|mph|kph|knots?|lit(?:er|re)s?|grams?|kilograms?|feet|inch(?:es)?|per[ \u00a0]cent"
    "|percent|degrees?|deg|dollars?|euros?|births?|deaths?"
)
_UNIT_WORDS = rf"(?:(?:sq|cu|square|cubic|metric)[  ])?(?:{_WORD})\b(?:/[a-z]{{1,8}}\b)?"
SMALL_WORDS = (
    "a|an|and|are|as|at|but|by|for|from|if|in|into|is|it|now|of|on|or|than|that|the|then|to|was|were"
    "|which|with"
)
_ANY_WORDS = (
    rf"[  ](?!(?:{SMALL_WORDS})\b)[a-z]+(?:\(s\))?(?:[  ][a-z]+){{0,2}}(?:/[a-z]+)?"
    r"(?=\s*(?:$|[,;()|\n]|\.(?!\w)))"
)
_SIGN = r"\s?(?:%|‰|°\s?[CFNSEW]?)"
_KNOWN = rf"{_SIGN}|(?:{_SCALE}[  ]|[  \s-]?){_UNIT_WORDS}"
KNOWN_UNIT = re.compile(rf"{_KNOWN}|{_SCALE}")
"""A unit that is one everywhere."""
UNIT = re.compile(rf"{_KNOWN}|(?:{_SCALE})?{_ANY_WORDS}|{_SCALE}")
"""A known unit, or the few words to the end of what is told."""
ORDINAL_UNIT = re.compile(rf"[  -](?!(?:{SMALL_WORDS})\b)[a-z]+")
"""What an ordinal counts: "17th century"."""
_PLAIN = {
    "cubic": "cu",
    "square": "sq",
    "percent": "%",
    "kilometer": "km",
    "kilometre": "km",
    "meter": "m",
    "metre": "m",
    "hectare": "ha",
    "tonne": "t",
    "dollar": "$",
    "people": "person",
}
_COUNTED = frozenset("people person member seat birth death".split())
"""What is counted: a number is the same with such a word and without it."""
CURRENCY_SIGNS = "$€£¥"
CURRENCY_CODES = "RMB MOP HKD USD EUR GBP SGD CNY JPY INR CHF Rs RM".split()
CURRENCY = re.compile(
    rf"(?:\b(?:US|HK|S|A|C|NT|NZ)\s?)?[{CURRENCY_SIGNS}]\s?$|\b(?:{'|'.join(CURRENCY_CODES)})\s?$"
)
"""What stands before an amount of money."""
_MEASURED = {
    word: what
    for what, words in {
        "share": "% ‰",
        "length": "km m cm mm centimeter centimetre millimeter millimetre nm mi mile ft feet inch",
        "speed": "km/h mph kph knot",
        "area": "sq ha acre",
        "volume": "cu bbl barrel liter litre",
        "mass": "kg gram kilogram t ton metric",
        "time": "year month week day hour",
        "energy": "kW kWh MW GW GWh",
        "degrees": "degree deg",
        "count": " ".join(_COUNTED),
        "money": " ".join(["euro", *CURRENCY_CODES]),
    }.items()
    for word in words.split()
}
"""What units are of, by their first word, in its plain form."""
_SIGN_OF_PARTS = re.compile(FRACTION_SIGN)
_FRACTION = re.compile(rf"(?:(\d+) )?(?:(\d{{1,2}})[/⁄](\d{{1,2}}|100)|({FRACTION_SIGN}))")
_OTHER_SIGN = re.compile(r"[^\d.,]")
_THOUSANDS = re.compile(r"\d{1,3},\d{3}")
_REMEMBERED = 1_000
"""Units: a text has few different ones."""
_SMALLER = {
    "km": (1_000, "m"),
    "sq km": (10**6, "sq m"),
    "ha": (10**4, "sq m"),
    "cu km": (10**9, "cu m"),
}


@lru_cache(_REMEMBERED)
def unit_and_scale(currency: str, words: str) -> tuple[str, int]:
    """The unit of a number before `words`, without its scale, and by what power of ten that counts.

    `currency` is the sign before the number: ("$", "billion") is ("$", 9).
    """
    several = words.strip(" -\u00a0\n").split()
    scales = {**_SCALES, **_OF_MONEY} if currency else _SCALES
    scale = scales.get(several[0], 0) if several else 0
    return " ".join([*([currency] if currency else []), *several[bool(scale) :]]), scale


@lru_cache(_REMEMBERED)
def is_known(unit: str) -> bool:
    """Whether it is a unit wherever it stands, and not only the words behind a number."""
    if _singular(unit) in _COUNTED:
        return False
    return not unit.replace(" ", "").isalpha() or KNOWN_UNIT.fullmatch(f" {unit}") is not None


@lru_cache(_REMEMBERED)
def measured(unit: str | None) -> str:
    """What a unit is one of: "share", "length", "money"; "" where it is none that is known."""
    first = _plain(unit or "").partition(" ")[0]
    if first.startswith("°"):
        return "degrees"
    return "money" if first.endswith(tuple(CURRENCY_SIGNS)) else _MEASURED.get(first, "")


def number_value(written: str, scale: int = 0) -> int | float | None:
    """The number that `written` is, separators of either kind: 1,300.5 and 1.300,5 and 1'300.5 and 1 300 1/2.

    Args:
        written: its digits and separators.
        scale: the power of ten that it is counted by.

    Returns:
        None for what is no number: a time of day, a ratio, "24/7".
    """
    digits = written
    if _OTHER_SIGN.search(written):
        fraction = _FRACTION.fullmatch(_SIGN_OF_PARTS.sub(r" \g<0>", written).replace("  ", " ").strip())
        if fraction:
            whole, part, parts, sign = fraction.groups()
            if parts and int(part) >= int(parts):
                return None
            less: float = int(part) / int(parts) if parts else numeric(sign)
            return float((int(whole or 0) + less) * 10**scale)
        digits = re.sub(r"['’\s]", "", written)
    commas, points = digits.count(","), digits.count(".")
    if commas > 1 or (commas and points and digits.rindex(",") < digits.rindex(".")):
        digits = digits.replace(",", "")
    elif points > 1 or (commas and points):
        digits = digits.replace(".", "").replace(",", ".")
    elif commas:
        digits = digits.replace(",", "" if _THOUSANDS.fullmatch(digits) else ".")
    try:
        if not scale:
            return float(digits) if "." in digits else int(digits)
        value = Decimal(digits).scaleb(scale)
    except (InvalidOperation, ValueError):
        return None
    if "." in digits and value != value.to_integral_value():
        return float(value)
    return int(value)


def amount(value: float, unit: str) -> tuple[float, str]:
    """Equal for the same amount: of 0.6 cu km, and of 600,000,000 cubic meters."""
    plain = _plain(unit)
    factor, smaller = _SMALLER.get(plain, (1, plain))
    return round(value * factor, 9), smaller


@lru_cache(_REMEMBERED)
def _plain(unit: str) -> str:
    words = unit.replace("per cent", "percent").split()
    return " ".join(_PLAIN.get(word, word) for word in map(_singular, words))


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 2 else word
