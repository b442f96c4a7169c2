"""All that can be read in a PDF: the words of each tag in order, what no tag has, links, pictures, bookmarks.

PDFium gives for each page the tree of tags and, for each piece of text, the number of the mark that
its tag refers to; so the order is the one in which a screen reader reads. A tag is known on all of its
pages by its place in the tree, so that a paragraph over two pages is one.
"""

from __future__ import annotations

import ctypes
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, groupby, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from hkviewer.errors import DocumentError
from hkviewer.export.pdf.page_images import opened
from hkviewer.export.pdf.typst_input import PART_BEGINS
from hkviewer.export.verification.shapes import Box, shape

LINK_BEGINS, LINK_ENDS, ADDRESS_ENDS = "\x0e", "\x0f", "\x11"
"""What stands around the words of a link, and behind where it leads: controls, which no page shows."""
LINE_END = "\x10"
"""What stands between two lines where no blank does: whether there was one there, no page tells."""
FRAMES = frozenset({"L", "LI", "Table", "TR", "Quote", "BlockQuote", "Note"})
"""The tags that say how others belong together; all but notes have no words of themselves."""
_LEAVES = frozenset(
    {"P", "H1", "H2", "H3", "H4", "H5", "H6", "Code", "TH", "TD", "LBody", "Lbl", "Caption", "Figure", "TOCI"}
    | {"Note"}
)
"""The tags that stand for a heading, a paragraph and the like: words belong to the nearest one above."""
_DEEPEST = 80
_MOST_FORMS = 8
# PDFium gives a hyphen at a line's end as U+0002; zero-width spaces only let long words break.
_ODD_CHARACTERS = {
    0x02: "-",
    0xAD: None,
    0x200B: None,
    0xFEFF: None,
    0x0E: None,
    0x0F: None,
    0x10: None,
    0x11: None,
}
_LINKS = re.compile(f"{LINK_BEGINS}|{LINK_ENDS}[^{ADDRESS_ENDS}]*{ADDRESS_ENDS}")
_NUMBER = re.compile(r"(?<=, page )\d+$")
_LEADER = re.compile(r"[. ]*")
# Typst puts a destination so many points above its heading; no neighbour is as near to that as this.
_ABOVE, _NEAR = 10, 5
_LAST = 1 << 30
_FEW = 400
"""UTF-16 code units that most pieces of text have room in: a line."""
_SAME_LINE = 1.0
"""Points between base lines that are one."""
_RAISED, _LOWERED = 9.0, 6.0
"""Points that a note's mark stands higher, and an index lower, than its line, at most."""
_MIDDLE = 290.0
"""Points from the left of a page, of either paper, where the second column has not yet begun."""
_WIDE = ctypes.POINTER(raw.FPDF_WCHAR)
_Place = tuple[int, ...]
"""Where a tag stands in the tree: its number among its siblings, behind those of all above it."""


@dataclass(frozen=True)
class TaggedText:
    """The words under one tag; of a frame, which is where they stand, there are none.

    `part` is the number, from 1, of the sheet's part that begins with them; 0 for none. `page` is the
    number of the page on which they begin, from 1, and `column` that of a table's cell, from 0.
    """

    tag: str
    text: str
    part: int = 0
    page: int = 0
    column: int = 0


@dataclass(frozen=True)
class Reading:
    """What can be read in a file.

    Attributes:
        texts: in reading order.
        margins: for each page the words that screen readers pass over: its head and foot, without the
            page's number where that is right.
        addresses: where links lead that have no words.
        descriptions: what links say of themselves but where they lead, the numbers of pages left out.
        jumps: the words that links within the file lead to, in order; "" where nothing stands beside.
        pictures: what identifies each, and the words that stand in drawings, in order.
        bookmarks: levels and titles.
        odd: what no copy has, a sentence each.
        sizes: for each size of type, in points, how many letters are set in it.
        shapes: how many lines and areas there are, for each kind.
        backward: the words that stand on their page before those that are read before them.
        unseen: what of the words a reader does not see as they are read here, a sentence each.
    """

    texts: tuple[TaggedText, ...]
    margins: tuple[str, ...]
    addresses: tuple[str, ...]
    descriptions: frozenset[str]
    jumps: tuple[str, ...]
    pictures: tuple[str, ...]
    bookmarks: tuple[tuple[int, str], ...]
    odd: tuple[str, ...]
    sizes: Mapping[float, int]
    shapes: Mapping[str, int]
    backward: tuple[str, ...]
    unseen: tuple[str, ...] = ()


class PageTwiceError(Exception):
    """A page stands in the page tree more than once, which no program has a reason for."""


def read_pdf(pdf: bytes, path: Path) -> Reading:
    """All that can be read in a PDF file.

    Args:
        pdf: the file's bytes.
        path: the file, for messages.

    Raises:
        DocumentError: it is no PDF.
        PageTwiceError: it has a page twice, so that reading it might never end.
    """
    try:
        with opened(pdf) as document:
            if _has_page_twice(document):
                raise PageTwiceError
        with opened(pdf) as document:
            return _Reader(document).reading()
    except pdfium.PdfiumError as error:
        other = not pdf.lstrip().startswith(b"%PDF")
        why = "is no PDF, and only PDF copies can be checked" if other else "is a damaged or locked PDF"
        raise DocumentError(f"“{path}” {why}.", "Choose another file.") from error


def tagged_texts(pdf: bytes, path: Path) -> list[TaggedText]:
    """The words of a PDF file in reading order, without frames and marks of ours; raises as `read_pdf`."""
    texts = (text for text in read_pdf(pdf, path).texts if text.text)
    return [replace(text, text=_LINKS.sub("", text.text).replace(LINE_END, "")) for text in texts]


def shown(text: str) -> str:
    """`text` as it stands on the page: without what stands around links, a line's end as a blank."""
    return _LINKS.sub("", text.replace(f"-{LINE_END}", "-").replace(LINE_END, " "))


def with_addresses(text: str) -> str:
    """`text` as it is shown to a user, with where its links lead."""
    text = text.replace(f"-{LINE_END}", "-").replace(LINE_END, " ").replace(LINK_BEGINS, "")
    return text.replace(f"{LINK_ENDS}{ADDRESS_ENDS}", "").replace(LINK_ENDS, " (").replace(ADDRESS_ENDS, ")")


def _has_page_twice(document: pdfium.PdfDocument) -> bool:
    """Whether two of the pages are one: what is noted on the one then stands on the other."""
    pages = [document[number] for number in range(len(document))]
    for number, page in enumerate(pages, 1):
        page.set_artbox(0, 0, number, 1)
    return any(round(page.get_artbox()[2]) != number for number, page in enumerate(pages, 1))


class Spot(NamedTuple):
    """Where words begin: the page, and in points their left edge and base line from below."""

    page: int
    left: float
    line: float

    def is_before(self, last: Spot) -> bool:
        """Whether readers meet them before those at `last`: higher in its column, or left in its line."""
        if self.page != last.page:
            return self.page < last.page
        if -_LOWERED <= self.line - last.line <= _RAISED:
            return self.left < last.left - 1
        return self.line > last.line and not last.left < _MIDDLE < self.left


@dataclass(frozen=True)
class _Piece:
    """Words at their place in the tree, and the place and tag of the leaf that they belong to.

    `line` is the page and the base line of the first word, and `end` those of the last; None for a mark.
    """

    place: _Place
    leaf: _Place
    tag: str
    words: str
    page: int
    part: int = 0
    line: tuple[int, float] | None = None
    end: tuple[int, float] | None = None
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class _Leaf:
    place: _Place = ()
    tag: str = ""


@dataclass
class _Link:
    """An area of a page, in points, that leads to `address`; `is_read` says that words stand there."""

    left: float
    bottom: float
    right: float
    top: float
    address: str
    is_read: bool = False

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass
class _Page:
    """What a page holds before its tags are read; `edges` are the left and upper ones of marked words."""

    number: int
    marked: dict[int, str] = field(default_factory=lambda: defaultdict(str))
    lines: dict[int, tuple[float, float]] = field(default_factory=dict)
    """For each mark the base lines of its first and last words."""
    lines_of_words: list[Box] = field(default_factory=list)
    spots: dict[int, list[Spot]] = field(default_factory=lambda: defaultdict(list))
    margin: list[str] = field(default_factory=list)
    edges: list[tuple[float, float, int, str]] = field(default_factory=list)
    middles: dict[int, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    read: set[int] = field(default_factory=set)
    links: list[_Link] = field(default_factory=list)
    parts: dict[int, int] = field(default_factory=dict)

    def margin_words(self, of: int) -> str:
        words = " ".join(" ".join(self.margin).split())
        return words.replace(f"Page {self.number} of {of}", "Page")

    def address(self, marks: Sequence[int]) -> str:
        """Where the words of these marks lead."""
        found: dict[str, None] = {}
        for link in self.links:
            if any(link.holds(*middle) for mark in marks for middle in self.middles.get(mark, ())):
                link.is_read = True
                found[link.address] = None
        return " ".join(found)

    def beside(self, x: float, y: float) -> tuple[int, str] | None:
        """Mark and words at a destination: what is furthest left at its height, and not left of it.

        No other words of a heading's column are at its height, and those of the next are further right.
        """
        near = (e for e in self.edges if abs(e[1] - (y - _ABOVE)) < _NEAR and e[0] > x - _NEAR)
        first = min(near, default=None)
        return first[2:] if first else None


class _Reader:
    def __init__(self, document: pdfium.PdfDocument) -> None:
        self._document = document
        self._pieces: list[_Piece] = []
        self._pages: list[_Page] = []
        self._pictures: list[str] = []
        self._jumps: list[object] = []
        self._descriptions: set[str] = set()
        self._odd: dict[str, None] = {}
        self._sizes: Counter[float] = Counter()
        self._shapes: Counter[str] = Counter()
        self._starts: dict[int, list[tuple[int, float, float]]] = defaultdict(list)

    def reading(self) -> Reading:
        for part, (number, x, y) in self._part_starts():
            self._starts[number].append((part, x, y))
        for number in range(len(self._document)):
            page = self._document[number]
            self._read_objects(page, number)
            self._read_links(page)
            self._read_tags(page)
            page.close()
        self._read_file()
        return Reading(
            texts=tuple(_texts(self._pieces)),
            margins=tuple(page.margin_words(len(self._pages)) for page in self._pages),
            addresses=tuple(link.address for page in self._pages for link in page.links if not link.is_read),
            descriptions=frozenset(self._descriptions),
            jumps=tuple(map(self._words_at, self._jumps)),
            pictures=tuple(self._pictures),
            bookmarks=tuple((item.level, item.get_title()) for item in self._document.get_toc()),
            odd=tuple(self._odd),
            sizes=self._sizes,
            shapes=self._shapes,
            backward=tuple(_backward(self._pieces)),
        )

    # ---- Words ---------------------------------------------------------------------------------

    def _read_objects(self, page: pdfium.PdfPage, number: int) -> None:
        found = _Page(number + 1)
        self._pages.append(found)
        text_page = page.get_textpage()
        shapes: list[pdfium.PdfObject] = []
        for piece in page.get_objects(max_depth=_MOST_FORMS):
            if piece.type == raw.FPDF_PAGEOBJ_TEXT:
                words = _object_text(piece.raw, text_page.raw)
                size = ctypes.c_float()
                raw.FPDFTextObj_GetFontSize(piece.raw, size)
                self._sizes[round(size.value, 1)] += len(words)
                if piece.level and raw.FPDFPageObj_GetMarkedContentID(piece.raw) < 0:
                    self._pictures.append(f"words {words}")
                else:
                    _note_words(found, piece, words)
            elif piece.type == raw.FPDF_PAGEOBJ_IMAGE:
                self._pictures.append(hashlib.sha256(bytes(piece.get_data(decode_simple=True))).hexdigest())
            elif piece.type == raw.FPDF_PAGEOBJ_FORM and not piece.level:
                self._pictures.append("drawing")
            elif not piece.level:
                shapes.append(piece)
        self._shapes.update(shape(piece, found.lines_of_words) for piece in shapes)
        text_page.close()
        beside = ((part, found.beside(x, y)) for part, x, y in self._starts[number])
        found.parts = {heading[0]: part for part, heading in beside if heading}

    def _read_tags(self, page: pdfium.PdfPage) -> None:
        tree = raw.FPDF_StructTree_GetForPage(page.raw)
        if tree:
            for number in range(raw.FPDF_StructTree_CountChildren(tree)):
                self._read_tag(raw.FPDF_StructTree_GetChildAtIndex(tree, number), (number,), _Leaf())
            raw.FPDF_StructTree_Close(tree)
        here = self._pages[-1]
        # What no tag refers to is on the page, but in no order.
        here.margin += [words for mark, words in here.marked.items() if mark not in here.read]

    def _read_tag(self, element: object, place: _Place, leaf: _Leaf) -> None:
        """The words below a tag at `place`; `leaf` is the nearest one above."""
        if not element or len(place) > _DEEPEST:
            return
        tag = _string(raw.FPDF_StructElement_GetType, element)
        if tag in FRAMES:
            self._add(place, _Leaf(place, tag), "")
        if tag in _LEAVES:
            leaf = _Leaf(place, tag)
            for number, words in enumerate(_instead_of(element)):
                self._add((*place, number - 3), leaf, words)
        elif any(_instead_of(element)):
            self._odd["Screen readers say other words than stand on the page."] = None
        if tag == "Link":
            self._add((*place, -1), leaf, LINK_BEGINS)
            address = self._pages[-1].address(tuple(_marks_below(element)))
            self._add((*place, _LAST), leaf, f"{LINK_ENDS}{address}{ADDRESS_ENDS}")
        self._read_children(element, place, leaf)

    def _read_children(self, element: object, place: _Place, leaf: _Leaf) -> None:
        here = self._pages[-1]
        for number in range(raw.FPDF_StructElement_CountChildren(element)):
            mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, number)
            if mark >= 0:
                here.read.add(mark)
                self._add((*place, number), leaf, here.marked.get(mark, ""), mark)
            else:
                # Of the whole file's tags those that have nothing on this page are none.
                child = raw.FPDF_StructElement_GetChildAtIndex(element, number)
                if child:
                    self._read_tag(child, (*place, number), leaf)

    def _add(self, place: _Place, leaf: _Leaf, words: str, mark: int = -1) -> None:
        if words or leaf.tag in FRAMES:
            here = self._pages[-1]
            piece = _Piece(place, leaf.place, leaf.tag, words, here.number, here.parts.get(mark, 0))
            if mark in here.lines:
                line, end = here.lines[mark]
                spots = tuple(here.spots[mark])
                piece = replace(piece, line=(here.number, line), end=(here.number, end), spots=spots)
            self._pieces.append(piece)

    # ---- What else is there --------------------------------------------------------------------

    def _read_links(self, page: pdfium.PdfPage) -> None:
        position, link = ctypes.c_int(0), raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(page.raw, position, link):
            action = raw.FPDFLink_GetAction(link)
            place = raw.FPDFLink_GetDest(self._document.raw, link)
            if _is_elsewhere(link):
                self._odd["A link is not where it seems to be."] = None
            if action and raw.FPDFAction_GetType(action) == raw.PDFACTION_URI:
                box = raw.FS_RECTF()
                raw.FPDFLink_GetAnnotRect(link, box)
                address = _address(self._document, action)
                self._pages[-1].links.append(_Link(box.left, box.bottom, box.right, box.top, address))
            elif place:
                self._jumps.append(place)
            else:
                self._odd["A link does something else than lead to an address."] = None
        for number in range(raw.FPDFPage_GetAnnotCount(page.raw)):
            note = raw.FPDFPage_GetAnnot(page.raw, number)
            if raw.FPDFAnnot_GetSubtype(note) != raw.FPDF_ANNOT_LINK or _is_drawn(note):
                self._odd["A note, a stamp or a field stands on a page."] = None
            self._descriptions.update(self._described_otherwise(note))
            raw.FPDFPage_CloseAnnot(note)

    def _described_otherwise(self, note: object) -> Iterator[str]:
        """What a link says of itself, where that is not its address."""
        action = raw.FPDFLink_GetAction(raw.FPDFAnnot_GetLink(note))
        words = _string(_contents, note)
        if words and not (action and words == _address(self._document, action)):
            yield _NUMBER.sub("", words)

    def _read_file(self) -> None:
        if raw.FPDFDoc_GetAttachmentCount(self._document.raw) > 0:
            self._odd["Another file is attached."] = None
        if raw.FPDFDoc_GetJavaScriptActionCount(self._document.raw) > 0:
            self._odd["The file holds a script."] = None

    def _part_starts(self) -> Iterator[tuple[int, tuple[int, float, float]]]:
        """Where the copy's parts begin; nothing in a copy of version 0.1.0."""
        for part in count(1):
            place = raw.FPDF_GetNamedDestByName(self._document.raw, PART_BEGINS.format(part).encode())
            if not place:
                return
            yield part, self._location(place)

    def _words_at(self, place: object) -> str:
        """The first word that a link within the file leads to."""
        number, x, y = self._location(place)
        beside = self._pages[number].beside(x, y) if 0 <= number < len(self._pages) else None
        return (beside[1].split() or [""])[0] if beside else ""

    def _location(self, place: object) -> tuple[int, float, float]:
        x, y, zoom, given = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_int()
        raw.FPDFDest_GetLocationInPage(place, given, given, given, x, y, zoom)
        return raw.FPDFDest_GetDestPageIndex(self._document.raw, place), x.value, y.value


def _contents(note: object, buffer: Any, size: int) -> int:
    return int(raw.FPDFAnnot_GetStringValue(note, b"Contents", ctypes.cast(buffer, _WIDE), size))


def _is_elsewhere(link: object) -> bool:
    """Whether one of the corners by which readers find a link lies outside its area."""
    box, corners = raw.FS_RECTF(), raw.FS_QUADPOINTSF()
    raw.FPDFLink_GetAnnotRect(link, box)
    for number in range(raw.FPDFLink_CountQuadPoints(link)):
        raw.FPDFLink_GetQuadPoints(link, number, corners)
        across = (corners.x1, corners.x2, corners.x3, corners.x4)
        up = (corners.y1, corners.y2, corners.y3, corners.y4)
        if min(across) < box.left - 1 or max(across) > box.right + 1:
            return True
        if min(up) < box.bottom - 1 or max(up) > box.top + 1:
            return True
    return False


def _is_drawn(link: object) -> bool:
    """Whether a link brings a picture or a frame of its own, which may cover words."""
    around, up, width = (ctypes.c_float() for _ in range(3))
    has_frame = raw.FPDFAnnot_GetBorder(link, around, up, width) and width.value > 0
    return bool(has_frame or raw.FPDFAnnot_GetAP(link, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2)


def _note_words(page: _Page, piece: pdfium.PdfObject, words: str) -> None:
    mark = raw.FPDFPageObj_GetMarkedContentID(piece.raw)
    if mark >= 0:
        line = piece.get_matrix().f
        first, last = page.lines.get(mark, (line, line))
        page.marked[mark] += _between(page.marked[mark], last, line) + words
        page.lines[mark] = (first, line)
        left, bottom, right, top = piece.get_bounds()
        page.middles[mark].append(((left + right) / 2, (bottom + top) / 2))
        page.edges.append((left, top, mark, words))
        page.spots[mark].append(Spot(page.number, left, line))
        page.lines_of_words.append((left, bottom, right, top))
    elif not _LEADER.fullmatch(words):
        page.margin.append(words)


def _texts(pieces: Iterable[_Piece]) -> Iterator[TaggedText]:
    """Pieces of one leaf as one text."""
    in_order = sorted(pieces, key=lambda piece: piece.place)
    for (leaf, tag), group in groupby(in_order, key=lambda piece: (piece.leaf, piece.tag)):
        # What stands around a link over two pages is met on both.
        of_leaf = list({(piece.place, piece.words): piece for piece in group}.values())
        words = _joined(of_leaf)
        if words.strip() or tag in FRAMES:
            column = leaf[-1] if tag in ("TH", "TD") else 0
            part = max(piece.part for piece in of_leaf)
            yield TaggedText(tag, words, part, of_leaf[0].page, column)


def _backward(pieces: Iterable[_Piece]) -> Iterator[str]:
    """The words that stand before those that are read before them; notes stand at a page's foot."""
    notes = {piece.place for piece in pieces if piece.tag == "Note"}
    before: Spot | None = None
    in_order = sorted(pieces, key=lambda piece: piece.place)
    for leaf, group in groupby(in_order, key=lambda piece: piece.leaf):
        of_leaf = list(group)
        spots = [spot for piece in of_leaf for spot in piece.spots]
        if not spots or any(leaf[:length] in notes for length in range(len(leaf) + 1)):
            continue
        path = [before or spots[0], *spots]
        if any(spot.is_before(last) for last, spot in pairwise(path)):
            yield _LINKS.sub("", _joined(of_leaf)).replace(LINE_END, " ")
        before = spots[0]


def _marks_below(element: object, depth: int = 0) -> Iterator[int]:
    """The marks of a tag and of those below it."""
    for number in range(raw.FPDF_StructElement_CountChildren(element) if depth < _DEEPEST else 0):
        mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, number)
        child = raw.FPDF_StructElement_GetChildAtIndex(element, number)
        yield from (mark,) if mark >= 0 else _marks_below(child, depth + 1) if child else ()


def _joined(pieces: Iterable[_Piece]) -> str:
    words, end = "", None
    for piece in pieces:
        if piece.line and end:
            is_same = piece.line[0] == end[0]
            words += _between(words, end[1], piece.line[1] if is_same else end[1] + 2 * _SAME_LINE)
        words, end = words + piece.words, piece.end or end
    return words


def _between(words: str, last: float, line: float) -> str:
    """What stands between `words`, on the base line `last`, and others on the base line `line`."""
    is_broken = abs(last - line) > _SAME_LINE and words.strip() and not words[-1].isspace()
    return LINE_END if is_broken else ""


def _object_text(piece: object, text_page: object) -> str:
    """Its words; PDFium looks through the whole page for them, so it is asked once where they are few."""
    size = _FEW * 2
    for _ in range(2):
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
        needed = raw.FPDFTextObj_GetText(piece, text_page, buffer, size)
        if needed <= size:
            break
        size = needed
    return bytes(buffer)[: max(0, needed - 2)].decode("utf-16-le", "replace").translate(_ODD_CHARACTERS)


def _instead_of(element: object) -> Iterator[str]:
    """What a screen reader says instead of what stands below a tag."""
    yield _string(raw.FPDF_StructElement_GetActualText, element)
    yield _string(raw.FPDF_StructElement_GetAltText, element)
    yield _string(raw.FPDF_StructElement_GetExpansion, element)


def _string(of: Callable[..., int], element: object) -> str:
    """A string of a tag's that PDFium's function `of` gives."""
    size = of(element, None, 0)
    buffer = ctypes.create_string_buffer(size)
    of(element, buffer, size)
    return bytes(buffer)[: max(0, size - 2)].decode("utf-16-le", "replace")


def _address(document: pdfium.PdfDocument, action: Any) -> str:
    size = raw.FPDFAction_GetURIPath(document.raw, action, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(document.raw, action, buffer, size)
    address = bytes(buffer)[: max(0, size - 1)].decode("utf-8", "replace")
    # A blank is none of an address, and a control here would stand for an end.
    return "".join(letter if letter.isprintable() and letter != " " else "%" for letter in address)
