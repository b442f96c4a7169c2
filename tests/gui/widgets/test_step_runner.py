"""Work in turns of the event loop."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from hkviewer.gui.widgets.step_runner import StepRunner


def named(done: list[str], *names: str) -> Iterator[None]:
    for name in names:
        done.append(name)
        yield


def test_the_first_step_is_done_at_once_and_the_others_in_turns(qtbot: QtBot) -> None:
    done: list[str] = []
    runner = StepRunner()
    runner.replace(named(done, "a", "b", "c"))
    assert done == ["a"]
    QTimer.singleShot(0, lambda: done.append("between"))
    qtbot.waitUntil(lambda: runner.is_done)
    assert [step for step in done if step != "between"] == ["a", "b", "c"]
    assert done.index("between") < done.index("c"), "the event loop runs between two steps"


def test_new_steps_take_the_place_of_those_that_are_left(qtbot: QtBot) -> None:
    done: list[str] = []
    runner = StepRunner()
    runner.replace(named(done, "a", "b", "c"))
    runner.replace(named(done, "x", "y"))
    qtbot.waitUntil(lambda: runner.is_done)
    assert done == ["a", "x", "y"]


def test_what_is_to_be_done_then_comes_after_the_steps_and_at_once_where_there_are_none(qtbot: QtBot) -> None:
    done: list[str] = []
    runner = StepRunner()
    runner.then(lambda: done.append("at once"))
    runner.replace(named(done, "a", "b"))
    runner.then(lambda: done.append("then"))
    assert done == ["at once", "a"]
    qtbot.waitUntil(lambda: runner.is_done)
    assert done == ["at once", "a", "b", "then"]


def test_a_step_may_replace_the_steps(qtbot: QtBot) -> None:
    done: list[str] = []
    runner = StepRunner()

    def steps() -> Iterator[None]:
        done.append("a")
        yield
        runner.replace(named(done, "x", "y"))
        yield
        done.append("never")

    runner.replace(steps())
    qtbot.waitUntil(lambda: runner.is_done)
    assert done == ["a", "x", "y"]


def test_a_step_that_fails_ends_the_steps(qtbot: QtBot) -> None:
    runner = StepRunner()

    with pytest.raises(ZeroDivisionError):
        runner.replace(1 // 0 for _ in range(2))
    qtbot.waitUntil(lambda: runner.is_done)


def test_a_step_may_let_the_event_loop_run(qtbot: QtBot) -> None:
    done: list[str] = []
    runner = StepRunner()

    def steps() -> Iterator[None]:
        qtbot.wait(20)
        done.append("a")
        yield
        done.append("b")

    runner.replace(steps())
    qtbot.waitUntil(lambda: runner.is_done)
    assert done == ["a", "b"]
