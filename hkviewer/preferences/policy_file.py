"""Reading the policy file: JSON with the names below, in "defaults" and "locks".

    {"defaults": {"theme": "dark"}, "locks": {"marking": "UNCLASSIFIED", "external-links": false}}

The safe reading of what cannot be understood: a lock that is known but whose value is wrong closes what
it could close (a switch is off; a copy, whose marking is not known, is not made), and where even
the names cannot be read, every such lock counts as given. A wrong default is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from hkviewer.preferences.policy import Policy
from hkviewer.preferences.schema import (
    CHOICES,
    MOST_FOLDERS,
    MOST_MARKINGS,
    NO_COPIES,
    SETTINGS,
    SWITCHES,
    Row,
)


def _order(row: Row) -> tuple[bool, bool]:
    """First what a copy says in words, last what can only be locked: as the policy is summed up."""
    is_words = row.longest > 0 or row.type is tuple
    return not row.may_default, not is_words


KEYS: Mapping[str, Row] = {
    row.policy_key: row for row in sorted((*SWITCHES, *CHOICES, *SETTINGS), key=_order) if row.policy_key
}
"""What may stand in the file, by its name there."""
_CLOSED = {
    name: row.when_unreadable
    for name, row in KEYS.items()
    if row.when_unreadable is not None and row.when_unreadable != NO_COPIES
}
_SWITCH_ROWS = {row.policy_key: row for row in SWITCHES if row.type is bool}


def allowed_values(row: Row) -> str:
    """What the value of `row` may be in the file, in words."""
    if row.type is bool:
        return "true or false"
    if row.name == "library_folders":
        return f"a list of 1 to {MOST_FOLDERS} folders, each with its whole path"
    if row.type is tuple:
        return f"a list of 1 to {MOST_MARKINGS} different texts, “” for none"
    if row.longest:
        return f"a line of at most {row.longest} characters"
    if row.type is int:
        return f"one of {', '.join(map(str, row.allowed))}"
    *others, last = (f"“{value}”" for value in row.allowed)
    return f"{', '.join(others)} or {last}"


def closed(file: str, fault: str) -> Policy:
    """The policy where `file` cannot be read or understood, for the reason `fault`."""
    return _policy(file, {}, _CLOSED, [fault], copies=False)


def read(data: bytes, file: str) -> Policy:
    """The policy that the bytes `data` of `file` hold; never fails."""
    try:
        text = data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
        content = json.loads(text, object_pairs_hook=_without_doubles)
    except json.JSONDecodeError as error:
        return closed(file, f"Line {error.lineno}: this is no JSON: {error.msg[0].lower()}{error.msg[1:]}.")
    except UnicodeDecodeError:
        return closed(file, "The file is no text in UTF-8.")
    except RecursionError:
        return closed(file, "The file is nested too deeply.")
    except _DoubleError as error:
        return closed(file, f"“{error}” stands twice in one group.")
    except ValueError:  # a number of thousands of digits
        return closed(file, "The file holds a number that cannot be read.")
    if not isinstance(content, dict):
        return closed(file, "The file does not begin with {.")
    return _Reading(text, content).policy(file)


def summary(policy: Policy) -> str:
    """What `policy` has in force, in one line, by the file's own names."""
    defaults, locks = _by_name(policy.defaults), _by_name(policy.locks)
    if policy.markings:
        (locks if policy.only_markings else defaults)["markings"] = policy.markings
    if policy.library_folders:
        locks["library-folders"] = policy.library_folders
    locks.update({name: getattr(policy, _SWITCH_ROWS[name].name) for name in policy.switches})
    parts = [
        f"{words}: {', '.join(f'{name} {_shown(value)}' for name, value in values.items())}"
        for words, values in (("locked", locks), ("defaults", defaults))
        if values
    ]
    return "; ".join([*parts, *([] if policy.copies else ["no copies are made"])]) or "nothing is set"


def _by_name(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[row.remembered] for name, row in KEYS.items() if row.remembered in values}


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return " or ".join(map(_shown, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f"“{value}”"


class _DoubleError(Exception):
    """A name stands twice: which of the two is meant, nobody can say."""


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        names = [name for name, _ in pairs]
        raise _DoubleError(next(name for name in names if names.count(name) > 1))
    return values


class _Reading:
    """The two groups of one file, checked name by name.

    `closes_all` means that a name under "locks", or beside it, is not known: it may be a misspelt lock.
    """

    def __init__(self, text: str, content: dict[str, Any]) -> None:
        self._text = text
        self.faults: list[str] = []
        self.closes_all = False
        for name in content.keys() - {"defaults", "locks", "comment"}:
            self._fault("", name, "is no name that belongs here; there are defaults, locks and comment")
            self.closes_all = True
        self.defaults = dict(self._values(content.get("defaults", {}), "defaults"))
        self.locks = dict(self._values(content.get("locks", {}), "locks"))
        self._check_marking()

    def policy(self, file: str) -> Policy:
        """What is in force."""
        unread = {name for name, value in self.locks.items() if value is None}
        locks = {name: value for name, value in self.locks.items() if value is not None}
        given = {name: _CLOSED[name] for name in _CLOSED if self.closes_all or name in unread}
        copies = not self.closes_all and all(KEYS[name].when_unreadable != NO_COPIES for name in unread)
        return _policy(file, self.defaults, {**given, **locks}, self.faults, copies=copies)

    def _check_marking(self) -> None:
        """A marking that the locked list does not have is a fault; a locked one holds all the same."""
        allowed = self.locks.get("markings")
        for place, group in (("defaults", self.defaults), ("locks", self.locks)):
            if allowed and group.get("marking") not in (None, *allowed):
                self._fault(place, "marking", "is not one of the locked “markings”")
        if allowed and self.defaults.get("marking") not in allowed:
            self.defaults.pop("marking", None)

    def _values(self, group: Any, place: str) -> Iterator[tuple[str, Any]]:
        """The names and values of one group; the value of a lock that is wrong is None."""
        if not isinstance(group, dict):
            self._fault("", place, "must hold names and values in { }")
            self.closes_all = self.closes_all or place == "locks"
            return
        for name, value in group.items():
            yield from self._value(place, name, value)

    def _value(self, place: str, name: str, value: Any) -> Iterator[tuple[str, Any]]:
        row, is_lock = KEYS.get(name), place == "locks"
        if row is None:
            self._fault(place, name, f"is not known under {place}")
            self.closes_all = self.closes_all or is_lock
        elif not (row.may_lock if is_lock else row.may_default):
            self._fault(place, name, f"may not stand under {place}")
        else:
            good = row.read_policy(value)
            if good is None:
                self._fault(place, name, f"must be {allowed_values(row)}")
            if good is not None or is_lock:
                yield name, good

    def _fault(self, place: str, name: str, words: str) -> None:
        shown = name if name.isprintable() and len(name) <= 40 else "A name"
        self.faults.append(f"Line {self._line(place, name)}: “{shown}” {words}.")

    def _line(self, place: str, name: str) -> int:
        """The line where `name` stands in the group `place`; "" is the file's own."""
        start = 0
        for part in filter(None, (place, name)):
            match = re.compile(rf"{re.escape(json.dumps(part, ensure_ascii=False))}\s*:").search(
                self._text, start
            )
            start = match.start() if match else start
        return self._text.count("\n", 0, start) + 1


def _policy(
    file: str, defaults: dict[str, Any], locks: dict[str, Any], faults: list[str], *, copies: bool
) -> Policy:
    return Policy(
        file=file,
        defaults=_by_setting(defaults),
        locks=_by_setting(locks),
        markings=locks.get("markings") or defaults.get("markings") or (),
        only_markings="markings" in locks,
        library_folders=locks.get("library-folders", ()),
        switches=tuple(name for name in _SWITCH_ROWS if name in locks),
        **{row.name: locks.get(name, row.default) for name, row in _SWITCH_ROWS.items()},
        copies=copies,
        faults=tuple(faults),
    )


def _by_setting(values: dict[str, Any]) -> dict[str, Any]:
    return {row.remembered: values[name] for name, row in KEYS.items() if row.remembered and name in values}
