"""Whether words from a page are those that are expected there."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from hkviewer.export.pdf.stand_ins import letters_again, stand_in
from hkviewer.export.verification.extract import LINE_END

# Ligatures come back from a PDF as letters (Unicode's Latin ones are U+FB00 to U+FB06); zero-width
# spaces and soft hyphens only let long words break, word joiners and zero-width no-break spaces forbid it.
_NOT_COMPARED = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},
    **dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF)),
}
_REPEATED = re.compile(r"(.{1,4}?)\1+")
_EUROPEAN_WORD = re.compile("[0-9]+|[A-Za-z\u00c0-\u052f]+")
_MIRRORED = str.maketrans(")]}>»", "([{<«")


def plain(text: str) -> str:
    """`text` with single blanks, ligatures and stand-ins as letters: none comes back as it was."""
    return unicodedata.normalize("NFC", " ".join(letters_again(text.translate(_NOT_COMPARED)).split()))


def say_the_same(one: str, other: str) -> bool:
    """Whether a text of the sheet and one from the page, both `plain`, have the same words."""
    if _agree(one, other) or same_letters(one.replace(LINE_END, " "), other.replace(LINE_END, " ")):
        return True
    # A cell of figures in brackets may stand in one line with cells from right to left.
    is_figure = not any(map(str.isalpha, one))
    return is_figure and one.translate(_MIRRORED) == other.translate(_MIRRORED)


def _agree(one: str, other: str) -> bool:
    """Whether two texts are the same where a line's end may be a blank, or nothing."""
    if one == other or LINE_END not in one + other:
        return one == other
    first = second = 0
    while first < len(one) and second < len(other):
        a, b = one[first], other[second]
        if LINE_END in (a, b) and a != b:
            first += a in (LINE_END, " ")
            second += b in (LINE_END, " ")
        elif a == b:
            first, second = first + 1, second + 1
        else:
            return False
    return not (one[first:] + other[second:]).strip(LINE_END)


def same_letters(one: str, other: str) -> bool:
    """Whether two texts with words in scripts that are shaped are the same but for what shaping does.

    A PDF reader gives words from right to left as best it can, with words and brackets in another
    order, and the letters of joined glyphs (as in Lao) again with each glyph. So the order of words
    and of such letters is not compared.
    """
    if not any(map(_is_shaped, unicodedata.normalize("NFC", one))):
        return False
    absent = {ord(letter): stand_in(letter) for letter in set(one) - set(other) if not letter.isascii()}
    # In a line from right to left a reader takes a stand-in apart as well.
    pairs = ((one.translate(absent), other), (one, letters_again(other)))
    return any(_have_the_same(*pair) for pair in pairs)


def _have_the_same(one: str, other: str) -> bool:
    if _european_words(one) != _european_words(other):
        return False
    return any(Counter(view(one)) == Counter(view(other)) for view in (_letters, _letters_once))


def _is_shaped(letter: str) -> bool:
    """Whether `letter` is of a script from right to left, or a mark that joins the letter before it."""
    return unicodedata.bidirectional(letter) in ("R", "AL") or unicodedata.category(letter) in ("Mn", "Mc")


def _letters(text: str) -> str:
    words = "".join(text.split()).translate(_NOT_COMPARED)
    return unicodedata.normalize("NFKC", words).translate(_MIRRORED)


def _letters_once(text: str) -> str:
    return _REPEATED.sub(r"\1", _letters(text))


def _european_words(text: str) -> Counter[str]:
    """Numbers, and words of Latin, Greek and Cyrillic letters."""
    return Counter(_EUROPEAN_WORD.findall(text))
