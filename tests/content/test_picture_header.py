"""The first bytes of a picture."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hkviewer.content.picture_header import PictureHeader, _header, picture_header
from tests.examples import examples


def made(form: str, mode: str = "RGB", orientation: int = 1, **options: object) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    stream = io.BytesIO()
    Image.new(mode, (60, 40)).save(stream, form, exif=exif, **options)
    return stream.getvalue()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_size_and_orientation_are_read(form, orientation):
    assert _header(made(form, orientation=orientation)) == PictureHeader(60, 40, orientation)


@pytest.mark.parametrize("options", [{"lossless": True}, {"lossless": False}])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_each_kind_of_webp_is_read(mode, options):
    stream = io.BytesIO()
    Image.effect_noise((60, 40), 9).convert(mode).save(stream, "WEBP", **options)
    assert _header(stream.getvalue()) == PictureHeader(60, 40)


def test_colours_for_print_are_told(tmp_path):
    (tmp_path / "a.jpg").write_bytes(made("JPEG", "CMYK", progressive=True))
    assert picture_header(tmp_path / "a.jpg") == PictureHeader(60, 40, is_cmyk=True)
    assert _header(made("JPEG", "L")) == PictureHeader(60, 40)
    assert _header(made("GIF", "P")) == PictureHeader(60, 40)


def test_what_is_no_picture_has_no_header(tmp_path):
    assert picture_header(tmp_path / "none.png") is None
    for data in (b"", b"<svg/>", b"\xff\xd8\xff", b"\xff\xd8\0\0\0\0", b"RIFF\0\0\0\0WEBP"):
        (tmp_path / "a.png").write_bytes(data)
        assert picture_header(tmp_path / "a.png") is None


@given(st.sampled_from(["PNG", "JPEG", "WEBP", "GIF"]), st.integers(0, 400), st.binary(max_size=40))
@examples(2)
def test_a_damaged_header_raises_nothing_but_what_is_expected(tmp_path_factory, form, at, noise):
    data = made(form, "P" if form == "GIF" else "RGB", orientation=6)
    file = tmp_path_factory.getbasetemp() / "damaged"
    file.write_bytes(data[:at] + noise + data[at + len(noise) :])
    picture_header(file)
