"""What DocFX adds to Markdown, as Microsoft's manuals are written: blocks of colons, included files, tabs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import unquote

SIGNS = r":::|\[!(?:div|video|include|code)|<xref:|\]\(#tab/"
"""A pattern of what stands in a line that may be one of these; letters of any case."""

_SIGNS = re.compile(SIGNS, re.IGNORECASE)
_PAIR = r"""[ ]+[\w-]+=(?:"[^"]*"|'[^']*'|[^\s"':]+)"""
_ATTRIBUTE = re.compile(r"""[ ]([\w-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"':]+))""")
_BLOCK = re.compile(
    r"([ >]*):::[ ]*(code|column|form|image|moniker|row|video|zone)"
    rf"(?:-end[ ]*(?::::)?|((?:{_PAIR})*+)[ ]*(?::::+)?)[ ]*",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"[ >]*:::[ ]*column(?![\w-])", re.IGNORECASE)
_INLINE = re.compile(rf":::[ ]*(image|no-loc)((?:{_PAIR})++)[ ]*:::", re.IGNORECASE)
_QUOTED = re.compile(r"([ ]*(?:>[ ]*)+)\[!(?:div(?:[ ][^\]]*)?|video[ ]+([^\s\]]+))\][ ]*", re.IGNORECASE)
_INCLUDE = re.compile(r"\[!(?:include|code(?:-[\w+#-]*)?)[ ]*(\[[^\[\]]*\]\([^()\s]*\))[ ]*\]", re.IGNORECASE)
_NAME_OF_CODE = re.compile(r"<xref:([^\s<>?]+)(?:\?[^\s<>]*)?>")
_TAB = re.compile(r"#{1,6}[ ]+\[([^\[\]]+)\]\(#tab/[^()\s]*\)[ ]*")
_CODE_SPAN = re.compile(r"(`+)[^`]*\1")


def without_docfx(lines: Sequence[str], code: Collection[int]) -> list[str]:
    """`lines` with these as Markdown has them, or left out; as many lines as before.

    Args:
        lines: what follows the front matter.
        code: the numbers of the lines that are code, from 0; they are not touched.
    """
    out = list(lines)
    columns: list[int] = []
    for number, line in enumerate(lines):
        if number in code or not _SIGNS.search(line):
            continue
        if block := _BLOCK.fullmatch(line):
            if _COLUMN.match(line):
                columns.append(number)
            out[number] = _replaced(block)
        else:
            out[number] = _read(line)
    for start in columns:
        _unindent(out, lines, start)
    return out


def _replaced(block: re.Match[str]) -> str:
    """The words of a block's line, with the marks of quotation before it."""
    margin, name, attributes = block[1], block[2].lower(), block[3] or ""
    words = _words(name, attributes)
    if words:
        return f"{margin}{words}"
    return margin.rstrip(" ") if ">" in margin else ""


def _words(name: str, attributes: str) -> str:
    """What a block or an instruction within a line shows itself, in Markdown."""
    stated = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(attributes)}
    if name == "image":
        alternative = re.sub(r"([\\\[\]*_`])", r"\\\1", stated.get("alt-text", ""))
        return f"![{alternative}](<{stated['source']}>)" if stated.get("source") else alternative
    return stated.get("title" if name == "video" else "text", "")


def _read(line: str) -> str:
    """A line in which something else of DocFX may stand."""
    if quoted := _QUOTED.fullmatch(line):
        return quoted[1] + (f"<{quoted[2]}>" if quoted[2] else "")
    if tab := _TAB.fullmatch(line):
        return f"**{tab[1]}**"
    return "".join(part if part.startswith("`") else _in_words(part) for part in _parted(line))


def _parted(line: str) -> Iterator[str]:
    """`line` in parts, each a code span or without any."""
    end = 0
    for span in _CODE_SPAN.finditer(line):
        yield line[end : span.start()]
        yield span[0]
        end = span.end()
    yield line[end:]


def _in_words(text: str) -> str:
    text = _INLINE.sub(lambda match: _words(match[1].lower(), match[2]), text)
    text = _INCLUDE.sub(r"\1", text)
    return _NAME_OF_CODE.sub(lambda match: f"`{unquote(match[1])}`", text)


def _unindent(out: list[str], lines: Sequence[str], start: int) -> None:
    """Move the words of the column that begins on line `start` to the margin, else they would be code."""
    end = next((n for n in range(start + 1, len(lines)) if _BLOCK.match(lines[n])), len(lines))
    within = [line for line in lines[start + 1 : end] if line.strip(" ")]
    indent = min((len(line) - len(line.lstrip(" ")) for line in within), default=0)
    for number in range(start + 1, end):
        out[number] = out[number][indent:] if out[number].strip(" ") else out[number]
