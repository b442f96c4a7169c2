"""Folding: text as it is compared, with the way back to the text as it stands.

Case, accents, full-width forms, ligatures, kinds of quotation marks, dashes and spaces are no
reason to miss a word. `fold` writes each character in its plain form; what comes out is only ever
compared, never shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from hkviewer.search.text.han import simplified
from hkviewer.system.characters import CONTROLS

GLUE = "\x01"
"""Stands before a raised or lowered character: km² is “km” and “2”, or “km2” run together."""
MARKS = "\x02\x03\x04"
"""Stand between texts that are folded at once; see `fold_marked`."""

_APOSTROPHES = frozenset("'‘’‚‛′`´ʹʻʼʾʿˈ＇")
_QUOTES = frozenset('"“”„‟″«»〝〞＂')
_INVISIBLE = frozenset(
    map(
        chr,
        (0xAD, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)),
    )
)
_CONTROLS = dict.fromkeys(map(ord, CONTROLS), " ")
_BUT_MARKS = {**dict.fromkeys(map(ord, CONTROLS.difference(MARKS)), " "), ord("`"): "'"}
# Letters with a stroke or of their own that Unicode does not take apart, as an English keyboard has them.
_LOOKALIKES = {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}


def fold(text: str) -> tuple[str, Sequence[int]]:
    """`text` in its plain form, and for each character of that the position in `text` it came from.

    The plain form has no other space or control character than " " and `GLUE`.
    """
    folded = fold_text(text)
    if text.isascii() or _TABLE.uneven.isdisjoint(text):
        return folded, range(len(text))
    origins: list[int] = []
    for position, character in enumerate(text):
        origins.extend([position] * len(_TABLE[ord(character)]))
    return folded, origins


def fold_text(text: str) -> str:
    """`text` in its plain form: what `fold` gives, without the positions."""
    if not text.isascii():
        return text.translate(_TABLE)
    lower = text.lower().replace("`", "'")
    return lower if lower.isprintable() else lower.translate(_CONTROLS)


def fold_marked(text: str) -> str:
    """ASCII text in its plain form, as `fold_text` gives it, but with `MARKS` left in it."""
    return text.lower().translate(_BUT_MARKS)


class _Table(dict[int, str]):
    """The plain form of each character met so far; `uneven` has those that are not folded to one."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        plain = _plain(chr(code))
        if len(plain) != 1:
            self.uneven.add(chr(code))
        self[code] = plain
        return plain


_TABLE = _Table()  # a memo: what it holds never changes, so that threads may share it


def _plain(character: str) -> str:
    """The plain form of one character: none, one or several characters."""
    if character in _INVISIBLE:
        return ""
    if character in _APOSTROPHES:
        return "'"
    if character in _QUOTES:
        return '"'
    category = unicodedata.category(character)
    if category in ("Cc", "Cs") or character.isspace():
        return " "
    if category == "Pd" or character == "−":
        return "-"
    if category == "Nd":
        return str(unicodedata.digit(character))
    return _surround(character, _letters(character))


def _letters(character: str) -> str:
    """One character taken apart, without case and marks."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    if "\u4e00" <= apart <= "\u9fff":
        return simplified().get(apart, apart)
    bare = (c for c in apart if not unicodedata.category(c).startswith("M"))
    return "".join(_LOOKALIKES.get(c, c) for c in bare)


def _surround(character: str, plain: str) -> str:
    """`plain`, kept apart from the characters beside it where running together would change a number."""
    kind = unicodedata.decomposition(character).partition(">")[0]
    if kind in ("<super", "<sub"):
        return GLUE + plain
    if kind in ("<fraction", "<circle"):
        return f" {plain} "
    return plain
