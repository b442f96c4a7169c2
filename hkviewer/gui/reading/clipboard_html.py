"""A selection of the pane as HTML for other programs, which have white paper and fonts of their own."""

from __future__ import annotations

import re
from html import escape, unescape

from hkviewer.content.addresses import address_on_page
from hkviewer.theme import LIGHT, TYPOGRAPHY, Colours

# Qt writes every look as an attribute and escapes quotation marks elsewhere: no word is taken for one.
_LOOKS = re.compile(r'(?:style|bgcolor)="[^"]*"')
_LINK = re.compile(r'<a href="([^"]*)">')
_FAMILY = re.compile(r"[ ]?font-family:([^;]*);")
_COLOUR = re.compile(r'(?P<what>[a-z-]*color)(?P<is>:|=")(?P<colour>#[0-9a-f]{6})')
_SIZE = re.compile(r"font-size:([0-9.]+)pt")
_GROUNDS = ("panel", "page", "match", "current_match", "badge")
_BORDERS = ("border", "line")
_WORDS = ("text", "heading", "link", "quiet", "badge_text")


def clipboard_html(html: str, colours: Colours, zoom: float) -> str:
    """What Qt wrote of words shown in `colours` and at `zoom`: in the light theme's, in the sizes of 100 %.

    Words of a dark theme would be all but white on white where they are pasted. The names of our fonts
    go, as other programs lack them; code stays in a fixed pitch. Links that no page may have go, too: the
    pane has them all, to say where each would lead, but what they are pasted into would follow them.
    """
    light = _Light(colours)

    def plain(look: re.Match[str]) -> str:
        sized = _SIZE.sub(lambda size: f"font-size:{float(size[1]) / zoom:g}pt", look[0])
        return _COLOUR.sub(light, _FAMILY.sub(_family, sized))

    return _LINK.sub(_link, _LOOKS.sub(plain, html))


def _link(match: re.Match[str]) -> str:
    address = address_on_page(unescape(match[1]), on_site=False)
    return f'<a href="{escape(address)}">' if address else "<a>"


def _family(match: re.Match[str]) -> str:
    return " font-family:monospace;" if TYPOGRAPHY.fixed in match[1] else ""


class _Light:
    """Replaces a colour of a theme by the light theme's of the same use."""

    def __init__(self, colours: Colours) -> None:
        self._colours = colours

    def __call__(self, match: re.Match[str]) -> str:
        what = match["what"]
        uses = _BORDERS if "border" in what else _WORDS if what == "color" else _GROUNDS
        same = (use for use in uses if getattr(self._colours, use) == match["colour"])
        use = next(same, "")
        return f"{what}{match['is']}{getattr(LIGHT, use) if use else match['colour']}"
