"""How much of a statement an ordinary run tries, and how much the gate: of Hypothesis's examples, of values.

How many examples Hypothesis tries is a weight at each test, and the number from a profile.

`quick` is the profile of an ordinary run; the gate and the workflow pass `--hypothesis-profile=gate`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import pytest
from _pytest.mark.structures import ParameterSet
from hypothesis import HealthCheck, settings

PROFILES = {"quick": 12, "gate": 100}
"""The examples of a test of weight 1."""


def register_profiles() -> None:
    """Register the profiles and load the quick one, before any test module is imported.

    Both inherit from Hypothesis's own profile (on a CI machine, its "ci"), without the deadline for
    an example: how long one takes depends on what else the machine does.
    """
    for name, number in PROFILES.items():
        settings.register_profile(name, max_examples=number, deadline=None)
    settings.load_profile("quick")


def examples(weight: float, *suppressed: HealthCheck) -> settings:
    """A decorator for a test with `@given`: `weight` times the profile's number of examples.

    `suppressed` are the health checks that do not apply to the test.
    """
    profile = settings()
    return settings(
        max_examples=math.ceil(weight * profile.max_examples),
        suppress_health_check=(*profile.suppress_health_check, *suppressed),
    )


def breadth(values: Iterable[object], tried: int = 1) -> list[ParameterSet]:
    """A parameter's values, or tuples of them, for `pytest.mark.parametrize`.

    An ordinary run tries the first `tried`, which state the behaviour; the gate tries all.
    """
    sets = [each if isinstance(each, ParameterSet) else _set(each) for each in values]
    others = (
        pytest.param(*each.values, marks=[*each.marks, pytest.mark.slow], id=each.id) for each in sets[tried:]
    )
    return [*sets[:tried], *others]


def _set(value: object) -> ParameterSet:
    return pytest.param(*value) if isinstance(value, tuple) else pytest.param(value)
