"""dev.py: what it decides, with the commands that it would start taken down; once for real."""

from __future__ import annotations

import ast
import ctypes
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """dev.py as the script of a small checkout."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    checkout = tmp_path / "a checkout 香港"
    for folder in ("requirements", "content"):
        (checkout / folder).mkdir(parents=True)
    for name in ("requirements/run.txt", "requirements/dev.txt", "pyproject.toml", "content/sheet.md"):
        (checkout / name).write_text(f"{name}\n", encoding="utf-8")
    monkeypatch.setattr(module, "ROOT", checkout)
    monkeypatch.setattr(module, "VENV", checkout / ".venv")
    monkeypatch.setattr(module, "STAMP", checkout / ".venv" / "stamp.json")
    monkeypatch.setattr(module, "SHEETS_STAMP", checkout / "build" / "stamp.json")
    return module


Commands = list[list[str]]


@pytest.fixture
def commands(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """What dev.py would have started; each is taken to go well."""
    taken: Commands = []

    def take(command: list[str], **_named: object) -> int:
        taken.append(command)
        if command[1:3] == ["-m", "venv"]:
            dev.venv_python().parent.mkdir(parents=True, exist_ok=True)
            dev.venv_python().touch()
            dev.venv_program("hkviewer").touch()
        if command[-1] == "hkviewer.content.compile_sheets":
            compiled = dev.ROOT / "build" / "compiled"
            compiled.mkdir(parents=True, exist_ok=True)
            (compiled / "sheet.json").touch()
        return 0

    monkeypatch.setattr(dev.subprocess, "call", take)
    monkeypatch.setattr(dev, "missing_libraries", list)
    return taken


@pytest.fixture
def answers(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Commands]:
    """Lets the set-up be done, and the commands after it end with these exit codes."""

    def prepare(*codes: int) -> Commands:
        taken: Commands = []
        left = iter(codes)

        def call(command: list[str], **_named: object) -> int:
            taken.append(command[1:])
            return next(left)

        monkeypatch.setattr(dev, "set_up", lambda _level: None)
        monkeypatch.setattr(dev, "_call", call)
        return taken

    return prepare


class TestCommandLine:
    def test_an_unknown_command_is_answered_with_the_usage(self, dev, capsys):
        assert dev.main(["walk"]) == 2
        assert "dev.py run" in capsys.readouterr().err

    @pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
    def test_help_names_every_command(self, dev, arguments, capsys):
        assert dev.main(arguments) == 0
        out = capsys.readouterr().out
        assert all(f"dev.py {name}" in out for name in dev.COMMANDS)

    def test_an_old_python_is_told_so_plainly(self, dev, monkeypatch, capsys):
        monkeypatch.setattr(sys, "version_info", (3, 10, 4))
        assert dev.main(["run"]) == 1
        assert capsys.readouterr().err == "hkviewer needs Python 3.11 or newer; this is Python 3.10.\n"

    def test_an_old_python_can_read_it_as_far_as_that_sentence(self):
        assert ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 7))

    def test_run_passes_its_arguments_on(self, dev, answers):
        taken = answers(0)
        assert dev.main(["run", "a file.md", "--section", "x"]) == 0
        assert taken == [["a file.md", "--section", "x"]]

    def test_without_a_display_run_prints_the_sheet(self, dev, answers):
        taken = answers(dev.NO_DISPLAY, 0)
        assert dev.main(["run", "a file.md", "--find", "words", "--section", "x"]) == 0
        assert taken[1] == ["show", "a file.md", "--section", "x"]

    def test_a_failure_of_the_program_is_runs_own(self, dev, answers):
        answers(3)
        assert dev.main(["run", "missing.md"]) == 3

    @pytest.mark.parametrize(("codes", "result"), [((0, 0, 0), 0), ((0, 1, 0), 1), ((2, 0, 1), 2)])
    def test_check_runs_every_tool_and_fails_with_any(self, dev, answers, codes, result):
        taken = answers(*codes)
        assert dev.main(["check"]) == result
        assert len(taken) == 3

    @pytest.mark.parametrize(
        "arguments", [[], ["-x"], ["-m", "slow or not slow"], ["tests"], ["tests/nowhere.py"]]
    )
    def test_many_tests_are_shared_out_among_workers(self, dev, answers, monkeypatch, arguments):
        monkeypatch.setattr(dev, "ROOT", ROOT)
        monkeypatch.setattr(dev, "missing_tools", list)
        taken = answers(0)
        assert dev.main(["test", *arguments]) == 0
        assert taken == [["-m", "pytest", "-n", "auto", *arguments]]

    @pytest.mark.parametrize("argument", ["tests/test_dev.py", "tests/test_dev.py::TestCommandLine"])
    def test_the_tests_of_a_file_run_without_workers(self, dev, answers, monkeypatch, argument):
        monkeypatch.setattr(dev, "ROOT", ROOT)
        monkeypatch.setattr(dev, "missing_tools", list)
        taken = answers(0)
        assert dev.main(["test", "-x", argument]) == 0
        assert taken == [["-m", "pytest", "-x", argument]]

    def test_the_installer_is_built_with_its_own_arguments(self, dev, answers):
        taken = answers(0)
        assert dev.main(["installer", "--format", "tar"]) == 0
        assert taken == [[str(dev.ROOT / "build_installer.py"), "--format", "tar"]]

    def test_setup_takes_no_arguments(self, dev, capsys):
        assert dev.main(["setup", "everything"]) == 1
        assert capsys.readouterr().err == "`setup` takes no arguments.\n"


class TestSetUp:
    def test_it_installs_the_locked_packages_then_the_checkout(self, dev, commands):
        dev.set_up("run")
        made, locked, checkout, compiled = commands
        assert made[1:4] == ["-m", "venv", "--clear"]
        assert locked[-3:] == [
            "--require-hashes",
            "--requirement",
            str(dev.ROOT / "requirements" / "run.txt"),
        ]
        assert {"--no-build-isolation", "--no-deps", "--editable"} <= set(checkout)
        assert compiled[1:] == ["-m", "hkviewer.content.compile_sheets"]

    def test_a_second_time_nothing_is_started(self, dev, commands):
        dev.set_up("run")
        commands.clear()
        dev.set_up("run")
        assert commands == []

    def test_what_is_set_up_for_tests_serves_for_running_too(self, dev, commands):
        dev.set_up("dev")
        commands.clear()
        dev.set_up("run")
        assert commands == []

    def test_what_is_set_up_for_running_does_not_serve_for_tests(self, dev, commands):
        dev.set_up("run")
        commands.clear()
        dev.set_up("dev")
        assert [c for c in commands if str(dev.ROOT / "requirements" / "dev.txt") in c]

    def test_changed_requirements_are_installed(self, dev, commands):
        dev.set_up("run")
        commands.clear()
        (dev.ROOT / "requirements" / "run.txt").write_text("another\n", encoding="utf-8")
        dev.set_up("run")
        assert [c for c in commands if "--require-hashes" in c]

    def test_another_line_ending_is_no_change(self, dev):
        before = dev.fingerprint("run")
        (dev.ROOT / "requirements" / "run.txt").write_bytes(b"requirements/run.txt\r\n")
        assert dev.fingerprint("run") == before

    @pytest.mark.parametrize("stamp", ["", "{", "[]", "null", '{"run": 1}', '{"run": "of another checkout"}'])
    def test_a_damaged_or_foreign_stamp_sets_up_again(self, dev, commands, stamp):
        dev.set_up("run")
        commands.clear()
        dev.STAMP.write_text(stamp, encoding="utf-8")
        dev.set_up("run")
        assert commands

    def test_what_was_interrupted_is_done_again(self, dev, commands, monkeypatch):
        def interrupt(command: list[str], **_named: object) -> int:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(dev.subprocess, "call", interrupt)
            assert dev.main(["run"]) == 130
        dev.set_up("run")
        assert [c for c in commands if "--require-hashes" in c]

    def test_an_environment_that_a_package_went_missing_from_is_made_anew(self, dev, commands):
        record = dev.VENV / "lib" / "python3" / "site-packages" / "x-1.dist-info" / "RECORD"
        record.parent.mkdir(parents=True)
        record.touch()
        dev.set_up("run")
        commands.clear()
        shutil.rmtree(record.parent)
        dev.set_up("run")
        assert "--clear" in commands[0]

    def test_what_cannot_be_installed_is_said_and_no_stamp_is_left(self, dev, monkeypatch, capsys):
        monkeypatch.setattr(dev, "missing_libraries", list)
        monkeypatch.setattr(dev.subprocess, "call", lambda *_arguments, **_named: 1)
        assert dev.main(["run"]) == 1
        assert "could not be made ready" in capsys.readouterr().err
        assert not dev.STAMP.exists()

    def test_a_folder_that_cannot_be_written_to_is_named(self, dev, monkeypatch, capsys):
        monkeypatch.setattr(dev.os, "access", lambda *_arguments: False)
        assert dev.main(["run"]) == 1
        assert str(dev.ROOT) in capsys.readouterr().err

    def test_an_environment_of_this_python_is_kept(self, dev, commands, monkeypatch):
        dev.venv_python().parent.mkdir(parents=True)
        done = subprocess.CompletedProcess([], 0, stdout=sys.version + "\n")
        monkeypatch.setattr(dev.subprocess, "run", lambda *_arguments, **_named: done)
        dev.set_up("run")
        assert not [c for c in commands if "venv" in c]

    def test_packages_go_into_the_environment_whatever_the_caller_has_set(self, dev, monkeypatch):
        monkeypatch.setenv("PYTHONPATH", "/elsewhere")
        monkeypatch.setenv("PIP_USER", "1")
        environment = dev._environment()
        assert "PYTHONPATH" not in environment
        assert environment["PIP_USER"] == "0"

    def test_a_changed_sheet_is_parsed_again(self, dev, commands):
        dev.set_up("run")
        commands.clear()
        (dev.ROOT / "content" / "sheet.md").write_text("# Another\n", encoding="utf-8")
        dev.set_up("run")
        assert [c[-1] for c in commands] == ["hkviewer.content.compile_sheets"]

    def test_sheets_are_parsed_again_by_a_changed_parser(self, dev, commands):
        dev.set_up("run")
        commands.clear()
        parser = dev.ROOT / "hkviewer" / "content" / "markdown" / "parse.py"
        parser.parent.mkdir(parents=True, exist_ok=True)
        parser.write_text("# another\n", encoding="utf-8")
        dev.set_up("run")
        assert [c[-1] for c in commands] == ["hkviewer.content.compile_sheets"]


class TestSystem:
    def test_a_missing_library_is_named_by_its_package(self, dev, monkeypatch):
        def load(soname: str) -> object:
            if soname in ("libEGL.so.1", "libxcb-cursor.so.0"):
                raise OSError(soname)
            return object()

        monkeypatch.setattr(ctypes, "CDLL", load)
        monkeypatch.setattr(sys, "platform", "linux")
        assert dev.missing_libraries() == ["libegl1", "libxcb-cursor0"]

    @pytest.mark.parametrize("platform", ["win32", "darwin"])
    def test_other_systems_bring_their_libraries(self, dev, platform, monkeypatch):
        monkeypatch.setattr(sys, "platform", platform)
        assert dev.missing_libraries() == []
        assert dev.missing_tools() == []

    def test_a_missing_venv_module_is_named_for_the_python_in_use(self, dev, monkeypatch):
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else name)
        major, minor = sys.version_info[:2]
        assert dev.missing_venv() == [f"python{major}.{minor}-venv"]

    def test_root_installs_what_is_missing(self, dev, commands, monkeypatch):
        monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/apt-get")
        monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
        dev.install_packages(["libegl1"], "to show a window")
        update, install = commands
        assert update[:2] == ["apt-get", "update"]
        assert install[-1] == "libegl1"

    def test_others_get_one_line_to_paste(self, dev, commands, monkeypatch, capsys):
        monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/apt-get")
        monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
        dev.install_packages(["libegl1", "libgl1"], "to show a window")
        assert commands == []
        line = "  sudo apt-get install -y --no-install-recommends libegl1 libgl1\n"
        assert capsys.readouterr().err.endswith(line)

    def test_a_system_without_apt_is_told_the_names(self, dev, commands, monkeypatch, capsys):
        monkeypatch.setattr(shutil, "which", lambda _name: None)
        dev.install_packages(["libegl1"], "to show a window")
        assert commands == []
        assert capsys.readouterr().err == "Missing to show a window; Debian’s names for it: libegl1\n"


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Path]:
    """A fresh clone of the checkout in a folder whose name has a space and Chinese characters."""
    if not (ROOT / ".git").exists():
        pytest.skip("only on a git checkout")
    folder = tmp_path / "香港 fact sheet"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_fresh_clone_sets_itself_up_and_mends_what_breaks(clone):
    def version() -> str:
        dropped = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
        environment = {name: value for name, value in os.environ.items() if name not in dropped}
        command = [sys._base_executable, str(clone / "dev.py"), "run", "--version"]  # type: ignore[attr-defined]  # CPython's
        found = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert found.returncode == 0, found.stderr
        return found.stdout

    assert version().startswith("hkviewer ")
    stamp = clone / ".venv" / "hkviewer-setup.json"
    finished = stamp.stat().st_mtime_ns
    version()
    assert stamp.stat().st_mtime_ns == finished

    record = next(Path(p) for p in json.loads(stamp.read_text())["made"] if "platformdirs" in p)
    shutil.rmtree(record.parent)
    version()
    assert record.exists()

    python = clone / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    python.unlink()
    version()
    assert python.exists()
