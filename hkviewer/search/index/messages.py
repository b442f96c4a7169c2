"""The sentences that explain to a reader why nothing matches, or what was searched instead."""

from __future__ import annotations

from collections.abc import Sequence

from hkviewer.search.query import asking
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.query.terms import InTitle, Phrase, Term, typed
from hkviewer.search.result import FrontMatch

LONGEST_QUOTED = 80
MOST_OFFERED = 3
MOST_LISTED = 6


def no_match(query: SearchQuery, missing: Sequence[Term], absent_title: InTitle | None) -> str:
    """Why nothing matches.

    Args:
        query: what was searched.
        missing: those of its words that stand nowhere.
        absent_title: the title that no section has.
    """
    if absent_title:
        return f"No section is called “{_shortened(getattr(absent_title.node, 'typed', ''))}”."
    if missing and not asking.is_all_asking(
        query.sequence, query.text
    ):  # no word of “how big is it” is to blame
        return f"No section contains {listed([term.typed for term in missing], 'or')}."
    words = [node for node in query.nodes if isinstance(node, Term | Phrase)]
    whole = "all of " if len(words) == len(query.nodes) > 1 else ""
    return f"No section contains {whole}“{_quoted(query)}”."


def no_phrase(phrases: Sequence[Phrase]) -> str:
    """That some phrases stand nowhere."""
    return f"No section contains {listed([phrase.typed for phrase in phrases], 'or')}."


def without_quotes(query: str) -> str:
    """The offer of a query whose phrases stand nowhere without their quotes."""
    return f"Without the quotes: {query}"


def other_figure(there: str) -> str:
    """What is told of a figure that stands where the one asked for does not; "" for none."""
    return f"Another figure is there: “{_shortened(there)}”." if there else ""


def related(words: Sequence[str]) -> str:
    """What is told of related words that stand there; "" for none."""
    different = list(dict.fromkeys(words))
    return f"Related: {listed(different, 'and')}." if different else ""


def in_english(sheets: int) -> str:
    """What is told of words in another script that stand nowhere."""
    return "This sheet is in English." if sheets == 1 else "These sheets are in English."


def meant(query: str) -> str:
    """The offer of a query that has operators where another one has something that looks like them."""
    return f"Perhaps you mean: {_shortened(query)}"


def only_in_front(query: SearchQuery, front: Sequence[FrontMatch]) -> str:
    """A sentence for a query that matches only titles or front matter."""
    values = listed([match.value for match in front[:MOST_OFFERED]], "and")
    return f"No section contains “{_quoted(query)}”, but the sheet’s title or details do: {values}."


def only_searched(titles: Sequence[str], every: int) -> str:
    """What is told of a query without matches that looked in some of the sheets alone; "" for all of them.

    Args:
        titles: those of the sheets that were searched; editions of one sheet may share theirs.
        every: how many sheets and editions there are.
    """
    if len(titles) >= every:
        return ""
    different = list(dict.fromkeys(titles))
    named = (
        listed(different, "and") if len(different) <= MOST_OFFERED else f"{len(titles):,} of {every:,} sheets"
    )
    return f"Only {named} {'was' if len(different) == 1 else 'were'} searched."


def so_far(done: int, wanted: int) -> str:
    """What is told while not all sheets of a library have been indexed yet."""
    return f"So far {done:,} of {wanted:,} sheets have been searched."


NOT_ALL_YET = "Not all sheets have been searched yet."
"""The same where somebody else tells how many, and goes on counting."""


def unread(sheets: int) -> str:
    """What is told where the files of some sheets could not be read; "" for none."""
    return f"{_sheets(sheets)} could not be read." if sheets else ""


def absent(sheets: int) -> str:
    """What is told where the files of some sheets are not there now; "" for none."""
    verbs = ("is", "was") if sheets == 1 else ("are", "were")
    return f"{_sheets(sheets)} {verbs[0]} not here now and {verbs[1]} not searched." if sheets else ""


def _sheets(count: int) -> str:
    return "1 sheet" if count == 1 else f"{count:,} sheets"


def listed(words: Sequence[str], conjunction: str) -> str:
    """Words in quotes: “a”, “b” and “c”; of many the first, and how many more."""
    several = [f"“{_shortened(word)}”" for word in dict.fromkeys(words)]
    if len(several) > MOST_LISTED:
        several[MOST_LISTED - 1 :] = [f"{len(several) - MOST_LISTED + 1} more"]
    return several[0] if len(several) == 1 else f"{', '.join(several[:-1])} {conjunction} {several[-1]}"


def _quoted(query: SearchQuery) -> str:
    """What was searched, as it is named in a message: without words that were left out."""
    asked = (node for node in query.sequence if not (isinstance(node, Term) and node.asking))
    words = map(typed, asked) if query.left_out else query.text.split()
    whole = " ".join(words)
    inside = whole.strip('"“”')
    # The marks around a single phrase are those of the message; of several each needs its own.
    return _shortened(whole if set('"“”') & {*inside} else inside)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTED else text[:LONGEST_QUOTED].rstrip() + "…"
