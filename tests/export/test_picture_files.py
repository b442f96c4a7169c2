"""Which pictures a copy can show: all of them, or `check` names them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from hkviewer.cli import main
from hkviewer.export.picture_files import is_whole_picture

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
def test_a_whole_picture_is_told_from_one_that_is_cut_off(tmp_path, name, form):
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
def test_what_is_no_picture_of_a_copy_is_none(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    assert not is_whole_picture(tmp_path / name)


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
