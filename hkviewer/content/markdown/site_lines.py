"""Lines that are no words of a page: imports and components of MDX, lists of contents, included files."""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Iterator, Sequence

from hkviewer.content.markdown.html_tags import KNOWN
from hkviewer.content.markdown.jsx import escaped, said, tag_end

Anchors = list[tuple[int, str]]

SIGNS = (
    r"^[ >]*\(\S[^()]*\)=[ ]*$|^(?:import|export)\s"
    r"|^[ ]*(?:\[TOC\]|\[\[_?toc_?\]\]|\$\{toc\}|<<<[ ]|-{1,2}8<-{1,2}|\{\*[ ])"
    r"|\{:(?:toc|:comment|:nomarkdown)|(?-i:</?[A-Z])|\{/\*|^:::[ ]+\w+\.\w"
    r"|^[ ]*(?:id|collapsed|logseq\.[\w.-]+)::[ ]|#\+(?:BEGIN|END)_|^---[ ]*$"
    r"|^[ ]*::[a-z]|^[ ]*\{[#:/@][a-z]|^#.*\S\[\[[a-z0-9]"
    r"|^:end_tab:|^[ ]*\[//\]:[ ]*[^#<\s]|\{[\"'`]"
    r"|(?:^|[ ])\^[A-Za-z0-9-]+[ ]*$|^[ ]{0,3}\\[a-z]+[ ]*(?:$|[\\*{\[=])"
    r"|^#[ ]+(?:\((?:PART|APPENDIX)|\{)|^\+\+\+|<!--[ ]md:"
)
"""A pattern of what stands in a line that may be one of these; letters of any case."""

LABEL = re.compile(r"[ >]*\((\S[^()]*)\)=[ ]*")
"""A label of MyST, on a line of its own."""
_CONTENTS = re.compile(r"[ ]*(?:\[TOC\]|\[\[_?toc_?\]\]|\$\{toc\})[ ]*", re.IGNORECASE)
_INCLUDE = re.compile(
    r"""[ ]*(?:<<<[ ]+[@./~'"\w]\S*.*|-{1,2}8<-{1,2}(?:[ ]+["'].*)?|\{\*[ ]+\S.*\*\})[ ]*"""
)
# `[//]: # (words)` is a definition with a title; without it people mean the same.
_COMMENT = re.compile(r"[ ]{0,3}\[//\]:[ ]*[^#<\s].*")
# What sets a page in LaTeX and says nothing: by itself, with arguments, around words, with a value.
_SETS = """allsectionsnumbered allsectionsunnumbered appendix backmatter begingroup bigbreak bigskip
    blandscape centering cleardoublepage clearpage doublespacing dotfill elandscape endgroup
    FloatBarrier flushbottom footnotesize frontmatter fussy hfill hrule hrulefill indent large Large
    LARGE huge Huge linebreak listoffigures listoftables mainmatter maketitle medbreak medskip
    newline newpage noindent normalsize nopagebreak onecolumn onehalfspacing pagebreak par
    phantomsection printbibliography printindex raggedbottom raggedleft raggedright scriptsize
    singlespacing sloppy small smallbreak smallskip tableofcontents tiny twocolumn vfill""".split()
_SETS_WITH = """addcontentsline addtocounter addtolength bibliography bibliographystyle color hspace
    linespread nocite pagecolor pagenumbering pagestyle selectlanguage setcounter setlength
    setstretch thispagestyle usepackage vspace""".split()
_SETS_WORDS = """center flushleft flushright footnotesize landscape large minipage multicols
    quotation quote singlespace singlespacing small spacing titlepage""".split()
_SETS_VALUE = "baselineskip emergencystretch hbadness hyphenpenalty parindent parskip tolerance".split()
_ARGUMENT = r"(?:\{(?:[^{}]|\{[^{}]*\})*\}|\[[^\[\]]*\])"
# The same of MyST's notebooks and the books of D2L.
_LATEX = re.compile(
    r":end_tab:[ ]*|\+\+\+(?:[ ]+\{.*\})?[ ]*"
    rf"|(?:\\(?:(?:{'|'.join(_SETS)})(?![A-Za-z])\*?(?:\[[^\[\]]*\]|\{{\}})?"
    rf"|(?:{'|'.join(_SETS_WITH)})\*?{_ARGUMENT}+"
    rf"|(?:begin|end)\{{(?:{'|'.join(_SETS_WORDS)})\*?\}}{_ARGUMENT}*"
    rf"|(?:{'|'.join(_SETS_VALUE)})[ ]*=[ ]*\\?[\w.-]+)[ ]*)+"
)
# Of bookdown: what a book's part is called.
_TITLE_STATED = re.compile(r"#[ ]+(?:\{(?:\w+\.)?title\}|\{\{[<%][^{}]*[>%]\}\})[ ]*")
_PART = re.compile(r"(#[ ]+)\((?:PART|APPENDIX)(?:\\?\*)?\)[ ]+(?=\S)")
# What Obsidian calls a block, and Excalidraw a text.
_BLOCK_ID = re.compile(
    r"(?:^[ >]*|(?<![ ])[ ]+)\^((?=[A-Za-z])[A-Za-z0-9-]{2,}|[0-9a-z]{6}|(?=.*[A-Z])[0-9A-Za-z]{8})[ ]*$"
)
_IMPORT = re.compile(
    r"""(?:import[ ]+(?:[\w$*{][^'"()]*?[ }]from[ ]+)?(?:"[^"\s]+"|'[^'\s]+')[ ]*(?:;[ ]*|$|(?=//)))+(?://.*)?"""
)
_IMPORT_BEGINS = re.compile(r"import[ ]+(?:[\w$]+[ ]*,[ ]*)?\{[^}'\"]*")
_EXPORT = re.compile(
    r"export[ ]+(?:(?:const|let|var)[ ]+[\w$\[{].*?=|default[ ]+\S.*[({;=]|(?:async[ ]+)?function\b.*\("
    r"|class[ ]+\w+.*\{).*"
)
_STANDS_APART = re.compile(r"[ ]*(?:<!--(?:(?!-->).)*-->[ ]*)?")
"""Above a statement is nothing, or a comment: `<!-- prettier-ignore -->`."""
_MOST_LINES = 200
"""A statement of JavaScript takes no more."""

_VALUE = r"""(?:"[^"]*"|'[^']*'|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})"""
# A component's name; old pages have HTML's in capitals.
_HTML = "|".join(sorted(name.upper() for name in KNOWN if len(name) > 1))
_NAME = rf"(?!(?:{_HTML}|A(?=\s+(?i:href|name)=))[\s/>])[A-Z][\w.]*"
_TAG = (
    rf"</?{_NAME}"
    rf"(?:\s+[\w:@-]+(?:=(?:{_VALUE}|[^\s\"'<>{{}}=]+))?|\s+\{{(?:\.\.\.)?[^{{}}]*\}})*+\s*/?>"
)
_TAGS_ALONE = re.compile(rf"[ ]*(?:{_TAG}[ ]*)+")
_ELEMENT = re.compile(rf"<({_NAME})\s[^<>]*?(/?)>")
_CLOSING = re.compile(r"</([A-Z][\w.]*)")
_INLINE = re.compile(rf"`+[^`]*`+|(?<!\\)({_TAG})")
_TAG_BEGINS = re.compile(rf"[ ]*<{_NAME}(?:[ ]+(?:[\w:-]+=|\{{|[^<>]*$)|$)")
_ATTRIBUTE = re.compile(
    r"""\s(label|title|heading|header|summary|caption|description|text|alt|name)=("[^"]*"|'[^']*')"""
)
_STRING = re.compile(r"([ ]*)\{`([^`]*)`\}[ ]*")
# Of Logseq: what a block is called, and where a box begins and ends.
_OF_LOGSEQ = re.compile(
    r"[ ]*(?:id::[ ]+[0-9a-f-]{36}|collapsed::[ ]+(?:true|false)[ ]*|logseq\.[\w.-]+::[ ].*)"
    r"|(?P<before>[ ]*(?:[*+-][ ]+)?)#\+(?:BEGIN|END)_"
    r"(?:CAUTION|CENTER|IMPORTANT|NOTE|PINNED|QUOTE|TIP|WARNING)[ ]*"
)
# Of Slidev: what a slide is set by, below the line that parts it from the one before.
_SETTING = re.compile(r"[a-z][A-Za-z]*:(?:[ ].*)?|[ ]+\S.*|-[ ].*")
_OF_SLIDE = re.compile(
    r"(?:layout|class|transition|background\w*|image|src|url|level|hide\w*|clicks|clicksStart|zoom|routeAlias"
    r"|dragPos|disabled|preload):.*"
)
"""One of the settings is among these: words between two rules may have a colon, too."""
# Of remark: `::youtube[Words]{id="a"}`.
_LEAF = re.compile(
    r"[ ]*::[a-z][\w-]*(?:\[(?P<words>[^\[\]]*)\](?:\{.*\})?|\{(?P<options>[^{}]*=[^{}]*)\})[ ]*"
)
# Of Svelte and the courses of Hugging Face: `{#if a}`, `{:else}`, `{/if}`, `## A heading[[its-id]]`.
_LOGIC = re.compile(
    r"[ ]*(?:\{(?:[#/](?:if|each|await|key|snippet)|:(?:else|then|catch)|@(?:html|render|const))"
    r"\b[^{}]*\}[ ]*)+"
)
_HEADING_ID = re.compile(r"(#{1,6}[ ].*[^\s\[\]])\[\[(?=[a-z0-9])([^\sA-Z\[\]|#/]+)\]\][ ]*")
# Of Material for MkDocs: what an option is called, and since when there is it.
_SAYS = re.compile(
    r"<!--[ ]md:(?:(?P<code>command|option|setting)|default|extension|plugin|utility|version)[ ]+(.*?)[ ]*-->"
)
# Of mkdocstrings: what is described here from its source.
_DESCRIBED = re.compile(r":::[ ]+([A-Za-z_]\w*(?:\.\w+)+)[ ]*")
# Of kramdown: what is hidden, and what is HTML however far it is indented.
_OF_KRAMDOWN = re.compile(r"[ ]*\{::(comment|nomarkdown)\}[ ]*")
_ENDS_IT = re.compile(r"[ ]*\{:/(?:comment|nomarkdown)?\}[ ]*")
_ONE_ITEM = re.compile(r"(?:[*+-]|1\.)[ ]+\S.*")
_BLANK = re.compile(r"""[ ]*\{[ ]*(["'])\s*\1[ ]*\}[ ]*""")


def without_site_lines(lines: Sequence[str], code: Collection[int], anchors: Anchors) -> list[str]:
    """`lines` without these; as many as before, but that one may hold several.

    Args:
        lines: what follows the front matter.
        code: the numbers of the lines that are code, from 0; they are not touched.
        anchors: gets the lines, from 0, of the addresses that labels and ids of blocks are.
    """
    return _Reader(lines, code, anchors).read()


class _Reader:
    def __init__(self, lines: Sequence[str], code: Collection[int], anchors: Anchors) -> None:
        self._lines = list(lines)
        self._code = code
        self._anchors = anchors
        self._ends: list[int] | None = None
        self._closed: frozenset[str] | None = None

    def read(self) -> list[str]:
        number = 0
        while number < len(self._lines):
            number = number + 1 if number in self._code else self._read(number)
        return self._lines

    def _read(self, number: int) -> int:
        line = self._lines[number]
        if not line.strip(" "):
            return number + 1
        if "<!-- md:" in line:
            self._lines[number] = line = _SAYS.sub(lambda m: f"`{m[2]}`" if m["code"] else m[2], line)
        end = self._statement_end(number) if line.startswith(("import ", "export ")) else None
        if end is None and "{/*" in line and line.lstrip(" ").startswith("{/*"):
            end = self._comment_end(number)
        if end is None and line.lstrip(" ") in ("{`", "{ `"):
            return self._string(number)
        if end is not None:
            return self._leave_out(number, end)
        if (begins := _OF_KRAMDOWN.fullmatch(line)) and (end := self._kramdown_end(number)):
            if begins[1] == "nomarkdown":
                self._lines[number:end] = [text.lstrip(" ") for text in self._lines[number:end]]
            return self._leave_out(number, end) if begins[1] == "comment" else number + 1
        if line.startswith("{:toc") and number and _ONE_ITEM.fullmatch(self._lines[number - 1]):
            return self._leave_out(number - 1, number)
        if ("::" in line or "#+" in line) and (found := _OF_LOGSEQ.fullmatch(line)):
            self._lines[number] = found["before"] or ""
            return number + 1
        if line.startswith("---") and line.rstrip(" ") == "---" and (end := self._settings_end(number)):
            return self._leave_out(number + 1, end)
        if "::" in line and (leaf := _LEAF.fullmatch(line)):
            stated = _ATTRIBUTE.findall(" " + (leaf["options"] or ""))
            words = " ".join(escaped(value) for key, value in stated if key != "name")
            self._lines[number] = leaf["words"] or words
            return number + 1
        if line.startswith("#") and (heading := _HEADING_ID.fullmatch(line)):
            self._anchors.append((number, heading[2]))
            self._lines[number] = line = heading[1]
        if line.startswith("#"):
            self._lines[number] = line = _PART.sub(r"\1", line, count=1)
        if label := LABEL.fullmatch(line):
            self._anchors.append((self._next_words(number), label[1]))
            return self._leave_out(number, number)
        if name := _DESCRIBED.fullmatch(line):
            end = self._options_end(number)
            self._leave_out(number, end)
            self._lines[number] = f"`{name[1]}`"
            return end + 1
        if (
            _CONTENTS.fullmatch(line)
            or _INCLUDE.fullmatch(line)
            or _LATEX.fullmatch(line.lstrip(" "))
            or _COMMENT.fullmatch(line)
            or _BLANK.fullmatch(line)
            or _LOGIC.fullmatch(line)
            or _TITLE_STATED.fullmatch(line)
        ):
            return self._leave_out(number, number)
        if "<" in line and re.search("</?[A-Z]", line):
            return self._components(number)
        if text := _STRING.fullmatch(line):
            self._lines[number] = f"{text[1]}`{text[2]}`" if text[2].strip() else ""
        elif "^" in line and (id_ := _BLOCK_ID.search(line)) and self._ends_block(number):
            self._anchors.append((number, id_[1]))
            self._lines[number] = line[: id_.start()]
        return number + 1

    def _leave_out(self, first: int, last: int) -> int:
        for number in range(first, last + 1):
            line = self._lines[number]
            margin = line[: len(line) - len(line.lstrip(" >"))]
            self._lines[number] = margin.rstrip(" ") if ">" in margin else ""
        return last + 1

    def _statement_end(self, number: int) -> int | None:
        """The last line of the statement that begins a block on this line, if it is one of JavaScript."""
        line = self._lines[number]
        if number and not _STANDS_APART.fullmatch(self._lines[number - 1]):
            return None
        if line.startswith("import "):
            if _IMPORT.fullmatch(line.rstrip(" ")):
                return number
            return self._joined_end(number, _IMPORT) if _IMPORT_BEGINS.fullmatch(line) else None
        if not _EXPORT.fullmatch(line):
            return None
        depth = 0
        for end in self._block(number):
            text = self._lines[end]
            depth += sum(text.count(c) for c in "({[") - sum(text.count(c) for c in ")}]")
            if depth <= 0 and text.count("`") % 2 == 0 and not text.rstrip(" ").endswith(("=", "=>", ",")):
                return end
        return None

    def _settings_end(self, number: int) -> int | None:
        """The line that ends the settings of a slide, which begin behind this one."""
        if number and self._lines[number - 1].strip(" "):
            return None
        is_slide = False
        for end in self._block(number + 1):
            line = self._lines[end].rstrip(" ")
            if line == "---" and end > number + 1:
                return end if is_slide else None
            is_slide = is_slide or _OF_SLIDE.fullmatch(line) is not None
            if not _SETTING.fullmatch(line) or (end == number + 1 and not line[:1].islower()):
                break
        return None

    def _joined_end(self, number: int, pattern: re.Pattern[str]) -> int | None:
        for end in range(number, min(number + _MOST_LINES, len(self._lines))):
            line = self._lines[end]
            if not line.strip(" ") or end in self._code:
                return None
            if "from" in line and pattern.fullmatch(" ".join(self._lines[number : end + 1]).rstrip(" ")):
                return end
            if end > number and "}" in line:
                return None
        return None

    def _block(self, number: int) -> Iterator[int]:
        return iter(range(number, min(number + _MOST_LINES, len(self._lines))))

    def _comment_end(self, number: int) -> int | None:
        """The last line of a comment of MDX that nothing stands beside."""
        for end in self._block(number):
            line = self._lines[end]
            if "*/" in line:
                start = line.find("{/*") + 3 if end == number else 0
                return end if line[start:].partition("*/")[2].strip(" ") == "}" else None
        return None

    def _options_end(self, number: int) -> int:
        """The last of the lines that are indented below this one."""
        while number + 1 < len(self._lines) and self._lines[number + 1].startswith("    "):
            number += 1
        return number

    def _kramdown_end(self, number: int) -> int | None:
        """The line that ends a part of kramdown's."""
        if self._ends is None:
            self._ends = [n for n, line in enumerate(self._lines) if _ENDS_IT.fullmatch(line)]
        after = bisect.bisect_right(self._ends, number)
        return self._ends[after] if after < len(self._ends) else None

    def _string(self, number: int) -> int:
        """Code between lines with `{` and a backtick, and the like that closes it."""
        for end in self._block(number + 1):
            if self._lines[end].strip(" ") in ("`}", "` }"):
                margin = self._lines[number][
                    : len(self._lines[number]) - len(self._lines[number].lstrip(" "))
                ]
                self._lines[number] = self._lines[end] = margin + "~~~~~~~~"
                return end + 1
            if "`" in self._lines[end]:
                break
        return number + 1

    def _components(self, number: int) -> int:
        line = self._lines[number]
        if _TAGS_ALONE.fullmatch(line):
            self._lines[number] = _ELEMENT.sub(self._bare, line) if _only_tags_of_none(line) else said(line)
            return number + 1
        if _TAG_BEGINS.match(line) and (place := tag_end(self._lines, number)):
            end, column = place
            rest = self._lines[end][column:]
            text = "\n".join([*self._lines[number:end], self._lines[end][:column]])
            is_one = "=" in text or "{" in text or text.endswith("/>")
            if is_one and (end > number or "{" in text):
                self._lines[number : end + 1] = [said(text), *[""] * (end - number)]
                self._lines[end] += f"\n{rest}" if rest.strip(" ") else ""
                return end + (not rest.strip(" "))
        if "=" in line or " />" in line:
            self._lines[number] = _INLINE.sub(_words_of, line)
        return number + 1

    def _bare(self, tag: re.Match[str]) -> str:
        """A component without its attributes, which need not have values in MDX; if it is none, its words."""
        if self._closed is None:
            self._closed = frozenset(name for line in self._lines for name in _CLOSING.findall(line))
        is_one = "=" in tag[0] or tag[0].endswith("/>") or tag[1] in self._closed
        return f"<{tag[1]}{tag[2]}>" if is_one else tag[0]

    def _next_words(self, number: int) -> int:
        following = range(number + 1, min(number + _MOST_LINES, len(self._lines)))
        words = (n for n in following if self._lines[n].strip(" ") and not LABEL.fullmatch(self._lines[n]))
        return next(words, number)

    def _ends_block(self, number: int) -> bool:
        following = self._lines[number + 1].lstrip(" >") if number + 1 < len(self._lines) else ""
        return not following or re.match(r"[*+-][ ]|\d+[.)][ ]|#", following) is not None


def _only_tags_of_none(text: str) -> bool:
    """Whether nothing in tags is words."""
    return not _ATTRIBUTE.search(text)


def _words_of(match: re.Match[str]) -> str:
    if not match[1]:
        return match[0]
    words = [
        escaped(value) for key, value in _ATTRIBUTE.findall(match[1]) if key in ("text", "label", "title")
    ]
    if not words:
        return "" if " />" in match[0] else match[0]
    return " ".join(words) if match[1].endswith("/>") else f"{match[0]}**{words[0]}** "
