"""What every comparison must hold, looked at from outside: in the JSON that is handed out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hkviewer.compare.comparing import compare_documents
from hkviewer.content.document import Document
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.notes import notes_in_order
from hkviewer.export.redline.json_form import changes_json

UNITS = ("km", "m", "sq", "cu", "kg", "bn", "mn", "tn", "ha", "ft", "mi", "nm", "t", "g", "cm", "mm", "l")


def document(text: str, name: str = "sheet", folder: Path = Path()) -> Document:
    """A Markdown text as a document that stands in `folder`."""
    return Document(parse_sheet(text, name=name, digest=name), folder / f"{name}.md", bundled=False)


def compared(old: str, new: str, *, exact: bool = False) -> dict[str, Any]:
    """The JSON of two Markdown texts, which was checked."""
    return checked(document(old, "old"), document(new, "new"), exact=exact)


def checked(old: Document, new: Document, *, exact: bool = False) -> dict[str, Any]:
    """The JSON of two documents; fails where it does not rebuild both."""
    found: dict[str, Any] = json.loads(changes_json(compare_documents(old, new, exact=exact)))
    assert_rebuilds(found, old, new)
    return found


def written(runs: list[list[str]], side: str) -> str:
    """What the old or the new text has of some runs."""
    kinds = {"old": "deleted", "new": "inserted"}
    parts = (run for run in runs if run[0] in ("same", kinds[side]))
    return "".join(run[2] if side == "old" and len(run) > 2 else run[1] for run in parts)


def assert_rebuilds(found: dict[str, Any], old: Document, new: Document) -> None:
    """Every code point of both texts is in exactly one block, and the runs say the same as the ranges."""
    for side, doc in (("old", old), ("new", new)):
        sections = [notes_in_order(section) for section in doc.sheet.sections]
        parts: list[tuple[int, int, int, str]] = []
        for entry in found["sections"]:
            if entry[side]:
                assert written(entry["title_runs"], side) == sections[entry[side]["n"]].title
                assert entry[side]["id"] == sections[entry[side]["n"]].id
            for block in entry["blocks"]:
                text = written(block["runs"], side)
                for n, start, end in block[side]:
                    parts.append((n, start, end, text[: end - start]))
                    text = text[end - start :]
                assert text == ""
        numbers = sorted(entry[side]["n"] for entry in found["sections"] if entry[side])
        assert numbers == list(range(len(sections)))
        rebuilt = [""] * len(sections)
        for n, start, end, text in sorted(parts):
            assert len(rebuilt[n]) == start
            assert len(text) == end - start
            rebuilt[n] += text
        assert rebuilt == [section.text for section in sections]
    assert_counts(found)
    assert_no_crumbs(found)


def assert_counts(found: dict[str, Any]) -> None:
    """The summary counts what the sections say, and each status says what its runs do."""
    counts = found["summary"]["sections"]
    for status in ("added", "removed", "changed"):
        assert counts[status] == sum(entry["status"] == status for entry in found["sections"])
    for flag in ("moved", "renamed"):
        assert counts[flag] == sum(entry[flag] for entry in found["sections"])
    for entry in found["sections"]:
        for block in entry["blocks"]:
            kinds = {run[0] for run in block["runs"]}
            expected = {"same": {"same"}, "added": {"inserted"}, "removed": {"deleted"}}
            assert kinds <= expected.get(block["status"], {"same", "deleted", "inserted"})
            assert block["status"] != "changed" or kinds != {"same"}
            assert bool(block["old"]) == (block["status"] != "added")
            assert bool(block["new"]) == (block["status"] != "removed")


def assert_no_crumbs(found: dict[str, Any]) -> None:
    """No short word is left alone between two changes."""
    for entry in found["sections"]:
        for block in entry["blocks"]:
            runs = block["runs"]
            for number in range(1, len(runs) - 1):
                words = "".join(c if c.isalnum() else " " for c in runs[number][1]).split()
                if runs[number][0] != "same" or len(words) != 1 or words[0] in UNITS:
                    continue
                around = [_change(runs[:number][::-1]), _change(runs[number + 1 :])]
                if not all(any(map(str.isdigit, text)) for text in around if text) and all(around):
                    word = words[0]
                    assert not (word.isalpha() and word.islower() and len(word) <= 3), runs


def _change(runs: list[list[str]]) -> str:
    """The words of the changes that `runs` begin with."""
    text = ""
    for kind, words, *_ in runs:
        if kind == "same":
            break
        text += words
    return text


def changes_of(found: dict[str, Any]) -> list[tuple[str, str]]:
    """What was deleted and inserted in each block that is not the same, without blanks at the ends."""
    return [
        (_changed(block["runs"], "old"), _changed(block["runs"], "new"))
        for entry in found["sections"]
        for block in entry["blocks"]
        if block["status"] != "same"
    ]


def _changed(runs: list[list[str]], side: str) -> str:
    return written([run for run in runs if run[0] != "same"], side).strip()
