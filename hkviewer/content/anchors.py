"""The addresses within a file by which other programs know its sections.

GitHub, Pandoc and Hugo make an anchor from each heading's words, and an author may write one: `{#id}`.
Both are further addresses of a section beside its id; what is made from titles is made here, when it
is asked for, and stored nowhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from hkviewer.content.model import FactSheet, Section

_TOP = ("", "top")
"""What leads to the top of every page, by the standard of HTML."""
_BEFORE = "user-content-"
"""What GitHub writes before an anchor in the page; some copy it from there."""
_SMART = re.compile(r"-{2,3}|\.{3}|…")
"""What Pandoc makes one mark of punctuation from, which it then leaves out."""


class Anchors:
    """Finds the sections of `sheet` by any of their addresses."""

    def __init__(self, sheet: FactSheet) -> None:
        self._sheet = sheet

    def section(self, address: str) -> Section | None:
        """The section that `address`, decoded and without “#”, leads to; None where there is none.

        An id comes before what an author wrote, that before what other programs make; among equals
        the first in reading order counts.
        """
        try:
            return self._sheet.section(address)
        except KeyError:
            number = self._numbers.get(address, self._numbers.get(_lower(address)))
            return None if number is None else self._sheet.sections[number]

    def is_top(self, address: str) -> bool:
        """Whether `address` leads to no section but to the sheet as a whole: to its top, or its title."""
        if self.section(address) is not None:
            return False
        title = self._sheet.title
        return address.lower() in _TOP or _lower(address) in (make(title) for make in _MAKERS)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """The number of the section for each address that is no id."""
        numbers: dict[str, int] = {}
        for made in (self._written(), self._made(), self._made_below_title()):
            for address, number in made:
                numbers.setdefault(address, number)
        return numbers

    def _written(self) -> Iterator[tuple[str, int]]:
        for number, section in enumerate(self._sheet.sections):
            yield from ((anchor, number) for anchor in section.anchors)

    def _made(self) -> Iterator[tuple[str, int]]:
        titles = [section.title for section in self._sheet.sections]
        series = [_numbered(map(make, titles)) for make in _MAKERS]
        if any(section.anchors for section in self._sheet.sections):
            series.append(self._with_anchors())
        for number, made in enumerate(zip(*series, strict=True)):
            yield from ((address, number) for address in made)

    def _made_below_title(self) -> Iterator[tuple[str, int]]:
        """What is made where the sheet's title is a heading but no section, and counts among its equals."""
        if any(section.title == self._sheet.title for section in self._sheet.sections[:1]):
            return
        titles = [self._sheet.title, *(section.title for section in self._sheet.sections)]
        series = zip(*(_numbered(map(make, titles)) for make in _MAKERS), strict=True)
        for number, made in enumerate(series, -1):
            yield from ((address, number) for address in made if number >= 0)

    def _with_anchors(self) -> Iterator[str]:
        """The ids of sections when what is written behind a heading, `{#id}`, counted among its words."""
        from hkviewer.content.markdown.parse import identified  # brings the parser of Markdown

        sections = [s.replace(title=" ".join([s.title, *s.anchors])) for s in self._sheet.sections]
        return (section.id for section in identified(sections))


def _lower(address: str) -> str:
    return address.lower().removeprefix(_BEFORE)


def _github(title: str) -> str:
    """Letters, figures, hyphens and underscores; a hyphen for every blank."""
    return "".join(_github_character(c) for c in title.lower())


def _github_character(character: str) -> str:
    if character in " -":
        return "-"
    kind = unicodedata.category(character)
    return character if kind[0] in "LM" or kind in ("Nd", "Nl", "Pc") else ""


def _pandoc(title: str) -> str:
    """Also full stops, blanks taken together, and nothing before the first letter."""
    kept = "".join(c for c in _SMART.sub("", title) if c.isalnum() or c in "_-." or c.isspace())
    words = "-".join(kept.split()).lower()
    first = next((number for number, c in enumerate(words) if c.isalpha()), len(words))
    return words[first:] or "section"


def _hugo(title: str) -> str:
    """As GitHub's, without the marks that are combined with letters."""
    kept = (("-" if c in " -" else c) for c in title.strip() if c in " -_" or c.isalpha() or c.isdecimal())
    return "".join(kept).lower() or "heading"


def _hugo_ascii(title: str) -> str:
    """Hugo's “github-ascii”: letters without accents, no other alphabets."""
    decomposed = unicodedata.normalize("NFKD", title)
    return _hugo(decomposed.encode("ascii", "ignore").decode("ascii"))


def _hugo_older(title: str) -> str:
    """Hugo's “blackfriday”: runs of anything but letters and figures are one hyphen."""
    return "-".join("".join(c if c.isalnum() else " " for c in title).lower().split())


_MAKERS: tuple[Callable[[str], str], ...] = (_github, _pandoc, _hugo, _hugo_ascii, _hugo_older)


def _numbered(addresses: Iterable[str]) -> Iterator[str]:
    """Each of `addresses`, a further one of the same words with -1, -2 … behind it, as all three write."""
    given: dict[str, int] = {}
    for address in addresses:
        unique = address
        while unique in given:
            given[address] += 1
            unique = f"{address}-{given[address]}"
        given[unique] = 0
        yield unique
