"""What changed, in a few sentences: of the whole, its figures, and each outermost section."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from hkviewer.compare.editions import (
    ADDED,
    CHANGED,
    MOVED,
    REDATED,
    REMOVED,
    VALUE,
    FigureChange,
    OtherChange,
    SectionChange,
    SheetChanges,
)
from hkviewer.compare.figure_labels import told_once
from hkviewer.compare.older_years import field_of
from hkviewer.compare.sentences import begun, figure_sentence, passed_over_sentence, quoted
from hkviewer.compare.two_sheets import two_sheets
from hkviewer.compare.word_changes import word_changes
from hkviewer.compare.worth import Ranked, ranked
from hkviewer.system.characters import closed_directions

_FIGURES = 5
_IN_TURN = 2
"""Figures of each outermost section that are told before those of others again."""
_WORDS, _OF_MANY = 5, 3
"""Changes of words that are quoted, where there are no more, and of more: a page has room for so many."""
_NAMED = 3
"""Sections that are named as those that came, went, moved or have another title; more are counted alone."""
_OTHERS = 20
_MOVED = 5
_COUNTED = {
    "link": ("link", "links"),
    "picture": ("picture", "pictures"),
    "level": ("heading’s level", "headings’ levels"),
    "metadata": ("line of front matter", "lines of front matter"),
    "form": ("thing written in another form", "things written in another form"),
}
_KINDS = {
    "link": "Link",
    "picture": "Picture",
    "level": "Level of the heading",
    "metadata": "Front matter",
    "form": "Form",
}


class Summary(NamedTuple):
    """The sentences that a redline begins with.

    Attributes:
        title: "What changed: …", with the sheet's title.
        editions: from which edition to which.
        whole: whether they are two sheets; how much changed in all; "Nothing changed." where nothing did.
        figures: at most five of the figures that changed, then how many more.
        words: the changes of words, quoted; of more than five three, then how many more.
        parts: for each outermost section with a change what changed in it; below a lone title the next ones.
        other: what changed outside the text, a line each.
    """

    title: str
    editions: str
    whole: str
    figures: tuple[str, ...]
    words: tuple[str, ...]
    parts: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def lists(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The sentences of each kind that there are below their heading."""
        named = (
            ("Figures", self.figures),
            ("Words", self.words),
            ("Sections", self.parts),
            ("Further", self.other),
        )
        return tuple((heading, sentences) for heading, sentences in named if sentences)


def summary(changes: SheetChanges) -> Summary:
    """The sentences on these changes."""
    old, new = (closed_directions(edition.label or edition.id) for edition in (changes.old, changes.new))
    groups: defaultdict[str, list[SectionChange]] = defaultdict(list)
    outermost = {section.name.path[0] for section in changes.sections}
    depth = int(len(outermost) == 1)  # what is below the title says more than the title
    for section in changes.sections:
        groups[_outer(section, depth)].append(section)
    figures: defaultdict[str, list[FigureChange]] = defaultdict(list)
    for change in changes.figures:
        figures[_outer(changes.section_of(change), depth)].append(change)
    parts = (_part(name, own, figures[name]) for name, own in groups.items())
    return Summary(
        f"What changed: {closed_directions(changes.new.title)}",
        f"From {old} to {new}." if old != new else f"Two texts of {new}.",
        " ".join(filter(None, (remark_on(changes), _whole(changes)))),
        tuple(_figures(list(figures.values()), changes, depth)),
        tuple(_words(changes)),
        tuple(filter(None, parts)),
        tuple(_others(changes)),
    )


def remark_on(changes: SheetChanges) -> str:
    """A sentence where the two are, or may be, two sheets instead of two editions of one; else ""."""
    old, new = changes.old, changes.new
    return two_sheets(old.sheet, new.sheet, (old.file_name, new.file_name))


def _outer(section: SectionChange, depth: int) -> str:
    """The title of the section around it that is so deep in the sheet; its own where it is not so deep."""
    path = section.name.path
    return path[min(depth, len(path) - 1)]


def _whole(changes: SheetChanges) -> str:
    if changes.is_same:
        return "Nothing changed."
    counts = changes.counts
    deleted, inserted = changes.words
    sections = _listed(
        (number, f"{word}")
        for number, word in zip(counts, ("added", "removed", "changed", "moved", "renamed"), strict=True)
    )
    told = [f"Sections: {sections}." if sections else "No section’s words changed."]
    if deleted or inserted:
        told.append(f"Words: {deleted:,} deleted, {inserted:,} inserted.")
    blocks = [block for section in changes.sections for block in section.blocks]
    moves = (
        (sum(block.status == MOVED for block in blocks), "moved"),
        (sum(block.is_split for block in blocks), "split"),
        (sum(block.is_joined for block in blocks), "joined"),
    )
    if any(number for number, _ in moves):
        told.append(f"Paragraphs and rows: {_listed(moves)}.")
    if changes.figures:
        told.append(f"Figures: {_counted(changes.figures)}.")
    if changes.passed_over:
        told.append(passed_over_sentence(changes.passed_over))
    if changes.other:
        told.append(f"Changed besides the words: {_kinds(changes.other)}.")
    return " ".join(told)


def _kinds(others: Sequence[OtherChange]) -> str:
    kinds = [other.kind for other in others]
    counts = ((kinds.count(kind), words) for kind, words in _COUNTED.items())
    return _listed((number, words[number != 1]) for number, words in counts)


def _counted(figures: Sequence[FigureChange]) -> str:
    kinds = [change.kind for change in figures]
    words = {VALUE: "changed", REDATED: "re-dated", ADDED: "new", REMOVED: "gone"}
    return _listed((kinds.count(kind), word) for kind, word in words.items())


def _listed(counts: Iterable[tuple[int, str]]) -> str:
    return ", ".join(f"{number:,} {word}" for number, word in counts if number)


def _part(name: str, sections: Sequence[SectionChange], figures: Sequence[FigureChange]) -> str:
    """What changed in one outermost section; "" for nothing."""
    kinds = (
        *((status, [s for s in sections if s.status == status]) for status in (CHANGED, ADDED, REMOVED)),
        ("moved", [s for s in sections if s.moved]),
        ("renamed", [s for s in sections if s.renamed]),
    )
    if not any(own for _, own in kinds):
        return ""
    if len(sections) == 1:
        told = ", ".join(f"{word}{_retitled(own) if word == 'renamed' else ''}" for word, own in kinds if own)
    else:
        counted = ((len(own), f"{kind}{_named(kind, own, name, len(sections))}") for kind, own in kinds)
        told = _listed(counted).replace(" ", f" of {len(sections):,} sections ", 1)
    return f"{closed_directions(name)}: {told}{f'; figures: {_counted(figures)}' if figures else ''}."


def _named(kind: str, own: Sequence[SectionChange], around: str, count: int) -> str:
    """The titles of sections of a kind, where they are not all that there are; of changed ones none."""
    if kind == CHANGED or len(own) == count:
        return ""
    return _retitled(own) if kind == "renamed" else _outermost(own, around)


def _outermost(sections: Sequence[SectionChange], around: str) -> str:
    """The titles of sections in brackets, but of those below others of them; "" where they are many.

    Each stands behind that of the section it lies in, if that is not the one `around` all of them.
    """
    paths = [section.name.path for section in sections]
    every = set(paths)
    outer = [path for path in paths if not any(path[:depth] in every for depth in range(1, len(path)))]
    names = (told_once(path[-1:] if path[-2:-1] == (around,) else path[-2:]) for path in outer)
    return _in_brackets([quoted(": ".join(name)) for name in names])


def _retitled(sections: Sequence[SectionChange]) -> str:
    """The titles of renamed sections in brackets, before and now; "" where they are many."""
    names = ((section.old, section.new) for section in sections)
    return _in_brackets(
        [f"{quoted(old.title)}, now {quoted(new.title)}" for old, new in names if old and new]
    )


def _in_brackets(names: Sequence[str]) -> str:
    return f" ({'; '.join(names)})" if 0 < len(names) <= _NAMED else ""


def _figures(groups: Sequence[Sequence[FigureChange]], changes: SheetChanges, depth: int) -> Iterator[str]:
    """The figures that say most, two of each outermost section in turn; none reads as another does."""
    ordered = ranked(changes, groups, depth)
    turns = [(n // _IN_TURN, -figure.worth, figure) for own in ordered for n, figure in enumerate(own)]
    in_turn = [figure for _, _, figure in sorted(turns, key=lambda each: each[:2])]
    every = (Ranked(0, change, (change.label,)) for own in groups for change in own)
    chosen = _unlike([*in_turn, *every])[:_FIGURES]
    yield from (f"{sentence}." for sentence in chosen)
    more = sum(map(len, groups)) - len(chosen)
    if more:
        yield f"and {more:,} more"


def _words(changes: SheetChanges) -> Iterator[str]:
    """The changes of words that say most, each once."""
    every = word_changes(changes)
    chosen = list(dict.fromkeys(change.sentence for change in every))
    chosen = chosen if len(chosen) <= _WORDS else chosen[:_OF_MANY]
    yield from (f"{sentence}." for sentence in chosen)
    more = sum(change.sentence not in chosen for change in every)
    if more:
        yield f"and {more:,} more change{'' if more == 1 else 's'} of words"


def _unlike(figures: Sequence[Ranked]) -> list[str]:
    """The sentences of the figures, none twice: of each field one, then the others.

    Nor twice what two chapters have: one field, with the same figures.
    """
    first: dict[tuple[str, ...], Ranked] = {}
    for figure in figures:
        first.setdefault(figure.field, figure)
    told: dict[tuple[str, str, str], str] = {}
    for figure in (*first.values(), *figures):
        change, after = figure.change, figure.before and f", after {closed_directions(figure.before)}"
        old, new = (one.text if one else "" for one in (change.old, change.new))
        told.setdefault((change.label.rpartition(": ")[2], old, new), f"{figure_sentence(change)}{after}")
    return list(dict.fromkeys(told.values()))


def _others(changes: SheetChanges) -> Iterator[str]:
    titles = {section.name.id: quoted(section.name.title) for section in changes.sections}
    for column in changes.columns:
        how = f"is called {quoted(column.became)} now" if column.became else f"was {column.kind}"
        how = "stands elsewhere in it now" if column.kind == MOVED else how
        yield f"Table in {titles[column.section]}: the column {quoted(column.title)} {how}."
    for section in changes.reordered:
        yield f"{titles[section]}: its list was reordered."
    for name in changes.renamed:
        yield f"{titles[name.section]}: {quoted(name.old)} is called {quoted(name.new)} now."
    yield from _moves(changes)
    yield from (_other_sentence(other, titles) for other in changes.other[:_OTHERS])
    if len(changes.other) > _OTHERS:
        yield f"and {len(changes.other) - _OTHERS:,} more besides the words"


def _moves(changes: SheetChanges) -> Iterator[str]:
    """The blocks that stand in another section now; those of another year of one field are counted alone."""
    moved: list[str] = []
    years = 0
    for section in changes.sections:
        for block in section.blocks:
            if block.status == MOVED and section.new:
                before = changes.old_section(block.old[0].n)
                if section.old is None or section.old.n != before.n:
                    paths = before.path, section.new.path
                    if paths[0] != paths[1] and field_of(paths[0]) == field_of(paths[1]):
                        years += 1
                        continue
                    words = quoted(begun("".join(run.new for run in block.runs)))
                    moved.append(f"{words} moved {_way(*paths)}.")
    yield from moved[:_MOVED]
    if len(moved) > _MOVED:
        yield f"and {len(moved) - _MOVED:,} more that moved to another section"
    if years:
        blocks = f"{years:,} block{'' if years == 1 else 's'}"
        yield f"{blocks} moved from one year’s section of a field to another’s."


def _way(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """From which section to which something moved, with so many titles as tell the two apart."""
    shorter, longer = sorted((old, new), key=len)
    if old[-1] == new[-1] and longer[: len(shorter)] == shorter:  # "Languages" below "Languages"
        return f"within {quoted(new[-1])}"
    depth = next(n for n in range(1, len(longer) + 1) if old[-n:] != new[-n:])
    before, after = (": ".join(path[-depth:]) for path in (old, new))
    return f"from {quoted(before)} to {quoted(after)}"


def _other_sentence(change: OtherChange, titles: dict[str, str]) -> str:
    """What changed outside the text; `titles` are those of the sections, in quotes, by their ids."""
    place = f" in {titles.get(change.section) or quoted(change.section)}" if change.section else ""
    if change.old is None:
        return f"{_KINDS[change.kind]}{place}: {quoted(change.new)} was added."
    if change.new is None:
        return f"{_KINDS[change.kind]}{place}: {quoted(change.old)} was removed."
    if change.kind == "level":
        return f"{_KINDS[change.kind]}{place}: {change.old} became {change.new}."
    return f"{_KINDS[change.kind]}{place}: {quoted(change.old)} became {quoted(change.new)}."
