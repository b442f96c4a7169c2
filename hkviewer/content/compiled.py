"""A sheet parsed beforehand: FactSheet <-> JSON.

`hkviewer.content.compile_sheets` makes them. A compiled sheet holds the Markdown file that it was made
from and is used only while that is the same, byte for byte (importing hashlib for a digest would
cost the start 3 ms). Where it is stale, damaged or of another format, the Markdown file is parsed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from hkviewer.content.attachments import local_file
from hkviewer.content.edition import Edition
from hkviewer.content.model import (
    Block,
    CodeBlock,
    CodeSpan,
    Emphasis,
    FactSheet,
    Image,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Paragraph,
    Quotation,
    Rule,
    Section,
    Strong,
    Table,
    Text,
)

# To be raised whenever the model changes, or what the parser makes of a text.
FORMAT = 3
_ALIGNMENTS = ("left", "right", "center", "")
_TEXTS = (
    *("id", "title", "digest", "publisher", "bureau", "kind"),
    *("source", "received", "licence", "language", "captured"),
)
_Value = TypeVar("_Value")


def load(path: Path, folder: Path, source: bytes) -> FactSheet | None:
    """The compiled form of the Markdown file `path` whose bytes are `source`.

    None where `folder` has none, or one that is stale, damaged or of another format.
    """
    try:
        data = file_of(path, folder).read_bytes()
    except OSError:
        return None
    return parse_dump(data, source)


def dump(sheet: FactSheet, source: bytes) -> bytes:
    """A sheet, and the bytes of the Markdown file that it was parsed from, as JSON."""
    edition = sheet.edition and [sheet.edition.date, sheet.edition.inferred, sheet.edition.evidence]
    values = {
        **{name: getattr(sheet, name) for name in _TEXTS},
        "edition": edition,
        "editorial_headings": sheet.editorial_headings,
        "id_is_stated": sheet.id_is_stated,
        "sections": [_dump_section(section) for section in sheet.sections],
    }
    # Latin-1 has a character for every byte, so that any bytes come back unchanged.
    stored = {"format": FORMAT, "source": source.decode("latin-1"), "sheet": values}
    return json.dumps(stored, ensure_ascii=False).encode()


def parse_dump(data: bytes, source: bytes) -> FactSheet | None:
    """The sheet that `dump` wrote for these `source` bytes; None for anything else, however malformed."""
    try:
        stored = json.loads(data)
        is_current = stored["format"] == FORMAT and stored["source"].encode("latin-1") == source
        return _sheet(stored["sheet"]) if is_current else None
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def file_of(path: Path, folder: Path) -> Path:
    """Where in `folder` the compiled form of the Markdown file `path` is kept."""
    return folder / f"{path.stem}.json"


def _dump_section(section: Section) -> list[Any]:
    place = [section.id, section.title, section.level, section.path, section.line]
    return [*place, _dump_inlines(section.heading), _dump_blocks(section.blocks)]


def _dump_blocks(blocks: Sequence[Block]) -> list[Any]:
    return [_dump_block(block) for block in blocks]


def _dump_block(block: Block) -> list[Any]:
    match block:
        case Paragraph(content):
            return ["p", _dump_inlines(content)]
        case ListBlock(ordered, items, start):
            return ["list", ordered, [_dump_blocks(item) for item in items], start]
        case Table(header, rows, alignments):
            dumped = [[_dump_inlines(cell) for cell in row] for row in (header, *rows)]
            return ["table", dumped, alignments]
        case Quotation(blocks):
            return ["quote", _dump_blocks(blocks)]
        case CodeBlock(text, language):
            return ["code", text, language]
        case Rule():
            return ["rule"]


def _dump_inlines(content: Sequence[Inline]) -> list[Any]:
    return [_dump_inline(inline) for inline in content]


def _dump_inline(inline: Inline) -> Any:
    match inline:
        case Text(text):
            return text
        case Emphasis(content):
            return ["em", _dump_inlines(content)]
        case Strong(content):
            return ["strong", _dump_inlines(content)]
        case CodeSpan(text):
            return ["code", text]
        case Link(address, content):
            return ["a", address, _dump_inlines(content)]
        case Image(alternative, file):
            return ["img", alternative, file]
        case LineBreak():
            return ["br"]


# Each reader below raises ValueError, TypeError or LookupError for what `dump` cannot have written.


def _sheet(values: Any) -> FactSheet:
    sections = _tuple_of(_section, values["sections"])
    if len({section.id for section in sections}) < len(sections):
        raise ValueError("two sections of one id")
    return FactSheet(
        **{name: _text(values[name]) for name in _TEXTS},
        sections=sections,
        edition=None if values["edition"] is None else _edition(*values["edition"]),
        editorial_headings=_tuple_of(_text, values["editorial_headings"]),
        id_is_stated=_exactly(bool, values["id_is_stated"]),
    )


def _edition(date: Any, inferred: Any, evidence: Any) -> Edition:
    return Edition(_text(date), _exactly(bool, inferred), _text(evidence))


def _section(values: Any) -> Section:
    name, title, level, path, line, heading, blocks = values
    if not 1 <= _exactly(int, level) <= 6:
        raise ValueError("no level")
    return Section(
        id=_text(name),
        title=_text(title),
        level=level,
        path=_tuple_of(_text, path),
        blocks=_tuple_of(_block, blocks),
        line=_exactly(int, line),
        heading=_tuple_of(_inline, heading),
    )


def _block(values: Any) -> Block:
    match values:
        case ["p", content]:
            return Paragraph(_tuple_of(_inline, content))
        case ["list", bool(ordered), items, int(start)]:
            return ListBlock(ordered, _tuple_of(lambda item: _tuple_of(_block, item), items), start)
        case ["table", rows, alignments]:
            return _table(rows, alignments)
        case ["quote", blocks]:
            return Quotation(_tuple_of(_block, blocks))
        case ["code", str(text), str(language)]:
            return CodeBlock(text, language)
        case ["rule"]:
            return Rule()
    raise ValueError("no block")


def _table(rows: Any, alignments: Any) -> Table:
    header, *body = _tuple_of(lambda row: _tuple_of(lambda cell: _tuple_of(_inline, cell), row), rows)
    if any(len(row) != len(alignments) for row in (header, *body)) or not set(alignments) <= {*_ALIGNMENTS}:
        raise ValueError("no table")
    return Table(header, tuple(body), _tuple_of(_text, alignments))


def _inline(value: Any) -> Inline:
    match value:
        case str(text):
            return Text(text)
        case ["em", content]:
            return Emphasis(_tuple_of(_inline, content))
        case ["strong", content]:
            return Strong(_tuple_of(_inline, content))
        case ["code", str(text)]:
            return CodeSpan(text)
        case ["a", str(address), content]:
            return Link(address, _tuple_of(_inline, content))
        case ["img", str(alternative), str(file)] if file == local_file(file):
            return Image(alternative, file)
        case ["br"]:
            return LineBreak()
    raise ValueError("no inline")


def _tuple_of(read: Callable[[Any], _Value], values: Any) -> tuple[_Value, ...]:
    return tuple([read(value) for value in _exactly(list, values)])


def _text(value: Any) -> str:
    return _exactly(str, value)


def _exactly(kind: type[_Value], value: Any) -> _Value:
    # Not isinstance: True is an int, too.
    if type(value) is not kind:
        raise TypeError(kind.__name__)
    return value
