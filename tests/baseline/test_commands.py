"""Every command prints what it printed in version 0.1.0, with the same exit code."""

from __future__ import annotations

import json
import re
import shutil
import sys
from typing import Any, Protocol

import pikepdf
import pytest


class Printed(Protocol):
    """As `conftest` has it."""

    exit_code: int
    stdout: str
    stderr: str


@pytest.fixture(autouse=True)
def _files(baseline, documents_of_0_1_0):
    """Policies and copies of then lie beside the documents, with a copy that was saved again."""
    for file in (*baseline.glob("policy*.json"), *(baseline / "copies").iterdir()):
        shutil.copyfile(file, documents_of_0_1_0 / file.name)
    with pikepdf.open(documents_of_0_1_0 / "sections.pdf") as pdf:
        pdf.save(documents_of_0_1_0 / "saved-again.pdf")
    (documents_of_0_1_0 / "no.pdf").write_bytes(b"no PDF at all")
    (documents_of_0_1_0 / "words.txt").write_text("Plain words.\n", encoding="utf-8")


@pytest.mark.parametrize("group", ["show", "check", "verify", "export"])
def test_what_a_command_prints_is_the_same_to_the_byte(group, hkviewer, printed_then):
    then = printed_then(group)
    assert {arguments: hkviewer(*arguments) for arguments in then} == then


def test_a_search_finds_all_that_it_found(hkviewer, printed_then):
    """More may be found and said today, sections may stand otherwise, words side by side be one match."""
    for arguments, then in printed_then("search").items():
        now = hkviewer(*arguments)
        prints_none = arguments[-2:] == ("--limit", "0")
        assert now.exit_code <= then.exit_code or prints_none, arguments
        if "json" in arguments:
            found_then, found_now = json.loads(then.stdout), json.loads(now.stdout)
            assert set(found_then) <= set(found_now), arguments
            if "--limit" not in arguments:
                assert lit(found_then) <= lit(found_now), arguments
        elif "--limit" not in arguments:
            assert set(then.stdout.splitlines()) <= set(now.stdout.splitlines()), arguments


def lit(found: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Each word that a search marks, with its section and its snippet."""
    return {
        (section["id"], snippet["text"], word)
        for section in found["sections"]
        for snippet in section["snippets"]
        for start, end in snippet["spans"]
        for word in re.findall(r"\w+", snippet["text"][start:end])
    }


@pytest.mark.parametrize("group", ["help", "wrong-usage"])
def test_help_and_wrong_usage_read_the_same(group, baseline, hkviewer, printed_then):
    then = printed_then(group)
    now = {arguments: hkviewer(*arguments) for arguments in then}
    made_with = json.loads((baseline / "made-with.json").read_text(encoding="utf-8"))["python"]
    if made_with.split(".")[:2] == [str(number) for number in sys.version_info[:2]]:
        assert now == then
    else:
        # Another Python's argparse breaks lines and quotes choices otherwise, in the same words.
        assert {key: in_words(value) for key, value in now.items()} == {
            key: in_words(value) for key, value in then.items()
        }


def in_words(printed: Printed) -> tuple[int, set[str], set[str]]:
    """The exit code and the words of both streams, without their order."""
    out, err = (set(re.findall(r"[\w-]+", text)) for text in (printed.stdout, printed.stderr))
    return printed.exit_code, out, err


@pytest.mark.parametrize("policy", ["policy", "policy-defaults", "policy-faulty"])
def test_a_policy_is_in_force_as_it_was(policy, hkviewer, printed_then, monkeypatch):
    monkeypatch.setenv("HKVIEWER_POLICY", f"{policy}.json")
    then = printed_then(policy)
    assert {arguments: hkviewer(*arguments) for arguments in then} == then


def test_an_altered_copy_gets_the_same_verdict_and_the_same_differing_words(hkviewer, printed_then):
    """How the differences are cut into sentences, and so how many there are, may change."""
    ((arguments, then),) = printed_then("verify-altered").items()
    now = hkviewer(*arguments)
    assert (now.exit_code, now.stderr) == (then.exit_code, then.stderr) == (1, "")
    assert verdict(now.stdout) == verdict(then.stdout)
    lacked_and_added = ({"1,300", "skilled", "workforce,"}, {"1,400", "good"})
    assert differing_words(then.stdout) == lacked_and_added
    assert differing_words(now.stdout) == lacked_and_added


def verdict(text: str) -> str:
    """The first line, without the number of differences."""
    return re.sub(r"\d+ differences?", "differences", text.splitlines()[0])


def differing_words(text: str) -> tuple[set[str], set[str]]:
    """The words that only the sheet has, and those that only the copy has."""
    of_sheet = re.findall(r"(?:the sheet has|the copy lacks) “([^”]*)”", text)
    of_copy = re.findall(r"(?:the copy has|the copy adds) “([^”]*)”", text)
    return set(" ".join(of_sheet).split()), set(" ".join(of_copy).split())
