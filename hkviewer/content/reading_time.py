"""How many words a text has and how long it takes to read, also where no blanks part the words."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Silent reading of English non-fiction, mean of 190 studies: Brysbaert, "How many words do we read
# per minute?", Journal of Memory and Language 109 (2019).
WORDS_PER_MINUTE = 238
# Trauzettel-Klosinski and Dietz, "Standardized Assessment of Reading Performance: The New International
# Reading Speed Texts IReST", Investigative Ophthalmology & Visual Science 53 (2012), 5452-5461, table 2 and
# abstract: Chinese 255 and Japanese 357 characters a minute, on an average 370 syllables, and in alphabets
# 68 ms a character. Read aloud: in English that is 228 words a minute there, against 238 read silently.
# Korean was not measured, whose characters are syllables, nor were Thai, Lao, Khmer and Burmese, whose are
# an alphabet's: for them these are estimates.
_CHINESE, _JAPANESE, _SYLLABLES, _ALPHABETS = 255, 357, 370, 882
_HAN = "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
_LETTERS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
# Written with blanks, but Korean ones stand between groups of words.
_UNSPACED = re.compile(f"[{_HAN}{_KANA}{_HANGUL}{_LETTERS}]")
_CLASSES = tuple(re.compile(f"[{letters}]") for letters in (_HAN, _KANA, _HANGUL, _LETTERS))
_CHARACTERS_IN_A_WORD = 2
"""Of Chinese, about; only the size of a text is told by it."""


def count_words(text: str) -> int:
    """How many words `text` has, about where no blanks part them."""
    if not _UNSPACED.search(text):
        return len(text.split())
    rest, characters = _UNSPACED.subn(" ", text)
    return len(_words(rest)) + -(-characters // _CHARACTERS_IN_A_WORD)


def reading_minutes(texts: Iterable[str]) -> int:
    """The minutes that it takes to read `texts`, at least 1."""
    words = 0
    counts = [0] * len(_CLASSES)
    for text in texts:
        if not _UNSPACED.search(text):
            words += len(text.split())
            continue
        words += len(_words(_UNSPACED.sub(" ", text)))
        counts = [count + len(class_.findall(text)) for count, class_ in zip(counts, _CLASSES, strict=True)]
    han, kana, hangul, letters = counts
    # A name in kana makes no text Japanese.
    is_japanese = kana > han / 10
    minutes = words / WORDS_PER_MINUTE + hangul / _SYLLABLES + letters / _ALPHABETS
    minutes += (han + kana) / (_JAPANESE if is_japanese else _CHINESE)
    return max(1, round(minutes))


def _words(text: str) -> list[str]:
    """What is left between characters that are no words: not their stops."""
    return [word for word in text.split() if any(map(str.isalnum, word))]
