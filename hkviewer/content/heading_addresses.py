"""The address that GitHub, Pandoc and Hugo make from the words of a heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

_SMART = re.compile(r"-{2,3}|\.{3}|…")
"""What Pandoc makes one mark of punctuation from, which it then leaves out."""


def _github(title: str) -> str:
    """Letters, figures, hyphens and underscores; a hyphen for every blank."""
    return "".join(_github_character(c) for c in title.lower())


def _github_character(character: str) -> str:
    if character in " -":
        return "-"
    kind = unicodedata.category(character)
    return character if kind[0] in "LM" or kind in ("Nd", "Nl", "Pc") else ""


def _pandoc(title: str) -> str:
    """Also full stops, blanks taken together, and nothing before the first letter."""
    kept = "".join(c for c in _SMART.sub("", title) if c.isalnum() or c in "_-." or c.isspace())
    words = "-".join(kept.split()).lower()
    first = next((number for number, c in enumerate(words) if c.isalpha()), len(words))
    return words[first:] or "section"


def _hugo(title: str) -> str:
    """As GitHub's, without the marks that are combined with letters."""
    kept = (("-" if c in " -" else c) for c in title.strip() if c in " -_" or c.isalpha() or c.isdecimal())
    return "".join(kept).lower() or "heading"


def _hugo_ascii(title: str) -> str:
    """Hugo's “github-ascii”: letters without accents, no other alphabets."""
    decomposed = unicodedata.normalize("NFKD", title)
    return _hugo(decomposed.encode("ascii", "ignore").decode("ascii"))


def _hugo_older(title: str) -> str:
    """Hugo's “blackfriday”: runs of anything but letters and figures are one hyphen."""
    return "-".join("".join(c if c.isalnum() else " " for c in title).lower().split())


MAKERS: tuple[Callable[[str], str], ...] = (_github, _pandoc, _hugo, _hugo_ascii, _hugo_older)
"""What each of them makes of a title."""


def numbered(addresses: Iterable[str]) -> Iterator[str]:
    """Each of `addresses`, a further one of the same words with -1, -2 … behind it, as all three write."""
    given: dict[str, int] = {}
    for address in addresses:
        unique = address
        while unique in given:
            given[address] += 1
            unique = f"{address}-{given[address]}"
        given[unique] = 0
        yield unique


def made_addresses(titles: Sequence[str]) -> frozenset[str]:
    """The addresses that other programs make of headings of these `titles`."""
    return frozenset(address for make in MAKERS for address in numbered(map(make, titles)))
