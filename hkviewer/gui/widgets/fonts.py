"""Makes the program's typefaces known to Qt when a text first takes them.

Loading all for the first page would cost the start some 2 ms for each, and 10 MB for Chinese.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from PySide6 import QtCore, QtGui

from hkviewer.system import paths
from hkviewer.theme import TYPOGRAPHY

FIRST_FACES = (
    "PublicSans-Regular.ttf",
    "PublicSans-Bold.ttf",
    "SourceSerif4-Regular.ttf",
    "SourceSerif4-Bold.ttf",
)
_NOT_FIRST = re.compile(r"<(?:code|pre|em|i|cite|var|samp|kbd|dfn)\b")
"""What is set in other faces than the first, in a page's HTML."""
_OWN_LETTERS = (
    r"\0-\u012b\u012e-\u0131\u0134-\u0165\u0168-\u017f\u0391-\u03a1\u03a3-\u03c9\u0400-\u045f\u2002-\u2007\u2009-\u2010"
    r"\u2012-\u2015\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2025\u2026\u2032\u2033\u2060\u2066-\u2069\u20ac\ufeff"
)
_MAY_BE_LACKING = re.compile(f"[^{_OWN_LETTERS}]")
"""Letters that the family of the text may lack. To ask its file costs the start 5 ms; most pages need not."""


@cache
def load_first_faces() -> None:
    """Make the faces of the first page known."""
    for name in FIRST_FACES:
        _load(_folder() / name)
    # It has Greek and Cyrillic letters, which the other has not.
    QtGui.QFont.insertSubstitution(TYPOGRAPHY.interface, TYPOGRAPHY.text)


@cache
def load_other_faces() -> None:
    """Make the rest of the program's own faces known."""
    for file in sorted(_folder().glob("*.ttf")):
        if file.name not in FIRST_FACES:
            _load(file)


def load_faces_for(html: str) -> None:
    """Make known what a page of `html` takes, before it is laid out: Qt looks for a face only once.

    Letters that the program's own families lack are set in the bundled fallback typefaces, which Qt asks
    before the system's.
    """
    if _NOT_FIRST.search(html):
        load_other_faces()
    if html.isascii():
        return
    letters = set(_MAY_BE_LACKING.findall(html))
    if letters:
        _load_fallbacks(letters)


def _load_fallbacks(letters: set[str]) -> None:
    from hkviewer.system.font_files import fallback_files, font_file, take_faces

    own = font_file(_folder() / "SourceSerif4-Regular.ttf")
    wanted = {letter for letter in letters if not own.has(letter)}
    # Else Qt tells the terminal of each face that lacks a script which it asks it for.
    QtCore.QLoggingCategory.setFilterRules("qt.text.font.db=false")
    for _, file in take_faces(wanted, ((file.name, file) for file in fallback_files())):
        _load_fallback(file)


@cache
def _load_fallback(file: Path) -> None:
    families = _load(file)
    bold = file.with_stem(file.stem.replace("-Regular", "-Bold"))
    if bold.exists():
        _load(bold)
    for own in (TYPOGRAPHY.text, TYPOGRAPHY.interface, TYPOGRAPHY.fixed):
        QtGui.QFont.insertSubstitutions(own, families)


def _load(file: Path) -> list[str]:
    return QtGui.QFontDatabase.applicationFontFamilies(QtGui.QFontDatabase.addApplicationFont(str(file)))


def _folder() -> Path:
    return paths.resources_folder() / "fonts"
