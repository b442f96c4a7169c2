"""Python-Markdown's element tree -> the model's blocks and inlines."""

from __future__ import annotations

import functools
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from hkviewer.content import model
from hkviewer.content.addresses import shown
from hkviewer.content.attachments import leaves_folder, local_file
from hkviewer.content.markdown.containers import MARKS
from hkviewer.content.markdown.emphasis import emphasise, unescape
from hkviewer.content.markdown.lists import read_list
from hkviewer.content.markdown.progress import Report, reported_taken, unheard
from hkviewer.content.markdown.tables import in_lines, read_table
from hkviewer.content.model import Block, Inline
from hkviewer.system.characters import in_order

_SPACES = re.compile(rf"[ \n{MARKS}]+")
# Marks alone: a line, those around a block, a fence, a break.
_DRAWN = re.compile(r" ?(?:([=_*+-])\1{4,}|\*\*|__|`{3,}|\\) ?")
_NO_MARKS = str.maketrans("", "", MARKS)
_SHORT = 40
_BLOCKS = frozenset("p ul ol dl notes blockquote pre table hr div h1 h2 h3 h4 h5 h6".split())
_STYLES = {
    "u": "underlined",
    "small": "small",
    "mark": "marked",
    "del": "deleted",
    "ins": "inserted",
    "sup": "superscript",
    "sub": "subscript",
    "abbr": "abbreviation",
}


def read_blocks(container: ET.Element, report: Report = unheard) -> tuple[Block, ...]:
    """The blocks of an element that holds blocks, loose words, or both; it has none then.

    `report` is told how far it is.
    """
    blocks: list[Block] = []
    loose = ET.Element("p")
    loose.text = container.text
    children = list(container)
    container.text = None
    del container[:]
    for child in reported_taken(children, report):
        if child.tag not in _BLOCKS:
            loose.append(child)
            continue
        _add_paragraph(blocks, loose)
        loose = ET.Element("p")
        loose.text = child.tail
        _add_block(blocks, child)
    _add_paragraph(blocks, loose)
    return tuple(blocks)


def read_inlines(element: ET.Element) -> tuple[Inline, ...]:
    """The words of an element, runs of spaces and newlines as one space, none at either end."""
    if len(element):
        return _without_last_space(_InlineReader().read(element))
    words = _SPACES.sub(" ", element.text or "").strip(" ")
    return _without_last_space(emphasise((model.Text(words),))) if words else ()


def _add_paragraph(blocks: list[Block], element: ET.Element) -> None:
    if len(element) or len(element.text or "") > _SHORT:
        blocks.extend(_paragraph(element))
    elif element.text:
        blocks.extend(_short_paragraph(element.text))


@functools.lru_cache(maxsize=10_000)  # a list of a million items of one letter has no more than these
def _short_paragraph(text: str) -> tuple[Block, ...]:
    element = ET.Element("p")
    element.text = text
    return _paragraph(element)


def _paragraph(element: ET.Element) -> tuple[Block, ...]:
    match read_inlines(element):
        case (model.Text(),) if drawn := _DRAWN.fullmatch(_SPACES.sub(" ", "".join(element.itertext()))):
            return (model.Rule(),) if drawn[1] else ()
        case (_, *_) as content:
            return (model.Paragraph(content),)
    return ()


def _add_block(blocks: list[Block], element: ET.Element) -> None:
    match element.tag:
        case "p" if any(child.tag in _BLOCKS for child in element):
            blocks.extend(read_blocks(element))
        case "p":
            _add_paragraph(blocks, element)
        case "ul" | "ol":
            blocks.extend(read_list(element, read_blocks))
        case "blockquote":
            blocks.append(model.Quotation(read_blocks(element)))
        case "pre":
            blocks.append(_code(element))
        case "table":
            blocks.extend(read_table(element, read_blocks))
        case "hr":
            blocks.append(model.Rule())
        case "dl":
            blocks.append(_definitions(element))
        case "notes":
            blocks.append(model.Notes(tuple(_note(note) for note in element)))
        case "div":
            blocks.extend(read_blocks(element))
        case _:  # a heading within a list or quotation
            if content := read_inlines(element):
                blocks.append(model.Paragraph((model.Strong(content),)))


def _definitions(element: ET.Element) -> model.DefinitionList:
    entries: list[model.Definition] = []
    for child in element:
        if child.tag == "dt":
            if not entries or entries[-1].descriptions:
                entries.append(model.Definition((), ()))
            entries[-1] = entries[-1].replace(terms=(*entries[-1].terms, in_lines(read_blocks(child))))
        else:
            entry = entries.pop() if entries else model.Definition((), ())
            entries.append(entry.replace(descriptions=(*entry.descriptions, read_blocks(child))))
    return model.DefinitionList(tuple(entries))


def _note(element: ET.Element) -> model.Note:
    return model.Note(int(element.get("number", "0")), read_blocks(element))


def _code(element: ET.Element) -> model.CodeBlock:
    code = element[0]
    return model.CodeBlock(_plain(code.text or "").rstrip("\n"), code.get("language", ""))


def _plain(escaped: str) -> str:
    """Undo `markdown.util.code_escape`."""
    return escaped.translate(_NO_MARKS).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


class _InlineReader:
    """Reads a paragraph's inlines; remembers whether a space has just been written."""

    def __init__(self) -> None:
        self._after_space = True
        self._quotations = 0
        self._links = 0

    def read(self, element: ET.Element) -> tuple[Inline, ...]:
        content: list[Inline] = []
        self._add_all(content, element)
        return emphasise(content)

    def _add_all(self, content: list[Inline], element: ET.Element) -> None:
        self._add_text(content, element.text)
        for child in element:
            self._add(content, child)
            self._add_text(content, child.tail)

    def _add(self, content: list[Inline], child: ET.Element) -> None:
        match child.tag:
            case "a":
                content.extend(self._link(child))
            case "code":
                content.append(model.CodeSpan(_SPACES.sub(" ", _plain(child.text or ""))))
                self._after_space = False
            case "img":
                image = _image(child)
                is_told = child.get("src") and "silent" not in child.attrib and not self._links
                if image.alternative or image.file or is_told:
                    content.append(image)
                    self._after_space = False
            case "br":
                self._break(content)
            case "noteref":
                content.append(model.NoteReference(int(child.get("number", "0"))))
                self._after_space = False
            case "span":  # it has no form of its own
                self._add_all(content, child)
            case "q":
                content.extend(self._quotation(child))
            case tag if tag in _BLOCKS:
                self._break(content)
                content.extend(self.read(child))
                self._break(content)
            case tag:
                content.extend(_styled(tag, child.get("title", ""), self.read(child)))

    def _link(self, element: ET.Element) -> tuple[Inline, ...]:
        address = _attribute(element, "href")
        self._links += 1
        words = self.read(element)
        self._links -= 1
        if not words and address and element.find(".//img") is not None:  # nothing of it would be seen
            words, self._after_space = (model.Text(shown(address).strip("#")),), False
        is_link = words and address and not self._links and not leaves_folder(address)
        return (model.Link(in_order(address), words),) if is_link else words

    def _quotation(self, element: ET.Element) -> list[Inline]:
        marks = element.get("marks", "")
        opening, closing = (marks[:1], marks[1:2]) if self._quotations % 2 == 0 else (marks[2:3], marks[3:])
        content: list[Inline] = []
        self._add_text(content, opening)
        self._quotations += 1
        content.extend(self.read(element))
        self._quotations -= 1
        self._add_text(content, closing)
        return content

    def _break(self, content: list[Inline]) -> None:
        content[-1:] = _without_last_space(content[-1:])
        if content:
            content.append(model.LineBreak())
            self._after_space = True

    def _add_text(self, content: list[Inline], text: str | None) -> None:
        words = _SPACES.sub(" ", text or "")
        if self._after_space:
            words = words.removeprefix(" ")
        if not words:
            return
        self._after_space = words.endswith(" ")
        if content and isinstance(content[-1], model.Text):
            content[-1] = model.Text(content[-1].text + words)
        else:
            content.append(model.Text(words))


def _styled(tag: str, meaning: str, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    if not content:
        return ()
    match tag:
        case "strong":
            return (model.Strong(content),)
        case "em":
            return (model.Emphasis(content),)
        case "tt":
            return _as_code(content)
        case tag if tag in _STYLES:
            return (model.Styled(_STYLES[tag], content, unescape(meaning)),)
    return content


def _as_code(content: Sequence[Inline]) -> tuple[Inline, ...]:
    """`content` with its words in fixed pitch."""
    return tuple(
        model.CodeSpan(part.text)
        if isinstance(part, model.Text)
        else part.replace(content=_as_code(part.content))
        if isinstance(part, model.Emphasis | model.Strong | model.Link | model.Styled)
        else part
        for part in content
    )


_SIZE = re.compile(r"\|[ ]*\d+(?:x\d*)?(?:,[ ]*\d+%)?[ ]*$")
"""Of a picture, which Obsidian and Discourse state behind its words."""


def _image(element: ET.Element) -> model.Image:
    words = _SIZE.sub("", element.get("alt", "").translate(_NO_MARKS))
    alternative = model.plain_text(emphasise((model.Text(_SPACES.sub(" ", words).strip(" ")),)))
    return model.Image(alternative, local_file(_attribute(element, "src")))


def _attribute(element: ET.Element, name: str) -> str:
    return unescape(element.get(name, "")).translate(_NO_MARKS)


def _without_last_space(content: Sequence[Inline]) -> tuple[Inline, ...]:
    """`content` without spaces and line breaks at its end."""
    if not content:
        return ()
    if isinstance(content[-1], model.Text) and content[-1].text[-1:] not in ("", " "):  # as a rule
        return tuple(content)
    *before, last = content
    match last:
        case model.Text(text) if not text or text.endswith(" "):
            text = text.rstrip(" ")
            return (*before, model.Text(text)) if text else _without_last_space(before)
        case model.LineBreak():
            return _without_last_space(before)
        case model.Emphasis(inner) | model.Strong(inner) | model.Link(_, inner) | model.Styled(_, inner, _):
            return (*before, last.replace(content=_without_last_space(inner)))
    return tuple(content)
