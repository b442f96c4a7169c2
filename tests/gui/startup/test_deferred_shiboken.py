"""What of Shiboken is run at the start, and that the rest is there when it is needed.

Each in a process of its own: a process loads Shiboken once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hkviewer.gui.startup.deferred_shiboken import POSTPONED, Postponed

ROOT = Path(__file__).resolve().parent.parent.parent.parent
LOAD = "from hkviewer.gui.startup import deferred_shiboken as late; late.load()\n"
WAITING = """
import json, sys
from hkviewer.gui.startup.deferred_shiboken import Postponed
hooks = [vars(module).get("__getattr__") for name, module in sys.modules.items() if "shibokensupport" in name]
waiting = sorted(one._filename for one in hooks if isinstance(one, Postponed) and one._source is not None)
print(json.dumps(waiting))
"""


def run_python(code: str) -> str:
    """What `code` prints in a Python of its own."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_every_file_named_is_one_that_shiboken_loads():
    code = """
import builtins, json
true, names = builtins.compile, []
def noted(source, name, *rest, **options):
    names.append(name)
    return true(source, name, *rest, **options)
builtins.compile = noted
import shiboken6
print(json.dumps(names))
"""
    assert set(POSTPONED) <= set(json.loads(run_python(code)))


@pytest.fixture
def first_page(tmp_path):
    """Code that shows the first page and ends."""
    return f"""
import os
os.environ["HKVIEWER_FIRST_PAINT"] = {str(tmp_path / "painted")!r}
os.environ["HKVIEWER_HOME"] = {str(tmp_path)!r}
from hkviewer.cli import main
assert main([]) == 0
"""


def test_the_first_page_makes_no_classes_of_what_has_the_most_enumerations(first_page):
    code = """
from PySide6 import QtCore, QtWidgets
made = {**vars(QtCore), **vars(QtWidgets)}
print([name for name in ("Qt", "QStyle", "QDialog", "QLabel") if name in made])
"""
    assert run_python(first_page + code).strip() == "['QLabel']"


def test_the_first_page_runs_only_the_handler_of_imports(first_page):
    waiting = json.loads(run_python(first_page + WAITING))
    assert set(POSTPONED) - set(waiting) == {"shibokensupport/signature/importhandler.py"}


def test_shiboken_does_not_put_itself_before_import():
    code = LOAD + "from PySide6 import QtCore; import sys; print('inspect' in sys.modules)"
    assert run_python(code).strip() == "False"


@pytest.mark.parametrize("call", ["QtCore.QSize('a', 'b')", "QtCore.QObject().setObjectName([])"])
def test_a_wrong_call_is_told_with_the_signatures_as_ever(call):
    code = f"""
from PySide6 import QtCore
try:
    {call}
except TypeError as error:
    print(error)
"""
    printed = run_python(LOAD + code)
    assert "Supported signatures:" in printed
    assert printed == run_python(code)


def test_documentation_is_as_ever():
    code = "from PySide6 import QtCore; print(QtCore.QSize.__doc__, QtCore.QObject.__doc__)"
    assert run_python(LOAD + code) == run_python(code)


def test_compile_is_afterwards_what_it_was():
    assert run_python("true = compile\n" + LOAD + "print(compile is true)").strip() == "True"


def test_with_a_shiboken_that_nobody_tried_nothing_waits():
    code = (
        "from hkviewer.gui.startup import deferred_shiboken as late; late.NEWEST_TRIED = (6, 0); late.load()"
        + WAITING
    )
    assert json.loads(run_python(code)) == []


def test_loading_it_late_does_nothing():
    assert json.loads(run_python("import PySide6.QtCore\n" + LOAD + WAITING)) == []


def test_a_postponed_module_is_run_once_when_something_of_it_is_asked_for():
    runs: list[int] = []
    namespace = {"__name__": "signatures", "runs": runs}
    later = Postponed(namespace, b"runs.append(1)\none = 1", "shibokensupport/signature/layout.py")
    with pytest.raises(AttributeError, match="'signatures' has no attribute '__path__'"):
        later("__path__")
    assert runs == []
    assert later("one") == 1
    with pytest.raises(AttributeError, match="'signatures' has no attribute 'two'"):
        later("two")
    assert runs == [1]


def test_a_function_taken_from_the_dictionary_runs_the_module_first():
    namespace: dict[str, Any] = {"__name__": "mapping"}
    Postponed(namespace, b"def update_mapping(): return 'true'", "shibokensupport/signature/mapping.py")
    assert namespace["update_mapping"]() == "true"
