"""What the library's list says of sheets and editions."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from hkviewer.content.edition import Edition
from hkviewer.gui.library.listed import Filter, ListedSheet, edition_row, listed, sheet_row
from hkviewer.library.entries import LibraryFile, sheets_of

TODAY = dt.date(2026, 11, 22)


def file(
    name: str,
    *,
    title: str = "Aruba",
    date: str = "",
    state: Literal["here", "absent"] = "here",
    publisher: str = "CIA",
    id_: str = "aruba",
) -> LibraryFile:
    return LibraryFile(
        path=Path("/docs") / name,
        id=id_,
        title=title,
        publisher=publisher,
        edition=Edition(date) if date else None,
        digest=name,
        id_is_stated=bool(date),
        state=state,
    )


def rows(*files: LibraryFile) -> tuple[ListedSheet, ...]:
    return listed(sheets_of(files), TODAY)


def test_a_sheet_says_publisher_edition_and_age_below_its_title():
    (sheet,) = rows(file("a.md", date="2015-11-29"), file("b.md", date="2024"))
    assert (sheet.title, sheet.details) == ("Aruba", "CIA · 2024, 2 years old")
    assert [edition.when for edition in sheet.others] == ["29 November 2015, 10 years old"]
    assert sheet.said == "Aruba, CIA, 2024, 2 years old, 1 other edition"


def test_one_that_states_nothing_says_its_file():
    (sheet,) = rows(file("notes.md", publisher=""))
    assert sheet.details == "notes.md"


def test_what_is_absent_says_so():
    (sheet,) = rows(file("a.md", date="2024", state="absent"))
    assert sheet.details == "CIA · 2024, 2 years old · not here now"


def test_of_two_files_with_one_date_and_other_words_both_are_shown_and_told():
    (sheet,) = rows(file("a.md", date="2024"), file("b.md", date="2024"))
    assert len(sheet.editions) == 2
    assert all(edition.note == "another file of this date has other words" for edition in sheet.editions)


def test_a_folded_row_counts_the_matches_of_all_editions_an_open_one_its_own():
    (sheet,) = rows(file("a.md", date="2015"), file("b.md", date="2024"))
    old, new = sheet.others[0].name, sheet.newest.name
    matches = {old: 3, new: 4}
    assert sheet_row(sheet, matches, is_open=False).matches == 7
    assert sheet_row(sheet, matches, is_open=True).matches == 4
    row = edition_row(sheet.others[0], matches)
    assert (row.title, row.matches, row.said) == ("2015, 11 years old", 3, "2015, 11 years old, 3 matches")


def test_the_filter_finds_parts_of_words_in_any_order_without_accents():
    sheets = rows(
        file("a.md", title="Curaçao", id_="a"),
        file("b.md", title="Aruba", publisher="Bureau of Statistics", id_="b", date="2019"),
    )

    def picked(typed: str) -> list[str]:
        return [sheet.title for sheet in Filter(sheets).picked(typed)]

    assert picked("curacao") == ["Curaçao"]
    assert picked("stat aru") == ["Aruba"]
    assert picked("2019") == ["Aruba"]
    assert picked("b.md") == ["Aruba"]
    assert picked("zz") == []
    assert len(picked(" ")) == 2
