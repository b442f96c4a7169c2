"""A Markdown file -> what the library knows of it, without reading the file whole into sections."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hkviewer.content.document import read_bytes
from hkviewer.content.encoding import decode_or_guess
from hkviewer.content.front_matter.reading import read_front_matter
from hkviewer.content.front_matter.values import FrontMatter, may_be_marked
from hkviewer.content.markdown.outline import clean_lines
from hkviewer.content.sizes import LARGEST_FRONT_MATTER
from hkviewer.errors import DocumentError
from hkviewer.library.entries import LibraryFile

_FINISHED_ID = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
"""An id that reading the sheet would not change."""
_PLAIN_HEADING = re.compile(r"# +([A-Za-z0-9](?:[A-Za-z0-9 ,.'’()-]*[A-Za-z0-9.)])?) *")
_COULD_BE_HEADING = re.compile(r"^\s*[^\w\s\"'(‘“*_-]|<")
"""A line with a sign of Markdown, HTML or another program; words, items and emphasis begin otherwise."""
_MOST_LINES = 500
"""Lines of text that are read for a title where the first of them is none."""


def read_file(path: Path, *, bundled: bool = False) -> LibraryFile:
    """What there is to know of the file at `path`; with a `fault` where it cannot be read.

    Where its bytes could be read, but are no text, it has a digest all the same.
    """
    nothing = LibraryFile(path, "", path.name, order=float("inf"), bundled=bundled)
    try:
        data = read_bytes(path)
    except DocumentError as error:
        return replace(nothing, fault=error.what)
    digest = hashlib.sha256(data).hexdigest()
    try:
        text, _told = decode_or_guess(data, path)
        lines = clean_lines(text[: 2 * LARGEST_FRONT_MATTER])
        front = read_front_matter(lines)
        id_, title, is_stated = _named(path, lines, front)
    except DocumentError as error:
        return replace(nothing, digest=digest, fault=error.what)
    return LibraryFile(
        path=path,
        id=id_,
        title=title,
        publisher=front.words("publisher"),
        edition=front.edition,
        dated=front.dated,
        digest=digest,
        wording=_wording(text),
        id_is_stated=is_stated,
        order=front.order,
        bundled=bundled,
    )


def _wording(text: str) -> str:
    """The same for texts that differ in what ends their lines, and the last of them."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _named(path: Path, lines: Sequence[str], front: FrontMatter) -> tuple[str, str, bool]:
    """The sheet's id and title, and whether the id is stated; all as opening the file gives them."""
    name, title = front.get("id"), front.words("title")
    is_plain = not may_be_marked(title)
    if title and is_plain and len(name) < 200 and _FINISHED_ID.fullmatch(name):
        return name, title, True
    from hkviewer.content.markdown.parse import parse_sheet, section_id  # sheets of ours need no parser

    stated = section_id(name)
    id_, title = stated or section_id(path.stem), title or _plain_title(lines, front.length, path.stem)
    if id_ and title and is_plain:
        return id_, title, bool(stated)
    beginning = "\n".join(lines[: front.length + _MOST_LINES])
    sheet = parse_sheet(beginning, name=path.stem, digest="")
    return sheet.id, sheet.title, sheet.id_is_stated


def _plain_title(lines: Sequence[str], length: int, name: str) -> str:
    """The title of a text below front matter of that `length`, where it can be told without reading Markdown.

    That is where the text begins with a heading of plain words, or has no line that could be one: then it
    goes by the file's `name`. "" for any other.
    """
    first = next((n for n in range(length, len(lines)) if lines[n].strip()), length)
    if first < len(lines) and (heading := _PLAIN_HEADING.fullmatch(lines[first])):
        return heading[1]
    could_be = any(map(_COULD_BE_HEADING.search, lines[length : length + _MOST_LINES]))
    return "" if could_be else name
