"""Named recipes: saved, used again, and damaged."""

from __future__ import annotations

import datetime as dt
import json
import os

import pytest

from hkviewer.content.document import open_document
from hkviewer.errors import DocumentError, HkviewerError, OutputError, UsageError
from hkviewer.export.briefing import Cover, OwnWords, SheetPart
from hkviewer.export.recipes import (
    delete_recipe,
    from_json,
    load_recipe,
    recipe_names,
    recipes_folder,
    save_recipe,
    to_json,
)
from hkviewer.system import paths


def test_a_recipe_comes_back_as_it_was_saved(brief):
    part = SheetPart.of(open_document(None), ("economic-relations",))
    briefing = brief(Cover(), OwnWords("# Mine"), part, layout="compact", marking="Ünclassified", notes=True)
    save_recipe("Weekly brief", briefing)
    assert load_recipe("Weekly brief", briefing.choices.date) == briefing
    assert recipe_names() == ["Weekly brief"]


def test_a_recipe_of_a_users_own_file_opens_that_file(brief, part_of):
    briefing = brief(part_of("# T\n\n## A\n\nwords\n"))
    save_recipe("mine", briefing)
    assert load_recipe("mine", briefing.choices.date) == briefing


def test_the_date_is_the_days_not_the_recipes(brief, hong_kong):
    save_recipe("r", brief(hong_kong, date=dt.date(1999, 1, 1)))
    assert load_recipe("r", dt.date(2030, 5, 5)).choices.date == dt.date(2030, 5, 5)


def test_sections_that_are_gone_are_left_out(brief, hong_kong):
    data = to_json(brief(SheetPart(hong_kong.sheet, ("economic-relations",), hong_kong.document)))
    data["parts"][0]["sections"].append("gone")
    assert from_json(data).sheets[0].sections == ("economic-relations",)


def test_a_missing_recipe_is_named_with_those_there_are(brief, hong_kong):
    save_recipe("there", brief(hong_kong))
    with pytest.raises(UsageError, match="no recipe “not there”") as caught:
        load_recipe("not there")
    assert "there" in caught.value.remedy


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a\\b", ".hidden", "a\nb", "x" * 200, "c:x", 'q"'])
def test_a_name_that_is_no_files_name_is_refused(name, brief, hong_kong):
    with pytest.raises(UsageError, match="recipe’s name"):
        save_recipe(name, brief(hong_kong))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        json.dumps({"format": 2, "parts": [], "choices": {}}),
        json.dumps({"format": 1, "parts": 3, "choices": {}}),
        json.dumps({"format": 1, "parts": [{"part": "other"}], "choices": {}}),
        json.dumps({"format": 1, "parts": [{"part": "own words", "markdown": 5}], "choices": {}}),
        json.dumps({"format": 1, "parts": [], "choices": {"notes": "yes"}}),
        json.dumps({"format": 1, "parts": [], "choices": []}),
    ],
)
def test_a_damaged_recipe_gets_one_clear_line(text):
    recipes_folder().mkdir(parents=True)
    (recipes_folder() / "bad.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="“bad” is damaged"):
        load_recipe("bad")


def test_a_recipe_of_a_document_that_is_gone_names_it(brief, part_of, tmp_path):
    save_recipe("r", brief(part_of("# T\n\nwords\n")))
    (tmp_path / "sheet.md").unlink()
    with pytest.raises(DocumentError, match=r"sheet\.md"):
        load_recipe("r")


def test_saving_again_replaces_and_deleting_removes(brief, hong_kong):
    save_recipe("r", brief(hong_kong, layout="large"))
    save_recipe("r", brief(hong_kong, layout="compact"))
    assert load_recipe("r").choices.layout == "compact"
    delete_recipe("r")
    assert recipe_names() == []
    with pytest.raises(OutputError):
        delete_recipe("r")


def test_a_folder_that_cannot_be_made_is_told(brief, hong_kong):
    paths.data_folder().write_text("in the way")
    with pytest.raises(HkviewerError, match="could not be made"):
        save_recipe("r", brief(hong_kong))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_recipe_that_is_a_pipe_is_not_waited_for():
    recipes_folder().mkdir(parents=True)
    os.mkfifo(recipes_folder() / "pipe.json")
    with pytest.raises(DocumentError, match="device or pipe"):
        load_recipe("pipe")
