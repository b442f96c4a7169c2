"""The tour that tools/hear.py makes: what is pressed, and what a screen reader owes the listener then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Step(NamedTuple):
    """One step.

    Attributes:
        press: as `rig.hear` takes it; {sheets} stands for the folder of FILES.
        does: what it does, in words; "" for a step on the way, of which nothing is owed.
        owed: what must be said, each once.
        unsaid: what must not.
    """

    press: str
    does: str = ""
    owed: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()


METALS = """\
---
title: Metals
---

# Metals

## Trade

Plain words with a [page](https://example.org/a) in them.

- one
- two

> Quoted words.

| Metal | Value |
| --- | --- |
| Gold | 12 |
| Silver | 7 |

### Pictures

![A red square](red.png)

Last words.
"""
FILES: dict[str, bytes] = {
    "metals.md": METALS.encode(),
    "broken.md": b"\x00\x01\x02" * 400,
    "lines.md": f"# Long\n\n## Line\n\n{'word ' * 4000}goal {'word ' * 4000}\n\n## Many\n\n".encode()
    + b"matches " * 2000
    + b"\n",
}

_OPENED = Step("", "the program opens", ("U.S. Relations With Hong Kong.",), ("layered pane",))
_NOT_IN_TREES = ("expanded", "not selected")
_LEVEL = "heading level 2"
_MEMBERSHIP = "Hong Kong’s Membership in International Organizations"
READING: tuple[Step, ...] = (
    Step("F6", "to the search field, the first time", ("Search text",)),
    Step("F6", "to the sections", ("Sections tree", "U.S.-Hong Kong Relations, 1 of 5"), _NOT_IN_TREES),
    Step("Down", "the next section", ("U.S. Assistance to Hong Kong, 2 of 5",), _NOT_IN_TREES),
    Step("Down", "the next section", ("Economic Relations, 3 of 5",), _NOT_IN_TREES),
    Step("Return", "goes there", ("Economic Relations.", _LEVEL)),
    Step("Down", "reads on", ("The United States has",)),
    Step("ctrl+Next", "the next section", (_MEMBERSHIP, _LEVEL)),
    Step("ctrl+Prior", "the section before", ("Economic Relations", _LEVEL)),
    Step("ctrl+2", "the second section", ("U.S. Assistance to Hong Kong", _LEVEL)),
    Step("alt+Left", "Back", ("Back, Economic Relations",)),
    Step("alt+Right", "Forward", ("Forward, U.S. Assistance to Hong Kong",)),
    Step("ctrl+plus", "zooms in", ("110 %",)),
    Step("ctrl+0", "the usual size", ("100 %",)),
    Step("ctrl+shift+t", "the next theme", ("Light",)),
    Step("F9", "hides the sidebar", ("Sidebar: hidden",)),
    Step("F9", "shows it again", ("Sidebar: shown",)),
    Step("alt+v", "opens the menu “View”", ("Sidebar",)),
    Step("Up"),
    Step("Up", "goes up in it", ("Paragraph numbers",)),
    Step("Return", "numbers the paragraphs", ("Paragraph numbers: on",)),
)
SEARCHING: tuple[Step, ...] = (
    Step("ctrl+f", "to the search field", ("Search text",)),
    Step("type:trade", "types a word and rests", ("9 matches in 3 sections",)),
    Step("Return", "goes to a match", ("1 of 9, Economic Relations. The U.S. trade surplus",)),
    Step("F3", "the next match", ("2 of 9, Economic Relations. ", "trade")),
    Step("shift+F3", "the match before", ("1 of 9, Economic Relations. ", "trade")),
    Step("Down", "to the results", ("Results", ", 2 of 9"), ("not selected", "trad |")),
    Step(
        "Home",
        "their beginning: a section, its count, its first snippet",
        ("Economic Relations, 4 matches: …", ", 1 of 9"),
    ),
    Step("Down", "the next row", (", 2 of 9",)),
    Step("Return", "goes to its match", ("1 of 9, Economic Relations",)),
    Step("ctrl+f"),
    Step("Escape", "ends the search", ("Search ended",)),
    Step("ctrl+f"),
    Step("type:zzyzx", "what is nowhere", ("No section contains “zzyzx”",)),
    Step("Escape"),
    Step("ctrl+f"),
    Step("type:trad surpluss", "what has near sections", ("Nearest: Economic Relations",)),
    Step("Return", "goes to the nearest", ("Nearest: Economic Relations",)),
    Step("ctrl+a"),
    Step(
        "quickly:hong kong trade relations",
        "types faster than it is said: the last alone",
        ("28 matches in",),
    ),
    Step("Escape", "ends the search", ("Search ended",)),
)
COPYING: tuple[Step, ...] = (
    Step("ctrl+c", "copies nothing", ("Nothing is selected",)),
    Step("shift+Down", "selects", ("selected",)),
    Step("ctrl+c", "copies", ("Copied",)),
    Step("ctrl+shift+c", "copies with citation", ("Copied with citation",)),
)


def _opens(name: str, does: str, *owed: str) -> tuple[Step, ...]:
    """The steps that open a file, and what is owed then."""
    return (
        Step("ctrl+o then wait:1.5"),
        Step(f"type:{{sheets}}/{name}"),
        Step("Return then wait:1", does, owed),
    )


OPENING: tuple[Step, ...] = (
    *_opens("metals.md", "opens a file", "Metals"),
    Step("Down"),
    Step("Down", "a heading", ("Heading level 2", "Trade")),
    Step("Down", "a line with a link", ("Plain words with a page in them", "Link page")),
    Step("Down", "a list", ("List with 2 items", "one")),
    Step("Down", "its next item", ("two",), ("List",)),
    Step("Down", "a quotation", ("List end. Quotation", "Quoted words")),
    Step("Down", "a table", ("Quotation end. Table with 3 rows and 2 columns", "Metal", "Value")),
    Step("Down", "a row", ("Gold", "Value 12")),
    Step("Down", "a row", ("Silver", "Value 7")),
    Step("End"),
    Step("Right", "the next cell", ("Value 7",)),
    Step("Down", "out of the table", ("Table end",)),
    Step("Down", "a heading", ("Heading level 3", "Pictures")),
    Step("Down", "a picture", ("Picture: A red square",)),
    Step("ctrl+Home"),
    Step("Tab", "to the link", ("page", "Link")),
    Step("Return", "asks about it, with its address", ("https://example.org/a",)),
    Step("Escape"),
    *_opens("broken.md", "a file that cannot be shown", "broken.md” is not a text but a binary file"),
    Step("space"),
    *_opens("lines.md", "a file with a very long line", "Long"),
    Step("ctrl+f"),
    Step("type:goal", "a word in it", ("1 match in 1 section",)),
    Step("Return", "goes there", ("1 of 1, Line", "goal")),
    Step("ctrl+a"),
    Step("type:matches", "2,000 matches: a number", ("2,000 matches in 1 section",)),
    Step("F3", "one of them", ("1 of 2,000, Many",)),
    Step("Escape"),
)
READER: tuple[Step, ...] = (
    Step("reader:stop", "the screen reader ends", ("Screen reader off",)),
    Step("ctrl+plus", "zooms in meanwhile"),
    Step("reader:start", "it starts while the window is open", ("Screen reader on",)),
    Step("ctrl+0", "the usual size", ("100 %",)),
)
TASK: tuple[Step, ...] = (
    Step("ctrl+f", "the whole task by keys alone begins", ("Search text",)),
    Step("type:trade surplus", "searches for the trade surplus", ("matches in",)),
    Step("Return", "goes there", ("Economic Relations. The U.S. trade surplus", "$31 billion")),
    Step("F6"),
    Step("F6"),
    Step("F6", "to the text, at the match", ("Fact sheet", "trade surplus")),
    Step("shift+Down"),
    Step("ctrl+shift+c", "copies it with its citation", ("Copied with citation",)),
    Step("ctrl+p", "a copy", ("Parts of the copy tree", "ticked, 1 of 1")),
    Step("space", "no section", ("not ticked",)),
    Step("Down", "the first section", ("U.S.-Hong Kong Relations, not ticked, 1 of 5",), _NOT_IN_TREES),
    Step("space", "ticks it", ("ticked",)),
    Step("Down"),
    Step("Down", "the third section", ("Economic Relations, not ticked, 3 of 5",), _NOT_IN_TREES),
    Step("space", "ticks it", ("ticked",)),
    *(Step("Tab") for _ in range(7)),
    Step("Tab", "the marking", ("Marking combo box",)),
    Step("Down", "chooses one", ("UNCLASSIFIED",)),
    Step("alt+e then wait:1", "exports", ("Export the copy",)),
    Step("type:{sheets}/copy.md"),
    Step("Return then wait:1", "saves", ("Saved as “…/copy.md”",)),
    Step("Escape"),
    *_opens("copy.md", "opens it again", "U.S. Relations With Hong Kong"),
    Step("Down", "reads it"),
    Step("ctrl+2", "its second section", ("heading level",)),
)
TOUR: Sequence[Step] = (_OPENED, *READING, *SEARCHING, *COPYING, *TASK, *OPENING, *READER)
