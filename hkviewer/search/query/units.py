"""Numbers with a unit: 33km and 33 km, 31billion and 31bn are the same."""

from __future__ import annotations

import re

# The units that texts of fact sheets use, with the symbols of the SI brochure, folded.
_SYMBOLS = """
    mm cm m km nm mi ft yd ha sq cu mg g kg t mt kt lb oz ml l bbl kb mb gb tb w kw mw gw tw
    wh kwh mwh gwh twh hz khz mhz ghz kv v c f am pm hr hrs min sec mph kph kmh
"""
_UNITS = frozenset(_SYMBOLS.split())
_LARGE = {"billion": "bn", "million": "mn", "trillion": "tn"}
_TOGETHER = re.compile(r"([0-9]+)([a-z]+)")


def parts_of(token: str, *, half_typed: bool) -> tuple[str, ...]:
    """The parts of a typed word: those that were joined in it, and a number and its unit apart.

    Args:
        token: the word as `groups` gives it.
        half_typed: it may go on, so that a unit of several letters may have its first only.
    """
    parts = token.split("-")
    ends = [False] * (len(parts) - 1) + [half_typed]
    return tuple(
        piece for part, end in zip(parts, ends, strict=True) for piece in _apart(part, half_typed=end)
    )


def _apart(part: str, *, half_typed: bool) -> tuple[str, ...]:
    match = _TOGETHER.fullmatch(part)
    if not match:
        return (part,)
    number, unit = match.groups()
    if unit in _LARGE:
        return (number + _LARGE[unit],)
    # 31m may become 31mn, and 14t become 14th.
    known = unit in _UNITS if not half_typed else unit not in ("m", "t", "s", "b") and _begins(unit)
    return (number, unit) if known else (part,)


def _begins(letters: str) -> bool:
    """Whether a unit is, or begins with, these letters."""
    return any(unit.startswith(letters) for unit in _UNITS)
