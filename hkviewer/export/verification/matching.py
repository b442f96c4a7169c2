"""What can be read in a copy, compared with what could be read in it if it were set again."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hkviewer.compare.changes import Comparison, Passage, differing
from hkviewer.compare.sentences import in_copy
from hkviewer.export.pdf.stand_ins import SMALL_PRINT
from hkviewer.export.verification.expected import plain, say_the_same
from hkviewer.export.verification.extract import (
    ADDRESS_ENDS,
    FRAMES,
    LINE_END,
    LINK_BEGINS,
    LINK_ENDS,
    Reading,
    TaggedText,
    shown,
    with_addresses,
)
from hkviewer.export.verification.page_choices import is_own_label
from hkviewer.export.verification.shapes import differences_in_shapes

_SHAPES = {
    "P": "paragraph", "Lbl": "number or mark", "TH": "heading of a column", "TD": "cell", "L": "list",
    "LI": "item", "Table": "table", "TR": "row", "Quote": "quotation", "BlockQuote": "quotation",
    "Note": "footnote", "Figure": "picture", "TOCI": "line of the contents", "Code": "line of code",
    "Caption": "caption", "LBody": "item’s words",
}  # fmt: skip
_DIGEST = re.compile(rf"(SHA-256)(?:[ {LINE_END}]?[0-9a-f]){{64}}")
_PROGRAM = re.compile(
    r"Set by hkviewer \S+\. To check this copy against its source: "
    r"hkviewer verify FILE\.pdf(?: --against SHEET\.md)*"
)
_STAND_IN = re.compile(re.escape(SMALL_PRINT).replace(r"\{\}", ".{1,12}"))
_NOTE, _NUMBER = re.compile(r"\[\d+\]"), re.compile(r"\[(\d{1,9})\]")
_MATCH, _FOREIGN = 2, -1
_LINKS = ("H2", "Links")
_COPY = "The copy"
_PAGES_ABOUT = 25
"""Before and behind a page with another head, among which the one that is most like it is looked for."""


class Text(NamedTuple):
    """A text as it is compared: `shape` is its tag, with its column where it is a cell."""

    shape: str
    words: str
    part: int
    """The number of the sheet's part that it stands in, from 1."""
    section: str
    """The heading that it stands under."""
    is_label: bool

    @property
    def key(self) -> tuple[str, str]:
        """What it is looked for by; whether it is the same, `say_the_same` tells."""
        return self.shape, "".join(_NOTE.sub("[]", shown(self.words)).split())


@dataclass(frozen=True)
class Difference:
    """A sentence on what differs, and the part that it is about; 0 for what stands beside the words.

    `is_of_sight` says that readers may see other words than those compared, in any part.
    """

    part: int
    words: str
    is_of_sight: bool = False


def texts_of(reading: Reading) -> list[Text]:
    """The texts as they are compared.

    Left aside is what differs between copies of the same: the digest, which is compared by itself, the
    line about the program, and page numbers in the contents as far as they are right.
    """
    pages = _pages_of_headings(reading.texts)
    part, section, result = 1, _COPY, []
    for text in reading.texts:
        words = plain(text.text)
        if text.tag == "TOCI":
            words = _without_page(words, pages)
        elif text.tag == "P":
            words = _DIGEST.sub(r"\1", words)
            words = "Set by hkviewer" if _PROGRAM.fullmatch(shown(words)) else words
        part = text.part or part
        if (not words and text.tag not in FRAMES) or _STAND_IN.fullmatch(shown(words)):
            continue
        if _level(text.tag):
            section = shown(words) if text.tag != "H1" else _COPY
        shape = f"{text.tag} {text.column}" if text.tag in ("TD", "TH") else text.tag
        result.append(Text(shape, words, part, section, is_own_label(text)))
    return result


def _pages_of_headings(texts: Iterable[TaggedText]) -> dict[str, set[int]]:
    pages = defaultdict(set)
    for text in texts:
        if _level(text.tag):
            pages[_letters(text.text)].add(text.page)
    return pages


def _level(tag: str) -> str:
    """The level of a heading; "" for another tag."""
    return tag[1:] if tag.startswith("H") and tag[1:].isdecimal() else ""


def _letters(words: str) -> str:
    """Letters alone: in a list of contents a long heading may be broken otherwise, without marks of notes."""
    return "".join(_NOTE.sub("", shown(plain(words))).split())


def _without_page(words: str, pages: dict[str, set[int]]) -> str:
    """A line of the contents without its page's number, where its heading stands on that page."""
    title, _, page = shown(words).rpartition(" ")
    is_right = page.isdecimal() and int(page) in pages.get(_letters(title), ())
    return title if is_right else words


# ---- Words -----------------------------------------------------------------------------------


def renumbered(want: Sequence[Text], have: Sequence[Text]) -> tuple[Sequence[Text], Sequence[Text]]:
    """Both without numbers of notes and links, where behind the preparer's they are just so much higher."""
    pair = [[int(n) for text in texts for n in _NUMBER.findall(shown(text.words))] for texts in (want, have)]
    higher = {other - one for one, other in zip(*pair, strict=False)} - {0}
    if len(pair[0]) != len(pair[1]) or len(higher) != 1 or min(higher) < 0:
        return want, have
    without = ([text._replace(words=_NOTE.sub("[]", text.words)) for text in texts] for texts in (want, have))
    return tuple(without)  # type: ignore[return-value]  # two of them


class Apart(NamedTuple):
    """The texts of a copy sorted into the sheets' and those of the preparer, one sequence for each label."""

    texts: list[Text]
    own: list[list[Text]]


def apart(want: Sequence[Text], have: Sequence[Text]) -> Apart:
    """Take out of `have` what its preparer wrote: it begins at a label; where it ends, no tag says."""
    wanted = {text.key for text in want}
    kept: list[Text] = []
    own: list[list[Text]] = []
    position = foreign = 0
    while position < len(have):
        text = have[position]
        if text.is_label:
            stop = next((n for n in range(position + 1, len(have)) if have[n].is_label), len(have))
            end = position + 1 + _end_of_own(want[len(kept) - foreign :], have[position + 1 : stop])
            own.append(list(have[position + 1 : end]))
            position = end
        else:
            kept.append(text)
            foreign += text.shape == "TOCI" and text.key not in wanted
            position += 1
    if not own:
        return Apart(kept, own)
    headings = {text.key[1] for texts in own for text in texts if _level(text.shape)} | {_LINKS[1]}
    kept = [text for text in kept if text.shape != "TOCI" or _is_wanted(text, wanted, headings)]
    return Apart(_without_links(kept, wanted, set(_links(own))), own)


def _links(own: Iterable[Iterable[Text]]) -> Iterator[str]:
    """Words and address of each link in the preparer's words, as they stand in the list of links."""
    pattern = re.compile(f"{LINK_BEGINS}([^{LINK_ENDS}]*){LINK_ENDS}([^{ADDRESS_ENDS}]+){ADDRESS_ENDS}")
    for match in (match for texts in own for text in texts for match in pattern.finditer(text.words)):
        yield "".join(shown(match[1] + match[2]).split())


def _without_links(
    kept: list[Text], wanted: Collection[tuple[str, str]], links: Collection[str]
) -> list[Text]:
    """`kept` without the preparer's links in the list of links, and without that where none else is in it."""
    start = max((n for n, text in enumerate(kept) if text.key == _LINKS), default=len(kept))
    result = kept[:start]
    for text in kept[start:]:
        if text.shape == "P" and text.key not in wanted and text.key[1] in links:
            while result[-1].shape in ("LI", "Lbl"):
                result.pop()
        elif text.key != _LINKS or _LINKS in wanted:
            result.append(text)
    if _LINKS not in wanted and result[start : start + 1] and result[start].shape == "L":
        del result[start]
    return result


def _is_wanted(line: Text, wanted: Collection[tuple[str, str]], own: Collection[str]) -> bool:
    """Whether a line of the contents is not that of a heading of the preparer's."""
    return line.key in wanted or line.key[1] not in own


def _end_of_own(want: Sequence[Text], have: Sequence[Text]) -> int:
    """Where in `have`, up to which no other of the preparer's words begin, those that are wanted begin.

    It is where all that follows is wanted just so; else where most of it is, and least of it is not.
    """
    keys, wanted = [text.key for text in have], [text.key for text in want]
    for start in range(len(keys)):
        if keys[start:] == wanted[: len(keys) - start]:
            return start
    left, score, best, end = Counter(wanted), 0, 0, len(keys)
    for start in reversed(range(len(keys))):
        if have[start].shape not in FRAMES and have[start].shape != "Lbl":
            score += _MATCH if left[keys[start]] > 0 else _FOREIGN
            left[keys[start]] -= 1
        if score >= best and have[start].shape != "Lbl":
            best, end = score, start
    return end


def differences_in_words(want: Sequence[Text], have: Sequence[Text]) -> Iterator[Difference]:
    """What differs in words, and where these are the same, in how they are cut."""
    if len(want) == len(have) and all(map(_same, want, have)):
        return
    # A list of contents only says again what stands below.
    below = [[text for text in texts if text.shape != "TOCI"] for texts in (want, have)]
    found = list(_differences_in_words(*below))
    yield from found or _differences_in_words(want, have)


def _differences_in_words(want: Sequence[Text], have: Sequence[Text]) -> Iterator[Difference]:
    front = _front(want), _front(have)
    if front[0] and len(front[0]) == len(front[1]):
        # A line of the title block is told of as a whole.
        pairs = ((one, other) for one, other in zip(*front, strict=True) if not _same(one, other))
        yield from (
            Difference(1, in_copy("Title block", with_addresses(a.words), with_addresses(b.words)))
            for a, b in pairs
        )
        want, have = want[len(front[0]) :], have[len(front[1]) :]
    yield from _differences_below(want, have)


def _front(texts: Sequence[Text]) -> Sequence[Text]:
    """The title block: what stands before the contents or the first heading of a section."""
    return texts[: next((n for n, text in enumerate(texts) if text.section != _COPY), len(texts))]


def _differences_below(want: Sequence[Text], have: Sequence[Text]) -> Iterator[Difference]:
    comparison = Comparison(map(_passage, want), map(_passage, have), _say_the_same)
    for change in comparison.changes:
        where = comparison.old_place(change)
        old, new = " ".join(comparison.deleted(change)), " ".join(comparison.inserted(change))
        place = (where.part, where.section) if where else (1, _COPY)
        if old or new:
            yield Difference(place[0], in_copy(place[1], with_addresses(old), with_addresses(new)))
    if not comparison.changes:
        yield from _differences_in_shape(want, have)


def _same(one: Text, other: Text) -> bool:
    return one.shape == other.shape and say_the_same(one.words, other.words)


def _passage(text: Text) -> Passage[Text]:
    return Passage(tuple(text.words.split()), text)


def window(want: Sequence[Text], have: Sequence[Text]) -> Sequence[Text]:
    """The part of `have` that begins like `want` and is as long; of several the one that agrees longest."""
    starts = [n for n, text in enumerate(have) if want and text.key == want[0].key]
    start = max(starts, key=lambda start: _run(want, have[start:]), default=None)
    return have[start : start + len(want)] if start is not None else ()


def _run(want: Sequence[Text], have: Sequence[Text]) -> int:
    pairs = enumerate(zip(want, have, strict=False))
    return next((n for n, (one, other) in pairs if one.key != other.key), min(len(want), len(have)))


def _say_the_same(want: Sequence[str], have: Sequence[str]) -> bool:
    return bool(want) and say_the_same(" ".join(want), " ".join(have))


def _differences_in_shape(want: Sequence[Text], have: Sequence[Text]) -> Iterator[Difference]:
    for change in differing([text.key for text in want], [text.key for text in have]):
        old, new = want[change.old_start : change.old_end], have[change.new_start : change.new_end]
        if len(old) == len(new) and all(map(_same, old, new)):
            continue
        place = next(iter(old), want[min(change.old_start, len(want) - 1)] if want else None)
        where = (place.part, place.section) if place else (1, _COPY)
        what = f"the copy has {_shapes(new)} where the sheet has {_shapes(old)}"
        yield Difference(where[0], f"{where[1]}: {what}.")


def _shapes(texts: Sequence[Text]) -> str:
    shown = [f"a {_shape(text)}" + (f" “{_clipped(text.words)}”" if text.words else "") for text in texts[:3]]
    return ", ".join([*shown, *(["more"] if len(texts) > 3 else [])]) or "nothing"


def _shape(text: Text) -> str:
    tag = text.shape.partition(" ")[0]
    if _level(tag):
        return f"heading of level {_level(tag)}"
    return _SHAPES.get(tag, "text")


def _clipped(words: str) -> str:
    words = with_addresses(words)
    return words if len(words) <= 60 else f"{words[:59]}…"


# ---- The rest --------------------------------------------------------------------------------


def differences_beside_words(want: Reading, have: Reading, *, own: bool) -> Iterator[str]:
    """What differs in links, pictures and more; `own` says that some of it is the preparer's."""
    yield from have.odd
    yield from _lists("Links", want.addresses, have.addresses, own=own)
    for words in sorted(have.descriptions - want.descriptions if not own else ()):
        yield f"A link says of itself “{_clipped(plain(words))}”."
    lacks, adds = _unlike(want.pictures, have.pictures)
    if lacks or adds:
        yield f"Pictures: the copy has {len(adds)} that the sheet has not, and lacks {len(lacks)} of its."
    if not own and _jumps(want) != _jumps(have):
        yield "A link within the copy leads elsewhere."


def differences_in_sight(want: Reading, have: Reading, *, own: bool) -> Iterator[str]:
    """Where readers may see other words on the pages than those that are read there; `own` as above."""
    yield from have.unseen
    # Another program may break lines elsewhere, and so turn other words from right to left.
    allowed = Counter(map(_in_no_order, want.backward))
    for words in have.backward:
        allowed[_in_no_order(words)] -= 1
        if allowed[_in_no_order(words)] < 0:
            yield f"“{_clipped(plain(words))}” stands where it is met before what goes before it."
    notes = any("Notes" in margin.split() for margin in (*want.margins, *have.margins))
    pages = len(have.margins)
    yield from differences_in_shapes(want.shapes, have.shapes, pages, notes=notes, own=own)


def _in_no_order(words: str) -> str:
    return "".join(sorted(_letters(words)))


def differences_in_echoes(want: Reading, have: Reading, *, own: bool) -> Iterator[str]:
    """What differs in margins and bookmarks, which say again what stands on the pages; `own` as above."""
    yield from _margins(want, have)
    titles = ([plain(title) for _, title in reading.bookmarks] for reading in (want, have))
    yield from _lists("Bookmarks", *titles, own=own)


def _lists(what: str, want: Sequence[str], have: Sequence[str], *, own: bool) -> Iterator[str]:
    lacks, adds = _unlike(want, have)
    if lacks or (adds and not own):
        yield in_copy(what, " ".join(lacks), " ".join(adds))


def _unlike(want: Sequence[str], have: Sequence[str]) -> tuple[list[str], list[str]]:
    """What `have` lacks, and what it has besides; where only the order differs, the first that does."""
    lacks, adds = Counter(want) - Counter(have), Counter(have) - Counter(want)
    if lacks or adds:
        return list(lacks.elements()), list(adds.elements())
    return next((([one], [other]) for one, other in zip(want, have, strict=True) if one != other), ([], []))


def _jumps(reading: Reading) -> Counter[str]:
    """The headings that links within the file lead to; what else they lead to, layouts tell differently."""
    headings = {(shown(text.text).split() or [""])[0] for text in reading.texts if _level(text.tag)}
    return Counter(word for word in reading.jumps if word in headings)


def _margins(want: Reading, have: Reading) -> Iterator[str]:
    """What stands in the head or foot of a page, or beside its text, and belongs there in no copy."""
    repeated = sorted({plain(t.text) for t in want.texts if t.tag == "TH"} | {"Notes"}, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, repeated))})(?!\S)")
    expected = set(map(plain, want.margins))
    without = {" ".join(pattern.sub("", words).split()) for words in expected}
    for number, words in enumerate(map(plain, have.margins), 1):
        # On further pages a table's heading row is no text; which pages these are differs.
        if words not in expected and " ".join(pattern.sub("", words).split()) not in without:
            # Told by the words that are others than on the page that it is most like, of those about it.
            at = min(number, len(want.margins))
            about = map(plain, want.margins[max(0, at - _PAGES_ABOUT) : at + _PAGES_ABOUT])
            most_like = max(dict.fromkeys(about), key=lambda other: _common(other, words), default="")
            lacks, adds = _unlike(most_like.split(), words.split())
            where = f"Page {number}, in its head, foot or beside its text"
            yield in_copy(where, " ".join(lacks), " ".join(adds))


def _common(words: str, others: str) -> int:
    """How many words the two have in common."""
    return (Counter(words.split()) & Counter(others.split())).total()
