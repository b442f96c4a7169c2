"""HTML in a Markdown file -> elements that the model can hold; none of it is passed on as it stands.

`html_lines` has made a marked line of each block. Here a mark takes the place of each tag while Markdown
is read; then the marks become elements. A closing tag may be missing or in the wrong place: no word
gets lost.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from markdown.util import AtomicString, code_escape

from hkviewer.content.markdown.containers import DEEPEST, HTML, NEWLINE, TAG
from hkviewer.content.markdown.emphasis import unescape
from hkviewer.content.markdown.html_tags import (
    APART,
    BLOCKS,
    HEADINGS,
    INLINES,
    INSTRUCTION,
    Marks,
    Tag,
)
from hkviewer.content.markdown.literal import literal
from hkviewer.content.markdown.quotation_marks import quotation_marks
from hkviewer.content.model import TASK_BOXES

_PARTS = ("thead", "tbody", "tfoot")
_CELLS = ("td", "th")
_FIT = {
    **dict.fromkeys(("ul", "ol"), ("li",)),
    **dict.fromkeys(_PARTS, ("tr",)),
    "dl": ("dt", "dd"),
    "table": (*_PARTS, "tr", "caption"),
    "tr": _CELLS,
}
"""Elements that hold no words, and what they hold instead."""
_IMPLIED = {"ul": "li", "ol": "li", "dl": "dd", "tr": "td"} | dict.fromkeys(("table", *_PARTS), "tr")
_HOMES = {
    "li": ("ul", "ol"),
    **dict.fromkeys(("dt", "dd"), ("dl",)),
    **dict.fromkeys((*_PARTS, "caption"), ("table",)),
    "tr": ("table", *_PARTS),
    **dict.fromkeys(_CELLS, ("tr", "table", *_PARTS)),
}
"""What an element stands in; its opening tag ends everything up to there."""
_ONLY_WORDS = frozenset(["p", "pre", "caption", *HEADINGS])
"""Blocks that end with the HTML around them, as what follows would else be swallowed."""
_MOST_STYLES = 20

# What is escaped, and what a role of Sphinx or MyST holds: {ref}`words <target>`.
_AS_WRITTEN = re.compile(rf"(?<!\\)(?:\\\\)*\\{Marks.FORM.pattern}|[}}:]`[^`]+`")
_ALIGNED = re.compile(r"text-align:\s*(\w+)")
_NUMBERED = re.compile(r"list-style(?:-type)?:\s*([a-z-]+)")
_NUMERALS = {"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A"}
_NUMERALS |= {"lower-roman": "i", "upper-roman": "I"}
_KEPT: dict[str, tuple[str, ...]] = dict.fromkeys((*_PARTS, *_CELLS, "tr"), ("align", "colspan", "rowspan"))
_KEPT |= {"a": ("href",), "abbr": ("title",), "acronym": ("title",), "img": ("src",), "li": ("value",)}
_KEPT |= {"ol": ("start", "type")}
"""The attributes that the model can hold."""
_WORDS = {"textarea": "placeholder", "optgroup": "label", "iframe": "title", "object": "title"}
_WORDS["embed"] = "title"
"""Those that are words."""
_LANGUAGE = re.compile(r"\blang(?:uage)?-(\S+)")

_Token = str | Tag | ET.Element | None
"""Words, a tag, a finished element, or None at the end of a block of HTML."""


class HtmlInTree:
    """Reads the HTML of a document's trees, in which `marks` stand for tags: `hide` first, then `show`."""

    def __init__(self, marks: Marks, language: str) -> None:
        self._marks = marks
        self._quotation_marks = quotation_marks(language)

    def hide(self, tree: ET.Element) -> None:
        """Give each block of HTML a part for the words up to each of the blocks in it."""
        for element in list(tree.iter()):
            text = (element.text or "").replace(NEWLINE, "\n")
            if element.tag == HTML:
                element.text = None
                self._part(element, text)
            elif TAG in text and not isinstance(element.text, AtomicString):
                element.text = _AS_WRITTEN.sub(lambda match: self._marks.as_written(match[0]), text)

    def show(self, tree: ET.Element) -> None:
        """Replace the marks by what they mean; within code and addresses by what stood there."""
        for code in tree.iter("code"):
            text = self._marks.as_written(code.text or "", code_escape)
            code.text = AtomicString(text.replace(NEWLINE, "\n"))
        for element in list(tree.iter()):
            for key, value in element.items():
                if TAG in value:
                    shown = self._marks.FORM.sub("", value) if key == "alt" else self._marks.as_written(value)
                    element.set(key, shown)
            if TAG in (element.text or "") or any(e.tag == HTML or TAG in (e.tail or "") for e in element):
                tokens = list(self._tokens(element))
                element[:], element.text = [], None
                _Builder(element, self._quotation_marks).run(tokens)

    def _part(self, block: ET.Element, source: str) -> None:
        parts = [""]
        code = ""  # the element of code that is open, in which nothing is a mark
        done = 0
        for tag, start, end in (*self._marks.tags(source), (None, len(source), len(source))):
            words = source[done:start]
            parts.append(self._marks.put(literal(html.unescape(words)), words) if code else words)
            done = end
            if tag and code == tag.name and tag.closes:
                code = ""
            elif tag and not (code or tag.closes) and (tag.name == "pre" or INLINES.get(tag.name) == "tt"):
                code = tag.name
            if tag is None or tag.name in BLOCKS:
                ET.SubElement(block, "span").text = "".join(parts)
                parts.clear()
            parts.append(source[start:end])

    def _tokens(self, element: ET.Element) -> Iterator[_Token]:
        yield from self._marks.meant(element.text or "")
        for child in element:
            if child.tag == HTML:
                for part in child:
                    yield from self._tokens(part)
                    part[:], part.text = [], None
                yield None
            else:
                yield child
            yield from self._marks.meant(child.tail or "")
            child.tail = None


class _Open(NamedTuple):
    """A block that is open, with the elements of running text in it that are."""

    element: ET.Element
    styles: list[ET.Element]


class _Builder:
    """Fills an element from words, tags and finished elements.

    An element of running text that is open, also over the ends of blocks, is a pattern: each run of words has
    a copy around it.
    """

    def __init__(self, root: ET.Element, quotation_marks: str) -> None:
        self._quotation_marks = quotation_marks
        self._stack = [_Open(root, [])]
        self._words: list[str] = []
        self._patterns: dict[ET.Element, ET.Element] = {}  # of each copy
        self._code: list[ET.Element] = []

    def run(self, tokens: Iterable[_Token]) -> None:
        """Read `tokens`."""
        for token in tokens:
            if isinstance(token, str):
                self._words.append(token)
            elif isinstance(token, Tag):
                (self._close if token.closes else self._open)(token)
            elif token is None:
                self._end_of_html()
            else:
                self._place().append(token)
        self._flush()
        for pre in self._code:
            text = unescape(Marks.FORM.sub("", _lines_of(pre))).removeprefix("\n")
            pre[:], pre.text = [], None
            code = ET.SubElement(pre, "code", language=pre.get("language", ""))
            code.text = AtomicString(code_escape(text))

    @property
    def _top(self) -> ET.Element:
        return self._stack[-1].element

    def _end_of_html(self) -> None:
        self._flush()
        self._stack[-1].styles.clear()
        while len(self._stack) > 1 and self._top.tag in _ONLY_WORDS:
            self._stack.pop()

    def _flush(self) -> None:
        """Write the words that have come in; between items or cells there is only white space."""
        words = "".join(self._words)
        self._words.clear()
        if not words or (self._top.tag in _FIT and not words.strip(" \n")):
            return
        place = self._place()
        before = (place[-1].tail if len(place) else place.text) or ""
        if _opens_emphasis(before):  # an icon between stands for words: `**<i class="a"></i> Words**`
            words = words.removeprefix(" ")
        if len(place):
            place[-1].tail = before + words
        else:
            place.text = before + words

    def _place(self) -> ET.Element:
        """The element that words stand in here: in the copies that are open already, else in new ones."""
        if self._words:
            self._flush()
        self._imply()
        place = self._top
        for pattern in self._stack[-1].styles:
            last = place[-1] if len(place) and not place[-1].tail else None
            if last is None or self._patterns.get(last) is not pattern:
                last = ET.SubElement(place, pattern.tag, pattern.attrib)
                self._patterns[last] = pattern
            place = last
        return place

    def _imply(self) -> None:
        """Open the item or cell that words need where a list or table is."""
        while len(self._stack) < DEEPEST and (tag := _IMPLIED.get(self._top.tag)):
            self._push(tag, {})

    def _push(self, tag: str, attributes: dict[str, str]) -> ET.Element:
        element = ET.SubElement(self._top, tag, attributes)
        if len(self._stack) < DEEPEST:
            self._stack.append(_Open(element, [] if tag in _CELLS else self._stack[-1].styles))
        return element

    def _find(self, tags: Collection[str], ends: Collection[str]) -> int:
        """The depth of the innermost open block of such a kind; 0 if one of `ends` stands in it."""
        for depth in range(len(self._stack) - 1, 0, -1):
            if self._stack[depth].element.tag in tags:
                return depth
            if self._stack[depth].element.tag in ends:
                break
        return 0

    def _open(self, tag: Tag) -> None:
        name, attributes = tag.name, tag.attributes
        anchor = attributes.get("id") or (name == "a" and attributes.get("name")) or ""
        if name in BLOCKS:
            element = self._open_block(tag)
            if anchor:
                element.set("anchor", anchor)
            return
        if anchor and self._top.tag in _FIT:
            self._top.set("anchor", anchor)
        elif anchor:
            ET.SubElement(self._place(), "span", anchor=anchor)
        if name in INLINES and (name != "a" or "href" in attributes):
            self._open_style(tag)
        elif name == "img" or (name == "br" and self._top.tag not in _FIT):
            ET.SubElement(self._place(), name, _kept_attributes(tag))
        elif words := INSTRUCTION.sub("", _words_of(tag)).strip():
            self._words.append(f" {literal(words)} ")
        elif name in APART:
            self._words.append(" ")

    def _open_style(self, tag: Tag) -> None:
        language = _LANGUAGE.search(tag.attributes.get("class", ""))
        if self._top.tag == "pre" and language:
            self._top.set("language", language[1])
        styles = self._stack[-1].styles
        if tag.name == "a":
            self._close(tag)
        if not tag.empty and len(styles) < _MOST_STYLES:
            self._place()
            attributes = {"marks": self._quotation_marks} if tag.name == "q" else _kept_attributes(tag)
            self._stack[-1].styles.append(ET.Element(INLINES[tag.name], attributes))

    def _open_block(self, tag: Tag) -> ET.Element:
        kind = BLOCKS[tag.name]
        self._flush()
        if len(self._stack) > 1 and self._top.tag == "p":
            self._stack.pop()
        if kind in _FIT and len(self._stack) > DEEPEST - 4:  # there must be room for a row and a cell
            kind = "div"
        if kind in _HOMES:
            home = self._find(_HOMES[kind], ("table",) if "table" in _HOMES[kind] else ("table", *_CELLS))
            if not home:
                kind = "div"
            else:
                del self._stack[home + 1 :]
        elif kind == "div" and self._top.tag == "dl":  # it only groups terms
            return self._top
        if kind in _CELLS and self._top.tag != "tr":
            self._push("tr", {})
        elif kind not in _FIT.get(self._top.tag, (kind,)):
            self._imply()
        element = self._push(kind, _kept_attributes(tag))
        if kind == "pre":
            self._code.append(element)
        if tag.empty and self._top is element:
            self._stack.pop()
        return element

    def _close(self, tag: Tag) -> None:
        name = tag.name
        if name in INLINES:
            self._close_style(INLINES[name])
        elif name in APART:
            self._words.append(" ")
        elif name in BLOCKS:
            self._close_block(BLOCKS[name])

    def _close_style(self, kind: str) -> None:
        styles = self._stack[-1].styles
        last = next((n for n in reversed(range(len(styles))) if styles[n].tag == kind), None)
        if last is not None:
            self._flush()
            del styles[last]

    def _close_block(self, kind: str) -> None:
        self._flush()
        if kind == "table" or "table" in _HOMES.get(kind, ()):
            ends: tuple[str, ...] = ("table",)
        else:
            ends = ("table", *_CELLS, *(("dl",) if kind == "div" else ()))
        if place := self._find(HEADINGS if kind in HEADINGS else (kind,), ends):
            del self._stack[place:]
        elif kind == "p":  # it parts the words around it
            self._open_block(Tag("p", {}, empty=True))


def _opens_emphasis(text: str) -> bool:
    """Whether `text` ends with marks before which no word ends: these open emphasis."""
    before = text.rstrip("*_~=+")
    return before != text and (not before or before[-1] in " \n([{\"'“‘")


def _lines_of(element: ET.Element) -> str:
    inner = (("\n" if e.tag == "br" else _lines_of(e)) + (e.tail or "") for e in element)
    return (element.text or "") + "".join(inner)


def _kept_attributes(tag: Tag) -> dict[str, str]:
    """Of a tag's attributes those that the model can hold."""
    get = tag.attributes.get
    kept = {key: literal(value) for key in _KEPT.get(tag.name, ()) if (value := get(key))}
    for key in ("href", "src"):
        if INSTRUCTION.search(get(key, "")):
            kept.pop(key, None)  # what the address is, no one knows
    if tag.name == "img":
        words = get("alt") or get("title") or get("aria-label") or ""
        kept["alt"] = literal(INSTRUCTION.sub("", words))
        is_hidden = get("role") in ("none", "presentation") or get("aria-hidden") == "true"
        if is_hidden or not get("alt", "x"):
            kept["silent"] = ""  # decorative: nothing is said of it where it cannot be shown
    elif tag.name == "ol":
        if "reversed" in tag.attributes:
            kept["reversed"] = ""
        if numbered := _NUMBERED.search(get("style", "")):
            kept["type"] = _NUMERALS.get(numbered[1], "1")
    elif style := _ALIGNED.search(get("style", "")):
        kept["align"] = style[1]
    return kept


def _words_of(tag: Tag) -> str:
    """The words of an element that stand in its attributes."""
    get = tag.attributes.get
    if tag.name != "input":
        return get(_WORDS.get(tag.name, ""), "")
    match get("type", "").lower():
        case "checkbox" | "radio":
            return TASK_BOXES["checked" in tag.attributes]
        case "hidden":
            return ""
    return get("value") or get("placeholder") or get("aria-label") or get("alt") or ""
