"""Lines of Pandoc's that keep their ends, `| so`, and definitions that a tilde begins."""

from __future__ import annotations

import re
from itertools import groupby

from hkviewer.content.markdown.containers import find_containers

SIGN = r"(?:\|(?:[ ][^|\n]*)?(?=\n|$)|~[ ]+[^\d ~])"
"""A pattern of what begins one."""
_VERSE = re.compile(r"((?:[ ]*>)*[ ]{0,3})\|(?:[ ]+([^|]*))?")
_MEANING = re.compile(r"([ ]{0,3})~(?=[ ]+[^\d ~])")
_TERM = re.compile(r"[ ]{0,3}[^\s:~].{0,200}")
_RULE = re.compile(r"[-:= ]{2,}")
_MARK = re.compile(r"(?=[-+*#>])|(?<=\d)(?=[.)][ ])")


def with_kept_ends(lines: list[str]) -> list[str]:
    """`lines` with a break at the end of each that begins with a bar, has no other, and does not stand alone.

    As many as before; `~ words` under a term become `: words`. Code is not touched.
    """
    fenced, _ = find_containers(lines)
    out = list(lines)
    number = 0
    for is_verse, group in groupby(
        enumerate(lines), lambda each: each[0] not in fenced and _is_verse(each[1])
    ):
        row = [line for _, line in group]
        if is_verse and len(row) > 1 and not (number and lines[number - 1].strip(" >")):
            out[number : number + len(row)] = _with_breaks(row)
        number += len(row)
    for number, line in enumerate(lines):
        meaning = _MEANING.match(line) if "~" in line and number not in fenced else None
        if meaning and _is_below_term(out, number):
            out[number] = f"{meaning[1]}:{line[meaning.end() :]}"
    return out


def _is_verse(line: str) -> bool:
    verse = _VERSE.fullmatch(line) if "|" in line else None
    return verse is not None and not _RULE.fullmatch(verse[2] or "")


def _with_breaks(row: list[str]) -> list[str]:
    verses = [(match[1], (match[2] or "").strip(" ")) for line in row if (match := _VERSE.fullmatch(line))]
    following = [*(words for _, words in verses[1:]), ""]
    return [
        (before + _MARK.sub(r"\\", words, count=1) + ("\\" if words and after else "")).rstrip(" ")
        for (before, words), after in zip(verses, following, strict=True)
    ]


def _is_below_term(lines: list[str], number: int) -> bool:
    """Whether what stands above a line is a term, a meaning of one, or goes on with one."""
    above = number - 1
    if above > 0 and not lines[above].strip(" "):
        above -= 1
    if above < 0:
        return False
    is_alone = not above or not lines[above - 1].strip(" ")
    is_term = (
        is_alone
        and _TERM.fullmatch(lines[above]) is not None
        and not lines[above].rstrip().endswith((".", ","))
    )
    return is_term or lines[above].lstrip(" ").startswith(": ")
