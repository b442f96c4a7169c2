"""Trimming, sizes, sums, the archive and the gates of a bundle."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from installer import archive, contents, dependencies, gates, how_to_start, signing, sizes, sums, tools, trim
from installer.errors import BuildError
from installer.signing import Signer


@pytest.fixture
def bundle(small_bundle: Path, tmp_path: Path) -> Path:
    """A copy of the small bundle that a test may change."""
    return shutil.copytree(small_bundle, tmp_path / small_bundle.name, symlinks=True)


def test_libraries_that_nothing_needs_any_more_are_dropped_and_the_links_to_them(bundle):
    internal = bundle / "_internal"
    shutil.copy(internal / "libxkbcommon.so.0", internal / "libpython3.11.so.1.0")
    (internal / "link.so").symlink_to("libQt6Gui.so.6")
    dropped = trim.drop_unreachable(bundle)
    assert {path.name for path in dropped} == {"libQt6Gui.so.6", "libxkbcommon.so.0"}
    assert not (internal / "link.so").is_symlink()
    # What is loaded by its name alone stays: plug-ins, and the Python that PyInstaller's programs open.
    assert (internal / "libpython3.11.so.1.0").exists()
    assert list(bundle.rglob("libcupsprintersupport.so"))


def test_the_table_names_the_largest_part_and_the_sum(bundle):
    (bundle / "_internal" / "typst").mkdir()
    (bundle / "_internal" / "typst" / "x.so").write_bytes(b"x" * 30_000_000)
    lines = sizes.table(bundle).splitlines()
    assert lines[0] == "    30.0 MB  typst"
    assert lines[-1] == f"{sizes.on_disk(bundle) / 1e6:8.1f} MB  in all"


def test_a_file_with_two_names_counts_once(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 1000)
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    (tmp_path / "c").symlink_to("a")
    assert sizes.on_disk(tmp_path) == 1000


def test_over_the_budget_the_build_stops(bundle, monkeypatch):
    assert gates.size(bundle).endswith("MB on disk")
    monkeypatch.setattr(sizes, "LARGEST_ON_DISK", 1000)
    with pytest.raises(BuildError, match="at most 0 MB are allowed"):
        gates.size(bundle)


def test_a_library_that_nobody_decided_on_stops_the_build(bundle, monkeypatch):
    assert gates.libraries(bundle).endswith("are the system’s")
    monkeypatch.setattr(contents, "EXTERNAL_LIBRARIES", contents.EXTERNAL_LIBRARIES - {"libGL.so.1"})
    with pytest.raises(BuildError, match=r"needs libGL\.so\.1"):
        gates.libraries(bundle)


def test_an_optional_library_may_be_needed_by_its_one_plug_in_only(bundle):
    plugin = next(bundle.rglob("libcupsprintersupport.so"))
    shutil.copy(plugin, bundle / "_internal" / "other.so")
    with pytest.raises(BuildError, match=r"needs libcups\.so\.2"):
        gates.libraries(bundle)


def test_a_symbol_newer_than_the_oldest_system_stops_the_build(bundle, monkeypatch):
    assert gates.glibc(bundle).startswith("runs with the C library 2.")
    monkeypatch.setattr(contents, "HIGHEST_GLIBC", (2, 2))
    with pytest.raises(BuildError, match=r"at most 2\.2 is allowed"):
        gates.glibc(bundle)


def test_missing_and_strange_plug_ins_stop_the_build(bundle):
    with pytest.raises(BuildError, match=r"missing in the bundle: .*platforms/libqxcb"):
        gates.plugins(bundle, "linux")
    plugins = bundle / "_internal" / "PySide6" / "Qt" / "plugins"
    for folder, names in contents.PLUGINS["linux"].items():
        (plugins / folder).mkdir(exist_ok=True)
        for name in names:
            (plugins / folder / f"{name}.so").touch()
    assert gates.plugins(bundle, "linux") == "16 plug-ins of Qt, as expected"
    (plugins / "platforms" / "libqvnc.so").touch()
    with pytest.raises(BuildError, match="nobody asked for: libqvnc"):
        gates.plugins(bundle, "linux")


def _script(bundle: Path, text: str) -> None:
    for program in ("hkviewer", "hkviewer-cli"):
        (bundle / program).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")


@pytest.mark.parametrize("text", ["echo Everything works.; exit 1", "echo oh >&2"])
def test_a_self_test_that_fails_or_complains_stops_the_build(bundle, text):
    _script(bundle, "echo Everything works.")
    assert gates.self_test(bundle) == "everything works"
    _script(bundle, text)
    with pytest.raises(BuildError, match="--self-test failed"):
        gates.self_test(bundle)


def test_a_program_without_a_word_on_a_missing_display_stops_the_build(bundle):
    _script(bundle, "echo “No window can be opened.” >&2; exit 69")
    gates.without_display(bundle)
    _script(bundle, "exit 69")
    with pytest.raises(BuildError, match="Without a display"):
        gates.without_display(bundle)


@pytest.mark.slow
def test_a_window_that_is_never_painted_stops_the_build(bundle, provided, monkeypatch):
    provided("Xvfb")
    monkeypatch.setattr(gates, "_WINDOW_SECONDS", 2.0)
    _script(bundle, "exec sleep 60")
    with pytest.raises(BuildError, match="The window showed 1 colour"):
        gates.window(bundle)


def test_the_sums_are_those_that_sha256sum_checks(tmp_path):
    (tmp_path / "b.deb").write_bytes(b"b")
    (tmp_path / "a.tar.xz").write_bytes(b"a")
    file = sums.write([tmp_path / "b.deb", tmp_path / "a.tar.xz"], tmp_path)
    assert file.read_text(encoding="utf-8").splitlines()[0] == f"{hashlib.sha256(b'a').hexdigest()}  a.tar.xz"
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--check", "--strict", file.name], cwd=tmp_path, check=True)


def test_the_archive_holds_the_bundle_one_folder_deep_and_names_nobody(bundle, own_product, tmp_path):
    (bundle / "hkviewer-cli").unlink()
    (bundle / "hkviewer-cli").symlink_to("hkviewer")
    package = archive.build(bundle, own_product, tmp_path / "out", Signer())
    with tarfile.open(package) as packed:
        members = {member.name: member for member in packed.getmembers()}
    folder = bundle.name
    assert {f"{folder}/hkviewer", f"{folder}/hkviewer-cli", f"{folder}/README.txt"} <= {*members}
    assert members[f"{folder}/hkviewer"].mode & 0o111
    assert members[f"{folder}/hkviewer-cli"].linkname == "hkviewer"
    assert {(one.uid, one.gid, one.uname, one.mtime) for one in members.values()} == {
        (0, 0, "root", own_product.epoch)
    }


@pytest.mark.slow
def test_an_archive_over_its_budget_stops_the_build_and_is_not_left(
    bundle, own_product, tmp_path, monkeypatch
):
    monkeypatch.setattr(sizes, "LARGEST_ARCHIVE", 1000)
    with pytest.raises(BuildError, match=r"The archive has .* MB; at most 0 MB are allowed"):
        archive.build(bundle, own_product, tmp_path / "out", Signer())
    assert list((tmp_path / "out").iterdir()) == []


def test_the_readme_names_every_library_that_the_debian_package_depends_on(small_bundle, own_product):
    words = how_to_start.text(small_bundle, own_product, "linux").replace("\\\n", " ")
    command = next(line for line in words.splitlines() if "apt-get install" in line)
    depended = {name.split(" | ")[-1] for name in dependencies.depends(small_bundle) if "libc6" not in name}
    assert {*command.split()[3:]} == depended | {"fonts-dejavu-core"}


def test_the_readme_for_windows_speaks_of_its_own_programs(small_bundle, own_product):
    words = how_to_start.text(small_bundle, own_product, "win32")
    assert "hkviewer.exe" in words
    assert "apt-get" not in words
    assert "./" not in words


@pytest.mark.slow
def test_an_archive_is_the_same_whenever_it_is_made(bundle, own_product, tmp_path):
    first = archive.build(bundle, own_product, tmp_path / "a", Signer())
    for path in bundle.rglob("*"):
        path.touch()
    second = archive.build(bundle, own_product, tmp_path / "b", Signer())
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="the commands are a Unix shell's")
class TestSigning:
    def test_the_command_gets_each_file_in_its_place(self, tmp_path):
        file = tmp_path / "my package.deb"
        file.write_text("package", encoding="utf-8")
        Signer("cp {file} {file}.asc").sign(file)
        assert (tmp_path / "my package.deb.asc").read_text(encoding="utf-8") == "package"

    def test_without_a_command_nothing_is_signed(self, tmp_path):
        assert not Signer()
        Signer().sign(tmp_path / "missing")

    def test_a_command_without_the_file_is_refused(self):
        with pytest.raises(BuildError, match=r"no “\{file\}”"):
            Signer("gpg --sign")

    @pytest.mark.slow
    def test_a_package_that_could_not_be_signed_is_not_left_behind(self, bundle, own_product, tmp_path):
        with pytest.raises(BuildError, match="ended with code 1"):
            archive.build(bundle, own_product, tmp_path / "out", Signer("false {file}"))
        assert list((tmp_path / "out").iterdir()) == []

    def test_a_signing_program_that_is_not_there_is_named(self, tmp_path):
        with pytest.raises(BuildError, match="“no-such-signer” cannot be started"):
            signing.sign_or_remove(tmp_path / "x", Signer("no-such-signer {file}"))


class TestTools:
    def test_a_missing_tool_is_named_with_its_package(self, monkeypatch):
        monkeypatch.setattr(shutil, "which", lambda _name: None)
        with pytest.raises(BuildError, match="Missing for this build: makensis, objdump") as caught:
            tools.ensure(["objdump", "makensis"])
        assert caught.value.remedy.endswith("apt-get install binutils nsis")

    def test_where_this_is_root_on_debian_they_are_installed(self, monkeypatch):
        have = {"apt-get"}
        calls: list[list[str]] = []

        def install(command, **_options):
            calls.append(command)
            have.update({"objdump"} if "install" in command else set())

        monkeypatch.setattr(shutil, "which", lambda name: name if name in have else None)
        monkeypatch.setattr(tools, "_is_root", lambda: True)
        monkeypatch.setattr(subprocess, "run", install)
        tools.ensure(["objdump"])
        assert calls[-1][-1] == "binutils"
