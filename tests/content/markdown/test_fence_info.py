"""The title of code, which other programs show above it, is read."""

from __future__ import annotations

import pytest

from hkviewer.content.markdown.fence_info import title_of
from hkviewer.content.model import CodeBlock, CodeSpan, ListBlock, Paragraph, Text
from tests.content.markdown.reading import assert_linear, blocks


@pytest.mark.parametrize(
    ("info", "title"),
    [
        ('js title="src/a.js"', "src/a.js"),
        ("js title='A \"b\"' showLineNumbers", 'A "b"'),
        ('js {1,3} title="A \\"b\\""', 'A "b"'),
        ('{ .yaml .annotate title="mkdocs.yml" }', "mkdocs.yml"),
        ('{.python filename="a.py"}', "a.py"),
        ('{#lst-a .python lst-cap="A caption"}', "A caption"),
        ('go {linenos=true,file="a.go"}', "a.go"),
        ('html {filename="a.html" copy=false}', "a.html"),
        ("ts file=app/root.tsx lines=[1,2]", "app/root.tsx"),
        ('json ins={1} caption="A caption"', "A caption"),
        ("js [a.js]", "a.js"),
        ("ts {1,2} [vite.config.ts ~vscode-icons:file-type-vite~]", "vite.config.ts"),
        ("sh [npm] {2}", "npm"),
        ("python:a/b.py", "a/b.py"),
        ("12:15:app/a.ts", "app/a.ts"),
        ("tsx app/[id]/page.tsx", "app/[id]/page.tsx"),
        ("bash .env", ".env"),
    ],
)
def test_a_title_is_told_from_a_language(info: str, title: str) -> None:
    assert title_of(info) == title


@pytest.mark.parametrize(
    "info",
    [
        *("", "js", "rust,ignore", "sh npm2yarn", "ts:line-numbers {1}", "js {1,4-6}", "{.python .a}"),
        *("{r, header=FALSE}", "asp.net", "text v1.2", "js lines=[1,2]", "ts {1|2} [1,2]", 'js title=""'),
        *("{r a, fig.width=7}", 'js subtitle="a"', "c++ showLineNumbers=true", "title"),
    ],
)
def test_what_is_no_title_is_none(info: str) -> None:
    assert title_of(info) == ""


def test_a_title_stands_above_its_code_and_nothing_in_it_is_a_mark() -> None:
    file, words = Paragraph((CodeSpan("a_b_.js"),)), Paragraph((Text("A *b* <c>"),))
    code = CodeBlock("d", "js")
    assert blocks('```js title="a_b_.js"\nd\n```') == (file, code)
    assert blocks('```js title="A *b* <c>"\nd\n```')[0] == words


def test_a_title_in_an_item_stands_in_it() -> None:
    (list_,) = blocks('- ```js title="a.js"\n  b\n  ```\n- c')
    assert isinstance(list_, ListBlock)
    assert [type(block) for block in list_.items[0]] == [Paragraph, CodeBlock]
    assert len(list_.items) == 2


def test_titles_are_found_in_linear_time() -> None:
    for part in ("a ", "[", "title=", '"', "a.b/", "a:", "{"):
        assert_linear(*(f"```js {part * count}\na\n```" for count in (2_500, 10_000)))
