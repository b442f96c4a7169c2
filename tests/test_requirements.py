"""The lock files: complete, pinned, with hashes, in step with pyproject.toml and with each other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LEVELS = ("run", "dev")
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\]+)((?: ; [^\\]+)?) \\$")


def text(level: str) -> str:
    """The lock file of `level`."""
    return (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8")


def locked(level: str) -> dict[str, str]:
    """Each package in the lock file of `level`, with its version."""
    found = (_PINNED.match(line) for line in text(level).splitlines())
    return {canonicalize_name(match[1]): match[2] for match in found if match}


def declared(group: str) -> list[Requirement]:
    """What pyproject.toml asks for: the program's own ("") or a group's."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["dependency-groups"][group] if group else project["project"]["dependencies"]
    return [Requirement(line) for line in lines if isinstance(line, str)]


@pytest.mark.parametrize("level", LEVELS)
def test_every_line_is_a_pinned_package_or_a_hash(level):
    lines = text(level).splitlines()
    assert lines
    hashed = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
    assert all(_PINNED.match(line) or hashed.match(line) for line in lines)


@pytest.mark.parametrize("level", LEVELS)
def test_every_package_has_a_hash(level):
    entries = re.split(r"\n(?=\S)", text(level))
    assert [entry for entry in entries if "--hash=" not in entry] == []


@pytest.mark.parametrize(("level", "group"), [("run", ""), ("run", "build"), ("dev", ""), ("dev", "dev")])
def test_the_locked_versions_are_those_that_are_asked_for(level, group):
    versions = locked(level)
    for requirement in declared(group):
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)])


def test_the_program_runs_with_the_versions_that_it_was_tested_with():
    tested = locked("dev")
    assert {name: tested.get(name) for name in locked("run")} == locked("run")


def test_the_build_backend_and_all_that_the_build_hook_imports_are_locked_for_running():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = {canonicalize_name(Requirement(line).name) for line in project["build-system"]["requires"]}
    assert names <= set(locked("run"))


def test_the_pyside_that_loses_references_to_none_is_shut_out():
    (pyside,) = (r for r in declared("") if r.name == "PySide6-Essentials")
    assert not pyside.specifier.contains("6.12.0")
    assert pyside.specifier.contains("6.11.3")
