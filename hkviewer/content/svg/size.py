"""How large an SVG drawing is to be drawn, by what it states of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([a-zA-Z%]*)\s*")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_UNSTATED = 1000.0


class Size(NamedTuple):
    """Width and height in CSS pixels, 96 to an inch."""

    width: float
    height: float

    @property
    def area(self) -> float:
        """In square pixels."""
        return self.width * self.height


def size_of(attributes: Mapping[str, str]) -> Size:
    """The size of a drawing whose outermost element has these attributes."""
    box = [number(part) for part in re.split(r"[\s,]+", attributes.get("viewBox", "").strip())]
    across, down = (box[2], box[3]) if len(box) == 4 else (0.0, 0.0)
    return Size(
        length(attributes.get("width", "")) or across or _UNSTATED,
        length(attributes.get("height", "")) or down or _UNSTATED,
    )


def length(text: str) -> float:
    """A length in pixels; 0 for what is none, or a part of something else."""
    match = _LENGTH.fullmatch(text)
    return abs(float(match[1])) * _PIXELS.get(match[2].lower(), 0.0) if match else 0.0


def number(text: str, otherwise: float = 0.0) -> float:
    """The number that `text` begins with."""
    match = _LENGTH.match(text)
    return float(match[1]) if match else otherwise
