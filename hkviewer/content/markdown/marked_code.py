"""Code between instructions to other programs, as Jekyll, Hexo, Hugo and Eleventy mark it."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Sequence

from hkviewer.content.markdown.containers import find_containers, indented_code

MARGIN = re.compile(r"(?:[ ]|>(?!\}\}))*+(?::[ ]+(?=\{[{%<]))?")  # a shortcode may end with `>}}` alone
"""What stands before a line's words: blanks, marks of quotation, of what a term means."""
RAW_FROM, RAW_TO = r"\{%-?\s*raw\s*-?%\}", r"\{%-?\s*endraw\s*-?%\}"
"""Between these Liquid reads no instructions: what looks like one is words."""

# Drawings in words, too.
_CODES = r"highlight|codeblock|configuration(?:_basic)?|code(?:-toggle)?|(?:mermaid|plantuml|graphviz)\w*"
_RAW, _RAW_END = rf"(?:{RAW_FROM}\s*)?", rf"(?:{RAW_TO}\s*)?"
_BEGINS = re.compile(
    rf"{_RAW}\{{(?:%-?|\{{<)\s*({_CODES})(?=[\s%>])\s*([\w+#-]*)[^%<>]*+(?:%|>\}})\}}\s*{_RAW}"
)
# What is kept under a name for later, as Liquid, Jinja and Eleventy do it.
_KEPT = re.compile(rf"{_RAW}\{{%-?\s*(set|capture)\s+code\w*()\s*-?%\}}\s*{_RAW}")
_ENDS = re.compile(
    rf"{_RAW_END}\{{(?:%-?\s*end|\{{<\s*/\s*)({_CODES}|set|capture)\s*(?:-?%|>\}})\}}\s*{_RAW_END}"
)
_FENCE = "~~~~~~~~"


def has_marked_code(lines: Sequence[str]) -> bool:
    """Whether a line may end such code."""
    return any("{" in line and _ENDS.fullmatch(*_words(line)) for line in lines)


def marked_code_fenced(lines: list[str]) -> list[str]:
    """`lines` with fences in place of the instructions around code, so that nothing is read in it."""
    fenced, columns = find_containers(lines)
    code = {*fenced, *indented_code(lines, columns)}
    ends: defaultdict[str, deque[int]] = defaultdict(deque)
    for number, line in enumerate(lines):
        if "{" in line and (ending := _ENDS.fullmatch(*_words(line))):
            ends[ending[1]].append(number)
    kept = list(lines)
    done = -1
    for number, line in enumerate(lines):
        if number <= done or number in code or "{" not in line:
            continue
        begins = _BEGINS.fullmatch(*_words(line)) or _KEPT.fullmatch(*_words(line))
        if not begins or _holds_a_fence(lines, number):
            continue
        closing = ends[begins[1]]
        while closing and closing[0] <= number:
            closing.popleft()
        if closing:
            done = closing[0]
            language = begins[2] if begins[1] in ("highlight", "codeblock") else ""
            kept[number] = line[: begins.start()] + _FENCE + language
            kept[done] = lines[done][: _words(lines[done])[1]] + _FENCE
    return kept


def _words(line: str) -> tuple[str, int]:
    """A line and where its words begin."""
    margin = MARGIN.match(line)
    return line, margin.end() if margin else 0


def _holds_a_fence(lines: Sequence[str], number: int) -> bool:
    """Whether a fence begins below, as GitBook has it."""
    following = next((line for line in lines[number + 1 : number + 3] if line.strip()), "")
    return following.lstrip(" >").startswith(("```", "~~~"))
