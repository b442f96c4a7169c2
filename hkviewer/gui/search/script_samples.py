"""The scripts that a text is written in, so that their fonts are found before a key waits for one.

Qt looks through the system's fonts when it first lays out letters that the window's own font lacks: 15 ms
for each script (Bengali and Khmer with Debian's 132 fonts, neither of which has them).
"""

from __future__ import annotations

import unicodedata

_MOST_LETTERS = 100
"""Of a script: what Qt looked up for these it need hardly do for others."""


def script_samples(characters: str) -> list[str]:
    """The letters among `characters`, sorted, those of one script together; none that is ASCII."""
    samples: dict[str, str] = {}
    for character in sorted(set(characters)):
        # Python knows no scripts, but a letter's name begins with that of its script.
        script = unicodedata.name(character, "").partition(" ")[0]
        if character.isalpha() and not character.isascii():
            samples[script] = samples.get(script, "") + character
    return [letters[:_MOST_LETTERS] for letters in samples.values()]
