"""Headers in code that begin a document, as proposals to Bitcoin and others have them, for its title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hkviewer.content.model import Block, CodeBlock

_HEADER = re.compile(r"[ ]*+(?:\*[ ]*+)?([A-Za-z][\w-]*):[ ]*+(.*)")
_FEWEST = 3
"""Lines with a key; fewer may be an example."""


def stated_title(blocks: Sequence[Block]) -> str:
    """What the line `Title: …` says of code that begins `blocks` and holds nothing but such headers, else "".

    The first header names the document, as in `BIP: 32`; a value may go on in lines that are set in.
    """
    first = blocks[0] if blocks else None
    if not isinstance(first, CodeBlock) or first.language not in ("", "text"):
        return ""  # an example of YAML has titles too
    lines = [line for line in first.text.split("\n") if line.strip()]
    found = [_HEADER.fullmatch(line) for line in lines]
    margin = len(lines[0]) - len(lines[0].lstrip(" ")) if lines else 0
    key, title = "", ""
    for line, header in zip(lines, found, strict=True):
        goes_on = len(line) - len(line.lstrip(" ")) > margin
        if not (header or goes_on):
            return ""
        key, value = (header[1].lower(), header[2]) if header and not goes_on else (key, line.strip())
        title += f" {value}" if key == "title" else ""
    return " ".join(title.split()) if sum(map(bool, found)) >= _FEWEST else ""
