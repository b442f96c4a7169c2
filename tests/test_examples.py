"""The profiles of Hypothesis: what the quick one leaves to the gate, and that a test states a weight only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.examples import PROFILES, examples

TESTS = Path(__file__).parent


def test_the_gate_tries_a_hundred_examples_of_weight_1_and_the_quick_tests_fewer():
    assert PROFILES["quick"] < PROFILES["gate"] == 100
    for name, number in PROFILES.items():
        assert settings.get_profile(name).max_examples == number


def test_no_profile_has_a_deadline_which_a_busy_machine_would_miss():
    assert {settings.get_profile(name).deadline for name in PROFILES} == {None}


@pytest.mark.parametrize("weight", [0.01, 0.25, 1, 3])
def test_a_test_has_its_weight_of_the_profiles_examples(weight):
    number = settings().max_examples
    assert weight * number <= examples(weight).max_examples < weight * number + 1


def test_a_health_check_is_left_out_beside_those_that_the_profile_leaves_out():
    left_out = set(examples(1, HealthCheck.too_slow).suppress_health_check)
    assert left_out == {*settings().suppress_health_check, HealthCheck.too_slow}


def test_no_test_states_a_number_of_examples_of_its_own():
    numbers = re.compile(r"max_examples=|deadline=")
    stating = [p.name for p in TESTS.rglob("*.py") if numbers.search(p.read_text(encoding="utf-8"))]
    assert set(stating) == {"examples.py", "test_examples.py"}
