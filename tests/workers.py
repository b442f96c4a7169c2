"""Which tests one worker of pytest-xdist runs after each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

_INSTALLER = "tests/installer/"
_SLOW = 40
"""As many quick tests take the time of one that is marked `slow`: about 1.5 s;"""
_MINUTES = 2000
"""and of one that has a longer `timeout` of its own than the others."""


def group_of(nodeid: str) -> str:
    """The group of a test, which no two workers share.

    It is the test's file, so that no worker repeats what another has made for the file. The tests of
    the installer are one group: they build in one folder and call apt-get, which works for one at a
    time.
    """
    file = nodeid.partition("::")[0]
    return _INSTALLER if file.startswith(_INSTALLER) else file


def longest_first(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """The tests, those of each group together, the group first that may take longest."""
    items = list(items)
    work: Counter[str] = Counter()
    for item in items:
        work[group_of(item.nodeid)] += _quick_tests_for(item)
    return sorted(items, key=lambda item: (-work[group_of(item.nodeid)], group_of(item.nodeid)))


def _quick_tests_for(item: pytest.Item) -> int:
    """How many quick tests take about as long as `item`."""
    if item.get_closest_marker("timeout"):
        return _MINUTES
    return _SLOW if item.get_closest_marker("slow") else 1


class GroupScheduling(LoadScopeScheduling):
    """Gives each group to one worker. (pytest-xdist 3.8 loses its own groups under pytest 9.2.)"""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        config.option.loadscopereorder = False  # by the number of tests: `longest_first` knows better
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
