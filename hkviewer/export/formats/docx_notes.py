"""Footnotes of a Word document, for which python-docx has no methods: the part that holds their words.

ECMA-376 part 1, 17.11. Word counts the notes itself; a note whose number is not the next one, as in
an excerpt, has its number as a mark of its own.
"""

# ruff: noqa: SLF001  python-docx gives its elements no public names

from __future__ import annotations

from typing import NamedTuple

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.story import StoryPart
from docx.text.paragraph import Paragraph

from hkviewer.export.formats import docx_styles as styles
from hkviewer.export.formats.docx_xml import Story, add_field, element, style_id, text_of

_SEPARATORS = (("separator", "-1"), ("continuationSeparator", "0"))
_BOOKMARK = "note_{}"
_BOOKMARK_IDS = 1_000_000
"""Those of headings are far below."""


class _Note(NamedTuple):
    """A footnote in the file; `mark` is what stands for its number, "" where Word counts it."""

    id: str
    mark: str


class Footnotes:
    """The footnotes of `document`."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._part: StoryPart | None = None
        self._notes: dict[int, _Note] = {}
        self._counted = 0

    def has(self, number: int) -> bool:
        """Whether the note of that number has been added."""
        return number in self._notes

    def add(self, paragraph: Paragraph, number: int) -> Story:
        """Add the mark of a new note to `paragraph`; what its words are put into."""
        part = self._part or self._made(number)
        counted = number == self._counted + 1
        self._counted += counted
        note = _Note(str(len(self._notes) + 1), "" if counted else str(number))
        self._notes[number] = note
        mark = element("footnoteReference", **({"customMarkFollows": "1"} if note.mark else {}), id=note.id)
        name, bookmark = _BOOKMARK.format(number), str(_BOOKMARK_IDS + number)
        paragraph._p.append(element("bookmarkStart", id=bookmark, name=name))
        paragraph._p.append(self._run(mark, *_shown(note)))
        paragraph._p.append(element("bookmarkEnd", id=bookmark))
        holder = element("footnote", id=note.id)
        part.element.append(holder)
        return Story(part, holder.append)

    def mark_text(self, paragraph: Paragraph, number: int) -> None:
        """Begin the first paragraph of a note with its number."""
        note = self._notes[number]
        shown = _shown(note) if note.mark else [element("footnoteRef")]
        paragraph._p.append(self._run(*shown))
        paragraph.add_run(" ")

    def refer(self, paragraph: Paragraph, number: int) -> None:
        """Add a further mark of a note that was added before."""
        run = add_field(paragraph, rf"NOTEREF {_BOOKMARK.format(number)} \f \h", str(number))
        run._r.insert(0, self._look())

    def _run(self, *children: BaseOxmlElement) -> BaseOxmlElement:
        return element("r", self._look(), *children)

    def _look(self) -> BaseOxmlElement:
        return element("rPr", element("rStyle", val=style_id(self._document, styles.NOTE_MARK)))

    def _made(self, first: int) -> StoryPart:
        """The part, in which the first note that Word counts has the number `first`."""
        main = self._document.part
        separators = (
            element("footnote", element("p", element("r", element(kind))), type=kind, id=id_)
            for kind, id_ in _SEPARATORS
        )
        package, name = main.package, PackURI("/word/footnotes.xml")
        assert package is not None
        self._part = StoryPart(name, CONTENT_TYPE.WML_FOOTNOTES, element("footnotes", *separators), package)
        main.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._counted = first - 1
        start = [element("numStart", val=str(first))] if first > 1 else []
        known = (element("footnote", id=id_) for _, id_ in _SEPARATORS)
        compat = self._document.settings.element.find(qn("w:compat"))
        compat.addprevious(element("footnotePr", *start, *known))
        return self._part


def _shown(note: _Note) -> list[BaseOxmlElement]:
    return [text_of(note.mark)] if note.mark else []
