"""HTML in a Markdown file -> elements that the model can hold; none of it is passed on as it stands.

`html_lines` has made a marked line of each block. Here its tags become elements, with the Markdown
between two blocks inside them; then the tags of running text. A closing tag may be missing or in
the wrong place: no word gets lost.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterable, Iterator

from markdown.util import AtomicString, code_escape

from hkviewer.content.markdown.containers import DEEPEST, HTML, NEWLINE, TAG
from hkviewer.content.markdown.emphasis import unescape
from hkviewer.content.markdown.html_tags import (
    APART,
    BLOCKS,
    HEADINGS,
    INLINES,
    NOTHING,
    TAG_FORM,
    CodeSpans,
    Tag,
    TagReader,
    kept_attributes,
    literal,
    words_of,
)

_ENDED_BY_START = {
    "li": (("li",), ("ul", "ol", "menu", "dir", "td", "th")),
    **dict.fromkeys(("dt", "dd"), (("dt", "dd"), ("dl", "td", "th"))),
    **dict.fromkeys(("td", "th"), (("td", "th", "caption"), ("table",))),
    **dict.fromkeys(("tr",), (("tr", "caption"), ("table",))),
    **dict.fromkeys(("thead", "tbody", "tfoot"), (("thead", "tbody", "tfoot", "caption"), ("table",))),
    "summary": (("summary",), ("details", "td", "th", "table")),
    **dict.fromkeys(HEADINGS, (HEADINGS, ("div", "li", "td", "th", "table"))),
}
"""Which open elements an opening tag ends, and which hide those outside them from it."""
_ROWS = ("thead", "tbody", "tfoot", "tr")
_CELLS = ("td", "th")
_FIT = {
    **dict.fromkeys(("ul", "ol"), ("li",)),
    **dict.fromkeys(("thead", "tbody", "tfoot"), ("tr",)),
    "dl": ("dt", "dd"),
    "table": (*_ROWS, "caption"),
    "tr": _CELLS,
}
"""Elements that hold no words, and what they hold instead."""
_IMPLIED = {"ul": "li", "ol": "li", "dl": "dd", "tr": "td"} | dict.fromkeys(("table", *_ROWS[:3]), "tr")
_ONLY_WORDS = frozenset(["p", "caption", *HEADINGS])
"""Blocks that end with the HTML around them, as what follows would else be swallowed."""
_MOST_STYLES = 20

_TAG_IN_TEXT = re.compile(rf"\\.|(?P<code>`+)|(?<!\]\()(?:{TAG_FORM.pattern})", re.DOTALL)
_HIDDEN = re.compile(rf"{TAG}(\d+){TAG}")
_LANGUAGE = re.compile(r"\blang(?:uage)?-(\S+)")


class HtmlInTree:
    """Reads the HTML of a document's trees: `expand` and `hide` before their Markdown, then `show`."""

    def __init__(self, reader: TagReader) -> None:
        self._reader = reader
        self._tags: list[tuple[str, Tag]] = []

    def expand(self, tree: ET.Element) -> None:
        """Replace the elements that hold a block of HTML as it is written by what it means."""
        for container in [e for e in tree.iter() if any(child.tag == HTML for child in e)]:
            tokens: list[_Token] = []
            for child in container:
                if child.tag == HTML:
                    tokens.extend((*self._tokens(child.text or ""), None))
                else:
                    tokens.append(child)
            container[:] = []
            _Builder(container, tokens, is_source=True).run()

    def hide(self, tree: ET.Element) -> None:
        """Put a mark in the place of each tag in running text."""
        for element in tree.iter():
            text = element.text
            if text and "<" in text and not isinstance(text, AtomicString):
                element.text = self._hidden(text.replace(NEWLINE, "\n"))

    def show(self, tree: ET.Element) -> None:
        """Replace the marks of tags by what they mean; within code and addresses by what stood there."""
        if not self._tags:
            return
        for element in list(tree.iter()):
            for key, value in element.items():
                if TAG in value:
                    element.set(key, _HIDDEN.sub("", value) if key == "alt" else self._as_written(value))
            if element.tag == "code":
                element.text = AtomicString(self._as_written(element.text or "", is_code=True))
            elif TAG in (element.text or "") or any(TAG in (child.tail or "") for child in element):
                self._show_in(element)

    def _tokens(self, source: str) -> Iterator[_Token]:
        done = 0
        source = source.replace(NEWLINE, "\n")
        for tag, start, end in self._reader.tags(source):
            yield source[done:start]
            yield tag
            done = end
        yield source[done:]

    def _hidden(self, text: str) -> str:
        parts: list[str] = []
        spans = CodeSpans(text)
        done = position = 0
        while match := _TAG_IN_TEXT.search(text, position):
            position = match.end()
            if match["code"]:
                position = spans.end(match.start(), len(match["code"])) or position
            elif match[0][0] == "<" and (tag := self._reader.read(match[0])):
                parts += (text[done : match.start()], f"{TAG}{len(self._tags)}{TAG}")
                self._tags.append((match[0], tag))
                done = position
        return "".join((*parts, text[done:]))

    def _as_written(self, text: str, *, is_code: bool = False) -> str:
        def source(mark: re.Match[str]) -> str:
            written = self._tags[int(mark[1])][0]
            return code_escape(written) if is_code else written

        return _HIDDEN.sub(source, text)

    def _show_in(self, element: ET.Element) -> None:
        tokens: list[_Token] = list(self._shown(element.text))
        for child in element:
            tokens.extend((child, *self._shown(child.tail)))
            child.tail = None
        element[:] = []
        element.text = None
        _Builder(element, tokens, is_source=False).run()

    def _shown(self, text: str | None) -> Iterator[_Token]:
        for number, part in enumerate(_HIDDEN.split(text or "")):
            yield self._tags[int(part)][1] if number % 2 else part


def anchors(trees: Iterable[ET.Element]) -> list[tuple[str, ...]]:
    """For each section the names by which its places are addressed; a tree begins with the heading.

    A name behind a section's last words is meant for the heading that follows.
    """
    found: list[list[str]] = []
    behind: list[str] = []
    for tree in trees:
        names: list[str] = []
        for part, is_name in _names_and_words(tree):
            if is_name:
                behind.append(part)
            elif part.strip():
                names += behind
                behind.clear()
        found.append(names)
    if found:
        found[-1] += behind
    return [tuple(dict.fromkeys(names)) for names in found]


def _names_and_words(element: ET.Element) -> Iterator[tuple[str, bool]]:
    if name := element.get("anchor"):
        yield name, True
    yield element.get("alt") or element.get("src") or element.text or "", False
    for child in element:
        yield from _names_and_words(child)
        yield child.tail or "", False
    if element.tag == "heading":
        yield "the heading's end", False


_Token = str | Tag | ET.Element | None
"""Words, a tag, a finished element, or None at the end of a block of HTML."""


class _Builder:
    """Fills an element from words, tags and finished elements.

    Args:
        is_source: the words are still to be read as Markdown.
    """

    def __init__(self, root: ET.Element, tokens: list[_Token], *, is_source: bool) -> None:
        self._tokens = tokens
        self._is_source = is_source
        self._stack = [("", root)]
        self._words: list[str] = []
        # Elements of running text that are open, the outermost first: those that a block, or a tag in
        # the wrong place, has ended are on the stack no more, and begin again with the next words.
        self._styles: list[tuple[str, ET.Element]] = []
        self._closings = {t.name: n for n, t in enumerate(tokens) if isinstance(t, Tag) and t.closes}
        self._skipped = ""
        self._pre: list[str] | None = None
        self._language = ""

    def run(self) -> None:
        """Read all tokens."""
        for number, token in enumerate(self._tokens):
            if self._skipped:
                if isinstance(token, Tag) and token.closes and token.name == self._skipped:
                    self._skipped = ""
            elif isinstance(token, Tag) and token.name in NOTHING and not token.closes:
                is_closed = not token.empty and self._closings.get(token.name, -1) > number
                self._skipped = token.name if is_closed else ""
            elif self._pre is not None:
                self._add_to_pre(self._pre, token)
            elif isinstance(token, str):
                self._add_words(token)
            elif isinstance(token, Tag):
                if token.closes:
                    self._close(token.name)
                else:
                    self._open(token)
            elif token is None:
                self._end_of_html()
            else:
                self._add_element(token)
        if self._pre is not None:
            self._end_pre(self._pre)
        self._flush()

    @property
    def _top(self) -> ET.Element:
        return self._stack[-1][1]

    def _add_words(self, words: str) -> None:
        if words.strip(" \n"):
            self._imply()
            self._resume_styles()
        elif self._top.tag in _FIT:
            return
        if self._is_source and any(element.tag == "tt" for _, element in self._styles):
            words = literal(html.unescape(words))
        self._words.append(words)

    def _add_element(self, element: ET.Element) -> None:
        """Put a finished element where the words are."""
        if self._is_source:
            self._end_of_html()
        self._imply()
        self._resume_styles()
        self._flush()
        self._top.append(element)

    def _end_of_html(self) -> None:
        self._leave_styles()
        self._styles.clear()
        while len(self._stack) > 1 and self._top.tag in _ONLY_WORDS:
            self._stack.pop()

    def _flush(self) -> None:
        """Write the words that have come in behind what the open element holds."""
        if not self._words:
            return
        words = "".join(self._words)
        self._words.clear()
        if len(self._top) and self._is_source:  # Python-Markdown looks for the place of a tail from the start
            ET.SubElement(self._top, "span").text = words
        elif len(self._top):
            self._top[-1].tail = (self._top[-1].tail or "") + words
        else:
            self._top.text = (self._top.text or "") + words

    def _push(self, name: str, tag: str, attributes: dict[str, str]) -> ET.Element:
        self._flush()
        element = ET.SubElement(self._top, tag, attributes)
        if len(self._stack) < DEEPEST:
            self._stack.append((name, element))
        return element

    def _cut(self, names: Collection[str], hidden_by: Collection[str]) -> bool:
        """End the innermost open element of such a name and those in it; False if there is none."""
        for depth in range(len(self._stack) - 1, 0, -1):
            if self._stack[depth][0] in names:
                self._flush()
                del self._stack[depth:]
                return True
            if self._stack[depth][0] in hidden_by:
                break
        return False

    def _imply(self) -> None:
        """Open the item or cell that words need where a list or table is."""
        while len(self._stack) < DEEPEST and (tag := _IMPLIED.get(self._top.tag)):
            self._push(tag, tag, {})

    def _leave_styles(self) -> None:
        self._flush()
        while self._stack[-1][0] in INLINES:
            self._stack.pop()

    def _resume_styles(self) -> None:
        if not self._styles or self._styles[-1][1] is self._top:
            return
        self._leave_styles()
        for number, (name, element) in enumerate(self._styles):
            self._styles[number] = name, self._push(name, element.tag, element.attrib)

    def _open(self, tag: Tag) -> None:
        name, attributes = tag.name, tag.attributes
        anchor = attributes.get("id") or (name == "a" and attributes.get("name")) or ""
        element: ET.Element | None = None
        if name == "pre":
            self._pre, self._language = [], attributes.get("lang", "")
        elif name in BLOCKS:
            element = self._open_block(tag)
        elif name in INLINES and (name != "a" or "href" in attributes):
            element = self._open_style(tag)
        elif name == "img" or (name == "br" and self._top.tag not in _FIT):
            self._imply()
            self._resume_styles()
            self._flush()
            element = ET.SubElement(self._top, name, kept_attributes(tag))
        elif words := words_of(tag):
            self._add_words(f" {literal(words)} ")
        elif name in APART:
            self._words.append(" ")
        if anchor and element is None and self._pre is None:
            self._flush()
            element = ET.SubElement(self._top, "span")
        if anchor and element is not None:
            element.set("anchor", anchor)

    def _open_style(self, tag: Tag) -> ET.Element | None:
        if tag.name == "a":
            self._close("a")
        if tag.empty or len(self._styles) >= _MOST_STYLES:
            return None
        self._imply()
        self._resume_styles()
        element = self._push(tag.name, INLINES[tag.name], kept_attributes(tag))
        self._styles.append((tag.name, element))
        return element

    def _open_block(self, tag: Tag) -> ET.Element:
        name, kind = tag.name, BLOCKS[tag.name]
        self._leave_styles()
        if self._stack[-1][0] == "p":
            self._stack.pop()
        if kind in _FIT and len(self._stack) > DEEPEST - 4:  # there must be room for a row and a cell
            name = kind = "div"
        if name in _ENDED_BY_START:
            self._cut(*_ENDED_BY_START[name])
        if kind == "div" and self._top.tag == "dl":  # it only groups terms
            return self._top
        if kind in (*_ROWS, *_CELLS, "caption"):
            kind = self._place_in_table(name)
        elif name in ("li", "dt", "dd") and name not in _FIT.get(self._top.tag, ()):
            kind = "div"
        if kind not in _FIT.get(self._top.tag, (kind,)):
            self._imply()
        element = self._push(name, kind, kept_attributes(tag))
        if kind in _CELLS:
            self._styles.clear()
        if tag.empty and self._top is element:
            self._stack.pop()
        return element

    def _place_in_table(self, name: str) -> str:
        """Go up to where a part of a table belongs; what it is read into, "div" outside a table."""
        if not any(opened == "table" for opened, _ in self._stack):
            return "div"
        homes = (
            ("tr", "table", *_ROWS[:3]) if name in _CELLS else ("table", *_ROWS[: 3 if name == "tr" else 0])
        )
        while self._stack[-1][0] not in homes:
            self._stack.pop()
        if name in _CELLS and self._stack[-1][0] != "tr":
            self._push("tr", "tr", {})
        return name

    def _close(self, name: str) -> None:
        if name in INLINES:
            self._close_style(name)
            return
        if name in APART:
            self._words.append(" ")
        if name not in BLOCKS:
            return
        is_part = name in (*_ROWS, *_CELLS, "caption", "table")
        hidden_by = ("table",) if is_part else (*_CELLS, "table", "dl" if name == "div" else "table")
        found = self._cut(HEADINGS if name in HEADINGS else (name,), hidden_by)
        if found and name in _CELLS:
            self._styles.clear()
        if not found and name == "p":  # it parts the words around it
            self._open_block(Tag("p", {}, empty=True))

    def _close_style(self, name: str) -> None:
        last = next((n for n in reversed(range(len(self._styles))) if self._styles[n][0] == name), None)
        if last is None:
            return
        _, element = self._styles.pop(last)
        for depth in range(len(self._stack) - 1, 0, -1):
            if self._stack[depth][1] is element:
                self._flush()
                del self._stack[depth:]
                break
            if self._stack[depth][0] not in INLINES:
                break

    def _add_to_pre(self, lines: list[str], token: _Token) -> None:
        if isinstance(token, str):
            lines.append(token)
        elif isinstance(token, ET.Element):
            lines.extend("\n" if part.tag == "br" else part.text or "" for part in token.iter())
        elif token is None or (token.closes and token.name == "pre"):
            self._end_pre(lines)
        elif token.name == "br":
            lines.append("\n")
        elif token.name == "code" and (language := _LANGUAGE.search(token.attributes.get("class", ""))):
            self._language = language[1]

    def _end_pre(self, lines: list[str]) -> None:
        text = "".join(lines)
        text = html.unescape(text) if self._is_source else unescape(text)
        pre = self._open_block(Tag("pre", {}))
        code = ET.SubElement(pre, "code", language=self._language)
        code.text = AtomicString(code_escape(text.removeprefix("\n")))
        self._pre = None
        self._cut(("pre",), ())
