"""build_installer.py as a whole: what it makes, and what it leaves behind when it cannot."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hkviewer.export.formats.registry import FORMATS
from installer import environment, sizes
from installer.errors import BuildError

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "build_installer.py"
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="these packages are made on Linux")


def build(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def unpacked(package: Path, folder: Path) -> Path:
    """The folder of the bundle in an archive, unpacked into `folder`."""
    with tarfile.open(package) as archive:
        archive.extractall(folder, filter="tar")
    (inside,) = folder.iterdir()
    return inside


def contents_of(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Mode, date and bytes of everything in a folder, by its path; a link's target, for it is not dated."""
    found = {}
    for path in folder.rglob("*"):
        status = path.lstat()
        if path.is_symlink():
            what = (status.st_mode, 0, os.fsencode(path.readlink()))
        else:
            what = (status.st_mode, int(status.st_mtime), path.read_bytes() if path.is_file() else b"")
        found[path.relative_to(folder).as_posix()] = what
    return found


def called(program: Path, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """What a program of a bundle does for a new user without a display."""
    dropped = ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONPATH", "HKVIEWER_HOME")
    settings = {
        name: value for name, value in os.environ.items() if name not in dropped and "XDG" not in name
    }
    settings |= {"HOME": str(home), "USERPROFILE": str(home)}
    command = [str(program), *arguments]
    return subprocess.run(command, env=settings, capture_output=True, encoding="utf-8", check=False, cwd=home)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--content", "x"], "--content, --name and --id belong together"),
        (["--content", "x", "--name", "X", "--id", "X y"], "“X y” is no fit id"),
        (["--sign-command", "gpg"], "no “{file}”"),
    ],
)
def test_what_cannot_be_built_is_refused_before_anything_is_done(tmp_path, arguments, said):
    done = build("--out", tmp_path / "out", *arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_unknown_format_is_refused_with_those_that_there_are(tmp_path):
    done = build("--format", "rpm", "--out", tmp_path)
    assert done.returncode == 2
    assert "deb" in done.stderr
    assert "tar" in done.stderr


@pytest.mark.slow
def test_an_environment_without_its_packages_is_told_with_a_way_out(tmp_path, monkeypatch):
    (tmp_path / "requirements").mkdir()
    line = "no-such-package==1.0 --hash=sha256:" + "0" * 64
    (tmp_path / "requirements" / "installer.txt").write_text(line + "\n", encoding="utf-8")
    monkeypatch.setenv("PIP_NO_INPUT", "1")
    with pytest.raises(BuildError, match="The packages could not be installed") as caught:
        environment.make(tmp_path, tmp_path / "venv", wheelhouse=tmp_path)
    assert "Put the wheels" in caught.value.remedy
    assert not (tmp_path / "venv" / "hkviewer-installer.stamp").exists()


@pytest.mark.slow
@linux_only
@pytest.mark.timeout(2400)
class TestWholeBuild:
    def test_the_archive_is_within_its_budget(self, packages):
        (package,) = packages.glob("*.tar.xz")
        assert package.stat().st_size <= sizes.LARGEST_ARCHIVE

    def test_the_sums_cover_each_package_and_the_list_of_parts(self, packages):
        lines = (packages / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        named = {line.split("  ")[1] for line in lines}
        assert named == {path.name for path in packages.iterdir()} - {"SHA256SUMS"}
        subprocess.run(
            ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=packages, check=True
        )

    def test_the_list_of_parts_names_what_is_inside(self, packages):
        (file,) = packages.glob("*.cdx.json")
        parts = {part["name"]: part for part in json.loads(file.read_text(encoding="utf-8"))["components"]}
        wanted = {"Qt", "Python", "ICU", "PDFium", "typst", "Public Sans", "Lucide icons", "SCOWL word list"}
        assert wanted | {"libsqlite3-0", "libxcb-cursor0"} <= {*parts}
        assert all(parts[name].get("version") for name in ("Qt", "Python", "ICU", "PDFium", "libsqlite3-0"))

    def test_two_builds_are_the_same_to_the_byte(self, packages, tmp_path):
        # That the same folder always gives the same packages, their own tests prove; here it is the folder.
        (package,) = packages.glob("*.tar.xz")
        first = unpacked(package, tmp_path / "first")
        done = build("--out", tmp_path / "second", "--format", "folder")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "These are unsigned" in done.stdout
        assert contents_of(tmp_path / "second" / first.name) == contents_of(first)
        (parts,), (again,) = (found.glob("*.cdx.json") for found in (packages, tmp_path / "second"))
        assert parts.read_bytes() == again.read_bytes()

    def test_the_command_line_needs_no_python_and_no_installation(self, packages, tmp_path):
        (package,) = packages.glob("*.tar.xz")
        folder = unpacked(package, tmp_path / "unpacked")
        assert (folder / "licences" / "README.txt").is_file()
        home = tmp_path / "home"
        home.mkdir()
        shown = called(folder / "hkviewer-cli", "show", "--section", "economic-relations", home=home)
        assert "$31 billion" in shown.stdout
        found = called(folder / "hkviewer", "search", "31bn", home=home)
        assert (found.returncode, found.stderr) == (0, "")
        assert "$31 billion" in found.stdout
        misspelt = called(folder / "hkviewer-cli", "search", "--format", "json", "extraditoin", home=home)
        assert json.loads(misspelt.stdout)["corrected"] == "extradition"

    @pytest.mark.parametrize("ending", FORMATS)
    def test_a_copy_can_be_had_in_every_format(self, packages, tmp_path, ending):
        (package,) = packages.glob("*.tar.xz")
        folder = unpacked(package, tmp_path / "unpacked")
        made = called(folder / "hkviewer-cli", "export", "-o", f"copy.{ending}", home=tmp_path)
        assert (made.returncode, made.stderr) == (0, "")
        assert (tmp_path / f"copy.{ending}").stat().st_size > 200

    def test_the_desk_in_chinese_and_a_locale_in_big5_change_nothing(self, packages, tmp_path, monkeypatch):
        (package,) = packages.glob("*.tar.xz")
        folder = unpacked(package, tmp_path / "桌面")
        monkeypatch.setenv("LC_ALL", "zh_TW.BIG5")
        shown = called(folder / "hkviewer-cli", "show", "--section", "economic-relations", home=tmp_path)
        assert shown.stderr == ""
        assert "Hong Kong" in shown.stdout
        tested = called(folder / "hkviewer-cli", "--self-test", home=tmp_path)
        assert (tested.returncode, tested.stderr) == (0, ""), tested.stdout


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an editor: the guide's own example, continued, and two other sheets."""
    folder = tmp_path_factory.mktemp("editor") / "my-sheets"
    folder.mkdir()
    (folder / "us-relations-with-hong-kong.md").write_text(next_edition(), encoding="utf-8")
    for name, order in (("france", 3), ("switzerland", 2)):
        (folder / f"{name}.md").write_text(other_country(name, order), encoding="utf-8")
    (folder / "aliases.txt").write_text("CERN = European particle laboratory\n", encoding="utf-8")
    (folder / "notes for myself.docx").write_bytes(b"not for readers")
    return folder


@pytest.fixture(scope="module")
def edition(sheets: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked bundle of the editor's own edition."""
    out = tmp_path_factory.mktemp("edition")
    names = ["--name", "East Asia Fact Sheets", "--id", "east-asia-fact-sheets"]
    done = build("--content", sheets, *names, "--format", "folder", "--out", out)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 sheets checked: no faults." in done.stdout
    (folder,) = (path for path in out.glob("east-asia-fact-sheets-*-linux-*") if path.is_dir())
    return folder


@pytest.mark.slow
@linux_only
@pytest.mark.timeout(1200)
class TestEditorsWay:
    """docs/editing.md, walked: the next edition and two other countries, no Python touched."""

    def test_the_guides_own_command_is_the_one_that_is_walked_here(self):
        guide = (ROOT / "docs" / "editing.md").read_text(encoding="utf-8")
        assert '--content my-sheets --name "East Asia Fact Sheets" --id east-asia-fact-sheets' in guide

    def test_the_first_sheet_opens_with_its_new_edition(self, edition, tmp_path):
        shown = json.loads(called(edition / "hkviewer-cli", "show", "--format", "json", home=tmp_path).stdout)
        assert (shown["id"], shown["edition"]) == ("us-relations-with-hong-kong", "2027-03")

    def test_the_others_are_there_by_their_ids(self, edition, tmp_path):
        for name in ("france", "switzerland"):
            shown = called(edition / "hkviewer-cli", "show", name, home=tmp_path)
            assert f"The capital of {name.title()}" in shown.stdout

    def test_the_search_knows_the_editors_aliases(self, edition, tmp_path):
        found = called(
            edition / "hkviewer-cli", "search", "CERN", "switzerland", "--format", "json", home=tmp_path
        )
        assert json.loads(found.stdout)["alias"] == "CERN = European particle laboratory"

    def test_every_part_works_and_settings_are_kept_under_its_own_id(self, edition, tmp_path):
        tested = called(edition / "hkviewer-cli", "--self-test", home=tmp_path)
        assert (tested.returncode, tested.stderr) == (0, ""), tested.stdout
        assert f"{tmp_path}/.config/east-asia-fact-sheets" in tested.stdout
        assert "3 fact sheets, intact" in tested.stdout

    def test_only_sheets_and_what_they_show_are_handed_out(self, edition):
        inside = {path.name for path in (edition / "_internal/hkviewer/_data/content").rglob("*")}
        assert inside == {"us-relations-with-hong-kong.md", "france.md", "switzerland.md", "aliases.txt"}

    def test_a_sheet_with_a_fault_stops_the_build_with_its_line(self, sheets, tmp_path):
        folder = tmp_path / "faulty"
        folder.mkdir()
        good = (sheets / "france.md").read_text(encoding="utf-8")
        (folder / "france.md").write_text(good.replace("## Capital", "## "), encoding="utf-8")
        done = build("--content", folder, "--name", "X", "--id", "xx", "--out", tmp_path / "out")
        assert done.returncode == 1
        assert re.search(r"france\.md:\d+: ", done.stderr), done.stderr
        assert not (tmp_path / "out").exists()


@pytest.mark.slow
@linux_only
@pytest.mark.timeout(600)
class TestNothingHalfMade:
    def test_a_full_disk_leaves_no_package(self, small_bundle, tmp_path):
        command = f"{sys.executable} {SCRIPT} --bundle {small_bundle} --format tar --out {tmp_path}"
        limit = f"ulimit -f 20; exec {command}"
        done = subprocess.run(["bash", "-c", limit], capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "could not be written" in done.stderr
        assert "Traceback" not in done.stderr
        assert list(tmp_path.iterdir()) == []

    def test_an_interrupted_build_leaves_no_package(self, tmp_path):
        command = [sys.executable, SCRIPT, "--format", "tar", "--out", tmp_path]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        _wait_for(lambda: any(tmp_path.iterdir()) or process.poll() is not None)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 130
        assert said.strip() == "Interrupted. No half-made package was left behind."
        assert list(tmp_path.iterdir()) == []
        assert not list((ROOT / "build" / "installer").glob("work-*"))

    def test_a_folder_of_wheels_replaces_the_index(self, tmp_path, monkeypatch):
        wheels, root = tmp_path / "wheels", tmp_path / "root"
        (root / "requirements").mkdir(parents=True)
        text = (ROOT / "requirements" / "installer.txt").read_text(encoding="utf-8")
        few = re.findall(r"(?ms)^(?:markdown|altgraph)==.*?(?=^\S)", text)
        assert len(few) == 2
        (root / "requirements" / "installer.txt").write_text("".join(few), encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--dest", wheels]
        subprocess.run([*pip, "-r", root / "requirements" / "installer.txt"], check=True, capture_output=True)
        monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:1/")
        python = environment.make(root, tmp_path / "venv", wheels).python
        subprocess.run([python, "-c", "import markdown, altgraph"], check=True)


def next_edition() -> str:
    """The guide's example of a sheet's beginning, with the text of the edition before."""
    guide = (ROOT / "docs" / "editing.md").read_text(encoding="utf-8")
    example = re.search(r"(?ms)^    ---$.*?^    ---$", guide)
    assert example
    head = "".join(line[4:] + "\n" for line in example[0].splitlines())
    text = (ROOT / "content" / "us-relations-with-hong-kong.md").read_text(encoding="utf-8")
    return head + "\n" + text[text.index("# U.S. Relations") :]


def other_country(name: str, order: int) -> str:
    title = name.title()
    front = f"---\ntitle: {title}\nid: {name}\norder: {order}\npublisher: An office\nedition: 2027-01\n"
    front += "source: https://example.org/\nreceived: 2027-02-01\nlicence: Public domain\nlanguage: en\n---\n"
    return f"{front}\n# {title}\n\n## Capital\n\nThe capital of {title} has a European particle laboratory.\n"


def _wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 300
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)
