"""Words in which nothing is a mark."""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"[!-/:-@[-`{-~]")


def literal(text: str) -> str:
    """`text` such that nothing in it is a mark, as Python-Markdown writes it and `emphasis` reads it."""
    return _PUNCTUATION.sub(lambda match: f"\x02{ord(match[0])}\x03", text)
