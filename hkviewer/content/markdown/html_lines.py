"""The HTML among the lines of a Markdown file: tags as marks, a block as one line, headings as Markdown.

So a heading in HTML cuts the file into sections as any other does, and nothing in <pre> or a comment does.
Comments are left out.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import accumulate

from hkviewer.content.markdown.containers import (
    HTML,
    NEWLINE,
    RULE,
    TAG,
    find_containers,
    indent_of,
)
from hkviewer.content.markdown.html_tags import BLOCKS, HEADINGS, NOTHING, TAG_FORM, Marks, Tag, TagReader

_MOST_RESTARTS = 20
"""Comments that hide one end of fenced code only; behind more of them code is taken as it was first found."""
_LONGEST_HEADING = 20
"""Lines."""
_MOST_IN_HEADING = 50
"""Tags."""
_TITLES = (*HEADINGS, "summary")
_WHOLE = frozenset((*_TITLES, *NOTHING, "pre", "textarea", "svg"))
"""Elements that may go on over blank lines, and hold what looks like Markdown."""
_BEGIN_BLOCKS = frozenset([*BLOCKS, *NOTHING, "textarea", "svg", "iframe"]) | {
    *("base", "col", "colgroup", "link", "meta", "option", "optgroup", "param", "source", "track", "title")
}
_LISTS = ("table", "ul", "ol", "dl")
_PARTS = frozenset(
    [*_LISTS, "td", "th", "caption", "li", "dt", "dd", "thead", "tbody", "tfoot", "tr", "colgroup", "col"]
)
_HOLD_HEADINGS = (*_LISTS, "blockquote")
"""In these a heading in Markdown is no section, and one in HTML in none of `_HOLD_HTML_HEADINGS`."""
_HOLD_HTML_HEADINGS = frozenset(BLOCKS) - {
    *("article", "body", "center", "div", "header", "hgroup", "html", "main", "p", "section", *HEADINGS)
}

_FORM = re.compile(rf"\\[\\`]|(?P<code>`+)|(?<!\]\()(?<!\]: )(?P<tag>{TAG_FORM})|<!--")
_TAG = re.compile(TAG_FORM)
_NOTHING = re.compile(
    rf"<({'|'.join(NOTHING)})(?=[\s>])[^<>]*>(?:(?!</?\1[\s>]).)*+</\1\s*>", re.IGNORECASE | re.DOTALL
)
_CLOSING = re.compile(r"`[^`]*`|</([A-Za-z][\w.:-]*)\s*>")
_COMMENT_END = re.compile("--!?>")
_PARAGRAPH_END = re.compile(r"\n[ >]*(?:\n|\||#{1,6}[ ]|(?:[*+-]|\d{1,9}[.)])[ ])")
_MARKERS = re.compile(r"(?:[ ]*(?:>[ ]?|(?:[*+-]|\d{1,9}[.)])(?:[ ]{1,4}(?=[^ ])|[ ])))*[ ]*")
_ATX = re.compile(r"[ ]{0,3}(#{1,6})[ ]+(.*?)[ #]*$")
_UNDERLINE = re.compile(r"[ ]{0,3}(=+|-+)[ ]*")
_LEADING = re.compile(rf"(?:{Marks.FORM.pattern}[ ]*)+")
_SPACES = re.compile("[ \n]+")
_IS_MARKDOWN = re.compile(r"[*+-][ ]+\S|1[.)][ ]+\S|#{1,6}[ ]+\S|>[ ]?\S|[|].*[|]$|([-*_])(?:[ ]*\1){2,}$")
"""A line that ends HTML, as people forget that a blank line must follow it."""

_Numbered = Iterator[tuple[str, int]]
"""Lines, each with the number of the one that it comes from."""


@dataclass(slots=True)
class HtmlLines:
    """Lines without HTML.

    Attributes:
        lines: as they are to be parsed; one that begins with `containers.HTML` is a block.
        numbers: for each the number of its line in the file, and one more for their end.
        marks: what stands in them for tags.
    """

    lines: list[str]
    numbers: list[int]
    marks: Marks


def find_html(lines: list[str], first_line: int) -> HtmlLines:
    """Mark the HTML in `lines`, the first of which is line `first_line` of the file. Code stays as it is."""
    marks = Marks()
    if not any("<" in line or "\n" in line for line in lines):
        return HtmlLines(lines, list(range(first_line, first_line + len(lines) + 1)), marks)
    # A callout that ends without a blank line holds one behind its last.
    numbers = [number for number, line in enumerate(lines, first_line) for _ in line.split("\n")]
    scanner = _Scanner("\n".join(lines).split("\n"), marks)
    scanner.run()
    written = [*_Blocks("".join(scanner.parts).split("\n"), marks, scanner.closings).lines()]
    numbers = [numbers[scanner.numbers[number]] for _, number in written] + [first_line + len(lines)]
    return HtmlLines([line for line, _ in written], numbers, marks)


class _Scanner:
    """Marks the tags in a text, takes comments out, and joins the lines of elements read as a whole.

    Attributes:
        parts: the text that is left.
        numbers: of each of its lines the number, from 0, that it had.
        closings: how many tags of each name close something.
    """

    def __init__(self, lines: list[str], marks: Marks) -> None:
        self.parts: list[str] = []
        self.numbers = [0]
        self.closings: Counter[str] = Counter()
        self._lines = lines
        self._marks = marks
        self._text = "\n".join(lines)
        self._starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self._done = 0
        self._line_is_blank = True
        self._last_comment = max(map(self._text.rfind, ("-->", "--!>")))
        self._ticks: dict[int, list[int]] = defaultdict(list)  # the rows of backticks of each length
        for row in re.finditer("`+", self._text):
            self._ticks[len(row[0])].append(row.start())
        self._columns: dict[int, int] = {}
        self._find_code(0)
        self._restarts = 0
        names = (
            name
            for number, line in enumerate(lines)
            if "</" in line and number not in self._fenced
            for name in _CLOSING.findall(line)
        )
        self._reader = TagReader({name.lower() for name in names})

    def run(self) -> None:
        """Fill `parts` and `numbers`."""
        position = code_end = 0
        while found := _FORM.search(self._text, position):
            start, position = found.span()
            line = self._line_of(start)
            if line in self._fenced:
                position = self._starts[line + 1]
            elif found["code"]:
                code_end = code_end if start < code_end else self._code_end(start, position)
            elif found[0].startswith("<") and not start < code_end < position:
                position = self._tag(found, line, is_code=line in self._code or start < code_end)
        self._keep(len(self._text))

    def _line_of(self, position: int) -> int:
        return min(bisect_right(self._starts, position), len(self._lines)) - 1

    def _find_code(self, first: int) -> None:
        """Note the fenced and indented code from line `first` on."""
        lines = self._lines[first:]
        fenced, columns = find_containers(lines)
        self._fenced = {number + first for number in fenced}
        self._code = set(self._fenced)
        self._columns.update((number + first, column) for number, column in columns.items())
        words_before = False
        for number, line in enumerate(lines, first):
            if indent_of(line) - self._columns.get(number, 0) >= 4 and not words_before and line.strip(" "):
                self._code.add(number)
            words_before = bool(line.strip(" ")) and number not in self._code and not _ATX.match(line)

    def _code_end(self, start: int, end: int) -> int:
        """The end of the code that begins with the row of backticks from `start` to `end`, or of that row."""
        rows = self._ticks[end - start]
        following = bisect_left(rows, end)
        if following == len(rows) or _PARAGRAPH_END.search(self._text, start, rows[following]):
            return end
        return rows[following] + end - start

    def _comment_end(self, start: int) -> int | None:
        """Where the comment ends that begins at `start`; None if it stays open."""
        closing = _COMMENT_END.search(self._text, start + 2) if start + 2 <= self._last_comment else None
        if not closing or (not self._line_is_blank and self._line_of(closing.start()) in self._code):
            return None
        return closing.end()

    def _tag(self, found: re.Match[str], line: int, *, is_code: bool) -> int:
        """Mark a tag; with it all of an element that is read as a whole. Where reading goes on."""
        self._keep(start := found.start())
        if found[0].startswith("<!--") and not is_code and (end := self._comment_end(start)):
            return self._cut(line, end)
        tag = self._reader.read(found["tag"]) if found["tag"] else None
        if not tag:
            return found.end()
        end = found.end()
        is_whole = tag.name in _WHOLE and not (tag.closes or tag.empty or is_code)
        last = self._last_tag(tag.name, end) if is_whole else None
        if last and tag.name in NOTHING:
            return self._cut(line, last)
        joined = self._joined(tag.name, line, start, last) if last else None
        if last and joined is not None:
            self._find_code_again(line, self._line_of(last))
            end = last
        self.parts.append(self._marked(self._text[start:end] if joined is None else joined))
        self._line_is_blank = False
        self._done = end
        return end

    def _last_tag(self, name: str, start: int) -> int | None:
        """The end of the tag that closes an element; None if the next of its kind does not."""
        kind = "h[1-6]" if name in HEADINGS else name
        tag = re.compile(rf"<(/?){kind}(?=[\s/>])[^<>]*>", re.IGNORECASE).search(self._text, start)
        return tag.end() if tag and tag[1] else None

    def _joined(self, name: str, line: int, start: int, end: int) -> str | None:
        """The lines of an element as one; None if words of it stand outside its container."""
        first, *others = self._text[start:end].split("\n")
        within = _container(_markers(self._lines[line]), self._columns.get(line, 0))
        matches = [within.match(other) for other in others]
        if not all(matches) or (name in _TITLES and len(others) > _LONGEST_HEADING):
            return None
        inner = (other[match.end() :] for other, match in zip(others, matches, strict=True) if match)
        if name in _TITLES:  # in which people write headings
            inner = (_ATX.sub(r"\2", line) for line in inner)
        return _NOTHING.sub("", NEWLINE.join((first, *inner)))

    def _marked(self, source: str) -> str:
        def mark(form: re.Match[str]) -> str:
            tag = self._reader.read(form[0])
            if tag and tag.closes:
                self.closings[tag.name] += 1
            return self._marks.put(tag, form[0]) if tag else form[0]

        return _TAG.sub(mark, source)

    def _find_code_again(self, first: int, last: int) -> None:
        """Look for code again if what began on line `first` and ends on `last` holds one end of it."""
        if last > first and {last, last + 1} <= self._code and self._restarts < _MOST_RESTARTS:
            self._restarts += 1
            self._find_code(last + 1)

    def _cut(self, line: int, end: int) -> int:
        """Leave out what began on `line` and ends at `end`, and blanks beside it; where reading goes on."""
        self._find_code_again(line, self._line_of(end))
        line_end = self._text.find("\n", end)
        rest = self._text[end : line_end if line_end >= 0 else len(self._text)]
        left = rest.lstrip(" ")
        if not left and self._line_is_blank:
            self.parts.append(HTML)
        elif not left:
            self.parts[-1] = self.parts[-1].rstrip(" ")
        self._done = end + len(rest) - len(left) if self._line_is_blank or not left else end
        return self._done

    def _keep(self, end: int) -> None:
        part = self._text[self._done : end]
        line = self._line_of(self._done)
        self.parts.append(part)
        self.numbers.extend(range(line + 1, line + 1 + part.count("\n")))
        last = part.rpartition("\n")[2]
        is_blank = len(_markers(last)) == len(last)
        self._line_is_blank = is_blank and (self._line_is_blank or "\n" in part)
        self._done = end


class _Blocks:
    """Finds the blocks of HTML among lines, as CommonMark does.

    Besides, such a block ends where a list, heading, quotation or table begins.
    """

    def __init__(self, lines: list[str], marks: Marks, closings: Counter[str]) -> None:
        self._lines = lines
        self._marks = marks
        self._fenced, self._columns = find_containers(lines)
        # How many tags of each name close something from here on, and how many elements of it are open.
        self._closings = closings
        self._open: Counter[str] = Counter()
        # Whether the last line of HTML was indented: then what looks like code is none.
        self._indents = False

    def lines(self) -> _Numbered:
        """All lines, those of a block as one, headings in it as such."""
        number = 0
        words_before = False
        while number < len(self._lines):
            line = self._lines[number]
            is_fenced = number in self._fenced
            if not is_fenced and self._begins(number, words_before=words_before):
                before, texts = self._block(number)
                yield from self._marked_block(number, before, texts)
                number += len(texts)
                self._indents = indent_of(self._lines[number - 1]) > 0 and any(self._open.values())
                words_before = False
                continue
            if line.strip(" ") or is_fenced:
                self._indents = False
            for tag in self._tags(line):
                self._count(tag, opens=False)
            heading = None if is_fenced or not self._is_within(_HOLD_HEADINGS) else self._flow_heading(number)
            if heading:
                yield from ((text, number) for text in ("", HTML + heading[0], ""))
            else:
                yield line, number
            words_before = self._has_words(line, number, words_before=words_before) and not is_fenced
            number += heading[1] if heading else 1

    def _tags(self, text: str) -> list[Tag]:
        return [tag for tag, _, _ in self._marks.tags(text)]

    def _has_words(self, line: str, number: int, *, words_before: bool) -> bool:
        """Whether a paragraph may go on behind the line."""
        is_code = self._depth(number) >= 4 and not words_before
        return bool(line.strip(" ")) and not (is_code or _ATX.match(line) or RULE.fullmatch(line))

    def _depth(self, number: int) -> int:
        """How many blanks the line has more than its item."""
        return indent_of(self._lines[number]) - self._columns.get(number, 0)

    def _begins(self, number: int, *, words_before: bool) -> bool:
        before = _markers(self._lines[number])
        content = self._lines[number][len(before) :]
        leading = _LEADING.match(content)
        if not leading:
            return content.startswith(HTML)
        first, *others = self._tags(leading[0])
        if self._depth(number) >= 4 and not words_before and not before.strip(" "):  # else it is code
            if first.closes:
                return self._open[first.name] > 0
            is_part = first.name in _PARTS and self._is_within(_LISTS)
            return is_part or (first.name in _BEGIN_BLOCKS and self._indents)
        if any(tag.name in _BEGIN_BLOCKS for tag in (first, *others)):
            return True
        return not (words_before or others) and leading[0] == content

    def _block(self, start: int) -> tuple[str, list[str]]:
        """The marks of the containers of a block that begins on line `start`, and its lines."""
        before = _markers(self._lines[start])
        inside = _container(before, self._columns.get(start, 0))
        texts = [self._lines[start][len(before) :]]
        for number in range(start + 1, 0 if self._is_whole(texts[0]) else len(self._lines)):
            match = inside.match(self._lines[number])
            text = self._lines[number][match.end() :] if match else ""
            if not text.strip(" ") or number in self._fenced or self._holds_markdown(texts[-1]):
                break
            if _IS_MARKDOWN.match(text.strip(" ")):
                break
            texts.append(text if NEWLINE in text else text.rstrip(" "))
        return before if before.strip(" ") else " " * self._columns.get(start, 0), texts

    def _is_whole(self, text: str) -> bool:
        """Whether HTML ends with its line: a comment, or an element that holds no other."""
        if not (text.startswith(TAG) and text.endswith(TAG)):
            return text == HTML
        first, *_, last = self._tags(text * 2)
        return first.name in ("pre", "textarea") and last == Tag(first.name, closes=True)

    def _holds_markdown(self, text: str) -> bool:
        """Whether HTML is a tag alone that says so."""
        tags = self._tags(text) if Marks.FORM.fullmatch(text) else []
        return bool(tags) and tags[0].attributes.get("markdown") in ("", "1", "block", "span", "true")

    def _marked_block(self, number: int, before: str, texts: list[str]) -> _Numbered:
        """A block as one line, parted at the headings in it that are sections."""
        lines = "\n".join(texts).replace(HTML, "")
        source = lines.replace(NEWLINE, "\n")
        tags = [*self._marks.tags(source)]
        done = 0
        for count, (tag, start, end) in enumerate(tags):
            if start < done:
                continue
            if tag.name in HEADINGS and not (tag.closes or before or self._is_within(_HOLD_HTML_HEADINGS)):
                following = tags[count + 1 : count + _MOST_IN_HEADING]
                close = next((found for found in following if found[0].name in HEADINGS), None)
                if close and close[0].closes and self._names(words := source[end : close[1]]):
                    yield from _parted(before, source[done:start], number, is_part=True)
                    number += lines.count("\n", done, start)
                    anchor = tag.attributes.get("id", "")
                    mark = self._marks.put(Tag("a", {"id": anchor})) if anchor else ""
                    line = f"{'#' * int(tag.name[1])} {mark}{_SPACES.sub(' ', words).strip(' ')} #"
                    yield from ((text, number) for text in ("", line, ""))
                    number += lines.count("\n", start, close[2])
                    done = close[2]
            self._count(tag, opens=True)
        yield from _parted(before, source[done:], number, is_part=done > 0)

    def _names(self, source: str) -> bool:
        """Whether HTML has words, in which pictures may have them too; without any a heading has no name."""
        words = html.unescape(Marks.FORM.sub("", source))
        return bool(re.search(r"\w|!\[[^]]", words)) or any(
            tag.attributes.get("alt") for tag in self._tags(source)
        )

    def _flow_heading(self, number: int) -> tuple[str, int] | None:
        """The heading in Markdown on line `number` as one in HTML, and the count of its lines."""
        line, under = (*self._lines[number : number + 2], "")[:2]
        if atx := _ATX.fullmatch(line):
            name, words, taken = f"h{len(atx[1])}", atx[2], 1
        elif line.strip(" ") and len(_markers(line)) < 4 and _UNDERLINE.fullmatch(under):
            name, words, taken = "h1" if "=" in under else "h2", line, 2
        else:
            return None
        return self._marks.put(Tag(name)) + words + self._marks.put(Tag(name, closes=True)), taken

    def _count(self, tag: Tag, *, opens: bool) -> None:
        if tag.closes:
            self._closings[tag.name] -= 1
            self._open[tag.name] = max(self._open[tag.name] - 1, 0)
        elif opens and not tag.empty and self._closings[tag.name] > self._open[tag.name]:
            self._open[tag.name] += 1

    def _is_within(self, names: Collection[str]) -> bool:
        return any(self._open[name] for name in names)


def _parted(before: str, text: str, number: int, *, is_part: bool) -> _Numbered:
    """A block of HTML as a line apart from those around it; a part of a block only if it is not blank."""
    if is_part and not text.strip():
        return
    blank = ">" * before.count(">")
    if not before.strip(" >"):
        yield blank, number
    yield before + HTML + text.replace("\n", NEWLINE), number
    yield blank, number


def _markers(line: str) -> str:
    """What a line begins with: blanks, and the marks of quotations and items."""
    match = _MARKERS.match(line)
    return match[0] if match else ""


def _container(markers: str, column: int) -> re.Pattern[str]:
    """What the lines begin with that stand in the same quotation or item as one with such `markers`."""
    if ">" in markers:
        return re.compile(f"(?:[ ]*>[ ]?){{{markers.count('>')}}}")
    column = len(markers) if markers.strip(" ") else column
    return re.compile(rf"[ ]{{{column}}}|[ ]*$")
