"""What takes long to be found in a text is looked for only where a sign of it stands."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hkviewer.compare import figure_marks, joined_numbers
from tests.examples import examples

PARTS = (
    *("1", "12", "555", "2020", "18675", "1234", "st", "th", " of ", " ", "-", "/", ".", ",", ":", "://"),
    *("March", "May", "Sept.", "DEC", "Ja", "x", "note 2: ", "Note 12 - ", "°", "'", " N", "E", "e ", "km"),
    *("+", "[", "]", "(", ")", "Telephone: ", "phone: ", "Tel: ", "tel: ", "FAX: ", "Fax: ", "total: "),
    *("www.", "a@b.cd", "http", "gov.hk/", "fe80", "::", "a:", "\u2019"),
    *("000", "½", "\u00a0", "\u2009"),
)
TEXTS = st.lists(st.sampled_from(PARTS), max_size=12).map("".join)
PATTERNS = {
    "address": [figure_marks._ADDRESS],
    "telephone": [figure_marks._TELEPHONE],
    "name": [figure_marks._COORDINATE, figure_marks._NOTE],
    "date": [figure_marks._DATE],
    "joined": [joined_numbers._SIGNED, joined_numbers._BLANKS],
}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("date", "since March 2020"),
        ("date", "on 3 MAR 2020"),
        ("date", "the 1st of May"),
        ("date", "2020-03-14"),
        ("date", "14.3.20, 3/14/20"),
        ("telephone", "+1 555 1234"),
        ("telephone", "[852] 2523 9011"),
        ("telephone", "(852) 2523 9011"),
        ("telephone", "FAX: 2523 9011"),
        ("telephone", "Telephone: 2523 9011"),
        ("telephone", "at 555-123-4567"),
        ("name", "22 15 N, 114 10 E"),
        ("name", "note 2: data"),
        ("joined", "about 1/2 of it"),
        ("joined", "16\u00a0½"),
        ("joined", "at 12:30"),
        ("joined", "5 000"),
        ("joined", "5\u00a0000,5"),
        ("address", "www.gov.hk 3"),
        ("address", "ten@5.example"),
        ("address", "gov.hk/page5"),
        ("address", "10.0.0.1"),
        ("address", "fe80::1:2"),
    ],
)
def test_each_area_is_known_by_a_sign(kind, text):
    assert kind in figure_marks._kinds_of_areas(text, (0, len(text)))


@pytest.mark.parametrize("text", ["3.4% (2023 est.)", "total: 5 sq km", "In all 12 of these 13 items, May"])
def test_what_has_no_sign_is_not_looked_at_for_what_takes_long(text):
    assert not list(figure_marks._kinds_of_areas(text, (0, len(text))))


@examples(20)
@given(TEXTS)
@example("12 Ja1 of May")
def test_nothing_that_would_be_found_lacks_its_sign(text):
    kinds = set(figure_marks._kinds_of_areas(text, (0, len(text))))
    found = {kind for kind, patterns in PATTERNS.items() if any(p.search(text) for p in patterns)}
    # A month is looked for where a word begins: "dismay 2020" tells no date.
    boundless = {"date"} if re.search(r"\w[JFMASOND][A-Za-z]+", text) else set()
    assert found - boundless <= kinds
