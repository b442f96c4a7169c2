"""In the copy dialog a sheet's title is the name of the sheet; the words under it have a row of their own."""

from __future__ import annotations

from typing import Any

from PySide6 import QtCore

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.export.briefing import SheetPart
from hkviewer.gui.export.parts_tree import PartsTree

UNCHECKED = QtCore.Qt.CheckState.Unchecked
SHEET = parse_sheet("# T\n\nFirst.\n\n## A\n\n### B\n\n## C\n", name="t", digest="")


def test_the_words_under_the_title_have_one_row_and_one_tick(qtbot):
    tree = PartsTree()
    qtbot.addWidget(tree)
    tree.show_parts((SheetPart(SHEET),))
    row: Any = tree.topLevelItem(0)
    assert [row.text(0), *(row.child(n).text(0) for n in range(row.childCount()))] == [
        *("T", "Words under the title", "A", "C")
    ]
    row.child(0).setCheckState(0, UNCHECKED)
    (part,) = tree.parts()
    assert isinstance(part, SheetPart)
    assert part.sections == ("a", "b", "c")
