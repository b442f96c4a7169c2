"""Words too long for a line, and lines too long for a head or foot: where they may break or end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from hkviewer.system.characters import SEPARATOR

BREAK = SEPARATOR
"""Where a line may end within a word.

The template ends lines there and sets no character for it, so that none is copied along out of the PDF.
"""

# Widths in em, on the safe side of Public Sans and Source Serif 4.
_LETTER = 0.6
_CAPITAL = 0.75
_WIDEST = 1.05
_WIDE = frozenset("MWmw@%—…")
# Scripts whose words stand without blanks: there a line may end by Unicode's own rules (UAX #14).
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\ufe30-\uffef\U0001f000-\U0003ffff"
)
_WORD = re.compile(rf"[^\s{_UNSPACED}]{{14,}}")
HYPHENS = "-\u2010"
"""Of an address, a line begins with these and never ends with one."""
_HYPHENS = r"\-\u2010"
_HYPHENED = re.compile(rf"(?<![^\s{_UNSPACED}])[^\s{_HYPHENS}{_UNSPACED}]*+[{_HYPHENS}][^\s{_UNSPACED}]*")
# With a scheme, of mail, of a site or a file, a path. Of what only looks like one a hyphen begins a line.
_ADDRESS = re.compile(
    r"[^\W\d_][\w+.]{1,30}:\S|\bwww\.|\w@\w|\\|^\W?[.~]{0,2}/\w|/[^/]+/|\w\.[^\W\d_]{2,}+(?![\w\u2010-])|\b10\.\d{4,}/"
)
_SIGNS = r"!-/:-@\[-`{-~…–—"
_BREAKS = re.compile(
    rf"(?<=[{_SIGNS}])(?=[^{_SIGNS}\s])|(?<=[^\W_]{{12}})(?=[^\W_]{{4}})|(?<=[{_SIGNS}]{{12}})(?=[{_SIGNS}])"
)
# Where a hyphen ends a line, a reader's program takes it for one that divides a word, and drops it.
_BREAKS_OF_ADDRESSES = re.compile(
    rf"(?<=[{_SIGNS}])(?<![{_HYPHENS}])(?=[^{_SIGNS}\s])|(?<=[^\s{_HYPHENS}])(?=[{_HYPHENS}])"
    rf"|(?<=[^\W_]{{12}})(?=[^\W_]{{4}})"
)
# More marks than 30 on one letter are no language's, and time and room for them grow with the square of
# their count: Unicode's Stream-Safe Text Format (UAX #15) ends there as well. They go on upon a blank, as
# Typst takes the square of the time to end a line between marks that have nothing to stand on.
_SIGNS_IN_A_ROW = re.compile(r"[^\w\s!-~]{31,}")
_MARKS_IN_A_ROW = re.compile(r"[^\w\s!-~]{30}(?=[^\w\s!-~])")
# Signs that show nothing (Unicode's Default_Ignorable_Code_Point, but for those that end lines) may stand in
# any number: more than so many in a row are no language's, and Typst 0.15 ends at 64 kB of them in a line.
_SIGHTLESS = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200c-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
)
_SIGHTLESS_IN_A_ROW = re.compile(rf"([{_SIGHTLESS}]{{30}})[{_SIGHTLESS}]+")
# A word that goes on over many lines may break at some letters: for each one, Typst takes 15 times as long.
_ENDLESS = 1_000
_SOME_LETTERS = re.compile(rf"\S{{12,24}}?(?=[^\W_]{{4}}|[{_SIGNS}])")
_TOO_LONG = 100_000
_NO_END = re.compile(rf"[^\s{_UNSPACED}]{{{_TOO_LONG}}}")
# What neither letters nor signs break, as letters each of which is bound to the next one.
_BOUND = re.compile(rf"[^\s\u200b{_UNSPACED}]{{300,}}")
_PIECE = re.compile(r".{60,}?(?=[^\W_])", re.DOTALL)
NARROWEST = 15.0
"""The narrowest line of a copy, in em of its own type: a title's in the large layout."""


def width(text: str) -> float:
    """About how wide `text` is on one line, in em."""
    return sum(map(_width, text))


def breakable(text: str, room: float = NARROWEST) -> str:
    """`text` with `BREAK` in words wider than `room`, in em, in addresses, and in endless rows of marks.

    Of endless rows of signs that show nothing the first ones are left.
    """
    return breakable_runs([text], room)[0]


def breakable_runs(texts: Sequence[str], room: float = NARROWEST) -> list[str]:
    """As `breakable`, for a text whose pieces look different: an address may be of several."""
    ends = [0, *accumulate(map(len, texts))]
    breaks = list(_address_breaks("".join(texts)))
    if not breaks:
        return [_with_long_words_broken(text, room) for text in texts]
    found = []
    for text, (start, end) in zip(texts, pairwise(ends), strict=True):
        within = breaks[bisect_left(breaks, start) : bisect_left(breaks, end)]
        places = [0, *(at - start for at in within), len(text)]
        pieces = (text[one:other] for one, other in pairwise(places))
        found.append(BREAK.join(_with_long_words_broken(piece, room) for piece in pieces))
    return found


def is_address(word: str) -> bool:
    """Whether `word` is an address of the web or of mail, a file or a path, or looks like one."""
    return _ADDRESS.search(word) is not None


def _address_breaks(text: str) -> Iterator[int]:
    """Where addresses with hyphens may be broken: after other signs, and before hyphens."""
    for word in _HYPHENED.finditer(text):
        if is_address(word[0]):
            # Not behind the bracket in which it stands, nor behind a path's first sign.
            begins = len(word[0]) - len(word[0].lstrip("([{</~."))
            breaks = (at.start() for at in _BREAKS_OF_ADDRESSES.finditer(word[0], begins))
            yield from (word.start() + at for at in breaks if at > begins)


def _with_long_words_broken(text: str, room: float) -> str:
    text = _SIGHTLESS_IN_A_ROW.sub(r"\1", text)
    text = _SIGNS_IN_A_ROW.sub(lambda row: _MARKS_IN_A_ROW.sub(f"\\g<0>{BREAK}\u00a0", row[0]), text)
    text = _WORD.sub(lambda word: _broken(word[0]) if width(word[0]) > room else word[0], text)
    return _BOUND.sub(lambda row: _PIECE.sub(f"\\g<0>{BREAK}", row[0]), text)


def has_endless_word(text: str) -> bool:
    """Whether `text` has a word of 200,000 letters, or a shorter one that is no less than half of that.

    For such ones Typst takes the square of the time, 6 s, wherever they may break.
    """
    pieces = (text[at : at + _TOO_LONG] for at in range(0, len(text), _TOO_LONG))
    return any(_NO_END.fullmatch(piece) for piece in pieces)


def _broken(word: str) -> str:
    if len(word) > _ENDLESS:
        return _SOME_LETTERS.sub(f"\\g<0>{BREAK}", word)
    return _BREAKS.sub(BREAK, word)


def clipped(text: str, room: float) -> str:
    """`text` at most `room` em wide, with " …" where some is left out, after a word if it can be."""
    if width(text) <= room:
        return text
    widths = accumulate(map(_width, text), initial=width(" …"))
    end = sum(one <= room for one in widths) - 1
    words, _, rest = text[: end + 1].rpartition(" ")
    return f"{text[:end] if len(words) < len(rest) else words.rstrip()} …"


def _width(char: str) -> float:
    if char >= "\u1100" or char in _WIDE:
        return _WIDEST
    return _CAPITAL if char.isupper() else _LETTER
