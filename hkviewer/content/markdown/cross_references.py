"""Roles of MyST and Sphinx, {ref}`words <label>`, and references of R Markdown and Quarto: @sec-label."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import markdown
from markdown.inlinepatterns import BacktickInlineProcessor, InlineProcessor
from markdown.util import AtomicString, code_escape

from hkviewer.content.markdown.foreign_inlines import FindFile, address_of
from hkviewer.content.markdown.labels import Labels
from hkviewer.content.markdown.links import label as key_of

_NAME = r"(?:(?<![\\{`])\{(?P<role>[A-Za-z][\w:.+-]*)\}|(?<![\\\w:`]):(?P<plain>[a-z]\w*(?::\w+)?):)"
_ROLE = rf"{_NAME}(?P<fence>`++)(?P<words>.+?)(?<!`)(?P=fence)(?!`)"
_ROLE_IN_HEADING = re.compile(_ROLE)
_TARGET = re.compile(r"(.*\S)\s*<([^<>]+)>|<?([^<>]+)>?", re.DOTALL)
_LINKS = frozenset(("any", "doc", "download", "eq", "eqref", "numref", "ref"))
_NOTHING = frozenset(("begin_tab", "end_tab", "eqlabel", "label", "width"))
# Those from `arxiv` on are what projects call links that they shorten.
_WORDS = frozenset(
    """abbr cite citep citet download eval external footcite footcitet guilabel hoverxref index menuselection
    pep rfc span smallcaps sub-ref term token
    arxiv bpo button commit cve cwe doi gh gh-file gh-issue gh-pr ghcommit ghissue ghpr ghpull ghsa github
    ghuser gitlab issue jira mr pr pull pypi repo sha user wiki wikipedia""".split()
)
_CODE = frozenset(
    """attr class code command confval const data dir directive envvar exc file func kbd literal math meth mod
    obj option program role samp type""".split()
)
_ELEMENTS = {"sub": "sub", "subscript": "sub", "sup": "sup", "superscript": "sup"} | {
    "strong": "strong",
    "emphasis": "em",
    **dict.fromkeys(("del", "delete", "strike", "strikethrough"), "del"),
    **dict.fromkeys(("u", "underline"), "u"),
}
_KNOWN_ROLE = re.compile(rf"\{{(?:{'|'.join((*_LINKS, *_WORDS, *_CODE, *_ELEMENTS))})\}}`")
"""In a document with one of these, others are roles of its own."""
_NUMBER = re.compile(r"%s|\{(?:number|name)\}")
"""What stands for the number that Sphinx gives to a figure."""
_ICON = re.compile(r"fa[bsr]?|octicon|material-\w+|iconify|icon")
_BADGE = re.compile(r"bdg(?:-[\w-]+)?")

_KINDS = {
    "sec": "Section",
    "fig": "Figure",
    "tbl": "Table",
    "tab": "Table",
    "eq": "Equation",
    "lst": "Listing",
    "thm": "Theorem",
    "lem": "Lemma",
    "cor": "Corollary",
    "prp": "Proposition",
    "cnj": "Conjecture",
    "def": "Definition",
    "exm": "Example",
    "exr": "Exercise",
    "rem": "Remark",
    "alg": "Algorithm",
}
_QUARTO = rf"@(?P<quarto>(?P<kind>{'|'.join(_KINDS)})[-:][\w:-]*\w)"  # Pandoc's filter has a colon
_BARE = _QUARTO.replace("<quarto>", "<bare>").replace("<kind>", "<of>")
_OWN = r"@(?P<own>[A-Za-z][\w:-]*\w)"
_REFERENCE = (
    rf"(?<!\\)\\@ref\((?P<bookdown>[\w:./ -]+)\)|\[-?(?:{_QUARTO})\](?![(\[])"
    rf"|(?<![\w@/.\\-])(?:{_BARE}|{_OWN})"
)
_KEY = r"-?@(?:\{[^{}\s]+\}|[A-Za-z_]\w*(?:[:.+-]\w+)*)"
_ONE_CITATION = rf"(?:[^\[\]@;]*[ \n])?{_KEY}(?:[ \n,][^\[\]@;]*)?"
_CITATION = (
    rf"\[(?=-?@|[^\[\]]*\d){_ONE_CITATION}(?:;[ \n]*{_ONE_CITATION})*\](?!\[|\([^\s()]*(?:\)|\s[\"'(]))"
)
# Outside brackets a key ends with a year: others are names of people.
_CITED_IN_TEXT = r"(?<![\w@/.\\-])@[A-Za-z][\w:-]*?(?:1[89]|20)\d\d[a-z]?(?![\w@-])"
_CITED = re.compile(r"(?<![^\s\[;])-?@(?:\{([^{}\s]+)\})?")
_CODE_IN_HEADING = re.compile(r"(`++)(.+?)(?<!`)\1(?!`)")
_UNSAFE = re.compile(r"[{@\\\[\]]")
"""What a heading holds that stands for something else."""


def set_up_cross_references(parser: markdown.Markdown, find_file: FindFile | None, labels: Labels) -> None:
    """Let `parser` read these forms.

    Args:
        parser: what reads the text; its pattern of code is replaced.
        find_file: for the links to files.
        labels: what the document's references may lead to.
    """
    code = parser.inlinePatterns["backtick"]
    parser.inlinePatterns.register(_Roles(code.pattern, find_file, labels), "backtick", 190)
    parser.inlinePatterns.register(_References(parser, labels), "references", 189)
    parser.inlinePatterns.register(_Citations(f"{_CITATION}|{_CITED_IN_TEXT}", parser), "citations", 187)


class _Roles(BacktickInlineProcessor):
    """Code, and roles in front of it."""

    def __init__(self, code: str, find_file: FindFile | None, labels: Labels) -> None:
        super().__init__(f"{code}|{_ROLE}")
        self._find_file = find_file
        self._labels = labels

    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | str, int, int]:
        if m[3]:
            return _element("code", AtomicString(code_escape(_code(m, data)))), m.start(), m.end()
        if not (m["role"] or m["plain"]):
            return super().handleMatch(m, data)  # type: ignore[return-value]
        name = (m["role"] or m["plain"]).lower()  # reStructuredText has colons for braces
        name = "cite" if name.startswith("cite:") else name.rpartition(":")[2]
        element = self._role(name, m["words"].strip())
        if element is None and m["role"] and (":" in m["role"] or self._labels.has_line(_KNOWN_ROLE)):
            element = _element("span", next(filter(None, _target(m["words"].strip()))))
        if element is None:  # no role is called so
            return m[0].partition("`")[0], m.start(), m.start("fence")
        return element, m.start(), m.end()

    def _role(self, name: str, source: str) -> ET.Element | str | None:
        if _ICON.fullmatch(name) or name in _NOTHING:
            return ""
        if name in _ELEMENTS:
            return _element(_ELEMENTS[name], source)
        words, target = _target(source)
        if name in _CODE:
            short = target.rpartition(".")[2] if target.startswith("~") else target
            code = source if name in ("code", "literal", "math", "samp") else words or short.lstrip("!")
            return _element("code", AtomicString(code_escape(" ".join(code.split()))))
        if name in _LINKS:
            return self._link(words, target.strip())
        return _element("span", words or target) if name in _WORDS or _BADGE.fullmatch(name) else None

    def _link(self, words: str, target: str) -> ET.Element:
        words = _NUMBER.sub(lambda _: target, words)
        if target in self._labels:
            return _to_label(self._labels, target, words)
        if target.startswith("#") and target[1:] in self._labels:
            return _to_label(self._labels, target[1:], words)
        page, _, place = target.removeprefix("/").partition("#")
        file = self._find_file(page) if page and self._find_file else ""
        element = _element("a" if file else "span", words or target)
        if file:
            element.set("href", address_of(file, place))
        return element


def _target(source: str) -> tuple[str, str]:
    """The words of a role, and what they lead to; one of both may be ""."""
    match = _TARGET.fullmatch(source)
    return (match[1] or "", match[2] or match[3] or "") if match else (source, "")


def _code(m: re.Match[str], data: str) -> str:
    """The words of code, with a blank at one end alone where nothing else parts them from their neighbour."""
    words = m[3].strip()
    starts, ends = m[3][0].isspace(), m[3][-1].isspace()
    if starts == ends:
        return words
    beside = data[m.start() - 1 : m.start()] if starts else data[m.end() : m.end() + 1]
    return words if not beside.strip() else f" {words}" if starts else f"{words} "


class _Citations(InlineProcessor):
    """Pandoc's `[see @key, p. 3; @other]` without the signs of the keys."""

    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        if key_of(m[0][1:-1]) in self.md.references:
            return None, None, None
        return _element("span", _CITED.sub(r"\1", m[0])), m.start(), m.end()


class _References(InlineProcessor):
    r"""`\@ref(label)`, `@sec-label`, `[-@sec-label]`."""

    def __init__(self, md: markdown.Markdown, labels: Labels) -> None:
        super().__init__(_REFERENCE, md)
        self._labels = labels

    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        label = m["bookdown"] or m["quarto"] or m["bare"] or m["own"]
        if m["own"] and label not in self._labels:  # in MyST any label is referred to so
            return None, None, None
        kind = m["kind"] or m["of"]
        words = ""
        if kind and not self._labels.heading(label):
            words = f"{_KINDS[kind]} {label[len(kind) + 1 :].replace('-', ' ')}"
        return _to_label(self._labels, label, words), m.start(), m.end()


def _element(tag: str, words: str) -> ET.Element:
    element = ET.Element(tag)
    element.text = words
    return element


def _to_label(labels: Labels, label: str, words: str) -> ET.Element:
    """A link to what `label` names; without `words` those of the heading that it stands at, or its own."""
    heading = labels.heading(label)
    is_address = label in labels or labels.is_heading(label)
    element = ET.Element("a", href="#" + label) if is_address else ET.Element("span")
    heading = _ROLE_IN_HEADING.sub(lambda role: role["words"].partition("<")[0].strip(), heading)
    named = heading if heading and not _UNSAFE.search(heading) else label.rpartition(":")[2]
    element.text, *parts = _CODE_IN_HEADING.split(words or named)
    for code, tail in zip(parts[1::3], parts[2::3], strict=True):
        part = ET.SubElement(element, "code")
        part.text, part.tail = AtomicString(code_escape(code)), tail
    return element
