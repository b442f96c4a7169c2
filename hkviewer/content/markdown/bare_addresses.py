"""Addresses of the web and of mail that stand among words are links, as GitHub makes them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import takewhile

import markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER, AtomicString

from hkviewer.content.addresses import MAIL, WEB
from hkviewer.content.markdown.emphasis import unescape
from hkviewer.content.markdown.links import escaped

_STASHED = INLINE_PLACEHOLDER % r"\d+"
# What no address holds: blanks, quotation marks, marks of Markdown and HTML, and those of wide texts.
_NOT_WITHIN = r"\s\x00-\x1b<>\"`|\\^{}“”‘’«»…\u3000-\u303f\uff01-\uff0f\uff1a-\uff20"
_WEB = (
    rf"(?<![A-Za-z0-9_/@.+-])(?P<web>(?:{WEB}|(?i:www\.))(?=[^\W_])"
    rf"(?:[^{_NOT_WITHIN}]|{_STASHED})++)"
)
_LOCAL = rf"[A-Za-z0-9](?:[A-Za-z0-9._+-]|{_STASHED}){{0,63}}"
_MAIL = (
    rf"(?<![\w.+/@:=\x03-])(?P<mail>(?:{MAIL})?{_LOCAL}@(?:[A-Za-z0-9-]{{1,63}}\.){{1,8}}[A-Za-z]{{2,24}})"
    r"(?![\w@/-]|[.:]\w)"
)
_HOST = re.compile(rf"(?:{WEB})?(?:[^\W_](?:[\w-]*[^\W_])?\.)*[^\W_](?:[\w-]*[^\W_])?(?=[:/?#]|$)")
_PART = re.compile(rf"{_STASHED}|.", re.DOTALL)
_ENDS = re.compile(f"[{_NOT_WITHIN}]")
_AT_END = "?!.,:;*_~'"
"""Marks that end a sentence, or emphasis, rather than an address."""
_PAIRS = (("(", ")"), ("[", "]"))


def set_up_bare_addresses(parser: markdown.Markdown) -> None:
    """Let `parser` read these when all else is read: in code, formulas and links they are words."""
    parser.inlinePatterns.register(_Bare(f"{_WEB}|{_MAIL}", parser), "bare-addresses", 75)


class _Bare(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        written = _PART.findall(m[0])
        parts = list(takewhile(_is_within, map(self._read, written)))
        words = "".join(parts)
        end = m.start() + sum(map(len, written[: len(parts)]))
        if m["mail"]:
            address = words if len(parts) == len(written) else ""
            href = MAIL + address.removeprefix(MAIL)
        else:
            goes_on = self._read(written[len(parts)]) if len(parts) < len(written) else data[end : end + 1]
            address = "" if goes_on in _TO_FILL_IN else _without_end(words, data[: m.start()][-2:])
            href = f"http://{address}" if address[:4].lower() == "www." else address
        if not address or (m["web"] and not _HOST.match(address)):
            return None, None, None
        while len(words) > len(address):
            words, end = words[: -len(parts[-1])], end - len(written[len(parts) - 1])
            parts.pop()
        link = ET.Element("a", href=escaped(href))
        link.text = AtomicString(escaped(address))
        return link, m.start(), end

    def _read(self, part: str) -> str:
        """A character, or those that stand for one; of an element its tag between angle brackets."""
        if len(part) == 1:
            return part
        stash = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]
        found = stash.get(part.rpartition(":")[2].removesuffix("\x03"), "")
        return unescape(found) if isinstance(found, str) else f"<{found.tag}>"


_TO_FILL_IN = ("<", "{", "<code>")
"""What stands behind an address that is none yet: `https://example.org/<name>`."""


def _is_within(part: str) -> bool:
    return not _ENDS.search(part)


def _without_end(address: str, before: str) -> str:
    """`address` without the marks of the sentence behind it; brackets that it opens end with it."""
    if before in ("==", "++"):
        address = address.removesuffix(before)
    while True:
        shorter = address.rstrip(_AT_END)
        for opening, closing in _PAIRS:
            if shorter.endswith(closing) and shorter.count(closing) > shorter.count(opening):
                shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter
