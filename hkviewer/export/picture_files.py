"""The pictures of a copy: which files may be shown, and can be."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import typst

from hkviewer.export.assembly import Copy, Division, Grid, Items, Node, Quote, Words
from hkviewer.export.pdf.typst_input import picture_file
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
    found = dict.fromkeys(
        file
        for division in copy.divisions
        for run in _all_runs(division.nodes)
        if (file := picture_file(run, division)) and _is_picture(file, division)
    )
    return list(found)


def _is_picture(file: Path, division: Division) -> bool:
    """Whether `file` lies in the document's folder, links followed, and can be set."""
    assert division.folder is not None
    with contextlib.suppress(OSError, ValueError):
        inside = file.resolve().is_relative_to(division.folder.resolve())
        return inside and file.is_file() and file.suffix.lower() in PICTURES and can_be_set(file)
    return False


def can_be_set(file: Path) -> bool:
    """Whether Typst can read the picture; it is asked, for a damaged one would stop the whole copy."""
    try:
        typst.Compiler(root=os.fspath(file.parent), ignore_system_fonts=True).compile(
            _PROBE,
            sys_inputs={"file": file.name},
            format="pdf",
            pdf_standards=STANDARDS,
            timestamp=0,
        )
    except typst.TypstError:
        return False
    return True


def _all_runs(nodes: tuple[Node, ...]) -> Iterator[Run]:
    for node in nodes:
        match node:
            case Words(runs, _):
                yield from runs
            case Items(_, _, items):
                for item in items:
                    yield from _all_runs(item)
            case Grid(header, rows, _):
                for row in (header, *rows):
                    for cell in row:
                        yield from cell
            case Quote(inner):
                yield from _all_runs(inner)
            case _:
                pass


def is_whole_picture(file: Path) -> bool:
    """Whether `file` is a picture that a copy can show all of.

    Typst takes a JPEG picture as it is; where it is cut off, its end mark is missing (ITU-T T.81, B.1.1.3).
    """
    if file.suffix.lower() not in PICTURES or not can_be_set(file):
        return False
    return file.suffix.lower() not in (".jpg", ".jpeg") or _END_OF_JPEG in file.read_bytes()[-_TAIL:]
