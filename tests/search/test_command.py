"""`hkviewer search`, as people and programs use it."""

from __future__ import annotations

import io
import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from hkviewer.cli import main
from hkviewer.commands import search
from hkviewer.search.index.search_index import SearchIndex


def test_json_has_the_shape_that_programs_rely_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "trade", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == [
        *("query", "total", "capped", "message", "corrected", "alias", "sections", "nearest", "related"),
        *("suggestions", "left_out", "order", "version"),
    ]
    assert [found[key] for key in ("nearest", "related", "suggestions", "left_out")] == [[], [], [], []]
    assert (found["order"], found["version"]) == ("best", 2)
    assert (found["query"], found["total"], found["message"], found["corrected"], found["alias"]) == (
        "trade",
        9,
        None,
        None,
        None,
    )
    first = found["sections"][0]
    assert set(first) == {"id", "title", "path", "hits", "heading_hits", "snippets"}
    assert (first["id"], first["path"], first["hits"]) == ("economic-relations", ["Economic Relations"], 4)
    assert [s["text"][a:b] for s in first["snippets"] for a, b in s["spans"]] == [
        "trade",
        "trading",
        "Trade",
        "trade",
    ]


def test_the_total_is_told_before_the_limit(capsys: pytest.CaptureFixture[str]) -> None:
    main(["search", "trade", "--format", "json", "--limit", "1"])
    found = json.loads(capsys.readouterr().out)
    assert (found["total"], len(found["sections"])) == (9, 1)


def test_a_library_names_documents(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "piracy", "--library", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["sections"][0]["document"] == "us-relations-with-hong-kong"
    main(["search", "piracy", "--library"])
    assert capsys.readouterr().out.startswith("us-relations-with-hong-kong › Economic Relations\n    …")


def test_nothing_found_is_exit_code_1_with_a_word_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "sanctions"]) == 1
    assert capsys.readouterr() == ("", "No section contains “sanctions”.\n")


def test_two_hyphens_end_the_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--", "-word"]) == 1
    assert capsys.readouterr().err == "Add a word to look for.\n"
    assert main(["search", "--", "-surplus trade"]) == 0


def test_the_last_word_may_be_half_typed() -> None:
    assert main(["search", "sovereignt", "--typing", "--format", "json"]) == 0


def test_a_correction_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "soverignty"]) == 0
    out, err = capsys.readouterr()
    assert "sovereignty" in out
    assert err == "No match for “soverignty”. Showing “sovereignty”.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["trade", "--limit", "-1"],
        ["trade", "--limit", "x"],
        ["trade", "--format", "xml"],
        ["-word"],
        ["trade", "us-relations-with-hong-kong", "--library"],
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", *arguments]) == 2
    assert capsys.readouterr().err.count("\n") <= 2


def test_a_document_that_is_missing_is_exit_code_3() -> None:
    assert main(["search", "trade", "/nowhere/at all.md"]) == 3


def test_a_users_own_file_is_searched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "own.md"
    file.write_text("# Own\n\n## Outer\n\n### Inner\n\nA \x1b[31mred\x1b[0m word.\n", encoding="utf-8")
    assert main(["search", "red", str(file)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Outer › Inner\n    A ")
    assert "\x1b" not in out


def test_where_a_heading_alone_matches_it_is_shown_how_the_section_begins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "own.md"
    file.write_text("# Own\n\n## Population\n\ntotal: 57,931,718\n\nmale: 28 million\n", encoding="utf-8")
    assert main(["search", "population", str(file)]) == 0
    assert capsys.readouterr().out == "Population\n    total: 57,931,718\n"


def test_a_filter_in_one_sheet_is_told_of_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "edition:1999 piracy"]) == 1
    assert capsys.readouterr().err.endswith("\nWith --library all fact sheets are searched.\n")


@pytest.mark.parametrize("query", ["\udcff\x00", "x" * 100_000, "𝕳𝖔𝖓𝖌", '"', "\n"])
def test_any_query_is_answered(query: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--format", "json", "--", query]) in (0, 1)
    assert "Traceback" not in "".join(capsys.readouterr())


def test_matches_are_set_off_on_a_terminal(index: SearchIndex) -> None:
    text = search.as_text(index.search("piracy"), index.beginning, marked=True)
    assert text.endswith("online \x1b[1;7mpiracy\x1b[0m.\n")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "shown"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"NO_COLOR": ""}, True)],
)
def test_marks_are_shown_to_those_who_want_them(
    environment: dict[str, str],
    shown: bool,  # noqa: FBT001  a case
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.name", "posix")
    assert search._shows_marks(_Terminal(), environment) is shown


@pytest.mark.parametrize("command", [["search", "trade"], ["show"]])
def test_an_output_that_is_closed_is_exit_code_4(command: list[str]) -> None:
    run = f"{shlex.join([sys.executable, '-m', 'hkviewer', *command])} >&-"
    found = subprocess.run(["sh", "-c", run], capture_output=True, text=True, check=False)
    assert found.returncode == 4
    assert found.stderr == "The output could not be written: it is closed.\n"


def test_messages_that_nobody_hears_do_not_go_among_the_results() -> None:
    run = f"{shlex.join([sys.executable, '-m', 'hkviewer', 'search', 'zzzq'])} 2>&-"
    found = subprocess.run(["sh", "-c", run], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (1, "")


def test_with_a_limit_it_is_told_how_many_more_sections_matched(capsys: pytest.CaptureFixture[str]) -> None:
    main(["search", "trade", "--format", "json"])
    every = len(json.loads(capsys.readouterr().out)["sections"])
    main(["search", "trade", "--limit", "1"])
    assert capsys.readouterr().err == f"{every - 1} more sections matched.\n"
    main(["search", "trade", "--limit", str(every - 1)])
    assert capsys.readouterr().err == "1 more section matched.\n"
    main(["search", "trade"])
    assert capsys.readouterr().err == ""
