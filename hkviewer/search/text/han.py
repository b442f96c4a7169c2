"""Chinese characters in their traditional and simplified forms, which are compared as one."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from hkviewer.system import paths


@functools.cache
def simplified() -> Mapping[str, str]:
    """Traditional characters to simplified ones; none where the list is missing. Reading it takes 1 ms."""
    try:
        text = (paths.resources_folder() / "words" / "han-variants.txt").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return {}
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {pair[0]: pair[1] for line in lines for pair in line.split()}
