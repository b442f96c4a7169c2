"""Numbers with thousand, million, billion or trillion: 31bn, 31 billion and 31,000 million are the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from hkviewer.search.query.terms import Term

_MULTIPLIERS = {
    "k": (3, ("thousand", "thousands")),
    "mn": (6, ("mn", "mln", "million", "millions")),
    "bn": (9, ("bn", "bln", "billion", "billions")),
    "tn": (12, ("tn", "trn", "trillion", "trillions")),
}
MULTIPLIER_WORDS = tuple(word for _, words in _MULTIPLIERS.values() for word in words)
SHORTEST_NAMES = ("", "k", "mn", "bn", "tn")
_ALSO = {
    "mn": "mil mio millionen",
    "bn": "bil mrd mld mia milliard milliards milliarden",
    "tn": "tril billionen",
}
"""How else they are cut short, or what they are called where a comma is a point: typed, hardly ever read."""
_SHORT = {word: short for short, (_, words) in _MULTIPLIERS.items() for word in words} | {
    word: short for short, words in _ALSO.items() for word in words.split()
}
_SHORT_OF_MONEY = {"m": "mn", "b": "bn", "t": "tn", "k": "k"}
"""What one letter is beside a currency; elsewhere 31m are metres."""
_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)(k|bn|bln|mn|mln|tn|trn)?")
_HALF_AMOUNT = re.compile(r"([0-9][0-9.]*)(bl?|ml?|tr?)")
# 85.000 and 1.234,5, or 1,300, 12.8 and 1,3k; no date, no telephone number.
_PUNCTUATED = re.compile(
    r"""(?<![\w.,/-])(?:[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?
        |[0-9]+[.,][0-9]+)(?:[a-zA-Z]{1,3}(?![\w.,-]))?(?![0-9]|[.,/-][0-9])""",
    re.VERBOSE,
)
# 1 300 and 1'300; not the groups of a telephone number.
_SPACED = re.compile(r"(?<![\w.,'’])(?<![0-9][ -])[0-9]{1,3}(?:[ '’][0-9]{3})+(?![\w'’]|[.,][0-9]|[ -][0-9])")
# 12.8B without a currency; of other letters it could be a unit: 85m, 3t.
_LETTERED = re.compile(r"(?<![\w.,$€£¥])([0-9]+(?:\.[0-9]+)?)([bB])(?![\w.,-])")
_BETWEEN_GROUPS = re.compile("[ '’]")
_EXCHANGED = str.maketrans(".,", ",.")
_SHORTEST = 4
"""Digits of a number that may stand in a text in thousands, millions or more."""
_LONGEST = 18
_MOST_DECIMALS = 3
_LEAST, _MOST = Decimal("0.1"), Decimal(1_000_000)
"""What may stand before such a word: 31,000 million does, 0.00003 trillion does not."""


def multiplier(word: str, *, of_money: bool = False) -> str:
    """“bn” for “billion”, “bln” or “bn”; "" for a word that multiplies nothing.

    With `of_money` it stands beside a currency, where one letter is enough.
    """
    return _SHORT.get(word) or (_SHORT_OF_MONEY.get(word, "") if of_money else "")


def value(term: str) -> Decimal | None:
    """What a token such as 1300, 12.8 or 31bn comes to; None for another word."""
    match = _AMOUNT.fullmatch(term)
    if not match or len(term) > _LONGEST:
        return None
    power = _MULTIPLIERS[_SHORT.get(match[2], match[2])][0] if match[2] else 0
    return Decimal(match[1]).scaleb(power)


def amount_forms(term: str) -> tuple[str, ...]:
    """How else an amount such as 31bn or 31000000000 may stand in a stream; () for any other word."""
    amount = value(term)
    if amount is None or (term.isdigit() and (len(term) < _SHORTEST or amount % 100)):
        return ()
    return tuple(dict.fromkeys(_forms(amount, with_short=term.endswith("k"))))


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
        short = multiplier(word_of(term))
        if short and number is not None and not number.prefix and is_number(word_of(number)):
            result[-1] = replace(
                number, parts=(number.parts[0] + short,), typed=f"{number.typed} {term.typed}"
            )
        else:
            result.append(term)
    return result


def other_readings(text: str) -> dict[str, str]:
    """The figures of a query as they are written elsewhere, each as it then is: 1.300, 1 300, 12,8."""
    figures = dict.fromkeys(_PUNCTUATED.findall(text))
    spaced = dict.fromkeys(_SPACED.findall(text))
    return (
        {figure: figure.translate(_EXCHANGED) for figure in figures}
        | {figure: _BETWEEN_GROUPS.sub(",", figure) for figure in spaced}
        | {f"{number}{letter}": f"{number} billion" for number, letter in _LETTERED.findall(text)}
    )


def is_number(word: str) -> bool:
    """Whether a token is a number without anything behind it."""
    return bool(word) and word[0].isdigit() and word.replace(".", "").isdigit()


def word_of(node: object) -> str:
    """The one token of a plain term, "" for anything else."""
    return node.parts[0] if isinstance(node, Term) and len(node.parts) == 1 else ""


def _forms(amount: Decimal, *, with_short: bool) -> Iterator[str]:
    for short, (power, words) in _MULTIPLIERS.items():
        count = amount.scaleb(-power)
        if _LEAST <= count < _MOST:
            for number in _spelt(count):
                for word in (*words, short) if with_short else words:
                    yield f"{number}{word}"
                    yield f"{number} {word}"
    if amount < Decimal(10) ** _LONGEST and amount == amount.to_integral_value():
        yield f"{amount:f}".partition(".")[0]


def _spelt(count: Decimal) -> Iterator[str]:
    """The same number without zeros at its end, and with as many as three decimals take."""
    plain = f"{count:f}"
    whole, _, decimals = plain.partition(".")
    decimals = decimals.rstrip("0")
    for zeros in range(max(_MOST_DECIMALS - len(decimals), 0) + 1):
        yield f"{whole}.{decimals}{'0' * zeros}".rstrip(".")
