"""What the formats without pages of their own share: Word, HTML, Markdown and plain text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from hkviewer.export.assembly import OWN_WORDS, Copy, Division
from hkviewer.export.briefing import Briefing
from hkviewer.export.nodes import Heading
from hkviewer.export.pictures import CopyPictures
from hkviewer.export.styled_runs import words_of

_CONTENTS_FROM_WORDS = 1500
"""About four printed pages; see `hkviewer.export.pdf.compiler.CONTENTS_FROM`."""
_CONTENTS_LEVELS = 3


@contextmanager
def its_pictures(pictures: CopyPictures | None) -> Iterator[CopyPictures]:
    """`pictures`; None stands for some that this process draws."""
    if pictures is not None:
        yield pictures
        return
    from hkviewer.export.pdf.compiler import Compiler  # brings Typst

    with Compiler() as compiler:
        yield CopyPictures(compiler)


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


def small_print(copy: Copy) -> tuple[str, ...]:
    """The lines at the end, without the one that only a PDF makes true."""
    return tuple(line.partition(" To check this copy")[0] for line in copy.small_print)
