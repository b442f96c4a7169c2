"""Footnotes: numbered over the whole document, at the end of the section that mentions them first."""

from __future__ import annotations

import pytest

from hkviewer.content.model import (
    CodeBlock,
    Link,
    ListBlock,
    Note,
    NoteReference,
    Notes,
    Paragraph,
    Text,
    plain_text,
)
from tests.content.markdown.reading import assert_linear_in, blocks, read, words
from tests.examples import breadth


def note(number: int, *paragraphs: str) -> Note:
    return Note(number, tuple(words(text) for text in paragraphs))


def test_notes_are_numbered_by_their_first_mention_in_the_document() -> None:
    one, two = read(
        "# A\n\nb[^b] a[^a] b[^b]\n\n## B\n\na[^a] c[^c]\n\n[^a]: It is a.\n[^b]: It is b.\n[^c]: It is c.\n"
    ).sections
    assert one.text == "b[1] a[2] b[1]\n\n[1] It is b.\n[2] It is a."
    assert one.blocks[-1] == Notes((note(1, "It is b."), note(2, "It is a.")))
    assert two.text == "a[2] c[3]\n\n[3] It is c."


def test_a_note_may_hold_paragraphs_lists_and_code() -> None:
    code = "    ```py\n    z\n\n    z\n    ```\n"
    text = f"a[^1]\n\n[^1]: One.\n\n    Two.\n\n    - x\n      - y\n\n{code}\nAfter.\n"
    paragraph, after, notes = blocks(text)
    assert paragraph == Paragraph((Text("a"), NoteReference(1)))
    assert after == words("After.")
    inner = ListBlock(False, ((words("y"),),))
    assert notes == Notes(
        (
            Note(
                1,
                (
                    words("One."),
                    words("Two."),
                    ListBlock(False, ((words("x"), inner),)),
                    CodeBlock("z\n\nz", "py"),
                ),
            ),
        )
    )


def test_several_labels_before_the_words_mean_one_note() -> None:
    text = "a[^1] b[^2] c[^3]\n\n[^1]: [^2]: [^3]:   Note.\n\n    More.\n"
    assert blocks(text) == (
        Paragraph(
            (*(Text("a"), NoteReference(1), Text(" b"), NoteReference(1), Text(" c"), NoteReference(1)),)
        ),
        Notes((note(1, "Note.", "More."),)),
    )


def test_a_note_without_words_is_none_and_its_label_no_text() -> None:
    assert blocks("a[^1] b[^2]\n\nc\n[^1]: \n") == (words("a b[^2]"), words("c"))


def test_a_note_that_only_another_note_mentions_stands_behind_it() -> None:
    assert blocks("a[^1]\n\n[^2]: Second.\n\n[^1]: First[^2].\n")[-1] == Notes(
        (Note(1, (Paragraph((Text("First"), NoteReference(2), Text("."))),)), note(2, "Second."))
    )


def test_notes_may_mention_each_other() -> None:
    assert blocks("a[^1]\n\n[^1]: One[^2].\n[^2]: Two[^1].\n")[0] == Paragraph((Text("a"), NoteReference(1)))


def test_a_headings_notes_end_its_section() -> None:
    section = read("# A\n\n## B[^x]\n\nWords.\n\n## C\n\nMore.\n\n[^x]: Of B.").sections[0]
    assert section.heading == (Text("B"), NoteReference(1))
    assert section.title == plain_text(section.heading) == "B[1]"
    assert section.blocks == (words("Words."), Notes((note(1, "Of B."),)))


@pytest.mark.parametrize(
    "text", ["| a[^1] |\n|---|\n| b |", "- a[^1]", "> a[^1]", "**a[^1]**", "[a[^1]](b.md)"]
)
def test_a_note_may_be_mentioned_anywhere(text: str) -> None:
    assert blocks(text + "\n\n[^1]: Of it.\n")[-1] == Notes((note(1, "Of it."),))


@pytest.mark.parametrize(
    "text", ["- a\n\n  [^1]: Of it.\n\n- b[^1]", "> a[^1]\n>\n> [^1]: Of it.", "a[^1]\n[^1]: Of it."]
)
def test_a_note_may_be_defined_anywhere(text: str) -> None:
    assert blocks(text)[-1] == Notes((note(1, "Of it."),))


def test_a_label_may_stand_alone_above_its_words() -> None:
    text = "a[^1]\n\n[^1]:\n\n  ```json\n  {}\n  ```\n\nb"
    assert blocks(text)[1:] == (words("b"), Notes((Note(1, (CodeBlock("{}", "json"),)),)))
    assert blocks("a[^1]\n\n[^1]:\n    Of it.\n\n    More.")[-1] == Notes((note(1, "Of it.", "More."),))


def test_the_words_of_notes_that_nothing_mentions_end_the_document() -> None:
    one, two = read(
        "# A\n\na[^1]\n\n[^2]: Two.\n[^1]: One.\n[^1]: Again.\n[^3]: Three[^4].\n[^4]: Four.\n\n## B\n"
    ).sections
    assert one.text == "a[1]\n\n[1] One."
    assert two.text == "[2] Two.\n[3] Three[4].\n[4] Four.\n[5] Again."


@pytest.mark.parametrize("text", ["a[^1] and [^b].", "[^]", "[^ ]", r"\[^1]", "a[^1]: b", "`[^1]`"])
def test_what_is_not_defined_stays_as_it_is_written(text: str) -> None:
    (paragraph,) = blocks(text)
    assert isinstance(paragraph, Paragraph)
    assert plain_text(paragraph.content) == text.replace("\\", "").replace("`", "")


def test_labels_are_compared_without_capitals() -> None:
    assert blocks("a[^Note A]\n\n[^note a]: Of it.")[-1] == Notes((note(1, "Of it."),))


def test_code_mentions_no_note() -> None:
    assert blocks("`[^1]` b[^1]\n\n[^1]: Of it.")[0].content[-1] == NoteReference(1)  # type: ignore[union-attr]


def test_a_note_may_stand_where_it_is_mentioned() -> None:
    assert blocks("a^[See [b](b.md), [c].] d^[e[^f]]\n\n[^f]: f\n") == (
        Paragraph((Text("a"), NoteReference(1), Text(" d"), NoteReference(2))),
        Notes(
            (
                Note(1, (Paragraph((Text("See "), Link("b.md", (Text("b"),)), Text(", [c]."))),)),
                Note(2, (Paragraph((Text("e"), NoteReference(3))),)),
                note(3, "f"),
            )
        ),
    )


@pytest.mark.parametrize("text", ["2^[1]", "a ^[1](#cite)^", "a^[b", "a^[b](c.md)"])
def test_other_words_in_brackets_are_no_notes(text: str) -> None:
    assert not any(isinstance(block, Notes) for block in blocks(text))


@pytest.mark.parametrize(
    "text",
    breadth(["[^", "^[", "^[a", "[^a]", "[^a]: ", "[^a]: b\n", "[^\n", "^[a]", "a[^a]\n\n[^a]: b\n\n"], 2),
)
def test_reading_takes_linear_time(text: str) -> None:
    assert_linear_in(text)
