"""Setting copies in a process of its own."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial

import pytest

from hkviewer.cli import main
from hkviewer.content.document import read_document
from hkviewer.content.sizes import WORDS_FOR_A_LEAF, WORDS_TO_A_LEAF
from hkviewer.errors import UsageError
from hkviewer.export.briefing import SheetPart
from hkviewer.export.copy_maker import CopyMaker
from hkviewer.export.pdf import copy_process
from hkviewer.export.pdf import job as job_module
from hkviewer.export.pdf.copy_process import IN_PROCESS, CopyProcess
from hkviewer.export.pdf.copy_setter import CopyError, Stopped
from hkviewer.export.pdf.job import job_of
from hkviewer.export.pdf.worker_protocol import BrokenMessageError, Message, receive, send
from hkviewer.export.pictures import CopyPictures
from hkviewer.system import child_process
from hkviewer.system.child_process import own_command
from tests.examples import breadth


@pytest.fixture
def process():
    with CopyProcess() as process:
        yield process


@pytest.fixture
def large(brief, part_of):
    return brief(part_of("# T\n\n" + "\n\n".join(f"## S{n}\n\n{'word ' * 400}" for n in range(300))))


def test_it_makes_the_same_bytes_and_stays_for_the_next_copy(compiler, process, brief, hong_kong, children):
    briefing = brief(hong_kong, layout="compact")
    maker = CopyMaker(process)
    assert maker.pdf(briefing) == compiler.pdf(briefing)
    assert maker.pdf(briefing, balanced=False) == compiler.pdf(briefing, balanced=False)
    assert len(children) == 1
    process.close()
    assert children[0].returncode is not None
    assert maker.pdf(brief(hong_kong)) == compiler.pdf(brief(hong_kong))
    assert len(children) == 2


def test_it_is_stopped_at_once_and_the_next_copy_is_set(process, large, brief, hong_kong, children):
    answers = iter([False] * 20)
    maker = CopyMaker(process)
    with pytest.raises(Stopped):
        maker.pdf(large, stop=lambda: next(answers, True))
    assert maker.pdf(brief(hong_kong)).startswith(b"%PDF-")
    assert len(children) <= 2


def test_a_few_pages_are_stopped_without_ending_the_process(process, brief, hong_kong, children):
    maker = CopyMaker(process)
    maker.pdf(brief(hong_kong))
    for _ in range(3):
        asked = iter([False, False])
        with pytest.raises(Stopped):
            maker.pdf(brief(hong_kong, layout="compact"), stop=partial(next, asked, True))
    maker.pdf(brief(hong_kong))
    assert len(children) == 1


def test_what_is_wrong_with_a_copy_is_told_as_by_this_process(process, brief, hong_kong):
    job = job_of(brief(hong_kong), CopyPictures(process)) | {"doc": {"lang": "en"}}
    for _ in range(2):
        with pytest.raises(CopyError, match="could not be set"):
            process.set_job(job)


def test_a_pdf_that_would_take_too_much_memory_is_refused_before_it_is_set(
    process, brief, hong_kong, monkeypatch
):
    words = brief(hong_kong).word_count
    monkeypatch.setattr(job_module, "LARGEST_PDF", words - 1)
    with pytest.raises(UsageError, match=f"A PDF of {words:,} words would take too much memory"):
        CopyMaker(process).pdf(brief(hong_kong))
    monkeypatch.setattr(job_module, "LARGEST_PDF", words)
    assert job_of(brief(hong_kong), CopyPictures(process))["words"] == words


def test_a_pdf_of_very_many_cells_is_refused_as_each_takes_as_much_memory_as_words(brief, tmp_path):
    path = tmp_path / "cells.md"
    path.write_text("|a|b|\n|-|-|\n" + "|1|2|\n" * 2_000, encoding="utf-8")
    document = read_document(path)
    briefing = brief(SheetPart.of(document))
    leaves, words = briefing.sheets[0].leaf_count, briefing.word_count
    assert (leaves, words) == (4_002, 6_003), "the bars between cells count as words"
    limit = words + WORDS_FOR_A_LEAF * (leaves - words // WORDS_TO_A_LEAF)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(job_module, "LARGEST_PDF", limit)
        job_module._check_size(briefing)
        patch.setattr(job_module, "LARGEST_PDF", limit - 1)
        with pytest.raises(
            UsageError, match="A PDF of 4,002 paragraphs, items and cells would take too much"
        ):
            job_module._check_size(briefing)


@pytest.mark.skipif(sys.platform == "win32", reason="a program of POSIX")
def test_ending_it_before_it_can_work_does_not_mean_that_none_may_start(
    brief, hong_kong, monkeypatch, children
):
    monkeypatch.setattr(child_process, "own_command", lambda *_: ["/bin/sleep", "60"])
    ended: list[bool] = []

    with CopyProcess() as starting:

        def wait() -> None:
            with pytest.raises(Stopped):
                CopyMaker(starting).pdf(brief(hong_kong))
            ended.append(starting.is_limited)

        thread = threading.Thread(target=wait)
        thread.start()
        while not children:
            time.sleep(0.01)
        starting.close()
        thread.join()
        assert ended == [True]


@pytest.fixture(params=[["/nowhere/hkviewer"], ["/bin/false"], ["/bin/true"]])
def no_process(request, monkeypatch):
    """No process can be started, or it ends before it can work."""
    monkeypatch.setattr(child_process, "own_command", lambda *_: request.param)


@pytest.mark.usefixtures("no_process")
def test_where_no_process_may_start_this_one_sets_the_copy(compiler, brief, hong_kong):
    with CopyProcess() as process:
        assert CopyMaker(process).pdf(brief(hong_kong)) == compiler.pdf(brief(hong_kong))
        assert process.notice == IN_PROCESS


@pytest.mark.usefixtures("no_process")
def test_where_no_process_may_start_it_is_said_once(tmp_path, capsys):
    assert main(["export", "-o", str(tmp_path / "copy.pdf")]) == 0
    assert capsys.readouterr().err == f"{IN_PROCESS}\n"
    assert (tmp_path / "copy.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_process_killed_midway_is_one_line_and_the_output_is_as_it_was(
    tmp_path, capsys, monkeypatch, children
):
    sheet, target = tmp_path / "sheet.md", tmp_path / "copy.pdf"
    sheet.write_text("# T\n\n" + "\n\n".join(f"## S{n}\n\n{'word ' * 400}" for n in range(900)))
    target.write_bytes(b"before")
    send_ = send

    def kill_soon(stream, values, data=b""):
        send_(stream, values, data)
        if values["do"] == "set":
            threading.Timer(0.05, lambda: os.kill(children[-1].pid, signal.SIGKILL)).start()

    monkeypatch.setattr(copy_process, "send", kill_soon)
    assert main(["export", str(sheet), "-o", str(target)]) == 4
    said = capsys.readouterr().err
    assert said.splitlines()[0] == copy_process.ENDED
    assert "Traceback" not in said
    assert target.read_bytes() == b"before"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.pdf", "sheet.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("sign", breadth([signal.SIGINT, signal.SIGTERM, signal.SIGKILL]))
def test_it_lives_no_longer_than_its_caller(tmp_path, sign):
    sheet = tmp_path / "sheet.md"
    sheet.write_text("# T\n\n" + "\n\n".join(f"## S{n}\n\n{'word ' * 400}" for n in range(900)))
    code = (
        "import signal, sys\n"
        # What a shell starts in the background would not hear SIGINT.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from hkviewer.export.pdf import copy_process as c\n"
        "s = c.send\n"
        "def told(stream, values, data=b''):\n"
        "    s(stream, values, data)\n"
        "    if values['do'] == 'set':\n"
        "        print(p._process.pid, p.folder.path, flush=True)\n"
        "c.send = told\n"
        "real = c.CopyProcess.__init__\n"
        "def init(self, *a):\n"
        "    global p\n"
        "    p = self\n"
        "    real(self, *a)\n"
        "c.CopyProcess.__init__ = init\n"
        "from hkviewer.cli import main\n"
        f"sys.exit(main(['export', {str(sheet)!r}, '-o', {str(tmp_path / 'copy.pdf')!r}]))\n"
    )
    caller = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert caller.stdout
    pid, folder = caller.stdout.readline().split(" ", 1)
    caller.send_signal(sign)
    _, said = caller.communicate(timeout=60)
    assert caller.returncode == (130 if sign == signal.SIGINT else -sign)
    assert said == ""
    end = time.monotonic() + 20
    while (_is_alive(int(pid)) or os.path.exists(folder.strip())) and time.monotonic() < end:  # noqa: PTH110
        time.sleep(0.02)
    assert not _is_alive(int(pid))
    assert not os.path.exists(folder.strip())  # noqa: PTH110
    assert not (tmp_path / "copy.pdf").exists()


def _is_alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_message_arrives_as_it_was_sent():
    stream = io.BytesIO()
    send(stream, {"do": "set", "words": "ü\ud800\x00"}, b"\x00\xff")
    send(stream, {})
    stream.seek(0)
    assert receive(stream) == Message({"do": "set", "words": "ü\ud800\x00"}, b"\x00\xff")
    assert receive(stream) == Message({}, b"")
    assert receive(stream) is None


NO_MESSAGES = [
    b"{",
    b"[]" * 30,
    b"\xff" * 20,
    b"\0\0\0\2\0\0\0\0[]",
    b"\0\0\0\2\0\0\0\7{}abc",
    b"\0\0\0\2\0\0\0\0{",
]


@pytest.mark.parametrize("given", NO_MESSAGES)
def test_what_is_no_message_is_told_from_one(given):
    with pytest.raises(BrokenMessageError):
        receive(io.BytesIO(given))


@pytest.mark.parametrize("given", [b"", *NO_MESSAGES[:3], b"\0\0\0\2\0\0\0\0{}"])
def test_a_standard_input_that_is_no_job_is_said_without_a_traceback(given):
    done = subprocess.run(own_command("--set-copy"), input=given, capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr.decode() == "The standard input is no job of this program’s.\n"
    assert done.stdout == b""
