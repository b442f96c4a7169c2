"""The same words in another form are told where the form changes what they say."""

from __future__ import annotations

import pytest

from tests.compare.rebuilding import compared


def forms(old: str, new: str) -> list[tuple[object, object]]:
    found = compared(f"# T\n\n## A\n\n{old}\n", f"# T\n\n## A\n\n{new}\n")
    told = [(o["old"], o["new"]) for o in found["summary"]["other"] if o["kind"] == "form"]
    assert not (told and found["same"])
    return told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("A ~~reduced~~ tariff.", "A reduced tariff.", ("reduced (struck through)", "reduced")),
        ("It ~~may not~~ end.", "It may not end.", ("may not (struck through)", "may not")),
        ("Some (10<sup>3</sup>).", "Some (103).", ("103 (3 superscript)", "103")),
        ("Of CO2 less.", "Of CO~2~ less.", ("CO2", "CO2 (2 subscript)")),
        ("It is x^2^.", "It is x~2~.", ("x2 (2 superscript)", "x2 (2 subscript)")),
        ("- a one\n- b two", "1. a one\n2. b two", ("items without numbers", "items with numbers")),
        ("1. a one\n2. b two", "4. a one\n5. b two", ("items with numbers", "items with numbers from 4")),
        (
            "- one thing\n- two things\n- three",
            "- one thing\n    - two things\n- three",
            ("two things (level 1 of its list)", "two things (level 2 of its list)"),
        ),
        (
            "- one\n- two things\n- three",
            "- one\n    - two things\n    - three",
            ("two things and 1 more (level 1 of its list)", "two things and 1 more (level 2 of its list)"),
        ),
        ("```python\nx = 1\n```", "```ruby\nx = 1\n```", ("code (python)", "code (ruby)")),
        ("```\nx = 1\n```", "```ruby\nx = 1\n```", ("code", "code (ruby)")),
        (
            "| Good | T |\n|-|-|\n| Rice | 5 |\n| Tea | 9 |",
            "- Rice: 5 T\n- Tea: 9 T",
            ("a table", "items without numbers"),
        ),
        ("> Of one mind.", "Of one mind.", ("quotations", "paragraphs")),
    ],
)
def test_the_same_words_in_another_form_are_no_longer_the_same(
    old: str, new: str, told: tuple[str, str]
) -> None:
    assert forms(old, new) == [told]
    assert forms(new, old) == [told[::-1]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Now *stressed* and **strong**.", "Now stressed and strong."),  # says the same
        ("A ~~reduced~~ tariff.", "A tariff."),  # the words are gone, which is told of them
        ("Words of 10^3^ here.", "Quite another matter."),
        ("A ~~one~~ is here.", "~~one~~ is what is here."),
        ("| Good | T |\n|-|-|\n| Rice | 5 |\n| Tea | 9 |", "- Quite other matters\n- Of no such goods"),
        ("1. a one\n2. b two", "1. zero\n2. a one\n3. b two"),
        ("- a\n    - b two", "1. zero\n\n- a\n    - b two"),  # the mark before it is wider, no more
    ],
)
def test_a_form_that_says_the_same_or_whose_words_came_or_went_is_not_told(old: str, new: str) -> None:
    assert forms(old, new) == []
