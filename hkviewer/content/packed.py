"""Sections of a large document, whose blocks stay packed until they are asked for.

A document of 18 MB has two million values; to keep them costs 300 MB, and Python looks through all of them
for garbage, with the window standing still for a second. Packed they are a piece of bytes for each portion.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hkviewer.content import compiled
from hkviewer.content.model import Block, Inline, Leaf, Section, Text, lay_out
from hkviewer.content.portions import Portion, cut, join

Packed = tuple[int, bool, int, bytes]
"""The fields of a `Portion`, its blocks as JSON in UTF-8; Python looks through no plain tuple for garbage."""


class PackedSection(Section):
    """A section that unpacks its blocks whenever they are asked for, and keeps its text alone.

    It equals the section that it was packed from.
    """

    @property
    def portions(self) -> tuple[Packed, ...]:
        """The section's blocks; at least one portion."""
        packed: tuple[Packed, ...] = self.__dict__["_portions"]
        return packed

    @property
    def text(self) -> str:
        """See `Section`."""
        text: str = self.__dict__["_text"]
        return text

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """See `Section`; laid out anew each time."""
        return lay_out(self.blocks)[1]

    @property  # type: ignore[misc]  # a frozen field is only read, too
    def blocks(self) -> tuple[Block, ...]:
        """See `Section`; unpacked anew each time."""
        return join(unpacked(packed) for packed in self.portions)

    @property  # type: ignore[misc]  # a frozen field is only read, too
    def heading(self) -> tuple[Inline, ...]:
        """See `Section`; only one that says more than the title is kept."""
        return self.__dict__.get("heading") or (Text(self.title),)

    def replace(self, **changes: Any) -> Section:  # type: ignore[override]  # an unpacked one where it has other blocks
        """See `Value`."""
        if "blocks" in changes or changes.keys() - {*self.__match_args__}:
            return Section(**{**self.as_dict(), **changes})
        other = PackedSection.__new__(PackedSection)
        other.__dict__.update({**self.__dict__, "heading": self.heading, **changes})
        return other

    def __eq__(self, other: object) -> bool:
        """Whether `other` is a section with the same fields, packed or not."""
        return self._fields() == other._fields() if isinstance(other, Section) else NotImplemented

    def __hash__(self) -> int:
        """As of the section that it was packed from."""
        return hash((Section, self._fields()))


def unpacked(packed: Packed) -> Portion:
    """The portion that `packed` stands for."""
    offset, continues, weight, data = packed
    return Portion(offset, continues, weight, compiled.value(json.loads(data)))


def pack(section: Section) -> list[bytes]:
    """What `unpack` makes `section` again of: lines without their ends."""
    portions = list(cut(section))
    is_plain = section.heading == (Text(section.title),)
    fields = section.as_dict() | {"blocks": (), "heading": () if is_plain else section.heading}
    about = [(portion.offset, portion.continues, portion.weight) for portion in portions]
    head = (compiled.plain(tuple(fields.values())), is_plain, section.text, about)
    return [_json(value) for value in (head, *(compiled.plain(portion.blocks) for portion in portions))]


def unpack(lines: Iterator[bytes]) -> PackedSection:
    """The section whose lines are next. Raises StopIteration, ValueError where they are torn."""
    fields, is_plain, text, about = json.loads(next(lines))
    named = dict(zip(Section.__match_args__, map(compiled.value, fields), strict=True))
    del named["blocks"]
    if is_plain:
        del named["heading"]
    section = PackedSection.__new__(PackedSection)
    portions = tuple((offset, continues, weight, next(lines)) for offset, continues, weight in about)
    section.__dict__.update(named, _text=text, _portions=portions)
    return section


def _json(value: object) -> bytes:
    # Halves of characters, which a text may hold, come back as they are: `json.loads` takes them so too.
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
