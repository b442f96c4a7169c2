"""What other programs write within paragraphs: formulas, comments, attributes, links of wikis; task boxes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from urllib.parse import quote

import markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER, AtomicString, code_escape

from hkviewer.content.markdown.foreign_lines import ATTRIBUTES, NAMES, ids_in
from hkviewer.content.markdown.links import label
from hkviewer.content.markdown.shortcodes import words_within
from hkviewer.content.markdown.templates import COMMENT, INSTRUCTION
from hkviewer.content.model import TASK_BOXES

FindFile = Callable[[str], str]
"""What finds the file in the document's folder that a page's name means, "" where there is none."""

_LONGEST_LABEL = 1000
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")
_WIKI = (
    r"(?P<embed>!?)(?<!\[)\[\[(?![\[ ])"
    r"(?P<page>[^\[\]\n|]{1,500}+(?:\|[^\[\]\n]{0,500}+)?)(?<! )\]\](?![\](])"
)
# `$5 and $10`, `US$12.8 billion to $13`, `$HOME/$USER` are no formulas; `the $n$th`, `16$\times$` hold one.
_FORMULA = (
    r"(?<!\$)\$(?![\s$])(?P<tex>(?=[^$]*(?:\\[A-Za-z]|[_^]\{))(?:\\[\s\S]|[^$\\])++)(?<!\s)\$(?![0-9$])"
    r"|(?<![A-Za-z0-9$])\$(?![\s$])(?P<formula>(?:\\[\s\S]|[^$\\])++)(?<!\s)\$"
    r"(?:(?![A-Za-z0-9{$])|(?=(?:th|st|nd|rd|s)\b))"
)
_RAW = "|".join(
    (
        rf"(?=[$%{{\\[!<])(?:(?P<comment>{COMMENT})",
        rf"(?P<instruction>{INSTRUCTION})",
        r"\{\{[!?](?P<cited>[A-Za-z][\w.:-]*)(?:=[\w.:-]+)?\}\}",
        r"(?<![A-Za-z0-9%])%%(?!%)(?P<hidden>(?:(?!%%)[\s\S])++)%%(?![A-Za-z0-9%])",
        r"(?<![A-Za-z0-9$])\$\$(?!\$)(?P<display>(?:\\[\s\S]|[^$\\])++)\$\$(?!\$)",
        _FORMULA,
        r"\\\\\((?P<doubled>(?:(?!\\\\[()])[\s\S])++)\\\\\)",  # of kramdown
        r"\\\((?P<round>(?:(?!\\[()])[\s\S])++)\\\)",
        r"\\\[(?P<square>(?:(?!\\[\[\]])[\s\S])++)\\\]",
        r"(?P<environment>\\begin\{(?P<of>[a-z]+\*?)\}(?:(?!\\begin\{)[\s\S])*?\\end\{(?P=of)\})",
        _WIKI,
        r"\\[\\$%{(\[])",
    )
)
# The name of a note, which Dendron has behind the words: `[[The words|notes.a-note]]`.
_OF_DENDRON = re.compile(r"[a-z0-9_-]+(?:\.[\w-]+)+(?:#\S*)?")
# Of Jekyll, VitePress, Middleman, Hugo and Eleventy: `{{ page.title }}`, `{{ $frontmatter.title }}`,
# `<%= current_page.data.title %>`, `{{< param title >}}`, `{{ title }}`.
_STATED = re.compile(
    r"\{\{-?\s*(?:(?:(?:page|\$?frontmatter)\.)?(?P<page>\w+)(?:\s*\|[^{}]*)?"
    r"|[<%]\s*param\s+\"?(?P<param>\w+)\"?\s*[%>])\s*-?\}\}"
    r"|<%=\s*(?:(?:current_)?page|resource)(?:\.data)?\.(?P<data>\w+)\s*-?%>"
)
# Of Quarto: keys, which may be others on each system, and icons.
_KEYS = re.compile(r"""\{\{<\s*kbd\s+(?P<keys>(?:\w+=)?(?:"[^"]*"|'[^']*'|[^\s>]+))[^>]*>\}\}""")
_ICON = re.compile(r"\{\{<\s*(?:ai|bi|fa|fab|fas|iconify|octicon)\s[^{}]*>\}\}")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MONEY = re.compile(r"\d[\d.,]*[\s,;]+[A-Za-z]{2}")
_PROSE = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3,} +[A-Za-z]{3,}")
_OPERATION = r"(?<![A-Za-z]{2})\s*[=+<>]\s*(?![A-Za-z]{3}|[=+<>])"
_INDEX = r"(?<=[A-Za-z0-9)}\]'])(?<![A-Za-z]{2})[\^_](?=[\w{(\\])"
_ROUND = re.compile(rf"\\[A-Za-z]|{_INDEX}|\||{_OPERATION}|^(?!.*[A-Za-z]{{2}}).*[A-Za-z]", re.DOTALL)
# Stricter: many programs write `\[1\]`, `\[x\]`, `\[a_b\]` for words in brackets.
_SQUARE = re.compile(rf"\\[A-Za-z]|(?<=[\w)}}\]])\^(?=.)|(?<=\w){_OPERATION}(?=[\w(\\-])")

_PLACEHOLDER = INLINE_PLACEHOLDER % "([0-9]+)"
_ATTRIBUTES = (
    rf"(?:(?P<element>{_PLACEHOLDER})|\[(?P<words>[^\[\]]{{0,1000}}+)\])"
    rf"(?P<any>(?:{ATTRIBUTES}|\{{download\}})++)(?:\\(?=[ ]*$))?"
    rf"|(?:(?<=[*_])|(?<=~~)|(?<===))(?P<names>{NAMES})"
)
_ALTERNATIVE = re.compile(r"""[{\s](?:fig-)?alt=(?:"([^"]*)"|'([^']*)')""")
_TASK = re.compile(r"\s*\[([ xX])\](?=\s|$)")


def set_up_foreign_inlines(
    parser: markdown.Markdown, find_file: FindFile | None, stated: Mapping[str, str]
) -> Attributes:
    """Let `parser` read these forms; what keeps the ids in its attribute lists.

    Args:
        parser: what reads the text.
        find_file: for the links of wikis.
        stated: what front matter says under each key, which an instruction may ask for.
    """
    attributes = Attributes(_ATTRIBUTES, parser)
    # Before escapes are read, behind code; and when links are elements.
    parser.inlinePatterns.register(_Raw(parser, find_file, stated), "foreign", 188)
    parser.inlinePatterns.register(attributes, "attributes", 100)
    return attributes


def tick_tasks(tree: ET.Element) -> None:
    """Draw the boxes of tasks: `- [ ]` and `- [x]`."""
    for item in tree.iter("li"):
        words = item
        if not (item.text or "").strip() and len(item) and item[0].tag == "p":
            words = item[0]
        if task := _TASK.match(words.text or ""):
            words.text = TASK_BOXES[task[1] != " "] + (words.text or "")[task.end() :]


def part_displayed(tree: ET.Element) -> None:
    """Make code blocks of the paragraphs that hold only a formula between `$$`."""
    for paragraph in tree.iter("p"):
        formula = paragraph[0] if len(paragraph) == 1 and not (paragraph.text or "").strip() else None
        if formula is not None and formula.get("display") and not (formula.tail or "").strip():
            formula.tail = None
            paragraph.tag, paragraph.text = "pre", None


class Attributes(InlineProcessor):
    """Leaves out the attribute lists behind links, pictures, code and marked words.

    Attributes:
        ids: what they call the places that they stand at, in the order of reading.
    """

    def __init__(self, pattern: str, md: markdown.Markdown) -> None:
        super().__init__(pattern, md)
        self.ids: list[str] = []

    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | str | None, int | None, int | None]:
        """What stands for the match, and where that begins and ends."""
        element = _stashed(self.md, m[2]) if m["element"] else None
        if m["element"] and not isinstance(element, ET.Element):
            return None, None, None  # an escaped character
        stated = _ALTERNATIVE.search(m["any"] or "")
        if stated and isinstance(element, ET.Element) and not element.get("alt", "x").strip():
            element.set("alt", stated[1] or stated[2] or "")
        self.ids += ids_in(m["any"] or m["names"])
        if m["words"] is None:
            return "", m.end("element") if m["element"] else m.start(), m.end()
        words = ET.Element("span")
        words.text = m["words"]
        return words, m.start(), m.end()


def _stashed(parser: markdown.Markdown, number: str) -> object:
    """What stands for the placeholder of that number."""
    return parser.treeprocessors["inline"].stashed_nodes.get(number)  # type: ignore[attr-defined]


class _Raw(InlineProcessor):
    """Forms in which no other marks are read."""

    def __init__(self, md: markdown.Markdown, find_file: FindFile | None, stated: Mapping[str, str]) -> None:
        super().__init__(_RAW, md)
        self._find_file = find_file
        self._stated = stated

    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | str | None, int | None, int | None]:
        element: ET.Element | str | None = None
        match m.lastgroup:
            case "comment" | "hidden":
                element = ""
            case "instruction":
                element = self._instruction(m[0], data, m.end())
            case "cited":  # in drafts of the IETF
                element = ET.Element("span")
                element.text = m["cited"]
            case "page" if not self._has_label(data[m.end() : m.end() + _LONGEST_LABEL]):
                element = self._page(m["page"], m["embed"])
            case "environment":
                element = self._code(m["environment"])
            case "display":
                element = self._code(m["display"])
                element.set("display", "yes")
            case "tex" | "formula" | "doubled" | "round" | "square" if _is_formula(m):
                element = self._code(m[m.lastgroup])
        return (None, None, None) if element is None else (element, m.start(), m.end())

    def _instruction(self, written: str, text: str, end: int) -> ET.Element | str:
        """What an instruction within words shows: what front matter states, keys; else it stays as it is."""
        asked = _STATED.fullmatch(written)
        if asked and (value := self._stated.get(asked[asked.lastgroup or 0].lower())) is not None:
            return " ".join(_TAG.sub("", value).split())
        if said := words_within(written, text, self._find_file):
            element = ET.Element("span")
            # They do not run into the words that a picture stands beside.
            element.text = said + " " * (not re.match(r"[\s.,;:!?)*_]|$", text[end:]))
            return element
        if keys := _KEYS.fullmatch(written):
            return self._code(keys["keys"].rpartition("=")[2].strip("\"'"))
        return "" if _ICON.fullmatch(written) else self._code(written)

    def _code(self, source: str) -> ET.Element:
        code = ET.Element("code")
        code.text = AtomicString(self.unescape(code_escape(source.strip())))
        return code

    def _has_label(self, behind: str) -> bool:
        """Whether a label of the document follows, as in `[[words]][label]`: that is a link, in brackets."""
        follows = re.match(r"\[([^\[\]]+)\]", behind)
        return follows is not None and label(follows[1]) in self.md.references

    def _page(self, page: str, embed: str) -> ET.Element | None:
        """A link to a page of a wiki, or the picture that it embeds; words where there is no such file."""
        if label(page) in self.md.references or not any(map(str.isalnum, page)):
            return None
        page, _, words = page.partition("|")
        if _OF_DENDRON.fullmatch(words) and " " in page and not (self._find_file and self._find_file(page)):
            page, words = words, page
        name, _, heading = self.unescape(page).removesuffix("\\").strip().partition("#")
        block = heading[1:] if heading.startswith("^") else ""
        heading = "" if block else heading.replace("#", " > ")
        if not words.strip() or (embed and re.fullmatch(r"\d+(?:x\d+)?", words.strip())):
            words = " > ".join(part for part in (name, heading) if part) or block
        file = self._find_file(name) if name and self._find_file else ""
        if embed and (file or name).lower().endswith(_PICTURES):
            return ET.Element("img", src=address_of(file or name), alt=self.unescape(words))
        address = address_of(file, _anchor(heading) if file or not block else block)
        element = ET.Element("a", href=address) if file or (words and not name) else ET.Element("span")
        element.text = words
        return element


def _is_formula(m: re.Match[str]) -> bool:
    source = m[m.lastgroup or 0]
    if m.lastgroup in ("tex", "formula"):
        return not _MONEY.match(source)
    signs = _SQUARE if m.lastgroup == "square" else _ROUND
    # An escaped backslash may stand before any word.
    return not _PROSE.search(source) and signs.search(source.replace("\\\\", " ")) is not None


def address_of(file: str, place: str = "") -> str:
    """The address of a file in the document's folder, or of a place in it."""
    return "".join(quote(c) if c in ' %#?()<>"\\' else c for c in file) + (f"#{place}" if place else "")


def _anchor(heading: str) -> str:
    """The address of a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.rpartition(" > ")[2].lower()).strip().replace(" ", "-")
