"""Whether a sheet's front matter is in our own form, as it must be to be bundled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hkviewer.content.edition import is_date
from hkviewer.content.front_matter.reading import OWN_KEY, entry, read_front_matter, repeated, shortened
from hkviewer.content.front_matter.values import FrontMatter, FrontMatterFault
from hkviewer.errors import DocumentError


def strict_faults(front: FrontMatter, lines: Sequence[str]) -> tuple[FrontMatterFault, ...]:
    """All that keeps `front`, which was read from a file of these `lines`, from being in our own form."""
    if not front.length:
        return front.faults
    if not (lines[front.length - 1].startswith("---") and lines[0].startswith("---")):
        what = "the front matter is not “key: value” lines between “---” lines."
        remedy = "Write it so for a sheet that is to be published."
        return (FrontMatterFault(1, what, remedy), *front.faults)
    return tuple(sorted((*_line_faults(lines[1 : front.length - 1]), *_value_faults(front))))


def check_front_matter(lines: Sequence[str]) -> None:
    """Raise DocumentError, which names the line, for front matter that is not in our own form."""
    for fault in strict_faults(read_front_matter(lines), lines):
        raise DocumentError(f"Line {fault.line}: {fault.what}", fault.remedy)


def _line_faults(lines: Sequence[str]) -> Iterator[FrontMatterFault]:
    """What is wrong with lines that should be flat ones."""
    known: dict[str, int] = {}
    for number, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        key = (entry(line.strip(), OWN_KEY) or ("",))[0].lower()
        if not key:
            yield FrontMatterFault(
                number,
                f"“{shortened(line)}” in the front matter is not “key: value”.",
                "Correct it, or put “---” above it if the front matter ends there.",
            )
        elif key in known:
            yield repeated(key, number, known[key])
        else:
            known[key] = number


def _value_faults(front: FrontMatter) -> Iterator[FrontMatterFault]:
    for key in ("edition", "received"):
        if front.get(key) and not is_date(front.values[key]):
            yield FrontMatterFault(
                front.lines[key],
                f"“{shortened(front.values[key])}” is no date for “{key}”.",
                "Write it as 2020, 2020-08 or 2020-08-31.",
            )
    basis = front.get("edition-basis", "stated")
    if basis not in ("stated", "inferred"):
        yield FrontMatterFault(
            front.lines["edition-basis"],
            f"“{shortened(basis)}” is no edition-basis.",
            "Write “stated” if the source carries the date, “inferred” if it does not.",
        )
