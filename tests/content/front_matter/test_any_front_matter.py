"""Whatever stands between the lines that close front matter in, the file opens and its text is whole."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.front_matter.reading import read_front_matter
from hkviewer.content.markdown.outline import clean_lines
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.export.formats.sheet_text import sheet_text
from tests.examples import examples

TODAY = dt.date(2026, 11, 22)
KEYS = st.sampled_from(
    "title author date updated lang description source url canonical edition received order captured tags "
    "nav a.b og:type 'quoted' \"quoted\" 页 2020 << ? - [x]".split()
)
VALUES = st.sampled_from(
    [
        *(
            "",
            "Words",
            "A: B",
            '"quoted"',
            "'it''s'",
            '"open',
            "[a, b]",
            "[a, b",
            "{a: b}",
            "{{ page.title }}",
        ),
        *(">", "|", "|-", "&x y", "*x", "!!str 1", "# c", "w # c", "@x", "`x`", "%", "- x", "a:", ": b", "~"),
        *(
            "no",
            "010",
            "1.10",
            "2020-01-02",
            "12 May 2019",
            "03/04/2019",
            "2nd",
            "`r Sys.Date()`",
            "\ufffe",
            "🙂",
        ),
        *('"""', '"a" "b"', "'''", "1_000", "[[", "]]", "https://a.example/", "/a/", "x" * 300),
    ]
) | st.text(max_size=30)
LINES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "  ", "- "]),
    KEYS,
    st.sampled_from([": ", ":", " = "]),
    VALUES,
)
OTHERS = st.sampled_from(
    ["", "# comment", "  - item", "- item", "[table]", "  more words", "\ttab", "key", "{", "}", ","]
)
FENCES = st.sampled_from(
    [("---", "---"), ("---", "..."), ("+++", "+++"), ("---", "+++"), ("{", "}"), ("---", "")]
)


parse_sheet(
    "", name="any", digest=""
)  # raises Python's limit of recursion, which Hypothesis notes at a test's beginning


@given(FENCES, st.lists(LINES | OTHERS, max_size=12), st.sampled_from(["", "# qwadz\n\n", "## qwadz\n\n"]))
@examples(4)
def test_no_front_matter_keeps_a_file_from_opening_or_hides_a_word_of_its_text(
    fences: tuple[str, str], inner: list[str], heading: str
) -> None:
    before = [fences[0], *inner, fences[1]]
    text = "\n".join([*before, "", f"{heading}qwaaz *qwabz*", "", "- qwacz", ""])
    lines = clean_lines(text)
    front = read_front_matter(lines)
    sheet = parse_sheet(text, name="name", digest="")
    shown = sheet_text(sheet, sheet.sections, TODAY)
    assert sheet.title.strip()
    assert [word for word in ("qwaaz", "qwabz", "qwacz", "qwadz") if word in text and word not in shown] == []
    assert all(0 < fault.line <= max(front.length, 1) for fault in front.faults)
    assert sheet.front_matter in ("", front.text)
    assert front.text in "\n".join(lines[: front.length])
