"""The formats of a copy, by their names or a file's ending."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import cast

from hkviewer.errors import UsageError
from hkviewer.export.briefing import Briefing

# name -> (endings, the module of this room whose `write(briefing) -> bytes` makes it)
FORMATS = {
    "pdf": ((".pdf",), "pdf.compiler"),
    "docx": ((".docx",), "formats.docx"),
    "html": ((".html", ".htm"), "formats.html"),
    "md": ((".md", ".markdown"), "formats.markdown"),
    "txt": ((".txt",), "formats.text"),
    "ris": ((".ris",), "formats.ris"),
}


def format_of(target: Path, name: str | None = None) -> str:
    """The format's name: the given one, else the one of the file's ending.

    Raises:
        UsageError: the ending is none of ours.
    """
    if name:
        return name
    for known, (endings, _) in FORMATS.items():
        if target.suffix.lower() in endings:
            return known
    endings_ = ", ".join(ending for several, _ in FORMATS.values() for ending in several[:1])
    what = f"“{target.suffix}” is" if target.suffix else "A name without an ending has"
    no = "no format of a copy" if target.suffix else "no format"
    raise UsageError(f"{what} {no}.", f"Let the file’s name end in {endings_}, or add --format.")


def write(briefing: Briefing, name: str) -> bytes:
    """The copy of `briefing` in the format of that name.

    Raises:
        UsageError: nothing is chosen, or a choice is none.
        DocumentError: own words are nested too deeply, or a PDF's title, heading or name is too long.
        OutputError: a PDF cannot be set: a character has no glyph.
    """
    module = import_module(f"hkviewer.export.{FORMATS[name][1]}")
    return cast("bytes", module.write(briefing))
