from __future__ import annotations

import datetime as dt

import pytest

from hkviewer.content.edition import Edition, is_date, plain_date


def test_an_inferred_edition_says_so_with_its_age():
    edition = Edition("2020-08", inferred=True, evidence="A guide.")
    assert edition.label == "August 2020 (inferred)"
    assert edition.describe(dt.date(2026, 11, 22)) == "August 2020 (inferred), 6 years old"


@pytest.mark.parametrize(
    ("date", "on", "years"),
    [
        ("2020-08", "2026-07-31", 5),
        ("2020-08", "2026-08-01", 6),
        ("2020-08-15", "2026-08-14", 5),
        ("2020", "2021-01-01", 1),
        ("2020-02-29", "2021-02-28", 0),
        ("2027", "2026-11-22", 0),
    ],
)
def test_the_age_is_in_whole_years_and_never_negative(date, on, years):
    assert Edition(date).age(dt.date.fromisoformat(on)) == years


@pytest.mark.parametrize(
    ("date", "words"),
    [("2020", "2020"), ("2020-08", "August 2020"), ("2026-11-22", "22 November 2026"), ("soon", "soon")],
)
def test_dates_in_words(date, words):
    assert plain_date(date) == words


@pytest.mark.parametrize("text", ["", "20", "2020-13", "2020-02-30", "2020-8", "August 2020", "0000"])
def test_what_is_no_date(text):
    assert not is_date(text)


def test_young_editions_are_told_in_words():
    on = dt.date(2026, 11, 22)
    assert Edition("2026-03").describe(on) == "March 2026, less than a year old"
    assert Edition("2025-03").describe(on) == "March 2025, 1 year old"


def test_on_a_day_before_the_edition_it_has_no_age():
    assert Edition("2020-08").describe(dt.date(2019, 1, 1)) == "August 2020"
