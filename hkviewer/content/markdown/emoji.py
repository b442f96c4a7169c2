"""The names of emoji, as GitHub has them: `:smile:`."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from hkviewer.system import paths

# Also several in a row; right before a word only one of several words. `10:30:45`, `std::b::c` hold none.
_NAMES = re.compile(
    r":(?<!\w:)(?<!\w::)(?:[a-z0-9_+-]{1,40}+:(?::[a-z0-9_+-]{1,40}+:)*+(?!:?[a-z0-9_])|[a-z]+_[a-z_]{1,40}+:)"
)
_NAME = re.compile(r":([a-z0-9_+-]+):")


def with_emoji(text: str) -> str:
    """`text` with the characters for the names in it; what is no name stays as it is written."""
    return _NAMES.sub(lambda names: _NAME.sub(_character, names[0]), text) if ":" in text else text


def _character(name: re.Match[str]) -> str:
    known = _characters()
    if found := known.get(name[1]):
        return found
    who, _, what = name[1].partition("_")  # others have `man_raising_hand` for `raising_hand_man`
    return known.get(f"{what}_{who}", name[0]) if who in ("man", "woman") else name[0]


@functools.cache
def _characters() -> Mapping[str, str]:
    """The characters of each name; the list's licence is resources/licences/gemoji-MIT.txt."""
    file = paths.resources_folder() / "words" / "emoji.txt"
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}  # without the list the names stand as they are written
    return dict(line.split(" ", 1) for line in lines if not line.startswith("#"))
