"""The library: what was added, what of it is read again, and what becomes of what is gone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hkviewer.commands.library import as_json
from hkviewer.errors import OutputError, UsageError
from hkviewer.library import library as room
from hkviewer.library import listing
from hkviewer.library.added import AddedPaths
from hkviewer.library.entries import LibraryFile
from hkviewer.library.library import Library
from hkviewer.library.listing import Listing, look_into
from hkviewer.library.naming import located, pair_named
from hkviewer.library.reading import read_file
from hkviewer.library.stored import StoredFiles
from hkviewer.system import state_file
from hkviewer.system.state_file import StateFile


@pytest.fixture
def content(tmp_path):
    folder = tmp_path / "content"
    folder.mkdir()
    return folder


@pytest.fixture
def made(tmp_path, content):
    """Makes a library of the same reader, as each window does."""

    def make(by_policy: tuple[str, ...] = (), patience: float = 5) -> Library:
        added = AddedPaths(StateFile(tmp_path / "own" / "library.json"), by_policy)
        return Library(added, StoredFiles(StateFile(tmp_path / "cache" / "library.json")), content, patience)

    return make


def sheet(path: Path, id_: str = "port", edition: str = "", words: str = "Words.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    front = "".join(f"{key}: {value}\n" for key, value in (("id", id_), ("edition", edition)) if value)
    path.write_text(f"---\ntitle: Port\n{front}---\n# Port\n\n{words}\n", encoding="utf-8")
    return path


def listed(library: Library) -> list[tuple[str, list[str]]]:
    return [(one.id, [f"{file.date} {file.state}" for file in one.editions]) for one in library.sheets()]


def test_files_of_one_stated_id_are_editions_of_one_sheet_the_newest_first(made, tmp_path):
    sheet(tmp_path / "in" / "a.md", edition="2015-11-29")
    sheet(tmp_path / "in" / "deeper" / "b.md", edition="2021")
    library = made()
    library.add([tmp_path / "in"])
    assert library.refresh().changed
    assert listed(library) == [("port", ["2021 here", "2015-11-29 here"])]


def test_what_has_not_changed_is_not_read_again(made, tmp_path, monkeypatch):
    one = sheet(tmp_path / "in" / "a.md")
    sheet(tmp_path / "in" / "b.md", "other")
    made().add([tmp_path / "in"])
    made().refresh()
    read = []

    def noted(path: Path, **more: bool) -> LibraryFile:
        read.append(path.name)
        return read_file(path, **more)

    monkeypatch.setattr(room, "read_file", noted)
    assert not made().refresh().changed
    sheet(one, edition="2020")
    assert made().refresh().changed
    assert read == ["a.md"]


def test_a_window_knows_what_was_read_without_looking_at_the_disks(made, tmp_path, monkeypatch):
    sheet(tmp_path / "in" / "a.md", edition="2020")
    made().add([tmp_path / "in"])
    made().refresh()
    monkeypatch.setattr(room, "look_into", lambda *_arguments, **_more: pytest.fail("a disk is asked"))
    assert listed(made()) == [("port", ["2020 here"])]


def test_what_is_read_is_counted_and_can_be_given_up_and_goes_on_where_it_was(made, tmp_path):
    for number in range(5):
        sheet(tmp_path / "in" / f"{number}.md", f"sheet-{number}")
    library, told = made(), []
    library.add([tmp_path / "in"])
    done = library.refresh(lambda *counts: told.append(counts), lambda: len(told) == 2)
    assert (told, done.cancelled, len(library.sheets())) == ([(1, 5), (2, 5)], True, 2)
    told.clear()
    assert not library.refresh(lambda *counts: told.append(counts)).cancelled
    assert (told, len(made().sheets())) == ([(1, 3), (2, 3), (3, 3)], 5)
    assert library.refresh(cancelled=lambda: True).cancelled
    assert len(library.sheets()) == 5


# Editions


def test_an_unknown_day_is_the_first_and_of_two_of_one_day_none_is_newer(made, tmp_path):
    for edition in ("2020-01-01", "2020", "2019-12-31", "2020-02"):
        sheet(tmp_path / "in" / f"{edition}.md", edition=edition)
    library = made()
    library.add([tmp_path / "in"])
    library.refresh()
    (port,) = library.sheets()
    days = [[file.date for file in files] for files in port.by_day]
    assert days == [["2020-02"], ["2020-01-01", "2020"], ["2019-12-31"]]
    assert [file.date for file in port.newer_than("2020-01")] == ["2020-02"]
    assert port.newer_than("2020-02-01") == ()
    assert [file.date for file in port.before(port.newest[0])] == ["2020-01-01", "2020"]
    assert port.ties == (port.before(port.newest[0]),)
    assert library.remarks()[0].startswith("“port” has 2 files of one day, which counts as the first")


def test_a_date_that_is_no_edition_counts_where_it_reads_one_way_only(made, tmp_path):
    dates = {"a": "12 May 2019", "b": "03/04/2021", "c": "2020-02-01", "d": "2018"}
    for name, date in dates.items():
        file = sheet(tmp_path / "in" / f"{name}.md", words=name)
        file.write_text(file.read_text().replace("id: port\n", f"id: port\ndate: {date}\n"))
    sheet(tmp_path / "in" / "e.md", edition="2019-06")
    library = made()
    library.add([tmp_path / "in"])
    library.refresh()
    (port,) = library.sheets()
    assert [file.path.stem for file in port.editions] == ["c", "e", "a", "d", "b"]
    assert [file.path.stem for file in port.newer_than("2019-05-12")] == ["c"]
    assert [file.name for file in port.editions[:3]] == ["port@2020-02-01", "port@2019-06", "port@2019-05-12"]
    assert located("port@2019-05", library).path.stem == "a"
    stated = [None, "2019-06", None, None, None]
    editions = zip(stated, port.editions, strict=True)
    listed_as = [{"edition": one, "path": str(file.path), "state": "here"} for one, file in editions]
    assert as_json([port])["sheets"] == [
        {"id": "port", "title": "Port", "publisher": "", "editions": listed_as}
    ]
    old, new = pair_named("port", library)
    assert (old.path.stem, new.path.stem) == ("e", "c")


def test_inferred_dates_count_as_stated_ones_and_a_file_without_one_is_the_oldest(made, tmp_path):
    sheet(tmp_path / "in" / "a.md", edition="2021\nedition-basis: inferred")
    sheet(tmp_path / "in" / "b.md", edition="2020")
    sheet(tmp_path / "in" / "c.md")
    library = made()
    library.add([tmp_path / "in"])
    library.refresh()
    (port,) = library.sheets()
    assert [file.when for file in port.editions] == ["2021 (inferred)", "2020", ""]
    assert [port.name_of(file) for file in port.editions[:2]] == ["port", "port@2020"]
    assert [file.date for file in port.newer_than("")] == ["2021"]


def test_files_without_a_stated_id_are_never_editions_and_equal_ones_count_once(made, tmp_path):
    for folder, words in (("one", "First."), ("two", "Second."), ("three", "Second.")):
        sheet(tmp_path / folder / "README.md", "", words=words)
    sheet(tmp_path / "one" / "copy.md", "port", "2020")
    copy = sheet(tmp_path / "two" / "copy.md", "port", "2020")
    copy.write_bytes(copy.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    library = made()
    library.add([tmp_path / name for name in ("one", "two", "three")])
    library.refresh()
    assert sorted(listed(library)) == [
        ("port", ["2020 here"]),
        ("readme", [" here"]),
        ("readme", [" here"]),
    ]
    named_alike = next(one for one in library.sheets() if one.id == "readme")
    assert library.work(named_alike.editions[0].key) is None


def test_a_bundled_sheet_is_an_edition_too_and_stands_first(made, tmp_path, content):
    sheet(content / "port.md", edition="2019")
    sheet(content / "deeper" / "captured.md", "captured")
    sheet(tmp_path / "in" / "newer.md", edition="2020")
    sheet(tmp_path / "in" / "other.md", "a-port")
    library = made()
    library.add([tmp_path / "in"])
    library.refresh()
    assert listed(library) == [("port", ["2020 here", "2019 here"]), ("a-port", [" here"])]
    assert [file.bundled for file in library.sheets()[0].editions] == [False, True]
    assert library.sheets()[0].editions[1].key.path == ""


# Bad input


def test_what_is_no_text_or_too_large_is_told_and_kept_from_no_other(made, tmp_path, monkeypatch):
    good = sheet(tmp_path / "in" / "good.md")
    (tmp_path / "in" / "binary.md").write_bytes(b"\0\1")
    with (tmp_path / "in" / "enormous.md").open("wb") as file:
        file.truncate(10**11)
    library = made()
    library.add([tmp_path / "in"])
    library.refresh()
    assert [file.path for one in library.sheets() for file in one.editions] == [good]
    said = {file.path.name: file.fault for file in library.faulty()}
    assert said.keys() == {"binary.md", "enormous.md"}
    assert [
        next(words for words in ("binary file", "too large") if words in said[name])
        for name in ("binary.md", "enormous.md")
    ] == ["binary file", "too large"]
    assert len(library.remarks()) == 2


def test_a_file_that_cannot_be_read_now_is_kept_in_mind_and_tried_again(made, tmp_path, monkeypatch):
    file = sheet(tmp_path / "in" / "a.md", edition="2020")
    library = made()
    library.add([tmp_path / "in"])
    library.refresh()
    file.write_text(file.read_text(encoding="utf-8") + "More.", encoding="utf-8")

    def refuse(path: Path, **_more: bool) -> LibraryFile:
        return LibraryFile(path, "", path.name, fault=f"“{path}” may not be read.")

    with monkeypatch.context() as patch:
        patch.setattr(room, "read_file", refuse)
        library.refresh()
    assert listed(library) == [("port", ["2020 absent"])]
    assert library.remarks() == (f"“{file}” may not be read.",)
    library.refresh()
    assert (listed(library), library.remarks()) == ([("port", ["2020 here"])], ())


def test_a_file_that_vanishes_before_it_is_read_is_one_line_and_then_nothing(made, tmp_path, monkeypatch):
    sheet(tmp_path / "in" / "a.md")

    def vanish(path: Path, **more: bool) -> LibraryFile:
        path.unlink()
        return read_file(path, **more)

    library = made()
    library.add([tmp_path / "in"])
    with monkeypatch.context() as patch:
        patch.setattr(room, "read_file", vanish)
        library.refresh()
    assert (library.sheets(), len(library.remarks())) == ((), 1)
    library.refresh()
    assert library.remarks() == ()


def test_links_are_followed_once_each_in_whatever_circle(made, tmp_path):
    sheet(tmp_path / "in" / "a.md")
    sheet(tmp_path / "elsewhere" / "b.md", "other")
    (tmp_path / "in" / "circle").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "out").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "back").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "self.md").symlink_to("self.md")
    (tmp_path / "in" / "nowhere.md").symlink_to("nothing")
    sheet(tmp_path / "above.md", "above")
    (tmp_path / "in" / "all").symlink_to(tmp_path)  # what stands above is not meant
    library = made()
    library.add([tmp_path / "in"])
    assert library.refresh().told == ()
    assert sorted(one.id for one in library.sheets()) == ["other", "port"]
    assert library.faulty() == ()


def test_what_was_in_a_folder_that_is_gone_is_absent_and_nothing_is_forgotten(made, tmp_path):
    folder, single = tmp_path / "drive", sheet(tmp_path / "single.md", "single")
    sheet(folder / "a.md", edition="2020")
    sheet(tmp_path / "near" / "b.md", edition="2019")
    library = made()
    library.add([folder, tmp_path / "near", single])
    library.refresh()
    folder.rename(tmp_path / "away")
    single.unlink()
    told = library.refresh().told
    assert listed(library) == [("port", ["2020 absent", "2019 here"]), ("single", [" absent"])]
    assert len(told) == 2
    assert listed(made()) == listed(library)
    folder.mkdir()
    library.refresh()
    assert listed(library)[0] == ("port", ["2020 absent", "2019 here"]), "an empty folder is a drive's place"
    folder.rmdir()
    (tmp_path / "away").rename(folder)
    library.refresh()
    assert listed(library)[0] == ("port", ["2020 here", "2019 here"])


def test_a_file_that_was_deleted_from_a_folder_is_forgotten(made, tmp_path):
    gone = sheet(tmp_path / "in" / "a.md", edition="2020")
    sheet(tmp_path / "in" / "b.md", edition="2021")
    library = made()
    library.add([tmp_path / "in"])
    library.refresh()
    gone.unlink()
    assert library.refresh().changed
    assert listed(library) == listed(made()) == [("port", ["2021 here"])]


def test_a_drive_that_does_not_answer_is_left_and_not_asked_again_until_it_does(made, tmp_path, monkeypatch):
    slow = tmp_path / "slow" / "in"
    sheet(slow / "a.md", edition="2020")
    sheet(tmp_path / "quick" / "b.md", edition="2021")
    made().add([slow, tmp_path / "quick"])
    made().refresh()
    answers, asked = threading.Event(), []

    def wait(root: str, found: Listing, **more: bool) -> Iterator[None]:
        if root == str(slow):
            asked.append(root)
            answers.wait()
        return look_into(root, found, **more)

    monkeypatch.setattr(room, "look_into", wait)
    library = made(patience=0.5)
    for _ in range(2):
        told = library.refresh().told
        assert listed(library) == [("port", ["2021 here", "2020 absent"])]
        assert told == (f"“{slow}” does not answer.",)
    assert len(asked) == 1
    answers.set()
    library._hung[str(slow.parent)]._thread.join()
    library.refresh()
    assert listed(library) == [("port", ["2021 here", "2020 here"])]


def test_a_drive_that_goes_while_it_is_read_leaves_the_rest_as_it_was_known(made, tmp_path, monkeypatch):
    files = [sheet(tmp_path / "in" / name, edition=f"202{n}") for n, name in enumerate(("a.md", "b.md"))]
    library = made()
    library.add([tmp_path / "in"])
    library.refresh()
    for file in files:
        file.write_text(file.read_text(encoding="utf-8") + "More.", encoding="utf-8")
    answers = threading.Event()

    def wait(path: Path, **more: bool) -> LibraryFile:
        if path.name == "b.md":
            answers.wait()
        return read_file(path, **more)

    monkeypatch.setattr(room, "read_file", wait)
    monkeypatch.setattr(room, "_PATIENCE_TO_READ", 0.5)
    assert library.refresh().told == (f"“{tmp_path}” does not answer.",)
    assert listed(library) == [("port", ["2021 absent", "2020 here"])]
    answers.set()


def test_a_full_disk_is_told_and_what_was_read_is_known_all_the_same(made, tmp_path, monkeypatch):
    sheet(tmp_path / "in" / "a.md", edition="2020")
    library = made()
    library.add([tmp_path / "in"])

    def full(*_arguments: object) -> None:
        raise OutputError("No space left on device.")

    monkeypatch.setattr(state_file, "write_atomically", full)
    (told,) = library.refresh().told
    assert told == "What is in the library has to be read again next time: No space left on device."
    assert listed(library) == [("port", ["2020 here"])]
    with pytest.raises(OutputError):
        library.add([tmp_path])
    assert library.added.own() == (str(tmp_path / "in"),)


def test_thousands_of_other_files_are_passed_over_up_to_a_bound_and_it_is_told(made, tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    for number in range(60):
        (tmp_path / "in" / f"{number}.txt").touch()
    library = made()
    library.add([tmp_path / "in"])
    said = f"“{tmp_path / 'in'}” holds no Markdown file among its 60 files and folders."
    assert library.refresh().told == (said,)
    monkeypatch.setattr(listing, "MOST_ENTRIES", 50)
    said = f"“{tmp_path / 'in'}” holds more than 50 files; the others are not looked at."
    assert library.refresh().told == (said,)
    for number in range(5):
        sheet(tmp_path / "in" / f"{number}.md", f"sheet-{number}")
    monkeypatch.setattr(listing, "MOST_SHEETS", 3)
    said = f"“{tmp_path / 'in'}” holds more than 3 Markdown files; the others are left out."
    assert (library.refresh().told, len(library.sheets())) == ((said,), 3)


# Two windows, and what is kept


def test_what_two_windows_add_and_read_is_kept_of_both(made, tmp_path):
    one, other = made(), made()
    for library, name in ((one, "one"), (other, "other")):
        sheet(tmp_path / name / "a.md", name)
        library.sheets()
        library.add([tmp_path / name])
    one.refresh()
    sheet(tmp_path / "third" / "a.md", "third")
    made().add([tmp_path / "third"])
    other.refresh()
    assert sorted(sheet.id for sheet in made().sheets()) == ["one", "other", "third"]
    made().remove([tmp_path / "one"])
    one.refresh()
    assert sorted(sheet.id for sheet in one.sheets()) == ["other", "third"]
    assert "one" not in (tmp_path / "cache" / "library.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("damaged", ["", "[]", '{"format": 1, "files": {"/x": [1]}}', '{"format": 0}', "{"])
def test_a_damaged_cache_is_made_anew_without_a_word(made, tmp_path, damaged):
    sheet(tmp_path / "in" / "a.md", edition="2020")
    library = made()
    library.add([tmp_path / "in"])
    library.refresh()
    (tmp_path / "cache" / "library.json").write_text(damaged, encoding="utf-8")
    assert made().sheets() == ()
    assert made().refresh().told == ()
    assert listed(made()) == [("port", ["2020 here"])]


@pytest.mark.parametrize("damaged", ["", "[]", '{"paths": ["/tmp/li', "\0\0"])
def test_where_it_is_not_known_what_was_added_that_is_told_and_nothing_is_replaced(made, tmp_path, damaged):
    original = sheet(tmp_path / "in" / "a.md", edition="2020")
    made().add([tmp_path / "in"])
    made().refresh()
    own = tmp_path / "own" / "library.json"
    own.write_text(damaged, encoding="utf-8")
    library = made()
    library.refresh()
    assert library.remarks() == (f"“{own}” is damaged. What was added to the library is not known.",)
    for change in (library.add, library.remove):
        with pytest.raises(OutputError, match="is damaged"):
            change([tmp_path / "in"])
    assert own.read_text(encoding="utf-8") == damaged
    with pytest.raises(UsageError, match="is a document in the library"):
        room.keep_originals(original, library)


def test_folders_of_the_organisation_are_there_and_cannot_be_removed(made, tmp_path):
    sheet(tmp_path / "share" / "a.md", edition="2020")
    library = made(by_policy=(str(tmp_path / "share"),))
    library.refresh()
    assert listed(library) == [("port", ["2020 here"])]
    assert library.add([tmp_path / "share"]) == ()
    with pytest.raises(UsageError, match="cannot be removed"):
        library.remove([tmp_path / "share"])
    assert made().sheets() == ()


def test_nothing_is_written_while_nothing_was_added(made, tmp_path, content):
    sheet(content / "port.md")
    made().refresh()
    assert not (tmp_path / "cache").exists()
    assert not (tmp_path / "own").exists()


def test_a_drive_that_goes_while_it_is_listed_is_waited_for_as_a_slow_one_is(made, tmp_path, monkeypatch):
    sheet(tmp_path / "in" / "a.md", edition="2020")
    library = made(patience=600)
    library.add([tmp_path / "in"])
    library.refresh()
    answers = threading.Event()

    def go(root: str, found: Listing, **more: bool) -> Iterator[None]:
        for step in look_into(root, found, **more):
            yield step
            answers.wait()

    monkeypatch.setattr(room, "look_into", go)
    monkeypatch.setattr(room, "_PATIENCE_LATER", 0.3)
    library.refresh()
    answers.set()
    assert listed(library) == [("port", ["2020 absent"])]


def test_whether_a_drive_answers_is_waited_for_no_longer_than_said(tmp_path, monkeypatch):
    assert listing.answers(str(tmp_path), 5)
    assert listing.answers(str(tmp_path / "gone"), 5)
    hangs = threading.Event()
    monkeypatch.setattr("os.stat", lambda _path: hangs.wait())
    assert not listing.answers(str(tmp_path), 0.01)
    hangs.set()
