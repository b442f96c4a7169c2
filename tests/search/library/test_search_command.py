"""`hkviewer search --library`: all sheets that were added, with the language of one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hkviewer import cli
from hkviewer.commands.sheets_search import other_sheets
from hkviewer.system import paths

Search = Callable[..., dict[str, Any]]


def _put(folder: Path, name: str, text: str, **front: str) -> None:
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    (folder / f"{name}.md").write_text(f"---\n{lines}---\n{text}" if front else text, encoding="utf-8")


@pytest.fixture
def added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder in the library: a sheet in two editions, and one without a stated id."""
    folder = tmp_path / "sheets"
    folder.mkdir()
    _put(folder, "new", "# Kenya\n\n## Tea\n\nWombats.\n", id="kenya", edition="2021-06")
    _put(folder, "old", "# Kenya\n\n## Tea\n\nGeese and wombats.\n", id="kenya", edition="2015-11-29")
    _put(folder, "chad", "# Chad\n\n## Wombats\n\nMany.\n")
    assert cli.main(["library", "add", str(folder)]) == 0
    capsys.readouterr()
    return folder


@pytest.fixture
def search(capsys: pytest.CaptureFixture[str]) -> Search:
    def run(*arguments: str) -> dict[str, Any]:
        code = cli.main(["search", *arguments, "--format", "json"])
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert code == (0 if found["sections"] else 1)
        return found

    return run


def _documents(found: dict[str, Any]) -> list[str]:
    return sorted(section["document"] for section in found["sections"])


@pytest.mark.usefixtures("added")
def test_the_newest_editions_are_searched_and_others_where_they_are_asked_for(search: Search) -> None:
    found = search("wombats", "--library")
    assert (_documents(found), found["message"]) == (["chad", "kenya"], None)
    assert _documents(search("edition:2015 geese", "--library")) == ["kenya@2015-11-29"]
    assert _documents(search("edition:all wombats", "--library")) == ["chad", "kenya", "kenya@2015-11-29"]
    assert search("geese", "--library")["message"] == "No section contains “geese”."
    assert _documents(search("sheet:kenya wombats", "--library")) == ["kenya"]
    assert search("sheet:peru wombats", "--library")["message"] == "No sheet is called “peru”."


@pytest.mark.usefixtures("added")
def test_what_names_a_document_opens_it_and_the_same_is_found_there(search: Search) -> None:
    for section in search("edition:all wombats", "--library")["sections"]:
        document = section.pop("document")
        assert section in search("wombats", document)["sections"]


def test_a_folder_that_is_gone_is_told_where_nothing_is_found(added: Path, search: Search) -> None:
    assert _documents(search("wombats", "--library")) == ["chad", "kenya"]
    away = added.rename(added.with_name("away"))
    told = search("wombats", "--library")["message"]
    assert told == "No section contains “wombats”. 2 sheets are not here now and were not searched."
    away.rename(added)
    assert _documents(search("wombats", "--library")) == ["chad", "kenya"]


@pytest.mark.parametrize("is_indexed", [False, True])
def test_what_only_a_sheet_that_is_gone_fits_is_not_denied(
    is_indexed: bool,  # noqa: FBT001  drawn
    added: Path,
    search: Search,
) -> None:
    if is_indexed:
        search("wombats", "--library")
    added.rename(added.with_name("away"))
    told = search("edition:2015 geese", "--library")["message"]
    assert re.match("Only “(kenya@2015-11-29|Kenya)” fits edition:2015, and it is not here now.", told)
    assert " fits sheet:chad, and it is not here" in search("sheet:chad geese", "--library")["message"]
    assert search("sheet:peru geese", "--library")["message"].startswith("No sheet is called “peru”.")


def test_a_zero_in_one_sheet_leads_to_the_library_s_others(added: Path) -> None:
    content = paths.content_folder()
    assert other_sheets("wombats", "us-relations-with-hong-kong", content) == [
        (str(added / "chad.md"), "Chad", 1),
        (str(added / "new.md"), "Kenya", 1),
    ]
    assert other_sheets("wombats", "kenya", content) == [(str(added / "chad.md"), "Chad", 1)]
