"""All that is shown is set in the program's own faces, from the first layout on."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from hkviewer.gui.widgets.fonts import _OWN_LETTERS
from hkviewer.system import paths
from hkviewer.system.font_files import font_file

_FACES = """
import datetime as dt, sys
from hkviewer.gui.startup.app import make_application
from hkviewer.gui.window import MainWindow
from hkviewer.notebook.places import PlaceStore
from hkviewer.preferences.preferences import Preferences
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QApplication

window = MainWindow(make_application(), Preferences(), PlaceStore(), dt.date(2026, 1, 1))
window.show()
window.open(sys.argv[1], None)
for _ in range(20):
    QApplication.processEvents()
block = window.pane.document().begin()
while block.isValid():
    # What was laid out keeps its widths, not its glyphs: laid out again, it must be as wide.
    again = QTextLayout(block.text(), block.charFormat().font())
    again.setFormats(block.textFormats())
    again.beginLayout()
    again.createLine().setLineWidth(10_000)
    again.endLayout()
    width = block.layout().lineAt(0).naturalTextWidth()
    if block.text().isascii() and abs(again.lineAt(0).naturalTextWidth() - width) > 1:
        print("other face:", block.text())
    for run in again.glyphRuns():
        face = run.rawFont()
        print(face.familyName(), "lacks" if 0 in run.glyphIndexes() else face.styleName())
    block = block.next()
"""


def faces_of(text: str, tmp_path: Path) -> set[str]:
    """The faces that a window's first page is set in; a process of its own, which has loaded none."""
    file = tmp_path / "text.md"
    file.write_text(text, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-c", _FACES, str(file)], capture_output=True, text=True, check=True, timeout=60
    )
    assert "qt.text.font" not in result.stderr
    assert "other face" not in result.stdout
    return set(result.stdout.splitlines())


def test_code_and_slanted_words_are_in_their_faces_when_they_are_first_laid_out(tmp_path):
    faces = faces_of("# T\n\nWords `code` *slanted* ***both***\n\n    code\n", tmp_path)
    assert "Source Code Pro Regular" in faces
    assert "Source Serif 4 Italic" in faces
    assert not any(face.endswith("lacks") for face in faces)


def test_letters_that_the_programs_own_families_lack_are_in_the_bundled_faces(tmp_path):
    words = "# Title\n\n## Москва ไทย\n\nעברית العربية हिन्दी 漢字 かな 한국 ქართული አማርኛ தமிழ் 👍 ∮\n"
    faces = faces_of(words, tmp_path)
    assert not any(face.endswith("lacks") for face in faces)
    assert [face for face in faces if not re.match("(?i)noto |public sans|source ", face)] == []


def test_the_first_page_of_plain_words_takes_no_other_face(tmp_path):
    faces = faces_of("# Title\n\nWords, “quoted” — and Ελληνικά, Русский…\n", tmp_path)
    assert faces == {"Public Sans Regular", "Source Serif 4 Regular", "Source Serif 4 Bold"}


def test_letters_for_which_no_file_is_asked_are_in_the_family_of_the_text():
    face = font_file(paths.resources_folder() / "fonts" / "SourceSerif4-Regular.ttf")
    letters = [chr(code) for code in range(0x20, 0x10000) if re.match(f"[{_OWN_LETTERS}]", chr(code))]
    shown = [letter for letter in letters if letter.isprintable() or letter == " "]
    assert len(shown) > 400
    assert [letter for letter in shown if not face.has(letter)] == []
