"""In which of an index's sheets a query looks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from hkviewer.search.index.messages import listed
from hkviewer.search.index.store import StoredSheet
from hkviewer.search.query.sheet_filters import ALL_EDITIONS, Filters, SheetFilter
from hkviewer.search.text.inflection import family
from hkviewer.search.text.tokens import groups
from hkviewer.search.text.word_lists import spellings


def in_scope(sheets: Sequence[StoredSheet], filters: Filters) -> list[StoredSheet]:
    """The sheets that `filters` let through: without one for editions none but the newest of each."""
    has_edition = any(one.kind == "edition" and not one.excluded for group in filters for one in group)
    some = [s for s in sheets if s.is_searched or (has_edition and s.is_here and not s.fault)]
    for group in filters:
        tests = [_test(one) for one in group]
        some = [sheet for sheet in some if any(test(sheet) for test in tests)]
    return some


def why_none(sheets: Sequence[StoredSheet], filters: Filters) -> str:
    """Why no sheet is let through by `filters`, as a sentence."""
    gone = in_scope([s._replace(is_searched=True, is_here=True) for s in sheets if not s.is_here], filters)
    if gone:
        titles = list(dict.fromkeys(sheet.title or sheet.document for sheet in gone))
        them = "it is" if len(titles) == 1 else "they are"
        fit = "fits" if len(titles) == 1 else "fit"
        return f"Only {listed(titles, 'and')} {fit} {_typed(filters, ' ')}, and {them} not here now."
    for group in filters:
        if not in_scope(sheets, (group,)):
            names = [one.value for one in group]
            if any(one.excluded for one in group):
                return f"All sheets are called {listed(names, 'or')}."
            if group[0].kind == "edition":
                return f"No sheet has an edition of {listed(names, 'or')}."
            return f"No sheet is called {listed(names, 'or')}."
    return f"No sheet is at once {_typed(filters, ' and ')}."


def _typed(filters: Filters, between: str) -> str:
    return between.join(one.typed for group in filters for one in group)


def _test(one: SheetFilter) -> Callable[[StoredSheet], bool]:
    """What says whether a sheet is let through."""
    if one.kind == "edition":
        if one.value == ALL_EDITIONS:
            return lambda _: not one.excluded
        return lambda sheet: sheet.edition.startswith(one.value) != one.excluded
    pattern = _pattern(one)
    return lambda sheet: (pattern.search(sheet.names) is not None) != one.excluded


def _pattern(one: SheetFilter) -> re.Pattern[str]:
    """A pattern for words that stand one after the other in a sheet's names."""
    words = " ".join(groups(one.value)).replace("-", " ").split()
    if not words:
        return re.compile("(?!)")
    ways = ["|".join(map(re.escape, sorted(family(word, spellings())))) for word in words]
    last = r"\S*" if one.prefix else ""
    return re.compile(" " + " ".join(f"(?:{way})" for way in ways) + last + " ")
