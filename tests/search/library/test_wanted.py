"""What a library's index is to hold of the library's sheets, and what its files are called in answers."""

from __future__ import annotations

from pathlib import Path

from hkviewer.content.edition import Edition
from hkviewer.library.entries import LibraryFile, sheets_of
from hkviewer.search.library.wanted import WantedSheet, as_plain, from_plain, wanted_sheets


def file(name: str, id_: str, date: str = "", **fields: object) -> LibraryFile:
    edition = Edition(date) if date else None
    known = {"digest": name, "id_is_stated": bool(date), **fields}
    return LibraryFile(Path(f"/{name}.md"), id_, id_.title(), edition=edition, **known)  # type: ignore[arg-type]  # by name


def named(*files: LibraryFile) -> dict[str, str]:
    return {sheet.path: sheet.document for sheet in wanted_sheets(sheets_of(files))}


def searched(*files: LibraryFile) -> set[str]:
    return {s.path for s in wanted_sheets(sheets_of(files)) if s.is_newest and s.is_here and s.digest}


def test_the_newest_edition_has_the_sheet_s_id_and_others_their_date() -> None:
    files = (file("new", "hk", "2026-01"), file("old", "hk", "2015-11-29"))
    assert named(*files) == {"/new.md": "hk", "/old.md": "hk@2015-11-29"}
    assert searched(*files) == {"/new.md"}


def test_files_whose_names_alone_make_one_id_are_told_by_their_paths() -> None:
    assert named(file("a/readme", "readme"), file("b/readme", "readme"), file("aruba", "aruba")) == {
        "/a/readme.md": "/a/readme.md",
        "/b/readme.md": "/b/readme.md",
        "/aruba.md": "aruba",
    }


def test_a_stated_id_goes_before_one_that_a_name_makes() -> None:
    assert named(file("a", "hk", "2026-01"), file("hk", "hk")) == {"/a.md": "hk", "/hk.md": "/hk.md"}


def test_of_a_tie_both_are_searched_by_their_paths() -> None:
    files = (file("a", "hk", "2026-01"), file("b", "hk", "2026-01"), file("c", "hk", "2015"))
    assert named(*files) == {"/a.md": "/a.md", "/b.md": "/b.md", "/c.md": "hk@2015"}
    assert searched(*files) == {"/a.md", "/b.md"}


def test_an_unknown_day_is_the_first_and_ties_with_it() -> None:
    files = (file("a", "hk", "2026"), file("b", "hk", "2026-01-01"))
    assert named(*files) == {"/a.md": "hk@2026", "/b.md": "hk@2026-01-01"}
    assert searched(*files) == {"/a.md", "/b.md"}


def test_where_the_newest_edition_is_not_here_the_next_is_searched() -> None:
    files = (file("new", "hk", "2026-01", state="absent"), file("old", "hk", "2015"))
    assert named(*files) == {"/new.md": "hk@2026-01", "/old.md": "hk"}
    assert searched(*files) == {"/old.md"}


def test_what_cannot_be_read_now_is_not_searched() -> None:
    assert searched(file("a", "hk", "2026-01", fault="No text.")) == set()


def test_they_come_through_json_as_they_are() -> None:
    wanted = [WantedSheet("/ñ.md", "ñ", "12", "2015", is_newest=False, is_here=False)]
    assert from_plain(as_plain(wanted)) == wanted
