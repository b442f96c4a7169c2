"""What page-validation says of a copy, for both standards that it is to meet."""

from __future__ import annotations

import io

import page
import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen

PROFILES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A)


def page_failures(pdf: bytes) -> list[str]:
    """What breaks PDF/UA-1 or PDF/A-2a, a line each, without what is a false alarm."""
    reports = [page.validate_pdf_bytes(pdf, profile=profile) for profile in PROFILES]
    failures = (failure for report in reports for failure in report.failures)
    return [f"{one.rule_id}: {one.message}" for one in failures if not is_false_alarm(one.rule_id, pdf)]


def is_false_alarm(rule: str, pdf: bytes) -> bool:
    """page-validation 0.11 takes a carriage return, the last byte of a compressed stream, for a line end.

    And it takes 0 for the width of a letter that has its font's usual one (CFF's defaultWidthX). veraPDF
    passes the same files.
    """
    if rule.endswith("-GLYPH-WIDTH-001"):
        return has_true_widths(pdf)
    return rule == "PDFA2A-STREAM-LENGTH-001" and b"\r\nendstream" in pdf


def has_true_widths(pdf: bytes) -> bool:
    """Whether the letters of every CFF font in `pdf` are as wide as the PDF says."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and "/CIDSystemInfo" in o]
        return all(map(has_true_width, (font for font in fonts if "/FontFile3" in font.FontDescriptor)))


def has_true_width(font: pikepdf.Dictionary) -> bool:
    said: dict[int, float] = {}
    entries = list(font.W)  # “first last width” or “first [widths]” (ISO 32000-1, 9.7.4.3)
    while entries:
        start, following = int(entries.pop(0)), entries.pop(0)
        if isinstance(following, pikepdf.Array):
            said |= {start + n: float(width) for n, width in enumerate(following)}
        else:
            said |= dict.fromkeys(range(start, int(following) + 1), float(entries.pop(0)))
    cff = CFFFontSet()
    cff.decompile(io.BytesIO(font.FontDescriptor.FontFile3.read_bytes()), None)
    letters = cff[cff.fontNames[0]].CharStrings
    for number, name in enumerate(cff[cff.fontNames[0]].charset):
        letters[name].draw(NullPen())
        if number in said and abs(letters[name].width - said[number]) > 1:
            return False
    return bool(said)
