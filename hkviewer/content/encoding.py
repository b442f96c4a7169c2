"""The bytes of a document -> its text."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from hkviewer.errors import DocumentError
from hkviewer.system.characters import without_harmful

# UTF-32's little-endian mark begins with UTF-16's, so it is tried first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
EAST_ASIAN = (
    ("gb2312", "gb18030", "GB 2312 (simplified Chinese)"),
    ("big5hkscs", "big5hkscs", "Big5 (traditional Chinese)"),
)
"""What a Chinese text may be in: as which it is known, as which it is then read, and what it is called.

GB 2312 is the narrower of the two: what decodes as it, but for rare signs, is rarely Big5. It is read as its
successor, which has those signs, and “·” and “—” where it has others.
"""
_WESTERN_SIGNS = (
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿŒœŠšŽžŸ‘’“”–—…•€™©®°«»¿¡§£\xa0"
)
_WESTERN = rb"(?<![\x80-\xff])(?:[%b]|[\xa1-\xff](?![@-~]))(?![\x80-\xff])" % _WESTERN_SIGNS.encode("cp1252")
"""What stands singly beyond ASCII in Western texts, a pattern that is not compiled at the start.

In Big5 and Shift-JIS most bytes are others, and with each goes one behind it: in “5 ± ½ · ” there is none.
"""
_STRANGE_OF = 20
"""Of so many signs one that no text has, and a few besides: then the encoding was guessed wrongly."""
_FEW = 3
_OF_TEXTS = (" ", "\n")


class WrongEncodingError(DocumentError):
    """A text is not in the encoding that it should be in.

    Attributes:
        told: what is said where it is read all the same, with the line: "line 3: …".
        text: the words as they seem to be; what belongs to no encoding is U+FFFD.
    """

    def __init__(self, what: str, told: str, text: str) -> None:
        super().__init__(what, "Open it in an editor and save it as UTF-8.")
        self.told = told
        self.text = text


def decode(data: bytes, path: Path) -> str:
    """The text of `data`, which is UTF-8 or has a byte order mark; that mark is no part of the text.

    Args:
        data: a file's bytes.
        path: the file, for the messages.

    Raises:
        WrongEncodingError: it is in another encoding; names the line and a likely encoding.
        DocumentError: it is binary.
    """
    mark, encoding = next((entry for entry in _MARKS if data.startswith(entry[0])), (b"", "utf-8"))
    if not mark and b"\0" in data:
        raise _with_nuls(data, path)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(data[len(mark) :], path, error) from None
    if "\0" in text:
        raise _binary(path)
    return text


def decode_or_guess(data: bytes, path: Path) -> tuple[str, str]:
    """The text of `data`, in whatever encoding it seems to be; and what is told of that, "" for Unicode's.

    Args:
        data: a file's bytes.
        path: the file, for the messages.

    Raises:
        DocumentError: it is binary, or in an encoding that cannot be guessed.
    """
    try:
        return decode(data, path), ""
    except WrongEncodingError as error:
        if "\0" in error.text:
            raise _binary(path) from None
        if _STRANGE_OF * (without_harmful(error.text).count("\ufffd") - _FEW) > len(error.text):
            raise
        return error.text, error.told


def _binary(path: Path) -> DocumentError:
    return DocumentError(f"“{path}” is not a text but a binary file.", "Choose a Markdown file.")


def _with_nuls(data: bytes, path: Path) -> DocumentError:
    """What is wrong with bytes among which there is a NUL: UTF-16, or a text with a few of them."""
    if text := _as_utf_16(data):
        what = "UTF-16 without the mark that says so"
        return WrongEncodingError(
            f"“{path}” is not in UTF-8. It may be {what}.", f"line 1: This is {what}, and was read so.", text
        )
    text = data.decode("utf-8", "replace")
    strange = without_harmful(text).count("\ufffd")
    if strange > _FEW or strange * _STRANGE_OF > len(text):
        return _binary(path)
    line = data.count(b"\n", 0, data.index(b"\0")) + 1
    return WrongEncodingError(
        f"“{path}” has a character that no text has: NUL, on line {line}.",
        f"line {line}: Here stands NUL, a character that no text has; “\ufffd” is shown for it.",
        text.replace("\0", "\ufffd"),
    )


def _as_utf_16(data: bytes) -> str:
    """The text of bytes that are UTF-16 without a byte order mark; "" where they are none."""
    read: list[str] = []
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            read.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    text = max(read, key=lambda text: sum(map(text.count, _OF_TEXTS)), default="")
    is_text = any(sign in text for sign in _OF_TEXTS) and without_harmful(text) == text
    return text if is_text and all(map(_is_assigned, set(text))) else ""


def _is_assigned(character: str) -> bool:
    import unicodedata  # hardly any file needs it

    return character in "\t\n\r" or unicodedata.category(character) not in ("Cn", "Co", "Cs")


def _wrong_encoding(data: bytes, path: Path, error: UnicodeDecodeError) -> WrongEncodingError:
    encoding = error.encoding
    line = data.count("\n".encode(encoding), 0, error.start) + 1
    codec, likely = _likely_encoding(data) if encoding == "utf-8" else (encoding, "")
    unicode_ = encoding[:6].rstrip("-").upper()
    guess = f" It may be {likely}." if likely else ""
    read = f"it seems to be {likely}, and was read so" if likely else "letters are missing"
    return WrongEncodingError(
        f"“{path}” is not in {unicode_}: line {line} cannot be read.{guess}",
        f"line {line}: This is not in {unicode_}; {read}.",
        data.decode(codec, "replace"),
    )


def _likely_encoding(data: bytes) -> tuple[str, str]:
    """A guess, or UTF-8 and "": bytes beyond ASCII come singly in Western texts, in rows in Chinese ones."""
    runs = re.findall(rb"[\x80-\xff]+", data)
    singles = sum(len(run) == 1 for run in runs)
    if 2 * singles > len(runs) and 2 * len(re.findall(_WESTERN, data)) > singles:
        return "cp1252", "Windows-1252 (Western European)"
    for encoding, successor, name in EAST_ASIAN:
        try:
            data.decode(successor)
        except UnicodeDecodeError:
            continue
        if _STRANGE_OF * data.decode(encoding, "replace").count("\ufffd") <= sum(map(len, runs)) // 2:
            return successor, name
    return "utf-8", ""
