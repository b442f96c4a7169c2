"""Several words that are one thing: $31 billion, 33 square miles, 14 July 2020.

Figures are read before operators join anything: in `gold OR $31 billion` the choice is between two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from hkviewer.search.query import measures
from hkviewer.search.query.amounts import half_typed_amount_forms, is_number, multiplier, word_of
from hkviewer.search.query.dates import read_date
from hkviewer.search.query.lexer import Lexeme
from hkviewer.search.query.terms import AllOf, Date, FirstOf, Measured, Node, PhoneNumber, Term
from hkviewer.search.text.tokens import is_sign

_RUN_TOGETHER = re.compile(r"([a-z]{2,3})?([0-9][0-9.]*)([a-z]+[23]?)?")
_Item = Node | Lexeme
_Reader = Callable[[Sequence[Term], int], tuple[int, Node | None]]


def with_figures_and_dates(items: Sequence[_Item]) -> list[_Item]:
    """The items of a query, those that make a figure with what it counts, or a date, as one."""
    read = _read(_read(items, _read_figure, _pieces), read_date, _words)
    return [kept for item in read if (kept := _without_signs(item)) is not None]


def _read(items: Sequence[_Item], reader: _Reader, cut: Callable[[Term], Sequence[Term]]) -> list[_Item]:
    """The items, where `reader` finds something in their words with that in their place."""
    flat = [(term, number) for number, item in enumerate(items) for term in _terms_of(item, cut)]
    terms = [term for term, _ in flat]
    owners = [number for _, number in flat]
    result: list[_Item] = []
    position = number = 0
    while number < len(items):
        length, node = reader(terms, position) if owners[position : position + 1] == [number] else (0, None)
        behind = position + length
        last = owners[behind - 1] if length else -1
        # What was found is made of whole items that follow each other.
        is_whole = length and owners[behind : behind + 1] != [last]
        if node is not None and is_whole and {*owners[position:behind]} == {*range(number, last + 1)}:
            item = items[number]
            node = _as_typed(node, " ".join(map(_shown, items[number : last + 1])))
            if number == last and isinstance(node, FirstOf) and isinstance(item, Term):
                node = replace(node, nodes=(node.nodes[0], item))  # 33km is not 33 and somewhere km
            result.append(node)
            position, number = behind, last + 1
        else:
            result.append(items[number])
            position += owners.count(number)
            number += 1
    return result


def _terms_of(item: _Item, cut: Callable[[Term], Sequence[Term]]) -> Iterator[Term]:
    """The words of an item that may be part of a figure or a date."""
    nodes = item.nodes if isinstance(item, AllOf) else (item,)
    if isinstance(item, FirstOf) and isinstance(item.nodes[0], PhoneNumber):
        nodes = item.nodes[1:]
    if all(isinstance(node, Term) for node in nodes):
        for node in nodes:
            if isinstance(node, Term):
                yield from cut(node)


def _words(term: Term) -> Sequence[Term]:
    return (term,)


def _pieces(term: Term) -> Sequence[Term]:
    """The tokens that were typed as one: a number and its unit, the sign before it, the hyphens' parts."""
    parts = term.parts[:-1] if term.prefix else term.parts  # 14t may become 14th
    tokens = [piece for part in parts for piece in _cut(part)] + list(term.parts[len(parts) :])
    if len(tokens) == 1:
        return (term,)
    last = len(tokens) - 1
    return [Term((t,), t, prefix=term.prefix and n == last, exact=term.exact) for n, t in enumerate(tokens)]


def _cut(part: str) -> Iterable[str]:
    match = _RUN_TOGETHER.fullmatch(part)
    if not match:
        return (part,)
    code, number, unit = match.groups()
    if (code and not measures.begins_with_currency([code], 0)[0]) or (unit and not _is_unit(unit)):
        return (part,)
    return filter(None, (code, number, unit))


def _is_unit(letters: str) -> bool:
    return bool(multiplier(letters, of_money=True) or measures.ends_with_measure([letters], 0)[0])


def _read_figure(terms: Sequence[Term], start: int) -> tuple[int, Node | None]:
    """How many of `terms` from `start` on are a figure with what it counts, and that; 0 for none."""
    words = [word_of(term) for term in terms]
    before, currency = measures.begins_with_currency(words, start)
    at = start + before
    if currency and at + 1 == len(words) and half_typed_amount_forms(words[at]):
        number = Term((words[at],), terms[at].typed, prefix=terms[at].prefix, exact=True)
        return before + 1, Measured(number, currency, "")
    if at >= len(words) or not is_number(words[at]):
        length, unit = measures.ends_with_measure(words, start)
        known = measures.is_area_or_volume(unit)
        return (length, _unit(terms[start : start + length], unit)) if known else (0, None)
    behind = at + 1
    short = _multiplier(words, behind, of_money=bool(currency))
    if not short and behind + 1 == len(words) and terms[behind].prefix and not _is_unit(words[behind]):
        short = words[behind] if half_typed_amount_forms(words[at] + words[behind]) else ""
    behind += bool(short)
    half_typed = terms[-1].prefix and behind < len(words)
    length, name = measures.ends_with_measure(words, behind, half_typed=half_typed)
    if currency and not measures.measure(name).is_currency:
        length, name = 0, ""
    name = name if name and (len(name) > 1 or not currency) else currency or name
    behind += length
    used = terms[start:behind]
    if not name and not short:
        return 0, None
    number = Term((words[at] + short,), "", exact=True)
    if not length and used[-1].prefix:
        number = replace(number, prefix=True)
    return len(used), _figure(number, name, used, words[behind - length : behind])


def _multiplier(words: Sequence[str], at: int, *, of_money: bool) -> str:
    """“bn” where `words` has “billion” at that place, or before a currency also “b”."""
    if at >= len(words):
        return ""
    length, name = measures.ends_with_measure(words, at + 1)
    return multiplier(words[at], of_money=of_money or (length > 0 and measures.measure(name).is_currency))


def _figure(number: Term, name: str, used: Sequence[Term], form: Sequence[str]) -> Node:
    """What a number with its measure means, or with a multiplier only."""
    words = AllOf(tuple(term for term in used if not is_sign(word_of(term))))
    if not name:
        return FirstOf((number, words)) if len(used) > 1 else number
    figure = Measured(number, name, "")
    is_certain = measures.measure(name).is_currency and not (form and measures.is_also_word(tuple(form)))
    half_typed = bool(form) and used[-1].prefix
    return figure if is_certain and not half_typed else FirstOf((figure, words))


def _unit(used: Sequence[Term], name: str) -> Node:
    """A unit without a figure, else its words."""
    return FirstOf((Measured(None, name, ""), AllOf(tuple(used))))


def _as_typed(node: Node, text: str) -> Node:
    """A node with the text that it was typed as."""
    if isinstance(node, FirstOf):
        return replace(node, nodes=(_as_typed(node.nodes[0], text), *node.nodes[1:]))
    return replace(node, typed=text) if isinstance(node, Term | Measured | Date) else node


def _shown(item: _Item) -> str:
    """What was typed of an item, a sign without a space beside it."""
    shown = ""
    for term in _terms_of(item, _words):
        joins = not shown or is_sign(shown[-1]) or is_sign(term.parts[0])
        shown += term.typed if joins else f" {term.typed}"
    return shown


def _without_signs(item: _Item) -> _Item | None:
    """An item without signs that belong to no figure; None where nothing else is in it."""
    match item:
        case Term(parts) if any(map(is_sign, parts)):
            words = tuple(part for part in parts if not is_sign(part))
            return replace(item, parts=words) if words else None
        case AllOf(nodes):
            inner = [kept for node in nodes if (kept := _without_signs(node)) is not None]
            return AllOf(tuple(n for n in inner if not isinstance(n, Lexeme))) if inner else None
    return item
