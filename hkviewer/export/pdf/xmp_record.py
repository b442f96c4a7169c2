"""The record of a copy in its metadata: it is put in and read again.

It is JSON, see `hkviewer.export.pdf.record`. It is a property of its own in the
file's XMP, declared in an extension schema as PDF/A asks (ISO 19005-2, 6.6.2.3.3).
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Mapping
from html import unescape
from typing import Any
from xml.sax.saxutils import escape

_SCHEMA = (
    b'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>hkviewer copy schema</pdfaSchema:schema>'
    b"<pdfaSchema:namespaceURI>urn:x-hkviewer:copy/1/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>hkviewer</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
    b'<rdf:li rdf:parseType="Resource"><pdfaProperty:category>internal</pdfaProperty:category>'
    b"<pdfaProperty:description>Parts and choices that the copy is set from, as JSON"
    b"</pdfaProperty:description><pdfaProperty:name>Record</pdfaProperty:name>"
    b"<pdfaProperty:valueType>Text</pdfaProperty:valueType></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>"
)
_PROPERTY = '<hkviewer:Record xmlns:hkviewer="urn:x-hkviewer:copy/1/">{}</hkviewer:Record>'
_RECORD = re.compile(rb'<hkviewer:Record xmlns:hkviewer="urn:x-hkviewer:copy/1/">([^<]*)</hkviewer:Record>')
# As Typst writes them. Words in its XMP are escaped, so that none of the marks stands among them.
_METADATA = re.compile(rb"<</Length (\d+)/Type/Metadata/Subtype/XML>>\s*stream\r?\n")
_SCHEMAS, _FIRST_OF_PDF_A = b"<pdfaExtension:schemas><rdf:Bag>", b"<pdfaid:part>"
_TABLE = re.compile(rb"xref\n0 \d+\n((?:\d{10} \d{5} [fn][ \r]\n)+)trailer\n")
_ENTRY = re.compile(rb"(\d{10})( \d{5} n)")
_START = re.compile(rb"startxref\n(\d+)\n")


def with_record(pdf: bytes, record: Mapping[str, Any]) -> bytes:
    """`pdf` with `record` in its metadata.

    Args:
        pdf: a file as Typst wrote it.
        record: JSON values.

    Raises:
        ValueError: it is not as Typst writes files.
    """
    head = _last(_METADATA, pdf)
    end = pdf.index(b"endstream", head.end())
    xmp = pdf[head.end() : end]
    words = escape(json.dumps(record, separators=(",", ":")))  # ASCII alone
    longer = xmp.replace(_SCHEMAS, _SCHEMAS + _SCHEMA, 1)
    longer = longer.replace(_FIRST_OF_PDF_A, _PROPERTY.format(words).encode() + _FIRST_OF_PDF_A, 1)
    length = str(int(head[1]) + len(longer) - len(xmp)).encode()
    added = len(longer) - len(xmp) + len(length) - len(head[1])
    before, after = pdf[: head.start(1)], pdf[head.end(1) : head.end()]
    return _moved(before + length + after + longer + pdf[end:], head.start(), added)


def _moved(pdf: bytes, place: int, added: int) -> bytes:
    """`pdf` with its table of objects right again, after `added` bytes were put in behind `place`."""
    table = _last(_TABLE, pdf)

    def moved(entry: re.Match[bytes]) -> bytes:
        offset = int(entry[1])
        return b"%010d" % (offset + added if offset > place else offset) + entry[2]

    tail = _START.sub(b"startxref\n%d\n" % table.start(), pdf[table.end(1) :])
    return pdf[: table.start(1)] + _ENTRY.sub(moved, table[1]) + tail


def _last(pattern: re.Pattern[bytes], pdf: bytes) -> re.Match[bytes]:
    matches = deque(pattern.finditer(pdf), maxlen=1)
    if not matches:
        raise ValueError("not as Typst writes it")
    return matches[0]


def record_in(pdf: bytes) -> Any:
    """The JSON value that a file has for a record; None where it has none, or one that cannot be read."""
    try:
        return json.loads(unescape(_last(_RECORD, pdf)[1].decode("ascii")))
    except (ValueError, RecursionError):
        return None
