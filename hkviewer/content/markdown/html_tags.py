"""The elements of HTML, and its tags: what is one, and what only looks like it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from typing import NamedTuple

from hkviewer.content.model import TASK_BOXES

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_AS_DIV = """address article aside body center details dialog div fieldset figcaption figure footer form head
    header hgroup html main nav noframes noscript search section""".split()
_AS_WRITTEN = """blockquote caption dd dl dt hr li ol p pre table tbody td tfoot th thead tr ul""".split()
BLOCKS = dict.fromkeys(_AS_DIV, "div") | {name: name for name in (*_AS_WRITTEN, *HEADINGS)}
"""Elements that stand apart from running text, and the element of the tree that each is read into."""
BLOCKS |= {"summary": "h6", "legend": "p", "menu": "ul", "dir": "ul"}
INLINES = {name: name for name in "a del em ins mark q small strong sub sup u".split()}
INLINES |= {"b": "strong", "i": "em", "cite": "em", "var": "em", "dfn": "em", "s": "del", "strike": "del"}
INLINES |= {"abbr": "abbr", "acronym": "abbr", "code": "tt", "kbd": "tt", "samp": "tt", "tt": "tt"}
NOTHING = frozenset(("script", "style", "template"))
_EMPTY = frozenset(
    "area base br col embed frame hr img input link meta param source track wbr".split(),
)
APART = frozenset(
    "button desc iframe input optgroup option select text textarea title".split(),
)
"""Elements without a form of their own, whose words do not run into those beside them."""
_TRANSPARENT = frozenset(
    """audio bdi bdo big blink canvas colgroup data datalist defs font g label map math meter nobr noembed
    object output picture progress rb rp rt rtc ruby span svg time tspan video""".split()
)
_KNOWN = frozenset((*BLOCKS, *INLINES)) | NOTHING | _EMPTY | APART | _TRANSPARENT
_PLACEHOLDERS = frozenset(
    """address area base canvas data datalist embed head input link map meta meter output param progress
    search source template time track""".split()
)
"""Elements that say nothing without attributes and words; where none is closed `<time>` is a word."""
# Attributes that need no value; any other one without is a word, as in `if a <b and c> d`.
_SWITCHES = frozenset(
    """allowfullscreen async autoplay checked compact controls default defer disabled download hidden ismap
    itemscope loop markdown multiple muted noshade nowrap open readonly required reversed selected""".split()
)

# Quotes count only behind an equals sign; possessive, so that none of it is tried twice.
TAG_FORM = re.compile(
    r"""</?(?:[A-Za-z]:)?[A-Za-z][\w.-]*(?=[\s/>])(?:=\s*"[^"]*"|=\s*'[^']*'|[^<>])*+>"""
    r"""|<[!?](?=[A-Za-z\[])[^<>]*>|<!--[^<>]*--!?>"""
)
_PUNCTUATION = re.compile(r"[!-/:-@[-`{-~]")


class Tag(NamedTuple):
    """`<name attribute="value">`, or `</name>` if it `closes`; an `empty` one has no closing tag."""

    name: str
    attributes: dict[str, str]
    closes: bool = False
    empty: bool = False


class TagReader(HTMLParser):
    """Reads tags; knows what only looks like one.

    Args:
        closed: the names that occur in closing tags of the document. An element without attributes that
            is none of them and is unknown, or says nothing so, is a word in angle brackets, as `<file>` or
            `<time>` in a manual.
    """

    def __init__(self, closed: Collection[str]) -> None:
        super().__init__(convert_charrefs=False)
        self._closed = closed
        self._known: dict[str, Tag | None] = {}
        self._source = ""

    def read(self, source: str) -> Tag | None:
        """The tag that `source` is, None if it is text."""
        if source[1] in "!?":
            return Tag("", {}, empty=True)
        if source not in self._known:
            self._known[source] = None
            self._source = source
            self.reset()
            self.feed(source)
        return self._known[source]

    def tags(self, source: str) -> Iterator[tuple[Tag, int, int]]:
        """The tags in HTML, each with its start and end."""
        for match in TAG_FORM.finditer(source):
            if tag := self.read(match[0]):
                yield tag, match.start(), match.end()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the library for `<name>`."""
        self._keep(tag, attrs, empty=tag in _EMPTY)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the library for `<name/>`."""
        self._keep(tag, attrs, empty=True)

    def handle_endtag(self, tag: str) -> None:
        """Called by the library for `</name>`."""
        self._known[self._source] = Tag(tag, {}, closes=tag != "br", empty=tag == "br")

    def _keep(self, name: str, attributes: list[tuple[str, str | None]], *, empty: bool) -> None:
        bare = {key for key, value in attributes if value is None}
        words = bare - _SWITCHES
        if name in _KNOWN:  # `v-pre` is no word
            words = {key for key in words if "-" not in key}
        elif name in self._closed:
            words = set()
        if words and len(bare) == len(attributes):
            return
        if name in _PLACEHOLDERS and not (attributes or name in self._closed or self._source.endswith("/>")):
            return
        if name in _KNOWN or attributes or empty or name in self._closed:
            first = {key: value or "" for key, value in reversed(attributes)}
            self._known[self._source] = Tag(name, first, empty=empty)


class CodeSpans:
    """Where code stands in a run of Markdown: between two rows of backticks of one length."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._rows: dict[int, list[int]] | None = None

    def end(self, start: int, length: int) -> int | None:
        """The end of the code that begins with `length` backticks at `start`; None if it is none."""
        if self._rows is None:
            self._rows = defaultdict(list)
            for row in re.finditer("`+", self._text):
                self._rows[len(row[0])].append(row.start())
        rows = self._rows.get(length, [])
        following = bisect_left(rows, start + length)
        return rows[following] + length if following < len(rows) else None


def literal(text: str) -> str:
    """`text` such that nothing in it is a mark, as Python-Markdown writes it and `emphasis` reads it."""
    return _PUNCTUATION.sub(lambda match: f"\x02{ord(match[0])}\x03", text)


def kept_attributes(tag: Tag) -> dict[str, str]:
    """Of a tag's attributes those that the model can hold."""
    get = tag.attributes.get
    match tag.name:
        case "a":
            return {"href": literal(get("href", ""))}
        case "img":
            words = get("alt") or get("title") or get("aria-label") or ""
            return {"src": literal(get("src", "")), "alt": literal(words)}
        case "abbr" | "acronym":
            return {"title": literal(get("title", ""))}
        case "ol":
            return {"start": get("start", "1")}
        case "td" | "th" | "tr" | "thead" | "tbody":
            style = re.search(r"text-align:\s*(\w+)", get("style", ""))
            align = style[1] if style else get("align", "")
            return {"align": align.lower(), "colspan": get("colspan", ""), "rowspan": get("rowspan", "")}
    return {}


def words_of(tag: Tag) -> str:
    """The words of an element that stand in its attributes."""
    get = tag.attributes.get
    kind = get("type", "").lower()
    match tag.name:
        case "input" if kind in ("checkbox", "radio"):
            return TASK_BOXES["checked" in tag.attributes]
        case "input" if kind != "hidden":
            return get("value") or get("placeholder") or get("aria-label") or get("alt") or ""
        case "textarea":
            return get("placeholder", "")
        case "iframe" | "object" | "embed":
            return get("title", "")
        case "optgroup":
            return get("label", "")
    return ""
