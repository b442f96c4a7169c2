"""The nodes of a query: frozen values that state what has to hold of a section."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Term:
    """One word as it was typed.

    Attributes:
        parts: its tokens: one, or several that were typed joined (anti-terror).
        typed: what was typed.
        prefix: words that begin so are meant too.
        dotted: typed with dots (U.S.), so that it is a prefix only where it is no word itself.
        exact: no inflections, as in a phrase.
        also: other tokens that mean the same here: “july” for “jul” beside a year.
        asking: it is a word of asking, such as “what” or “the”, and left out.
    """

    parts: tuple[str, ...]
    typed: str
    prefix: bool = False
    dotted: bool = False
    exact: bool = False
    also: tuple[str, ...] = ()
    asking: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one directly after the other, without inflections."""

    terms: tuple[Term, ...]
    typed: str


@dataclass(frozen=True, slots=True)
class Date:
    """A date; `days` is None for a whole month, `year` is "" for that day of any year.

    While it is being typed, `year` may be its first digits only, and `months` and `days` all that
    can still be meant.
    """

    year: str
    months: tuple[int, ...]
    days: tuple[int, ...] | None
    typed: str
    whole_year: bool = True


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day of any month, as 14th means it."""

    day: int
    typed: str


@dataclass(frozen=True, slots=True)
class Telephone:
    """Two groups of digits that follow each other in a telephone number.

    While it is being typed, `second` may be the group's first digits only.
    """

    first: str
    second: str
    typed: str
    half_typed: bool = False


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A whole telephone number, in whatever groups its digits stand.

    Attributes:
        numbers: its digits, without those that come before a number abroad, too.
        typed: what was typed.
    """

    numbers: tuple[str, ...]
    typed: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with what it counts, which is the name of one of the `measures`; or a unit alone."""

    number: Term | None
    measure: str
    typed: str


@dataclass(frozen=True, slots=True)
class Inside:
    """Every word that has `part` in it; where there are `words`, only these."""

    part: str
    typed: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Several:
    """What is made of several nodes."""

    nodes: tuple[Node, ...]


class AllOf(Several):
    """Every one of `nodes` has to hold."""


class AnyOf(Several):
    """At least one of `nodes` has to hold."""


class FirstOf(Several):
    """The first of `nodes` that holds; the others are then not looked at."""


@dataclass(frozen=True, slots=True)
class Excluded:
    """`node` must not hold."""

    node: Node


@dataclass(frozen=True, slots=True)
class Near:
    """`left` and `right` stand with at most `distance` words between them, in either order."""

    left: Node
    right: Node
    distance: int


@dataclass(frozen=True, slots=True)
class InTitle:
    """The section's title, or that of a section it lies in, satisfies `node`.

    With `alone` nothing else is wanted of a section.
    """

    node: Node
    alone: bool = False


_Single = Term | Phrase | Date | DayOfMonth | Telephone | PhoneNumber | Measured | Inside
Node = _Single | AllOf | AnyOf | FirstOf | Excluded | Near | InTitle


def with_inner(node: Node, change: Callable[[Node], Node]) -> Node:
    """`node`, where it is made of others, with each exchanged for what `change` makes of it."""
    match node:
        case Several(nodes):
            return replace(node, nodes=tuple(map(change, nodes)))
        case Near(left, right):
            return replace(node, left=change(left), right=change(right))
        case Excluded(inner) | InTitle(inner):
            return replace(node, node=change(inner))
    return node


def typed(node: Node) -> str:
    """How `node` was typed."""
    match node:
        case AnyOf(nodes) | FirstOf(nodes):
            return typed(nodes[0])
        case AllOf(nodes):
            return " ".join(map(typed, nodes))
        case Near(left, right):
            return f"{typed(left)} {typed(right)}"
        case Excluded(inner) | InTitle(inner):
            return typed(inner)
    return node.typed


def wanted_terms(node: Node) -> Iterator[Term]:
    """The single words that a section is to have: not those of phrases, exclusions or titles."""
    match node:
        case Term(exact=False):
            yield node
        case FirstOf((first, *_)) if not isinstance(first, Term) or first.exact:
            return  # a figure, a date, a telephone number: they are no words
        case Several(nodes):
            for inner in nodes:
                yield from wanted_terms(inner)
        case Near(left, right):
            yield from wanted_terms(left)
            yield from wanted_terms(right)


def replaced(node: Node, substitutes: Mapping[Term, Node]) -> Node:
    """`node` with some of its wanted terms exchanged for others."""
    match node:
        case Term():
            return substitutes.get(node, node)
        case Excluded() | InTitle():
            return node
    return with_inner(node, lambda inner: replaced(inner, substitutes))
