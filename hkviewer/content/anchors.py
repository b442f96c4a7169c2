"""The addresses within a file by which other programs know its sections.

GitHub, Pandoc and Hugo make an anchor from each heading's words, and an author may write one: `{#id}`.
Both are further addresses of a section beside its id; what is made from titles is made here, when it
is asked for, and stored nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from hkviewer.content.heading_addresses import MAKERS, numbered
from hkviewer.content.model import FactSheet, Section

_TOP = ("", "top")
"""What leads to the top of every page, by the standard of HTML."""
_BEFORE = "user-content-"
"""What GitHub writes before an anchor in the page; some copy it from there."""


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
        return address.lower() in _TOP or _lower(address) in (make(title) for make in MAKERS)

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
        series = [numbered(map(make, titles)) for make in MAKERS]
        if any(section.anchors for section in self._sheet.sections):
            series.append(self._with_anchors())
        for number, made in enumerate(zip(*series, strict=True)):
            yield from ((address, number) for address in made)

    def _made_below_title(self) -> Iterator[tuple[str, int]]:
        """What is made where the sheet's title is a heading but no section, and counts among its equals."""
        if any(section.title == self._sheet.title for section in self._sheet.sections[:1]):
            return
        titles = [self._sheet.title, *(section.title for section in self._sheet.sections)]
        series = zip(*(numbered(map(make, titles)) for make in MAKERS), strict=True)
        for number, made in enumerate(series, -1):
            yield from ((address, number) for address in made if number >= 0)

    def _with_anchors(self) -> Iterator[str]:
        """The ids of sections when what is written behind a heading, `{#id}`, counted among its words."""
        from hkviewer.content.markdown.parse import ids_and_paths  # brings the parser of Markdown

        sections = [s.replace(title=" ".join([s.title, *s.anchors])) for s in self._sheet.sections]
        return (id_ for id_, _ in ids_and_paths(sections))


def _lower(address: str) -> str:
    return address.lower().removeprefix(_BEFORE)
