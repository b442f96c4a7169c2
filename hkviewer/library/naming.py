"""What a name on the command line stands for: a path, a sheet's ID, or ID@EDITION."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from hkviewer.content.document import names_file
from hkviewer.errors import DocumentError, UsageError
from hkviewer.library.added import MOST_SHOWN, some
from hkviewer.library.entries import LibraryFile, LibrarySheet
from hkviewer.library.library import Library
from hkviewer.library.reading import read_file


class Located(NamedTuple):
    """The file that a name stands for, and what is to be said of it, "" for nothing."""

    path: Path
    note: str = ""


def resolved(name: str, library: Library | None = None, *, looks: bool = True) -> tuple[str, str]:
    """What `open_document` opens for `name`, and what is to be said of how it was found, "" for nothing.

    A file that is there wins. An ID alone means the newest edition.

    Args:
        name: a path, an ID, or ID@EDITION.
        library: where it is found; left out, the usual one. Who opens several documents gives the same for
            all of them: its disks are looked at once.
        looks: look at the disks first, where the name may mean several. A window must not wait for them: it
            takes what is known, if anything is.

    Raises:
        DocumentError: as `located`.
    """
    if names_file(name):
        return name, ""
    library = library or Library()
    if "@" not in name and not library.added.has_library:
        return name, ""  # there is nothing to choose from
    if not library.files() or (looks and not library.is_fresh):
        library.refresh()
    path, note = located(name, library)
    return str(path), note


def located(name: str, library: Library) -> Located:
    """The file that `name` means: a path, an ID, or ID@EDITION; a date may be cut short where that is unique.

    Raises:
        DocumentError: there is none, it is not there now, or there are several; names what there is.
    """
    if names_file(name):
        return Located(Path(name))
    file, note = _found(name, library)
    return Located(file.path, note)


def _found(name: str, library: Library) -> tuple[LibraryFile, str]:
    id_, at, edition = name.rpartition("@") if "@" in name else (name, "", "")
    sheet = sheet_named(id_, library)
    files = _dated(sheet, edition) if at else sheet.newest
    here = [file for file in files if file.state == "here"]
    if len(here) > 1:
        raise DocumentError(
            f"“{name}” is {len(here)} files of one edition with different words: {_paths(here)}. "
            "Name one by its path."
        )
    if here:
        return here[0], ""
    older = () if at else [file for file in sheet.editions if file.state == "here"]
    if not older:
        raise DocumentError(f"“{name}” is not there now: {_paths(files)}.")
    note = (
        f"The newest edition of “{sheet.id}”, {_dates(files)[0]}, is not there now: {_paths(files)}. "
        f"This is {_dates(older)[0]}."
    )
    return older[0], note


def recipe_name(path: str, library: Library) -> str:
    """What a recipe names the file at an absolute `path` by: an ID, for the newest edition, or ID@EDITION.

    "" where that file is not in the library as it is known, or states no id: then its path names it.
    """
    file = next((file for file in library.files() if str(file.path) == path and not file.bundled), None)
    sheet = library.work(file.key) if file else None
    if file is None or sheet is None:
        return ""
    # Of files with the same text one stands for all.
    same = next((each for each in sheet.editions if each.wording == file.wording), file)
    name = sheet.name_of(same)
    return "" if name == str(same.path) else name


def sheet_named(id_: str, library: Library) -> LibrarySheet:
    """The sheet of that id; one whose front matter states it before one whose file's name makes it.

    Raises:
        DocumentError: there is none, or several files whose names make the id.
    """
    sheets = library.sheets()
    found = [sheet for sheet in sheets if sheet.id == id_.lower()]
    stated = [sheet for sheet in found if sheet.editions[0].id_is_stated]
    if len(stated or found) == 1:
        return (stated or found)[0]
    if found:
        files = (sheet.editions[0] for sheet in found)
        raise DocumentError(f"“{id_}” is the name of several files: {_paths(files)}. Name one by its path.")
    # The library may have hundreds: those that the name is nearest to first.
    from difflib import get_close_matches

    ids = list(dict.fromkeys(sheet.id for sheet in sheets))
    near = get_close_matches(id_.lower(), ids, n=MOST_SHOWN, cutoff=0.5)
    ids = [*near, *(each for each in ids if each not in {*near})]
    raise DocumentError(f"There is no document “{id_}”, no file and no sheet’s id: there is {some(ids)}.")


def pair_named(name: str, library: Library) -> tuple[Located, Located]:
    """The edition before the one that `name` means, and that one; a file need not be in the library.

    Raises:
        UsageError: there is none before it, or there are several of one day.
        DocumentError: as `located`.
    """
    new, note = (read_file(Path(name)), "") if names_file(name) else _found(name, library)
    if new.fault:
        raise DocumentError(new.fault)
    sheet = library.work(new.key) or LibrarySheet(new.id, (new,))
    before = sheet.before(new)
    here = [file for file in before if file.state == "here"]
    if len(here) == 1:
        return Located(here[0].path), Located(new.path, note)
    if here:
        raise UsageError(
            f"Before {_described(new)} there are {len(here)} files of one edition: {_paths(here)}. "
            "Name two documents."
        )
    if before:
        raise DocumentError(f"The edition before {_described(new)} is not there now: {_paths(before)}.")
    raise UsageError(
        f"The library has no edition before {_described(new)} to compare it with: "
        f"it has {some(_dates(sheet.editions))}. Name two documents."
    )


def _described(file: LibraryFile) -> str:
    return f"“{file.id}@{file.counts_as}”" if file.counts_as else f"“{file.path}”, which states no edition,"


def _dated(sheet: LibrarySheet, edition: str) -> Sequence[LibraryFile]:
    """The files of the edition whose date `edition` is, or begins."""
    dated = [file for file in sheet.editions if file.counts_as]
    exact = [file for file in dated if file.counts_as == edition]
    meant = exact or [file for file in dated if file.counts_as.startswith(edition)]
    dates = _dates(meant)
    if len(dates) == 1:
        return meant
    if dates and edition:
        raise DocumentError(f"“{sheet.id}” has several editions that begin with “{edition}”: {some(dates)}.")
    have = some(_dates(sheet.editions))
    raise DocumentError(f"“{sheet.id}” has no edition “{edition}”: it has {have}.")


def _dates(files: Iterable[LibraryFile]) -> list[str]:
    return list(dict.fromkeys(file.counts_as or "one without a date" for file in files))


def _paths(files: Iterable[LibraryFile]) -> str:
    return some([f"“{file.path}”" for file in files])
