"""What Orca says on the tour of tools/hear.py, held against what is owed; and the transcript that is kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRANSCRIPT = ROOT / "docs" / "heard.md"
HEARD_BEFORE = ["42.0", "50.3"]
"""Versions that were last heard on shorter tours; what they said there is held against what is owed."""
sys.path.insert(0, str(ROOT / "tools"))

from hear import faults_of  # type: ignore[import-not-found]  # noqa: E402  a script, found by the line above
from orca.rig import missing  # type: ignore[import-not-found]  # noqa: E402  as above
from orca.tour import TOURS, Step  # type: ignore[import-not-found]  # noqa: E402  as above


def faults_in(transcript: Path, *, is_whole: bool = True) -> list[str]:
    """What is owed on the tours and is not in `transcript`, which may lack the copies in Firefox.

    One that is not whole may lack steps.
    """
    lines = transcript.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    rows = [row for row in cells if row[0] not in ("pressed", "---")]
    can_browse = "Firefox" in lines[2]
    steps = [step for each in TOURS for step in each.steps if can_browse or not each.copy]
    if not is_whole:
        # Each row is the next step with what it does; there is one.
        left = iter(steps)
        steps = [
            next(step for step in left if (step.press or "–", step.does) == tuple(row[:2])) for row in rows
        ]
    assert [row[0] for row in rows] == [step.press or "–" for step in steps]
    heard = [row[2].split(" ∣ ") for row in rows]
    return [fault for step, words in zip(steps, heard, strict=True) for fault in faults_of(step, words)]


def test_the_transcript_is_of_these_tours_and_has_all_that_is_owed():
    assert faults_in(TRANSCRIPT) == []


@pytest.mark.parametrize("version", ["46.1", "48.1"])
def test_other_versions_say_what_is_owed_too(version):
    assert faults_in(TRANSCRIPT.parent / "heard" / f"orca-{version}.md") == []


@pytest.mark.parametrize("version", HEARD_BEFORE)
def test_versions_heard_before_said_what_is_owed(version):
    assert faults_in(TRANSCRIPT.parent / "heard" / f"orca-{version}.md", is_whole=False) == []


def test_what_is_not_heard_or_heard_twice_or_not_wanted_is_a_fault():
    step = Step("F6", "goes on", ("Search",), ("layered pane",))
    assert faults_of(step, ["Search text."]) == []
    assert faults_of(step, ["Search text.", "layered pane"]) == ["F6: “layered pane” was said"]
    assert faults_of(step, ["Search text.", "Search text."]) == ["F6: “Search text.” was said twice"]
    for dialog in ("Saving dialog", "Saving dialog."):
        assert faults_of(step, ["Search text.", dialog, "Search text."]) == [], "it came back"
    assert faults_of(step, []) == ["F6: “Search” was not heard"]
    # Orca from version 50 on says a name and a role one after the other.
    assert faults_of(Step("F6", "", ("Search text",)), ["Search", "text."]) == []


@pytest.mark.orca
@pytest.mark.timeout(3000)
def test_orca_says_all_that_is_owed(tmp_path):
    if lacking := missing():
        pytest.skip(f"not installed: {lacking}")
    command = [sys.executable, str(ROOT / "tools" / "hear.py"), "--out", str(tmp_path / "heard.md")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
