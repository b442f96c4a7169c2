"""Components of MDC, as Nuxt has them, `::card{title="A"}` … `::`, as divisions between three colons.

Their options in YAML give the words among them; the names of their slots are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hkviewer.content.markdown.containers import find_containers, indent_of

_DEEPEST = 20
"""Components in components; what is nested deeper stays text."""
SIGN = r"^[ ]*::[a-z]"
"""A pattern of what begins a component that stands in no other."""
_OPENING = re.compile(
    r"(?P<indent>[ ]*)(?P<colons>:{2,})(?:prose-)?(?P<name>[a-z][\w-]*)"
    r"(?:\[(?P<label>[^\[\]]*)\])?(?:\{(?P<attributes>.*)\})?[ ]*"
)
_CLOSING = re.compile(r"[ ]*(:{2,})[ ]*")
_SLOT = re.compile(r"[ ]*(?:#[a-z][\w-]*(?:\{.*\})?|:br)[ ]*")
_TITLE = re.compile(r"""(?:^|\s)(?:title|label)=(?:"([^"]*)"|'([^']*)')""")
_OPTION = re.compile(
    r"""[ -]*(title|label|headline|description|text|content|caption):[ ]+(?![|>][+-]?$)["']?(.*?)["']?[ ]*"""
)


def with_divisions(lines: list[str]) -> list[str]:
    """`lines` with divisions for components; as many as before, but one may hold several.

    Args:
        lines: what follows the front matter.
    """
    fenced, _ = find_containers(lines)
    ends = _paired(lines, fenced)
    if not ends:
        return lines
    out = list(lines)
    open_: list[tuple[int, int]] = []  # where each ends, and its indent
    number = 0
    while number < len(lines):
        line = lines[number]
        shift = open_[-1][1] - open_[0][1] if open_ else 0
        out[number] = line[min(shift, indent_of(line)) :]
        if open_ and number == open_[-1][0]:
            out[number] = " " * open_[0][1] + ":::"
            open_.pop()
        elif number in ends and (opening := _OPENING.fullmatch(line)):
            open_.append((ends[number], len(opening["indent"])))
            number = _open(lines, out, number, opening, open_[0][1])
        elif open_ and number not in fenced and _SLOT.fullmatch(line):
            out[number] = ""
        number += 1
    return out


def _open(lines: list[str], out: list[str], number: int, opening: re.Match[str], indent: int) -> int:
    """Write what a component begins with; the last line of it."""
    stated = _TITLE.search(opening["attributes"] or "")
    title = opening["label"] or (stated[1] or stated[2] or "" if stated else "")
    last = number
    following = range(number + 1, len(lines))
    if following and lines[number + 1].strip(" ") == "---":
        last = next((n for n in following[1:] if lines[n].strip(" ") == "---"), number)
    words: list[str] = []
    for option in map(_OPTION.fullmatch, lines[number + 1 : last]):
        if option and option[1] in ("title", "label") and not (title or option[0].lstrip(" ")[0] == "-"):
            title = option[2]
        elif option and option[2]:
            words.append(option[2])
    margin = " " * indent
    out[number : last + 1] = [f"{margin}:::{opening['name']} {title}".rstrip(" "), *[""] * (last - number)]
    if words:
        out[last] = "\n".join(["", *(line for word in words for line in (margin + word, ""))])
    return last


def _paired(lines: Sequence[str], fenced: Mapping[int, str]) -> dict[int, int]:
    """The line that each component begins on with the one that ends it."""
    ends: dict[int, int] = {}
    open_: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        if "::" not in line or number in fenced:
            continue
        if closing := _CLOSING.fullmatch(line):
            counts = [count for _, count in open_]
            depth = next((d for d in reversed(range(len(counts))) if counts[d] == len(closing[1])), None)
            if depth is not None:
                ends[open_[depth][0]] = number
                del open_[depth:]
        elif len(open_) == _DEEPEST or not (opening := _OPENING.fullmatch(line)):
            continue
        elif open_ or opening["colons"] == "::":
            open_.append((number, len(opening["colons"])))
    return ends
