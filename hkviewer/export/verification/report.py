"""Whether a copy is intact: it is set again from its sheets, and compared with what comes of it.

Setting is deterministic. A copy of this version records what it was set from; where the same program,
with the same typefaces, makes the same bytes of it again, the copy is identical. Any other is compared by
everything that can be read on its pages, and by where its links lead; how it is drawn is then not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hkviewer.content.document import COPY, Document, bundled_sheets, read_bytes
from hkviewer.content.model import FactSheet
from hkviewer.errors import HkviewerError
from hkviewer.export.assembly import listed
from hkviewer.export.briefing import Briefing, Cover, OwnWords, SheetPart
from hkviewer.export.copy_maker import CopyMaker, its_maker
from hkviewer.export.pdf.file_identifier import is_as_sealed
from hkviewer.export.pdf.xmp_record import record_in
from hkviewer.export.verification.behaviour import behaviour
from hkviewer.export.verification.claims import Claim, KnownSheets, Offered, unknown_sections
from hkviewer.export.verification.extract import PageTwiceError, Reading, read_pdf
from hkviewer.export.verification.glyphs import drawn_as_others, outlines
from hkviewer.export.verification.matching import (
    Difference,
    Text,
    apart,
    differences_beside_words,
    differences_in_echoes,
    differences_in_sight,
    differences_in_words,
    renumbered,
    texts_of,
    window,
)
from hkviewer.export.verification.page_choices import ToldCopy, told_copy
from hkviewer.export.verification.preparer import preparers_lines
from hkviewer.export.verification.recorded import RecordedCopy, is_redline, recorded_copy
from hkviewer.export.verification.visible import unseen
from hkviewer.system.characters import one_line

_MOST_DIFFERENCES = 50
_CHANGED_FILE = (
    "The file was changed or saved again by another program since it was made: "
    "its pages may show more, or less, than the words compared."
)
_OTHERWISE_SET = (
    "The file is not the one that this program makes of these words and choices: "
    "its pages may show more, or less, than the words compared."
)
_CANNOT_BE_SET = Difference(0, "It cannot be set again to compare it.")
_NO_COPY = "“{}” is not a copy made by this program, or its small print is gone."
_REDLINE = "“{}” is a redline: it tells what changed between two texts, and is a copy of neither."
_NO_TAGS = "“{}” has no tags, which tell where its words go on: another program saved it without them."
_PAGE_TWICE = "“{}” names a page more than once in its page tree, as no copy of this program does."
_SAME_WORDS = "the words are the same"
_NOT_COMPARED = f"{_SAME_WORDS}; the drawing of the page was not compared"
_IDENTICAL = "text identical to this edition"
_NOT_IDENTICAL = "text not identical to this edition"
_NOT_SEEN = "its pages may not show the words that can be read there"
_BESIDE = "the sheet’s words are there, but not all that stands beside them is the copy’s"


@dataclass(frozen=True)
class Checked:
    """What came of a check, as lines for the user.

    Attributes:
        code: 0 where the copy is intact, else 1.
        verdict: what it holds, and what is wrong.
        preparers: word for word, what is the preparer's; nothing where no sheet is at hand.
    """

    code: int
    verdict: list[str]
    preparers: list[str]


def report(
    path: Path, known: Iterable[FactSheet | Document] | None = None, maker: CopyMaker | None = None
) -> tuple[int, list[str]]:
    """Exit code and verdict of `checked`."""
    result = checked(path, known, maker)
    return result.code, result.verdict


def checked(
    path: Path,
    known: Iterable[FactSheet | Document] | None = None,
    maker: CopyMaker | None = None,
    offered: Sequence[Offered] = (),
) -> Checked:
    """Compare the copy at `path` with the sheets it names.

    Args:
        path: a PDF file.
        known: the sheets to compare with, as documents where they have pictures; left out, those that
            come with the program.
        maker: sets the copy again; left out, a process of its own does, which ends with the check. What a
            picture may take is then the same as when the copy was set.
        offered: files of the library, the newest edition of each sheet first.

    Raises:
        DocumentError: the file cannot be read or is no PDF.
    """
    pdf = read_bytes(path, COPY)
    sheets = KnownSheets(bundled_sheets() if known is None else known, offered)
    with its_maker(maker) as setting:
        return _checked(pdf, path, sheets, setting)


def _checked(pdf: bytes, path: Path, sheets: KnownSheets, maker: CopyMaker) -> Checked:
    recorded = recorded_copy(pdf, sheets)
    again = _set_again(recorded, maker) if recorded else None
    if recorded and again == pdf:
        return _of_same_bytes(recorded, sheets)
    try:
        have = read_pdf(pdf, path)
    except PageTwiceError:
        return Checked(1, [_PAGE_TWICE.format(path)], [])
    # What a program reads in a file is not yet what its reader sees.
    have = replace(have, odd=(*have.odd, *behaviour(pdf)), unseen=tuple(unseen(pdf)))
    told = told_copy(have, sheets)
    claims, briefing = (recorded or told).claims, (recorded or told).briefing
    if not have.texts and any(have.margins):
        return Checked(1, [_NO_TAGS.format(path), "So it cannot be compared."], [])
    if not claims:
        what = _REDLINE if is_redline(pdf) else _NO_COPY
        return Checked(1, [what.format(path), "There is nothing to compare it with."], [])
    if len(briefing.sheets) < len(claims):
        compared = _compared_in_part(claims, briefing, have, maker)
    elif recorded and again:
        compared = _compared_by_record(recorded, again, _with_drawn_letters(have, again, pdf), maker)
    else:
        compared = _compared_by_page(told, have, pdf, maker)
    return _of_compared(compared, sheets, pdf, of_this_program=_is_of_this_program(recorded, again))


def _set_again(recorded: RecordedCopy, maker: CopyMaker) -> bytes | None:
    """The copy as it would be set now; None where it cannot be, or not as a whole."""
    if len(recorded.briefing.sheets) < len(recorded.claims):
        return None
    return _set(recorded.briefing, maker, balanced=recorded.balanced)


def _set(briefing: Briefing, maker: CopyMaker, *, balanced: bool = True) -> bytes | None:
    try:
        return maker.pdf(briefing, balanced=balanced)
    except HkviewerError:
        return None


def _is_of_this_program(recorded: RecordedCopy | None, again: bytes | None) -> bool:
    """Whether program and typefaces are those that the copy says it was made with."""
    now = record_in(again) if again else None
    return recorded is not None and now is not None and recorded.made_with == now.get("made_with")


# ---- The comparison --------------------------------------------------------------------------


@dataclass(frozen=True)
class _Compared:
    """What came of comparing a copy by what can be read in it.

    Attributes:
        claims: the sheets that it names.
        briefing: what it was set from, as far as that is at hand.
        differences: in its words and beside them.
        own: the preparer's words as they stand on the pages, where no record has them.
    """

    claims: tuple[Claim, ...]
    briefing: Briefing
    differences: tuple[Difference, ...]
    own: tuple[tuple[Text, ...], ...] = ()


def _compared_by_record(recorded: RecordedCopy, again: bytes, have: Reading, maker: CopyMaker) -> _Compared:
    want = _with_running_head(read_pdf(again, Path()), recorded.briefing, have, maker)
    differences = _all_differences(want, have, texts_of(want), texts_of(have), own=False)
    return _Compared(recorded.claims, recorded.briefing, differences)


def _with_drawn_letters(have: Reading, again: bytes, pdf: bytes) -> Reading:
    """`have`, what is read in `pdf`, with the letters there that look like others do in it set `again`."""
    pairs = sorted(set(drawn_as_others(outlines(again), outlines(pdf))))
    lines = (f"“{looks}” is drawn where “{letter}” is read." for letter, looks in pairs)
    return replace(have, unseen=(*have.unseen, *lines))


def _with_running_head(want: Reading, briefing: Briefing, have: Reading, maker: CopyMaker) -> Reading:
    """`want` with what stands at the head of a second page, where only the copy has one."""
    if len(want.margins) > 1 or len(have.margins) < 2:
        return want
    covered = _set(replace(briefing, parts=(Cover(), *briefing.parts)), maker, balanced=False)
    more = read_pdf(covered, Path()).margins[1:] if covered else ()
    return replace(want, margins=(*want.margins, *more))


def _all_differences(
    want: Reading, have: Reading, wanted: Sequence[Text], given: Sequence[Text], *, own: bool
) -> tuple[Difference, ...]:
    words = tuple(differences_in_words(wanted, given))
    rest = list(differences_beside_words(want, have, own=own))
    # Where a heading's words differ, a running head and a bookmark only say so again.
    rest += () if words else differences_in_echoes(want, have, own=own)
    sight = (Difference(0, line, is_of_sight=True) for line in differences_in_sight(want, have, own=own))
    return (*words, *sight, *(Difference(0, line) for line in rest))


def _compared_by_page(told: ToldCopy, have: Reading, pdf: bytes, maker: CopyMaker) -> _Compared:
    again = _set(told.briefing, maker, balanced=False)
    if again is None:
        return _Compared(told.claims, told.briefing, (_CANNOT_BE_SET,))
    have = _with_drawn_letters(have, again, pdf)
    want = _with_running_head(read_pdf(again, Path()), told.briefing, have, maker)
    wanted, sorted_ = texts_of(want), apart(texts_of(want), texts_of(have))
    own = bool(sorted_.own)
    pair = renumbered(wanted, sorted_.texts) if own else (wanted, sorted_.texts)
    differences = _all_differences(want, have, *pair, own=own)
    return _Compared(told.claims, told.briefing, differences, tuple(map(tuple, sorted_.own)))


def _compared_in_part(
    claims: tuple[Claim, ...], briefing: Briefing, have: Reading, maker: CopyMaker
) -> _Compared:
    """The comparison of a copy with a sheet that is not at hand: the others alone, each below its title."""
    found = [Difference(0, line, is_of_sight=True) for line in have.unseen]
    found += (Difference(0, line) for line in have.odd)
    texts = texts_of(have)
    for number, part in enumerate(briefing.sheets, 1):
        choices = replace(briefing.choices, title="-", contents="no")
        again = _set(Briefing((part,), choices), maker, balanced=False)
        if again is None:
            found.append(replace(_CANNOT_BE_SET, part=number))
            continue
        wanted = _of_part(texts_of(read_pdf(again, Path())))
        differences = differences_in_words(*renumbered(wanted, window(wanted, texts)))
        found += (Difference(number, difference.words) for difference in differences)
    return _Compared(claims, briefing, tuple(found))


def _of_part(texts: Sequence[Text]) -> list[Text]:
    """From the sheet's title up to the links or the small print."""
    start = next((n for n, text in enumerate(texts) if text.shape == "H2"), len(texts))
    ends = (
        n
        for n, text in enumerate(texts)
        if n > start and (text.shape == "H2" or text.words.startswith("Text: sheet"))
    )
    return list(texts[start : next(ends, len(texts))])


# ---- The lines for the user ------------------------------------------------------------------


def _of_same_bytes(recorded: RecordedCopy, sheets: KnownSheets) -> Checked:
    own = preparers_lines(recorded.briefing, ())
    if not recorded.claims:
        return Checked(1, ["The copy holds no fact sheet: all of its words are the preparer’s."], own)
    lines = []
    for claim, part, sheet in _parts(recorded.claims, recorded.briefing, sheets):
        same = claim.digest == sheet.digest
        verdict = _IDENTICAL if same else _SAME_WORDS
        # Where it has no words of the sheet, none are the same.
        held = f"{verdict}; {_held(part, recorded.briefing, ())}" if part.chosen else _NOTHING_HELD
        lines.append(f"{sheet.title}: {held}.")
        lines += [] if same else [_OTHER_FILE]
        lines += _instead_of_ours(claim, part, sheets)
    unused, is_beside = sheets.not_used(recorded.claims)
    is_intact = all(part.chosen for part in recorded.briefing.sheets) and not is_beside
    return Checked(0 if is_intact else 1, [*lines, *unused], own)


_NOTHING_HELD = "the copy holds no section of it, and names it as its source all the same"
_OTHER_FILE = "  The copy was made from another file, but the words are the same."


def _instead_of_ours(claim: Claim, part: SheetPart, sheets: KnownSheets) -> list[str]:
    """What is said of a comparison with a file that calls itself as one of our sheets, or is a library's."""
    compared = f"  Compared with “{one_line(part.document)}”"
    if sheets.is_in_place_of_ours(claim):
        return [f"{compared}, not with this program’s own sheet of that id."]
    return [f"{compared} in the library."] if sheets.is_of_library(claim) else []


def _of_compared(compared: _Compared, sheets: KnownSheets, pdf: bytes, *, of_this_program: bool) -> Checked:
    found = list(_parts(compared.claims, compared.briefing, sheets))
    number_of = {id(claim): number for number, (claim, _, _) in enumerate(found, 1)}
    lines: list[str] = []
    intact = True
    for claim in compared.claims:
        number = number_of.get(id(claim))
        if number is None:
            intact = False
            lines.append(sheets.unknown(claim))
            continue
        _, part, sheet = found[number - 1]
        differences = list(_differences(compared, number, len(found), claim, sheet))
        intact = intact and not differences
        verdict = _verdict(differences, compared, of_this_program=of_this_program)
        held = _held(part, compared.briefing, compared.own)
        lines += _part_lines(sheet, claim, f"{verdict}; {held}", differences)
        lines += _instead_of_ours(claim, part, sheets)
    rest = [one for one in compared.differences if not one.part] if len(found) > 1 else []
    if rest:
        intact = False
        lines += [f"The copy as a whole: {_number(rest)}.", *_shown(rest)]
    if not found:
        return Checked(1, lines, [])
    unused, is_beside = sheets.not_used(compared.claims) if len(found) == len(compared.claims) else ([], True)
    lines += unused
    if not is_as_sealed(pdf):
        intact = False
        lines.append(_CHANGED_FILE)
    elif of_this_program and intact:
        intact = False
        lines.append(_OTHERWISE_SET)
    return Checked(
        0 if intact and not is_beside else 1, lines, preparers_lines(compared.briefing, compared.own)
    )


def _verdict(differences: Sequence[Difference], compared: _Compared, *, of_this_program: bool) -> str:
    """What is said of a part that has these `differences`."""
    if any(difference.part for difference in differences):
        return _NOT_IDENTICAL
    if any(difference.is_of_sight for difference in compared.differences):
        return _NOT_SEEN
    if differences:
        return _BESIDE
    return _SAME_WORDS if of_this_program else _NOT_COMPARED


def _parts(
    claims: Iterable[Claim], briefing: Briefing, sheets: KnownSheets
) -> Iterator[tuple[Claim, SheetPart, FactSheet]]:
    """For each claim of a sheet that is at hand the part of the copy, and the sheet as it is."""
    found = ((claim, part) for claim in claims if (part := sheets.find(claim)))
    for (claim, whole), part in zip(found, briefing.sheets, strict=False):
        yield claim, part, whole.sheet


def _differences(
    compared: _Compared, number: int, of: int, claim: Claim, sheet: FactSheet
) -> Iterator[Difference]:
    """Those of the part; of a copy with one sheet all."""
    for name in unknown_sections(SheetPart(sheet), claim):
        yield Difference(number, f"The sheet has no section “{name}”.")
    yield from (found for found in compared.differences if of == 1 or found.part == number)


def _part_lines(sheet: FactSheet, claim: Claim, verdict: str, differences: Sequence[Difference]) -> list[str]:
    other_file = claim.digest != sheet.digest
    if not differences:
        lines = [f"{sheet.title}: {verdict}."]
        return [*lines, _OTHER_FILE] if other_file else lines
    other = " It was made from another edition." if other_file else ""
    return [f"{sheet.title}: {verdict}; {_number(differences)}.{other}", *_shown(differences)]


def _number(differences: Sequence[Difference]) -> str:
    return f"{len(differences)} difference{'s' if len(differences) != 1 else ''}"


def _shown(differences: Sequence[Difference]) -> list[str]:
    return [f"  {difference.words}" for difference in differences[:_MOST_DIFFERENCES]]


def _held(part: SheetPart, briefing: Briefing, own: Sequence[object]) -> str:
    """What of the sheet the copy has: "whole sheet", "section 3 of 5", "sections 2–3 of 5"."""
    is_apart = own or any(isinstance(one, OwnWords) and one.markdown.strip() for one in briefing.parts)
    apart_ = "; preparer’s words apart" if is_apart else ""
    numbers = [part.sheet.section_number(section.id) + 1 for section in part.chosen]
    total = len(part.sheet.sections)
    if not numbers or len(numbers) == total:
        return ("whole sheet" if numbers else f"no section of {total}") + apart_
    word = "section" if len(numbers) == 1 else "sections"
    neighbours = len(numbers) == 2 and numbers[1] == numbers[0] + 1
    return f"{word} {f'{numbers[0]}–{numbers[1]}' if neighbours else listed(numbers)} of {total}{apart_}"
