"""Sections of a large document, whose blocks stay packed until they are asked for.

A document of 18 MB has two million values; to keep them costs 300 MB, and Python looks through all of them
for garbage, with the window standing still for a second. Packed they are a piece of bytes for each portion,
and one more for the whole of a section with a block that is cut.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hkviewer.content import compiled
from hkviewer.content.model import Block, Inline, Leaf, Section, Text, lay_out
from hkviewer.content.portions import Portion, cut, leaf_count, runs_of_blocks
from hkviewer.system.values import Value

Packed = tuple[int, int, bytes]
"""Offset, weight, blocks and starts of a `Portion`, the latter as JSON in UTF-8.

Python looks through no plain tuple for garbage.
"""

PackedBlocks = tuple[int, bytes, tuple[bytes, ...]]
"""Some blocks as JSON; of a long one, without what its field of that number holds, and that in pieces."""
_AT_ONCE, _TOGETHER = 200_000, 200
"""Code points of a text, and items, rows or the like, that are read as JSON in one go.

Meanwhile no other thread runs, the window's neither.
"""


class PackedSection(Section):
    """A section that unpacks its blocks whenever they are asked for, and keeps its text alone.

    It equals the section that it was packed from.
    """

    @property
    def portions(self) -> tuple[Packed, ...]:
        """The section's blocks as they are shown; at least one portion."""
        packed: tuple[Packed, ...] = self.__dict__["_portions"]
        return packed

    @property
    def text(self) -> str:
        """See `Section`."""
        text: str = self.__dict__["_text"]
        return text

    @property
    def leaf_count(self) -> int:
        """About how many leaves it has, which takes no time."""
        return leaf_count(len(self.text), sum(weight for _, weight, _ in self.portions))

    def may_hold(self, kind: type[Value]) -> bool:
        """Whether values of a `kind` stand in its blocks, or words look so; it unpacks none of them."""
        name = f'"{kind.__name__}"'.encode()
        return any(name in data for _, _, data in self.portions)

    @property
    def paragraph_starts(self) -> tuple[int, ...]:
        """See `Section`; kept, as are the two below."""
        starts: tuple[int, ...] = self.__dict__["_paragraphs"]
        return starts

    @property
    def note_starts(self) -> dict[int, int]:
        """See `Section`."""
        return dict(self.__dict__["_notes"])

    @property
    def mention_starts(self) -> dict[int, int]:
        """See `Section`."""
        return dict(self.__dict__["_mentions"])

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """See `Section`; laid out anew each time."""
        return lay_out(self.blocks)[1]

    @property  # type: ignore[misc]  # a frozen field is only read, too
    def blocks(self) -> tuple[Block, ...]:
        """See `Section`; unpacked anew each time."""
        whole: tuple[PackedBlocks, ...] = self.__dict__["_whole"]
        if whole:
            return tuple(block for packed in whole for block in _whole_blocks(packed))
        return tuple(block for packed in self.portions for block in unpacked(packed).blocks)

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
    offset, weight, data = packed
    blocks, starts = json.loads(data)
    return Portion(offset, weight, _blocks(blocks), tuple(starts))


def pack(section: Section) -> list[bytes]:
    """What `unpack` makes `section` again of: lines without their ends."""
    portions = list(cut(section))
    is_plain = section.heading == (Text(section.title),)
    fields = section.as_dict() | {"blocks": (), "heading": () if is_plain else section.heading}
    is_cut = tuple(block for portion in portions for block in portion.blocks) != section.blocks
    whole = [_packed_blocks(run) for run in runs_of_blocks(section.blocks)] if is_cut else []
    texts = [section.text[at : at + _AT_ONCE] for at in range(0, len(section.text), _AT_ONCE)]
    head = (
        compiled.plain(tuple(fields.values())),
        is_plain,
        len(texts),
        [(field, len(pieces)) for field, _, pieces in whole],
        [(portion.offset, portion.weight) for portion in portions],
        (section.paragraph_starts, [*section.note_starts.items()], [*section.mention_starts.items()]),
    )
    shown = (_json((compiled.plain(portion.blocks), portion.starts)) for portion in portions)
    kept = (line for _, first, pieces in whole for line in (first, *pieces))
    return [*map(_json, (head, *texts)), *kept, *shown]


def unpack(lines: Iterator[bytes]) -> PackedSection:
    """The section whose lines are next. Raises StopIteration, ValueError where they are torn."""
    fields, is_plain, texts, whole, about, (paragraphs, notes, mentions) = json.loads(next(lines))
    named = dict(zip(Section.__match_args__, map(compiled.value, fields), strict=True))
    del named["blocks"]
    if is_plain:
        del named["heading"]
    section = PackedSection.__new__(PackedSection)
    section.__dict__.update(
        named,
        _text="".join(json.loads(next(lines)) for _ in range(texts)),
        _whole=tuple(
            (field, next(lines), tuple(next(lines) for _ in range(pieces))) for field, pieces in whole
        ),
        _paragraphs=tuple(paragraphs),
        _notes=tuple(map(tuple, notes)),
        _mentions=tuple(map(tuple, mentions)),
        _portions=tuple((offset, weight, next(lines)) for offset, weight in about),
    )
    return section


def _packed_blocks(blocks: tuple[Block, ...]) -> PackedBlocks:
    if len(blocks) > 1:
        return -1, _json(compiled.plain(blocks)), ()
    ((kind, fields),) = compiled.plain(blocks[0]).items()
    lengths = [len(value) if isinstance(value, list) else 0 for value in fields]
    if not lengths or max(lengths) <= _TOGETHER:
        return -1, _json([{kind: fields}]), ()
    field = lengths.index(max(lengths))
    long, fields[field] = fields[field], []
    pieces = (long[at : at + _TOGETHER] for at in range(0, len(long), _TOGETHER))
    return field, _json({kind: fields}), tuple(map(_json, pieces))


def _whole_blocks(packed: PackedBlocks) -> tuple[Block, ...]:
    field, first, pieces = packed
    plain = json.loads(first)
    if field < 0:
        return _blocks(plain)
    ((_, fields),) = plain.items()
    fields[field] = [part for piece in pieces for part in json.loads(piece)]
    return _blocks([plain])


def _blocks(plain: Any) -> tuple[Block, ...]:
    blocks: tuple[Block, ...] = compiled.value(plain)
    return blocks


def _json(value: object) -> bytes:
    # Halves of characters, which a text may hold, come back as they are: `json.loads` takes them so too.
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
