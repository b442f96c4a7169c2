"""The quotation marks that a language has: what `<q>` stands for."""

from __future__ import annotations

_LANGUAGES = {
    "«»‹›": ("am", "fa", "fr-ch", "gsw", "it-ch", "rm"),
    "«»„“": ("be", "ky", "ru", "uk"),
    "«»“”": ("br", "ca", "el", "eu", "it", "kk", "pt-pt", "sc"),
    "«»”“": ("fr-ca",),
    "«»‘’": ("nb", "nn", "no"),
    "«»«»": ("fr", "hy"),
    "»«›‹": ("kl", "ug"),
    "„“‚‘": ("cs", "de", "dsb", "et", "hr", "hsb", "is", "lb", "mk", "sk", "sl"),
    "„“„“": ("bg", "lt"),
    "„“«»": ("ka",),
    "„”‘’": ("bs",),
    "„”’’": ("sr",),
    "„”»«": ("hu",),
    "„”«»": ("pl", "ro"),
    "“”«»": ("eo",),
    "“”“”": ("tk",),
    "“”’‘": ("uz",),
    "”“’‘": ("ar", "ur"),
    "””’’": ("fi", "he", "sv", "yi"),
    "‘’‘’": ("nl",),
    "「」『』": ("ja", "zh-hant", "zh-hk", "zh-mo", "zh-tw"),
}
"""Unicode CLDR, delimiters; those of all other languages are English's."""
_MARKS = {language: marks for marks, languages in _LANGUAGES.items() for language in languages}
_ENGLISH = "“”‘’"


def quotation_marks(language: str) -> str:
    """The two marks around a quotation, and the two around one within it.

    Args:
        language: a BCP 47 tag; what it says of country and script counts where it makes a difference.

    >>> quotation_marks("de-AT")
    '„“‚‘'
    """
    tag = language.lower()
    while tag and tag not in _MARKS:
        tag = tag.rpartition("-")[0]
    return _MARKS.get(tag, _ENGLISH)
