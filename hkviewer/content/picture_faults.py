"""Why a picture is not shown: each is the end of a sentence that begins with its name."""

from __future__ import annotations

DAMAGED = "it is damaged, or no picture"
ELSEWHERE = "it shows other files"
ENDED = "the process that draws it was ended"
ENDLESS = "drawing it would take too long"
HUGE = "it has more than 50 million pixels"
NO_FOLDER = "no folder for temporary files can be written to"
NOT_APART = "its effects are drawn only in a process of their own"
NOT_TRIED = "several before it took too long"
TOO_LARGE = "it takes more than 500 MB of memory to draw"
TOO_SLOW = "it takes more than 5 seconds to draw"
UNREADABLE = "it cannot be read"
WEB_WORDS = "it has text that only a browser shows"
