"""A title is its words: pictures of a status that stand beside it are none."""

from __future__ import annotations

import pytest

from hkviewer.content.anchors import Anchors
from hkviewer.content.model import Image, Text
from tests.content.markdown.reading import read

BADGE = "[![Build status](https://github.com/a/b/actions/workflows/ci.yml/badge.svg)](https://github.com/a/b)"


@pytest.mark.parametrize(
    "heading",
    [
        f"# The words {BADGE}",
        f"# {BADGE} The words",
        f"# {BADGE} [![npm](https://img.shields.io/npm/v/a.svg)](https://npm.im/a) The words {BADGE}",
        "# The words ![License](https://img.shields.io/badge/license-MIT-blue.svg)",
        "# The words [![A picture](https://a.org/b.png)](https://a.org)",
        "# The words [![CI][picture]][link]\n\n[picture]: https://a.org/b.svg\n[link]: https://a.org",
        '# The words <a href="https://a.org"><img src="https://a.org/b.png" alt="A picture"></a>',
        '<h1>The words <img src="https://codecov.io/gh/a/b.svg" alt="Coverage"></h1>',
        "# The words [![](https://a.org/b.png)](https://a.org)",
        f"The words {BADGE}\n=========",
    ],
)
def test_badges_are_no_words_of_a_title(heading: str) -> None:
    sheet = read(f"{heading}\n\nText.\n")
    assert sheet.title == "The words"
    (section,) = sheet.sections
    assert (section.title, section.heading, section.text) == ("The words", (Text("The words"),), "Text.")


def test_nor_of_the_headings_below_it() -> None:
    assert [s.title for s in read(f"# A\n\n## *B* c {BADGE}\n\nd\n").sections] == ["B c"]


def test_a_heading_of_pictures_alone_has_their_words() -> None:
    assert read(f"# {BADGE}\n\nText.\n").title == "Build status"
    assert read("# ![Project](logo.png)\n\nText.\n").title == "Project"


def test_other_pictures_keep_their_words() -> None:
    (section,) = read("# A\n\n## ![b](https://a.org/b.png) c ![d](d.png)\n\ne\n").sections
    assert section.title == "b c d"
    assert section.heading == (Image("b"), Text(" c "), Image("d", "d.png"))


def test_in_a_text_they_are_links() -> None:
    assert read(f"# A\n\n{BADGE}\n").sections[0].text == "Build status"


def test_an_address_that_had_their_words_still_leads_there() -> None:
    sheet = read(f"# A\n\nb\n\n## The words {BADGE}\n\nc\n")
    assert [section.id for section in sheet.sections] == ["a", "the-words"]
    assert Anchors(sheet).section("the-words-build-status") is sheet.sections[1]
