"""The files that a copy is made of: it must not replace one of them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from hkviewer.content.model import Image
from hkviewer.errors import UsageError
from hkviewer.export.briefing import Briefing, SheetPart
from hkviewer.system import paths
from hkviewer.system.values import Value


def keep_sources(target: Path, briefing: Briefing, texts: Iterable[Path] = ()) -> None:
    """Refuse a target that `briefing` is made of, or one of the bundled sheets.

    Args:
        target: the file that the copy is to be written to; it need not be there.
        briefing: its documents, their captured texts and the pictures that they show are kept.
        texts: further files that are kept, such as those of the own words.

    Raises:
        UsageError: the copy would replace one of these files, under whatever name.
    """
    kinds = {
        "is a document itself": chain(_documents(briefing.sheets), texts),
        "is part of a document": _beside(briefing),
    }
    _keep(target, kinds)


def keep_files(target: Path, files: Iterable[Path]) -> None:
    """Refuse a target that is one of these documents, or a bundled sheet; as `keep_sources`."""
    _keep(target, {"is a document itself": chain(_documents(()), files)})


def _keep(target: Path, kinds: Mapping[str, Iterable[Path]]) -> None:
    with contextlib.suppress(OSError, ValueError):  # a name that no file can have
        if not target.exists():
            return
    for what, source in ((what, source) for what, sources in kinds.items() for source in sources):
        with contextlib.suppress(OSError, ValueError):
            if target.samefile(source):
                raise UsageError(
                    f"“{target}” {what}; a copy must not replace it.", "Give the copy another name."
                )


def _documents(sheets: Iterable[SheetPart]) -> Iterator[Path]:
    bundled = paths.content_folder()
    yield from (*bundled.glob("*.md"), *bundled.glob("captured/*"), bundled / "aliases.txt")
    yield from (Path(part.document) for part in sheets)


def _beside(briefing: Briefing) -> Iterator[Path]:
    """The captured texts and pictures of the sheets."""
    for part in briefing.sheets:
        shown = {part.sheet.captured, *_pictures(part.sheet)} - {""}
        yield from (Path(part.document).parent / file for file in shown)


def _pictures(value: Any) -> Iterator[str]:
    """The files of all pictures in a value of the model."""
    if isinstance(value, Image):
        yield from filter(None, [value.file])
    elif isinstance(value, Value):
        yield from _pictures(tuple(value.as_dict().values()))
    elif isinstance(value, tuple):
        for item in value:
            yield from _pictures(item)
