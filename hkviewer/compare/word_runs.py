"""Two blocks that belong together, word by word: what is the same, what was deleted, what was inserted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from hkviewer.compare.changes import Change, differing
from hkviewer.compare.editions import DELETED, INSERTED, SAME, Run, Runs
from hkviewer.compare.figure_marks import SIGN
from hkviewer.compare.pieces import Piece
from hkviewer.compare.tokens import MARK, NUMBER, Token, tokens

_BREAK = "\0"
"""The key of what parts two pieces; no word has it."""
_CRUMB = 3
"""Letters of a word that is not left unchanged on its own between two changes,"""
_UNITS = frozenset("km m cm mm kg g t ha sq cu ft mi nm lb oz l bn mn tn kw mw gw kwh bbl kv hz".split())
"""unless it is a unit."""
_LONE_WORD = re.compile(r"(\W*)([^\W\d_]{1,3})(\W*)")

Cut = Callable[[Sequence[str], Sequence[str]], list[Change]]
"""Tells the words of two texts apart, such as `differing`."""


class Stretch(NamedTuple):
    """A part of a section's text that is compared: its tokens, those that part pieces among them."""

    text: str
    start: int
    end: int
    tokens: list[Token]


def whole_runs(piece: Piece, kind: str) -> Runs:
    """The only run of a block that was inserted or deleted."""
    return (Run(kind, piece.text[piece.start : piece.end]),)


def flowing_runs(old: Sequence[Piece], new: Sequence[Piece], cut: Cut, *, exact: bool) -> Runs:
    """The runs of pieces that are no table rows, whose words are told apart as `cut` does it."""
    runs = _Runs(exact=exact)
    _add_lead(runs, old[0], new[0])
    _add_stretches(runs, _stretch(old), _stretch(new), cut)
    # Of another kind, its mark is a change, too.
    return runs.done() if old[0].kind == new[0].kind else tuple(_without_crumbs_beside_marks(runs.done()))


def row_runs(
    old: Piece, new: Piece, columns: Sequence[tuple[int | None, int | None]], *, exact: bool
) -> Runs:
    """The runs of a table's row; `columns` pairs its cells in their order, None where there is no partner."""
    runs = _Runs(exact=exact)
    _add_lead(runs, old, new)
    reached, new_reached = old.body, new.body
    for old_cell, new_cell in columns:
        if old_cell is not None and new_cell is not None:
            (start, end), (new_start, new_end) = old.cells[old_cell], new.cells[new_cell]
            runs.mark(old.text[reached:start], new.text[new_reached:new_start])
            one = Stretch(old.text, start, end, old.by_cell[old_cell])
            _add_stretches(runs, one, Stretch(new.text, new_start, new_end, new.by_cell[new_cell]))
            reached, new_reached = end, new_end
        elif old_cell is not None:
            end = old.cells[old_cell][1]
            runs.add(DELETED, old.text[reached:end])
            reached = end
        elif new_cell is not None:
            new_end = new.cells[new_cell][1]
            runs.add(INSERTED, new.text[new_reached:new_end])
            new_reached = new_end
    runs.mark(old.text[reached : old.end], new.text[new_reached : new.end])
    return tuple(_without_crumbs_beside_marks(runs.done()))


def title_runs(old: str, new: str, *, exact: bool) -> Runs:
    """The runs of a heading's words."""
    if old == new:
        return (Run(SAME, new),) if new else ()
    runs = _Runs(exact=exact)
    one, other = (Stretch(text, 0, len(text), tokens(text, 0, len(text), exact=exact)) for text in (old, new))
    _add_stretches(runs, one, other)
    return runs.done()


class _Runs:
    """Runs in the making: neighbours of one kind are one, but for what parts pieces."""

    def __init__(self, *, exact: bool) -> None:
        self.exact = exact
        self._runs: list[Run] = []
        self._is_closed = False

    def done(self) -> Runs:
        return tuple(self._runs)

    def add(self, kind: str, text: str) -> None:
        if not text:
            return
        if self._runs and not self._is_closed and self._runs[-1].kind == kind:
            last = self._runs[-1]
            if last.old_text is None:
                self._runs[-1] = Run(kind, last.text + text)
                return
        self._runs.append(Run(kind, text))
        self._is_closed = False

    def add_apart(self, kind: str, text: str) -> None:
        """Add what parts two pieces."""
        self._runs.append(Run(kind, text))
        self._is_closed = True

    def mark(self, old: str, new: str) -> None:
        """Add signs or blanks that are the same whatever they are."""
        if old == new:
            self.add(SAME, new)
        else:
            self._runs.append(Run(SAME, new, old))
            self._is_closed = False

    def alike(self, old: str, new: str) -> None:
        """Add what differs in typography at most, which counts if everything does."""
        if old == new or not self.exact:
            self.mark(old, new)
        else:
            self.add(DELETED, old)
            self.add(INSERTED, new)


def _stretch(pieces: Sequence[Piece]) -> Stretch:
    first, found = pieces[0], list(pieces[0].tokens)
    if len(pieces) == 1:
        return Stretch(first.text, first.body, first.end, found)
    text = first.text[: first.end]
    for piece in pieces[1:]:
        # What stood between two parts may have moved away.
        by = len(text) - piece.start
        found.append(Token(piece.start + by, piece.body + by, _BREAK, MARK))
        found += (token._replace(start=token.start + by, end=token.end + by) for token in piece.tokens)
        text += piece.text[piece.start : piece.end]
    return Stretch(text, first.body, len(text), found)


def _add_lead(runs: _Runs, old: Piece, new: Piece) -> None:
    """Add what stands before the words; where the block's kind changed, that shows."""
    before, after = old.text[old.start : old.body], new.text[new.start : new.body]
    if old.kind != new.kind and before != after:
        runs.add(DELETED, before)
        runs.add(INSERTED, after)
    else:
        runs.mark(before, after)


def _add_stretches(runs: _Runs, old: Stretch, new: Stretch, cut: Cut = differing) -> None:
    one, other = ([token.key for token in stretch.tokens] for stretch in (old, new))
    changes = list(_without_crumbs(cut(one, other), old.tokens, new.tokens))
    changes = [_with_sign(change, old, new) for change in changes]
    reached, at = (old.start, new.start), (0, 0)
    for change in changes:
        last = (change.old_start, change.new_start)
        reached = _add_same(runs, (old, new), (at, last), reached)
        reached = _add_change(runs, (old, new), change, reached)
        at = (change.old_end, change.new_end)
    reached = _add_same(runs, (old, new), (at, (len(one), len(other))), reached)
    runs.alike(old.text[reached[0] : old.end], new.text[reached[1] : new.end])


def _with_sign(change: Change, old: Stretch, new: Stretch) -> Change:
    """`change`, with what is one word to read: of "-11" that became "-12" or "11" the sign and the digits."""
    start, new_start, end, new_end = change.old_start, change.new_start, change.old_end, change.new_end
    if start < end and new_start < new_end:
        by = _is_signed(old, start) and _is_signed(new, new_start)  # the token before is the same in both
        return Change(start - by, end, new_start - by, new_end)
    if _is_signed(old, end) != _is_signed(new, new_end):  # the sign alone came or went
        return _with_sign(Change(start, end + 1, new_start, new_end + 1), old, new)
    side, first, last = (old, start, end) if start < end else (new, new_start, new_end)
    slides = _is_signed(side, first) and _is_signed(side, last)
    slides = slides and side.tokens[first - 1].key == side.tokens[last - 1].key
    return change.shifted(-slides, -slides)  # of "-5 -11" the first went, not "5 -"


def _is_signed(stretch: Stretch, number: int) -> bool:
    """Whether that token is a number, with a sign of its own before it."""
    if not 0 < number < len(stretch.tokens):
        return False
    before, token = stretch.tokens[number - 1 : number + 1]
    if token.kind != NUMBER or before.kind != MARK or before.end != token.start:
        return False
    around = stretch.text[max(stretch.start, before.start - 1) : token.start]
    return SIGN.search(around) is not None


def _add_same(
    runs: _Runs,
    both: tuple[Stretch, Stretch],
    tokens_: tuple[tuple[int, int], tuple[int, int]],
    reached: tuple[int, int],
) -> tuple[int, int]:
    """Add tokens that are the same, from the first pair of numbers to the second; where they end."""
    (old, new), ((i, j), (last, new_last)) = both, tokens_
    if i == last:
        return reached
    ends = old.tokens[last - 1].end, new.tokens[new_last - 1].end
    if old.text[reached[0] : ends[0]] == new.text[reached[1] : ends[1]]:
        runs.add(SAME, new.text[reached[1] : ends[1]])
        return ends
    at, new_at = reached
    for token, other in zip(old.tokens[i:last], new.tokens[j:new_last], strict=True):
        runs.alike(old.text[at : token.start], new.text[new_at : other.start])
        runs.alike(old.text[token.start : token.end], new.text[other.start : other.end])
        at, new_at = token.end, other.end
    return ends


def _add_change(
    runs: _Runs, both: tuple[Stretch, Stretch], change: Change, reached: tuple[int, int]
) -> tuple[int, int]:
    """Add what changed, with the blanks before and behind it; where those end."""
    old = _Side.of(both[0], change.old_start, change.old_end, reached[0])
    new = _Side.of(both[1], change.new_start, change.new_end, reached[1])
    if old.middle and new.middle:
        _add_replaced(runs, old, new)
    elif new.middle:
        _add_one_side(runs, new, old.before, INSERTED)
    else:
        _add_one_side(runs, old, new.before, DELETED)
    return old.reached, new.reached


class _Side(NamedTuple):
    """One text's part of a change: its tokens cut where pieces part, and the blanks around them."""

    before: str
    middle: list[str]
    after: str
    reached: int

    @classmethod
    def of(cls, stretch: Stretch, start: int, end: int, reached: int) -> _Side:
        text, found = stretch.text, stretch.tokens
        beyond = found[end].start if end < len(found) else stretch.end
        if start == end:
            return cls(text[reached:beyond], [], "", beyond)
        first, last = found[start].start, found[end - 1].end
        middle, at = [], first
        for token in found[start:end]:
            if token.key == _BREAK:
                middle += [text[at : token.start], text[token.start : token.end]]
                at = token.end
        return cls(text[reached:first], [*middle, text[at:last]], text[last:beyond], beyond)


def _add_replaced(runs: _Runs, old: _Side, new: _Side) -> None:
    before = old.before == new.before or bool(old.before and new.before and not runs.exact)
    after = old.after == new.after or bool(old.after and new.after and not runs.exact)
    if before:
        runs.mark(old.before, new.before)
    _add_parts(runs, DELETED, old, before=not before, after=not after)
    _add_parts(runs, INSERTED, new, before=not before, after=not after)
    if after:
        runs.mark(old.after, new.after)


def _add_parts(runs: _Runs, kind: str, side: _Side, *, before: bool, after: bool) -> None:
    """Add the changed words of one side, with the blanks where they are asked for."""
    if before:
        runs.add(kind, side.before)
    for number, part in enumerate(side.middle):
        if number % 2:
            runs.add_apart(kind, part)
        else:
            runs.add(kind, part)
    if after:
        runs.add(kind, side.after)


def _add_one_side(runs: _Runs, side: _Side, blanks: str, kind: str) -> None:
    """Add words that only one text has; in the other `blanks` stand in their place."""

    def mark(own: str) -> None:
        runs.mark(*((blanks, own) if kind == INSERTED else (own, blanks)))

    if side.before == blanks or (blanks and not runs.exact and (side.before or not side.after)):
        mark(side.before)
        _add_parts(runs, kind, side, before=False, after=True)
    elif side.after == blanks or (blanks and not runs.exact):
        _add_parts(runs, kind, side, before=True, after=False)
        mark(side.after)
    else:
        if kind == INSERTED:
            runs.add(DELETED, blanks)
        _add_parts(runs, kind, side, before=True, after=True)
        if kind == DELETED:
            runs.add(INSERTED, blanks)


def _without_crumbs(changes: Sequence[Change], old: list[Token], new: list[Token]) -> Iterator[Change]:
    """`changes`, those with nothing but a crumb between them as one."""
    pending: Change | None = None
    for change in changes:
        if pending is None:
            pending = change
        elif _is_crumb(pending, change, old, new):
            pending = Change(pending.old_start, change.old_end, pending.new_start, change.new_end)
        else:
            yield pending
            pending = change
    if pending is not None:
        yield pending


def _without_crumbs_beside_marks(runs: Runs) -> Iterator[Run]:
    """`runs`, without crumbs between changes that signs part: those of neighbouring cells, say."""
    for number, run in enumerate(runs):
        around = runs[max(0, number - 1) : number + 2]
        crumb = _LONE_WORD.fullmatch(run.text) if run.kind == SAME and run.old_text is None else None
        is_between = len(around) == 3 and SAME not in (around[0].kind, around[2].kind)
        if not (crumb and is_between and crumb[2] not in _UNITS and crumb[2].islower()):
            yield run
            continue
        for kind, text in ((SAME, crumb[1]), (DELETED, crumb[2]), (INSERTED, crumb[2]), (SAME, crumb[3])):
            if text:
                yield Run(kind, text)


def _is_crumb(one: Change, other: Change, old: list[Token], new: list[Token]) -> bool:
    between = old[one.old_end : other.old_start]
    words = [token for token in between if token.kind != MARK]
    if len(words) > 1 or len(between) > 2 * _CRUMB:
        return False
    figures = [_is_figure(change, old, new) for change in (one, other)]
    if not words:
        return not any(figures) and not any(
            token.key == _BREAK for change in (one, other) for token in _tokens_of(change, old, new)
        )
    return not all(figures) and _is_short(words[0])


def _is_short(token: Token) -> bool:
    word = token.key
    return word.isalpha() and word.islower() and len(word) <= _CRUMB and word not in _UNITS


def _tokens_of(change: Change, old: list[Token], new: list[Token]) -> list[Token]:
    return [*old[change.old_start : change.old_end], *new[change.new_start : change.new_end]]


def _is_figure(change: Change, old: list[Token], new: list[Token]) -> bool:
    """Whether figures changed, and nothing else."""
    words = [token for token in _tokens_of(change, old, new) if token.kind != MARK]
    return any(token.kind == NUMBER for token in words) and all(
        token.kind == NUMBER or token.key in _UNITS for token in words
    )
