"""What a reader calls a text that is to be compared: a file's path, a sheet's ID, or ID@EDITION."""

from __future__ import annotations

from pathlib import Path

from hkviewer.content.document import Document, names_file
from hkviewer.errors import DocumentError, HkviewerError
from hkviewer.library.library import Library
from hkviewer.library.naming import Located, located, pair_named, recipe_name


def text_named(name: str) -> Located:
    """The file that `name` stands for, and what is to be said of it; of the library what is known counts.

    Raises:
        DocumentError: there is none.
    """
    if not names_file(name):
        library = Library()
        if not library.files():
            library.refresh()
        return located(name, library)
    if not Path(name).exists():
        raise DocumentError(f"There is no file “{name}”.", "Choose one, or name a sheet by its id.")
    return Located(Path(name))


def edition_before(document: Document) -> str:
    """What names the library's edition before `document`; "" where there is none, or several of one day."""
    library = Library()
    if not library.added.has_library:
        return ""
    try:
        before, _ = pair_named(str(document.path), library)
    except HkviewerError:
        return ""
    return recipe_name(str(before.path), library) or str(before.path)
