"""The bytes of a document -> its text."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from hkviewer.errors import DocumentError

# UTF-32's little-endian mark begins with UTF-16's, so it is tried first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# GB 2312 is the narrower of the two: what decodes as it is rarely Big5.
_EAST_ASIAN = (("gb2312", "GB 2312 (simplified Chinese)"), ("big5hkscs", "Big5 (traditional Chinese)"))


def decode(data: bytes, path: Path) -> str:
    """The text of `data`, which is UTF-8 or has a byte order mark; that mark is no part of the text.

    Args:
        data: a file's bytes.
        path: the file, for the messages.

    Raises:
        DocumentError: it is binary, or in another encoding; names the line and a likely encoding.
    """
    mark, encoding = next((entry for entry in _MARKS if data.startswith(entry[0])), (b"", "utf-8"))
    if not mark and b"\0" in data:
        raise DocumentError(f"“{path}” is not a text but a binary file.", "Choose a Markdown file.")
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(data, path, len(mark) + error.start, encoding) from None
    if "\0" in text:
        raise DocumentError(f"“{path}” is not a text but a binary file.", "Choose a Markdown file.")
    return text


def _wrong_encoding(data: bytes, path: Path, position: int, encoding: str) -> DocumentError:
    newline = "\n".encode(encoding)
    line = data.count(newline, 0, position) + 1
    likely = _likely_encoding(data) if encoding == "utf-8" else ""
    guess = f" It may be {likely}." if likely else ""
    return DocumentError(
        f"“{path}” is not in {encoding[:6].rstrip('-').upper()}: line {line} cannot be read.{guess}",
        "Open it in an editor and save it as UTF-8.",
    )


def _likely_encoding(data: bytes) -> str:
    """A guess, or "": bytes beyond ASCII come singly in Western texts and in rows in Chinese ones."""
    runs = re.findall(rb"[\x80-\xff]+", data)
    if 2 * sum(len(run) == 1 for run in runs) > len(runs):
        return "Windows-1252 (Western European)"
    for encoding, name in _EAST_ASIAN:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return name
    return ""
