"""What of a sheet is laid out: stretches of its sections, as a rule all of them."""

from __future__ import annotations

from hkviewer.content.model import Block, FactSheet, Leaf, Section
from hkviewer.system.values import Value


class Stretch(Value):
    """Consecutive blocks of one section.

    Attributes:
        number: the section's position in the sheet.
        section: the section.
        begins: the section begins here, with its heading.
        blocks: the blocks that are shown.
        leaves: where their words stand in the section's text.
    """

    number: int
    section: Section
    begins: bool
    blocks: tuple[Block, ...]
    leaves: tuple[Leaf, ...]


class Part(Value):
    """What is shown at a time: `stretches`, which are part `number`, from 0, of `count`."""

    stretches: list[Stretch]
    number: int = 0
    count: int = 1


def whole(sheet: FactSheet) -> list[Stretch]:
    """All of `sheet`."""
    return [Stretch(n, s, True, s.blocks, s.leaves) for n, s in enumerate(sheet.sections)]
