"""The lists of an element tree -> the model's, numbered as they are written."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator

from hkviewer.content import model
from hkviewer.content.markdown.emphasis import unescape
from hkviewer.content.model import Block
from hkviewer.content.numerals import NUMERALS

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)  # as in CommonMark


def read_list(element: ET.Element, read_blocks: Callable[[ET.Element], tuple[Block, ...]]) -> Iterator[Block]:
    """A list; several where its numbers go back or leave some out. `read_blocks` empties the tree's items."""
    numbers = list(_numbers(element)) if element.tag == "ol" else []
    items = [read_blocks(item) for item in element]
    if not numbers:
        yield model.ListBlock(element.tag == "ol", tuple(items))
        return
    style = element.get("type", "")
    style = style if style in NUMERALS else "1"
    first = 0
    for end in range(1, len(items) + 1):
        if end == len(items) or numbers[end] != numbers[end - 1] + 1:
            yield model.ListBlock(True, tuple(items[first:end]), numbers[first], style)
            first = end


def _numbers(element: ET.Element) -> Iterator[int]:
    """The number of each item: one up, or down, from the one before, if it states none."""
    backwards = "reversed" in element.attrib
    number = _stated(element, "start", len(element) if backwards else 1)
    for item in element:
        number = _stated(item, "value", number)
        yield number
        number += -1 if backwards else 1


def _stated(element: ET.Element, name: str, otherwise: int) -> int:
    stated = _NUMBER.fullmatch(unescape(element.get(name, "")))
    return int(stated[0]) if stated else otherwise
