"""How much work an SVG drawing is, reckoned from its text: what refers to what, and how often."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from hkviewer.content.svg.size import Size, number

MOST_STEPS = 100_000
"""An element is a step. The largest maps and plots have some 50,000."""
_PIXELS_OF_A_STEP = 2_000
"""A filter takes as long for so many pixels as the drawing of an element."""
_TILES_OF_A_STEP = 20
_ENDLESS = float("inf")


@dataclass(slots=True)
class Element:
    """An element of a drawing that takes others in, or may be taken in.

    Attributes:
        name: without its namespace.
        attributes: the same.
        references: by which attribute it takes something else of the drawing, and that one's id.
        steps: its own, with those of the elements in it that only stand there.
        effect: of a filter, how often it goes through its pixels.
        children: the numbers of the other elements in it.
    """

    name: str
    attributes: Mapping[str, str]
    references: Sequence[tuple[str, str]] = ()
    steps: float = 1.0
    effect: float = 0.0
    children: list[int] = field(default_factory=list)

    @property
    def only_stands(self) -> bool:
        """Whether nothing can take it in, and it takes nothing in."""
        return not (self.references or self.children or "id" in self.attributes)


def effect_of(name: str, attributes: Mapping[str, str]) -> float:
    """How often an effect in a filter goes through the filter's pixels."""
    return _EFFECTS.get(name, _once)(attributes)


def steps(elements: Sequence[Element], rules: Sequence[str], classed: int, size: Size) -> float:
    """How many steps it takes to draw a drawing, what is repeated counted as often as it is drawn.

    Args:
        elements: those that do not only stand there, the outermost one first.
        rules: the ids that its style sheets take.
        classed: the elements that a style sheet may be meant for.
        size: the drawing's.

    Returns:
        The number; infinite for what takes itself in.
    """
    ids: dict[str, int] = {}
    for place, element in enumerate(elements):
        ids.setdefault(element.attributes.get("id", ""), place)
    reckoning = _Reckoning(elements, ids, size)
    ruled = [ids[id_] for id_ in rules if id_ in ids]
    own = reckoning.steps_of(0)
    return own + sum(max(classed, 1) * reckoning.taken("style", 0, place) for place in ruled)


class _Reckoning:
    def __init__(self, elements: Sequence[Element], ids: Mapping[str, int], size: Size) -> None:
        self._elements = elements
        self._ids = ids
        self._size = size
        self._known: dict[int, float] = {}

    def steps_of(self, start: int) -> float:
        """Reckon from the innermost out, without recursion: an element is ready when all it takes is.

        What is asked for while it waits for itself has no end.
        """
        waiting, on_way = [start], set[int]()
        while waiting:
            here = waiting[-1]
            missing = [] if here in self._known else self._missing(here)
            if missing and here not in on_way:
                on_way.add(here)
                waiting += missing
                continue
            waiting.pop()
            on_way.discard(here)
            if here not in self._known:
                self._known[here] = self._sum(here)
        return self._known[start]

    def _missing(self, here: int) -> list[int]:
        element = self._elements[here]
        taken = [self._ids[id_] for _, id_ in element.references if id_ in self._ids]
        return [other for other in (*element.children, *taken) if other not in self._known]

    def _sum(self, here: int) -> float:
        element = self._elements[here]
        inner = sum(self._known.get(child, _ENDLESS) for child in element.children)
        taken = (self._cost(key, here, self._ids[id_]) for key, id_ in element.references if id_ in self._ids)
        return element.steps + inner + sum(taken)

    def taken(self, key: str, here: int, other: int) -> float:
        """What it takes that element `here` takes `other` by the attribute `key`."""
        self.steps_of(other)
        return self._cost(key, here, other)

    def _cost(self, key: str, here: int, other: int) -> float:
        cost = self._known.get(other, _ENDLESS)
        element, target = self._elements[here], self._elements[other]
        if target.name == "filter":
            return cost + target.effect * self._size.area / _PIXELS_OF_A_STEP
        if target.name == "pattern":
            return cost * max(1.0, self._tiles(target.attributes) / _TILES_OF_A_STEP)
        if key.startswith("marker"):
            # One at each corner of a path; a corner takes four letters at least.
            written = element.attributes.get("d", "") or element.attributes.get("points", "")
            return cost * (1 + len(written) // 4)
        return cost

    def _tiles(self, attributes: Mapping[str, str]) -> float:
        area = number(attributes.get("width", "")) * number(attributes.get("height", ""))
        if attributes.get("patternUnits") != "userSpaceOnUse":
            area *= 1e-4 if "%" in attributes.get("width", "") else 1
            return 1 / area if area > 0 else 1.0
        return self._size.area / area if area > 0 else 1.0


def _once(_attributes: Mapping[str, str]) -> float:
    return 1.0


def _largest(attributes: Mapping[str, str], name: str, usual: float) -> float:
    words = attributes.get(name, "").replace(",", " ").split()
    return max([abs(number(word, usual)) for word in words], default=usual)


_EFFECTS: Mapping[str, Callable[[Mapping[str, str]], float]] = {
    "feGaussianBlur": lambda _: 4.0,
    "feDropShadow": lambda _: 4.0,
    "feDiffuseLighting": lambda _: 4.0,
    "feSpecularLighting": lambda _: 4.0,
    "feMorphology": lambda attributes: (2 * _largest(attributes, "radius", 0) + 1) ** 2,
    "feConvolveMatrix": lambda attributes: _largest(attributes, "order", 3) ** 2,
    "feTurbulence": lambda attributes: 20 * _largest(attributes, "numOctaves", 1),
}
