"""The figures of a block: each with its number, unit, the year in brackets behind it, and what it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from hkviewer.compare.editions import Figure, Span
from hkviewer.compare.figure_labels import label_of
from hkviewer.compare.pieces import Piece
from hkviewer.compare.tokens import NUMBER, Token, folded
from hkviewer.compare.units import KNOWN_UNIT, ORDINAL_UNIT, UNIT, amount, number_value, unit_and_scale
from hkviewer.content.edition import MONTHS

_LONGEST_LABEL = 80
"""Characters that are looked at before a figure for what it is of,"""
_LABEL_WORDS = 6
_LONGEST_UNIT = 60
"""and behind it, to the bracket with its year."""
_MONTH = "|".join((*MONTHS, *(month[:3] + r"\.?" for month in MONTHS)))
_DATE = re.compile(
    rf"(?P<day>\d{{1,2}}) (?P<month>{_MONTH})(?: |, )(?P<year>\d{{4}})(?!\d)"
    rf"|(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}}), (?P<year2>\d{{4}})(?!\d)"
    rf"|(?P<month3>{_MONTH}) (?P<year3>\d{{4}})(?!\d)"
    r"|(?P<year4>(?:1[5-9]|2[01])\d\d)-(?P<number>[01]\d)-(?P<day4>[0-3]\d)(?!\d)"
    rf"|\d{{1,2}} (?:{_MONTH})\b(?!,? \d{{4}})|(?:{_MONTH}) \d{{1,2}}(?![\d.,]*\d)(?!,? \d{{4}})",
)
_MAYBE_DATE = re.compile(
    r"\b(?:Ja|Fe|Mar|Ap|May|Ju|Au|Se|Oc|No|De)[a-z]*\.?,? \d|\d (?:Ja|Fe|Mar|Ap|May|Ju|Au|Se|Oc|No|De)"
    r"|\d{4}-\d\d-\d\d"
)
_DIGIT = re.compile(r"\d")
_CURRENCY = re.compile(
    r"(?:\b(?:US|HK|S|A|C|NT|NZ)\s?)?[$€£¥]\s?$|\b(?:RMB|MOP|HKD|USD|EUR|GBP|SGD|CNY|JPY|INR|CHF|Rs|RM)\s?$"
)
_SIGN = re.compile(r"(?:(?<=[\s(\[|,;:$€£¥~])|^)[-−–+]$")
_BRACKET = re.compile(r"\s{0,2}\(([^()\n]{4,60})\)")
_YEARS = re.compile(r"(?<!\d)((?:1[5-9]|2[01])\d\d)(?:(\s?[-–/]\s?)(\d{4}|\d{2}))?(?!\d)")
_OF_A_YEAR = re.compile(
    rf"(?:(?:{_MONTH}|FY|est|estimate|estimated|as|of|projected|proj|prelim|preliminary|in|for|census|about|"
    r"approx|early|late|mid|end|annual|average|avg|data|year|since|from|to|Q[1-4]|\d{1,2})\b|[\s.,/–-])*",
)
_BEFORE_YEAR = re.compile(r"(?:\(s\)|[^,;()\[\]|\n.]|\.(?!\s))*")
"""What may stand between a figure and the bracket with its year."""
_REMARK = re.compile(r"(?<=\w)\s*\([^()\d\n]{1,40}\)$")
"""What may stand between a name and its figure: "Mandarin (official) 36.3%"."""
_STOP = re.compile(r"[,;()\[\]|\n:/]|(?<!\b[A-Z])\.\s|\+\+|\s[-–—]\s")
_DIVISOR = re.compile(r"(?:[\w()]| (?=[a-z(]))*/")
"""What stands between the unit of a rate and the number that it is counted to,"""
_DIVISOR_WORD = re.compile(r"\s?[^\W\d_](?:[\w()]| (?=[a-z(]))*/")
"""and where no unit was known."""
_BLANKS = " -–—~:.\n\u00a0"
_QUOTES = "“”„‟«»‘‚\"'`@"
"""Signs about a label whose partner is behind the figure."""
OF_TIME = ("date", "bracket", "of a year")
"""The kinds of figures that say when; no unit is called so."""
_SINCE = re.compile(r"\b(?:since|from|to)\b")
_DECADE = re.compile(r"(?:1[5-9]|2[01])\d\ds")
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)$")
_LETTERS = re.compile(r"\w+")
_LETTERS_BEFORE = re.compile(r"(?<!\w)\w+$")
_PRONOUNS = frozenset("he she it they who which his her its their this that".split())
_PROPER = re.compile(r"\b[A-Z][\w’'-]+")
_LONGEST_NAME = 30
_NAME = re.compile(r"(?<![\d/])\b[^\W\d_]+-$")
"""What a name begins with that ends in a number,"""
_POWER = re.compile(r"\s?(?:[kcmd]?m|[a-z ]{0,30} of [A-Z][A-Za-z]{0,3})")
"""and what stands before a number that is a part of a unit."""
_DIGITS = r"\d{2,5}(?:[ .-]\d{2,5}){0,4}(?![.,]?\d)"
_TELEPHONE = re.compile(
    rf"(?:(?<![\w.,+])\+\d{{1,3}}|\[\d{{1,3}}\])[ .-]?(?:\(\d{{1,5}}\)[ .-]?)?{_DIGITS}"
    rf"|(?<=[Tt]elephone: ){_DIGITS}|(?<=[Pp]hone: ){_DIGITS}|(?<=[Tt]el: ){_DIGITS}|(?<=FAX: ){_DIGITS}"
    rf"|(?<=[Ff]ax: ){_DIGITS}|\(\d{{2,5}}\)[ -]?\d{{3,4}}[ -]\d{{3,4}}(?!\d)"
    r"|(?<![\d.,-])\d{3}[-.]\d{3}[-.]\d{4}(?![\d-])"
)
_FEWEST_DIGITS = 7
"""Of a telephone number."""
_ADDRESS = re.compile(
    r"(?:\b[a-z]{2,10}://|\bwww\.)[^\s()<>\[\]]+|(?<!\S)[^\s@]{1,64}@[\w.-]+|\b[a-z][\w-]*(?:\.[a-z]{2,}){1,3}/[^\s()]*"
)
_FIRST_OF_ALONE = "\u2e80"
"""With this begin the characters that are written without blanks between words and numbers."""
_PLAIN_YEAR = re.compile(r"(?:1[5-9]|2[01])\d\d")


class Found(NamedTuple):
    """A figure in its block.

    Attributes:
        label: the words before it, by which it is recognised.
        context: its row and column in a table.
        named: what its label says that it is of; "" for nothing.
        when: the numbers in the bracket with its year.
    """

    figure: Figure
    label: str
    context: str
    named: str
    when: tuple[str, ...]
    kind: str

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
        """Whether it says of which year something else is that is no figure: "(2023 est.)" behind a list."""
        return self.kind == "bracket" and _SINCE.search(self.figure.bare) is None


class _Mark(NamedTuple):
    """A figure's place while its block is read.

    `kind` is "number", "name", "date", "bracket", "telephone"; of what is no figure "word" or "address".
    """

    start: int
    end: int
    kind: str
    numbers: tuple[str, ...]
    unit: str = ""
    scale: int = 0


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
        if not _DIGIT.search(piece.text, piece.body, piece.end):
            continue
        for number, bounds in enumerate(piece.cells):
            numbers = [token for token in piece.by_cell[number] if token.kind == NUMBER]
            if numbers and (cells is None or number in cells):
                marks = list(_without_words(piece.text, list(_marks(piece.text, numbers, bounds))))
                found += _with_years(piece, marks, bounds[0], _context(piece, number, header))
    return found


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


def _marks(text: str, numbers: Sequence[Token], bounds: tuple[int, int]) -> Iterator[_Mark]:
    areas = list(_areas(text, bounds))
    at, pending = 0, None
    for token in numbers:
        while at < len(areas) and areas[at].end <= token.start:
            at += 1
        area = areas[at] if at < len(areas) and areas[at].start <= token.start else None
        if pending and (area or token).start == pending.start:
            pending = pending._replace(numbers=(*pending.numbers, token.key))
        elif pending and area is None and _is_divisor(text, pending, token):
            end = _unit_end(text, token.end, bounds[1], UNIT)
            unit = f"{pending.unit}{text[pending.end : end]}".strip()
            pending = pending._replace(end=end, numbers=(*pending.numbers, token.key), unit=unit)
        else:
            before = bounds[0]
            if pending:
                before = pending.end
                yield pending
            pending = area._replace(numbers=(token.key,)) if area else _number(text, token, bounds, before)
    if pending:
        yield pending


def _areas(text: str, bounds: tuple[int, int]) -> Iterator[_Mark]:
    """Dates, brackets with a year, telephone numbers and addresses, in order; none within another."""
    found = [_Mark(m.start(), m.end(), "address", ()) for m in _ADDRESS.finditer(text, *bounds)]
    found += (
        _Mark(m.start(), m.end(), "telephone", ())
        for m in _TELEPHONE.finditer(text, *bounds)
        if sum(map(str.isdigit, m.group())) >= _FEWEST_DIGITS
    )
    if _MAYBE_DATE.search(text, *bounds):
        found += (_Mark(m.start(), m.end(), "date", ()) for m in _DATE.finditer(text, *bounds))
    for match in _BRACKET.finditer(text, *bounds):
        if _is_of_year(match.group(1)):
            found.append(_Mark(match.start(1) - 1, match.end(), "bracket", ()))
    reached = 0
    for mark in sorted(found):
        if mark.start >= reached:
            reached = mark.end
            yield mark


def _is_of_year(words: str) -> bool:
    """Whether the words in brackets say of which year a figure is: "2023 est.", "July 2021", "2010-15"."""
    return _YEARS.search(words) is not None and _OF_A_YEAR.fullmatch(_YEARS.sub(" ", words)) is not None


def _is_divisor(text: str, before: _Mark, token: Token) -> bool:
    """Whether a number belongs to the unit of the one before: "births/1,000 population", "tonnes of CO2"."""
    between = text[before.end : token.start]
    if before.kind != "number" or len(between) > _LONGEST_UNIT:
        return False
    if _POWER.fullmatch(between):
        return True
    return (
        _DIVISOR.fullmatch(between) is not None
        if before.unit or before.scale
        else _DIVISOR_WORD.fullmatch(between) is not None
    )


def _number(text: str, token: Token, bounds: tuple[int, int], reached: int) -> _Mark:
    """A number with its sign, currency and unit; of a name such as COVID-19 all of it, of CO2 nothing.

    Another figure ends at `reached`, or nothing before it does.
    """
    before = text[max(bounds[0], token.start - 8) : token.start]
    start = token.start
    currency = _CURRENCY.search(before)
    if currency:
        start -= len(before) - currency.start()
        before = before[: currency.start()]
    elif before and before[-1].isalpha() and before[-1] < _FIRST_OF_ALONE:
        return _word(text, token, max(reached, token.start - _LONGEST_NAME), bounds[1])
    sign = _SIGN.search(before)
    name = (
        None
        if currency or sign
        else _NAME.search(text, max(reached, token.start - _LONGEST_NAME), token.start)
    )
    start -= len(sign.group()) if sign else len(name.group()) if name else 0
    year = not currency and _PLAIN_YEAR.fullmatch(token.key)
    units = KNOWN_UNIT if year or name else ORDINAL_UNIT if _ORDINAL.search(token.key) else UNIT
    end = _unit_end(text, token.end, bounds[1], units)
    unit, scale = unit_and_scale(currency.group().strip() if currency else "", text[token.end : end])
    return _Mark(start, end, "name" if name else "number", (token.key,), unit, scale)


def _word(text: str, token: Token, start: int, end: int) -> _Mark:
    """Letters and digits that are one word: CO2, Aa3."""
    first, last = _LETTERS_BEFORE.search(text, start, token.start), _LETTERS.match(text, token.end, end)
    return _Mark(
        first.start() if first else token.start, last.end() if last else token.end, "word", (token.key,)
    )


def _without_words(text: str, marks: Sequence[_Mark]) -> Iterator[_Mark]:
    """The marks without words such as CO2, but those that are all that a year is told of: "Aa3 (2016)"."""
    last = None
    for mark, behind in zip_longest(marks, marks[1:]):
        if mark.kind != "word":
            last = mark
            yield mark
        elif behind and behind.kind == "bracket" and not text[mark.end : behind.start].strip():
            between = text[last.end : mark.start] if last else ""
            if last is None or len(between) > _LONGEST_UNIT or not _BEFORE_YEAR.fullmatch(between):
                yield mark._replace(kind="name")


def _unit_end(text: str, at: int, end: int, units: re.Pattern[str]) -> int:
    unit = units.match(text, at, end)
    return unit.end() if unit else at


def _with_years(piece: Piece, marks: Sequence[_Mark], start: int, context: str) -> Iterator[Found]:
    """The figures, each with the year in the bracket behind it."""
    taken = -1
    for number, mark in enumerate(marks):
        if number == taken or mark.kind == "address":
            continue
        behind = marks[number + 1] if number + 1 < len(marks) else None
        if behind and behind.kind == "bracket" and mark.kind != "bracket":
            between = piece.text[mark.end : behind.start]
            if len(between) <= _LONGEST_UNIT and _BEFORE_YEAR.fullmatch(between):
                taken = number + 1
        previous = marks[number - 1].end if number else start
        before = _before(piece.text, max(start, previous), mark.start)
        label = " ".join(before[-_LABEL_WORDS:])
        if mark.kind in OF_TIME or _PLAIN_YEAR.fullmatch(mark.numbers[0]):
            label = " ".join([*_subject(piece.text, (start, previous), mark.start, before), label]).strip()
        found = _found(piece, mark, behind if taken == number + 1 else None, (label, context, label))
        is_name = piece.text[max(0, mark.start - 4) : mark.start].rstrip().endswith(":")
        yield found if is_name else found._replace(named=_named(found, before))


def _before(text: str, start: int, end: int) -> list[str]:
    """The words before a figure, to what ends the words before them; a colon only parts it from its name."""
    words = text[max(start, end - _LONGEST_LABEL) : end].rstrip(_BLANKS)
    words = _REMARK.sub("", words).rstrip(_BLANKS)
    stops = [match.end() for match in _STOP.finditer(words)]
    if not stops and start < end - _LONGEST_LABEL:
        words = words.partition(" ")[2]  # it begins within a word
    return words[stops[-1] if stops else 0 :].strip(_BLANKS).split()


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


def _named(found: Found, before: Sequence[str]) -> str:
    is_time = found.kind in OF_TIME or _DECADE.fullmatch(found.figure.bare) is not None
    named = label_of(before[-_LABEL_WORDS:], is_cut=len(before) > _LABEL_WORDS, is_time=is_time)
    return named.strip(_QUOTES)


def _found(piece: Piece, mark: _Mark, year: _Mark | None, names: tuple[str, str, str]) -> Found:
    text = piece.text
    bare = text[mark.start : mark.end]
    end = year.end if year else mark.end
    said = _YEARS.search(text, year.start, year.end) if year else None
    if mark.kind == "bracket":
        said = _YEARS.search(bare)
    figure = Figure(
        text[mark.start : end],
        bare,
        _value(text[mark.start : mark.end], mark),
        mark.unit or None,
        _year(said) if said else None,
        Span(piece.n, mark.start, end),
    )
    return Found(figure, *names, year.numbers if year else (), _kind(mark, bare))


def _kind(mark: _Mark, bare: str) -> str:
    if mark.kind != "number":
        return mark.kind
    return "of a year" if not mark.unit and _PLAIN_YEAR.fullmatch(bare) else mark.unit


def _year(match: re.Match[str]) -> int | str:
    return match.group() if match.group(2) else int(match.group(1))


def _value(bare: str, mark: _Mark) -> float | str | None:
    if mark.kind == "date":
        return _iso(bare)
    if mark.kind in ("bracket", "telephone"):
        return None
    number = number_value(re.sub(r"(?:st|nd|rd|th|s)$", "", mark.numbers[0]), mark.scale)
    return -number if number is not None and bare[0] in "-–−" else number


def _iso(words: str) -> str | None:
    match = _DATE.fullmatch(words)
    if not match:
        return None
    parts = match.groupdict()
    year = next((parts[name] for name in ("year", "year2", "year3", "year4") if parts[name]), None)
    if year is None:
        return None
    if parts["number"]:
        return words
    month = parts["month"] or parts["month2"] or parts["month3"]
    number = next(n for n, name in enumerate(MONTHS, 1) if month and name.startswith(month[:3]))
    day = parts["day"] or parts["day2"]
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")
