"""Which sheets a copy says that it holds, and which of those are at hand to compare it with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from hkviewer.content.document import Document, read_document
from hkviewer.content.markdown.parse import section_id
from hkviewer.content.model import FactSheet
from hkviewer.errors import DocumentError
from hkviewer.export.briefing import SheetPart
from hkviewer.export.verification.extract import TaggedText, shown
from hkviewer.system.characters import one_line

_TEXT_LINE = re.compile(
    r"Text:sheet“(?P<sheet>[^”]+)”,(?:all(?P<all>\d+)sections?|sections(?P<ids>[^(]*)\((?P<n>\d+)of(?P<of>\d+)\))"
    r",SHA-256(?P<digest>[0-9a-f]{64})"
)


_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Claim:
    """What a copy says that it holds: a sheet, its sections (None: all), its digest."""

    sheet: str
    sections: tuple[str, ...] | None
    digest: str


def is_digest(text: str) -> bool:
    """Whether `text` is a SHA-256 as a sheet has it: 64 hexadecimal digits in lower case."""
    return _DIGEST.fullmatch(text) is not None


def claims_in(texts: Iterable[TaggedText]) -> tuple[Claim, ...]:
    """What the small print says that the copy holds, in the order of the parts."""
    matches = (
        _TEXT_LINE.match("".join(shown(text.text).split())) for text in texts if text.text.startswith("Text")
    )
    return tuple(_claim(match) for match in matches if match)


def _claim(match: re.Match[str]) -> Claim:
    ids = None if match["all"] else tuple(filter(None, match["ids"].split(",")))
    return Claim(match["sheet"], ids, match["digest"])


class Offered(NamedTuple):
    """A file of the library, which is read only where a copy may be made of it."""

    path: str
    id: str
    digest: str
    id_is_stated: bool


class KnownSheets:
    """The sheets at hand.

    A file's own id stands in its front matter; where it has none, the id is made of the file's name, which
    may have changed since: such a file is known by its digest.
    """

    def __init__(self, known: Iterable[FactSheet | Document], offered: Sequence[Offered] = ()) -> None:
        """Of several with one id the first that has the digest counts, else the first; `offered` are last."""
        self._parts = [SheetPart.of(one) if isinstance(one, Document) else SheetPart(one) for one in known]
        self._offered = defaultdict[str, list[Offered]](list)
        for one in offered:
            self._offered[one.digest].append(one)
            self._offered[one.id].append(one)
        self._read: dict[Offered, SheetPart | None] = {}

    def find(self, claim: Claim) -> SheetPart | None:
        """The whole sheet that `claim` is about."""
        named = [part for part in self._parts if part.sheet.id == claim.sheet]
        exact = (part for part in (*named, *self._parts) if part.sheet.digest == claim.digest)
        # A name that is none of a file would stand in the small print as words of the forger's.
        could_be = claim.sheet != "" and claim.sheet == section_id(claim.sheet)
        found = next((p for p in exact if p in named or (could_be and not p.sheet.id_is_stated)), None)
        found = found or self._of_library(claim, exact=True) or next(iter(named), None)
        found = found or self._of_library(claim, exact=False)
        return replace(found, sheet=found.sheet.replace(id=claim.sheet)) if found else None

    def _of_library(self, claim: Claim, *, exact: bool) -> SheetPart | None:
        """The first file that is offered and has the claimed id, or with `exact` the claimed digest.

        As above one that states no id may have another name now.
        """
        could_be = claim.sheet != "" and claim.sheet == section_id(claim.sheet)
        for one in self._offered.get(claim.digest if exact else claim.sheet, ()):
            if one.id == claim.sheet or (could_be and not one.id_is_stated):
                part = self._opened(one)
                if part and (not exact or part.sheet.digest == claim.digest):
                    return part
        return None

    def _opened(self, one: Offered) -> SheetPart | None:
        """The sheet in a file that is offered; None where it cannot be read any more."""
        if one not in self._read:
            try:
                self._read[one] = SheetPart.of(read_document(Path(one.path)))
            except DocumentError:
                self._read[one] = None
        return self._read[one]

    def is_of_library(self, claim: Claim) -> bool:
        """Whether `claim` is compared with a file of the library."""
        found = self.find(claim)
        return found is not None and found.document in {part.document for part in self._read.values() if part}

    def is_in_place_of_ours(self, claim: Claim) -> bool:
        """Whether `claim` is compared with a file of the reader's that has the id of one of our sheets."""
        found = self.find(claim)
        ours = (part for part in self._parts if not part.own_file and part.sheet.id == claim.sheet)
        return found is not None and found.own_file and any(ours)

    def unknown(self, claim: Claim) -> str:
        """What the user is told of a claim that no sheet at hand is named by."""
        named = f"The copy names the sheet “{one_line(claim.sheet)}”, which"
        given = sorted({part.sheet.id for part in self._parts if part.own_file})
        if given:
            ids = ", ".join(f"“{one_line(name)}”" for name in given)
            return f"{named} is none of the files given: {ids}. A file that states no id goes by its name."
        lacks = "neither this program nor the library has" if self._offered else "this program does not have"
        return f"{named} {lacks}. A file of your own is given with --against."


def chosen(part: SheetPart, claim: Claim) -> SheetPart:
    """`part` with the claimed sections that the sheet has, and the claimed digest in its small print."""
    known = {section.id for section in part.sheet.sections}
    sections = None if claim.sections is None else tuple(name for name in claim.sections if name in known)
    return replace(part, sheet=part.sheet.replace(digest=claim.digest), sections=sections)


def unknown_sections(part: SheetPart, claim: Claim) -> Sequence[str]:
    """The claimed sections that the sheet does not have."""
    known = {section.id for section in part.sheet.sections}
    return sorted(set(claim.sections or ()) - known)
