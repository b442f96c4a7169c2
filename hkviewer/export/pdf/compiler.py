"""A `Briefing` -> PDF bytes, PDF/UA-1 and PDF/A-2a in one file, set by Typst.

The same parts, choices and program make the same bytes, under a seal (see `seal`). Text arrives in the
template as JSON and is never Typst code; the template's folder holds nothing but the copy's pictures.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import typst

from hkviewer.content.picture_faults import DAMAGED
from hkviewer.errors import HkviewerError
from hkviewer.export.fallback_fonts import Fallback, fallback_for, is_mark
from hkviewer.export.pdf.copy_setter import CopyError, Stopped
from hkviewer.export.pdf.file_identifier import sealed
from hkviewer.export.pdf.made_with import made_with
from hkviewer.export.pdf.stand_ins import with_stand_ins
from hkviewer.export.pdf.xmp_record import with_record
from hkviewer.system import paths
from hkviewer.system.font_files import fallback_folder
from hkviewer.system.scratch import ScratchFolder

if TYPE_CHECKING:
    from hkviewer.export.briefing import Briefing

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
"""What every copy meets, and so its pictures."""
CONTENTS_FROM = 4
"""A list of contents helps from so many pages on."""
_SURELY_CONTENTS_WORDS = 6_000
"""So many words fill more pages than that in every layout: the count need not be tried."""
_PROBE = b'#set document(title: "t")\n#image(sys.inputs.file, alt: "t")'
_REDRAWN = b"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(sys.inputs.file, width: if sys.inputs.width == "0" { auto } else { float(sys.inputs.width) * 1pt })"""
_IGNORED = r"\p{Cc}\p{Default_Ignorable_Code_Point}\p{White_Space}"
"""What every font may set: it shows nothing."""
_MOST_TRIES = 6
"""Compiles with more and more stand-ins: Typst names all that it lacks at once."""
_PAGES = re.compile(rb"\d 0 obj\s<</Type/Pages/Count (\d+)")
_FROM_RIGHT = re.compile(rb"(/ViewerPreferences<</DisplayDocTitle true/Direction)/R2L")
_NO_GLYPH = re.compile(
    r"the text `?\"(.+?)\"`? could not be displayed|contains the (?:disallowed )?codepoint `?\"(.+?)\"`?",
    re.DOTALL,
)


class Compiler:
    """Sets copies in this process, one after the other: warm ones in some 10 ms a compile.

    A compiler belongs to the thread that made it; make one for each thread.

    Args:
        folder: where the copies' pictures are; it is removed when the compiler is closed.

    Attributes:
        is_limited: false: what takes too long here cannot be ended.
    """

    is_limited = False

    def __init__(self, folder: ScratchFolder | None = None) -> None:
        self.folder = folder or ScratchFolder()
        self._template = (paths.resources_folder() / "briefing.typ").read_bytes()
        self._compilers: dict[tuple[bool, tuple[Path, ...]], typst.Compiler] = {}

    def close(self) -> None:
        """Remove the folder for pictures and fonts; the compiler is of no more use."""
        self.folder.close()

    def __enter__(self) -> Self:
        """The compiler itself; leaving the block closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def pdf(
        self, briefing: Briefing, *, balanced: bool = True, stop: Callable[[], bool] = lambda: False
    ) -> bytes:
        """Set `briefing` in this process.

        Raises:
            UsageError, DocumentError: as `job_of`.
            CopyError, Stopped: as `set_job`.
        """
        from hkviewer.export.pdf.job import job_of  # a process that is given jobs does without
        from hkviewer.export.pictures import CopyPictures

        return self.set_job(job_of(briefing, CopyPictures(self)), balanced=balanced, stop=stop)

    def set_job(
        self, job: dict[str, Any], *, balanced: bool = True, stop: Callable[[], bool] = lambda: False
    ) -> bytes:
        """Set what `job_of` made; see `hkviewer.export.pdf.copy_setter`."""
        for simpler in _simpler(job):
            with contextlib.suppress(_RefusedError):
                return _Setting(self._compile, simpler, stop).finished(balanced=balanced)
        return _Setting(self._compile, job, stop).finished(balanced=balanced)

    def fault(self, name: str) -> str:
        """Why a copy cannot show the picture of that name in the folder, "" where it can.

        Typst is asked, for a damaged one would stop the whole copy, and one that it warns of is not whole.
        """
        try:
            _, warnings = self._compiler(Fallback()).compile_with_warnings(
                _PROBE,
                sys_inputs={"file": name},
                root=self.folder.path,
                format="pdf",
                pdf_standards=STANDARDS,
                timestamp=0,
            )
        except BaseException as error:  # noqa: BLE001  see _raise_others
            _raise_others(error)
            return DAMAGED
        return DAMAGED if warnings else ""

    def drawn(self, name: str, width: int) -> bytes | str:
        """The picture as PNG, or why there is none; see `hkviewer.export.pictures.Drawing`.

        It is drawn by Typst, which sets it in a PDF as well.
        """
        try:
            drawn = self._compiler(Fallback()).compile(
                _REDRAWN,
                sys_inputs={"file": name, "width": str(width)},
                root=self.folder.path,
                format="png",
                ppi=72 if width else 144,
            )
        except BaseException as error:  # noqa: BLE001  see _raise_others
            _raise_others(error)
            return DAMAGED
        return drawn if isinstance(drawn, bytes) else DAMAGED

    def _compile(self, doc: dict[str, Any], fallback: Fallback, fill: float, job: dict[str, Any]) -> bytes:
        """PDF of the template with `doc`."""
        # A lone surrogate, which a window's field may hold, is no character: it becomes "?".
        data = json.dumps(doc, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
        # Both keep two words on one line; the former is a mark of byte order too, and no PDF's text holds it.
        data = data.replace("\ufeff", "\u2060")
        inputs = {"doc": data, "fill": f"{fill:.1f}", "fallback": json.dumps(_faces(fallback))}
        try:
            pdf, warnings = self._compiler(fallback).compile_with_warnings(
                self._template,
                format="pdf",
                sys_inputs=inputs,
                root=self.folder.path if job["has_pictures"] else _nothing(),
                pdf_standards=STANDARDS,
                timestamp=job["timestamp"],
            )
        except typst.TypstError as error:
            raise _understood(error) from error
        if warnings:
            raise CopyError(f"The copy could not be set: {warnings[0].message}.", "Please report it.")
        assert isinstance(pdf, bytes)
        return pdf

    def _compiler(self, fallback: Fallback) -> typst.Compiler:
        """A compiler with our typefaces and those of `fallback`."""
        key = (bool(fallback.faces), fallback.files)
        if key not in self._compilers:
            folders = [paths.resources_folder() / "fonts"]
            if fallback.faces:
                folders.append(fallback_folder())
            folders += self._copied(fallback.files)
            fonts = typst.Fonts(include_system_fonts=False, font_paths=list(map(os.fspath, folders)))
            self._compilers[key] = typst.Compiler(root=_nothing(), font_paths=fonts)
        return self._compilers[key]

    def _copied(self, files: Iterable[Path]) -> list[Path]:
        """A folder with these fonts alone: Typst takes folders, and others in theirs may not be embedded.

        None where no folder can be made: then their letters have stand-ins.
        """
        if not files or self.folder.path is None:
            return []
        import shutil  # hardly ever needed

        folder = self.folder.path / f"fonts-{len(self._compilers)}"
        with contextlib.suppress(OSError):
            folder.mkdir()
            for number, file in enumerate(files):
                shutil.copyfile(file, folder / f"{number}{file.suffix}")
        return [folder]


def _raise_others(error: BaseException) -> None:
    """Raise what is neither an error of Typst's nor its panic, which is not even an Exception."""
    if not isinstance(error, typst.TypstError) and type(error).__name__ != "PanicException":
        raise error


def _nothing() -> Path:
    """A folder in which no picture is."""
    return paths.resources_folder() / "fonts"


def _read_from_left(pdf: bytes) -> bytes:
    """`pdf` without the word that its pages are read from right to left.

    Typst writes it where the first sheet's language runs so. It only tells on which side of a spread the
    first page lies; but PDFium, and so Chrome and Edge, then takes each line of other words apart and gives
    its words in the other order when they are copied.
    """
    return _FROM_RIGHT.sub(rb"\1/L2R", pdf, count=1)


class _RefusedError(CopyError):
    """Typst does not set the copy as it stands."""


class _NoGlyphError(CopyError):
    """Letters that the fonts lack, or that a PDF may not hold."""

    def __init__(self, items: Iterable[str]) -> None:
        names = ", ".join(f"{letter} (U+{ord(letter):04X})" for item in items for letter in item)
        super().__init__(f"No font can show these characters: {names}.", "Leave them out.")
        self.items = items


def _page_count(pdf: bytes) -> int:
    """How many pages Typst has just set: PDFium, which reads any PDF, takes 100 ms to import."""
    return max(map(int, _PAGES.findall(pdf)), default=0)


class _Setting:
    """The compiles of one copy: with contents if they help, with balanced columns if asked."""

    def __init__(
        self,
        compile_: Callable[[dict[str, Any], Fallback, float, dict[str, Any]], bytes],
        job: dict[str, Any],
        stop: Callable[[], bool],
    ) -> None:
        self._compile = compile_
        self._job = job
        self._stop = stop
        self._fallback = fallback_for(json.dumps(job["doc"], ensure_ascii=False))
        self._missing = self._fallback.missing

    def finished(self, *, balanced: bool) -> bytes:
        """The copy with the record of its making, sealed."""
        pdf = _read_from_left(self._result(balanced=balanced))
        record = {**self._job["record"], "made_with": made_with(self._fallback)}
        if not balanced and self._job["doc"]["layout"] == "compact":
            record["balanced"] = False
        return sealed(with_record(pdf, record))

    def _result(self, *, balanced: bool) -> bytes:
        data = dict(self._job["doc"])
        wanted = self._job["contents"]
        data["contents"] = wanted == "yes" or (
            wanted == "auto" and self._job["words"] > _SURELY_CONTENTS_WORDS
        )
        pdf = self._set(data)
        if wanted == "auto" and not data["contents"] and _page_count(pdf) >= CONTENTS_FROM:
            data["contents"] = True
            pdf = self._set(data)
        return self._balanced(data, pdf) if balanced and data["layout"] == "compact" else pdf

    def _balanced(self, data: dict[str, Any], pdf: bytes) -> bytes:
        """The largest foot of the last page that takes no further page."""
        pages, low, high, best = _page_count(pdf), 0.0, 720.0, pdf
        for _ in range(_balance_steps(pages)):
            middle = (low + high) / 2
            candidate = self._set(data, fill=middle)
            if _page_count(candidate) == pages:
                low, best = middle, candidate
            else:
                high = middle
        return best

    def _set(self, data: dict[str, Any], fill: float = 0) -> bytes:
        """A compile; again with stand-ins for what Typst finds without a glyph."""
        for tries_left in reversed(range(_MOST_TRIES)):
            if self._stop():
                raise Stopped
            doc = with_stand_ins(data, self._missing) if self._missing else data
            try:
                return self._compile(doc, self._fallback, fill, self._job)
            except _NoGlyphError as error:
                if not tries_left or not set(error.items) - set(self._missing):
                    raise
                self._missing = tuple(sorted({*self._missing, *error.items}))
        raise AssertionError


def _faces(fallback: Fallback) -> dict[str, Any]:
    """The families for the template, each with the letters that it may set, marks left out.

    Else Typst 0.15 takes a font that has a mark but not the letter below it, and the letter is lost.
    """

    def face(name: str, letters: str) -> dict[str, str]:
        return {"name": name, "covers": f"[{_IGNORED}{_ranges(letters)}]"}

    own = {name: face(name, letters) for name, letters in fallback.own.items()}
    return {"own": own, "others": [face(name, letters) for name, letters in fallback.faces]}


def _ranges(letters: str) -> str:
    """A class of characters, without its brackets, for Typst's regular expressions."""
    codes = [ord(letter) for letter in letters if not is_mark(letter)]
    groups = groupby(enumerate(sorted(codes)), lambda pair: pair[1] - pair[0])
    runs = ([code for _, code in group] for _, group in groups)
    return "".join(f"\\x{{{run[0]:x}}}-\\x{{{run[-1]:x}}}" for run in runs)


def _simpler(job: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """`job`, then what Typst may set where it refuses that.

    Typst 0.15 fails to tag some footnotes, as one with a line under words that a paragraph over two pages
    mentions, if that has such a line too: then all notes stand at the end. It also fails at some links
    deep in lists: then words of the text lead nowhere, and the addresses stand at the end alone.
    """
    yield job
    if job.get("plain") is not None:
        yield {**job, "doc": job["plain"]}
    plain = job.get("plain") or job["doc"]
    yield {**job, "doc": {**plain, "divisions": _unlinked(plain.get("divisions"))}}


def _unlinked(value: Any) -> Any:
    """What the template takes, without the links of runs."""
    if isinstance(value, dict):
        is_run = "text" in value
        kept = (pair for pair in value.items() if not (is_run and pair[0] in ("address", "to", "jumps")))
        return {key: _unlinked(inner) for key, inner in kept}
    return [_unlinked(inner) for inner in value] if isinstance(value, list) else value


def _balance_steps(pages: int) -> int:
    """How often to halve the foot's height: to 3 points; a long copy's every compile takes longer."""
    return 8 if pages <= 12 else 5 if pages <= 40 else 0


def _unescaped(text: str) -> str:
    """A string as it was before Typst wrote it into an error: some characters are \\u{e000} there."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), text)


def _understood(error: typst.TypstError) -> HkviewerError:
    """What Typst's error means to the user."""
    message = f"{error.message}\n{error.diagnostic}"
    found = dict.fromkeys(_unescaped(match[1] or match[2]) for match in _NO_GLYPH.finditer(message))
    if found:
        return _NoGlyphError(tuple(found))
    return _RefusedError(f"The copy could not be set: {error.message.splitlines()[0]}.", "Please report it.")
