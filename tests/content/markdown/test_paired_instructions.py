"""Instructions around words, on the words' lines: the box of a note that begins and ends with them."""

from __future__ import annotations

import pytest

from hkviewer.content.model import CodeBlock, CodeSpan, ListBlock, Paragraph, Quotation, Strong, Table, Text
from tests.content.markdown.reading import assert_linear_in, blocks, inlines, read, words

PAIRS = [
    ("{{< note >}}", "{{< /note >}}"),
    ('{{< alert kind="a" >}} ', " {{</alert>}}"),
    ("{{% note %}}", "{{% /note %}} "),
    ('{% hint style="info" %}', "{% endhint %}"),
    ("{%- call note() -%}", "{%- endcall -%}"),
]


@pytest.mark.parametrize(("opens", "closes"), PAIRS)
def test_they_are_left_out(opens: str, closes: str) -> None:
    assert blocks(f"a\n\n{opens}b *c*.{closes}\n\nd")[1:] == (blocks("b *c*.")[0], words("d"))
    assert blocks(f"{opens}b\n\nc{closes}") == (words("b"), words("c"))
    assert blocks(f"{opens}\nb{closes}") == (words("b"),)
    assert blocks(f"{opens}b\n{closes}") == (words("b"),)
    assert blocks(f"> {opens}b\n> c{closes}") == (Quotation((words("b c"),)),)
    assert blocks(f"{opens}{opens}b{closes}\n{closes}")[0] != ()


def test_what_the_first_states_stands_before_the_words() -> None:
    text = '{{< note title="A b" >}}c{{< /note >}}'
    assert read(text).sections[0].text == "A b\n\nc"
    assert read(f"> {text}").sections[0].text == "> A b\n> c"


@pytest.mark.parametrize(
    ("opens", "closes"),
    [("{% if a %}", "{% endif %}"), ("{{< note >}}", "{{< /box >}}"), ("{% a %}", "{{< /a >}}x")],
)
def test_what_is_no_such_pair_stays(opens: str, closes: str) -> None:
    shown = inlines(f"{opens}b{closes}")
    assert shown[:2] == (CodeSpan(opens), Text("b"))


def test_code_is_not_touched() -> None:
    text = "{{< note >}}b{{< /note >}}"
    assert blocks(f"```\n{text}\n```") == (CodeBlock(text),)
    assert blocks(f"    {text}") == (CodeBlock(text),)


@pytest.mark.parametrize(
    "instruction", ['{{< asset file="a.pdf" label="View b" >}}', '{% include x label="View b" %}']
)
def test_the_words_of_one_with_nothing_beside_it_in_an_item_or_a_cell_are_shown(instruction: str) -> None:
    (items,) = blocks(f"- {instruction}\n- c")
    assert isinstance(items, ListBlock)
    assert items.items[0] == (Paragraph((Strong((Text("View b"),)),)),)
    (table,) = blocks(f"| a |\n|---|\n| {instruction} |")
    assert isinstance(table, Table)
    assert table.rows == (((Strong((Text("View b"),)),),),)
    assert read(f"_{instruction}_").sections[0].text == "View b"
    assert inlines(f"c {instruction}") == (Text("c "), CodeSpan(instruction))


@pytest.mark.parametrize(
    "part",
    [
        "{{< a >}}b\n",
        "b{{< /a >}}\n",
        "{{< a >}}b\nc{{< /d >}}\n",
        "{% a %}b{% enda %}\n",
        "{{< a" + " " * 400,
    ],
)
def test_reading_takes_linear_time(part: str) -> None:
    assert_linear_in(part)
