"""Whether a copy is intact: its text is compared with its sheet's word by word, and its seal is tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from hkviewer.compare.changes import Comparison, Passage
from hkviewer.compare.sentences import in_copy
from hkviewer.content.document import bundled_sheets, read_bytes
from hkviewer.content.model import FactSheet
from hkviewer.export.assembly import listed
from hkviewer.export.pdf.file_identifier import is_as_sealed
from hkviewer.export.verification.copy_parts import CopyPart, claims_of, has_own_words, parts_of
from hkviewer.export.verification.expected import (
    Leaf,
    expected_facts,
    same_fact,
    say_the_same,
    says_exactly,
    squeezed,
    without_additions,
)
from hkviewer.export.verification.extract import tagged_texts

_MOST_DIFFERENCES = 50
_CHANGED_FILE = (
    "The file was changed or saved again by another program since it was made: "
    "its pages may show more, or less, than the words compared."
)


def report(path: Path, sheets: Sequence[FactSheet] | None = None) -> tuple[int, list[str]]:
    """Compare the copy at `path` with the sheets it names.

    Args:
        path: a PDF file.
        sheets: the sheets to compare with; left out, those that come with the program.

    Returns:
        0 and what the copy holds, or 1 and what is wrong, as lines for the user.

    Raises:
        DocumentError: the file cannot be read or is no PDF.
    """
    pdf = read_bytes(path)
    texts = tagged_texts(pdf, path)
    claims = claims_of(texts)
    if not claims:
        return 1, [
            f"“{path}” is not a copy made by this program, or its small print is gone.",
            "There is nothing to compare it with.",
        ]
    if sheets is None:
        sheets = [document.sheet for document in bundled_sheets()]
    apart = "; preparer’s words apart" if has_own_words(texts) else ""
    intact = True
    lines: list[str] = []
    for part in parts_of(texts, claims, {sheet.id: sheet for sheet in sheets}):
        if part.sheet is None:
            intact = False
            lines.append(f"The copy names the sheet “{part.claim.sheet}”, which this program does not have.")
            continue
        differences = list(_differences(part, part.sheet))
        intact = intact and not differences
        lines.extend(_result_lines(part, part.sheet, differences, apart))
    if not is_as_sealed(pdf):
        intact = False
        lines.append(_CHANGED_FILE)
    return (0 if intact else 1), lines


# ---- The lines for the user ------------------------------------------------------------------


def _result_lines(part: CopyPart, sheet: FactSheet, differences: list[str], apart: str) -> list[str]:
    held = f"{_held(part, sheet)}{apart}"
    other_file = part.claim.digest != sheet.digest
    if not differences:
        lines = [f"{sheet.title}: text identical to this edition; {held}."]
        if other_file:
            lines.append("  The copy was made from another file, but the words are the same.")
        return lines
    other = " It was made from another edition." if other_file else ""
    number = f"{len(differences)} difference{'s' if len(differences) != 1 else ''}"
    shown = [f"  {difference}" for difference in differences[:_MOST_DIFFERENCES]]
    return [f"{sheet.title}: text not identical to this edition; {held}; {number}.{other}", *shown]


def _held(part: CopyPart, sheet: FactSheet) -> str:
    """What of the sheet the copy has: "whole sheet", "section 3 of 5", "sections 2–3 of 5"."""
    numbers = [sheet.section_number(section.id) + 1 for section in part.sections]
    total = len(sheet.sections)
    if not numbers or len(numbers) == total:
        return "whole sheet" if numbers else f"no section of {total}"
    word = "section" if len(numbers) == 1 else "sections"
    neighbours = len(numbers) == 2 and numbers[1] == numbers[0] + 1
    return f"{word} {f'{numbers[0]}–{numbers[1]}' if neighbours else listed(numbers)} of {total}"


# ---- The comparison --------------------------------------------------------------------------


def _differences(part: CopyPart, sheet: FactSheet) -> Iterator[str]:
    if part.title is not None and not say_the_same(sheet.title, part.title):
        yield in_copy("Title", sheet.title, part.title)
    yield from _head_differences(part, sheet)
    known = {section.id for section in sheet.sections}
    for name in sorted(set(part.claim.sections or ()) - known):
        yield f"The sheet has no section “{name}”."
    if says_exactly(part.leaves, squeezed("".join(part.body))):
        return
    words = [leaf.words for leaf in part.leaves]
    differences = list(_word_differences(part, sheet, words, map(without_additions, part.body)))
    # Only a number in brackets differs, which as a rule is an endnote's and so left out.
    yield from differences or _word_differences(part, sheet, map(_all_words, part.leaves), part.body)


def _all_words(leaf: Leaf) -> str:
    return "".join(f"{run.text}[{run.note}]" if run.note else run.text for run in leaf.runs)


def _head_differences(part: CopyPart, sheet: FactSheet) -> Iterator[str]:
    """Where the title block differs from the sheet."""
    for fact in expected_facts(sheet, part.sections):
        wanted = f"{fact.label} {fact.value}"
        have = next((text for text in part.head if squeezed(text).startswith(fact.label)), "")
        if not same_fact(have, wanted):
            yield in_copy("Title block", wanted, have)


def _word_differences(
    part: CopyPart, sheet: FactSheet, wanted: Iterable[str], have: Iterable[str]
) -> Iterator[str]:
    """What differs, a sentence each; `wanted` are the words of the part's leaves."""
    leaves = zip(wanted, part.leaves, strict=True)
    comparison = Comparison(
        (Passage(tuple(words.split()), leaf.where) for words, leaf in leaves),
        (Passage(tuple(text.split()), None) for text in have),
        _say_the_same,
    )
    for change in comparison.changes:
        where = comparison.old_place(change)
        title = sheet.section(where.section_id).title if where else "The copy"
        yield in_copy(title, " ".join(comparison.deleted(change)), " ".join(comparison.inserted(change)))


def _say_the_same(wanted: Sequence[str], have: Sequence[str]) -> bool:
    return say_the_same(" ".join(wanted), " ".join(have))
