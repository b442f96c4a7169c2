"""Python-Markdown's inline marks: links and pictures bounded, HTML off, entities read.

Markdown's own search for the end of a link runs to the end of the paragraph from each bracket, so
that a few hundred kilobytes of brackets would take minutes.
"""

from __future__ import annotations

import html
import re
import string
import xml.etree.ElementTree as ET
from typing import Any

import markdown
from markdown.inlinepatterns import (
    BacktickInlineProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
)
from markdown.inlinepatterns import SubstituteTagInlineProcessor as SubstituteTag
from markdown.util import INLINE_PLACEHOLDER_RE, AtomicString

from hkviewer.content.addresses import MAIL
from hkviewer.content.markdown.html_tags import INSTRUCTION
from hkviewer.content.markdown.labels import Labels

_LONGEST, _DEEPEST = 4000, 20
"""Of a link's text, in which a picture's address may stand, and of an address; of brackets in brackets."""
_TAG = re.compile("\x15\\d+\x15")  # what `html_lines` has put in the place of one
_BRACKET = re.compile(r"[][]")
# What follows a link's text; escaped characters and code are placeholders by now. Parentheses in an
# address come in pairs. Possessive, so that none of it is tried twice.
_TITLE = r"""(?:"[^"]*"|'[^']*'|\([^()]*\))"""
_BARE = r"(?!<)(?:[^\s()]|\((?:[^\s()]|\((?:[^\s()]|\([^\s()]*\))*+\))*+\))*+"
_TARGET = re.compile(rf"\(\s*(?:<([^<>\n]*)>|({_BARE}))(?:\s+{_TITLE})?\s*\)")
# Longer than `_LONGEST`; no brackets, so that what one of them holds is read for none of the others.
_LONG_TARGET = re.compile(rf"\(\s*<?([^\s()<>\[\]]++)>?(?:\s+{_TITLE})?\s*\)")
# Of Documenter.jl, which finds out where it leads: `[words](@ref label)`, `# [Heading](@id label)`.
_OF_JULIA = re.compile(r"\(@(?:id|(?:ext)?ref|cite\w*)(?:[ \n][^()]*(?:\([^()]*\)[^()]*)*)?\)")
_LINK_WITHIN = re.compile(rf"(?<!!)\[[^][]*\]{_TARGET.pattern}")
# Markdown's own takes fewer backticks than stand there, if these have a partner.
_CODE = r"(?:(?<!\\)((?:\\{2})+)(?=`+)|(?<!\\)(?<!(?<!\\)`)(`++)(.+?)(?<!`)\2(?!`))"
# What is an address though it has blanks; else it is words in parentheses, behind others in brackets.
_PATH = re.compile(r"(?:[^ ]*[/\\#]|[A-Za-z][\w+.-]*:(?! )|.*\.(?!\d+$)\w{1,5}(?:[#?]|$)).*|\S*")
_ENTITY = r"&((?:#[0-9]{1,7}|#[Xx][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]*);)"
_DOTTED = re.compile(r"[a-z_]\w+(?:\.\w+)+")
_ESCAPABLE = re.compile(r"[\\*_]")
# Python-Markdown writes an escaped character as its code point between STX and ETX.
_ESCAPED = re.compile("\x02(\\d+)\x03")
# Python-Markdown's patterns of links and pictures, with the priorities that it gives them.
_LINKS = (
    *(("reference", 170), ("link", 160), ("image_link", 150), ("image_reference", 140)),
    *(("short_reference", 130), ("short_image_ref", 125)),
)


def set_up_inlines(parser: markdown.Markdown, labels: Labels) -> None:
    """Bound the links of `parser`; show raw HTML as text and entities as their characters."""
    patterns = parser.inlinePatterns
    parser.ESCAPED_CHARS = list(string.punctuation)
    patterns.deregister("html")
    patterns.deregister("em_strong")  # `emphasis` does it
    patterns.deregister("em_strong2", strict=False)  # of older versions
    for name, priority in _LINKS:
        kind = type(patterns[name])
        bound = _BoundedReference if issubclass(kind, ReferenceInlineProcessor) else _Bounded
        takes_labels = name in ("link", "reference")
        bounded = type(kind.__name__, (bound, kind), {"labels": labels if takes_labels else Labels()})
        patterns.register(bounded(patterns[name].pattern, parser), name, priority)
    patterns.register(BacktickInlineProcessor(_CODE), "backtick", 190)
    # Before the brackets around it are paired.
    patterns.register(_Address(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>", parser), "autolink", 175)
    patterns.register(_MailAddress(r"<([^<> !]+@[^@<> ]+)>", parser), "automail", 110)
    patterns.register(_Entity(_ENTITY, parser), "entity", 80)
    # A backslash at the end of a line breaks it too, as in CommonMark; before escapes are read. Editors
    # write it at the end of a paragraph as well, but `C:\` is a path.
    line_end = r"(?:(?<! ) {2,}|\\)\n|(?:(?<=[a-z][.!?])|(?<=[)}*_>]))\\\Z"
    patterns.register(SubstituteTag(line_end, "br"), "linebreak", 185)


def label(text: str) -> str:
    """What two labels of a reference have in common: not case, white space, marks of code, and entities."""
    return " ".join(html.unescape(_TAG.sub("<>", _as_written(text))).replace("`", "").split()).casefold()


class _Bounded(LinkInlineProcessor):
    """A link of at most 4000 characters of text with brackets at most 20 deep in it, and no link."""

    labels: Labels

    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        match: tuple[Any, int | None, int | None] = super().handleMatch(m, data)
        element, start, end = match
        if element is None or (element.tag == "a" and self._holds_link(element)):
            return None, None, None  # reading goes on behind the bracket
        if element.tag == "img":
            element.set("alt", html.unescape(INSTRUCTION.sub("", element.get("alt", ""))))
        for name in ("href", "src"):
            if INSTRUCTION.search(element.get(name, "")):
                element.set(name, "")  # what the address is, no one knows
                element.tag = "span" if name == "href" else element.tag
        if element.tag == "a":
            self.labels.complete(element, data[: m.start(0)], data[end or 0 :])
        return element, start, end

    def _holds_link(self, link: ET.Element) -> bool:
        text, address = link.text or "", link.get("href", "")
        if within := {m[2] for m in _LINK_WITHIN.finditer(text)}:
            # A row of contents that comes from Word: `[1 Words [7](#words)](#words)`.
            link.text = _LINK_WITHIN.sub(lambda m: m[0][1 : m[0].index("]")], text)
            return not address.startswith("#") or within != {address}
        stash = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]
        inner = (stash.get(placeholder[1]) for placeholder in INLINE_PLACEHOLDER_RE.finditer(text))
        # The words of `<https://example.org>` are atomic; around it a link is read, as many write so.
        return any(
            isinstance(e, ET.Element) and e.tag == "a" and not isinstance(e.text, AtomicString) for e in inner
        )

    def getText(self, data: str, index: int) -> tuple[str, int, bool]:
        depth = 1
        for bracket in _BRACKET.finditer(data, index, index + _LONGEST):
            depth += 1 if bracket[0] == "[" else -1
            if depth == 0:
                return data[index : bracket.start()], bracket.end(), True
            if depth > _DEEPEST:
                break
        return "", index, False

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
        near = data[index : index + _LONGEST]
        if of_julia := _OF_JULIA.match(near):
            return "", None, index + of_julia.end(), True
        if target := _TARGET.match(near):
            address = target[2] if target[1] is None else target[1]
            return html.unescape(self.unescape(address)), None, index + target.end(), True
        if len(near) == _LONGEST and (target := _LONG_TARGET.match(data, index)):
            return html.unescape(self.unescape(target[1])), None, target.end(), True
        if not near.startswith("(") or near.startswith("(<") or ")" not in near:
            return "", None, index, False
        # Unlike in CommonMark, an address may have blanks in it: as text it would be a shred of markup.
        href, title, end, handled = super().getLink(near, 0)
        return href, title, index + end, handled and _PATH.fullmatch(href) is not None


class _BoundedReference(_Bounded):
    """`[words][label]`, with nothing between the brackets."""

    RE_LINK = re.compile(r"\[([^][]*)\]")
    _made = ""

    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        match = super().handleMatch(m, data)
        if self._made:
            self.md.references.pop(self._made, None)
            self._made = ""
        return match

    def evalId(self, data: str, index: int, text: str) -> tuple[str | None, int, bool]:
        id_, end, handled = super().evalId(data, index, text)  # type: ignore[misc]
        name = label(self.unescape(id_ or ""))
        is_full = handled and end > index and name not in self.md.references
        if is_full and self._is_elsewhere(data[max(index - len(text) - 3, 0) : end + 1], text, name):
            self.md.references[name] = ("", "")  # words alone, here
            self._made = name
        if handled and name not in self.md.references and id_ != text and self.labels.is_heading(name):
            name = "#" + name  # an address of a section, which many take for a label
            self.md.references.setdefault(name, (name, ""))
        return name, end, handled

    def _is_elsewhere(self, around: str, text: str, name: str) -> bool:
        """Whether another file defines it: a part of a program, [words][a.b.c], or what this one has to.

        Args:
            around: the reference between the characters beside it.
            text: its words.
            name: its label.
        """
        if re.match(r"[A-Za-z0-9\]]", around) or around.endswith("["):
            return False
        is_label = (
            name == text.casefold()
            or {" ", "/"} & {*name}
            or (" " in text and ("-" in name or self.md.references))
        )
        if _DOTTED.fullmatch(name) or (len(name) > 2 and is_label):
            return name[0].isalpha() or around.find("][]") > 0
        code = INLINE_PLACEHOLDER_RE.fullmatch(text)
        stash = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]
        is_code = code is not None and getattr(stash.get(code[1]), "tag", "") == "code"
        return is_code and (name.isidentifier() or "][]" in around)


class _Entity(InlineProcessor):
    """`&eacute;` and the like; what it gives is no mark, such as `&#42;`."""

    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return escaped(html.unescape(m[0])), m.start(), m.end()


class _Address(InlineProcessor):
    """`<https://example.org>`, of any scheme; its characters are no marks."""

    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        address = _as_written(self.unescape(m[1]))
        link = ET.Element("a", href=escaped(address))
        link.text = AtomicString(escaped(address))
        return link, m.start(), m.end()


class _MailAddress(InlineProcessor):
    """`<name@example.org>`; Markdown's own disguises the address letter by letter."""

    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        link = ET.Element("a", href=MAIL + self.unescape(m[1]).removeprefix(MAIL))
        link.text = AtomicString(self.unescape(m[1]))
        return link, m.start(), m.end()


def _as_written(text: str) -> str:
    """`text` with escaped characters behind their backslash again."""
    return _ESCAPED.sub(lambda match: "\\" + chr(int(match[1])), text) if "\x02" in text else text


def escaped(text: str) -> str:
    """`text` with backslashes, asterisks and underscores escaped, as Python-Markdown writes it."""
    return _ESCAPABLE.sub(lambda match: f"\x02{ord(match[0])}\x03", text)
