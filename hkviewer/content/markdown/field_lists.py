"""Fields of reStructuredText, which MyST has too, `:name: words`, as lists of definitions."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from hkviewer.content.markdown.containers import indent_of
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
        end, names = _read(lines, number, code) if ":" in lines[number] else (number, [])
        if not all(map(_is_emoji, names)):
            _define(lines, out, number, end)
        number = max(end, number + 1)
    return out


def _read(lines: Sequence[str], start: int, code: Collection[int]) -> tuple[int, list[str]]:
    """The line behind the fields that begin on line `start`, and their names; none where none do."""
    first = _field(lines, start, code)
    if not first or (start and not _HEADING.fullmatch(lines[start - 1])):
        return start, []
    end, names = start, list[str]()
    for number in range(start, len(lines)):
        field = _field(lines, number, code)
        if field and field[1] == first[1]:
            names.append(field[2])
        elif not lines[number].strip(" >"):
            continue  # what is set in behind it goes on with the field
        elif not _goes_on(lines[number], first[1]):
            break
        end = number + 1
    return end, names


def _field(lines: Sequence[str], number: int, code: Collection[int]) -> re.Match[str] | None:
    return _FIELD.fullmatch(lines[number]) if number not in code else None


def _goes_on(line: str, margin: str) -> bool:
    """Whether words of a field go on in a line: they are set in."""
    return line.startswith(f"{margin} ") and line[len(margin) :].strip(" >") != ""


def _is_emoji(name: str) -> bool:
    return _ICON.match(name) is not None or with_emoji(f":{name}:") != f":{name}:"


def _define(lines: Sequence[str], out: list[str], start: int, end: int) -> None:
    """Write definitions for the fields on these lines."""
    margin = lines[start].partition(":")[0]
    blank = margin.rstrip(" ")
    found = [(number, _FIELD.fullmatch(lines[number])) for number in range(start, end)]
    fields = [(number, field) for number, field in found if field and field[1] == margin]
    behind_each = [*(number for number, _ in fields[1:]), end]
    for (first, field), behind in zip(fields, behind_each, strict=True):
        name, words = field[2], (field[3] or "").strip(" ")
        if name in _OF_SITE and _NUMBER.fullmatch(words):
            out[first] = blank
            continue
        out[first] = f"{blank}\n{margin}{name}" + (f"\n{margin}:   {words}" if words else "")
        inner = [line[len(margin) :] for line in lines[first + 1 : behind]]
        column = min((indent_of(line) for line in inner if line.strip(" ")), default=0)
        for number, line in enumerate(inner, first + 1):
            is_first = bool(line.strip(" ")) and not words
            out[number] = (
                margin + (":   " if is_first else "    ") + line[column:] if line.strip(" ") else blank
            )
            words = words or line.strip(" ")
    out[end - 1] += f"\n{blank}"
