"""Setting a copy in a process of its own."""

from __future__ import annotations

import json
import subprocess

import pytest

from hkviewer.errors import UsageError
from hkviewer.export.pdf import compiler as compiler_module
from hkviewer.export.pdf import copy_process
from hkviewer.export.pdf.compiler import CopyError, Stopped, job_of
from hkviewer.system import child_process
from hkviewer.system.child_process import own_command


def test_a_child_makes_the_same_bytes(compiler, brief, hong_kong):
    briefing = brief(hong_kong, layout="compact")
    assert copy_process.pdf_in_child(briefing) == compiler.pdf(briefing)
    assert copy_process.pdf_in_child(briefing, balanced=False) == compiler.pdf(briefing, balanced=False)


def test_a_child_is_stopped_at_once(brief, part_of, children):
    briefing = brief(part_of("# T\n\n" + "\n\n".join(f"## S{n}\n\n{'word ' * 400}" for n in range(100))))
    assert copy_process.is_large(briefing)
    answers = iter((False, False, True))
    with pytest.raises(Stopped):
        copy_process.pdf_in_child(briefing, stop=lambda: next(answers))
    assert next(answers, "no answer is left") == "no answer is left", (
        "it is asked until it says so, and no more"
    )
    (process,) = children
    assert process.returncode not in (None, 0), "it has ended, and not with a copy"


def test_a_pdf_that_would_take_too_much_memory_is_refused_before_it_is_set(brief, hong_kong, monkeypatch):
    words = brief(hong_kong).word_count
    monkeypatch.setattr(compiler_module, "LARGEST_PDF", words - 1)
    with pytest.raises(UsageError, match=f"A PDF of {words:,} words would take too much memory"):
        copy_process.pdf_in_child(brief(hong_kong))
    monkeypatch.setattr(compiler_module, "LARGEST_PDF", words)
    assert job_of(brief(hong_kong))["words"] == words


def test_the_bundled_sheet_is_not_large(brief, hong_kong):
    assert not copy_process.is_large(brief(hong_kong))


def test_a_childs_complaint_is_told_as_ones_own(brief, hong_kong, monkeypatch):
    job = {**job_of(brief(hong_kong)), "timestamp": -1}
    monkeypatch.setattr(copy_process, "job_of", lambda _: job | {"doc": {"lang": "en"}})
    with pytest.raises(CopyError, match="could not be set"):
        copy_process.pdf_in_child(brief(hong_kong))


def test_a_child_that_cannot_start_or_dies_is_told(brief, hong_kong, monkeypatch):
    monkeypatch.setattr(child_process, "own_command", lambda *_: ["/nowhere/hkviewer"])
    with pytest.raises(CopyError, match="could not be started"):
        copy_process.pdf_in_child(brief(hong_kong))
    monkeypatch.setattr(child_process, "own_command", lambda *_: ["/bin/false"])
    with pytest.raises(CopyError, match="could not be set"):
        copy_process.pdf_in_child(brief(hong_kong))


def test_the_program_started_for_a_copy_sets_the_job_on_its_standard_input(brief, hong_kong, compiler):
    briefing = brief(hong_kong)
    done = subprocess.run(
        own_command("--set-copy"),
        input=json.dumps(job_of(briefing)).encode(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == compiler.pdf(briefing)


@pytest.mark.parametrize("given", [b"", b"{", b"[]", b"{}", b'{"doc": 3}'])
def test_a_job_that_is_none_is_said_without_a_traceback(given):
    done = subprocess.run(
        own_command("--set-copy"),
        input=given,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
