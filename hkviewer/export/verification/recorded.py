"""A copy's record of its making, read with the caution that anybody's file calls for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hkviewer.content.ranges import BODY, HEADING, TextRange
from hkviewer.errors import HkviewerError
from hkviewer.export.briefing import Briefing, Choices, Cover, OwnWords, Part, SheetPart, parse_date
from hkviewer.export.pdf.record import FORMAT
from hkviewer.export.pdf.xmp_record import record_in
from hkviewer.export.verification.claims import Claim, KnownSheets, chosen, is_digest
from hkviewer.preferences.schema import CHOICES


@dataclass(frozen=True)
class RecordedCopy:
    """What a copy says that it was set from.

    Attributes:
        claims: of its parts that are sheets, in order.
        briefing: its parts, without the sheets that are not at hand.
        balanced: whether its last page's columns were made equally long.
        made_with: see `hkviewer.export.pdf.made_with`; JSON values.
    """

    claims: tuple[Claim, ...]
    briefing: Briefing
    balanced: bool
    made_with: Any


def recorded_copy(pdf: bytes, known: KnownSheets) -> RecordedCopy | None:
    """What `pdf` records of its making; None where it records nothing that a copy can be set from."""
    try:
        return _read(_typed(record_in(pdf), dict), known)
    except (KeyError, TypeError, ValueError, HkviewerError):
        return None


def is_redline(pdf: bytes) -> bool:
    """Whether `pdf` records that it is a redline, as `hkviewer.export.redline.pdf_form` makes."""
    record = record_in(pdf)
    return isinstance(record, dict) and "redline" in record


def _read(record: Mapping[str, Any], known: KnownSheets) -> RecordedCopy:
    if record["format"] != FORMAT:
        raise ValueError("no record of this format")
    parts = [_typed(part, dict) for part in _typed(record["parts"], list)]
    saved = _typed(record["choices"], dict)
    choices = {row.name: _typed(saved[row.name], row.type) for row in CHOICES if row.name in saved}
    date = parse_date(_typed(record["date"], str))
    claims = tuple(_claim(part) for part in parts if part["part"] == "sheet")
    briefing = Briefing(tuple(_parts(parts, iter(claims), known)), Choices(date=date, **choices))
    if briefing.sheets:
        briefing.validate()
    balanced = _typed(record.get("balanced", True), bool)
    return RecordedCopy(claims, briefing, balanced, record.get("made_with"))


def _claim(part: Mapping[str, Any]) -> Claim:
    sections = part["sections"]
    ids = None if sections is None else tuple(_typed(name, str) for name in _typed(sections, list))
    # It stands in the small print: any other words there would be the forger's, and set again just so.
    if not is_digest(_typed(part["digest"], str)):
        raise ValueError("no digest")
    return Claim(_typed(part["sheet"], str), ids, part["digest"])


def _parts(parts: Iterable[Mapping[str, Any]], claims: Iterator[Claim], known: KnownSheets) -> Iterator[Part]:
    for part in parts:
        match part["part"]:
            case "cover":
                yield Cover()
            case "own words":
                yield OwnWords(_typed(part["markdown"], str))
            case "sheet":
                claim = next(claims)
                found = known.find(claim)
                if found:
                    yield _marked(chosen(found, claim), part)
            case _:
                raise ValueError("no part of a copy")


def _marked(sheet: SheetPart, part: Mapping[str, Any]) -> SheetPart:
    """`sheet` with what is highlighted in it, as far as an edition of other words has it."""
    sections = {section.id: section for section in sheet.sheet.sections}
    ranges = (_range(_typed(at, list)) for at in _typed(part["highlights"], list))
    lengths = {name: (len(section.title), len(section.text)) for name, section in sections.items()}
    highlights = tuple(at for at in ranges if 0 <= at.start <= at.end <= _length(lengths, at))
    return replace(sheet, highlights=highlights, own_file=_typed(part["own_file"], bool))


def _length(lengths: Mapping[str, tuple[int, int]], at: TextRange) -> int:
    return lengths.get(at.section_id, (-1, -1))[at.part == BODY]


def _range(values: list[Any]) -> TextRange:
    name, where, start, end = values
    if where not in (HEADING, BODY):
        raise ValueError("neither heading nor body")
    return TextRange(_typed(name, str), _typed(where, int), _typed(start, int), _typed(end, int))


def _typed(value: Any, kind: type) -> Any:
    # In Python a truth value is a number too.
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(f"not {kind.__name__}")
    return value
