from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from installer import deb
from installer.errors import BuildError
from installer.product import Product
from installer.signing import Signer


class _Package:
    """What a finished package holds, read with dpkg-deb."""

    def __init__(self, file: Path, folder: Path) -> None:
        self.file = file
        self.root = folder / "root"
        self.control_folder = folder / "control"
        subprocess.run(["dpkg-deb", "--extract", file, self.root], check=True)
        subprocess.run(["dpkg-deb", "--control", file, self.control_folder], check=True)
        with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", file], stdout=subprocess.PIPE) as unpacking:
            assert unpacking.stdout
            with tarfile.open(fileobj=unpacking.stdout, mode="r|") as archive:
                self.members = [member for member in archive if member.name != "."]
                self.paths = {member.name.removeprefix("./") for member in self.members}

    def field(self, name: str) -> str:
        command = ["dpkg-deb", "--field", str(self.file), name]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")


@pytest.fixture(scope="session", autouse=True)
def _tools(provided):
    provided(*deb.TOOLS)


@pytest.fixture(scope="session")
def own(small_bundle, own_product, tmp_path_factory):
    return _unjudged_package(small_bundle, own_product, tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="session")
def other(small_bundle, other_product, tmp_path_factory):
    return _unjudged_package(small_bundle, other_product, tmp_path_factory.mktemp("other"))


def _unjudged_package(bundle: Path, product: Product, folder: Path) -> _Package:
    with pytest.MonkeyPatch.context() as patch:
        _leave_unjudged(patch)
        return _Package(deb.build(bundle, product, folder / "out", Signer()), folder)


def _leave_unjudged(patch: pytest.MonkeyPatch) -> None:
    """For what lintian judges in another test: it takes seconds."""
    patch.setattr(deb, "_check", lambda _package, _named: None)


@pytest.fixture
def _unjudged(monkeypatch):
    _leave_unjudged(monkeypatch)


@pytest.fixture
def changed_bundle(small_bundle, tmp_path):
    return Path(shutil.copytree(small_bundle, tmp_path / "changed", symlinks=True))


def test_it_is_named_by_id_version_and_architecture(own):
    assert re.fullmatch(r"hkviewer_0\.1\.0_[a-z0-9]+\.deb", own.file.name)
    assert own.field("Package") == "hkviewer"
    assert own.field("Version") == "0.1.0"


def test_it_depends_on_the_packages_of_the_libraries_that_the_bundle_needs_and_lacks(own):
    depends = own.field("Depends").split(", ")
    assert re.fullmatch(r"libc6 \(>= 2\.\d+\)", depends[0])
    assert depends[1:] == ["libgl1", "libglib2.0-0t64 | libglib2.0-0", "libx11-6", "xkb-data", "zlib1g"]


def test_what_only_the_printing_plug_in_needs_is_recommended(own):
    assert own.field("Recommends") == "libcups2t64 | libcups2, xdg-utils"


def test_a_library_of_no_known_package_stops_the_build(changed_bundle, own_product, tmp_path):
    plugin = next(changed_bundle.rglob("libcupsprintersupport.so"))
    plugin.write_bytes(plugin.read_bytes().replace(b"libcups.so.2", b"libeerie.so."))
    with pytest.raises(BuildError, match=r"libeerie\.so\."):
        deb.build(changed_bundle, own_product, tmp_path / "out", Signer())
    assert not list((tmp_path / "out").glob("*"))


def test_a_file_of_no_known_licence_stops_the_build(changed_bundle, own_product, tmp_path):
    (changed_bundle / "_internal" / "libreadline.so.8").write_text("GPL")
    with pytest.raises(BuildError, match=r"_internal/libreadline\.so\.8"):
        deb.build(changed_bundle, own_product, tmp_path / "out", Signer())
    assert not list((tmp_path / "out").glob("*"))


@pytest.mark.slow
def test_a_fault_that_lintian_finds_stops_the_build(changed_bundle, own_product, tmp_path):
    script = changed_bundle / "_internal" / "PySide6" / "odd.py~"
    script.write_text("left over by an editor\n")
    with pytest.raises(BuildError, match="backup-file-in-package"):
        deb.build(changed_bundle, own_product, tmp_path / "out", Signer())
    assert not list((tmp_path / "out").glob("*"))


def test_both_commands_lead_to_the_programs(own):
    for name in ("hkviewer", "hkviewer-cli"):
        command = own.root / "usr" / "bin" / name
        assert command.readlink() == Path(f"../lib/hkviewer/{name}")
        assert os.access(command, os.X_OK)


def test_the_whole_bundle_is_installed_save_what_tells_how_to_unpack_it(own, small_bundle):
    installed = own.root / "usr" / "lib" / "hkviewer"
    for path in small_bundle.rglob("*"):
        relative = path.relative_to(small_bundle)
        if path.is_file() and relative.parts[0] not in ("README.txt", "licences"):
            assert (installed / relative).read_bytes() == path.read_bytes()
    assert not (installed / "README.txt").exists()


def test_the_licence_texts_are_among_the_documents(own):
    assert "LESSER" in own.text("usr/share/doc/hkviewer/licences/Qt/LGPL-3.0.txt")


def test_everything_belongs_to_root_and_only_programs_are_executable(own):
    assert {(member.uid, member.gid) for member in own.members} == {(0, 0)}
    executable = {m.name for m in own.members if m.isfile() and m.mode & 0o111}
    assert executable == {"./usr/lib/hkviewer/hkviewer", "./usr/lib/hkviewer/hkviewer-cli"}
    assert {m.mode for m in own.members if m.isfile()} == {0o644, 0o755}
    assert {m.mode for m in own.members if m.isdir()} == {0o755}


def test_it_needs_no_maintainer_scripts(own):
    assert sorted(path.name for path in own.control_folder.iterdir()) == ["control", "md5sums"]


def test_the_sums_are_those_of_all_its_files(own):
    lines = (own.control_folder / "md5sums").read_text(encoding="utf-8").splitlines()
    named = dict(reversed(line.split("  ", 1)) for line in lines)
    files = {p.relative_to(own.root) for p in own.root.rglob("*") if p.is_file() and not p.is_symlink()}
    assert set(map(Path, named)) == files
    for path, digest in named.items():
        assert hashlib.md5((own.root / path).read_bytes()).hexdigest() == digest


def test_the_installed_size_is_what_the_files_take(own):
    kib = sum(-(-m.size // 1024) if m.isfile() else 1 for m in own.members)
    assert abs(int(own.field("Installed-Size")) - kib) <= 2  # the root folder, and DEBIAN's own


@pytest.mark.usefixtures("_unjudged")
@pytest.mark.slow
def test_two_builds_are_the_same_bytes(own, changed_bundle, own_product, tmp_path):
    os.utime(changed_bundle / "hkviewer", (1, 1))
    (changed_bundle / "_internal").chmod(0o700)
    before = os.umask(0o077)
    try:
        again = deb.build(changed_bundle, own_product, tmp_path / "out", Signer())
    finally:
        os.umask(before)
    assert again.read_bytes() == own.file.read_bytes()


def test_everything_is_dated_with_the_product(own, own_product):
    assert {int(member.mtime) for member in own.members} == {own_product.epoch}


@pytest.mark.usefixtures("_unjudged")
def test_it_is_signed_when_it_is_finished(small_bundle, own_product, tmp_path):
    signer = Signer(f"cp {{file}} {tmp_path}/signed.deb")
    package = deb.build(small_bundle, own_product, tmp_path / "out", signer)
    assert (tmp_path / "signed.deb").read_bytes() == package.read_bytes()


@pytest.mark.usefixtures("_unjudged")
@pytest.mark.slow
def test_one_that_cannot_be_signed_does_not_remain(small_bundle, own_product, tmp_path):
    with pytest.raises(BuildError):
        deb.build(small_bundle, own_product, tmp_path / "out", Signer("false {file}"))
    assert not list((tmp_path / "out").glob("*"))


def test_an_editors_edition_shares_no_file_with_the_programs_own(own, other):
    files = {m.name for m in other.members if not m.isdir()}
    assert not files & {m.name for m in own.members if not m.isdir()}


@pytest.mark.slow
@pytest.mark.parametrize("product", ["own_product", "other_product"])
def test_lintian_finds_no_fault(small_bundle, product, tmp_path, request):
    assert deb.build(small_bundle, request.getfixturevalue(product), tmp_path / "out", Signer()).exists()


def test_an_editors_edition_goes_by_its_own_name_everywhere(other):
    assert other.field("Package") == "east-asia-sheets"
    assert "East Asia Sheets" in other.field("Description")
    command = other.root / "usr" / "bin" / "east-asia-sheets-cli"
    assert command.readlink() == Path("../lib/east-asia-sheets/hkviewer-cli")
    share = [p for p in (other.root / "usr/share").rglob("*") if p.suffix in (".desktop", ".xml")]
    assert len(share) == 2
    for path in share:
        assert "Hong Kong" not in path.read_text(encoding="utf-8")


def test_the_copyright_file_names_what_the_package_holds_and_no_more(own):
    text = own.text("usr/share/doc/hkviewer/copyright")
    assert "usr/lib/hkviewer/_internal/libQt6*" in text
    assert "usr/lib/hkviewer/_internal/typst/*" not in text


def test_the_copyright_file_has_the_text_of_each_licence_that_it_names_once(own):
    paragraphs = own.text("usr/share/doc/hkviewer/copyright").split("\n\n")
    files = [p for p in paragraphs if p.startswith("Files:")]
    texts = [p.partition("\n")[0].removeprefix("License: ") for p in paragraphs if p.startswith("License: ")]
    lines = [re.search(r"^License: (.+)$", p, re.MULTILINE) for p in files]
    named = {name for line in lines if line for name in re.split(r" and | or ", line[1])}
    assert sorted(texts) == sorted(named)
