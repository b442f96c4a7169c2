"""Callouts of GitHub, Obsidian, MkDocs, Docusaurus, Pandoc: quotations that begin with their title."""

from __future__ import annotations

import pytest

from hkviewer.content.model import (
    Block,
    CodeBlock,
    DefinitionList,
    Emphasis,
    ListBlock,
    Paragraph,
    Quotation,
    Strong,
    Text,
)
from tests.content.markdown.reading import assert_linear_in, blocks, read, words
from tests.examples import breadth


def titled(title: str, *inner: Block) -> Quotation:
    return Quotation((Paragraph((Strong((Text(title),)),)), *inner))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        *(("> [!NOTE]\n> Words.", "Note"), ("> [!WARNING] \n>\n> Words.", "Warning")),
        *(("> [!tip]- A title\n> Words.", "A title"), ("> [!my-kind|right]+\n> Words.", "My kind")),
        ("::: tab Linux id=\"a-b\" c='d'\n\nWords.\n\n:::", "Linux"),
        *(("!!! note\n    Words.", "Note"), ('!!! note "A title"\n\n    Words.', "A title")),
        *(('???+ tip "Of it"\n    Words.', "Of it"), ("??? danger\n    Words.", "Danger")),
        *(
            ("!!!warning inline end\n    Words.", "Warning"),
            ("!!! danger highlight blink\n    Words.", "Danger highlight blink"),
        ),
        *((":::note\nWords.\n:::", "Note"), (":::tip A title\n\nWords.\n\n:::", "A title")),
        *((":::info[A title]\nWords.\n:::", "A title"), ("::: details Click me\nWords.\n:::", "Click me")),
        *(
            ("::: {.warning}\nWords.\n:::", "Warning"),
            ("::: {#a .callout-note title='Of it'}\nWords.\n:::", "Of it"),
        ),
        *(('=== "A tab"\n\n    Words.', "A tab"), ("/// tip | A title\n\nWords.\n\n///", "A title")),
        *(('/// tip | "A title"\nWords.\n///', "A title"),),
        *((":::info{title='A title'}\nWords.\n:::", "A title"), (":::tip title='A'\nWords.\n:::", "A")),
        *((":::callout-note\nWords.\n:::", "Note"), ("::: callout-tip\n## Of it\nWords.\n:::", "Of it")),
        *(
            ("::: {.callout-note title=''}\n\n# Of it #\n\nWords.\n:::", "Of it"),
            ("/// details | Of it\n    type: warning\n    open: true\n\nWords.\n///", "Of it"),
        ),
        *(("::: Warning ::::::\nWords.\n::::::::::::::::::", "Warning"), (":::{note}\nWords.\n:::", "Note")),
    ],
)
def test_a_callout_is_a_quotation_that_begins_with_its_title(text: str, title: str) -> None:
    assert blocks(text) == (titled(title, words("Words.")),)
    assert blocks(f"Before.\n\n{text}\n\nAfter.") == (
        words("Before."),
        titled(title, words("Words.")),
        words("After."),
    )
    assert blocks(f"Before.\n{text}\n\nAfter.")[1] == titled(title, words("Words."))


def test_two_may_stand_in_one_quotation() -> None:
    assert blocks("> [!NOTE]\n> a\n>\n> [!TIP]\n> b\n>\n> [!x] c") == (
        titled("Note", words("a"), Paragraph((Strong((Text("Tip"),)),)), words("b"), words("[!x] c")),
    )


def test_words_of_a_callout_below_its_title_stay_whatever_they_begin_with() -> None:
    assert blocks("::: {.callout-note title='A'}\n## B\n\nc\n:::") == (
        titled("A", Paragraph((Strong((Text("B"),)),)), words("c")),
    )
    assert blocks("::: note\n## B\n:::") == (titled("Note", Paragraph((Strong((Text("B"),)),))),)


def test_a_name_in_html_or_a_caption_is_no_title() -> None:
    assert blocks("/// html | div.a\nb\n///\n\n/// figure-caption | #c\nd\n///") == (words("b"), words("d"))


def test_tabs_of_vitepress_are_told_by_their_titles() -> None:
    strong = [Paragraph((Strong((Text(title),)),)) for title in ("A", "B c")]
    assert blocks(":::tabs\n== A\nd\n== B *c*\ne\n:::\n\n== f") == (
        *(strong[0], words("d")),
        *(strong[1].replace(content=(Strong((Text("B "), Emphasis((Text("c"),)))),)), words("e")),
        words("== f"),
    )


def test_a_tab_may_be_empty_and_stand_beside_others_in_a_definition() -> None:
    assert blocks('a\n\n=== "B"\n\n=== "C d"\n\ne') == (words("a"), titled("B"), titled("C d"), words("e"))
    assert blocks('a\n=== "B"\nc') == (words('a === "B" c'),)
    (list_,) = blocks('a\n\n:   b\n\n    === "C"\n\n        d\n\n    === "E"\n\n        f')
    assert isinstance(list_, DefinitionList)
    inner = (Paragraph((Strong((Text("C"),)),)), words("d"), Paragraph((Strong((Text("E"),)),)), words("f"))
    assert list_.entries[0].descriptions == ((words("b"), Quotation(inner)),)


def test_a_callout_may_have_no_title() -> None:
    assert blocks('!!! note ""\n    Words.') == (Quotation((words("Words."),)),)


@pytest.mark.parametrize("text", [":::note\n{}\n:::", "!!! note\n    {}", "> [!NOTE]\n> {}"])
def test_a_callout_holds_lists_code_and_callouts(text: str) -> None:
    begin, _, end = text.partition("{}")
    margin = begin.rpartition("\n")[2]
    inner = "Words.\n\n- a\n  - b\n\n```py\nc\n\n# d\n```\n"
    whole = begin + inner.strip().replace("\n", "\n" + margin) + end
    nested = ListBlock(False, ((words("a"), ListBlock(False, ((words("b"),),))),))
    assert blocks(whole) == (titled("Note", words("Words."), nested, CodeBlock("c\n\n# d", "py")),)


def test_callouts_stand_in_callouts_and_lists() -> None:
    inner = titled("Tip", words("b"))
    assert blocks("::::note\na\n:::tip\nb\n:::\nc\n::::\nd") == (
        titled("Note", words("a"), inner, words("c")),
        words("d"),
    )
    assert blocks("!!! note\n    a\n\n    ??? tip\n        b\n\n    c\n\nd") == (
        titled("Note", words("a"), inner, words("c")),
        words("d"),
    )
    assert blocks("1. a\n\n   :::tip\n   b\n   :::\n\n2. c") == (
        ListBlock(True, ((words("a"), inner), (words("c"),))),
    )


def test_a_callout_may_begin_an_item_or_a_description() -> None:
    box = titled("Tip", words("a"), words("b"))
    assert blocks("1. !!! tip\n\n       a\n\n       b\n\n2. c") == (ListBlock(True, ((box,), (words("c"),))),)
    (definitions,) = blocks("A\n\n:   !!! tip\n\n        a\n\n        b\n")
    assert isinstance(definitions, DefinitionList)
    assert definitions.entries[0].descriptions == ((box,),)


def test_a_division_may_begin_an_item() -> None:
    box = Quotation((Paragraph((Strong((Text("Note"),)),)), words("a")))
    assert blocks("- ::: {.callout-note}\n  a\n  :::\n- b") == (ListBlock(False, ((box,), (words("b"),))),)
    assert blocks("1. ::: {.light}\n   a\n   :::\n\n   ::: {.dark}\n   b\n   :::\n2. c") == (
        ListBlock(True, ((words("a"), words("b")), (words("c"),))),
    )
    assert blocks("- :::\n- a")[-1] == ListBlock(False, ((words(":::"),), (words("a"),)))


def test_a_heading_in_a_callout_is_no_section() -> None:
    (section,) = read("# A\n\n:::note\n\n## B\n\nc\n\n:::\n").sections
    assert section.blocks == (titled("Note", Paragraph((Strong((Text("B"),)),)), words("c")),)


def test_a_division_without_a_title_is_not_shown() -> None:
    text = ":::::: {.columns}\n::: {.column width='50%'}\na\n:::\n::: {.column}\nb\n:::\n::::::\n"
    assert blocks(text) == (words("a"), words("b"))


@pytest.mark.parametrize(
    "text",
    [
        *(
            ":::note\na",
            ":::",
            ":::thing type='content' source='a.png':::",
            "a ::: b",
            "!!!",
            "!!! Read this now",
            "??? No one",
        ),
        *("> [NOTE]", "> a [!NOTE]", "`:::note`", "Warning!!! note"),
    ],
)
def test_anything_else_keeps_its_words(text: str) -> None:
    shown = read(text).sections[0].text
    assert shown.removeprefix("> ") == text.removeprefix("> ").replace("`", "").replace("\n", " ")


def test_code_holds_no_callout() -> None:
    assert blocks("```\n:::note\na\n:::\n!!! note\n    b\n```") == (
        CodeBlock(":::note\na\n:::\n!!! note\n    b"),
    )


@pytest.mark.parametrize(
    "part",
    breadth(
        [
            ":::note\n",
            ":::\n",
            "!!! note\n",
            "> [!NOTE]\n",
            "!!! note\n    a\n",
            ":::note\na\n:::\n",
            "::: a\n\n",
            ":::tabs\n== a\n",
            "::: callout-note\n\n## a\n",
            "/// a\n    b: c\n",
        ],
        2,
    ),
)
def test_reading_takes_linear_time(part: str) -> None:
    assert_linear_in(part)


def test_callouts_nested_very_deeply_keep_their_words() -> None:
    text = ":::note\n" * 1000 + "a\n" + ":::\n" * 1000
    assert "a" in read(text).sections[0].text.split()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("!!! A *b*\n!!! c\n\n! D\n\n!!!! E", "> A b c\n\n> D\n\n> E"),
        ("!! A\nb", "!! A b"),
        ("a\n! b", "a ! b"),
        ("!! A\n\n!! B\nc", "> A\n\n!! B c"),
        ("! [a](b)\n\n! [a](b)", "! a\n\n! a"),
        ("!!! note\n    ! a\n\n!!! Note this.", "> Note\n> ! a\n\n> Note this."),
        ("```\n! a\n```\n\nb\n\n    !! c", "! a\n\nb\n\n!! c"),
    ],
)
def test_lines_behind_exclamation_marks_are_a_notice(written: str, shown: str) -> None:
    assert "\n\n".join(section.text for section in read(written).sections) == shown


def test_one_line_may_end_a_box_and_what_stands_in_it() -> None:
    text = ":::tip A\nb\n\n:::right\n\nc\n\n:::\n\nd\n\n:::note\ne\n:::"
    assert blocks(text) == (titled("A", words("b"), words("c")), words("d"), titled("Note", words("e")))


def test_what_no_line_ends_does_not_take_headings_in() -> None:
    titles = [section.title for section in read(":::tip A\n\n# B\n\n:::right\nc\n:::").sections]
    assert "B" in titles
