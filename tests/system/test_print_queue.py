"""Handing a PDF to a print queue, tried with an `lp` that writes down what it is given."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hkviewer.errors import OutputError
from hkviewer.system.print_queue import PrintJob, arguments, send, takes_pdf

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there is no lp")

JOB = PrintJob("Office", "A copy", 2, [("sides", "two-sided-long-edge")])


@pytest.fixture
def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Makes the `lp` of these lines of shell; its folder."""

    def made(lines: str) -> Path:
        program = tmp_path / "lp"
        program.write_text(f"#!/bin/sh\ncd {tmp_path}\n{lines}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.defpath}")
        return tmp_path

    return made


RECORDS = 'for a in "$@"; do printf "%s\\n" "$a"; done > arguments; cat > given'


def test_the_queue_gets_the_very_bytes_and_what_was_asked(lp):
    folder = lp(RECORDS)
    pdf = b"%PDF-1.7 " + bytes(range(256)) * 4_000
    assert takes_pdf()
    assert send(pdf, JOB)
    assert (folder / "given").read_bytes() == pdf
    given = (folder / "arguments").read_text().splitlines()
    assert given == ["-d", "Office", "-n", "2", "-t", "A copy", "-o", "sides=two-sided-long-edge"]


def test_no_word_of_the_job_is_read_by_a_shell_or_as_another_option(lp):
    folder = lp(RECORDS)
    title = "-o $(touch hit); `touch hit` \n\x1b[31m 香港"
    options = [("job-billing", 'a "b" \\ $(touch hit) media=A3'), ("-d", "other"), ("InputSlot", "")]
    send(b"%PDF", PrintJob("Büro/2", title, 1, options))
    given = (folder / "arguments").read_text().splitlines()
    assert given[1] == "Büro/2"
    assert given[5] == "-o $(touch hit); `touch hit` [31m 香港"
    assert given[6:] == ["-o", 'job-billing="a \\"b\\" \\\\ $(touch hit) media=A3"']
    assert not (folder / "hit").exists()


def test_a_copy_without_a_title_has_one_in_the_queue():
    assert arguments(JOB._replace(title="\n"))[5] == "Copy"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            "echo 'lp: The printer or class does not exist.' >&2; echo more >&2; exit 1",
            "The printer “Office” did not take the copy: The printer or class does not exist.",
        ),
        ("cat > /dev/null; exit 1", "The printer “Office” did not take the copy."),
        (
            "printf 'lp: \\033[31mno\\377\\n' >&2; exit 9",
            "The printer “Office” did not take the copy: [31mno�.",
        ),
        ("kill -9 $$", "The printer “Office” did not take the copy."),
    ],
)
def test_a_queue_that_refuses_is_named_in_one_line(lp, lines, said):
    lp(lines)
    with pytest.raises(OutputError) as caught:
        send(b"%PDF" * 100_000, JOB)
    assert caught.value.what == said
    assert "another printer" in caught.value.remedy


def test_a_command_that_cannot_start_is_named(lp):
    (lp("true") / "lp").write_text("no program", encoding="utf-8")
    with pytest.raises(OutputError, match="did not take the copy"):
        send(b"%PDF", JOB)


def test_without_the_command_no_print_system_takes_pdf(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not takes_pdf()


def test_stopping_ends_the_command_and_what_it_started(lp):
    folder = lp("sleep 60 & echo $! > child; sleep 60")
    looks = iter([False, True])
    begun = time.monotonic()
    assert not send(b"%PDF" * 100_000, JOB, lambda: (folder / "child").exists() and next(looks))
    assert time.monotonic() - begun < 30
    child = int((folder / "child").read_text())
    assert _has_ended(child)


def _has_ended(process: int) -> bool:
    for _ in range(100):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except (OSError, IndexError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_frozen_programs_libraries_are_not_the_commands(lp, monkeypatch):
    folder = lp('printf "%s" "$LD_LIBRARY_PATH" > libraries; cat > /dev/null')
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle")
    send(b"%PDF", JOB)
    assert (folder / "libraries").read_text() == ""
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/lib")
    send(b"%PDF", JOB)
    assert (folder / "libraries").read_text() == "/opt/lib"
