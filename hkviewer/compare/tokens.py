"""A text cut into what is compared: words, numbers with their separators, Chinese characters, marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

NUMBER: Final = 1
CHARACTER: Final = 2
WORD: Final = 3
MARK: Final = 4

FRACTION_SIGN: Final = "[¼-¾⅐-⅞]"
# Chinese and Japanese are written without blanks.
_ALONE = (
    r"\u2e80-\u2fdf\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Not the soft hyphen and the joiners, which stand in words: letters that are one set are read in one go.
_MARKS = (
    r"\s\d\x00-@\[-`{-\xac\xae-\xbf\u2000-\u200a\u200e-\u206f\u20a0-\u20cf\u2212\u2e00-\u2e7f\u3000-\u303f"
    r"\uff00-\uff20\ufeff"
)
_LETTER = rf"[^{_MARKS}{_ALONE}]"
_TOKEN = re.compile(
    rf"(\d{{1,3}}(?:[\u00a0\u2009\u202f]\d{{3}})+(?!\d)|{FRACTION_SIGN}"
    rf"|\d+(?:[.,'’]\d+)*(?:{FRACTION_SIGN}|(?:st|nd|rd|th|s)\b)?)"
    rf"|([{_ALONE}])"
    rf"|({_LETTER}+(?:['’ʼ]{_LETTER}+)*)"
    r"|(\.\.\.|[-\u00ad\u2010-\u2015\u2212]+|[^\s\u200b-\u200d\ufeff])"
)
_FOLDED: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼ′`´", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d", ""),
        **dict.fromkeys("\u00a0\u2009\u202f", " "),
        "…": "...",
    }
)
_DASHES = re.compile("-+")
_MARKS_KNOWN = 1_000
"""A text has few different ones."""
_FIRST_COMPATIBLE = "\uf900"
"""Of the characters that may be others in another form."""


class Token(NamedTuple):
    """A word, number, character or mark of a text.

    Attributes:
        start: its first code point in the text.
        end: the code point after its last.
        key: what it is compared by: typography folded away, where that is no change.
        kind: NUMBER, CHARACTER, WORD or MARK (of punctuation).
    """

    start: int
    end: int
    key: str
    kind: int


def tokens(text: str, start: int, end: int, *, exact: bool = False, is_code: bool = False) -> list[Token]:
    """The tokens of `text` from `start` to `end`, in order; `exact` tells quotes and dashes apart.

    Double quotes count as single ones but in code, and but for the sign of inches or seconds.
    """
    is_open = False
    is_plain = exact or text.isascii()
    found: list[Token] = []
    new = tuple.__new__
    for match in _TOKEN.finditer(text, start, end):
        kind, key = match.lastindex, match.group()
        if kind == MARK:
            if not exact:
                key = _folded_mark(key)
                if (
                    key == '"'
                    and not is_code
                    and (is_open or not text[match.start() - 1 : match.start()].isdigit())
                ):
                    key, is_open = "'", not is_open
        elif not (is_plain or key.isascii() or (kind == CHARACTER and key < _FIRST_COMPATIBLE)):
            key = unicodedata.normalize("NFC", key.translate(_FOLDED))
        # A named tuple's own way takes twice as long, and a text has a hundred thousand.
        first, last = match.span()
        found.append(new(Token, (first, last, key, kind)))
    return found


@lru_cache(_MARKS_KNOWN)
def _folded_mark(mark: str) -> str:
    return _DASHES.sub("-", mark.translate(_FOLDED)) or "-"


def folded(text: str) -> str:
    """`text` with plain quotes, dashes and single blanks, as it counts where typography does not."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_FOLDED))
    else:
        text = text.replace("`", "'")
    return " ".join((_DASHES.sub("-", text) if "--" in text else text).split())


def likeness_words(found: Iterable[Token]) -> tuple[str, ...]:
    """The words that likeness is measured by, each number as one placeholder."""
    return tuple("#" if token.kind == NUMBER else token.key for token in found if token.kind != MARK)


def count_words(text: str) -> int:
    """How many words `text` has: a number with its separators is one, each Chinese character is one."""
    return sum(match.lastindex != MARK for match in _TOKEN.finditer(text))
