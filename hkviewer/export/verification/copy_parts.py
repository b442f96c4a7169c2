"""The texts of a copy sorted: what its small print claims, and where each sheet's words stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice

from hkviewer.content.model import FactSheet, Section
from hkviewer.export.assembly import NUMBERS_ADDED, OWN_WORDS
from hkviewer.export.verification.expected import (
    Leaf,
    expected_leaves,
    say_the_same,
    says_exactly,
    squeezed,
    without_additions,
)
from hkviewer.export.verification.extract import TaggedText

_TEXT_LINE = re.compile(
    r"Text:sheet“(?P<sheet>[^”]+)”,(?:all(?P<all>\d+)sections?|sections(?P<ids>[^(]*)\((?P<n>\d+)of(?P<of>\d+)\))"
    r",SHA-256(?P<digest>[0-9a-f]{64})"
)
_LINK = re.compile(r"\[\d+\]")
_ANY = "H[2-6]"
_FACTS = ("Source", "Edition", "Date", "Original", "Included", "Prepared", "For ", "By ", "Marking")
"""What the lines of a title block begin with."""
_MOST_STARTS = 50
_MATCH, _FOREIGN = 2, -1
_Place = tuple[range, int, int]
"""The numbers of the texts in the title block, and of the first of the body and the one behind it."""


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
        title: the title under which the copy gives the sheet; None where it gives none.
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
    numbers = count(1)
    for claim in claims:
        # A part without sections is only named.
        number = next(numbers) if claim.sections != () else 0
        sheet = known.get(claim.sheet)
        yield finder.part(claim, sheet, number) if sheet else CopyPart(claim, None)


class _Finder:
    """Goes through the texts from the front to the list of links or the small print.

    Where the copy has a title of its own, or several sheets, each sheet's title is a heading of
    level 2 with its title block and sections below. Else it is the copy's, and the sections are
    what follows. A copy says at which heading each part begins; one of version 0.1.0 does not, and
    of all its headings the one is taken that has the sheet's words below it. Own words begin with a
    label; where they end, no tag says.
    """

    def __init__(self, texts: Sequence[TaggedText], *, single: bool) -> None:
        self._texts = texts
        self._single = single
        self._end = _end_of_body(texts)
        self._cursor = next(self._headings(_ANY, 0), self._end)
        self._numbered = any(squeezed(text.text) == squeezed(NUMBERS_ADDED) for text in texts)
        headings = self._headings(_ANY, self._cursor)
        self._begins = {texts[n].part: n for n in headings if texts[n].part}

    def part(self, claim: Claim, sheet: FactSheet, number: int) -> CopyPart:
        sections = tuple(s for s in sheet.sections if claim.sections is None or s.id in claim.sections)
        footnotes = any(text.note for text in self._texts)
        leaves = expected_leaves(sheet, sections, numbered=self._numbered, footnotes=footnotes)
        below = leaves if sections and not sections[0].heading_shown else ()
        title, places = self._places(squeezed(sheet.title), self._begins.get(number), below)
        head, start, stop = self._best(places, leaves)
        self._cursor = stop
        head_texts = tuple(self._texts[n].text for n in head)
        return CopyPart(claim, sheet, sections, leaves, title, head_texts, self._body(start, stop))

    def _places(
        self, wanted: str, begins: int | None, below: Sequence[Leaf]
    ) -> tuple[str | None, list[_Place]]:
        """The title that stands over the part, and where the part may stand.

        `below` are its leaves where they begin with words under the title, without a heading.
        """
        front = " ".join(text.text for text in self._texts if text.tag == "H1")
        titles = [n for n in self._headings("H2", self._cursor) if say_the_same(wanted, self._texts[n].text)]
        if self._single and (say_the_same(wanted, front) or not titles):
            starts = list(self._headings(_ANY, self._cursor)) if begins is None else [begins]
            title = next((n for n, text in enumerate(self._texts) if text.tag == "H1"), 0)
            starts = self._below_title(title, starts, wanted, below) if below else starts
            head = range(self._cursor)
            places = [(head, start, self._stop(start, self._end)) for start in starts]
            return front, places or [(head, self._cursor, self._end)]
        if begins is not None:
            titles = [begins]
        places = []
        for title in titles:
            starts = [next(self._headings(_ANY, title + 1), self._end)]
            for start in self._below_title(title, starts, wanted, below) if below else starts:
                stop = self._stop(start, next(self._headings("H2", start), self._end))
                places.append((range(title + 1, start), start, stop))
        title_text = self._texts[titles[0]].text if titles else None
        return title_text, places or [(range(0), self._cursor, self._cursor)]

    def _below_title(
        self, title: int, headings: Sequence[int], wanted: str, leaves: Sequence[Leaf]
    ) -> list[int]:
        """Where `leaves`, which have no heading, may begin: behind the title, or below it as a heading.

        Copies of earlier versions, and those in which own words come first, repeat it as a heading.
        """
        first = next(filter(None, (squeezed(leaf.words) for leaf in leaves)), "")
        texts = ((n, squeezed(self._texts[n].text)) for n in range(title + 1, self._end))
        alike = (n for n, text in texts if text and (first.startswith(text) or text.startswith(first)))
        repeated = [n + 1 for n in headings if say_the_same(wanted, self._texts[n].text)]
        return [*repeated, *islice(alike, _MOST_STARTS), self._behind_facts(title)]

    def _behind_facts(self, title: int) -> int:
        """The first text that is neither in the title block nor in the contents."""
        number = title + 1
        while number < self._end and self._texts[number].text.startswith(_FACTS):
            number += 1
        if number < self._end and self._texts[number].text.strip() == "Contents":
            number += 1
            while number < self._end and not self._texts[number].tag:
                number += 1
        return number

    def _headings(self, tag: str, start: int) -> Iterator[int]:
        return (n for n in range(start, self._end) if re.fullmatch(tag, self._texts[n].tag))

    def _best(self, places: Sequence[_Place], leaves: Sequence[Leaf]) -> _Place:
        """The place that says just what it should; else the one that has most of it."""
        for place in places:
            if says_exactly(leaves, squeezed("".join(self._body(*place[1:])))):
                return place
        wanted = Counter(squeezed(leaf.words) for leaf in leaves)
        return max(places, key=lambda place: self._score(place, wanted))

    def _score(self, place: _Place, wanted: Counter[str]) -> int:
        have = Counter(squeezed(without_additions(text)) for text in self._body(*place[1:]))
        matches = (have & wanted).total()
        return _MATCH * matches + _FOREIGN * (have.total() - matches)

    def _body(self, start: int, stop: int) -> tuple[str, ...]:
        """The texts, footnotes last, wherever they are mentioned."""
        texts = [text for text in self._texts[start:stop] if text.tag != "Lbl"]
        return tuple(text.text for text in sorted(texts, key=lambda text: text.note))

    def _stop(self, start: int, end: int) -> int:
        """The next label of own words, or `end`."""
        return next((n for n in range(start, end) if _is_own_label(self._texts[n])), end)


def _claim(text: TaggedText) -> Claim | None:
    match = _TEXT_LINE.match(squeezed(text.text))
    if not match:
        return None
    ids = tuple(filter(None, (match["ids"] or "").split(",")))
    whole = match["all"] not in (None, "0")
    return Claim(match["sheet"], None if whole else ids, match["digest"])


def _end_of_body(texts: Sequence[TaggedText]) -> int:
    """Where the list of links begins, or the small print if there is none."""
    small = next(n for n, text in enumerate(texts) if _claim(text))
    for number in range(small - 1, -1, -1):
        following = texts[number + 1] if number + 1 < small else None
        if texts[number].tag == "H2" and texts[number].text.strip() == "Links" and following:
            return number if following.tag == "Lbl" and _LINK.fullmatch(following.text.strip()) else small
    return small


def _is_own_label(text: TaggedText) -> bool:
    return text.tag == "P" and squeezed(text.text) == squeezed(OWN_WORDS.upper())
