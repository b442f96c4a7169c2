"""Directives and roles of MyST, in which Sphinx and Jupyter Book write: a name in braces.

Fences with words in them become divisions of colons, which `callouts` reads: their words are no code.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from markdown.util import AtomicString

from hkviewer.content.markdown.callouts import KINDS
from hkviewer.content.markdown.containers import FENCE_CLOSES, FENCE_OPENS, find_containers

_DIRECTIVE = re.compile(
    r"(?P<before>[ >]*)(?P<fence>`{3,}|~{3,}|:{3,})\{(?P<name>[\w:-]+)\}[ ]*(?P<words>.*)"
)
_OPTION = re.compile(r"[ >]*:([\w-]+):[ ]*(.*)")
_WORDS = KINDS | frozenset(
    """aside assumption axiom card card-carousel conjecture corollary criterion definition deprecated
    dropdown epigraph exercise glossary grid grid-item grid-item-card lemma margin observation proof property
    proposition pull-quote remark rubric sidebar solution tab-item tab-set theorem topic versionadded
    versionchanged versionremoved""".split()
)
_TABLES = frozenset(["csv-table", "list-table", "table"])
_PICTURES = frozenset(["figure", "image"])
_CODE = frozenset(["code", "code-block", "code-cell", "math", "mermaid", "sourcecode"])
_NOTHING = frozenset(["bibliography", "contents", "include", "index", "tableofcontents", "toctree"])
_DEEPEST = 20
"""Directives in directives; those deeper stay code."""


_ROLES_OF_WORDS = frozenset(
    """abbr any cite citep citet doc download eq footcite guilabel hoverxref menuselection numref ref term
    token""".split()
)
_ROLES_OF_CODE = frozenset(
    """attr class command const data envvar exc file func kbd literal math meth mod obj option program
    samp""".split()
)
_WITH_TARGET = re.compile(r"(.*\S)\s*&lt;[^&]+&gt;", re.DOTALL)


def has_directive(line: str) -> bool:
    """Whether a directive may begin with `line`."""
    return "{" in line and _DIRECTIVE.fullmatch(line) is not None


def without_directives(lines: Sequence[str]) -> list[str]:
    """`lines` with divisions, pictures or plain code for directives; as many lines as before."""
    out = list(lines)
    is_myst = False
    for _ in range(_DEEPEST):
        fenced, _in_items = find_containers(out)
        opened = [n for n, mark in fenced.items() if FENCE_OPENS in mark and has_directive(out[n])]
        changed = [number for number in opened if _rewrite(out, number, _end(fenced, number))]
        if not changed:
            break
        is_myst = True
    for number, line in enumerate(out):
        if number in fenced:
            continue
        if ":::" in line and has_directive(line):
            _without_options(out, number + 1, len(out))
        elif is_myst and line.startswith("% "):  # a comment
            out[number] = ""
    return out


def _end(fenced: dict[int, str], number: int) -> int:
    """The last line of the code that begins on line `number`."""
    while FENCE_CLOSES not in fenced[number] and number + 1 in fenced:
        number += 1
    return number


def _rewrite(lines: list[str], start: int, end: int) -> bool:
    """Write what a directive means in its place; False if it is code as any other."""
    directive = _DIRECTIVE.fullmatch(lines[start])
    name = directive["name"].lower().rpartition(":")[2] if directive else ""
    if directive is None or not name:
        return False
    before, fence, words = directive["before"], directive["fence"], directive["words"]
    if name in _CODE:
        language = words if name != "math" else ""
        options = _without_options(lines, start + 1, end)
        lines[start] = ""
        lines[start + len(options)] = f"{before}{fence}{language}"
        return True
    if name in _NOTHING:
        lines[start : end + 1] = [""] * (end + 1 - start)
        return True
    if name not in _WORDS | _TABLES | _PICTURES:
        return False
    options = _without_options(lines, start + 1, end)
    opens, closes = f":::{{{name}}} {words}", ":::"
    if name in _TABLES:
        opens, closes = words, ""
    elif name in _PICTURES:
        opens, closes = f"![{options.get('alt', '')}](<{words}>)", ""
    lines[start] = before + opens
    lines[end] = before + closes
    return True


def _without_options(lines: list[str], start: int, end: int) -> dict[str, str]:
    """The options under a directive, whose lines become blank."""
    options: dict[str, str] = {}
    for number in range(start, end):
        option = _OPTION.fullmatch(lines[number])
        if not option:
            break
        options[option[1]] = option[2]
        lines[number] = ""
    return options


def read_role(name: str, code: ET.Element) -> bool:
    """Make of `code`, behind the name of a role, what is meant; False if it is no role.

    `{ref}`words <target>`` is words, `{func}`words`` is code.
    """
    kind = name.rpartition(":")[2]
    if kind not in _ROLES_OF_WORDS | _ROLES_OF_CODE:
        return False
    words = code.text or ""
    if target := _WITH_TARGET.fullmatch(words):
        words = target[1]
    if kind in _ROLES_OF_WORDS:
        code.tag, words = "span", html.unescape(words)
    code.text = AtomicString(words)
    return True
