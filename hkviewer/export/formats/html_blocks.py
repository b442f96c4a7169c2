"""The tags that a sheet's blocks and words are written with, in the pane, on a page and in a copy.

What differs between the three is data: a `Dialect`. The start comes by here, so it imports little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from hkviewer.content import model
from hkviewer.system.values import Value

_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
RULE = "<hr>"
CONTENT_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""What a page lets a browser load (CSP): nothing from elsewhere, and no script."""
LINE_BREAK = "<br>"
_TAGS = {
    "underlined": "u",
    "small": "small",
    "deleted": "s",
    "inserted": "ins",
    "superscript": "sup",
    "subscript": "sub",
}


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
    """

    table: tuple[str, str]
    column: str
    sides: Mapping[str, str]
    code: tuple[str, str]
    says_one: bool


# What Qt and the oldest programs understand: attributes, no style sheet.
PLAIN = Dialect(
    table=("<table cellspacing=0>", "</table>"),
    column="",
    sides={"": ' align="left"', **{side: f' align="{side}"' for side in ("left", "right", "center")}},
    code=("<pre>", "</pre>"),
    says_one=True,
)


def heading(level: int, words: str, attributes: str = "") -> str:
    """A heading of level 1 to 6; `words` and all that these functions take is HTML already."""
    return f"<h{level}{attributes}>{words}</h{level}>"


def list_block(dialect: Dialect, items: Iterable[str], start: int | None = None, attributes: str = "") -> str:
    """A list; an ordered one begins with the number `start`."""
    inner = "".join(f"<li>{item}</li>" for item in items)
    if start is None:
        return f"<ul{attributes}>{inner}</ul>"
    first = f' start="{start}"' if start != 1 or dialect.says_one else ""
    return f"<ol{first}{attributes}>{inner}</ol>"


def table(
    dialect: Dialect, header: Iterable[str], rows: Iterable[Iterable[str]], alignments: Sequence[str]
) -> str:
    """A table of cells; `alignments` has its columns'."""
    sides = [dialect.sides[side] for side in alignments]

    def row(cells: Iterable[str], tag: str, attributes: str = "") -> str:
        pairs = zip(cells, sides, strict=True)
        return f"<tr>{''.join(f'<{tag}{attributes}{side}>{cell}</{tag}>' for cell, side in pairs)}</tr>"

    head, body = row(header, "th", dialect.column), "".join(row(cells, "td") for cells in rows)
    before, after = dialect.table
    return f"{before}<thead>{head}</thead><tbody>{body}</tbody>{after}"


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
    """Writes a sheet's blocks and words as they stand in it, in the dialect `PLAIN`.

    Args:
        image: what becomes of a picture.
        address: what is written for a link's address; "" where its words stand alone.
    """

    def __init__(self, image: Callable[[model.Image], str], address: Callable[[str], str]) -> None:
        self._image = image
        self._address = address

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
            case model.ListBlock(ordered, items, start):
                return list_block(PLAIN, map(self._item, items), start if ordered else None)
            case model.Table(header, rows, alignments, _):
                body = (map(self.words, row) for row in rows)
                return table(PLAIN, map(self.words, header), body, alignments)
            case model.Quotation(blocks):
                return quotation("".join(self.blocks(blocks)))
            case model.CodeBlock(text, _):
                return code_block(PLAIN, escape(text))
            case model.Rule():
                return RULE
            case model.DefinitionList(entries):
                return f"<dl>{''.join(map(self._definition, entries))}</dl>"
            case model.Notes(notes):
                return list_block(PLAIN, (self._item(note.blocks) for note in notes), notes[0].number)

    def _definition(self, entry: model.Definition) -> str:
        terms = (f"<dt>{self.words(term)}</dt>" for term in entry.terms)
        descriptions = (f"<dd>{self._item(blocks)}</dd>" for blocks in entry.descriptions)
        return "".join((*terms, *descriptions))

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
                words, written = self.words(content), self._address(address)
                return f'<a href="{escape(written)}">{words}</a>' if written else words
            case model.Image():
                return self._image(inline)
            case model.LineBreak():
                return LINE_BREAK
            case model.Styled(style, content, _):
                tag = _TAGS.get(style)
                words = self.words(content)
                return f"<{tag}>{words}</{tag}>" if tag else words
            case model.NoteReference():
                return f"<sup>{model.plain_text((inline,))}</sup>"


def picture_words(image: model.Image) -> str:
    """The alternative text of a picture, where it is not shown."""
    return escape(image.alternative)
