"""Where sentences end: words on both sides of such a place do not belong together."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

# An abbreviation's dot ends no sentence, though a capital or a number often follows.
_ABBREVIATIONS = frozenset(
    """adm approx apr aug ave bros ca capt cf cmdr co col corp dec dept dr e.g ed est etc feb fig gen gov hon
    i.e inc jan jr jul jun lt ltd maj mar messrs mr mrs ms mt mts nos no nov oct op pop pp pres prof pt rep
    rev sec sen sep sept sgt sr st ste tel u.n u.s vol vs""".split()
)
_DOTS = ".!?…"
# One character class first: that is what the search skips to.
_END = re.compile(
    rf"""[{_DOTS}。！？｡+<=>^|~]
         (?:(?<=[{_DOTS}])[{_DOTS}]*[)\]"'”’»]*\s+(?=["'“‘«(\[]*[^\W_a-z])
           |(?<![{_DOTS}]))""",
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"[\w.]*$")
_LONGEST_WORD = 8


def sentence_ends(text: str) -> Iterator[int]:
    """The positions at which something ends that words do not reach across: a sentence, or a symbol.

    Blanks, punctuation and hyphens within a sentence are none.
    """
    for end in _END.finditer(text):
        start = end.start()
        is_dot = text[start] == "." and text[start + 1] not in _DOTS
        if not is_dot or not _is_abbreviated(text, start):
            yield start
    if not text.isascii():
        symbols = {c for c in set(text) if c > "\x7f" and _is_symbol(c)}
        for symbol in symbols:
            yield from (found.start() for found in re.finditer(re.escape(symbol), text))


@functools.lru_cache(maxsize=1024)
def _is_symbol(character: str) -> bool:
    return unicodedata.category(character) in ("Sm", "So", "Sk")


def _is_abbreviated(text: str, dot: int) -> bool:
    """Whether the dot at that place belongs to an abbreviation, or to a name's first letter."""
    before = _WORD_BEFORE.search(text[max(0, dot - _LONGEST_WORD) : dot])
    word = before[0] if before else ""
    return (len(word.rpartition(".")[2]) == 1 and word[-1].isalpha()) or word.lower() in _ABBREVIATIONS
