"""No picture holds a copy up, fills the memory or stops it: what goes too far gives its words, named once."""

from __future__ import annotations

import os
import sys
import zipfile

import pytest

from hkviewer.cli import main
from hkviewer.content import picture_faults as faults
from hkviewer.content.picture_faults import NOT_APART, NOT_TRIED, TOO_LARGE, TOO_SLOW
from hkviewer.content.svg.screening import UnfitDrawingError, screened
from hkviewer.export.assembly import assemble
from hkviewer.export.pdf.copy_process import CopyProcess
from hkviewer.export.pictures import CopyPictures, LeftOut
from hkviewer.export.verification.extract import tagged_texts
from tests.hostile_pictures import DRAW_IO, REFUSED, SHOWN, png, svg

posix = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and devices of POSIX")
# Both pass for harmless by what stands in them.
SLOW = svg(
    '<filter id="f" x="-10" y="-10" width="20" height="20"><feTurbulence baseFrequency="0.9"/></filter>'
    # One takes 6 s here and less than the limit of 5 s elsewhere.
    + '<rect width="5000" height="5000" filter="url(#f)"/>' * 6
)
LARGE = png(7000, 7000, 16, 6)


@pytest.fixture(scope="module")
def process():
    with CopyProcess() as process:
        yield process


@pytest.fixture
def tried(brief, part_of, tmp_path):
    """Tries pictures by names and contents with what draws them: those that are shown, and the others."""

    def run(drawing, files):
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
        text = "# T\n\n## A\n\n" + "\n\n".join(f"![Words of it]({name})" for name in files)
        pictures = CopyPictures(drawing)
        (division,) = pictures.shown_in(assemble(brief(part_of(text)))).divisions
        return sorted(division.pictures), dict(pictures.left_out)

    return run


def test_what_is_harmless_is_shown(process, compiler, tried):
    assert tried(process, SHOWN) == (sorted(SHOWN), {})
    shown, left_out = tried(compiler, SHOWN)
    assert left_out == {"shadow.svg": NOT_APART}
    assert sorted([*shown, "shadow.svg"]) == sorted(SHOWN)


def test_what_goes_too_far_by_what_it_states_is_not_even_tried(process, tried):
    files = {name: data for name, (data, _) in REFUSED.items()}
    assert tried(process, files) == ([], {name: why for name, (_, why) in REFUSED.items()})


@pytest.mark.slow
def test_what_takes_too_long_or_too_much_memory_ends_the_process_and_the_others_are_shown(process, tried):
    files = {"slow.svg": SLOW, "large.png": LARGE, **SHOWN}
    assert tried(process, files) == (sorted(SHOWN), {"slow.svg": TOO_SLOW, "large.png": TOO_LARGE})
    # It is known from now on.
    assert tried(process, files) == (sorted(SHOWN), {"slow.svg": TOO_SLOW, "large.png": TOO_LARGE})


def test_after_some_that_took_too_long_no_other_is_tried(compiler, tried, monkeypatch):
    monkeypatch.setattr(type(compiler), "fault", lambda *_: TOO_SLOW)
    files = {f"{n}.svg": svg(f'<rect width="{n}"/>') for n in range(6)}
    assert list(tried(compiler, files)[1].values()) == [TOO_SLOW] * 4 + [NOT_TRIED] * 2


@posix
def test_only_an_ordinary_file_is_read(process, brief, part_of, tmp_path):
    (tmp_path / "loop.png").symlink_to("loop.png")
    (tmp_path / "one.png").symlink_to("two.png")
    (tmp_path / "two.png").symlink_to("one.png")
    (tmp_path / "endless.png").symlink_to("/dev/zero")
    (tmp_path / "nowhere.png").symlink_to("none.png")
    (tmp_path / "folder.png").mkdir()
    os.mkfifo(tmp_path / "pipe.png")
    names = sorted(path.name for path in tmp_path.iterdir())
    text = "# T\n\n## A\n\n" + "\n\n".join(f"![Words]({name})" for name in [*names, "loop.png/x.png"])
    pictures = CopyPictures(process)
    (division,) = pictures.shown_in(assemble(brief(part_of(text)))).divisions
    assert (division.pictures, pictures.left_out) == ({}, ())
    for ending in ("pdf", "docx", "html", "md", "txt"):
        assert main(["export", str(tmp_path / "sheet.md"), "-o", str(tmp_path / f"copy.{ending}")]) == 0
    assert main(["check", str(tmp_path / "sheet.md")]) == 1


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may read anything")
def test_what_may_not_be_read_is_named(process, tried, tmp_path):
    (tmp_path / "locked.png").write_bytes(b"")
    (tmp_path / "locked.png").chmod(0)
    assert tried(process, {}) == ([], {"locked.png": faults.UNREADABLE})


def test_a_drawing_of_draw_io_keeps_its_words_without_the_web_page(compiler, brief, part_of, tmp_path):
    drawing = screened(DRAW_IO)
    assert b"foreignObject" not in drawing.data
    assert b"<switch><text" in drawing.data
    (tmp_path / "d.svg").write_bytes(DRAW_IO)
    texts = tagged_texts(compiler.pdf(brief(part_of("# T\n\n![Boxes](d.svg)\n"))), tmp_path)
    assert "[Picture" not in "".join(text.text for text in texts)


@pytest.mark.parametrize("name", [name for name in REFUSED if name.endswith(".svg")])
def test_a_drawing_is_refused_without_its_being_drawn(name):
    with pytest.raises(UnfitDrawingError) as refused:
        screened(REFUSED[name][0])
    assert str(refused.value) == REFUSED[name][1]


def test_every_copy_has_the_words_and_the_picture_is_named_once(tmp_path, capsys):
    sheet = tmp_path / "sheet.md"
    sheet.write_text("# T\n\n## A\n\n![Many boxes](uses.svg)\n\n![The same](uses.svg)\n")
    (tmp_path / "uses.svg").write_bytes(REFUSED["uses.svg"][0])
    for ending in ("pdf", "docx", "html"):
        target = tmp_path / f"copy.{ending}"
        assert main(["export", str(sheet), "-o", str(target)]) == 0
        said = capsys.readouterr().err
        assert said == (
            f"A picture is not shown, only described in words: “uses.svg”, because {faults.ENDLESS}.\n"
        )
    with zipfile.ZipFile(tmp_path / "copy.docx") as archive:
        assert b"[Picture: Many boxes]" in archive.read("word/document.xml")
    assert "[Picture: Many boxes]" in (tmp_path / "copy.html").read_text(encoding="utf-8")
    words = "".join(text.text for text in tagged_texts((tmp_path / "copy.pdf").read_bytes(), tmp_path))
    assert "[Picture: Many boxes]" in words
    assert "[Picture: The same]" in words


def test_of_many_pictures_left_out_some_are_named(compiler):
    pictures = CopyPictures(compiler)
    pictures.left_out = tuple(LeftOut(f"{n}.png", faults.HUGE) for n in range(9))
    assert pictures.notice.startswith(
        "Some pictures are not shown, only described in words: “0.png”, because"
    )
    assert pictures.notice.endswith("; and 4 more.")
    pictures.left_out = ()
    assert pictures.notice == ""
