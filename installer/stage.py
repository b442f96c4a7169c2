"""The data of a bundle: the checked fact sheets, the same parsed beforehand, and what they are shown with."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from installer.errors import BuildError
from installer.process import environment, run
from installer.product import Product

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})
_RESOURCES = ("fonts", "fallback-fonts", "icons", "words", "licences")


def check_content(root: Path, python: Path, content: Path) -> list[Path]:
    """Run `hkviewer check` on each sheet in the folder `content`; the sheets.

    Raises:
        BuildError: there is none, or one has a fault; the message names each with its line.
    """
    if not content.is_dir():
        raise BuildError(f"There is no folder “{content}”.", "Give the folder that holds the sheets.")
    sheets = sorted(content.glob("*.md"))
    if not sheets:
        raise BuildError(
            f"There is no fact sheet in “{content}”.", "Put at least one file whose name ends in .md there."
        )
    done = subprocess.run(
        [python, "-m", "hkviewer", "check", *sheets],
        cwd=root,
        env=environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise BuildError(f"The sheets have faults:\n{done.stdout.strip()}", "\nMend them and build again.")
    return sheets


def fill(root: Path, python: Path, product: Product, target: Path) -> None:
    """Fill the new folder `target` with what the program looks for in hkviewer/_data.

    Raises:
        BuildError: a sheet cannot be parsed.
    """
    for file in _content_files(product.content):
        place = target / "content" / file.relative_to(product.content)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
    for name in _RESOURCES:
        shutil.copytree(root / "resources" / name, target / "resources" / name, copy_function=shutil.copyfile)
    shutil.copyfile(root / "resources" / "briefing.typ", target / "resources" / "briefing.typ")
    if not product.is_own:
        names = json.dumps({"id": product.id, "name": product.name}, ensure_ascii=False)
        (target / "product.json").write_text(names + "\n", encoding="utf-8")
    run(
        [python, "-m", "hkviewer.content.compile_sheets", target / "content", target / "compiled"],
        folder=root,
    )


def _content_files(content: Path) -> list[Path]:
    """The sheets, their captured texts, the aliases and the pictures; nothing else that may lie there."""
    sheets = [*content.glob("*.md"), *content.glob("aliases.txt"), *content.glob("captured/*.txt")]
    pictures = [path for path in content.rglob("*") if path.suffix.lower() in _PICTURES]
    return sorted(path for path in {*sheets, *pictures} if path.is_file())
