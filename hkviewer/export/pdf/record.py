"""What a copy records of its making, so that it can be set again and compared; see `xmp_record` for where.

The record is JSON: parts, choices, and what the copy was made with. A recipe keeps nearly the same, but opens
documents by their paths; no path stands in a copy.
"""

from __future__ import annotations

import re
from typing import Any

from hkviewer.export.assembly import own_words_sheet
from hkviewer.export.briefing import Briefing, Cover, OwnWords, Part, SheetPart
from hkviewer.preferences.schema import CHOICES

FORMAT = 1
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def record_of(briefing: Briefing) -> dict[str, Any]:
    """Parts and choices as JSON values, without paths."""
    choices = {row.name: getattr(briefing.choices, row.name) for row in CHOICES}
    return {
        "format": FORMAT,
        "date": briefing.choices.date.isoformat(),
        "choices": choices,
        "parts": [_part(part) for part in briefing.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Cover():
            return {"part": "cover"}
        case OwnWords(markdown):
            return {"part": "own words", "markdown": _without_comments(markdown)}
        case SheetPart(sheet, sections):
            return {
                "part": "sheet",
                "sheet": sheet.id,
                "digest": sheet.digest,
                "own_file": part.own_file,
                "sections": None if sections is None else list(sections),
                "highlights": [list(at.as_dict().values()) for at in part.highlights],
            }


def _without_comments(markdown: str) -> str:
    """Own words as they are handed out: what is commented out is not on the page, and not for its reader."""
    shorter = _COMMENT.sub("", markdown)
    same = shorter == markdown or own_words_sheet(shorter).sections == own_words_sheet(markdown).sections
    return shorter if same else markdown
