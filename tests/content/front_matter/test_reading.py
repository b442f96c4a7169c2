from __future__ import annotations

import time

import pytest

from hkviewer.content.edition import Dated, Edition
from hkviewer.content.front_matter.reading import read_front_matter
from hkviewer.content.front_matter.values import FrontMatter


def read(text: str) -> FrontMatter:
    return read_front_matter(text.split("\n"))


def closed(inner: str) -> FrontMatter:
    return read(f"---\n{inner}\n---\ntext")


def test_values_are_read_with_their_lines():
    found = read("---\ntitle: A: b\n\nid: 'x'\n---\ntext")
    assert found.values == {"title": "A: b", "id": "x"}
    assert found.lines == {"title": 2, "id": 4}
    assert found.length == 5


def test_blank_lines_may_stand_before_it() -> None:
    found = read("\n \n---\ntitle: A\nb: [\n---\ntext")
    assert (found.words("title"), found.lines["title"], found.length) == ("A", 4, 6)
    assert [fault.line for fault in read("\n---\ntitle: A\ntitle: B\n---").faults] == [4]


def test_blank_lines_may_stand_before_that_of_toml() -> None:
    found = read('\n\n+++\ntitle = "A"\n\n[extra]\nb = 1\n+++        \n\n# C')
    assert (found.get("title"), found.lines["title"], found.length) == ("A", 4, 8)
    assert [fault.line for fault in read('\n+++\ntitle = "A"\nb = [\n+++\n').faults] == [4]


@pytest.mark.parametrize(
    "text",
    [
        "\n---\n\ntitle: a\n\n---\nb",
        "\n---\nA note: b\n---",
        "\n---\ntitle: a",
        "\n+++\nx + y = z\n+++",
        "\n+++\nb = 1\n+++",
        '\n+++\n\ntitle = "a"\n+++',
    ],
)
def test_behind_a_blank_line_other_words_under_a_rule_are_text(text: str) -> None:
    assert read(text) == FrontMatter()


def test_comments_on_the_licence_may_be_all_of_it() -> None:
    found = read("---\n# SPDX-License-Identifier: CC0-1.0\n# SPDX-FileCopyrightText: 2024 A\n---\n# B")
    assert (found.length, dict(found.values)) == (4, {})
    assert read("---\n# SPDX-License-Identifier: CC0-1.0\n\nB\n---\n").length == 0


def test_an_edition_has_its_basis_and_evidence():
    found = closed("edition: 2020-08\nedition-basis: inferred\nedition-evidence: A guide.")
    assert found.edition == Edition("2020-08", inferred=True, evidence="A guide.")


def test_editorial_headings_are_parted_by_bars():
    assert closed("editorial-headings: A | B, c |").editorial_headings == ("A", "B, c")


def test_a_key_may_begin_with_a_hyphen() -> None:
    front = read_front_matter(
        ["---", "-api-id: M:Windows.Media(System.String)", "-api-type: a", "---", "text"]
    )
    assert (front.length, [*front.lines]) == (4, ["-api-id", "-api-type"])


def test_no_line_need_open_it_where_several_keys_and_a_closing_line_follow() -> None:
    lines = "title: A: b\ndate: 2013-12-24 23:33:26\ntags:\n- c\n- d\ntags: e\n---\n\ntext".split("\n")
    front = read_front_matter(lines)
    assert (front.words("title"), front.length, front.lines["date"]) == ("A: b", 7, 2)
    assert "tags:" in front.as_it_stands
    assert [(fault.line, fault.what) for fault in front.faults] == [
        (6, "“tags” is given a second time; line 3 has it already.")
    ]


class TestWhetherItIsFrontMatter:
    @pytest.mark.parametrize(
        "text",
        [
            *("", "text", "---", "---\n\nA paragraph.\n\n---", "---\nWords here\n---\n", "---\n---\ntext"),
            *("---\n- a: b\n---\n", "---\n> a: b\n---\n", "---\n**Note**: b\n---\n", "---\n[a]: b\n---\n"),
            *("---\n`a`: b\n---\n", "---\nhttp://a.b/\n---\n", "---\n# Only: a comment\n---\n"),
            *("---\n{{ a }}: b\n---\n", "---\n{% include a: b %}\n---\n", "---\n{a b}\n--- \ntext"),
            *("+++\nWords\n+++\n", "+++\n- a = b\n+++\n", "+++\n+++\n", "***\na: b\n***"),
            *(
                '{"a": 1} text',
                '{"a": 1',
                "{% raw %}\n{% endraw %}",
                "{}\ntext",
                '["a"]\ntext',
                '{"a": 1}\n\n',
            ),
            *("text\n---\na: b\n---", "\n---\na: b\n---", "title: a\n---\nb", "a: b\nc: d\n---\ne"),
            *("title: a\n\nb: c\n---", "Title: a\nb: c\n---", "title: a\nb: c\nd\n---", "title: a\nb: c"),
        ],
    )
    def test_what_begins_otherwise_is_text(self, text):
        found = read(text)
        assert (found.length, found.faults) == (0, ())

    @pytest.mark.parametrize("text", ["---\na: b\n\ntext", '+++\na = "b"\n---\ntext'])
    def test_what_is_not_closed_is_text_and_that_is_told(self, text):
        found = read(text)
        assert found.length == 0
        assert [fault.line for fault in found.faults] == [1]

    @pytest.mark.parametrize(
        ("text", "length"),
        [
            ("---\ntitle: T\n---\ntext", 3),
            ("---  \ntitle: T\n...  \ntext", 3),
            ("---\n\n# a comment\n\ntitle: T\n---", 6),
            ('---\n"title": T\n---', 3),
            ("---\n'title': T\n---", 3),
            ("---\na.b: c\ntitle: T\n---", 4),
            ("---\nog:type: c\ntitle: T\n---", 4),
            ("---\n页: c\ntitle: T\n---", 4),
            ("---\n2020: c\ntitle: T\n---", 4),
            ("---\n  title: T\n  other: c\n---", 4),
            ('---\n{"title": "T"}\n---', 3),
            ('---\n{\n"title": "T",\n"b": {"c": 1}\n}\n---', 6),
            ('+++\ntitle = "T"\n+++', 3),
            ("+++\n# a comment\n\"title\" = 'T'\n+++", 4),
            ('+++\na.b = 1\ntitle = "T"\n[c]\ntitle = "no"\n+++', 6),
            ('{"title": "T"}\ntext', 1),
            ('{\n  "title": "T",\n  "a": {"title": "no"}\n}\n\ntext', 4),
        ],
    )
    def test_every_form_is_read(self, text, length):
        found = read(text)
        assert (found.words("title"), found.length, found.faults) == ("T", length, ())


class TestYaml:
    def test_scalars_stay_as_they_are_written(self):
        inner = (
            "a: no\nb: 010\nc: 1.10\nd: 2020-01-02\ne: ~\nf: 0x1F\ng: 1_000\nh: 12:30:45\ni: null\nj:\n  - x"
        )
        values = closed(inner).values
        assert list(values.values()) == "no 010 1.10 2020-01-02 ~ 0x1F 1_000 12:30:45 null".split()

    @pytest.mark.parametrize(
        ("inner", "title"),
        [
            ("title: T\naliases:\n  - /old/\n  - /older/", "T"),
            ("title: T\naliases: [a, b]", "T"),
            ("nav:\n  title: Words\n  order: 2\ntitle: T", "T"),
            ("title: >\n  Two\n  lines\nb: c", "Two lines"),
            ("title: |-\n  Two\n  lines", "Two lines"),
            ("title: Two\n  lines", "Two lines"),
            ('title: "Two\n  lines"', "Two lines"),
            ("title: T # a comment", "T"),
            ('title: "T # no comment"', "T # no comment"),
            ("title: 'It''s'", "It's"),
            ('title: "\\"T\\" \\u00e9"', '"T" é'),
            ("title: A: B\nlist:\n  - x", "A: B"),
            ("  title: A: B\n  list:\n    - x", "A: B"),
            ("title: @home", "@home"),
            ("title: `code` first", "`code` first"),
            ("title: 50% off", "50% off"),
            ("title: %x", "%x"),
            ("title: [Draft] T", "[Draft] T"),
            ("title: *T* is", "*T* is"),
            ('title: "A" and "B"', '"A" and "B"'),
            ("title: &x T\nb: *x", "T"),
            ("b: &x T\ntitle: *x", "T"),
            ("title: !!str T", "T"),
            ("TITLE: T", "T"),
            ("title : T", "T"),
            ("title: [a, b]", ""),
            ("title:\n  en: T", ""),
            ("title:", ""),
            ("title: {{ page.title }}", ""),
            ('title: "{{ page.title }}"', ""),
            ('title: "A {{ f "b" }} c {{ if d }}', ""),
            ('title: "A {{ if', ""),
            ("title: About {% data x %} now", "About {% data x %} now"),
        ],
    )
    def test_a_title_is_read_in_any_form_and_taken_where_it_is_words(self, inner, title):
        found = closed(inner)
        assert (found.words("title"), found.faults) == (title, ())

    def test_of_a_repeated_key_the_first_counts_and_that_is_told(self):
        for more in ("", "\nlist:\n  - x"):
            found = closed("title: A\ntitle: B" + more)
            assert found.words("title") == "A"
            assert [fault.line for fault in found.faults] == [3]

    def test_where_it_is_no_yaml_each_key_is_read_by_itself_and_the_line_is_told(self):
        found = closed("title: A: B\nlist:\n  - x\n  y\nauthor: [J, K]\nkind: k\n")
        assert (found.words("title"), found.author, found.words("kind")) == ("A: B", "J, K", "k")
        assert [fault.line for fault in found.faults] == [5]

    def test_text_that_begins_like_a_key_loses_nothing(self):
        found = closed("Note: this\n\nA paragraph.\n\n- a list")
        assert found.text == "Note: this\n\nA paragraph.\n\n- a list"
        assert found.as_it_stands == found.text
        assert len(found.faults) == 1

    def test_aliases_of_aliases_do_not_grow(self):
        levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 30)]
        found = closed("\n".join(["title: T", "l0: &l0 [x, x]", *levels]))
        assert found.words("title") == "T"
        assert found.lists == {"l0": ("x", "x")}

    @pytest.mark.parametrize("inner", ["[" * 5000, "{a: " * 5000, "- " * 5000 + "x", "? " * 5000])
    def test_what_is_nested_without_end_is_no_error(self, inner):
        assert closed(f"title: T\nb: {inner}").words("title") == "T"

    def test_characters_that_yaml_does_not_take_are_no_error(self):
        assert closed("title: T\nb: [\ud800\x0b\ufffe]\nc: x\n").words("title") == "T"

    @pytest.mark.parametrize("line", ["a: &x [*x]", 'a: "\\U99999999"', "a: *none", "<<: *n", "? [a]\n: b"])
    def test_odd_yaml_is_no_error(self, line):
        assert closed(f"title: T\n{line}").words("title") == "T"


class TestToml:
    def test_scalars_stay_as_they_are_written(self):
        inner = "a = 1.10\nb = 2020-01-02 # day\nc = 1_000\nd = true\ne = 2020-01-02T07:32:00Z\nf = 'no'"
        values = read(f"+++\n{inner}\n+++\n").values
        assert list(values.values()) == "1.10 2020-01-02 1_000 true 2020-01-02T07:32:00Z no".split()

    def test_lists_and_tables_are_told_apart_from_words(self):
        found = read('+++\nauthor = ["A", "B"]\ntitle = { en = "T" }\nnumbers = [1, 2]\n[date]\ny = 1\n+++\n')
        assert (found.author, found.values, set(found.lines)) == (
            "A, B",
            {},
            {"author", "title", "numbers", "date"},
        )

    def test_where_it_is_no_toml_each_line_is_taken_as_it_stands_and_the_line_is_told(self):
        found = read('+++\ntitle = "T"\nauthor = J\n[params]\ntitle = "no"\n+++\ntext')
        assert (found.words("title"), found.author) == ("T", "J")
        assert [fault.line for fault in found.faults] == [3]

    @pytest.mark.parametrize("value", ["[" * 5000, "1" * 5000, "{a=" * 5000])
    def test_what_is_nested_or_long_without_end_is_no_error(self, value):
        assert read(f'+++\ntitle = "T"\na = {value}\n+++\n').words("title") == "T"


class TestJson:
    def test_scalars_stay_as_they_are_written(self):
        found = read('{"a": 1.10, "b": 1e5, "c": true, "d": null, "e": "no", "f": -0}\ntext')
        assert list(found.values.values()) == "1.10 1e5 true null no -0".split()

    def test_lists_and_objects_are_told_apart_from_words(self):
        found = read('{"author": ["A", "B"], "title": {"en": "T"}, "n": [1, {}]}\ntext')
        assert (found.author, found.values) == ("A, B", {})

    def test_what_is_nested_without_end_is_text(self):
        assert read('{"a": ' * 50_000 + "\ntext").length == 0


class TestKnownKeys:
    def test_keys_that_other_programs_use_otherwise_are_taken_in_our_own_form_only(self):
        ours = "order: 2\ncaptured: a.txt\neditorial-headings: A"
        found = closed(ours)
        assert (found.order, found.get("captured"), found.editorial_headings) == (2, "a.txt", ("A",))
        for found in (closed(f"{ours}\ntags:\n  - x"), read('+++\norder = "2"\ncaptured = "a"\n+++\n')):
            assert (found.order, found.get("captured"), found.editorial_headings) == (1e9, "", ())

    @pytest.mark.parametrize(
        ("inner", "source"),
        [
            ("source: A book", "A book"),
            ("url: https://a.example/x", "https://a.example/x"),
            ("canonical: http://a.example/x\nurl: https://b.example/", "http://a.example/x"),
            ("url: /a/place/", ""),
            ("url: mailto:a@b.example", ""),
            ("source:\n  - https://a.example/", ""),
        ],
    )
    def test_a_source_is_words_and_any_other_address_one_of_the_web(self, inner, source):
        assert closed(inner).source == source

    @pytest.mark.parametrize(
        ("inner", "language"),
        [
            ("lang: de", "de"),
            ("language: zh-Hant", "zh-Hant"),
            ("lang: en_US", "en-US"),
            ("lang: no", "no"),
            ("lang: Deutsch", "en"),
            ("lang: [de, en]", "en"),
            ("other: x", "en"),
        ],
    )
    def test_a_language_is_a_tag(self, inner, language):
        assert closed(inner).language == language

    @pytest.mark.parametrize(
        ("inner", "dated"),
        [
            ("date: 12 May 2019", Dated("dated 12 May 2019", "2019-05-12")),
            ("date: 2019-05-12 10:00:00 +0800", Dated("dated 12 May 2019", "2019-05-12")),
            ("date: 03/04/2019", Dated("dated 03/04/2019")),
            ("edition: 2nd", Dated("edition 2nd")),
            ("edition: May 2019", Dated("edition May 2019", "2019-05")),
            ("date: 2019\nupdated: 3/2020", Dated("dated 2019, updated 3/2020", "2019")),
            ("date: 2019\nupdated: June 2020", Dated("dated 2019, updated June 2020", "2020-06")),
            ("edition: 2nd\ndate: 2019", Dated("edition 2nd, dated 2019", "2019")),
            ("edition: 2020-08", None),
            ("date: today", None),
            ("date: '`r Sys.Date()`'", None),
            ("date: [2019, 2020]", None),
            ("date: " + "2019 " * 50, None),
        ],
    )
    def test_a_foreign_date_is_kept_as_it_is_written(self, inner, dated):
        assert closed(inner).dated == dated

    def test_only_a_sheet_of_ours_needs_no_showing_as_it_stands(self):
        assert closed("title: T\n\nid: t\nreceived: 2020").as_it_stands == ""
        for more in ("# note", "tags: x", "title: U", "kind:\n  - x"):
            assert closed(f"title: T\n{more}").as_it_stands == f"title: T\n{more}"


@pytest.mark.parametrize(
    "line",
    ["a" + " " * 100_000, "a" * 100_000, "a:" * 50_000, "a: " * 30_000, '"' * 100_000, "a: " + "[" * 90_000],
)
@pytest.mark.parametrize("fence", ["---", "+++"])
def test_reading_takes_no_time_that_grows_faster_than_the_text(line, fence):
    before = time.process_time()
    read(f"{fence}\na: b\n{line}\n{fence}\ntext")
    read(f"{fence}\n{line}\n{fence}\ntext")
    read(f"{fence}\na = 1\n{line}\n{fence}\ntext")
    assert time.process_time() - before < 3


@pytest.mark.slow
@pytest.mark.parametrize("line", ["a{}: b", "a{}: [b]", "a{} = 1", "- {}", "# {}", "a{}: b: c"])
def test_a_hundred_thousand_lines_are_read_in_linear_time(line):
    inner = "\n".join(map(line.format, range(100_000)))
    before = time.process_time()
    for fence in ("---", "+++"):
        read(f"{fence}\na: b\n{inner}\n{fence}\ntext")
        read(f"{fence}\na = 1\n{inner}\n{fence}\ntext")
    assert time.process_time() - before < 15


@pytest.mark.parametrize("nothing", ["null", "~", "Null", """'{{ replace .Name "-" " " }}'"""])
def test_no_value_is_no_title(nothing: str) -> None:
    assert read_front_matter(["---", f"title: {nothing}", "author: A", "---"]).words("title") == ""


class TestTitleBlock:
    """Pandoc's: percent signs before title, authors and date."""

    def test_three_lines_are_title_authors_and_date(self) -> None:
        front = read_front_matter(["% A title", "  of two lines", "% B; C", "% 2 May 2020", "", "text"])
        assert (front.words("title"), front.author) == ("A title of two lines", "B, C")
        assert front.dated is not None
        assert front.dated.date == "2020-05-02"
        assert front.length == 4

    def test_lines_may_be_empty_or_missing(self) -> None:
        assert read_front_matter(["% A", "", "text"]).length == 1
        front = read_front_matter(["% A", "%", "% 2020", "", "text"])
        assert (front.author, front.length) == ("", 3)

    @pytest.mark.parametrize("lines", [["% a", "b"], ["%% a", ""], ["", "% a"], ["%a", ""]])
    def test_anything_else_is_text(self, lines: list[str]) -> None:
        assert read_front_matter(lines).length == 0
