"""A real window, offscreen, with settings and places of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hkviewer.content.document import Document, read_document
from hkviewer.gui.startup.app import make_application
from hkviewer.gui.widgets.style import load_fonts
from hkviewer.gui.window import MainWindow
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.policy import Policy
from hkviewer.preferences.settings import SettingsStore
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
    load_fonts(paths.resources_folder() / "fonts", first_only=False)
    return application


WindowMaker = Callable[..., MainWindow]


@pytest.fixture
def make_window(qtbot: QtBot, qapp: QApplication) -> Iterator[WindowMaker]:
    """Opens a window: make_window(document=None, section=None, width=1180, height=780)."""
    made: list[MainWindow] = []

    def make(
        document: str | Path | None = None, section: str | None = None, width: int = 1180, height: int = 780
    ) -> MainWindow:
        window = MainWindow(qapp, SettingsStore(), PlaceStore(), TODAY)
        made.append(window)
        window.resize(width, height)
        window.show()
        qtbot.waitExposed(window)
        window.open(None if document is None else str(document), section)
        window.painted()
        QApplication.processEvents()
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()
    # At once: the application's style sheet would go on to reach every window that is left.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(make_window: WindowMaker) -> MainWindow:
    """A window with the bundled sheet."""
    return make_window()


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
    from PySide6.QtGui import QColor, QImage

    folder = tmp_path / "documents"
    folder.mkdir()
    picture = QImage(16, 16, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    assert picture.save(str(folder / "red.png"))
    assert picture.save(str(tmp_path / "secret.png"))
    (folder / "other.md").write_text("# Another sheet\n\n## Only section\n\nWords.\n", encoding="utf-8")
    path = folder / "hard.md"
    path.write_text(HARD_SHEET, encoding="utf-8")
    return path


@pytest.fixture
def hard_document(hard_sheet: Path) -> Document:
    return read_document(hard_sheet)


@pytest.fixture
def make_dialog(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[..., BriefingDialog]]:
    """Opens a briefing dialog: make_dialog(document, settings=Settings(), width=1080, height=760)."""
    from hkviewer.content.document import open_document
    from hkviewer.gui.export.dialog import BriefingDialog
    from hkviewer.gui.widgets.icons import Icons
    from hkviewer.gui.widgets.style import style_sheet
    from hkviewer.preferences.settings import Settings
    from hkviewer.theme import LIGHT

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
        rules = policy or Policy()
        dialog = BriefingDialog(shown, settings or Settings(), LIGHT, icons, date=TODAY, policy=rules)
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
        qtbot.waitUntil(lambda: dialog._finished_pdf(dialog.briefing) is not None, timeout=20000)
        pdf = dialog._finished_pdf(dialog.briefing)
        assert pdf
        return pdf

    return wait
