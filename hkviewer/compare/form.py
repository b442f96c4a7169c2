"""Words that stand in both editions, and are set in one of them so that they say something else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from hkviewer.compare.editions import A_TABLE
from hkviewer.compare.likeness import RELATED, likeness
from hkviewer.compare.outside import Changed, contents
from hkviewer.compare.pieces import Piece
from hkviewer.compare.sentences import begun
from hkviewer.content.model import Emphasis, Inline, Link, Section, Strong, Styled, Text, plain_text

_MEANT = {"deleted": "struck through", "superscript": "superscript", "subscript": "subscript"}
"""Styles without which words say something else: a tariff of ~~25~~, 10<sup>3</sup> tonnes."""
_PROFILE = 400
"""Words by which a table is recognised in what it became."""
_PUNCTUATION = ".,;:!?()[]“”‘’\"'"


class _Set(NamedTuple):
    """Words in a style, and what stands about them up to the next blanks: ("superscript", "3", "103")."""

    style: str
    words: str
    around: str

    @property
    def told(self) -> str:
        """It in words: "103 (3 superscript)", "may not (struck through)"."""
        name = _MEANT[self.style]
        return f"{self.around} ({name if self.words == self.around else f'{self.words} {name}'})"


def changed_styles(old: Section, new: Section) -> Iterator[Changed]:
    """Words of both sections that one alone strikes through, raises or lowers, as each edition has them."""
    before, after = Counter(_set_otherwise(old)), Counter(_set_otherwise(new))
    came = list((after - before).elements())
    for gone in (before - after).elements():
        partner = next((each for each in came if each.around == gone.around), None)
        if partner:
            came.remove(partner)
            yield gone.told, partner.told
        elif _stands_in(gone.around, new):
            yield gone.told, gone.around
    yield from ((each.around, each.told) for each in came if _stands_in(each.around, old))


def changed_kinds(pairs: Sequence[tuple[Piece, Piece]]) -> Iterator[Changed]:
    """What kinds of blocks became which others, each once, and what stands deeper in lists, or less deep.

    `pairs` are blocks that belong together, and are set otherwise.
    """
    names = ((old.form.name, new.form.name) for old, new in pairs)
    yield from dict.fromkeys((old, new) for old, new in names if old and new and old != new)
    depths: dict[tuple[int, int], list[tuple[Piece, Piece]]] = {}
    for old, new in pairs:
        if old.form.depth and new.form.depth and old.form.depth != new.form.depth:
            depths.setdefault((old.form.depth, new.form.depth), []).append((old, new))
    for several in depths.values():
        (old, new), more = several[0], len(several) - 1
        yield _with_level(old, more), _with_level(new, more)


def changed_table(gone: Sequence[Piece], came: Sequence[Piece]) -> Changed | None:
    """That a table became a list or paragraphs, or these a table, of what has no partner in a section."""
    if not gone or not came or (gone[0].table is None) == (came[0].table is None):
        return None
    one, other = (tuple(chain.from_iterable(p.words for p in pieces))[:_PROFILE] for pieces in (gone, came))
    if likeness(one, other) <= RELATED:
        return None
    old, new = (pieces[0].form.name or A_TABLE for pieces in (gone, came))
    return old, new


def _with_level(piece: Piece, more: int) -> str:
    """Which level of its list an item stands on, and so many `more`."""
    words = begun(piece.text[piece.body : piece.end])
    return f"{words}{f' and {more:,} more' * bool(more)} (level {piece.form.depth} of its list)"


def _stands_in(words: str, section: Section) -> bool:
    whole = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    return any(whole.search(text) for text in (section.title, section.text))


def _set_otherwise(section: Section) -> Iterator[_Set]:
    for content in (section.heading, *contents(section.blocks)):
        if len(content) == 1 and isinstance(content[0], Text):  # as a rule
            continue
        text = ""
        for style, start, end in _styled(content, 0):
            text = text or plain_text(content)
            if text[start:end].strip():
                yield _Set(style, text[start:end], _around(text, start, end))


def _around(text: str, start: int, end: int) -> str:
    before, behind = text[:start].split(), text[end:].split()
    head = before[-1] if before and not text[start - 1].isspace() else ""
    tail = behind[0] if behind and not text[end].isspace() else ""
    return f"{head.lstrip(_PUNCTUATION)}{text[start:end]}{tail.rstrip(_PUNCTUATION)}"


def _styled(content: Sequence[Inline], offset: int) -> Iterator[tuple[str, int, int]]:
    """The styles that count, each with where its words begin and end; `content` begins at `offset`."""
    for inline in content:
        end = offset + len(plain_text((inline,)))
        match inline:
            case Styled(style, inner, _):
                if style in _MEANT:
                    yield style, offset, end
                yield from _styled(inner, offset)
            case Emphasis(inner) | Strong(inner) | Link(_, inner):
                yield from _styled(inner, offset)
            case _:
                pass
        offset = end
