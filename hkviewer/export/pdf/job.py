"""A `Briefing` -> the job of setting it: the copy's words and pictures as the template takes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from hkviewer.content.reading_time import count_words
from hkviewer.content.sizes import LARGEST_PDF, WORDS_FOR_A_LEAF, WORDS_TO_A_LEAF
from hkviewer.errors import DocumentError, UsageError
from hkviewer.export.abbreviations import with_abbreviations
from hkviewer.export.assembly import Copy, assemble
from hkviewer.export.briefing import Briefing
from hkviewer.export.line_breaks import has_endless_word, width
from hkviewer.export.nodes import Heading, leaves
from hkviewer.export.page_notes import with_page_notes
from hkviewer.export.pdf.record import record_of
from hkviewer.export.pdf.typst_input import LONGEST_LINE, template_data
from hkviewer.export.pictures import CopyPictures
from hkviewer.export.styled_runs import words_of

_LONGEST_HEADING = 5_000
"""Em, some 8,000 letters: a heading is a bookmark too, and PDF/A's strings have 32,767 bytes at most."""
OTHER_FORMAT = "Choose another format."
_NAMES = ("title", "publisher", "bureau", "kind", "licence")


def job_of(briefing: Briefing, pictures: CopyPictures) -> dict[str, Any]:
    """All that it takes to set `briefing`, as JSON values: what a process of its own is given.

    The pictures that it shows are in the folder of what draws them.

    Raises:
        UsageError: nothing is chosen, a choice is none, or the words are too many.
        DocumentError: a title, heading or name is too long.
    """
    _check_size(briefing)
    assembled = pictures.shown_in(with_abbreviations(assemble(briefing)))
    copy = with_page_notes(assembled)
    _check_room(copy, briefing)
    date = dt.datetime.combine(copy.choices.date, dt.time(), dt.UTC)
    # See `_simpler` in `hkviewer.export.pdf.compiler`.
    has_footnotes = any(division.footnotes for division in copy.divisions)
    plain = with_page_notes(assembled, at_foot=False)
    return {
        "doc": template_data(copy, contents=False),
        "plain": template_data(plain, contents=False) if has_footnotes else None,
        "contents": copy.choices.contents,
        "words": briefing.word_count,
        "timestamp": int(date.timestamp()),
        "record": record_of(briefing),
        "has_pictures": any(division.pictures for division in copy.divisions),
    }


def job_of_page(copy: Copy, record: dict[str, Any], keywords: Sequence[str]) -> dict[str, Any]:
    """What it takes to set a page that is no copy of a sheet, as a redline is.

    Args:
        copy: what it says; it has no pictures, and no list of contents.
        record: what the file says of its making.
        keywords: what it is to be found by.

    Raises:
        UsageError: the words are too many.
        DocumentError: the title or a heading is too long.
    """
    texts = [words_of(runs) for division in copy.divisions for runs in leaves(division.nodes)]
    words = sum(map(count_words, texts))
    has_endless = any(map(has_endless_word, texts))
    refuse_too_large(words, len(texts), OTHER_FORMAT, has_endless=has_endless)
    _check_line("The title", copy.title, LONGEST_LINE)
    _check_headings(copy)
    date = dt.datetime.combine(copy.choices.date, dt.time(), dt.UTC)
    return {
        "doc": template_data(copy, contents=False) | {"keywords": list(keywords)},
        "plain": None,
        "contents": "no",
        "words": words,
        "timestamp": int(date.timestamp()),
        "record": record,
        "has_pictures": False,
    }


def _check_size(briefing: Briefing) -> None:
    """Raise UsageError for a briefing that is too large to be set."""
    leaves = sum(part.leaf_count for part in briefing.sheets)
    endless = any(has_endless_word(section.text) for part in briefing.sheets for section in part.chosen)
    remedy = "Choose some of the sections, or another format."
    refuse_too_large(briefing.word_count, leaves, remedy, has_endless=endless)


def refuse_too_large(words: int, leaves: int, remedy: str, *, has_endless: bool = False) -> None:
    """Raise UsageError for more words, or pieces of text, than there is memory for, or an endless word."""
    what = ""
    if words > LARGEST_PDF:
        what = f"A PDF of {words:,} words would take too much memory; it may have {LARGEST_PDF:,}."
    elif words + WORDS_FOR_A_LEAF * max(leaves - words // WORDS_TO_A_LEAF, 0) > LARGEST_PDF:
        what = f"A PDF of {leaves:,} paragraphs, items and cells would take too much memory."
    elif has_endless:
        what = "A PDF of a word of more than 100,000 letters without a blank would take too long."
    if what:
        raise UsageError(what, remedy)


def _check_room(copy: Copy, briefing: Briefing) -> None:
    """Raise DocumentError for a title, heading or name that no page has room for."""
    for sheet in (part.sheet for part in briefing.sheets):
        for name in _NAMES:
            _check_line(f"The {name} of “{sheet.id}”", getattr(sheet, name), LONGEST_LINE)
    _check_headings(copy)


def _check_headings(copy: Copy) -> None:
    """Raise DocumentError for a heading that no page has room for."""
    for node in (node for division in copy.divisions for node in division.nodes):
        if isinstance(node, Heading):
            words = words_of(node.runs)
            _check_line(f"The heading “{words[:40].rstrip()}…”", words, _LONGEST_HEADING)


def _check_line(what: str, words: str, longest: float) -> None:
    if width(words) > longest:
        raise DocumentError(
            f"{what} is too long for a page: {len(words):,} characters.",
            "Shorten it, or choose another format than PDF.",
        )
