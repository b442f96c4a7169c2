"""README.txt of a bundle: for those who unpack the archive and do not know what to open."""

from __future__ import annotations

import textwrap
from pathlib import Path

from installer.dependencies import depends
from installer.product import Product

_START = """\
{name}

To start it, open the program “{window}” in this folder. It needs no installation, no rights and no
network. In a terminal “{console} --help” shows what else it can do, and “{console} --self-test”
tries every part.
"""
_LIBRARIES = """\
Where nothing opens, a library of the system is missing; “./hkviewer” in a terminal names it. On a bare
Debian or Ubuntu these are all that it needs:

    sudo apt-get install {packages}
"""
_END = """\
An empty file called “portable” beside the program makes it keep all its data in this folder.
The licences of all that is inside are in the folder “licences”.
"""
_WIDTH = 78
_FONTS = "fonts-dejavu-core"
"""Qt wants some font of the system's, beside those that the program brings."""


def text(bundle: Path, product: Product, platform: str) -> str:
    """The text of README.txt.

    Args:
        bundle: the folder with the programs and all that they load.
        product: what it is called.
        platform: the system that it is for, as sys.platform names it.

    Raises:
        BuildError: the bundle needs a library that no Debian package is known for.
    """
    is_windows = platform == "win32"
    window, console = ("hkviewer.exe", "hkviewer-cli") if is_windows else ("hkviewer", "./hkviewer-cli")
    parts = [_START.format(name=product.name, window=window, console=console)]
    if not is_windows:
        lines = textwrap.wrap(" ".join(_packages(bundle)), _WIDTH, break_on_hyphens=False)
        parts.append(_LIBRARIES.format(packages=" \\\n      ".join(lines)))
    return "\n".join([*parts, _END])


def _packages(bundle: Path) -> list[str]:
    """What the bundle depends on, by names that every release of Debian and Ubuntu takes.

    The C library is always there; of alternatives the last is the older name, which newer releases provide.
    """
    names = [name.split(" | ")[-1] for name in depends(bundle) if not name.startswith("libc6 ")]
    return [*names, _FONTS]
