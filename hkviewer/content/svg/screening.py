"""Whether an SVG drawing may be given to a program that draws: it may be anyone's, and written to harm.

Drawing programs follow references, unfold what repeats and work filters out pixel by pixel: some hundred
bytes may take hours, or read other files. What is found here by looking through the text alone is found
wherever a picture is shown, without drawing it.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes
from xml.parsers import expat

from hkviewer.content.picture_faults import DAMAGED, ELSEWHERE, ENDLESS, HUGE, WEB_WORDS
from hkviewer.content.picture_header import header_of
from hkviewer.content.sizes import LARGEST_PICTURE
from hkviewer.content.svg.cost import MOST_STEPS, Element, effect_of, steps
from hkviewer.content.svg.size import Size, size_of

_DEEPEST = 200
"""Elements within one another; Qt and Typst go down into each on the stack."""
_MOST_ENTITIES = 200
_MOST_WITHIN = 3
"""Drawings within one another, as data: addresses."""
_NOT_FOLLOWED = frozenset({"a", "script", "animate", "animateMotion", "animateTransform", "mpath", "set"})
_URL = re.compile(r"""url\(\s*["']?([^"')]*)""", re.IGNORECASE)
_DATA = re.compile(r"\s*data:([^,;]*)[^,]*?(;base64)?,", re.IGNORECASE)


class UnfitDrawingError(Exception):
    """A drawing that is not to be drawn; the message says why, as the end of a sentence."""


@dataclass(frozen=True)
class Drawing:
    """A drawing that may be drawn.

    Attributes:
        data: its text, without web pages within it for which it states a replacement.
        width: in CSS pixels, 96 to an inch, as it states it.
        height: the same.
        has_filters: it has effects that are worked out pixel by pixel.
    """

    data: bytes
    width: float
    height: float
    has_filters: bool


def looks_like_svg(data: bytes) -> bool:
    """Whether a program that judges by the contents might take `data` for an SVG drawing."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    return head.startswith((b"<", b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff"))


def screened(data: bytes, within: int = 0) -> Drawing:
    """`data` as it may be drawn; `within` counts the drawings that it stands in.

    Raises:
        UnfitDrawingError: it is no drawing, or one that may do harm.
    """
    reader = _Reader(data, within)
    reader.read()
    size = size_of(reader.elements[0].attributes)
    if size.area > LARGEST_PICTURE:
        raise UnfitDrawingError(HUGE)
    if steps(reader.elements, reader.rules, reader.classed, size) > MOST_STEPS:
        raise UnfitDrawingError(ENDLESS)
    return Drawing(_without(data, reader.replaced), size.width, size.height, has_filters=reader.has_filters)


def stated_size(head: bytes) -> Size | None:
    """The size that a drawing states, of which the first bytes are given; None where it is none."""
    found: list[Size] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(_name: str, attributes: Mapping[str, str]) -> None:
        parser.StartElementHandler = None
        found.append(size_of({key.rpartition(" ")[2]: value for key, value in attributes.items()}))

    parser.StartElementHandler = start
    with contextlib.suppress(expat.ExpatError):
        parser.Parse(head, False)
    return found[0] if found else None


def _without(data: bytes, spans: list[tuple[int, int]]) -> bytes:
    kept, start = [], 0
    for first, end in spans:
        kept.append(data[start:first])
        start = end
    return b"".join([*kept, data[start:]])


class _Reader:
    """Looks through a drawing once.

    Attributes:
        elements: those that take others in or may be taken in, the outermost one first.
        rules: the ids that style sheets take.
        classed: how many elements have a class.
        replaced: where the web pages stand that have a replacement.
        has_filters: there is a filter.
    """

    def __init__(self, data: bytes, within: int) -> None:
        self.elements: list[Element] = []
        self.rules: list[str] = []
        self.classed = 0
        self.replaced: list[tuple[int, int]] = []
        self.has_filters = False
        self._data = data
        self._within = within
        self._count = 0
        self._open: list[Element] = []
        self._foreign: tuple[int, int] | None = None
        """Where the web page begins that is passed over, and how deep."""
        self._pages: list[tuple[Element, int, int]] = []
        """Web pages in a switch: the switch, start and end."""
        self._entities = 0

    def read(self) -> None:
        """Look through it. Raises UnfitDrawingError."""
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        try:
            parser.Parse(self._data, True)
        except expat.ExpatError:
            raise UnfitDrawingError(DAMAGED) from None
        if self.elements[0].name != "svg":
            raise UnfitDrawingError(DAMAGED)
        for switch, start, end in self._pages:
            if switch.steps == 1 and not switch.children:
                raise UnfitDrawingError(WEB_WORDS)
            self.replaced.append((start, end))

    def _entity(self, name: str, _is_parameter: int, value: str | None, *_elsewhere: str | None) -> None:
        """Illustrator names its namespaces so; but such names may stand for one another."""
        if value is None:
            raise UnfitDrawingError(ELSEWHERE)
        self._entities += 1
        letters = self._data.count(f"&{name};".encode()) * len(value)
        unfolds = "&" in value or "%" in value or self._is_wide or letters > MOST_STEPS
        if unfolds or self._entities > _MOST_ENTITIES:
            raise UnfitDrawingError(ENDLESS)

    @property
    def _is_wide(self) -> bool:
        """Whether a letter takes more than a byte."""
        return self._data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in self._data[:4]

    def _start(self, qualified: str, attributes: Mapping[str, str]) -> None:
        self._count += 1
        depth = len(self._open)
        if depth >= _DEEPEST or self._count > MOST_STEPS:
            raise UnfitDrawingError(ENDLESS)
        name = qualified.rpartition(" ")[2]
        named = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(name, named)
        self._open.append(element)
        if self._foreign is not None:
            return
        if name == "foreignObject":
            self._foreign = self._parser.CurrentByteIndex, depth
            return
        element.references = self._references(name, named)
        self.classed += "class" in named
        self.has_filters = self.has_filters or name == "filter"
        if not depth:
            self.elements.append(element)

    def _end(self, _qualified: str) -> None:
        element = self._open.pop()
        outer = self._open[-1] if self._open else None
        if self._foreign is not None:
            if self._foreign[1] == len(self._open):
                self._end_page(outer)
        elif outer is not None:
            if outer.name == "filter":
                outer.effect += effect_of(element.name, element.attributes)
            if element.only_stands:
                outer.steps += element.steps
            else:
                outer.children.append(len(self.elements))
                self.elements.append(element)

    def _end_page(self, outer: Element | None) -> None:
        assert self._foreign is not None
        start, self._foreign = self._foreign[0], None
        if outer is None or outer.name != "switch" or self._is_wide:
            raise UnfitDrawingError(WEB_WORDS)
        end = self._data.find(b">", self._parser.CurrentByteIndex) + 1
        self._pages.append((outer, start, end))

    def _text(self, words: str) -> None:
        """What a style sheet takes, it takes for every element that has a class."""
        if self._foreign is None and self._open and self._open[-1].name == "style":
            self.rules += filter(None, (self._named(match) for match in _URL.findall(words)))

    def _references(self, name: str, attributes: Mapping[str, str]) -> list[tuple[str, str]]:
        """What an element takes from elsewhere in the drawing: by which attribute, and the id."""
        found = []
        for key, value in attributes.items():
            if key == "href" and name not in _NOT_FOLLOWED:
                found.append((key, self._named(value)))
            elif "url(" in value.lower():
                found += [(_property(value, key), self._named(match)) for match in _URL.findall(value)]
        return [(key, id_) for key, id_ in found if id_]

    def _named(self, address: str) -> str:
        """The id that an address leads to, "" for what stands in the address itself."""
        address = address.strip()
        if address.startswith("#"):
            return unquote_to_bytes(address[1:]).decode("utf-8", "replace")
        if match := _DATA.match(address):
            self._look_into(match[1].strip().lower(), bool(match[2]), address[match.end() :])
        elif address:
            raise UnfitDrawingError(ELSEWHERE)
        return ""

    def _look_into(self, kind: str, is_base64: bool, written: str) -> None:  # noqa: FBT001
        """A picture in the drawing itself has the limits of every picture."""
        data = unquote_to_bytes(written)
        if is_base64:
            try:
                data = base64.b64decode(data)
            except (binascii.Error, ValueError):
                raise UnfitDrawingError(DAMAGED) from None
        header = header_of(data)
        if header and header.is_too_large:
            raise UnfitDrawingError(HUGE)
        if kind.startswith("image/") and not header and (looks_like_svg(data) or "svg" in kind):
            if self._within >= _MOST_WITHIN:
                raise UnfitDrawingError(ENDLESS)
            if screened(data, self._within + 1).data != data:
                raise UnfitDrawingError(WEB_WORDS)


def _property(style: str, key: str) -> str:
    """The property that takes the address: the attribute's own name, or one in its style."""
    if key != "style":
        return key
    return next((name for name in ("filter", "marker") if name in style), "style")
