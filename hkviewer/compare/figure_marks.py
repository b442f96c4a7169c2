"""Where figures stand in a text: numbers with their units, dates, years in brackets, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, zip_longest
from typing import NamedTuple

from hkviewer.compare.joined_numbers import joined_numbers
from hkviewer.compare.tokens import FRACTION_SIGN, Token, folded
from hkviewer.compare.units import CURRENCY, KNOWN_UNIT, ORDINAL_UNIT, UNIT, unit_and_scale
from hkviewer.content.edition import MONTHS

_REMEMBERED = 1_000
"""Brackets: a text has few different ones."""
LONGEST_UNIT = 60
"""Characters behind a figure, to the bracket with its year."""
_MONTHS = (*MONTHS, *(f"{month[:3]}{'t?' if month == 'September' else ''}" r"\.?" for month in MONTHS))
_MONTH = "|".join((*_MONTHS, *map(str.upper, _MONTHS)))
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"\d{4}(?!\d)"
_DATE = re.compile(
    rf"(?=\d)(?:{_DAY}(?: of)?[ -](?:{_MONTH}),?[ -]{_YEAR}"
    r"|(?<!\d)(?<!\d[.,])(?:1[5-9]|2[01])\d\d(?P<s>[-/.])[01]?\d(?P=s)[0-3]?\d(?!\d|(?P=s)\d)"
    r"|(?<!\d)(?<!\d[.,/])[0-3]?\d(?P<t>[-/.])[0-3]?\d(?P=t)(?:1[5-9]|2[01])\d\d(?!\d|(?P=t)\d)"
    r"|(?<!\d)(?<!\d[.,/])[0-3]?\d/[0-3]?\d/\d\d(?!\d|/\d)"
    rf"|{_DAY}(?: of)? (?:{_MONTH})\b(?!,? \d{{4}}))"
    # Most places in a text begin none of the months.
    rf"|(?=[JFMASOND])(?:(?:{_MONTH}) (?:{_DAY},? )?{_YEAR}"
    rf"|(?:{_MONTH}) {_DAY}(?![\d.,]*\d)(?!,? \d{{4}}))",
)
_SIGNS = ("-", "−", "–", "+")
SIGN = re.compile(rf"(?:(?<=[\s(\[|,;:$€£¥~])|^)[{''.join(_SIGNS)}]$")
"""The sign of a number that begins right behind it: not the dash of "2022-2023"."""
_BRACKET = re.compile(r"\(([^()\n]{4,60})\)")
YEARS = re.compile(r"(?<!\d)((?:1[5-9]|2[01])\d\d)(?:(\s?[-–/]\s?)(\d{4}|\d{2}))?(?!\d)")
_OF_A_YEAR = re.compile(
    rf"(?:(?:{_MONTH}|FY|est|estimate|estimated|as|of|projected|proj|prelim|preliminary|in|for|census|about|"
    r"approx|early|late|mid|end|annual|average|avg|data|year|since|from|to|Q[1-4]|\d{1,2})\b|[\s.,/–-])*",
)
BEFORE_YEAR = re.compile(r"(?:\(s\)|[^,;()\[\]|\n.]|\.(?!\s))*")
"""What may stand between a figure and the bracket with its year."""
_DIVISOR = re.compile(r"(?:[\w()]| (?=[a-z(]))*/")
"""What stands between the unit of a rate and the number that it is counted to,"""
_DIVISOR_WORD = re.compile(r"\s?[^\W\d_](?:[\w()]| (?=[a-z(]))*/")
"""and where no unit was known."""
_PART = r"(?:\.\d{1,8})?"
_MINUTES, _DEGREES = rf"\s?\d{{1,2}}{_PART}", rf"\d{{1,3}}{_PART}\s?°?\s?"
_COORDINATE = re.compile(
    rf"(?<![\d.,])(?:\d{{1,3}}[ °]{_MINUTES}(?:[ ′'’]{_MINUTES})?[′'’″\"]{{0,2}}\s?[NSEW]\b"
    rf"|{_DEGREES}[NS],?\s{_DEGREES}[EW]\b)"
)
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)$")
_NOTE = re.compile(r"\b[Nn]ote \d{1,2}(?=\s?[:–—-]\s(?!\d))")
"""The number that a note is called by: "note 2: …"."""
_GENERATION = re.compile(r"-?[DEGHILPQRSTUXYZ](?!\w)")
"""With such a letter behind it a number is a name: 5G, 3-D; others are units."""
_LETTERS = re.compile(r"\w{1,30}")
_VERSION = re.compile(r"(?<![\w.])[vV]$")
_LETTERS_BEFORE = re.compile(r"(?<!\w)\w+$")
_LONGEST_NAME = 30
_NAME = re.compile(r"(?<![\d/])\b[^\W\d_]+-$")
"""What a name begins with that ends in a number,"""
_POWER = re.compile(r"\s?(?:[kcmd]?m|[a-z ]{0,30} of [A-Z][A-Za-z]{0,3})")
"""and what stands before a number that is a part of a unit."""
_DIGITS = r"\d{2,5}(?:[ .-]\d{2,5}){0,4}(?![.,]?\d)"
_TELEPHONE = re.compile(
    rf"(?:(?<![\w.,+])\+\d{{1,3}}|\[\d{{1,3}}\])[ .-]?(?:\(\d{{1,5}}\)[ .-]?)?{_DIGITS}"
    rf"|(?<=[Tt]elephone: ){_DIGITS}|(?<=[Pp]hone: ){_DIGITS}|(?<=[Tt]el: ){_DIGITS}|(?<=FAX: ){_DIGITS}"
    rf"|(?<=[Ff]ax: ){_DIGITS}|\(\d{{2,5}}\)[ -]?\d{{3,4}}[ -]\d{{3,4}}(?!\d)"
    r"|(?<![\d.,-])(?:\d{3}[-.]\d{3}[-.]|\d{5}-)\d{4}(?![\d-])"
)
_FEWEST_DIGITS = 7
"""Of a telephone number, or a postal code of two parts."""
_ADDRESS = re.compile(
    r"(?:\b[a-z]{2,10}://|\bwww\.)[^\s()<>\[\]]+|(?<!\S)[^\s@]{1,64}@[\w.-]+|\b[a-z][\w-]{0,62}(?:\.[a-z]{2,}){1,3}/[^\s()]*"
    # an address of a computer, with the size of its net
    r"|(?<![\d.,:])(?!\d{1,3}(?:\.\d{3}){3}(?!\d))\d{1,3}(?:\.\d{1,3}){3}(?![\d.])(?:\s?/\s?\d{1,2})?"
    r"|(?<![\w:])(?=[\d:]*(?:[A-Fa-f]|::))[\dA-Fa-f]{1,5}(?::[\dA-Fa-f]{0,4}){2,8}(?!\w)(?:/\d{1,3})?"
)
_MAYBE_MONTH = "[JFMASOND][aepucoAEPUCO]"
_BEHIND_DIGIT = {
    "address": r"\.\d{1,3}\.\d",
    "telephone": r"(?<=(?:ne|el|AX|ax): \d)|\d\d(?:[-.]\d{3}|\d\d-\d)",
    "name": r"(?<=ote \d)|[°′'’″\"]{0,2}\s?[NSEW]\b",
    "date": rf"(?:st|nd|rd|th)?(?: of)?[ -]{_MAYBE_MONTH}|[-/.]\d{{1,2}}[-/.]\d",
    "joined": rf"[/⁄:]\d|[ \u00a0\u2009\u202f](?:\d{{3}}(?!\d)|{FRACTION_SIGN})|{FRACTION_SIGN}",
}
"""What stands behind a digit of each of the areas, which take longer to be found,"""
_ELSE = {
    "address": (r"[/@]", r"www\.", r":[\dA-Fa-f]{0,4}:"),
    "telephone": (r"[+\[(](?:(?<!\()|\d{2,5}\)[ -]?)\d",),
    "name": (),
    "joined": (),
    "date": (rf"{_MAYBE_MONTH}(?<!\w\w\w)[A-Za-z]*\.?,? \d",),
}
"""or what stands in it where nothing of that does."""
_ANY_BEHIND_DIGIT = re.compile(rf"\d(?:{'|'.join(_BEHIND_DIGIT.values())})")
_ANY_SIGN = re.compile("|".join((_ANY_BEHIND_DIGIT.pattern, *chain.from_iterable(_ELSE.values()))))
_SIGNS_BEHIND_DIGIT = {kind: re.compile(rf"\d(?:{behind})") for kind, behind in _BEHIND_DIGIT.items()}
_OTHER_SIGNS = {kind: [re.compile(sign) for sign in signs] for kind, signs in _ELSE.items()}
_FIRST_OF_ALONE = "\u2e80"
"""With this begin the characters that are written without blanks between words and numbers."""
PLAIN_YEAR = re.compile(r"(?:1[5-9]|2[01])\d\d")


class Mark(NamedTuple):
    """A figure's place while its block is read.

    `kind` is "number", "name", "date", "bracket", "telephone"; of what is no figure "word" or "address".
    Of a number that is written with signs between its digits the area is "joined".
    """

    start: int
    end: int
    kind: str
    numbers: tuple[str, ...]
    unit: str = ""
    scale: int = 0


def marks_of(text: str, numbers: Sequence[Token], bounds: tuple[int, int]) -> list[Mark]:
    """The figures among the numbers of a part of a text, in order, and addresses, which are none."""
    return list(_without_words(text, list(_marks(text, numbers, bounds))))


def _marks(text: str, numbers: Sequence[Token], bounds: tuple[int, int]) -> Iterator[Mark]:
    every = list(_areas(text, bounds))
    areas = [area for area in every if area.kind != "joined"]
    at, pending = 0, None
    for token in _joined(text, numbers, every):
        while at < len(areas) and areas[at].end <= token.start:
            at += 1
        area = areas[at] if at < len(areas) and areas[at].start <= token.start else None
        if pending and (area or token).start == pending.start:
            pending = pending._replace(numbers=(*pending.numbers, token.key))
        elif pending and area is None and _is_divisor(text, pending, token):
            end = _unit_end(text, token.end, bounds[1], UNIT)
            unit = f"{pending.unit}{text[pending.end : end]}".strip()
            pending = pending._replace(end=end, numbers=(*pending.numbers, token.key), unit=unit)
        else:
            before = bounds[0]
            if pending:
                before = pending.end
                yield pending
            pending = area._replace(numbers=(token.key,)) if area else _number(text, token, bounds, before)
    if pending:
        yield pending


def _areas(text: str, bounds: tuple[int, int]) -> Iterator[Mark]:
    """Dates, brackets with a year, telephones, addresses, joined numbers, in order; none within another."""
    found: list[Mark] = []
    kinds = set(_kinds_of_areas(text, bounds))
    if "address" in kinds:
        found += (Mark(m.start(), m.end(), "address", ()) for m in _ADDRESS.finditer(text, *bounds))
    if "telephone" in kinds:
        found += (
            Mark(m.start(), m.end(), "telephone", ())
            for m in _TELEPHONE.finditer(text, *bounds)
            if sum(map(str.isdigit, m.group())) >= _FEWEST_DIGITS
        )
    if "name" in kinds:
        for pattern in (_COORDINATE, _NOTE):
            found += (Mark(m.start(), m.end(), "address", ()) for m in pattern.finditer(text, *bounds))
    if "date" in kinds:
        found += (Mark(m.start(), m.end(), "date", ()) for m in _DATE.finditer(text, *bounds))
    if "joined" in kinds:
        found += (Mark(*span, "joined", ()) for span in joined_numbers(text, bounds))
    for match in _BRACKET.finditer(text, *bounds):
        if _is_of_year(match.group(1)):
            found.append(Mark(*match.span(), "bracket", ()))
    reached = 0
    for mark in sorted(found):
        if mark.start >= reached:
            reached = mark.end
            yield mark


def _kinds_of_areas(text: str, bounds: tuple[int, int]) -> Iterator[str]:
    """Which areas a part of a text may have: each has a sign that is quickly looked for."""
    if not _ANY_SIGN.search(text, *bounds):  # as a rule
        return
    has_digit = _ANY_BEHIND_DIGIT.search(text, *bounds)
    for kind, signs in _OTHER_SIGNS.items():
        for sign in signs:
            if sign.search(text, *bounds):
                yield kind
                break
        else:
            if has_digit and _SIGNS_BEHIND_DIGIT[kind].search(text, *bounds):
                yield kind


def _joined(text: str, numbers: Sequence[Token], areas: Sequence[Mark]) -> Iterator[Token]:
    """The numbers of a part of a text, those that are written with signs between as one."""
    whole = {area.start: area.end for area in areas if area.kind == "joined"}
    reached = 0
    for token in numbers:
        if token.start in whole:
            reached = whole[token.start]
            yield token._replace(end=reached, key=folded(text[token.start : reached]))
        elif token.start >= reached:
            yield token


@lru_cache(_REMEMBERED)
def _is_of_year(words: str) -> bool:
    """Whether the words in brackets say of which year a figure is: "2023 est.", "July 2021", "2010-15"."""
    return YEARS.search(words) is not None and _OF_A_YEAR.fullmatch(YEARS.sub(" ", words)) is not None


def _is_divisor(text: str, before: Mark, token: Token) -> bool:
    """Whether a number belongs to the unit of the one before: "births/1,000 population", "tonnes of CO2"."""
    between = text[before.end : token.start]
    if before.kind != "number" or len(between) > LONGEST_UNIT:
        return False
    if _POWER.fullmatch(between):
        return True
    return (
        _DIVISOR.fullmatch(between) is not None
        if before.unit or before.scale
        else _DIVISOR_WORD.fullmatch(between) is not None
    )


def _number(text: str, token: Token, bounds: tuple[int, int], reached: int) -> Mark:
    """A number with its sign, currency and unit; of a name such as COVID-19 all of it, of CO2 nothing.

    Another figure ends at `reached`, or nothing before it does.
    """
    before = text[max(bounds[0], token.start - 8) : token.start]
    start = token.start
    currency = CURRENCY.search(before)
    if currency:
        start -= len(before) - currency.start()
        before = before[: currency.start()]
    elif _is_in_word(before, text[token.end : token.end + 1]) or (
        _GENERATION.match(text, token.end, bounds[1]) and not before.endswith(("-", "−", "–"))
    ):
        return _word(text, token, max(reached, token.start - _LONGEST_NAME), bounds[1])
    is_joined = before.endswith(_SIGNS)
    sign = SIGN.search(before) if is_joined else None
    name = (
        _NAME.search(text, max(reached, token.start - _LONGEST_NAME), token.start)
        if is_joined and not currency and not sign
        else None
    )
    start -= len(sign.group()) if sign else len(name.group()) if name else 0
    if name and any(map(str.isupper, name.group())) and not PLAIN_YEAR.fullmatch(token.key):
        return Mark(start, token.end, "word", (token.key,))  # Covid-19, APCN-2
    year = not currency and PLAIN_YEAR.fullmatch(token.key)
    units = KNOWN_UNIT if year or name else ORDINAL_UNIT if _ORDINAL.search(token.key) else UNIT
    end = _unit_end(text, token.end, bounds[1], units)
    unit, scale = unit_and_scale(currency.group().strip() if currency else "", text[token.end : end])
    return Mark(start, end, "name" if name else "number", (token.key,), unit, scale)


def _is_in_word(before: str, behind: str) -> bool:
    """Whether a number is a part of a word: of CO2 and 01_slides, not of v1.2."""
    if behind == "_" or before.endswith("_"):
        return True
    if not before or not before[-1].isalpha() or before[-1] >= _FIRST_OF_ALONE:
        return False
    return _VERSION.search(before) is None


def _word(text: str, token: Token, start: int, end: int) -> Mark:
    """Letters and digits that are one word: CO2, Aa3."""
    first, last = _LETTERS_BEFORE.search(text, start, token.start), _LETTERS.match(text, token.end, end)
    return Mark(
        first.start() if first else token.start, last.end() if last else token.end, "word", (token.key,)
    )


def _without_words(text: str, marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks without words such as CO2, but those that are all that a year is told of: "Aa3 (2016)"."""
    last = None
    for mark, behind in zip_longest(marks, marks[1:]):
        if mark.kind != "word":
            last = mark
            yield mark
        elif behind and behind.kind == "bracket" and not text[mark.end : behind.start].strip():
            between = text[last.end : mark.start] if last else ""
            if last is None or len(between) > LONGEST_UNIT or not BEFORE_YEAR.fullmatch(between):
                last = mark._replace(kind="name")
                yield last


def _unit_end(text: str, at: int, end: int, units: re.Pattern[str]) -> int:
    unit = units.match(text, at, end)
    return unit.end() if unit else at
