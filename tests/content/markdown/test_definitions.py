"""Lists of definitions, and abbreviations."""

from __future__ import annotations

import pytest

from hkviewer.content.model import (
    CodeBlock,
    CodeSpan,
    Definition,
    DefinitionList,
    Emphasis,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Quotation,
    Styled,
    Text,
)
from tests.content.markdown.reading import assert_linear, assert_linear_in, blocks, inlines, read, words


def entry(term: str, *descriptions: str) -> Definition:
    return Definition(((Text(term),),), tuple((words(text),) for text in descriptions))


class TestDefinitions:
    @pytest.mark.parametrize(
        "text",
        [
            "A\n: a\n\nB\n: b\n: c",
            "A\n:   a\n\nB\n\n:   b\n\n:   c",
            "A\n: a\nB\n: b\n: c",
            "A\n : a\n\n\nB\n : b\n : c",
        ],
    )
    def test_terms_have_what_they_mean(self, text: str) -> None:
        assert blocks(text) == (DefinitionList((entry("A", "a"), entry("B", "b", "c"))),)
        assert blocks(f"Before.\n\n{text}\n\nAfter.")[0] == words("Before.")

    def test_a_long_line_is_a_term_where_what_it_means_is_set_in(self) -> None:
        long = " ".join(["word"] * 60)
        assert blocks(f"{long}\n:   a") == (DefinitionList((entry(long, "a"),)),)
        assert blocks(f"{long}\n: a") == (words(f"{long} : a"),)

    def test_several_terms_may_mean_the_same(self) -> None:
        assert blocks("*A*\nB\n: a") == (
            DefinitionList((Definition(((Emphasis((Text("A"),)),), (Text("B"),)), ((words("a"),),)),)),
        )

    def test_a_description_holds_blocks(self) -> None:
        assert blocks("A\n:   a\n\n    b\n\n    - c\n\n    ```\n    d\n\n    e\n    ```\n\nAfter.") == (
            DefinitionList(
                (
                    Definition(
                        ((Text("A"),),),
                        ((words("a"), words("b"), ListBlock(False, ((words("c"),),)), CodeBlock("d\n\ne")),),
                    ),
                )
            ),
            words("After."),
        )

    def test_they_stand_in_quotations(self) -> None:
        assert blocks("> A\n> : a") == (Quotation((DefinitionList((entry("A", "a"),)),)),)

    @pytest.mark.parametrize(
        "text",
        [
            *(
                ": a",
                "A\n:a",
                "A: a",
                "A\n:: a",
                "| a |\n|---|\n| b |\n\n: Caption",
                "# A\n\n: a",
                "- a\n\n: b",
                ": a\n: b",
            ),
            f"{'So many words that nobody would take them for a term. ' * 5}\n: a",
            "a\nb\nc\nd\ne\n: f",
        ],
    )
    def test_other_colons_are_text(self, text: str) -> None:
        assert not any(isinstance(block, DefinitionList) for block in blocks(text))
        shown = read(text).sections[-1].text.split()
        assert [word for word in shown if word.isalpha()] == [
            word for word in text.removeprefix("# A").split() if word.isalpha()
        ]

    @pytest.mark.parametrize("part", ["A\n: a\n", ": a\n", "A\n: a\n\n", "A\n\n: a\n\n", "A\n", ": ", "a\n:"])
    def test_reading_takes_linear_time(self, part: str) -> None:
        assert_linear_in(part)


class TestAbbreviations:
    def mark(self, words: str, meaning: str) -> Styled:
        return Styled("abbreviation", (Text(words),), meaning)

    def test_what_they_mean_goes_with_them_everywhere(self) -> None:
        html = self.mark("HTML", "Hypertext Markup Language")
        one, two = read(
            "# A\n\nHTML.\n\n## The HTML\n\n- *HTML*, HTML\n\n*[HTML]: Hypertext Markup Language\n"
        ).sections
        assert one.blocks == (Paragraph((html, Text("."))),)
        assert (two.title, two.heading) == ("The HTML", (Text("The "), html))
        item = Paragraph((Emphasis((html,)), Text(", "), html))
        assert two.blocks == (ListBlock(False, ((item,),)),)

    @pytest.mark.parametrize(
        ("text", "content"),
        [
            ("HTML5 XHTML HTML_a", (Text("HTML5 XHTML HTML_a"),)),
            ("html", (Text("html"),)),
            ("`HTML`", (CodeSpan("HTML"),)),
            ("<https://HTML.org>", (Link("https://HTML.org", (Text("https://HTML.org"),)),)),
        ],
    )
    def test_only_whole_words_that_are_no_code(self, text: str, content: tuple[Inline, ...]) -> None:
        assert inlines(f"{text}\n\n*[HTML]: Hypertext") == content

    def test_an_abbreviation_may_have_several_words_or_marks(self) -> None:
        assert inlines(
            "The U.S. Navy, the U.S. and a\nWord\n\n*[U.S.]: United States\n*[U.S. Navy]: Fleet"
        ) == (
            *(
                Text("The "),
                self.mark("U.S. Navy", "Fleet"),
                Text(", the "),
                self.mark("U.S.", "United States"),
            ),
            Text(" and a Word"),
        )

    def test_definitions_stand_anywhere_and_are_not_shown(self) -> None:
        assert blocks("a\n*[A]: b\n*[B]: c\nd") == (words("a"), words("d"))
        assert blocks("- a\n\n  *[A]: b\n") == (ListBlock(False, ((words("a"),),)),)

    @pytest.mark.parametrize("text", ["*[A]*", "*[A]", "*[A]:", "a *[A]: b", "* [A]: b"])
    def test_other_marks_are_text(self, text: str) -> None:
        assert "A" in read(text).sections[0].text

    @pytest.mark.parametrize("part", ["*[", "*[A]: b\n", "A ", "*[A B]: c\n\nA B ", "*[A]: b\n\n"])
    def test_reading_takes_linear_time(self, part: str) -> None:
        assert_linear_in(part)

    def test_many_abbreviations_are_looked_up_in_linear_time(self) -> None:
        def text(count: int) -> str:
            return "".join(f"*[A{number}]: b\n\nA{number} A A\n\n" for number in range(count))

        assert_linear(text(250), text(1000))
