"""Which of the system's typefaces set what the program's own ones lack, and which way a text runs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Made for running text in those scripts, by system: Noto and others, Windows, macOS. Without them Typst
# may take a face for program code, whose Arabic letters are all equally wide.
_ARABIC_HEBREW = (
    *("Noto Naskh Arabic", "Amiri", "Noto Sans Arabic", "Noto Serif Hebrew", "Noto Sans Hebrew"),
    *("Times New Roman", "Segoe UI", "Arial", "Al Nile", "Geeza Pro", "Arial Hebrew", "DejaVu Sans"),
)
_SIMPLIFIED = (
    *("Noto Serif CJK SC", "Noto Sans CJK SC", "Source Han Serif SC", "SimSun", "Microsoft YaHei"),
    *("Songti SC", "PingFang SC", "WenQuanYi Zen Hei", "Droid Sans Fallback"),
)
_TRADITIONAL = (
    *("Noto Serif CJK HK", "Noto Serif CJK TC", "Noto Sans CJK HK", "Noto Sans CJK TC", "PMingLiU"),
    *("Microsoft JhengHei", "Songti TC", "PingFang HK", "PingFang TC"),
)
_JAPANESE = (
    *("Noto Serif CJK JP", "Noto Sans CJK JP", "Yu Mincho", "MS Mincho", "Hiragino Mincho ProN"),
    *("IPAexMincho", "IPAMincho", "TakaoMincho"),
)
_KOREAN = (
    "Noto Serif CJK KR",
    "Noto Sans CJK KR",
    "Batang",
    "Malgun Gothic",
    "AppleMyungjo",
    "NanumMyeongjo",
)
_TRADITIONAL_REGIONS = {"HK", "MO", "TW"}
# Armenian to Arabic, Lao, Georgian: of Typst's own faces, only the one for program code has them.
_BETTER_FROM_SYSTEM = re.compile("[\u0531-\u08ff\u0e80-\u0eff\u10a0-\u10ff\ufb13-\ufdff\ufe70-\ufefc]")
# As Typst 0.15 has them: it sets what is in these languages from right to left.
_RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ks", "pa", "ps", "sd", "ug", "ur", "yi"}


def wants_system(text: str) -> bool:
    """Whether some of `text` is better set in the system's faces than in those that Typst brings."""
    return _BETTER_FROM_SYSTEM.search(text) is not None


def fallback(lang: str, region: str | None, available: Iterable[str]) -> list[str]:
    """Those of the `available` families that shall set what is in none of ours, the best first.

    Chinese, Japanese and Korean share code points for letters that they write differently: the text's
    language and region decide whose form is meant.
    """
    first = {"ja": _JAPANESE, "ko": _KOREAN}.get(lang, _SIMPLIFIED)
    if lang == "zh" and region in _TRADITIONAL_REGIONS:
        first = _TRADITIONAL
    wanted = dict.fromkeys((*_ARABIC_HEBREW, *first, *_SIMPLIFIED, *_TRADITIONAL, *_JAPANESE, *_KOREAN))
    have = set(available)
    return [family for family in wanted if family in have]


def runs_left(tag: str) -> bool:
    """Whether text in the language of that BCP 47 tag runs from right to left."""
    return re.split("[-_]", tag.lower())[0] in _RIGHT_TO_LEFT


def direction(text: str, tag: str) -> str:
    """Which way `text` runs, "rtl" or "ltr", where that is not its language's way, else "".

    A text runs as its first letter does (Unicode's rules P2 and P3, UAX #9); but one in a language
    that runs left may begin with a foreign name.
    """
    if text.isascii():
        way = "ltr" if any(map(str.isalpha, text)) else ""
    else:
        letters = [kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")]
        left = [kind != "L" for kind in letters]
        way = ("rtl" if any(left if runs_left(tag) else left[:1]) else "ltr") if left else ""
    return "" if way == ("rtl" if runs_left(tag) else "ltr") else way


def is_right_to_left(text: str, tag: str) -> bool:
    """Whether `text`, in the language of that tag, runs from right to left."""
    return (direction(text, tag) or ("rtl" if runs_left(tag) else "ltr")) == "rtl"
