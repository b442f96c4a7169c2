"""The HTML among the lines of a Markdown file: no comments, a block as one marked line, headings as Markdown.

So a heading in HTML cuts the file into sections as any other does, and nothing in <pre> or a comment does.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from hkviewer.content.markdown.containers import HTML, NEWLINE, RULE, find_containers, indent_of
from hkviewer.content.markdown.html_joined import ATX, Joiner, container, markers
from hkviewer.content.markdown.html_tags import BLOCKS, HEADINGS, Tag, TagReader

_UNDERLINE = re.compile(r"[ ]{0,3}(=+|-+)[ ]*")
_BLOCK = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?=[\s/>]|$)")
_LEADING = re.compile(r"(?:<[A-Za-z/][^<>]*>[ ]*)+")
_ONE_TAG = re.compile(r"<[A-Za-z/][^<>]*>\s*")
_BEGIN_BLOCKS = frozenset(
    [*BLOCKS, "script", "style", "textarea", "template", "svg", "iframe", "colgroup"]
) | {*("base", "col", "link", "meta", "option", "optgroup", "param", "source", "track", "title")}
_LISTS = ("table", "ul", "ol", "dl")
_CELLS = ("td", "th", "caption", "li", "dt", "dd")
_PARTS = frozenset([*_LISTS, *_CELLS, "thead", "tbody", "tfoot", "tr", "colgroup", "col"])
_HOLD_HEADINGS = frozenset([*_LISTS, "blockquote"])
"""In these a heading in Markdown is no section, and one in HTML in none of `_HOLD_HTML_HEADINGS`."""
_HOLD_HTML_HEADINGS = frozenset(BLOCKS) - {
    *("article", "body", "center", "div", "header", "hgroup", "html", "main", "p", "section", *HEADINGS)
}
_ALTERNATIVE = re.compile(r"""\salt\s*=\s*["']?[^\s"'>]|!\[[^]]""", re.IGNORECASE)
_SPACES = re.compile("[ \n]+")
_WHOLE = re.compile(
    rf"{HTML}|<(pre|script|style|textarea|template)(?=[\s{NEWLINE}>]).*</\1\s*>[ ]*", re.IGNORECASE
)
"""What ends with its line: comments, and elements that hold no other."""
_IS_MARKDOWN = re.compile(r"[*+-][ ]+\S|1[.)][ ]+\S|#{1,6}[ ]+\S|>[ ]?\S|[|].*[|]$")
"""A line that ends HTML, as people forget that a blank line must follow it."""
_HOLDS_MARKDOWN = re.compile(r"<[A-Za-z][^<>]*\smarkdown(?:=[\"']?(?:1|block|span|true)[\"']?)?[^<>]*>\s*")


@dataclass(slots=True)
class HtmlLines:
    """Lines without HTML but in marked ones.

    Attributes:
        lines: as they are to be parsed.
        numbers: for each the number of its line in the file, and one more for their end.
        closed: the names that occur in closing tags.
    """

    lines: list[str]
    numbers: list[int]
    closed: frozenset[str] = frozenset()


def find_html(lines: list[str], first_line: int) -> HtmlLines:
    """Mark the HTML in `lines`, the first of which is line `first_line` of the file. Code stays as it is."""
    if not any("<" in line for line in lines):
        return HtmlLines(lines, list(range(first_line, first_line + len(lines) + 1)))
    # A callout that ends without a blank line holds one behind its last.
    numbers = [number for number, line in enumerate(lines, first_line) for _ in line.split("\n")]
    joiner = Joiner("\n".join(lines).split("\n"))
    joiner.run()
    joined = "".join(joiner.parts).split("\n")
    fenced, columns = find_containers(joined)
    closed = frozenset(
        name.lower()
        for number, line in enumerate(joined)
        if "</" in line and number not in fenced
        for name in re.findall(r"</([A-Za-z][\w.:-]*)\s*>", re.sub("`[^`]*`", "", line))
    )
    finder = _BlockFinder(joined, fenced, columns, TagReader(closed))
    written = list(_Writer(list(finder.parts())).lines())
    numbers = [numbers[joiner.numbers[number]] for _, number in written] + [first_line + len(lines)]
    return HtmlLines([line for line, _ in written], numbers, closed)


@dataclass(slots=True)
class _Block:
    """HTML in place of the lines from number `start` on.

    `before` are the marks of the containers that it is in; `offsets` says where in `text` each line begins.
    """

    start: int
    before: str
    text: str
    offsets: list[int]
    tags: list[tuple[Tag, int, int]]

    def line_of(self, position: int) -> int:
        return self.start + bisect_right(self.offsets, position) - 1


_Part = tuple[str, int] | _Block
"""A line with its number, or a block."""


class _BlockFinder:
    """Finds the blocks of HTML among lines, as CommonMark does.

    Besides, such a block ends where a list, heading, quotation or table begins.
    """

    def __init__(
        self, lines: list[str], fenced: dict[int, str], columns: dict[int, int], reader: TagReader
    ) -> None:
        self._lines = lines
        self._fenced = fenced
        self._columns = columns
        self._reader = reader
        self._open: Counter[str] = Counter()
        # Whether only an element such as a table's row may follow, and whether tags are being indented: what
        # looks like code is none then.
        self._between_parts = self._indents = False

    def parts(self) -> Iterator[_Part]:
        """All lines in order, those of HTML as blocks."""
        number = 0
        words_before = False
        while number < len(self._lines):
            line = self._lines[number]
            if number in self._fenced:
                words_before = self._between_parts = self._indents = False
            elif ("<" in line or HTML in line) and self._begins(number, words_before=words_before):
                block, number = self._block(number)
                yield block
                words_before = False
                continue
            elif line.strip(" "):
                deep = indent_of(line) - self._columns.get(number, 0) >= 4 and not words_before
                words_before = not (deep or ATX.match(line) or RULE.fullmatch(line))
                self._between_parts = self._indents = False
            else:
                words_before = False
            yield line, number
            number += 1

    def _begins(self, number: int, *, words_before: bool) -> bool:
        before = markers(self._lines[number])
        content = self._lines[number][len(before) :]
        if content.startswith(HTML):
            return True
        if not content.startswith("<"):
            return False
        block = _BLOCK.match(content)
        name = block[1].lower() if block else ""
        is_code = not words_before and indent_of(self._lines[number]) - self._columns.get(number, 0) >= 4
        if is_code and not before.strip(" "):
            if content[1:2] == "/":
                return self._open[name] > 0
            return (name in _PARTS and self._between_parts) or (name in _BEGIN_BLOCKS and self._indents)
        leading = _LEADING.match(content)
        if name in _BEGIN_BLOCKS or any(
            tag.name in _BEGIN_BLOCKS for tag, _, _ in self._reader.tags(leading[0] if leading else "")
        ):
            return True
        return not words_before and bool(_ONE_TAG.fullmatch(content) and any(self._reader.tags(content)))

    def _block(self, number: int) -> tuple[_Block, int]:
        """The block that begins on line `number`, and the line behind it."""
        before = markers(self._lines[number])
        inside = container(before, self._columns.get(number, 0))
        texts = [self._lines[number][len(before) :]]
        start = number
        in_tag = _in_tag(texts[0], within=False)
        is_whole = bool(_WHOLE.fullmatch(texts[0]))
        while (number := number + 1) < len(self._lines) and number not in self._fenced and not is_whole:
            match = inside.match(self._lines[number])
            text = self._lines[number][match.end() :] if match else ""
            if not text.strip(" ") or _HOLDS_MARKDOWN.fullmatch(texts[-1]):
                break
            if not in_tag and _IS_MARKDOWN.match(text.strip(" ")):
                break
            in_tag = _in_tag(text, within=in_tag)
            texts.append(text if NEWLINE in text else text.rstrip(" "))
        source = "\n".join(texts).replace(NEWLINE, "\n").replace(HTML, "")
        tags = list(self._reader.tags(source))
        for tag, _, _ in tags:
            if not tag.empty:
                self._open[tag.name] += -1 if tag.closes else 1
        if parts := [tag for tag, _, _ in tags if tag.name in _PARTS]:
            ended_by = _LISTS if parts[-1].closes else _CELLS
            self._between_parts = parts[-1].name not in ended_by
        self._indents = indent_of(self._lines[number - 1]) > 0 and any(
            count > 0 for count in self._open.values()
        )
        marks = before if before.strip(" ") else " " * self._columns.get(start, 0)
        offsets = [0, *accumulate(len(text) + 1 for text in texts)]
        return _Block(start, marks, source, offsets, tags), number


class _Writer:
    """Writes lines and blocks for the parser."""

    def __init__(self, parts: list[_Part]) -> None:
        self._parts = parts
        self._pairs = _pairs([part for part in parts if isinstance(part, _Block)])
        # How many elements are open that a heading in HTML, or in Markdown, is no section in.
        self._around_html = self._around_markdown = 0

    def lines(self) -> Iterator[tuple[str, int]]:
        """Each line with the number of the one that it comes from."""
        blocks = 0
        is_underline = False
        for number, part in enumerate(self._parts):
            if isinstance(part, _Block):
                yield from self._block(blocks, part)
                blocks += 1
                continue
            heading = ""
            if self._around_markdown and not is_underline:
                following = self._parts[number + 1] if number + 1 < len(self._parts) else None
                heading, under = _flow_heading(part[0], following[0] if isinstance(following, tuple) else "")
            if heading:
                yield from ((line, part[1]) for line in ("", HTML + heading, ""))
            elif not is_underline:
                yield part
            is_underline = bool(heading) and under

    def _block(self, number: int, block: _Block) -> Iterator[tuple[str, int]]:
        done = 0
        for count, (tag, start, end) in enumerate(block.tags):
            if start < done:
                continue
            if tag.name in HEADINGS and not (tag.closes or block.before or self._around_html):
                close = next((t for t in block.tags[count + 1 : count + 50] if t[0].name in HEADINGS), None)
                if close and close[0].closes and _has_words(words := block.text[end : close[1]]):
                    yield from _marked(block, done, start)
                    line = f"{'#' * int(tag.name[1])} {_anchor(tag)}{_SPACES.sub(' ', words).strip(' ')} #"
                    yield from ((text, block.line_of(start)) for text in ("", line, ""))
                    done = close[2]
            if (number, count) in self._pairs:
                change = -1 if tag.closes else 1
                self._around_html += change * (tag.name in _HOLD_HTML_HEADINGS)
                self._around_markdown += change * (tag.name in _HOLD_HEADINGS)
        yield from _marked(block, done, len(block.text))


def _pairs(blocks: list[_Block]) -> set[tuple[int, int]]:
    """Of all opening and closing tags that belong together the numbers of block and tag."""
    pairs: set[tuple[int, int]] = set()
    opened: list[tuple[str, tuple[int, int]]] = []
    counts: Counter[str] = Counter()
    for number, block in enumerate(blocks):
        for count, (tag, _, _) in enumerate(block.tags):
            if not tag.closes and not tag.empty:
                opened.append((tag.name, (number, count)))
                counts[tag.name] += 1
            while tag.closes and counts[tag.name]:
                name, partner = opened.pop()
                counts[name] -= 1
                if name == tag.name:
                    pairs |= {partner, (number, count)}
                    break
    return pairs


def _marked(block: _Block, start: int, end: int) -> Iterator[tuple[str, int]]:
    text = block.text[start:end]
    if not text.strip() and len(block.text) > len(text):
        return
    line = block.line_of(start)
    blank = ">" * block.before.count(">")
    if not block.before.strip(" >"):
        yield blank, line
    yield block.before + HTML + text.replace("\n", NEWLINE), line
    yield blank, line


def _flow_heading(line: str, following: str) -> tuple[str, bool]:
    """A heading in Markdown as one in HTML, "" if it is none; and whether it takes the following line."""
    if atx := ATX.fullmatch(line):
        return f"<h{len(atx[1])}>{atx[2]}</h{len(atx[1])}>", False
    under = _UNDERLINE.fullmatch(following) if line.strip(" ") and len(markers(line)) < 4 else None
    if not under:
        return "", False
    return (f"<h1>{line}</h1>" if under[1][0] == "=" else f"<h2>{line}</h2>"), True


def _has_words(source: str) -> bool:
    """Whether words are left of HTML, in which pictures have them too; without any a heading has no name."""
    return bool(
        _ALTERNATIVE.search(source) or re.search(r"\w", html.unescape(re.sub("<[^<>]*>", "", source)))
    )


def _anchor(tag: Tag) -> str:
    name = tag.attributes.get("id", "")
    return f'<a id="{html.escape(name)}"></a>' if name else ""


def _in_tag(text: str, *, within: bool) -> bool:
    """Whether a tag goes on behind `text`; `within`: it did before."""
    opening, closing = text.rfind("<"), text.rfind(">")
    return within if opening == closing else opening > closing
