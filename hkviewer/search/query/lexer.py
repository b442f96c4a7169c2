"""The parts of a typed query: words, phrases and operators, before they mean anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hkviewer.search.text.tokens import TELEPHONE

QUOTES = '"“”„‟«»〝〞＂❝❞'
DASHES = "-‐‑‒–—―−﹣－"
_PLAIN = str.maketrans(dict.fromkeys(QUOTES, '"') | dict.fromkeys(DASHES, "-"))
_LEXEME = re.compile(
    r"""(?P<minus>-(?=[^\s-]))?
        (?:(?P<title>section:)(?=\S))?
        (?:"(?P<phrase>[^"]*)(?P<closing>"?)|(?P<word>[^\s"]+))""",
    re.VERBOSE | re.IGNORECASE,
)
_OPERATOR = re.compile(r"AND|OR|NOT|NEAR(?:/([0-9]+))?")
NEAR_BY_DEFAULT = 10
"""Words between two others that are to stand near each other, where no number says how many."""
_HALF_OPERATOR = re.compile(r"NEAR/?")
# One typed minus excludes; that of −40, or within a bracket before digits, comes from the text, and so
# does that of an amount or percentage at the very beginning or behind a colon: Balance: -$40.
_MINUS_SIGN = re.compile(
    r"(?<!\S)[(\[{]*(?:−|(?<=[(\[{])-)(?=[0-9])|(?:^|(?<=:\s))[-−–](?=[$€£¥][0-9.]|[0-9.,]+%)"
)
# A telephone number that begins with a digit: the groups of North America, or any behind a 00.
_PLAIN_TELEPHONE = re.compile(
    r"""(?<![^\s:])(?:
        (?:(?:\+|00[ .\-/]?)?1[ .\-/]{0,2})?[(\[]?[0-9]{3}[)\]]?[ .\-/]{1,2}[0-9]{3}[ .\-/][0-9]{4}
        |(?:\+|00[ .\-/]?)[1-9][0-9]{0,2}(?:[ .\-/]{1,2}[(\[]?[0-9]{1,8}[)\]]?){1,6})(?![^\s,;:?!.])""",
    re.VERBOSE,
)
_OPENING_BRACKET = re.compile(r"(?<![^\s\-:\"])[(\[{]+")
_BRACKET = re.compile(r"[)\]}]+-(?=\w)|[()\[\]{}]")  # behind one a hyphen joins: (PDCI-RDA)-Together


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word with what is attached to it, a phrase, or an operator.

    Attributes:
        text: the word, the phrase's words, or the operator's name.
        kind: "word", "phrase" or "operator".
        excluded: a minus stands before it.
        in_title: `section:` stands before it.
        distance: of a NEAR.
        open_ended: it ends where the text ends, so that more of it may come.
    """

    text: str
    kind: str = "word"
    excluded: bool = False
    in_title: bool = False
    distance: int = 0
    open_ended: bool = False


def lexemes(text: str) -> Iterator[Lexeme]:
    """The parts of a query in order; curly quotes and long dashes count as plain ones."""
    plain = _PLAIN_TELEPHONE.sub(_run_together, _MINUS_SIGN.sub("", text).translate(_PLAIN))
    plain = TELEPHONE.sub(_run_together, plain)
    plain = _BRACKET.sub(" ", _OPENING_BRACKET.sub("", plain))
    for match in _LEXEME.finditer(plain):
        yield _lexeme(match, at_end=match.end() == len(plain))


def _lexeme(match: re.Match[str], *, at_end: bool) -> Lexeme:
    excluded, in_title = match["minus"] is not None, match["title"] is not None
    word = match["word"]
    if word is None:
        ended = bool(match["closing"]) or match["phrase"][-1:].isspace()
        return Lexeme(match["phrase"], "phrase", excluded, in_title, open_ended=at_end and not ended)
    operator = None if excluded or in_title else _OPERATOR.fullmatch(word)
    if operator is None:
        if at_end and not in_title and not excluded and _HALF_OPERATOR.fullmatch(word):
            return Lexeme("AND", "operator")
        return Lexeme(word, "word", excluded, in_title, open_ended=at_end)
    if word == "NEAR":
        return Lexeme(word, "operator", distance=NEAR_BY_DEFAULT)
    if operator[1] is None:
        return Lexeme(word, "operator")
    return Lexeme("NEAR", "operator", distance=min(int(operator[1][:6]), 10_000))


def _run_together(telephone: re.Match[str]) -> str:
    """A telephone number as one word, its groups joined by hyphens."""
    digits = re.findall(r"[0-9]+", telephone[0])
    plus = "+" * telephone[0].startswith("+")
    return plus + "-".join(digits) if 7 <= sum(map(len, digits)) <= 17 else telephone[0]
