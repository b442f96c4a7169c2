"""Marks within words that other programs read: CriticMarkup, names of icons, entries of an index."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import markdown
from markdown.inlinepatterns import InlineProcessor

_SIDE = r"(?:(?!\{(?:\+\+|--|~~|==|>>)|%s)[\s\S])*?"
_QUOTED = r"""(?:"[^"\n]*"|'[^'\n]*')"""
_MARKS = "|".join(
    (
        rf"\{{\+\+(?P<ins>{_SIDE % '[+][+]}'})\+\+\}}",
        rf"\{{--(?P<del>{_SIDE % '--}'})--\}}",
        rf"\{{~~(?P<old>{_SIDE % '~~}|~>'})~>(?P<new>{_SIDE % '~~}'})~~\}}",
        rf"\{{==(?P<mark>{_SIDE % '==}'})==\}}",
        rf"(?P<left>\{{>>{_SIDE % '<<}'}<<\}}",
        r"(?<!\\)\\(?P<tex>(?:Bib|La|Lua|Xe|pdf)*TeX|ConTeXt)(?:\{\}|(?![A-Za-z]))",
        r"(?<!\\)\\(?:index[a-z]*|label)\{(?:[^{}]|\{[^{}]*\})*+\}",
        r"\{::(?:nomarkdown|comment|options)[^{}]*\}|\{:/[a-z]*\}",
        r"\{/\*(?:(?!\*/)[\s\S])*+\*/\}",
        r"\{\s*(?P<quote>[\"'])\s*(?P=quote)\s*\})",
        # Of LDoc: `@{a.module|words}`.
        r"(?<![\w@])@\{[\w.:]+\|(?P<described>[\w.: ]+)\}",
        # Components of MDC: `:badge[words]{color="a"}`, `:button{label="words"}`.
        r"(?<![\w:/.`]):[a-z][\w-]*(?=\[[^\[\]\n]*\]\{[^{}\n]*\})",
        rf"(?<![\w:/.`]):[a-z][\w-]*\{{(?=[^{{}}\n]*=)(?P<options>(?:[ ]*[:\w.#-]+(?:={_QUOTED})?)++)[ ]*\}}",
        r"(?<![\w:]):(?P<icon>(?:material|fontawesome|octicons|simple)-[a-z0-9-]+):(?:\{[^{}\n]*\})?",
    )
)
# What LaTeX sets words in, and what leads to a label.
_TEX = (
    r"(?<!\\)\\(?:(?P<style>emph|text(?:bf|it|normal|rm|sc|sf|sl|tt|up)|underline)|(?:[Ccv]|auto|eq|page|name)?ref"
    r"|(?:[Cc]ite|footcite)[a-z]*\*?|url)(?:\[[^\[\]\n]*\])*\{(?P<words>(?:[^{}]|\{[^{}]*\})++)\}"
)
_TEX_STYLES = {
    "emph": "em",
    "textbf": "strong",
    "textit": "em",
    "textsl": "em",
    "texttt": "tt",
    "underline": "u",
}
_WORDS = re.compile(r"""(?:^|\s)(?:label|text|title)=(?:"([^"]*)"|'([^']*)')""")
_YES = re.compile(r"(?!.*-brands).*-check(?:-bold|-all|-circle|-circle-outline)?(?:-16|-24)?")
_NO = re.compile(r"(?!.*-brands).*-(?:x|xmark|close(?:-thick|-circle|-circle-outline)?)(?:-16|-24)?")


def set_up_foreign_marks(parser: markdown.Markdown) -> None:
    """Let `parser` read these marks, behind code and before escapes are read."""
    parser.inlinePatterns.register(_Marks(_MARKS, parser), "foreign-marks", 188.5)
    parser.inlinePatterns.register(_TexWords(_TEX, parser), "tex-words", 187.5)  # behind formulas


class _Marks(InlineProcessor):
    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | str, int, int]:
        element: ET.Element | str = ""
        if m["icon"]:
            element = "✓" if _YES.fullmatch(m["icon"]) else "✗" if _NO.fullmatch(m["icon"]) else ""
        elif m["tex"]:
            element = m["tex"]
        elif m["described"]:
            element = m["described"]
        elif m["options"]:
            words = _WORDS.search(m["options"])
            element = words[1] or words[2] or "" if words else ""
        elif m["old"] is not None:
            element = ET.Element("span")
            for name in ("old", "new"):
                ET.SubElement(element, "del" if name == "old" else "ins").text = m[name]
        else:
            for name in ("ins", "del", "mark"):
                if m[name] is not None:
                    element = ET.Element(name)
                    element.text = m[name]
        return element, m.start(), m.end()


class _TexWords(InlineProcessor):
    # The published types know the older form of this method only.
    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        element = ET.Element(_TEX_STYLES.get(m["style"], "span"))
        element.text = m["words"]
        return element, m.start(), m.end()
