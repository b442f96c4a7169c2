"""Reading takes time in proportion to the text, whatever it consists of."""

from __future__ import annotations

from unittest import mock

import pytest
from markdown.treeprocessors import InlineProcessor

from hkviewer.content.markdown.parse import parse_sheet
from tests.content.markdown.reading import assert_linear


def forms(written: str) -> list[str]:
    """The forms of a list below."""
    return [form.replace("·", " ").replace("¶", "\n") for form in written.split()]


REPEATED = r"""
    [ ] [a]( [a][ ![ ![a]( [a]:· [a]:·b¶ [a](b) [[ [[a]] [^ [^1] ( ) * ** _ __ *a *a·**b *a_b ~~ ~~a
    == ==a ^ ^a^ ++ ` `` `a· \ < <a <b> </b> <div> <div>¶ </div>¶ <b·a=' <!-- --> <!--·a·--> <p>
    <td> <ul><li> <blockquote>¶¶ <details>¶ <table><tr><td> <script> <svg> <![CDATA[ <? <br> & &a
    &amp; $ $a $$ $$¶ \( \[ {{ {{·a {% {%·a {%·comment·%} {%·raw·%} %% %%·a {#a} {.a :a: : >· >·¶ > -· -·a¶ +·
    1.· 1.·a¶ #· #·a¶ # a¶===¶ a¶---¶ ---¶ ***¶ ```¶ ```a¶ ~~~·a¶ -·```¶ >·```¶ ····a¶ | a| a|b¶
    -|-¶ |a|b|¶ `a`| a¶:·b¶ a¶¶:···b¶¶ !!!·note¶ !!!·note¶····a¶ >·[!NOTE]¶ -·[·]·a¶ -·a¶¶
    ![a](b @sec-a· {ref}`a` {ref} {++ {~~a :material-a: (a)=¶ $$a¶ \begin{align}¶ <A·b="c"> <A·b="c"·/> <A¶b
    import·{¶ export·const·a=(¶ {/*¶ {::comment}¶ ```{note}¶ :::{note}¶ \index{a a·^b¶ [TOC]¶
    -·a¶¶··b¶¶ >·-·a¶ -·>·a¶ a··¶ a\¶ http:// a@ [^1]:·a¶¶ *[a]:·b¶ *a*b a:·b¶ +++¶ ¶ a¶¶
"""
"""Forms, parted by blanks; · stands for a blank, ¶ for the end of a line."""


@pytest.mark.slow
@pytest.mark.parametrize("unit", forms(REPEATED))
@pytest.mark.parametrize("before", ["", "Words "])
def test_ten_thousand_of_anything_nested_or_unclosed(unit: str, before: str) -> None:
    assert_linear(before + unit * 2500, before + unit * 10_000)


AROUND = r"""
    a@z @ #·a@z #·a·{#b@} a@z¶=== a¶===@ |·a@z·|·b·|¶|-|-|¶|·c@d·|·e·| |a|b|¶|-@-|-| -·a@z -@a 1.@a
    [a@z](b) [a](@b) [a](b·@'c') [a]:@b [a@b]:·c [a][b@c] ```a@z¶b¶``` ```@¶b¶``` >@a
    <b·a=@'c'>x</b> <a@b> ![a@z](b) <!--@--> {{@}} {%@%} $a@$ `a@b` *@* a@¶b a¶@¶b ---¶a:@b¶---¶
    *·*@* [^1]¶¶[^1]:@a *[a]:@b¶¶a a¶:@b !!!@note [[a|@b]] %%@%% ~~@~~ ==a@b== #·a·{#@b} `a`{.b@}
    -·[@]·a <div@>¶a¶</div> <p>@a</p> <table>@<tr><td>a</td></tr></table> a\@¶b |@|@|¶|-|-|¶|a|b|
    ····@a -·a¶¶@b <!--·@a <A@b="c"@/> <A@b ```{note}@a¶b¶``` {ref}`a@<b>` import@{¶ import·a@from·'b' (@a)=@
    @a[b -@a[b a@^bcd {++@++} $$@a¶b$$ [[toc]]@ %·a¶@b %·a¶%@b¶
"""
"""The same; @ stands for the blanks or tabs."""


@pytest.mark.parametrize("blank", [" ", pytest.param("\t", marks=pytest.mark.slow)], ids=["blanks", "tabs"])
@pytest.mark.parametrize("form", forms(AROUND))
def test_a_hundred_thousand_blanks_or_tabs(form: str, blank: str) -> None:
    assert_linear(form.replace("@", blank * 25_000), form.replace("@", blank * 100_000))


@pytest.mark.slow
@pytest.mark.parametrize("mark", ["{{", "{%", "{{a"])
@pytest.mark.parametrize(
    "around", ["<img alt='@'>", "<a href='@'>x</a>", "<input value='@'>", "![@](a)", "[a](@)"]
)
def test_instructions_in_attributes_and_addresses(around: str, mark: str) -> None:
    assert_linear(around.replace("@", mark * 2500), around.replace("@", mark * 10_000))


@pytest.mark.slow
@pytest.mark.parametrize("item", ["- a", "1. a", "- > a", "* a\n\n{}  b\n"])
def test_lists_nested_by_indentation(item: str) -> None:
    def text(depth: int) -> str:
        return "\n".join(" " * 2 * n + item.format(" " * 2 * n) for n in range(depth))

    assert_linear(text(500), text(1000))  # twice the depth is four times the text


@pytest.mark.parametrize("unit", ["- a\n", "[a](b)\n\n", "> - *a*\n\n", "|a|b|\n", "<li>a</li>\n"])
def test_python_markdown_is_never_given_a_long_tree(unit: str) -> None:
    before = {"|a|b|\n": "|a|b|\n|-|-|\n", "<li>a</li>\n": "<ul>\n"}.get(unit, "")
    with mock.patch.object(InlineProcessor, "run", autospec=True, side_effect=InlineProcessor.run) as run:
        (section,) = parse_sheet(f"# T\n\n{before}{unit * 3000}", name="t", digest="").sections
    assert section.text.count("a") >= 3000
    assert max(len([*call.args[1].iter()]) for call in run.call_args_list) < 3000
