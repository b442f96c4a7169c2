"""What a word may be in a stream, as a pattern for streams and as an FTS5 query."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

_MOST_PRODUCTS = 16
"""Combinations of forms that FTS5 is given as phrases; of more it only requires the words, in any order."""
GAP = "-? "  # between words, which may be joined
JOINED = rf"{GAP}(?:[^\w |.-]-? )?"
"""Between the words of a phrase: “of 31 billion” also stands in “of $31 billion”.

What is no letter or digit and yet a token is a sign: to name all of them takes as long to compile as the rest
of a phrase.
"""
_JOINT = re.compile("[ -]")
"""Between the tokens of a literal."""


@dataclass(frozen=True, slots=True)
class Forms:
    """What a term may be in a stream: these literals, and words that begin with `prefix`."""

    literals: tuple[str, ...]
    prefix: str = ""
    count: int = 0

    @property
    def pattern(self) -> str:
        """A pattern for any of them; "" for none."""
        return _choice([*map(_spelt, self.literals), *self._beginning])

    @property
    def one_token(self) -> str:
        """A pattern for the forms that are one token each; "" for none."""
        return _choice(
            [*(_spelt(form) for form in self.literals if not _JOINT.search(form)), *self._beginning]
        )

    @property
    def several_tokens(self) -> str:
        """A pattern for the others."""
        return _choice([_spelt(form) for form in self.literals if _JOINT.search(form)])

    @property
    def _beginning(self) -> list[str]:
        return [re.escape(self.prefix) + "[^ -]*"] if self.prefix else []

    @property
    def candidates(self) -> str:
        """A full-text query for any of them."""
        beginning = [quoted(self.prefix) + "*"] if self.prefix else []
        return any_of([*map(quoted, self.literals), *beginning])

    def shares_words_with(self, other: Forms) -> bool:
        """Whether there are words that both may be."""
        return (
            any(map(self._may_be, other.literals))
            or any(map(other._may_be, self.literals))
            or bool(self.prefix and other.prefix.startswith(self.prefix))
            or bool(other.prefix and self.prefix.startswith(other.prefix))
        )

    def _may_be(self, literal: str) -> bool:
        return literal in self.literals or bool(self.prefix and literal.startswith(self.prefix))

    def with_literals(self, more: Sequence[str]) -> Forms:
        """These forms and others."""
        return replace(self, literals=(*self.literals, *more))


def _choice(patterns: Iterable[str]) -> str:
    """A pattern for any of several, the longest first; "" for none."""
    choices = sorted(patterns, key=len, reverse=True)
    return f"(?:{'|'.join(choices)})" if len(choices) > 1 else "".join(choices)


def _spelt(literal: str) -> str:
    """A pattern for a literal as it stands in a stream."""
    return GAP.join(re.escape(word.replace("-", "- ")) for word in literal.split())


def sequence_pattern(forms: Sequence[Forms]) -> str:
    """A pattern for forms that follow each other."""
    return JOINED.join(form.pattern for form in forms)


def sequence_candidates(forms: Sequence[Forms]) -> str:
    """A full-text query for forms that follow each other."""
    ways = math.prod(len(f.literals) + bool(f.prefix) for f in forms)
    if ways > _MOST_PRODUCTS or any(f.prefix for f in forms[:-1]):
        return all_of([f.candidates for f in forms])
    choices = []
    for way in itertools.product(*([*f.literals, *([f.prefix + "*"] if f.prefix else [])] for f in forms)):
        words = " ".join(way)
        choices.append(quoted(words.rstrip("*")) + "*" * words.endswith("*"))
    return any_of(choices)


def quoted(literal: str) -> str:
    """A literal of a stream as a string of FTS5."""
    return '"' + literal.replace("-", " ").replace('"', "") + '"'


def any_of(queries: Iterable[str]) -> str:
    """A full-text query for any of several; "" for none."""
    known = [query for query in queries if query]
    return "(" + " OR ".join(known) + ")" if known else ""


def all_of(queries: Sequence[str]) -> str:
    """A full-text query for all of several; "" where one is "", which finds nothing."""
    if not queries or not all(queries):
        return ""
    return "(" + " AND ".join(queries) + ")"
