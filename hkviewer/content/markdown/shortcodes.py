"""The words in instructions to other programs: a figure's caption, a tab's name, a box's title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

FindFile = Callable[[str], str]

_BEGINS = re.compile(r"(?:\{(?:%-?|\{[<%])|<%=)\s*([\w./-]+)(?:\s+[\"']?([\w./-]+))?")
# A quotation mark behind an equals sign begins a value within the value: `content="a{:class="b"} c"`.
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])([\w-]+)\s*[=:]\s*(?:"((?:\\.|[^"\\]|(?<==)"[^"]*")*+)"|'([^']*)'|([^\s"'{}%<>]+))"""
)
_QUOTED = re.compile(r"""(?<![=:\s])\s+(?:"([^"]+)"|'([^']+)')""")
# What Ruby calls with words, not with a name or an address: `<%= warning_text('Do not do so') %>`.
_ARGUMENT = re.compile(r"""(?:[(,]|\w\s)\s*(?:"([^"]+ [^"]+)"|'([^']+ [^']+)')""")
_ALL = re.compile(r"[\s\S]+")
_STATEMENTS = frozenset(
    """assign block capture case cycle elif else elsif extends filter for from if ifversion import load macro
    page set switch unless url when with""".split()
)
"""What tells the program what to do, and states no words."""
_INCLUDES = frozenset(("include", "include_cached", "include_relative", "partial", "render"))
_PICTURE = re.compile(
    r".*(?:figure|fig|image|img|picture|photo|screenshot|lightbox|thumbnail).*", re.IGNORECASE
)
_TAB = re.compile(r"(?:code-?)?tab(?:-?item)?", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:code-?)?tab(?:-?item)?|accordion|collapse|details|expand|notice|spoiler", re.IGNORECASE
)
"""What a name in quotation marks may stand behind."""
# Of Hexo: `{% note info A title %}`.
_BOX = re.compile(
    r"\{%-?\s*(?:note|tip|hint|info|warning|alert|callout|admonition|notice)\s+"
    r"(?:default|primary|secondary|success|note|tip|info|important|warn|warning|danger|caution|error)"
    r"(?:\s+no-icon\b)?+\s+([^\W_][^={}%]*?)\s*-?%\}"
)
_HEADS = ("title", "heading", "header", "label", "summary")
_WORDS = ("quote", "caption", "description", "attribution", "text", "content", "message", "body")
_SOURCES = ("src", "url", "image", "file", "path", "img")


def is_statement(name: str) -> bool:
    """Whether an instruction of that name tells the program what to do, such as `if`."""
    return name.lower() in _STATEMENTS


def words_of(instructions: str, pattern: re.Pattern[str], find_file: FindFile | None) -> Iterator[str]:
    """The paragraphs, in Markdown, that the instructions in a text give.

    Args:
        instructions: the text, which holds nothing else.
        pattern: of one instruction.
        find_file: what finds the file in the document's folder that an address means.
    """
    for instruction in pattern.findall(instructions):
        begins = _BEGINS.match(instruction)
        if not begins or begins[1].lower() in _STATEMENTS:
            continue
        name = begins[2] or "" if begins[1] in _INCLUDES else begins[1]
        found = [m for m in _ATTRIBUTE.finditer(instruction) if not m[4] or instruction.startswith("{{")]
        stated = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in found}
        stated = {
            key: " ".join(value.replace('\\"', '"').split())
            for key, value in stated.items()
            if "{{" not in value
        }
        quoted = [double or single for double, single in _QUOTED.findall(instruction)]
        if quoted and _NAMED.fullmatch(name):
            stated.setdefault("title", quoted[0])
        if len(quoted) > 1 and _PICTURE.fullmatch(name):
            stated = {"src": quoted[0], "alt": quoted[-1], **stated}
        if box := _BOX.fullmatch(instruction.replace('"', "")):
            stated.setdefault("title", box[1])
        if _TAB.fullmatch(name) and "name" in stated:
            stated.setdefault("title", stated["name"])
        if instruction.startswith("<%"):
            arguments = [double or single for double, single in _ARGUMENT.findall(instruction)]
            stated["text"] = stated.get("text") or " ".join(arguments)
        yield from dict.fromkeys(_paragraphs(name, stated, find_file))


def words_within(instruction: str, text: str, find_file: FindFile | None) -> str:
    """What an instruction shows within the `text` of a line, in Markdown: a picture, or its words; else "".

    Other words than a picture's are shown only where nothing stands beside it, as in an item or a cell.
    """
    begins = _BEGINS.match(instruction)
    is_picture = begins is not None and any(_PICTURE.fullmatch(name or "") for name in begins.groups())
    if not is_picture and text.strip(" *_") != instruction:
        return ""
    return " ".join(words_of(instruction, _ALL, find_file))


def _paragraphs(name: str, stated: dict[str, str], find_file: FindFile | None) -> Iterator[str]:
    if _PICTURE.fullmatch(name):
        source = next((stated[key] for key in _SOURCES if stated.get(key)), "")
        file = find_file(source) if source and find_file else ""
        alternative = stated.get("alt", "")
        words = [stated[key] for key in ("title", *_WORDS) if stated.get(key)]
        if file:  # what a picture shows stands under it
            alternative = alternative or stated.get("caption", "")
            yield f"![{alternative}](<{source}>)"
        elif alternative:
            yield alternative
        yield from (each for each in words if each != alternative)
        return
    yield from (f"**{stated[key]}**" for key in _HEADS if stated.get(key))
    yield from (stated[key] for key in _WORDS if stated.get(key))
