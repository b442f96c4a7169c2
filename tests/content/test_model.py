from __future__ import annotations

import pytest

SHEET = """# T

## A

p *q*

- a
    1. b

> c
> d

| h | i |
|---|---|
| 1 | 2 |

```
x
  y
```

### B

text

## C
"""


def test_the_text_of_a_section_is_laid_out_plainly(parse):
    assert parse(SHEET).sections[0].text == ("p q\n\n- a\n  1. b\n\n> c d\n\nh | i\n1 | 2\n\nx\n  y")


def test_leaves_are_the_authors_words_at_their_places(parse):
    section = parse(SHEET).sections[0]
    assert [leaf.text for leaf in section.leaves] == ["p q", "a", "b", "c d", "h", "i", "1", "2", "x", "  y"]
    assert all(section.text[leaf.offset :].startswith(leaf.text) for leaf in section.leaves)


def test_a_leaf_knows_its_block_also_from_within_lists_and_quotations(parse):
    section = parse(SHEET.replace("> c", "---\n\n> c")).sections[0]
    blocks = [(leaf.text, leaf.block) for leaf in section.leaves]
    assert blocks[:4] == [("p q", 0), ("a", 1), ("b", 1), ("c d", 3)]
    assert [block for _, block in blocks[4:]] == [4, 4, 4, 4, 5, 5]


def test_only_a_cells_leaf_has_row_and_column(parse):
    section = parse(SHEET).sections[0]
    cells = {leaf.text: (leaf.row, leaf.column) for leaf in section.leaves if leaf.block == 3}
    assert cells == {"h": (0, 0), "i": (0, 1), "1": (1, 0), "2": (1, 1)}
    assert {(leaf.row, leaf.column) for leaf in section.leaves if leaf.block != 3} == {(None, None)}


def test_a_section_is_found_with_its_descendants_and_parent(parse):
    sheet = parse(SHEET)
    assert [s.id for s in sheet.with_descendants("a")] == ["a", "b"]
    assert [s.id for s in sheet.with_descendants("c")] == ["c"]
    assert sheet.outer == {"a": "", "b": "a", "c": ""}
    assert sheet.section_number("b") == 1
    with pytest.raises(KeyError):
        sheet.section("none")


def test_words_of_headings_count(parse):
    assert parse("# T\n\n## One two\n\nthree\n").word_count == 3
