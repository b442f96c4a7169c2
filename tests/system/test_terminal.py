"""What reaches a terminal is harmless, whoever writes it; a file gets the text as it is."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.system.characters import CONTROLS, harmless_on_terminal
from hkviewer.system.terminal import prepare_streams, progress_line

DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HARMFUL = CONTROLS - {"\n", "\t"}
BIDI = st.text(st.sampled_from([*DIRECTIONS, "\n", "a", "ب"]))


def _on_terminal(*arguments: str, errors: bool = False) -> str:
    """What the program writes where both of its streams are a terminal."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "hkviewer", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL if errors else slave, stderr=slave)
    os.close(slave)
    pieces = []
    try:
        while piece := os.read(master, 65536):
            pieces.append(piece)
    except OSError:  # Linux's way of saying that the other end is closed
        pass
    process.wait()
    os.close(master)
    return b"".join(pieces).decode().replace("\r\n", "\n")


def _is_harmless(text: str) -> bool:
    return harmless_on_terminal(text) == text


def test_controls_but_tab_and_line_feed_are_replaced() -> None:
    assert (
        harmless_on_terminal("a\x1b]0;x\x07\x85\x9b1m\r\tb\nc")
        == "a\ufffd]0;x\ufffd\ufffd\ufffd1m\ufffd\tb\nc"
    )


@pytest.mark.parametrize(
    "text", ["\u202eabc", "abc\u202c", "\u2067a\u202c", "\u202ba\n\u202c", "\u2066\u2066a\u2069"]
)
def test_a_direction_that_stays_open_is_replaced(text: str) -> None:
    assert "\ufffd" in harmless_on_terminal(text)


@pytest.mark.parametrize("text", ["\u202babc\u202c", "\u2067a\u202ab\u202c\u2069", "\u200fa\u200e"])
def test_a_direction_that_is_closed_in_its_line_stays(text: str) -> None:
    assert harmless_on_terminal(text) == text


@given(BIDI)
def test_no_line_leaves_a_direction_open(text: str) -> None:
    for line in harmless_on_terminal(text).split("\n"):
        depth = 0
        for character in line:
            depth += {"\u202c": -1, "\u2069": -1}.get(character, character in DIRECTIONS)
            assert depth >= 0
        assert depth == 0


@given(st.text())
def test_harmless_text_has_as_many_characters_and_stays_when_filtered_again(text: str) -> None:
    harmless = harmless_on_terminal(text)
    assert len(harmless) == len(text)
    assert _is_harmless(harmless)
    assert not HARMFUL & set(harmless)


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo terminal needs a Unix")
class TestTerminal:
    """The program itself, started in a terminal."""

    NAME = "a\x1b]0;owned\x07\x9b31m\u202eb.md"

    def _file(self, folder: Path, text: str) -> str:
        path = folder / self.NAME
        path.write_text(text, encoding="utf-8")
        return str(path)

    @pytest.mark.parametrize("format_", ["text", "markdown", "html", "json"])
    def test_shown_text(self, tmp_path: Path, format_: str) -> None:
        text = "---\ntitle: x\nid: x\n---\n\n# x\n\n## a\u202eb\n\nc\x1b[2Jd\x85e\u2067f\n"
        shown = _on_terminal("show", self._file(tmp_path, text), "--format", format_)
        assert _is_harmless(shown)
        assert "d" in shown

    def test_faults_found_in_a_file(self, tmp_path: Path) -> None:
        shown = _on_terminal("check", self._file(tmp_path, "# T\n\n[x](missing.md)\n"))
        assert _is_harmless(shown)
        assert shown.count(".md:") == 2

    def test_errors(self, tmp_path: Path) -> None:
        shown = _on_terminal("show", str(tmp_path / self.NAME), errors=True)
        assert _is_harmless(shown)
        assert "There is no document" in shown

    def test_a_copy(self, tmp_path: Path) -> None:
        copy = _on_terminal("export", self._file(tmp_path, "# T\n\na\u202eb\n"), "-o", "-", "--format", "pdf")
        assert _is_harmless(copy)

    def test_a_query_that_nothing_holds(self) -> None:
        shown = _on_terminal("export", "-o", "-", "--format", "txt", "--highlight", "zz\x1b[31mq\u202e")
        assert "Nothing is highlighted" in shown
        assert _is_harmless(shown)

    def test_matches_are_still_set_off(self) -> None:
        shown = _on_terminal("search", "piracy")
        assert unicodedata.category(shown[shown.index("\x1b")]) == "Cc"
        assert "\x1b[1;7m" in shown


def test_a_file_gets_the_bytes_as_they_are(tmp_path: Path) -> None:
    text = "# x\n\nc\u202ed\n"
    (tmp_path / "x.md").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "hkviewer", "show", str(tmp_path / "x.md"), "--format", "markdown"]
    assert subprocess.run(command, capture_output=True, check=True).stdout.decode() == text


def test_how_far_a_work_is_stands_on_a_terminal_in_one_line_which_goes_with_it(monkeypatch):
    class Terminal(io.BytesIO):
        def isatty(self) -> bool:
            return True

    written = Terminal()
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(written))
    prepare_streams()
    with progress_line() as tell:
        for done in range(1001):
            tell("Reading", done, 1000)
        print("a\rb\x1b[K", file=sys.stderr)  # what others write stays harmless
    lines = written.getvalue().decode().split("\r")
    assert lines[:3] == ["", "Reading: 0 of 1,000", "Reading: 50 of 1,000"]
    assert len(lines) == 23
    assert lines[20] == "Reading: 950 of 1,000a\ufffdb\ufffd[K\n"
    assert (lines[21].strip(), lines[22]) == ("", "")


def test_and_elsewhere_nowhere(capsys):
    with progress_line() as tell:
        tell("Reading", 0, 1000)
    assert capsys.readouterr().err == ""
