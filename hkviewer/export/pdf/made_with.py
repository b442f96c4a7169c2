"""What a copy is made with besides its words: program, engine, template and typefaces.

The same words and choices make the same bytes only with the same of these.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import typst

from hkviewer import __version__
from hkviewer.export.fallback_fonts import Fallback
from hkviewer.system import paths
from hkviewer.system.font_files import fallback_folder


def made_with(fallback: Fallback) -> dict[str, Any]:
    """Versions and digests, as JSON values.

    Args:
        fallback: what the copy takes besides the program's own typefaces.
    """
    resources = paths.resources_folder()
    fonts = {"own": _of_folder(resources / "fonts")}
    if fallback.faces:
        fonts["fallback"] = _of_folder(fallback_folder())
    if fallback.files:
        fonts["system"] = _of(fallback.files)
    return {
        "program": __version__,
        "engine": typst.__version__,  # type: ignore[attr-defined]  # its stubs lack it
        "characters": unicodedata.unidata_version,
        "template": _of((resources / "briefing.typ",)),
        "fonts": fonts,
    }


@cache
def _of_folder(folder: Path) -> str:
    return _of(sorted(folder.glob("*.[ot]tf")))


def _of(files: Iterable[Path]) -> str:
    """SHA-256 over the files' own digests, in their order."""
    digests = (hashlib.sha256(file.read_bytes()).digest() for file in files)
    return hashlib.sha256(b"".join(digests)).hexdigest()
