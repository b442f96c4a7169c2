"""A real window, offscreen, with settings and places of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QAccessible, QAction, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hkviewer.content.document import Document, read_document
from hkviewer.export.pdf.copy_process import CopyProcess
from hkviewer.gui.export import copy_worker
from hkviewer.gui.startup.app import make_application
from hkviewer.gui.widgets.fonts import load_first_faces, load_other_faces
from hkviewer.gui.window import MainWindow
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.policy import Policy
from hkviewer.preferences.preferences import Preferences
from hkviewer.system import paths

if TYPE_CHECKING:
    from hkviewer.gui.export.dialog import BriefingDialog

TODAY = dt.date(2026, 11, 22)

HARD_SHEET = """\
---
title: A Hard Sheet
---

# A Hard Sheet

## Lists

Before the list, with *emphasis*, **strong words** and `code`.

- one
    - nested one
        - nested deeper
    - nested two

        A second paragraph of an item.

- two

3. third
4. fourth

## Tables

| Year | Sum |
| --- | ---: |
| 2018 | $31 billion |
|  | $12.8 billion |

## Quotations and code

> Quoted words.
>
> > Quoted within.

```
first line

    third line, after a blank one
```

## Pictures ![map](map.png)

Before ![A red square](red.png) after ![Missing](missing.png) and ![Outside](../secret.png).

## Letters

Emoji 😀 and 👩‍👩‍👧, an astral 𝒳, combining é, “quotes”, hard⏎
break, and a tail.

香港特別行政區是中華人民共和國的一部分。

هونغ كونغ منطقة إدارية خاصة.

Thin and no-break spaces: 12 000 km, 5 %.

## Links

A [page](https://example.org/a?b=c), a [section](#tables), a [sheet](other.md),
and a [trap](javascript:alert(1)).

### Deeper

Text below a deeper heading.

## Empty

## Last

Same words. Same words. Same words.

Same words. Same words. Same words.
""".replace("⏎", "  ")


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The program's own application, with all of its fonts."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    application = make_application()
    load_first_faces()
    load_other_faces()
    return application


WindowMaker = Callable[..., MainWindow]


def open_window(
    application: QApplication, document: str | None, section: str | None, size: QSize
) -> MainWindow:
    """A window of this size that shows a document (None: the bundled one), painted once."""
    window = MainWindow(application, Preferences(), PlaceStore(), TODAY)
    window.resize(size)
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    window.open(document, section)
    window.painted()
    QApplication.processEvents()
    return window


def end_windows(windows: list[MainWindow]) -> None:
    """Close `windows` and delete them."""
    for window in windows:
        window.close()
        window.deleteLater()
    # At once: the application's style sheet would go on to reach every window that is left.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def make_window(qapp: QApplication) -> Iterator[WindowMaker]:
    """Opens a window: make_window(document=None, section=None, width=1180, height=780)."""
    made: list[MainWindow] = []

    def make(
        document: str | Path | None = None, section: str | None = None, width: int = 1180, height: int = 780
    ) -> MainWindow:
        name = None if document is None else str(document)
        made.append(open_window(qapp, name, section, QSize(width, height)))
        return made[-1]

    yield make
    end_windows(made)


@pytest.fixture
def window(make_window: WindowMaker) -> MainWindow:
    """A window with the bundled sheet."""
    return make_window()


class SharedWindow:
    """A window for tests that follow each other in a file and only look at it."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        self._application = application
        self._folder = folder
        self._open: list[MainWindow] = []

    def show(self, document: str | None) -> MainWindow:
        """The window, opened with the document (None: the bundled one) where it is not open yet."""
        if not self._open:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("HKVIEWER_HOME", str(self._folder))
                self._open = [open_window(self._application, document, None, QSize(1180, 780))]
        return self._open[0]

    def end(self) -> None:
        """Close it, after what was put off: a timer would emit a signal of a window that is gone."""
        QApplication.processEvents()
        end_windows(self._open)
        self._open = []

    def state(self) -> dict[str, object]:
        """All that a test which only looks leaves as it was."""
        (window,) = self._open
        window.preferences.flush()  # the settings are written in a thread
        files = {path: path.read_bytes() for path in self._folder.rglob("*") if path.is_file()}
        return {**state_of(window), "files": files}


def state_of(window: MainWindow) -> dict[str, object]:
    """What a reader can change in a window."""
    pane, cursor = window.pane, window.pane.textCursor()
    return {
        "title": window.windowTitle(),
        "size": window.size(),
        "is shown": window.isVisible(),
        "text": pane.toPlainText(),
        "place": pane.place,
        "scrolled": pane.verticalScrollBar().value(),
        "caret": (cursor.anchor(), cursor.position()),
        "marked": len(pane.extraSelections()),
        "style": QApplication.instance().styleSheet(),  # type: ignore[union-attr]  # there is one
        "actions": [(a.text(), a.isEnabled(), a.isChecked()) for a in window.findChildren(QAction)],
        "fields": [field.text() for field in window.findChildren(QLineEdit)],
        "words": [label.text() for label in window.findChildren(QLabel)],
        "parts": [(part.isVisible(), part.geometry()) for part in window.findChildren(QWidget)],
        "focus": [part.hasFocus() for part in window.findChildren(QWidget)],
    }


@pytest.fixture(scope="module")
def _shared(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[SharedWindow]]:
    """The windows that tests of a file share: with the bundled sheet, and with the hard one."""
    windows = [SharedWindow(qapp, tmp_path_factory.mktemp("shared")) for _ in range(2)]
    yield windows
    for window in windows:
        window.end()


@pytest.fixture(autouse=True)
def _shared_only_by_neighbours(request: pytest.FixtureRequest, _shared: list[SharedWindow]) -> None:
    """Nothing is open but the windows that the test asks for."""
    for name, window in zip(("seen_window", "seen_hard_window"), _shared, strict=True):
        if name not in request.fixturenames:
            window.end()


@pytest.fixture
def seen_window(_shared: list[SharedWindow]) -> Iterator[MainWindow]:
    """A window with the bundled sheet which the test looks at and leaves as it is; others look at it too."""
    yield from _looked_at(_shared[0], None)


@pytest.fixture
def seen_hard_window(_shared: list[SharedWindow], shared_hard_sheet: Path) -> Iterator[MainWindow]:
    """A window with the hard sheet which the test looks at and leaves as it is; others look at it too."""
    yield from _looked_at(_shared[1], str(shared_hard_sheet))


def _looked_at(shared: SharedWindow, document: str | None) -> Iterator[MainWindow]:
    window = shared.show(document)
    before = shared.state()
    yield window
    after = shared.state()
    changed = [name for name in before if before[name] != after[name]]
    if changed:
        shared.end()
    assert not changed, f"the test changed the window that others look at too: {changed}"


@pytest.fixture
def look(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[[], Iterator[MainWindow]]]:
    """Begins to look at a shared window, as a test with `seen_window` does; going on is that test's end."""
    shared = SharedWindow(qapp, tmp_path)
    yield lambda: _looked_at(shared, None)
    shared.end()


class Spoken:
    """Stands for a screen reader that listens; called, it gives what was said since it was called last."""

    def __init__(self) -> None:
        self._words: list[str] = []

    def speak(self, _widget: QWidget, words: str) -> None:
        self._words.append(words)

    def __call__(self) -> list[str]:
        QApplication.processEvents()
        said, self._words = self._words, []
        return said


@pytest.fixture
def screen_reader(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Qt takes a screen reader to be running, on Linux one that knows no announcements."""
    for listener in ("announce", "spoken_rows"):
        monkeypatch.setattr(f"hkviewer.gui.widgets.{listener}.hears_announcements", lambda: False)
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def spoken(screen_reader: None, monkeypatch: pytest.MonkeyPatch) -> Spoken:
    """What is said to a screen reader, one sentence after the other; ask for it after the window."""
    listening = Spoken()
    monkeypatch.setattr("hkviewer.gui.widgets.announce.speak", listening.speak)
    return listening


@pytest.fixture
def find(window: MainWindow) -> Callable[[str], QWidget]:
    """The visible widget of an accessible name in `window`."""
    return lambda name: named(window, name)


def named(window: QWidget, name: str) -> QWidget:
    """The widget in `window` that has the accessible name `name`."""
    return next(widget for widget in window.findChildren(QWidget) if widget.accessibleName() == name)


@pytest.fixture
def hard_sheet(tmp_path: Path) -> Path:
    """A sheet with everything that Markdown has, a picture beside it and one outside its folder."""
    return write_hard_sheet(tmp_path)


@pytest.fixture(scope="module")
def shared_hard_sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for all tests of a file."""
    return write_hard_sheet(tmp_path_factory.mktemp("hard"))


def write_hard_sheet(outer: Path) -> Path:
    """The hard sheet, written into a folder in `outer`."""
    folder = outer / "documents"
    folder.mkdir()
    picture = QImage(16, 16, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    assert picture.save(str(folder / "red.png"))
    assert picture.save(str(outer / "secret.png"))
    (folder / "other.md").write_text("# Another sheet\n\n## Only section\n\nWords.\n", encoding="utf-8")
    path = folder / "hard.md"
    path.write_text(HARD_SHEET, encoding="utf-8")
    return path


@pytest.fixture
def hard_document(hard_sheet: Path) -> Document:
    return read_document(hard_sheet)


class _SharedProcess(CopyProcess):
    """Sets the copies of many dialogs: a closed one leaves it warm for the next."""

    def close(self) -> None:
        with self._turn:
            self._faults.clear()

    def end(self) -> None:
        super().close()


@pytest.fixture(scope="session")
def _shared_process() -> Iterator[_SharedProcess]:
    process = _SharedProcess()
    yield process
    process.end()


@pytest.fixture
def own_process() -> None:
    """For a test of the process that a dialog starts: it is not the one that dialogs of other tests share."""


@pytest.fixture(autouse=True)
def _dialogs_share_a_process(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, _shared_process: _SharedProcess
) -> None:
    """A dialog starts no process of its own, which takes 0.4 s, but for a test that looks at processes."""
    if not {"own_process", "children"} & set(request.fixturenames):
        monkeypatch.setattr(copy_worker, "CopyProcess", lambda: _shared_process)


@pytest.fixture
def make_dialog(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[..., BriefingDialog]]:
    """Opens a briefing dialog: make_dialog(document, settings=Settings(), width=1080, height=760)."""
    from hkviewer.content.document import open_document
    from hkviewer.gui.export.dialog import BriefingDialog
    from hkviewer.gui.widgets.icons import Icons
    from hkviewer.gui.widgets.style import interface_font, style_sheet
    from hkviewer.preferences.settings import Settings, SettingsStore
    from hkviewer.theme import LIGHT, TYPOGRAPHY

    made: list[BriefingDialog] = []
    icons = Icons(paths.resources_folder() / "icons" / "lucide", LIGHT.text, LIGHT.disabled, 1.0)

    def make(
        document: Document | None = None,
        settings: Settings | None = None,
        width: int = 1080,
        height: int = 760,
        policy: Policy | None = None,
    ) -> BriefingDialog:
        shown = document or open_document(None)
        qapp.setFont(interface_font(TYPOGRAPHY, 1.0))  # a window before may have been zoomed
        preferences = Preferences(SettingsStore(policy=policy or Policy()))
        if settings is not None:
            preferences.change(lambda _before: settings)
            preferences.flush()
        dialog = BriefingDialog(shown, preferences, date=TODAY)
        dialog.recolour(icons, LIGHT)
        made.append(dialog)
        dialog.setStyleSheet(style_sheet(LIGHT, 1.0) + dialog.styleSheet())
        dialog.resize(width, height)
        dialog.show()
        qtbot.waitExposed(dialog)
        return dialog

    yield make
    for dialog in made:
        dialog.close()
        dialog.end()
        dialog.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[..., bytes]:
    """Waits until a dialog's pages are those of its choices, and finished; their PDF."""

    def wait(dialog: BriefingDialog) -> bytes:
        qtbot.waitUntil(lambda: dialog.finished_pdf(dialog.briefing) is not None, timeout=20000)
        pdf = dialog.finished_pdf(dialog.briefing)
        assert pdf
        return pdf

    return wait
