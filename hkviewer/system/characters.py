"""Which characters may stand where: the one place that knows which are control characters.

They are C0, DEL and C1, Unicode's category Cc. Harmless are those that lay text out: tab and the ends of
lines, LF, CR and NEL. The others can move a terminal's cursor, break a file's format or mean nothing.
"""

from __future__ import annotations

import re
from urllib.parse import quote

CONTROLS = frozenset(map(chr, (*range(0x20), *range(0x7F, 0xA0))))
SEPARATOR = "\x1f"
"""Unicode's information separator one, which stands in no text that was read: free for marks of our own."""
_HARMFUL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
_SURROGATES = "\ud800-\udfff"
_UNFIT_FOR_NAMES = r'\x00-\x1f/\\:*?"<>|'  # Windows takes none of them
_LONGEST_NAME = 80

_FOR_TERMINAL = dict.fromkeys(map(ord, CONTROLS), "\ufffd")
_OPENERS = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),
}
"""Characters that begin an embedding, override or isolate, each with what ends it (UAX #9, 2)."""
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069\n]")
_OF_TERMINALS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_OF_TEXT = re.compile(f"[{_HARMFUL}]")
# What XML 1.0 forbids (production 2, Char), and with it the noncharacters at the end of plane 0.
_OF_FILES = re.compile(f"[{_HARMFUL}{_SURROGATES}\ufffe\uffff]")
# WHATWG URL, basic URL parser, steps 1 to 3.
_OF_ADDRESSES = re.compile(r"^[\x00- ]+|[\t\n\r]|[\x00- ]+$")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_OF_LINES = re.compile(rf"[\x00-\x1f\x7f-\x9f\u2028\u2029{_SURROGATES}\s]+")
_OF_NAMES = re.compile(f"[{_UNFIT_FOR_NAMES}]+")
_NAME = re.compile(f"[^{_UNFIT_FOR_NAMES}.][^{_UNFIT_FOR_NAMES}]{{0,{_LONGEST_NAME - 1}}}")


def for_terminal(text: str) -> str:
    """`text` for one line of a terminal: U+FFFD for every control character."""
    return text.translate(_FOR_TERMINAL)


def harmless_on_terminal(text: str) -> str:
    """`text` of any number of lines for a terminal: U+FFFD for all that could do more than be read.

    These are all control characters but tab and "\\n", and direction controls that a line leaves open
    or closes without having opened: they would turn around what another program writes behind them.
    """
    text = _OF_TERMINALS.sub("\ufffd", text)
    return closed_directions(text)


def closed_directions(text: str) -> str:
    """`text` with U+FFFD for every direction control without its partner in the same line."""
    if not _DIRECTIONS.search(text):
        return text
    characters = list(text)
    open_: list[int] = []
    for match in _DIRECTIONS.finditer(text + "\n"):
        position, character = match.start(), match[0]
        if character == "\n":
            for opener in open_:
                characters[opener] = "\ufffd"
            open_ = []
        elif character in _OPENERS:
            open_.append(position)
        elif open_ and _OPENERS[text[open_[-1]]] == character:
            open_.pop()
        else:
            characters[position] = "\ufffd"
    return "".join(characters)


def without_harmful(text: str) -> str:
    """`text` with U+FFFD for every harmful control character."""
    return _OF_TEXT.sub("\ufffd", text)


def printable(text: str) -> str:
    """`text` as every format of a file takes it: without halves of surrogate pairs too, U+FFFD for each."""
    return _OF_FILES.sub("\ufffd", text)


def one_line(text: str) -> str:
    """`text` on one line, without control characters and outer blanks."""
    return _OF_LINES.sub(" ", text).strip()


def in_file_name(text: str) -> str:
    """`text` with a space for what no file's name may hold on every system."""
    return _OF_NAMES.sub(" ", text)


def is_file_name(text: str) -> bool:
    """Whether a file may be called so on every system; hidden it may not be."""
    return _NAME.fullmatch(text) is not None


def in_order(address: str) -> str:
    """`address` with its direction controls percent-encoded, as browsers show it.

    Else “gpj.exe” behind one would be read as “exe.jpg”, on the page, on paper and in a question.
    """
    return _TURNING.sub(lambda control: quote(control[0]), address)


def as_browsers_read(address: str) -> str:
    """`address` without what browsers take off it: outer controls and blanks, and line ends in it."""
    return _OF_ADDRESSES.sub("", address)
