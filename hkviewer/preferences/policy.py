"""What an organisation has set for every user of a machine.

Defaults stand below the user's own settings, locks above them. Both come from one file that only an
administrator can write; `hkviewer.preferences.machine_policy` finds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hkviewer.system.values import Value

SET_BY = "Set by your organisation"
"""What is shown wherever a choice is locked."""


class Policy(Value):
    """What is in force; without arguments, what holds where there is no policy.

    Attributes:
        file: the file that it was read from, or "".
        defaults: for names of settings, what holds until the user chooses.
        locks: for names of settings, what holds whatever the user chooses.
        markings: the markings that are offered for a copy, "" for none; empty: the program's own.
        only_markings: whether a copy may bear no marking but these.
        switches: the file's names of the switches that it locks, on or off.
        external_links: whether a link may open another program.
        browser_copy: whether the sheet may be opened in the browser.
        library_folders: absolute paths of folders whose sheets are in every reader's library.
        copies: whether copies may be made; not while the lock on their marking cannot be read.
        faults: what is wrong with the file, a sentence each.
    """

    file: str = ""
    defaults: dict[str, Any] = {}  # noqa: RUF012  a field of a Value, never changed
    locks: dict[str, Any] = {}  # noqa: RUF012  a field of a Value, never changed
    markings: tuple[str, ...] = ()
    only_markings: bool = False
    switches: tuple[str, ...] = ()
    external_links: bool = True
    browser_copy: bool = True
    library_folders: tuple[str, ...] = ()
    copies: bool = True
    faults: tuple[str, ...] = ()

    def is_locked(self, setting: str) -> bool:
        """Whether the setting of that name is the organisation's."""
        return setting in self.locks

    def allowed_marking(self, wanted: str) -> str:
        """`wanted` where a copy may bear it, else the marking to take in its place."""
        if "copy_marking" in self.locks:
            return str(self.locks["copy_marking"])
        if not self.only_markings or wanted in self.markings:
            return wanted
        return str(self.defaults.get("copy_marking", self.markings[0]))

    def around(self, chosen: Mapping[str, Any]) -> dict[str, Any]:
        """The settings in `chosen`, with the defaults for those that are not there and the locks for all."""
        values = {**self.defaults, **chosen, **self.locks}
        if self.only_markings:
            values["copy_marking"] = self.allowed_marking(values.get("copy_marking", ""))
        return values

    @property
    def complaint(self) -> str:
        """One sentence for the user where the file has faults, else ""."""
        if not self.faults:
            return ""
        return "Your organisation’s policy file has faults; please tell your administrator."
