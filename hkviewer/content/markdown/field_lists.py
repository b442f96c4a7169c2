"""Fields of reStructuredText, which MyST has too, `:name: words`, as lists of definitions."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from hkviewer.content.markdown.emoji import with_emoji

SIGN = r":[A-Za-z][^:\n`]{0,60}:(?:[ ]|(?=\n)|$)"
"""A pattern of what begins a field."""
_FIELD = re.compile(r"([ ]*(?:>[ ]*)*):([A-Za-z](?:[^:\n`]{0,60}[^\s:`])?):(?:[ ]+(.*))?")
_HEADING = re.compile(r"[ >]*(?:#{1,6}[ ].*|[=-]{3,}[ ]*)?")
"""What may stand right above one."""
_OF_SITE = frozenset(("no-search", "nocomments", "nosearch", "orphan", "tocdepth"))
"""What says how a page is made, with a number at most."""
_NUMBER = re.compile(r"-?\d*[ ]*")
_ICON = re.compile(r".*[_+]|(?:material|fontawesome|octicons|simple)-")


def with_fields(lines: list[str], code: Collection[int]) -> list[str]:
    """`lines` with definitions for fields; as many as before, but one may hold several.

    `:smile: words` begins with an emoji: of a list of fields one has a name that is none.

    Args:
        lines: what follows the front matter.
        code: the numbers of the lines that are code, from 0; they are not touched.
    """
    out = list(lines)
    number = 0
    while number < len(lines):
        end = _end(lines, number, code) if ":" in lines[number] else number
        if end > number:
            _define(lines, out, number, end)
        number = max(end, number + 1)
    return out


def _end(lines: Sequence[str], start: int, code: Collection[int]) -> int:
    """The line behind the fields that begin on line `start`; that line itself where none do."""
    first = _field(lines, start, code)
    if not first or (start and not _HEADING.fullmatch(lines[start - 1])):
        return start
    end, names = start, list[str]()
    while end < len(lines):
        field = _field(lines, end, code)
        if field and field[1] == first[1]:
            names.append(field[2])
        elif end in code or not _goes_on(lines[end], first[1]):
            break
        end += 1
    return start if all(map(_is_emoji, names)) else end


def _field(lines: Sequence[str], number: int, code: Collection[int]) -> re.Match[str] | None:
    return _FIELD.fullmatch(lines[number]) if number not in code else None


def _goes_on(line: str, margin: str) -> bool:
    """Whether words of a field go on in a line: they are set in."""
    return line.startswith(f"{margin} ") and line[len(margin) :].strip(" >") != ""


def _is_emoji(name: str) -> bool:
    return _ICON.match(name) is not None or with_emoji(f":{name}:") != f":{name}:"


def _define(lines: Sequence[str], out: list[str], start: int, end: int) -> None:
    """Write definitions for the fields on these lines."""
    margin = blank = ""
    is_begun = False
    for number in range(start, end):
        field = _FIELD.fullmatch(lines[number])
        if field:
            margin, name, words = field[1], field[2], (field[3] or "").strip(" ")
            blank = margin.rstrip(" ")
            is_begun = bool(words)
            if name in _OF_SITE and _NUMBER.fullmatch(words):
                out[number] = blank
                continue
            out[number] = f"{blank}\n{margin}{name}" + (f"\n{margin}:   {words}" if words else "")
        else:
            words = lines[number].lstrip(" >")
            out[number] = f"{margin}{'    ' if is_begun else ':   '}{words}"
            is_begun = True
    out[end - 1] += f"\n{blank}"
