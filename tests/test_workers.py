"""The tests that must not run beside each other are in one group."""

from __future__ import annotations

from pathlib import Path

from tests.workers import group_of

ROOT = Path(__file__).parents[1]


def test_the_tests_of_a_file_are_a_group():
    groups = {group_of(f"tests/{name}") for name in ("test_a.py::test_x", "test_a.py::TestY::test_z[b::c]")}
    assert groups == {"tests/test_a.py"}
    assert group_of("tests/gui/test_a.py::test_x") not in groups


def test_all_tests_of_the_installer_are_one_group():
    files = [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / "installer").rglob("test_*.py")]
    assert len(files) > 20
    assert len({group_of(f"{file}::test_x") for file in files}) == 1
