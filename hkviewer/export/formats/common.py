"""What the formats without pages of their own share: Word, HTML, Markdown and plain text."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from hkviewer.content.document import read_bytes
from hkviewer.content.picture_header import picture_header
from hkviewer.errors import DocumentError
from hkviewer.export.assembly import OWN_WORDS, Copy, Division
from hkviewer.export.briefing import Briefing
from hkviewer.export.nodes import Heading
from hkviewer.export.styled_runs import Run, words_of

_CONTENTS_FROM_WORDS = 1500
"""About four printed pages; see `hkviewer.export.pdf.compiler.CONTENTS_FROM`."""
_CONTENTS_LEVELS = 3


DRAWABLE = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp"})
"""Endings of the pictures that a copy can show."""


@dataclass(frozen=True)
class Picture:
    """A picture's file: its bytes and its ending, lower case, without the dot."""

    data: bytes
    ending: str


def wants_contents(briefing: Briefing) -> bool:
    """Whether the copy has a list of contents: as chosen, or by its length."""
    wanted = briefing.choices.contents
    return wanted == "yes" or (wanted == "auto" and briefing.word_count >= _CONTENTS_FROM_WORDS)


def headings(copy: Copy) -> Iterator[Heading]:
    """The headings that a list of contents names, in order, with nothing marked in them."""
    for division in copy.divisions:
        for node in (division.title, *division.nodes):
            if isinstance(node, Heading) and node.level <= _CONTENTS_LEVELS:
                yield replace(node, runs=tuple(replace(run, marked=False) for run in node.runs))


def needs_label(division: Division) -> bool:
    """Whether a division's own words need a label to be recognised: no heading of theirs does it."""
    first = division.nodes[0] if division.nodes else None
    titled = isinstance(first, Heading) and words_of(first.runs) == OWN_WORDS
    return division.own and not titled


def picture_of(
    run: Run, division: Division, *, taken: Container[str] = DRAWABLE, upright: bool = False
) -> Picture | None:
    """The picture that `run` stands for; None where there is none that may and can be read.

    Only a file in the document's folder or below may be shown, symbolic links followed. One whose colours
    are for print is drawn anew, and so is what is in none of the forms `taken`; where `upright`, one that
    lies on its side as well.
    """
    file = division.readable_picture(run)
    header = picture_header(file) if file else None
    if file is None or (header and header.is_too_large):
        return None
    try:
        data, ending = read_bytes(file), PurePath(run.picture).suffix.lower().removeprefix(".")
    except DocumentError:
        return None
    is_as_shown = header is None or (not header.is_cmyk and (header.orientation == 1 or not upright))
    if is_as_shown and ending in taken:
        return Picture(data, ending)
    from hkviewer.export.picture_files import redrawn  # brings Typst, which few copies of this form need

    drawn = redrawn(file) if ending in DRAWABLE else None
    return Picture(drawn, "png") if drawn else Picture(data, ending)


def instead(run: Run) -> str:
    """The words that stand for a picture where it cannot be shown."""
    return f"[Picture: {run.text}]" if run.text else "[Picture]"


def small_print(copy: Copy) -> tuple[str, ...]:
    """The lines at the end, without the one that only a PDF makes true."""
    return tuple(line.partition(" To check this copy")[0] for line in copy.small_print)
