"""Callouts: boxes with a title, as other programs write them.

All become what GitHub and Obsidian write, a quotation that begins with `[!NOTE]`, before the file is cut at
its headings: those of Docusaurus and Pandoc (`:::note`) may hold headings, those of MkDocs (`!!! note`, also
`=== "A tab"`) lists and fences, which are read before Python-Markdown's own extension would see them.
"""

from __future__ import annotations

import bisect
import re
import xml.etree.ElementTree as ET
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from hkviewer.content.markdown.containers import indent_of

KINDS = frozenset(
    """abstract admonition attention bug callout caution check cite danger details done error example fail
    failure faq help hint important info missing note question quote secondary seealso spoiler success summary
    tip tldr todo warning""".split()
)
"""What boxes are called; any other division of Pandoc is one only if it states a title."""
# Of MkDocs, too: `/// note | Title`.
_COLONS = re.compile(
    r"(?P<before>[ ]*(?:(?:[*+-]|\d{1,9}[.)])[ ]+)*)(?::{3,}|/{3,})[ ]*(?P<words>.*?)(?:[ ]+:+)?[ ]*"
)
_DIVISION = re.compile(
    r"(?:\{(?P<attributes>(?:[^{}\"]|\"[^\"]*\")*)\}|(?P<kind>[A-Za-z][\w-]*))"
    r"(?:\[(?P<label>.*)\]|(?P<title>.*?))(?P<behind>\{[^{}]*\})?"
)
_ATTRIBUTE = re.compile(r"""[\w-]+=(?:"[^"]*"|'[^']*'|\S*)""")
# Of the tabs of VuePress.
_ATTRIBUTES_BEHIND = re.compile(r"""(?:[ ]+[\w-]+=(?:"[^"]*"|'[^']*'))+[ ]*$""")
_TITLE = re.compile(r"""title=(?:"([^"]*)"|'([^']*)')""")
_CAPTION = re.compile(r"""(?:fig|lst|tbl)-cap=(?:"([^"]*)"|'([^']*)')""")
_CLASS = re.compile(r"(?<![\w#-])(?:callout-|rmd)?([A-Za-z][\w-]*)")
_IS_CALLOUT = re.compile(r"[ ]*:{3,}[ ]*(?:callout-|\{[^{}]*\.callout-)")
# Of Quarto: the first heading in a callout is its title.
_HEADING = re.compile(r"[ ]*#{1,6}[ ]+(.*?)(?:[ ]+#+)?[ ]*")
# Of MkDocs: where its blocks state options, and those whose words behind the bar are names.
_OPTION = re.compile(r"[ ]{4,}(?:[\w-]+:|-[ ]|[ ]).*")
_NO_TITLE = re.compile(r"html|(?:[a-z]+-)?caption")
# Of VitePress: a tab among others.
_TAB = re.compile(r"[ ]*==[ ]+(\S.*?)[ ]*")
_MARKED = re.compile(
    r"(?P<before>[ ]*(?:(?::|[*+-]|\d{1,9}[.)])[ ]+)*)"
    r"(?:(?:!!!|\?\?\?\+?)[ ]?(?P<kind>[A-Za-z][\w-]*)(?P<more>(?:[ ]+[\w-]+)*)|===[!+]?(?=[ ]+\"))"
    r'(?:[ ]+"(?P<title>.*)")?[ ]*'
)
_MARKS = ("!!!", "???", "===")
# Of Grav: each line of a notice begins so, and where there is one there are others.
_NOTICE = re.compile(r"(?P<before>[ ]{0,3})(?P<mark>!{1,4})[ ]+(?P<words>[^\[(!\s].*)")
NOTICE = r"^[ ]{0,3}!{1,4}[ ]+[^\[(!\s]"
"""A pattern of what begins one."""
# Of Quarto: what a format of output alone shows, or does not.
_CONDITION = re.compile(r"\.content-(visible|hidden)\b[^{}]*?\b(when|unless)-format=[\"']?(html)?")
# Of MkDocs: where a box stands.
_LAYOUT = frozenset(["inline", "end", "annotate"])
_QUOTED = re.compile(r"\s*\[!([A-Za-z][\w-]*)(?:\|[^\]\n]*)?\][+-]?[ ]*([^\n]*)(?:\n|$)")
_MOST_LINES = 100
"""A box that ends with one in it takes no more."""
_DEEPEST = 20
"""Boxes in boxes; what is nested deeper stays text."""


@dataclass(slots=True)
class _Box:
    """An open callout: the column its words begin at, what they get in front, its last line if known."""

    column: int
    margin: str
    end: int | None = None


def quote_callouts(lines: Sequence[str], fenced: Collection[int]) -> list[str]:
    """`lines` with callouts as quotations; as many lines as before.

    Args:
        lines: what follows the front matter.
        fenced: the numbers of the lines in fenced code, from 0: none of them begins or ends a callout.
    """
    return _Quoting(lines, fenced).run()


def title_callouts(tree: ET.Element) -> None:
    """Give each quotation that begins with `[!NOTE]` its title as a heading, and each such part of one."""
    for quotation in tree.iter("blockquote"):
        for position, paragraph in reversed([*enumerate(quotation)]):
            match = _QUOTED.match(paragraph.text or "") if paragraph.tag == "p" else None
            if not match or (position and match[1].lower() not in (*KINDS, "tab")):
                continue
            heading = ET.Element("h6")
            heading.text = match[2].strip() or _named(match[1])
            paragraph.text = (paragraph.text or "")[match.end() :]
            quotation.insert(position, heading)
            if not paragraph.text.strip():
                quotation.remove(paragraph)


class _Quoting:
    def __init__(self, lines: Sequence[str], fenced: Collection[int]) -> None:
        self._lines, self._fenced = lines, fenced
        self._ends = _paired(lines, fenced)
        self._closing = set(self._ends.values())
        self._hidden = self._alternatives() | self._options()
        self._tabs = self._lines_of_tabs()
        self._boxes: list[_Box] = []
        # One alone is a loud sentence.
        self._has_notices = sum(1 for line in lines if "!" in line[:4] and _NOTICE.fullmatch(line)) > 1
        self._out: list[str] = []

    def run(self) -> list[str]:
        for number, line in enumerate(self._lines):
            self._out.append("")
            if line.strip(" ") and number not in self._hidden:
                self._close(number, indent_of(line))
                self._out[-1] = self._read(number, line)
        return self._out

    def _alternatives(self) -> set[int]:
        """The lines in divisions that no page shows, where another shows something in their place."""
        shown: dict[int, bool] = {}
        for number in self._ends:
            if "content-" in self._lines[number] and (found := _CONDITION.search(self._lines[number])):
                shown[number] = (found[1] == "visible") == ((found[2] == "when") == bool(found[3]))
        if True not in shown.values():
            return set()
        others = [(start, self._ends[start]) for start, is_shown in shown.items() if not is_shown]
        return {number for start, end in others for number in range(start, end + 1)}

    def _options(self) -> set[int]:
        """The lines of options below those that begin a block with slashes."""
        hidden: set[int] = set()
        for start, end in self._ends.items():
            number = start + 1
            while (
                self._lines[start].lstrip(" ").startswith("/")
                and number < end
                and _OPTION.fullmatch(self._lines[number])
            ):
                hidden.add(number)
                number += 1
        return hidden

    def _lines_of_tabs(self) -> set[int]:
        found: set[int] = set()
        done = 0
        for start in sorted(self._ends):
            if _division(self._lines[start]) == ("tabs", ""):
                found.update(range(max(done, start), self._ends[start]))
                done = max(done, self._ends[start])
        return {n for n in found if n not in self._fenced and _TAB.fullmatch(self._lines[n])}

    def _heading(self, number: int) -> str:
        """The heading that a callout of Quarto's begins with, which is its title and is not shown again."""
        for following in range(number + 1, self._ends[number]):
            if self._lines[following].strip(" "):
                found = _HEADING.fullmatch(self._lines[following])
                if found:
                    self._hidden.add(following)
                return found[1] if found else ""
        return ""

    def _close(self, number: int, indent: int) -> None:
        """Close the boxes that line `number` ends; blank lines before it are within those still open."""
        before = len(self._boxes)
        while self._boxes and self._boxes[-1].end is None and indent < self._boxes[-1].column:
            self._boxes.pop()
        blank = number - 1
        while blank >= 0 and not self._out[blank]:
            self._out[blank] = self._margin().rstrip(" ")
            blank -= 1
            if not self._boxes:
                return
        if len(self._boxes) < before and blank == number - 1:
            self._out[blank] += "\n"  # else this line would continue the quotation

    def _read(self, number: int, line: str) -> str:
        if number in self._closing:
            while self._boxes and self._boxes[-1].end == number:
                self._boxes.pop()
            return self._margin().rstrip(" ")
        if number in self._ends and len(self._boxes) < _DEEPEST:
            kind, title = _division(line) or ("", "")
            colons = _COLONS.fullmatch(line)
            begin = len(colons["before"]) if colons else 0
            if not (title or kind.lower() in KINDS):
                outer = self._boxes[-1].column if self._boxes else 0
                caption = _CAPTION.search(line) if "-cap=" in line else None
                words = f"{caption[1] or caption[2]}\n" if caption else ""
                return (self._margin() + line[min(outer, begin) : begin] + words).rstrip(" ")
            if not title and _IS_CALLOUT.match(line):
                title = self._heading(number)
            box = f"[!{kind or 'note'}] {title}"
            return self._open(line, begin, 0, box, self._ends[number])
        if number not in self._fenced and len(self._boxes) < _DEEPEST:
            marked = _MARKED.fullmatch(line) if any(mark in line for mark in _MARKS) else None
            begin = len(marked["before"]) if marked else 0
            kind = (marked["kind"] or "").lower() if marked else ""
            is_sure = kind in KINDS or (not kind and self._stands_alone(number))
            if marked and (is_sure or self._is_indented(number, begin + 4)):
                return self._open(line, begin, 4, _marked_title(marked), None)
        column = self._boxes[-1].column if self._boxes else 0
        margin = self._margin()
        line = line[min(column, indent_of(line)) :]
        if number in self._tabs and (tab := _TAB.fullmatch(line)):
            return f"{margin.rstrip(' ')}\n{margin}**{tab[1]}**\n{margin.rstrip(' ')}"
        if number not in self._fenced and (notice := self._notice(number, line)):
            return margin + notice
        return margin + line.replace("\n", f"\n{margin}")

    def _notice(self, number: int, line: str) -> str:
        """A line of a notice of Grav's, as quotation; "" if it is none, as it goes on with other words."""
        found = _NOTICE.fullmatch(line) if self._has_notices and "!" in line[:4] else None
        before = self._lines[number - 1].strip(" ") if number else ""
        if not found or (before and not before.startswith(found["mark"] + " ")):
            return ""
        following = self._lines[number + 1].strip(" ") if number + 1 < len(self._lines) else ""
        return f"> {found['words']}" if not following or following.startswith(found["mark"] + " ") else ""

    def _open(self, line: str, begin: int, indent: int, title: str, end: int | None) -> str:
        """Begin a box at column `begin`, its words `indent` further in; an item may begin with it."""
        outer = self._boxes[-1].column if self._boxes else 0
        margin = self._margin()
        self._boxes.append(_Box(begin + indent, margin + " " * (begin - outer) + "> ", end))
        return margin + line[min(outer, begin) : begin] + "> " + title

    def _stands_alone(self, number: int) -> bool:
        """Whether no words stand right above line `number` and below it: a tab may be empty."""
        beside = (*self._lines[max(number - 1, 0) : number], *self._lines[number + 1 : number + 2])
        return not any(line.strip(" >") for line in beside)

    def _is_indented(self, number: int, column: int) -> bool:
        """Whether the words after line `number` begin at `column` or further in."""
        following = (line for line in self._lines[number + 1 : number + 3] if line.strip(" "))
        return indent_of(next(following, "")) >= column

    def _margin(self) -> str:
        return self._boxes[-1].margin if self._boxes else ""


def _paired(lines: Sequence[str], fenced: Collection[int]) -> Mapping[int, int]:
    """The lines that open a division of colons, each with the one that closes it."""
    ends: dict[int, int] = {}
    open_: list[int] = []
    for number, line in enumerate(lines):
        if (
            not (":::" in line or "///" in line)
            or number in fenced
            or not (colons := _COLONS.fullmatch(line))
        ):
            continue
        if not colons["words"]:
            if open_ and not colons["before"].strip(" "):
                ends[open_.pop()] = number
        elif _division(line):
            open_.append(number)
    starts = sorted(ends)
    for number in open_:  # in VuePress one line may end several
        within = bisect.bisect_right(starts, number)
        end = ends[starts[within]] if within < len(starts) else number
        if 0 < end - number < _MOST_LINES and not any(line.startswith("#") for line in lines[number:end]):
            ends[number] = end
    return ends


def _division(line: str) -> tuple[str, str] | None:
    """Kind and title of the division that `line` opens; None where it opens none.

    Those that state attributes outside braces, as Microsoft's do, are none.
    """
    colons = _COLONS.fullmatch(line)
    division = _DIVISION.fullmatch(colons["words"]) if colons else None
    if not division or colons is None or colons["words"].endswith(":::"):
        return None
    stated = division["label"] or division["title"] or ""
    title = _ATTRIBUTES_BEHIND.sub("", stated)
    if _ATTRIBUTE.search(title) or (title and division["kind"] and title[0] != " " and not division["label"]):
        return None
    attributes = division["attributes"]
    if attributes is None:
        title = title.strip(" |").removeprefix('"').removesuffix('"')
        if line.lstrip(" ").startswith("/") and _NO_TITLE.fullmatch(division["kind"]):
            title = ""
        kind = division["kind"].removeprefix("callout-")
        return kind, title or _stated_title(f"{stated} {division['behind'] or ''}")
    classes = _CLASS.findall(_ATTRIBUTE.sub("", attributes))
    kind = next((name for name in classes if name.lower() in KINDS), classes[0] if classes else "")
    return kind, title.strip() or _stated_title(attributes)


def _stated_title(attributes: str) -> str:
    stated = _TITLE.search(attributes)
    return stated[1] or stated[2] or "" if stated else ""


def _marked_title(marked: re.Match[str]) -> str:
    if marked["title"] is not None and marked["kind"] is None:
        return f"[!tab] {marked['title']}"
    if marked["title"] is not None:
        return f"[!{marked['kind']}] {marked['title']}" if marked["title"].strip() else ""
    words = [word for word in marked["more"].split() if word not in _LAYOUT]
    return f"[!{marked['kind']}] {' '.join([_named(marked['kind']), *words]) if words else ''}"


def _named(kind: str) -> str:
    return kind.replace("-", " ").replace("_", " ").capitalize()
