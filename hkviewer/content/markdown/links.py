"""Python-Markdown's inline marks: links and pictures bounded, HTML off, entities read.

Markdown's own search for the end of a link runs to the end of the paragraph from each bracket, so
that a few hundred kilobytes of brackets would take minutes.
"""

from __future__ import annotations

import html
import re
import string
import xml.etree.ElementTree as ET

import markdown
from markdown.inlinepatterns import ENTITY_RE, InlineProcessor, LinkInlineProcessor
from markdown.inlinepatterns import SubstituteTagInlineProcessor as SubstituteTag
from markdown.util import AtomicString

from hkviewer.content.addresses import MAIL

_LONGEST_TEXT = 1000
_LONGEST_ADDRESS = 4000
_DEEPEST = 20
_BRACKET = re.compile(r"[][]")
# Python-Markdown's patterns of links and pictures, with the priorities that it gives them.
_LINKS = (
    *(("reference", 170), ("link", 160), ("image_link", 150), ("image_reference", 140)),
    *(("short_reference", 130), ("short_image_ref", 125)),
)


def set_up_inlines(parser: markdown.Markdown) -> None:
    """Bound the links of `parser`; show raw HTML as text and entities as their characters."""
    patterns = parser.inlinePatterns
    parser.ESCAPED_CHARS = list(string.punctuation)
    patterns.deregister("html")
    patterns.deregister("em_strong")  # `emphasis` does it
    patterns.deregister("em_strong2", strict=False)  # of older versions
    for name, priority in _LINKS:
        kind = type(patterns[name])
        bounded = type(kind.__name__, (_Bounded, kind), {})
        patterns.register(bounded(patterns[name].pattern, parser), name, priority)
    patterns.register(_MailAddress(r"<([^<> !]+@[^@<> ]+)>", parser), "automail", 110)
    patterns.register(_Entity(ENTITY_RE, parser), "entity", 80)
    # A backslash at the end of a line breaks it too, as in CommonMark; before escapes are read.
    patterns.register(SubstituteTag(r"(?: {2,}|\\)\n", "br"), "linebreak", 185)


class _Bounded(LinkInlineProcessor):
    """A link of at most 1000 characters of text with brackets at most 20 deep in it."""

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:
        depth = 1
        for bracket in _BRACKET.finditer(data, index, index + _LONGEST_TEXT):
            depth += 1 if bracket[0] == "[" else -1
            if depth == 0:
                return data[index : bracket.start()], bracket.end(), True
            if depth > _DEEPEST:
                break
        return "", index, False

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
        near = data[index : index + _LONGEST_ADDRESS]
        if not near.startswith("(") or ")" not in near:
            return "", None, index, False
        href, title, end, handled = super().getLink(near, 0)
        return href, title, index + end, handled


class _Entity(InlineProcessor):
    """`&eacute;` and the like."""

    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return html.unescape(m[1]) or m[1], m.start(), m.end()


class _MailAddress(InlineProcessor):
    """`<name@example.org>`; Markdown's own disguises the address letter by letter."""

    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        link = ET.Element("a", href=MAIL + self.unescape(m[1]).removeprefix(MAIL))
        link.text = AtomicString(self.unescape(m[1]))
        return link, m.start(), m.end()
