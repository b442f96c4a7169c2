"""Operators that were typed as something else: `or` in small letters, single quotes, `section economic:`.

They are read as words of asking or as brackets; what was probably meant is offered beside the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hkviewer.search.query.lexer import NEAR_BY_DEFAULT, Lexeme

_OPERATOR = re.compile(r"(or|not|near)(?:/([0-9]{1,5}))?", re.IGNORECASE)
_TITLE = re.compile(r"[\w-]+:")
_FIRST_QUOTED = re.compile(r"(?:'|[‘’‚‛`´])(?=\w)")
_LAST_QUOTED = re.compile(r"\w(?:'|[‘’‛`´])[.,;:?!]*")


def is_slip(parts: Sequence[Lexeme], number: int) -> bool:
    """Whether a part is no word to look for, but an operator that was typed as something else."""
    part = parts[number]
    if part.kind != "word" or part.excluded or part.in_title:
        return False
    if part.text.casefold() == "section":
        return _is_title(parts, number + 1)
    match = _OPERATOR.fullmatch(part.text)
    return match is not None and match[2] is not None


def meant(parts: Sequence[Lexeme], left_out: Sequence[str]) -> str:
    """The query with operators for what looks like them, without words of asking; "" where nothing does."""
    asking = {word.casefold() for word in left_out}
    words: list[str] = []
    slips = 0
    number = 0
    while number < len(parts):
        part = parts[number]
        end = _quoted(parts, number)
        is_between = words and any(p.text.casefold() not in asking for p in parts[number + 1 :])
        operator = _operator(parts, number) if is_between else ""
        if end:
            inside = " ".join(p.text for p in parts[number : end + 1])
            words.append(f'"{_LAST_MARK.sub("", inside[1:])}"')
            number, slips = end, slips + 1
        elif operator:
            words.append(operator)
            slips += 1
        elif part.text.casefold().rstrip(":") == "section" and _is_title(parts, number + 1, part.text):
            words.append("section:" + parts[number + 1].text.rstrip(":"))
            number, slips = number + 1, slips + 1
        elif part.kind != "word" or part.text.casefold() not in asking:
            words.append(_typed(part))
        number += 1
    return " ".join(words) if slips else ""


_LAST_MARK = re.compile(r"\W+$")


def _operator(parts: Sequence[Lexeme], number: int) -> str:
    """The operator that a part between two others may be, or ""."""
    match = _OPERATOR.fullmatch(parts[number].text)
    if match is None or parts[number].kind != "word" or not 0 < number < len(parts) - 1:
        return ""
    if "operator" in (parts[number - 1].kind, parts[number + 1].kind):
        return ""
    name = match[1].upper()
    if name == "NEAR":
        return f"NEAR/{match[2] or NEAR_BY_DEFAULT}"
    return name if match[2] is None else ""


def _is_title(parts: Sequence[Lexeme], number: int, before: str = "") -> bool:
    """Whether a part is “economic:”, or any word behind “section:” with a space."""
    if number >= len(parts) or parts[number].kind != "word":
        return False
    return before.endswith(":") or _TITLE.fullmatch(parts[number].text) is not None


def _quoted(parts: Sequence[Lexeme], first: int) -> int:
    """The last part of several in single quotes that begin at `first`; 0 where none do."""
    if parts[first].kind != "word" or not _FIRST_QUOTED.match(parts[first].text):
        return 0
    words = range(first, len(parts))
    last = next((n for n in words if parts[n].kind != "word" or _LAST_QUOTED.search(parts[n].text)), 0)
    return last if last > first and parts[last].kind == "word" else 0


def _typed(part: Lexeme) -> str:
    """A part as it is typed."""
    text = f'"{part.text}"' if part.kind == "phrase" else part.text
    if part.kind == "operator" and part.text == "NEAR":
        text = f"NEAR/{part.distance}"
    return "-" * part.excluded + "section:" * part.in_title + text
