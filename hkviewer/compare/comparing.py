"""Two editions of a sheet into `SheetChanges`: what belongs together, in the order in which it is read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import TypeVar
from unicodedata import category

from hkviewer.compare.editions import (
    ADDED,
    CHANGED,
    DELETED,
    INSERTED,
    MOVED,
    REDATED,
    REMOVED,
    RENAMED,
    SAME,
    VALUE,
    BlockChange,
    ColumnChange,
    Edition,
    Figure,
    FigureChange,
    NameChange,
    OtherChange,
    Run,
    Runs,
    SectionChange,
    SectionName,
    SheetChanges,
    Span,
)
from hkviewer.compare.figure_labels import common_label, told_once
from hkviewer.compare.figure_names import have_one_name
from hkviewer.compare.figure_words import are_among_others, list_name, stands_alone, words_around
from hkviewer.compare.figures import Found
from hkviewer.compare.matching import Block, Matches, Side, matched
from hkviewer.compare.older_years import FieldYears, last_year
from hkviewer.compare.pieces import Piece
from hkviewer.compare.tokens import MARK, tokens
from hkviewer.compare.word_runs import title_runs
from hkviewer.content.document import Document

Place = TypeVar("Place")


def compare_documents(old: Document, new: Document, *, exact: bool = False) -> SheetChanges:
    """How the edition `old` became the edition `new`.

    Args:
        old: the old edition; the pictures of each stand beside its file.
        new: the new edition.
        exact: whether quotes, dashes and blanks count as changes, too.
    """
    one = Side(old.sheet, old.path, exact=exact)
    other = Side(new.sheet, new.path, exact=exact)
    # One way round only: so both ways tell the same.
    turned = one.is_behind(other)
    matches = matched(other, one).mirrored() if turned else matched(one, other)
    return _Assembly(one, other, matches).made()


class _Assembly:
    """Puts what belongs together in order."""

    def __init__(self, old: Side, new: Side, matches: Matches) -> None:
        self._old, self._new, self._matches = old, new, matches
        self._names = _names(old), _names(new)
        self._old_of = {j: i for i, j in matches.new_of.items()}
        self._in_new: defaultdict[int, list[Block]] = defaultdict(list)
        self._in_old: defaultdict[int, list[Block]] = defaultdict(list)
        self._emptied: set[int] = set()
        """Old sections of which something moved to another."""
        for block in matches.blocks:
            if block.new:
                self._in_new[block.new[0].n].append(block)
                if block.old and matches.new_of.get(block.old[0].n) != block.new[0].n:
                    self._emptied.add(block.old[0].n)
            else:
                self._in_old[block.old[0].n].append(block)

    def made(self) -> SheetChanges:
        """The changes."""
        places = self._places()
        blocks = [self._ordered(i, j) for i, j in places]
        sections = tuple(self._section(*place, own) for place, own in zip(places, blocks, strict=True))
        found = (
            (section.name, figure)
            for section, own in zip(sections, blocks, strict=True)
            for figure in self._figures(section.name, own)
        )
        figures = _told_apart(self._met_again(list(self._without_stayed(list(found)))))
        renamed = (
            NameChange(section.name.id, pair.old.named, pair.new.named)
            for section, own in zip(sections, blocks, strict=True)
            for pair in chain.from_iterable(block.figures for block in own)
            if pair.kind == RENAMED and pair.old and pair.new
        )
        reordered = (self._new.sections[b.new[0].n].id for own in blocks for b in own if b.is_reordered)
        return SheetChanges(
            _edition(self._old),
            _edition(self._new),
            sections,
            tuple(figures),
            tuple(OtherChange(o.kind, self._id(o.i, o.j), o.old, o.new) for o in self._matches.others),
            tuple(ColumnChange(self._id(i, j) or "", *column) for i, j, *column in self._matches.columns),
            tuple(dict.fromkeys(reordered)),
            tuple(dict.fromkeys(renamed)),
            self._matches.passed_over,
        )

    def _id(self, i: int | None, j: int | None) -> str | None:
        if j is not None:
            return self._new.sections[j].id
        return None if i is None else self._old.sections[i].id

    def _places(self) -> list[tuple[int | None, int | None]]:
        """The numbers of each section in the old and the new edition, in the new order."""
        kept = [(self._old_of.get(j), j) for j in range(len(self._new.sections))]
        gone = [i for i in range(len(self._old.sections)) if i not in self._matches.new_of]
        return _with_removed(kept, [(i, None) for i in gone], lambda place: _known(place[0]))

    def _ordered(self, i: int | None, j: int | None) -> list[Block]:
        """The blocks of a section, in the new order."""
        kept = sorted(self._in_new[j], key=lambda b: b.new[0].index) if j is not None else []
        gone = sorted(self._in_old[i], key=lambda b: b.old[0].index) if i is not None else []
        return _with_removed(kept, gone, lambda b: [p.index for p in b.old if p.n == i])

    def _section(self, i: int | None, j: int | None, blocks: Sequence[Block]) -> SectionChange:
        changes = tuple(map(_change, blocks))
        old = None if i is None else self._names[0][i]
        new = None if j is None else self._names[1][j]
        if old is None or new is None:
            name = old or new
            assert name is not None
            runs: Runs = (Run(DELETED if new is None else INSERTED, name.title),) if name.title else ()
            return SectionChange(ADDED if old is None else REMOVED, False, False, old, new, runs, changes)
        runs = self._title(i, j)
        is_same = all(change.status == SAME for change in changes) and i not in self._emptied
        return SectionChange(
            status=SAME if is_same else CHANGED,
            moved=i in self._matches.moved,
            renamed=any(run.kind != SAME for run in runs),
            old=old,
            new=new,
            title_runs=runs,
            blocks=changes,
        )

    def _title(self, i: int | None, j: int | None) -> Runs:
        """The words of a heading; the sheet's title, which is that of words above any, is told elsewhere."""
        assert i is not None
        assert j is not None
        old, new = self._old.sections[i], self._new.sections[j]
        if not old.heading_shown and not new.heading_shown:
            return (Run(SAME, new.title, None if old.title == new.title else old.title),)
        return title_runs(old.title, new.title, exact=self._old.exact)

    def _figures(self, section: SectionName, blocks: Sequence[Block]) -> Iterator[FigureChange]:
        """What became of the figures of a section's blocks; of other names one is gone, one new."""
        for block, pair in ((each, pair) for each in blocks for pair in each.figures):
            old, new = pair.old, pair.new
            if pair.kind == RENAMED:
                continue
            before = old and self._names[0][old.figure.span.n]
            if old and new and before and _are_of_one_name((before, old), (section, new)):
                head = common_label(self._head(self._old, old), self._head(self._new, new))
                names = head, _common_name(old.named, new.named)
                is_whole = pair.kind != VALUE
                _, earlier = _told(self._old, before, old, names, is_whole=is_whole)
                label, figure = _told(self._new, section, new, names, is_whole=is_whole)
                if pair.kind != VALUE or not are_among_others(earlier, figure, is_named=any(names)):
                    is_older = self._is_older(section, block, figure, earlier)
                    yield FigureChange(section.id, label, pair.kind, earlier, figure, is_older)
                    continue
            if new:
                label, figure = _told(self._new, section, new, (self._head(self._new, new), new.named))
                yield FigureChange(
                    section.id, label, ADDED, None, figure, self._is_older(section, block, figure)
                )
            if old:
                label, figure = _told(
                    self._old, before or section, old, (self._head(self._old, old), old.named)
                )
                yield FigureChange(section.id, label, REMOVED, figure, None)

    def _without_stayed(
        self, figures: Sequence[tuple[SectionName, FigureChange]]
    ) -> Iterator[tuple[SectionName, FigureChange]]:
        """The figures but for those that stand among the same words in another block of their section."""
        stands = [self._stand(*each) for each in figures]
        kinds = [change.kind for _, change in figures]
        went, came = (
            Counter(stand for stand, own in zip(stands, kinds, strict=True) if stand and own == kind)
            for kind in (REMOVED, ADDED)
        )
        for stand, (section, change) in zip(stands, figures, strict=True):
            if stand is None or went[stand] != came[stand]:
                yield section, change

    def _met_again(
        self, figures: Sequence[tuple[SectionName, FigureChange]]
    ) -> Iterator[tuple[SectionName, FigureChange]]:
        """The figures; one that went in one place and came in another by the same names is one that stayed.

        Each is the only number of its line, and no other has these names.
        """
        gone: defaultdict[str, list[FigureChange]] = defaultdict(list)
        came: defaultdict[str, list[FigureChange]] = defaultdict(list)
        for _, change in figures:
            if change.kind in (ADDED, REMOVED):
                (came if change.new else gone)[change.label].append(change)
        pairs = {
            label: (old[0].old, came[label][0].new)
            for label, old in gone.items()
            if len(old) == len(came.get(label, ())) == 1 and self._is_one(old[0].old, came[label][0].new)
        }
        for section, change in figures:
            old, new = (
                pairs.get(change.label, (None, None)) if change.kind in (ADDED, REMOVED) else (None, None)
            )
            if not old or not new:
                yield section, change
            elif change.new and (old.value, old.year) != (new.value, new.year):
                kind = VALUE if old.value != new.value else REDATED
                yield section, change._replace(kind=kind, old=old)

    def _stand(self, section: SectionName, change: FigureChange) -> tuple[object, ...] | None:
        """What is told of a figure that came or went, and its section; None where no words say more."""
        figure = change.new or change.old
        if figure is None or change.kind not in (ADDED, REMOVED):
            return None
        n = self._old_of.get(figure.span.n) if change.new else figure.span.n
        if n is None or not (figure.around or change.label != section.label):
            return None
        names = figure.around or change.label
        return n, names, figure.text, figure.value, figure.unit, figure.year

    def _is_one(self, old: Figure | None, new: Figure | None) -> bool:
        """Whether two figures are surely one that stands elsewhere now."""
        if not old or not new or old.unit != new.unit or self._old_of.get(new.span.n) == old.span.n:
            return False  # those of one section were compared with each other
        if old.around.replace(old.text, "") != new.around.replace(new.text, ""):
            return False
        if not isinstance(old.value, int | float) or not isinstance(new.value, int | float):
            return False
        texts = self._old.sections[old.span.n].text, self._new.sections[new.span.n].text
        return stands_alone(texts[0], old) and stands_alone(texts[1], new)

    def _is_older(
        self, section: SectionName, block: Block, figure: Figure, before: Figure | None = None
    ) -> bool:
        """Whether a figure's field has one of a newer year; `before` is what it was, which may be that."""
        if figure.bare.startswith("(") and not figure.is_mere_year:
            return False  # "(since 2014)"
        if before and last_year(before.year) > last_year(figure.year) > 0:
            return True
        piece = next((p for p in block.new if p.end >= figure.span.end), block.new[-1])
        return self._years.is_older(section, figure, piece)

    @cached_property
    def _years(self) -> FieldYears:
        paths = {section.path for side in (self._old, self._new) for section in side.sections}
        return FieldYears(paths, self._new.pieces)

    @staticmethod
    def _head(side: Side, found: Found) -> str:
        text = side.sections[found.figure.span.n].text
        return list_name(text, found.figure, is_named=bool(found.named))


def _told(
    side: Side, section: SectionName, found: Found, names: tuple[str, str], *, is_whole: bool = True
) -> tuple[str, Figure]:
    """What a figure is told to be of, and the figure, with the words around it that say more of that."""
    label = _label(section, found.context, *names)
    text, is_named = side.sections[found.figure.span.n].text, any((found.context, *names))
    around = words_around(text, found.figure, label, is_named=is_named, is_whole=is_whole)
    return label, found.figure._replace(around=around) if around else found.figure


def _common_name(old: str, new: str) -> str:
    """What two figures that became each other are of; of two names of one thing both."""
    return f"{new} (before: {old})" if old != new and have_one_name(old, new) else common_label(old, new)


def _label(section: SectionName, *names: str) -> str:
    # Punctuation alone names nothing: of "*: 1.1" the figure has no name.
    said = (n for n in names if n[:1].isalnum() or not all(category(sign).startswith("P") for sign in n))
    return ": ".join(told_once([*section.named_by, *said]))


def _are_of_one_name(old: tuple[SectionName, Found], new: tuple[SectionName, Found]) -> bool:
    """Whether two figures stand under the same words: a heading, or one and the name before them."""
    are_shown = old[0].heading_shown or new[0].heading_shown
    if not are_shown or old[0].named_by == new[0].named_by:
        return True
    sections = [set(_words(" ".join(section.named_by))) for section, _ in (old, new)]
    labels = [set(_words(_label(section, found.context, found.named))) for section, found in (old, new)]
    return sections[0] == sections[1] or labels[0] == labels[1]


def _words(text: str) -> list[str]:
    text = text.replace("(s)", "s").casefold()
    return [token.key for token in tokens(text, 0, len(text)) if token.kind != MARK]


def _with_removed(
    kept: Sequence[Place], gone: Sequence[Place], old_places: Callable[[Place], Sequence[int]]
) -> list[Place]:
    """`kept`, and each of `gone`, which are in the old order, behind what it stood behind."""
    if not kept or not gone:
        return [*kept, *gone]
    holder = {place: number for number, each in enumerate(kept) for place in old_places(each)}
    behind: defaultdict[int, list[Place]] = defaultdict(list)
    known = sorted(holder)
    reached, last = 0, -1
    for each in gone:
        place = min(old_places(each))
        while reached < len(known) and known[reached] < place:
            last = holder[known[reached]]
            reached += 1
        behind[last].append(each)
    return [*behind[-1], *chain.from_iterable((each, *behind[n]) for n, each in enumerate(kept))]


def _known(number: int | None) -> list[int]:
    return [] if number is None else [number]


def _change(block: Block) -> BlockChange:
    if not block.old or not block.new:
        status = ADDED if block.new else REMOVED
    elif block.is_moved:
        status = MOVED
    else:
        status = SAME if all(run.kind == SAME for run in block.runs) else CHANGED
    kind = (block.new or block.old)[0].kind
    return BlockChange(
        kind, status, _spans(block.old), _spans(block.new), block.runs, block.has_other_columns
    )


def _spans(pieces: Sequence[Piece]) -> tuple[Span, ...]:
    return tuple(Span(piece.n, piece.start, piece.end) for piece in pieces)


def _names(side: Side) -> list[SectionName]:
    return [
        SectionName(section.id, section.title, n, section.level, section.path, section.heading_shown)
        for n, section in enumerate(side.sections)
    ]


def _edition(side: Side) -> Edition:
    sheet = side.sheet
    date = sheet.edition.date if sheet.edition else None
    label, language, name = sheet.edition_label, sheet.language, side.name
    return Edition(sheet.id, date, sheet.digest, sheet.title, label, language, sheet, name)


def _told_apart(figures: Iterable[tuple[SectionName, FigureChange]]) -> Iterator[FigureChange]:
    """The figures; those that different sections have under one label with the outermost section's title."""
    several = list(figures)
    sections: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for section, figure in several:
        sections[figure.label].add(section.path)
    for section, figure in several:
        if len(sections[figure.label]) > 1 and len(section.path) > 1:
            yield figure._replace(label=": ".join(told_once([section.path[0], figure.label])))
        else:
            yield figure
