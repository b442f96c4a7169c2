"""The archive to unpack and run: .tar.xz, the same bytes whenever and wherever it is made."""

from __future__ import annotations

import lzma
import tarfile
from pathlib import Path

from installer import sizes
from installer.output import staged
from installer.product import Product
from installer.signing import Signer, sign_or_remove

# 64 MiB: the bundle's largest library then shares its dictionary with the rest. Unpacking needs as much.
_FILTERS = [
    {"id": lzma.FILTER_X86},
    {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 64 << 20},
]


def build(bundle: Path, product: Product, out: Path, signer: Signer) -> Path:
    """Pack the folder `bundle`, under its own name, into `out`; the archive.

    Raises:
        BuildError: it cannot be written or signed, or it is over its budget; then none is left.
    """
    target = out / f"{bundle.name}.tar.xz"
    with staged(target) as stage:
        with (
            lzma.open(stage, "wb", format=lzma.FORMAT_XZ, filters=_FILTERS) as packed,
            tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive,
        ):
            for path in [bundle, *sorted(bundle.rglob("*"))]:
                _add(archive, path, Path(bundle.name) / path.relative_to(bundle), product.epoch)
        sizes.refuse_large("The archive", stage.stat().st_size, sizes.LARGEST_ARCHIVE)
    sign_or_remove(target, signer)
    return target


def _add(archive: tarfile.TarFile, path: Path, name: Path, epoch: int) -> None:
    member = _anonymous(archive.gettarinfo(path, name.as_posix()), epoch)
    if member.isreg():
        with path.open("rb") as file:
            archive.addfile(member, file)
    else:
        archive.addfile(member)


def _anonymous(member: tarfile.TarInfo, epoch: int) -> tarfile.TarInfo:
    """`member` without the builder's name and time."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mtime = epoch
    return member
