"""The process that sets copies lives as long as the dialog is open, and what the dialog took comes back."""

from __future__ import annotations

import pytest

from hkviewer.content.document import read_document
from hkviewer.export.pdf.copy_process import IN_PROCESS
from hkviewer.system import child_process
from tests.gui.doors import by_name
from tests.hostile_pictures import REFUSED


def test_the_process_is_warm_while_the_dialog_is_open_and_ends_with_it(make_dialog, settled, children):
    dialog = make_dialog()
    settled(dialog)
    (process,) = children
    by_name(dialog, "Prepared for").setText("A name")
    settled(dialog)
    assert len(children) == 1
    assert process.poll() is None
    dialog.close()
    assert process.poll() is not None


def test_a_closed_dialog_keeps_no_pictures_of_pages_and_shows_them_again(
    make_dialog, settled, qtbot, children
):
    dialog = make_dialog()
    pdf = settled(dialog)
    view = dialog.pages.view
    qtbot.waitUntil(lambda: bool(view._pictures))
    dialog.close()
    assert not view._pictures
    dialog.show()
    qtbot.waitUntil(lambda: bool(view._pictures))
    assert dialog.finished_pdf(dialog.briefing) == pdf
    by_name(dialog, "Prepared for").setText("Another name")
    assert settled(dialog) != pdf
    assert [child.poll() is None for child in children] == [False, True]


def test_a_closed_dialog_sets_nothing(make_dialog, settled, children, qtbot):
    dialog = make_dialog()
    settled(dialog)
    dialog.close()
    by_name(dialog, "Prepared for").setText("Nobody")
    qtbot.wait(100)
    assert [child.poll() is None for child in children] == [False]
    dialog.show()
    settled(dialog)
    assert "Nobody" in dialog.briefing.choices.prepared_for


@pytest.mark.parametrize("command", [["/nowhere/hkviewer"], ["/bin/false"]])
def test_where_no_process_may_start_the_dialog_says_so_once(make_dialog, settled, monkeypatch, command):
    monkeypatch.setattr(child_process, "own_command", lambda *_: command)
    dialog = make_dialog()
    settled(dialog)
    assert dialog.message.words == IN_PROCESS
    by_name(dialog, "Prepared for").setText("A name")
    settled(dialog)
    assert dialog.message.words == ""


def test_a_picture_that_is_left_out_is_named(make_dialog, settled, tmp_path):
    (tmp_path / "uses.svg").write_bytes(REFUSED["uses.svg"][0])
    (tmp_path / "sheet.md").write_text("# T\n\n## A\n\n![Boxes](uses.svg)\n", encoding="utf-8")
    dialog = make_dialog(read_document(tmp_path / "sheet.md"))
    settled(dialog)
    assert "“uses.svg”" in dialog.message.words
    assert REFUSED["uses.svg"][1] in dialog.message.words
