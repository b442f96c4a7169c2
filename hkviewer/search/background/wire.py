"""What goes through the pipes between the window and the process that searches for it.

A message is a number of parts: 4 bytes with their count, 4 with the length of each, big-endian, then the
parts. The first is JSON; others are arrays of 4-byte integers as both ends, on one machine, hold them.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Sequence
from dataclasses import asdict
from typing import IO, Any

from hkviewer.content.compiled import dump, parse_dump
from hkviewer.content.model import FactSheet, Section
from hkviewer.search.background.answer import MatchColumns, RowColumns, SearchAnswer, SearchRequest
from hkviewer.search.result import FrontMatch, SearchResult

_MOST_PARTS = 16
_LONGEST = 1 << 30


class WireError(Exception):
    """What was read is no message of the other end's."""


def send(parts: Sequence[bytes], to: IO[bytes]) -> None:
    """Write a message; a `flush` sends it off.

    Raises:
        OSError: nobody reads.
    """
    to.write(struct.pack(f">{1 + len(parts)}I", len(parts), *map(len, parts)))
    for part in parts:
        to.write(part)


def receive(given: IO[bytes]) -> list[bytes]:
    """The parts of the next message.

    Raises:
        EOFError: there is none, or not all of it.
        WireError: something else stands there.
        OSError: it cannot be read.
    """
    (count,) = struct.unpack(">I", _read(given, 4))
    if not 0 < count <= _MOST_PARTS:
        raise WireError("no message")
    lengths = struct.unpack(f">{count}I", _read(given, 4 * count))
    if max(lengths) > _LONGEST:
        raise WireError("a message without end")
    return [_read(given, length) for length in lengths]


def _read(given: IO[bytes], length: int) -> bytes:
    data = given.read(length)
    if len(data) < length:
        raise EOFError
    return data


# The sheet


def sheet_parts(sheet: FactSheet, sections: Sequence[Section]) -> list[bytes]:
    """Some sections of a sheet, with what is known of the sheet."""
    return [dump(sheet.replace(sections=tuple(sections)), b"")]


def read_sheet(parts: Sequence[bytes]) -> FactSheet:
    """The sheet with the sections that `sheet_parts` was given. Raises WireError for anything else."""
    sheet = parse_dump(parts[0], b"")
    if sheet is None:
        raise WireError("no sheet")
    return sheet


# What is asked and told


def request_parts(request: SearchRequest | None) -> list[bytes]:
    """A request; None asks for nothing more until the next."""
    return [_json(None if request is None else asdict(request))]


def read_request(parts: Sequence[bytes]) -> SearchRequest | None:
    """What `request_parts` was given. Raises WireError for anything else."""
    try:
        values = json.loads(parts[0])
        return None if values is None else _request(values)
    except _NONE_OF_OURS as error:
        raise WireError("no request") from error


def answer_parts(request: SearchRequest, answer: SearchAnswer) -> list[bytes]:
    """A request and its answer."""
    matches, rows = answer.matches, answer.rows
    head = {
        "request": asdict(request),
        "result": asdict(answer.result),
        "section_ids": matches.section_ids,
        "counts": answer.counts,
        "sums": answer.sums,
    }
    arrays = [
        *(matches.sections, matches.starts, matches.ends),
        *(rows.text_ends, rows.counts, rows.first_matches, rows.starts, rows.ends),
    ]
    return [_json(head), matches.parts, rows.texts, *(numbers.tobytes() for numbers in arrays)]


def read_answer(parts: Sequence[bytes]) -> tuple[SearchRequest, SearchAnswer]:
    """What `answer_parts` was given. Raises WireError for anything else."""
    try:
        first, match_parts, texts, *rest = parts
        head = json.loads(first)
        sections, starts, ends, *row_arrays = (_array(data) for data in rest)
        answer = SearchAnswer(
            _result(head["result"]),
            MatchColumns(tuple(head["section_ids"]), sections, starts, ends, match_parts),
            RowColumns(texts, *row_arrays),
            head["counts"],
            head["sums"],
        )
        return _request(head["request"]), answer
    except _NONE_OF_OURS as error:
        raise WireError("no answer") from error


def problem_parts(kind: str, words: str) -> list[bytes]:
    """Why there is no answer; `kind` is "failed" or "broken", as the `Listener` tells them apart."""
    return [_json({kind: words})]


def read_problem(parts: Sequence[bytes]) -> tuple[str, str]:
    """What `problem_parts` was given. Raises WireError for anything else."""
    try:
        ((kind, words),) = json.loads(parts[0]).items()
        return str(kind), str(words)
    except _NONE_OF_OURS as error:
        raise WireError("no problem") from error


_NONE_OF_OURS = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What reading anything else may raise."""


def _json(value: object) -> bytes:
    # Escaped: a lone surrogate is in no other way a byte.
    return json.dumps(value).encode("ascii")


def _request(values: Any) -> SearchRequest:
    request = SearchRequest(**values)
    if type(request.text) is not str or type(request.typing) is not bool:
        raise TypeError("no request")
    return request


def _result(values: Any) -> SearchResult:
    front = tuple(FrontMatch(**each) for each in values["front"])
    lists = {"suggestions": tuple(values["suggestions"]), "front": front, "sections": ()}
    return SearchResult(**{**values, **lists})


def _array(data: bytes) -> array[int]:
    numbers = array("i")
    numbers.frombytes(data)
    return numbers
