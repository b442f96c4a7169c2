"""The HTML among the lines of a Markdown file: tags as marks, a block as one line, headings as Markdown.

So a heading in HTML cuts the file into sections as any other does, and nothing in <pre> or a comment does.
Comments are left out.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from hkviewer.content.markdown.containers import (
    HTML,
    NEWLINE,
    RULE,
    TAG,
    find_containers,
    indent_of,
    indented_code,
)
from hkviewer.content.markdown.html_tags import (
    BLOCKS,
    HEADINGS,
    NOTHING,
    TAG_FORM,
    Marks,
    Tag,
    TagReader,
    element_end,
    is_hidden,
)

_MOST_RESTARTS = 20
"""Comments that hide one end of fenced code only; behind more of them code is taken as it was first found."""
_LONGEST_HEADING = 20
"""Lines."""
_MOST_IN_HEADING = 50
"""Tags."""
_COMMENT = Tag("!--", empty=True)
"""What stands for one, or for an element that shows nothing, alone on its lines."""
_TITLES = (*HEADINGS, "summary")
_WHOLE = frozenset((*_TITLES, *NOTHING, "pre", "textarea", "svg"))
"""Elements that may go on over blank lines, and hold what looks like Markdown."""
_BEGIN_BLOCKS = frozenset([_COMMENT.name, *BLOCKS, *NOTHING, "textarea", "svg", "iframe"]) | {
    *("base", "col", "colgroup", "link", "meta", "option", "optgroup", "param", "source", "track", "title")
}
_LISTS = ("table", "ul", "ol", "dl")
_HOLD_HEADINGS = (*_LISTS, "blockquote")
"""In these a heading in Markdown is no section, and one in HTML in none of `_HOLD_HTML_HEADINGS`."""
_HOLD_HTML_HEADINGS = frozenset(BLOCKS) - {
    *("article", "body", "center", "div", "header", "hgroup", "html", "main", "p", "section", *HEADINGS)
}

_FORM = re.compile(rf"\\[\\`]|(?P<code>`+)|(?<!\]\()(?<!\]: )(?P<tag>{TAG_FORM})|<!--")
_QUOTED_LINE = re.compile(r"\n(?:[ ]*>[ ]?)+")
_QUOTED_TAG = re.compile(TAG_FORM.replace(r"\n(?!", r"\n(?:[ ]*>[ ]?)++(?!"))
_CLOSING = re.compile(r"`[^`]*`|</([A-Za-z][\w.:-]*)\s*>")
_COMMENT_END = re.compile("--!?>")
_PARAGRAPH_END = re.compile(r"\n[ >]*(?:\n|\||#{1,6}[ ]|(?:[*+-]|\d{1,9}[.)])[ ])")
_MARKERS = re.compile(r"(?:[ ]*(?:>[ ]?|(?:[*+-]|\d{1,9}[.)])(?:[ ]{1,4}(?=[^ ])|[ ])))*[ ]*")
_ATX = re.compile(r"[ ]{0,3}(#{1,6})[ ]+(.*?)[ #]*$")
_NO_WORDS = re.compile(rf"[ ]*|{_ATX.pattern}|{RULE.pattern}")
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
        hidden: the numbers of the lines on which an element begins that is hidden, and left out.
    """

    lines: list[str]
    numbers: list[int] | range
    marks: Marks
    hidden: Sequence[int] = ()


def find_html(lines: list[str], first_line: int) -> HtmlLines:
    """Mark the HTML in `lines`, the first of which is line `first_line` of the file. Code stays as it is."""
    marks = Marks()
    if not any("<" in line or "\n" in line for line in lines):
        return HtmlLines(lines, range(first_line, first_line + len(lines) + 1), marks)
    # A callout that ends without a blank line holds one behind its last.
    numbers = [number for number, line in enumerate(lines, first_line) for _ in line.split("\n")]
    scanner = _Scanner("\n".join(lines).split("\n"), marks)
    scanner.run()
    written = [*_Blocks("".join(scanner.parts).split("\n"), marks, scanner.closings).lines()]
    hidden = [numbers[number] for number in scanner.hidden]
    numbers = [numbers[scanner.numbers[number]] for _, number in written] + [first_line + len(lines)]
    return HtmlLines([line for line, _ in written], numbers, marks, hidden)


class _Scanner:
    """Marks the tags in a text, takes comments out, and joins the lines of elements read as a whole.

    Attributes:
        parts: the text that is left.
        numbers: of each of its lines the number, from 0, that it had.
        closings: how many tags of each name close something.
        hidden: the numbers, from 0, of the lines on which what is hidden begins.
    """

    def __init__(self, lines: list[str], marks: Marks) -> None:
        self.parts: list[str] = []
        self.numbers = [0]
        self.closings: Counter[str] = Counter()
        self.hidden: list[int] = []
        self._lines = lines
        self._marks = marks
        self._text = "\n".join(lines)
        self._starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self._done = 0
        self._line_is_blank = True
        self._whole_end = 0  # of the element that is open and read as a whole, with what ends its lines
        self._line_end = re.compile("\n")
        self._last_comment = max(map(self._text.rfind, ("-->", "--!>")))
        self._columns: dict[int, int] = {}
        self._find_code(0)
        self._restarts = self._unclosed = 0
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
            is_whole = start < self._whole_end
            if line in self._fenced and not is_whole:
                position = self._starts[line + 1]
            elif found["code"]:
                code_end = code_end if start < code_end else self._code_end(start, position)
            elif found[0].startswith("<") and not start < code_end < position:
                is_code = not is_whole and (line in self._code or start < code_end)
                position = self._tag(found, line, is_code=is_code)
        self._keep(len(self._text))

    def _line_of(self, position: int) -> int:
        return min(bisect_right(self._starts, position), len(self._lines)) - 1

    def _find_code(self, first: int) -> None:
        """Note the fenced and indented code from line `first` on."""
        lines = self._lines[first:]
        fenced, columns = find_containers(lines)
        self._fenced = {number + first for number in fenced}
        self._code = self._fenced | {number + first for number in indented_code(lines, columns)}
        self._columns.update((number + first, column) for number, column in columns.items())

    def _code_end(self, start: int, end: int) -> int:
        """The end of the code that begins with the row of backticks from `start` to `end`, or of that row."""
        closing = re.compile(rf"(?<!`)`{{{end - start}}}(?!`)").search(self._text, end)
        if not closing or _PARAGRAPH_END.search(self._text, start, closing.start()):
            return end
        return closing.end()

    def _comment_end(self, start: int) -> int | None:
        """Where the comment ends that begins at `start`; None if it stays open."""
        closing = _COMMENT_END.search(self._text, start + 2) if start + 2 <= self._last_comment else None
        if not closing or (not self._line_is_blank and self._line_of(closing.start()) in self._code):
            return None
        return closing.end()

    def _tag(self, found: re.Match[str], line: int, *, is_code: bool) -> int:
        """Mark a tag, or leave out what shows nothing; where reading goes on."""
        start, end = found.span()
        self._keep(start)
        if found[0].startswith("<!--") and not is_code and (last := self._comment_end(start)):
            return self._cut(line, last)
        source = found["tag"] or ""
        if "\n" in source and ">" in _markers(self._lines[line]):
            if quoted := _QUOTED_TAG.match(self._text, start):
                source, end = _QUOTED_LINE.sub("\n", quoted[0]), quoted.end()
            elif not source.rpartition("\n")[2].strip(" >"):  # what seems to end it is a quotation's mark
                return start + 1
        tag = self._reader.read(source) if source else None
        if not tag:
            return end
        if (
            is_hidden(tag)
            and not is_code
            and (last := end if tag.empty else self._element_end(tag.name, end))
        ):
            self.hidden.append(line)
            return self._cut(line, last)
        if tag.name in _WHOLE and not (tag.closes or tag.empty or is_code):
            last = self._last_tag(tag.name, end)
            if last and tag.name in NOTHING:
                return self._cut(line, last)
            if last and start >= self._whole_end:
                self._join(tag.name, line, start, last)
        self.closings[tag.name] += tag.closes
        self.parts.append(self._marks.put(tag, source))
        self._line_is_blank = False
        self._done = end
        return end

    def _element_end(self, name: str, start: int) -> int | None:
        """As `html_tags.element_end`, which is not asked again where many have none."""
        end = element_end(self._text, name, start) if self._unclosed < _MOST_RESTARTS else None
        self._unclosed += end is None
        return end

    def _last_tag(self, name: str, start: int) -> int | None:
        """The end of the tag that closes an element; None if the next of its kind does not."""
        kind = "h[1-6]" if name in HEADINGS else name
        tag = re.compile(rf"<(/?){kind}(?=[\s/>])[^<>]*>", re.IGNORECASE).search(self._text, start)
        return tag.end() if tag and tag[1] else None

    def _join(self, name: str, line: int, start: int, end: int) -> None:
        """Let the lines of an element be one, unless words of it stand outside its container."""
        line_end = rf"\n(?:{_container(_markers(self._lines[line]), self._columns.get(line, 0))})"
        if name in _TITLES:  # in which people write headings
            line_end = rf"(?:(?<![ #])[ #]+)?{line_end}(?:[ ]{{0,3}}#{{1,6}}[ ]+)?"
        self._line_end = re.compile(line_end)
        count = self._text.count("\n", start, end)
        if count > _LONGEST_HEADING and name in _TITLES:
            return
        if len(self._line_end.findall(self._text, start, end)) == count:
            self._whole_end = end
            self._find_code_again(line, self._line_of(end))

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
            self.parts.append(self._marks.put(_COMMENT))
        elif not left:
            self.parts[-1] = self.parts[-1].rstrip(" ")
        self._done = end + len(rest) - len(left) if self._line_is_blank or not left else end
        return self._done

    def _keep(self, end: int) -> None:
        if self._done < self._whole_end < end:
            self._keep(self._whole_end)
        part = self._text[self._done : end]
        line = self._line_of(self._done)
        if end <= self._whole_end:
            part = self._line_end.sub(NEWLINE, part)
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
            is_code = is_fenced or (self._is_deep(number) and not words_before)
            words_before = not (is_code or _NO_WORDS.fullmatch(line))
            number += heading[1] if heading else 1

    def _tags(self, text: str) -> list[Tag]:
        return [tag for tag, _, _ in self._marks.tags(text)]

    def _is_deep(self, number: int) -> bool:
        return indent_of(self._lines[number]) - self._columns.get(number, 0) >= 4

    def _begins(self, number: int, *, words_before: bool) -> bool:
        before = _markers(self._lines[number])
        content = self._lines[number][len(before) :]
        leading = _LEADING.match(content)
        if not leading:
            return False
        first, *others = self._tags(leading[0])
        if first.closes and len(before) >= 4 and self._open[first.name]:
            return True
        if self._is_deep(number) and not (words_before or before.strip(" ")):  # else it is code
            return self._indents or (first.name in _BEGIN_BLOCKS and self._is_within(_LISTS))
        if any(tag.name in _BEGIN_BLOCKS for tag in (first, *others)):
            return True
        return not (words_before or others) and leading[0] == content

    def _block(self, start: int) -> tuple[str, list[str]]:
        """The marks of the containers of a block that begins on line `start`, and its lines."""
        before = _markers(self._lines[start])
        inside = re.compile(_container(before, self._columns.get(start, 0)))
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
        first, *others = self._tags(text)
        if not others:
            return first == _COMMENT and Marks.FORM.fullmatch(text) is not None
        closing = Tag(first.name, closes=True)
        return first.name in ("pre", "textarea") and others[-1] == closing and text.endswith(TAG)

    def _holds_markdown(self, text: str) -> bool:
        """Whether HTML is a tag alone that says so."""
        tags = self._tags(text) if Marks.FORM.fullmatch(text) else []
        return bool(tags) and tags[0].attributes.get("markdown") in ("", "1", "block", "span", "true")

    def _marked_block(self, number: int, before: str, texts: list[str]) -> _Numbered:
        """A block as one line, parted at the headings in it that are sections."""
        lines = "\n".join(texts)
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


def _container(markers: str, column: int) -> str:
    """A pattern of what lines of the same quotation or item begin with as one with such `markers`."""
    if ">" in markers:
        return f"(?:[ ]*>[ ]?){{{markers.count('>')}}}"
    column = len(markers) if markers.strip(" ") else column
    return rf"[ ]{{{column}}}|[ ]*(?=\n|$)"
