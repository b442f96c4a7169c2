"""Words of XML between `<![CDATA[` and `]]>`, as Confluence stores code and the words of links."""

from __future__ import annotations

import re

from hkviewer.content.markdown.containers import find_containers
from hkviewer.system.characters import SEPARATOR

SIGN = "<![CDATA["
_SECTION = re.compile(rf"(?<![`\\{SEPARATOR}])<!\[CDATA\[((?:(?!\]\]>|<!\[CDATA\[)[\s\S])*+)\]\]>")
_MARK = re.compile(r"[!-/:-@[-`{-~]")


def with_words_of_cdata(lines: list[str]) -> list[str]:
    """`lines`, as many, with these words such that nothing in them is a mark; several lines of them as code.

    Fenced code is not touched.
    """
    fenced, _ = find_containers(lines)
    apart = f"{SEPARATOR}{SIGN}"
    text = "\n".join(
        line.replace(SIGN, apart) if number in fenced else line for number, line in enumerate(lines)
    )
    return _SECTION.sub(_words, text).replace(apart, SIGN).split("\n")


def _words(section: re.Match[str]) -> str:
    words = section[1]
    escaped = _MARK.sub(lambda mark: f"&#{ord(mark[0])};", words)
    return f"<pre>{escaped}</pre>" if "\n" in words else escaped
