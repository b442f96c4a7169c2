"""Letters that no font may show: each stands in a PDF as its code point in brackets, such as [U+1F9FF].

So no copy is refused for a letter, and none shows a box that could be any letter. The check of a copy reads
the letter again. A copy names its stand-ins among its keywords, where `told` finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

# A reader may turn the brackets round in a line from right to left.
_STAND_IN = re.compile(r"[][]U\+([0-9A-F]{4,6})[][]")
# What is no letter on the page: addresses behind links, names of files, and what Typst writes as data.
_NOT_SET = frozenset({"address", "picture", "alt", "title", "author", "description", "lang", "region"})
_MOST_NAMED = 10
SMALL_PRINT = "A letter that no font at hand has stands as its Unicode number, such as {}."


def stand_in(letter: str) -> str:
    """What stands for `letter`."""
    return f"[U+{ord(letter):04X}]"


def letters_again(text: str) -> str:
    """`text` with each stand-in as the letter that it stands for."""
    return _STAND_IN.sub(lambda match: _letter(match[0], int(match[1], 16)), text) if "U+" in text else text


def _letter(shown: str, code: int) -> str:
    return chr(code) if code <= 0x10FFFF else shown


def with_stand_ins(doc: Mapping[str, Any], items: Iterable[str]) -> dict[str, Any]:
    """The template's data `doc` with stand-ins, and the reader told of them.

    `items` are the letters; of a letter with marks that no font has together, it is the marks that are
    stood in for, and only there.
    """
    shown = {item: _shown(item) for item in items}
    # The longest first: a letter may be missing with some marks only.
    pattern = re.compile("|".join(map(re.escape, sorted(shown, key=len, reverse=True))))
    changed = {key: _replaced(key, value, pattern, shown) for key, value in doc.items()}
    numbers = list(dict.fromkeys(match[0] for words in shown.values() for match in _STAND_IN.finditer(words)))
    changed["stand_ins"] = True
    changed["keywords"] = [*doc["keywords"], *numbers]
    *lines, last = changed["small_print"]
    changed["small_print"] = [*lines, SMALL_PRINT.format(numbers[0]), last]
    return changed


def _shown(item: str) -> str:
    first = item[0] if len(item) > 1 and item[0].isalnum() else ""
    return first + "".join(map(stand_in, item[len(first) :]))


def _replaced(key: str, value: Any, pattern: re.Pattern[str], shown: Mapping[str, str]) -> Any:
    """`value`, which the template's data have as `key`."""
    match value:
        case str() if key not in _NOT_SET:
            return pattern.sub(lambda match: shown[match[0]], value)
        case list() if key not in _NOT_SET:
            return [_replaced("", item, pattern, shown) for item in value]
        case dict():
            return {name: _replaced(name, item, pattern, shown) for name, item in value.items()}
        case _:
            return value


def told(pdf: bytes) -> str:
    """What the reader is told of the stand-ins in a copy, in one line; "" where it has none."""
    if b"[U+" not in pdf:
        return ""  # they stand among its metadata as they are, and PDFium takes 100 ms to import
    from hkviewer.export.pdf.page_images import metadata

    numbers = list(dict.fromkeys(_STAND_IN.findall(metadata(pdf, "Keywords"))))
    if not numbers:
        return ""
    named = ", ".join(f"U+{number}" for number in numbers[:_MOST_NAMED])
    more = f" and {len(numbers) - _MOST_NAMED:,} more" if len(numbers) > _MOST_NAMED else ""
    what = "this letter: its number stands" if len(numbers) == 1 else "these letters: their numbers stand"
    return f"No font at hand may show {what} in the copy, {named}{more}."
