"""Directives of MyST and Sphinx, in fences or between colons, as Markdown has what they mean.

An admonition becomes a callout, a figure a picture with its caption, code fenced code; a list of contents
and the like give nothing, and what is not known here gives its words. Chunks of R Markdown and Quarto,
`{python}`, are code as they were.
"""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator, Mapping, Sequence

from hkviewer.content.markdown.callouts import KINDS
from hkviewer.content.markdown.containers import FENCE_CLOSES, FENCE_OPENS, find_containers

Anchors = list[tuple[int, str]]

_MARK = r"(?:[-*+]|\d{1,9}[.)])"
# In a list a directive may begin beside the mark of its item.
_OPENING = re.compile(
    rf"((?:[ >]|{_MARK}[ ]+)*+)(`{{3,}}|~{{3,}}|:{{3,}})[ ]*\{{([A-Za-z][\w:.+-]*)\}}(?:[ ]+(.*?)|)[ ]*"
)
# Boxes in fences without braces, of mdBook, Obsidian (`ad-note`) and sites; a title may hold code.
_NAMED = re.compile(
    rf"(?P<lead>(?:[ >]|{_MARK}[ ]+)*+)(?P<fence>`{{3,}}|~{{3,}})[ ]*"
    r"(?:admonish(?:[ ]+(?P<book>[a-z]+)(?![\w=-]))?(?P<more>(?:[ ].*)?)"
    r"|(?P<obsidian>ad-)?(?P<name>[a-z][\w-]*)"
    r"(?:[ ]+(?:header|title|author)=(?P<quote>['\"])(?P<title>.*)(?P=quote))?[ ]*)"
)
_TITLE_OF_BOOK = re.compile(r"""(?:[ ]title=|[ ])(?:"([^"]*)"|'([^']*)')""")
NAMED = (
    r"(?:```|~~~)[ ]*(?:ad-[a-z]|admonish|[a-z]+[ ]+(?:header|title|author)="
    r"|(?:caution|compare|danger|important|note|offline|online|smart|tip|warn|warning)[ ]*$)"
)
"""A pattern of what stands in such a line."""
_SURE = {"smart": "note", "warn": "warning", "online": "div", "offline": "div", "compare": "div"} | {
    name: name for name in ("caution", "danger", "important", "note", "tip", "warning")
}
"""What no language of code is called, and the directive that means the same."""
_NAMED_OPTION = re.compile(r"[ >]*(title|collapse|icon|color):[ ]*(.*?)[ ]*")
_CODE_IN_TITLE = re.compile("(`+)(.+?)(?<!`)\\1(?!`)")
_OF_MARK = re.compile("[^ >]")
_COLONS = re.compile(r"[ >]*(:{3,})[ ]*(.*)")
_OPTION = re.compile(r"[ >]*:([\w-]+):(?:[ ]+(.*))?")
_YAML = re.compile(r"[ ]*([\w-]+):[ ]*(.*)")
_RUNS = re.compile("~+")
_FENCE = re.compile(r"[ >]*(`{3,}(?=[^`]*$)|~{3,})[ ]*(.*)")
_PARTS = re.compile(r"[ >]*(?:\^{3,}|\+{3,})[ ]*")
_HTML = re.compile(r"[ ]*(?:`{3,}|~{3,})[ ]*\{=html5?\}[ ]*")
_DEEPEST = 10
"""Directives in directives; what is nested deeper stays code."""

_BOXES = frozenset(
    "admonition attention caution danger error hint important note tip warning seealso todo".split()
)
_TITLED = frozenset(
    """algorithm assumption axiom card conjecture corollary criterion definition dropdown example exercise
    grid-item-card lemma margin observation proof property proposition remark sidebar solution tab tab-item
    theorem topic""".split()
)
"""What is a box if it states a title."""
_VERSIONS = {
    "versionadded": "Added in version",
    "versionchanged": "Changed in version",
    "versionremoved": "Removed in version",
    "deprecated": "Deprecated since version",
}
_CODE = frozenset(
    """altair-plot autosummary bokeh-plot code code-block code-cell doctest graphviz ipython jupyter-execute
    mermaid parsed-literal plantuml plot prompt sourcecode testcode testoutput uml""".split()
)
_CHUNKS = frozenset(
    """asis bash c cat cpp css d2 dot embed eval-rst fortran go haskell html js julia node ojs perl python r
    rcpp ruby rust sas sass scala scss sh sql stan stata tikz verbatim webr zsh""".split()
)
"""What runs chunks of code."""
_AS_WRITTEN = _CODE | {"math", "csv-table"}
"""In whose words no fence is one."""
_LANGUAGES = frozenset(("graphviz", "mermaid"))
_PICTURES = frozenset(("figure", "figure-md", "image"))
_TABLES = frozenset(("list-table", "table"))
_NOTHING = frozenset(
    """bibliography contents currentmodule footbibliography genindex highlight include index
    literalinclude meta module raw sectionauthor tableofcontents tags toctree""".split()
)
_WORDS = frozenset(
    """button-link button-ref card-carousel centered compound container div epigraph exercise-end
    exercise-start glossary grid grid-item highlights only pull-quote rubric solution-end solution-start
    tab-set tabs""".split()
)
_HEADS = frozenset(("exercise-start", "rubric", "solution-start"))
_NO_TITLE = frozenset("button-link button-ref container div grid grid-item only solution-end tab-set".split())
"""Whose argument is a measure or an address."""
_KNOWN = (
    _BOXES | _TITLED | {*_VERSIONS} | _CODE | _PICTURES | _TABLES | _NOTHING | _WORDS | {"csv-table", "math"}
)

_SURELY = _BOXES | {*_VERSIONS} | _PICTURES | _NOTHING | {"grid", "list-table", "tab-set"}
"""Where one of these is, others are directives that are not known here."""


def read_directives(lines: list[str], anchors: Anchors) -> list[str]:
    """`lines` without directives; as many as before, but that one may hold several.

    Args:
        lines: what follows the front matter.
        anchors: gets the lines, from 0, of the addresses that directives state.
    """
    lines = before = _with_braces(lines)
    for _ in range(_DEEPEST):
        reader = _Reader(lines, anchors)
        if not reader.run():
            break
        lines = reader.out
    return lines if lines is before else without_comments(lines)


def without_comments(lines: list[str]) -> list[str]:
    """`lines` without comments of MyST."""
    fenced, _ = find_containers(lines)
    return ["" if line.startswith("% ") and n not in fenced else line for n, line in enumerate(lines)]


def without_fences_of_html(lines: list[str]) -> list[str]:
    """`lines` without the fences around HTML that Pandoc takes as it is, `{=html}`."""
    fenced, _ = find_containers(lines)
    out, is_html = list(lines), False
    for number, marked in fenced.items():
        is_end = FENCE_CLOSES in marked
        if FENCE_OPENS in marked:
            is_html = not is_end and _HTML.fullmatch(lines[number]) is not None
            out[number] = "" if is_html else lines[number]
        elif is_html and is_end:
            out[number] = "" if _FENCE.fullmatch(lines[number]) else lines[number]
    return out


def _with_braces(lines: list[str]) -> list[str]:
    """`lines` with the names of boxes in fences as those of directives."""
    found = {
        number: named
        for number, line in enumerate(lines)
        if ("```" in line or "~~~" in line) and (named := _NAMED.fullmatch(line)) and _is_box(named)
    }
    if not found:
        return lines
    out = list(lines)
    for number, named in found.items():  # with code in its title it would be no fence
        out[number] = f"{named['lead']}{named['fence']}{named['name'] or ''}"
    fenced, _ = find_containers(out)
    for number, named in found.items():
        out[number] = lines[number]
        if FENCE_OPENS in fenced.get(number, ""):
            _name_in_braces(out, number, named)
    return out


def _is_box(named: re.Match[str]) -> bool:
    name = named["name"]
    return bool(name is None or named["obsidian"] or name in _SURE or (named["quote"] and name in KINDS))


def _name_in_braces(out: list[str], number: int, named: re.Match[str]) -> None:
    name = named["name"] or named["book"] or "note"
    stated = _TITLE_OF_BOOK.search(named["more"] or "")
    title = named["title"] or (stated[1] or stated[2] or "" if stated else "")
    title = _CODE_IN_TITLE.sub(lambda code: f"<code>{html.escape(code[2])}</code>", title)
    following = number + 1
    while named["obsidian"] and following < len(out) and (option := _NAMED_OPTION.fullmatch(out[following])):
        title = option[2] if option[1] == "title" else title
        out[following] = _OF_MARK.sub(" ", named["lead"]).rstrip(" ")
        following += 1
    kind = _SURE.get(name, "admonition")
    title = title or ("" if kind != "admonition" else name.replace("-", " ").capitalize())
    out[number] = f"{named['lead']}{named['fence']}{{{kind}}} {title}"


class _Reader:
    """Reads the outermost directives that stand in fences, and all between colons."""

    def __init__(self, lines: list[str], anchors: Anchors) -> None:
        self.out = list(lines)
        self._anchors = anchors

    def run(self) -> bool:
        """Whether there was any directive."""
        found = False
        for opening, start, end in [*_directives(self.out)]:
            found = self._read(opening, start, end) or found
        return found

    def _read(self, opening: re.Match[str], start: int, end: int) -> bool:
        lead, fence, name, argument = opening[1], opening[2], opening[3].lower(), opening[4] or ""
        margin = _OF_MARK.sub(" ", lead)
        options, body = self._options(start + 1, end)
        kind = name.rpartition(":")[2] if name not in _KNOWN else name
        if fence[0] == ":" and kind in _BOXES and body == start + 1:
            return False  # is a callout as it stands
        for number in range(start + 1, body):
            self._set(number, margin, "")
        self._anchors += [(start, options[key]) for key in ("name", "label") if options.get(key)]
        open_fence = "" if fence[0] == ":" or kind in _AS_WRITTEN else self._open_fence(body, end)
        if kind.endswith("card"):
            argument = self._card(argument, options, margin, body, end)
        boxed = not (open_fence or ">" in margin or lead != margin)  # callouts begin no item or quotation
        first, last = self._replacement(kind, argument, options, (margin, start, body, end), boxed=boxed)
        last = open_fence or last
        self._set(start, lead, first)
        if end > start:
            self._set(end, margin, last)
        return True

    def _replacement(
        self,
        kind: str,
        argument: str,
        options: Mapping[str, str],
        place: tuple[str, int, int, int],
        *,
        boxed: bool,
    ) -> tuple[str, str]:
        """What stands for the first line of a directive and for its last."""
        margin, start, body, end = place
        first = last = ""
        if kind.startswith("solution"):
            argument = "Solution"  # it states the label of an exercise
        if kind in _NOTHING:
            for number in range(body, end):
                self._set(number, margin, "")
        elif kind in _CODE or kind == "math":
            first, last = self._code(kind, argument, options, place)
        elif kind in _PICTURES:
            first = f"![{_escaped(options.get('alt', ''))}](<{argument}>)" if argument else ""
            first += f"\n{margin.rstrip(' ')}" if first else ""
            if kind == "figure-md":  # its picture is its first line
                first = ""
        elif kind == "csv-table":
            first = self._csv(argument, options, start, body, end)
        elif kind in _TABLES:
            first = argument
        elif kind in _VERSIONS and boxed:
            first, last = f":::{{note}} {_VERSIONS[kind]} {_title(argument)}", ":::"
        elif kind in _VERSIONS:
            first = f"**{_VERSIONS[kind]} {argument}**\n{margin.rstrip(' ')}"
        elif kind in _BOXES or (kind in _TITLED and argument):
            named = next((name for name in options.get("class", "").split() if name in _BOXES), kind)
            if not boxed:
                name = argument or kind.capitalize()
                return f"**{name}**\n{margin.rstrip(' ')}", ""
            named = named if named in _BOXES and (argument or named != "admonition") else "note"
            first, last = f":::{{{named if kind in _BOXES else 'admonition'}}} {_title(argument)}", ":::"
        elif kind not in _NO_TITLE:
            first = f"**{argument}**" if argument and kind in _HEADS else argument
            first += f"\n{margin.rstrip(' ')}" if argument else ""
        return first, last

    def _card(self, title: str, options: Mapping[str, str], margin: str, body: int, end: int) -> str:
        """The title of a card, or what stands above it; what stands below it is the last of its words."""
        header, footer = options.get("header", ""), options.get("footer", "")
        for number in range(body, end):
            if _PARTS.fullmatch(self.out[number]):
                self._set(number, margin, "")
        blank = margin.rstrip(" ")
        if header and title:
            self._set(body - 1, margin, f"\n{margin}{header}\n{blank}")
        if footer:  # a line that ends code must stand alone
            last = body - 1 if _FENCE.fullmatch(self.out[end - 1]) else end - 1
            self.out[last] += f"\n{blank}\n{margin}{footer}\n{blank}"
        return title or header

    def _open_fence(self, body: int, end: int) -> str:
        """The fence among these lines that none of them closes; it ends with the directive."""
        fence = ""
        for line in self.out[body:end]:
            if not (match := _FENCE.fullmatch(line)):
                continue
            if not fence:
                fence = match[1]
            elif match[1].startswith(fence) and not match[2]:
                fence = ""
        return fence

    def _code(
        self, kind: str, argument: str, options: Mapping[str, str], place: tuple[str, int, int, int]
    ) -> tuple[str, str]:
        margin, start, body, end = place
        if kind == "math" and argument and not any(line.strip(" >") for line in self.out[body:end]):
            return f"$${argument}$$", ""
        runs = (len(run) for line in self.out[body:end] for run in _RUNS.findall(line))
        fence = "~" * (1 + max(2, *runs, 2))
        opening = fence + (argument.split(maxsplit=1)[0] if argument else kind if kind in _LANGUAGES else "")
        if kind == "math":
            opening = f"{fence}\n{margin}{argument}" if argument else fence
        if body == start + 1:
            return opening, fence
        self._set(body - 1, margin, opening)
        name = options.get("filename", "")  # of the code, in MyST
        return options.get("caption", "") or (f"`{name}`" if name else ""), fence

    def _csv(self, caption: str, options: Mapping[str, str], start: int, body: int, end: int) -> str:
        """Make rows of a table of the lines, each of which is one; the words before it."""
        rows = [_row(line) for line in self.out[body:end] if line.strip(" >")]
        head = _row(options["header"]) if options.get("header") else rows.pop(0) if rows else []
        width = max([len(head), *map(len, rows)])
        if not width:
            return caption
        for number in range(body, end):
            self.out[number] = ""
        text = [caption, "", *(_table_row(row, width) for row in (head, ["-"] * width, *rows))]
        return "\n".join(text)

    def _options(self, start: int, end: int) -> tuple[Mapping[str, str], int]:
        """The options of a directive, and the line that its words begin on."""
        number = start
        if number < end and self.out[number].strip(" >") == "---":
            closing = next((n for n in range(start + 1, end) if self.out[n].strip(" >") == "---"), None)
            if closing is not None:
                return _of_yaml(self.out[start + 1 : closing]), closing + 1
        options = {}
        while number < end and (option := _OPTION.fullmatch(self.out[number])):
            options[option[1]] = (option[2] or "").strip()
            number += 1
        return options, number

    def _set(self, number: int, margin: str, words: str) -> None:
        self.out[number] = margin + words if words else margin.rstrip(" ")


def _directives(lines: list[str]) -> Iterator[tuple[re.Match[str], int, int]]:
    """The directives, each with its first line and its last: those in fences, and those between colons."""
    fenced, _ = find_containers(lines)
    is_myst = any(_is_of_myst(line) for line in lines if "{" in line)
    opening: re.Match[str] | None = None
    start = 0
    open_: list[tuple[re.Match[str] | None, int]] = []
    for number, line in enumerate(lines):
        if marked := fenced.get(number):
            if FENCE_OPENS in marked:
                opening, start = _opening(line, lines[number + 1 : number + 2], is_myst=is_myst), number
            if FENCE_CLOSES in marked and opening:
                yield opening, start, number
        elif ":::" in line and (colons := _COLONS.fullmatch(line)):
            if colons[2]:
                open_.append((_opening(line, lines[number + 1 : number + 2], is_myst=is_myst), number))
            elif open_:
                before, first = open_.pop()
                if before:
                    yield before, first, number


def _is_of_myst(line: str) -> bool:
    """Whether a line begins what no chunk of code is called."""
    match = _OPENING.fullmatch(line)
    return match is not None and match[3].lower() in _SURELY


def _opening(line: str, following: Sequence[str], *, is_myst: bool) -> re.Match[str] | None:
    """The beginning of a directive; a chunk of code is none.

    A name that none is known by may be that of a language, if nothing stands behind or below it.
    """
    match = _OPENING.fullmatch(line)
    if match is None:
        return None
    name = match[3].lower()
    is_known = name in _KNOWN or name.rpartition(":")[2] in _KNOWN
    has_options = any(map(_OPTION.fullmatch, following))
    is_sure = ":" in name or has_options or is_myst or bool(match[4] and match[2][0] != ":")
    return match if is_known or (name not in _CHUNKS and is_sure) else None


def _of_yaml(lines: Sequence[str]) -> Mapping[str, str]:
    """The values of `key: value` lines, however deep, and those that go on over several."""
    values: dict[str, str] = {}
    key = ""
    for line in lines:
        if stated := _YAML.fullmatch(line):
            key = stated[1]
            values[key] = "" if re.fullmatch("[|>][+-]?", stated[2]) else stated[2]
        elif key:
            values[key] += f" {line.strip()}"
    return {key: value.strip("\"' ") for key, value in values.items()}


def _row(line: str) -> list[str]:
    return [cell.strip() for row in csv.reader([line.strip(" >")], skipinitialspace=True) for cell in row]


def _table_row(cells: Sequence[str], width: int) -> str:
    cells = [*cells, *[""] * (width - len(cells))]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _title(words: str) -> str:
    """A title in which nothing is an attribute of the box."""
    return words.replace("=", "\\=")


def _escaped(words: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", words)
