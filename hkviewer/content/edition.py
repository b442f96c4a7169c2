"""When a sheet was published, how sure that is, and how old it is."""

from __future__ import annotations

import datetime as dt
import re

from hkviewer.system.values import Value

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Edition(Value):
    """A publication date of a year, a month or a day.

    `date` is ISO 8601, reduced where the day or month is not known ("2020-08"). `inferred` says
    that the publisher's page does not carry the date; `evidence` says what it was inferred from.
    """

    date: str
    inferred: bool = False
    evidence: str = ""

    @property
    def label(self) -> str:
        """The date as it is shown everywhere: "August 2020 (inferred)"."""
        return plain_date(self.date) + (" (inferred)" if self.inferred else "")

    def age(self, on: dt.date) -> int:
        """Whole years from the edition to `on`; never below 0."""
        return _age(self.date, on)

    def describe(self, on: dt.date) -> str:
        """The date with its age on the day `on`: "August 2020 (inferred), 6 years old"."""
        return _with_age(self.label, self.date, on)


class Dated(Value):
    """What a file says of when its text is from, in other forms than an edition's.

    Attributes:
        label: its words with what they are: "edition 2nd", "dated 12 May 2019, updated 03/04/2020".
        date: the ISO date that they mean, which the age counts from; "" where that is not certain.
    """

    label: str
    date: str = ""

    def describe(self, on: dt.date) -> str:
        """The words with their age on the day `on`: "dated 12 May 2019, 7 years old"."""
        return _with_age(self.label, self.date, on) if self.date else self.label


def is_date(text: str) -> bool:
    """Whether `text` is a date as the front matter writes it: 2020, 2020-08 or 2020-08-31."""
    try:
        _parts(text)
    except ValueError:
        return False
    return True


def plain_date(date: str) -> str:
    """An ISO date in words ("22 November 2026", "August 2020"); other text comes back unchanged."""
    try:
        year, month, day = _parts(date)
    except ValueError:
        return date
    words = [str(day)] if day else []
    words += [MONTHS[month - 1]] if month else []
    return " ".join([*words, str(year)])


def first_day(date: str) -> tuple[int, int, int]:
    """Year, month and day that an ISO date counts as: the first of its month or year where it has no more.

    Raises:
        ValueError: it is no date.
    """
    year, month, day = _parts(date)
    return year, month or 1, day or 1


def _age(date: str, on: dt.date) -> int:
    """Whole years from `date` to `on`; never below 0."""
    year, month, day = _parts(date)
    before = (on.month, on.day) < (month or 1, day or 1)
    return max(0, on.year - year - before)


def _with_age(label: str, date: str, on: dt.date) -> str:
    """`label`, which tells of `date`, with the age on the day `on`."""
    if dt.date(*first_day(date)) > on:
        return label  # before its publication it has no age
    years = _age(date, on)
    if years == 0:
        return f"{label}, less than a year old"
    return f"{label}, {years} year{'s' if years > 1 else ''} old"


def _parts(date: str) -> tuple[int, int | None, int | None]:
    """Year, month and day of `date`; ValueError where it is none."""
    match = _PATTERN.fullmatch(date)
    if not match:
        raise ValueError(f"not a date: {date!r}")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    dt.date(year, 1 if month is None else month, 1 if day is None else day)
    return year, month, day
