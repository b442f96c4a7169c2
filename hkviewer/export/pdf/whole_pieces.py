"""Addresses that change their look behind a hyphen, such as a highlighted word in one.

The template keeps a hyphen and what follows it on one line (see `hkviewer.export.line_breaks`); of two looks
these are two runs, which it is told to keep together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hkviewer.export.line_breaks import BREAK, HYPHENS

_LAST_HYPHENS = re.compile(f"{BREAK}[{HYPHENS}]+$")
_FIRST_PIECE = re.compile(r"\S+")  # a break counts as a blank
_BETWEEN = ("note", "footnote", "reference")
"""What may stand between the words of two runs."""


def with_whole_pieces(runs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The template's `runs`, with a "whole" of two where the first one ends in an address's hyphen."""
    result: list[dict[str, Any]] = []
    for following in runs:
        run, last = following, result[-1] if result else {}
        hyphens = _LAST_HYPHENS.search(last.get("text", ""))
        rest = _FIRST_PIECE.match(run.get("text", ""))
        if hyphens and rest and not any(key in part for part in (last, run) for key in _BETWEEN):
            result[-1] = last | {"text": last["text"][: hyphens.start() + 1]}
            result.append({"whole": [last | {"text": hyphens[0][1:]}, run | {"text": rest[0]}]})
            run = run | {"text": run["text"][rest.end() :]}
        if run.get("text", " "):
            result.append(run)
    return result
