"""What to search for instead of words that stand nowhere: a name, words with it inside, a correction."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hkviewer.search.index.messages import MOST_LISTED, MOST_OFFERED, listed
from hkviewer.search.index.vocabulary import Vocabulary
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.query.terms import AnyOf, Inside, Node, Phrase, Term
from hkviewer.search.text.tokens import groups, is_cjk
from hkviewer.search.text.word_lists import is_english, spellings

# Letters of a word: shorter ones stand inside, or are one letter away from, too many others.
SHORTEST_INSIDE = 3
SHORTEST_MISSPELT = 4
ONE_EDIT_UP_TO = 8
"""Letters of a word in which one letter may be wrong; in longer ones two."""
MOST_CORRECTIONS = 3
_QUOTE = '["“”„‟″«»〝〞＂❝❞]'


@dataclass(frozen=True, slots=True)
class Substitute:
    """What is searched for instead of a word.

    Attributes:
        node: what is searched for.
        message: the sentence that reports it to the reader.
        alias: "WTO = World Trade Organization", or "".
        corrections: correctly spelt words, the commonest first.
    """

    node: Node
    message: str
    alias: str = ""
    corrections: tuple[str, ...] = ()


class SubstituteFinder:
    """Finds substitutes for words over one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, names: Callable[[str], Sequence[str]]) -> None:
        """Look in `vocabulary`; `names` gives what an abbreviation, as a canonical token, stands for."""
        self._vocabulary = vocabulary
        self._names = names

    def substitute(self, term: Term) -> Substitute | None:
        """What to search for instead of `term`, which stands nowhere; None where there is nothing."""
        return self._alias(term) or self._inside(term) or self._spelling(term)

    def _is_correct(self, term: Term) -> bool:
        """Whether `term` is a correctly spelt word, or made of such and of words that stand here."""
        if is_english("".join(term.parts)):
            return True
        return len(term.parts) > 1 and all(
            len(part) < SHORTEST_MISSPELT or is_english(part) or self._vocabulary.entries([part])
            for part in term.parts
        )

    def _alias(self, term: Term) -> Substitute | None:
        key = "-".join(term.parts)
        names = dict.fromkeys(self._names(key))
        known = [(name, phrase) for name in names if self._occurs(phrase := self._as_phrase(name))]
        if not known:
            return None
        meanings = "; ".join(f"{term.typed} = {name}" for name, _ in known)
        phrases = tuple(phrase for _, phrase in known)
        return Substitute(phrases[0] if len(phrases) == 1 else AnyOf(phrases), f"{meanings}.", alias=meanings)

    def _as_phrase(self, name: str) -> Phrase:
        return Phrase(tuple(_named(group) for group in groups(name)), name)

    def _occurs(self, phrase: Phrase) -> bool:
        """Whether every word of a name occurs."""
        parts = {part for term in phrase.terms for part in term.parts}
        either = {other for part in parts if (other := spellings().get(part))}
        occurring = {entry.term for entry in self._vocabulary.entries(parts | either)}
        return all(part in occurring or spellings().get(part) in occurring for part in parts)

    def _inside(self, term: Term) -> Substitute | None:
        part = "".join(term.parts)
        if len(part) < SHORTEST_INSIDE or not _is_word(part) or not self._vocabulary.containing(part):
            return None
        message = f"“{term.typed}” is no word here; it stands inside other words."
        return Substitute(Inside(part, term.typed), message)

    def _spelling(self, term: Term) -> Substitute | None:
        from rapidfuzz.distance import OSA  # only a word that stands nowhere needs it

        word = "".join(term.parts)
        if len(word) < SHORTEST_MISSPELT or not _is_word(word) or self._is_correct(term):
            return None
        edits = 1 if len(word) <= ONE_EDIT_UP_TO else 2
        near: dict[str, tuple[int, int]] = {}
        literals: dict[str, str] = {}
        for entry in self._vocabulary.like(word[0], len(word) - edits, len(word) + edits):
            distance = OSA.distance(word, entry.term, score_cutoff=edits)
            if distance <= edits and _is_word(entry.term):
                count = near.get(entry.term, (0, 0))[1] + entry.count
                near[entry.term] = (distance, count)
                literals[entry.term] = min(entry.literal, literals.get(entry.term, entry.literal), key=len)
        if not near:
            return None
        least = min(distance for distance, _ in near.values())
        best = sorted((-count, w) for w, (distance, count) in near.items() if distance == least)
        # Joined by hyphens where it stands only so and is no word without: mother-in-law.
        words = tuple(w if is_english(w) else literals[w] for _, w in best[:MOST_CORRECTIONS])
        terms = tuple(Term(tuple(w.split("-")), w) for w in words)
        message = f"No match for “{term.typed}”. Showing {listed(words, 'and')}."
        return Substitute(terms[0] if len(terms) == 1 else AnyOf(terms), message, corrections=words)


def corrected_queries(query: SearchQuery, substitutes: Mapping[Term, Substitute]) -> tuple[str, ...]:
    """The query with its misspelt words corrected, in up to three ways, the likeliest first."""
    typed = query.text.strip()
    texts = [typed]
    for term, substitute in substitutes.items():
        if substitute.corrections:
            typed_word = re.compile(rf"(?<!\w){re.escape(term.typed)}(?!\w)")
            texts = [typed_word.sub(word, text) for text in texts for word in substitute.corrections]
            texts = texts[:MOST_OFFERED]  # of the first come the first
    return tuple(text for text in dict.fromkeys(texts) if text != typed)[:MOST_OFFERED]


def unquoted(query: SearchQuery, phrases: Sequence[Phrase]) -> str:
    """The query without the quotes of some of its phrases; "" where it cannot be told where they stand."""
    text = query.text.strip()
    for phrase in phrases:
        quoted = re.search(rf"{_QUOTE}({re.escape(phrase.typed)})(?:{_QUOTE}|$)", text)
        if quoted is None:
            return ""
        text = text[: quoted.start()] + quoted[1].strip() + text[quoted.end() :]
    return text


def searched_instead(substitutes: Mapping[Term, Substitute]) -> str:
    """What was searched for words that stand nowhere; of many the first, and how many more."""
    sentences = [substitute.message for substitute in substitutes.values()]
    if more := len(sentences[MOST_LISTED:]):
        sentences[MOST_LISTED:] = [f"So {more} more words were exchanged."]
    return " ".join(sentences)


def _named(group: str) -> Term:
    """A word of a name, in British or American spelling."""
    other = spellings().get(group)
    return Term(tuple(group.split("-")), group, exact=True, also=(other,) if other else ())


def _is_word(word: str) -> bool:
    """Whether `word` is letters only, and none of them a Chinese character or the like."""
    return word.isalpha() and not any(map(is_cjk, word))
