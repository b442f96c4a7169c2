"""A `Briefing` taken apart into what is on the page: the one thing that every format is written from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count, groupby
from pathlib import Path
from urllib.parse import unquote

from hkviewer import __version__
from hkviewer.content import model
from hkviewer.content.addresses import shown
from hkviewer.content.anchors import Anchors
from hkviewer.content.attachments import file_in
from hkviewer.content.edition import plain_date
from hkviewer.content.notes import largest_number, with_notes
from hkviewer.content.ranges import BODY, HEADING, TextRange
from hkviewer.content.sizes import LONGEST_OWN_WORDS
from hkviewer.errors import UsageError
from hkviewer.export.briefing import Briefing, Choices, Cover, OwnWords, SheetPart
from hkviewer.export.line_breaks import clipped
from hkviewer.export.nodes import (
    Definitions,
    Entry,
    Grid,
    Heading,
    Items,
    Line,
    Lines,
    Node,
    NoteList,
    NoteText,
    Quote,
    Words,
    leaves,
)
from hkviewer.export.paragraph_numbers import paragraph_numbers
from hkviewer.export.styled_runs import (
    Endnote,
    Endnotes,
    Run,
    Spans,
    highlighted,
    renumbered,
    runs_of,
    words_of,
)
from hkviewer.system.characters import one_line

OWN_WORDS = "Preparer’s words"
DEEPEST_HEADING = 6
_LONGEST_FOOT = 42.0
"""Em of the publisher's name in a foot: with the edition it takes two lines at most."""
NUMBERS_ADDED = "Paragraph numbers were added; they count through the whole sheet."


@dataclass(frozen=True)
class Fact:
    """A line of a title block: what it is, what it says, and where that leads ("" for nowhere)."""

    label: str
    value: str
    address: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture that a copy shows: its file, which lasts as long as the copy's making, and its ending."""

    file: Path
    ending: str

    @property
    def data(self) -> bytes:
        """Its bytes. Raises OSError where they are gone."""
        return self.file.read_bytes()


@dataclass(frozen=True)
class Division:
    """A part on the page.

    Attributes:
        own: these are the preparer's words, not a publisher's.
        title: the sheet's title where the copy has several sheets, else None.
        facts: the sheet's lines where the copy has several.
        folder: where the pictures' files are.
        footnotes: those that stand at the foot of a page; see `hkviewer.export.page_notes`.
        pictures: those that are shown, by the names that runs have for them; the others give their words.
    """

    own: bool
    title: Heading | None
    facts: tuple[Fact, ...]
    nodes: tuple[Node, ...]
    folder: Path | None = None
    language: str = ""
    footnotes: tuple[NoteText, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict)

    def picture_file(self, name: str) -> Path | None:
        """The file of a picture with links followed, if it is one in the document's folder; else None."""
        return file_in(self.folder, name) if name and self.folder else None


@dataclass(frozen=True)
class Copy:
    """All that a copy says, in order; with `fits_head` its title is cut in a page's head as it is set."""

    title: str
    kind: str
    edition: str
    publisher: str
    language: str
    facts: tuple[Fact, ...]
    foot: str
    divisions: tuple[Division, ...]
    endnotes: tuple[Endnote, ...]
    small_print: tuple[str, ...]
    cover: bool
    choices: Choices
    fits_head: bool = False


def targets(copy: Copy) -> list[str]:
    """The ids of the headings that links in `copy` lead to, each once."""
    nodes = (
        node
        for division in copy.divisions
        for node in (*division.nodes, *(NoteList((note,)) for note in division.footnotes))
    )
    return list(dict.fromkeys(run.target for runs in leaves(nodes) for run in runs if run.target))


def assemble(briefing: Briefing) -> Copy:
    """What a copy of `briefing` says.

    Raises:
        UsageError: no section is chosen, or a choice is none.
    """
    briefing.validate()
    parts = list(_parts(briefing))
    endnotes = Endnotes(sum(part.largest_note for part in parts))
    divisions = tuple(_divisions(briefing, parts, endnotes))
    sheets = [part.sheet for part in briefing.sheets]
    first = sheets[0] if len(sheets) == 1 else None
    return Copy(
        title=briefing.title,
        kind=(first.kind or "Document") if first else "Briefing",
        edition=first.describe_edition(briefing.choices.date) if first else "",
        publisher="; ".join(dict.fromkeys(s.publisher for s in sheets if s.publisher)),
        language=sheets[0].language if sheets else "en",
        facts=(
            *(sheet_facts(briefing.sheets[0], briefing.choices) if first else ()),
            *copy_facts(briefing.choices),
        ),
        foot=_foot(sheets, briefing.choices),
        divisions=divisions,
        endnotes=endnotes.notes,
        small_print=tuple(_small_print(briefing)),
        cover=any(isinstance(part, Cover) for part in briefing.parts),
        choices=briefing.choices,
    )


def own_words_sheet(markdown: str) -> model.FactSheet:
    """The preparer's Markdown as a sheet. Raises UsageError where it is longer than anyone writes."""
    if len(markdown) > LONGEST_OWN_WORDS:
        raise UsageError(
            f"Your own words have {len(markdown):,} characters; {LONGEST_OWN_WORDS:,} fit.",
            "Put them into a file, and add that as a sheet.",
        )
    from hkviewer.content.markdown.parse import parse_sheet  # the parser is needed for own words alone

    # With front matter of ours they have none of their own, and each of their headings stands for itself.
    return parse_sheet(f"---\ntitle: {OWN_WORDS}\n---\n{markdown}", name=OWN_WORDS, digest="")


@dataclass(frozen=True)
class _Part:
    """A part of a briefing that has words, with its sections."""

    part: OwnWords | SheetPart
    sheet: model.FactSheet
    sections: tuple[model.Section, ...]

    @property
    def largest_note(self) -> int:
        return largest_number(self.sections)


def _parts(briefing: Briefing) -> Iterator[_Part]:
    for part in briefing.parts:
        if isinstance(part, OwnWords) and part.markdown.strip():
            sheet = own_words_sheet(part.markdown)
            yield _Part(part, sheet, _own_sections(sheet))
        elif isinstance(part, SheetPart) and part.chosen:
            yield _Part(part, part.sheet, with_notes(part.sheet, part.chosen))


def _own_sections(sheet: model.FactSheet) -> tuple[model.Section, ...]:
    sections = _with_headings(sheet.sections)
    if len(sections) > 1 and not sheet.sections[0].heading_shown:
        before, first, *rest = sections
        if first.level == 1 and not first.blocks:
            # A title without words of its own stands over those before it.
            return (first.replace(blocks=before.blocks), *rest)
    return sections


def _with_headings(sections: Iterable[model.Section]) -> tuple[model.Section, ...]:
    return tuple(section.replace(heading_shown=True) for section in sections)


def _divisions(briefing: Briefing, parts: Iterable[_Part], endnotes: Endnotes) -> Iterator[Division]:
    several = len(briefing.sheets) > 1 or bool(one_line(briefing.choices.title))
    ids = _Ids()
    notes_before = 0
    for number, it in enumerate(parts):
        if isinstance(it.part, OwnWords):
            walker = _Walker(endnotes, (), {}, Anchors(it.sheet), notes_before)
            nodes = walker.sections(it.sections, 2, ids)
            yield Division(own=True, title=None, facts=(), nodes=tuple(nodes))
        else:
            numbers = paragraph_numbers(it.sheet) if briefing.choices.paragraph_numbers else {}
            walker = _Walker(endnotes, it.part.highlights, numbers, Anchors(it.sheet), notes_before)
            # Behind own words nothing else says where the only sheet's begin.
            sections = it.sections if several or not number else _with_headings(it.sections)
            yield _sheet_division(sections, it.part, briefing.choices, walker, ids, several=several)
        notes_before += it.largest_note


def _sheet_division(
    sections: Sequence[model.Section],
    part: SheetPart,
    choices: Choices,
    walker: _Walker,
    ids: _Ids,
    *,
    several: bool,
) -> Division:
    sheet = part.sheet
    title = Heading(2, (Run(sheet.title),), ids.give(sheet.id)) if several else None
    nodes = tuple(walker.sections(sections, 3 if several else 2, ids))
    facts = sheet_facts(part, choices) if len(sheet.sections) and several else ()
    return Division(
        own=False, title=title, facts=facts, nodes=nodes, folder=part.folder, language=sheet.language
    )


class _Ids:
    """Gives each heading an id that no other in the copy has."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def give(self, wanted: str) -> str:
        wanted = wanted or "part"
        numbered = (f"{wanted}-{number}" for number in count(2))
        free = next(name for name in chain([wanted], numbered) if name not in self._taken)
        self._taken.add(free)
        return free


class _Walker:
    """Turns sections into nodes, following `Section.leaves` for the offsets of highlights.

    The numbers of their notes are raised by `notes_before`.
    """

    def __init__(
        self,
        endnotes: Endnotes,
        marked: Iterable[TextRange],
        numbers: dict[tuple[str, int], int],
        anchors: Anchors,
        notes_before: int,
    ) -> None:
        self._endnotes = endnotes
        self._anchors = anchors
        self._headings: dict[str, str] = {}
        """The ids of the copy's headings by those of the sections."""
        self._notes_before = notes_before
        self._marked: dict[tuple[str, int], list[tuple[int, int]]] = {}
        for at in marked:
            self._marked.setdefault((at.section_id, at.part), []).append((at.start, at.end))
        self._numbers = numbers
        self._spans: Spans = ()
        self._offsets: Iterator[int] = iter(())

    def sections(self, sections: Sequence[model.Section], top: int, ids: _Ids) -> Iterator[Node]:
        """Headings, as far as they are shown, and blocks.

        The shallowest heading is of level `top`, none skips a level.
        """
        open_levels: list[int] = []
        self._headings = {section.id: ids.give(section.id) for section in sections if section.heading_shown}
        for section in sections:
            if section.heading_shown:
                while open_levels and open_levels[-1] >= section.level:
                    open_levels.pop()
                level = min(top + len(open_levels), DEEPEST_HEADING)
                open_levels.append(section.level)
                yield Heading(level, self._heading(section), self._headings[section.id])
            self._spans = self._marked.get((section.id, BODY), ())
            self._offsets = iter([leaf.offset for leaf in section.leaves])
            for position, block in enumerate(section.blocks):
                yield self._node(block, self._numbers.get((section.id, position), 0))

    def _heading(self, section: model.Section) -> tuple[Run, ...]:
        content = section.heading or (model.Text(section.title),)
        runs = tuple(replace(run, absent=False) for run in self._runs(content))  # a bookmark is short
        words = words_of(runs)
        blanks = len(words) - len(words.lstrip())  # a title has none
        marked = highlighted(runs, self._marked.get((section.id, HEADING), ()), -blanks)
        return renumbered(marked, self._notes_before)

    def _node(self, block: model.Block, number: int = 0) -> Node:
        match block:
            case model.Paragraph(content):
                return Words(self._leaf(content), number)
            case model.ListBlock(ordered, items, start, style):
                return Items(ordered, start, tuple(tuple(map(self._node, item)) for item in items), style)
            case model.Table():
                return self._grid(block)
            case model.Quotation(blocks):
                return Quote(tuple(map(self._node, blocks)))
            case model.CodeBlock(text, _):
                return Lines(tuple(self._leaf((model.Text(line),)) for line in text.split("\n")))
            case model.Rule():
                return Line()
            case model.DefinitionList(entries):
                return Definitions(tuple(map(self._entry, entries)))
            case model.Notes(notes):
                return NoteList(tuple(map(self._note, notes)))

    def _entry(self, entry: model.Definition) -> Entry:
        terms = tuple(map(self._leaf, entry.terms))
        return Entry(terms, tuple(tuple(map(self._node, blocks)) for blocks in entry.descriptions))

    def _note(self, note: model.Note) -> NoteText:
        return NoteText(note.number + self._notes_before, tuple(map(self._node, note.blocks)))

    def _grid(self, table: model.Table) -> Grid:
        header, *rows = (
            tuple(
                () if (number, column) in table.covered else self._leaf(cell)
                for column, cell in enumerate(row)
            )
            for number, row in enumerate((table.header, *table.rows))
        )
        return Grid(header, tuple(rows), table.alignments, table.spans)

    def _leaf(self, content: tuple[model.Inline, ...]) -> tuple[Run, ...]:
        runs = highlighted(self._runs(content), self._spans, next(self._offsets))
        return renumbered(runs, self._notes_before)

    def _runs(self, content: tuple[model.Inline, ...]) -> tuple[Run, ...]:
        """The runs of a leaf or heading, those that lead to a section of the copy with its heading's id."""
        runs = runs_of(content, self._endnotes)
        return tuple(replace(run, target=self._target(run.address)) if run.address else run for run in runs)

    def _target(self, address: str) -> str:
        section = self._anchors.section(unquote(address[1:])) if address.startswith("#") else None
        return self._headings.get(section.id, "") if section else ""


def sheet_facts(part: SheetPart, choices: Choices) -> tuple[Fact, ...]:
    """What the title block says of a sheet; the edition's age is that on the copy's date."""
    sheet = part.sheet
    edition = sheet.describe_edition(choices.date)
    received = f"received {plain_date(sheet.received)}" if sheet.received else ""
    source = ", ".join(filter(None, [sheet.author, sheet.publisher, sheet.bureau]))
    label = "Edition" if sheet.edition or not sheet.dated else "Date"
    facts = (
        Fact("Source", source),
        Fact(label, "; ".join(filter(None, [edition, received]))),
        Fact("Original", shown(sheet.source), sheet.source),
        Fact("Included", _included(part)),
    )
    return tuple(fact for fact in facts if fact.value)


def _included(part: SheetPart) -> str:
    """Such as "Whole sheet, 5 sections", or "Sections 2 and 3 of 5"."""
    total = len(part.sheet.sections)
    if part.is_whole:
        return f"Whole sheet, {total} section{'s' if total != 1 else ''}"
    numbers = [part.sheet.section_number(section.id) + 1 for section in part.chosen]
    if not numbers:
        return f"No section of {total}"
    word = "Section" if len(numbers) == 1 else "Sections"
    return f"{word} {listed(numbers)} of {total}"


def listed(numbers: Sequence[int]) -> str:
    """Rising numbers in words: "1, 3–5 and 8"."""
    words: list[str] = []
    # Of neighbours each is as far from its number in the row as the others.
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        words.extend([f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run))
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def copy_facts(choices: Choices) -> Iterator[Fact]:
    """What the title block says of the copy itself."""
    yield Fact("Prepared", plain_date(choices.date.isoformat()))
    texts = {"For": choices.prepared_for, "By": choices.prepared_by, "Marking": choices.marking}
    yield from (Fact(label, one_line(text)) for label, text in texts.items() if one_line(text))


def _foot(sheets: Sequence[model.FactSheet], choices: Choices) -> str:
    if len(sheets) != 1:
        return f"Briefing of {plain_date(choices.date.isoformat())}"
    sheet = sheets[0]
    edition = sheet.describe_edition(choices.date)
    # A line of 18-point copy has no room for it; it stands in the title block.
    has_room = sheet.received and choices.layout != "large"
    received = f"received {plain_date(sheet.received)}" if has_room else ""
    publisher = clipped(sheet.publisher or sheet.author or sheet.title, _LONGEST_FOOT)
    return ", ".join(filter(None, [publisher, edition, received]))


def _small_print(briefing: Briefing) -> Iterator[str]:
    """The lines at the end; `verification` reads the texts’ and the paragraphs’ ones again."""
    sheets = briefing.sheets
    for part in sheets:
        yield _text_line(part)
    licences = dict.fromkeys(part.sheet.licence for part in sheets if part.sheet.licence)
    if licences:
        yield "; ".join(licences) + ". This copy is not an official publication."
    if briefing.choices.paragraph_numbers:
        yield NUMBERS_ADDED
    # What does not come with the program has to be given.
    files = "".join(" --against SHEET.md" for part in _by_sheet(sheets) if part.own_file)
    check = f"hkviewer verify FILE.pdf{files}"
    yield f"Set by hkviewer {__version__}. To check this copy against its source: {check}"


def _by_sheet(sheets: Iterable[SheetPart]) -> Iterable[SheetPart]:
    """The first part of each sheet."""
    return {part.sheet.id: part for part in reversed(tuple(sheets))}.values()


def _text_line(part: SheetPart) -> str:
    total = len(part.sheet.sections)
    ids = ", ".join(section.id for section in part.chosen)
    all_ = f"all {total} section{'s' if total != 1 else ''}"
    sections = all_ if part.is_whole else f"sections {ids} ({len(part.chosen)} of {total})"
    digest = part.sheet.digest
    grouped = " ".join(digest[n : n + 16] for n in range(0, len(digest), 16))
    supplied = [s.title for s in part.chosen if s.title in part.sheet.editorial_headings]
    headings = f" Heading supplied by the editor: “{'”, “'.join(supplied)}”." if supplied else ""
    return f"Text: sheet “{part.sheet.id}”, {sections}, SHA-256 {grouped}.{headings}"
