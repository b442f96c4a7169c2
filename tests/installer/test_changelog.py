from __future__ import annotations

import datetime as dt

import pytest

from installer.changelog import debian_changelog, debian_version, releases

_CHANGELOG = """\
# Changelog

What users notice.

## Unreleased

### Added

- **Search** as you type, with `counts`
  on the *tree*.
- Printing.

## [0.0.9] - 2026-01-02

### Fixed

- A crash.
"""


def test_what_is_unreleased_belongs_to_the_version_that_is_built(own_product):
    first, second = releases(_CHANGELOG, own_product)
    assert first.version == "0.1.0"
    assert first.items == ("Search as you type, with counts on the tree.", "Printing.")
    assert first.date == dt.datetime.fromtimestamp(own_product.epoch, dt.UTC)
    assert (second.version, second.items) == ("0.0.9", ("A crash.",))
    assert second.date == dt.datetime(2026, 1, 2, tzinfo=dt.UTC)


def test_the_heading_of_the_version_that_is_built_goes_before_what_is_unreleased(own_product):
    text = _CHANGELOG.replace("## [0.0.9] - 2026-01-02", "## 0.1.0 - 2026-01-02")
    assert [(found.version, found.items) for found in releases(text, own_product)] == [
        ("0.1.0", ("A crash.",))
    ]


def test_a_version_that_the_changelog_does_not_tell_of_comes_first_all_the_same(own_product):
    found = releases("# Changelog\n\n## 0.0.9 - 2026-01-02\n\n- A crash.\n", own_product)
    assert [release.version for release in found] == ["0.1.0", "0.0.9"]
    assert found[0].items == ()


def test_debians_changelog_has_each_item_within_80_columns(own_product):
    long = _CHANGELOG.replace("Printing.", "Printing " * 20)
    text = debian_changelog(releases(long, own_product), own_product, "Somebody <a@b>")
    assert text.startswith("hkviewer (0.1.0) unstable; urgency=medium\n\n  * Search as you type")
    assert max(map(len, text.splitlines())) <= 80
    assert " -- Somebody <a@b>  Fri, 02 Jan 2026 00:00:00 +0000\n" in text


def test_an_editors_edition_tells_with_which_version_it_was_made(other_product):
    text = debian_changelog(releases(_CHANGELOG, other_product), other_product, "Somebody <a@b>")
    assert "  * Made with hkviewer 0.1.0.\n" in text
    assert "Printing" not in text


@pytest.mark.parametrize(
    ("version", "expected"), [("0.1.0", "0.1.0"), ("1.0rc1", "1.0~rc1"), ("1.0.dev3", "1.0~dev3")]
)
def test_a_version_before_its_time_sorts_before_it(version, expected):
    assert debian_version(version) == expected
