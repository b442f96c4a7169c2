"""Reading the policy file: JSON with the names below, in "defaults" and "locks".

    {"defaults": {"theme": "dark"}, "locks": {"marking": "UNCLASSIFIED", "external-links": false}}

The safe reading of what cannot be understood: a lock that is known but whose value is wrong closes what
it could close (a switch is off; a copy, whose marking is not known, is not made), and where even
the names cannot be read, every such lock counts as given. A wrong default is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hkviewer.preferences.policy import Policy
from hkviewer.preferences.schema import READERS, SHORT, ZOOM_STEPS, Reader, boolean
from hkviewer.system.values import Value

LONGEST_MARKING = 100
"""Characters, as `briefing.briefing` has it."""
_MOST_MARKINGS = 40
_SWITCH = "true or false"


class Key(Value):
    """A name that may stand in the file.

    Attributes:
        name: as the file has it.
        read: gives the value, or None for a wrong one.
        says: what the value may be, in words.
        setting: the setting that it sets; "" where it is no setting of the user's.
        may_default: whether it may stand under "defaults".
        may_lock: whether it may stand under "locks".
    """

    name: str
    read: Reader
    says: str
    setting: str = ""
    may_default: bool = True
    may_lock: bool = True


def _line(longest: int) -> Callable[[Any], str | None]:
    """A reader of one line of text that can be printed, without blanks at its ends."""

    def read(value: Any) -> str | None:
        fits = isinstance(value, str) and len(value) <= longest
        return value if fits and value.isprintable() and value == value.strip() else None

    return read


def _zoom(value: Any) -> int | None:
    return value if isinstance(value, int) and value in ZOOM_STEPS else None


def _markings(value: Any) -> tuple[str, ...] | None:
    if not isinstance(value, list) or not 0 < len(value) <= _MOST_MARKINGS:
        return None
    read = [_line(LONGEST_MARKING)(item) for item in value]
    found = tuple(dict.fromkeys(item for item in read if item is not None))
    return found if len(found) == len(value) else None


def _setting(name: str, setting: str, says: str, read: Reader | None = None) -> Key:
    return Key(name, read or READERS[setting], says, setting)


KEYS: Mapping[str, Key] = {
    key.name: key
    for key in (
        Key("markings", _markings, f"a list of 1 to {_MOST_MARKINGS} different texts, “” for none"),
        _setting("marking", "copy_marking", "a line of at most 100 characters", _line(LONGEST_MARKING)),
        _setting("prepared-for", "copy_prepared_for", "a line of at most 200 characters", _line(SHORT)),
        _setting("prepared-by", "copy_prepared_by", "a line of at most 200 characters", _line(SHORT)),
        _setting("paper", "copy_paper", "“letter” or “a4”"),
        _setting("layout", "copy_layout", "“standard”, “compact” or “large”"),
        _setting("theme", "theme", "“system”, “light”, “dark” or “high-contrast”"),
        # Never a lock: a reader must be able to enlarge the text (WCAG 2.2, 1.4.4).
        Key("zoom", _zoom, f"one of {', '.join(map(str, ZOOM_STEPS))}", "zoom", may_lock=False),
        _setting("recent-documents", "keep_recent", _SWITCH),
        _setting("search-history", "keep_search_history", _SWITCH),
        Key("external-links", boolean, _SWITCH, may_default=False),
        Key("browser-copy", boolean, _SWITCH, may_default=False),
    )
}
_CLOSED: dict[str, Any] = {
    "recent-documents": False,
    "search-history": False,
    "external-links": False,
    "browser-copy": False,
}
"""What a lock that cannot be understood is taken for; one on the marking means that no copy is made."""
_MARKS = {"marking", "markings"}


def closed(file: str, fault: str) -> Policy:
    """The policy where `file` cannot be read or understood, for the reason `fault`."""
    return _policy(file, {}, _CLOSED, [fault], copies=False)


def read(data: bytes, file: str) -> Policy:
    """The policy that the bytes `data` of `file` hold; never fails."""
    try:
        text = data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
        found = json.loads(text, object_pairs_hook=_without_doubles)
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
    if not isinstance(found, dict):
        return closed(file, "The file does not begin with {.")
    return _Reading(text, found).policy(file)


def summary(policy: Policy) -> str:
    """What `policy` has in force, in one line, by the file's own names."""
    defaults, locks = _by_name(policy.defaults), _by_name(policy.locks)
    if policy.markings:
        (locks if policy.only_markings else defaults)["markings"] = policy.markings
    switches = {"external-links": policy.external_links, "browser-copy": policy.browser_copy}
    locks.update({name: False for name, on in switches.items() if not on})
    parts = [
        f"{words}: {', '.join(f'{name} {_shown(value)}' for name, value in values.items())}"
        for words, values in (("locked", locks), ("defaults", defaults))
        if values
    ]
    return "; ".join([*parts, *([] if policy.copies else ["no copies are made"])]) or "nothing is set"


def _by_name(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[key.setting] for name, key in KEYS.items() if key.setting in values}


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return " or ".join(map(_shown, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f"“{value}”"


class _DoubleError(Exception):
    """A name stands twice: which of the two is meant, nobody can say."""


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise _DoubleError(next(name for name in names if names.count(name) > 1))
    return found


class _Reading:
    """The two groups of one file, checked name by name.

    `closes_all` tells that a name under "locks", or beside it, is not known: it may be a misspelt lock.
    """

    def __init__(self, text: str, found: dict[str, Any]) -> None:
        self._text = text
        self.faults: list[str] = []
        self.closes_all = False
        for name in found.keys() - {"defaults", "locks", "comment"}:
            self._fault("", name, "is no name that belongs here; there are defaults, locks and comment")
            self.closes_all = True
        self.defaults = dict(self._values(found.get("defaults", {}), "defaults"))
        self.locks = dict(self._values(found.get("locks", {}), "locks"))
        self._check_marking()

    def policy(self, file: str) -> Policy:
        """What is in force."""
        unread = {name for name, value in self.locks.items() if value is None}
        locks = {name: value for name, value in self.locks.items() if value is not None}
        given = {name: _CLOSED[name] for name in _CLOSED if self.closes_all or name in unread}
        copies = not self.closes_all and not unread & _MARKS
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
        key, is_lock = KEYS.get(name), place == "locks"
        if key is None:
            self._fault(place, name, f"is not known under {place}")
            self.closes_all = self.closes_all or is_lock
        elif not (key.may_lock if is_lock else key.may_default):
            self._fault(place, name, f"may not stand under {place}")
        else:
            good = key.read(value)
            if good is None:
                self._fault(place, name, f"must be {key.says}")
            if good is not None or is_lock:
                yield name, good

    def _fault(self, place: str, name: str, words: str) -> None:
        shown = name if name.isprintable() and len(name) <= 40 else "A name"
        self.faults.append(f"Line {self._line(place, name)}: “{shown}” {words}.")

    def _line(self, place: str, name: str) -> int:
        """The line where `name` stands in the group `place`; "" is the file's own."""
        start = 0
        for part in filter(None, (place, name)):
            found = re.compile(rf"{re.escape(json.dumps(part, ensure_ascii=False))}\s*:").search(
                self._text, start
            )
            start = found.start() if found else start
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
        external_links=locks.get("external-links", True),
        browser_copy=locks.get("browser-copy", True),
        copies=copies,
        faults=tuple(faults),
    )


def _by_setting(values: dict[str, Any]) -> dict[str, Any]:
    return {key.setting: values[name] for name, key in KEYS.items() if key.setting and name in values}
