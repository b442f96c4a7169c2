"""What was asked: a search field's text becomes a `SearchQuery`."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hkviewer.search.query import asking, dates
from hkviewer.search.query import terms as query
from hkviewer.search.query.amounts import amounts_joined
from hkviewer.search.query.figures import with_figures_and_dates
from hkviewer.search.query.lexer import Lexeme, lexemes
from hkviewer.search.query.sheet_filters import Filters, split_filters
from hkviewer.search.query.slips import is_slip, meant
from hkviewer.search.query.telephones import dotted_telephone, phone_number
from hkviewer.search.query.terms import Node
from hkviewer.search.query.units import parts_of
from hkviewer.search.text.places import originals_of
from hkviewer.search.text.tokens import groups, is_sign

MOST_CHARACTERS = 1000
MOST_WORDS = 24
MOST_READINGS = 3
"""Ambiguous dates whose two readings the notice names; of more it gives the count."""
_FILTERS = ("sheet:", "edition:")
"""Nothing to look for, as long as what stands behind them may follow."""
_NO_WORD = "Add a word to look for."
_HALF_NUMBER_LAST = re.compile(r"(?<![0-9.,])([0-9]{1,3}(?:,[0-9]{3})*),([0-9]{0,2})$")
_DECIMAL_COMMA = re.compile(r"[0-9]{1,6},[0-9]{1,2}")
_ITEM_NUMBER = re.compile(r"\s*(?:[0-9]{1,3}\.\s+)+(?=\S)")
_TRIM = re.compile(r"^[^\w$€£¥]+|[^\w]+$")
_DOTTED = re.compile(r"(?:.*\W)?[^\W\d_](?:\.[^\W\d_])+\.?", re.DOTALL)


@dataclass(frozen=True)
class SearchQuery:
    """What someone asked for.

    | typed | means |
    | --- | --- |
    | `trade surplus` | both words in one section, its heading included, each in any inflection |
    | `trade AND surplus` | the same |
    | `"human rights"` `“human rights` | exactly these words one after the other |
    | `autonom*` | every word that begins so |
    | `trade -surplus` `trade NOT surplus` `trade -"a surplus"` | sections without it |
    | `extradition OR piracy law` | (extradition or piracy) and law |
    | `gold NEAR/5 aircraft` | at most five words between them, in either order |
    | `section:economic trade` | in sections whose title, or the title of one above, has the word |
    | `sheet:kenya trade` `-sheet:kenya trade` | in sheets whose title or id has the word, or has it not |
    | `sheet:kenya OR sheet:"hong kong" trade` | in either |
    | `edition:2015 trade` `edition:all trade` | in editions whose date begins so, or in all of them |
    | `anti-terror` | the two words as a phrase, or antiterror |
    | `1,300` `31bn` `31,000 million` `85k` | that number, however it is written |
    | `$31bn` `31 billion US dollars` `€5` | that amount of that money; `$` is any dollar |
    | `33km` `33 square miles` `5%` | that number with that unit, however it is written |
    | `2020-07-14` `7/14/20` `14-Jul-2020` `July 14th 2020` | that date, however it is written |
    | `2014-03` `mar 2014` | that month, also with a day |
    | `what is the deficit?` | deficit: words of asking are left out where there are others |
    | `14th` | that word; at the end also that day of any month: July 14 |
    | `202.456.1111` `(202) 456-1111` `001 202 456 1111` | that telephone number, however it is written |
    | `5. Machu Picchu` | where no section has the 5: what stands behind it, as in a list |

    Operators are written in capitals, `section:`, `sheet:` and `edition:` in any case. Whatever is
    malformed is read as its words, an operator with nothing to join is ignored, brackets are ignored.

    Attributes:
        text: what was typed but for the filters, at most 1,000 characters of it.
        nodes: all that has to hold, in the order typed; () where there is nothing to look for.
        sequence: the same and the words of asking between them, each as often as it was typed.
        left_out: the words of asking, as typed.
        plain: it is made of words only, without quotes or operators.
        notice: a sentence to show beside whatever matches, or "".
        problem: why nothing can be searched for, or "".
        typing: the last word is still being typed, so that it is also a prefix.
        meant: the query with operators where it has something that looks like them, or "".
        filters: in which sheets to look.
        whole: what was typed with the filters; "" where there are none.
    """

    text: str
    nodes: tuple[Node, ...] = ()
    notice: str = ""
    problem: str = ""
    typing: bool = False
    sequence: tuple[Node, ...] = ()
    left_out: tuple[str, ...] = ()
    plain: bool = False
    meant: str = ""
    filters: Filters = ()
    whole: str = ""

    @classmethod
    def parse(cls, text: str, *, typing: bool = False) -> SearchQuery:
        """Read what was typed; nothing raises.

        Args:
            text: anything at all.
            typing: the last word may be half typed; a space after it ends it.
        """
        words, filters, is_filter_open = split_filters(text[: 2 * MOST_CHARACTERS], typing=typing)
        if not filters:
            return cls._of_words(text, typing=typing)
        asked = cls._of_words(words, typing=typing and not is_filter_open)
        problem = asked.problem and _NO_WORD
        open_ = asked.typing or is_filter_open
        return replace(asked, typing=open_, filters=filters, whole=text, problem=problem)

    @classmethod
    def _of_words(cls, text: str, *, typing: bool) -> SearchQuery:
        """The query for what was typed but for its filters."""
        kept, notice = _cut(unicodedata.normalize("NFC", text[: 2 * MOST_CHARACTERS]))
        parts = list(lexemes(kept))
        typing = typing and bool(parts) and parts[-1].open_ended
        half_typed = typing and not _is_excluded(parts)
        read = [
            _slip(part) if is_slip(parts, n) else _item(part, half_typed=half_typed and part is parts[-1])
            for n, part in enumerate(parts)
        ]
        every = [item for item in read if item is not None]
        plain = asking.may_be_left_out(parts)
        if plain:
            every = asking.marked(every, kept)
        items, too_many = _first_words(every)
        notices = [f"Only the first {MOST_WORDS} words were searched."] if too_many else [notice]
        joined = list(_apart(_joined(with_figures_and_dates(items))))
        sequence, left_out = _left_out([*joined[:-1], *map(dates.day_of_month, joined[-1:])])
        nodes = _different(node for node in sequence if not _is_asking(node))
        notices += _readings(nodes)
        said = " ".join(filter(None, notices))
        other = "" if typing else meant(parts, left_out)
        return cls(kept, nodes, said, _problem(nodes), typing, sequence, left_out, plain, other)

    def with_figures(self, readings: Mapping[str, str]) -> SearchQuery:
        """The query with some of its figures read otherwise, and a notice of it; by what was typed."""
        text = self.text
        for typed, read in readings.items():
            text = re.sub(rf"(?<![\w.,]){re.escape(typed)}(?!\.?,?\w)", read, text)
        told = " ".join(f"“{typed}” was read as {read}." for typed, read in readings.items())
        other = self.parse(text, typing=self.typing)
        return replace(other, notice=" ".join(filter(None, (told, other.notice))))

    def without_item_number(self) -> SearchQuery | None:
        """The query without the number that it begins with as an item of a list does: “5. Machu Picchu”.

        Such a number is on the screen, but it is no word of the text; the notice reports that it was left
        out. None where there is none.
        """
        number = _ITEM_NUMBER.match(self.text)
        if number is None:
            return None
        query = self.parse(self.text[number.end() :], typing=self.typing)
        left_out = f"“{' '.join(number[0].split())}” was taken for the number of a list’s item."
        return replace(query, notice=" ".join(filter(None, (left_out, query.notice))))


def _slip(part: Lexeme) -> query.Term:
    """An operator that was typed as something else is left out as words of asking are."""
    return query.Term((part.text.casefold().partition("/")[0],), part.text, asking=True)


def _is_asking(node: Node | Lexeme) -> bool:
    return isinstance(node, query.Term) and node.asking


def _left_out(sequence: Sequence[Node]) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    """The nodes, and the words of asking among them; none where all are such: then they are asked for."""
    words = [node for node in sequence if isinstance(node, query.Term) and node.asking]
    if len(words) < len(sequence):
        return tuple(sequence), tuple(dict.fromkeys(word.typed for word in words))
    return tuple(replace(word, asking=False) for word in words), ()


def _cut(text: str) -> tuple[str, str]:
    """The first 1,000 characters, ending with a word where there is a space."""
    if len(text) <= MOST_CHARACTERS:
        return text, ""
    end = max(text.rfind(space, 0, MOST_CHARACTERS + 1) for space in (" ", "\n", "\t"))
    notice = f"Only the first {MOST_CHARACTERS:,} characters were searched."
    return text[: end if end > 0 else MOST_CHARACTERS], notice


def _problem(nodes: Sequence[Node]) -> str:
    if not nodes:
        return "Nothing to search for."
    if all(isinstance(node, query.Excluded) for node in nodes):
        return _NO_WORD
    return ""


def _is_excluded(parts: Sequence[Lexeme]) -> bool:
    """Whether the last part is excluded: such a word counts as whole even while it is typed."""
    operators = itertools.takewhile(lambda part: part.kind == "operator", reversed(parts[:-1]))
    return parts[-1].excluded or any(operator.text == "NOT" for operator in operators)


def _different(nodes: Iterable[Node], *, widest: bool = False) -> tuple[Node, ...]:
    """The nodes without those that ask for the same as another: each would be looked for again.

    Of several NEAR of the same words the nearest decides where all are wanted, else the widest.
    """
    kept: dict[Node, Node] = {}
    for node in nodes:
        asked = meaning(node)
        key = replace(asked, distance=0) if isinstance(asked, query.Near) else asked
        before = kept.setdefault(key, node)
        if isinstance(node, query.Near) and isinstance(before, query.Near):
            kept[key] = node if (node.distance > before.distance) is widest else before
    return tuple(kept.values())


def meaning(node: Node) -> Node:
    """`node` without how it was typed."""
    match node:
        case query.Phrase(terms):
            return query.Phrase(tuple(replace(term, typed="") for term in terms), "")
        case query.Measured(query.Term() as number):
            return replace(node, typed="", number=replace(number, typed=""))
        case (
            query.Term()
            | query.Date()
            | query.DayOfMonth()
            | query.Telephone()
            | query.PhoneNumber()
            | query.Measured()
        ):
            return replace(node, typed="")
    return query.with_inner(node, meaning)


def _apart(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes, words that were typed without a space between them (US$31) one by one."""
    for node in nodes:
        if isinstance(node, query.AllOf) and all(isinstance(inner, query.Term) for inner in node.nodes):
            yield from node.nodes
        else:
            yield node


def _readings(nodes: Sequence[Node]) -> Iterator[str]:
    """A sentence on each date that may be read in two ways."""
    doubtful = [node for node in nodes if isinstance(node, query.AnyOf) and _is_doubtful_date(node)]
    for node in doubtful[:MOST_READINGS]:
        first, second = (dates.date_in_words(date) for date in node.nodes if isinstance(date, query.Date))
        yield f"“{node.nodes[0].typed}” may be {first} or {second}; both were searched."  # type: ignore[union-attr]  # they are dates
    if more := len(doubtful[MOST_READINGS:]):
        yield f"So it is with {more} more."


def _is_doubtful_date(node: query.AnyOf) -> bool:
    """Whether two dates are meant, as by 07/08/2020."""
    return len(node.nodes) == 2 and all(isinstance(n, query.Date) and n.days for n in node.nodes)


def _item(part: Lexeme, *, half_typed: bool) -> Node | Lexeme | None:
    """The node of a word or phrase, an operator itself, None for what has no word in it."""
    if part.kind == "operator":
        return part
    node = _phrase(part.text, half_typed) if part.kind == "phrase" else _word(part.text, half_typed)
    if node is None:
        return None
    if (part.excluded or part.in_title) and isinstance(node, query.AllOf):
        node = query.Phrase(tuple(t for t in node.nodes if isinstance(t, query.Term)), part.text)
    if part.in_title:
        node = query.InTitle(node)
    return query.Excluded(node) if part.excluded else node


def _word(text: str, half_typed: bool) -> Node | None:  # noqa: FBT001  private
    """What a run of characters without a space means."""
    if text.lower() == "section:" or (half_typed and text.lower() in _FILTERS):
        return None
    if half_typed:
        text = _HALF_NUMBER_LAST.sub(_digits, text)
    beginnings = dates.half_typed_dates(text) if half_typed else ()
    if not beginnings and (complete := dates.numeric_dates(text)):
        return complete[0] if len(complete) == 1 else query.AnyOf(complete)
    if _DECIMAL_COMMA.fullmatch(text) and not half_typed:
        return query.Term(tuple(groups(text)), text, exact=True)  # 12,8 is not 12 and somewhere 8
    prefix = half_typed or (text.endswith("*") and not text.startswith("*"))
    terms: tuple[Node, ...] = _terms(text, prefix)
    if terms and (telephone := dotted_telephone(text, half_typed=half_typed)):
        terms = (query.FirstOf((*terms, telephone)),)
    elif number := _phone_number(terms, text):
        terms = (query.FirstOf((number, *terms)),)
    if beginnings:
        return query.AnyOf((*beginnings, *terms))
    if len(terms) > 1:
        return query.AllOf(terms)
    return terms[0] if terms else None


def _phone_number(terms: Sequence[Node], typed: str) -> query.PhoneNumber | None:
    """The telephone number that a word is, or None; one that is half typed is found by its groups."""
    match terms:
        case (query.Term(parts, prefix=False),):
            return phone_number(parts, typed)
    return None


def _phrase(text: str, half_typed: bool) -> Node | None:  # noqa: FBT001  private
    plain = _HALF_NUMBER_LAST.sub(_digits, text) if half_typed else text
    terms = tuple(replace(term, exact=True) for term in amounts_joined(_terms(plain, half_typed)))
    return query.Phrase(terms, text) if terms else None


def _digits(number: re.Match[str]) -> str:
    """A number that ends within a group of its digits, without its commas."""
    return number[0].replace(",", "")


def _terms(text: str, prefix: bool) -> tuple[query.Term, ...]:  # noqa: FBT001  private
    """The terms of a text, the last one a prefix where that is wanted."""
    tokens, originals = groups(text), originals_of(text)
    single = len(tokens) == 1
    shown = _TRIM.sub("", text) if single else ""
    terms = [
        query.Term(
            parts_of(token, half_typed=prefix and number == len(tokens)),
            shown or original,
        )
        for number, (token, original) in enumerate(zip(tokens, originals, strict=True), 1)
    ]
    if prefix and terms:
        terms[-1] = replace(terms[-1], prefix=True, dotted=_DOTTED.fullmatch(text) is not None)
    return tuple(terms)


def _first_words(items: Sequence[Node | Lexeme]) -> tuple[list[Node | Lexeme], bool]:
    """The items that have the first 24 different words, and whether there were more."""
    seen: set[str] = set()
    kept: list[Node | Lexeme] = []
    for item in items:
        words = [] if _is_asking(item) else list(_words(item))
        if len(seen.union(words)) > MOST_WORDS:
            room = _shortened(item, seen)
            return (kept if room is None else [*kept, room]), True
        seen.update(words)
        kept.append(item)
    return kept, False


def _shortened(item: Node | Lexeme, seen: set[str]) -> query.Phrase | None:
    """A phrase's first words, as many as there is room for."""
    if not isinstance(item, query.Phrase):
        return None
    seen, kept = set(seen), []
    for term in item.terms:
        seen.update(term.parts)
        if len(seen) > MOST_WORDS:
            break
        kept.append(term)
    return query.Phrase(tuple(kept), item.typed) if kept else None


def _words(item: Node | Lexeme) -> Iterator[str]:
    match item:
        case query.Term(parts):
            yield from (part for part in parts if not is_sign(part))
        case query.Phrase(nodes) | query.Several(nodes):
            for node in nodes:
                yield from _words(node)
        case query.Excluded(node) | query.InTitle(node):
            yield from _words(node)
        case query.Date():
            yield item.typed


def _joined(items: Sequence[Node | Lexeme]) -> list[Node]:
    """The items with their operators carried out; one that joins nothing is left out."""
    nodes: list[Node] = []
    pending: Lexeme | None = None
    excluding = False
    for item in items:
        if isinstance(item, Lexeme):
            excluding = excluding or item.text == "NOT"
            pending = item if item.text in ("OR", "NEAR") else pending
            continue
        node = query.Excluded(item) if excluding and not isinstance(item, query.Excluded) else item
        if pending and nodes and (both := _pair(pending, nodes[-1], node)):
            nodes[-1] = both
        else:
            nodes.append(node)
        pending, excluding = None, False
    return nodes


def _pair(operator: Lexeme, left: Node, right: Node) -> Node | None:
    """Two nodes joined by OR or NEAR; None where they cannot be."""
    if isinstance(left, query.Excluded) or isinstance(right, query.Excluded):
        return None
    if operator.text == "OR":
        return query.AnyOf(
            _different((*left.nodes, right) if isinstance(left, query.AnyOf) else (left, right), widest=True)
        )
    if isinstance(left, query.InTitle) or isinstance(right, query.InTitle):
        return None
    return _near(left, right, operator.distance)


def _near(left: Node, right: Node, distance: int) -> Node:
    """NEAR binds closer than OR; a NEAR b NEAR c is two pairs."""
    match left:
        case query.AnyOf(nodes) if not all(isinstance(node, query.Date) for node in nodes):
            return query.AnyOf((*nodes[:-1], _near(nodes[-1], right, distance)))
        case query.Near(_, middle, _):
            return query.AllOf(_different((left, query.Near(middle, right, distance))))
        case query.AllOf(nodes) if isinstance(nodes[-1], query.Near):
            # In reverse: the last pair is the one that a further NEAR goes on from.
            pairs = (*nodes, query.Near(nodes[-1].right, right, distance))
            return query.AllOf(_different(pairs[::-1])[::-1])
        case _:
            return query.Near(left, right, distance)
