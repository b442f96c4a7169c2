"""Whether two texts that are compared are editions of one sheet, or two sheets."""

from __future__ import annotations

import re

from hkviewer.compare.sentences import quoted
from hkviewer.compare.tokens import folded
from hkviewer.content.edition import MONTHS
from hkviewer.content.model import FactSheet

_WORD = re.compile(r"[^\W\d_]+")
"""Of a title: the years and numbers of an edition are not what parts two sheets,"""
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS).casefold()
_LEFT_OUT = re.compile(rf"\d+(?:st|nd|rd|th)\b|\b(?:{_MONTH}|sept)\b|(?<=\b\w)\.")
"""nor are its month, the letters of “2nd”, or whether “U.S.” has points."""
_LONGEST = 100
"""Characters of an id or a title."""


def two_sheets(old: FactSheet, new: FactSheet, files: tuple[str, str]) -> str:
    """A sentence where the two are not, or may not be, editions of one sheet; else "".

    Ids that are stated decide. Where one is missing the titles are looked at; a title that is the file's
    name is none.

    Args:
        old: the old text.
        new: the new text.
        files: the names of their files, without their endings.
    """
    if old.id_is_stated and new.id_is_stated:
        if old.id == new.id:
            return ""
        return f"These are two sheets, {_quoted(old.id)} and {_quoted(new.id)}, not two editions of one."
    if old.title == files[0] or new.title == files[1] or _words(old.title) == _words(new.title):
        return ""
    titles = f"{_quoted(old.title)} and {_quoted(new.title)}"
    return f"These may be two sheets, {titles}, not two editions of one: their titles differ."


def _words(title: str) -> list[str]:
    return _WORD.findall(_LEFT_OUT.sub("", folded(title).casefold()))


def _quoted(name: str) -> str:
    return quoted(name if len(name) <= _LONGEST else f"{name[:_LONGEST].rstrip()}…")
