"""What a file says of when it is from in words of its own: "12 May 2019", "2nd", "03/04/2019"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from hkviewer.content.edition import MONTHS, Dated, plain_date

_LONGEST = 60
_MONTH = "(?P<m>" + "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS).lower() + r"|sept)\.?"
_DAY, _YEAR, _TIME = r"(?P<d>\d{1,2})", r"(?P<y>\d{4})", r"(?:(?:t|,? +)\d{1,2}:\d{2}.*)?"
_FORMS = tuple(
    re.compile(form + _TIME)
    for form in (
        _YEAR,
        rf"{_YEAR}(?P<s>[-/.])(?P<m>\d{{1,2}})(?:(?P=s){_DAY})?",
        rf"(?:\w+, *)?{_DAY}(?:st|nd|rd|th)?(?: of)?[ -]+{_MONTH},?[ -]+{_YEAR}",
        rf"(?:\w+, *)?{_MONTH} +(?:{_DAY}(?:st|nd|rd|th)?,? +)?{_YEAR}",
        rf"{_YEAR}[ -]+{_MONTH}(?:[ -]+{_DAY})?",
    )
)
_NUMBERS = re.compile(rf"(\d{{1,2}})(?P<s>[-/.])(\d{{1,2}})(?P=s){_YEAR}{_TIME}")
_TIME_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}(?:[Tt]|[ ]+)\d{1,2}:\d{2}")
_MONTH_NUMBERS = {month[:3].lower(): number for number, month in enumerate(MONTHS, 1)}


def dated(stated: Mapping[str, str]) -> Dated | None:
    """What a file says of its time as one value; None where it says nothing.

    Args:
        stated: words as they are written, by what they are: "edition", "dated", "updated". The date of the
            last that can be read in one way only counts as the text's.
    """
    fit = [(what, words) for what, words in stated.items() if _is_told(what, words)]
    dates = [date for _, words in fit if (date := read_date(words))]
    told = (f"{what} {_without_time(words)}" for what, words in fit)
    return Dated(", ".join(told), dates[-1] if dates else "") if fit else None


def _without_time(words: str) -> str:
    """`words` as they are; of a date with the time of day, as programs write it, the date alone in words."""
    return plain_date(read_date(words)) if _TIME_STAMP.match(words) and read_date(words) else words


def _is_told(what: str, words: str) -> bool:
    """Whether words tell a reader when the text is from: an edition may be called anything."""
    return 0 < len(words) <= _LONGEST and (what == "edition" or re.search(r"\d", words) is not None)


def read_date(words: str) -> str:
    """The ISO date that `words` are, reduced where it lacks a day or month; "" where that is not certain.

    >>> read_date("May 12, 2019"), read_date("13/04/2019"), read_date("03/04/2019")
    ('2019-05-12', '2019-04-13', '')
    """
    dates = set(_readings(" ".join(words.split()).lower()))
    return dates.pop() if len(dates) == 1 else ""


def _readings(words: str) -> Iterator[str]:
    for form in _FORMS:
        if match := form.fullmatch(words):
            parts = match.groupdict()
            month = parts.get("m") or ""
            yield from _iso(parts["y"], str(_MONTH_NUMBERS.get(month[:3], month)), parts.get("d") or "")
    if match := _NUMBERS.fullmatch(words):
        first, _, second, year = match.groups()
        yield from _iso(year, first, second)
        yield from _iso(year, second, first)


def _iso(year: str, month: str, day: str) -> Iterator[str]:
    """The date in ISO form, if there is such a day."""
    try:
        dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return
    yield "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
