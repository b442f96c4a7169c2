"""The pictures of a copy: which files may be shown, and can be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import typst

from hkviewer.export.assembly import Copy, Division
from hkviewer.export.nodes import Heading, leaves
from hkviewer.export.styled_runs import Run

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
"""What every copy meets, and so its pictures."""
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"}
_PROBE = b'#set document(title: "t")\n#image(sys.inputs.file, alt: "t")'
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
    try:
        typst.Compiler(root=os.fspath(file.parent), ignore_system_fonts=True).compile(
            _PROBE, sys_inputs={"file": file.name}, format="pdf", pdf_standards=STANDARDS, timestamp=0
        )
    except typst.TypstError:
        return False
    return True


def is_whole_picture(file: Path) -> bool:
    """Whether `file` is a picture that a copy can show all of.

    Typst takes a JPEG picture as it is; where it is cut off, its end mark is missing (ITU-T T.81, B.1.1.3).
    """
    is_jpeg = file.suffix.lower() in (".jpg", ".jpeg")
    return is_picture(file) and (not is_jpeg or _END_OF_JPEG in file.read_bytes()[-_TAIL:])
