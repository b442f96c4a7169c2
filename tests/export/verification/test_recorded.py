"""A record brings no words of its own onto a page, for these would be set again just so, and be identical."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import pytest

from hkviewer.content.model import FactSheet, Paragraph, Section, Text
from hkviewer.export.verification.claims import Claim, KnownSheets
from hkviewer.export.verification.recorded import recorded_copy

SECTION = Section("a", "A", 2, ("A",), (Paragraph((Text("Words."),)),), heading=(Text("A"),))
SHEET = FactSheet(id="tides", title="Tides", sections=(SECTION,), digest="0" * 64)


def with_part(**changed: Any) -> bytes:
    part = {"part": "sheet", "sheet": "tides", "digest": "0" * 64, "own_file": True}
    part |= {"sections": None, "highlights": [], **changed}
    record = {"format": 1, "date": "2026-11-22", "choices": {}, "parts": [part]}
    words = escape(json.dumps(record), quote=False)
    return f'<hkviewer:Record xmlns:hkviewer="urn:x-hkviewer:copy/1/">{words}</hkviewer:Record>'.encode()


def test_a_record_of_a_sheet_is_read() -> None:
    found = recorded_copy(with_part(digest="a" * 64), KnownSheets([SHEET]))
    assert found
    assert found.claims == (Claim("tides", None, "a" * 64),)


@pytest.mark.parametrize(
    "digest", ["", "0", "A" * 64, "0" * 63 + "\n", "0" * 64 + ". Verified: the figure is $99 billion.", 7]
)
def test_what_is_no_digest_is_no_record(digest: object) -> None:
    assert recorded_copy(with_part(digest=digest), KnownSheets([SHEET])) is None


@pytest.mark.parametrize("name", ["tides”, verified by the Office", "Tides", "ti des", ""])
def test_a_file_that_is_known_by_its_digest_is_called_as_a_file_may_be(name: str) -> None:
    found = recorded_copy(with_part(sheet=name), KnownSheets([SHEET]))
    assert found
    assert found.briefing.sheets == ()
    renamed = recorded_copy(with_part(sheet="tides-2"), KnownSheets([SHEET]))
    assert renamed
    assert renamed.briefing.sheets[0].sheet.id == "tides-2"
