"""The one table of what can be chosen: a reader's settings, a copy's choices, an organisation's switches.

The settings file, the policy, the options of `hkviewer export`, recipes and the copy dialog read their names,
values and words here. A new choice is a row, a field in the class that the row's list is about (and one in
`Settings` where it is remembered), and the place where it takes effect. Rules between rows are functions
elsewhere: `Policy.allowed_marking`, `export.remembered`. The start reads this module, so the words are plain
strings and nothing is imported for them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, Literal, get_args

from hkviewer.system.values import Value
from hkviewer.theme import ThemeName

Paper = Literal["letter", "a4"]
Layout = Literal["standard", "compact", "large"]
Contents = Literal["auto", "yes", "no"]
Profile = Literal["standard", "times-14"]
ResultOrder = Literal["best", "reading"]

ZOOM_STEPS = (50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
"""Per cent."""
RECENT_MAXIMUM = 10
CITATION_FORMS = ("plain", "chicago", "apa")
SIDEBAR_WIDTHS = (220, 460)
MOST_SHARE = 950
"""Thousandths of the sidebar's room that the section tree may have beside results."""
LONGEST_NAME = 200
"""Characters of a title, a name, a remembered line of text."""
LONGEST_MARKING = 100
MOST_MARKINGS = 40
MOST_FOLDERS = 40
NO_COPIES = "no copies"
"""As `when_unreadable`: what must be on a copy is not known, so none is made."""

Reader = Callable[[Any], Any]
"""Gives the value that JSON's one stands for, or None where it makes no sense."""


def _nothing(_value: Any) -> None:
    """The reader of what does not stand in that file."""


class Row(Value):
    """What can be chosen, in one line.

    Attributes:
        name: of the field, in `Settings`, `export.briefing.Choices` or `Policy`.
        type: of the value.
        default: what holds where nothing was chosen.
        read_stored: reads it from the settings file, where the range is wide: files outlive programs.
        remembered: the setting that keeps it; "" where none does.
        allowed: all values that it may have; empty where they cannot be listed.
        shown: for each allowed value the words of the dialog.
        longest: characters that a text may have; 0 for what is no text.
        policy_key: its name in the policy file; "" where an organisation has no say.
        read_policy: reads it from the policy file, where nothing but a right value is taken.
        may_default: whether it may stand under the policy's "defaults".
        may_lock: whether it may stand under the policy's "locks".
        when_unreadable: what a lock that cannot be read is taken for; None where it is left out.
        option: of `hkviewer export`; "" for none.
        help: what `--help` says about the option.
        label: what the dialog calls it.
        noun: what a message calls it.
    """

    name: str
    type: type
    default: Any
    read_stored: Reader = _nothing
    remembered: str = ""
    allowed: tuple[Any, ...] = ()
    shown: tuple[str, ...] = ()
    longest: int = 0
    policy_key: str = ""
    read_policy: Reader = _nothing
    may_default: bool = True
    may_lock: bool = True
    when_unreadable: Any = None
    option: str = ""
    help: str = ""
    label: str = ""
    noun: str = ""


# Readers


def _boolean(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _theme(value: Any) -> ThemeName | None:
    return ThemeName(value) if isinstance(value, str) and value in set(ThemeName) else None


def _between(lowest: int, highest: int) -> Reader:
    def read(value: Any) -> int | None:
        fits = isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest
        return value if fits else None

    return read


def _hexadecimal(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    try:
        bytes.fromhex(value)
    except ValueError:
        return None
    return value


def _one_of(allowed: tuple[Any, ...]) -> Reader:
    return lambda value: value if isinstance(value, (str, int)) and value in allowed else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and len(value) <= LONGEST_NAME else None


def _line(longest: int) -> Reader:
    """A reader of one line of text that can be printed, without blanks at its ends."""

    def read(value: Any) -> str | None:
        fits = isinstance(value, str) and len(value) <= longest
        return value if fits and value.isprintable() and value == value.strip() else None

    return read


def _strings(value: Any) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    return tuple(item for item in value if isinstance(item, str))[:RECENT_MAXIMUM]


def _markings(value: Any) -> tuple[str, ...] | None:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_MARKINGS:
        return None
    read = [_line(LONGEST_MARKING)(item) for item in value]
    lines = tuple(dict.fromkeys(item for item in read if item is not None))
    return lines if len(lines) == len(value) else None


def _folders(value: Any) -> tuple[str, ...] | None:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_FOLDERS:
        return None
    paths = [item for item in value if isinstance(item, str) and "\0" not in item]
    whole = [path for path in paths if os.path.isabs(path)]  # noqa: PTH117  Path brings nothing here
    return tuple(dict.fromkeys(map(os.path.normpath, whole))) if len(whole) == len(value) else None


# Rows


def _setting(name: str, default: Any, read_stored: Reader, **columns: Any) -> Row:
    return Row(name, type(default), default, read_stored, remembered=name, **columns)


def _choice(name: str, default: Any, read_stored: Reader, label: str, help_: str, **columns: Any) -> Row:
    columns = {"remembered": f"copy_{name}", "noun": name, **columns}
    option = f"--{name.replace('_', '-')}"
    return Row(name, type(default), default, read_stored, option=option, help=help_, label=label, **columns)


def _choice_of(
    name: str, allowed: tuple[str, ...], shown: tuple[str, ...], label: str, help_: str, **columns: Any
) -> Row:
    return _choice(name, allowed[0], _one_of(allowed), label, help_, allowed=allowed, shown=shown, **columns)


def _switch(name: str, policy_key: str) -> Row:
    return Row(name, bool, True, policy_key=policy_key, read_policy=_boolean, may_default=False,
               when_unreadable=False)  # fmt: skip


SETTINGS = (
    _setting("theme", ThemeName.SYSTEM, _theme, allowed=tuple(ThemeName),
             policy_key="theme", read_policy=_theme),
    # Never a lock: a reader must be able to enlarge the text (WCAG 2.2, 1.4.4).
    _setting("zoom", 100, _between(ZOOM_STEPS[0], ZOOM_STEPS[-1]), allowed=ZOOM_STEPS,
             policy_key="zoom", read_policy=_one_of(ZOOM_STEPS), may_lock=False),
    _setting("window", "", _hexadecimal),
    _setting("sidebar_width", 300, _between(*SIDEBAR_WIDTHS)),
    _setting("sidebar_visible", True, _boolean),
    _setting("sections_share", 0, _between(0, MOST_SHARE)),
    _setting("sheets_share", 0, _between(0, MOST_SHARE)),
    _setting("recent", (), _strings),
    _setting("keep_recent", True, _boolean,
             policy_key="recent-documents", read_policy=_boolean, when_unreadable=False),
    _setting("slash_searches", True, _boolean),
    _setting("search_history", (), _strings),
    _setting("keep_search_history", True, _boolean,
             policy_key="search-history", read_policy=_boolean, when_unreadable=False),
    _setting("result_order", "best", _one_of(get_args(ResultOrder)), allowed=get_args(ResultOrder)),
    _setting("paragraph_numbers", False, _boolean),
    _setting("citation_form", CITATION_FORMS[0], _one_of(CITATION_FORMS), allowed=CITATION_FORMS),
)  # fmt: skip
"""The fields of `Settings`, but for those that remember a copy's choices."""

# In the order of `hkviewer export --help`.
CHOICES = (
    _choice_of("paper", get_args(Paper), ("Letter", "A4"), "Paper", "the paper’s size (letter)",
               policy_key="paper", read_policy=_one_of(get_args(Paper))),
    _choice_of("layout", get_args(Layout), ("Standard", "Compact, in two columns", "Large, 18 points"),
               "Layout", "compact: two columns; large: 18-point type (standard)",
               policy_key="layout", read_policy=_one_of(get_args(Layout))),
    _choice("title", "", _text, "Title of copy", "the copy’s own title", longest=LONGEST_NAME, remembered=""),
    _choice("marking", "", _text, "Marking", "at the head and foot of every page, such as UNCLASSIFIED",
            longest=LONGEST_MARKING,
            policy_key="marking", read_policy=_line(LONGEST_MARKING), when_unreadable=NO_COPIES),
    _choice("prepared_for", "", _text, "Prepared for", "whom the copy is for, in its title block",
            longest=LONGEST_NAME, noun="name in “prepared for”",
            policy_key="prepared-for", read_policy=_line(LONGEST_NAME)),
    _choice("prepared_by", "", _text, "Prepared by", "who made the copy, in its title block",
            longest=LONGEST_NAME, noun="name in “prepared by”",
            policy_key="prepared-by", read_policy=_line(LONGEST_NAME)),
    _choice_of("contents", get_args(Contents), ("From four pages on", "Always", "Never"),
               "Contents", "a list of contents (auto: from four pages on)"),
    _choice("notes", False, _boolean, "Ruled space for notes",
            "rule the free rest of the last page for notes"),
    _choice("paragraph_numbers", False, _boolean, "Paragraph numbers", "number the paragraphs"),
    _choice_of("profile", get_args(Profile), ("Standard", "Times, 14 points"),
               "Word font", "the typeface of a Word copy (standard)"),
)  # fmt: skip
"""The fields of `export.briefing.Choices`, but for the date, which belongs to one copy."""

SWITCHES = (
    Row("markings", tuple, (), policy_key="markings", read_policy=_markings, when_unreadable=NO_COPIES),
    _switch("external_links", "external-links"),
    _switch("browser_copy", "browser-copy"),
    Row("library_folders", tuple, (), policy_key="library-folders", read_policy=_folders, may_default=False),
)
"""What an organisation alone decides: fields of `Policy`."""

REMEMBERED = {row.remembered: row for row in (*SETTINGS, *CHOICES) if row.remembered}
"""For every field of `Settings`, by its name, the row that it stands for."""
