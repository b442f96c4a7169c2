"""The pictures of a copy: which files may be shown, and can be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import typst

from hkviewer.content.picture_header import picture_header
from hkviewer.export.assembly import Copy, Division
from hkviewer.export.nodes import Heading, leaves
from hkviewer.export.styled_runs import Run

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
"""What every copy meets, and so its pictures."""
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"}
_PROBE = b'#set document(title: "t")\n#image(sys.inputs.file, alt: "t")'
_REDRAWN = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(sys.inputs.file, width: if sys.inputs.width == "" { auto } else { float(sys.inputs.width) * 1pt })"""
_WIDEST = 2400
"""Pixels of a picture that is drawn anew: 300 to an inch on the widest paper."""
_END_OF_JPEG = b"\xff\xd9"
_TAIL = 65_536
"""Bytes that programs may have put behind the end of a JPEG picture."""


def picture_files(copy: Copy) -> list[Path]:
    """The files of all pictures that the template can set."""
    files = dict.fromkeys(
        file
        for division in copy.divisions
        for run in _runs(division)
        if (file := division.picture_file(run)) and division.readable_picture(run) and is_picture(file)
    )
    return list(files)


def _runs(division: Division) -> Iterator[Run]:
    """The runs that the template takes a picture for; it has none in headings, whose words are a bookmark."""
    return chain.from_iterable(leaves(node for node in division.nodes if not isinstance(node, Heading)))


def is_picture(file: Path) -> bool:
    """Whether Typst can read the picture; it is asked, for a damaged one would stop the whole copy."""
    if file.suffix.lower() not in PICTURES:
        return False
    header = picture_header(file)
    if header and header.is_too_large:
        return False
    if header and header.is_cmyk:
        return redrawn(file) is not None
    try:
        typst.Compiler(root=os.fspath(file.parent), ignore_system_fonts=True).compile(
            _PROBE, sys_inputs={"file": file.name}, format="pdf", pdf_standards=STANDARDS, timestamp=0
        )
    except typst.TypstError:
        return False
    return True


def is_for_print(file: Path) -> bool:
    """Whether the picture's colours are written for print (CMYK), which PDF/A takes only with a profile."""
    header = picture_header(file)
    return header is not None and header.is_cmyk


def redrawn(file: Path) -> bytes | None:
    """The picture as PNG, upright and in a screen's colours; None where it is none, or too large.

    It is drawn by Typst, which sets it in a PDF as well.
    """
    header = picture_header(file)
    if header and header.is_too_large:
        return None
    # A point on the page is a pixel; what resolution the file states is nothing to that.
    shown = (header.height if header.orientation > 4 else header.width) if header else 0
    try:
        drawn = typst.Compiler(root=os.fspath(file.parent), ignore_system_fonts=True).compile(
            _REDRAWN,
            sys_inputs={"file": file.name, "width": str(min(shown, _WIDEST) or "")},
            format="png",
            ppi=72 if shown else 144,
        )
    except typst.TypstError:
        return None
    return drawn if isinstance(drawn, bytes) else None


def is_whole_picture(file: Path) -> bool:
    """Whether `file` is a picture that a copy can show all of.

    Typst takes a JPEG picture as it is; where it is cut off, its end mark is missing (ITU-T T.81, B.1.1.3).
    """
    is_jpeg = file.suffix.lower() in (".jpg", ".jpeg")
    return is_picture(file) and (not is_jpeg or _END_OF_JPEG in file.read_bytes()[-_TAIL:])
