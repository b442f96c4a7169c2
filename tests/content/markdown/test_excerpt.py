"""A section as it is written takes its notes and the addresses of its links along."""

from __future__ import annotations

import pytest

from hkviewer.content.markdown.excerpt import excerpt

_TEXT = """# T

One[^1], [a][R] and [b].

## Two

Two[^2] [r], [^Long one].

## Three

`[^3]`

```
[^1]: no definition
```

[^1]: First,
goes on.
[^2]: Second.

    - more[^3]

      and more

[^3]:
  Third.

[^long ONE]: Long.
## Four
[r]: https://a.org/
  "Title"
[b]:
https://b.org/
Words.
"""


def of(first: str, behind: str | None) -> str:
    lines = _TEXT.split("\n")
    return "\n".join(excerpt(lines, lines.index(first), lines.index(behind) if behind else None))


def test_notes_and_addresses_come_along_as_they_are_written() -> None:
    assert of("# T", "## Two") == (
        "# T\n\nOne[^1], [a][R] and [b].\n\n[^1]: First,\ngoes on.\n\n"
        '[r]: https://a.org/\n  "Title"\n\n[b]:\nhttps://b.org/'
    )


def test_a_note_brings_the_notes_that_it_mentions() -> None:
    assert of("## Two", "## Three") == (
        "## Two\n\nTwo[^2] [r], [^Long one].\n\n[^2]: Second.\n\n    - more[^3]\n\n      and more\n\n"
        '[r]: https://a.org/\n  "Title"\n\n[^long ONE]: Long.\n\n[^3]:\n  Third.'
    )


def test_what_is_chosen_anyway_comes_once() -> None:
    lines = _TEXT.split("\n")
    assert excerpt(lines, 0, None) == lines[:-1]
    assert of("## Three", "## Four").count("[^3]:") == 1


@pytest.mark.parametrize("text", ["", "\n\n", "[a]:", "[^a]:\n\n", "[a]: b\n[a]: c", "    [a]: b"])
def test_any_text_has_excerpts(text: str) -> None:
    lines = text.split("\n")
    assert excerpt(lines, 0, None) == text.rstrip("\n").split("\n") or not text.strip()
    assert excerpt(lines, 0, 0) == []
