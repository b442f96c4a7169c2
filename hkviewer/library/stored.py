"""What was read of the library's files, kept in the cache folder: only what has changed is read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hkviewer.content.edition import Dated, Edition, is_date
from hkviewer.library.entries import LibraryFile
from hkviewer.system import paths
from hkviewer.system.state_file import StateFile

_FORMAT = 2
"""To be raised whenever a record changes, or what is read of a file."""


@dataclass(frozen=True, slots=True)
class Known:
    """A file, when it was changed and how large it was when it was read; 0 and 0: read it again."""

    file: LibraryFile
    changed: int
    size: int


class StoredFiles:
    """Keeps what is known of files by their paths; what is damaged or of another format counts as nothing."""

    def __init__(self, file: StateFile | None = None) -> None:
        self._file = file or StateFile(paths.cache_folder() / "library.json")

    def load(self) -> dict[str, Known]:
        """All that is known."""
        return dict(_known(self._file.load()))

    def save(self, known: Mapping[str, Known], is_kept: Callable[[str], bool]) -> None:
        """Keep `known`, and of what another window has kept the paths for which `is_kept`.

        Raises:
            OutputError: the file cannot be written.
        """
        records = {path: _record(each) for path, each in known.items()}

        def put(stored: dict[str, Any]) -> dict[str, Any]:
            others = stored.get("files") if stored.get("format") == _FORMAT else None
            kept = {p: r for p, r in others.items() if is_kept(p)} if isinstance(others, dict) else {}
            return {"format": _FORMAT, "files": {**kept, **records}}

        self._file.change(put)


def _record(known: Known) -> list[Any]:
    file = known.file
    edition = [file.edition.date, file.edition.inferred, file.edition.evidence] if file.edition else None
    dated = [file.dated.label, file.dated.date] if file.dated else None
    words = [file.id, file.title, file.publisher, edition, dated, file.digest, file.wording, file.fault]
    order = file.order if file.order < float("inf") else None
    return [known.changed, known.size, *words, file.id_is_stated, file.bundled, file.state == "here", order]


def _known(stored: Mapping[str, Any]) -> Iterator[tuple[str, Known]]:
    files = stored.get("files") if stored.get("format") == _FORMAT else None
    for path, record in files.items() if isinstance(files, dict) else ():
        match record:
            case [
                int(changed),
                int(size),
                str(id_),
                str(title),
                str(publisher),
                edition,
                dated,
                str(digest),
                str(wording),
                str(fault),
                bool(is_stated),
                bool(bundled),
                bool(here),
                order,
            ]:
                file = LibraryFile(
                    path=Path(path),
                    id=id_,
                    title=title,
                    publisher=publisher,
                    edition=_edition(edition),
                    dated=_dated(dated),
                    digest=digest,
                    wording=wording,
                    id_is_stated=is_stated,
                    order=order if isinstance(order, (int, float)) else float("inf"),
                    bundled=bundled,
                    state="here" if here else "absent",
                    fault=fault,
                )
                yield path, Known(file, changed, size)


def _edition(value: Any) -> Edition | None:
    match value:
        case [str(date), bool(inferred), str(evidence)] if is_date(date):
            return Edition(date, inferred, evidence)
    return None


def _dated(value: Any) -> Dated | None:
    match value:
        case [str(label), str(date)] if not date or is_date(date):
            return Dated(label, date)
    return None
