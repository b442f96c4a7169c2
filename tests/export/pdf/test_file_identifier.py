"""The seal of a copy: any byte changed breaks it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.export.briefing import Briefing, Choices, SheetPart
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.export.pdf.file_identifier import is_as_sealed, sealed
from tests.examples import examples


@pytest.fixture(scope="module")
def copy(hong_kong: SheetPart, compiler: Compiler) -> bytes:
    return compiler.pdf(Briefing((hong_kong,), Choices(dt.date(2026, 11, 22))))


def test_every_copy_has_an_unbroken_seal(copy: bytes) -> None:
    assert is_as_sealed(copy)


@given(data=st.data())
@examples(2)
def test_one_changed_byte_breaks_it(data: st.DataObject, copy: bytes) -> None:
    place = data.draw(st.integers(0, len(copy) - 1))
    changed = bytearray(copy)
    changed[place] ^= data.draw(st.integers(1, 255))
    assert not is_as_sealed(bytes(changed))


@given(place=st.integers(0, 10_000_000), more=st.binary(min_size=1, max_size=40))
@examples(1)
def test_bytes_put_in_or_taken_away_break_it(place: int, more: bytes, copy: bytes) -> None:
    place %= len(copy) + 1
    assert not is_as_sealed(copy[:place] + more + copy[place:])
    assert not is_as_sealed(copy[:place] + copy[place + len(more) :]) or place == len(copy)


def test_sealing_again_changes_nothing(copy: bytes) -> None:
    assert sealed(copy) == copy


def test_the_identifier_stands_in_the_metadata_too(copy: bytes, tmp_path: Path) -> None:
    path = tmp_path / "copy.pdf"
    path.write_bytes(copy)
    with pikepdf.open(path) as pdf:
        identifier = bytes(pdf.trailer.ID[1])
    assert re.findall(rb"<xmpMM:InstanceID>(.*?)</xmpMM:InstanceID>", copy) == [identifier]


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.7\ntrailer\n<</ID[(a)(b)]>>\nstartxref\n1\n%%EOF"])
def test_what_typst_did_not_write_has_no_seal_and_gets_none(data: bytes) -> None:
    assert not is_as_sealed(data)
    with pytest.raises(ValueError, match="no identifier"):
        sealed(data)
