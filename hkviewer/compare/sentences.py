"""What the user reads of a change: one plain sentence each, worded for who speaks."""

from __future__ import annotations

from typing import Any

from hkviewer.compare.changes import Change, Comparison
from hkviewer.compare.editions import REDATED, Figure, FigureChange
from hkviewer.system.characters import closed_directions

_NEIGHBOURS = 4
_SHOWN_WORDS = 14


def since_captured(comparison: Comparison[Any, Any], change: Change, section: str) -> str:
    """How a sheet, in its section of that title, differs from the text that it was captured from."""
    before = " ".join(comparison.old[max(0, change.old_start - _NEIGHBOURS) : change.old_start])
    after = f"after “{before}” (word {change.old_start + 1})" if before else "at the very beginning"
    old, new = " ".join(comparison.deleted(change)), " ".join(comparison.inserted(change))
    if old and new:
        return f"In “{section}”, {after}: “{old}” became “{new}”."
    if old:
        fate = "moved elsewhere" if change in comparison.moves else "dropped"
        return f"In “{section}”, {after}: “{old}” was {fate}."
    fate = "is doubled" if comparison.is_doubled(change) else "was added"
    return f"In “{section}”, {after}: “{new}” {fate}."


def in_copy(where: str, old: str, new: str) -> str:
    """How a copy, in its part of that name, differs from its sheet; `old` is what the sheet has."""
    if old and new:
        return f"{where}: the copy has “{_shortened(new)}” where the sheet has “{_shortened(old)}”."
    words = f"lacks “{_shortened(old)}”" if old else f"adds “{_shortened(new)}”"
    return f"{where}: the copy {words}."


def _shortened(words: str) -> str:
    """`words`, their middle left out where they are many."""
    several = words.split()
    if len(several) <= _SHOWN_WORDS:
        return words
    half = _SHOWN_WORDS // 2
    return " ".join([*several[:half], "…", *several[-half:]])


def figure_sentence(change: FigureChange) -> str:
    """What became of a figure, as it is read aloud: "Unemployment: 3.4% became 2.9% (2023 to 2024)"."""
    old, new, label = change.old, change.new, closed_directions(change.label)
    if old is None or new is None:
        one = old or new
        assert one is not None
        return f"{label}: {_whole(one)} {'is new' if old is None else 'is gone'}"
    years = old.year, new.year
    if change.kind == REDATED:
        if not all(years) or old.year == new.year:
            if old.year == new.year:
                return f"{label}: {_whole(old)} is now {_whole(new)}"
            how, year = ("now", new.year) if new.year else ("no longer", old.year)
            return f"{label}: {_bare(new.bare)}, {how} with the year {year}"
        what = f"{_bare(new.bare)} is of" if _has_value(new) else "of"
        return f"{label}: {what} {new.year}, before of {old.year}"
    told = f"{label}: {_bare(old.bare)} became {_bare(new.bare)}"
    if all(years) and old.year != new.year and _has_value(new):
        return f"{told} ({old.year} to {new.year})"
    return told


def passed_over_sentence(blocks: int) -> str:
    """That so many blocks were not looked at closely."""
    return f"So much changed that {blocks:,} paragraphs and rows are compared roughly, without their figures."


def quoted(words: str | int | None) -> str:
    """What stands in a sheet, in a sentence, which it may not turn around."""
    return f"“{closed_directions(str(words))}”"


def _has_value(figure: Figure) -> bool:
    """Whether it is more than a year in brackets, as stands behind a list."""
    return not figure.bare.startswith("(")


def _whole(figure: Figure) -> str:
    return " ".join(_bare(figure.text).split())


def _bare(text: str) -> str:
    """`text` without brackets around all of it; what turns words around ends with it."""
    return closed_directions(text[1:-1] if text.startswith("(") and text.endswith(")") else text)
