"""Makes resources/fallback-fonts/: what a copy is set in where the program's own typefaces lack a letter.

    python tools/make_fallback_fonts.py FOLDER

FOLDER holds, unpacked, the Debian packages fonts-noto-core and fonts-noto-cjk and the npm package
@expo-google-fonts/noto-emoji. The scripts are those of UAX #31, tables 5 and 7 (recommended, and of
limited use), with symbols and emoji. Hinting, which Typst does not use, is left out, and so are the letters
that Source Serif has; of Chinese the Japanese and the traditional forms are kept for the letters in
JIS X 0208 and in the first level of Big5, which has those in common use.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
OWN = RESOURCES / "fonts" / "SourceSerif4-Regular.ttf"
TARGET = RESOURCES / "fallback-fonts"
REGULAR = """
    NaskhArabic SerifArmenian SerifBengali SerifDevanagari SerifEthiopic SerifGeorgian SerifGujarati
    SerifGurmukhi SerifHebrew SerifKannada SerifKhmer SerifLao SerifMalayalam SerifMyanmar SansOriya
    SerifSinhala SerifTamil SerifTelugu SansThaana SerifThai SerifTibetan

    SansAdlam SansBalinese SansBamum SansBatak SansCanadianAboriginal SansChakma SansCham SansCherokee
    SansHanifiRohingya SansJavanese SansKayahLi SansLepcha SansLimbu SansLisu SansMandaic
    SansMeeteiMayek SansMiao SansMongolian SansNewTaiLue SansNewa SansNKo
    SerifNyiakengPuachueHmong SansOlChiki SansOsage SansPhagsPa SansSaurashtra SansSundanese
    SansSylotiNagri SansSyriac SansTaiLe SansTaiTham SansTaiViet SansTifinagh SansVai SansWancho
    SansYi

    Serif SansSymbols SansSymbols2 SansMath Music
"""
WHOLE = ("NotoSerif-Regular.ttf", "NotoSansMath-Regular.ttf")
"""Those that have Latin letters for the marks that stand on them: one font has to set both."""
BOLD = "NaskhArabic SerifHebrew SerifDevanagari SerifThai"
# A blank, what joins and parts letters, and the circle that a mark without a letter stands on.
_ALWAYS = {0x20, 0xA0, 0x2D, 0x200C, 0x200D, 0x200E, 0x200F, 0x25CC}
_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]
"""Of the table of names: copyright, family, style, version, licence."""
_NOT_USED = ["DSIG", "gasp", "STAT", "MATH", "VORG", "vhea", "vmtx", "BASE"]
_HAN_AND_HANGUL = (
    *((0x1100, 0x1200), (0x2E80, 0xA000), (0xA960, 0xA980), (0xAC00, 0xD800), (0xF900, 0xFB00)),
    *((0xFE30, 0xFE50), (0xFF00, 0xFFF0), (0x1AFF0, 0x1B170), (0x1F200, 0x1F300), (0x20000, 0x40000)),
)
_FORMS = {"JAN ": ("shift_jis", 0xFF), "ZHT ": ("big5", 0xC6)}
"""For each language the encoding of its standard, and the last leading byte of what is kept."""
_SIMPLIFIED = 2
"""The position of “Noto Sans CJK SC” in its file."""


def main(folder: Path) -> None:
    """Write the fonts, made of the packages in `folder`."""
    TARGET.mkdir(exist_ok=True)
    own = set(TTFont(OWN).getBestCmap())
    for weight, names in (("Regular", REGULAR), ("Bold", BOLD)):
        for name in names.split():
            file = f"Noto{name}-{weight}.ttf"
            font = _opened(folder, file)
            letters = set(font.getBestCmap())
            _write(font, letters if file in WHOLE else (letters - own) | _ALWAYS, TARGET / file)
    emoji = _opened(folder, "NotoEmoji_400Regular.ttf")
    # With “1”, which is one letter with what makes it a keycap.
    _write(emoji, set(emoji.getBestCmap()), TARGET / "NotoEmoji-Regular.ttf")
    han = _opened(folder, "NotoSansCJK-Regular.ttc", _SIMPLIFIED)
    _limit_forms(han)
    codes = {code for first, end in _HAN_AND_HANGUL for code in range(first, end)}
    features = ["locl", "ccmp", "ljmo", "vjmo", "tjmo"]
    _write(han, codes & set(han.getBestCmap()), TARGET / "NotoSansCJK-Regular.otf", features, ["GPOS"])


def _opened(folder: Path, name: str, number: int = -1) -> TTFont:
    return TTFont(next(folder.rglob(name)), fontNumber=number, lazy=True, recalcTimestamp=False)


def _write(
    font: TTFont,
    codes: Iterable[int],
    target: Path,
    features: Collection[str] = (),
    dropped: Iterable[str] = (),
) -> None:
    """Write the letters `codes` of `font`; with its usual features where none are named."""
    options = subset.Options()
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = _NAMES
    options.drop_tables += [*_NOT_USED, *dropped]
    options.layout_features = list(features) or options.layout_features
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    font.save(target)
    print(f"{target.name}: {target.stat().st_size:,} bytes")


def _limit_forms(font: TTFont) -> None:
    """Keep the forms of Japan and of Taiwan, for Hong Kong too, of the letters that their standards name."""
    table: Any = font["GSUB"].table
    letters = {glyph: chr(code) for code, glyph in sorted(font.getBestCmap().items(), reverse=True)}
    for script in (record.Script for record in table.ScriptList.ScriptRecord):
        systems = {record.LangSysTag: record for record in script.LangSysRecord}
        if "ZHH " in systems:
            systems["ZHH "].LangSys = deepcopy(systems["ZHT "].LangSys)
        script.LangSysRecord = [record for tag, record in systems.items() if tag != "KOR "]
        for tag, common in _FORMS.items():
            for lookup in _lookups_of_forms(table, systems[tag].LangSys) if tag in systems else ():
                for part in (getattr(each, "ExtSubTable", each) for each in lookup.SubTable):
                    part.mapping = {
                        glyph: form
                        for glyph, form in part.mapping.items()
                        if _is_common(letters.get(glyph, ""), *common)
                    }


def _lookups_of_forms(table: Any, system: Any) -> list[Any]:
    features = [table.FeatureList.FeatureRecord[index] for index in system.FeatureIndex]
    numbers = [
        n for feature in features if feature.FeatureTag == "locl" for n in feature.Feature.LookupListIndex
    ]
    return [table.LookupList.Lookup[number] for number in numbers]


def _is_common(letter: str, encoding: str, last: int) -> bool:
    code = letter.encode(encoding, "ignore")
    return bool(code) and code[0] <= last


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
