"""Which typefaces set what the program's own ones lack."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import typst

from hkviewer.system import paths
from hkviewer.system.characters import CONTROLS
from hkviewer.system.font_files import FontFile, fallback_files, fallback_folder, font_file, take_faces

_OWN = {
    "Source Serif 4": "SourceSerif4-Regular.ttf",
    "Public Sans": "PublicSans-Regular.ttf",
    "Source Code Pro": "SourceCodePro-Regular.ttf",
}
_TEXT_FAMILY = "Source Serif 4"
# Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt): they shape their neighbours and show
# nothing themselves. Blanks and what ends a line show nothing either.
_SHOWN_WITHOUT_GLYPH = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_STANDS_FOR_NOTHING = ("lastresort", "adobeblank", "notdef")
"""In the names of fonts that show a box, or nothing, for every letter."""


# A letter with its marks, which one font has to set: Unicode's grapheme clusters (UAX #29), but for emoji.
_CLUSTER = re.compile(r"[^\W_][^\w\s!-~]+")


class Fallback(NamedTuple):
    """What a text takes besides the program's own typefaces.

    Attributes:
        faces: families of the bundled fallback typefaces and of `files`, in the order in which they are
            asked, each with the letters of the text that it has.
        files: of fonts of the system's, for letters that no bundled one has.
        own: the letters of the text that each of the program's own families has; {} where no mark needs it.
        missing: the letters, and the letters with marks, that no font may show.
    """

    faces: tuple[tuple[str, str], ...] = ()
    files: tuple[Path, ...] = ()
    own: Mapping[str, str] = MappingProxyType({})
    missing: tuple[str, ...] = ()


def is_mark(char: str) -> bool:
    """Whether `char` stands on, below or around the letter before it."""
    return unicodedata.category(char).startswith("M")


def fallback_for(text: str) -> Fallback:
    """What `text` takes: the program's own typefaces have Latin, Greek and Cyrillic letters.

    Fonts of the system's are asked only for letters that no bundled one has, and only those that may be
    embedded. A private use character is always missing: what it means is known to one font alone, and
    PDF/A-2a forbids it (ISO 19005-2, 6.2.11.7.3).
    """
    if text.isascii():
        return Fallback()
    # The template has words of its own.
    letters = {*_SHOWN_WITHOUT_GLYPH.sub("", text), *map(chr, range(0x21, 0x7F))} - CONTROLS
    marked = {cluster for cluster in map(_marked, _CLUSTER.findall(text)) if len(cluster) > 1}
    own = {family: font_file(paths.resources_folder() / "fonts" / name) for family, name in _OWN.items()}
    wanted = {item for item in letters | marked if not own[_TEXT_FAMILY].has_all(item)}
    private = {item for item in wanted if any(unicodedata.category(char) in ("Co", "Cs") for char in item)}
    wanted -= private
    bundled = list(take_faces(wanted, _bundled()))
    systems = list(take_faces(wanted, _of_system())) if wanted else []
    faces = {family: _common(font_file(file), letters) for family, file in (*bundled, *systems)}
    return Fallback(
        tuple(faces.items()),
        tuple(file for _, file in systems),
        {family: _common(font, letters) for family, font in own.items()} if marked else {},
        tuple(sorted(wanted | private)),
    )


def _marked(cluster: str) -> str:
    """The letter at the beginning of `cluster` with its marks."""
    signs = takewhile(is_mark, cluster[1:])
    return cluster[0] + _SHOWN_WITHOUT_GLYPH.sub("", "".join(signs))


def _common(font: FontFile, letters: Iterable[str]) -> str:
    return "".join(sorted(filter(font.has, letters)))


@cache
def _bundled() -> tuple[tuple[str, Path], ...]:
    """Family and file of each bundled fallback typeface, in the order in which they are asked."""
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fallback_folder()]
    ).fonts()
    families = {Path(font.path): font.family for font in fonts if font.path}
    return tuple((families[file], file) for file in fallback_files())


@cache
def _of_system() -> tuple[tuple[str, Path], ...]:
    """Family and file of the system's fonts that a copy may be set in, upright ones of usual weight first."""
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).fonts()
    fonts = [font for font in fonts if font.path and not font.index and font.style == "normal"]
    fonts.sort(key=lambda font: (abs(font.weight - 400), font.family, font.path))
    faces = ((font.family, Path(str(font.path))) for font in fonts)
    return tuple((family, file) for family, file in faces if _may_be_used(file))


def _may_be_used(file: Path) -> bool:
    font = font_file(file)
    name = file.stem.lower().replace("-", "").replace(" ", "")
    is_real = not any(word in name for word in _STANDS_FOR_NOTHING)
    return is_real and font.may_be_embedded and not font.is_variable
