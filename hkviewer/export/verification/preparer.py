"""What the preparer of a copy chose, word for word: none of it is a sheet's, and no sheet vouches for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hkviewer.content.edition import plain_date
from hkviewer.content.ranges import HEADING, TextRange
from hkviewer.export.briefing import Briefing, OwnWords, SheetPart
from hkviewer.export.verification.extract import shown
from hkviewer.export.verification.matching import Text
from hkviewer.system.characters import one_line, without_harmful

_HEAD = "The preparer’s own, word for word:"


def preparers_lines(briefing: Briefing, own: Sequence[Sequence[Text]]) -> list[str]:
    """Title, marking, names, date, own words, highlights and room for notes, as lines for the user.

    Each line is set in, so that no words of the preparer's pass for a verdict.

    Args:
        briefing: what the copy was set from.
        own: own words as they stand on the pages, where the briefing has none.
    """
    return [_HEAD, *(f"  {line}" for line in _lines(briefing, own))]


def _lines(briefing: Briefing, own: Sequence[Sequence[Text]]) -> Iterator[str]:
    choices = briefing.choices
    texts = {
        "Title": choices.title,
        "Marking": choices.marking,
        "Prepared for": choices.prepared_for,
        "Prepared by": choices.prepared_by,
    }
    yield f"Date: {plain_date(choices.date.isoformat())}"
    yield from (f"{what}: {one_line(words)}" for what, words in texts.items() if one_line(words))
    for part in briefing.parts:
        if isinstance(part, OwnWords) and part.markdown.strip():
            yield from _own_words(part.markdown.strip().splitlines())
        elif isinstance(part, SheetPart):
            yield from (_highlight(part, at) for at in part.highlights)
    for texts_ in own:
        yield from _own_words([shown(text.words) for text in texts_ if text.words])
    if choices.notes:
        yield "Room for notes: yes"


def _own_words(lines: Sequence[str]) -> Iterator[str]:
    yield "Words:"
    yield from (f"  | {without_harmful(line)}".rstrip() for line in lines)


def _highlight(part: SheetPart, at: TextRange) -> str:
    section = part.sheet.section(at.section_id)
    words = section.title if at.part == HEADING else section.text
    return f"Highlighted: {one_line(words[at.start : at.end])} (in “{section.title}”)"
