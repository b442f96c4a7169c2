"""The HTML among the lines of a Markdown file: no comments, a block as one marked line, headings as Markdown.

So a heading in HTML cuts the file into sections as any other does, and nothing in <pre> or a comment does.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from hkviewer.content.markdown.containers import HTML, NEWLINE, RULE, find_containers, indent_of
from hkviewer.content.markdown.html_joined import ATX, Joiner, container, markers
from hkviewer.content.markdown.html_tags import BLOCKS, HEADINGS, Tag, TagReader

_UNDERLINE = re.compile(r"[ ]{0,3}(=+|-+)[ ]*")
_BLOCK = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?=[\s/>]|$)")
_CLOSING = re.compile(r"`[^`]*`|</([A-Za-z][\w.:-]*)\s*>")
_LEADING = re.compile(r"(?:<[A-Za-z/][^<>]*>[ ]*)+")
_ONE_TAG = re.compile(r"<[A-Za-z/][^<>]*>\s*")
_BEGIN_BLOCKS = frozenset([*BLOCKS, "script", "style", "textarea", "template", "svg", "iframe"]) | {
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
_MOST_IN_HEADING = 50
"""Tags."""
_ALTERNATIVE = re.compile(r"""\salt\s*=\s*["']?[^\s"'>]|!\[[^]]""", re.IGNORECASE)
_SPACES = re.compile("[ \n]+")
_WHOLE = re.compile(
    rf"{HTML}|<(pre|script|style|textarea|template)(?=[\s{NEWLINE}>]).*</\1\s*>[ ]*", re.IGNORECASE
)
"""What ends with its line: comments, and elements that hold no other."""
_IS_MARKDOWN = re.compile(r"[*+-][ ]+\S|1[.)][ ]+\S|#{1,6}[ ]+\S|>[ ]?\S|[|].*[|]$|([-*_])(?:[ ]*\1){2,}$")
"""A line that ends HTML, as people forget that a blank line must follow it."""
_HOLDS_MARKDOWN = re.compile(r"<[A-Za-z][^<>]*\smarkdown(?:=[\"']?(?:1|block|span|true)[\"']?)?[^<>]*>\s*")

_Numbered = Iterator[tuple[str, int]]
"""Lines, each with the number of the one that it comes from."""


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
    closed: Collection[str] = ()


def find_html(lines: list[str], first_line: int) -> HtmlLines:
    """Mark the HTML in `lines`, the first of which is line `first_line` of the file. Code stays as it is."""
    if not any("<" in line or "\n" in line for line in lines):
        return HtmlLines(lines, list(range(first_line, first_line + len(lines) + 1)))
    # A callout that ends without a blank line holds one behind its last.
    numbers = [number for number, line in enumerate(lines, first_line) for _ in line.split("\n")]
    joiner = Joiner("\n".join(lines).split("\n"))
    joiner.run()
    marker = _Marker("".join(joiner.parts).split("\n"))
    written = list(marker.lines())
    numbers = [numbers[joiner.numbers[number]] for _, number in written] + [first_line + len(lines)]
    return HtmlLines([line for line, _ in written], numbers, marker.closed)


class _Marker:
    """Finds the blocks of HTML among lines, as CommonMark does, and marks them.

    Besides, such a block ends where a list, heading, quotation or table begins.
    """

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._fenced, self._columns = find_containers(lines)
        # How many tags of each name close something from here on, and how many elements of it are open.
        self._closings = Counter(
            name for n, line in enumerate(lines) if n not in self._fenced for name in _closed_in(line)
        )
        self._open: Counter[str] = Counter()
        self.closed = frozenset(self._closings)
        self._reader = TagReader(self.closed)
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
            for name in () if is_fenced else _closed_in(line):
                self._close(name)
            following = self._lines[number + 1] if number + 1 < len(self._lines) else ""
            if (
                self._is_within(_HOLD_HEADINGS)
                and not is_fenced
                and (found := _flow_heading(line, following))
            ):
                heading, taken = found
                yield from ((text, number) for text in ("", HTML + heading, ""))
            else:
                taken = 1
                yield line, number
            words_before = self._has_words(line, number, words_before=words_before) and not is_fenced
            number += taken

    def _has_words(self, line: str, number: int, *, words_before: bool) -> bool:
        """Whether a paragraph may go on behind the line."""
        is_code = self._depth(number) >= 4 and not words_before
        return bool(line.strip(" ")) and not (is_code or ATX.match(line) or RULE.fullmatch(line))

    def _depth(self, number: int) -> int:
        """How many blanks the line has more than its item."""
        return indent_of(self._lines[number]) - self._columns.get(number, 0)

    def _begins(self, number: int, *, words_before: bool) -> bool:
        before = markers(self._lines[number])
        content = self._lines[number][len(before) :]
        if not content.startswith("<"):
            return content.startswith(HTML)
        block = _BLOCK.match(content)
        name = block[1].lower() if block else ""
        if self._depth(number) >= 4 and not words_before and not before.strip(" "):  # else it is code
            if content[1:2] == "/":
                return self._open[name] > 0
            return (name in _PARTS and self._is_within(_LISTS)) or (name in _BEGIN_BLOCKS and self._indents)
        leading = _LEADING.match(content)
        if name in _BEGIN_BLOCKS or any(
            tag.name in _BEGIN_BLOCKS for tag, _, _ in self._reader.tags(leading[0] if leading else "")
        ):
            return True
        return not words_before and bool(_ONE_TAG.fullmatch(content) and any(self._reader.tags(content)))

    def _block(self, start: int) -> tuple[str, list[str]]:
        """The marks of the containers of a block that begins on line `start`, and its lines."""
        before = markers(self._lines[start])
        inside = container(before, self._columns.get(start, 0))
        texts = [self._lines[start][len(before) :]]
        in_tag = _in_tag(texts[0], within=False)
        for number in range(start + 1, 0 if _WHOLE.fullmatch(texts[0]) else len(self._lines)):
            match = inside.match(self._lines[number])
            text = self._lines[number][match.end() :] if match else ""
            if not text.strip(" ") or number in self._fenced or _HOLDS_MARKDOWN.fullmatch(texts[-1]):
                break
            if not in_tag and _IS_MARKDOWN.match(text.strip(" ")):
                break
            in_tag = _in_tag(text, within=in_tag)
            texts.append(text if NEWLINE in text else text.rstrip(" "))
        return before if before.strip(" ") else " " * self._columns.get(start, 0), texts

    def _marked_block(self, number: int, before: str, texts: list[str]) -> _Numbered:
        """A block as one line, parted at the headings in it that are sections."""
        lines = "\n".join(texts).replace(HTML, "")
        source = lines.replace(NEWLINE, "\n")
        tags = list(self._reader.tags(source))
        done = 0
        for count, (tag, start, end) in enumerate(tags):
            if start < done:
                continue
            if tag.name in HEADINGS and not (tag.closes or before or self._is_within(_HOLD_HTML_HEADINGS)):
                close = next(
                    (t for t in tags[count + 1 : count + _MOST_IN_HEADING] if t[0].name in HEADINGS), None
                )
                if close and close[0].closes and _has_words(words := source[end : close[1]]):
                    yield from _marked(before, source[done:start], number, is_part=True)
                    number += lines.count("\n", done, start)
                    line = f"{'#' * int(tag.name[1])} {_anchor(tag)}{_SPACES.sub(' ', words).strip(' ')} #"
                    yield from ((text, number) for text in ("", line, ""))
                    number += lines.count("\n", start, close[2])
                    done = close[2]
            if tag.closes:
                self._close(tag.name)
            elif not tag.empty and self._closings[tag.name] > self._open[tag.name]:
                self._open[tag.name] += 1
        yield from _marked(before, source[done:], number, is_part=done > 0)

    def _close(self, name: str) -> None:
        self._closings[name] -= 1
        self._open[name] = max(self._open[name] - 1, 0)

    def _is_within(self, names: Collection[str]) -> bool:
        return any(self._open[name] for name in names)


def _marked(before: str, text: str, number: int, *, is_part: bool) -> _Numbered:
    if is_part and not text.strip():
        return
    blank = ">" * before.count(">")
    if not before.strip(" >"):
        yield blank, number
    yield before + HTML + text.replace("\n", NEWLINE), number
    yield blank, number


def _flow_heading(line: str, following: str) -> tuple[str, int] | None:
    """A heading in Markdown as one in HTML, and the count of its lines."""
    if atx := ATX.fullmatch(line):
        return f"<h{len(atx[1])}>{atx[2]}</h{len(atx[1])}>", 1
    under = _UNDERLINE.fullmatch(following) if line.strip(" ") and len(markers(line)) < 4 else None
    if not under:
        return None
    level = 1 if under[1][0] == "=" else 2
    return f"<h{level}>{line}</h{level}>", 2


def _closed_in(line: str) -> Iterator[str]:
    """The names in the closing tags of a line."""
    return (match[1].lower() for match in _CLOSING.finditer(line) if match[1]) if "</" in line else iter(())


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
