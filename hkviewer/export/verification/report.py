"""Whether a copy is intact: its text is compared with its sheet's word by word, and its seal is tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from hkviewer.content.document import bundled_sheets, read_bytes
from hkviewer.content.model import FactSheet
from hkviewer.export.assembly import listed
from hkviewer.export.pdf.file_identifier import is_as_sealed
from hkviewer.export.verification.copy_parts import CopyPart, claims_of, has_own_words, parts_of
from hkviewer.export.verification.expected import (
    Leaf,
    expected_facts,
    same_fact,
    same_letters,
    says_exactly,
    squeezed,
    without_additions,
)
from hkviewer.export.verification.extract import tagged_texts

_SHOWN_WORDS = 14
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
        found = list(_differences(part, part.sheet))
        intact = intact and not found
        lines.extend(_told(part, part.sheet, found, apart))
    if not is_as_sealed(pdf):
        intact = False
        lines.append(_CHANGED_FILE)
    return (0 if intact else 1), lines


# ---- What the user is told -------------------------------------------------------------------


def _told(part: CopyPart, sheet: FactSheet, differences: list[str], apart: str) -> list[str]:
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


def _said(where: str, old: str, new: str) -> str:
    if old and new:
        return f"{where}: the copy has “{_short(new)}” where the sheet has “{_short(old)}”."
    return f"{where}: the copy lacks “{_short(old)}”." if old else f"{where}: the copy adds “{_short(new)}”."


def _short(words: str) -> str:
    """`words`, their middle left out where they are many."""
    several = words.split()
    if len(several) <= _SHOWN_WORDS:
        return words
    half = _SHOWN_WORDS // 2
    return " ".join([*several[:half], "…", *several[-half:]])


# ---- The comparison --------------------------------------------------------------------------


def _differences(part: CopyPart, sheet: FactSheet) -> Iterator[str]:
    if part.title is not None and squeezed(part.title) != squeezed(sheet.title):
        yield _said("Title", sheet.title, part.title)
    yield from _head_differences(part, sheet)
    known = {section.id for section in sheet.sections}
    for name in sorted(set(part.claim.sections or ()) - known):
        yield f"The sheet has no section “{name}”."
    if says_exactly(part.leaves, squeezed("".join(part.body))):
        return
    have = [without_additions(text) for text in part.body]
    found = list(_word_differences(part.leaves, [leaf.words for leaf in part.leaves], have))
    # Only a number in brackets differs, which as a rule is an endnote's and so left out.
    yield from found or _word_differences(part.leaves, [_all_words(leaf) for leaf in part.leaves], part.body)


def _all_words(leaf: Leaf) -> str:
    return "".join(f"{run.text}[{run.note}]" if run.note else run.text for run in leaf.runs)


def _head_differences(part: CopyPart, sheet: FactSheet) -> Iterator[str]:
    """What the title block says otherwise than the sheet."""
    for fact in expected_facts(sheet, part.sections):
        wanted = f"{fact.label} {fact.value}"
        have = next((text for text in part.head if squeezed(text).startswith(fact.label)), "")
        if not same_fact(have, wanted):
            yield _said("Title block", wanted, have)


def _word_differences(leaves: Sequence[Leaf], wanted: Sequence[str], have: Sequence[str]) -> Iterator[str]:
    """What differs, leaf by leaf first and then word by word, in one line each."""
    matcher = SequenceMatcher(None, list(map(squeezed, wanted)), list(map(squeezed, have)), autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal" and not same_letters("\n".join(wanted[a:b]), "\n".join(have[c:d])):
            words = [(word, leaves[n].where) for n in range(a, b) for word in wanted[n].split()]
            where = leaves[min(a, len(leaves) - 1)].where if leaves else "The copy"
            yield from _in_words(words, [word for text in have[c:d] for word in text.split()], where)


def _in_words(wanted: Sequence[tuple[str, str]], have: Sequence[str], where: str) -> Iterator[str]:
    words = [word for word, _ in wanted]
    for what, a, b, c, d in SequenceMatcher(None, words, have, autojunk=False).get_opcodes():
        old, new = " ".join(words[a:b]), " ".join(have[c:d])
        if what != "equal" and squeezed(old) != squeezed(new):
            yield _said(wanted[min(a, len(wanted) - 1)][1] if wanted else where, old, new)
