"""The lines of a Markdown file, cut at its headings, with each heading's line number."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field

from hkviewer.content.markdown.containers import find_containers
from hkviewer.system.characters import without_harmful

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ ]+(.*)|(?<=##)(?=\w|\*\*)(.*?)#*)?")  # many wrote `##Words##`
_SETEXT = re.compile(r" {0,3}(=+|-+)[ ]*")
# What stands before a setext underline must be plain words: no list, quotation, rule, code, table.
_NOT_A_TITLE = re.compile(
    r"[ ]{4}|[ ]{0,3}(?:[*+-][ ]|\d+[.)][ ]|>|\||\[[^]]+\]:|#{1,6}(?:[ ]|$)"
    r"|(?:[*_-][ ]*){3,}$|=+[ ]*$|[ :|-]+$)"
)
_UNDERLINE = re.compile(rf"\n{_SETEXT.pattern}(?=\n|\Z)")
_RULE = re.compile(r"[ ]{0,3}(?:[*_-][ ]*){3,}")


@dataclass(slots=True)
class Piece:
    """A heading (level 0: none, the text before the first one) and the lines under it.

    `line` is the heading's line in the file, from 1; `start` that of the one behind it; `numbers` those of
    the lines of `body`.
    """

    level: int
    heading: str
    line: int
    start: int
    body: list[str] = field(default_factory=list)
    numbers: array[int] = field(default_factory=lambda: array("I"))


def clean_lines(text: str) -> list[str]:
    """The lines of `text`, tabs as spaces, control characters as U+FFFD.

    A form feed is a space.
    """
    lines = re.split("\r\n?|\n", without_harmful(text.removeprefix("\ufeff").replace("\f", " ")))
    return [line.expandtabs(4) if "\t" in line else line for line in lines]


def cut_at_headings(lines: list[str], numbers: list[int] | range) -> list[Piece]:
    """Cut `lines` at their headings; `numbers` are those that they, and their end, have in the file.

    A heading begins up to three blanks from the margin: `# Words`, or words with a line of = or -
    under them. What is in fenced code, or indented into a list, is no heading of the sheet.
    """
    pieces = [Piece(0, "", 0, numbers[0])]
    ended = 0  # the line after the last heading
    fenced, in_items = find_containers(lines)
    may_be_underlined = _UNDERLINE.search("\n".join(lines)) is not None
    number = 0
    while number < len(lines):
        line = lines[number]
        is_text = not (may_be_underlined or "#" in line[:4]) or number in fenced or number in in_items
        if line and not is_text and (heading := _heading(lines, number, fenced, ended)):
            level, words, taken = heading
            pieces.append(Piece(level, words, numbers[number], numbers[number + taken]))
            number = ended = number + taken
            continue
        pieces[-1].body.append(fenced.get(number, line))
        pieces[-1].numbers.append(numbers[number])
        number += 1
    return pieces


def _heading(
    lines: list[str], number: int, fenced: dict[int, str], ended: int
) -> tuple[int, str, int] | None:
    """Level, words and count of lines of the heading on line `number`, if there is one."""
    if "#" in lines[number][:4] and (atx := _ATX.fullmatch(lines[number].rstrip(" "))):
        return len(atx[1]), _without_end(atx[2] or atx[3] or ""), 1
    before = lines[number - 1]
    if not (number in (0, ended) or not before.strip() or number - 1 in fenced or _RULE.fullmatch(before)):
        return None
    end = number
    while end < len(lines) and end not in fenced and _is_words(lines[end]):
        end += 1
    under = _SETEXT.fullmatch(lines[end]) if number < end < len(lines) else None
    if not under:
        return None
    words = "\n".join(line.strip(" ") for line in lines[number:end])
    return 1 if under[1][0] == "=" else 2, words, end + 1 - number


def _without_end(words: str) -> str:
    """The words of a heading without the number signs that may close it."""
    words = words.strip(" ")
    before = words.rstrip("#")
    return before.rstrip(" ") if before.endswith(" ") or not before else words


def _is_words(line: str) -> bool:
    return bool(line.strip()) and not _NOT_A_TITLE.match(line)
