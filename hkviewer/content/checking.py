"""What an editor should correct in a sheet before it is published."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from urllib.parse import unquote

from hkviewer.content.addresses import has_scheme, leads_out
from hkviewer.content.anchors import Anchors
from hkviewer.content.attachments import file_in, is_there, local_file
from hkviewer.content.document import parse_file, read_text
from hkviewer.content.front_matter.reading import read_front_matter
from hkviewer.content.front_matter.strict import strict_faults
from hkviewer.content.front_matter.values import KEYS, OTHERS, FrontMatter
from hkviewer.content.markdown.element_tree import TOO_DEEP, SheetParser
from hkviewer.content.markdown.emphasis import unescape
from hkviewer.content.markdown.foreign_lines import read_foreign_lines
from hkviewer.content.markdown.html_lines import find_html
from hkviewer.content.markdown.outline import Piece, clean_lines, cut_at_headings
from hkviewer.content.markdown.parse import UNTITLED, section_id
from hkviewer.content.model import FactSheet
from hkviewer.errors import DocumentError

# A published sheet must state what it is, whose, how old, and where from.
_REQUIRED = {
    "title": "Write “title: …”, as it should stand above the sheet.",
    "id": "Write “id: …”, a short name in lower-case letters, digits and hyphens.",
    "publisher": "Write “publisher: …”, whoever wrote the text.",
    "edition": "Without it the figures are undated. Write “edition: 2020-08”, and “edition-basis: inferred” "
    "with “edition-evidence: …” if the source does not carry the date.",
    "source": "Write “source: …”, the address the text was taken from.",
    "received": "Write “received: 2026-11-22”, the day the text was taken.",
    "licence": "Write “licence: …”, who may use the text.",
}
_HIDDEN = "What begins here is hidden by its HTML, and is not shown. Take it out, or what hides it."
_NO_ADDRESS = re.compile(r"\]\(\s*(?:<\s*>\s*)?\)|(?:\]\(|=)[^)>]*\{[{%]|<(?:img|a)\b", re.IGNORECASE)
"""What stands where an address is empty or another program's to make."""
_INSTRUCTION = re.compile(r"\{[%{](?!%?-?\s*(?:end)?(?:comment|raw)\b).*[%}]\}")
# No-break space, its narrow and its figure form, and the word joiner.
_OVERRIDE = re.compile("[\u202d\u202e]")
_NO_BREAK = re.compile("[\u00a0\u202f\u2007\u2060]")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong on a line of the file (from 1), and what to do about it."""

    line: int
    message: str


IsPicture = Callable[[Path], bool]
"""Whether a file is a picture that can be shown."""


def check_file(path: Path, is_picture: IsPicture) -> list[Fault]:
    """All faults of the Markdown file at `path`, in order of their lines; [] for a good sheet.

    A file that is no text, or cannot be opened, is a fault too.
    """
    try:
        lines = clean_lines(read_text(path))
    except DocumentError as error:
        return [Fault(_line_named(error), str(error).replace(f"“{path}”", "The file", 1))]
    front = read_front_matter(lines)
    broken = strict_faults(front, lines)
    faults = [Fault(fault.line, _sentence(f"{fault.what} {fault.remedy}")) for fault in broken]
    faults += _front_matter_faults(front, broken=bool(broken))
    faults += _no_break_spaces(lines)
    faults += _turned_round(lines)
    if not broken:
        faults += _body_faults(path, lines, front, is_picture)
    return sorted(set(faults))


def _front_matter_faults(front: FrontMatter, *, broken: bool) -> Iterator[Fault]:
    if not front.length:
        if not broken:
            yield Fault(
                1, "The front matter is missing. Begin the file with “---”, “key: value” lines, “---”."
            )
        return
    for key, remedy in _REQUIRED.items():
        if key not in front.lines:
            yield Fault(1, f"“{key}” is missing from the front matter. {remedy}")
    for key, value in front.values.items():
        if key in OTHERS:
            continue
        if key not in KEYS:
            yield Fault(front.lines[key], f"“{key}” is no known key. Known are: {', '.join(KEYS)}.")
        elif not value:
            yield Fault(
                front.lines[key], f"“{key}” is empty. {_REQUIRED.get(key, 'Fill it in or take it out.')}"
            )
    yield from _value_faults(front)


def _value_faults(front: FrontMatter) -> Iterator[Fault]:
    name = front.get("id")
    if name and section_id(name) != name:
        remedy = "Use only lower-case letters, digits and single hyphens."
        yield Fault(front.lines["id"], f"The id “{name}” cannot be used. {remedy}")
    if front.get("edition-basis") == "inferred" and not front.get("edition-evidence"):
        yield Fault(
            front.lines["edition-basis"],
            "The edition is inferred, but nothing says from what. Add “edition-evidence: …”.",
        )
    if front.get("order") and not front.get("order").isdecimal():
        yield Fault(front.lines["order"], f"The order “{front.get('order')}” is no whole number.")


def _no_break_spaces(lines: list[str]) -> Iterator[Fault]:
    for number, line in enumerate(lines, 1):
        if count := len(_NO_BREAK.findall(line)):
            what = "1 no-break space" if count == 1 else f"{count} no-break spaces"
            yield Fault(
                number,
                f"{what}: they look like spaces, but search and line breaks stumble over them. "
                "Put ordinary spaces there.",
            )


def _turned_round(lines: list[str]) -> Iterator[Fault]:
    for number, line in enumerate(lines, 1):
        if found := _OVERRIDE.search(line):
            yield Fault(
                number,
                f"There is an invisible sign here (U+{ord(found[0]):04X}) that turns letters round: "
                "123 may read 321 so. Take it out.",
            )


def _body_faults(path: Path, lines: list[str], front: FrontMatter, is_picture: IsPicture) -> list[Fault]:
    try:
        sheet = parse_file(path)
    except DocumentError as error:
        return [Fault(_line_named(error), str(error))]
    written = lines[front.length :]
    read = read_foreign_lines(written, 1)[0]
    body = find_html(read, front.length + 1)
    pieces = cut_at_headings(body.lines, body.numbers)
    faults = [*_left_out(written, read, front.length + 1)]
    faults += (Fault(line, _HIDDEN) for line in body.hidden)
    faults += [*_heading_faults(sheet, pieces), *_empty_sections(sheet), *_unplaced_editorial(sheet, front)]
    anchors, parser = Anchors(sheet), SheetParser(marks=body.marks)
    for piece, tree in zip(pieces, parser.parse(pieces), strict=True):
        piece.body[:] = map(body.marks.as_written, piece.body)
        faults += _address_faults(path.parent, anchors, piece, tree)
        faults += _picture_faults(path.parent, piece, tree, is_picture)
    faults += (Fault(line, f"{TOO_DEEP} Flatten them.") for line in parser.too_deep)
    return [*faults, *_captured_faults(path.parent, front)]


def _left_out(written: list[str], read: list[str], first: int) -> Iterator[Fault]:
    """The instructions to other programs, of which nothing is shown; `first` is the first line's number."""
    for number, (line, left) in enumerate(zip(written, read, strict=True), first):
        instruction = _INSTRUCTION.search(line) if not left.strip() else None
        if instruction:
            what = f"“{instruction[0]}” is an instruction to another program, and is not shown."
            yield Fault(number, f"{what} Write the words it stands for, or take it out.")


def _line_named(error: DocumentError) -> int:
    match = re.search(r"\bline (\d+)", error.what)
    return int(match[1]) if match else 1


def _heading_faults(sheet: FactSheet, pieces: list[Piece]) -> Iterator[Fault]:
    headings = [(piece.line, piece.level) for piece in pieces if piece.level]
    titles = {section.line: section.title for section in sheet.sections}
    if not headings:
        yield Fault(
            1,
            "There is no heading. Write “# ” and the title at the top, “## ” and a name for each section.",
        )
        return
    yield from _level_faults(headings)
    if headings[0][0] in titles and headings[0][1] == 1 and titles[headings[0][0]] != sheet.title:
        what = f"The first heading is not the title in the front matter, “{sheet.title}”."
        yield Fault(headings[0][0], f"{what} Make them the same.")
    yield from _repeated_headings(sheet)


def _level_faults(headings: list[tuple[int, int]]) -> Iterator[Fault]:
    previous, has_title = 0, False
    for line, level in headings:
        if level > max(previous, 1) + 1:
            fewer = "#" * (max(previous, 1) + 1)
            yield Fault(line, f"This heading skips a level. Write “{fewer}” instead of “{'#' * level}”.")
        if level == 1 and line != headings[0][0]:
            what = "is a second title (“#”)" if has_title else "title (“#”) is not the first heading"
            yield Fault(line, f"This {what}. A sheet has one, at the top; write “##” for a section.")
        has_title = has_title or level == 1
        previous = level


def _repeated_headings(sheet: FactSheet) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], int] = {}
    for section in sheet.sections:
        if section.title == UNTITLED:
            yield Fault(section.line, "This heading has no words. Write some, or take the line out.")
        elif section.path in seen:
            yield Fault(
                section.line,
                f"The heading “{section.title}” stands here again; line {seen[section.path]} has it already. "
                "Give one of them another name.",
            )
        seen.setdefault(section.path, section.line)


def _empty_sections(sheet: FactSheet) -> Iterator[Fault]:
    for section, after in zip_longest(sheet.sections, sheet.sections[1:]):
        if not section.blocks and (after is None or after.level <= section.level):
            yield Fault(
                section.line, f"The section “{section.title}” is empty. Write its text or take it out."
            )


def _unplaced_editorial(sheet: FactSheet, front: FrontMatter) -> Iterator[Fault]:
    placed = Counter([sheet.title, *(section.title for section in sheet.sections)])
    for heading in sheet.editorial_headings:
        if not placed[heading]:
            line = front.lines["editorial-headings"]
            yield Fault(line, f"The editorial heading “{heading}” is not in the sheet. Correct or remove it.")


def _captured_faults(folder: Path, front: FrontMatter) -> Iterator[Fault]:
    name = front.get("captured")
    if not name:
        return
    line = front.lines["captured"]
    if not local_file(name) or not file_in(folder, local_file(name)):
        yield Fault(line, f"The captured text “{name}” is not beside the sheet. Put it there.")
    elif not front.get("captured-sha256"):
        yield Fault(line, "“captured-sha256” is missing; “hkviewer verify” on this file tells it.")


def _address_faults(folder: Path, anchors: Anchors, piece: Piece, tree: ET.Element) -> Iterator[Fault]:
    for link in tree.iter("a"):
        address = unescape(link.get("href", ""))
        if problem := _link_problem(folder, anchors, address):
            yield Fault(_line_of(address, piece), problem)


def _picture_faults(folder: Path, piece: Piece, tree: ET.Element, is_picture: IsPicture) -> Iterator[Fault]:
    for image in tree.iter("img"):
        address, words = unescape(image.get("src", "")), image.get("alt", "").strip()
        line = _line_of(address, piece)
        name = f"The picture “{address}”" if address else "A picture"
        if not words:
            remedy = "Write what it shows between the square brackets, for readers who cannot see it."
            yield Fault(line, f"{name} has no alternative text. {remedy}")
        if problem := _picture_problem(folder, address, is_picture):
            yield Fault(line, f"{name} {problem}")


def _picture_problem(folder: Path, address: str, is_picture: IsPicture) -> str:
    """What is wrong with a picture's file, "" if nothing is."""
    if not address:
        return "has no address, or one that another program is to make. Write the name of its file there."
    file = local_file(address)
    if not file:
        return "is not in the sheet’s folder, so only its words are shown. Put it beside the sheet."
    if not file_in(folder, file):
        return "is not there. Put it there, or correct its name."
    if not is_picture(folder / file):
        return "cannot be shown: it is damaged, huge or no picture. Save it as PNG, JPEG, GIF, WebP or SVG."
    return ""


def _link_problem(folder: Path, anchors: Anchors, address: str) -> str:
    """What is wrong with a link, "" if nothing is."""
    if not address:
        return "A link has no address. Write it between the round brackets."
    if has_scheme(address):
        remedy = "Only addresses of the web and of mail are. Write such a one, or take the link out."
        return "" if leads_out(address) else f"The link “{address}” is not followed. {remedy}"
    if address.startswith("#"):
        anchor = unquote(address[1:])
        known = anchors.section(anchor) or anchors.is_top(anchor)
        return "" if known else f"The link “{address}” leads to no section. Use a section’s id after “#”."
    file = local_file(address)
    if not file:
        return f"The link “{address}” leaves the sheet’s folder. Put the file beside the sheet."
    if not is_there(folder / file):
        return f"The link “{address}” leads to no file. Put it there, or correct its name."
    return ""


def _line_of(address: str, piece: Piece) -> int:
    """The line of the file that `address` is on; the heading's where the text writes it differently."""
    if address and address in piece.heading:
        return piece.line
    lines = zip(piece.numbers, piece.body, strict=True)
    found = (number for number, line in lines if (address in line if address else _NO_ADDRESS.search(line)))
    return next(found, piece.line or piece.start)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
