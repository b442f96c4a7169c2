"""What an editor may call an edition."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer.errors import BuildError
from installer.product import Product


def product(name: str = "East Asia", identity: str = "east-asia") -> Product:
    return Product(name, identity, "0.1.0", Path("content"), 1_790_000_000)


def test_a_package_is_named_by_id_and_version():
    assert product().stem == "east-asia-0.1.0"


def test_the_day_of_the_build_is_that_of_the_epoch_in_utc():
    assert product().date.isoformat() == "2026-09-21"


@pytest.mark.parametrize("identity", ["", "a", "East", "-x", "x-", "9lives", "a/b", "a b", "a" * 41, "ü-x"])
def test_an_id_that_some_system_could_not_take_is_refused_in_words(identity):
    with pytest.raises(BuildError, match="no fit id") as caught:
        product(identity=identity)
    assert "lower-case letters" in caught.value.remedy


@pytest.mark.parametrize("name", ["", " x", "x.", 'a"b', "a/b", "a\nb", "a%b", "$HOME", "x" * 61, "a\\b"])
def test_a_name_that_some_system_could_not_take_is_refused_in_words(name):
    with pytest.raises(BuildError, match="no fit name"):
        product(name=name)


@pytest.mark.parametrize("name", ["East Asia, 2027", "U.S. Relations – 香港", "Länder (neu)"])
def test_a_name_may_have_any_letters(name):
    assert product(name=name).name == name
