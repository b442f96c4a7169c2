"""--self-test: every part a line, and a part that fails does not hide the others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from hkviewer import cli
from hkviewer.commands import self_test
from hkviewer.errors import DocumentError
from hkviewer.system import paths
from tests.hostile_pictures import DOT

ROOT = Path(__file__).resolve().parent.parent
counted = pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="only on Pythons that count the references to None"
)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def parts(monkeypatch):
    """Puts other parts in place of the real ones."""

    def put(**named):
        monkeypatch.setattr(self_test, "_parts", lambda _settings: named)

    return put


def test_every_part_of_the_checkout_works_and_nothing_else_is_said(tmp_path):
    compile_ = [sys.executable, "-m", "hkviewer.content.compile_sheets"]
    subprocess.run(compile_, cwd=ROOT, check=True)
    found = subprocess.run(
        [sys.executable, "-m", "hkviewer", "--self-test"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    said = found.stdout.splitlines()
    assert [line for line in said if line.startswith("FAILED")] == []
    assert said[-1] == "Everything works."
    assert (found.returncode, found.stderr) == (0, "")


def test_each_part_has_one_line(parts, capsys):
    parts(one=lambda: "fine", two=lambda: "fine too")
    assert cli.main(["--self-test"]) == 0
    assert lines(capsys) == ["ok     one: fine", "ok     two: fine too", "Everything works."]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (self_test.SelfTestError("seen this"), "seen this"),
        (DocumentError("It is gone.", "Bring it back."), "It is gone. Bring it back."),
        (ImportError("no\nmodule"), "ImportError('no\\nmodule')"),
        (SystemExit(2), "SystemExit(2)"),
    ],
)
def test_a_part_that_fails_says_so_in_one_line_and_the_others_are_tried(parts, capsys, error, words):
    def fail():
        raise error

    parts(broken=fail, whole=lambda: "fine")
    assert cli.main(["--self-test"]) == 1
    assert lines(capsys) == [f"FAILED broken: {words}", "ok     whole: fine", "1 of 2 parts do not work."]


def test_the_readers_own_settings_are_left_alone(parts, monkeypatch, capsys):
    monkeypatch.setenv("HKVIEWER_HOME", "/reader")
    parts(settings=lambda: str(paths.settings_folder()))
    self_test.run()
    assert "/reader" not in lines(capsys)[0]
    assert paths.settings_folder() == Path("/reader/config")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{}", "nothing is set"),
        (
            '{"defaults": {"zoom": 150, "markings": ["", "CUI"]}, "locks": {"theme": "dark"}}',
            "locked: theme “dark”; defaults: zoom 150, markings “” or “CUI”",
        ),
        (
            '{"locks": {"markings": ["A", "B"], "recent-documents": true}}',
            "recent-documents true, markings “A” or “B”",
        ),
        (
            '{"locks": {"browser-copy": true, "external-links": false}}',
            "locked: external-links false, browser-copy true",
        ),
    ],
)
def test_the_policy_s_line_says_what_is_in_force(tmp_path, monkeypatch, text, words):
    (tmp_path / "policy.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(paths, "policy_file", lambda: tmp_path / "policy.json")
    said = self_test._policy()
    assert said.startswith(f"“{tmp_path / 'policy.json'}”: ")
    assert words in said


def test_the_policy_s_line_says_that_there_is_none_or_one_on_trial(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "policy_file", lambda: tmp_path / "policy.json")
    assert self_test._policy() == f"none: there is no “{tmp_path / 'policy.json'}”"
    (tmp_path / "trial.json").write_text('{"locks": {"paper": "a4"}}', encoding="utf-8")
    monkeypatch.setenv("HKVIEWER_POLICY", str(tmp_path / "trial.json"))
    assert self_test._policy().startswith("on trial, because there is no")
    assert "locked: paper “a4”" in self_test._policy()
    (tmp_path / "policy.json").write_text("{}", encoding="utf-8")
    assert "(HKVIEWER_POLICY is left aside)" in self_test._policy()


def test_what_every_copy_says_is_said_once(capsys):
    said: set[str] = set()
    for line in ("The policy has faults.", "The policy has faults.", "No copy is made."):
        with self_test._told_once(said):
            print(line, file=sys.stderr)
    assert capsys.readouterr().err == "The policy has faults.\nNo copy is made.\n"


def test_a_policy_with_a_fault_fails_its_line_and_says_what_is_in_force_all_the_same(tmp_path, monkeypatch):
    text = '{"locks": {\n "theme": "drak",\n "external-links": "no",\n "marking": 7}}'
    (tmp_path / "policy.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(paths, "policy_file", lambda: tmp_path / "policy.json")
    with pytest.raises(self_test.SelfTestError) as raised:
        self_test._policy()
    said = str(raised.value)
    for words in ("Line 2: “theme” must be", "Line 3: “external-links”", "Line 4: “marking”"):
        assert words in said
    assert said.endswith("locked: external-links false; no copies are made")


@counted
def test_this_pyside_keeps_the_references_to_none():
    assert abs(self_test.lost_references(QObject())) < 100


@counted
def test_lost_references_to_none_are_counted():
    class Leaking:
        kept: list[None]

        def __init__(self) -> None:
            self.kept = [None] * 2000

        def setObjectName(self, _name: str) -> None:  # noqa: N802  Qt’s name
            self.kept.pop()

    assert self_test.lost_references(Leaking()) >= 900


def test_settings_below_a_file_are_not_called_kept(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    assert self_test._settings(file / "folder") == f"not kept: “{file}” is a file, not a folder"
    assert self_test._settings(file) == f"not kept: “{file}” is a file, not a folder"
    assert self_test._settings(tmp_path / "new" / "folder").startswith("kept in ")


NO_TEMPORARY = """
import sys, tempfile
def none():
    raise FileNotFoundError(2, "No usable temporary directory found in ['/tmp', '/var/tmp']")
tempfile._get_default_tempdir = none
from hkviewer.cli import main
sys.exit(main())
"""


def without_temporary(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the program where no temporary folder can be made."""
    return subprocess.run(
        [sys.executable, "-c", NO_TEMPORARY, *arguments],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": "/none", "TEMP": "/none", **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.slow
def test_without_a_temporary_folder_every_part_is_tried():
    done = without_temporary("--self-test")
    said = done.stdout.splitlines()
    assert (
        "ok     temporary folder: none can be made: the pictures of a copy are kept beside it" in done.stdout
    )
    assert (done.stderr, said[-1], done.returncode) == ("", "Everything works.", 0)


def test_without_a_temporary_folder_copies_are_made_with_their_pictures(tmp_path):
    sheet, target = tmp_path / "sheet.md", tmp_path / "copies" / "copy.pdf"
    target.parent.mkdir()
    sheet.write_text("# T\n\n## A\n\n![A dot](dot.png)\n", encoding="utf-8")
    (tmp_path / "dot.png").write_bytes(DOT)
    done = without_temporary("export", str(sheet), "-o", str(target), HKVIEWER_HOME=str(sheet / "home"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert b"/Subtype/Image" in target.read_bytes()
    assert [file.name for file in target.parent.iterdir()] == ["copy.pdf"]
