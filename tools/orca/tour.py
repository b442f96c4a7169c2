"""The tour that tools/hear.py makes: what is pressed, and what a screen reader owes the listener then."""

from __future__ import annotations

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


class Tour(NamedTuple):
    """Steps with one program, of which the first opens it.

    Attributes:
        title: its heading in the transcript.
        steps: the steps.
        copy: the ending of the copy that Firefox opens; "" for hkviewer itself.
        file: the file that hkviewer is started with; "" for none.
    """

    title: str
    steps: tuple[Step, ...]
    copy: str = ""
    file: str = ""


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
LAND = b"""\
---
title: Land
id: land
publisher: Office of Facts
edition: %s
---

# Land

## Area

Land has %s sq km.
"""
FILES: dict[str, bytes] = {
    "metals.md": METALS.encode(),
    "broken.md": b"\x00\x01\x02" * 400,
    "lines.md": f"# Long\n\n## Line\n\n{'word ' * 4000}goal {'word ' * 4000}\n\n## Many\n\n".encode()
    + b"matches " * 2000
    + b"\n",
    "large.md": b"# Large\n\n"
    + b"".join(b"## Part %d\n\n%s\n\n" % (n, b"*words* of `it` " * 80) for n in range(3000)),
    "editions/land-2015.md": LAND % (b"2015", b"1,104"),
    "editions/land-2019.md": LAND % (b"2019", b"1,110"),
    "complaint.md": b"---\ntitle: Complaint\n- a\n---\n\n# Complaint\n\nWords.\n",
    "links.md": b"# Links\n\n## Part\n\nTo [no part](#nowhere) and [no file](missing.md).\n",
    "later.md": METALS.replace("| 12 |", "| 15 |").replace("Last words.", "Other words.").encode(),
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
    Step("alt+v"),
    Step("Up"),
    Step("Up", "the same entry", ("Paragraph numbers",)),
    Step("Return", "takes the numbers away", ("Paragraph numbers: off",)),
    Step("F11", "fills the screen", ("Full screen: on",)),
    Step("F11", "leaves it", ("Full screen: off",)),
    Step("alt+e"),
    Step("s", "the switch of “/”", ("“/” goes to the search field: ",)),
    Step("alt+e"),
    Step("o", "the forms of citations", ("Plain",)),
    Step("c", "one of them", ("Citations: Chicago note",)),
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
    Step("alt+e", "opens the menu “Edit”", ("Copy",)),
    Step("e", "copies the section", ("Section copied: ",)),
)


def _opens(name: str, does: str, *owed: str) -> tuple[Step, ...]:
    """The steps that open a file, and what is owed then."""
    return (
        Step("ctrl+o", owed=("Open a document",)),
        Step(f"type:{{sheets}}/{name}"),
        Step("Return", does, owed),
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
CHANGING: tuple[Step, ...] = (
    *_opens("metals.md", "opens a file", "Metals"),
    Step(
        "copy:{sheets}/later.md={sheets}/metals.md",
        "the file is written anew by another program",
        ("“metals.md” has changed since it was opened.",),
    ),
    Step("shift+F6", "to the notice", ("Show the new text",)),
    Step("Tab", "to its second button", ("What changed",)),
    Step("space", "what changed", ("Of 2 sections 2 were changed",)),
    Step(
        "F3",
        "the first change",
        ("1 of 2, Trade. Gold, [deleted: 12] [inserted: 15]. Gold, Value: 12 became",),
    ),
    Step("F3", "the second", ("2 of 2",)),
    Step("shift+F6"),
    Step("shift+F6", "to the list of changes", ("Changes",)),
    Step("Escape", "back to reading", ("Back to reading",)),
    Step("F5", "reads the file again", ("“metals.md” was read again.",)),
    Step("alt+f"),
    Step("w", "compares two texts", ("Older text",)),
    Step("type:{sheets}/metals.md"),
    Step("Return", "one file with itself", ("Error: Both are the same file",)),
    Step("ctrl+a"),
    Step("type:{sheets}/later.md"),
    Step("Return", "two files with one text", ("What changed",)),
    Step("F3", "to a change", ("No changes",)),
    Step("Escape", "back to reading", ("Back to reading",)),
)
RECIPES: tuple[Step, ...] = (
    Step("ctrl+p", "a copy", ("ticked, 1 of 1",)),
    Step("alt+r", "its recipes", ("Save as…",)),
    Step("s", "asks for a name", ("Name of the recipe",)),
    Step("type:Weekly"),
    Step("Return", "saves it", ("Recipe “Weekly” saved.",)),
    Step("alt+r", "the recipes again", ("Save as…",)),
    Step("Down", "the first of them", ("Weekly",)),
    Step("Return", "takes it", ("Recipe “Weekly” taken.",)),
    Step("alt+r"),
    Step("s", "asks for a name", ("Name of the recipe",)),
    Step("type:Weekly"),
    Step("Return", "asks about a name that is taken", ("There is a recipe “Weekly” already. Replace it?",)),
    Step("Escape", "no: back to the name", ("Name of the recipe",)),
    Step("Escape"),
    Step("alt+r"),
    Step("d", "which one is to be deleted", ("Weekly",)),
    Step("Return", "deletes it", ("Recipe “Weekly” deleted.",)),
    Step("Escape"),
)
LIBRARY: tuple[Step, ...] = (
    Step("alt+f", "opens the menu “File”"),
    Step("l", "to the library", ("Add files…",)),
    Step("f", "asks for files", ("Add files to the library", "File name")),
    Step("type:{sheets}/metals.md"),
    Step("Return", "adds one", ("2 sheets", "files are indexed")),
    Step("Down", "to the list", ("Sheets tree", "U.S. Department of State", "1 of 2")),
    Step("Down", "its next row", ("Metals", "2 of 2"), _NOT_IN_TREES),
    Step("ctrl+f", "to the search field", ("Search",)),
    Step("type:gold", "a word in any sheet", ("match",)),
    Step("Return", "goes to a match", ("Gold",)),
    Step("Escape", "ends the search"),
    Step("ctrl+l", "to the library again", ("Filter sheets",)),
    Step("type:met", "leaves some sheets out", ("1 of 2 sheets",)),
    Step("Return", "opens the first", ("Fact sheet",)),
    Step("alt+f"),
    Step("l"),
    Step("o", "asks for a folder", ("Add a folder to the library",)),
    Step("type:{sheets}/editions"),
    Step("Return", "adds its sheets", ("1 of 3 sheets", "files are indexed")),
    Step("ctrl+a"),
    Step("BackSpace", "leaves out none", ("3 sheets",)),
    Step("type:zzz", "leaves out all", ("has “zzz”",)),
    Step("ctrl+a"),
    Step("BackSpace", "leaves out none", ("3 sheets",)),
    Step("Down", "to the list", ("Sheets tree",)),
    Step("Down", "a sheet with two editions", ("Land, Office of Facts, 2019", "1 other edition, 2 of 3")),
    Step("Right", "unfolds its other editions", ("expanded", "1 other edition unfolded")),
    Step("Left", "folds them", ("1 other edition folded",)),
    Step("Right", "unfolds them again", ("1 other edition unfolded",)),
    Step("Down", "the older one", ("2015",)),
    Step("Return", "opens it", ("Land",)),
    Step("Down", "the line under its title", ("2015",)),
    Step("Down", "which newer edition there is", ("Newer", "Link 2019", "changed")),
)
PROGRESS: tuple[Step, ...] = (
    Step("ctrl+o", owed=("Open a document",)),
    Step("type:{sheets}/large.md"),
    Step(
        "Return then heard:Opening “large.md”… then shift+F6",
        "a large file is opened; meanwhile one asks how far that is",
        ("Opening “large.md”…", " %", "Large"),
    ),
    *_opens("metals.md", "a small one", "Metals"),
    Step("ctrl+o", owed=("Open a document",)),
    Step("type:{sheets}/large.md"),
    Step(
        "Return then heard:Opening “large.md”… then shift+F6 then Escape",
        "the large one again, which is stopped",
        ("Opening “large.md”…", "“large.md” was not opened."),
    ),
)
READER: tuple[Step, ...] = (
    Step("reader:stop", "the screen reader ends", ("Screen reader off",)),
    Step("ctrl+plus", "zooms in meanwhile"),
    Step(
        "reader:start",
        "it starts while the window is open: what has the focus",
        ("Screen reader on", "Fact sheet"),
        ("tree", "not selected"),
    ),
    Step("ctrl+0", "the usual size", ("100 %",)),
    Step("F6", "to the search field", ("Search text",)),
    Step("reader:stop"),
    Step("reader:start", "it starts while the field has the focus", ("Search text",), ("tree", "Fact sheet")),
)
ERRING: tuple[Step, ...] = (
    *_opens(
        "complaint.md",
        "a file whose front matter is not understood",
        "Complaint",
        "the front matter cannot be read",
    ),
    *_opens("links.md", "a file whose links lead nowhere", "Links"),
    Step("Tab", "to the first link", ("no part",)),
    Step("Return", "follows it: there is no such place", ("nowhere",)),
    Step("space", "closes the notice", ("Fact sheet",)),
    Step("Tab", "to the next link", ("no file",)),
    Step("Return", "follows it: there is no such file", ("missing.md",)),
    Step("space"),
    Step(
        "copy:{sheets}/broken.md={sheets}/links.md",
        "the file is broken by another program",
        ("“links.md” has changed since it was opened.",),
    ),
    Step("F5", "reads the file again", ("links.md” is not a text but a binary file",)),
    Step("space"),
    Step("alt+f"),
    Step("w", "compares two texts", ("What changed", "Older text")),
    Step("type:{sheets}/none.md"),
    Step("Tab"),
    Step("Tab", "to the second text", ("Newer text",)),
    Step("Return", "one cannot be compared", ("Error: ", "none.md")),
    Step("Escape"),
)
SAVING: tuple[Step, ...] = (
    *_opens("large.md", "a large file", "“large.md” is open."),
    Step("ctrl+a"),
    Step("ctrl+c", "copies all of it", ("Copied as plain text: all of the document",)),
    Step("alt+f"),
    Step("w", "compares two texts", ("Older text",)),
    Step("type:{sheets}/editions/land-2015.md"),
    Step("Tab"),
    Step("Tab", "to the second text", ("Newer text",)),
    Step("type:{sheets}/editions/land-2019.md"),
    Step("Return", "what changed", ("Of 1 section 1 was changed",)),
    Step("shift+F6", "to the list of changes", ("Changes",)),
    Step("Tab", "to the button below it", ("Save the redline…",)),
    Step("space", "asks for a file", ("File name",)),
    Step("ctrl+a"),
    Step("type:{sheets}/redline.html"),
    Step("Return", "saves it", ("The redline was saved as “redline.html”.",)),
)
NOTHING: tuple[Step, ...] = (
    Step("", "the program opens a file that is not there", ("nowhere.md",)),
    Step("ctrl+f", "to the search field", ("Search text",)),
    Step("type:trade", "there is nothing to search in", ("No document is open to search in.",)),
)
CITING: tuple[Step, ...] = (
    Step("alt+e"),
    Step("d", "the document’s citations", ("Cite this document",)),
    Step("Tab", "", ("Save RIS…",)),
    Step("space", "asks for a file", ("Save the RIS record", "File name")),
    Step("ctrl+a"),
    Step("type:{sheets}/sheet.ris"),
    Step("Return", "saves it", ("Saved: …/sheet.ris",)),
    Step("Escape"),
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
    Step("ctrl+p", "a copy", ("ticked, 1 of 1",)),
    Step("space", "no section", ("not ticked",)),
    Step("Down", "the first section", ("U.S.-Hong Kong Relations, not ticked, 1 of 5",), _NOT_IN_TREES),
    Step("space", "ticks it", ("ticked",)),
    Step("Down"),
    Step("Down", "the third section", ("Economic Relations, not ticked, 3 of 5",), _NOT_IN_TREES),
    Step("space", "ticks it", ("ticked",)),
    *(Step("Tab") for _ in range(7)),
    Step("Tab", "the marking", ("Marking", "combo box")),
    Step("Down", "chooses one", ("UNCLASSIFIED",)),
    Step("alt+e", "exports", ("Export the copy", "File name")),
    Step("type:{sheets}/copy.md"),
    Step("Return", "saves", ("Saved as “…/copy.md”",)),
    Step("Escape"),
    *_opens("copy.md", "opens it again", "U.S. Relations With Hong Kong"),
    Step("Down", "reads it"),
    Step("ctrl+2", "its second section", ("heading level",)),
)
_COPY_OPENED = Step("", "the copy opens", ("Metals", "4 headings, 1 table"))
_BROWSE = Step("Insert+a", "to Orca's browse mode: Firefox begins a PDF in the other", ("Browse mode",))
_COPY: tuple[Step, ...] = (
    Step("h", "the next heading", ("Metals heading", "1")),
    Step("h", "the next heading", ("Trade heading", "2")),
    Step("k", "the next link", ("link",)),
    Step("l", "the next list", ("2 items",)),
    Step("t", "the next table", ("3 rows 2 columns",)),
    Step("h", "the next heading", ("Pictures heading", "3")),
)

TOURS: tuple[Tour, ...] = (
    Tour("Reading", (_OPENED, *READING)),
    Tour("Searching and copying", (_OPENED, *SEARCHING, *COPYING)),
    Tour("A whole task without sight of the screen", (_OPENED, *TASK)),
    Tour("Recipes of copies", (_OPENED, *RECIPES)),
    Tour("Opening and erring", (_OPENED, *OPENING)),
    Tour("Notices and errors", (_OPENED, *ERRING)),
    Tour("No document", NOTHING, file="nowhere.md"),
    Tour("Citations", (_OPENED, *CITING)),
    Tour("Copying and saving more", (_OPENED, *SAVING)),
    Tour("What changed", (_OPENED, *CHANGING)),
    Tour("The library", (_OPENED, *LIBRARY)),
    Tour("What takes long", (_OPENED, *PROGRESS)),
    Tour("A screen reader that ends and starts", (_OPENED, *READER)),
    Tour("A copy as a web page, in Firefox", (_COPY_OPENED, *_COPY), "html"),
    Tour("A copy as a PDF, in Firefox", (_COPY_OPENED, _BROWSE, *_COPY), "pdf"),
)
COPIED = "metals.md"
"""The file that the copies are of."""
BROWSER = {
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "termsofuse.bypassNotification": True,
}
"""Firefox's preferences: nothing is asked before the copy is shown."""
