"""A copy's choices as the reader's settings remember them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hkviewer.export.briefing import Choices
from hkviewer.preferences.schema import CHOICES, Paper
from hkviewer.preferences.settings import Settings

_KEPT = tuple(row for row in CHOICES if row.remembered)


def remembered(settings: Settings, usual: Paper, date: dt.date) -> Choices:
    """The choices of the last copy, dated `date`, on the `usual` paper where none was chosen."""
    kept = {row.name: getattr(settings, row.remembered) for row in _KEPT}
    return Choices(**{**kept, "date": date, "paper": kept["paper"] or usual})


def to_remember(choices: Choices, usual: Paper | None) -> dict[str, Any]:
    """The settings that keep `choices`; the `usual` paper, the country's, is not kept: it may change."""
    kept = {row.remembered: getattr(choices, row.name) for row in _KEPT}
    return {**kept, "copy_paper": "" if choices.paper == usual else choices.paper}
