"""The word lists that come with the program: English words, spellings, words of asking, curated aliases."""

from __future__ import annotations

import functools
import gzip
from collections.abc import Mapping
from pathlib import Path

from hkviewer.search.text.inflection import bases, family
from hkviewer.search.text.tokens import groups
from hkviewer.system import paths


@functools.cache
def spellings() -> Mapping[str, str]:
    """British spellings to American ones and the other way round."""
    pairs = [line.split() for line in word_list("british-american.txt")]
    return {american: british for british, american in pairs} | dict(pairs)


@functools.cache
def english_words(initial: str) -> frozenset[str]:
    """The correctly spelt English words of four letters or more that begin with `initial`, folded.

    With their inflections, from SCOWL, size 70, American and British; its licence is
    resources/licences/SCOWL.txt. By initials, because splitting all 130,000 at once would keep
    other threads waiting for 10 ms.
    """
    first, last = _place(initial)
    return frozenset(_english_text()[first:last].split())


@functools.cache
def _place(initial: str) -> tuple[int, int]:
    """Where in the list the words stand that begin with `initial`, with the ends of lines around them."""
    text = _english_text()
    first, last = text.find(f"\n{initial}"), text.rfind(f"\n{initial}")
    return (first, text.find("\n", last + 1) + 1) if first >= 0 else (0, 0)


@functools.cache
def _english_text() -> str:
    """The sorted list, each word between newlines. Reading it takes 10 ms; only unknown words need it."""
    file = paths.resources_folder() / "words" / "english.txt.gz"
    try:
        return "\n" + gzip.decompress(file.read_bytes()).decode("ascii").rstrip("\n") + "\n"
    except (OSError, ValueError):
        return ""  # without the list every correction is offered; searching works all the same


def is_listed(word: str) -> bool:
    """Whether `word`, a folded token, is in the list as it is."""
    return _english_text().find(f"\n{word}\n", *_place(word[0])) >= 0  # to split the list takes 5 ms


def is_inflected(word: str) -> bool:
    """Whether `word`, a folded token, is or would be an inflection of a word in the list."""
    return any(map(is_listed, bases(word)))


def is_english(word: str) -> bool:
    """Whether `word`, a folded token, or a word that it inflects is in the list."""
    return is_listed(word) or any(map(is_listed, family(word, {})))


@functools.cache
def asking_words() -> frozenset[tuple[str, ...]]:
    """The words of asking, and runs of words that are such only together, each as its canonical tokens."""
    lines = word_list("asking.txt")
    return frozenset(tuple(map("-".join, (groups(word) for word in line.split()))) for line in lines)


def is_asking(token: str) -> bool:
    """Whether a canonical token is a word of asking by itself."""
    return (token,) in asking_words()


@functools.cache
def curated_aliases() -> Mapping[str, tuple[str, ...]]:
    """The names that abbreviations stand for, by their canonical tokens, from aliases.txt beside the sheets.

    Its lines are such as `WTO = World Trade Organization`. A line that is not of that form, or begins
    with #, is ignored.
    """
    aliases: dict[str, tuple[str, ...]] = {}
    for line in _lines(paths.content_folder() / "aliases.txt"):
        short, equals, name = line.partition("=")
        key = groups(short)
        if equals and key and groups(name):
            names = (*aliases.get(" ".join(key), ()), name.strip())
            aliases[" ".join(key)] = tuple(dict.fromkeys(names))
    return aliases


@functools.cache
def short_for() -> Mapping[str, tuple[str, ...]]:
    """What words that are cut short stand for, by their canonical tokens."""
    rows = (line.partition("=") for line in word_list("short-for.txt"))
    return {
        "-".join(groups(short)): tuple(name.strip() for name in names.split("|") if name.strip())
        for short, _, names in rows
    }


def written_out(token: str) -> tuple[str, ...]:
    """What a canonical token that is cut short, in the plural too, stands for; () for another word."""
    if token in short_for():
        return short_for()[token]
    several = short_for().get(token.removesuffix("s"), ())
    return several if several and not is_listed(token) else ()


def word_list(name: str) -> list[str]:
    """The lines of one of the program's lists; none where it is missing or damaged."""
    return _lines(paths.resources_folder() / "words" / name)


def _lines(file: Path) -> list[str]:
    """The lines of a list, without comments; none where it is missing or damaged."""
    try:
        text = file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return []
    return [line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")]
