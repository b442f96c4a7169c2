"""Text becomes canonical tokens, each with its place in the original.

The tokens of a text are written as one string, its *stream*: a space before and behind every token,
and a hyphen at the end of one that the author joined to the next. “Hong Kong’s anti-terror law cost
$1,300.” is ` hong kong anti- terror law cost $ 1300 `. Text and query go through here alike, so a
query is matched by comparing streams; the offsets lead back to the text. The sign of a currency and
that of per cent are tokens, because they say what a figure counts; they are no words, and the
full-text index does not have them.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import TypeVar

from hkviewer.search.text.fold import GLUE, MARKS, fold_text

VERSION = 4
"""Counts up when a stream changes for the same text: an index file of another version is rebuilt."""

# One token each: Chinese characters, kana, and Korean syllables taken apart into their letters.
_CJK = "々-〇〡-〩ぁ-ヺー-ヿㇰ-ㇿ㐀-䶿一-鿿\U00020000-\U0003ffff"
_JAMO = "\u1100-\u11ff"
_SYLLABLE = "[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?|[\u1160-\u11ff]"
_JOINERS = frozenset(f"-'.@_&{GLUE}")
# A telephone number whose groups are not all joined by hyphens; it begins with +, ( or [.
TELEPHONE = re.compile(
    r"(?<![\w.,])(?:\+[0-9]{1,4}|[(\[][0-9]{1,3}[)\]])(?:[ .-]{0,2}[(\[]?[0-9]{1,5}[)\]]?){1,6}(?!\w)"
)
# What every such number has, and most text has not; the search skips to a character of the first class.
_MAY_BE_TELEPHONE = re.compile(r"[+(\[](?:(?<=\+)[0-9]|(?<!\+)[0-9]{1,3}[)\]])")
_CURRENCY_SUFFIX = re.compile(r"([0-9.]+)([bmt])")
# All of Unicode's currency signs that folding leaves as they are, but ¢ and ¤.
SIGNS = "$%£¥֏؋߾߿৲৳৻૱௹฿៛₠-₧₩-⃀꠸"
"""The characters of all tokens that are signs, as in a character class."""
_SIGN_TOKEN = re.compile(f"[{SIGNS}]")  # within a word of a stream there is none
_Kept = TypeVar("_Kept")
_NUMBER, _DOTTED, _WORD, _CHARACTER, _SIGN = 1, 2, 3, 4, 5


def _token_pattern(letter: str, word: str, character: str, signs: str) -> re.Pattern[str]:
    """A pattern whose group 1 is a number, 2 a dotted abbreviation, 3 a word, 4 one CJK character, 5 a sign.

    1,300 and 12.8 are one number each, also before letters, as in 12.8GW; in 1.2.3 and 14.07.2020 every
    part is one, and so is 31bn. A possessive ’s belongs to no token.
    """
    return re.compile(
        rf"""((?=[0-9.])
              (?:[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])(?:\.[0-9]+(?!\.?[0-9]))?
              |(?<![0-9]\.)[0-9]+\.[0-9]+(?!\.?[0-9])
              |(?<![\w.])\.[0-9]+(?!\.?[0-9])
              |[0-9]+{word}*))
           |({letter}(?:\.{letter})+(?!{word})\.?)(?:'s(?!{word}))?
           |({word}+)(?:'s(?!{word}))?
           |({character})
           |([{signs}])""",
        re.VERBOSE,
    )


_IN_ASCII = _token_pattern("[a-z]", "[a-z0-9]", "(?!)", "$%")


@functools.cache
def _in_all() -> re.Pattern[str]:
    """The pattern for text that is not ASCII when it is folded; few sheets have any."""
    return _token_pattern(rf"[^\W\d_{_CJK}{_JAMO}]", rf"[^\W_{_CJK}{_JAMO}]", rf"[{_CJK}]|{_SYLLABLE}", SIGNS)


def groups(text: str) -> list[str]:
    """The tokens of `text`, those that are joined in it as one: ["prc", "anti-terror"]."""
    return groups_of(tokens_of(fold_text(text)))


def groups_of(stream: str) -> list[str]:
    """The tokens of a stream, those that are joined as one."""
    return stream.replace("- ", "-").split()


_JOINED_GROUP = re.compile(" ((?:[^ -]+- )+[^ ]+)")


def joined_groups(stream: str) -> list[str]:
    """The tokens of a stream that are joined, those that belong together as one: “anti- terror”."""
    return _JOINED_GROUP.findall(stream)


def run_together(group: str) -> Iterator[tuple[str, str]]:
    """What one of the `joined_groups` is run together, whole and in parts, each with how it stands there.

    “anti- terror” gives ("antiterror", "anti-terror"). Numbers are only run together where they may be a
    telephone's: 5-7 is not 57.
    """
    if is_cjk(group[0]):
        return iter(())
    parts = group.split("- ")
    parts = parts[: -is_sign(parts[-1]) or None]
    pieces = (
        parts[first:last]
        for first in range(len(parts))
        for last in range(first + 2, min(first + 6, len(parts)) + 1)
    )
    return (("".join(piece), "-".join(piece)) for piece in pieces if may_join(piece))


def may_join(parts: list[str]) -> bool:
    """Whether `parts` run together mean the same."""
    if all(part.isdigit() for part in parts):
        return 7 <= sum(map(len, parts)) <= 15
    if any(is_cjk(part[0]) for part in parts):
        return False
    return not any(a[-1].isdigit() and b[0].isdigit() for a, b in itertools.pairwise(parts))


def is_sign(token: str) -> bool:
    """Whether a token is the sign of a currency or of per cent, and so no word."""
    return len(token) == 1 and _SIGN_TOKEN.fullmatch(token) is not None


def without_signs(stream: str) -> str:
    """A stream without those signs that SQLite's ASCII tokenizer would take for words."""
    return stream if stream.isascii() else _SIGN_TOKEN.sub(" ", stream)


def is_cjk(character: str) -> bool:
    """Whether a character is Chinese, Japanese or Korean."""
    return not character.isascii() and re.match(f"[{_CJK}{_JAMO}]", character) is not None


def tokens_of(folded: str) -> str:
    """The tokens of folded text, as they stand in a stream."""
    if may_have_telephone(folded):
        return " ".join(pieces_of(folded)[0])
    return words_of(folded)


def words_of(folded: str) -> str:
    """The same for text without a telephone number; marks that stand by themselves are kept."""
    return " ".join(filter(None, map(_words.__getitem__, folded.split(" "))))


def may_have_telephone(text: str) -> bool:
    """Whether a telephone number may stand in a text, that begins with one of its signs."""
    return ("(" in text or "[" in text or "+" in text) and _MAY_BE_TELEPHONE.search(text) is not None


def pieces_of(folded: str) -> tuple[list[str], list[int]]:
    """The tokens of folded text, those of telephone numbers joined, and where each begins."""
    pieces: list[str] = []
    starts: list[int] = []
    begin = 0
    for chunk in folded.split(" "):
        for piece, start, _ in splits[chunk]:
            pieces.append(piece)
            starts.append(begin + start)
        begin += len(chunk) + 1
    for start, end in _telephones(folded):
        for number in range(bisect_left(starts, start) + 1, bisect_left(starts, end)):
            pieces[number - 1] = pieces[number - 1].rstrip("-") + "-"
    return pieces, starts


def _split(chunk: str) -> tuple[tuple[str, int, int], ...]:
    """The tokens of folded text without a space in it, each with its place."""
    tokens: list[tuple[str, int, int]] = []
    before, kind_before = -2, 0
    for match in (_IN_ASCII if chunk.isascii() else _in_all()).finditer(chunk):
        kind = match.lastindex or 0
        start, end = match.span(kind)
        term = match[kind]
        if kind == _NUMBER:
            term = _number(chunk, term, start)
        elif kind == _DOTTED:
            term = term.replace(".", "")
        elif term in "bmt" and start == before and _is_currency(chunk, tokens[-1][1]):
            term += "n"
        if _SIGN in (kind, kind_before):
            # That of HK$ is joined to its letters: “a $5 fee” does not speak of A$.
            joined = start == before and kind_before == _WORD and term != "%"
        else:
            joined = start <= before + 1 and _touching(
                chunk, before, start, _CHARACTER in (kind, kind_before)
            )
        if joined:
            tokens[-1] = (tokens[-1][0] + "-", *tokens[-1][1:])
        tokens.append((term, start, end))
        before, kind_before = match.end(), kind
    return tuple(tokens)


class _Memo(dict[str, _Kept]):
    """What is made of folded text without a space, kept while short and not too many: most words recur."""

    def __init__(self, make: Callable[[str], _Kept]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, chunk: str) -> _Kept:
        made = self._make(chunk)
        if len(chunk) <= _LONGEST_REMEMBERED and len(self) < _MOST_REMEMBERED:
            self[chunk] = made
        return made


def _as_words(chunk: str) -> str:
    """The tokens of folded text without a space as they stand in a stream, "" for none; a mark is kept."""
    if chunk in MARKS:
        return chunk
    plain = chunk.strip(_PUNCTUATION)
    if plain.isascii() and plain.isalpha():
        return plain
    if figure := _PLAIN_FIGURE.fullmatch(chunk):
        dollar, whole, decimals, per_cent = figure.groups("")
        return f"{'$ ' * bool(dollar)}{whole.replace(',', '')}{decimals}{' %' * bool(per_cent)}"
    return " ".join([piece for piece, _, _ in _split(chunk)])


_PUNCTUATION = '"().,;:?!'  # around a word they say nothing; before digits a point does
_PLAIN_FIGURE = re.compile(r"""["(]*-?([$]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)([.][0-9]+)?(%?)[").,;:?!]*""")
_LONGEST_REMEMBERED = 40  # characters: longer ones are addresses, which do not recur
_MOST_REMEMBERED = 1 << 16
# What memos hold never changes, so that threads may share them.
splits = _Memo(_split)
"""The tokens of folded text without a space, each with its place in it."""
_words = _Memo(_as_words)


def forget_words() -> None:
    """Let go of what is remembered of words: who indexes many sheets would keep words that never recur."""
    splits.clear()
    _words.clear()


def _touching(folded: str, before: int, start: int, character: bool) -> bool:  # noqa: FBT001  private
    """Whether a token joins the one that ends at `before`, at most one character earlier.

    CJK characters and what stands directly behind a number do without any between; a slash joins
    digits only.
    """
    if start == before:
        return character or folded[before - 1].isdigit()
    if folded[before] == "/":
        return folded[before - 1].isdigit() and folded[start].isdigit()
    return folded[before] in _JOINERS


def _number(folded: str, term: str, start: int) -> str:
    """A number without its commas; $31B is 31bn."""
    term = term.replace(",", "")
    if term[0] == ".":
        term = "0" + term
    amount = _CURRENCY_SUFFIX.fullmatch(term)
    if amount and _is_currency(folded, start):
        return f"{amount[1]}{amount[2]}n"
    return term


def _is_currency(folded: str, start: int) -> bool:
    """Whether a currency symbol stands before `start`."""
    return start > 0 and unicodedata.category(folded[start - 1]) == "Sc"


def _telephones(folded: str) -> list[tuple[int, int]]:
    """Where telephone numbers of several groups stand."""
    places = (match.span() for match in TELEPHONE.finditer(folded))
    return [(a, b) for a, b in places if 7 <= sum(map(str.isdigit, folded[a:b])) <= 15]
