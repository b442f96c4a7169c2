from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from hkviewer import __version__, cli
from hkviewer.commands import COMMANDS
from hkviewer.commands.parser import command_parser, window_parser
from hkviewer.errors import DocumentError, OutputError
from tests.examples import breadth

ROOT = Path(__file__).parents[1]
# Nothing that brings a window may be imported by these commands.
NO_QT = """
import sys
sys.modules["PySide6"] = None
from hkviewer.cli import entry
entry()
"""
FULL = OSError(28, "No space left on device")


def run(*arguments: str | bytes, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own, where PySide6 cannot be imported."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    command = [sys.executable, "-c", NO_QT, *arguments]
    return subprocess.run(command, check=False, capture_output=True, env=environment)


def options_of(command: str) -> list[argparse.Action]:
    """What the parser of `command` takes."""
    parser = command_parser(command, "help")
    import_module(f"hkviewer.commands.{command}").add_arguments(parser)
    return parser._actions


@pytest.fixture
def hkviewer(capsys):
    """Run a command here; its exit code, output and messages."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return call


class TestShow:
    def test_text_has_title_edition_with_age_and_each_sections_text(self, hkviewer):
        code, out, err = hkviewer("show")
        assert (code, err) == (0, "")
        title, edition, blank, heading, text = out.split("\n")[:5]
        assert title == "U.S. Relations With Hong Kong"
        assert edition.startswith("Edition: August 2020 (inferred), ")
        assert edition.endswith(" years old")
        assert (blank, heading) == ("", "U.S.-Hong Kong Relations")
        assert text.startswith("More information about Hong Kong is available")
        sheet = json.loads(hkviewer("show", "--format", "json")[1])
        for section in sheet["sections"]:
            assert f"\n\n{section['title']}\n{section['text']}\n" in out

    def test_the_age_counts_to_today(self):
        from hkviewer.content.document import open_document
        from hkviewer.export.formats.sheet_text import sheet_text

        sheet = open_document(None).sheet
        assert "(inferred), 6 years old" in sheet_text(sheet, sheet.sections, dt.date(2026, 11, 22))

    def test_json_has_the_keys_that_scripts_rely_on(self, hkviewer):
        code, out, _ = hkviewer("show", "--format", "json")
        found = json.loads(out)
        assert code == 0
        assert {name: found[name] for name in found if name != "sections"} == {
            "id": "us-relations-with-hong-kong",
            "title": "U.S. Relations With Hong Kong",
            "publisher": "U.S. Department of State",
            "bureau": "Bureau of East Asian and Pacific Affairs",
            "kind": "Bilateral relations fact sheet",
            "edition": "2020-08",
            "edition_label": "August 2020 (inferred)",
            "source": "https://www.state.gov/u-s-relations-with-hong-kong/",
            "received": "2026-11-22",
        }
        assert [section["id"] for section in found["sections"]] == [
            "u-s-hong-kong-relations",
            "u-s-assistance-to-hong-kong",
            "economic-relations",
            "hong-kongs-membership-in-international-organizations",
            "bilateral-representation",
        ]
        assert {tuple(section) for section in found["sections"]} == {("id", "title", "level", "path", "text")}

    def test_a_section_takes_its_descendants_along(self, hkviewer):
        path = str(ROOT / "tests" / "data" / "sheets" / "hk-hong-kong.md")
        found = json.loads(hkviewer("show", path, "--section", "introduction", "--format", "json")[1])
        assert [section["path"] for section in found["sections"]] == [
            ["Introduction"],
            ["Introduction", "Background"],
        ]

    def test_a_section_is_named_by_the_anchors_of_other_programs_too(self, hkviewer):
        for name in ("us-assistance-to-hong-kong", "u.s.-assistance-to-hong-kong"):
            code, out, _ = hkviewer("show", "--section", name)
            assert code == 0
            assert "U.S. Assistance to Hong Kong" in out
            assert "Economic Relations" not in out

    def test_what_is_nested_too_deeply_is_shown_and_told_in_one_line(self, hkviewer, tmp_path):
        (tmp_path / "a.md").write_text("# T\n\n" + "> " * 10_000 + "the words\n", encoding="utf-8")
        code, out, err = hkviewer("show", str(tmp_path / "a.md"))
        assert (code, err.count("\n")) == (0, 1)
        assert "the words" in out
        assert "nested more than 100 deep" in err

    def test_a_link_through_the_folder_above_is_words_alone_in_a_page(self, hkviewer, tmp_path):
        (tmp_path / "a.md").write_text("# T\n\n[b](../c.md) [d](e.md)\n", encoding="utf-8")
        out = hkviewer("show", str(tmp_path / "a.md"), "--format", "html")[1]
        assert '<p>b <a href="e.md">d</a></p>' in out

    def test_markdown_is_the_file_and_a_section_its_lines(self, hkviewer):
        path = ROOT / "content" / "us-relations-with-hong-kong.md"
        assert hkviewer("show", "--format", "markdown")[1] == path.read_text("utf-8")
        assert hkviewer("show", "--format", "markdown", "--section", "u-s-assistance-to-hong-kong")[1] == (
            "## U.S. Assistance to Hong Kong\n\n"
            "The United States provides no foreign assistance to Hong Kong.\n"
        )

    @pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
    def test_a_section_takes_its_notes_along(self, hkviewer, tmp_path, form):
        path = tmp_path / "a.md"
        path.write_text("# T\n\na[^x]\n\n## B\n\nb[^y] c[^x]\n\n## C\n\n[^x]: One.\n\n[^y]: Two.\n", "utf-8")
        out = hkviewer("show", str(path), "--section", "b", "--format", form)[1]
        assert "One." in out
        assert "Two." in out
        assert (out.index("One.") < out.index("Two.")) == (form != "markdown")  # as first mentioned there
        assert "One." not in hkviewer("show", str(path), "--section", "c", "--format", "text")[1]

    def test_capture_is_the_captured_text_byte_for_byte(self):
        captured = ROOT / "content" / "captured" / "us-relations-with-hong-kong.txt"
        assert run("show", "--format", "capture").stdout == captured.read_bytes()

    def test_html_is_a_page_with_the_section(self, hkviewer):
        code, out, _ = hkviewer("show", "--format", "html", "--section", "economic-relations")
        assert code == 0
        assert out.startswith("<!DOCTYPE html>")
        assert '<h2 id="economic-relations">Economic Relations</h2>' in out
        assert "Bilateral Representation" not in out

    @pytest.mark.parametrize(
        ("arguments", "code", "words"),
        [
            (["--section", "economic-relation"], 2, "Try “economic-relations”"),
            (["--format", "capture", "--section", "economic-relations"], 2, "no sections"),
            (["--format", "pdf"], 2, "hkviewer show: argument --format: invalid choice"),
            (["--fromat", "text"], 2, "hkviewer show: unrecognized arguments"),
            (["none.md"], 3, "There is no document “none.md”."),
            ([str(ROOT)], 3, "is a folder"),
        ],
    )
    def test_wrong_calls_say_so_in_two_lines(self, hkviewer, arguments, code, words):
        found, out, err = hkviewer("show", *arguments)
        assert (found, out) == (code, "")
        assert words in err
        assert err.count("\n") <= 2

    def test_a_sheet_without_a_capture_says_so(self, hkviewer, tmp_path):
        (tmp_path / "a.md").write_text("# A\n\nText.\n", "utf-8")
        code, _, err = hkviewer("show", str(tmp_path / "a.md"), "--format", "capture")
        assert code == 2
        assert "has no captured text" in err

    def test_an_unknown_edition_is_null(self, hkviewer, tmp_path):
        (tmp_path / "a.md").write_text("Text.\n", "utf-8")
        found = json.loads(hkviewer("show", str(tmp_path / "a.md"), "--format", "json")[1])
        assert (found["edition"], found["edition_label"], found["title"]) == (None, None, "a")


class TestCheckAndVerify:
    def test_a_good_sheet_is_said_to_be_good(self, hkviewer):
        path = str(ROOT / "content" / "us-relations-with-hong-kong.md")
        assert hkviewer("check", path) == (0, "No faults found.\n", "")

    def test_each_fault_is_a_line_with_file_and_line(self, hkviewer, tmp_path):
        path = tmp_path / "a.md"
        path.write_text("# A\n\n## B\n\n<a href='b\nc.md'>d</a>\n", "utf-8")
        code, out, _ = hkviewer("check", str(path))
        assert code == 1
        lines = [line.split(": ")[0] for line in out.splitlines()]
        assert lines == [f"{path}:1", f"{path}:5"]
        assert "“b c.md” leads to no file." in out

    def test_verify_says_that_the_bundled_sheet_is_intact(self, hkviewer):
        code, out, _ = hkviewer("verify")
        assert code == 0
        assert out.startswith("U.S. Relations With Hong Kong: intact")

    def test_verify_fails_for_a_file_that_says_otherwise(self, hkviewer, tmp_path):
        content = ROOT / "content"
        name = "us-relations-with-hong-kong"
        (tmp_path / "captured").mkdir()
        (tmp_path / "captured" / f"{name}.txt").write_bytes(
            (content / "captured" / f"{name}.txt").read_bytes()
        )
        text = (content / f"{name}.md").read_text("utf-8").replace("1,300", "1,400")
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
        code, out, _ = hkviewer("verify", str(tmp_path / f"{name}.md"))
        assert code == 1
        assert "“1,300” became “1,400”." in out


class TestFrame:
    def test_version(self, hkviewer):
        assert hkviewer("--version") == (0, f"hkviewer {__version__}\n", "")

    def test_help_names_every_command(self, hkviewer):
        code, out, _ = hkviewer("--help")
        assert code == 0
        assert all(f"hkviewer {name}" in out for name in COMMANDS)

    @pytest.mark.parametrize("name", COMMANDS)
    def test_every_command_has_help(self, hkviewer, name):
        code, out, err = hkviewer(name, "--help")
        assert (code, err) == (0, "")
        assert out.startswith(f"usage: hkviewer {name}")

    def test_a_wrong_option_is_told(self, hkviewer):
        code, _, err = hkviewer("--colour")
        assert code == 2
        assert err == "hkviewer: unrecognized arguments: --colour.\n“hkviewer --help” shows what it takes.\n"

    @pytest.mark.parametrize(
        ("error", "code", "message"),
        [
            (DocumentError("Gone.", "Look."), 3, "Gone.\nLook.\n"),
            (OutputError("Full."), 4, "Full.\n"),
            (KeyboardInterrupt(), 130, ""),
            (BrokenPipeError(), 0, ""),
            (
                OSError(28, "No space left on device"),
                4,
                "The output could not be written: no space left on device.\n",
            ),
        ],
    )
    def test_errors_become_plain_lines_and_exit_codes(self, hkviewer, monkeypatch, error, code, message):
        monkeypatch.setattr("hkviewer.commands.show.run", lambda _: (_ for _ in ()).throw(error))
        monkeypatch.setattr(cli, "_drop_output", lambda: 0)
        assert hkviewer("show") == (code, "", message)

    def test_a_fault_of_the_programs_own_shows_no_traceback(self, hkviewer, monkeypatch):
        monkeypatch.setattr("hkviewer.commands.show.run", lambda _: 1 // 0)
        code, out, err = hkviewer("show")
        assert (code, out) == (70, "")
        assert err.startswith("hkviewer failed unexpectedly: ZeroDivisionError")
        assert "Traceback" not in err

    def test_a_fault_shows_its_traceback_when_asked_to(self, hkviewer, monkeypatch):
        monkeypatch.setenv("HKVIEWER_DEBUG", "1")
        monkeypatch.setattr("hkviewer.commands.show.run", lambda _: 1 // 0)
        assert "Traceback" in hkviewer("show")[2]

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
    def test_a_full_disk_is_told(self):
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "hkviewer", "show"],
                check=False,
                stdout=full,
                stderr=subprocess.PIPE,
                env=environment,
            )
        assert done.returncode == 4
        assert done.stderr == b"The output could not be written: no space left on device.\n"

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
    @pytest.mark.parametrize(
        ("arguments", "code"),
        breadth([(["--help"], 4), (["export", "--help"], 4), (["--version"], 4), (["--self-test"], 4)], 2),
    )
    def test_help_and_the_like_on_a_full_disk(self, arguments, code):
        command = [sys.executable, "-m", "hkviewer", *arguments]
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(command, check=False, stdout=full, stderr=subprocess.PIPE)
        assert done.returncode == code
        assert done.stderr == b"The output could not be written: no space left on device.\n"
        without = ["sh", "-c", 'exec "$@" >&-', "sh", *command]
        closed = subprocess.run(without, check=False, capture_output=True)
        assert closed.returncode == code
        assert closed.stderr == b"The output could not be written: it is closed.\n"

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
    @pytest.mark.parametrize(
        ("arguments", "code"),
        breadth(
            [
                (["show", "missing.md"], 3),
                (["show", "--nonsense"], 2),
                (["check", "missing.md"], 3),
                (["search", "zebra"], 1),
                (["export", "-o", "/nowhere/at/all.pdf"], 4),
            ],
            2,
        ),
    )
    def test_an_error_that_nobody_can_be_told_keeps_its_code(self, arguments, code):
        command = [sys.executable, "-m", "hkviewer", *arguments]
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=full)
        assert done.returncode == code
        closed = subprocess.run(
            ["sh", "-c", 'exec "$@" 2>&-', "sh", *command], check=False, capture_output=True
        )
        assert closed.returncode == code

    def test_a_reader_that_leaves_early_is_no_error(self):
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "hkviewer", "show", str(ROOT / "tests/data/sheets/ch-china.md")]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.read(10)
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait() == 0


class TestAnyLocale:
    @pytest.mark.parametrize(
        "variables",
        [
            {"LC_ALL": "C"},
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            {"LC_ALL": "zh_TW.BIG5"},
            {"LC_ALL": "zh_TW.BIG5", "PYTHONIOENCODING": "big5"},
            {"PYTHONIOENCODING": "ascii:strict"},
        ],
        ids=["C", "C without UTF-8 mode", "Big5", "Big5 output", "ASCII output"],
    )
    def test_output_is_utf_8(self, variables):
        done = run("show", **variables)
        assert (done.returncode, done.stderr) == (0, b"")
        assert "Hong Kong’s Membership" in done.stdout.decode("utf-8")
        assert b"\r" not in done.stdout

    def test_a_home_folder_named_in_chinese_is_no_obstacle(self, tmp_path):
        home = tmp_path / "使用者"
        home.mkdir()
        (home / "簡報.md").write_text("# 簡報\n\n內容。\n", "utf-8")
        for locale in ("C", "C.UTF-8", "zh_TW.BIG5"):
            done = run("show", str(home / "簡報.md"), LC_ALL=locale, HOME=str(home), HKVIEWER_HOME="")
            assert (done.returncode, done.stderr) == (0, b"")
            assert done.stdout.decode("utf-8") == "簡報\n\n內容。\n"

    def test_an_argument_that_is_no_text_is_no_crash(self):
        done = run("show", b"\xa4\xa4\xff.md")
        assert done.returncode == 3
        assert b"There is no document" in done.stderr
        done.stderr.decode("utf-8")


def test_show_check_and_verify_import_no_qt():
    sheet = str(ROOT / "content" / "us-relations-with-hong-kong.md")
    for arguments in (["show"], ["show", "--format", "html"], ["check", sheet], ["verify"], ["--version"]):
        done = run(*arguments)
        assert (done.returncode, done.stderr) == (0, b""), arguments


@pytest.mark.parametrize("content", [None, b"\x00binary"])
def test_a_file_that_check_cannot_open_is_exit_code_3_but_one_that_is_no_text_1(tmp_path, capsys, content):
    bad = tmp_path / "bad.md"
    if content is not None:
        bad.write_bytes(content)
    assert cli.main(["check", str(bad)]) == (3 if content is None else 1)
    out, err = capsys.readouterr()
    assert (str(bad) in err, str(bad) in out) == (content is None, content is not None)


def test_what_was_typed_reaches_no_terminal_as_a_command(capsys):
    assert cli.main(["show", "\x1b[31mno\n.md"]) == 3
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert said.count("\n") == 2


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["show", ""], "DOCUMENT"),
        (["show", "--section", ""], "--section"),
        (["search", "trade", ""], "DOCUMENT"),
        (["check", ""], "FILE"),
        ([""], "DOCUMENT"),
        (["--find", ""], "--find"),
        (["--section", ""], "--section"),
    ],
)
def test_an_empty_argument_is_wrong_usage_and_is_named(hkviewer, arguments, name):
    code, out, err = hkviewer(*arguments)
    assert (code, out) == (2, "")
    assert f"{name}: must not be empty" in err
    assert len(err.splitlines()) == 2


@pytest.mark.parametrize("name", [*COMMANDS, "window"])
def test_every_argument_of_every_command_has_a_line_of_help(name):
    if name == "window":
        parser = window_parser(COMMANDS)
    else:
        parser = command_parser(name, COMMANDS[name])
        import_module(f"hkviewer.commands.{name}").add_arguments(parser)
    assert [action.dest for action in parser._actions if not (action.help or "").strip()] == []


@pytest.mark.parametrize("job", cli.JOBS)
def test_no_parser_knows_what_the_program_starts_itself_with(job, hkviewer):
    module, function = cli.JOBS[job]
    assert callable(getattr(import_module(module), function))
    assert job not in hkviewer("--help")[1]
    assert hkviewer(job, "more")[0] == 2
    for command in COMMANDS:
        assert hkviewer(command, job)[0] == 2


def test_no_option_is_hidden():
    hidden = [
        (name, action.option_strings)
        for name in COMMANDS
        for action in options_of(name)
        if action.help == argparse.SUPPRESS
    ]
    assert hidden == []


@pytest.mark.parametrize(
    "command", breadth([(["show"],), (["search", "text"],), (["export", "-o", "copy.txt"],)])
)
def test_front_matter_that_cannot_be_read_is_told_in_one_line_and_the_command_goes_on(tmp_path, command):
    file = tmp_path / "a.md"
    file.write_text("---\ntitle: A\noops\n---\n\nText.\n", encoding="utf-8")
    name, *rest = command
    rest = [str(tmp_path / word) if word == "copy.txt" else word for word in rest]
    done = run(name, *rest[: name == "search"], str(file), *rest[name == "search" :])
    assert done.returncode == 0
    (line,) = [line for line in done.stderr.decode().splitlines() if "front matter" in line]
    assert line.startswith("“a.md”, line 3: ")
    assert "“hkviewer check”" in line
