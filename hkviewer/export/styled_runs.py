"""The words of a leaf as runs of one look each: what every format of a copy is written from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath

from hkviewer.content.addresses import is_spelled_out
from hkviewer.content.model import (
    CodeSpan,
    Emphasis,
    Image,
    Inline,
    LineBreak,
    Link,
    NoteReference,
    Strong,
    Styled,
    Text,
    note_mark,
)
from hkviewer.content.plain_styles import picture_brackets

_FILE_NAME = re.compile(r"\S+\.(?:avif|bmp|gif|jpe?g|png|svg|tiff?|webp)", re.IGNORECASE)

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
        absent: `text` is that of a picture that is no file of the document's, as one on the web.
        marked: the words are highlighted.
        styles: the looks of the author's besides, of `model.STYLES`, from the outermost in.
        meaning: what an abbreviation stands for, "" for all other words.
        reference: the number of the footnote that these words, its mark, lead to; 0 for none.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    marked: bool = False
    address: str = ""
    note: int = 0
    picture: str = ""
    absent: bool = False
    target: str = ""
    styles: tuple[str, ...] = ()
    meaning: str = ""
    reference: int = 0

    @property
    def brackets(self) -> tuple[str, str]:
        """What stands before and behind the words of a picture where it is not shown; else nothing."""
        if not (self.picture or self.absent):
            return "", ""
        return picture_brackets(self.text, included=bool(self.picture))

    @property
    def in_words(self) -> str:
        """The text, in `brackets`."""
        before, behind = self.brackets
        return f"{before}{self.text}{behind}"


@dataclass(frozen=True)
class Endnote:
    """Where a link leads, listed at the end: its number, the words that carry it first, the address."""

    number: int
    words: str
    address: str


class Endnotes:
    """Numbers the addresses of links in the order in which they come, from `after` + 1 on.

    `after` is the largest number of a footnote in the copy: no two numbers are the same.
    """

    def __init__(self, after: int = 0) -> None:
        self._after = after
        self._notes: dict[str, Endnote] = {}

    def number(self, address: str, words: str) -> int:
        """The number of the endnote for `address`; 0 where the words say the address themselves."""
        if not address or address.startswith("#") or is_spelled_out(words, address):
            return 0
        note = self._notes.setdefault(address, Endnote(self._after + len(self._notes) + 1, words, address))
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


def renumbered(runs: Iterable[Run], by: int) -> tuple[Run, ...]:
    """`runs` with the numbers of footnotes raised: each sheet counts its own from 1."""
    return tuple(
        replace(run, text=note_mark(run.reference + by), reference=run.reference + by)
        if run.reference and by
        else run
        for run in runs
    )


def with_caption(runs: Sequence[Run], shown: Collection[str]) -> Sequence[Run]:
    """`runs` of a paragraph, cell or item; a picture of `shown` alone in it has its words below.

    The name of its file is no caption: programs write it where a person has written nothing.
    """
    if len(runs) != 1 or runs[0].picture not in shown or not runs[0].text.strip():
        return runs
    picture = runs[0]
    names = (PurePosixPath(picture.picture).name, PurePosixPath(picture.picture).stem)
    if _letters(picture.text) in map(_letters, names) or _FILE_NAME.fullmatch(picture.text.strip()):
        return runs
    caption = Run(picture.text, emphasis=True, styles=("small",))
    return (picture, Run("\n"), caption)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()


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
                # The words of a link are what it says, picture or not.
                yield replace(look, text=alternative, picture=file, absent=not file and not look.address)
            case LineBreak():
                yield replace(look, text="\n")
            case Styled(style, inner, meaning):
                styles = tuple(dict.fromkeys((*look.styles, style)))
                styled = replace(look, styles=styles, meaning=meaning or look.meaning)
                yield from _runs(inner, styled, endnotes)
            case NoteReference(number):
                yield replace(look, text=note_mark(number), reference=number)


def _link(runs: list[Run], endnotes: Endnotes) -> list[Run]:
    """The runs of a link, the last one with the endnote's number."""
    if not runs:
        return runs
    words = words_of(runs).strip() or "".join(run.in_words for run in runs)
    number = endnotes.number(runs[-1].address, words)
    last = max((n for n, run in enumerate(runs) if run.text != "\n"), default=len(runs) - 1)
    return [*runs[:last], replace(runs[last], note=number), *runs[last + 1 :]]


def _cut(run: Run, spans: Spans, offset: int) -> Iterator[Run]:
    """`run`, which begins at `offset`, in pieces that are wholly marked or wholly not."""
    end = offset + len(run.text)
    inside = [(max(a, offset), min(b, end)) for a, b in spans if a < end and b > offset]
    if not inside or run.picture:
        yield run
        return
    if run.reference or run.absent:
        yield replace(run, marked=True)
        return
    edges = sorted({offset, end, *(edge for span in inside for edge in span)})
    for start, stop in pairwise(edges):
        marked = any(a <= start and stop <= b for a, b in inside)
        last = stop == end
        text = run.text[start - offset : stop - offset]
        yield replace(run, text=text, marked=marked, note=run.note if last else 0)
