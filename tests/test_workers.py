"""The tests that must not run beside each other are in one group."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tests.workers import group_of, longest_first

ROOT = Path(__file__).parents[1]


def test_the_tests_of_a_file_are_a_group():
    groups = {group_of(f"tests/{name}") for name in ("test_a.py::test_x", "test_a.py::TestY::test_z[b::c]")}
    assert groups == {"tests/test_a.py"}
    assert group_of("tests/gui/test_a.py::test_x") not in groups


def test_all_tests_of_the_installer_are_one_group():
    files = [path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / "installer").rglob("test_*.py")]
    assert len(files) > 20
    assert len({group_of(f"{file}::test_x") for file in files}) == 1


class _Test(NamedTuple):
    nodeid: str
    is_slow: bool = False

    def get_closest_marker(self, name: str) -> bool:
        return self.is_slow and name == "slow"


def test_a_file_of_few_slow_tests_begins_before_one_of_more_quick_ones():
    quick = [_Test(f"tests/test_a.py::test_{n}") for n in range(3)]
    slow = _Test("tests/test_b.py::test_x", is_slow=True)
    assert longest_first([*quick, slow]) == [slow, *quick]  # type: ignore[list-item,comparison-overlap]
