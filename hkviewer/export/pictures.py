"""The pictures of a copy: which files may be shown, and can be, within limits.

The file may be anyone's. What it states of itself is looked at first; then it is drawn once, in a process
of its own, which can be ended. What cannot be shown gives its words, in every format, and is named once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path, PurePath
from typing import NamedTuple, Protocol

from hkviewer.content.document import read_bytes
from hkviewer.content.picture_faults import (
    HUGE,
    NO_FOLDER,
    NOT_APART,
    NOT_TRIED,
    TOO_LARGE,
    TOO_SLOW,
    UNREADABLE,
)
from hkviewer.content.picture_header import PictureHeader, header_of
from hkviewer.errors import DocumentError
from hkviewer.export.assembly import Copy, Division, Picture
from hkviewer.export.nodes import NoteList, leaves
from hkviewer.export.styled_runs import Run
from hkviewer.system.scratch import ScratchFolder

DRAWABLE = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp"})
"""Endings of the pictures that a copy can show."""
_WIDEST = 2400
"""Pixels of a picture that is drawn anew: 300 to an inch on the widest paper."""
_MOST_NAMED = 5
_MOST_OVER = 4
"""Pictures that exceeded time or memory: then the others that were not yet tried are not tried either."""


class Drawing(Protocol):
    """What draws pictures: this process, or one of its own. A picture is the file `name` in `folder`."""

    folder: ScratchFolder

    @property
    def is_limited(self) -> bool:
        """Whether work that takes too long, or too much memory, is ended."""

    def fault(self, name: str) -> str:
        """Why a copy cannot show the picture, "" where it can."""

    def drawn(self, name: str, width: int) -> bytes | str:
        """The picture as PNG, upright and in a screen's colours, so many pixels wide; else why there is none.

        0 takes the width that it states itself.
        """


class LeftOut(NamedTuple):
    """A picture that is not shown: its file's name in the document, and why, as the end of a sentence."""

    name: str
    why: str


class _Examined(NamedTuple):
    """A picture that may be drawn: its bytes, what they state, and how many pixels wide to draw it.

    0 stands for the width that it states itself.
    """

    data: bytes
    header: PictureHeader | None
    width: int
    is_drawing: bool


class _Wanted(NamedTuple):
    """A picture's file with what makes it another one: when it was changed, and what it is wanted as."""

    file: Path
    changed: int
    size: int
    ending: str
    taken: frozenset[str]
    upright: bool


class CopyPictures:
    """The pictures of one copy after another, each tried once.

    Attributes:
        left_out: the pictures of the last copy that could not be shown.
    """

    def __init__(self, drawing: Drawing) -> None:
        self.left_out: tuple[LeftOut, ...] = ()
        self._drawing = drawing
        self._known: dict[_Wanted, Picture | str] = {}
        self._over = 0

    def shown_in(self, copy: Copy, taken: Container[str] = DRAWABLE, *, upright: bool = False) -> Copy:
        """`copy` with the pictures that it can show.

        A picture whose colours are for print is drawn anew, and so is what is in none of the forms `taken`;
        where `upright`, one that lies on its side as well.
        """
        forms = frozenset(form for form in DRAWABLE if form in taken)
        left_out: dict[LeftOut, None] = {}
        divisions = [
            self._division(division, forms, left_out, upright=upright) for division in copy.divisions
        ]
        self.left_out = tuple(left_out)
        return replace(copy, divisions=tuple(divisions))

    def is_whole(self, file: Path) -> bool:
        """Whether a copy can show all of the picture `file`.

        Typst takes a JPEG picture as it is; where it is cut off, its end is missing (ITU-T T.81, B.1.1.3).
        """
        ending = file.suffix.lower().removeprefix(".")
        is_jpeg = ending in ("jpg", "jpeg")
        if ending not in DRAWABLE or isinstance(self._picture(file, ending, DRAWABLE, upright=False), str):
            return False
        return not is_jpeg or _END_OF_JPEG in read_bytes(file)[-_TAIL:]

    @property
    def notice(self) -> str:
        """What the reader is told of the pictures left out, in one line; "" where there are none."""
        return notice_of(self.left_out)

    def _division(
        self, division: Division, taken: frozenset[str], left_out: dict[LeftOut, None], *, upright: bool
    ) -> Division:
        found: dict[str, Picture] = {}
        for name in dict.fromkeys(run.picture for run in _runs(division) if run.picture):
            ending = PurePath(name).suffix.lower().removeprefix(".")
            file = division.picture_file(name)
            if file is None or ending not in DRAWABLE:
                continue
            picture = self._picture(file, ending, taken, upright=upright)
            if isinstance(picture, str):
                left_out[LeftOut(name, picture)] = None
            else:
                found[name] = picture
        return replace(division, pictures=found) if found else division

    def _picture(self, file: Path, ending: str, taken: frozenset[str], *, upright: bool) -> Picture | str:
        try:
            state = file.stat()
        except OSError:
            return UNREADABLE
        wanted = _Wanted(file, state.st_mtime_ns, state.st_size, ending, taken, upright)
        if wanted not in self._known:
            self._known[wanted] = self._tried(wanted)
        known = self._known[wanted]
        return known if isinstance(known, str) or known.file.is_file() else self._tried(wanted)

    def _tried(self, wanted: _Wanted) -> Picture | str:
        found = self._examined(wanted.file, is_drawing=wanted.ending == "svg")
        if isinstance(found, str):
            return found
        result = self._kept(found, wanted)
        self._over += result in (TOO_SLOW, TOO_LARGE)
        return result

    def _examined(self, file: Path, *, is_drawing: bool) -> _Examined | str:
        """What `file` states of itself, or why it is not to be drawn."""
        # Most copies have no pictures, and do without the memory that this takes.
        from hkviewer.content.svg.screening import UnfitDrawingError, looks_like_svg, screened

        width = 0
        try:
            data = read_bytes(file)
            header = header_of(data)
            if header and header.is_too_large:
                return HUGE
            is_drawing = is_drawing or (header is None and looks_like_svg(data))
            if is_drawing:
                drawing = screened(data)
                if drawing.has_filters and not self._drawing.is_limited:
                    return NOT_APART
                data, width = drawing.data, _WIDEST if drawing.width > _WIDEST // 2 else 0
        except DocumentError:
            return UNREADABLE
        except UnfitDrawingError as error:
            return str(error)
        if self._over >= _MOST_OVER:
            return NOT_TRIED
        if header:
            # A point on the page is a pixel; what resolution the file states is nothing to that.
            width = min(header.height if header.orientation > 4 else header.width, _WIDEST)
        return _Examined(data, header, width, is_drawing)

    def drawn(self, file: Path, width: int) -> bytes | str:
        """The picture as PNG, upright and so many pixels wide, or why there is none; it is not kept.

        Its contents tell what it is, whatever the file is called.

        Raises:
            CopyError: what draws was ended from outside.
        """
        found = self._examined(file, is_drawing=False)
        if isinstance(found, str):
            return found
        folder = self._drawing.folder.path
        if folder is None:
            return NO_FOLDER
        target = folder / _name_of(found.data, "svg" if found.is_drawing else "")
        try:
            target.write_bytes(found.data)
        except OSError:
            return NO_FOLDER
        result = self._drawing.drawn(target.name, width)
        self._over += result in (TOO_SLOW, TOO_LARGE)
        with contextlib.suppress(OSError):
            target.unlink()
        return result

    def _kept(self, found: _Examined, wanted: _Wanted) -> Picture | str:
        """The picture in the folder, drawn anew where it is to be; or why not."""
        data, header, width, _ = found
        folder = self._drawing.folder.path
        if folder is None:
            return NO_FOLDER
        name = _name_of(data, wanted.ending)
        try:
            (folder / name).write_bytes(data)
            # No copy of these standards takes colours for print; the others tell in every format alike.
            fault = "" if header and header.is_cmyk else self._drawing.fault(name)
            if fault or (wanted.ending in wanted.taken and _is_as_shown(header, upright=wanted.upright)):
                return fault or Picture(folder / name, wanted.ending)
            drawn = self._drawing.drawn(name, width)
            if isinstance(drawn, str):
                return drawn
            target = folder / _name_of(drawn, "png")
            target.write_bytes(drawn)
        except OSError:
            return NO_FOLDER
        return Picture(target, "png")


def notice_of(left_out: Sequence[LeftOut]) -> str:
    """What the reader is told of the pictures left out, in one line; "" where there are none."""
    if not left_out:
        return ""
    named = "; ".join(f"“{name}”, because {why}" for name, why in left_out[:_MOST_NAMED])
    more = len(left_out) - _MOST_NAMED
    others = f"; and {more:,} more" if more > 0 else ""
    what = "A picture is" if len(left_out) == 1 else "Some pictures are"
    return f"{what} not shown, only described in words: {named}{others}."


_END_OF_JPEG = b"\xff\xd9"
_TAIL = 65_536
"""Bytes that programs may have put behind the end of a JPEG picture."""


def _name_of(data: bytes, ending: str) -> str:
    """The name of a file in the folder of pictures: the same contents have the same one."""
    import hashlib  # as above

    return f"{hashlib.sha256(data).hexdigest()[:32]}.{ending}".rstrip(".")


def _is_as_shown(header: PictureHeader | None, *, upright: bool) -> bool:
    return header is None or (not header.is_cmyk and (header.orientation == 1 or not upright))


def _runs(division: Division) -> Iterator[Run]:
    notes = (NoteList((note,)) for note in division.footnotes)
    return chain.from_iterable(leaves(chain(division.nodes, notes)))
