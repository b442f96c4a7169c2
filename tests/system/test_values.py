"""Frozen values, with a dictionary of their own or without one."""

from __future__ import annotations

import pytest

from hkviewer.system.values import Value


class Usual(Value):
    name: str
    size: int = 1


class Lean(Value, lean=True):
    name: str
    size: int = 1


class Empty(Value, lean=True):
    pass


@pytest.mark.parametrize("kind", [Usual, Lean])
def test_a_value_is_made_compared_changed_and_matched_by_its_fields(kind):
    value = kind("a")
    assert value == kind("a", 1) == kind(size=1, name="a")
    assert hash(value) == hash(kind("a", 1))
    assert value != kind("a", 2)
    assert value.replace(size=2) == kind("a", 2)
    assert value.as_dict() == {"name": "a", "size": 1}
    assert repr(value) == f"{kind.__name__}(name='a', size=1)"
    match value:
        case Usual(name, size) | Lean(name, size):
            assert (name, size) == ("a", 1)


@pytest.mark.parametrize("kind", [Usual, Lean])
def test_a_value_does_not_change_and_is_strict(kind):
    value = kind("a")
    with pytest.raises(AttributeError, match="frozen"):
        value.name = "b"
    with pytest.raises(AttributeError, match="frozen"):
        del value.name
    for values, named in (((), {}), (("a", 1, 2), {}), (("a",), {"weight": 3}), (("a",), {"name": "b"})):
        with pytest.raises(TypeError, match=kind.__name__):
            kind(*values, **named)
    with pytest.raises(TypeError, match="weight"):
        value.replace(weight=3)


def test_values_of_two_classes_differ():
    assert Usual("a") != Lean("a")
    assert Empty() == Empty()
    assert Empty() != Lean("a")


def test_a_lean_value_has_no_dictionary():
    assert not hasattr(Lean("a"), "__dict__")
    assert not hasattr(Empty(), "__dict__")
