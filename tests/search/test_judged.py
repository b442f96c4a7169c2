"""The judged queries: what a careful reader says that each has to find, through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hkviewer.cli import main

_QUERIES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "judged.json").read_text(encoding="utf-8")
)["queries"]


@pytest.mark.parametrize("judged", _QUERIES, ids=[f"{q['id']}-{q['class']}" for q in _QUERIES])
def test_a_judged_query_finds_what_was_judged(
    judged: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--typing"] if judged["mode"] == "typing" else []
    code = main(["search", "--format", "json", *options, "--", _typed(judged["query"])])
    found = json.loads(capsys.readouterr().out)
    if judged.get("free"):
        return
    sections = {section["title"]: section for section in found["sections"]}
    assert sorted(sections) == sorted(judged["sections"])
    assert code == (0 if sections else 1)
    if judged["hits"]:
        for title, section in sections.items():
            accepted = [judged["hits"].get(title, 0), *judged.get("accept_hits", {}).get(title, [])]
            assert section["hits"] in accepted, title
            assert section["heading_hits"] == judged["heading_hits"].get(title, 0), title
    if "message" in judged:
        assert found["message"]
    if "suggest" in judged:
        assert found["corrected"] in judged["suggest"].split("|")
        assert found["corrected"] in found["message"]
    if judged.get("tier") == "alias":
        assert found["alias"].startswith(f"{judged['query']} = ")


def _typed(query: str) -> str:
    if not query.startswith("@repeat:"):
        return query
    _, words, times = query.split(":")
    return words * int(times)
