"""What the organisation's policy lets `hkviewer export` do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hkviewer.cli import main
from hkviewer.export.pdf.page_images import page_sizes


@pytest.fixture
def impose(tmp_path, monkeypatch):
    """Lets the machine have a policy: impose(defaults={...}, locks={...})."""

    def put(text: str = "", **groups: Any) -> None:
        file = tmp_path / "policy.json"
        file.write_text(text or json.dumps(groups), encoding="utf-8")
        monkeypatch.setenv("HKVIEWER_POLICY", str(file))

    return put


@pytest.fixture
def export(tmp_path, capsys):
    """Runs the command; its code, its complaint, and the copy's text."""

    def run(*arguments: str, name: str = "copy.txt") -> tuple[int, str, str]:
        target = tmp_path / name
        target.unlink(missing_ok=True)
        code = main(["export", *arguments, "-o", str(target)])
        return code, capsys.readouterr().err, target.read_text(encoding="utf-8") if target.exists() else ""

    return run


def test_a_default_holds_where_the_option_is_left_out(export, impose):
    impose(defaults={"marking": "INTERNAL", "prepared-by": "Desk 3"})
    code, said, text = export("--prepared-by", "Desk 4")
    assert (code, said) == (0, "")
    assert "INTERNAL" in text
    assert "Desk 4" in text
    assert "Desk 3" not in text
    assert "INTERNAL" not in export("--marking", "")[2]


def test_the_default_paper_is_the_pages_size(export, impose, tmp_path):
    impose(defaults={"paper": "a4"})
    assert main(["export", "-o", str(tmp_path / "copy.pdf")]) == 0
    assert [round(side) for side in page_sizes((tmp_path / "copy.pdf").read_bytes())[0]] == [595, 842]


def test_a_lock_holds_without_the_option_and_with_the_same_words(export, impose):
    impose(locks={"marking": "CUI", "prepared-for": "The Minister"})
    for arguments in ((), ("--marking", " CUI ")):
        code, said, text = export(*arguments)
        assert (code, said) == (0, "")
        assert "CUI" in text
        assert "The Minister" in text


@pytest.mark.parametrize(
    ("locks", "arguments", "words"),
    [
        ({"marking": "CUI"}, ["--marking", "UNCLASSIFIED"], "--marking is set by your organisation: “CUI”."),
        ({"marking": "CUI"}, ["--marking", ""], "--marking is set"),
        ({"marking": ""}, ["--marking", "SECRET"], "set by your organisation: none."),
        ({"prepared-for": "A"}, ["--prepared-for", "B"], "--prepared-for is set"),
        ({"paper": "a4"}, ["--paper", "letter"], "--paper is set by your organisation: “a4”."),
        ({"layout": "large"}, ["--layout", "compact"], "Leave out --layout."),
        ({"markings": ["A", "B"]}, ["--marking", "C"], "does not allow the marking “C”"),
        ({"markings": ["A", "B"]}, ["--marking", ""], "Give one of “A”, “B”."),
    ],
)
def test_an_option_against_a_lock_is_refused_in_plain_lines(export, impose, locks, arguments, words):
    impose(locks=locks)
    code, said, text = export(*arguments)
    assert (code, text) == (2, "")
    assert words in said
    assert said.count("\n") <= 2


def test_a_marking_of_the_locked_list_may_be_chosen_and_the_first_is_taken_else(export, impose):
    impose(locks={"markings": ["ALPHA ONLY", "BRAVO ONLY"]})
    assert "BRAVO ONLY" in export("--marking", "BRAVO ONLY")[2]
    assert "ALPHA ONLY" in export()[2]


def test_a_list_that_is_only_a_default_forbids_no_other_marking(export, impose):
    impose(defaults={"markings": ["ALPHA ONLY"]})
    assert "OWN WORDS" in export("--marking", "OWN WORDS")[2]
    assert "ALPHA ONLY" not in export()[2]


def test_a_recipe_saved_before_the_lock_gives_way_to_it(export, impose):
    assert export("--marking", "OLD WORDS", "--layout", "large", "--save-recipe", "mine")[0] == 0
    impose(defaults={"layout": "compact"}, locks={"marking": "CUI"})
    code, said, text = export("--recipe", "mine", "--save-recipe", "again")
    assert (code, said) == (0, "")
    assert "CUI" in text
    assert "OLD WORDS" not in text


@pytest.mark.parametrize("text", ["{", '{"locks": {"marking": 7}}', '{"lokcs": {}}'])
def test_no_copy_is_made_while_the_lock_on_its_marking_cannot_be_read(export, impose, text):
    impose(text)
    code, said, text = export()
    assert (code, text) == (2, "")
    assert "No copy is made" in said
    assert "--self-test" in said
    assert said.count("\n") == 2


def test_a_fault_that_closes_no_copy_is_said_and_the_copy_made(export, impose):
    impose(defaults={"paper": "A5"})
    code, said, text = export()
    assert code == 0
    assert text
    assert said == "Your organisation’s policy file has faults; please tell your administrator.\n"


@pytest.mark.parametrize("arguments", [["show"], ["search", "trade"], ["verify"]])
def test_reading_goes_on_whatever_the_policy_is(impose, arguments, capsys):
    impose("{")
    assert main(arguments) == 0
    assert capsys.readouterr().err == ""
