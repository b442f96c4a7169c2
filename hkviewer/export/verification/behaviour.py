"""What a file may do besides showing its pages: run a script, start a program, show or hide by itself."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_BLANK = rb"(?:\s|%[^\r\n]*[\r\n])*"
_VALUE = _BLANK + rb"(?:<<|\[|\d+\s+\d+\s+R)"
"""A dictionary, a list or another object: behind a name among words, or in packed bytes, none follows."""


def _named(names: str, value: bytes = _VALUE) -> re.Pattern[bytes]:
    return re.compile(b"/(?:" + names.encode() + b")" + value)


_DOES = {
    "The file does something when it, or a page of it, is opened.": _named("OpenAction|AA"),
    "The file does more than lead to addresses.": _named(
        "S",
        _BLANK + rb"/(?:JavaScript|Launch|Rendition|SubmitForm|ImportData|Hide|Named|GoTo[RE]|SetOCGState)\b",
    ),
    "The file has parts that are shown or hidden.": _named("OCProperties"),
    "The file is a form or a portfolio.": _named("AcroForm|XFA|Collection"),
    "Another file is attached.": _named("EF"),
    "A link does several things.": re.compile(
        rb"/Next" + _BLANK + rb"(?:<<|\[)"
        rb"|/URI" + _BLANK + rb"\([^()]*\)[^<>]{0,200}/Next|/Next[^<>]{0,200}/S" + _BLANK + rb"/URI\b"
    ),
    "The pages of the file are measured otherwise.": _named("UserUnit", _BLANK + rb"[\d.+-]"),
    "A link has a frame.": _named("BS", _BLANK + rb"<<"),
    "Addresses in the file begin elsewhere.": _named("Base", _BLANK + rb"[(<]"),
}  # fmt: skip
_UNREADABLE = "Parts of the file cannot be looked through."
_OBJECTS = re.compile(rb"/ObjStm\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_DICTIONARY = 400
"""Bytes before a stream that its own dictionary may take."""
_MOST_INFLATED = 50_000_000


def behaviour(pdf: bytes) -> Iterator[str]:
    """What no copy does, a sentence each.

    Args:
        pdf: a file of any program; what stands in a packed page is not looked at.
    """
    objects = list(_packed_objects(pdf))
    if None in objects:
        yield _UNREADABLE
    looked_through = [_plain(pdf), *(_plain(each) for each in objects if each)]
    yield from (what for what, name in _DOES.items() if any(map(name.search, looked_through)))


def _plain(pdf: bytes) -> bytes:
    """`pdf` with its names as they are meant: "/Open#41ction" is one of them."""
    return _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), pdf)


def _packed_objects(pdf: bytes) -> Iterator[bytes | None]:
    """What each stream of objects holds; None for one that cannot be unpacked."""
    left = _MOST_INFLATED
    for stream in _STREAM.finditer(pdf):
        if not _OBJECTS.search(_plain(pdf[max(0, stream.start() - _DICTIONARY) : stream.start()])):
            continue
        objects = _unpacked(pdf[stream.end() : pdf.find(b"endstream", stream.end())], left)
        yield objects
        left -= len(objects or b"")
        if left <= 0:
            yield None
            return


def _unpacked(data: bytes, most: int) -> bytes | None:
    packed = zlib.decompressobj()
    try:
        objects = packed.decompress(data, most)
    except zlib.error:
        return None
    return objects if packed.eof else None
