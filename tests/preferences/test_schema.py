"""The table of what can be chosen, and that everything which lists choices is made from it."""

from __future__ import annotations

import argparse
import ast
import dataclasses
import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from hkviewer.commands import export
from hkviewer.errors import UsageError
from hkviewer.export.briefing import Briefing, Choices, OwnWords
from hkviewer.export.recipes import from_json, to_json
from hkviewer.export.remembered import remembered, to_remember
from hkviewer.preferences.policy import Policy
from hkviewer.preferences.policy_file import KEYS, read
from hkviewer.preferences.schema import CHOICES, NO_COPIES, REMEMBERED, SETTINGS, SWITCHES, Row
from hkviewer.preferences.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DATE = dt.date(2026, 11, 22)
FOR_ONE_COPY = {"date"}
FIELDS = {field.name: field for field in dataclasses.fields(Choices)}
WITH_A_KEY = [row for row in (*SETTINGS, *CHOICES, *SWITCHES) if row.policy_key]


def names(row: Row) -> str:
    return row.name


def copy_choices(**values: Any) -> Choices:
    return Choices(date=DATE, **values)


def other_value(row: Row) -> Any:
    """A value of the choice `row` that is not its default."""
    if row.type is bool:
        return not row.default
    return row.allowed[-1] if row.allowed else f"Some {row.name}"


OTHER = {row.name: other_value(row) for row in CHOICES}


# Rows and fields


def test_the_settings_are_the_rows_and_what_is_remembered_of_a_copy():
    assert Settings.__match_args__ == tuple(Settings.__annotations__)
    assert set(Settings.__match_args__) == REMEMBERED.keys()
    assert len(REMEMBERED) == len(SETTINGS) + sum(bool(row.remembered) for row in CHOICES)


@pytest.mark.parametrize("name", REMEMBERED)
def test_a_setting_has_the_rows_default_and_is_read_back_as_it_is_written(name):
    row, default = REMEMBERED[name], getattr(Settings(), name)
    # Of the paper alone nothing is remembered at first: it is the country's.
    assert default == ("" if name == "copy_paper" else row.default)
    assert row.read_stored(json.loads(json.dumps(row.default))) == row.default


def test_a_copys_choices_are_the_rows_and_what_belongs_to_one_copy():
    assert FIELDS.keys() == {row.name for row in CHOICES} | FOR_ONE_COPY


@pytest.mark.parametrize("row", CHOICES, ids=names)
def test_a_choice_has_the_rows_default_and_its_values(row):
    assert FIELDS[row.name].default == row.default
    hint = get_type_hints(Choices)[row.name]
    assert (hint is row.type) if not row.allowed else get_args(hint) == row.allowed
    assert len(row.shown) == len(row.allowed) == len(set(row.allowed))


def test_an_organisations_switches_are_fields_of_the_policy_with_its_defaults():
    assert {row.name: row.default for row in SWITCHES} == {
        row.name: getattr(Policy(), row.name) for row in SWITCHES
    }


# What is made from the rows


def test_the_options_of_export_are_the_rows():
    parser = argparse.ArgumentParser()
    export.add_arguments(parser)
    options = {option: action for action in parser._actions for option in action.option_strings}
    for row in CHOICES:
        action = options[row.option]
        assert action.dest == row.name
        assert tuple(action.choices or ()) == row.allowed
        assert action.help == row.help


def test_a_recipe_holds_every_choice_and_gives_it_back():
    briefing = Briefing((OwnWords("Words."),), copy_choices(**OTHER))
    saved = json.loads(json.dumps(to_json(briefing)))
    assert saved["choices"] == OTHER
    assert from_json(saved, DATE) == briefing


@pytest.mark.parametrize("row", CHOICES, ids=names)
def test_a_recipe_with_a_choice_of_another_type_is_refused(row):
    saved = to_json(Briefing((OwnWords("Words."),), Choices(DATE)))
    saved["choices"][row.name] = 7
    with pytest.raises(TypeError):
        from_json(saved, DATE)


def test_the_settings_remember_every_choice_but_the_title():
    kept = to_remember(copy_choices(**OTHER), None)
    assert kept.keys() == {f"copy_{name}" for name in OTHER if name != "title"}
    assert remembered(Settings(**kept), "letter", DATE) == copy_choices(**{**OTHER, "title": ""})


@pytest.mark.parametrize("row", [row for row in CHOICES if row.allowed or row.longest], ids=names)
def test_a_copy_is_not_made_with_a_value_that_its_row_does_not_have(row):
    wrong = "x" * (row.longest + 1) if row.longest else "none of them"
    with pytest.raises(UsageError, match=row.noun):
        Briefing((OwnWords("Words."),), copy_choices(**{row.name: wrong})).validate()


def test_the_policy_files_names_are_the_rows():
    assert {row.name for row in KEYS.values()} == {row.name for row in WITH_A_KEY}
    assert len(KEYS) == len(WITH_A_KEY), "no name stands for two rows"


@pytest.mark.parametrize("row", WITH_A_KEY, ids=names)
def test_a_lock_that_cannot_be_read_is_taken_for_what_its_row_says(row):
    policy = read(json.dumps({"locks": {row.policy_key: ["\x07"]}}).encode(), "policy.json")
    closes = row.may_lock and row.when_unreadable is not None
    assert policy.copies is not (closes and row.when_unreadable == NO_COPIES)
    if closes and row.when_unreadable != NO_COPIES:
        found = policy.locks[row.remembered] if row.remembered else getattr(policy, row.name)
        assert found == row.when_unreadable


# That there is no second list


def sequences(syntax: ast.AST) -> list[set[str]]:
    """The words that stand side by side in a tuple, list, set or as the arguments of a call."""
    literals = (ast.Tuple, ast.List, ast.Set)
    groups = [node.elts for node in ast.walk(syntax) if isinstance(node, literals)]
    groups += [node.args for node in ast.walk(syntax) if isinstance(node, ast.Call)]
    return [{str(n.value) for n in group if isinstance(n, ast.Constant)} for group in groups]


LISTS = [{row.name for row in CHOICES}, *(set(row.allowed) for row in CHOICES if row.allowed)]


def test_no_other_module_lists_the_choices_or_the_values_of_one():
    """But the dialog, whose own the order of its fields is."""
    listing = {
        path.name: words
        for path in sorted((ROOT / "hkviewer").rglob("*.py"))
        if path.name not in ("schema.py", "choice_fields.py")
        for words in sequences(ast.parse(path.read_text(encoding="utf-8")))
        if any(len(words & known) > 1 for known in LISTS)
    }
    assert listing == {}


def test_the_table_imports_nothing_for_its_words():
    code = (
        "import sys, hkviewer.theme; before = set(sys.modules); import hkviewer.preferences.schema;"
        "print(*sorted(set(sys.modules) - before))"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["hkviewer.preferences", "hkviewer.preferences.schema"]
