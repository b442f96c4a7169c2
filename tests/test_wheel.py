"""The wheel, built, installed beside the locked packages and tried; and the source distribution."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from hkviewer.content.compiled import parse_dump

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parent.parent
SHEET = "us-relations-with-hong-kong"


def build(target: str, folder: Path) -> Path:
    """The file that hatchling, as it is installed, builds without a network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (file,) = folder.iterdir()
    return file


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment that has the wheel and sees the locked packages."""
    folder = tmp_path_factory.mktemp("a folder 香港") / "venv"
    venv.create(folder, symlinks=os.name != "nt")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index"]
    subprocess.run([*command, "--quiet", str(wheel)], check=True)
    scheme = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    # A plain line in a .pth file adds the folder, but does not obey the .pth files in it: the
    # checkout's own, if it is installed there, stays out of sight.
    locked = sysconfig.get_path("purelib")
    (Path(scheme.stdout.strip()) / "locked.pth").write_text(locked + "\n", encoding="utf-8")
    return python


def run(python: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The installed program's run, in a folder that has nothing of the checkout."""
    dropped = {"PYTHONPATH", "DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    program = python.with_name("hkviewer.exe" if os.name == "nt" else "hkviewer")
    return subprocess.run(
        [program, *arguments],
        cwd=python.parent,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_wheel_carries_the_content_with_its_captured_text(names):
    assert f"hkviewer/_data/content/{SHEET}.md" in names
    assert f"hkviewer/_data/content/captured/{SHEET}.txt" in names


def test_the_wheel_carries_every_resource(names):
    folder = ROOT / "resources"
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {f"hkviewer/_data/resources/{name}" for name in files} <= names


def test_the_wheel_carries_the_licences_of_all_that_is_in_it(names):
    licences = {Path(name).name for name in names if "/licenses/" in name}
    assert {"LICENSE", "Public-Sans-OFL.txt", "Source-Serif-4-OFL.txt", "Lucide-ISC.txt"} <= licences


def test_the_wheel_carries_the_compiled_form_of_the_very_sheet_that_is_in_it(wheel):
    with zipfile.ZipFile(wheel) as archive:
        compiled, source = (
            archive.read(f"hkviewer/_data/{name}")
            for name in (f"compiled/{SHEET}.json", f"content/{SHEET}.md")
        )
    sheet = parse_dump(compiled, source)
    assert sheet is not None
    assert sheet.id == SHEET


def test_the_wheel_holds_nothing_but_the_package(names):
    assert {name.split("/")[0].split("-")[0] for name in names} == {"hkviewer"}
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]


def test_the_installed_program_is_not_the_checkouts(installed):
    found = subprocess.run(
        [installed, "-c", "import hkviewer; print(hkviewer.__file__)"],
        cwd=installed.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(found.stdout.strip()).is_relative_to(installed.parents[1])


def test_the_installed_program_verifies_its_content(installed):
    found = run(installed, "verify")
    assert (found.returncode, found.stderr) == (0, "")
    assert "intact" in found.stdout


def test_the_installed_program_passes_its_self_test_without_a_display(installed):
    found = run(installed, "--self-test")
    assert "FAILED" not in found.stdout
    assert (found.returncode, found.stderr) == (0, "")


def test_the_installed_program_shows_the_sheet(installed):
    assert "Hong Kong" in run(installed, "show").stdout


@pytest.mark.slow
def test_the_source_distribution_has_what_a_checkout_has(tmp_path):
    with tarfile.open(build("sdist", tmp_path)) as archive:
        files = {name.partition("/")[2] for name in archive.getnames()}
    needed = {"dev.py", "pyproject.toml", "hatch_build.py", "LICENSE", "README.md", "requirements/run.txt"}
    assert needed | {f"content/{SHEET}.md", "resources/icons/hkviewer.svg", "tests/test_wheel.py"} <= files
    assert not [name for name in files if name.startswith((".venv", "build/", "dist/"))]
