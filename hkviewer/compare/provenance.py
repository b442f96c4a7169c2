"""Whether a sheet holds what its source said: every word of the captured text, and no other."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hkviewer.compare.changes import Comparison, Passage
from hkviewer.compare.passages import passages_of
from hkviewer.compare.sentences import since_captured
from hkviewer.content.attachments import local_file
from hkviewer.content.document import Document, parse_file, read_bytes, read_text
from hkviewer.content.encoding import decode
from hkviewer.content.front_matter.reading import read_front_matter
from hkviewer.content.model import FactSheet
from hkviewer.content.ranges import TextRange
from hkviewer.errors import DocumentError

# The last line of the banner that stands above every page of a .gov site begins so.
_BANNER_ENDS = "A lock ("


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of comparing a sheet with its captured text.

    Attributes:
        intact: nothing differs.
        differences: what differs, one plain sentence each.
        digest: SHA-256 of the Markdown file.
        captured_digest: SHA-256 of the captured text; "" where the sheet names none.
    """

    intact: bool
    differences: tuple[str, ...]
    digest: str
    captured_digest: str

    @property
    def summary(self) -> str:
        """One line: intact, or how many differences; a sheet without a captured text says so."""
        if not self.intact:
            count = len(self.differences)
            return f"not intact: {count} difference{'' if count == 1 else 's'}"
        if not self.captured_digest:
            return "readable; it names no captured text to compare it with"
        return "intact: every word of the captured text, in order, and no other"


def verify(document: Document) -> Verification:
    """Compare a document with its captured text, and that with the digest in the front matter.

    Raises:
        DocumentError: the Markdown file cannot be read any more.
    """
    sheet, is_shown = _read_again(document)
    differences = []
    if not is_shown:
        differences.append("What is shown is not what the file says now; open it again.")
    captured_digest = ""
    if sheet.captured:
        captured_digest, changes = _verify_captured(document.path, sheet)
        differences += changes
    return Verification(not differences, tuple(differences), sheet.digest, captured_digest)


def _read_again(document: Document) -> tuple[FactSheet, bool]:
    """What the file holds now, and whether that is what is shown.

    Of a large document the bytes are looked at, not what they would be parsed into: that takes a minute.

    Raises:
        DocumentError: the file cannot be read any more.
    """
    if document.parts is None:
        sheet = parse_file(document.path)
        return sheet, sheet == document.sheet
    digest = hashlib.sha256(read_bytes(document.path)).hexdigest()
    return document.sheet, digest == document.sheet.digest


def captured_file(document: Document) -> Path | None:
    """The captured source's file; None where the sheet names none beside it."""
    name = local_file(document.sheet.captured)
    return document.path.parent / name if name else None


def banner(capture: str) -> str:
    """The banner of a .gov site at the top of a captured text, as captured; "" if it has none."""
    lines = capture.split("\n")
    end = next((n for n, line in enumerate(lines, 1) if line.startswith(_BANNER_ENDS)), 0)
    return "\n".join(lines[:end])


def reconcile(sheet: FactSheet, capture: str) -> tuple[str, ...]:
    """How the sheet's words differ from those of its captured text after the banner.

    Only words count, not spaces, headings' marks or bullets. Each heading that the front matter
    lists as editorial may stand once; its words are left out.

    Returns:
        One plain sentence for each difference, in order; () where there is none.
    """
    source = Passage(tuple(capture[len(banner(capture)) :].split()), None)
    editorial = Counter(sheet.editorial_headings)
    comparison = Comparison([source], _passages(sheet, editorial))
    missing = (f"The editorial heading “{heading}” is not in the sheet." for heading in editorial.elements())
    return (*missing, *_differences(sheet, comparison))


def _verify_captured(path: Path, sheet: FactSheet) -> tuple[str, list[str]]:
    """Digest of the captured text, and the differences."""
    name = local_file(sheet.captured)
    if not name:
        return "", [f"The captured text “{sheet.captured}” is not beside the sheet."]
    try:
        data = read_bytes(path.parent / name)
        capture = decode(data, path.parent / name)
    except DocumentError as error:
        return "", [error.what]
    digest = hashlib.sha256(data).hexdigest()
    expected = read_front_matter(read_text(path).splitlines()).get("captured-sha256")
    differences = list(reconcile(sheet, capture))
    if not expected:
        differences.append(f"The front matter gives no “captured-sha256”; the captured text has {digest}.")
    elif expected.lower() != digest:
        differences.append(
            f"The captured text has changed: its SHA-256 is {digest}, the front matter gives {expected}."
        )
    return digest, differences


def _passages(sheet: FactSheet, editorial: Counter[str]) -> Iterator[Passage[TextRange | None]]:
    """The sheet's words, with no range for its title; takes the headings it skips off `editorial`."""
    if not sheet.sections or sheet.sections[0].title != sheet.title:
        yield from _unless_editorial(sheet.title, Passage(tuple(sheet.title.split()), None), editorial)
    for section in sheet.sections:
        heading, *body = passages_of(section)
        yield from _unless_editorial(section.title, heading, editorial)
        yield from body


def _unless_editorial(
    title: str, heading: Passage[TextRange | None], editorial: Counter[str]
) -> Iterator[Passage[TextRange | None]]:
    if editorial[title] > 0:
        editorial[title] -= 1
    else:
        yield heading


def _differences(sheet: FactSheet, comparison: Comparison[None, TextRange | None]) -> Iterator[str]:
    """A sentence for each change; words that were moved have one, for where they stood in the source."""
    moved_here = set(comparison.moves.values())
    for change in comparison.changes:
        if change not in moved_here:
            where = comparison.new_place(change)
            title = sheet.section(where.section_id).title if where else sheet.title
            yield since_captured(comparison, change, title)
