"""What to search for instead of words that stand nowhere: a name, words with it inside, a correction."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from hkviewer.search.index import run_together, shortened
from hkviewer.search.index.messages import MOST_LISTED, MOST_OFFERED, listed
from hkviewer.search.index.places import Places
from hkviewer.search.index.vocabulary import Vocabulary
from hkviewer.search.query.parse import SearchQuery
from hkviewer.search.query.terms import AllOf, AnyOf, Inside, Node, Phrase, Term
from hkviewer.search.text.inflection import bases, family
from hkviewer.search.text.sound import sound
from hkviewer.search.text.tokens import groups, is_cjk
from hkviewer.search.text.word_lists import (
    asking_words,
    english_words,
    is_english,
    is_inflected,
    is_listed,
    spellings,
    written_out,
)

# Letters of a word: shorter ones stand inside, or are one letter away from, too many others.
SHORTEST_INSIDE = 3
SHORTEST_MISSPELT = 4
_LONGEST_ENDING = 3
_LONGEST_ABBREVIATION = 5
"""Letters of what is typed in capitals as a name: IRS is not in “first”, nor NATO in “signatory”."""
ONE_EDIT_UP_TO = 8
"""Letters of a word in which one letter may be wrong; in longer ones two."""
SHORTEST_HEARD = 8
"""Letters of a word that may be written as it is heard, with more edits than those: copywrite."""
_MOST_HEARD_EDITS = 4
MOST_CORRECTIONS = 3
SHORTEST_SPLIT = 2
"""Letters of each of two words that were typed as one."""
_LONGEST_SHORT = 5
_LONGEST_NAME, _LONGEST_PARTICLE = 14, 2  # Chinese characters
# Chinese words of grammar, folded: they stand between names. Those of two characters also where one of these
# alone is part of other words: 关于 is “about”, 关税 a tariff.
_PARTICLES = frozenset(
    [
        *"的之与和及或在是了吗呢有为年月日对向给从到至于由被把将同跟以并而其等中上下里内",
        *"关于 对于 至于 有关 通过 之间 期间 以及 以来 作为 什么 多少 如何".split(),
    ]
)
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

    @property
    def is_meant(self) -> bool:
        """Whether it is what the word means, not what it happens to stand in."""
        is_part = (
            isinstance(self.node, Inside) and self.node.words and len(self.node.part) > SHORTEST_MISSPELT
        )
        return bool(self.alias or self.corrections or is_part)


class SubstituteFinder:
    """Finds substitutes for words over one vocabulary."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        places: Places,
        names: Callable[[str], Sequence[str]],
        cut_off: frozenset[str] = frozenset(),
    ) -> None:
        """Look in `vocabulary`.

        Args:
            vocabulary: the words of the texts.
            places: where they stand.
            names: gives what an abbreviation, as canonical tokens, stands for.
            cut_off: words that were typed with a dot because they are cut off.
        """
        self._cut_off = cut_off
        self._vocabulary = vocabulary
        self._places = places
        self._names = names

    def substitute(self, term: Term, *, is_alone: bool = True) -> Substitute | None:
        """What to search for instead of `term`, which stands nowhere; None where there is nothing.

        Beside other words a part of a word is less likely meant: `is_alone` says that there are none.
        """
        return (
            self._alias(term)
            or (None if is_alone else self._known_short(term))
            or self._shortened(term)
            or self._split(term)
            or self._inside(term, is_alone=is_alone)
            or self._spelling(term)
            or self._inside_misspelt(term)
            or self._gapped(term)
        )

    def _is_correct(self, term: Term) -> bool:
        """Whether `term` is a correctly spelt word, or made of such and of words that stand here.

        A long one that is in no list itself is likelier another word than the form of a rare one:
        “minorites” is no plural of “minorite”, and “copywriting” makes “copywrite” none.
        """
        word = "".join(term.parts)
        if is_listed(word) or (is_english(word) and len(word) < SHORTEST_HEARD):
            return True
        return len(term.parts) > 1 and all(
            len(part) < SHORTEST_MISSPELT or is_english(part) or self._vocabulary.entries([part])
            for part in term.parts
        )

    def named(self, key: str, typed: str) -> Substitute | None:
        """What a name stands for: `key` is its words as canonical tokens; None where that stands nowhere."""
        return self._meaning(self._names(key), typed)

    def _meaning(self, several: Sequence[str], typed: str) -> Substitute | None:
        names = dict.fromkeys(several)
        known = [(name, node) for name in names if self._occurs(node := as_node(name))]
        if not known:
            return None
        meanings = "; ".join(f"{typed} = {name}" for name, _ in known)
        return Substitute(_any_of([node for _, node in known]), f"{meanings.rstrip('.')}.", alias=meanings)

    def _alias(self, term: Term) -> Substitute | None:
        return self.named("-".join(term.parts), term.typed) or (
            self._in_chinese(term) if any(is_cjk(part[0]) for part in term.parts) else None
        )

    def _known_short(self, term: Term) -> Substitute | None:
        """What a word is known to be short for, such as “elec”."""
        return self._meaning(written_out("".join(term.parts)), term.typed)

    def _shortened(self, term: Term) -> Substitute | None:
        """The words that are cut off with a dot, or that lack their vowels."""
        word = "".join(term.parts)
        if not _is_word(word):
            return None
        if word in self._cut_off and (words := shortened.begun(word, self._vocabulary)):
            node, dot = replace(term, prefix=True), "."
        elif whole := shortened.without_vowels(word, self._vocabulary):
            words, dot = [whole], ""
            node = Term((whole,), whole)
        else:
            return None
        return self._written_out(f"{term.typed}{dot}", node, words)

    def _gapped(self, term: Term) -> Substitute | None:
        """The word of which letters are left out, as in “inflatn”."""
        word = "".join(term.parts)
        if not self._may_be_misspelt(term) or is_english(word):
            return None
        whole = shortened.without_some_letters(word, self._vocabulary)
        return self._written_out(term.typed, Term((whole,), whole), [whole]) if whole else None

    def _written_out(self, typed: str, node: Term, words: Sequence[str]) -> Substitute:
        exact = (Term((each,), each, exact=True) for each in words[:MOST_CORRECTIONS])
        alias = f"{typed} = {', '.join(self._places.written(each) or each.typed for each in exact)}"
        return Substitute(node, f"{alias}.", alias=alias)

    def _in_chinese(self, term: Term) -> Substitute | None:
        """What several names in Chinese stand for, which are written without a space; figures stay."""
        found: list[Substitute] = []
        start = 0
        while start < len(term.parts):
            part = term.parts[start]
            ends = range(min(len(term.parts), start + _LONGEST_NAME), start, -1)
            keys = ((end, "-".join(term.parts[start:end])) for end in ends)
            names = ((end, self.named(key, key.replace("-", ""))) for end, key in keys)
            end, name = next(((end, name) for end, name in names if name), (start + 1, None))
            if name is None and part.isdigit():
                name = Substitute(Term((part,), part), "")
            elif name is None:
                ends = range(min(len(term.parts), start + _LONGEST_PARTICLE), start, -1)
                end = next((e for e in ends if "".join(term.parts[start:e]) in _PARTICLES), start)
            if end == start:
                return None
            found += [name] if name else []
            start = end
        meanings = "; ".join(name.alias for name in found if name.alias)
        nodes = tuple(name.node for name in found)
        return Substitute(AllOf(nodes), f"{meanings}.", alias=meanings) if meanings else None

    def _occurs(self, node: Phrase | Term) -> bool:
        """Whether every word of a name occurs, a single one in any inflection."""
        if isinstance(node, Term):
            words = family(node.parts[0], spellings()) | {*node.also}
            return any(entry.count for entry in self._vocabulary.entries(words))
        parts = {part for term in node.terms for part in term.parts}
        either = {other for part in parts if (other := spellings().get(part))}
        occurring = {entry.term for entry in self._vocabulary.entries(parts | either)}
        return all(part in occurring or spellings().get(part) in occurring for part in parts)

    def _split(self, term: Term) -> Substitute | None:
        """Two words that were typed as one, where they stand one after the other."""
        word = term.parts[0]
        if len(term.parts) > 1 or not _is_word(word):
            return None
        places = range(SHORTEST_SPLIT, len(word) - SHORTEST_SPLIT + 1)
        for place in sorted(places, key=lambda place: abs(2 * place - len(word))):
            first, second = word[:place], word[place:]
            if {(first,), (second,)} & asking_words():
                continue
            both = Phrase((Term((first,), first, exact=True), Term((second,), second)), term.typed)
            if self._occurs_apart(both) and (written := self._places.written(both)):
                return Substitute(both, f"“{term.typed}” was read as “{written}”.")
        return self._split_often(term)

    def _split_often(self, term: Term) -> Substitute | None:
        """More than two words that were typed as one, likewise."""
        for words in run_together.split(term.parts[0], self._vocabulary):
            phrase = Phrase(tuple(Term((word,), word, exact=True) for word in words), term.typed)
            if written := self._places.written(phrase):
                return Substitute(phrase, f"“{term.typed}” was read as “{written}”.")
        return None

    def _occurs_apart(self, phrase: Phrase) -> bool:
        first, second = phrase.terms
        return bool(self._vocabulary.entries(first.parts)) and self._occurs(second)

    def _inside(self, term: Term, *, is_alone: bool) -> Substitute | None:
        part = "".join(term.parts)
        is_short_for_a_name = term.typed.isupper() and len(part) <= _LONGEST_ABBREVIATION
        if len(part) < SHORTEST_INSIDE or is_short_for_a_name or not _is_word(part):
            return None
        words = [entry.term for entry in self._vocabulary.containing(part)]
        # A whole word of English beside others is meant as such, unless it makes a longer one with another:
        # “part” is not in “department” as “terrorism” is in “counterterrorism”.
        only: tuple[str, ...] = ()
        if not is_alone and is_english(part):
            words = [w for w in words if len(part) >= SHORTEST_MISSPELT and _is_made_of(w, part)]
            only = tuple(words)
        if not words:
            return None
        message = f"Not in the text: “{term.typed}”. It stands inside other words."
        return Substitute(Inside(part, term.typed, only), message)

    def _inside_misspelt(self, term: Term) -> Substitute | None:
        """A word with the one inside that is misspelt: “terorism” in “counterterrorism”."""
        from rapidfuzz.distance import OSA  # as below

        word = "".join(term.parts)
        if not self._may_be_misspelt(term):
            return None
        alike = (
            (distance, other)
            for other in english_words(word[0])
            if abs(len(other) - len(word)) <= 1
            and (distance := OSA.distance(word, other, score_cutoff=1)) <= 1
        )
        for _, other in sorted(alike)[:MOST_CORRECTIONS]:
            if any(_is_made_of(entry.term, other) for entry in self._vocabulary.containing(other)):
                message = f"No match for “{term.typed}”. Showing “{other}” inside other words."
                return Substitute(Inside(other, term.typed), message, corrections=(other,))
        return None

    def _may_be_misspelt(self, term: Term) -> bool:
        word = "".join(term.parts)
        is_word = len(word) >= SHORTEST_MISSPELT and _is_word(word)
        return is_word and not self._is_correct(term) and not _is_short(word)

    def _spelling(self, term: Term) -> Substitute | None:
        from rapidfuzz.distance import OSA  # only a word that stands nowhere needs it

        word = "".join(term.parts)
        if not self._may_be_misspelt(term):
            return None
        is_form = is_inflected(word)
        edits = 1 if len(word) <= ONE_EDIT_UP_TO or is_form else 2
        heard = sound(word) if len(word) >= SHORTEST_HEARD and not is_form else ""
        room = max(edits, _MOST_HEARD_EDITS if heard else 0)
        near: dict[str, tuple[int, int]] = {}
        literals: dict[str, str] = {}
        for entry in self._vocabulary.like(word[0], len(word) - room, len(word) + room + _LONGEST_ENDING):
            # A word of which the texts have only a form counts, too: “religon” is near “religion”.
            forms = (entry.term, *bases(entry.term))
            apart = {form: OSA.distance(word, form, score_cutoff=room) for form in forms}
            distance = min(d for f, d in apart.items() if f == entry.term or (d <= room and is_listed(f)))
            is_near = distance <= edits or (heard and distance <= room and sound(entry.term) == heard)
            if is_near and _is_word(entry.term) and (entry.term,) not in asking_words():
                count = near.get(entry.term, (0, 0))[1] + entry.count
                near[entry.term] = (distance, count)
                literals[entry.term] = min(entry.literal, literals.get(entry.term, entry.literal), key=len)
        if not near:
            return None
        least = min(distance for distance, _ in near.values())
        nearest = [w for w, (distance, _) in near.items() if distance == least]
        # Two neighbours exchanged are likelier than a letter too many or too few: FACTA is FATCA, not fact.
        nearest = [w for w in nearest if sorted(w) == sorted(word)] or nearest
        best = sorted(nearest, key=lambda w: (-near[w][1], w))[:MOST_CORRECTIONS]
        # Joined by hyphens where it stands only so and is no word without: mother-in-law.
        words = tuple(w if is_english(w) else literals[w] for w in best)
        terms = tuple(Term(tuple(w.split("-")), w) for w in words)
        written = tuple(self._places.written(replace(term, exact=True)) or term.typed for term in terms)
        message = f"No match for “{term.typed}”. Showing {listed(written, 'and')}."
        return Substitute(_any_of(terms), message, corrections=written)


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


def as_node(name: str) -> Phrase | Term:
    """What a name is searched as: several words as a phrase, a single one in any inflection."""
    words = groups(name)
    return (
        replace(_named(name_word := words[0]), exact="-" in name_word)
        if len(words) == 1
        else Phrase(tuple(map(_named, words)), name)
    )


def _any_of(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else AnyOf(tuple(nodes))


def _is_short(word: str) -> bool:
    """Whether a word is likelier short for another than misspelt: Govt, Intl."""
    return len(word) <= _LONGEST_SHORT and not set(word[1:]) & set("aeiouy")


def _named(group: str) -> Term:
    """A word of a name, in British or American spelling."""
    other = spellings().get(group)
    return Term(tuple(group.split("-")), group, exact=True, also=(other,) if other else ())


def _is_made_of(word: str, part: str) -> bool:
    """Whether `word` is `part` and another word of some length."""
    other = word.removeprefix(part) if word.startswith(part) else word.removesuffix(part)
    return len(other) >= SHORTEST_MISSPELT and other != word and is_english(other)


def _is_word(word: str) -> bool:
    """Whether `word` is letters only, and none of them a Chinese character or the like."""
    return word.isalpha() and not any(map(is_cjk, word))
