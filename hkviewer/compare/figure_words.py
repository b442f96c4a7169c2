"""What stands about a figure that is told: what its list is called, and the words that say what it is of."""

from __future__ import annotations

import re

from hkviewer.compare.editions import Figure
from hkviewer.compare.figure_labels import are_of_others, named_once, naming_words
from hkviewer.compare.figure_marks import PLAIN_YEAR
from hkviewer.compare.figures import NAME_BEHIND
from hkviewer.compare.likeness import likeness
from hkviewer.compare.units import is_known
from hkviewer.content.edition import MONTHS
from hkviewer.content.model import BETWEEN_CELLS

_END = re.compile(r"[;\n!?]|\.(?<!\b[A-Z]\.)(?<!\bst\.)\s")  # each begins with a sign: found in half the time
"""What ends a sentence, or a part of one that is a list of its own;"""
_STOP = re.compile(rf",(?!\d)|[()\[\]|]|/(?<=\d/)(?=[^\W\d])|\+\+|\s[-–—]\s|{_END.pattern}")
"""and what ends its parts."""
_NEXT = re.compile(r"\s(?:\w+\s){0,2}\w+:\s")
"""What is called so stands behind these words: "5 km note: …"."""
_SERIES = "++"
"""What stands between the values of several years, of which none has a name of its own."""
_BEHIND_NAME = re.compile(r"\s[-–—]\s|:\s")
_HEAD = re.compile(r"\s*([^\d,;:()\[\]]{3,60})(\s[-–—]\s|:\s)(?=\w)")
_LONGEST = 400
"""Characters on either side of a figure that are looked at,"""
_ALIKE = 0.5
_MANY_TIMES = 50
_NO_NAME = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b|\d[\d.,]*")
_NO_WORD = re.compile(r"\d|^[\W_]*$")
_YEAR = re.compile(rf"{PLAIN_YEAR.pattern}s?")
_WITHIN = re.compile(r"[/–—-]")
_MOST = 70
"""and that are quoted."""


def list_name(text: str, figure: Figure, *, is_named: bool) -> str:
    """What the list is called that a figure stands in: "seats by party" of "seats by party - A 5, B 3".

    That of figures without names may stand right before the first of them: "dollars: 1.3 (2024), 1.4 (2023)".
    """
    first, _ = _line(text, figure)
    if not _BEHIND_NAME.search(text, first, figure.span.start):
        return ""
    ends = [match.end() for match in _END.finditer(text, first, figure.span.start)]
    head = _HEAD.match(text, ends[-1] if ends else first, figure.span.start)
    # "A: 5%, B: 3%" are two names; "total: 5%, B 3%" has one.
    if not head or head.group(2) in text[head.end() : figure.span.start]:
        return ""
    return "" if is_named and text[head.end()].isdigit() else head.group(1)


def words_around(text: str, figure: Figure, label: str, *, is_named: bool, is_whole: bool) -> str:
    """The words that a figure stands among, where they say more of what it is than its label; else "".

    Args:
        text: that of its section.
        figure: the figure.
        label: what it is told to be of.
        is_named: whether that is more than the titles of its section.
        is_whole: whether the figure is told with all that stands before the bracket with its year.
    """
    if figure.is_mere_year:
        return ""
    line = _line(text, figure)
    told = figure.text if is_whole else f"{figure.bare}{figure.year_text}"
    if text[slice(*line)].strip() == told:
        return ""
    start, end = _stretch(text, figure, _STOP, line)
    if (is_named or start == line[0]) and _is_said(text[start:end], told, label):
        return ""
    said = _naming(f"{label} {told} {figure.unit or ''}")
    more = _naming(text[start:end]) - said
    if not more and _SERIES in text[slice(*line)]:
        return ""
    is_time = _is_time(figure)
    is_first = start == line[0] and not is_time
    has_name = is_named or is_first or bool(figure.unit and not is_known(figure.unit))
    if not has_name and len(more) <= is_time:  # "note 3: in 2009, …"
        start, end = _stretch(text, figure, _END, line)
        more = _naming(text[start:end]) - said
    return _quoted(text, figure, start, end) if more else ""


def stands_alone(text: str, figure: Figure) -> bool:
    """Whether the line or cell of a figure, in the text of its section, or its part has no other number."""
    start, end = _line(text, figure)
    before = text[start : figure.span.start].rpartition(_SERIES)[2]
    behind = text[figure.span.end : end].partition(_SERIES)[0]
    return not any(map(str.isdigit, before + behind))


def are_among_others(old: Figure, new: Figure, *, is_named: bool) -> bool:
    """Whether figures that need words around them are surely of two things.

    These name other persons or places, or have no word in common; one number is many times the other; or
    they are times without a name that words unlike each other are told of.
    """
    if not old.around or not new.around:
        return False
    if isinstance(old.value, int | float) and isinstance(new.value, int | float):
        less, more = sorted((abs(old.value), abs(new.value)))
        if less * _MANY_TIMES < more:
            return True
    if not is_named and _is_time(new) and likeness(old.around.split(), new.around.split()) < _ALIKE:
        return True
    return are_of_others(*(naming_words(_NO_NAME.sub("", one.around)) for one in (old, new)))


def _is_said(words: str, told: str, label: str) -> bool:
    """Whether words are a figure, as it is told, and the end of its label alone, as most are."""
    before, _, behind = words.partition(told)
    return not behind.strip() and label.endswith(before.strip(" \u00a0:–-"))


def _is_time(figure: Figure) -> bool:
    return isinstance(figure.value, str) or _YEAR.fullmatch(figure.bare) is not None


def _naming(text: str) -> set[str]:
    """The words that name something, in the singular."""
    words = naming_words(_WITHIN.sub(" ", text))
    singular = (word.removesuffix("(s)" if word.endswith("(s)") else "s") for word in words)
    return {word for word in singular if word.isalpha() or not _NO_WORD.search(word)}


def _line(text: str, figure: Figure) -> tuple[int, int]:
    """From where to where the line or cell goes that a figure stands in, of a long one the next words."""
    start, end = figure.span.start, figure.span.end
    first, last = max(0, start - _LONGEST), min(len(text), end + _LONGEST)
    for sign in ("\n", BETWEEN_CELLS):
        before, behind = text.rfind(sign, first, start), text.find(sign, end, last)
        first = first if before < 0 else before + len(sign)
        last = last if behind < 0 else behind
    return first, last


def _stretch(text: str, figure: Figure, stop: re.Pattern[str], bounds: tuple[int, int]) -> tuple[int, int]:
    """The part of a line about a figure that no such sign parts from it."""
    before = [match.end() for match in stop.finditer(text, bounds[0], figure.span.start)]
    behind = stop.search(text, figure.span.end, bounds[1])
    end = behind.start() if behind else bounds[1]
    name = NAME_BEHIND.match(text, figure.span.end, bounds[1])
    if name and not figure.unit:
        end = name.end()
    if _NEXT.match(text, figure.span.end, end):
        end = figure.span.end
    return before[-1] if before else bounds[0], end


def _quoted(text: str, figure: Figure, start: int, end: int) -> str:
    """Those words, of many the next ones."""
    first, last = figure.span.start - _MOST, figure.span.end + _MOST
    before = text[max(start, first) : figure.span.start]
    behind = text[figure.span.end : min(end, last)]
    if first > start:
        before = f"… {before.partition(' ')[2]}"
    if last < end:
        behind = f"{behind.rpartition(' ')[0]} …"
    words = " ".join(f"{before}{text[figure.span.start : figure.span.end]}{behind}".split())
    return named_once(words.strip(" .,:;"))
