"""The words of a leaf as runs of one look each: what every format of a copy is written from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from hkviewer.content import model
from hkviewer.content.addresses import is_spelled_out
from hkviewer.content.model import CodeSpan, Emphasis, Image, Inline, LineBreak, Link, Strong, Text

Spans = Sequence[tuple[int, int]]
"""Starts and ends of what is marked, in code points of one section's title or text."""


@dataclass(frozen=True)
class Run:
    """Words of one look.

    Attributes:
        text: the words; "\\n" is a line break.
        address: where a link leads, "" for no link.
        target: the id of the copy's heading that the link leads to, "" for none.
        note: the number of the endnote that follows these words; 0 for none.
        picture: the file of a picture, for which `text` is the alternative text.
        marked: the words are highlighted.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    marked: bool = False
    address: str = ""
    note: int = 0
    picture: str = ""
    target: str = ""


@dataclass(frozen=True)
class Endnote:
    """Where a link leads, listed at the end: its number, the words that carry it first, the address."""

    number: int
    words: str
    address: str


class Endnotes:
    """Numbers the addresses of links in the order in which they come."""

    def __init__(self) -> None:
        self._notes: dict[str, Endnote] = {}

    def number(self, address: str, words: str) -> int:
        """The number of the endnote for `address`; 0 where the words say the address themselves."""
        if not address or address.startswith("#") or is_spelled_out(words, address):
            return 0
        note = self._notes.setdefault(address, Endnote(len(self._notes) + 1, words, address))
        return note.number

    @property
    def notes(self) -> tuple[Endnote, ...]:
        """All endnotes, by number."""
        return tuple(self._notes.values())


def runs_of(content: Sequence[Inline], endnotes: Endnotes) -> tuple[Run, ...]:
    """The runs of a paragraph, cell or heading; links are given endnotes."""
    return tuple(_runs(content, Run(""), endnotes))


def highlighted(runs: Iterable[Run], spans: Spans, offset: int) -> tuple[Run, ...]:
    """`runs` of a leaf or heading that begins at code point `offset`, with `spans` marked."""
    result: list[Run] = []
    for run in runs:
        result.extend(_cut(run, spans, offset))
        offset += len(run.text)
    return tuple(result)


def words_of(runs: Iterable[Run]) -> str:
    """The words of `runs` alone."""
    return "".join(run.text for run in runs)


def _runs(content: Sequence[Inline], look: Run, endnotes: Endnotes) -> Iterator[Run]:
    for inline in content:
        match inline:
            case Text(text):
                yield replace(look, text=text)
            case CodeSpan(text):
                yield replace(look, text=text, code=True)
            case Emphasis(inner):
                yield from _runs(inner, replace(look, emphasis=True), endnotes)
            case Strong(inner):
                yield from _runs(inner, replace(look, strong=True), endnotes)
            case Link(address, inner):
                yield from _link(list(_runs(inner, replace(look, address=address), endnotes)), endnotes)
            case Image(alternative, file):
                yield replace(look, text=alternative, picture=file)
            case LineBreak():
                yield replace(look, text="\n")
            case model.Styled(_, inner, _):
                yield from _runs(inner, look, endnotes)
            case model.NoteReference():
                yield replace(look, text=model.plain_text((inline,)))


def _link(runs: list[Run], endnotes: Endnotes) -> list[Run]:
    """The runs of a link, the last one with the endnote's number."""
    if not runs:
        return runs
    number = endnotes.number(runs[-1].address, words_of(runs))
    return [*runs[:-1], replace(runs[-1], note=number)]


def _cut(run: Run, spans: Spans, offset: int) -> Iterator[Run]:
    """`run`, which begins at `offset`, in pieces that are wholly marked or wholly not."""
    end = offset + len(run.text)
    inside = [(max(a, offset), min(b, end)) for a, b in spans if a < end and b > offset]
    if not inside or run.picture:
        yield run
        return
    edges = sorted({offset, end, *(edge for span in inside for edge in span)})
    for start, stop in pairwise(edges):
        marked = any(a <= start and stop <= b for a, b in inside)
        last = stop == end
        text = run.text[start - offset : stop - offset]
        yield replace(run, text=text, marked=marked, note=run.note if last else 0)
