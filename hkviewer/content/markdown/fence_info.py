"""What stands behind a fence: the language of its code, and the title that other programs show above it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from markdown.util import AtomicString, code_escape

from hkviewer.content.markdown.literal import literal

_NO_WORD = r"(?!(?i:true|false|no|none|null)\b)"
_STATED = re.compile(
    r"(?:^|[\s{,}])(?:title|file(?:name|_?path)?|caption|lst-cap|header|heading)[ ]*=[ ]*"
    r"""(?:"(?P<double>(?:[^"\\]|\\.)+)"|'(?P<single>(?:[^'\\]|\\.)+)'"""
    rf"""|(?P<bare>{_NO_WORD}[^\s"'{{}},=\[\]<>]+))"""
)
# Of VitePress and Slidev; an icon's name may stand behind the words.
_IN_BRACKETS = re.compile(r"(?:^|[\s}])\[(?=[^\[\]]*[^\W\d_])([^\[\]~]+)(?:~[^\[\]]*)?\](?=[\s{]|$)")
_FILE = r"(?=[^\s=]*[A-Za-z])[\w@~.()\[\]+-]*(?:/[\w@~.()\[\]+-]+)*\.[A-Za-z][A-Za-z0-9]{0,9}"
# `js:src/a.js`, `js a.js`, `12:15:src/a.js`.
_NAMED = re.compile(rf"(?:[\w+#-]*:(?:\d+:)?|[\w+#-]+[ ]+)(?P<file>/?{_FILE})(?=[\s{{]|$)")
_IS_FILE = re.compile(r"[^\s*`]*[\w-][./\\][^\s*`]*")
_ESCAPED = re.compile(r"\\([\"'\\])")


def language_of(info: str) -> str:
    """The language in the words behind a fence, their first: `{.python .numberLines}` is "python"."""
    before, brace, attributes = info.partition("{")
    if not brace or before.strip():
        return before.split(maxsplit=1)[0] if before.strip() else ""
    first = re.search(r"(?:^|[\s.])([\w+-]+)(?=[\s,.}]|$)", attributes)
    return first[1] if first else ""


def title_of(info: str) -> str:
    """The title of the code behind a fence, such as its file's name; "" where none is stated."""
    if stated := _STATED.search(info):
        return _ESCAPED.sub(r"\1", stated["double"] or stated["single"] or stated["bare"]).strip()
    words = _IN_BRACKETS.search(info) or _NAMED.match(info)
    return words[1].strip() if words else ""


def add_code(parent: ET.Element, info: str, lines: Iterable[str]) -> None:
    """Add fenced code to `parent`, below its title as a paragraph of its own."""
    if title := title_of(info):
        words = ET.SubElement(parent, "p")
        if _IS_FILE.fullmatch(title):
            words = ET.SubElement(words, "code")
        words.text = AtomicString(code_escape(title)) if words.tag == "code" else literal(title)
    code = ET.SubElement(ET.SubElement(parent, "pre"), "code", language=language_of(info))
    code.text = AtomicString(code_escape("\n".join(lines)))
    ET.SubElement(parent, "div")  # else indented code behind it, such as its output, would be added
