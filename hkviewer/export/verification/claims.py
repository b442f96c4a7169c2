"""Which sheets a copy says that it holds, and which of those are at hand to compare it with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from hkviewer.content.document import Document
from hkviewer.content.markdown.parse import section_id
from hkviewer.content.model import FactSheet
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


class KnownSheets:
    """The sheets at hand.

    A file's own id stands in its front matter; where it has none, the id is made of the file's name, which
    may have changed since: such a file is known by its digest.
    """

    def __init__(self, known: Iterable[FactSheet | Document]) -> None:
        """Of several with one id the first counts that has the digest, else the first."""
        self._parts = [SheetPart.of(one) if isinstance(one, Document) else SheetPart(one) for one in known]

    def find(self, claim: Claim) -> SheetPart | None:
        """The whole sheet that `claim` is about."""
        named = [part for part in self._parts if part.sheet.id == claim.sheet]
        exact = (part for part in (*named, *self._parts) if part.sheet.digest == claim.digest)
        # A name that is none of a file would stand in the small print as words of the forger's.
        could_be = claim.sheet != "" and claim.sheet == section_id(claim.sheet)
        found = next((p for p in exact if p in named or (could_be and not p.sheet.id_is_stated)), None)
        found = found or next(iter(named), None)
        return replace(found, sheet=found.sheet.replace(id=claim.sheet)) if found else None

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
        return f"{named} this program does not have. A file of your own is given with --against."


def chosen(part: SheetPart, claim: Claim) -> SheetPart:
    """`part` with the claimed sections that the sheet has, and the claimed digest in its small print."""
    known = {section.id for section in part.sheet.sections}
    sections = None if claim.sections is None else tuple(name for name in claim.sections if name in known)
    return replace(part, sheet=part.sheet.replace(digest=claim.digest), sections=sections)


def unknown_sections(part: SheetPart, claim: Claim) -> Sequence[str]:
    """The claimed sections that the sheet does not have."""
    known = {section.id for section in part.sheet.sections}
    return sorted(set(claim.sections or ()) - known)
