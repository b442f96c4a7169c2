"""Components of MDX: where a tag ends in whose attributes anything may stand, and the words in them."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

from hkviewer.content.markdown.containers import find_containers, indent_of

_KEYS = "label|title|heading|header|headline|question|summary|answer|caption|content|description|text|alt"
_ATTRIBUTE = re.compile(
    rf"""(?:^|(?<=[\s{{,]))(?P<key>{_KEYS}|name)(?:=\{{?|["']?[ ]*:\s*)"""
    r"""(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)"""
)
_HEADS = ("label", "title", "heading", "header", "headline", "question", "summary")
_STEP = re.compile(r"""[{}>]|"[^"]*"|'[^']*'|`[^`]*`""")
_STEP_IN_BRACES = re.compile(r"""[{}]|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'(?!\w)|`[^`]*`""")
_TAG = re.compile(
    r"""<(?P<closes>/?)(?:[A-Za-z][\w.]*+(?:"[^"]*"|'[^']*'|\{[^{}]*\}|/(?!>)|[^/<>{}"']++){0,60}+)?(?P<empty>/?)>"""
)
_EXPRESSION = re.compile(r"\s[\w:-]+=\{[^{}]*\}|</?>")
_QUOTE = re.compile(r"\\(['\"`])")
_MARKS = re.compile(r"([\\`*_\[\]<>|~=$])")
_OPENS = re.compile(r"[ ]*<([A-Za-z][\w.]*)(?:(?:[ ][^<>]*[^</>])?>)?[ ]*")
_CLOSES = re.compile(r"[ ]*</([A-Za-z][\w.]*)>[ ]*")
_MARKED = re.compile(r"[ ]*(?:<[A-Za-z/]|[*+>-][ ]|\d+[.)][ ]|#{1,6}[ ]|\|)")
_DEEPEST = 20
"""Elements in elements whose words are moved."""
_MOST_LINES = 200
_LONGEST = 20_000
"""Characters of a tag."""


def set_back(lines: list[str]) -> list[str]:
    """`lines` with what elements hold in the column of their tags: set in further, fences would be code.

    Args:
        lines: what follows the front matter.
    """
    fenced, columns = find_containers(lines)
    shifts = [0] * (len(lines) + 1)
    open_: list[tuple[str, int, int]] = []
    for number, line in enumerate(lines):
        if "<" not in line or number in fenced:
            continue
        if closes := _CLOSES.fullmatch(line):
            depth = next((d for d in reversed(range(len(open_))) if open_[d][0] == closes[1]), None)
            if depth is not None:
                name, column, start = open_[depth]
                del open_[depth:]
                inside = range(start, number)
                shift = _set_in(lines, inside, column, fenced, is_component=name[0].isupper())
                shifts[start] += shift
                shifts[number] -= shift
        elif (
            (opens := _OPENS.fullmatch(line))
            and len(open_) < _DEEPEST
            and (open_ or indent_of(line) - columns.get(number, 0) < 4)
            and (start := _behind(lines, number))
        ):
            open_.append((opens[1], indent_of(line), start))
    return [
        line[min(shift, indent_of(line)) :] for line, shift in zip(lines, accumulate(shifts), strict=False)
    ]


def _behind(lines: Sequence[str], number: int) -> int:
    """The line behind the tag that begins line `number`; 0 where it stays open, is empty or words follow."""
    if ">" in lines[number]:
        return number + 1
    place = tag_end(lines, number)
    if place is None:
        return 0
    last, column = place
    is_open = not lines[last][column:].strip(" ") and not lines[last][:column].endswith("/>")
    return last + 1 if is_open else 0


def _set_in(
    lines: Sequence[str], inside: range, column: int, fenced: Collection[int], *, is_component: bool
) -> int:
    """How far what stands on these lines is to be moved to `column`; 0 where it may be code as it stands.

    What stands right below a component's tag is no code, nor then is what goes on behind a blank line.
    """
    is_begun = is_component and bool(inside and lines[inside[0]].strip(" "))
    if not is_begun and not any(n in fenced or (is_component and _MARKED.match(lines[n])) for n in inside):
        return 0
    return max(0, min((indent_of(lines[n]) for n in inside if lines[n].strip(" ")), default=0) - column)


def tag_end(lines: Sequence[str], number: int) -> tuple[int, int] | None:
    """The line, and the column in it, behind the tag that begins line `number`; None where it stays open."""
    text = "\n".join(lines[number : number + _MOST_LINES])[:_LONGEST]
    depth, position = 0, text.index("<")
    while step := (_STEP_IN_BRACES if depth else _STEP).search(text, position):
        position = step.end()
        if step[0] == ">" and not depth:
            before = text[:position].split("\n")
            return number + len(before) - 1, len(before[-1])
        depth += (step[0] == "{") - (step[0] == "}")
        if depth < 0:
            return None
    return None


def said(text: str) -> str:
    """The words of components that stand alone: names in bold type, others as they are, HTML as it stands."""
    margin = text[: len(text) - len(text.lstrip(" "))]
    found = [*_words(text)]
    named = [words for is_head, words in found if is_head]
    if "{" not in text:  # the attributes of a tag have no order
        found = [(True, words) for words in named] + [pair for pair in found if not pair[0]]
    return "\n".join(
        f"\n{margin}{f'**{words}**' if is_head else words}\n" for is_head, words in found if words
    )


def _words(text: str) -> Iterator[tuple[bool, str]]:
    """What is said in a tag's attributes, each with whether it is a name."""
    start = text.index("<") + 1
    done = start
    for first, last in _elements(text, start):
        yield from _stated(text[done:first])
        inner = _EXPRESSION.sub("", text[first:last])
        if re.sub("<[^<>]*>", "", inner).strip():
            yield False, " ".join(inner.split())
        done = last
    yield from _stated(text[done:])


def _stated(text: str) -> Iterator[tuple[bool, str]]:
    for match in _ATTRIBUTE.finditer(text):
        if match["key"] != "name":
            yield match["key"] in _HEADS, escaped(match["value"])


def _elements(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Where elements stand in the attributes of a tag, but for those in others."""
    depth = first = 0
    for tag in _TAG.finditer(text, start):
        if not depth:
            first = tag.start()
        depth += -1 if tag["closes"] else 0 if tag["empty"] else 1
        if not depth:
            yield first, tag.end()
        depth = max(depth, 0)


def escaped(value: str) -> str:
    """A text in quotes without them, such that nothing in it is a mark."""
    words = _QUOTE.sub(r"\1", " ".join(value[1:-1].split()))
    return _MARKS.sub(r"\\\1", html.unescape(words))
