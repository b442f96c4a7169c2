"""Opening a document: a Markdown file's path, or the id of a bundled sheet."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hkviewer.content import compiled
from hkviewer.content.attachments import FolderNames, is_there
from hkviewer.content.encoding import decode, decode_or_guess
from hkviewer.content.identity import DocumentKey
from hkviewer.content.model import FactSheet
from hkviewer.content.sizes import LARGEST_COPY, LARGEST_FILE, SLOW_TO_OPEN
from hkviewer.errors import DocumentError
from hkviewer.system import paths
from hkviewer.system.files import read_ordinary, real_path, reason, strange_name
from hkviewer.system.values import Value

if TYPE_CHECKING:
    from hkviewer.content.parts import Parts

_FRONT_LINES = 200
"""Lines that are read for the order of a bundled sheet; its front matter has some twenty."""

_ENDS = (b"\n", b"|", b"<t")
"""What ends a line, or begins a table's cell."""
_PER_PIECE = 50
"""Bytes of running text that are read, and laid out, in the time of a line or cell."""
_MOST_PER_BYTE = _PER_PIECE // 2
"""How much longer a file may take than one of running text of its size, about."""


_NAME = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?:@(?!.*\.(?:md|markdown)$)[^/\\@]*)?", re.IGNORECASE)
"""An ID, or ID@EDITION; whatever else is given can only be a file’s path."""


class FileKind(Value):
    """What a file is to be, for what is said of one that is not.

    Attributes:
        noun: what it is called.
        files: what such files are.
        largest: bytes that one may have.
        remedy: what to do where it has more.
    """

    noun: str
    files: str
    largest: int
    remedy: str


DOCUMENT = FileKind("document", "Markdown file", LARGEST_FILE, "Split it into several files.")
COPY = FileKind(
    "copy to check",
    "PDF file",
    LARGEST_COPY,
    "Set it again with fewer or smaller pictures, or in several copies.",
)


class Document(Value):
    """A sheet and the Markdown file that it was read from.

    Attributes:
        sheet: what the file holds.
        path: the file.
        bundled: whether it is one of those that come with the program.
        parts: what of it is shown at a time; None where it is shown as a whole.
    """

    sheet: FactSheet
    path: Path
    bundled: bool
    parts: Parts | None = None

    @cached_property
    def key(self) -> DocumentKey:
        """The key under which the reader's places and notes in this document are stored."""
        folder = self.path.parent
        # A linked folder keeps its name, but “..” leads out of the folder that is meant.
        folder = Path(real_path(folder)) if ".." in folder.parts else folder.absolute()
        path = "" if self.bundled else str(folder / self.path.name)
        edition = self.sheet.edition.date if self.sheet.edition else ""
        return DocumentKey(self.sheet.id, edition, path, self.sheet.id_is_stated)

    @property
    def complaint(self) -> str:
        """A line on what could not be read as it is written; "" where all of the file was."""
        if not self.sheet.faults:
            return ""
        more = " There is more." if len(self.sheet.faults) > 1 else ""
        return f"“{self.path.name}”, {self.sheet.faults[0]}{more} “hkviewer check” tells what to do."


def open_document(name: str | None, content: Path | None = None) -> Document:
    """Open the bundled sheet (None), a bundled sheet by its id, or the Markdown file at a path.

    Args:
        name: an id or a path.
        content: the folder of the bundled sheets; left out, the program's own.

    Raises:
        DocumentError: there is no such document, or it cannot be read.
    """
    folder = content or paths.content_folder()
    if name is None:
        files = _ordered(folder)
        if not files:
            raise DocumentError(f"There is no fact sheet in “{folder}”.", "Install the program again.")
        return read_document(files[0], folder)
    if bundled := _bundled(name, folder):
        return bundled
    return read_document(Path(name), folder)


def names_file(name: str) -> bool:
    """Whether `name` can only be a path: there is such a file, or it is neither an ID nor ID@EDITION."""
    path = Path(name)
    return not _NAME.fullmatch(name) or (is_there(path) and not path.is_dir())


def is_large(name: str) -> bool:
    """Whether showing the file at path `name` takes half a second or more; a bundled sheet is compiled."""
    path = Path(name)
    try:
        size = path.stat().st_size
        if size <= SLOW_TO_OPEN // _MOST_PER_BYTE or _is_bundled(path, paths.content_folder()):
            return False
        return size > SLOW_TO_OPEN or _has_many_pieces(path)
    except (OSError, ValueError):
        return False


def _has_many_pieces(path: Path) -> bool:
    """Whether a file has more lines and cells than are shown in half a second."""
    if not path.is_file():
        return False
    data = path.read_bytes()
    return sum(map(data.count, _ENDS)) * _PER_PIECE > SLOW_TO_OPEN


def bundled_sheets(content: Path | None = None) -> tuple[Document, ...]:
    """All sheets that come with the program, by the `order` of their front matter, then by name.

    Raises:
        DocumentError: one of them cannot be read.
    """
    folder = content or paths.content_folder()
    return tuple(read_document(path, folder) for path in _ordered(folder))


def has_several_sheets(content: Path | None = None) -> bool:
    """Whether more than one sheet comes with the program; counts the files without reading them."""
    return len(list((content or paths.content_folder()).glob("*.md"))) > 1


def read_document(
    path: Path, content: Path | None = None, report: Callable[[float], object] = lambda _: None
) -> Document:
    """Read the Markdown file at `path`; `content` is the folder of the bundled sheets.

    `report` is told how much of the work is done, from 0 to 1.

    Raises:
        DocumentError: it is missing, no file, unreadable, larger than 20 MB, binary.
    """
    folder = content or paths.content_folder()
    data = read_bytes(path)
    bundled = _is_bundled(path, folder)
    sheet = compiled.load(path, paths.compiled_folder(), data) if bundled else None
    return Document(sheet or _parse(path, data, report), path, bundled)


def parse_file(path: Path) -> FactSheet:
    """Parse the Markdown file at `path`, compiled or not. Raises DocumentError as `read_document` does."""
    return _parse(path, read_bytes(path))


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, or in UTF-16 or UTF-32 with a byte order mark, without that mark.

    Raises:
        DocumentError: it cannot be read, as in `read_document`.
    """
    return decode(read_bytes(path), path)


def read_bytes(path: Path, kind: FileKind = DOCUMENT) -> bytes:
    """The bytes of an ordinary file that is no larger than its kind may be: 20 MB for a document.

    Raises:
        DocumentError: it is missing, a folder, a device, larger, or may not be read.
    """
    if why := strange_name(path):
        raise DocumentError(f"“{path}” {why}.", "Give the whole path of a Markdown file.")
    try:
        _refuse_unfit(path, path.stat(), kind)
        data = read_ordinary(path, kind.largest + 1)
    except FileNotFoundError:
        raise _missing(path, kind) from None
    except PermissionError:
        raise DocumentError(
            f"“{path}” may not be read.", "Ask its owner for permission, or copy it to your own folder."
        ) from None
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else "its name is no file name"
        raise DocumentError(f"“{path}” cannot be read: {why}.", "Choose another file.") from None
    if len(data) > kind.largest:
        raise _too_large(path, len(data), kind)
    return data


def _parse(path: Path, data: bytes, report: Callable[[float], object] = lambda _: None) -> FactSheet:
    import hashlib  # a compiled sheet needs neither digest nor parser

    from hkviewer.content.markdown.parse import parse_sheet

    (text, told), digest = decode_or_guess(data, path), hashlib.sha256(data).hexdigest()

    try:
        find = FolderNames(path.parent).find
        sheet = parse_sheet(text, name=path.stem, digest=digest, find_file=find, report=report)
    except DocumentError as error:
        raise DocumentError(f"“{path.name}”: {error.what}", error.remedy) from None
    return sheet.replace(faults=(told, *sheet.faults)) if told else sheet


def _ordered(folder: Path) -> list[Path]:
    """The Markdown files of a folder in the order of their front matter, then of their names."""
    files = sorted(folder.glob("*.md"))
    return sorted(files, key=_order) if len(files) > 1 else files


def _order(path: Path) -> float:
    from hkviewer.content.front_matter.reading import read_front_matter  # a single sheet needs no order

    try:
        return read_front_matter(read_text(path).splitlines()[:_FRONT_LINES]).order
    except DocumentError:
        return float("inf")  # it comes last; the error is reported when it is opened


def _is_bundled(path: Path, folder: Path) -> bool:
    return real_path(path.parent) == real_path(folder)


def _bundled(name: str, folder: Path) -> Document | None:
    """The bundled sheet of that id. As a rule the id is the file's name, so that file is read first."""
    if os.sep in name or "/" in name or name.endswith(".md"):
        return None
    files = sorted(_ordered(folder), key=lambda path: path.stem != name)
    documents = (read_document(path, folder) for path in files)
    return next((document for document in documents if document.sheet.id == name), None)


def _refuse_unfit(path: Path, status: os.stat_result, kind: FileKind) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise DocumentError(f"“{path}” is a folder, not a {kind.noun}.", f"Choose a {kind.files} in it.")
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError(f"“{path}” is a device or pipe, not a {kind.noun}.", f"Choose a {kind.files}.")
    if status.st_size > kind.largest:
        raise _too_large(path, status.st_size, kind)


def _too_large(path: Path, size: int, kind: FileKind) -> DocumentError:
    size_, most = f"{size / 1024**2:.1f} MB", f"{kind.largest // 1024**2} MB"
    return DocumentError(f"“{path}” is too large: {size_}; a {kind.noun} may have {most}.", kind.remedy)


def _missing(path: Path, kind: FileKind) -> DocumentError:
    if path.is_symlink():
        return DocumentError(
            f"“{path}” points to “{path.readlink()}”, which is not there.",  # a link to nowhere
            "Open the file itself.",
        )
    if kind is not DOCUMENT:
        return DocumentError(f"There is no {kind.noun} “{path}”.", f"Give the path of a {kind.files}.")
    return DocumentError(
        f"There is no document “{path}”.",
        "Give the path of a Markdown file, or leave it out for the bundled fact sheet.",
        in_window="Look for where it is now with “Open a document…” in the File menu.",
    )
