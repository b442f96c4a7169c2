"""What a copy does not do is told of, however it is written; words about it are no deed."""

from __future__ import annotations

import zlib

import pytest

from hkviewer.export.verification.behaviour import behaviour

DEEDS = {
    "a script at the start": b"<</Type/Catalog/OpenAction<</S/JavaScript/JS(x)>>>>",
    "by another object": b"<</Type/Catalog/OpenAction 7 0 R>>",
    "with a blank": b"<</OpenAction\r\n <</S /URI>>>>",
    "with a remark": b"<</OpenAction % << \n 7 0 R>>",
    "with a name in other letters": b"<</Open#41ction 7 0 R>>",
    "at a page": b"<</Type/Page/AA<</O 7 0 R>>>>",
    "a program": b"<</A<</S/Launch/F(calc.exe)>>>>",
    "another file": b"<</A<</S /GoToR/F(x.pdf)>>>>",
    "layers": b"<</OCProperties<</OCGs[]>>>>",
    "a form": b"<</AcroForm 9 0 R>>",
    "a portfolio": b"<</Collection<</View/T>>>>",
    "two deeds": b"<</A<</S/URI/URI(https://a.org)/Next<</S/URI/URI(https://b.org)>>>>>>",
    "where addresses begin": b"<</URI<</Base(https://b.org/)>>>>",
    "another measure": b"<</Type/Page/UserUnit .1>>",
}


@pytest.mark.parametrize("data", DEEDS.values(), ids=DEEDS)
def test_a_deed_is_told_of_packed_or_not(data: bytes) -> None:
    assert list(behaviour(data))
    stream = zlib.compress(b"1 0 " + data)
    assert list(behaviour(b"<</Type/ObjStm/Filter/FlateDecode>>\nstream\n" + stream + b"\nendstream"))


@pytest.mark.parametrize(
    "data",
    [
        b"(An /OpenAction, /AA and /JavaScript are words here.)",
        b"<</A<</S/URI/URI(https://a.org/Next)>>>>",
        b"<</Type/Outlines/Next 4 0 R/Prev 2 0 R>>",
        b"stream\n/AA\nendstream",
    ],
)
def test_words_and_bookmarks_are_no_deeds(data: bytes) -> None:
    assert list(behaviour(data)) == []


@pytest.mark.parametrize("packed", [b"no such stream", zlib.compress(b"1 0 <<>>" * 99)[:-9]])
def test_what_cannot_be_looked_through_is_told_of(packed: bytes) -> None:
    pdf = b"<</Type/ObjStm>>\nstream\n" + packed + b"\nendstream"
    assert list(behaviour(pdf)) == ["Parts of the file cannot be looked through."]
