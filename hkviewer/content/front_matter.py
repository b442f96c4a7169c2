"""The `key: value` lines between two `---` lines at the top of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hkviewer.content.edition import Edition, is_date
from hkviewer.errors import DocumentError

KEYS = (
    *("title", "id", "order", "publisher", "bureau", "kind", "edition", "edition-basis", "edition-evidence"),
    *("source", "received", "licence", "language", "captured", "captured-sha256", "editorial-headings"),
)
_WITHOUT_ORDER = 1e9
"""Behind every sheet that states an order, before the infinity of those that cannot be read."""

_FENCE = re.compile(r"---[ \t]*")
_ENTRY = re.compile(r"([A-Za-z][A-Za-z0-9_ -]*?)[ \t]*:(?:[ \t]+(.*))?")


@dataclass(frozen=True, slots=True)
class FrontMatterFault:
    """What is wrong on a line of the front matter, and what to do."""

    line: int
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a file states about itself at its top.

    Attributes:
        values: the text of each key; keys are in lower case.
        lines: the line of each key in the file, from 1.
        length: how many lines the front matter takes, its two `---` lines included.
    """

    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    length: int = 0

    def get(self, key: str, default: str = "") -> str:
        """The text of `key`, or `default` where it is missing or empty."""
        return self.values.get(key) or default

    @property
    def edition(self) -> Edition | None:
        """When the sheet was published; None where that is not stated."""
        if not self.get("edition"):
            return None
        inferred = self.get("edition-basis") == "inferred"
        return Edition(self.values["edition"], inferred, self.get("edition-evidence"))

    @property
    def order(self) -> float:
        """Where the sheet stands among others, the least first."""
        stated = self.get("order")
        return int(stated) if stated.isdecimal() else _WITHOUT_ORDER

    @property
    def editorial_headings(self) -> tuple[str, ...]:
        """The headings that the editor added, in order."""
        parts = (part.strip() for part in self.get("editorial-headings").split("|"))
        return tuple(part for part in parts if part)


def read_front_matter(lines: list[str]) -> FrontMatter:
    """The front matter of a file of these `lines`; an empty one where it has none.

    Raises:
        DocumentError: a line is no `key: value`, the closing `---` is missing, a key stands twice,
            or a date or `edition-basis` cannot be read. It names the line.
    """
    front, faults = scan_front_matter(lines)
    if faults:
        raise DocumentError(f"Line {faults[0].line}: {faults[0].what}", faults[0].remedy)
    return front


def scan_front_matter(lines: list[str]) -> tuple[FrontMatter, tuple[FrontMatterFault, ...]]:
    """The front matter as far as it can be read, and all that is wrong with it.

    A `---` line that no `key: value` line follows is a rule across the page, not front matter.
    """
    first = next((line for line in lines[1:] if line.strip()), "")
    if not lines or not _FENCE.fullmatch(lines[0]) or not _ENTRY.fullmatch(first.strip()):
        return FrontMatter(), ()
    end = next((n for n in range(1, len(lines)) if _FENCE.fullmatch(lines[n])), None)
    if end is None:
        what = "the front matter begins here and is never closed."
        fault = FrontMatterFault(1, what, "Put a line “---” under its last “key: value” line.")
        return FrontMatter(), (fault,)
    front = FrontMatter({}, {}, end + 1)
    faults = [*_read_entries(lines[1:end], front), *_check_values(front)]
    return front, tuple(sorted(faults, key=lambda fault: fault.line))


def _read_entries(lines: list[str], front: FrontMatter) -> Iterator[FrontMatterFault]:
    """Enter the `key: value` lines into `front`; yields what is wrong with them."""
    for number, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        entry = _ENTRY.fullmatch(line.strip())
        if not entry:
            yield FrontMatterFault(
                number,
                f"“{_shortened(line)}” in the front matter is not “key: value”.",
                "Correct it, or put “---” above it if the front matter ends there.",
            )
            continue
        key = entry[1].lower()
        if key in front.values:
            what = f"“{key}” is given a second time; line {front.lines[key]} has it already."
            yield FrontMatterFault(number, what, "Keep one of the two lines.")
            continue
        front.values[key] = _unquoted((entry[2] or "").strip())
        front.lines[key] = number


def _check_values(front: FrontMatter) -> Iterator[FrontMatterFault]:
    for key in ("edition", "received"):
        if front.get(key) and not is_date(front.values[key]):
            yield FrontMatterFault(
                front.lines[key],
                f"“{_shortened(front.values[key])}” is no date for “{key}”.",
                "Write it as 2020, 2020-08 or 2020-08-31.",
            )
    basis = front.get("edition-basis", "stated")
    if basis not in ("stated", "inferred"):
        yield FrontMatterFault(
            front.lines["edition-basis"],
            f"“{_shortened(basis)}” is no edition-basis.",
            "Write “stated” if the source carries the date, “inferred” if it does not.",
        )


def _unquoted(value: str) -> str:
    """`value` without a pair of quotation marks around all of it."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" and value[0] not in value[1:-1]:
        return value[1:-1]
    return value


def _shortened(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 40 else text[:39] + "…"
