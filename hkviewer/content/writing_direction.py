"""Which way a text runs, from left to right or from right to left.

The start comes by here for tables and titles: a text without a letter of the latter kind costs one search.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# As Typst 0.15 has them: it sets what is in these languages from right to left.
_RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ks", "pa", "ps", "sd", "ug", "ur", "yi"}
# The blocks of Unicode in which letters that run left stand.
_RUNS_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def runs_left(tag: str) -> bool:
    """Whether text in the language of that BCP 47 tag runs from right to left."""
    return re.split("[-_]", tag.lower())[0] in _RIGHT_TO_LEFT


def has_letters_that_run_left(text: str) -> bool:
    """Whether any letter of `text` is of a script from right to left."""
    return _RUNS_LEFT.search(text) is not None


def direction(text: str, tag: str) -> str:
    """Which way `text` runs, "rtl" or "ltr", where that is not its language's way, else "".

    A text runs as its first letter does (Unicode's rules P2 and P3, UAX #9); but one in a language
    that runs left may begin with a foreign name.
    """
    if not _RUNS_LEFT.search(text):
        way = "ltr" if any(map(str.isalpha, text)) else ""
    else:
        left = _lefts(text)
        way = ("rtl" if any(left if runs_left(tag) else left[:1]) else "ltr") if left else ""
    return "" if way == ("rtl" if runs_left(tag) else "ltr") else way


def _lefts(text: str) -> list[bool]:
    """For each letter of `text` whether it runs left."""
    import unicodedata  # the start does without

    kinds = map(unicodedata.bidirectional, text)
    return [kind != "L" for kind in kinds if kind in ("L", "R", "AL")]


def is_right_to_left(text: str, tag: str = "") -> bool:
    """Whether `text`, in the language of that tag, runs from right to left."""
    return (direction(text, tag) or ("rtl" if runs_left(tag) else "ltr")) == "rtl"


def table_runs_left(cells: Iterable[str], tag: str = "") -> bool:
    """Whether a table's first column stands at the right: more of its cells run left than right.

    Of as many the first one decides; cells without letters say nothing.
    """
    texts = list(cells)
    if not any(map(_RUNS_LEFT.search, texts)):
        return False
    ways = [is_right_to_left(text, tag) for text in texts if any(map(str.isalpha, text))]
    return 2 * sum(ways) > len(ways) or (2 * sum(ways) == len(ways) and ways[0])
