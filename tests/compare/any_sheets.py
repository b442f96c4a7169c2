"""Markdown texts of a few words in every kind of block, of which any two have something in common."""

from __future__ import annotations

from hypothesis import strategies as st

_WORDS = st.lists(st.sampled_from("the of tax 1,300 5% (2020) km – “a” U.S. 香港 it's .".split()), max_size=9)
_BLOCK = st.tuples(st.sampled_from(["", "- ", "1. ", "> ", "## ", "### ", "    "]), _WORDS).map(
    lambda parts: parts[0] + " ".join(parts[1])
)
_TABLE = st.lists(st.tuples(_WORDS, _WORDS), min_size=1, max_size=4).map(
    lambda rows: "\n".join(
        ["| name | n |", "| --- | --- |", *(f"| {' '.join(a)} | {' '.join(b)} |" for a, b in rows)]
    )
)
ANY_SHEET = st.lists(st.one_of(_BLOCK, _BLOCK, _TABLE), max_size=7).map("\n\n".join)
