"""Formulas that take lines of their own, as fenced code: between signs, or LaTeX's `\\begin` and `\\end`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

Anchors = list[tuple[int, str]]

_OPENS = re.compile(r"([ >]*)(\$\$|\\\[)[ ]*")
_CLOSES = {"$$": "$$", "\\[": "\\]"}
_BEGINS = re.compile(r"([ ]{0,3})\$\$[ ]*([^$\s][^$]*)")
_ENVIRONMENT = re.compile(
    r"([ ]{0,3})\\begin\{((?:align|alignat|aligned|eqnarray|equation|flalign|gather|multline)\*?)\}.*"
)
# MyST's, behind the formula that it names: `$$ (label)`.
_LABEL = re.compile(r"(.*\$\$)[ ]*\(([\w:.-]+)\)[ ]*")
_ONE_LINE = re.compile(r"[ >]*\$\$[^$]+\$\$[ ]*\([\w:.-]+\)[ ]*")
_TILDES = re.compile("~+")


def formulas_fenced(lines: Sequence[str], code: Collection[int], anchors: Anchors) -> list[str]:
    """`lines` with fences around formulas; as many as before, but one may hold several.

    Args:
        lines: what follows the front matter.
        code: the numbers of the lines that are code, from 0; they are not touched.
        anchors: gets the lines, from 0, of the labels of formulas.
    """
    out = list(lines)
    for _ in _formulas(out, code, anchors):
        pass
    return out


def lines_of_formulas(lines: Sequence[str], code: Collection[int]) -> set[int]:
    """The numbers of the lines, from 0, that `formulas_fenced` puts between fences; `code` as there."""
    return {number for formula in _formulas(list(lines), code, []) for number in formula}


def _formulas(lines: list[str], code: Collection[int], anchors: Anchors) -> Iterator[range]:
    """Fence the formulas in `lines`; those of each."""
    number = 0
    while number < len(lines):
        start, line = number, lines[number]
        if number not in code and ("$$" in line or "\\[" in line or "\\begin" in line):
            number = _read(lines, number, code, anchors)
        number += 1
        if number - start > 1:
            yield range(start, number)


def _read(lines: list[str], start: int, code: Collection[int], anchors: Anchors) -> int:
    """Fence the formula that begins on line `start`, if one does; its last line."""
    line = lines[start]
    if _ONE_LINE.fullmatch(line):
        _take_label(lines, start, anchors)
        return start
    if opens := _OPENS.fullmatch(line):
        end = _end(lines, start, code, opens[2])
        if end is not None:
            _take_label(lines, end, anchors)
            lines[start] = lines[end] = opens[1] + _fence(lines[start:end])
    elif begins := _BEGINS.fullmatch(line):
        end = _end_behind(lines, start, code)
        if end is not None:
            _take_label(lines, end, anchors)
            fence = begins[1] + _fence(lines[start : end + 1])
            lines[start] = f"{fence}\n{begins[1]}{begins[2]}"
            lines[end] = f"{lines[end].rstrip(' ').removesuffix('$$')}\n{fence}"
    else:
        environment = _ENVIRONMENT.fullmatch(line)
        end = _environment_end(lines, start, code, environment[2]) if environment else None
        if environment and end is not None:
            fence = environment[1] + _fence(lines[start : end + 1])
            lines[start] = f"{fence}\n{lines[start]}"
            lines[end] += f"\n{fence}"
    return start if end is None else end


def _fence(lines: Sequence[str]) -> str:
    """A fence that none of `lines` closes."""
    longest = max((len(run) for line in lines for run in _TILDES.findall(line)), default=0)
    return "~" * max(3, longest + 1)


def _take_label(lines: list[str], number: int, anchors: Anchors) -> None:
    if label := _LABEL.fullmatch(lines[number]):
        lines[number] = label[1]
        anchors.append((number, label[2]))


def _end(lines: Sequence[str], start: int, code: Collection[int], sign: str) -> int | None:
    """The line with only the sign that closes the formula, and perhaps its label; none of it is blank."""
    for number in range(start + 1, len(lines)):
        words = lines[number].strip(" >")
        label = _LABEL.fullmatch(words) if sign == "$$" and words.startswith(sign) else None
        if (label[1] if label else words) == _CLOSES[sign]:
            return number
        if not words or number in code or sign in words:
            return None
    return None


def _end_behind(lines: Sequence[str], start: int, code: Collection[int]) -> int | None:
    """The line that ends with the signs which close the formula, and perhaps its label."""
    for number in range(start + 1, len(lines)):
        words = lines[number].rstrip(" ")
        if not words or number in code:
            return None
        if "$$" in words:
            label = _LABEL.fullmatch(words)
            words = label[1] if label else words
            return number if words.endswith("$$") and words.count("$$") == 1 else None
    return None


def _environment_end(lines: Sequence[str], start: int, code: Collection[int], name: str) -> int | None:
    """The line that ends an environment of LaTeX, which holds no blank line."""
    for number in range(start, len(lines)):
        words = lines[number].rstrip(" ")
        if words.endswith(f"\\end{{{name}}}"):
            return number
        if not words or number in code or (number > start and f"\\begin{{{name}" in words):
            return None
    return None
