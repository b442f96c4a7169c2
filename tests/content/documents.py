"""Documents made up from words and forms, of which it is known what a reader is to see.

A form is written with two letters that stand for words: SHOWN for one that is text, HIDDEN for one that
is markup, comment, template or definition. `written` puts a word of its own in the place of each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hypothesis import strategies as st

SHOWN, HIDDEN = "\ue000", "\ue001"
Forms = st.SearchStrategy[str]


@dataclass(frozen=True)
class Written:
    """A document's text, and the words that a reader is to see of it and is not to see."""

    text: str
    shown: tuple[str, ...]
    hidden: tuple[str, ...]


def written(form: str) -> Written:
    """`form` with words: each is made of letters alone, and none is a part of another."""
    shown: list[str] = []
    hidden: list[str] = []

    def word(match: re.Match[str]) -> str:
        words, first = (shown, "q") if match[0] == SHOWN else (hidden, "x")
        number = f"{len(words):03}".translate(str.maketrans("0123456789", "abcdefghij"))
        words.append(f"{first}{number}z")
        return words[-1]

    return Written(re.sub(f"[{SHOWN}{HIDDEN}]", word, form), tuple(shown), tuple(hidden))


def _forms(*texts: str) -> Forms:
    """One of `texts`, in which S stands for a word that is shown and H for one that is hidden."""
    return st.sampled_from([text.replace("S", SHOWN).replace("H", HIDDEN) for text in texts])


# Every other letter of a form is small, so that S and H stand out.
_COMMON = _forms(
    *("S", "S S", "S, S.", "*S*", "_S_", "**S S**", "__S__", "***S***", "*S **S** S*", "**S *S***"),
    *("`S`", "`` S ` S ``", "\\*S\\*", "\\[S\\]", "S\\_S", "&amp;S", "&#42;S&nbsp;S"),
    *("S  \nS", "S\\\nS", "S\nS"),
    *("[S](b.md)", '[S *S*](https://a.org/H "H")', "[S](<b c.md> 'H')", "[S](#h)", "[S](../H.md)"),
    *("[S][r]", "[S S][R]", "![S](H.png)", '![S](a.png "H")', "[![S](H.png)](H.md)"),
    *("<https://a.org/S>", "<S@a.org>", "(S)", "“S”", "S’s", "S-S", "S & S", "3 < 4 S", "S > S"),
    *("S_S_S", "[S]", "[S] S", "[ ] S", "S: S", "#S", "S #", "50 % S", "$5 S", "S!", "S [S] (S)"),
    *("*S", "S**", "`S", "5 * S * 3"),
)
_HTML = _forms(
    *("<b>S</b>", "<strong>S <em>S</em></strong>", '<i class="H">S</i>', '<span style="H">S</span>'),
    *("S<br>S", "<kbd>S</kbd>", "<q>S</q>", "<mark>S</mark>", "<del>S</del> <ins>S</ins>"),
    *("S<sup>S</sup> S<sub>S</sub>", "<small>S</small>", "<u>S</u>", "<cite>S</cite>", "S <wbr>S"),
    *('<a href="https://a.org/H">S</a>', '<a name="H"></a>S', '<img src="H.png" alt="S">'),
    *(
        "<samp>S</samp>",
        "<code>S</code>",
        "<b>S<br/>S</b>",
        "S <!-- H --> S",
        "<s>S</s>",
        "<strike>S</strike>",
    ),
    *("<b>*S*</b>", "**<i>S</i>**", "<font color=H>S</font>", '<abbr title="h">S</abbr>'),
    *("<unknown H>S</unknown>", "<b>S", "S</b>", "<S S"),
)
_OTHER = _forms(
    *("~~S~~", "==S==", ":smile: S", "`S`{.H}", "S {{ S }} S", "{%S%} S", "S $S$ S", "\\(S\\)", "S[^n]"),
    *("[[b|S]]", "~S~", "^S^", "S@S", "S^S", "{S}", "%S%", "@S", "S{S}S"),
    *("[[H|S]]", "![[H.png|S]]", "[[S]]", "S %% H H %% S", "%%H%% S", "++S++", "S~2~ S^2^ S", "S^[S *S*] S"),
    *("[S](b.md){.H}", "![S](a.png){#H width=50%}", "[S *S*]{.H}", "**S**{: .H}", "$$S$$ S", "S ($S$)"),
    *("[S]({{ h }}/H)", "[S]({% link H.md %})", "![S]({{< ref H >}})", "S {{< S >}} S", "S {# S #} S"),
    *("[S](<%= H %>)", "S <%= S %> S", '<a href="{{< ref "H" >}}">S</a>', "{{< S }} S", "S <% S"),
    *("{ref}`S <h>`", "{term}`S`", "{func}`S`", "{s}`S`", "{{?S}} S"),
    *("{% comment %}H{% endcomment %} S", "S == S", "S ~~ S", "S :S: S", "S::S", "$S $S", "S {S} {S, S}"),
)
INLINES = st.lists(st.one_of(_COMMON, _COMMON, _HTML, _OTHER), min_size=1, max_size=5).map(" ".join)
"""The words of a paragraph."""
_LINES = INLINES.map(lambda text: re.sub(r"\s*(\\)?\n", " ", text))
"""The same on one line."""
_CELLS = st.lists(_LINES.map(lambda text: text.replace("|", "\\|")), min_size=2, max_size=2).map(" | ".join)

_HTML_BLOCKS = _forms(
    "<div>\n\nS\n\n</div>",
    '<p align="center">\nS <b>S</b>\n</p>',
    "<details>\n<summary>S</summary>\n\nS\n\n</details>",
    "<ul>\n<li>S</li>\n<li>S</li>\n</ul>",
    "<table>\n<tr><th>S</th><td>S</td></tr>\n</table>",
    "<blockquote>S</blockquote>",
    "<center>S</center>",
    "<pre>S\n S</pre>",
    "<hr>",
    "<h3>S</h3>",
    "<dl><dt>S</dt><dd>S</dd></dl>",
    "S <!-- a comment --> S",
    '<figure class="H">\n<img src="H.png" alt="S">\n<figcaption>S <b>S</b></figcaption>\n</figure>',
    '<picture><source srcset="H.webp"><img src="H.png" alt="S"></picture>',
    *(
        "<section>\n\n## S\n\nS\n\n</section>",
        '<div id="H"><h2>S</h2>\nS</div>',
        "<center><h4>S</h4></center>",
    ),
    "<ol start=3>\n<li>S\n<ul><li>S</li></ul></li>\n</ol>",
    '<table><caption>S</caption><tr><th colspan="2">S</th></tr>\n<tr><td rowspan=2>S</td></tr></table>',
    "<table>\n<thead><tr><th>S</th></tr></thead><tbody><tr><td>\n\n- S\n\n</td></tr></tbody>\n</table>",
    *(
        "<script>H\n\nH</script>",
        "<style>\n.H { h: H }\n</style>",
        "<template><p>H</p></template>",
        "<!-- H\n\nH -->",
    ),
    '<iframe src="H">S</iframe>',
    '<form action="H"><label>S</label> <input type="text" value="S"> <button>S</button></form>',
    '<select><option value="H">S</option><option>S</option></select> <textarea>S</textarea>',
    '<svg><title>S</title><desc>S</desc><path d="H"/></svg>',
    *(
        "<video src=H>S</video>",
        "<section>\n<blockquote>\n\n> S\n\n</blockquote>\n</section>",
        "<div><div>S</div> S</div>",
    ),
)
_OTHER_BLOCKS = _forms(
    "S\n:   S",
    "- [ ] S\n- [x] S",
    "> [!NOTE]\n> S",
    "!!! note\n    S",
    '!!! warning "S"\n    S',
    "$$\nS\n$$",
    "\\[\nS\n\\]",
    "::: h\nS\n:::",
    *("{% H %}", "{{ H }}", "{{< H >}}\n{{% H %}}", "{# H\n\nH #}", "S\n{%- H\n  H -%}\nS"),
    *(
        "<%= H %>",
        "<% if H\n  H %>\nS",
        "{{< note H >}}S S\n\nS{{< /note >}}",
        "{% hint %}S\n- S{% endhint %}",
    ),
    *("{% comment %}\nH\n\n# H\n{% endcomment %}", "%%\nH\n\n- H\n%%", "{% if H %}\nS\n{% endif %}"),
    *("S\n{: .H}", "S {: #H}", "S S {.H}", "{: .H}\nS", "```{.py #H}\nS\n```", "*[H]: H"),
    *("??? tip\n    S\n\n    - S", ":::tip S\n\nS\n\n:::", "::: {.tip #H}\nS\n\n## S\n:::", "> [!H]- S\n> S"),
    *("S\nS\n: S\n: S", "S\n: S\nS\n: S", "S\n\n:   S\n\n    S", "S[^m]\n\n[^m]: S\n\n    S\n\n    - S"),
    *(
        "```{note}\nS *S*\n\n- S\n```",
        "```{card} S\n:h: H\nS\n```",
        "```{toctree}\n:h: H\nH\n```",
        "- {: .H} S",
    ),
    *(
        "```{code-block} h\n:h: H\nS\n```",
        "(h)=\nS",
        ":::{tip} S\n:h: H\nS\n:::",
        "* H\n{:toc}",
        "S {{!S}} S",
    ),
    *(
        "S\n\n[h2]: <b c.md>\n    'H\nH'\n\nS",
        "[h3]:\n/b.md (H)\n\nS",
        "> S\n\n> S",
        "- S\n\n+ S",
        "1. S\n1) S",
    ),
    *(
        "-\tS\n\n\tS",
        "  ## S ##\n\n   S\n   ===",
        "* * *\n\nS\n- - -\nS",
    ),
    *(  # the words that S stands for take five letters
        "  S S\n  ----- -----\n  S S\n\n  : S S",
        "  -----------\n  S S\n  S S\n  ----- -----\n  S S\n        S\n\n  S S\n  -----------",
        "+-------+-------+\n| S | S |\n+=======+=======+\n| S | S |\n|       | S |\n+-------+-------+",
        "+---+---+\n| S | S |\n+---+---+",
        "| S | S |\n|---+---|\n| S | S |",
        "a. S\nb. S\n\n   S\n\n   i.  S\n   ii. S",
        "(@h) S",
        "| S\n| S *S*\n|\n| S",
        "S\n\n  ~ S\n  ~ S",
    ),
    *(
        ":S: S\n:q S: S\n  S\n:orphan:",
        "{attribution='S' .H}\n> S",
        "{style=lower-roman}\n1. S\n2. S",
        "```py title='S'\nS\n```",
        "```py {1} [S]\nS\n```",
        "::: {.callout-tip h=H}\n## S\nS\n:::",
        "```{thing} S\n:h: H\nS\n```",
    ),
    *("{% highlight py %}\nS\n\n# S\n{% endhighlight %}", "[^o]: S", "- [ ] S\n  - [X] S", "$$ S $$"),
)
_CODE = _forms(
    "S", "S\n\nS", "# S", "<S>", "S | S", "    S", "*S*", "- S\n  - S", "{{ S }}", "[S]: S", "S[^n]", "> S"
)


def _fenced(code: str) -> str:
    return f"```\n{code}\n```"


def _indented(code: str) -> str:
    return "\n".join(f"    {line}" if line else line for line in code.split("\n"))


def _prefixed(text: str, first: str, rest: str) -> str:
    first_line, *lines = text.split("\n")
    return "\n".join([first + first_line, *(rest + line if line else line for line in lines)])


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _listed(items: list[str], mark: str, between: str) -> str:
    return between.join(_prefixed(item, f"{mark} ", " " * (len(mark) + 1)) for item in items)


def _table(rows: list[str]) -> str:
    header, *body = rows
    return "\n".join([f"| {header} |", "|---|:-:|", *(f"| {row} |" for row in body)])


def _heading(level: int, words: str, attributes: str) -> str:
    return f"{'#' * level} {words}{attributes}"


_LEAVES = st.one_of(
    INLINES,
    INLINES,
    st.builds(_table, st.lists(_CELLS, min_size=2, max_size=4)),
    st.builds(_fenced, _CODE),
    st.just("***"),
    _HTML_BLOCKS,
    _OTHER_BLOCKS,
)


def _nested(blocks: Forms) -> Forms:
    loose = st.lists(blocks, min_size=1, max_size=3).map("\n\n".join)
    marks = st.sampled_from(["-", "*", "+", "1.", "1)", "10."])
    return st.one_of(
        loose.map(_quoted),
        st.builds(_listed, st.lists(loose, min_size=1, max_size=3), marks, st.just("\n\n")),
        st.builds(_listed, st.lists(_LINES, min_size=1, max_size=4), marks, st.just("\n")),
    )


BLOCKS = st.recursive(_LEAVES, _nested, max_leaves=6)
"""A block of any kind, with others in it."""
_TOP_BLOCKS = st.one_of(
    BLOCKS,
    BLOCKS,
    st.builds(_heading, st.integers(1, 6), _LINES, _forms("", " {#H}", " {#H .H h='H'}", " {.H}")),
    st.builds(lambda words, line: f"{words}\n{line}", _LINES, st.sampled_from(["===", "---"])),
    # Behind a list these are words of its item.
    _CODE.filter(lambda code: "{{" not in code).map(_indented),
)
_END = f'\n\n[r]: {HIDDEN}.md "{HIDDEN}"\n\n[^n]: {SHOWN}\n'
_FRONT = _forms(
    *("", "\n", "# S\n\n", "# S S\nS\n\n", "S\n\n## S\n\n", "---\n", "---\nS\n---\n", "---\n\nS\n\n---\n\n"),
    *(
        "---\ntitle: S S\n---\n",
        "---\ntitle: S\ntags: [H, 'H']\nh: H\n---\n\n# S\n\n",
        "---\nh: H\n---\n# S\n\n",
    ),
    *(
        '+++\ntitle = "S"\nh = [1, "H"]\n+++\n\n',
        '{"title": "S", "h": {"h": "H"}}\n\n',
        "+++\nS\n\n",
        "{ S\n\n",
    ),
)

DOCUMENTS = st.builds(
    lambda front, blocks: written("S[^n]\n\n".replace("S", SHOWN).join([front, "\n\n".join(blocks)]) + _END),
    _FRONT,
    st.lists(_TOP_BLOCKS, min_size=1, max_size=6),
)
"""A whole document."""
