"""The pages of the bundled sheet look as they were approved: compared with pictures in tests/data/pages.

After a wanted change: `python tests/briefing/test_golden.py` draws them anew; look at each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from hkviewer.content.document import open_document
from hkviewer.export.briefing import Briefing, Choices, SheetPart
from hkviewer.export.pdf.compiler import Compiler
from hkviewer.export.pdf.page_images import PagePicture, pictures
from hkviewer.preferences.schema import Layout

PAGES = Path(__file__).parents[2] / "data" / "pages"
DPI = 60
# Mean difference, of 255, of slightly blurred pages: another build of PDFium draws edges otherwise,
# while a line that moved by a point changes some pages by 4 and more.
TOLERANCE = 1.5
LAYOUTS: tuple[Layout, ...] = ("standard", "compact", "large")


def drawn(layout: Layout) -> Iterator[tuple[str, Image.Image]]:
    """Each page's file name and picture; the digest's lines change with the file and are left out."""
    part = SheetPart.of(open_document(None))
    choices = Choices(
        dt.date(2026, 11, 22),
        layout=layout,
        marking="UNCLASSIFIED",
        prepared_for="The Delegation",
        prepared_by="East Asia Desk",
        notes=layout == "compact",
    )
    with Compiler() as compiler:
        for picture in pictures(compiler.pdf(Briefing((part,), choices)), DPI):
            yield f"{layout}-{picture.number}.png", as_image(picture)


def as_image(picture: PagePicture) -> Image.Image:
    size = (picture.width, picture.height)
    return Image.frombuffer("RGB", size, picture.pixels, "raw", "BGRX", picture.stride, 1).convert("L")


def difference(one: Image.Image, other: Image.Image) -> float:
    if one.size != other.size:
        return 255.0
    blurred = [image.filter(ImageFilter.GaussianBlur(1)) for image in (one, other)]
    return ImageStat.Stat(ImageChops.difference(*blurred)).mean[0]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pages_look_as_they_were_approved(layout, tmp_path):
    found = dict(drawn(layout))
    assert sorted(found) == sorted(path.name for path in PAGES.glob(f"{layout}-*.png"))
    for name, picture in found.items():
        picture.save(tmp_path / name)
        approved = Image.open(PAGES / name).convert("L")
        assert difference(picture, approved) < TOLERANCE, f"see {tmp_path / name} and {PAGES / name}"


def test_a_line_that_moves_and_a_word_that_is_missing_are_noticed():
    page = dict(drawn("standard"))["standard-1.png"]
    shifted = ImageChops.offset(page, 0, 3)
    assert difference(page, shifted) > TOLERANCE
    assert difference(page, page) == 0
    emptied = page.copy()
    emptied.paste(255, (0, 250, page.width, 450))
    assert difference(page, emptied) > TOLERANCE


if __name__ == "__main__":
    PAGES.mkdir(exist_ok=True)
    for one in LAYOUTS:
        for file, image in drawn(one):
            image.save(PAGES / file, optimize=True)
