"""The copy dialog's tree of many sections is filled in steps, and knows at once what is chosen."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6 import QtCore

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.export.briefing import OwnWords, SheetPart
from hkviewer.gui.export import parts_tree
from hkviewer.gui.export.parts_tree import PartsTree

CHECKED, UNCHECKED = QtCore.Qt.CheckState.Checked, QtCore.Qt.CheckState.Unchecked
COUNT = 60
TEXT = "# T\n\n" + "".join(f"{'#' * (2 + n % 3)} S{n}\n\n" for n in range(COUNT))
SHEET = parse_sheet(TEXT, name="s", digest="")


@pytest.fixture
def tree(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> PartsTree:
    monkeypatch.setattr(parts_tree, "_AT_ONCE", 10)
    tree = PartsTree()
    qtbot.addWidget(tree)
    return tree


def rows(item: Any) -> list[Any]:
    children = [item.child(number) for number in range(item.childCount())]
    return [row for child in children for row in (child, *rows(child))]


def texts(tree: PartsTree) -> list[str]:
    return [row.text(0) for row in rows(tree.topLevelItem(0))]


def settle(qtbot: Any, tree: PartsTree) -> None:
    qtbot.waitUntil(lambda: tree._runner.is_done)


def chosen(tree: PartsTree) -> SheetPart:
    (part,) = tree.parts()
    assert isinstance(part, SheetPart)
    return part


def test_the_first_rows_are_there_at_once_and_the_others_follow_in_their_order(qtbot, tree):
    tree.show_parts((SheetPart(SHEET),))
    assert texts(tree) == [f"S{n}" for n in range(10)]
    assert chosen(tree) == SheetPart(SHEET)
    settle(qtbot, tree)
    assert texts(tree) == [section.title for section in SHEET.sections]
    assert all(row.isExpanded() for row in rows(tree.topLevelItem(0)) if row.childCount())


def test_what_is_ticked_meanwhile_holds_for_rows_that_are_not_there_yet(qtbot, tree):
    tree.show_parts((SheetPart(SHEET),))
    changes: list[int] = []
    tree.changed.connect(lambda: changes.append(1))
    top: Any = tree.topLevelItem(0)
    top.setCheckState(0, UNCHECKED)
    assert tree.parts() == ()
    top.child(1).setCheckState(0, CHECKED)
    assert chosen(tree).sections == ("s3", "s4", "s5")
    settle(qtbot, tree)
    ticked = [row.text(0) for row in rows(top) if row.checkState(0) is CHECKED]
    assert ticked == ["S3", "S4", "S5"]
    assert top.checkState(0) is QtCore.Qt.CheckState.PartiallyChecked
    assert len(changes) == 2


def test_the_rows_of_a_part_that_is_gone_are_not_made(qtbot, tree):
    tree.show_parts((SheetPart(SHEET),))
    tree.show_parts((OwnWords("Words."), SheetPart(SHEET)))
    tree.setCurrentItem(tree.topLevelItem(1))
    tree.remove_part()
    settle(qtbot, tree)
    assert tree.topLevelItemCount() == 1
    assert tree.parts() == (OwnWords("Words."),)


def test_a_part_is_moved_and_others_are_added_meanwhile(qtbot, tree):
    tree.show_parts((SheetPart(SHEET), OwnWords("Words.")))
    tree.move_part(1)
    tree.add(SheetPart(SHEET, ("s7",)))
    settle(qtbot, tree)
    assert [len(rows(tree.topLevelItem(number))) for number in range(3)] == [0, COUNT, COUNT]
    assert tree.parts() == (OwnWords("Words."), SheetPart(SHEET), SheetPart(SHEET, ("s7",)))


def test_rows_say_whether_they_are_ticked_and_their_number_and_are_open_only_over_others(qtbot, tree, spoken):
    tree.show_parts((SheetPart(SHEET),))
    settle(qtbot, tree)
    tree.show()
    tree.setFocus()
    qtbot.waitUntil(tree.hasFocus)
    told: list[object] = []
    tree.changed.connect(lambda: told.append(chosen(tree)))
    first = tree.topLevelItem(0).child(0)
    tree.setCurrentItem(first)
    said = first.data(0, QtCore.Qt.ItemDataRole.AccessibleTextRole)
    assert said == f"S0, ticked, 1 of {tree.topLevelItem(0).childCount()}"
    assert told == [], "what is said of a row is no change of it"
    first.setCheckState(0, UNCHECKED)
    assert spoken() == ["not ticked"]
    assert len(told) == 1
    assert not any(row.isExpanded() for row in rows(tree.topLevelItem(0)) if not row.childCount())


def test_a_row_has_its_words_before_the_tree_is_told_to_have_the_focus(qtbot, tree, spoken, monkeypatch):
    tree.show_parts((SheetPart(SHEET),))
    settle(qtbot, tree)
    first = tree.topLevelItem(0)
    tree.setCurrentItem(first)
    tree.show()
    qtbot.waitExposed(tree)
    seen: list[object] = []
    role = QtCore.Qt.ItemDataRole.AccessibleTextRole
    # What Qt does of the focus comes before what it tells of it.
    monkeypatch.setattr(parts_tree, "tell_row", lambda *_, **__: seen.append(first.data(0, role)))
    tree.setFocus()
    qtbot.waitUntil(tree.hasFocus)
    assert seen == ["T, ticked, 1 of 1"]
