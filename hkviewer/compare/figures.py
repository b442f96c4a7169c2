"""The figures of a block: each with its number, unit, the year in brackets behind it, and what it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile, zip_longest
from typing import NamedTuple

from hkviewer.compare.editions import Figure, Span
from hkviewer.compare.figure_labels import SIGNS, is_small, label_of
from hkviewer.compare.figure_marks import (
    BEFORE_YEAR,
    LONGEST_UNIT,
    PLAIN_YEAR,
    YEARS,
    Mark,
    marks_of,
)
from hkviewer.compare.pieces import Piece
from hkviewer.compare.tokens import NUMBER, Token, folded
from hkviewer.compare.units import amount, is_known, number_value
from hkviewer.content.edition import MONTHS
from hkviewer.content.front_matter.dates import read_date

_LONGEST_LABEL = 80
"""Characters that are looked at before a figure for what it is of."""
_LABEL_WORDS = 6
_LONGEST_NAME = 14
"""Words, of what is named right before its figure."""
_REMARK = re.compile(r"(?<=\w)\s*\([^()\d\n]{1,40}\)$")
"""What may stand between a name and its figure: "Mandarin (official) 36.3%"."""
NAME_BEHIND = re.compile(r"\s\(([^()\d\n]{2,60})\)")
"""What a mere number may be of, right behind it: "8,901 (Somalia)"."""
_STOP = re.compile(
    r",(?! [JS]r\b)|[;()\[\]|\n:!?：，；。（）]|/(?<!\w/)|/(?!\w)|\.(?<!\b[A-Z]\.)\s|\+\+|\s[-–—]\s"
)
_BLANKS = " -–—~:：.\n\u00a0"
_QUOTES = "“”„‟«»‘‚\"'`@"
"""Signs about a label whose partner is behind the figure."""
OF_TIME = ("date", "bracket", "of a year")
"""The kinds of figures that say when; no unit is called so."""
_DECADE = re.compile(r"(?:1[5-9]|2[01])\d\ds")
_ENDINGS = "dhnrst"
"""Letters that an ordinal or a decade ends with; else a number ends in a digit."""
_OF_ITS_YEAR = re.compile(r"(?:in|by|as of|during|for|(?:(?:by|at) )?(?:the )?end of)", re.IGNORECASE)
"""What stands before a year that the figure right behind it is of."""
_PRONOUNS = frozenset("he she it they who which his her its their this that".split())
_ASSIGNED = re.compile(r"([^\W\d][\w.-]*)[\"'\]]?\s*(?::\s*\w+\s*)?(?:[:+*/-]?=|:)\s*[\"'\[({]?$")
"""What stands before a number that a line of code gives a name."""
_PROPER = re.compile(r"\b[A-Z][\w’'-]+")


class Found(NamedTuple):
    """A figure in its block.

    Attributes:
        label: the words before it, by which it is recognised.
        context: its row and column in a table.
        named: what its label says that it is of; "" for nothing.
        when: the numbers in the bracket with its year.
        behind: the words that follow its number, two at most, but for a unit that is one everywhere.
    """

    figure: Figure
    label: str
    context: str
    named: str
    when: tuple[str, ...]
    kind: str
    behind: str = ""

    @property
    def same_value(self) -> tuple[object, ...]:
        """Equal for figures that say the same, whatever their year."""
        value, unit = self.figure.value, self.figure.unit or ""
        if self.kind == "telephone":
            return "", "".join(filter(str.isdigit, self.figure.bare))
        if self.kind == "name" or value is None:
            return None, folded(self.figure.bare)
        return (value, self.kind) if isinstance(value, str) else amount(value, unit)

    @property
    def is_mere_year(self) -> bool:
        """As the figure's, which may be a telephone number with the year behind it, too."""
        return self.kind == "bracket" and self.figure.is_mere_year


def figures_of(
    pieces: Sequence[Piece], header: Piece | None = None, cells: frozenset[int] | None = None
) -> list[Found]:
    """The figures of pieces that follow each other.

    Args:
        pieces: of a table one row.
        header: the row that names its columns.
        cells: the numbers of the cells that are looked at; None for all.
    """
    found: list[Found] = []
    for piece in pieces:
        if not piece.has_digits:
            continue
        for number, bounds in enumerate(piece.cells):
            own = (token for token in piece.by_cell[number] if token.kind == NUMBER)
            numbers = [token for token in own if token.start not in piece.notes]
            if numbers and (cells is None or number in cells) and not _names_row(piece, number, numbers):
                marks = marks_of(piece.text, numbers, bounds)
                of_cell = list(_with_years(piece, marks, bounds, _context(piece, number, header)))
                found += _with_years_before(piece.text, of_cell)
    return found


def _names_row(piece: Piece, number: int, numbers: Sequence[Token]) -> bool:
    """Whether a cell is a mere number that a row is called by."""
    is_first = piece.table is not None and number == 0 and len(piece.cells) > 1
    return is_first and (numbers[0].start, numbers[0].end) == piece.cells[0]


def _context(piece: Piece, number: int, header: Piece | None) -> str:
    """Of a cell what its row and column are called."""
    if piece.table is None or number == 0:
        return ""
    start, end = piece.cells[0]
    names = [piece.text[start:end]]
    if header is not None and header is not piece and header.table is not None:
        column = piece.table.columns[number]
        if column in header.table.columns:
            start, end = header.cells[header.table.columns.index(column)]
            names.append(header.text[start:end])
    return ", ".join(filter(None, names))


def _with_years(
    piece: Piece, marks: Sequence[Mark], bounds: tuple[int, int], context: str
) -> Iterator[Found]:
    """The figures, each with the year in the bracket behind it."""
    text, start, taken = piece.text, bounds[0], None
    reached = start
    for mark, behind in zip_longest(marks, marks[1:]):
        previous, reached = reached, mark.end
        if mark is taken or mark.kind == "address":
            continue
        before, is_cut = _before(text, max(start, previous), mark)
        taken = year = None if _has_year(text, mark, before) else _year_of(text, mark, behind)
        label = " ".join(before[-_LABEL_WORDS:])
        if mark.kind in OF_TIME or PLAIN_YEAR.fullmatch(mark.numbers[0]):
            label = " ".join([*_subject(text, (start, previous), mark.start, before), label]).strip()
        figure = _figure(piece, mark, year)
        kind = _kind(mark, figure.bare)
        is_name = text[max(0, mark.start - 4) : mark.start].rstrip().endswith(":")
        if piece.kind == "code":
            named = _assigned(text, max(start, previous), mark.start)
        else:
            named = label if is_name else _named(kind, figure, before, is_cut=is_cut)
        when = year.numbers if year else ()
        yield Found(figure, label, context, named, when, kind, _behind(text, figure, bounds[1]))


def _with_years_before(text: str, side: Sequence[Found]) -> list[Found]:
    """The figures of a text; those right behind "in 2020" are of that year as those before "(2020)" are."""
    told = list(side[:1])
    for before, found in pairwise(side):
        year, figure = before.figure, found.figure
        is_behind = text[year.span.end : figure.span.start] in (" ", ", ")
        is_year = before.kind == "of a year" and _OF_ITS_YEAR.fullmatch(before.label) and year.bare.isdigit()
        if is_behind and is_year and not figure.year and found.kind not in OF_TIME:
            found = found._replace(figure=figure._replace(year=int(year.bare)))  # noqa: PLW2901  it is that one
        told.append(found)
    return told


def _year_of(text: str, mark: Mark, behind: Mark | None) -> Mark | None:
    """The bracket with a figure's year, if the mark behind it is that."""
    if behind is None or behind.kind != "bracket" or mark.kind == "bracket":
        return None
    between = text[mark.end : behind.start]
    return behind if len(between) <= LONGEST_UNIT and BEFORE_YEAR.fullmatch(between) else None


def _has_year(text: str, mark: Mark, before: Sequence[str]) -> bool:
    """Whether a mark is a time with its year: what stands in brackets behind "in 1965" is no year of it."""
    if mark.kind != "date" and not (before and is_small(before[-1]) and not mark.unit):
        return False
    return YEARS.search(text, mark.start, mark.end) is not None


def _before(text: str, start: int, mark: Mark) -> tuple[list[str], bool]:
    """The words before a figure, to what ends the words before them, and whether there may be more of these.

    A colon only parts it from its name, and so do brackets about nothing else: "Workers' Party (12)".
    """
    end = mark.start
    words = text[max(start, end - _LONGEST_LABEL) : end].rstrip(_BLANKS)
    if words.endswith(" (") and text.startswith(")", mark.end):
        words = words[:-1].rstrip(_BLANKS)
    if words.endswith(")"):
        words = _REMARK.sub("", words).rstrip(_BLANKS)
    stops = [match.end() for match in _STOP.finditer(words)]
    is_cut = not stops and start < end - _LONGEST_LABEL
    if is_cut:
        words = words.partition(" ")[2]  # it begins within a word
    return words[stops[-1] if stops else 0 :].strip(_BLANKS).split(), is_cut


def _behind(text: str, figure: Figure, end: int) -> str:
    """The first words behind a number, as far as no sign parts them from it, or its name in brackets."""
    bare_end, start = figure.span.start + len(figure.bare), figure.span.end
    if start > bare_end and text[bare_end:start].partition("(")[0].strip():
        start = bare_end  # they stand before the bracket with its year
    words = text[start : min(end, start + _LONGEST_LABEL)]
    if not words and (not figure.unit or is_known(figure.unit)):
        return ""
    name = NAME_BEHIND.match(words)
    if name and not figure.unit:
        return " ".join(word.strip(SIGNS) for word in name.group(1).casefold().split())
    stop = _STOP.search(words)
    words = words[: stop.start() if stop else None]
    if figure.unit and not is_known(figure.unit):
        words = f"{figure.unit} {words}"
    several = (word.strip(SIGNS) for word in words.casefold().split()[:2])
    return " ".join(takewhile(lambda word: word and not any(map(str.isdigit, word)), several))


def _subject(text: str, starts: tuple[int, int], end: int, before: Sequence[str]) -> list[str]:
    """Whose time it is, where the words before it only say "he has held it since": names before these.

    Those of the whole block, which begins at the first of `starts`; before a bracket those behind the
    figure that ends at the second.
    """
    if not before and not text.startswith("(", end):
        return []
    first = max(starts[0], end - 2 * _LONGEST_LABEL)
    lead = text[first:end]
    lead = lead[: lead.rfind(" ".join(before[:2]))].rstrip()
    if not before or before[0].lower() not in _PRONOUNS:
        if before and not lead.endswith("("):
            return []
        lead = lead[max(0, starts[1] - first) :]
    names = _PROPER.findall(lead)
    return [name for name in names if name.lower() not in _PRONOUNS and name not in MONTHS][-_LABEL_WORDS:]


def _named(kind: str, figure: Figure, before: Sequence[str], *, is_cut: bool) -> str:
    if figure.is_mere_year:
        return ""
    is_time = kind in OF_TIME or _DECADE.fullmatch(figure.bare) is not None
    # What is named in a list may have a long name, but of a sentence only the last words name something.
    most = _LABEL_WORDS if not before or is_cut or is_time or is_small(before[-1]) else _LONGEST_NAME
    named = label_of(before[-most:], is_cut=is_cut or len(before) > most, is_time=is_time)
    return named.strip(_QUOTES)


def _assigned(text: str, start: int, end: int) -> str:
    """What is set to a number in a line of code: "width" of "width = 5"; "" for nothing."""
    name = _ASSIGNED.search(text, start, end)
    return name.group(1) if name else ""


def _figure(piece: Piece, mark: Mark, year: Mark | None) -> Figure:
    text = piece.text
    bare = text[mark.start : mark.end]
    bracket = mark if mark.kind == "bracket" else year
    said = YEARS.search(text, bracket.start, bracket.end) if bracket else None
    end = year.end if year else mark.end
    return Figure(
        text[mark.start : end],
        bare,
        _value(bare, mark),
        mark.unit or None,
        _year(said) if said else None,
        Span(piece.n, mark.start, end),
    )


def _kind(mark: Mark, bare: str) -> str:
    if mark.kind != "number":
        return mark.kind
    is_year = PLAIN_YEAR.fullmatch(bare) or _DECADE.fullmatch(bare)
    return "of a year" if not mark.unit and is_year else mark.unit


def _year(match: re.Match[str]) -> int | str:
    return match.group() if match.group(2) else int(match.group(1))


def _value(bare: str, mark: Mark) -> float | str | None:
    if mark.kind == "date":
        return read_date(bare) or None
    if mark.kind in ("bracket", "telephone"):
        return None
    number = number_value(mark.numbers[0].rstrip(_ENDINGS), mark.scale)
    return -number if number is not None and bare[0] in "-–−" else number
