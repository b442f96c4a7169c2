"""The licence texts of all that a bundle holds, in a folder of it, with a list to begin at."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from installer.components import Component

_HEAD = """\
{name} is made of the parts below. Each part's licence text lies in the folder of its name.

Qt and Qt for Python are used under the GNU Lesser General Public License 3. They are separate files in
the folder “_internal”: you may replace them by versions of your own. Their source code is published by
The Qt Company at https://download.qt.io/official_releases/ under the versions named here.

"""


def collect(parts: Sequence[Component], name: str, target: Path) -> None:
    """Copy the licence texts of `parts` into the new folder `target`, with a README.txt that lists them.

    Args:
        parts: what the bundle holds.
        name: the product's.
        target: the folder to make.
    """
    target.mkdir()
    for part in parts:
        for number, text in enumerate(part.texts):
            folder = target / _folder(part.name)
            folder.mkdir(exist_ok=True)
            place = folder / text.name
            # Two texts of one name come from two folders of one package.
            shutil.copyfile(text, place if not place.exists() else folder / f"{number}-{text.name}")
    width = max(len(f"{part.name} {part.version}") for part in parts)
    lines = [f"{f'{part.name} {part.version}'.strip():{width}}  {part.licence}\n" for part in parts]
    (target / "README.txt").write_text(_HEAD.format(name=name) + "".join(lines), encoding="utf-8")


def _folder(name: str) -> str:
    """A part's name as a folder of every system may be called."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-.")
