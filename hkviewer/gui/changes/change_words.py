"""Changes in words: the summary in two sentences, a row of the list, and what is said aloud."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby

from hkviewer.compare.editions import ADDED, DELETED, INSERTED, REDATED, REMOVED, SAME, VALUE, SheetChanges
from hkviewer.compare.sentences import passed_over_sentence
from hkviewer.content.model import BETWEEN_CELLS
from hkviewer.gui.changes.passages import HEADING, Change, Passage, Piece

_ROW = 110
"""Characters of a row of the list."""
_AROUND = 60
"""Unchanged characters that are said before and after a change."""
_MOST_SAID = 900
"""Characters of a change that are said: who wants more reads it."""
_SHOWN = {DELETED: "− {}", INSERTED: "+ {}"}
_SAID = {DELETED: "[deleted: {}]", INSERTED: "[inserted: {}]"}
"""In a row that is read aloud: “− 5% + 3%” would be two figures, the one below zero."""


def two_sentences(changes: SheetChanges) -> str:
    """How much changed: in the text, and of its figures."""
    if changes.is_same:
        return "Nothing changed: both texts say the same."
    told = [_text_sentence(changes), _figures_sentence(changes)]
    if not any(told):
        return "The text is the same. What stands outside of it changed."
    return " ".join(filter(None, told))


def _text_sentence(changes: SheetChanges) -> str:
    counts, (deleted, inserted) = changes.counts, changes.words
    names = ("changed", "added", "removed", "moved", "renamed")
    kinds = [(getattr(counts, name), name) for name in names if getattr(counts, name)]
    sections = _and([f"{number:,} {name}" for number, name in kinds])
    words = _and([f"{n:,} {name}" for n, name in ((deleted, "deleted"), (inserted, "inserted")) if n])
    if not sections:
        return ""
    one = kinds[0][0] == 1 and len(kinds) == 1
    all_of_them = f"{len(changes.sections):,} section{'' if len(changes.sections) == 1 else 's'}"
    first = f"Of {all_of_them} {sections.replace(' ', ' was ' if one else ' were ', 1)}"
    if not words:
        return f"{first}."
    return f"{first}, with {words.replace(' ', ' word ' if words.startswith('1 ') else ' words ', 1)}."


def _figures_sentence(changes: SheetChanges) -> str:
    kinds = Counter(change.kind for change in changes.figures)
    if not kinds:
        return ""
    parts = []
    for kind, one, several in (
        (VALUE, "has another value", "have another value"),
        (REDATED, "another date", "another date"),
        (ADDED, "is new", "are new"),
        (REMOVED, "is gone", "are gone"),
    ):
        if number := kinds[kind]:
            has = ("has " if number == 1 else "have ") if kind == REDATED and not kinds[VALUE] else ""
            parts.append(f"{number:,} {has}{one if number == 1 else several}")
    more = [passed_over_sentence(changes.passed_over)] if changes.passed_over else []
    return " ".join([f"Of the figures {_and(parts)}.", *more])


def _and(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def row_words(change: Change, *, is_said: bool = False) -> str:
    """A change in a row of the list: what is gone after “−”, what is new after “+”; said, in words."""
    # The heading of a section that came or went stands above the row, too.
    passages = [each for each in change.passages if each.kind != HEADING] or change.passages
    pieces = list(_first(piece for passage in passages for piece in _parted(passage)))
    notes = list(dict.fromkeys(passage.note for passage in passages if passage.is_moved))
    words = _fitting(list(_places(pieces)), _SAID if is_said else _SHOWN)
    if notes and not words:
        words = _flat(piece.text for piece in pieces)
    told = ": ".join(filter(None, (*(f"{note[:1].upper()}{note[1:]}" for note in notes), words)))
    return told if is_said or len(told) <= _ROW else f"{told[: _ROW - 1].rstrip()}…"


def _first(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces that a row may have room for."""
    changed = 0
    for piece in pieces:
        yield piece
        changed += min(len(piece.text.strip()), _ROW // 2) if piece.kind != SAME else 0
        if changed > _ROW:
            return


_Parts = list[tuple[str, str]]


def _places(pieces: Iterable[Piece]) -> Iterator[_Parts]:
    """For each place that changed what is gone and what is new there; a figure keeps its unit and date."""
    for is_change, inner in groupby(pieces, key=lambda piece: piece.kind != SAME or piece.is_figure):
        place = list(inner)
        if is_change and any(piece.kind != SAME for piece in place):
            both = [
                (kind, _flat(piece.text for piece in place if piece.kind in (SAME, kind)))
                for kind in (DELETED, INSERTED)
            ]
            if parts := [part for part in both if part[1]]:
                yield parts


def _fitting(places: list[_Parts], forms: dict[str, str]) -> str:
    """What a row says: of too many places the first ones; of too many words in it some of either text."""
    lengths = accumulate(sum(len(text) + 3 for _, text in parts) + 1 for parts in places)
    count = sum(length <= _ROW for length in lengths)
    shown = [" ".join(forms[kind].format(text) for kind, text in parts) for parts in places]
    if count and count < len(shown):
        shown[count:] = ["…"]
    elif not count and shown:
        both = _cut([part for parts in places for part in parts])
        return " ".join(forms[kind].format(text) for kind, text in both)
    return "; ".join(shown)


def _cut(parts: _Parts) -> _Parts:
    """The first words that went and the first that came, both to be seen."""
    if len(parts) < 2:
        return parts
    first = parts[0]
    second = next((part for part in parts[1:] if part[0] != first[0]), parts[1])
    most = (_ROW - 8) // 2
    rooms = [most + max(0, most - len(other[1])) for other in (second, first)]
    return [
        (kind, text if len(text) <= room else f"{text[: room - 1].rstrip()}…")
        for (kind, text), room in zip((first, second), rooms, strict=True)
    ]


def said(change: Change) -> str:
    """A change as it is said behind its section, with some words around it, and its figures."""
    figures = [words.removeprefix(f"{change.section}: ") for words in change.figures]
    return _limited([_said_of(passage) for passage in change.passages], figures).replace(BETWEEN_CELLS, ", ")


def marks_of(change: Change) -> str:
    """What is said when the caret comes into a change, whose words the screen reader reads by itself."""
    notes = (f"[{passage.note}]" for passage in change.passages if passage.is_moved)
    marks = _joined(piece for passage in change.passages for piece in _parted(passage))
    return _limited([*notes, *(f"[{kind}: {text}]" for kind, text in marks)], change.figures)


def _limited(parts: Iterable[str], figures: Sequence[str]) -> str:
    words = " ".join(filter(None, parts))
    if len(words) > _MOST_SAID:
        words = f"{words[:_MOST_SAID]}… goes on"
    return ". ".join(filter(None, (words.rstrip("."), *figures)))


def _said_of(passage: Passage) -> str:
    """A passage with what is gone and what is new in brackets."""
    words = [f"[{passage.note}]"] if passage.is_moved else []
    pieces = list(_parted(passage))
    for kind, text in _joined(pieces, with_same=True):
        words.append(_middle_left_out(text) if kind == SAME else f"[{kind}: {text}]")
    return " ".join(words)


def _parted(passage: Passage) -> Iterable[Piece]:
    """The pieces of a passage, with a blank behind the last: another passage follows."""
    return (*passage.pieces, Piece(SAME, "\n"))


def _joined(pieces: Iterable[Piece], *, with_same: bool = False) -> list[tuple[str, str]]:
    """The words of neighbours of one kind together; those without letters are left out."""
    joined: list[tuple[str, list[str]]] = []
    for piece in pieces:
        if not joined or joined[-1][0] != piece.kind:
            # Between two passages of one kind there is nothing but a blank.
            joined.append((piece.kind, []))
        joined[-1][1].append(piece.text)
    flat = ((kind, _flat(texts)) for kind, texts in joined)
    return [(kind, text) for kind, text in flat if text and (with_same or kind != SAME)]


def _flat(texts: Iterable[str]) -> str:
    return " ".join("".join(texts).split())


def _middle_left_out(text: str) -> str:
    if len(text) <= 2 * _AROUND:
        return text
    return f"{text[:_AROUND].rpartition(' ')[0]} … {text[-_AROUND:].partition(' ')[2]}"
