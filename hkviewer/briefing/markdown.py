"""A copy as Markdown that reads back as the same sections and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from hkviewer.briefing.assembled import (
    OWN_WORDS,
    Copy,
    Division,
    Fact,
    Grid,
    Heading,
    Items,
    Line,
    Lines,
    Node,
    Quote,
    Words,
    assemble,
)
from hkviewer.briefing.briefing import Briefing, one_line
from hkviewer.briefing.runs import Run

_ACTIVE = re.compile(r"([\\`*_\[\]{}|])")
_AT_START = re.compile(r"^(\s*)([#>+-]|=+$|~~~)")
_NUMBER_AT_START = re.compile(r"^(\s*\d+)([.)])(\s|$)")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")


def write(briefing: Briefing) -> bytes:
    """The copy as UTF-8 Markdown, which has no highlights. Raises as `formats.write`."""
    plain = replace(briefing, choices=replace(briefing.choices, highlights={}))
    return ("\n\n".join(_blocks(assemble(plain))) + "\n").encode("utf-8", "replace")


def escaped(text: str) -> str:
    """`text` so that Markdown shows it as it stands."""
    text = _TAG.sub("&lt;", _ENTITY.sub("&amp;", _ACTIVE.sub(r"\\\1", text)))
    lines = (_NUMBER_AT_START.sub(r"\1\\\2\3", _AT_START.sub(r"\1\\\2", line)) for line in text.split("\n"))
    return "  \n".join(lines)


def _blocks(copy: Copy) -> Iterator[str]:
    marking = one_line(copy.choices.marking)
    if marking:
        yield f"**{escaped(marking)}**"
    yield f"# {escaped(copy.title)}"
    yield _facts(copy.facts)
    for division in copy.divisions:
        yield from _division(division)
    yield "***"
    yield "\n\n".join(map(escaped, copy.small_print))
    if marking:
        yield f"**{escaped(marking)}**"


def _facts(facts: Sequence[Fact]) -> str:
    return "\n".join(
        f"- **{escaped(f.label)}:** {f'<{f.address}>' if f.address else escaped(f.value)}" for f in facts
    )


def _division(division: Division) -> Iterator[str]:
    if division.own:
        yield f"*{OWN_WORDS}*"
    if division.title:
        yield _node(division.title)
    if division.facts:
        yield _facts(division.facts)
    yield from map(_node, division.nodes)
    if division.own:
        yield "***"


def _node(node: Node) -> str:
    match node:
        case Heading(level, runs, _):
            return f"{'#' * level} {_runs(runs)}"
        case Words(runs, number):
            return (f"({number}) " if number else "") + _runs(runs)
        case Items(ordered, start, items):
            markers = (f"{start + n}." if ordered else "-" for n in range(len(items)))
            return "\n".join(_item(item, marker) for item, marker in zip(items, markers, strict=True))
        case Grid(header, rows, alignments):
            return "\n".join([_row(header), _row_of(map(_dashes, alignments)), *map(_row, rows)])
        case Quote(nodes):
            lines = "\n\n".join(map(_node, nodes)).split("\n")
            return "\n".join(f"> {line}".rstrip() for line in lines)
        case Lines(lines):
            code = ["".join(run.text for run in line) for line in lines]
            fence = "`" * max(3, *(len(m) + 1 for line in code for m in re.findall("`+", line)), 3)
            return "\n".join([fence, *code, fence])
        case Line():
            return "***"


def _item(nodes: Sequence[Node], marker: str) -> str:
    """An item; its further lines are indented by four, as Python-Markdown wants them."""
    lines = "\n\n".join(map(_node, nodes)).split("\n")
    rest = (f"    {line}" if line else "" for line in lines[1:])
    return "\n".join([f"{marker.ljust(3)} {lines[0]}", *rest])


def _row(cells: Iterable[Sequence[Run]]) -> str:
    return _row_of(_runs(cell).replace("\n", " ") for cell in cells)


def _row_of(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _dashes(alignment: str) -> str:
    return {"left": ":---", "right": "---:", "center": ":---:"}.get(alignment, "---")


def _runs(runs: Iterable[Run]) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    if run.picture:
        return f"![{escaped(run.text)}]({run.picture})"
    if run.text == "\n":
        return "  \n"
    words = _code(run.text) if run.code else escaped(run.text)
    core = words.strip()
    if not core:
        return words
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    for wanted, sign in ((run.strong, "**"), (run.emphasis, "*")):
        core = f"{sign}{core}{sign}" if wanted else core
    if run.address:
        core = (
            f"[{core}](<{run.address}>)" if re.search(r"[\s()]", run.address) else f"[{core}]({run.address})"
        )
    return before + core + after


def _code(text: str) -> str:
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"
