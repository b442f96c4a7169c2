"""What the organisation's policy lets a copy be: its locked choices, and the markings it may bear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hkviewer.errors import UsageError
from hkviewer.export.briefing import Choices
from hkviewer.preferences.policy import Policy
from hkviewer.system.characters import one_line

_SET = ("marking", "prepared_for", "prepared_by", "paper", "layout")
"""The choices that a policy may set; each setting is called so, after "copy_"."""


def default_choices(policy: Policy) -> dict[str, Any]:
    """The policy's defaults for a copy, by the names of `Choices`."""
    return {name: policy.defaults[f"copy_{name}"] for name in _SET if f"copy_{name}" in policy.defaults}


def locked_choices(policy: Policy) -> dict[str, Any]:
    """The policy's locks on a copy, by the names of `Choices`."""
    return {name: policy.locks[f"copy_{name}"] for name in _SET if f"copy_{name}" in policy.locks}


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


def check_given(given: Mapping[str, Any], policy: Policy) -> None:
    """Raise UsageError where one of the choices in `given`, by name, is not the organisation's."""
    for name, locked in locked_choices(policy).items():
        if name in given and one_line(given[name]) != locked:
            option, shown = name.replace("_", "-"), f"“{locked}”" if locked else "none"
            raise UsageError(f"--{option} is set by your organisation: {shown}.", f"Leave out --{option}.")
    if policy.only_markings and "copy_marking" not in policy.locks and "marking" in given:
        _check_marking(one_line(given["marking"]), policy)


def _check_marking(marking: str, policy: Policy) -> None:
    if marking not in policy.markings:
        allowed = ", ".join(f"“{words}”" for words in policy.markings)
        raise UsageError(
            f"Your organisation does not allow the marking “{marking[:40]}”.", f"Give one of {allowed}."
        )
