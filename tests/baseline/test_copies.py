"""A new copy with the choices of an old one has the same pages, words and outline."""

from __future__ import annotations

import contextlib
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pypdfium2
import pytest

from tests.examples import breadth

BASELINE = Path(__file__).parents[1] / "data" / "baseline-0.1.0"
COPIES = {
    copy["file"]: copy["arguments"]
    for copy in json.loads((BASELINE / "copies.json").read_text(encoding="utf-8"))
}
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def of_then(name: str) -> Path:
    """The copy that a new one is compared with.

    In `copies-since` are those of a sheet that begins with words under its title, which version 0.1.0 gave
    a second time as their heading, and one with a list of contents: its heading was one of level 1, under
    which none of the bookmarks behind it belonged.
    """
    since = BASELINE / "copies-since" / name
    return since if since.exists() else BASELINE / "copies" / name


def content_then(name: str, as_then: Callable[[str], str]) -> Any:
    """What that copy holds, without the zero-width spaces at which version 0.1.0 broke addresses."""
    return content(of_then(name), lambda text: as_then(text).replace("\u200b", ""))


def content(file: Path, as_then: Callable[[str], str]) -> Any:
    """What a reader finds in a copy; of a text file the whole text."""
    if file.suffix == ".pdf":
        return pdf_content(file, as_then)
    return docx_content(file, as_then) if file.suffix == ".docx" else as_then(file.read_bytes().decode())


def pdf_content(file: Path, as_then: Callable[[str], str]) -> dict[str, Any]:
    """The words of each page, its size, the outline, and what the file says of itself."""
    with contextlib.closing(pypdfium2.PdfDocument(file)) as pdf:
        facts = pdf.get_metadata_dict()
        return {
            "facts": {name: facts[name] for name in ("Title", "Author", "Subject", "Keywords")},
            "pages": [as_then(page.get_textpage().get_text_range()).split() for page in pdf],
            "sizes": [page.get_size() for page in pdf],
            "outline": [
                (item.level, item.get_title(), item.get_dest().get_index()) for item in pdf.get_toc()
            ],
        }


def docx_content(file: Path, as_then: Callable[[str], str]) -> dict[str, list[tuple[str, str]]]:
    """For each part of a Word document its paragraphs: style and words."""
    with zipfile.ZipFile(file) as archive:
        parts = [name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")]
        return {name: paragraphs(as_then(archive.read(name).decode())) for name in parts}


def paragraphs(data: str) -> list[tuple[str, str]]:
    found = []
    for paragraph in ET.fromstring(data).iter(f"{WORD}p"):
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        words = "".join(text.text or "" for text in paragraph.iter(f"{WORD}t"))
        found.append((style.get(f"{WORD}val", "") if style is not None else "", words))
    return found


@pytest.fixture(autouse=True)
def _altered_sheet(documents_of_0_1_0):
    (documents_of_0_1_0 / "altered.md").write_bytes((BASELINE / "copies" / "altered.md").read_bytes())


@pytest.mark.parametrize("name", COPIES)
def test_a_new_copy_holds_what_the_old_one_does(name, hkviewer, as_then):
    assert hkviewer(*without_saving(COPIES[name]), "-o", f"new-{name}") == (0, "", "")
    assert content(Path(f"new-{name}"), as_then) == content_then(name, as_then)


def without_saving(arguments: list[str]) -> list[str]:
    """`arguments` without the name that the copy's choices were saved under."""
    if "--save-recipe" not in arguments:
        return arguments
    at = arguments.index("--save-recipe")
    return arguments[:at] + arguments[at + 2 :]


@pytest.mark.parametrize(
    ("recipe", "name"),
    breadth([("Weekly brief", "several.pdf"), ("Times", "several.docx"), ("Large type", "large.txt")]),
)
def test_a_recipe_makes_the_copy_that_it_was_saved_with(recipe, name, hkviewer, as_then):
    assert hkviewer("export", "--recipe", recipe, "-o", f"new-{name}") == (0, "", "")
    assert content(Path(f"new-{name}"), as_then) == content_then(name, as_then)


def test_a_recipe_keeps_the_layout(hkviewer):
    hkviewer("export", "--recipe", "Large type", "-o", "recipe.pdf")
    hkviewer("export", "own.md", "--layout", "large", "-o", "large.pdf")
    assert Path("recipe.pdf").read_bytes() == Path("large.pdf").read_bytes()


def test_a_recipe_saved_again_holds_the_same(hkviewer):
    for file in Path(os.environ["HKVIEWER_HOME"], "data", "recipes").iterdir():
        before = file.read_bytes()
        hkviewer("export", "--recipe", file.stem, "-o", "copy.ris", "--save-recipe", file.stem)
        then, now = json.loads(before), json.loads(file.read_bytes())
        # What has come since is saved beside what was then: choices, and the edition of each sheet.
        assert then.pop("choices").items() <= now.pop("choices").items()
        for part, before_part in zip(now["parts"], then["parts"], strict=True):
            if "edition" not in before_part:
                part.pop("edition", None)
        assert now == then
