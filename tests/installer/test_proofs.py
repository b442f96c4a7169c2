"""Each proof notices what it is there for; here the system only says what it is told to say."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from installer import proofs
from installer.bare_system import BareSystem
from installer.errors import BuildError


@dataclass
class _System:
    root: Path
    home: Path
    code: int = 0
    out: str = ""
    err: str = ""
    held: list[set[str]] = field(default_factory=list)

    def as_reader(self, *command: str, **_variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, self.code, self.out, self.err)

    def as_root(self, *_command: str) -> str:
        return ""

    def files(self) -> set[str]:
        return self.held.pop(0)


@pytest.fixture
def system(tmp_path):
    return _System(tmp_path, tmp_path)


@pytest.fixture
def refuses(system):
    def check(proof: Callable[[proofs.Installed], str], words: str, before: set[str] | None = None) -> None:
        found = proofs.Installed(
            cast("BareSystem", system), "hkviewer", "hkviewer", "hkviewer-cli", before or set()
        )
        with pytest.raises(BuildError, match=words):
            proof(found)

    return check


@pytest.mark.parametrize(
    "proof", [proofs.version, proofs.self_test, proofs.show, proofs.search, proofs.export]
)
def test_a_program_that_fails_is_refused(system, refuses, proof):
    system.code, system.err = 70, "hkviewer failed unexpectedly"
    refuses(proof, "ended with 70:\nhkviewer failed unexpectedly")


@pytest.mark.parametrize("proof", [proofs.version, proofs.self_test, proofs.show, proofs.search])
def test_a_word_on_stderr_is_refused(system, refuses, proof):
    system.out, system.err = "hkviewer 0.1.0\n", "qt.qpa.xcb: could not connect"
    refuses(proof, "could not connect")


def test_another_version_is_refused(system, refuses):
    system.out = "something else\n"
    refuses(proofs.version, "something else")


def test_a_section_that_is_not_shown_is_refused(system, refuses):
    system.out = json.dumps({"sections": [{"title": "Tr\u00e4de", "text": "a text"}]})
    refuses(proofs.show, "show left out \\['Tr\u00e4de'\\]")


def test_a_sheet_without_sections_is_refused(system, refuses):
    system.out = json.dumps({"sections": []})
    refuses(proofs.show, "show left out")


def test_a_figure_that_is_not_found_is_refused(system, refuses):
    system.out = json.dumps({"sections": [{"title": "Trade", "text": "a text"}]})
    refuses(proofs.search, "did not find “\\$31 billion”")


def test_an_export_that_is_no_pdf_is_refused(system, refuses, tmp_path):
    (tmp_path / proofs.COPY).write_bytes(b"%PDF-1.7 and then nothing")
    refuses(proofs.export, "no PDF")


def test_silence_about_a_missing_display_is_refused(system, refuses):
    system.code, system.err = 134, "Aborted"
    refuses(proofs.without_display, "ended with 134:\nAborted")


def test_a_python_on_the_system_is_refused(system, refuses, tmp_path):
    (tmp_path / "usr" / "bin").mkdir(parents=True)
    (tmp_path / "usr" / "bin" / "python3").touch()
    refuses(proofs.no_python, "python3")


def test_a_file_in_an_undocumented_folder_is_refused(system, refuses, tmp_path):
    for name in (".config/hkviewer/settings.json", ".cache/fontconfig/x.cache", ".hkviewerrc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    refuses(proofs.home, r"nobody is told: \.hkviewerrc\.")


def test_what_a_purge_leaves_behind_is_refused(system, refuses):
    system.held = [{"usr", "usr/lib/x"}, {"usr", "usr/lib/x/left"}]
    refuses(proofs.purge, r"Left behind: \['usr/lib/x/left'\]; missing: \[\]", before={"usr"})


def test_what_a_purge_takes_away_too_much_is_refused(system, refuses):
    system.held = [{"usr", "usr/lib/x"}, set()]
    refuses(proofs.purge, r"missing: \['usr'\]", before={"usr"})


def test_the_script_says_so_where_there_is_no_package(tmp_path):
    script = Path(__file__).parents[2] / "tools" / "prove_bare_system.py"
    done = subprocess.run([sys.executable, script, tmp_path], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("There is no package in")
    assert done.stdout == ""
