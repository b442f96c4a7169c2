"""Debian's copyright file: whose each file of the package is, and under which licence.

resources/linux/copyright names every part that a bundle may hold, in the machine-readable format
1.0 of Debian; what a bundle does not hold is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from installer.errors import BuildError
from installer.linux_files import ROOT, fill
from installer.product import Product

_LICENCES = ROOT / "resources" / "licences"
_PLACES = {
    "ofl": "Public-Sans-OFL.txt",
    "scowl": "SCOWL.txt",
    "unicode": "Unicode.txt",
    "isc": "Lucide-ISC.txt",
}
_SHOWN = 5
"""Paths that the error names at most."""


def copyright_file(product: Product, installed: Iterable[str]) -> str:
    """The text of /usr/share/doc/<id>/copyright.

    Args:
        product: what is packaged.
        installed: the paths of the package's files, such as “usr/lib/hkviewer/hkviewer”.

    Raises:
        BuildError: a file's licence is not known.
    """
    texts = {name: _field((_LICENCES / file).read_text(encoding="utf-8")) for name, file in _PLACES.items()}
    head, *paragraphs = fill("copyright", id=product.id, **texts).strip().split("\n\n")
    paths = list(installed)
    files = [paragraph for paragraph in paragraphs if _matching(paragraph, paths)]
    _refuse_unknown(paths, files)
    used = {name for paragraph in files for name in _licences(paragraph)}
    texts_used = [paragraph for paragraph in paragraphs if _licence_defined(paragraph) in used]
    return "\n\n".join([head, *files, *texts_used]) + "\n"


def _field(text: str) -> str:
    """`text` as the continuation of a field: each line indented, a dot for an empty one."""
    return "\n".join(f" {line.rstrip()}" if line.strip() else " ." for line in text.strip().splitlines())


def _matching(paragraph: str, paths: Iterable[str]) -> list[str]:
    """Those of `paths` that `paragraph` is about."""
    patterns = _patterns(paragraph)
    return [path for path in paths if any(fnmatchcase(path, pattern) for pattern in patterns)]


def _patterns(paragraph: str) -> list[str]:
    match = re.match(r"Files:((?:.*)(?:\n .*)*)", paragraph)
    return match[1].split() if match else []


def _refuse_unknown(paths: Iterable[str], paragraphs: Iterable[str]) -> None:
    patterns = [pattern for paragraph in paragraphs for pattern in _patterns(paragraph)]
    unknown = [path for path in paths if not any(fnmatchcase(path, pattern) for pattern in patterns)]
    if unknown:
        raise BuildError(
            f"No licence is known for {', '.join(unknown[:_SHOWN])}{' …' if len(unknown) > _SHOWN else ''}.",
            "Leave it out of the bundle, or name its licence in resources/linux/copyright.",
        )


def _licences(paragraph: str) -> Iterator[str]:
    match = re.search(r"^License: (.+)$", paragraph, re.MULTILINE)
    return iter(re.split(r" and | or ", match[1]) if match else ())


def _licence_defined(paragraph: str) -> str:
    """The licence whose text `paragraph` is; "" where it is about files."""
    match = re.match(r"License: (.+)\n", paragraph)
    return match[1] if match else ""
