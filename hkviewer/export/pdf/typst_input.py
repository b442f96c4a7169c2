"""A `Copy` as the JSON that resources/briefing.typ sets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from hkviewer.content.addresses import leads_out
from hkviewer.content.writing_direction import (
    direction,
    has_letters_that_run_left,
    is_right_to_left,
    runs_left,
    table_runs_left,
)
from hkviewer.export import assembly
from hkviewer.export.line_breaks import breakable, breakable_runs, clipped, width
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
)
from hkviewer.export.pdf.left_to_right import with_groups, without_boxes
from hkviewer.export.pdf.table_fitting import MEASURES, fit_tables
from hkviewer.export.pdf.whole_pieces import with_whole_pieces
from hkviewer.export.styled_runs import Run, with_caption, words_of
from hkviewer.system.characters import one_line

PART_BEGINS = "part-{}"
"""The named destination at the first heading of a copy's first, second, … part of a sheet.

A part that begins with words under the copy's title has none.
"""
_LED_TO = "to-{}"
"""That at any other heading that a link leads to, by its id."""

DEEPEST = 9
"""Lists and quotations nested deeper than so are set at one depth: a column has no more room."""

# What a running head has room for, in em of its type, and the small print; see resources/briefing.typ.
# Widths are reckoned on the safe side, by an eighth: a title must not be clipped for it.
_HEADS = {"standard": 56.0, "compact": 67.0, "large": 44.0}
_SMALL_PRINT = 36.0
# A title that would fill half a page is set smaller: so wide in em, and the size of the usual one.
_TITLES = ((60.0, 1.0), (120.0, 0.8))
_LONGEST_TITLE = 0.6
LONGEST_LINE = 300.0
"""Em of a title, heading or name, some 500 letters: they stand together on half a page at most."""
_MOST_METADATA = 1000
_SOURCE_FACTS = ("Source", "Edition", "Date", "Original", "Included")


def template_data(copy: assembly.Copy, *, contents: bool) -> dict[str, Any]:
    """What the template takes; `contents` says whether it sets a list of contents."""
    choices = copy.choices
    lang, region = _language(copy.language)
    nodes = (node for division in copy.divisions for node in (division.title, *division.nodes))
    levels = [node.level for node in nodes if isinstance(node, Heading)]
    measure, names = MEASURES[choices.layout], _destinations(copy)
    shown_title = breakable(copy.title)
    return {
        "title": copy.title,
        "shown_title": without_boxes(shown_title) if is_right_to_left(copy.title, lang) else shown_title,
        "title_size": next((size for most, size in _TITLES if width(copy.title) <= most), _LONGEST_TITLE),
        "running_title": clipped(copy.title, _HEADS[choices.layout] - width(copy.edition)),
        **({"longest_head": clipped(copy.title, _HEADS[choices.layout])} if copy.fits_head else {}),
        "author": [copy.publisher[:_MOST_METADATA]] if copy.publisher else [],
        "description": _description(copy),
        "keywords": ["briefing copy", *filter(None, [copy.kind[:_MOST_METADATA]])],
        "lang": lang,
        "region": region,
        "rtl": runs_left(lang),
        "title_dir": direction(copy.title, lang),
        "kind": breakable(copy.kind.upper()),
        "edition": copy.edition,
        "paper": {"letter": "us-letter", "a4": "a4"}[choices.paper],
        "layout": choices.layout,
        "marking": one_line(choices.marking),
        "notes": choices.notes,
        "cover": copy.cover,
        "contents": contents,
        "contents_depth": _contents_depth(levels.count(2), levels.count(3)),
        "foot": breakable(copy.foot),
        "facts": [_fact(fact) for fact in copy.facts],
        "divisions": [_division(division, measure, names) for division in copy.divisions],
        "endnotes": [
            {
                "number": note.number,
                "words": breakable(note.words),
                # Beside such words some readers' programs turn an address round.
                "rtl": has_letters_that_run_left(note.words),
                "address": note.address if leads_out(note.address) else "",
                "shown": breakable(note.address),
            }
            for note in copy.endnotes
        ],
        "small_print": [breakable(line, _SMALL_PRINT) for line in copy.small_print],
    }


def _contents_depth(sections: int, subsections: int) -> int:
    """The deepest level of heading in a list of contents; 0 for none, where there is no heading to list."""
    if not sections + subsections:
        return 0
    return 3 if sections + subsections <= 60 else 2


def _description(copy: assembly.Copy) -> str:
    facts = (fact.value for fact in copy.facts if fact.label in ("Edition", "Date", "Included"))
    return ", ".join(filter(None, [copy.kind, *facts]))[:_MOST_METADATA]


def _language(tag: str) -> tuple[str, str | None]:
    """A BCP 47 tag's language and region, as Typst takes them; English for what is no tag."""
    match = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}))?(?:[-_].*)?", tag)
    if not match:
        return "en", None
    region = match[3].upper() if match[3] else None
    # Typst takes no script, and by itself Chinese is simplified.
    return match[1].lower(), region or ("TW" if (match[2] or "").lower() == "hant" else None)


def _fact(fact: assembly.Fact) -> dict[str, Any]:
    return {
        "label": fact.label,
        "value": breakable(fact.value),
        "address": fact.address if leads_out(fact.address) else "",
        "source": fact.label in _SOURCE_FACTS,
    }


def _destinations(copy: assembly.Copy) -> dict[str, str]:
    """The named destinations of headings, by their ids: of those that parts begin with or links lead to."""
    nodes = (node for division in copy.divisions for node in (division.title, *division.nodes))
    ids = {node.id for node in nodes if isinstance(node, Heading)}
    names = {id_: _LED_TO.format(id_) for id_ in assembly.targets(copy) if id_ in ids}
    sheets = (division for division in copy.divisions if not division.own)
    for number, division in enumerate(sheets, 1):
        first = division.title or division.nodes[0]
        if isinstance(first, Heading):
            names[first.id] = PART_BEGINS.format(number)
    return names


def _division(division: assembly.Division, measure: float, names: Mapping[str, str]) -> dict[str, Any]:
    lang, region = _language(division.language)
    writer = _Writer(division, measure, names)
    title = writer.node(division.title) if division.title else None
    nodes = [writer.node(node) for node in division.nodes]
    fit_tables(nodes, measure)
    return {
        "own": division.own,
        "label": assembly.OWN_WORDS,
        "lang": lang,
        "region": region,
        "title": title,
        "facts": [_fact(fact) for fact in division.facts],
        "nodes": nodes,
    }


class _Writer:
    """Writes the nodes of a division for the template.

    `measure` is the column's width in em, `names` are the named destinations of headings by their ids.
    """

    def __init__(self, division: assembly.Division, measure: float, names: Mapping[str, str]) -> None:
        self._division = division
        self._names = names
        self._measure = measure
        self._lang, _ = _language(division.language)
        self._footnotes = {note.number: note for note in division.footnotes}
        at_end = (note for node in division.nodes if isinstance(node, NoteList) for note in node.notes)
        self._notes = {*self._footnotes, *(note.number for note in at_end)}
        self._is_in_note = False

    def node(self, node: Node, depth: int = 0) -> dict[str, Any]:
        """A node; `depth` counts the lists and quotations that it stands in."""
        runs = self._runs
        match node:
            case Heading(level, its, id_):
                words = words_of(its)
                is_long, way = width(words) > LONGEST_LINE, direction(words, self._lang)
                # The words of a heading are a bookmark.
                shown = self._runs(its, is_text=False, pictures=False)
                for run in shown:
                    run.update({"unlisted": True} if "note" in run or "reference" in run else {})
                heading = {"t": "heading", "level": level, "runs": shown, "long": is_long, "dir": way}
                return {**heading, "name": self._names[id_]} if id_ in self._names else heading
            case Words(its, number):
                way = direction(words_of(its), self._lang)
                shown = runs(its)
                if number and len(its) == 1 and "picture" in shown[0]:
                    shown[0]["numbered"] = True
                return {"t": "words", "runs": shown, "number": number, "dir": way}
            case Items(ordered, start, items, style):
                inner = [self._inner(item, depth) for item in items]
                way = _way(inner)
                made = {"t": "items", "ordered": ordered, "start": start, "items": inner, "dir": way}
                made |= {"numbering": f"{style}."} if style != "1" else {}
                return made | {"tasks": node.tasks, "rtl": self._runs_left(way)}
            case Grid():
                return self._grid(node)
            case Quote(quoted):
                inner = [self._inner(quoted, depth)]
                way = _way(inner)
                return {"t": "quote", "nodes": inner[0], "dir": way, "rtl": self._runs_left(way)}
            case Lines(lines):
                return {"t": "lines", "lines": [runs(line) for line in lines]}
            case Line():
                return {"t": "line"}
            case Definitions(entries):
                return {"t": "terms", "entries": [self._entry(entry, depth) for entry in entries]}
            case NoteList(notes):
                items_ = [{"n": note.number, "nodes": self._inner(note.nodes, depth)} for note in notes]
                return {"t": "notes", "notes": items_}

    def _runs_left(self, way: str) -> bool:
        """Whether what goes that way, or the language's where it is "", runs from right to left."""
        return way == "rtl" or (not way and runs_left(self._lang))

    def _inner(self, nodes: Iterable[Node], depth: int) -> list[dict[str, Any]]:
        return [self.node(node, depth + 1) for node in (nodes if depth < DEEPEST else _flat(nodes))]

    def _entry(self, entry: Entry, depth: int) -> dict[str, Any]:
        descriptions = [self._inner(description, depth) for description in entry.descriptions]
        return {"terms": [self._runs(term) for term in entry.terms], "descriptions": descriptions}

    def _grid(self, grid: Grid) -> dict[str, Any]:
        head = [self._runs(cell, is_text=False) for cell in grid.header]
        body = [[self._runs(cell) for cell in row] for row in grid.rows]
        extents = [[grid.cells.extent(n, c) for c in range(len(row))] for n, row in enumerate((head, *body))]
        ways = [[direction(words_of(cell), self._lang) for cell in row] for row in (grid.header, *grid.rows)]
        texts = [words_of(cell) for cell in grid.shown]
        way = "rtl" if table_runs_left(texts, self._lang) else "ltr"
        return {
            "t": "grid",
            "dir": "" if (way == "rtl") == runs_left(self._lang) else way,
            "ways": ways if any(map(any, ways)) else [],
            "header": head,
            "rows": body,
            "alignments": [side or ("right" if way == "rtl" else "") for side in grid.alignments],
            "extents": extents if grid.spans else [],
        }

    def _runs(
        self, these: Sequence[Run], *, is_text: bool = True, pictures: bool = True
    ) -> list[dict[str, Any]]:
        these = with_caption(these, self._division.pictures) if pictures else these
        runs = [self._run(run, is_text=is_text, pictures=pictures) for run in these]
        # A picture is no part of a word.
        for run, text in zip(runs, breakable_runs([run.get("text", "\n") for run in runs]), strict=True):
            if "text" in run:
                run["text"] = text
        is_left = is_right_to_left(words_of(these), self._lang)
        return with_groups(runs) if is_left else with_whole_pieces(runs)

    def _run(self, run: Run, *, is_text: bool, pictures: bool) -> dict[str, Any]:
        """A run; in running text the first mark of a footnote brings that along."""
        if pictures and (picture := self._division.pictures.get(run.picture)):
            return {"picture": picture.file.name, "alt": run.text or "Picture"}
        data: dict[str, Any] = {"text": run.in_words}
        for look in ("strong", "emphasis", "code", "marked", "note", "reference"):
            if value := getattr(run, look):
                data[look] = value
        if run.target in self._names:
            data["to"] = self._names[run.target]
        elif leads_out(run.address):
            data["address"] = run.address
        if styles := _settable(run.styles):
            data["styles"] = styles
        if is_text and run.reference in self._notes:
            data["jumps"] = True
            if not self._is_in_note and run.reference in self._footnotes:
                data["footnote"] = self._footnote(self._footnotes.pop(run.reference))
        return data

    def _footnote(self, note: NoteText) -> list[dict[str, Any]]:
        self._is_in_note = True
        nodes = [self.node(node) for node in note.nodes]
        self._is_in_note = False
        fit_tables(nodes, self._measure)
        return nodes


def _settable(styles: Sequence[str]) -> list[str]:
    """`styles` without a second line through or under the same words: Typst can tag but one."""
    lines = [style for style in ("deleted", "inserted", "underlined") if style in styles]
    return [style for style in styles if style not in lines[1:]]


def _way(items: Iterable[Sequence[dict[str, Any]]]) -> str:
    """The way of a list or quotation: its first paragraph's."""
    return next((str(node.get("dir", "")) for item in items for node in item), "")


def _flat(nodes: Iterable[Node]) -> Iterator[Node]:
    """What stands in `nodes` and in the lists and quotations among them, in its order."""
    for node in nodes:
        if isinstance(node, Items | Quote | Definitions):
            yield from _flat(node.nodes)
        else:
            yield node
