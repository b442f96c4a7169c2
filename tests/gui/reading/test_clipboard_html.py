"""What is copied out of the pane looks the same in every theme, and like words on white paper."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from PySide6.QtGui import QTextCursor, QTextDocument

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.gui.reading.clipboard_html import clipboard_html
from hkviewer.gui.reading.pane_html import PaneStyle, pane_html
from hkviewer.theme import DARK, HIGH_CONTRAST, LIGHT, TYPOGRAPHY, Colours

TEXT = """# T

A **b** [l](http://x.example/#f5f6f7) `code` style="color:#1b1b1b"

> quoted

| a | b |
|---|---|
| 1 | 2 |

```
x
```
"""


def copied(colours: Colours, zoom: float = 1.0) -> str:
    document = QTextDocument()
    sheet = parse_sheet(TEXT, name="x", digest="")
    document.setHtml(pane_html(sheet, PaneStyle(colours, TYPOGRAPHY, zoom), dt.date(2026, 1, 1)))
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    return clipboard_html(cursor.selection().toHtml(), colours, zoom)


def test_words_and_grounds_are_the_light_theme_s(qapp):
    assert copied(DARK) == copied(LIGHT)


@pytest.mark.parametrize("colours", [LIGHT, DARK, HIGH_CONTRAST])
def test_only_colours_of_the_light_theme_are_left(qapp, colours):
    looks = re.findall(r'(?:style|bgcolor)="([^"]*)"', copied(colours))
    left = set(re.findall("#[0-9a-f]{6}", " ".join(looks)))
    assert left
    assert left <= set(LIGHT.as_dict().values())
    assert f"color:{LIGHT.text}" in " ".join(looks)


def test_sizes_are_those_of_100_percent(qapp):
    sizes = [set(re.findall("font-size:([0-9.]+)pt", copied(LIGHT, zoom))) for zoom in (1.0, 2.5)]
    assert sizes[0] == sizes[1]


def test_sizes_stay_and_our_fonts_names_go(qapp):
    html = copied(DARK)
    assert "font-size:12pt" in html
    assert not any(name in html for name in (TYPOGRAPHY.text, TYPOGRAPHY.interface, TYPOGRAPHY.fixed))
    assert "font-family:monospace" in html


def test_the_words_themselves_are_left_alone(qapp):
    html = copied(DARK)
    assert "style=&quot;color:#1b1b1b&quot;" in html
    assert "http://x.example/#f5f6f7" in html


def test_no_link_to_a_path_of_this_computer_is_copied(qapp):
    html = '<a href="/etc/passwd">a</a><a href="beside.md">b</a><a href="https://example.org/">c</a>'
    told = clipboard_html(html, LIGHT, 1.0)
    assert told == '<a>a</a><a href="beside.md">b</a><a href="https://example.org/">c</a>'
