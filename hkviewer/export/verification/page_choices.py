"""What a copy without a record was set from, as far as its pages tell: those of version 0.1.0 have none."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hkviewer.content.edition import MONTHS
from hkviewer.export.assembly import NUMBERS_ADDED, OWN_WORDS
from hkviewer.export.briefing import Briefing, Choices, Cover, SheetPart
from hkviewer.export.verification.claims import Claim, KnownSheets, chosen, claims_in
from hkviewer.export.verification.expected import plain
from hkviewer.export.verification.extract import Reading, TaggedText, shown
from hkviewer.preferences.schema import Layout

_FACTS = ("Source", "Edition", "Date", "Original", "Included", "Prepared", "For", "By", "Marking")
"""What the lines of a title block begin with, in their order."""
_SIZES: dict[Layout, tuple[float, ...]] = {
    "standard": (11.5, 9.6, 8.8, 8.4),
    "compact": (10.5, 9.4, 8.2, 7.4),
    "large": (18.0, 16.0, 13.0),
}
"""Points of text, contents, title block, links and small print that no other layout has; see briefing.typ."""
_ANY_DAY = dt.date(2000, 1, 1)
"""For a copy that states no day of its own."""
_DATE = re.compile(r"(\d{1,2}) (\w+) (\d{4})")


@dataclass(frozen=True)
class ToldCopy:
    """What the pages of a copy tell.

    Attributes:
        claims: of its small print.
        briefing: the sheets that are at hand, without own words, which cannot be told from the rest.
    """

    claims: tuple[Claim, ...]
    briefing: Briefing


def is_own_label(text: TaggedText) -> bool:
    """Whether the preparer's words begin behind `text`."""
    return text.tag == "P" and plain(shown(text.text)).casefold() == OWN_WORDS.casefold()


def told_copy(reading: Reading, known: KnownSheets) -> ToldCopy:
    """What the pages tell of the choices that the copy was set with; the paper does not matter."""
    texts = [text for text in reading.texts if text.tag]
    claims = claims_in(texts)
    found = [(known.find(claim), claim) for claim in claims]
    parts = tuple(_as_headed([chosen(part, claim) for part, claim in found if part], texts))
    facts = _facts(texts)
    title = next((plain(shown(text.text)) for text in texts if text.tag == "H1"), "")
    usual = Briefing(parts, Choices(_ANY_DAY)).title
    choices = Choices(
        layout=max(_SIZES, key=lambda layout: sum(reading.sizes.get(size, 0) for size in _SIZES[layout])),
        date=_date(facts.get("Prepared", "")),
        title="" if len(parts) < len(claims) or title == plain(usual) else title,
        marking=facts.get("Marking", ""),
        prepared_for=facts.get("For", ""),
        prepared_by=facts.get("By", ""),
        contents="yes" if any(text.tag == "TOCI" for text in texts) else "no",
        paragraph_numbers=any(plain(shown(text.text)) == NUMBERS_ADDED for text in texts),
        notes=any("Notes" in margin.split() for margin in reading.margins),
    )
    # On a cover stands no number.
    has_cover = bool(reading.margins) and "Page" not in reading.margins[0].split()
    return ToldCopy(claims, Briefing((Cover(), *parts) if has_cover else parts, choices))


def _as_headed(parts: Sequence[SheetPart], texts: Sequence[TaggedText]) -> Iterator[SheetPart]:
    """`parts`, a title a second time as a heading where version 0.1.0 has written it so."""
    headings = [plain(shown(text.text)) for text in texts if re.fullmatch("H[1-6]", text.tag)]
    is_one = len(parts) == 1 and headings[:1] == [plain(parts[0].sheet.title)]
    more = Counter(headings if is_one else headings[1:])
    for part in parts:
        shown_ = (section.title for section in part.chosen if section.heading_shown)
        more.subtract(map(plain, (part.sheet.title, *shown_)))
    for part in parts:
        first = next(iter(part.chosen), None)
        if first and not first.heading_shown and more[plain(first.title)] > 0:
            more[plain(first.title)] -= 1
            sections = [s.replace(heading_shown=s.heading_shown or s == first) for s in part.sheet.sections]
            yield replace(part, sheet=part.sheet.replace(sections=tuple(sections)))
        else:
            yield part


def _facts(texts: Sequence[TaggedText]) -> dict[str, str]:
    """The lines of the title block, which follows the title, by what they begin with."""
    facts: dict[str, str] = {}
    labels = list(_FACTS)
    for text in _below_title(texts):
        label, _, value = plain(shown(text.text)).partition(" ")
        if label not in labels:
            break
        facts[label] = value
        del labels[: labels.index(label) + 1]
    return facts


def _below_title(texts: Sequence[TaggedText]) -> Iterator[TaggedText]:
    start = next((n for n, text in enumerate(texts) if text.tag == "H1"), len(texts))
    return (text for text in texts[start + 1 :])


def _date(words: str) -> dt.date:
    """The day that `plain_date` has put into `words`."""
    match = _DATE.fullmatch(words)
    try:
        return dt.date(int(match[3]), MONTHS.index(match[2]) + 1, int(match[1])) if match else _ANY_DAY
    except ValueError:
        return _ANY_DAY
