"""A check in a process of its own: the same answer, but ended where it takes too long."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from hkviewer.cli import main
from hkviewer.content.document import bundled_sheets
from hkviewer.content.sizes import LARGEST_COPY, LARGEST_FILE
from hkviewer.errors import DocumentError
from hkviewer.export.verification import check_process
from hkviewer.export.verification.extract import tagged_texts
from tests.examples import breadth

SHEET = "---\nid: {0}\ntitle: Sheet {0}\n---\n# Sheet {0}\n\n## One\n\nWords of {0}.\n"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the files one.md and two.md, beside which it is."""
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        Path(f"{name}.md").write_text(SHEET.format(name), encoding="utf-8")
    assert main(["export", "one.md", "two.md", "-o", "copy.pdf", "--date", "2026-11-22"]) == 0
    return Path("copy.pdf")


def test_a_copy_of_ones_own_files_is_checked_against_them(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(copy), "--against", "one.md", "--against", "two.md"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Sheet one: text identical to this edition; whole sheet.",
        "Sheet two: text identical to this edition; whole sheet.",
        "The preparer’s own, word for word:",
        "  Date: 22 November 2026",
    ]


def test_one_of_them_alone_is_not_enough(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(copy), "--against", "two.md"]) == 1
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert "“one”" in first
    assert second.startswith("Sheet two: the words are the same; the drawing of the page was not compared")


def test_a_changed_file_is_told(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("two.md").write_text(SHEET.format("two").replace("Words", "Other words"), encoding="utf-8")
    assert main(["verify", str(copy), "--against", "one.md", "--against", "two.md"]) == 1
    assert "  One: the copy has “Words” where the sheet has “Other words”." in capsys.readouterr().out


def test_the_file_named_counts_before_the_library_and_the_program(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["library", "add", "one.md", "two.md"]) == 0
    words = Path("two.md").read_text(encoding="utf-8").replace("Words", "Other words")
    Path("other.md").write_text(words, encoding="utf-8")
    assert main(["export", "-o", "bundled.pdf"]) == 0
    ours = bundled_sheets()[0]
    mine = f"---\ntitle: Mine\nid: {ours.sheet.id}\n---\n# Mine\n\nNothing of it.\n"
    Path("mine.md").write_text(mine, encoding="utf-8")
    capsys.readouterr()
    assert main(["verify", str(copy), "--against", "other.md"]) == 1
    assert "the copy has “Words” where the sheet has “Other words”." in capsys.readouterr().out
    assert main(["verify", "bundled.pdf", "--against", "mine.md"]) == 1
    assert "Mine: text not identical" in capsys.readouterr().out


def test_a_sheet_that_is_gone_from_the_library_is_not_denied(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["library", "add", "one.md", "two.md"]) == 0
    Path("one.md").rename("away.txt")
    capsys.readouterr()
    assert main(["verify", str(copy)]) == 1
    told = capsys.readouterr().out.splitlines()[0]
    assert told.startswith("The copy names the sheet “one”, which is in the library, but is not here now: “")


def test_a_file_named_that_is_no_sheet_of_the_copy_is_no_assurance(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["library", "add", "one.md", "two.md"]) == 0
    Path("three.md").write_text(SHEET.format("three"), encoding="utf-8")
    capsys.readouterr()
    assert main(["verify", str(copy), "--against", "three.md"]) == 1
    told = capsys.readouterr().out
    assert "“three.md” was not used: the copy holds no sheet “three”." in told.replace(f"{Path.cwd()}/", "")
    assert main(["verify", str(copy), "--against", "one.md", "--against", "three.md"]) == 0
    assert "was not used" in capsys.readouterr().out


def test_a_file_without_an_id_is_known_under_another_name_by_its_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("report.md").write_text("# Report\n\n## One\n\nWords.\n", encoding="utf-8")
    assert main(["export", "report.md", "-o", "copy.pdf"]) == 0
    Path("report.md").rename("final.md")
    assert main(["verify", "copy.pdf", "--against", "final.md"]) == 0
    assert "Report: text identical to this edition" in capsys.readouterr().out
    with Path("final.md").open("a") as file:
        file.write("More.\n")
    capsys.readouterr()
    assert main(["verify", "copy.pdf", "--against", "final.md"]) == 1
    assert "“report”, which is none of the files given: “final”." in capsys.readouterr().out


def test_the_foot_of_a_copy_of_ones_own_files_says_what_checks_it(copy: Path) -> None:
    check = "To check this copy against its source: hkviewer verify FILE.pdf"
    assert main(["export", "-o", "bundled.pdf"]) == 0
    feet = [
        tagged_texts(path.read_bytes(), path)[-1].text.split(". ", 1)[1]
        for path in (copy, Path("bundled.pdf"))
    ]
    assert feet == [f"{check} --against SHEET.md --against SHEET.md", check]


def test_what_does_not_end_in_time_is_ended_and_has_not_passed(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def endless(*_: str, leads_group: bool, **streams: Any) -> subprocess.Popen[bytes]:
        assert leads_group
        started.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], **streams))
        return started[-1]

    monkeypatch.setattr(check_process, "start_own", endless)
    monkeypatch.setattr(check_process, "LONGEST_CHECK", 0.2)
    code, lines = check_process.check_copy(copy)
    assert (code, len(lines)) == (1, 1)
    assert "did not end within" in lines[0]
    assert started[0].poll() is not None


FAMILY = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open("new", "w").write(str(child.pid))
os.rename("new", "child")
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="groups of processes are POSIX’s")
def test_what_it_started_is_ended_with_it(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def family(*_: str, leads_group: bool, **streams: Any) -> subprocess.Popen[bytes]:
        assert leads_group
        parent = subprocess.Popen([sys.executable, "-c", FAMILY], process_group=0, **streams)
        while parent.poll() is None and not Path("child").exists():
            time.sleep(0.01)
        return parent

    monkeypatch.setattr(check_process, "start_own", family)
    monkeypatch.setattr(check_process, "LONGEST_CHECK", 0.1)
    assert check_process.check_copy(copy)[0] == 1
    assert has_ended(int(Path("child").read_text(encoding="ascii")))


ENDLESS = """
import time
from hkviewer.export.verification import check_process
check_process._here = lambda *_: time.sleep(600)
print("waits", flush=True)
check_process.check_stdin()
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks there whether a process goes on")
def test_it_ends_with_its_caller_whatever_that_dies_of(copy: Path) -> None:
    job = json.dumps({"copy": "copy.pdf", "against": []}).encode() + b"\n"
    command = [sys.executable, "-c", ENDLESS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stdout.readline() == b"waits\n"
        child.stdin.write(job)
        child.stdin.flush()
        assert child.poll() is None
        child.stdin.close()  # as the system does for a caller that dies
        assert child.wait(60) != 0


def has_ended(number: int) -> bool:
    """Whether a process ends within some seconds; one that nobody asked for its code yet has ended."""
    state = Path(f"/proc/{number}/stat")
    for _ in range(500):
        try:
            if state.read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.01)
    return False


def test_a_process_that_dies_has_not_passed(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dying(*_: str, leads_group: bool, **streams: Any) -> subprocess.Popen[bytes]:
        assert leads_group
        return subprocess.Popen([sys.executable, "-c", "import os; os._exit(70)"], **streams)

    monkeypatch.setattr(check_process, "start_own", dying)
    code, lines = check_process.check_copy(copy)
    assert code == 1
    assert "failed" in lines[0]


def test_where_no_process_can_be_started_the_check_is_made_here(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    against = [Path("one.md"), Path("two.md")]
    answer = check_process.check_copy(copy, against)

    def refused(*_: str, **__: Any) -> subprocess.Popen[bytes]:
        raise PermissionError("not allowed")

    monkeypatch.setattr(check_process, "start_own", refused)
    assert check_process.check_copy(copy, against) == answer
    with pytest.raises(DocumentError):
        check_process.check_copy(copy, [Path("none.md")])


def test_a_file_that_is_not_there_is_named_by_its_process_too(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(copy), "--against", "none.md"]) == 3
    assert "“none.md”" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["--against", "one.md"], ["one.md", "--against", "one.md"], ["copy.pdf", "--against", ""]]
)
def test_only_a_copy_is_checked_against_a_file(copy: Path, arguments: list[str]) -> None:
    assert main(["verify", *arguments]) == 2


@pytest.mark.parametrize(
    "job", breadth([b"", b"[]", b"{}", b'{"copy": 1, "against": []}', json.dumps([1]).encode()])
)
def test_what_is_no_job_is_refused(job: bytes) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hkviewer", "--check-copy"], input=job, capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"no job" in done.stderr


def test_what_is_no_copy_is_refused_in_words_about_copies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder.pdf").mkdir()
    with (tmp_path / "large.pdf").open("wb") as file:
        file.truncate(LARGEST_COPY + 38 * 1024 * 1024)
    said = {}
    for name in ("folder.pdf", "large.pdf"):
        assert main(["verify", str(tmp_path / name)]) == 3
        said[name] = capsys.readouterr().err.replace(f"{tmp_path}{os.sep}", "")
    assert said["folder.pdf"] == "“folder.pdf” is a folder, not a copy to check.\nChoose a PDF file in it.\n"
    assert said["large.pdf"] == (
        "“large.pdf” is too large: 238.0 MB; a copy to check may have 200 MB.\n"
        "Set it again with fewer or smaller pictures, or in several copies.\n"
    )


@pytest.mark.slow
def test_a_copy_may_be_larger_than_a_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    pictures = []
    for number in range(9):
        noise = random.Random(number).randbytes(2400 * 1600 * 3)
        Image.frombytes("RGB", (2400, 1600), noise).save(f"{number}.jpg", quality=80)
        pictures.append(f"![Photograph {number}]({number}.jpg)\n")
    Path("one.md").write_text(SHEET.format("one") + "\n" + "\n".join(pictures), encoding="utf-8")
    assert main(["export", "one.md", "-o", "copy.pdf"]) == 0
    assert Path("copy.pdf").stat().st_size > LARGEST_FILE
    assert main(["verify", "copy.pdf", "--against", "one.md"]) == 0
    assert "text identical" in capsys.readouterr().out
