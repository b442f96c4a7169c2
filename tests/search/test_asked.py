"""Questions in people's own words, with what each answer owes, through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hkviewer.cli import main

_DATA = Path(__file__).parents[1] / "data"
_QUERIES: list[dict[str, Any]] = json.loads((_DATA / "asked.json").read_text(encoding="utf-8"))["queries"]


@pytest.mark.parametrize("asked", _QUERIES, ids=[f"{q['id']}-{q['kind']}" for q in _QUERIES])
def test_a_question_gets_what_its_answer_owes(
    asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    document = [str(_DATA / asked["document"].replace("factbook", "sheets"))] if "document" in asked else []
    code = main(["search", "--format", "json", "--", asked["query"], *document])
    found = json.loads(capsys.readouterr().out)
    titles = [section["title"] for section in found["sections"]]
    assert code == (0 if titles else 1)
    if "first" in asked:
        assert titles[:1] == [asked["first"]]
    assert titles[:1] == [] or titles[0] in asked.get("first_of", titles)
    assert set(asked.get("any", [])) <= set(titles)
    assert not (asked.get("zero") and titles)
    if "nearest" in asked:
        offered = [section["title"] for kind in ("nearest", "related") for section in found[kind]]
        assert [*titles, *offered][0] in asked["nearest"]
    assert set(asked.get("lit", [])) <= set(_lit(found, 1))
    assert {word.casefold() for word in asked.get("unlit", [])}.isdisjoint(map(str.casefold, _lit(found)))
    assert asked.get("corrected", "") in (found["corrected"] or "")
    assert asked.get("suggest") in (None, *found["suggestions"])


def _lit(found: dict[str, Any], most: int | None = None) -> list[str]:
    """What is lit in the snippets of the first section, or in the first of them."""
    return [
        snippet["text"][start:end].replace("\u00a0", " ")
        for section in found["sections"][:1]
        for snippet in section["snippets"][:most]
        for start, end in snippet["spans"]
    ]
