"""The formats of a copy, by their names or a file's ending."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, cast

from hkviewer.errors import UsageError
from hkviewer.export.briefing import Briefing
from hkviewer.export.copy_maker import CopyMaker, its_maker


class Format(NamedTuple):
    """A form that a copy can have.

    Attributes:
        endings: of its files, the usual one first.
        module: in `hkviewer.export`; its `write(briefing) -> bytes` makes it. "" for what is set.
        shows_pictures: `write` takes the copy's pictures, too.
        words: what the dialog offers it as; "" where it has a menu of its own, as citations have.
    """

    endings: tuple[str, ...]
    module: str
    words: str = ""
    shows_pictures: bool = False


FORMATS = {
    "pdf": Format((".pdf",), "", "PDF, for everyone"),
    "docx": Format((".docx",), "formats.docx", "Word document, to edit", shows_pictures=True),
    "html": Format((".html", ".htm"), "formats.html", "Web page", shows_pictures=True),
    "md": Format((".md", ".markdown"), "formats.markdown", "Markdown"),
    "txt": Format((".txt",), "formats.text", "Plain text"),
    "ris": Format((".ris",), "formats.ris"),
}


def format_of(target: Path, name: str | None = None) -> str:
    """The format's name: the given one, else the one of the file's ending.

    Raises:
        UsageError: the ending is none of ours.
    """
    if name:
        return name
    for known, form in FORMATS.items():
        if target.suffix.lower() in form.endings:
            return known
    endings = ", ".join(form.endings[0] for form in FORMATS.values())
    what = f"“{target.suffix}” is" if target.suffix else "A name without an ending has"
    no = "no format of a copy" if target.suffix else "no format"
    raise UsageError(f"{what} {no}.", f"Let the file’s name end in {endings}, or add --format.")


def write(
    briefing: Briefing,
    name: str,
    maker: CopyMaker | None = None,
    *,
    stop: Callable[[], bool] = lambda: False,
) -> bytes:
    """The copy of `briefing` in the format of that name.

    Args:
        briefing: what to write.
        name: one of FORMATS.
        maker: makes it; left out, one for this copy alone.
        stop: where it says so, no PDF is set.

    Raises:
        UsageError: nothing is chosen, or a choice is none.
        DocumentError: a PDF's title, heading or name is too long.
        CopyError, Stopped: as `CopyMaker.pdf`.
    """
    form = FORMATS[name]
    with its_maker(maker) as ready:
        if not form.module:
            return ready.pdf(briefing, stop=stop)
        module = import_module(f"hkviewer.export.{form.module}")
        return cast("bytes", module.write(briefing, *([ready.pictures] if form.shows_pictures else [])))
