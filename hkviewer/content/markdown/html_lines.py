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
from hkviewer.content.markdown.inline_html import BLOCKS, HEADINGS, CodeSpans, Tag, TagReader

_MOST_RESTARTS = 20
"""Comments that hide one end of fenced code only; behind more of them code is taken as it was first found."""
_LONGEST_HEADING = 20
"""Lines."""
_TITLES = (*HEADINGS, "summary")
_MARKERS = re.compile(r"(?:[ ]*(?:>[ ]?|(?:[*+-]|\d{1,9}[.)])(?:[ ]{1,4}(?=[^ ])|[ ])))*[ ]*")
_QUOTED = r"(?:[ ]*>[ ]?)"
_BLANK = re.compile(r"\n[ >]*\n")
_ATX = re.compile(r"[ ]{0,3}(#{1,6})[ ]+(.*?)[ #]*$")
_UNDERLINE = re.compile(r"[ ]{0,3}(=+|-+)[ ]*")
_OPENING = re.compile(
    r"\\.|(?P<code>`+)|(?P<comment><!--)"
    r"|<(?P<whole>pre|script|style|textarea|template|svg|summary|h[1-6])(?=[\s/>])[^<>]*(?<!/)>",
    re.IGNORECASE | re.DOTALL,
)
"""What may go on over the end of a line, and of a paragraph."""
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
    joiner = _Joiner("\n".join(lines).split("\n"))
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


class _Joiner:
    """Takes comments out of a text, and joins the lines of an element that is to be read as a whole."""

    def __init__(self, lines: list[str]) -> None:
        self.parts: list[str] = []
        self.numbers = [0]
        self._lines = lines
        self._text = "\n".join(lines)
        self._starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self._code: dict[int, int] = {}  # each line of code with the first one behind it
        self._columns: dict[int, int] = {}
        self._find_code(0)
        self._restarts = 0
        self._line_is_blank = True
        self._no_more_comments = False
        self._paragraph = (0, 0, CodeSpans(""))

    def run(self) -> None:
        """Fill `parts`, and `numbers` with that of the line, from 0, for each of their lines."""
        position = done = 0
        while opening := _OPENING.search(self._text, position):
            position = opening.end()
            start = opening.start()
            line = self._line_of(start)
            end: int | None = None
            if line in self._code:
                position = self._starts[self._code[line]]
            elif opening["code"]:
                position = self._code_end(start, len(opening["code"])) or position
            elif opening["comment"]:
                self._keep(done, start)
                done = start
                end = self._comment_end(start)
                if end is not None:
                    done = end = self._cut(end)
            elif opening["whole"]:
                within = _container(_markers(self._lines[line]), self._columns.get(line, 0))
                end = self._element_end(opening, within)
                if end is not None:
                    self._keep(done, position)
                    self._join(position, end, within, is_code=opening["whole"].lower() not in _TITLES)
                    done = end
            if end is not None:
                position = end
                self._find_code_again(line, self._line_of(end))
        self._keep(done, len(self._text))

    def _line_of(self, position: int) -> int:
        return min(bisect_right(self._starts, position), len(self._lines)) - 1

    def _find_code(self, first: int) -> None:
        """Note the fenced and indented code from line `first` on."""
        lines = self._lines[first:]
        fenced, columns = find_containers(lines)
        self._columns.update((number + first, column) for number, column in columns.items())
        code: list[int] = []
        words_before = False
        for number, line in enumerate(lines):
            indented = indent_of(line) - columns.get(number, 0) >= 4 and not words_before and line.strip(" ")
            if number in fenced or indented:
                code.append(number + first)
            is_code = code[-1:] == [number + first]
            words_before = bool(line.strip(" ")) and not is_code and not _ATX.match(line)
        behind = -1
        for number in reversed(code):
            behind = behind if self._code.get(number + 1) == behind else number + 1
            self._code[number] = behind

    def _find_code_again(self, first: int, last: int) -> None:
        """Look for code again if what began on line `first` and ends on `last` holds one end of it."""
        behind = self._code.get(last, 0)
        if last > first and behind > last + 1 and self._restarts < _MOST_RESTARTS:
            self._restarts += 1
            self._code = {}
            self._find_code(last + 1)

    def _code_end(self, start: int, length: int) -> int | None:
        first, last, spans = self._paragraph
        if not first <= start < last:
            blank = _BLANK.search(self._text, start)
            first, last = start, blank.start() if blank else len(self._text)
            spans = CodeSpans(self._text[first:last])
            self._paragraph = first, last, spans
        end = spans.end(start - first, length)
        return None if end is None else end + first

    def _comment_end(self, start: int) -> int | None:
        end = -1 if self._no_more_comments else self._text.find("-->", start + 2)
        if end < 0:
            self._no_more_comments = True
            return None
        return end + 3 if self._line_is_blank or self._line_of(end) not in self._code else None

    def _cut(self, end: int) -> int:
        """Leave out a comment that ends at `end`, and blanks beside it; where reading goes on."""
        line_end = self._text.find("\n", end)
        rest = self._text[end : line_end if line_end >= 0 else len(self._text)]
        if not rest.strip(" "):
            if self._line_is_blank:
                self.parts.append(HTML)
            elif self.parts:
                self.parts[-1] = self.parts[-1].rstrip(" ")
            return end + len(rest)
        return end + len(rest) - len(rest.lstrip(" ")) if self._line_is_blank else end

    def _element_end(self, opening: re.Match[str], within: re.Pattern[str]) -> int | None:
        """The end of an element whose closing tag is the next tag of its kind, if all lines are `within`."""
        name = opening["whole"].lower()
        following = _tags_named(name).search(self._text, opening.end())
        if not following or following[1] != "/":
            return None
        region = self._text[opening.end() : following.end()]
        if name in _TITLES and region.count("\n") > _LONGEST_HEADING:
            return None
        return following.end() if all(within.match(part) for part in region.split("\n")[1:]) else None

    def _join(self, start: int, end: int, within: re.Pattern[str], *, is_code: bool) -> None:
        first, *others = self._text[start:end].split("\n")
        inner = (within.sub("", part, count=1) for part in others)
        if not is_code:  # a title, in which people write headings
            inner = (_ATX.sub(r"\2", part) for part in inner)
        self.parts.append(NEWLINE.join((first, *inner)))
        self._line_is_blank = False

    def _keep(self, start: int, end: int) -> None:
        part = self._text[start:end]
        self.parts.append(part)
        line = self._line_of(start)
        self.numbers.extend(range(line + 1, line + 1 + part.count("\n")))
        last = part.rpartition("\n")[2]
        is_blank = len(_markers(last)) == len(last)
        self._line_is_blank = is_blank and (self._line_is_blank or "\n" in part)


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
                words_before = not (deep or _ATX.match(line) or RULE.fullmatch(line))
                self._between_parts = self._indents = False
            else:
                words_before = False
            yield line, number
            number += 1

    def _begins(self, number: int, *, words_before: bool) -> bool:
        before = _markers(self._lines[number])
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
        before = _markers(self._lines[number])
        inside = _container(before, self._columns.get(number, 0))
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
    if atx := _ATX.fullmatch(line):
        return f"<h{len(atx[1])}>{atx[2]}</h{len(atx[1])}>", False
    under = _UNDERLINE.fullmatch(following) if line.strip(" ") and len(_markers(line)) < 4 else None
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


def _markers(line: str) -> str:
    """What a line begins with: blanks, and the marks of quotations and items."""
    match = _MARKERS.match(line)
    return match[0] if match else ""


def _container(markers: str, column: int) -> re.Pattern[str]:
    """What the lines begin with that stand in the same quotation or item as one with such `markers`."""
    if ">" in markers:
        return re.compile(_QUOTED * markers.count(">"))
    column = len(markers) if markers.strip(" ") else column
    return re.compile(rf"[ ]{{{column}}}|[ ]*$")


def _in_tag(text: str, *, within: bool) -> bool:
    """Whether a tag goes on behind `text`; `within`: it did before."""
    opening, closing = text.rfind("<"), text.rfind(">")
    return within if opening == closing else opening > closing


def _tags_named(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){'h[1-6]' if name in HEADINGS else name}(?=[\s/>])[^<>]*>", re.IGNORECASE)
