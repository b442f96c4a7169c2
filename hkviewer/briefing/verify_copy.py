"""Whether a copy's text is its sheet's: the copy is taken apart and compared word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from hkviewer.briefing.assembled import NUMBERS_ADDED, OWN_WORDS, listed
from hkviewer.briefing.extract import TaggedText, tagged_texts
from hkviewer.briefing.numbers import paragraph_numbers
from hkviewer.factsheet.document import bundled_sheets
from hkviewer.factsheet.model import FactSheet, Image, Inline, Paragraph, Section, Table

_TEXT_LINE = re.compile(
    r"Text:sheet“(?P<sheet>[^”]+)”,(?:all(?P<all>\d+)sections|sections(?P<ids>[^(]*)\((?P<n>\d+)of(?P<of>\d+)\))"
    r",SHA-256(?P<digest>[0-9a-f]{64})"
)
_NOTE = re.compile(r"\[\d+\]")
_SHOWN_WORDS = 14
_MOST_DIFFERENCES = 50


@dataclass(frozen=True)
class _Claim:
    """What a copy's small print says that it holds: a sheet, its sections (None: all), its digest."""

    sheet: str
    sections: tuple[str, ...] | None
    digest: str


@dataclass(frozen=True)
class _Leaf:
    """A heading, paragraph, cell or line that the sheet has; `where` is its section's title."""

    words: str
    where: str


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
    texts = tagged_texts(path)
    claims = [claim for text in texts if (claim := _claim(text))]
    if not claims:
        return 1, [
            f"“{path}” is not a copy made by this program, or its small print is gone.",
            "There is nothing to compare it with.",
        ]
    if sheets is None:
        sheets = [document.sheet for document in bundled_sheets()]
    known = {sheet.id: sheet for sheet in sheets}
    own = any(_is_own_label(text) for text in texts)
    lines: list[str] = []
    intact = True
    for claim, body in zip(claims, _bodies(texts, claims, known), strict=True):
        sheet = known.get(claim.sheet)
        if sheet is None:
            intact = False
            lines.append(f"The copy names the sheet “{claim.sheet}”, which this program does not have.")
            continue
        found = _differences(sheet, claim, body, texts, single=len(claims) == 1)
        intact = intact and not found
        lines.extend(_told(sheet, claim, found, own=own))
    return (0 if intact else 1), lines


def _claim(text: TaggedText) -> _Claim | None:
    found = _TEXT_LINE.match(_squeezed(text.text))
    if not found:
        return None
    ids = None if found["all"] else tuple(filter(None, found["ids"].split(",")))
    return _Claim(found["sheet"], ids, found["digest"])


def _sections(sheet: FactSheet, claim: _Claim) -> tuple[Section, ...]:
    if claim.sections is None:
        return sheet.sections
    return tuple(section for section in sheet.sections if section.id in claim.sections)


def _told(sheet: FactSheet, claim: _Claim, differences: list[str], *, own: bool) -> list[str]:
    numbers = [sheet.section_number(section.id) + 1 for section in _sections(sheet, claim)]
    total = len(sheet.sections)
    part = f"all {total} sections" if len(numbers) == total else _numbered(numbers, total)
    apart = "; preparer’s words apart" if own else ""
    if not differences:
        lines = [f"{sheet.title}: text identical to this edition; {part}{apart}."]
        if claim.digest != sheet.digest:
            lines.append("  The copy was made from another file, but the words are the same.")
        return lines
    other = " It was made from another edition." if claim.digest != sheet.digest else ""
    number = f"{len(differences)} difference{'s' if len(differences) != 1 else ''}"
    shown = [f"  {difference}" for difference in differences[:_MOST_DIFFERENCES]]
    return [f"{sheet.title}: text not identical to this edition; {part}{apart}; {number}.{other}", *shown]


def _numbered(numbers: list[int], total: int) -> str:
    if not numbers:
        return f"no section of {total}"
    word = "section" if len(numbers) == 1 else "sections"
    pair = len(numbers) == 2 and numbers[1] == numbers[0] + 1
    return f"{word} {f'{numbers[0]}–{numbers[1]}' if pair else listed(numbers)} of {total}"


# ---- Where each sheet's text stands in the copy ---------------------------------------------


def _bodies(
    texts: Sequence[TaggedText], claims: Sequence[_Claim], known: dict[str, FactSheet]
) -> Iterator[list[TaggedText]]:
    """For each sheet that the copy names, the texts from its first heading to the next part.

    Where the copy's title is not the sheet's own, the sheet has a heading of level 2 and its
    sections lie below that.
    """
    end = _end_of_body(texts)
    cursor = _first_heading(texts)
    for claim in claims:
        sheet = known.get(claim.sheet)
        start, stop = cursor, cursor
        if sheet and _is_titled(texts, sheet, single=len(claims) == 1):
            start = _start(texts, cursor, end, _sections(sheet, claim))
            stop = end
        elif sheet:
            start, stop = _below_title(texts, cursor, end, sheet)
        own = (n for n in range(start, stop) if _is_own_label(texts[n]))
        cursor = next(own, stop)
        yield [text for text in texts[start:cursor] if text.tag != "Lbl"]


def _is_titled(texts: Sequence[TaggedText], sheet: FactSheet, *, single: bool) -> bool:
    """Whether the whole copy has the sheet's title, or no heading of level 2 has it."""
    wanted = _squeezed(sheet.title)
    titles = {tag: any(t.tag == tag and _squeezed(t.text) == wanted for t in texts) for tag in ("H1", "H2")}
    return single and (titles["H1"] or not titles["H2"])


def _below_title(texts: Sequence[TaggedText], cursor: int, end: int, sheet: FactSheet) -> tuple[int, int]:
    """From the first heading below the sheet's title to the next heading of level 2."""
    wanted = _squeezed(sheet.title)
    titles = (n for n in range(cursor, end) if texts[n].tag == "H2" and _squeezed(texts[n].text) == wanted)
    title = next(titles, end)
    start = next((n for n in range(title + 1, end) if re.fullmatch("H[2-6]", texts[n].tag)), end)
    stop = next((n for n in range(start, end) if texts[n].tag == "H2"), end)
    return start, stop


def _end_of_body(texts: Sequence[TaggedText]) -> int:
    """Where the list of links begins, or the small print if there is none."""
    small = next(n for n, text in enumerate(texts) if _claim(text))
    for number in range(small - 1, -1, -1):
        following = texts[number + 1] if number + 1 < small else None
        if texts[number].tag == "H2" and texts[number].text.strip() == "Links" and following:
            return number if following.tag == "Lbl" and following.text.strip() == "[1]" else small
    return small


def _first_heading(texts: Sequence[TaggedText]) -> int:
    return next((n for n, text in enumerate(texts) if re.fullmatch(r"H[2-6]", text.tag)), 0)


def _start(texts: Sequence[TaggedText], cursor: int, end: int, sections: Sequence[Section]) -> int:
    """Where the first heading of the chosen sections stands at or after `cursor`.

    A changed heading is not found: then the text begins with the first heading after any own words.
    """
    wanted = _squeezed(sections[0].title) if sections else ""
    for number in range(cursor, end):
        if texts[number].tag.startswith("H") and _squeezed(_without_notes(texts[number].text)) == wanted:
            return number
    return cursor


def _is_own_label(text: TaggedText) -> bool:
    return text.tag == "P" and _squeezed(text.text) == _squeezed(OWN_WORDS.upper())


# ---- The comparison -------------------------------------------------------------------------


def _differences(
    sheet: FactSheet, claim: _Claim, body: list[TaggedText], texts: Sequence[TaggedText], *, single: bool
) -> list[str]:
    numbered = any(_squeezed(text.text) == _squeezed(NUMBERS_ADDED) for text in texts)
    expected = list(_expected(sheet, _sections(sheet, claim), numbered=numbered))
    found = list(_head_differences(sheet, texts)) if single else []
    unknown = sorted(set(claim.sections or ()) - {section.id for section in sheet.sections})
    found.extend(f"The sheet has no section “{name}”." for name in unknown)
    have = [_without_notes(text.text) for text in body]
    if _squeezed("".join(have)) == _squeezed("".join(leaf.words for leaf in expected)):
        return found
    return found + list(_word_differences(expected, have))


def _head_differences(sheet: FactSheet, texts: Sequence[TaggedText]) -> Iterator[str]:
    """What the title block says otherwise than the sheet."""
    head = [_squeezed(text.text) for text in texts[: _first_heading(texts)]]
    edition = next((words for words in head if words.startswith("Edition")), "")
    if sheet.edition and not edition.startswith(_squeezed(f"Edition{sheet.edition.label}")):
        yield f"Title block: the edition is not “{sheet.edition.label}”."


def _expected(sheet: FactSheet, sections: Sequence[Section], *, numbered: bool) -> Iterator[_Leaf]:
    numbers = paragraph_numbers(sheet) if numbered else {}
    for section in sections:
        yield _Leaf(_without_notes(section.title), section.title)
        counts = _numbers_of_leaves(section, numbers)
        for leaf, number in zip(section.leaves, counts, strict=True):
            words = leaf.text
            for alternative in _picture_words(section):
                words = words.replace(alternative, "")
            yield _Leaf(_without_notes(f"{number} {words}" if number else words), section.title)


def _numbers_of_leaves(section: Section, numbers: dict[tuple[str, int], int]) -> Iterator[int]:
    """For each leaf of the section the number that a copy puts before it, or 0."""
    rest = iter(section.leaves)
    for position, block in enumerate(section.blocks):
        alone = Section("", "", 1, (), (block,))
        for _ in alone.leaves:
            next(rest)
            yield numbers.get((section.id, position), 0) if isinstance(block, Paragraph) else 0


def _picture_words(section: Section) -> Iterator[str]:
    """The alternative texts of a section's pictures; on the page stands the picture."""

    def pictures(content: Sequence[Inline]) -> Iterator[str]:
        for inline in content:
            if isinstance(inline, Image) and inline.file and inline.alternative:
                yield inline.alternative
            elif not isinstance(inline, Image) and hasattr(inline, "content"):
                yield from pictures(inline.content)

    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield from pictures(block.content)
        elif isinstance(block, Table):
            for row in (block.header, *block.rows):
                for cell in row:
                    yield from pictures(cell)


def _word_differences(expected: Sequence[_Leaf], have: Sequence[str]) -> Iterator[str]:
    """What differs, leaf by leaf first and then word by word, in one line each."""
    leaves = SequenceMatcher(
        None, [_squeezed(leaf.words) for leaf in expected], [_squeezed(h) for h in have], autojunk=False
    )
    for what, a, b, c, d in leaves.get_opcodes():
        if what != "equal":
            wanted = [(word, leaf.where) for leaf in expected[a:b] for word in leaf.words.split()]
            where = expected[min(a, len(expected) - 1)].where if expected else ""
            yield from _in_words(wanted, [word for text in have[c:d] for word in text.split()], where)


def _in_words(wanted: list[tuple[str, str]], have: list[str], where: str) -> Iterator[str]:
    words = [word for word, _ in wanted]
    for what, a, b, c, d in SequenceMatcher(None, words, have, autojunk=False).get_opcodes():
        old, new = " ".join(words[a:b]), " ".join(have[c:d])
        if what == "equal" or _squeezed(old) == _squeezed(new):
            continue
        place = wanted[min(a, len(wanted) - 1)][1] if wanted else where
        yield f"{place}: {_said(old, new)}"


def _said(old: str, new: str) -> str:
    if old and new:
        return f"the copy has “{_short(new)}” where the sheet has “{_short(old)}”."
    return f"the copy lacks “{_short(old)}”." if old else f"the copy adds “{_short(new)}”."


def _short(words: str) -> str:
    """`words`, their middle left out where they are many."""
    several = words.split()
    if len(several) <= _SHOWN_WORDS:
        return words
    half = _SHOWN_WORDS // 2
    return " ".join([*several[:half], "…", *several[-half:]])


def _without_notes(text: str) -> str:
    """`text` without endnote numbers and zero-width marks: a sheet's own “[1]” counts as one."""
    return re.sub(r"\[Picture: [^\]]*\]", "", _NOTE.sub("", text))


def _squeezed(text: str) -> str:
    """`text` without blanks: line ends fall elsewhere on a page than in the sheet."""
    return "".join(text.split()).replace("\u200b", "").replace("\u00ad", "")
