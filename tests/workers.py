"""Which tests one worker of pytest-xdist runs after each other."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

_INSTALLER = "tests/installer/"


def group_of(nodeid: str) -> str:
    """The group of a test, which no two workers share.

    It is the test's file, so that no worker repeats what another has made for the file. The tests of
    the installer are one group: they build in one folder and call apt-get, which works for one at a
    time.
    """
    file = nodeid.partition("::")[0]
    return _INSTALLER if file.startswith(_INSTALLER) else file


class GroupScheduling(LoadScopeScheduling):
    """Gives each group to one worker. (pytest-xdist 3.8 loses its own groups under pytest 9.2.)"""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
