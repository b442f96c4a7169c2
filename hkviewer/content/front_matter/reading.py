"""What a file states about itself above its text: `key: value` lines, YAML, TOML or JSON.

Our own form is flat `key: value` lines between two `---` lines. A file of another program opens with
whatever it has there; only a sheet that is to be bundled must be in our own form, see `strict`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from hkviewer.content.front_matter.forms import Entry, FormError, read_json, read_toml, read_yaml
from hkviewer.content.front_matter.values import FrontMatter, FrontMatterFault

# In drafts of the IETF the first part of the text closes it.
_PART = re.compile(r"---[ ]+(?:abstract|middle|note_\w+)[ \t]*")
_ENDS = {
    "---": re.compile(rf"(?:---|\.\.\.)[ \t]*|{_PART.pattern}"),
    "+++": re.compile(r"\+\+\+[ \t]*"),
}
_COLON = re.compile(r":(?=[ \t]|$)")
OWN_KEY = re.compile("[A-Za-z][A-Za-z0-9_ -]*")
"""What a key of ours is made of."""
# No list, quotation, emphasis, link or tag of Markdown begins as a key does.
_YAML_KEY = re.compile(r"""(?:[^\W_]|[_-]\w)[^#"`*<>|{}\[\]]*|"[^"]+"|'[^']+'|<<""")
_TOML_NAME = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_TOML_KEY = re.compile(rf"{_TOML_NAME}(?:[ ]*\.[ ]*{_TOML_NAME})*")
_TOML_TABLE = re.compile(r"""\[\[?[^][]+\]\]?[ ]*(?:#.*)?""")
_PLAIN = re.compile(r"""(?![\[\]{}>|&*!%@`#,?"'-])(?:.*[^:])?|"[^"\\]*"|'[^']*'""")
"""A value that is the same words in YAML, where YAML can read it at all."""
_OF_MYST = re.compile(r"%[ ]|\(\S[^()]*\)=[ ]*$|`{3,}\{")
"""What no title block is followed by, as MyST has comments behind the same sign."""
_TITLE_KEYS = ("title", "author", "date")
_MOST_TITLE_LINES = 50
_LOWER_KEY = re.compile("[a-z][a-z0-9_-]*")
"""What begins front matter that no line opens, as Hexo has it; any other would be a heading underlined."""
_NOTICE = "# SPDX-"
"""Begins a file's licence, as REUSE has it; any other lone comment may be a heading between rules."""
_LONGEST = 500
"""Characters of a key; a line with a colon further on is text."""


def read_front_matter(lines: Sequence[str]) -> FrontMatter:
    """The front matter of a file of these `lines`; an empty one where it has none.

    Front matter begins, comments and blanks aside, as a key or is a whole JSON object, and it is
    closed. What cannot be read of it is among its `faults`.
    """
    if lines and lines[0].startswith("{"):
        return _read_json(lines)
    if lines and lines[0].startswith("% "):
        return _read_title_block(lines)
    if blank := _blank_before(lines):
        return _moved(read_front_matter(lines[blank:]), blank)
    fence = lines[0].rstrip(" \t") if lines else ""
    first = next((line.strip() for line in lines[1:] if not _is_empty(line)), "")
    is_json = first.startswith("{")
    if count := _count_unopened(lines):
        return _read_yaml(lines[:count], first=1)
    is_notice = fence == "---" == first and lines[1].startswith(_NOTICE)
    if fence not in _ENDS or not (is_json or is_notice or _begins_as_key(first, fence)):
        return FrontMatter()
    end = next((n for n in range(1, len(lines)) if _ENDS[fence].fullmatch(lines[n])), None)
    if is_json:
        return _read_closed_json(lines[1:end])
    if end is None:
        what = "the front matter begins here and is never closed."
        fault = FrontMatterFault(1, what, f"Put a line “{fence}” under its last line.")
        return FrontMatter(faults=(fault,))
    inner = lines[1:end]
    if fence == "+++":
        return _read_toml(inner)
    front = _read_flat(inner) or _read_yaml(inner)
    return replace(front, length=front.length - 1) if _PART.fullmatch(lines[end]) else front


# ---- Where it is -------------------------------------------------------------------------------


def _blank_before(lines: Sequence[str]) -> int:
    """How many blank lines there are before front matter whose first key is right under its fence."""
    blank = next((n for n, line in enumerate(lines) if line.strip()), 0)
    fence, key = (*lines[blank : blank + 2], "", "")[:2]
    fence = fence.rstrip(" \t")
    is_key = entry(key, _LOWER_KEY) is not None if fence == "---" else _begins_as_key(key, fence)
    return blank if fence in _ENDS and is_key else 0


def _moved(front: FrontMatter, count: int) -> FrontMatter:
    """Front matter as it stands `count` lines further down, as Hugo has it; none unless it states a title."""
    if not front.length or "title" not in front.lines:
        return FrontMatter()
    faults = tuple(replace(fault, line=fault.line + count) for fault in front.faults)
    lines = {key: line + count for key, line in front.lines.items()}
    return replace(front, lines=lines, faults=faults, length=front.length + count, is_own_form=False)


def _begins_as_key(line: str, fence: str) -> bool:
    """Whether a line under `fence` begins with a key, or opens a table of TOML."""
    if fence == "---":
        return entry(line, _YAML_KEY) is not None
    key, equals, _ = line.partition("=")
    return bool((equals and _TOML_KEY.fullmatch(key.strip())) or _TOML_TABLE.fullmatch(line))


def _count_unopened(lines: Sequence[str]) -> int:
    """How many lines of front matter there are that none opens but one closes; 0 where there are none.

    It holds several keys, one of them the title, and no blank line.
    """
    if not lines or not entry(lines[0], _LOWER_KEY):
        return 0
    keys: set[str] = set()
    for number, line in enumerate(lines[:_MOST_TITLE_LINES]):
        if line.rstrip(" \t") == "---":
            return number if len(keys) > 1 and "title" in keys else 0
        if key := entry(line, _LOWER_KEY):
            keys.add(key[0])
        elif not line.startswith((" ", "- ")) or not line.strip():
            return 0
    return 0


def _is_empty(line: str) -> bool:
    """Whether a line holds nothing, or a comment."""
    return not line.strip() or line.lstrip().startswith("#")


def entry(line: str, kind: re.Pattern[str]) -> tuple[str, str] | None:
    """The key and the value of a `key: value` line, both as they stand; None where `line` is none."""
    colon = _COLON.search(line)
    key = line[: colon.start()].rstrip() if colon else ""
    if not colon or len(key) > _LONGEST or not kind.fullmatch(key):
        return None
    return key, line[colon.end() :].strip()


# ---- Reading -----------------------------------------------------------------------------------

_Found = tuple[str, str | tuple[str, ...] | None, int]
"""A key, its value, and its line in the file."""


def _front_matter(
    found: Iterable[_Found],
    lines: Sequence[str],
    faults: Iterable[FrontMatterFault] = (),
    *,
    closed_in: int = 2,
    is_own_form: bool = False,
) -> FrontMatter:
    """Front matter of those keys, the first of each name; `closed_in` counts the lines besides `lines`."""
    front = FrontMatter(length=len(lines) + closed_in, text="\n".join(lines), is_own_form=is_own_form)
    told = [*faults]
    for key, value, line in found:
        name = key.strip().lower()
        if name in front.lines:
            told.append(repeated(name, line, front.lines[name]))
            continue
        front.lines[name] = line
        if isinstance(value, tuple):
            front.lists[name] = value
        elif value is not None:
            front.values[name] = value
    return replace(front, faults=tuple(sorted(told)))


def _read_flat(lines: Sequence[str]) -> FrontMatter | None:
    """Front matter of flat lines that YAML, where it reads them, reads alike; None for any other."""
    found: list[_Found] = []
    for number, line in enumerate(lines, start=2):
        if not line.strip() or line.startswith("#"):
            continue
        key, value = entry(line, OWN_KEY) or ("", "")
        if not key or not _PLAIN.fullmatch(value) or " #" in value:
            return None
        found.append((key, _unquoted(value), number))
    return _front_matter(found, lines, is_own_form=True)


def _read_yaml(lines: Sequence[str], first: int = 2) -> FrontMatter:
    """Front matter that is YAML, or is taken for it; its first line is line `first` of the file."""
    closed_in = first  # the line that closes it, and one that opens it
    try:
        found = [(e.key, e.value, e.line + first) for e in read_yaml("\n".join(lines))]
    except FormError:
        found, faults = _read_by_keys(lines, first)
        return _front_matter(found, lines, faults, closed_in=closed_in)
    return _front_matter(found, lines, closed_in=closed_in)


def _read_by_keys(lines: Sequence[str], first_line: int) -> tuple[list[_Found], list[FrontMatterFault]]:
    """Front matter that is no YAML as a whole: each key with the lines below it by itself."""
    first = next(line for line in lines if not _is_empty(line))
    margin = first[: len(first) - len(first.lstrip())]
    inner = [line.removeprefix(margin) for line in lines]
    starts = [number for number, line in enumerate(inner) if entry(line, _YAML_KEY)]
    found: list[_Found] = []
    faults = []
    before = inner[: starts[0] if starts else len(inner)]
    if not all(map(_is_empty, before)):
        faults.append(_unreadable(lines, 0, first_line))
    for start, end in pairwise([*starts, len(inner)]):
        these, fault_line = _read_part(inner[start:end])
        found += [(key, value, start + line + first_line) for key, value, line in these]
        if fault_line is not None:
            faults.append(_unreadable(lines, start + fault_line, first_line))
    return found, faults


def _read_part(lines: Sequence[str]) -> tuple[Sequence[_Found], int | None]:
    """A key with the lines below it; where they are no YAML, the key's own line as it stands.

    With it comes the line, from 0, at which those below cannot be read, if there is one.
    """
    try:
        return read_yaml("\n".join(lines)), None
    except FormError as error:
        key, value = entry(lines[0], _YAML_KEY) or ("", "")
        is_flat = all(map(_is_empty, lines[1:]))
        return [(_unquoted(key), _unquoted(value), 0)], None if is_flat else min(error.line, len(lines) - 1)


def _read_toml(lines: Sequence[str]) -> FrontMatter:
    try:
        return _front_matter([(e.key, e.value, e.line + 2) for e in read_toml("\n".join(lines))], lines)
    except FormError as error:
        fault = _unreadable(lines, error.line)
    found: list[_Found] = []
    for number, line in enumerate(takewhile(lambda line: not line.startswith("["), lines), start=2):
        key, _, value = line.partition("=")
        if value and _TOML_KEY.fullmatch(key.strip()):
            found.append((_unquoted(key.strip()), _unquoted(value.strip()), number))
    return _front_matter(found, lines, [fault])


def _read_json(lines: Sequence[str]) -> FrontMatter:
    """Front matter that is a JSON object; nothing else stands on its last line, and text below it."""
    text = "\n".join(lines)
    entries, end = _json_object(text)
    length = text.count("\n", 0, end) + 1
    beside, _, below = text[end:].partition("\n")
    if not entries or beside.strip() or not below.strip():
        return FrontMatter()
    return _front_matter(((e.key, e.value, 1) for e in entries), lines[:length], closed_in=0)


def _read_closed_json(lines: Sequence[str]) -> FrontMatter:
    """Front matter that is a JSON object between lines that close it in, and nothing else."""
    text = "\n".join(lines).strip()
    entries, end = _json_object(text)
    if not entries or end < len(text):
        return FrontMatter()
    return _front_matter(((e.key, e.value, 2) for e in entries), lines)


def _read_title_block(lines: Sequence[str]) -> FrontMatter:
    """Front matter of Pandoc's: up to three lines of title, authors and date, each behind a percent sign.

    A blank goes before a line that continues one.
    """
    found: list[list[str]] = []
    number = 0
    for number, line in enumerate(lines):
        if line.startswith("%") and line[1:2] in ("", " ") and len(found) < len(_TITLE_KEYS):
            found.append([line[1:].strip()])
        elif line.startswith(" ") and line.strip() and number < _MOST_TITLE_LINES:
            found[-1].append(line.strip())
        else:
            break
    else:
        number = len(lines)
    if number < len(lines) and lines[number].strip():
        return FrontMatter()  # other text that begins with the sign
    following = next((line for line in lines[number:] if line.strip()), "")
    if _OF_MYST.match(following):
        return FrontMatter()  # comments of MyST
    joins = (" ", ", ", " ")
    values = [join.join(filter(None, words)) for join, words in zip(joins, found, strict=False)]
    if len(values) > 1:
        values[1] = ", ".join(name.strip() for name in values[1].split(";"))
    entries = ((key, value, 1 + n) for n, (key, value) in enumerate(zip(_TITLE_KEYS, values, strict=False)))
    return _front_matter(entries, lines[:number], closed_in=0)


def _json_object(text: str) -> tuple[list[Entry], int]:
    """The keys of the JSON object that `text` begins with, and the place behind it; none where it is none."""
    try:
        return read_json(text)
    except FormError:
        return [], 0


def _unquoted(value: str) -> str:
    """`value` without a pair of quotation marks around all of it."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" and value[0] not in value[1:-1]:
        return value[1:-1]
    return value


# ---- Faults ------------------------------------------------------------------------------------


def repeated(key: str, line: int, before: int) -> FrontMatterFault:
    """The fault that `key` stands on `line` though it stands on the line `before`."""
    what = f"“{shortened(key)}” is given a second time; line {before} has it already."
    return FrontMatterFault(line, what, "Keep one of the two lines.")


def _unreadable(lines: Sequence[str], number: int, first: int = 2) -> FrontMatterFault:
    """The fault that nothing can be made of the line of that number; number 0 is line `first` of the file."""
    number = min(number, len(lines) - 1)
    what = f"the front matter cannot be read at “{shortened(lines[number])}”."
    return FrontMatterFault(number + first, what, "Correct it; it is kept as it stands.")


def shortened(text: str) -> str:
    """`text` as it is quoted in a fault."""
    text = text.strip()
    return text if len(text) <= 40 else text[:39] + "…"
