"""Sections of a large document, whose blocks stay packed until they are asked for.

A document of 18 MB has two million values; to keep them costs 300 MB, and Python looks through all of them
for garbage, with the window standing still for a second. Packed they are some compressed bytes for each
portion, and more for the whole of a section with a block that is cut.
"""

from __future__ import annotations

import binascii
import itertools
import json
import operator
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from hkviewer.content import compiled
from hkviewer.content.model import Block, Inline, LaidOut, Leaf, Section, Text, lay_out
from hkviewer.content.portions import Portion, cut, leaf_count, runs_of_blocks
from hkviewer.system.values import Value

Packed = tuple[int, int, bytes]
"""Offset, weight, blocks and starts of a `Portion`, the latter as JSON, compressed.

Python looks through no plain tuple for garbage.
"""

PackedBlocks = tuple[int, bytes, tuple[bytes, ...]]
"""Some blocks as JSON, compressed; of a long one, without what its field of that number holds, and that in
pieces."""
_AT_ONCE, _TOGETHER = 200_000, 200
"""Code points of a text, and items, rows or the like, that are read as JSON in one go.

Meanwhile no other thread runs, the window's neither.
"""
_FAST = 1
"""Of zlib's levels: a list of short items takes a twentieth of its JSON so."""
_PLACES = ("_searched", "_paragraphs", "_notes", "_mentions")
_NUMBERS = "I"
"""How the places of runs, paragraphs and notes are kept, of which there may be millions."""
_NO_PLACES = array(_NUMBERS)
_FIELDS = tuple(name for name in Section.__match_args__ if name not in ("blocks", "heading"))


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

    def may_hold(self, *kinds: type[Value]) -> bool:
        """Whether values of one of `kinds` stand in its blocks, or words look so; it makes none of them."""
        names = [f'"{kind.__name__}"'.encode() for kind in kinds]
        unpacked = (zlib.decompress(data) for _, _, data in self.portions)
        return any(name in blocks for blocks in unpacked for name in names)

    @property
    def searched(self) -> Iterator[tuple[int, str]]:
        """See `Section`; nothing is unpacked for it."""
        text, places = self.text, iter(self.__dict__["_searched"])
        return ((start, text[start : start + length]) for start, length in zip(places, places, strict=True))

    @property
    def paragraph_starts(self) -> Sequence[int]:
        """See `Section`; kept, as are the two below."""
        starts: array[int] = self.__dict__["_paragraphs"]
        return starts

    @property
    def note_starts(self) -> dict[int, int]:
        """See `Section`."""
        return _paired(self.__dict__["_notes"])

    @property
    def mention_starts(self) -> dict[int, int]:
        """See `Section`."""
        return _paired(self.__dict__["_mentions"])

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
    blocks, starts = json.loads(zlib.decompress(data))
    return Portion(offset, weight, _blocks(blocks), tuple(starts))


def pack(section: Section) -> PackedSection:
    """`section`, packed."""
    if isinstance(section, PackedSection):
        return section
    laid_out = LaidOut(section.blocks)
    portions: list[Packed] = []
    number = 0  # of the blocks that are not cut
    is_cut = False
    for portion in cut(section, laid_out=laid_out):
        own = section.blocks[number : number + len(portion.blocks)]
        number += len(portion.blocks)
        is_cut = is_cut or len(own) != len(portion.blocks) or any(map(operator.is_not, own, portion.blocks))
        data = f"[{compiled.json_of(portion.blocks)}, {json.dumps(portion.starts)}]"
        portions.append((portion.offset, portion.weight, _compressed(data)))
    whole = tuple(map(_packed_blocks, runs_of_blocks(section.blocks))) if is_cut else ()
    fields = [getattr(section, name) for name in _FIELDS]
    heading = () if section.heading == (Text(section.title),) else section.heading
    return _made(
        fields,
        heading,
        _text=laid_out.text,
        _whole=whole,
        _portions=tuple(portions),
        _searched=laid_out.searched,
        _paragraphs=laid_out.paragraphs,
        _notes=_flat(laid_out.notes),
        _mentions=_flat(laid_out.mentions),
    )


def lines_of(section: PackedSection) -> Iterator[bytes]:
    """What `received` makes `section` again of: lines without their ends."""
    own = vars(section)
    text, whole = section.text, own["_whole"]
    texts = [text[at : at + _AT_ONCE] for at in range(0, len(text), _AT_ONCE)]
    places = [name for name in _PLACES if own[name]]
    head = (
        [compiled.plain(own[name]) for name in _FIELDS],
        compiled.plain(own.get("heading", ())),
        len(texts),
        [(field, len(pieces)) for field, _, pieces in whole],
        [(offset, weight) for offset, weight, _ in section.portions],
        places,
    )
    yield json.dumps(head).encode()
    # Halves of characters, which a text may hold, come back as they are: `json.loads` takes them so too.
    yield from (_line(_compressed(json.dumps(each))) for each in texts)
    yield from (_line(data) for _, first, pieces in whole for data in (first, *pieces))
    yield from (_line(data) for _, _, data in section.portions)
    yield from (_line(zlib.compress(own[name].tobytes(), _FAST)) for name in places)


def received(lines: Iterator[bytes]) -> PackedSection:
    """The section whose lines are next. Raises StopIteration, ValueError where they are torn."""
    fields, heading, texts, whole, about, places = json.loads(next(lines))
    return _made(
        map(compiled.value, fields),
        compiled.value(heading),
        _text="".join([json.loads(zlib.decompress(_data(lines))) for _ in range(texts)]),
        _whole=tuple(
            (field, _data(lines), tuple([_data(lines) for _ in range(pieces)])) for field, pieces in whole
        ),
        _portions=tuple((offset, weight, _data(lines)) for offset, weight in about),
        **{name: array(_NUMBERS, zlib.decompress(_data(lines))) for name in places},
    )


def _made(fields: Iterable[Any], heading: tuple[Inline, ...], **packed: Any) -> PackedSection:
    section = PackedSection.__new__(PackedSection)
    places = {name: packed.get(name) or _NO_PLACES for name in _PLACES}
    section.__dict__.update(zip(_FIELDS, fields, strict=True), **(packed | places))
    if heading:
        section.__dict__["heading"] = heading
    return section


def _packed_blocks(blocks: tuple[Block, ...]) -> PackedBlocks:
    if len(blocks) == 1:
        fields = blocks[0].as_dict()
        longest = max(fields, key=lambda name: len(fields[name]) if isinstance(fields[name], tuple) else 0)
        long = fields[longest]
        if isinstance(long, tuple) and len(long) > _TOGETHER:
            first = compiled.json_of(blocks[0].replace(**{longest: ()}))
            pieces = (long[at : at + _TOGETHER] for at in range(0, len(long), _TOGETHER))
            packed = tuple(_compressed(compiled.json_of(piece)) for piece in pieces)
            return [*fields].index(longest), _compressed(first), packed
    return -1, _compressed(compiled.json_of(blocks)), ()


def _whole_blocks(packed: PackedBlocks) -> tuple[Block, ...]:
    field, first, pieces = packed
    plain = json.loads(zlib.decompress(first))
    if field < 0:
        return _blocks(plain)
    ((_, fields),) = plain.items()
    fields[field] = [part for piece in pieces for part in json.loads(zlib.decompress(piece))]
    return _blocks([plain])


def _blocks(plain: Any) -> tuple[Block, ...]:
    blocks: tuple[Block, ...] = compiled.value(plain)
    return blocks


def _flat(numbered: dict[int, int]) -> array[int]:
    return array(_NUMBERS, itertools.chain.from_iterable(numbered.items()))


def _paired(flat: array[int]) -> dict[int, int]:
    return dict(zip(flat[::2], flat[1::2], strict=True))


def _compressed(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "surrogatepass"), _FAST)


def _line(data: bytes) -> bytes:
    return binascii.b2a_base64(data, newline=False)


def _data(lines: Iterator[bytes]) -> bytes:
    return binascii.a2b_base64(next(lines))
