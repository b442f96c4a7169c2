"""Which pictures a copy can show: all of them, or `check` names them."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from hkviewer.cli import main
from hkviewer.content.picture_header import picture_header
from hkviewer.export.formats import docx, html
from hkviewer.export.pdf.page_images import pictures
from hkviewer.export.pictures import CopyPictures
from hkviewer.export.verification.extract import tagged_texts
from tests.examples import breadth

SHEET = """---
title: T
id: t
publisher: P
edition: 2020-08
source: https://example.org/
received: 2026-11-22
licence: CC0
---

# T

## A

![One](one.png)

Words ![Two](two.jpg)
"""


def noise(form: str) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((64, 64), 80).convert("RGB").save(stream, form)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "form"),
    [("p.png", "PNG"), ("p.jpg", "JPEG"), ("p.JPEG", "JPEG"), ("p.gif", "GIF"), ("p.webp", "WEBP")],
)
def test_a_whole_picture_is_told_from_one_that_is_cut_off(compiler, tmp_path, name, form):
    is_whole_picture = CopyPictures(compiler).is_whole
    data = noise(form)
    (tmp_path / name).write_bytes(data)
    assert is_whole_picture(tmp_path / name)
    for length in (0, 20, len(data) // 2, len(data) - 12):
        (tmp_path / name).write_bytes(data[:length])
        assert not is_whole_picture(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("p.png", b"hello"),
        ("p.png", noise("BMP")),
        ("p.bmp", noise("BMP")),
        ("p.svg", b"<svg"),
        ("p.md", b"# T"),
        ("p", b""),
    ],
)
def test_what_is_no_picture_of_a_copy_is_none(compiler, tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    assert not CopyPictures(compiler).is_whole(tmp_path / name)


def test_check_names_pictures_that_cannot_be_shown(tmp_path, capsys):
    sheet = tmp_path / "sheet.md"
    sheet.write_text(SHEET, encoding="utf-8")
    (tmp_path / "one.png").write_bytes(noise("PNG"))
    (tmp_path / "two.jpg").write_bytes(noise("JPEG"))
    assert main(["check", str(sheet)]) == 0
    (tmp_path / "one.png").write_text("no picture")
    (tmp_path / "two.jpg").write_bytes(noise("JPEG")[:-30])
    capsys.readouterr()
    assert main(["check", str(sheet)]) == 1
    one, two = capsys.readouterr().out.splitlines()
    assert one.startswith(f"{sheet}:15: The picture “one.png” cannot be shown")
    assert two.startswith(f"{sheet}:17: The picture “two.jpg” cannot be shown")


def test_check_names_the_line_that_is_in_another_encoding(tmp_path, capsys):
    sheet = tmp_path / "sheet.md"
    sheet.write_bytes(b"# T\n\nCaf\xe9\n")
    assert main(["check", str(sheet)]) == 1
    said = capsys.readouterr().out
    assert said.startswith(f"{sheet}:3: The file is not in UTF-8: line 3 cannot be read.")
    assert said.count(str(sheet)) == 1


def striped(form: str, mode: str = "RGB", orientation: int = 1, **options: object) -> bytes:
    """A picture of 60 by 40 pixels, whose left third, as it is to be seen, is red."""
    picture = Image.new("RGB", (60, 40), "white")
    picture.paste("red", (0, 0, 20, 40))
    turned = {1: picture, 6: picture.rotate(90, expand=True), 8: picture.rotate(-90, expand=True)}[
        orientation
    ]
    exif = Image.Exif()
    exif[0x0112] = orientation
    stream = io.BytesIO()
    turned.convert(mode).save(stream, form, exif=exif, **options)
    return stream.getvalue()


def looks_striped(data: bytes) -> bool:
    with Image.open(io.BytesIO(data)) as opened:
        picture = opened.convert("RGB")
    first = 3 * (picture.height // 2) * picture.width
    row = picture.tobytes()[first : first + 3 * picture.width]
    greens = [row[3 * x + 1] > 200 for x in (picture.width // 10, picture.width * 2 // 3)]
    return picture.width > picture.height and greens == [False, True]


def sixteen_bit() -> bytes:
    stream = io.BytesIO()
    ramp = Image.new("I;16", (60, 40))
    ramp.putdata([number * 27 for number in range(2400)])
    ramp.save(stream, "PNG")
    return stream.getvalue()


KINDS = {
    "side.jpg": striped("JPEG", orientation=6, dpi=(300, 300)),
    "other-side.jpg": striped("JPEG", orientation=8),
    "side.png": striped("PNG", orientation=6),
    "side.webp": striped("WEBP", orientation=6, lossless=True),
    "print.jpg": striped("JPEG", "CMYK"),
    "print-side.jpg": striped("JPEG", "CMYK", orientation=6),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_picture_drawn_anew_is_upright_and_in_a_screens_colours(compiler, tmp_path, name):
    (compiler.folder.path / name).write_bytes(KINDS[name])
    drawn = compiler.drawn(name, 60)
    assert isinstance(drawn, bytes)
    assert looks_striped(drawn)
    (tmp_path / "drawn.png").write_bytes(drawn)
    header = picture_header(tmp_path / "drawn.png")
    assert header
    assert (header.width, header.height) == (60, 40)


@pytest.mark.parametrize("name", breadth([*KINDS, "deep.png"], 3))
def test_every_copy_shows_it_so(compiler, brief, part_of, tmp_path, name):
    (tmp_path / name).write_bytes(KINDS.get(name) or sixteen_bit())
    briefing = brief(part_of(f"# T\n\n![Stripes]({name})\n"))
    with zipfile.ZipFile(io.BytesIO(docx.write(briefing))) as archive:
        (picture,) = [archive.read(file) for file in archive.namelist() if "/media/" in file]
    assert name == "deep.png" or looks_striped(picture)
    assert b"<img" in html.write(briefing)
    (page,) = pictures(compiler.pdf(briefing), 72)
    shown = Image.frombytes("RGB", (page.width, page.height), page.pixels, "raw", "BGRX", page.stride)
    pixels = shown.tobytes()
    reds = sum(pixels[n] > 200 and max(pixels[n + 1 : n + 3]) < 100 for n in range(0, len(pixels), 3))
    assert name == "deep.png" or reds > 20
    assert "[Picture" not in "".join(text.text for text in tagged_texts(compiler.pdf(briefing), tmp_path))
