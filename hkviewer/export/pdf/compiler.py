"""A `Briefing` -> PDF bytes, PDF/UA-1 and PDF/A-2a in one file, set by Typst.

The same parts, choices and program make the same bytes, under a seal (see `seal`). Text arrives in the
template as JSON and is never Typst code; the template's folder holds nothing but the copy's pictures.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Self

import typst

from hkviewer.content.sizes import LARGEST_PDF
from hkviewer.errors import DocumentError, HkviewerError, OutputError, UsageError
from hkviewer.export.assembly import Copy, assemble
from hkviewer.export.briefing import Briefing
from hkviewer.export.fallback_fonts import Fallback, fallback_for, is_mark
from hkviewer.export.line_breaks import width
from hkviewer.export.nodes import Heading
from hkviewer.export.page_notes import with_page_notes
from hkviewer.export.pdf.file_identifier import sealed
from hkviewer.export.pdf.made_with import made_with
from hkviewer.export.pdf.page_images import page_count
from hkviewer.export.pdf.record import record_of, with_record
from hkviewer.export.pdf.stand_ins import with_stand_ins
from hkviewer.export.pdf.typst_input import LONGEST_LINE, template_data
from hkviewer.export.picture_files import STANDARDS, is_for_print, picture_files, redrawn
from hkviewer.export.styled_runs import words_of
from hkviewer.system import paths
from hkviewer.system.font_files import fallback_folder

CONTENTS_FROM = 4
"""A list of contents helps from so many pages on."""
_SURELY_CONTENTS_WORDS = 6_000
"""So many words fill more pages than that in every layout: the count need not be tried."""
_LONGEST_HEADING = 5_000
"""Em, some 8,000 letters: a heading is a bookmark too, and PDF/A's strings have 32,767 bytes at most."""
_IGNORED = r"\p{Cc}\p{Default_Ignorable_Code_Point}\p{White_Space}"
"""What every font may set: it shows nothing."""
_MOST_TRIES = 6
"""Compiles with more and more stand-ins: Typst names all that it lacks at once."""
_NAMES = ("title", "publisher", "bureau", "kind", "licence")
_FROM_RIGHT = re.compile(rb"(/ViewerPreferences<</DisplayDocTitle true/Direction)/R2L")
_NO_GLYPH = re.compile(
    r"the text `?\"(.+?)\"`? could not be displayed|contains the (?:disallowed )?codepoint `?\"(.+?)\"`?",
    re.DOTALL,
)


class CopyError(OutputError):
    """A copy could not be set."""


class Stopped(Exception):  # noqa: N818  it is no error: the caller asked for it
    """Setting the copy was stopped by its caller."""


class Compiler:
    """Sets copies, one after the other: warm ones in some 10 ms a compile.

    A compiler belongs to the thread that made it; make one for each thread.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="hkviewer-", ignore_cleanup_errors=True)
        self._fonts = tempfile.TemporaryDirectory(prefix="hkviewer-fonts-", ignore_cleanup_errors=True)
        self._template = (paths.resources_folder() / "briefing.typ").read_bytes()
        self._compilers: dict[tuple[bool, tuple[Path, ...]], typst.Compiler] = {}

    def close(self) -> None:
        """Remove the folders for pictures and fonts; the compiler is of no more use."""
        self._folder.cleanup()
        self._fonts.cleanup()

    def __enter__(self) -> Self:
        """The compiler itself; leaving the block closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def pdf(
        self, briefing: Briefing, *, balanced: bool = True, stop: Callable[[], bool] = lambda: False
    ) -> bytes:
        """Set `briefing`.

        Args:
            briefing: what to set.
            balanced: make the last page's columns equally long. It takes nine compiles in the compact
                layout; without, the pages appear sooner.
            stop: asked between compiles; where it says so, the work ends.

        Raises:
            UsageError: nothing is chosen, or a choice is none.
            DocumentError: a title, heading or name is too long.
            CopyError: the template refuses the copy.
            Stopped: `stop` returned true.
        """
        return self.set_job(job_of(briefing), balanced=balanced, stop=stop)

    def set_job(
        self, job: dict[str, Any], *, balanced: bool = True, stop: Callable[[], bool] = lambda: False
    ) -> bytes:
        """Set what `job_of` made; see `pdf`."""
        with self._pictures(job):
            for simpler in _simpler(job):
                with contextlib.suppress(_RefusedError):
                    return _Setting(self._compile, simpler, stop).finished(balanced=balanced)
            return _Setting(self._compile, job, stop).finished(balanced=balanced)

    def _compile(self, doc: dict[str, Any], fallback: Fallback, fill: float, timestamp: int) -> bytes:
        """PDF of the template with `doc`."""
        # A lone surrogate, which a window's field may hold, is no character: it becomes "?".
        data = json.dumps(doc, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
        # Both keep two words on one line; the former is a mark of byte order too, and no PDF's text holds it.
        data = data.replace("\ufeff", "\u2060")
        inputs = {"doc": data, "fill": f"{fill:.1f}", "fallback": json.dumps(_faces(fallback))}
        try:
            pdf, warnings = self._compiler(fallback).compile_with_warnings(
                self._template, format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=timestamp
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
            if fallback.files:
                folders.append(self._copied(fallback.files))
            fonts = typst.Fonts(include_system_fonts=False, font_paths=list(map(os.fspath, folders)))
            self._compilers[key] = typst.Compiler(root=self._folder.name, font_paths=fonts)
        return self._compilers[key]

    def _copied(self, files: Iterable[Path]) -> Path:
        """A folder with these fonts alone: Typst takes folders, and others in theirs may not be embedded."""
        folder = Path(tempfile.mkdtemp(dir=self._fonts.name))
        for number, file in enumerate(files):
            with contextlib.suppress(OSError):
                shutil.copyfile(file, folder / f"{number}{file.suffix}")
        return folder

    @contextlib.contextmanager
    def _pictures(self, job: dict[str, Any]) -> Iterator[None]:
        """The job's pictures in the template's folder, for as long as they are needed."""
        copied = []
        for name, file in job["pictures"].items():
            target = Path(self._folder.name) / Path(name).name
            with contextlib.suppress(OSError):
                _put(Path(file), target)
                copied.append(target)
        try:
            yield
        finally:
            for target in copied:
                target.unlink(missing_ok=True)


def _read_from_left(pdf: bytes) -> bytes:
    """`pdf` without the word that its pages are read from right to left.

    Typst writes it where the first sheet's language runs so. It only tells on which side of a spread the
    first page lies; but PDFium, and so Chrome and Edge, then takes each line of other words apart and gives
    its words in the other order when they are copied.
    """
    return _FROM_RIGHT.sub(rb"\1/L2R", pdf, count=1)


def _put(picture: Path, target: Path) -> None:
    """Copy `picture` to `target`, drawn anew where its colours are for print."""
    drawn = redrawn(picture) if is_for_print(picture) else None
    if drawn is None:
        shutil.copyfile(picture, target)
    else:
        target.write_bytes(drawn)


class _RefusedError(CopyError):
    """Typst does not set the copy as it stands."""


class _NoGlyphError(CopyError):
    """Letters that the fonts lack, or that a PDF may not hold."""

    def __init__(self, items: Iterable[str]) -> None:
        names = ", ".join(f"{letter} (U+{ord(letter):04X})" for item in items for letter in item)
        super().__init__(f"No font can show these characters: {names}.", "Leave them out.")
        self.items = items


class _Setting:
    """The compiles of one copy: with contents if they help, with balanced columns if asked."""

    def __init__(
        self,
        compile_: Callable[[dict[str, Any], Fallback, float, int], bytes],
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
        if wanted == "auto" and not data["contents"] and page_count(pdf) >= CONTENTS_FROM:
            data["contents"] = True
            pdf = self._set(data)
        return self._balanced(data, pdf) if balanced and data["layout"] == "compact" else pdf

    def _balanced(self, data: dict[str, Any], pdf: bytes) -> bytes:
        """The largest foot of the last page that takes no further page."""
        pages, low, high, best = page_count(pdf), 0.0, 720.0, pdf
        for _ in range(_balance_steps(pages)):
            middle = (low + high) / 2
            candidate = self._set(data, fill=middle)
            if page_count(candidate) == pages:
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
                return self._compile(doc, self._fallback, fill, self._job["timestamp"])
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


def job_of(briefing: Briefing) -> dict[str, Any]:
    """All that it takes to set `briefing`, as JSON values: what a child process is given.

    Raises:
        UsageError, DocumentError: as `Compiler.pdf`.
    """
    _check_size(briefing)
    assembled = assemble(briefing)
    copy = with_page_notes(assembled)
    _check_room(copy, briefing)
    # What is drawn anew is PNG.
    pictures = {
        file: f"picture-{n}{'.png' if is_for_print(file) else file.suffix.lower()}"
        for n, file in enumerate(picture_files(assembled))
    }
    date = dt.datetime.combine(copy.choices.date, dt.time(), dt.UTC)
    # See `_simpler`.
    has_footnotes = any(division.footnotes for division in copy.divisions)
    plain = with_page_notes(assembled, at_foot=False)
    return {
        "doc": template_data(copy, pictures, contents=False),
        "plain": template_data(plain, pictures, contents=False) if has_footnotes else None,
        "contents": copy.choices.contents,
        "words": briefing.word_count,
        "timestamp": int(date.timestamp()),
        "pictures": {name: os.fspath(file) for file, name in pictures.items()},
        "record": record_of(briefing),
    }


def _check_size(briefing: Briefing) -> None:
    """Raise UsageError for more words than there is memory for."""
    if (words := briefing.word_count) > LARGEST_PDF:
        what = f"A PDF of {words:,} words would take too much memory; it may have {LARGEST_PDF:,}."
        raise UsageError(what, "Choose some of the sections, or another format.")


def _check_room(copy: Copy, briefing: Briefing) -> None:
    """Raise DocumentError for a title, heading or name that no page has room for."""
    for sheet in (part.sheet for part in briefing.sheets):
        for name in _NAMES:
            _check_line(f"The {name} of “{sheet.id}”", getattr(sheet, name), LONGEST_LINE)
    for node in (node for division in copy.divisions for node in division.nodes):
        if isinstance(node, Heading):
            words = words_of(node.runs)
            _check_line(f"The heading “{words[:40].rstrip()}…”", words, _LONGEST_HEADING)


def _check_line(what: str, words: str, longest: float) -> None:
    if width(words) > longest:
        raise DocumentError(
            f"{what} is too long for a page: {len(words):,} characters.",
            "Shorten it, or choose another format than PDF.",
        )


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


def write(briefing: Briefing) -> bytes:
    """The finished copy; see `Compiler.pdf`."""
    with Compiler() as compiler:
        return compiler.pdf(briefing)
