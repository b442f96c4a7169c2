"""What may be much work is drawn in a process of its own, and the window goes on meanwhile."""

from __future__ import annotations

import struct
import sys
import threading
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hkviewer.content import picture_faults as faults
from hkviewer.content.picture_effort import effort_of
from hkviewer.export.pdf.copy_process import CopyProcess
from hkviewer.export.pdf.copy_setter import CopyError
from hkviewer.gui.frame.status_line import StatusLine
from hkviewer.gui.reading import pane_pictures, picture_drawer
from hkviewer.gui.reading.pane_pictures import PanePictures
from hkviewer.gui.reading.pictures import MOST_SHOWN, Column, size_in
from hkviewer.gui.window import MainWindow
from tests.hostile_pictures import REFUSED, SHOWN, painted, png, svg

Draw = Callable[[str, int], bytes | str]


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Callable[[Draw], None]:
    """Stands for the process: pictures are drawn by a function; it closes without having begun."""

    def use(draw: Draw) -> None:
        monkeypatch.setattr(CopyProcess, "is_ready", lambda _: True)
        monkeypatch.setattr(CopyProcess, "drawn", lambda _, name, width: draw(name, width))

    return use


@pytest.fixture
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture for which a process begins fails the test."""

    def begins(*_: object) -> bool:
        raise AssertionError

    monkeypatch.setattr(picture_drawer.PictureDrawer, "ask", begins)


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """Writes a sheet with these pictures."""

    def write(**pictures: bytes) -> Path:
        for name, data in pictures.items():
            (tmp_path / name.replace("_", ".")).write_bytes(data)
        lines = (f"![Words of it]({name.replace('_', '.')})\n\nAfter it.\n" for name in pictures)
        path = tmp_path / "sheet.md"
        path.write_text("# T\n\n## A\n\n" + "\n".join(lines) + "\n## B\n\nEnd.\n" * 30, encoding="utf-8")
        return path

    return write


def shown(window: MainWindow, name: str) -> object:
    kind = QTextDocument.ResourceType.ImageResource
    return window.pane.document().resource(kind, QUrl(f"sheet:{name}"))


def width_of(window: MainWindow, name: str) -> int:
    picture = shown(window, name)
    return picture.width() if isinstance(picture, QImage) else 0


def is_seen(window: MainWindow, name: str) -> bool:
    picture = shown(window, name)
    return isinstance(picture, QImage) and picture.pixelColor(40, 40).alpha() == 255


def test_a_drawing_with_effects_comes_from_the_process(
    qtbot: QtBot, make_window: Callable[..., MainWindow], sheet: Callable[..., Path]
) -> None:
    window = make_window(sheet(shadow_svg=SHOWN["shadow.svg"]))
    assert width_of(window, "shadow.svg") == 200
    assert not is_seen(window, "shadow.svg")
    height = window.pane.document().size().height()
    qtbot.waitUntil(lambda: is_seen(window, "shadow.svg"), timeout=30_000)
    assert window.pane.document().size().height() == height, "its room was kept"


def test_no_process_begins_for_pictures_that_are_little_work(
    no_process: None, make_window: Callable[..., MainWindow], sheet: Callable[..., Path]
) -> None:
    window = make_window(sheet(a_png=SHOWN["good.png"], b_svg=SHOWN["good.svg"], c_jpg=SHOWN["good.jpg"]))
    assert [width_of(window, name) for name in ("a.png", "b.svg", "c.jpg")] == [40, 200, 40]


def test_of_many_pictures_the_first_are_shown_at_once_and_the_others_come(
    qtbot: QtBot,
    process: Callable[[Draw], None],
    monkeypatch: pytest.MonkeyPatch,
    make_window: Callable[..., MainWindow],
    sheet: Callable[..., Path],
) -> None:
    drawn: list[int] = []

    def draw(_: str, width: int) -> bytes:
        drawn.append(width)
        return png(width, 40)

    process(draw)
    monkeypatch.setattr(pane_pictures, "_MOST_AT_ONCE", 4000)
    make_window(sheet(**{f"p{n}_png": painted("PNG", comment=n) + bytes(n) for n in range(4)}))
    qtbot.waitUntil(lambda: len(drawn) == 2)
    assert drawn == [40, 40]


def test_what_goes_too_far_gives_its_words_and_is_named_once(
    qtbot: QtBot,
    process: Callable[[Draw], None],
    monkeypatch: pytest.MonkeyPatch,
    make_window: Callable[..., MainWindow],
    sheet: Callable[..., Path],
) -> None:
    said: list[str] = []
    monkeypatch.setattr(StatusLine, "say", lambda _, words: said.append(words))
    process(lambda *_: faults.TOO_SLOW)
    window = make_window(sheet(slow_svg=SHOWN["shadow.svg"], uses_svg=REFUSED["uses.svg"][0]))
    qtbot.waitUntil(lambda: bool(said))
    (words,) = said
    assert words == (
        "Some pictures are not shown, only described in words: "
        f"“uses.svg”, because {faults.ENDLESS}; “slow.svg”, because {faults.TOO_SLOW}."
    )
    assert not width_of(window, "slow.svg")
    assert "Words of it" in window.pane.toPlainText()
    window.looks.change_zoom(1)
    qtbot.wait(50)
    assert len(said) == 1


def test_the_place_stays_when_a_picture_above_it_goes(
    qtbot: QtBot,
    process: Callable[[Draw], None],
    make_window: Callable[..., MainWindow],
    sheet: Callable[..., Path],
) -> None:
    may_end = threading.Event()

    def draw(*_: object) -> str:
        may_end.wait(20)
        return faults.TOO_SLOW

    process(draw)
    window = make_window(sheet(slow_svg=SHOWN["shadow.svg"].replace(b"200", b"300")))
    window.session.go_to_section("b")
    place, height = window.pane.place, window.pane.document().size().height()
    may_end.set()
    qtbot.waitUntil(lambda: window.pane.document().size().height() < height)
    assert window.pane.place == place


def test_another_document_ends_what_is_drawn(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    process: Callable[[Draw], None],
    make_window: Callable[..., MainWindow],
    sheet: Callable[..., Path],
) -> None:
    ended, begun = threading.Event(), threading.Event()

    def draw(*_: object) -> str:
        begun.set()
        assert ended.wait(20)
        raise CopyError("It was ended.", "")

    process(draw)
    monkeypatch.setattr(CopyProcess, "close", lambda _: ended.set())
    window = make_window(sheet(shadow_svg=SHOWN["shadow.svg"]))
    assert begun.wait(20)
    window.open(None)
    assert ended.is_set()
    qtbot.waitUntil(lambda: not any(thread.name == "pictures" for thread in threading.enumerate()))


def test_a_process_that_is_killed_is_begun_once_more(
    qtbot: QtBot, process: Callable[[Draw], None], qapp: object, tmp_path: Path
) -> None:
    tries: list[str] = []

    def draw(name: str, _: int) -> bytes:
        tries.append(name)
        raise CopyError("It was ended.", "")

    process(draw)
    (tmp_path / "a.svg").write_bytes(SHOWN["shadow.svg"])
    parent = QWidget()
    pictures = PanePictures(parent)
    pictures.show_folder(tmp_path)
    pictures.lay_out(Column(400, 1.0))
    with qtbot.waitSignal(pictures.left_out) as told:
        assert pictures.picture("a.svg")
    assert len(tries) == 2
    assert told.args is not None
    assert faults.ENDED in told.args[0]
    assert pictures.picture("a.svg") is None
    parent.deleteLater()


def test_wider_columns_have_pictures_drawn_anew(
    qtbot: QtBot, process: Callable[[Draw], None], qapp: object, tmp_path: Path
) -> None:
    process(lambda _, width: png(width, width // 2))
    drawing = SHOWN["shadow.svg"].replace(b'width="200" height="200"', b'width="900" height="450"')
    (tmp_path / "a.svg").write_bytes(drawing)
    parent = QWidget()
    pictures = PanePictures(parent)
    pictures.show_folder(tmp_path)
    for width in (400, 401, 2000):
        pictures.lay_out(Column(width, 1.0))
        with qtbot.waitSignal(pictures.arrived):
            assert pictures.picture("a.svg").width() == min(width, 900)  # type: ignore[union-attr]  # its room
        assert pictures.picture("a.svg").size().toTuple() == (  # type: ignore[union-attr]  # it has come
            min(width, 900),
            round(min(width, 900) / 2),
        )
        assert not pictures._drawer.is_drawing or pictures._drawer._waiting == {}
    parent.deleteLater()


def test_pictures_fit_a_window_that_becomes_narrower_or_wider(
    qtbot: QtBot, make_window: Callable[..., MainWindow], sheet: Callable[..., Path]
) -> None:
    window = make_window(sheet(a_png=png(900, 300)))

    def width() -> int:
        return int(window.pane.document().resource(2, QUrl("sheet:a.png")).width())

    for size in (1100, 560, 1000):
        window.resize(size, 600)
        qtbot.waitUntil(lambda: width() == window.pane._picture_column().width)


def test_a_picture_stays_where_only_a_scroll_bar_would_come_or_go(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(png(900, 300))
    parent = QWidget()
    pictures = PanePictures(parent)
    pictures.show_folder(tmp_path)
    pictures.lay_out(Column(400, 1.0))
    pictures.picture("a.png")
    with qtbot.assertNotEmitted(pictures.arrived, wait=50):
        pictures.fit(Column(412, 1.0), slack=12)
    with qtbot.waitSignal(pictures.arrived):
        pictures.fit(Column(413, 1.0), slack=12)
    parent.deleteLater()


def test_no_picture_takes_more_room_than_some_screens() -> None:
    for size in ((700, 70_000), (1, 50_000_000), (50_000_000, 1), (9_000, 9_000)):
        room = size_in(Column(1400, 2.0), size)
        assert 0 < room.width() <= 1400
        assert room.width() * room.height() <= 1.1 * MOST_SHOWN


def test_more_passes_than_any_picture_needs_are_left_to_the_process(tmp_path: Path) -> None:
    picture = painted("JPEG", progressive=True)
    (tmp_path / "a.jpg").write_bytes(picture)
    assert effort_of(tmp_path / "a.jpg").pixels == 1600
    (tmp_path / "a.jpg").write_bytes(
        picture[:-2] + picture[picture.rindex(b"\xff\xda") : -2] * 50 + b"\xff\xd9"
    )
    assert effort_of(tmp_path / "a.jpg").pixels is None


def test_an_icon_that_holds_a_large_picture_is_not_unpacked(qapp: object, tmp_path: Path) -> None:
    icon = tmp_path / "a.ico"
    Image.new("RGB", (32, 32), "red").save(icon)
    parent = QWidget()
    pictures = PanePictures(parent)
    pictures.show_folder(tmp_path)
    pictures.lay_out(Column(400, 1.0))
    assert pictures.picture("a.ico")
    data = icon.read_bytes()
    start = data.index(b"\x89PNG")
    icon.write_bytes(data[:start] + png(7000, 7000))
    assert pictures.picture("a.ico") is None
    parent.deleteLater()


def test_what_is_drawn_when_the_window_is_gone_goes_nowhere(
    process: Callable[[Draw], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: object
) -> None:
    begun, ends = threading.Event(), threading.Event()

    def draw(_name: str, _width: int) -> str:
        begun.set()
        ends.wait(10)
        return faults.DAMAGED

    process(draw)
    monkeypatch.setattr(picture_drawer, "_END_SECONDS", 0.0)
    (tmp_path / "drawn.png").write_bytes(png(9, 9))
    window = QObject()
    drawer = picture_drawer.PictureDrawer(window)
    drawer.ask(picture_drawer.Wanted("drawn.png", tmp_path / "drawn.png", 9, None))
    assert begun.wait(10)
    (thread,) = (thread for thread in threading.enumerate() if thread.name == "pictures")
    drawer.end()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    ends.set()
    thread.join(10)
    assert not thread.is_alive()


def test_pictures_that_are_too_many_for_one_turn_come_in_the_next_ones(
    qtbot: QtBot, no_process: None, monkeypatch: pytest.MonkeyPatch, qapp: object, tmp_path: Path
) -> None:
    monkeypatch.setattr(pane_pictures, "_MOST_SECONDS", 1e-9)
    turns: list[list[str]] = []
    parent = QWidget()
    pictures = PanePictures(parent)

    def ask(names: Iterable[str]) -> None:
        widths = {name: pictures.picture(name).width() for name in sorted(names)}  # type: ignore[union-attr]  # seen
        turns.append([name for name, width in widths.items() if width == 40])

    for name in "abcd":
        (tmp_path / name).write_bytes(painted("PNG"))
    pictures.arrived.connect(ask)
    pictures.show_folder(tmp_path)
    pictures.lay_out(Column(400, 1.0))
    ask("abcd")
    qtbot.waitUntil(lambda: len(turns) == 4)
    assert turns == [["a"], ["b"], ["c"], ["d"]]
    parent.deleteLater()


def test_packed_words_in_a_picture_are_not_unpacked_in_the_window(tmp_path: Path) -> None:
    words = zlib.compress(b"x" * 100_000)
    chunk = struct.pack(">I", len(words) + 3) + b"zTXta\0\0" + words
    chunk += struct.pack(">I", zlib.crc32(chunk[4:]))
    data = png(1000, 1000)
    for number, pixels in ((1, 1_000_000), (200, None)):
        (tmp_path / "a.png").write_bytes(data[:33] + chunk * number + data[33:])
        assert effort_of(tmp_path / "a.png").pixels == pixels


def test_lines_that_cross_each_other_are_much_work(tmp_path: Path) -> None:
    corners = " ".join(f"{number * 379 % 700},{number * 211 % 700}" for number in range(2000))
    for size, least in ((24, 100_000), (700, 10_000_000)):
        room = f'width="{size}" height="{size}" viewBox="0 0 700 700"'
        (tmp_path / "a.svg").write_bytes(svg(f'<polygon points="{corners}"/>', room))
        assert (effort_of(tmp_path / "a.svg").pixels or 0) > least


def test_the_window_need_not_wait_for_the_turn_of_what_draws(
    process: Callable[[Draw], None], make_window: Callable[..., MainWindow], sheet: Callable[..., Path]
) -> None:
    process(lambda *_: png(40, 40))
    sys.setswitchinterval(0.005)
    make_window(sheet(shadow_svg=SHOWN["shadow.svg"]))
    assert sys.getswitchinterval() < 0.001
