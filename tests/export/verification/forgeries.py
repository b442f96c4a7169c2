"""Makes forged copies: of sheets in which one thing was changed, and copies changed and sealed again.

Every change of a sheet is one line or one word of its Markdown, its front matter included. A forger has the
program, and so sets the forged sheet with the true one's digest, or leaves out what the copy records.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator

from hkviewer.export.pdf.file_identifier import sealed

TRUE_SHEET = """---
title: Harbour of the North
id: harbour-north
publisher: Office of Harbours, founded 1921
bureau: Northern Bureau
kind: Harbour fact sheet
edition: 2024-05
received: 2026-11-01
source: https://example.org/harbours/north
licence: In the public domain
editorial-headings: Quays and depths | Trade
---

# Harbour of the North

## Quays and depths

The harbour is active in trade worth $12.8 billion. It has [a timetable](https://example.org/times?a=1) and
**twelve** quays, of which three are new.[^1] More is said [below](#trade).

Ships announce themselves 24 hours before. Ferries need not.

![A red dot](dot.png)

## Trade

1. Grain, 1,300 tons
2. Iron and coal
    - from the east
    - from the west

| Quay | Depth | Built |
|---|---|---|
| North | 12 m | |
| East | | 1986 |

> Whoever sails, sails.

### Weather

Fog is rare.

[^1]: Since [the renewal](https://example.org/renewal) of 2019.
"""
Forgery = tuple[str, str]
"""What was done, and the forged Markdown."""


def forged_sheets(text: str = TRUE_SHEET) -> Iterator[Forgery]:
    """`text` with one thing changed, in every way that is known here."""
    lines = text.splitlines()
    front = lines.index("---", 1)
    yield from _forged_front(lines, front)
    yield from _forged_lines(lines, front + 1)
    for what, pattern, new in _WORDS:
        for number, match in enumerate(re.finditer(pattern, text)):
            yield f"{what} {number}", text[: match.start()] + match.expand(new) + text[match.end() :]


def _forged_front(lines: list[str], front: int) -> Iterator[Forgery]:
    for number in range(1, front):
        key, _, value = lines[number].partition(": ")
        for what, new in {
            "other": f"{value} of old",
            "shorter": value[:-1],
            "older": f"{value}, 9 years old",
            "none": "",
        }.items():
            if key != "id":
                yield f"{key} {what}", _joined(lines, number, [f"{key}: {new}"])
    for line in ("author: Someone", "edition-basis: inferred", "language: de"):
        yield line, _joined(lines, front, [line, "---"])
    yield "http for https", "\n".join(lines).replace("source: https:", "source: http:")
    yield "source's path", "\n".join(lines).replace("/harbours/north", "/harbours/south")
    yield "edition's day", "\n".join(lines).replace("edition: 2024-05", "edition: 2024-05-01")


def _forged_lines(lines: list[str], start: int) -> Iterator[Forgery]:
    for number in range(start, len(lines)):
        line = lines[number]
        if not line or line.startswith("|---"):
            continue
        yield f"line {number} left out", _joined(lines, number, [])
        yield f"line {number} twice", _joined(lines, number, [line, "", line])
        yield f"line {number} as a heading", _joined(lines, number, ["", "## " + line.lstrip("# >-|1."), ""])
        yield f"a paragraph before line {number}", _joined(lines, number, ["", "All is well.", "", line])
        yield f"a section before line {number}", _joined(lines, number, ["", "## News", "", "Bad.", "", line])
        if line.startswith("#"):
            yield f"heading {number} as a paragraph", _joined(lines, number, [line.lstrip("# ")])
            yield f"heading {number} lower", _joined(lines, number, ["#" + line])
            moved = [line.lstrip("# "), "", "## Another", ""]
            yield f"another heading below {number}", _joined(lines, number, moved)
        blanks = [match.start() for match in re.finditer(r"(?<=\w) (?=\w)", line)]
        for place in blanks[:: max(1, len(blanks) // 3)]:
            yield f"blank {number}.{place} lost", _joined(lines, number, [line[:place] + line[place + 1 :]])
            halves = [line[:place], "", line[place + 1 :]]
            yield f"line {number} broken at {place}", _joined(lines, number, halves)


_WORDS = (
    ("word changed", r"\b(quays|trade|grain|Fog|East)\b", "crane"),
    ("figure changed", r"\d(?=[\d,.]*\d)", "7"),
    ("item's number", r"(?m)^1\. ", "3. "),
    ("items without numbers", r"(?m)^([12])\. ", "- "),
    ("item deeper", r"(?m)^    - ", "1. "),
    ("address", r"example\.org/(times|renewal)", "example.com/\\1"),
    ("address's end", r"times\?a=1", "times?a=2"),
    ("link elsewhere", r"\(#trade\)", "(#weather)"),
    ("link lost", r"\[([a-z ]+)\]\((?:https|#)[^)]*\)", "\\1"),
    ("link on another word", r"of which", "[of which](https://example.org/times?a=1)"),
    ("picture's words", r"A red dot", "A blue dot"),
    ("another picture", r"\(dot\.png\)", "(blue.png)"),
    ("picture more", r"Fog is rare\.", "Fog is rare. ![A red dot](dot.png)"),
    ("no picture", r"!\[A red dot\]\(dot\.png\)", "A red dot"),
    ("cell moved", r"\| 12 m \| \|", "| | 12 m |"),
    ("row moved", r"(\| North.*\n)(\| East.*\n)", "\\2\\1"),
    ("quotation lost", r"> ", ""),
    ("list's end", r"\n    - from the west", "\n\n    from the west"),
    ("note's words", r"of 2019", "of 2018"),
    ("comma", r"1,300", "1300"),
    ("stop", r"rare\.", "rare"),
    ("hyphen", r"hours before", "hours-before"),
    ("case", r"Ferries need", "ferries need"),
    ("look-alike", r"twelve", "tw\u0435lve"),
)


def _joined(lines: list[str], number: int, instead: list[str]) -> str:
    return "\n".join([*lines[:number], *instead, *lines[number + 1 :]]) + "\n"


# ---- Files -----------------------------------------------------------------------------------

_OBJECT = re.compile(rb"(?ms)^(\d+) 0 obj\n(.*?)\nendobj\n")
Edit = Callable[[bytes], bytes]


def with_objects(pdf: bytes, edit: Callable[[int, bytes], bytes]) -> bytes:
    """`pdf`, as Typst writes it, each object as `edit` makes it of its number and bytes; sealed again."""
    head = pdf[: _first(pdf).start()]
    body, offsets = head, {}
    for match in _OBJECT.finditer(pdf):
        number = int(match[1])
        offsets[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, edit(number, match[2]))
    table = b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(offsets) + 1)
    table += b"".join(b"%010d 00000 n\r\n" % offsets[number] for number in sorted(offsets))
    trailer = pdf[pdf.rindex(b"trailer\n") : pdf.rindex(b"startxref")]
    return sealed(body + table + trailer + b"startxref\n%d\n%%%%EOF" % len(body))


def _first(pdf: bytes) -> re.Match[bytes]:
    match = _OBJECT.search(pdf)
    assert match
    return match


def replaced(old: bytes, new: bytes) -> Edit:
    """An edit that puts `new` for `old`, in streams too, wherever it stands first."""

    def edit(pdf: bytes) -> bytes:
        done = False

        def of_object(_: int, data: bytes) -> bytes:
            nonlocal done
            plain = unpacked(data)
            if done or old not in plain:
                return data
            done = True
            return (
                packed(data, plain.replace(old, new, 1)) if plain is not data else data.replace(old, new, 1)
            )

        result = with_objects(pdf, of_object)
        assert done, old
        return result

    return edit


def on_first_page(more: bytes) -> Edit:
    """An edit that draws `more` on the first page, behind all that stands there."""

    def edit(pdf: bytes) -> bytes:
        done = False

        def of_object(_: int, data: bytes) -> bytes:
            nonlocal done
            plain = unpacked(data)
            if done or b"BDC" not in plain:
                return data
            done = True
            return packed(data, plain + b"\n" + more)

        return with_objects(pdf, of_object)

    return edit


def unpacked(data: bytes) -> bytes:
    """What an object's compressed stream holds; the object itself where it has none."""
    head, mark, rest = data.partition(b"\nstream\n")
    if not mark or b"/FlateDecode" not in head:
        return data
    return zlib.decompressobj().decompress(rest.rpartition(b"\nendstream")[0])


def packed(data: bytes, plain: bytes) -> bytes:
    """The object `data` with a stream that holds `plain`."""
    head = data.partition(b"\nstream\n")[0]
    stream = zlib.compress(plain)
    head = re.sub(rb"/Length \d+", b"/Length %d" % len(stream), head)
    return head + b"\nstream\n" + stream + b"\nendstream"


def page_twice(pdf: bytes) -> bytes:
    """The first page named twice in the page tree."""

    def of_object(_: int, data: bytes) -> bytes:
        found = re.search(rb"/Type/Pages/Count (\d+)/Kids\[(\d+ 0 R)", data)
        if not found:
            return data
        again = b"/Type/Pages/Count %d/Kids[%s %s" % (int(found[1]) + 1, found[2], found[2])
        return data.replace(found[0], again)

    return with_objects(pdf, of_object)
