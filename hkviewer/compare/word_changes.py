"""Which changes of words a summary quotes: first those that turn what a sentence says, then the longest."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple
from unicodedata import category

from hkviewer.compare.editions import (
    A_TABLE,
    ADDED,
    CHANGED,
    DELETED,
    INSERTED,
    MOVED,
    REMOVED,
    RENAMED,
    SAME,
    BlockChange,
    ColumnChange,
    FigureChange,
    Run,
    SectionChange,
    SheetChanges,
)
from hkviewer.compare.figure_labels import named_once
from hkviewer.compare.sentences import begun, is_long, quoted
from hkviewer.compare.tokens import WORD, count_words, tokens
from hkviewer.content.model import BETWEEN_CELLS, TASK_BOXES

_DECIDING: Final = frozenset(
    "not no never none neither nor cannot without unless except only must shall may should until".split()
)
"""With one of these more or less a sentence says something else,"""
_LINKING: Final = frozenset("and or if but all any some every each both either before after".split())
"""and with one of these in another's place."""
_FEW = 3
"""Words of a change that another meaning hangs on: in a longer one such a word stands by chance."""
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})\.\s|[;!?]\s|[。；！？]|\n")
"""Not the point of “U.S.” and “Mr.”."""
_ABBREVIATED = re.compile(r"\b[A-Z]\.$")
_AROUND = 60
"""Characters on either side of a change that are quoted."""
_MARKS = {"item": re.compile(r"\s*(?:- |\w{1,7}\. |\[\d+\] )"), "quotation": re.compile(r"\s*(?:> ?)+")}
"""What stands before the words of blocks of a kind."""
_LETTERS = r"[^\W\u2e80-\U0010ffff]+"
"""Of a word between blanks: not Chinese ones."""
_WORDS_END, _WORDS_START = re.compile(f"{_LETTERS}$"), re.compile(_LETTERS)
_BLANKS_END, _BLANKS_START = re.compile(r"\S+$"), re.compile(r"\S+")
_ADDRESS = re.compile(r"\w://|\w@\w")
_NOTE = re.compile(r"\[\d+\]")
_DIGIT = re.compile(r"\d")


class WordChange(NamedTuple):
    """What changed in one place, in a sentence without its end, and how much it says."""

    sentence: str
    worth: tuple[bool, int]


class _Place(NamedTuple):
    """What was deleted and inserted in one place, and all that stands before and behind it."""

    old: str
    new: str
    before: str = ""
    behind: str = ""


def word_changes(changes: SheetChanges) -> list[WordChange]:
    """Each change of words in sections that both editions have, the one that says most first.

    Changes of figures alone are none of them, nor columns that came or went, which are told by themselves.
    """
    figures: defaultdict[int, list[FigureChange]] = defaultdict(list)
    for change in changes.figures:
        figures[id(changes.section_of(change))].append(change)
    reshaped = {o.section for o in changes.other if o.kind == "form" and A_TABLE in (o.old, o.new)}
    found: list[WordChange] = []
    for section in changes.sections:
        if section.old and section.new and section.status != SAME:
            units = [c for c in changes.columns if c.section == section.name.id and c.kind == RENAMED]
            for place in _places(section.blocks):
                if not _says_something(place) or (section.name.id in reshaped and _has_digit(place)):
                    continue
                if not _is_told(place, figures[id(section)]) and not _is_unit(place, units):
                    found.append(_word_change(section, place))
    return sorted(found, key=lambda change: change.worth, reverse=True)


def _says_something(place: _Place) -> bool:
    """Whether more than punctuation changed: words, or signs such as that of a plus."""
    if all(map(_is_note_mark, (place.old, place.new), (place, place))):
        return False  # the notes tell it: they count from 1
    return any(sign.isalnum() or category(sign)[0] == "S" for sign in f"{place.old}{place.new}")


def _is_note_mark(words: str, place: _Place) -> bool:
    """Whether words of a place are the mark of a note or its number, or none."""
    within = f"{place.before[-1:]}{words}{place.behind[:1]}"
    return not words or any(_NOTE.fullmatch(each) is not None for each in (words, within))


def _is_told(place: _Place, figures: Sequence[FigureChange]) -> bool:
    """Whether the figures of a section tell a change: its digits, and the unit that one has now."""
    if figures and _has_digit(place):
        return True
    both = ((change.old, change.new) for change in figures)
    return any(old and new and place.old in old.text and place.new in new.text for old, new in both)


def _has_digit(place: _Place) -> bool:
    return _DIGIT.search(f"{place.old}{place.new}") is not None


def _is_unit(place: _Place, columns: Sequence[ColumnChange]) -> bool:
    """Whether a change is that of the unit in a column's title, which is told of the column."""
    texts = [f"{place.before}{words}{place.behind}" for words in (place.old, place.new)]
    return any(
        column.title in texts[0] and column.became in texts[1] and place.new and place.new in column.became
        for column in columns
    )


def _word_change(section: SectionChange, place: _Place) -> WordChange:
    words = [
        {token.key.casefold() for token in tokens(text, 0, len(text)) if token.kind == WORD}
        for text in (place.old, place.new)
    ]
    counts = [count_words(text) for text in (place.old, place.new)]
    differing = words[0] ^ words[1]
    decides = max(counts) <= _FEW and bool(
        not differing.isdisjoint(_DECIDING)
        or any(word.endswith("n't") for word in differing)
        or (differing and all(words) and differing <= _LINKING)
    )
    return WordChange(f"{section.name.label}: {_sentence(place)}", (decides, sum(counts)))


def _sentence(place: _Place) -> str:
    """The change as it is read aloud: "“not” was deleted from “Officials may not visit”"."""
    if place.old in TASK_BOXES and place.new in TASK_BOXES:
        state = "open" if place.new == TASK_BOXES[0] else "done"
        return f"the task {quoted(begun(place.behind))} is {state} now"
    old, new = (quoted(begun(words)) for words in (place.old, place.new))
    told = f"{old} became {new}" if place.old and place.new else ""
    preposition = "in" if place.new else "from"
    told = told or (f"{new} was inserted" if place.new else f"{old} was deleted")
    around = _around(place)
    return f"{told} {preposition} {quoted(around)}" if around else told


def _around(place: _Place) -> str:
    """The words that a change stands among, with what stands there now, or stood; of a long one ""."""
    words = place.new or place.old
    if is_long(words):
        return ""
    text, start = f"{place.before}{words}{place.behind}", len(place.before)
    ends = [end.end() for end in _SENTENCE_END.finditer(text, 0, start)]
    end = _SENTENCE_END.search(text, start + len(words))
    before = text[ends[-1] if ends else 0 : start]
    behind = text[start + len(words) : end.start() + 1 if end else None]
    if not any(map(str.isalnum, before + behind)):
        return ""
    if len(before) > _AROUND:
        before = f"… {before[-_AROUND:].partition(' ')[2]}"
    if len(behind) > _AROUND:
        behind = f"{behind[:_AROUND].rpartition(' ')[0]} …"
    around = named_once(" ".join(f"{before}{words}{behind}".split()).strip(" ,:;。"))
    return around if _ABBREVIATED.search(around) else around.removesuffix(".")


def _places(blocks: Sequence[BlockChange]) -> Iterator[_Place]:
    """Where words changed: within blocks, and whole ones, of which a short one takes the place of another."""
    gone = ""
    for block in blocks:
        text = _text(block)
        if block.status == REMOVED:
            if gone:
                yield _Place(gone, "")
            gone = text
            continue
        if block.status == ADDED and gone and not (is_long(gone) or is_long(text)):
            yield _Place(gone, text)
            gone = ""
            continue
        if gone:
            yield _Place(gone, "")
            gone = ""
        if block.status == ADDED:
            yield _Place("", text)
        elif block.status in (CHANGED, MOVED) and not block.has_other_columns:
            yield from _within(block)
    if gone:
        yield _Place(gone, "")


def _text(block: BlockChange) -> str:
    """The words of a whole block that came or went."""
    words = _read(_unmarked("".join(run.text for run in block.runs), block.kind))
    return words[1:].lstrip() if words.startswith(TASK_BOXES) else words


def _within(block: BlockChange) -> Iterator[_Place]:
    groups = [(same, list(runs)) for same, runs in groupby(block.runs, key=lambda run: run.kind == SAME)]
    for number, (same, runs) in enumerate(groups):
        if not same:
            texts = (_of(runs, kind) for kind in (DELETED, INSERTED))
            old, new = (_read(text if number else _unmarked(text, block.kind)) for text in texts)
            side = INSERTED if new else DELETED
            before, own, behind = (
                _side(part, side) for part in (groups[:number], [(same, runs)], groups[number + 1 :])
            )
            head, _, tail = own.partition(new or old) if new or old else ("", "", own)
            yield _whole_words(_Place(old, new, _unmarked(before + head, block.kind), tail + behind))


def _whole_words(place: _Place) -> _Place:
    """The place, with the rest of a word of which a part changed: of "CO2" and "CO3", or an address."""
    start, end = _BLANKS_END.search(place.before), _BLANKS_START.match(place.behind)
    lead, rest = (each.group() if each else "" for each in (start, end))
    if not _ADDRESS.search(f"{lead}{place.new or place.old}{rest}"):
        start, end = _WORDS_END.search(place.before), _WORDS_START.match(place.behind)
        lead = start.group() if start and place.old[:1].isalnum() and place.new[:1].isalnum() else ""
        rest = end.group() if end and place.old[-1:].isalnum() and place.new[-1:].isalnum() else ""
    before, behind = place.before[: len(place.before) - len(lead)], place.behind[len(rest) :]
    return _Place(f"{lead}{place.old}{rest}", f"{lead}{place.new}{rest}", before, behind)


def _side(groups: Sequence[tuple[bool, list[Run]]], kind: str) -> str:
    runs = [run for _, own in groups for run in own]
    words = "".join(run.new if kind == INSERTED else run.old for run in runs)
    return words.replace(BETWEEN_CELLS, ", ")


def _of(runs: Sequence[Run], kind: str) -> str:
    return "".join(run.text for run in runs if run.kind == kind)


def _unmarked(text: str, kind: str) -> str:
    """The text without what a block of that kind begins with."""
    mark = _MARKS[kind].match(text) if kind in _MARKS else None
    return text[mark.end() :] if mark else text


def _read(text: str) -> str:
    """Words without the signs between cells and the point at their end."""
    words = text.replace(BETWEEN_CELLS, ", ").lstrip(" .,:;\n").rstrip(" ,:;\n")
    return words[:-1] if words.endswith(".") and words.count(".") == 1 else words
