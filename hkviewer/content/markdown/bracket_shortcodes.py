"""Shortcodes in square brackets, as WordPress and Grav have them: `[code lang="php"] … [/code]`.

Only what is closed counts, or stands alone with attributes: any other word in brackets is text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

_PAIR = r"""[ ]+[\w-]+=(?:"[^"]*"|'[^']*'|[^\s\[\]"']+)"""
_TAG = re.compile(
    rf"`+[^`]*`+|(?<!\\)\[(?:/(?P<closed>[A-Za-z][\w-]*)"
    rf"|(?P<name>[A-Za-z][\w-]*)(?P<attributes>=[^\[\]]*|(?:{_PAIR})*+)[ ]*/?)\](?![(:])"
)
_ALONE = re.compile(r"[ ]*\[[A-Za-z][\w-]*(?:[ ]+[\w-]+=(?:\"[^\"]*\"|'[^']*'))++[ ]*/?\][ ]*")
_TOUCHES = re.compile(r"[\w\]\[!]\[")
_CODES = frozenset(("code", "codeblock", "highlight", "prism", "raw", "sourcecode", "pre"))
"""Between these no marks are read."""
_LANGUAGE = re.compile(r"""(?:language-|(?:lang|language)=["']?|^=["']?)([\w+#-]+)""")
_TITLE = re.compile(r"""[ ](?:title|heading|caption)=(?:"([^"]*)"|'([^']*)')""")
_FENCE = "~~~~~~~~"


@dataclass(slots=True)
class _Tag:
    """A tag on a line, at columns `start` to `end`."""

    line: int
    start: int
    end: int
    name: str
    attributes: str
    closes: bool


def without_bracket_shortcodes(lines: Sequence[str], code: Collection[int]) -> list[str]:
    """`lines` without the tags of shortcodes, of code as fences; as many lines as before.

    Args:
        lines: what follows the front matter.
        code: the numbers of the lines in fenced code, from 0; they are not touched.
    """
    out = list(lines)
    at: dict[int, list[tuple[_Tag, str]]] = {}
    for opening, closing in _paired(_tags(lines, code)):
        before, after = _replacements(lines, opening, closing)
        at.setdefault(opening.line, []).append((opening, before))
        at.setdefault(closing.line, []).append((closing, after))
    for number, tags in at.items():
        out[number] = _replaced(lines[number], tags)
    for number, line in enumerate(out):
        if "=" in line and number not in code and _ALONE.fullmatch(line):
            out[number] = _title(line)
    return out


def _tags(lines: Sequence[str], code: Collection[int]) -> Iterator[_Tag]:
    for number, line in enumerate(lines):
        if "[" in line and number not in code:
            for match in _TAG.finditer(line):
                start, end = match.span()
                if match["closed"]:
                    yield _Tag(number, start, end, match["closed"].lower(), "", closes=True)
                # A word in brackets behind other words may be the label of a link.
                elif match["attributes"] or (match["name"] and not _TOUCHES.match(line, max(start - 1, 0))):
                    yield _Tag(number, start, end, match["name"].lower(), match["attributes"], closes=False)


def _paired(tags: Iterator[_Tag]) -> Iterator[tuple[_Tag, _Tag]]:
    """Each closing tag with the last open one of its name; within code there are none but its own."""
    open_: dict[str, list[_Tag]] = {}
    inside: _Tag | None = None
    pending: list[_Tag] = []
    for tag in tags:
        if inside is not None and not (tag.closes and tag.name == inside.name):
            pending.append(tag)
        elif inside is not None:
            yield inside, tag
            inside = None
            pending = []
        elif tag.name in _CODES and not tag.closes:
            inside = tag
        elif not tag.closes:
            open_.setdefault(tag.name, []).append(tag)
        elif open_.get(tag.name):
            yield open_[tag.name].pop(), tag
    for tag in pending:  # that code is never closed
        if not tag.closes:
            open_.setdefault(tag.name, []).append(tag)
        elif open_.get(tag.name):
            yield open_[tag.name].pop(), tag


def _replacements(lines: Sequence[str], opening: _Tag, closing: _Tag) -> tuple[str, str]:
    """What stands for the two tags."""
    if opening.name not in _CODES:
        return _title(opening.attributes), ""
    if opening.line == closing.line:
        words = lines[opening.line][opening.end : closing.start]
        mark = "" if "`" in words or not words.strip() else "`"
        return mark, mark
    if opening.line + 1 == closing.line or not (_is_alone(lines, opening) and _is_alone(lines, closing)):
        return "", ""
    language = _LANGUAGE.search(opening.attributes)
    return _FENCE + (language[1] if language else ""), _FENCE


def _is_alone(lines: Sequence[str], tag: _Tag) -> bool:
    line = lines[tag.line]
    return not (line[: tag.start].strip(" ") or line[tag.end :].strip(" "))


def _replaced(line: str, tags: list[tuple[_Tag, str]]) -> str:
    """`line` with what stands for its tags; no two words grow together."""
    parts: list[str] = []
    end = 0
    for tag, instead in sorted(tags, key=lambda pair: pair[0].start):
        before = line[end : tag.start]
        parts += [before, instead]
        if not before and end and not instead:
            parts.append(" ")
        end = tag.end
    text = "".join([*parts, line[end:]])
    return text if text.strip(" ") else ""


def _title(attributes: str) -> str:
    """The title that a shortcode states, as a paragraph in bold type."""
    title = _TITLE.search(attributes)
    words = (title[1] or title[2] or "").strip() if title else ""
    return f"**{words}**" if words else ""
