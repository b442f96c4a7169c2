"""The one owner of the settings in a window: everyone else reads `value` and subscribes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from hkviewer.errors import OutputError
from hkviewer.preferences.policy import Policy
from hkviewer.preferences.settings import Change, Settings, SettingsStore, differences

if TYPE_CHECKING:
    from hkviewer.preferences.settings_writer import Outcome, SettingsWriter

Listener = Callable[[frozenset[str]], object]
"""Is called with the names of the settings that have changed."""


class Preferences:
    """The settings in force, within what the organisation has set.

    A change holds here at once; the file is written in a thread. What another window has written comes
    back with it: its settings are taken over, and what was changed here but not written yet, or cannot be
    written at all, stands over them. All methods belong to one thread, in which subscribers are called.

    Args:
        store: the file; left out, the reader's own within the machine's policy.
    """

    def __init__(self, store: SettingsStore | None = None) -> None:
        self._store = store or SettingsStore()
        self._value = self._store.load()
        self._in_file = self._value
        self._settled = self._value
        """What holds without the changes that wait."""
        self._waiting: list[Change] = []
        self._listeners: list[Listener] = []
        self._failure_listeners: list[Callable[[OutputError], object]] = []
        self._report: Callable[[], object] | None = None
        self._writer: SettingsWriter | None = None

    @property
    def policy(self) -> Policy:
        """What the organisation has set."""
        return self._store.policy

    @property
    def value(self) -> Settings:
        """The settings in force now."""
        return self._value

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` after every change, another window's too, with the names of what is new."""
        self._listeners.append(listener)

    def subscribe_failures(self, listener: Callable[[OutputError], object]) -> None:
        """Call `listener` with the error where a change could not be written."""
        self._failure_listeners.append(listener)

    def report_to(self, report: Callable[[], object]) -> None:
        """Call `report`, which must only pass that on, in the writing thread when there is news."""
        self._report = report

    def change(self, change: Change) -> None:
        """Apply `change` here at once and soon to the file.

        `change` is called again with what the file then has, so it must change nothing but its result.
        """
        value = self._store.within_locks(change(self._value))
        self._waiting.append(change)
        self._file_writer().write(change)
        self._hold(value)

    def refresh(self) -> None:
        """Look soon at what another window may have written."""
        self._file_writer().read()

    def collect(self) -> None:
        """Take over what the writing thread has written and read since the last call."""
        if self._writer is not None:
            self._take(self._writer.outcomes())

    def flush(self) -> None:
        """Wait until every change is in the file and everything that was to be read is taken over."""
        if self._writer is not None:
            self._writer.finish()
            self.collect()

    def _file_writer(self) -> SettingsWriter:
        if self._writer is None:
            from hkviewer.preferences.settings_writer import SettingsWriter

            self._writer = SettingsWriter(self._store, self._outcome_ready)
        return self._writer

    def _outcome_ready(self) -> None:
        if self._report is not None:
            self._report()

    def _take(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            if outcome.change is not None:
                self._waiting.pop(0)
                self._settled = self._store.within_locks(outcome.change(self._settled))
            if outcome.stored is not None:
                # Only what has changed in the file: what could not be written there goes on to hold here.
                self._settled = self._settled.replace(**differences(self._in_file, outcome.stored))
                self._in_file = outcome.stored
            self._hold(self._with_waiting())
            if outcome.error is not None:
                for listener in self._failure_listeners:
                    listener(outcome.error)

    def _with_waiting(self) -> Settings:
        value = self._settled
        for change in self._waiting:
            value = self._store.within_locks(change(value))
        return value

    def _hold(self, value: Settings) -> None:
        """Let `value` be in force, and notify the subscribers of what is new."""
        names = frozenset(differences(self._value, value))
        self._value = value
        if names:
            for listener in self._listeners:
                listener(names)
