"""What a copy shall hold and how it shall look: parts and choices, as the user gave them."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hkviewer.content.document import Document, names_file
from hkviewer.content.model import FactSheet, Section
from hkviewer.content.packed import PackedSection
from hkviewer.content.ranges import TextRange
from hkviewer.content.reading_time import count_words
from hkviewer.errors import UsageError
from hkviewer.preferences.schema import CHOICES, LONGEST_NAME, Contents, Layout, Paper, Profile, Row
from hkviewer.system.characters import one_line

_MOST_TITLES = 3


@dataclass(frozen=True)
class Cover:
    """A page of its own in front, with the title and who the copy is for."""


@dataclass(frozen=True)
class OwnWords:
    """The preparer's words, in Markdown: "Points to make", "Background"."""

    markdown: str


@dataclass(frozen=True)
class SheetPart:
    """Sections of one sheet.

    Attributes:
        sheet: the sheet.
        sections: the ids of the chosen sections, in any order; None for all of them.
        document: the path or id that the sheet can be opened by again, for a recipe.
        folder: where the sheet's pictures are; None where there is no such folder.
        highlights: what is marked in this copy, in headings and text, in any order; no recipe keeps it.
        own_file: the sheet is a file of the reader's, none of those that come with the program.
        named: the ID or ID@EDITION in the library that a recipe names it by; "" for `document`.
    """

    sheet: FactSheet
    sections: tuple[str, ...] | None = None
    document: str = ""
    folder: Path | None = None
    highlights: tuple[TextRange, ...] = ()
    own_file: bool = False
    named: str = ""

    @classmethod
    def of(cls, document: Document, sections: tuple[str, ...] | None = None, name: str = "") -> SheetPart:
        """Sections of an opened document, or all of it; `name` is what it was opened by."""
        opened, own_file = document.key.name, not document.bundled
        named = "" if name == opened or names_file(name) else name
        return cls(document.sheet, sections, opened, document.path.parent, own_file=own_file, named=named)

    @property
    def chosen(self) -> tuple[Section, ...]:
        """The chosen sections in reading order. Raises UsageError for an unknown id."""
        if self.sections is None:
            return self.sheet.sections
        known = {section.id for section in self.sheet.sections}
        for name in self.sections:
            if name not in known:
                raise UsageError(
                    f"“{self.sheet.title}” has no section “{name}”.",
                    f"It has: {', '.join(section.id for section in self.sheet.sections)}.",
                )
        chosen = {*self.sections}
        return tuple(section for section in self.sheet.sections if section.id in chosen)

    @property
    def word_count(self) -> int:
        """How many words the chosen sections have; of all of a large sheet its headings count, too."""
        chosen = self.chosen
        if len(chosen) == len(self.sheet.sections) and any(isinstance(s, PackedSection) for s in chosen):
            return self.sheet.word_count  # to count them takes a second, in which no other thread may run
        return sum(count_words(section.text) for section in chosen)

    @property
    def leaf_count(self) -> int:
        """About how many paragraphs, items, cells and lines the chosen sections have."""
        return sum(
            section.leaf_count if isinstance(section, PackedSection) else len(section.leaves)
            for section in self.chosen
        )

    @property
    def is_whole(self) -> bool:
        """Whether every section is chosen."""
        return len(self.chosen) == len(self.sheet.sections)


Part = Cover | OwnWords | SheetPart


@dataclass(frozen=True)
class Choices:
    """How a copy looks and what it says about itself; every one has a sensible default.

    Attributes:
        title: the copy's own title; "" for the sheet's.
        notes: rule the free rest of the last page for handwriting.
        profile: the typeface of a Word copy: "standard", or "times-14" (Times New Roman, 14 points).
        date: of the copy; the edition's age is that on this day.
    """

    date: dt.date
    paper: Paper = "letter"
    layout: Layout = "standard"
    title: str = ""
    marking: str = ""
    prepared_for: str = ""
    prepared_by: str = ""
    contents: Contents = "auto"
    paragraph_numbers: bool = False
    notes: bool = False
    profile: Profile = "standard"


@dataclass(frozen=True)
class Briefing:
    """An ordered list of parts and the choices for them."""

    parts: tuple[Part, ...]
    choices: Choices

    @property
    def sheets(self) -> tuple[SheetPart, ...]:
        """The parts that are sheets, in order."""
        return tuple(part for part in self.parts if isinstance(part, SheetPart))

    @property
    def title(self) -> str:
        """The copy's title: its own, the only sheet's, or the sheets' titles in one line."""
        titles = list(dict.fromkeys(part.sheet.title for part in self.sheets))
        count = len(titles)
        what = "fact sheets" if all(part.sheet.kind for part in self.sheets) else "documents"
        if count > _MOST_TITLES:
            titles[_MOST_TITLES - 1 :] = [f"{count - _MOST_TITLES + 1} more {what}"]
        joined = "; ".join(titles)
        if count > 1 and len(joined) > LONGEST_NAME:  # each is named all the same
            room = LONGEST_NAME // len(titles) - len("…; ")
            joined = "; ".join(t if len(t) <= room else f"{t[:room].rstrip()}…" for t in titles)
        return one_line(self.choices.title) or joined or "Briefing"

    @property
    def word_count(self) -> int:
        """How many words the parts have; a large count means that setting it takes long."""
        own = sum(count_words(p.markdown) for p in self.parts if isinstance(p, OwnWords))
        return own + sum(part.word_count for part in self.sheets)

    def validate(self) -> None:
        """Raise UsageError, in one line, for what no copy can be made of."""
        for row in CHOICES:
            _check(row, getattr(self.choices, row.name))
        has_words = any(isinstance(p, OwnWords) and p.markdown.strip() for p in self.parts)
        if not has_words and not any(part.chosen for part in self.sheets):
            raise UsageError("No section is chosen.", "Choose at least one section or add own words.")


def default_date(environment: Mapping[str, str] | None = None) -> dt.date:
    """The date of a copy that names none: SOURCE_DATE_EPOCH's in UTC, else today's local one.

    Raises:
        UsageError: SOURCE_DATE_EPOCH is no number of seconds.
    """
    seconds = (os.environ if environment is None else environment).get("SOURCE_DATE_EPOCH", "")
    if not seconds:
        return dt.date.today()  # noqa: DTZ011  a copy is dated by its reader's own day
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            f"SOURCE_DATE_EPOCH is no number of seconds: “{one_line(seconds)[:40]}”.", "Unset it."
        ) from None


def parse_date(text: str) -> dt.date:
    """A date written YYYY-MM-DD. Raises UsageError for anything else."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise UsageError(f"“{one_line(text)[:40]}” is no date.", "Write it as 2026-11-22.")


def _check(row: Row, value: Any) -> None:
    """Raise UsageError where `value` is not one that the choice `row` may have."""
    if row.allowed and value not in row.allowed:
        raise UsageError(
            f"There is no {row.noun} “{one_line(value)[:40]}”.", f"Choose {', '.join(row.allowed)}."
        )
    if row.longest and len(one_line(value)) > row.longest:
        raise UsageError(f"The {row.noun} has {len(value):,} characters; {row.longest} fit.", "Shorten it.")
