"""The texts of a copy sorted: what its small print claims, and where each sheet's words stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hkviewer.content.model import FactSheet, Section
from hkviewer.export.assembly import NUMBERS_ADDED, OWN_WORDS
from hkviewer.export.verification.expected import (
    Leaf,
    expected_leaves,
    says_exactly,
    squeezed,
    without_additions,
)
from hkviewer.export.verification.extract import TaggedText

_TEXT_LINE = re.compile(
    r"Text:sheet“(?P<sheet>[^”]+)”,(?:all(?P<all>\d+)sections?|sections(?P<ids>[^(]*)\((?P<n>\d+)of(?P<of>\d+)\))"
    r",SHA-256(?P<digest>[0-9a-f]{64})"
)
_HEADING = re.compile("H[2-6]")
_FOUND, _FOREIGN = 2, -1


@dataclass(frozen=True)
class Claim:
    """What a copy's small print says that it holds: a sheet, its sections (None: all), its digest."""

    sheet: str
    sections: tuple[str, ...] | None
    digest: str


@dataclass(frozen=True)
class CopyPart:
    """What a copy has of one sheet.

    Attributes:
        claim: what the small print says of it.
        sheet: the sheet that this program knows by that id; None where it knows none.
        sections: the claimed sections that the sheet has.
        leaves: what the copy should say.
        title: the title under which the copy gives the sheet; None where it has a title of its own.
        head: the texts of the title block.
        body: the texts of the sections.
    """

    claim: Claim
    sheet: FactSheet | None
    sections: tuple[Section, ...] = ()
    leaves: tuple[Leaf, ...] = ()
    title: str | None = None
    head: tuple[str, ...] = ()
    body: tuple[str, ...] = ()


def claims_of(texts: Sequence[TaggedText]) -> tuple[Claim, ...]:
    """What the small print says that the copy holds, in the order of the parts."""
    return tuple(claim for text in texts if (claim := _claim(text)))


def has_own_words(texts: Sequence[TaggedText]) -> bool:
    """Whether the copy has words of its preparer."""
    return any(_is_own_label(text) for text in texts)


def parts_of(
    texts: Sequence[TaggedText], claims: Sequence[Claim], known: Mapping[str, FactSheet]
) -> Iterator[CopyPart]:
    """For each claim what the copy has of its sheet."""
    finder = _Finder(texts, single=len(claims) == 1)
    for claim in claims:
        sheet = known.get(claim.sheet)
        yield finder.part(claim, sheet) if sheet else CopyPart(claim, None)


class _Finder:
    """Goes through the texts from the front to the list of links or the small print.

    Where the copy has a title of its own, or several sheets, each sheet's title is a heading of
    level 2 with its title block and sections below. Else it is the copy's, and the sections are
    what follows. Own words begin with a label; where they end, no tag tells.
    """

    def __init__(self, texts: Sequence[TaggedText], *, single: bool) -> None:
        self._texts = texts
        self._single = single
        self._end = _end_of_body(texts)
        self._cursor = next((n for n, text in enumerate(texts) if _HEADING.fullmatch(text.tag)), self._end)
        self._numbered = any(squeezed(text.text) == squeezed(NUMBERS_ADDED) for text in texts)

    def part(self, claim: Claim, sheet: FactSheet) -> CopyPart:
        sections = tuple(s for s in sheet.sections if claim.sections is None or s.id in claim.sections)
        leaves = expected_leaves(sheet, sections, numbered=self._numbered)
        titles = self._titles(sheet)
        if self._single and not titles:
            start, stop = self._below_front(leaves)
            title = " ".join(text.text for text in self._texts if text.tag == "H1")
            head = self._texts[: self._cursor]
        else:
            title = None
            after, start, stop = self._below_title(titles, leaves)
            head = self._texts[after:start]
        self._cursor = stop
        body = tuple(text.text for text in self._body(start, stop))
        return CopyPart(claim, sheet, sections, leaves, title, tuple(text.text for text in head), body)

    def _titles(self, sheet: FactSheet) -> list[int]:
        """Where headings of level 2 say the sheet's title, unless the whole copy has it."""
        wanted = squeezed(sheet.title)
        front = any(text.tag == "H1" and squeezed(text.text) == wanted for text in self._texts)
        if self._single and front:
            return []
        numbers = range(self._cursor, self._end)
        return [n for n in numbers if self._texts[n].tag == "H2" and squeezed(self._texts[n].text) == wanted]

    def _below_front(self, leaves: Sequence[Leaf]) -> tuple[int, int]:
        """The heading with which the leaves begin, among those of own words, and where they end."""
        headings = [n for n in range(self._cursor, self._end) if _HEADING.fullmatch(self._texts[n].tag)]
        places = [(n, self._stop(n, self._end)) for n in headings] or [(self._cursor, self._end)]
        return self._best(places, leaves)

    def _below_title(self, titles: Sequence[int], leaves: Sequence[Leaf]) -> tuple[int, int, int]:
        """Where the title block, the first heading below it, and the next part begin."""
        places = []
        for title in titles:
            numbers = range(title + 1, self._end)
            start = next((n for n in numbers if _HEADING.fullmatch(self._texts[n].tag)), self._end)
            following = (n for n in range(start, self._end) if self._texts[n].tag == "H2")
            places.append((start, self._stop(start, next(following, self._end))))
        if not places:
            return self._cursor, self._cursor, self._cursor
        start, stop = self._best(places, leaves)
        return titles[places.index((start, stop))] + 1, start, stop

    def _best(self, places: Sequence[tuple[int, int]], leaves: Sequence[Leaf]) -> tuple[int, int]:
        """The place that says just what it should; else the one that has most of it."""
        for place in places:
            if says_exactly(leaves, squeezed("".join(text.text for text in self._body(*place)))):
                return place
        wanted = Counter(squeezed(leaf.words) for leaf in leaves)
        return max(places, key=lambda place: self._score(place, wanted))

    def _score(self, place: tuple[int, int], wanted: Counter[str]) -> int:
        have = Counter(squeezed(without_additions(text.text)) for text in self._body(*place))
        found = (have & wanted).total()
        return _FOUND * found + _FOREIGN * (have.total() - found)

    def _body(self, start: int, stop: int) -> list[TaggedText]:
        return [text for text in self._texts[start:stop] if text.tag != "Lbl"]

    def _stop(self, start: int, end: int) -> int:
        """The next label of own words, or `end`."""
        return next((n for n in range(start, end) if _is_own_label(self._texts[n])), end)


def _claim(text: TaggedText) -> Claim | None:
    found = _TEXT_LINE.match(squeezed(text.text))
    if not found:
        return None
    ids = None if found["all"] else tuple(filter(None, found["ids"].split(",")))
    return Claim(found["sheet"], ids, found["digest"])


def _end_of_body(texts: Sequence[TaggedText]) -> int:
    """Where the list of links begins, or the small print if there is none."""
    small = next(n for n, text in enumerate(texts) if _claim(text))
    for number in range(small - 1, -1, -1):
        following = texts[number + 1] if number + 1 < small else None
        if texts[number].tag == "H2" and texts[number].text.strip() == "Links" and following:
            return number if following.tag == "Lbl" and following.text.strip() == "[1]" else small
    return small


def _is_own_label(text: TaggedText) -> bool:
    return text.tag == "P" and squeezed(text.text) == squeezed(OWN_WORDS.upper())
