"""Whether a sheet holds what its source said: every word of the captured text, and no other."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from hkviewer.content.attachments import local_file
from hkviewer.content.document import Document, parse_file, read_bytes, read_text
from hkviewer.content.encoding import decode
from hkviewer.content.front_matter import read_front_matter
from hkviewer.content.model import FactSheet
from hkviewer.errors import DocumentError

# The last line of the banner that stands above every page of a .gov site begins so.
_BANNER_ENDS = "A lock ("
_NEIGHBOURS = 4


@dataclass(frozen=True, slots=True)
class Verification:
    """What comparing a sheet with its captured text found.

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
    sheet = parse_file(document.path)
    differences = []
    if sheet != document.sheet:
        differences.append("What is shown is not what the file says now; open it again.")
    captured_digest = ""
    if sheet.captured:
        captured_digest, found = _verify_captured(document.path, sheet)
        differences += found
    return Verification(not differences, tuple(differences), sheet.digest, captured_digest)


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
    source = capture[len(banner(capture)) :].split()
    editorial = Counter(sheet.editorial_headings)
    placed = list(_words(sheet, editorial))
    missing = (f"The editorial heading “{heading}” is not in the sheet." for heading in editorial.elements())
    return (*missing, *_differences(source, placed))


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


def _words(sheet: FactSheet, editorial: Counter[str]) -> Iterator[tuple[str, str]]:
    """The sheet's words with the title of their section; takes the headings it skips off `editorial`."""
    headings = [] if sheet.sections and sheet.sections[0].title == sheet.title else [sheet.title]
    for title in headings:
        yield from _heading_words(title, editorial)
    for section in sheet.sections:
        yield from _heading_words(section.title, editorial)
        for leaf in section.leaves:
            yield from ((word, section.title) for word in leaf.text.split())


def _heading_words(title: str, editorial: Counter[str]) -> Iterator[tuple[str, str]]:
    if editorial[title] > 0:
        editorial[title] -= 1
        return
    yield from ((word, title) for word in title.split())


@dataclass(frozen=True, slots=True)
class _Change:
    """Words of the source that became other words of the sheet, at positions in each."""

    source: tuple[str, ...]
    sheet: tuple[str, ...]
    at: int
    sheet_at: int


def _differences(source: Sequence[str], placed: Sequence[tuple[str, str]]) -> Iterator[str]:
    words = [word for word, _ in placed]
    if source == words:
        return
    changes = _changes(source, words)
    moved = _moved(changes)
    for change in changes:
        if change in moved.values():
            continue
        section = placed[min(change.sheet_at, len(placed) - 1)][1] if placed else ""
        where = f"In “{section}”, " if section else ""
        before = " ".join(source[max(0, change.at - _NEIGHBOURS) : change.at])
        after = f"after “{before}” (word {change.at + 1})" if before else "at the very beginning"
        yield f"{where}{after}: {_sentence(change, words, moved=change in moved)}"


def _changes(source: Sequence[str], words: Sequence[str]) -> list[_Change]:
    start = 0
    while start < min(len(source), len(words)) and source[start] == words[start]:
        start += 1
    # What both begin with need not be searched.
    matcher = SequenceMatcher(None, source[start:], words[start:], autojunk=False)
    changes = []
    for tag, *ends in matcher.get_opcodes():
        i, i_end, j, j_end = (start + end for end in ends)
        if tag != "equal":
            changes.append(_Change(tuple(source[i:i_end]), tuple(words[j:j_end]), i, j))
    return changes


def _moved(changes: Sequence[_Change]) -> dict[_Change, _Change]:
    """Words that were dropped -> the same words where they were added."""
    added = {change.sheet: change for change in changes if not change.source}
    return {change: added[change.source] for change in changes if not change.sheet and change.source in added}


def _sentence(change: _Change, words: Sequence[str], *, moved: bool) -> str:
    source, sheet = " ".join(change.source), " ".join(change.sheet)
    if moved:
        return f"“{source}” was moved elsewhere."
    if not change.sheet:
        return f"“{source}” was dropped."
    if change.source:
        return f"“{source}” became “{sheet}”."
    length = len(change.sheet)
    around = (words[change.sheet_at - length : change.sheet_at], words[change.sheet_at + length :][:length])
    doubled = any(list(change.sheet) == list(near) for near in around)
    return f"“{sheet}” is doubled." if doubled else f"“{sheet}” was added."
