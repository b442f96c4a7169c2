"""The tags that a sheet's blocks and words are written with, in the pane, on a page and in a copy.

What differs between the three is data: a `Dialect`. The start comes by here, so it imports little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from hkviewer.content import model
from hkviewer.content.table_spans import CellSpans
from hkviewer.system.values import Value

_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
RULE = "<hr>"
CONTENT_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""What a page lets a browser load (CSP): nothing from elsewhere, and no script."""
LINE_BREAK = "<br>"
NOTE, MENTION = "_note-", "_mention-"
"""What the ids of a note and of its mark in the text begin with, before the number."""
BACK = "\u21a9"
"""The sign that leads from a note back to the text."""


def escape(text: str) -> str:
    """As `html.escape`, whose module costs the start 1.5 ms: it brings all 2,231 names of characters."""
    return text.translate(_MARKUP)


class Dialect(Value):
    """How the blocks of one kind of document are written.

    Attributes:
        table: what stands before and after a table's rows.
        column: attributes of the cell that heads a column.
        sides: a cell's attributes by its column's alignment, "left", "right", "center" or "".
        code: what stands before and after lines of code.
        says_one: an ordered list says that it begins at 1.
        styles: the tags of words in a style, one of `model.STYLES`; "" for what has no tag.
        has_ids: what is linked to within the document has an id.
    """

    table: tuple[str, str]
    column: str
    sides: Mapping[str, str]
    code: tuple[str, str]
    says_one: bool
    styles: Mapping[str, tuple[str, str]]
    has_ids: bool


STYLE_TAGS = {
    "underlined": ("<u>", "</u>"),
    "small": ("<small>", "</small>"),
    "marked": ("<mark>", "</mark>"),
    "deleted": ("<del>", "</del>"),
    "inserted": ("<ins>", "</ins>"),
    "superscript": ("<sup>", "</sup>"),
    "subscript": ("<sub>", "</sub>"),
}


# What Qt and the oldest programs understand: attributes, no style sheet.
PLAIN = Dialect(
    table=("<table cellspacing=0>", "</table>"),
    column="",
    sides={"": ' align="left"', **{side: f' align="{side}"' for side in ("left", "right", "center")}},
    code=("<pre>", "</pre>"),
    says_one=True,
    styles=STYLE_TAGS,
    has_ids=True,
)


_WITHOUT_BULLETS = ' style="list-style-type: none"'
_SAID = dict(zip(model.TASK_BOXES, ("To do", "Done"), strict=True))


def heading(level: int, words: str, attributes: str = "") -> str:
    """A heading of level 1 to 6; `words` and all that these functions take is HTML already."""
    return f"<h{level}{attributes}>{words}</h{level}>"


def list_block(
    dialect: Dialect, items: Iterable[str], start: int | None = None, attributes: str = "", style: str = "1"
) -> str:
    """A list; an ordered one begins with the number `start`, written in a style of `NUMERALS`.

    A task's box stands in place of its bullet.
    """
    items = list(items)
    tasks = [start is None and item.startswith(model.TASK_BOXES) for item in items]
    # Qt knows the style only of a whole list, others that of an item too.
    whole = _WITHOUT_BULLETS if any(tasks) and all(tasks) else ""
    inner = "".join(
        f"<li{_WITHOUT_BULLETS if task and not whole else ''}>{_spoken(item)}</li>"
        for item, task in zip(items, tasks, strict=True)
    )
    if start is None:
        return f"<ul{attributes}{whole}>{inner}</ul>"
    first = f' start="{start}"' if start != 1 or dialect.says_one else ""
    kind = f' type="{style}"' if style != "1" else ""
    return f"<ol{kind}{first}{attributes}>{inner}</ol>"


def _spoken(item: str) -> str:
    """An item, the box of a task with what it says."""
    said = _SAID.get(item[:1])
    return f'<span role="img" aria-label="{said}">{item[0]}</span>{item[1:]}' if said else item


def table(
    dialect: Dialect,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    alignments: Sequence[str],
    spans: CellSpans,
    *,
    way: str = "",
    side: Callable[[int, int], str] | None = None,
) -> str:
    """A table of cells; `header` is () where it has no heading row, `alignments` has its columns'.

    `way` is an attribute of the table; `side` gives the cell at a row and column its attributes
    instead of the alignments.
    """
    sides = [dialect.sides[name] for name in alignments]

    def row(number: int, cells: Sequence[str], tag: str, attributes: str = "") -> str:
        shown = []
        for column, (cell, usual) in enumerate(zip(cells, sides, strict=True)):
            if extent := spans.extent(number, column):
                its = side(number, column) if side else usual
                shown.append(f"<{tag}{attributes}{_extent(*extent)}{its}>{cell}</{tag}>")
        return f"<tr>{''.join(shown)}</tr>"

    head = f"<thead>{row(0, header, 'th', dialect.column)}</thead>" if header else ""
    body = "".join(row(number, cells, "td") for number, cells in enumerate(rows, 1))
    before, after = dialect.table
    before = before.replace("<table", f"<table{way}", 1)
    return f"{before}{head}<tbody>{body}</tbody>{after}"


def _extent(rows: int, columns: int) -> str:
    sizes = (("rowspan", rows), ("colspan", columns))
    return "".join(f' {name}="{size}"' for name, size in sizes if size > 1)


def definition_list(entries: Iterable[tuple[Iterable[str], Iterable[str]]], attributes: str = "") -> str:
    """A list of terms, each with what it means; an entry has its terms and its descriptions."""
    inner = "".join(
        "".join((*(f"<dt>{term}</dt>" for term in terms), *(f"<dd>{words}</dd>" for words in descriptions)))
        for terms, descriptions in entries
    )
    return f"<dl{attributes}>{inner}</dl>"


def abbreviation(words: str, meaning: str) -> str:
    """Words that stand for others, `meaning`, which is no HTML yet."""
    return f'<abbr title="{escape(meaning)}">{words}</abbr>'


def note_mention(dialect: Dialect, number: int, *, first: bool, linked: bool = True) -> str:
    """The mark that leads to a note; the way back leads to the first one. In a link it cannot be `linked`."""
    name = f' id="{MENTION}{number}"' if dialect.has_ids and first else ""
    mark = model.note_mark(number)
    shown = f'<a href="#{NOTE}{number}">{mark}</a>' if linked else mark
    return f"<sup{name}>{shown}</sup>"


def notes(dialect: Dialect, items: Sequence[tuple[int, str]]) -> str:
    """Notes, each with its number, and the way back to where it is mentioned."""
    lists = []
    for start, words in _consecutive(items):
        shown = "".join(_note(dialect, number, item) for number, item in enumerate(words, start))
        lists.append(f'<ol start="{start}" class="footnotes">{shown}</ol>')
    return RULE + "".join(lists)


def _note(dialect: Dialect, number: int, words: str) -> str:
    """A note; the way back to where it is mentioned first stands behind its words."""
    name = f' id="{NOTE}{number}"' if dialect.has_ids else ""
    back = f'\u00a0<a href="#{MENTION}{number}" title="Back to the text">{BACK}</a>'
    words = f"{words[:-4]}{back}</p>" if words.endswith("</p>") else words + back
    return f"<li{name}>{words}</li>"


def _consecutive(items: Iterable[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    """`items` in pieces whose numbers follow each other; each with its first number."""
    start, words = 0, list[str]()
    for number, item in items:
        if words and number != start + len(words):
            yield start, words
            words = []
        start = start if words else number
        words.append(item)
    if words:
        yield start, words


def quotation(inner: str, attributes: str = "") -> str:
    """Blocks quoted from somewhere else."""
    return f"<blockquote{attributes}>{inner}</blockquote>"


def code_block(dialect: Dialect, lines: str) -> str:
    """Lines to be shown exactly as they are."""
    before, after = dialect.code
    return f"{before}{lines}{after}"


def section_level(section: model.Section) -> int:
    """The level of a section's heading; 1 is the sheet's title alone."""
    return min(max(section.level, 2), 6)


class SheetWriter:
    """Writes a sheet's blocks and words as they stand in it, for one document.

    Args:
        image: what becomes of a picture.
        address: what is written for a link's address; "" where its words stand alone.
        dialect: how they are written.
    """

    def __init__(
        self,
        image: Callable[[model.Image], str],
        address: Callable[[str], str],
        dialect: Dialect = PLAIN,
    ) -> None:
        self._image = image
        self._address = address
        self._dialect = dialect
        self._mentioned: set[int] = set()
        self._is_in_link = False

    def blocks(self, blocks: Sequence[model.Block]) -> list[str]:
        """Each of `blocks` as HTML."""
        return [self._block(block) for block in blocks]

    def words(self, content: Sequence[model.Inline]) -> str:
        """The words of a paragraph, cell or heading as HTML."""
        return "".join(map(self._inline, content))

    def _block(self, block: model.Block) -> str:
        match block:
            case model.Paragraph(content):
                return f"<p>{self.words(content)}</p>"
            case model.ListBlock(ordered, items, start, style):
                return self.items(map(self._item, items), start if ordered else None, style)
            case model.Table():
                return self.table(block)
            case model.Quotation(blocks):
                return quotation("".join(self.blocks(blocks)))
            case model.CodeBlock(text, _):
                return code_block(self._dialect, escape(text))
            case model.Rule():
                return RULE
            case model.DefinitionList(entries):
                return definition_list(
                    (map(self.words, entry.terms), map(self._item, entry.descriptions)) for entry in entries
                )
            case model.Notes(its):
                return notes(self._dialect, [(note.number, self._item(note.blocks)) for note in its])

    def items(self, items: Iterable[str], start: int | None, style: str) -> str:
        """A list as HTML; an ordered one begins with the number `start`, written in that `style`."""
        return list_block(self._dialect, items, start, style=style)

    def table(self, block: model.Table) -> str:
        """A table as HTML."""
        header, spans = list(map(self.words, block.header)), CellSpans(block.spans, headed=bool(block.header))
        body = (list(map(self.words, row)) for row in block.rows)
        return table(self._dialect, header, body, block.alignments, spans)

    def _item(self, blocks: Sequence[model.Block]) -> str:
        """A list item; its first paragraph stands bare, so that it shares the line with the marker."""
        if blocks and isinstance(blocks[0], model.Paragraph):
            return self.words(blocks[0].content) + "".join(self.blocks(blocks[1:]))
        return "".join(self.blocks(blocks))

    def _inline(self, inline: model.Inline) -> str:
        match inline:
            case model.Text(text):
                return escape(text)
            case model.Emphasis(content):
                return f"<em>{self.words(content)}</em>"
            case model.Strong(content):
                return f"<strong>{self.words(content)}</strong>"
            case model.CodeSpan(text):
                return f"<code>{escape(text)}</code>"
            case model.Link(address, content):
                written = self._address(address)
                self._is_in_link = bool(written)
                words = self.words(content)
                self._is_in_link = False
                return f'<a href="{escape(written)}">{words}</a>' if written else words
            case model.Image():  # the words of a link are what it says, picture or not
                is_shown = inline.file or not self._is_in_link
                return self._image(inline) if is_shown else picture_words(inline)
            case model.LineBreak():
                return LINE_BREAK
            case model.Styled(style, content, meaning):
                words = self.words(content)
                if style == "abbreviation":
                    return abbreviation(words, meaning)
                before, after = self._dialect.styles.get(style, ("", ""))
                return f"{before}{words}{after}"
            case model.NoteReference(number):
                return note_mention(
                    self._dialect, number, first=self._is_first(number), linked=not self._is_in_link
                )

    def _is_first(self, number: int) -> bool:
        """Whether the note of that number is mentioned here first."""
        is_first = number not in self._mentioned
        self._mentioned.add(number)
        return is_first


def picture_words(image: model.Image) -> str:
    """The alternative text of a picture, where it is not shown."""
    return escape(image.alternative)
