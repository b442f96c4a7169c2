"""Which section of one edition became which of another: by its path, then by likeness of its words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar

from hkviewer.compare.changes import Change, differing
from hkviewer.compare.likeness import MOST_WORK, RELATED, are_quick, candidates, likeness, rough_likeness
from hkviewer.compare.ordering import in_order
from hkviewer.compare.pieces import Piece
from hkviewer.compare.tokens import MARK, folded, tokens
from hkviewer.content.model import Section

Key = TypeVar("Key")
_ALIKE = 0.5
_FEW_WORDS = 8
"""Words of a text that might be like another by chance."""
_MOST_PAIRS = 2_500
"""Of sections in one section that are each compared with each."""
_MOST_WORDS = 3_000
"""Of a section and those below it, that its likeness is measured by."""
_ROUNDS = 4


class Outline:
    """The sections of an edition, with what they are recognised by.

    Attributes:
        sections: in the order of `show`.
        pieces: the pieces of each.
        outer: for each the number of the section it lies in, -1 for the outermost.
    """

    def __init__(self, sections: Sequence[Section], pieces: Sequence[Sequence[Piece]]) -> None:
        self.sections = sections
        self.pieces = pieces
        self.outer = list(_outer(sections))
        self._keys: dict[int, tuple[str, ...]] = {}
        self._words: dict[int, tuple[str, ...]] = {}
        self._title_words: dict[int, tuple[str, ...]] = {}

    @cached_property
    def titles(self) -> list[str]:
        """Each title, folded; "" for the words above any heading, wherever their title is from."""
        return [
            folded(section.title).casefold() if section.heading_shown else "" for section in self.sections
        ]

    @cached_property
    def paths(self) -> list[tuple[str, ...]]:
        """Each path, folded."""
        paths: list[tuple[str, ...]] = []
        for number, title in enumerate(self.titles):
            outer = self.outer[number]
            paths.append((*(paths[outer] if outer >= 0 else ()), title))
        return paths

    def title_words(self, number: int) -> tuple[str, ...]:
        """The words of a title."""
        if number not in self._title_words:
            title = self.titles[number]
            found = tokens(title, 0, len(title))
            self._title_words[number] = tuple(token.key for token in found if token.kind != MARK)
        return self._title_words[number]

    def key(self, number: int) -> tuple[str, ...]:
        """What the blocks of a section are known by; equal for equal texts."""
        if number not in self._keys:
            self._keys[number] = tuple(piece.key for piece in self.pieces[number])
        return self._keys[number]

    @cached_property
    def title_counts(self) -> Counter[str]:
        """How many sections have each title."""
        return Counter(self.titles)

    @cached_property
    def key_counts(self) -> Counter[tuple[str, ...]]:
        """How many have each text."""
        return Counter(map(self.key, range(len(self.sections))))

    @cached_property
    def weights(self) -> list[float]:
        """What each counts for in its place: as many as can stay, and of so many those with more text."""
        words = [1 + len(section.text) for section in self.sections]
        for number in range(len(words) - 1, -1, -1):
            if self.outer[number] >= 0:
                words[self.outer[number]] += words[number]
        return [1 + 1e-9 * count for count in words]

    def words(self, number: int) -> tuple[str, ...]:
        """The words of a text, or of the sections below one that has none."""
        if number not in self._words:
            pieces = self.pieces[number]
            own = [word for piece in pieces for word in piece.words] if pieces else self._below(number)
            self._words[number] = tuple(own)
        return self._words[number]

    def _below(self, number: int) -> list[str]:
        words: list[str] = []
        level = self.sections[number].level
        for below in range(number + 1, len(self.sections)):
            if self.sections[below].level <= level or len(words) > _MOST_WORDS:
                break
            words += self.title_words(below)
            words += (word for piece in self.pieces[below] for word in piece.words)
        return words[:_MOST_WORDS]


def _outer(sections: Sequence[Section]) -> Iterator[int]:
    path: list[int] = []
    for number, section in enumerate(sections):
        while path and sections[path[-1]].level >= section.level:
            path.pop()
        yield path[-1] if path else -1
        path.append(number)


class SectionPairs:
    """The sections of two outlines that belong together.

    Attributes:
        new_of: for each old section that has a partner, its number in the new edition.
        old_of: the other way round.
    """

    def __init__(self, old: Outline, new: Outline) -> None:
        self._old, self._new = old, new
        self.new_of: dict[int, int] = {-1: -1}
        self.old_of: dict[int, int] = {-1: -1}
        self._by_path()
        for _ in range(_ROUNDS):
            if not (self._below_partners() + self._by_likeness()):
                break
        del self.new_of[-1], self.old_of[-1]

    def moved(self) -> set[int]:
        """The numbers of the old sections that stand elsewhere now, but for what moved with its parent."""
        pairs = sorted(self.new_of.items())
        weights = self._old.weights
        kept = in_order([j for _, j in pairs], [weights[i] for i, _ in pairs])
        within: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        moved = set()
        for number, (i, j) in enumerate(pairs):
            outer, new_outer = self._old.outer[i], self._new.outer[j]
            if self.new_of.get(outer, -1 if outer < 0 else None) == new_outer:
                within[outer].append((i, j))
            elif (outer in self.new_of or outer < 0) and (new_outer in self.old_of or new_outer < 0):
                if number not in kept or not (
                    min(outer, new_outer) < 0 or self._has_other_level(outer, new_outer)
                ):
                    moved.add(i)
            elif number not in kept:
                moved.add(i)
        for siblings in within.values():
            order = in_order([j for _, j in siblings], [weights[i] for i, _ in siblings])
            moved |= {i for number, (i, _) in enumerate(siblings) if number not in order}
        return moved

    def _has_other_level(self, outer: int, new_outer: int) -> bool:
        """Whether one of two sections has another level now: what follows it stays, but not below it."""
        pairs = (outer, self.new_of.get(outer, -1)), (self.old_of.get(new_outer, -1), new_outer)
        both = ((self._old.sections[i], self._new.sections[j]) for i, j in pairs if min(i, j) >= 0)
        return any(one.level != other.level for one, other in both)

    def _pair(self, i: int, j: int) -> None:
        self.new_of[i], self.old_of[j] = j, i

    def _unpaired(self) -> tuple[list[int], list[int]]:
        old = [i for i in range(len(self._old.sections)) if i not in self.new_of]
        new = [j for j in range(len(self._new.sections)) if j not in self.old_of]
        return old, new

    def _by_path(self) -> None:
        places, new_places = _numbers(self._old.paths), _numbers(self._new.paths)
        for path, old in places.items():
            new = new_places.get(path, [])
            if len(old) == len(new):
                for i, j in zip(old, new, strict=True):
                    self._pair(i, j)
            elif new:
                self._by_text(old, new)

    def _by_text(self, old: list[int], new: list[int]) -> None:
        """Pair sections of one path, of which one edition has more: equal ones, then those between."""
        i = j = 0
        for change in (
            *differing(list(map(self._old.key, old)), list(map(self._new.key, new))),
            Change(len(old), len(old), len(new), len(new)),
        ):
            for n, m in zip(old[i : change.old_start], new[j : change.new_start], strict=True):
                self._pair(n, m)
            gone, came = old[change.old_start : change.old_end], new[change.new_start : change.new_end]
            for n, m in zip(gone, came, strict=False):
                self._pair(n, m)
            i, j = change.old_end, change.new_end

    def _below_partners(self) -> int:
        """Pair sections of one title whose outer ones belong together; how many there were."""
        old, new = self._unpaired()
        places = _numbers([(self._new.outer[j], self._new.titles[j]) for j in new])
        count = 0
        for i in old:
            outer = self.new_of.get(self._old.outer[i])
            found = places.get((outer, self._old.titles[i])) if outer is not None else None
            if found:
                self._pair(i, new[found.pop(0)])
                count += 1
        return count

    def _by_likeness(self) -> int:
        """Pair the sections that are most like each other; how many there were."""
        old, new = self._unpaired()
        if not old or not new:
            return 0
        scored = []
        for i, j in self._worth_comparing(old, new):
            score = self._score(i, j)
            if score:
                scored.append((-score, abs(i - j), i, j))
        count = 0
        for _, _, i, j in sorted(scored):
            if i not in self.new_of and j not in self.old_of:
                self._pair(i, j)
                count += 1
        return count

    def _worth_comparing(self, old: list[int], new: list[int]) -> set[tuple[int, int]]:
        """Pairs with one title, one text, rare words in common, or in sections that belong together."""
        words = [self._old.words(i) for i in old], [self._new.words(j) for j in new]
        pairs = {(old[a], new[b]) for a, b in candidates(*words)}
        pairs |= _equal(list(map(self._old.key, old)), list(map(self._new.key, new)), old, new)
        outers = [self.new_of.get(self._old.outer[i], -2) for i in old], [self._new.outer[j] for j in new]
        titles = [self._old.titles[i] for i in old], [self._new.titles[j] for j in new]
        for keys, new_keys in (titles, outers):
            more = _equal(keys, new_keys, old, new)
            longest = len(more) * max(map(len, words[0])) * max(map(len, words[1]))
            if longest <= MOST_WORK or are_quick((self._old.words(i), self._new.words(j)) for i, j in more):
                pairs |= more
        return pairs

    def _are_only(self, key: tuple[str, ...]) -> bool:
        """Whether each edition has one section of that text."""
        return self._old.key_counts[key] == self._new.key_counts[key] == 1

    def _score(self, i: int, j: int) -> float:
        """How sure it is that two sections are one; 0 where it is not."""
        old, new = self._old, self._new
        words, new_words = old.words(i), new.words(j)
        outer = self.new_of.get(old.outer[i]) == new.outer[j]
        has_title = old.titles[i] == new.titles[j]
        title = 1.0 if has_title else likeness(old.title_words(i), new.title_words(j))
        key = old.key(i)
        is_equal = key == new.key(j)
        text = 1.0 if is_equal and key else rough_likeness(words, new_words, RELATED)
        if text <= _ALIKE and title <= _ALIKE and words and new_words:  # as a rule
            return 0.0
        is_named = old.title_counts[old.titles[i]] == new.title_counts[new.titles[j]] == 1
        if is_equal and key and _has_letters(words) and (outer or self._are_only(key)):
            return 3 + title + outer
        is_below = outer or (is_named and self._has_other_level(old.outer[i], new.outer[j]))
        if has_title and (is_named or outer) and (text >= RELATED or is_below):
            return 2 + text
        if _is_next_of_a_series(old.title_words(i), new.title_words(j)):
            return 0.0
        if not words or not new_words:
            return title if outer and not words and not new_words and title > RELATED else 0.0
        if text <= _ALIKE:
            return 0.5 * title if outer and title > _ALIKE and _shared(words, new_words) > _ALIKE else 0.0
        if is_equal and outer:
            return 1 + title
        letters = min(sum(map(str.isalpha, own)) for own in (words, new_words))
        if letters >= _FEW_WORDS or (title >= _ALIKE and (outer or is_named)):
            return text + 0.5 * title + 0.2 * outer
        return 0.0


def _is_next_of_a_series(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether titles differ in their numbers alone: "Budget 2022" did not become "Budget 2023"."""
    words = [[word for word in title if not word[0].isdigit()] for title in (old, new)]
    return old != new and words[0] == words[1]


def _shared(old: Sequence[str], new: Sequence[str]) -> float:
    """The share of the shorter text's words that stand in the other in the same order."""
    shorter = min(len(old), len(new))
    return rough_likeness(old, new) * (len(old) + len(new)) / 2 / shorter if shorter else 0.0


def _has_letters(words: Sequence[str]) -> bool:
    return any(word != "#" for word in words)


def _numbers(keys: Sequence[Key]) -> dict[Key, list[int]]:
    """The numbers at which each key stands."""
    places: defaultdict[Key, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        places[key].append(number)
    return places


def _equal(
    keys: Sequence[Hashable], new_keys: Sequence[Hashable], old: Sequence[int], new: Sequence[int]
) -> set[tuple[int, int]]:
    """Pairs of `old` and `new` with equal keys, each having one, where there are not too many of one."""
    new_places = _numbers(new_keys)
    found = _numbers(keys).items()
    return {
        (old[a], new[b])
        for key, places in found
        if len(places) * len(new_places.get(key, ())) <= _MOST_PAIRS
        for a in places
        for b in new_places.get(key, ())
    }
