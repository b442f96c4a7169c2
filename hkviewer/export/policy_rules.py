"""What the organisation's policy lets a copy be: its locked choices, and the markings it may bear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hkviewer.errors import UsageError
from hkviewer.export.briefing import Choices
from hkviewer.preferences.policy import Policy
from hkviewer.preferences.schema import CHOICES
from hkviewer.system.characters import one_line


def default_choices(policy: Policy) -> dict[str, Any]:
    """The policy's defaults for a copy, by the names of `Choices`."""
    return _of_copy(policy.defaults)


def locked_choices(policy: Policy) -> dict[str, Any]:
    """The policy's locks on a copy, by the names of `Choices`."""
    return _of_copy(policy.locks)


def _of_copy(values: Mapping[str, Any]) -> dict[str, Any]:
    return {row.name: values[row.remembered] for row in CHOICES if row.remembered in values}


def enforced(choices: Choices, policy: Policy) -> Choices:
    """`choices` with what the policy has locked, and a marking that it allows."""
    within = replace(choices, **locked_choices(policy))
    return replace(within, marking=policy.allowed_marking(one_line(within.marking)))


def check_copies(policy: Policy) -> None:
    """Raise UsageError where no copy may be made, because the lock on its marking cannot be read."""
    if not policy.copies:
        raise UsageError(
            "No copy is made: your organisation’s policy cannot be read, so its marking is not known.",
            f"Your administrator can mend “{policy.file}”; “hkviewer --self-test” says what is wrong.",
        )


def _plain(value: Any) -> Any:
    return one_line(value) if isinstance(value, str) else value


def check_given(given: Mapping[str, Any], policy: Policy) -> None:
    """Raise UsageError where one of the choices in `given`, by name, is not the organisation's."""
    locks = locked_choices(policy)
    for row in CHOICES:
        if row.name in given and row.name in locks and _plain(given[row.name]) != locks[row.name]:
            shown = f"“{locks[row.name]}”" if locks[row.name] else "none"
            raise UsageError(
                f"{row.option} is set by your organisation: {shown}.", f"Leave out {row.option}."
            )
    marking = one_line(given.get("marking", ""))
    may_choose = policy.only_markings and "copy_marking" not in policy.locks
    if may_choose and "marking" in given and marking not in policy.markings:
        allowed = ", ".join(f"“{words}”" for words in policy.markings)
        raise UsageError(
            f"Your organisation does not allow the marking “{marking[:40]}”.", f"Give one of {allowed}."
        )
