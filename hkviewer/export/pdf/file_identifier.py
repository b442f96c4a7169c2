"""The seal of a copy: its file identifier is the digest of all its other bytes.

A comparison of words does not see a white box over a line, a note or a page put in; the seal shows
that a file is just as this program wrote it. ISO 32000-1, 14.4, asks for such an identifier, made
from the file's contents. It has no key: it shows changes by other programs, not of forgers who
set a whole copy of their own with this one.
"""

from __future__ import annotations

import base64
import hashlib
import re

# As Typst writes them: two strings of 16 bytes in Base64, of which the second stands for the contents;
# XMP's InstanceID is the same string.
_IDENTIFIER = re.compile(
    rb"/ID\[\([A-Za-z0-9+/]{22}==\)\(([A-Za-z0-9+/]{22}==)\)\]>>\s+startxref\s+\d+\s+%%EOF\s*\Z"
)
_LENGTH = 16
_BLANK = base64.b64encode(bytes(_LENGTH))


def sealed(pdf: bytes) -> bytes:
    """`pdf` with the digest of its other bytes as identifier.

    Args:
        pdf: a file as Typst wrote it.

    Raises:
        ValueError: it has no identifier that Typst would write.
    """
    identifier = _identifier(pdf)
    if identifier is None:
        raise ValueError("no identifier")
    return pdf.replace(identifier, _digest(pdf, identifier))


def is_as_sealed(pdf: bytes) -> bool:
    """Whether not a byte has changed since `sealed` made `pdf`."""
    identifier = _identifier(pdf)
    return identifier is not None and identifier == _digest(pdf, identifier)


def _identifier(pdf: bytes) -> bytes | None:
    match = _IDENTIFIER.search(pdf, max(0, len(pdf) - 400))
    return match[1] if match else None


def _digest(pdf: bytes, identifier: bytes) -> bytes:
    """The first 16 bytes of SHA-256 over `pdf`, its identifier blank, in Base64."""
    return base64.b64encode(hashlib.sha256(pdf.replace(identifier, _BLANK)).digest()[:_LENGTH])
