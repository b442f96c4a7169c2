"""What a search returns: plain values for the window, the command line and copies."""

from __future__ import annotations

from dataclasses import dataclass

from hkviewer.content.ranges import BODY, HEADING, TextRange
from hkviewer.preferences.schema import ResultOrder

Span = tuple[int, int]
"""Start and end of a match, in code points."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a section's text on one line, with the matches in it.

    Attributes:
        text: the piece.
        spans: where the matches stand in it.
        first: which match of the section's text is the first of them.
    """

    text: str
    spans: tuple[Span, ...]
    first: int = 0


@dataclass(frozen=True, slots=True)
class SectionMatches:
    """The matches in one section.

    Attributes:
        document: the sheet's id.
        section: the section's id in the sheet.
        title: the heading.
        path: the titles from the outermost section down to this one's own.
        spans: the matches in `Section.text`, in order, none overlapping.
        heading_spans: the matches in `title`.
        snippets: all of `spans` in their contexts: in order, but the one that holds most comes first.
    """

    document: str
    section: str
    title: str
    path: tuple[str, ...]
    spans: tuple[Span, ...]
    heading_spans: tuple[Span, ...]
    snippets: tuple[Snippet, ...]

    @property
    def ranges(self) -> tuple[TextRange, ...]:
        """All matches in reading order."""
        parts = ((HEADING, self.heading_spans), (BODY, self.spans))
        return tuple(TextRange(self.section, part, *span) for part, spans in parts for span in spans)

    @property
    def hits(self) -> int:
        """How many matches the body has."""
        return len(self.spans)

    @property
    def heading_hits(self) -> int:
        """How many matches the heading has."""
        return len(self.heading_spans)


@dataclass(frozen=True, slots=True)
class FrontMatch:
    """Where words stand in a sheet's title or front matter; not counted, but offered.

    `field` is "title", "author", "publisher", "bureau", "kind", "source", "licence" or "edition".
    """

    document: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class NearSection:
    """A section that has most of what was asked for: an offer, not a hit; it is in no count.

    Attributes:
        found: the section, with the places of what it has.
        missing: the words that it lacks, as they were typed.
    """

    found: SectionMatches
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelatedSection:
    """A section with a word that is related to one asked for: an offer, not a hit; it is in no count.

    Attributes:
        found: the section, with the places of that word.
        word: the related word, as it stands there.
    """

    found: SectionMatches
    word: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The matches of a query, and what to show with them.

    Attributes:
        query: what was typed.
        total: all matches in bodies and headings, also of sections beyond the limit.
        section_count: how many sections have matches, also those beyond the limit.
        capped: counting stopped at 2,000 sections: `total` and `section_count` are lower bounds.
        message: a sentence to show when there is nothing or something was changed, or "".
        corrected: what was searched instead of a misspelt word, or "".
        alias: "WTO = World Trade Organization" where a name was searched for its abbreviation, or "".
        suggestions: queries to offer as buttons, the likeliest first.
        front: where the sheets' titles and front matter have it, when no section does.
        sections: the sections, in the order that was asked for.
        nearest: where no section has all that was asked for, those that have most of it.
        related: sections with related words, where the words themselves stand nowhere.
        left_out: the words of asking (what, is, the) that were not searched for, as they were typed.
        order: how `sections` stand.
        documents: in a library how many matches each sheet has, by document; also those beyond the limit.
        introduction: the sentence of `message` that names the first suggestion; "" where none does.
    """

    query: str
    total: int = 0
    section_count: int = 0
    capped: bool = False
    message: str = ""
    corrected: str = ""
    alias: str = ""
    suggestions: tuple[str, ...] = ()
    front: tuple[FrontMatch, ...] = ()
    sections: tuple[SectionMatches, ...] = ()
    nearest: tuple[NearSection, ...] = ()
    related: tuple[RelatedSection, ...] = ()
    left_out: tuple[str, ...] = ()
    order: ResultOrder = "best"
    introduction: str = ""
    documents: tuple[tuple[str, int], ...] = ()

    @property
    def offers(self) -> tuple[str, ...]:
        """The suggestions that lead elsewhere: what the only correction finds is shown already."""
        introduced = 1 if self.introduction else 0
        is_shown = self.suggestions[introduced:] == (self.corrected,) and self.total
        return self.suggestions[:introduced] if is_shown else self.suggestions

    @property
    def explanation(self) -> str:
        """`message` beside the offers: without the sentence that names the first of them."""
        if not self.introduction:
            return self.message
        before, _, after = self.message.partition(self.introduction)
        return " ".join(filter(None, (before.strip(), after.strip())))
