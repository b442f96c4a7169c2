"""The elements of HTML, its tags, and the marks that stand for them while Markdown is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from html.parser import HTMLParser
from typing import NamedTuple

from hkviewer.content.markdown.containers import TAG

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_AS_DIV = """address article aside body center details dialog div fieldset figcaption figure footer form head
    header hgroup html main nav noframes noscript search section""".split()
_AS_WRITTEN = "blockquote caption dd dl dt hr li ol p pre table tbody td tfoot th thead tr ul".split()
BLOCKS = dict.fromkeys(_AS_DIV, "div") | {name: name for name in (*_AS_WRITTEN, *HEADINGS)}
"""Elements that stand apart from running text, and the element of the tree that each is read into."""
BLOCKS |= {"summary": "h6", "legend": "p", "menu": "ul", "dir": "ul"}
INLINES = {name: name for name in "a abbr del em ins mark q small strong sub sup u".split()}
INLINES |= {"b": "strong", "i": "em", "cite": "em", "var": "em", "dfn": "em", "s": "del", "strike": "del"}
INLINES |= {"acronym": "abbr"} | dict.fromkeys("code kbd samp tt".split(), "tt")
NOTHING = ("script", "style", "template")
_EMPTY = "area base br col embed frame hr img input link meta param source track wbr".split()
APART = "button desc iframe input optgroup option select text textarea title".split()
"""Elements without a form of their own, whose words do not run into those beside them."""
_TRANSPARENT = """audio bdi bdo big blink canvas colgroup data datalist defs font g label map math meter nobr
    noembed object output picture progress rb rp rt rtc ruby span svg time tspan video""".split()
KNOWN = frozenset((*BLOCKS, *INLINES, *NOTHING, *_EMPTY, *APART, *_TRANSPARENT))
"""The names of HTML's elements, in small letters."""
_PLACEHOLDERS = frozenset(
    """address area base canvas data datalist embed head input link map meta meter output param progress
    search source template time track""".split()
)
"""Elements that say nothing without attributes and words; where none is closed `<time>` is a word."""
INSTRUCTION = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|<%(?:(?!<%).)*?%>", re.DOTALL)
"""What another program is told, in an attribute or address."""
# Attributes that need no value; any other one without is a word, as in `if a <b and c> d`.
_SWITCHES = frozenset(
    """allowfullscreen async autoplay checked compact controls default defer disabled download hidden ismap
    itemscope loop markdown multiple muted noshade nowrap open readonly required reversed selected
    value""".split()
)

# Quotes count only behind an equals sign. No tag goes on over a blank line, or one that draws a line.
_LINE = r"\n(?![ ]*+[-=]*+[ ]*+\n)"
# `href="{{< ref "a.md" >}}"`: the quotes of an instruction in a value do not end it.
_INSTRUCTED = r"""=\s*+"[^"\n{<]*+(?:\{[{%][^\n{}]*+\}{1,2}|<%[^\n%]*+%>)[^"\n]*+\""""
TAG_FORM = (
    r"</?(?:[A-Za-z][\w-]*+:)?[A-Za-z][\w.-]*(?=[\s/>])"
    rf"""(?:{_INSTRUCTED}|=\s*+"(?:[^"\n]|{_LINE})*+"|=\s*+'(?:[^'\n]|{_LINE})*+'|[^<>\n]|{_LINE})*+>"""
    rf"|<[!?](?=[A-Za-z\[])(?:[^<>\n]|{_LINE})*+>|<!--(?:[^<>\n]|{_LINE})*--!?>"
)


class Tag(NamedTuple):
    """`<name attribute="value">`, or `</name>` if it `closes`; an `empty` one has no closing tag."""

    name: str
    attributes: dict[str, str] = {}  # noqa: RUF012  # never changed
    closes: bool = False
    empty: bool = False


Meant = str | Tag
"""What a mark means: a tag, or words in which nothing else is a mark."""
_WORDS_BEHIND = re.compile(r"</[^\s<>]+\s+[^\s<>=/][^<>=]*>")
"""What begins as a closing tag does and goes on with words."""


_HIDES = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\s*(?:!important\s*)?(?:;|$)", re.IGNORECASE
)


def is_hidden(tag: Tag) -> bool:
    """Whether an element is shown to no one, by its attribute or its style; `aria-hidden` is seen."""
    get = tag.attributes.get
    by_name = get("hidden", "no").lower() in ("", "hidden", "true")
    return not tag.closes and (by_name or _HIDES.search(get("style", "")) is not None)


def element_end(text: str, name: str, start: int) -> int | None:
    """The end of the element of which the first tag ends at `start`; None if no tag closes it.

    Others of its name may stand in it.
    """
    depth = 1
    for tag in re.compile(rf"<(/?){re.escape(name)}(?=[\s/>])[^<>]*>", re.IGNORECASE).finditer(text, start):
        depth += -1 if tag[1] else not tag[0].endswith("/>")
        if not depth:
            return tag.end()
    return None


_VALUE = re.compile(_INSTRUCTED)


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
        self._read: dict[str, Tag | None] = {}
        self._tag: Tag | None = None

    def read(self, source: str) -> Tag | None:
        """The tag that `source` is, None if it is text; `<!…>` and `<?…>` have no name."""
        if source[1] in "!?":
            return Tag("", empty=True)
        if source not in self._read:
            self._tag = None
            if not _WORDS_BEHIND.fullmatch(source):
                self.reset()
                self.feed(_VALUE.sub(lambda value: f'="{value[0][1:].replace(chr(34), "")}"', source))
            self._read[source] = self._tag
        return self._read[source]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the library for `<name>`."""
        self._open(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the library for `<name/>`."""
        self._open(tag, attrs, is_empty=True)

    def handle_endtag(self, tag: str) -> None:
        """Called by the library for `</name>`."""
        self._tag = Tag(tag, closes=tag != "br", empty=tag == "br")

    def _open(self, name: str, attributes: list[tuple[str, str | None]], *, is_empty: bool = False) -> None:
        bare = {key for key, value in attributes if value is None}
        if "\n" in (self.get_starttag_text() or "") and any("|" in key for key in bare):
            return  # rows of a table
        words = bare - _SWITCHES
        if name in KNOWN:  # `v-pre` is no word
            words = {key for key in words if "-" not in key}
        elif name in self._closed:
            words = set()
        if words and all(value is None for _, value in attributes) and name not in NOTHING:
            return
        if name in _PLACEHOLDERS and not (attributes or is_empty or name in self._closed):
            return
        is_empty = is_empty or name in _EMPTY
        if name in KNOWN or attributes or is_empty or name in self._closed:
            first = {key: value or "" for key, value in reversed(attributes)}
            for key in ("href", "src"):
                if INSTRUCTION.search(first.get(key, "")):
                    del first[key]  # what the address is, no one knows
            self._tag = Tag(name, first, empty=is_empty)


class Marks:
    """Stand for tags, each by its number, while Markdown is read."""

    FORM = re.compile(rf"{TAG}(\d+){TAG}")

    def __init__(self) -> None:
        self._meant: list[Meant] = []
        self._written: list[str] = []

    def put(self, meant: Meant, written: str = "") -> str:
        """A mark for `meant`; in code and addresses it is what is `written` there."""
        self._meant.append(meant)
        self._written.append(written)
        return f"{TAG}{len(self._meant) - 1}{TAG}"

    def tags(self, text: str) -> Iterator[tuple[Tag, int, int]]:
        """The tags that marks in `text` stand for, each with its mark's start and end."""
        for mark in self.FORM.finditer(text) if TAG in text else ():
            if isinstance(tag := self._meant[int(mark[1])], Tag):
                yield tag, mark.start(), mark.end()

    def meant(self, text: str) -> Iterator[Meant]:
        """`text` as its words, and what the marks between them mean."""
        for number, part in enumerate(self.FORM.split(text)):
            yield self._meant[int(part)] if number % 2 else part

    def as_written(self, text: str, form: Callable[[str], str] = str) -> str:
        """`text` with what stood in the places of its marks, each in a `form`."""
        return self.FORM.sub(lambda mark: form(self._written[int(mark[1])]), text)
