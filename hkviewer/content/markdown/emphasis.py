"""Asterisks, underscores, `~~`, `==`, `++`, `^^` -> the model's inlines, by CommonMark's delimiter algorithm.

Python-Markdown 3.11's own loses words of unbalanced emphasis: of `**a*b**_c_` it drops the b.
The algorithm: https://spec.commonmark.org/0.31.2/#phase-2-inline-structure
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hkviewer.content.markdown.emoji import with_emoji
from hkviewer.content.model import CodeSpan, Emphasis, Inline, LineBreak, Strong, Styled, Text, plain_text

_RUN = re.compile(r"\*+|_+|~+|=+|\++|\^\^(?!\^)|\^")
_MAY_BE_MARKED = re.compile(r"[*_~=+^\x02]|:[^\s:]+:")
# Nothing but strong words at the beginning, as a list of figures has them: `**total:** 1,108`.
_LABELLED = re.compile(r"\*\*([A-Za-z0-9](?:[^*_~=+^\x02]*[^\s*_~=+^\x02])?)\*\*(?=[ ]|\Z)([^*_~=+^\x02]*)")
_STYLES = {"~": "deleted", "=": "marked", "+": "inserted", "^": "inserted"}
_PAIRS = frozenset(["~~", "==", "++", "^^"])
# Pandoc's, only within a word: H~2~O, 10^-3^.
_SCRIPT = re.compile(r"(?<=[0-9A-Za-z)])([~^])([0-9A-Za-z+−-]{1,10}+)\1(?![~^])")
_SCRIPTS = {"~": "subscript", "^": "superscript"}
# Python-Markdown writes an escaped character as its code point between STX and ETX.
_ESCAPED = re.compile("\x02(\\d+)\x03")
# Unlike CommonMark's, these may end emphasis before a letter: `**total:**1,108`.
_CLOSING = frozenset(".,:;!?)]}%”’")
_OPENING = frozenset("\"'([{“‘«")
_NEIGHBOUR = "\x16"
"""Stands for code, a link or the like beside a text: a mark seen from without, a letter from within."""
_LONGEST_RUN = 6
"""A longer run of marks is a drawn line, not emphasis."""
_DEEPEST = 20
"""Open runs at a time; every further one stays text, so that the model nests no deeper."""


@dataclass(slots=True)
class _Run:
    """A delimiter run: a row of asterisks or underscores, with how many it had and has left.

    It `may_close` words though a blank or mark stands before it, if that opens nothing.
    """

    mark: str
    length: int
    left: int
    opens: bool
    closes: bool
    may_close: bool


_Open = tuple[int, _Run]
"""A run that may still be closed, with its position among what is read."""
_Bottoms = dict[tuple[str, bool, int], int]
"""For each kind of closing run, how many of the open runs are known not to be its partner: CommonMark's
“openers_bottom”, without which unmatched runs would take quadratic time."""


def emphasise(content: Sequence[Inline]) -> tuple[Inline, ...]:
    """`content` with the marks in its texts paired off; those without a partner stay text."""
    if len(content) == 1 and isinstance(content[0], Text):
        if not _MAY_BE_MARKED.search(content[0].text):
            return tuple(content)
        if labelled := _LABELLED.fullmatch(with_emoji(content[0].text)):
            label = Strong((Text(labelled[1]),))
            return (label, Text(labelled[2])) if labelled[2] else (label,)
    out: list[Inline | _Run] = []
    open_runs: list[_Open] = []
    openers_bottom: _Bottoms = {}
    for part in _by_turns([*_parts(content)]):
        if isinstance(part, _Run):
            if part.closes:
                _close(part, out, open_runs, openers_bottom)
            if not part.left:
                continue
            if part.opens and len(open_runs) < _DEEPEST:
                open_runs.append((len(out), part))
        out.append(part)
    return _joined(out)


def _by_turns(parts: list[Inline | _Run]) -> list[Inline | _Run]:
    """`parts`, with `**` by turns where all that begin words may open: `**N **cities`, `**Note: ** it`.

    So are those around all words, and a label before others: `** Note **`, `** Note** it`.
    """
    runs = [part for part in parts if isinstance(part, _Run) and part.mark * part.length == "**"]
    begins = len(runs) == 2 and parts[0] is runs[0] and (parts[-1] is runs[1] or runs[1].closes)
    if begins and isinstance(parts[1], Text):
        runs[0].opens, parts[1] = True, Text(parts[1].text.lstrip(" "))
    opens = all(run.opens for run in runs[::2]) and len(runs) % 2 == 0
    if opens and not all(run.closes for run in runs[1::2]) and all(run.may_close for run in runs[1::2]):
        for number, run in enumerate(runs):
            run.opens, run.closes = number % 2 == 0, number % 2 == 1
    return parts


def unescape(text: str) -> str:
    """`text` with escaped characters as themselves."""
    return _ESCAPED.sub(lambda match: chr(int(match[1])), text) if "\x02" in text else text


def _close(run: _Run, out: list[Inline | _Run], open_runs: list[_Open], openers_bottom: _Bottoms) -> None:
    """Wrap what stands between `run` and its partners."""
    key = (run.mark, run.opens, run.length % 3)
    while run.left:
        lowest = openers_bottom.get(key, 0)
        depth = len(open_runs) - 1
        while depth >= lowest and not _match(open_runs[depth][1], run):
            depth -= 1
        if depth < lowest:
            openers_bottom[key] = len(open_runs)
            return
        position, opener = open_runs[depth]
        size = 2 if opener.left > 1 and run.left > 1 else 1
        style = _STYLES.get(run.mark)
        inner = _joined(out[position + 1 :])
        opener.left -= size
        run.left -= size
        keep = depth + 1 if opener.left else depth
        del open_runs[keep:]
        del out[position + 1 if opener.left else position :]
        out.append(Styled(style, inner) if style else Strong(inner) if size == 2 else Emphasis(inner))
        for other, bottom in openers_bottom.items():
            openers_bottom[other] = min(bottom, len(open_runs))


def _match(opener: _Run, closer: _Run) -> bool:
    """Whether two runs belong together; rules 9 and 10 of CommonMark keep `*a**b*` whole."""
    if opener.mark != closer.mark:
        return False
    both = opener.closes or closer.opens
    thirds = opener.length % 3 == 0 and closer.length % 3 == 0
    return not both or (opener.length + closer.length) % 3 != 0 or thirds


def _joined(out: Sequence[Inline | _Run]) -> tuple[Inline, ...]:
    """Runs without a partner as text, neighbouring texts as one."""
    if len(out) == 1 and isinstance(out[0], Text):  # as a rule
        return (out[0],)
    joined: list[Inline] = []
    words: list[str] = []
    for part in (*out, None):
        if isinstance(part, Text):
            is_parted = part.text[:1] == " " and not words and plain_text(joined[-1:]).endswith(" ")
            words.append(part.text[is_parted:])
        elif isinstance(part, _Run):
            words.append(part.mark * part.left)
        else:
            if words:
                joined.append(Text("".join(words)))
                words.clear()
            if part is not None:
                joined.append(part)
    return tuple(joined)


def _parts(content: Sequence[Inline]) -> Iterator[Inline | _Run]:
    """`content` with its texts split at runs, and unescaped."""
    for number, inline in enumerate(content):
        if not isinstance(inline, Text):
            yield inline
            continue
        before = _edge(content, number - 1)
        after = _edge(content, number + 1)
        start = 0
        # `:name:` directly before code is a role of Sphinx.
        role = number + 1 < len(content) and isinstance(content[number + 1], CodeSpan)
        text = with_emoji(inline.text + "_")[:-1] if role else with_emoji(inline.text)
        for match in _RUN.finditer(text):
            if match.start() < start:
                continue  # the end of a raised or lowered word
            script = _SCRIPT.match(text, match.start()) if match[0] in _SCRIPTS else None
            if not (match[0][0] in "*_" or match[0] in _PAIRS or script):
                continue
            if match.start() > start:
                yield Text(unescape(text[start : match.start()]))
            if script:
                yield Styled(_SCRIPTS[script[1]], (Text(script[2]),))
                start = script.end()
                continue
            previous = text[match.start() - 1] if match.start() else before
            following = text[match.end()] if match.end() < len(text) else after
            yield _run(match[0], previous, following)
            start = match.end()
        if start < len(text):
            yield Text(unescape(text[start:]))


def _edge(content: Sequence[Inline], number: int) -> str:
    """The character that a neighbour counts as: a space at the ends and line breaks, else `_NEIGHBOUR`."""
    if not 0 <= number < len(content) or isinstance(content[number], LineBreak):
        return " "
    return _NEIGHBOUR


def _run(marks: str, previous: str, following: str) -> _Run:
    opens, closes = _sides(marks if marks == "**" else marks[0], previous, following)
    fits, count = len(marks) <= _LONGEST_RUN, len(marks)
    return _Run(marks[0], count, count, opens and fits, closes and fits, previous not in _OPENING)


@functools.lru_cache(maxsize=1024)  # most stand between the same few characters
def _sides(mark: str, previous: str, following: str) -> tuple[bool, bool]:
    """Whether a run of marks between two characters may open and may close emphasis."""
    space_before, space_after = previous.isspace(), following.isspace()
    mark_before, mark_after = _is_punctuation(previous), _is_punctuation(following)
    # Where no blanks part words, quotation marks stand against them: `很**“好”**的`.
    apart_before = mark_before or _is_wide(previous) or previous == _NEIGHBOUR
    apart_after = mark_after or _is_wide(following) or following == _NEIGHBOUR
    left = not space_after and (not mark_after or space_before or apart_before)
    right = not space_before and (not mark_before or space_after or apart_after)
    if mark == "_":
        opens = left and (not right or _parts_words(previous))
        closes = right and (not left or _parts_words(following))
    elif mark in _STYLES:
        # Between letters only tildes part words: `a==b`, `C++` and `i++` are no marks.
        apart = mark == "~"
        opens = left and (apart or not (previous.isalnum() or previous == _NEIGHBOUR))
        closes = right and (apart or not (following.isalnum() or following == _NEIGHBOUR))
    else:
        # "8 territories*; Delhi*" and "Sudan (North)*, Chad*" point to footnotes.
        apart = space_before or previous in _OPENING or (mark == "**" and previous == _NEIGHBOUR)
        opens = left and (apart or following not in _CLOSING)
        closes = right or previous in _CLOSING
    return opens, closes


def _is_punctuation(character: str) -> bool:
    """Whether it is a mark; the wide ones of Chinese stand against letters and count as letters."""
    if character in "\x02\x03":
        return True
    return unicodedata.category(character)[0] in "PS" and not _is_wide(character)


def _parts_words(character: str) -> bool:
    """Whether it is a mark, a wide one too, or an element."""
    return character in (_NEIGHBOUR, "\x02", "\x03") or unicodedata.category(character)[0] in "PS"


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
