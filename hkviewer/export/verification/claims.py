"""Which sheets a copy says that it holds, and which of those are at hand to compare it with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
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

    def is_of(self, sheet: FactSheet) -> bool:
        """Whether it names that very text, by its id or, where the text states none, a file's name."""
        if self.digest != sheet.digest:
            return False
        # A name that is none of a file would stand in the small print as words of the forger's.
        is_file_name = self.sheet != "" and self.sheet == section_id(self.sheet)
        return self.sheet == sheet.id or (is_file_name and not sheet.id_is_stated)


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


class KnownSheets:
    """The sheets at hand.

    A file's own id stands in its front matter; where it has none, the id is made of the file's name, which
    may have changed since: such a file is known by its digest.
    """

    def __init__(self, known: Iterable[FactSheet | Document], offered: Sequence[Offered] = ()) -> None:
        """Of several with one id the first that has the digest counts, else the first; `offered` are last.

        Files of the reader's among `known` come before all others.
        """
        self._parts = [SheetPart.of(one) if isinstance(one, Document) else SheetPart(one) for one in known]
        self._by_digest = defaultdict[str, list[Offered]](list)
        self._by_id = defaultdict[str, list[Offered]](list)
        for one in offered:
            self._by_digest[one.digest].append(one)
            self._by_id[one.id].append(one)
        self._read: dict[Offered, SheetPart | None] = {}

    def find(self, claim: Claim) -> SheetPart | None:
        """The whole sheet that `claim` is about; a file that was given is it before any other sheet."""
        of_library = self._opened(self._by_digest.get(claim.digest, ()))
        given = [part for part in self._parts if part.own_file]
        found = next(
            chain(_best(claim, given), _best(claim, self._parts, of_library), self._by_name(claim)), None
        )
        return replace(found, sheet=found.sheet.replace(id=claim.sheet)) if found else None

    def _by_name(self, claim: Claim) -> Iterator[SheetPart]:
        return self._opened(self._by_id.get(claim.sheet, ()))

    def _opened(self, offered: Iterable[Offered]) -> Iterator[SheetPart]:
        """The sheets in files that are offered, without those that cannot be read any more."""
        return filter(None, map(self._read_of, offered))

    def _read_of(self, one: Offered) -> SheetPart | None:
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

    def not_used(self, claims: Sequence[Claim]) -> tuple[list[str], bool]:
        """A line for each file given that is no sheet of `claims`, and whether that is all of them."""
        given = [part for part in self._parts if part.own_file]
        used = {found.document for claim in claims if (found := self.find(claim))}
        named = {claim.sheet for claim in claims}
        unused = [part for part in given if part.document not in used and part.sheet.id not in named]
        lines = [
            f"“{one_line(part.document)}” was not used: the copy holds no sheet “{one_line(part.sheet.id)}”."
            for part in unused
        ]
        return lines, bool(unused) and len(unused) == len(given)

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
        gone = [*self._by_id.get(claim.sheet, ()), *self._by_digest.get(claim.digest, ())]
        if gone:
            where = f"“{one_line(gone[0].path)}”{' and elsewhere' if len({*gone}) > 1 else ''}"
            return f"{named} is in the library, but is not here now: {where}."
        lacks = "neither this program nor the library has" if self._by_id else "this program does not have"
        return f"{named} {lacks}. A file of your own is given with --against."


def _best(claim: Claim, parts: Sequence[SheetPart], also: Iterable[SheetPart] = ()) -> Iterator[SheetPart]:
    """Of `parts` what `claim` can be about: first what is that very text, also that in `also`, then by id."""
    named = [part for part in parts if part.sheet.id == claim.sheet]
    yield from (part for part in chain(named, parts, also) if claim.is_of(part.sheet))
    yield from named


def chosen(part: SheetPart, claim: Claim) -> SheetPart:
    """`part` with the claimed sections that the sheet has, and the claimed digest in its small print."""
    known = {section.id for section in part.sheet.sections}
    sections = None if claim.sections is None else tuple(name for name in claim.sections if name in known)
    return replace(part, sheet=part.sheet.replace(digest=claim.digest), sections=sections)


def unknown_sections(part: SheetPart, claim: Claim) -> Sequence[str]:
    """The claimed sections that the sheet does not have."""
    known = {section.id for section in part.sheet.sections}
    return sorted(set(claim.sections or ()) - known)
