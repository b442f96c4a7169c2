"""What other programs write in lines of their own: read before a file is cut at its headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from hkviewer.content.markdown.block_attributes import SIGN as OF_BLOCK
from hkviewer.content.markdown.block_attributes import with_block_attributes
from hkviewer.content.markdown.bracket_shortcodes import without_bracket_shortcodes
from hkviewer.content.markdown.callouts import NOTICE, quote_callouts
from hkviewer.content.markdown.cdata import SIGN as CDATA
from hkviewer.content.markdown.cdata import with_words_of_cdata
from hkviewer.content.markdown.components import SIGN as COMPONENT
from hkviewer.content.markdown.components import with_divisions
from hkviewer.content.markdown.containers import FENCE_OPENS, find_containers, indent_of, indented_code
from hkviewer.content.markdown.directives import (
    NAMED,
    read_directives,
    without_comments,
    without_fences_of_html,
)
from hkviewer.content.markdown.docfx import SIGNS as DOCFX
from hkviewer.content.markdown.docfx import without_docfx
from hkviewer.content.markdown.drawn_tables import SIGN as DRAWN
from hkviewer.content.markdown.drawn_tables import with_drawn_tables
from hkviewer.content.markdown.field_lists import SIGN as FIELD
from hkviewer.content.markdown.field_lists import with_fields
from hkviewer.content.markdown.formula_lines import formulas_fenced, lines_of_formulas
from hkviewer.content.markdown.jsx import set_back
from hkviewer.content.markdown.lettered_lists import SIGN as LETTERED
from hkviewer.content.markdown.lettered_lists import with_lettered_lists
from hkviewer.content.markdown.marked_code import has_marked_code, marked_code_fenced
from hkviewer.content.markdown.shortcodes import FindFile
from hkviewer.content.markdown.site_lines import LABEL as _LABEL
from hkviewer.content.markdown.site_lines import SIGNS, without_site_lines
from hkviewer.content.markdown.templates import without_instructions
from hkviewer.content.markdown.verse_lines import SIGN as VERSE
from hkviewer.content.markdown.verse_lines import with_kept_ends

_FOREIGN = re.compile(
    r"<%|\{[ ]*[%{#.:<=]|\{-\}|\{[ ]*(?:[\w-]+=|data-)|[`~][ ]*\{[A-Za-z]|%%|\$\$|\\\[|\\begin\{"
    r"|:::|///|!!!|\?\?\?|===[!+]?[ ]+\""
    rf"|{NAMED}|{COMPONENT}|{NOTICE}|^[ >]*{FIELD}"
    r"|\[/[A-Za-z]|^[ ]*\[[A-Za-z][\w-]*[ ]+[\w-]+=[\"']"
)
"""What stands in a line that may be one of these."""
_SIGN = re.compile(
    r"[\n{\[<^\\`~!%$:/?=)\]#+-](?:(?<=[{\[<^\\`~!])|(?<=%)%|(?<=\$)\$|(?<=:)(?::|(?i:end_tab))|(?<=/)//"
    r"|(?<=\?)\?\?|(?<==)==|(?<=\))=|(?<=\])\(|(?<=#)(?:\+|[ ]+\()|(?<=\+)[+=:-][+=:-]|(?<=-)--"
    rf"|(?<=\n)(?:(?i:(?:im|ex)port[^\S\n])|[ >]*+(?:{LETTERED}|{VERSE}|{FIELD})))"
)
"""What each of these, of lines of sites and of DocFX has in it; the search skips to its first characters."""
_DIRECTIVE = re.compile(
    rf"(?:[ >]|(?:[*+-]|\d{{1,9}}[.)])[ ]+)*+(?:(?:`{{3,}}|~{{3,}}|:{{3,}})[ ]*\{{[A-Za-z]|[`~]*{NAMED})"
)
_COMPONENT = re.compile(COMPONENT)
_LETTERED = re.compile(rf"[ >]*{LETTERED}")
_VERSE = re.compile(rf"[ >]*{VERSE}")
_FIELD = re.compile(rf"[ >]*{FIELD}")
_SET_IN = re.compile(r"[ ]*</[A-Z]|[ ]{4,}(?:```|~~~)")
"""A line that there is where something is set in between tags."""
_SITE = re.compile(SIGNS, re.IGNORECASE)
_DOCFX = re.compile(DOCFX, re.IGNORECASE)
_BRACKETS = re.compile(r"\[/[A-Za-z][\w-]*\](?![(:])|^[ ]*\[[A-Za-z][\w-]*[ ]+[\w-]+=[\"']")
_BOX = re.compile(r"[ ]*(?:(?::|[*+-]|\d{1,9}[.)])[ ]+)*(?::::|///|!!!|\?\?\?|===[!+]?[ ]+\")")
_NOTICE = re.compile(NOTICE)

_VALUE = r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s{}"'=<>]+)"""
_NAME = r"""(?:\#{1,2}[^\s{}"'#]+|\.[A-Za-z_-][\w:-]*)"""
_PAIR = rf"(?:[A-Za-z_][\w:.-]*={_VALUE}|data-[\w-]+)"
NAMES = rf"\{{:?[ ]*{_NAME}(?:[ ]*{_NAME}|[ ]+{_PAIR})*+[ ]*\}}"
"""A pattern of an attribute list that begins with a name: `{#id .class key="value"}`."""
_PAIRS = rf"\{{:?[ ]*{_PAIR}(?:[ ]+(?:{_NAME}|{_PAIR}))*+[ ]*\}}"
ATTRIBUTES = rf"(?:{NAMES}|{_PAIRS}|\{{=[a-z]+\}}|\{{:(?![:/])[^{{}}\n]*\}})"
"""A pattern of any attribute list; kramdown takes whatever stands behind its colon for one."""
_ID = re.compile(r"""(?<=[{\s:])\#{1,2}([^\s{}"'#]+)""")
_ALONE = re.compile(rf"[ >]*(?::[ ]+)?(?:(?:{ATTRIBUTES}|\{{:[:/][^{{}}]*\}})[ ]*)++")
# Blanks are counted from the first of them on, else a row of them would be counted from each.
_AFTER_HEADING = re.compile(
    rf"(?:(?<![ ])[ ]+|(?<![\]/\\=$` ]))(?:%{NAMES}%|{ATTRIBUTES}|\{{-\}})(?=[ #]*$)"  # VitePress: %{{#a}}%
)
_AFTER_WORDS = re.compile(rf"(?<![ ])[ ]+(?:{NAMES}|(?=\{{:){_PAIRS})[ ]*$")
# Kramdown's, which puts the contents in the place of the item above.
_CONTENTS = re.compile(r"[ >]*\{:[ ]*toc\b[^{}]*\}")
_ITEM = re.compile(r"[ >]*(?:[*+-]|\d{1,9}[.)])[ ]+")
_OF_ITEM = re.compile(rf"(?=\{{:)(?:{NAMES}|{_PAIRS})[ ]*")
_ATX = re.compile(r"[ ]{0,3}#{1,6}[ ]")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-+)[ ]*")

_RULE = re.compile(r"[ ]*\|?(?:[ ]*:?-+:?[ ]*\|)+[ ]*(?::?-+:?[ ]*)?")
_ITEM_MARK = re.compile(r"[ ]*(?:\d{1,9})?(?=[.)*+-][ ]+[^ ])")
# Of kramdown-rfc; a note's title stands behind its name.
_MIDDLE = re.compile(r"---[ ]+middle[ ]*")
_PART = re.compile(r"---[ ]+(?:note_)?(?:middle|back|(?P<title>\w+))[ ]*")

Anchors = list[tuple[int, str]]
"""Lines with the address that an author gives to what stands there."""


def read_foreign_lines(
    lines: list[str], first_line: int, find_file: FindFile | None = None
) -> tuple[list[str], Anchors]:
    """`lines`, from line `first_line` of the file on, as Markdown has them; and the addresses in them.

    There are as many lines as before, but one may hold several. Callouts are quotations, formulas in lines
    of their own fenced code; directives are what they mean; instructions, comments and attribute lists are
    left out. Code is not touched. `find_file` finds the file in the document's folder that an address means.
    """
    if has_marked_code(lines):
        lines = marked_code_fenced(lines)
    lines = _rows_kept(_parts_headed(lines))
    if any(map(_SET_IN.match, lines)):
        lines = set_back(lines)
    signed = [*_signed(lines)]
    anchors: Anchors = []
    if any(CDATA in line for line in signed):
        lines = with_words_of_cdata(lines)
    if any(_FOREIGN.search(line) or _SITE.search(line) or _DOCFX.search(line) for line in signed):
        lines = _read_signed(lines, anchors, find_file)
    if any(_LETTERED.match(line) or OF_BLOCK.search(line) for line in signed):
        lines = with_lettered_lists(lines)
    if any(map(_VERSE.match, signed)):
        lines = with_kept_ends(lines)
    if any(map(DRAWN.match, signed)):
        lines = with_drawn_tables(lines)
    return lines, [(number + first_line, anchor) for number, anchor in sorted(anchors, key=_line)]


def _read_signed(lines: list[str], anchors: Anchors, find_file: FindFile | None) -> list[str]:
    """`lines`, among which some have such signs, without them; `anchors` gets the addresses in them."""
    if any("{=html" in line for line in lines):
        lines = without_fences_of_html(lines)
    if any(map(_COMPONENT.match, lines)):
        lines = with_divisions(lines)
    if any(map(_DIRECTIVE.match, lines)):
        lines = read_directives(lines, anchors)
    elif lines and any(map(_LABEL.fullmatch, lines)) and any(line.startswith("% ") for line in lines):
        lines = without_comments(lines)
    if any(map(_BRACKETS.search, lines)):
        lines = without_bracket_shortcodes(lines, find_containers(lines)[0])
    fenced, columns = find_containers(lines)
    code = {*fenced, *indented_code(lines, columns)}
    anchors += _anchors_of_fences(lines, fenced)
    if any(map(_SITE.search, lines)):
        lines = without_site_lines(lines, code | lines_of_formulas(lines, code), anchors)
    if any(map(_DOCFX.search, lines)):
        lines = without_docfx(lines, code)
    lines = without_instructions(lines, code, columns, find_file)
    if any(map(OF_BLOCK.search, lines)):
        lines = with_block_attributes(lines, code)
    lines = [*_without_attributes(lines, code, anchors)]
    if any(map(_FIELD.match, lines)):
        lines = with_fields(lines, code)
    lines = formulas_fenced(lines, code, anchors)
    if any(map(_BOX.match, lines)) or any(map(_NOTICE.match, lines)):
        lines = quote_callouts(lines, find_containers(lines)[0])
    return lines


def _signed(lines: Sequence[str]) -> Iterator[str]:
    """Those of `lines` that have a sign of what other programs write; most sheets have few."""
    text = "\n".join(("", *lines, ""))
    position = 0
    while sign := _SIGN.search(text, position):
        # A sign may take the end of its line with it.
        inside = sign.start() + 1
        position = text.index("\n", inside)
        yield text[text.rindex("\n", 0, inside) + 1 : position]


def _parts_headed(lines: list[str]) -> list[str]:
    """`lines` with headings for the lines that begin the parts of a draft of the IETF."""
    if not any(map(_MIDDLE.fullmatch, lines)):
        return lines
    headed: list[str] = []
    for line in lines:
        part = _PART.fullmatch(line) if line.startswith("---") else None
        title = (part["title"] or "").replace("_", " ") if part else ""
        headed.append(f"# {title[:1].upper()}{title[1:]}" if title else "" if part else line)
    return headed


def _rows_kept(lines: list[str]) -> list[str]:
    """`lines` with rows of tables that begin as a list's items do, such as `1. Words | more`, as rows."""
    found: list[int] = []
    bars = margin = 0
    for number, line in enumerate(lines):
        if "|" not in line:
            bars = 0
        elif not bars and number and "|" in lines[number - 1] and _RULE.fullmatch(line):
            bars, margin = line.strip(" |").count("|"), indent_of(line)
            bars = 0 if _ITEM_MARK.match(lines[number - 1]) else bars
        elif 0 < bars <= line.count("|") and indent_of(line) >= margin and _ITEM_MARK.match(line):
            found.append(number)
    if not found:
        return lines
    fenced, columns = find_containers(lines)
    code = {*fenced, *indented_code(lines, columns)}
    kept = list(lines)
    for number in found:
        if number not in code:
            kept[number] = _ITEM_MARK.sub(r"\g<0>\\", lines[number], count=1)
    return kept


def _line(anchor: tuple[int, str]) -> int:
    return anchor[0]


def ids_in(attributes: str) -> list[str]:
    """The ids in an attribute list, without #."""
    return _ID.findall(attributes)


def _without_attributes(lines: Sequence[str], code: Collection[int], anchors: Anchors) -> Iterator[str]:
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if "{" in following and _CONTENTS.match(following) and _ITEM.match(line) and number not in code:
            yield ""
            continue
        if "{" not in line or number in code:
            yield line
            continue
        if _BOX.match(line):  # its attributes are read with it
            anchors.extend((number, id_) for id_ in ids_in(line))
            yield line
            continue
        attributes = _attributes(line, following)
        if not attributes:
            yield line
            continue
        anchors.extend((number, id_) for id_ in ids_in(attributes[0]))
        yield line[: attributes.start()] + line[attributes.end() :]


def _attributes(line: str, following: str) -> re.Match[str] | None:
    """The attribute list of `line`: alone, behind a heading or a block's last words, or first in an item."""
    if alone := _ALONE.fullmatch(line):
        return alone
    item = _ITEM.match(line) if "{:" in line else None
    if item and (first := _OF_ITEM.match(line, item.end())):
        return first
    if _ATX.match(line) or _UNDERLINE.fullmatch(following):
        return _AFTER_HEADING.search(line)
    behind = _AFTER_WORDS.search(line)
    return behind if behind and ("{:" in behind[0] or not following.strip(" >")) else None


def _anchors_of_fences(lines: Sequence[str], fenced: dict[int, str]) -> Iterator[tuple[int, str]]:
    for number, marked in fenced.items():
        if "{" in marked and FENCE_OPENS in marked and "{" in lines[number]:
            yield from ((number, id_) for id_ in ids_in(lines[number]))
