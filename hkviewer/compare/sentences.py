"""What the user reads of a change: one plain sentence each, worded for who speaks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hkviewer.compare.editions import REDATED, VALUE, Figure, FigureChange
from hkviewer.compare.figure_labels import is_small, named_once
from hkviewer.system.characters import closed_directions

if TYPE_CHECKING:  # the window tells sentences, and compares nothing itself
    from hkviewer.compare.changes import Change, Comparison

_NEIGHBOURS = 4
_SHOWN_WORDS = 14
_REST_WORDS = 5
_BEGUN = 60
"""Characters of a block by which it is known."""
_NUMBER = re.compile(r"\d[\d.,]*")
_PART_OF = (" of ", " per ", "/")


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
    """What became of a figure, as it is read aloud: "Unemployment: 3.4% became 2.9% (2023 to 2024)".

    Where its names do not say what it is of, the words that it stands among follow; of a figure that
    stands among other words now both.
    """
    old, new, label = change.old, change.new, closed_directions(change.label)
    if change.kind == VALUE and old and new and _are_among_others(old, new) and not _rest(change):
        before, after = (f"{_bare(one.bare)} ({quoted(one.around)})" for one in (old, new))
        return f"{label}: {before} became {after}{_of_years(change)}"
    one = new or old
    told = f"{label}: {_became(change)}"
    if one is None or not one.around or _rest(change):
        return told
    return f"{told}, {'in' if new else 'from'} {quoted(one.around)}"


def _are_among_others(old: Figure, new: Figure) -> bool:
    texts = (_NUMBER.sub("#", one.around.replace(one.bare, "", 1)).casefold() for one in (old, new))
    words = [[word for word in text.split() if not is_small(word)] for text in texts]
    return all(words) and words[0] != words[1]


def _became(change: FigureChange) -> str:
    old, new = change.old, change.new
    if old is None or new is None:
        one = old or new
        assert one is not None
        if one.is_mere_year:
            return f"{'now with' if new else 'no longer with'} the year {one.year}"
        return f"{_whole(one)} {'is new' if new else 'is gone'}{', for an older year' * change.is_older}"
    if change.kind == REDATED:
        if not (old.year and new.year) or old.year == new.year:
            if old.year == new.year:
                return f"{_whole(old)} is now {_whole(new)}"
            how, year = ("now", new.year) if new.year else ("no longer", old.year)
            return f"{_bare(new.bare)}, {how} with the year {year}"
        what = "of" if new.is_mere_year else f"{_bare(new.bare)} is of"
        return f"{what} {new.year}{', an older year' * change.is_older}, before of {old.year}"
    rest = closed_directions(_rest(change))
    before = f"{_bare(old.bare)}{rest if rest.startswith('/') else ''}"
    return f"{before} became {_bare(new.bare)}{rest}{_of_years(change)}"


def _of_years(change: FigureChange) -> str:
    """Of which years two values are, and whether that is an older one: " (both of 2019, an older year)"."""
    old, new = change.old, change.new
    assert old is not None
    assert new is not None
    told = ["an older year"] * change.is_older
    if old.year and new.year and not new.bare.startswith("("):  # "(since 2014)"
        if old.year != new.year:
            told.insert(0, f"{old.year} to {new.year}")
        elif str(new.year) not in change.label:
            told.insert(0, f"both of {new.year}")
    return f" ({', '.join(told)})" if told else ""


def _rest(change: FigureChange) -> str:
    """What both figures are a part of or counted by, where that is all that is told of them: " of GDP"."""
    if change.old is None or change.new is None or change.kind == REDATED:
        return ""
    old, new = (_behind(figure, change.label) for figure in (change.old, change.new))
    return new if old == new and len(new.split()) <= _REST_WORDS else ""


def _behind(figure: Figure, label: str) -> str:
    before, _, behind = (figure.around or figure.text).partition(figure.bare)
    is_said = label.casefold().endswith(before.strip(" :–-").casefold())
    words = behind.partition(" (")[0].rstrip()
    return words if is_said and words.startswith(_PART_OF) else ""


def passed_over_sentence(blocks: int) -> str:
    """That so many blocks were not looked at closely."""
    return f"So much changed that {blocks:,} paragraphs and rows are compared roughly, without their figures."


def begun(text: str) -> str:
    """How a block of that text begins, by which it is known."""
    words = named_once(" ".join(text.split()))
    if not is_long(words):
        return words
    whole = words[:_BEGUN].rpartition(" ")[0]
    return f"{whole if len(whole) * 2 > _BEGUN else words[:_BEGUN]} …"  # addresses have no blanks


def is_long(words: str) -> bool:
    """Whether they are more than a sentence quotes."""
    return len(words) > _BEGUN


def quoted(words: str | int | None) -> str:
    """What stands in a sheet, in a sentence, which it may not turn around."""
    return f"“{closed_directions(str(words))}”"


def _whole(figure: Figure) -> str:
    return " ".join(_bare(figure.text).split())


def _bare(text: str) -> str:
    """`text` without brackets around all of it; what turns words around ends with it."""
    return closed_directions(text[1:-1] if text.startswith("(") and text.endswith(")") else text)
