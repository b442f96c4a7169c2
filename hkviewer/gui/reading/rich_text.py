"""What a Qt document holds: its runs of text, the links among them, and headings' sizes."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6 import QtCore, QtGui

from hkviewer.content.plain_styles import Piece, signed
from hkviewer.export.formats.html_blocks import BACK
from hkviewer.gui.reading.pane_html import ADDED, JOINER

OBJECT = "\ufffc"
"""What stands for a picture in Qt's text."""


def let_heading_sizes_rule(document: QtGui.QTextDocument) -> None:
    """Take away Qt's own enlargement of headings, which wins over every size in a style sheet."""
    cursor = QtGui.QTextCursor(document)
    cursor.beginEditBlock()
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel():
            for start, length, format_ in _fragments(block):
                format_.clearProperty(QtGui.QTextFormat.Property.FontSizeAdjustment)
                cursor.setPosition(start)
                cursor.setPosition(start + length, QtGui.QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(format_)
        block = block.next()
    cursor.endEditBlock()


def underline_abbreviations(document: QtGui.QTextDocument) -> None:
    """Put dots under words that have a tip and are no link: Qt's style sheets know only whole lines."""
    cursor = QtGui.QTextCursor(document)
    cursor.beginEditBlock()
    block = document.begin()
    while block.isValid():
        for start, length, format_ in _fragments(block):
            if format_.toolTip() and not format_.anchorHref():
                format_.setUnderlineStyle(QtGui.QTextCharFormat.UnderlineStyle.DotLine)
                cursor.setPosition(start)
                cursor.setPosition(start + length, QtGui.QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(format_)
        block = block.next()
    cursor.endEditBlock()


def link_spans(document: QtGui.QTextDocument) -> list[tuple[int, int]]:
    """Start and end of each link, also of one that changes its type in the midst."""
    spans: list[tuple[int, int]] = []
    address = ""
    block = document.begin()
    while block.isValid():
        for start, length, format_ in _fragments(block):
            here = format_.anchorHref()
            if here and here == address and spans[-1][1] == start:
                spans[-1] = (spans[-1][0], start + length)
            elif here:
                spans.append((start, start + length))
            address = here
        block = block.next()
    return spans


def renew_pictures(
    document: QtGui.QTextDocument, paths: Collection[str], load: Callable[[int, QtCore.QUrl], object]
) -> bool:
    """Load the pictures whose addresses have these paths anew; whether one takes another room now."""
    kind = QtGui.QTextDocument.ResourceType.ImageResource
    renewed: dict[str, bool] = {}
    resized: list[int] = []
    cursor = document.find(OBJECT, 0)
    while not cursor.isNull():
        address = cursor.charFormat().toImageFormat().name()
        url = QtCore.QUrl(address)
        if url.path() in paths and url.scheme():
            if address not in renewed:
                before = _size_of(document.resource(kind, url))
                document.addResource(kind, url, load(kind.value, url))
                renewed[address] = _size_of(document.resource(kind, url)) != before
            if renewed[address]:
                resized.append(cursor.selectionStart())
        cursor = document.find(OBJECT, cursor)
    if resized:
        # At once: with each mark all that follows is laid out anew.
        document.markContentsDirty(resized[0], resized[-1] - resized[0] + 1)
    return bool(resized)


def _size_of(picture: object) -> tuple[int, int, float]:
    if not isinstance(picture, QtGui.QImage):
        return 0, 0, 1.0
    return picture.width(), picture.height(), picture.devicePixelRatio()


def picture_captions(block: QtGui.QTextBlock) -> list[tuple[int, str]]:
    """Where each picture of the block is, and its words, which stand slanted below it; "" without any."""
    captions: list[tuple[int, str]] = []
    is_next = False
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        format_, text = fragment.charFormat(), fragment.text().strip("\u2028 ")
        if format_.isImageFormat():
            captions.append((fragment.position(), ""))
            is_next = True
        elif is_next and text:
            if format_.fontItalic():
                captions[-1] = (captions[-1][0], text)
            is_next = False
        iterator += 1
    return captions


def plain_copy(text: str) -> str:
    """Text as it should arrive elsewhere: ordinary spaces and newlines, no pictures and no way back.

    That a picture is not included is told there too, as in other copies.
    """
    plain = {0xA0: " ", 0x202F: " ", 0x2028: "\n", 0x2029: "\n", 0xFFFC: None}
    told = ADDED.sub(lambda added: added[0].strip(JOINER), text.replace(f"\u00a0{BACK}", ""))
    return told.translate(plain)


def signed_text(selected: QtGui.QTextDocumentFragment, html: str) -> str:
    """The words of what is `selected`, with signs for what is raised, lowered or struck there.

    `html` is what Qt writes for it: where that has no such looks nothing is looked through.
    """
    text = selected.toPlainText()
    if "vertical-align:su" not in html and "line-through" not in html:
        return text
    document = QtGui.QTextDocument()
    QtGui.QTextCursor(document).insertFragment(selected)
    lines = []
    block = document.begin()
    while block.isValid():
        lines.append("".join(signed(_pieces(block))))
        block = block.next()
    return "\n".join(lines)


def _pieces(block: QtGui.QTextBlock) -> list[Piece]:
    pieces: list[Piece] = []
    iterator = block.begin()
    while not iterator.atEnd():
        pieces.append((iterator.fragment().text(), _styles(iterator.fragment().charFormat())))
        iterator += 1
    return pieces


def _styles(look: QtGui.QTextCharFormat) -> tuple[str, ...]:
    aligned, alignments = look.verticalAlignment(), QtGui.QTextCharFormat.VerticalAlignment
    looks = (
        (look.fontStrikeOut(), "deleted"),
        (look.fontUnderline() and aligned == alignments.AlignBottom, "inserted"),
        (aligned == alignments.AlignSuperScript, "superscript"),
        (aligned == alignments.AlignSubScript, "subscript"),
    )
    return tuple(style for is_so, style in looks if is_so)


def _fragments(block: QtGui.QTextBlock) -> list[tuple[int, int, QtGui.QTextCharFormat]]:
    """Position, length and format of each run of the block's text."""
    fragments = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        fragments.append((fragment.position(), fragment.length(), fragment.charFormat()))
        iterator += 1
    return fragments
