"""What is marked over the text and in the margin: several layers in one order, and painters."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QRect

import hkviewer.gui
from hkviewer.content.ranges import BODY, HEADING, TextRange
from hkviewer.gui.reading.overlays import LAYERS, Layer, Margin
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.widgets.lazy_sequence import LazySequence
from hkviewer.gui.window import MainWindow
from hkviewer.theme import Colours
from tests.gui.places import go_to

ECONOMY = "economic-relations"
UNITED_STATES = TextRange(ECONOMY, BODY, 4, 17)


class Underline(Layer):
    """A layer for tests."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name  # type: ignore[misc]  # two layers of one class

    def look(self, colours: Colours, *, is_current: bool) -> QtGui.QTextCharFormat:
        look = QtGui.QTextCharFormat()
        look.setForeground(QtGui.QColor(colours.text))
        look.setToolTip(f"{self.name} {is_current}")
        return look


def drawn(pane: ReadingPane) -> list[tuple[str, str]]:
    """The looks and words that are marked, the lowest first."""
    return [(each.format.toolTip(), each.cursor.selectedText()) for each in pane.extraSelections()]


def test_layers_lie_over_each_other_in_the_stated_order_whichever_was_added_first(window: MainWindow) -> None:
    assert LAYERS == ("changes", "notes", "search")
    pane = window.pane
    notes, changes = Underline("notes"), Underline("changes")
    pane.overlays.add(notes)
    pane.overlays.add(changes)
    notes.show([TextRange(ECONOMY, HEADING, 0, 8), UNITED_STATES])
    notes.number = 1
    changes.show([UNITED_STATES])
    pane.show_matches([UNITED_STATES])
    assert drawn(pane) == [
        ("changes False", "United States"),
        ("notes False", "Economic"),
        ("notes True", "United States"),
        ("", "United States"),
    ]


def test_another_document_has_none_of_the_marks(window: MainWindow, hard_sheet: Path) -> None:
    notes = Underline("notes")
    window.pane.overlays.add(notes)
    notes.show([UNITED_STATES])
    window.open(str(hard_sheet))
    assert (notes.ranges, notes.current, drawn(window.pane)) == ((), None, [])


def test_a_layer_without_a_stated_place_is_refused(window: MainWindow) -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        window.pane.overlays.add(Underline("scribbles"))


def test_of_a_layer_of_thousands_of_ranges_those_near_the_view_are_made_and_marked(
    make_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    path = tmp_path / "large.md"
    path.write_text("# T\n\n" + "".join(f"## Part {n}\n\nWords.\n\n" for n in range(2000)), "utf-8")
    made: list[int] = []

    class Headings(LazySequence[TextRange]):
        def __len__(self) -> int:
            return 2000

        def item(self, number: int) -> TextRange:
            made.append(number)
            return TextRange(f"part-{number}", HEADING, 0, 4)

    pane = make_window(path).pane
    notes = Underline("notes")
    pane.overlays.add(notes)
    notes.show(Headings())
    go_to(pane, "part-700")
    pane.overlays.draw()
    words = [word for _, word in drawn(pane)]
    assert 5 < len(words) < 100
    assert set(words) == {"Part"}
    assert len(set(made)) < 200
    assert 700 in made


def test_painters_of_the_margin_are_given_its_room_and_the_lines_in_it(window: MainWindow) -> None:
    pane = window.pane
    go_to(pane, ECONOMY)
    margins: list[tuple[Margin, QRect]] = []
    pane.overlays.set_margin("bars", lambda _painter, m: margins.append((m, m.line(UNITED_STATES))))
    pane.viewport().grab()
    margin, line = margins[-1]
    assert margin.height == pane.viewport().height()
    caret = QtGui.QTextCursor(pane.document())
    caret.setPosition(pane.map.position(UNITED_STATES))
    assert line == pane.cursorRect(caret)
    assert 0 < margin.width <= line.left()
    pane.overlays.set_margin("bars", None)
    count = len(margins)
    pane.viewport().grab()
    assert len(margins) == count


def test_only_the_overlays_mark_the_text() -> None:
    modules = Path(hkviewer.gui.__file__).parent.rglob("*.py")
    marking = {
        module.name
        for module in modules
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "setExtraSelections"
    }
    assert marking == {"overlays.py"}
