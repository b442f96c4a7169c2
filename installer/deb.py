"""The package for Debian and Ubuntu.

It needs no maintainer scripts: dpkg's triggers keep the desktop's lists of programs, types and icons.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

from installer import dependencies, linux_files
from installer.changelog import debian_changelog, debian_version
from installer.copyright import copyright_file
from installer.output import date_all, staged
from installer.process import run
from installer.product import Product
from installer.signing import Signer, sign_or_remove

TOOLS = ("dpkg-deb", "lintian", "objdump", *linux_files.TOOLS)
"""The programs that build() calls."""

MAINTAINER = f"{linux_files.DEVELOPER} <hkviewer@localhost>"
_PROGRAMS = {"": "hkviewer", "-cli": "hkviewer-cli"}
_KIB = 1024
_DESCRIPTION_WIDTH = 78


def build(bundle: Path, product: Product, out: Path, signer: Signer) -> Path:
    """Write the package into the folder `out`; its path.

    Args:
        bundle: the folder with the programs hkviewer and hkviewer-cli and all that they load.
        product: what it is called.
        out: where it goes, under its final name only when it is whole.
        signer: signs it at the end.

    Raises:
        BuildError: a tool is missing, or a checker of Debian's finds a fault in it.
    """
    architecture = run(["dpkg", "--print-architecture"]).strip()
    target = out / f"{product.id}_{debian_version(product.version)}_{architecture}.deb"
    with tempfile.TemporaryDirectory(prefix="hkviewer-deb-") as scratch, staged(target) as stage:
        tree = Path(scratch) / product.id
        _fill_tree(tree, bundle, product)
        _write_control(tree, bundle, product, architecture)
        date_all(tree, product.epoch)
        # xz, whatever the building machine would choose: every dpkg unpacks it.
        run(
            ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", tree, stage],
            SOURCE_DATE_EPOCH=str(product.epoch),
        )
        _check(stage, Path(scratch) / target.name)
    sign_or_remove(target, signer)
    return target


def _fill_tree(tree: Path, bundle: Path, product: Product) -> None:
    """What lies where, after the Filesystem Hierarchy Standard 3.0."""
    installed = tree / "usr" / "lib" / product.id
    shutil.copytree(bundle, installed, symlinks=True)
    (installed / "README.txt").unlink()  # it explains how to unpack and start an archive
    for path in _files(installed):  # libraries are executable nowhere in Debian (Policy 10.2)
        path.chmod(0o755 if path.parent == installed and path.name in _PROGRAMS.values() else 0o644)
    linux_files.linux_files(product, tree / "usr" / "share")
    commands = tree / "usr" / "bin"
    commands.mkdir(parents=True)
    for ending, program in _PROGRAMS.items():
        (commands / f"{product.id}{ending}").symlink_to(f"../lib/{product.id}/{program}")
    _write_documents(tree, installed / "licences", product)


def _write_documents(tree: Path, licences: Path, product: Product) -> None:
    share = tree / "usr" / "share"
    documents = share / "doc" / product.id
    documents.mkdir(parents=True)
    shutil.move(licences, documents)
    made = linux_files.made_releases(product)
    linux_files.write_gzip(documents / "changelog.gz", debian_changelog(made, product, MAINTAINER))
    overrides = share / "lintian" / "overrides" / product.id
    overrides.parent.mkdir(parents=True)
    overrides.write_text(linux_files.fill("lintian-overrides", id=product.id), encoding="utf-8")
    paths = [str(path.relative_to(tree)) for path in _files(tree)]
    (documents / "copyright").write_text(copyright_file(product, paths), encoding="utf-8")


def _write_control(tree: Path, bundle: Path, product: Product, architecture: str) -> None:
    fields = {
        "Package": product.id,
        "Version": debian_version(product.version),
        "Architecture": architecture,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(_installed_size(tree)),
        "Depends": ", ".join(dependencies.depends(bundle)),
        "Recommends": ", ".join(dependencies.recommends(bundle)),
        "Suggests": ", ".join(dependencies.SUGGESTS),
        "Section": "text",
        "Priority": "optional",
        "Description": _description(product),
    }
    control = tree / "DEBIAN"
    control.mkdir()
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    (control / "control").write_text(text, encoding="utf-8")
    sums = "".join(f"{_md5(path)}  {path.relative_to(tree)}\n" for path in _files(tree / "usr"))
    (control / "md5sums").write_text(sums, encoding="utf-8")


def _description(product: Product) -> str:
    lines = textwrap.wrap(linux_files.description(product), _DESCRIPTION_WIDTH)
    synopsis = linux_files.summary(product)
    return "\n ".join([synopsis[0].lower() + synopsis[1:], *lines])


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def _installed_size(tree: Path) -> int:
    """In KiB, as dpkg-gencontrol(1) reckons it: a file's size rounded up, 1 for anything else."""
    sizes = [
        -(-path.stat().st_size // _KIB) if path.is_file() and not path.is_symlink() else 1
        for path in tree.rglob("*")
    ]
    return sum(sizes)


def _md5(file: Path) -> str:
    """The digest that the format wants (deb-md5sums(5)); it protects against accidents only."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _check(package: Path, named: Path) -> None:
    """Let lintian judge `package`, under the name `named`, by which it goes.

    Raises:
        BuildError: it finds a fault that resources/linux/lintian-overrides gives no reason for.
    """
    shutil.copyfile(package, named)
    run(["lintian", "--fail-on", "error,warning", "--tag-display-limit", "0", named])
    named.unlink()
