"""Components of MDC show the words in them."""

from __future__ import annotations

import pytest

from tests.content.markdown.reading import assert_linear_in, read


def text_of(text: str) -> str:
    return "\n\n".join(section.text for section in read(text).sections)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("::note\nA *b*\n::\n\nC", "> Note\n> A b\n\nC"),
        ('::card{title="A" icon="b"}\nC\n::', "> A\n> C"),
        ("::card\n---\ntitle: A\nicon: b\n---\nC\n::", "> A\n> C"),
        ("::hero\n---\nlinks:\n  - label: A\n    to: /b\n---\nC\n\n#right\nD\n::", "A\n\nC\n\nD"),
        ("::a\n  :::b\n    ::::prose-tip\n    C\n    ::::\n  :::\n::", "> Tip\n> C"),
        ("::a\n  ::tip\n  B\n  ::\n  ::tip\n  C\n  ::\n::\n\nD", "> Tip\n> B\n\n> Tip\n> C\n\nD"),
        ("- A\n  ::tip\n  B\n  ::\n- C", "- A\n  > Tip\n  > B\n- C"),
        ('A :icon{name="b"} :badge[C]{type="d"} :u-button{label="E" to="/f" g}', "A C E"),
    ],
)
def test_a_component_gives_its_words(written: str, shown: str) -> None:
    assert text_of(written) == shown


@pytest.mark.parametrize(
    "text",
    ["::note\n\nA", "A\n\n::\n\nB", "A ::b\n\n::", "a:b{c} x:y[z] :d{e}", "#right", 'a::b{c="d"} ::e{f}'],
)
def test_what_only_looks_like_one_is_text(text: str) -> None:
    assert text_of(text) == text


def test_code_is_not_touched() -> None:
    assert text_of("```\n::note\na\n::\n```") == "::note\na\n::"
    assert text_of("::tip\n~~~\n#b\n::\n~~~\n::") == "> Tip\n> #b\n> ::"


@pytest.mark.parametrize("part", ["::a\n", "::a\n::\n", "::a\n---\nb: c\n", ":a[", ':a{b="c" '])
def test_reading_takes_linear_time(part: str) -> None:
    assert_linear_in(part)
