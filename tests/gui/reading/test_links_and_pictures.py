"""Links leave only after a question; pictures come only from beside the document."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage, QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLabel, QPushButton, QWidget

from hkviewer.content.document import Document
from hkviewer.content.picture_effort import effort_of
from hkviewer.content.place import Place
from hkviewer.content.ranges import TextRange
from hkviewer.content.svg.screening import UnfitDrawingError
from hkviewer.gui.frame import links
from hkviewer.gui.frame.links import LinkFollower, open_outside
from hkviewer.gui.reading.pictures import Column, read_here
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.session import ReadingSession
from hkviewer.gui.widgets import dialogs
from hkviewer.gui.widgets.dialogs import LinkQuestion
from hkviewer.gui.widgets.notice import NoticeBar
from hkviewer.gui.window import MainWindow
from hkviewer.preferences.policy import Policy
from tests.examples import breadth
from tests.gui.doors import action_of
from tests.gui.places import go_to, point, where
from tests.hostile_pictures import REFUSED, SHOWN
from tests.rich_sheet import RICH


class Question:
    """Stands for the reader before the question; notes the addresses asked about."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, answer: bool) -> None:
        self.asked: list[str] = []
        self.opened: list[str] = []
        monkeypatch.setattr(
            dialogs, "ask_about_link", lambda address, _parent, **_may: self._ask(address, answer)
        )
        monkeypatch.setattr(links, "open_outside", self._open)

    def _ask(self, address: str, answer: bool) -> bool:  # noqa: FBT001  what the reader answers
        self.asked.append(address)
        return answer

    def _open(self, address: str) -> bool:
        self.opened.append(address)
        return True


@pytest.fixture
def hard_window(make_window: Callable[..., MainWindow], hard_sheet: Path) -> MainWindow:
    return make_window(hard_sheet)


def put_caret_on(pane: ReadingPane, words: str) -> QTextCursor:
    start = pane.map.position(point("links"))
    cursor = pane.document().find(words, start, QTextDocument.FindFlag.FindCaseSensitively)
    assert not cursor.isNull()
    pane.setTextCursor(cursor)
    pane.ensureCursorVisible()
    return cursor


def click(pane: ReadingPane, words: str) -> None:
    """Click in the midst of the link `words`."""
    cursor = put_caret_on(pane, words)
    start, end = QTextCursor(cursor), QTextCursor(cursor)
    start.setPosition(cursor.selectionStart())
    end.setPosition(cursor.selectionEnd())
    middle = (pane.cursorRect(start).center() + pane.cursorRect(end).center()) / 2
    cursor.clearSelection()
    pane.setTextCursor(cursor)
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=middle)


def test_a_web_link_opens_nothing_when_the_reader_says_no(hard_window, monkeypatch):
    question = Question(monkeypatch, answer=False)
    click(hard_window.pane, "page")
    assert question.asked == ["https://example.org/a?b=c"]
    assert question.opened == []


def test_a_web_link_opens_once_the_reader_agrees(hard_window, monkeypatch):
    question = Question(monkeypatch, answer=True)
    click(hard_window.pane, "page")
    assert question.opened == ["https://example.org/a?b=c"]


def test_enter_on_a_link_asks_the_same(qtbot, hard_window, monkeypatch):
    question = Question(monkeypatch, answer=False)
    put_caret_on(hard_window.pane, "page")
    qtbot.keyClick(hard_window.pane, Qt.Key.Key_Return)
    assert question.asked == ["https://example.org/a?b=c"]


def test_tab_walks_the_links_and_enter_follows(qtbot, hard_window):
    pane = hard_window.pane
    go_to(pane, "links")
    qtbot.keyClick(pane, Qt.Key.Key_Tab)
    assert pane.textCursor().selectedText() == "page"
    qtbot.keyClick(pane, Qt.Key.Key_Tab)
    assert pane.textCursor().selectedText() == "section"
    qtbot.keyClick(pane, Qt.Key.Key_Return)
    assert where(pane) == point("tables")


def test_dragging_over_a_link_selects_and_follows_nothing(hard_window, monkeypatch):
    question = Question(monkeypatch, answer=True)
    cursor = put_caret_on(hard_window.pane, "page")
    view = hard_window.pane.viewport()
    begin = QTextCursor(cursor)
    begin.setPosition(cursor.selectionStart())
    first = hard_window.pane.cursorRect(begin).center()
    last = hard_window.pane.cursorRect(cursor).center()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(view, last)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=last)
    assert question.asked == []


def test_a_link_to_a_section_goes_there_and_back_returns(hard_window):
    go_to(hard_window.pane, "links")
    click(hard_window.pane, "section")
    assert where(hard_window.pane) == point("tables")
    action_of(hard_window, "back").trigger()
    assert where(hard_window.pane) == point("links")


def test_a_link_to_a_sheet_beside_it_opens_that(hard_window):
    click(hard_window.pane, "sheet")
    assert hard_window.windowTitle() == "Another sheet"


@pytest.fixture
def follow(make_window: Callable[..., MainWindow], tmp_path: Path) -> Callable[[str], MainWindow]:
    """Follows an address in a window with a sheet that has another beside it."""
    (tmp_path / "a#b.md").write_text("# Other\n\n## First\n\nx\n\n## C & d\n\ny\n", encoding="utf-8")
    sheet = tmp_path / "sheet.md"
    sheet.write_text("# The sheet\n\n## One & two\n\nx\n\n## Three\n\ny\n", encoding="utf-8")
    window = make_window(sheet)

    def go(address: str) -> MainWindow:
        window.pane.link_activated.emit(address)
        return window

    return go


def told(window: MainWindow) -> str:
    """What the notice over the document says; "" where there is none."""
    notice = window.findChild(NoticeBar)
    if notice is None or not notice.isVisible():
        return ""
    return "".join(label.text() for label in notice.findChildren(QLabel))


@pytest.mark.parametrize("address", ["#one--two", "#one-two", "sheet.md#one--two", "./sheet.md#One-two"])
def test_a_link_to_an_anchor_goes_to_its_section(follow, address):
    window = follow(address)
    assert where(window.pane) == point("one-two")
    assert not told(window)


def test_a_link_to_the_title_or_the_top_goes_there(follow):
    follow("#three")
    for address in ("#the-sheet", "#", "#top", "sheet.md"):
        window = follow(address)
        assert window.session.place.at is None
        assert not told(window)


def test_a_link_to_nowhere_says_so_and_moves_nothing(follow):
    follow("#three")
    window = follow("#four")
    assert where(window.pane) == point("three")
    assert "This link leads to “four”, which is no section of “The sheet”." in told(window)


def test_a_link_to_a_place_in_another_sheet_opens_it_there(follow):
    window = follow("a%23b.md#c--d")
    assert (window.windowTitle(), where(window.pane)) == ("Other", point("c-d"))
    assert not told(window)


def test_a_link_to_a_place_that_another_sheet_lacks_opens_it_and_says_so(follow):
    window = follow("a%23b.md#e")
    assert window.windowTitle() == "Other"
    assert "“e”, which is no section of “Other”" in told(window)


def test_a_link_through_the_folder_above_is_words_alone(make_window, tmp_path):
    (tmp_path / "up.md").write_text("# Up\n", encoding="utf-8")
    (tmp_path / "below").mkdir()
    sheet = tmp_path / "below" / "sheet.md"
    sheet.write_text("# T\n\n## A\n\nSee [the other](../up.md).\n", encoding="utf-8")
    pane = make_window(sheet).pane
    assert "See the other." in pane.toPlainText()
    assert "up.md" not in pane.document().toHtml()


def test_a_picture_s_name_may_have_signs_of_addresses_in_it(make_window, tmp_path):
    picture = QImage(16, 16, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    assert picture.save(str(tmp_path / "a#b?50%25.png"))
    sheet = tmp_path / "sheet.md"
    sheet.write_text("# T\n\n## A\n\n![x](a%23b%3F50%2525.png)\n", encoding="utf-8")
    pane = make_window(sheet).pane
    source = re.search(r'src="(sheet:[^"]*)"', pane.document().toHtml())
    assert source is not None
    image = pane.document().resource(QTextDocument.ResourceType.ImageResource, QUrl(source[1]))
    assert isinstance(image, QImage)


def test_a_hostile_link_is_refused_in_words(hard_window, monkeypatch):
    question = Question(monkeypatch, answer=True)
    click(hard_window.pane, "trap")
    assert (question.asked, question.opened) == ([], [])
    notice = hard_window.findChild(NoticeBar)
    assert notice.isVisible()
    assert "javascript:alert(1)" in "".join(label.text() for label in notice.findChildren(QLabel))


def answer_with(button_text: str, monkeypatch: pytest.MonkeyPatch) -> list[LinkQuestion]:
    """Let the reader press a button of the next question."""
    seen: list[LinkQuestion] = []

    def run(question: LinkQuestion) -> int:
        seen.append(question)
        question.show()
        QApplication.processEvents()
        next(b for b in question.buttons.buttons() if button_text in b.text()).click()
        return question.result()

    monkeypatch.setattr(LinkQuestion, "exec", run)
    return seen


def test_the_question_shows_the_full_address_and_cancel_is_the_default(window, monkeypatch):
    seen = answer_with("Cancel", monkeypatch)
    address = "https://example.org/" + "very-long/" * 40 + "?q=1#end"
    assert dialogs.ask_about_link(address, window) is False
    assert seen[0].address.toPlainText() == address
    cancel = seen[0].buttons.button(QDialogButtonBox.StandardButton.Cancel)
    assert cancel.isDefault()


@pytest.mark.parametrize("width", breadth([455, 1180]))
@pytest.mark.parametrize("zoom", [0, 5])
def test_an_address_without_places_to_break_is_seen_whole(width, zoom, make_window, monkeypatch):
    window = make_window(width=width, height=600)
    for _ in range(zoom):
        window.looks.change_zoom(1)
    seen = answer_with("Cancel", monkeypatch)
    address = f"https://{'a' * 60}.{'b' * 60}.example.org/{'c' * 200}"
    dialogs.ask_about_link(address, window)
    shown = seen[0].address
    assert shown.horizontalScrollBar().maximum() == 0
    assert shown.verticalScrollBar().maximum() == 0 or zoom
    assert seen[0].width() <= window.width()


def test_the_question_s_answers(window, monkeypatch):
    answer_with("Open link", monkeypatch)
    assert dialogs.ask_about_link("https://example.org/", window) is True
    answer_with("Copy", monkeypatch)
    assert dialogs.ask_about_link("https://example.org/x", window) is False
    assert QApplication.clipboard().text() == "https://example.org/x"


def test_letters_that_look_like_others_are_unmasked_in_the_question():
    assert "xn--" in dialogs.shown_address("https://ex\u0430mple.org/")
    assert "\u202e" not in dialogs.shown_address("https://example.org/\u202egpj.exe")


def test_an_address_cannot_put_markup_into_the_question(window, monkeypatch):
    seen = answer_with("Cancel", monkeypatch)
    dialogs.ask_about_link("https://example.org/<b>bold</b>", window)
    assert seen[0].address.toPlainText() == "https://example.org/%3Cb%3Ebold%3C/b%3E"


# Pictures


def resource(pane: ReadingPane, address: str) -> object:
    return pane.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(address))


@pytest.fixture(scope="module")
def links_out_of_the_folder(shared_hard_sheet: Path) -> list[Path]:
    """In the hard sheet's folder, a link to a picture outside and one to the folder that it is in."""
    folder = shared_hard_sheet.parent
    links = [folder / "link.png", folder / "folder-link"]
    links[0].symlink_to(folder.parent / "secret.png")
    links[1].symlink_to(folder.parent)
    return links


def test_a_picture_beside_the_document_is_shown(seen_hard_window):
    found = resource(seen_hard_window.pane, "sheet:red.png")
    assert isinstance(found, QImage)
    assert found.pixelColor(1, 1) == QColor("red")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "/etc/hostname",
        "../secret.png",
        "sheet:../secret.png",
        "sheet:/etc/hostname",
        "sheet:sub/../../secret.png",
        "sheet:link.png",
        "sheet:folder-link/secret.png",
        "sheet:missing.png",
        "sheet:hard.md",
        "sheet:",
        "sheet:.",
        "sheet:%00",
        "http://example.org/x.png",
        "data:image/png;base64,AAAA",
        "qrc:/x.png",
        ":/x.png",
        "red.png",
    ],
)
def test_nothing_else_is_ever_read(seen_hard_window, links_out_of_the_folder, address):
    assert all(link.exists() for link in links_out_of_the_folder)
    found = resource(seen_hard_window.pane, address)
    assert isinstance(found, QByteArray), "None would be asked for again on every layout"
    assert found.isEmpty()


def test_before_any_document_no_resource_is_read(qapp):
    from hkviewer.gui.reading.pane_html import PaneStyle
    from hkviewer.theme import LIGHT, TYPOGRAPHY

    pane = ReadingPane(PaneStyle(LIGHT, TYPOGRAPHY))
    assert resource(pane, "sheet:red.png") == QByteArray()
    pane.deleteLater()


def at_once(folder: Path, name: str, width: int, ratio: float = 1.0, page: str = "#ffffff") -> QImage | None:
    """The picture where it is little work, as a pane with such a column shows it."""
    try:
        effort = effort_of(folder / name)
    except UnfitDrawingError:
        return None
    return read_here(effort, Column(width, ratio, page)) if effort.data else None


def test_a_picture_wider_than_the_column_is_made_to_fit(tmp_path):
    wide = QImage(3000, 30, QImage.Format.Format_RGB32)
    wide.fill(QColor("blue"))
    wide.save(str(tmp_path / "wide.png"))
    found = at_once(tmp_path, "wide.png", 400, 1.0)
    assert found is not None
    assert (found.width(), found.height()) == (400, 4)


def test_a_picture_of_enormous_size_is_not_unpacked(tmp_path):
    """A header may claim any size: Qt's limit on memory refuses it."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 10_000_000))
    (tmp_path / "bomb.png").write_bytes(bomb + chunk(b"IEND", b""))
    assert at_once(tmp_path, "bomb.png", 70_000, 1.0) is None


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n", b"<svg"])
def test_a_damaged_picture_is_none(tmp_path, content):
    (tmp_path / "bad.png").write_bytes(content)
    assert at_once(tmp_path, "bad.png", 400, 1.0) is None


def test_where_a_picture_cannot_be_shown_its_alternative_text_stands(seen_hard_window):
    text = seen_hard_window.pane.toPlainText()
    assert "Missing" in text
    assert "Outside" in text
    assert "A red square" in text


def test_dialogs_of_pages_open_no_links(window):
    page = dialogs.PageDialog("Title", '<a href="file:///etc/hostname">x</a>', window)
    assert isinstance(page, QDialog)
    flags = page.page.textInteractionFlags()
    assert not flags & Qt.TextInteractionFlag.LinksAccessibleByMouse
    assert page.findChild(QPushButton) is not None
    page.deleteLater()


@pytest.mark.parametrize(
    ("variables", "seen"),
    [
        ({"LD_LIBRARY_PATH": "/bundle"}, None),
        ({"LD_LIBRARY_PATH": "/bundle", "LD_LIBRARY_PATH_ORIG": "/opt/lib"}, "/opt/lib"),
        ({}, None),
    ],
)
def test_a_browser_started_by_a_frozen_program_finds_the_systems_libraries(monkeypatch, variables, seen):
    for name in ("LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("QT_PLUGIN_PATH", "/the/readers/own")
    found: list[tuple[str | None, str | None]] = []

    def open_url(_address: object) -> bool:
        found.append((os.environ.get("LD_LIBRARY_PATH"), os.environ.get("QT_PLUGIN_PATH")))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    assert open_outside("https://example.org/")
    assert found == [(seen, "/the/readers/own")]
    assert os.environ.get("LD_LIBRARY_PATH") == variables.get("LD_LIBRARY_PATH")


def test_a_note_and_its_mention_lead_to_each_other(qapp: QApplication, tmp_path: Path) -> None:
    session, parent = ReadingSession(), QWidget()
    document = Document(RICH, tmp_path / "rich.md", bundled=False)
    session.show(document, Place(document.key, None))
    follower = LinkFollower(session, Policy(), parent)
    asked: list[Place] = []
    session.place_requested.connect(asked.append)
    follower.follow("#_note-5")
    follower.follow("#_mention-5")
    follower.follow("#_mention-6")
    table = RICH.section("tables")
    assert [place.at for place in asked] == [
        TextRange.point("tables", table.text.index("Of a table")),
        TextRange.point("tables", table.text.index("[5]")),
        TextRange.heading("definitions"),
    ]
    assert session.can_go_back


def test_a_link_to_no_note_says_so(qapp: QApplication, tmp_path: Path) -> None:
    session, parent = ReadingSession(), QWidget()
    document = Document(RICH, tmp_path / "rich.md", bundled=False)
    session.show(document, Place(document.key, None))
    follower = LinkFollower(session, Policy(), parent)
    failures: list[object] = []
    follower.failed.connect(failures.append)
    follower.follow("#_note-99")
    assert len(failures) == 1


def loaded(folder: Path, name: str, width: int, ratio: float, page: str = "#ffffff") -> QImage:
    found = at_once(folder, name, width, ratio, page)
    assert found is not None
    return found


@pytest.mark.parametrize("ending", ["jpg", "png", "webp"])
def test_a_picture_that_lies_on_its_side_is_shown_upright(tmp_path, ending):
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = Image.new("RGB", (40, 60), "white")
    turned.paste("red", (0, 40, 40, 60))
    turned.save(tmp_path / f"a.{ending}", exif=exif)
    for width in (400, 30):
        found = loaded(tmp_path, f"a.{ending}", width, 1.0)
        assert (found.width(), found.height()) == ((60, 40) if width == 400 else (30, 20))
        assert found.pixelColor(2, 10).green() < 100


@pytest.mark.parametrize("orientation", breadth([7, *range(1, 7), 8]))
def test_each_orientation_is_set_upright_as_pillow_does(tmp_path, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.new("RGB", (3, 2), "white")
    stored.putpixel((0, 0), (255, 0, 0))
    stored.putpixel((2, 1), (0, 0, 255))
    stored.save(tmp_path / "a.png", exif=exif)
    upright = ImageOps.exif_transpose(Image.open(tmp_path / "a.png"))
    found = loaded(tmp_path, "a.png", 400, 1.0)
    assert found.save(str(tmp_path / "shown.png"))
    shown = Image.open(tmp_path / "shown.png").convert("RGB")
    assert (shown.size, shown.tobytes()) == (upright.size, upright.convert("RGB").tobytes())


def line_art(folder: Path, colour: str) -> None:
    art = QImage(60, 40, QImage.Format.Format_ARGB32)
    art.fill(QColor(0, 0, 0, 0))
    for x in range(60):
        art.setPixelColor(x, 20, QColor(colour))
    assert art.save(str(folder / "art.png"))


@pytest.mark.parametrize(
    ("colour", "page", "has_ground"),
    [
        ("black", "#171a1f", True),
        ("#202830", "#000000", True),
        ("white", "#171a1f", False),
        ("red", "#171a1f", False),
        ("black", "#ffffff", False),
        ("white", "#ffffff", False),
    ],
)
def test_line_art_that_would_vanish_on_a_dark_page_gets_a_light_ground(tmp_path, colour, page, has_ground):
    line_art(tmp_path, colour)
    found = loaded(tmp_path, "art.png", 400, 1.0, page)
    corner = found.pixelColor(0, 0)
    assert (corner.alpha() == 255 and corner.lightness() == 255) == has_ground
    assert found.pixelColor(5, 20).rgb() == QColor(colour).rgb()


def test_a_dark_picture_without_transparency_stays_as_it_is(tmp_path):
    dark = QImage(16, 16, QImage.Format.Format_ARGB32)
    dark.fill(QColor("#101010"))
    assert dark.save(str(tmp_path / "dark.png"))
    assert loaded(tmp_path, "dark.png", 400, 1.0, "#171a1f").pixelColor(0, 0).rgb() == dark.pixel(0, 0)


def test_colours_for_print_are_shown(tmp_path):
    Image.new("CMYK", (16, 16), (0, 255, 255, 0)).save(tmp_path / "a.jpg")
    colour = loaded(tmp_path, "a.jpg", 400, 1.0).pixelColor(3, 3)
    assert colour.red() > 200
    assert colour.green() < 120


@pytest.mark.parametrize("name", REFUSED)
def test_a_picture_that_goes_too_far_is_not_drawn_at_once(tmp_path, name):
    (tmp_path / name).write_bytes(REFUSED[name][0])
    assert at_once(tmp_path, name, 700) is None


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_that_copies_show_is_drawn_at_once_or_left_to_a_process(tmp_path, name):
    (tmp_path / name).write_bytes(SHOWN[name])
    waits = name in ("within.svg", "shadow.svg", "plot.svg")
    assert effort_of(tmp_path / name).may_wait
    assert (at_once(tmp_path, name, 700) is None) == waits
