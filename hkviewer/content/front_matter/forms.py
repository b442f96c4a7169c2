"""The forms of front matter that other programs write: YAML, TOML and JSON, every scalar as it is written.

Only the outermost keys are told apart, and of their values a scalar or a list of scalars: nothing
else is asked for, and so neither depth nor aliases can make a file grow. The libraries are imported
where a file has such front matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from hkviewer.content.sizes import LARGEST_FRONT_MATTER

_TOML_LINE = re.compile(r"line (\d+)")


class Entry(NamedTuple):
    """A key with its line, from 0, and its value: a scalar, a list of scalars, or None for any other."""

    key: str
    value: str | tuple[str, ...] | None
    line: int


class FormError(Exception):
    """The text is not of the form; `line`, from 0, is where that shows."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def read_yaml(text: str) -> list[Entry]:
    """The outermost keys of a YAML mapping, in order. Raises FormError where `text` is none."""
    import yaml

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    if len(text) > LARGEST_FRONT_MATTER:
        raise FormError(0)
    try:
        return list(_of_events(yaml.parse(text, Loader=loader)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise FormError(mark.line if mark else 0) from None
    except (yaml.YAMLError, ValueError, OverflowError):
        raise FormError(0) from None  # characters that YAML does not take


def _of_events(events: Iterator[Any]) -> Iterator[Entry]:
    """The entries of the mapping that `events` begin with; an alias stands for a scalar only."""
    import yaml

    anchors: dict[str, str] = {}
    depth, key = 0, None
    items: list[str] | None = None
    for event in events:
        if isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            word = _scalar(event, anchors)
            if depth == 0:
                raise FormError(_line(event))
            if depth == 1 and key is None:
                key = (word or "", _line(event))
            elif depth == 1 and key is not None:
                yield Entry(key[0], word, key[1])
                key = None
            elif depth == 2 and items is not None and word is not None:
                items.append(word)
            else:
                items = None
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth == 1 and isinstance(event, yaml.SequenceStartEvent):
                raise FormError(_line(event))
            items = [] if depth == 2 and isinstance(event, yaml.SequenceStartEvent) else None
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            if depth == 1 and key is None:
                key = ("", _line(event))  # a collection as a key names nothing
            elif depth == 1 and key is not None:
                yield Entry(key[0], None if items is None else tuple(items), key[1])
                key = None


def _line(event: Any) -> int:
    return int(event.start_mark.line)


def _scalar(event: Any, anchors: dict[str, str]) -> str | None:
    """A scalar's text; that of the scalar which an alias names, None where it names none."""
    value = getattr(event, "value", None)
    if value is None:
        return anchors.get(event.anchor)
    if event.anchor:
        anchors[event.anchor] = value
    return str(value)


def read_toml(text: str) -> list[Entry]:
    """The outermost keys of a TOML document, in order. Raises FormError where `text` is none."""
    import tomllib

    if len(text) > LARGEST_FRONT_MATTER:
        raise FormError(0)
    try:
        table = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        line = _TOML_LINE.search(str(error))
        raise FormError(int(line[1]) - 1 if line else text.count("\n")) from None
    except (ValueError, RecursionError):
        raise FormError(0) from None  # a number of thousands of digits, or lists as deep
    lines = text.split("\n")
    return [_toml_entry(key, value, lines) for key, value in table.items()]


def _toml_entry(key: str, value: Any, lines: list[str]) -> Entry:
    """An entry; numbers, dates and truth values as they are written after the key's first mention."""
    written = re.compile(rf"""[ ]*["']?{re.escape(key)}["']?[ ]*=[ ]*([^#]*)""")
    matches = ((number, match) for number, line in enumerate(lines) if (match := written.match(line)))
    line, match = next(matches, (0, None))
    if isinstance(value, list):
        return Entry(key, tuple(value) if all(isinstance(item, str) for item in value) else None, line)
    if isinstance(value, dict):
        return Entry(key, None, line)
    return Entry(key, value if isinstance(value, str) else match[1].strip() if match else str(value), line)


def read_json(text: str) -> tuple[list[Entry], int]:
    """The outermost keys of the JSON object that `text` begins with, and the place behind it.

    Raises:
        FormError: `text` begins with no such object.
    """
    import json

    decoder = json.JSONDecoder(
        object_pairs_hook=_Pairs, parse_float=str, parse_int=str, parse_constant=str, strict=False
    )
    try:
        pairs, end = decoder.raw_decode(text)
    except (ValueError, RecursionError):
        raise FormError(0) from None
    if not isinstance(pairs, _Pairs):
        raise FormError(0)
    return [Entry(key, _json_value(value), 0) for key, value in pairs], end


class _Pairs(tuple[tuple[str, Any], ...]):
    """An object of JSON with all its keys, the repeated ones too."""

    __slots__ = ()


_JSON_WORDS = {True: "true", False: "false", None: "null"}


def _json_value(value: Any) -> str | tuple[str, ...] | None:
    if isinstance(value, _Pairs):
        return None
    if isinstance(value, list):
        return tuple(value) if all(isinstance(item, str) for item in value) else None
    return value if isinstance(value, str) else _JSON_WORDS[value]
