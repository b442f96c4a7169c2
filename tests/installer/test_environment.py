"""Which Python a build takes its packages from."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from installer import environment, sbom
from installer.errors import BuildError

ROOT = Path(__file__).parents[2]


class _Distribution:
    def __init__(self, name: str, version: str) -> None:
        self.name, self.version = name, version


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the running Python has; at first what is locked."""
    have = sbom.locked(ROOT)
    distributions = lambda: [_Distribution(*pair) for pair in have.items()]  # noqa: E731  one line
    monkeypatch.setattr("importlib.metadata.distributions", distributions)
    return have


def test_a_python_that_has_the_locked_packages_is_taken_as_it_is(packages):
    taken = environment.in_place(ROOT)
    assert taken.python == Path(sys.executable)
    assert (taken.site / "PySide6").is_dir()


@pytest.mark.parametrize("version", ["1.0", ""])
def test_one_with_another_version_or_without_a_package_is_not(packages, version):
    packages.pop("typst") if not version else packages.update(typst=version)
    with pytest.raises(BuildError, match="typst") as caught:
        environment.in_place(ROOT)
    assert "requirements/installer.txt" in str(caught.value)
