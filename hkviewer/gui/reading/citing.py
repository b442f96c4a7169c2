"""Copying with a citation, and the page that cites the document."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6 import QtCore, QtGui, QtWidgets

from hkviewer.content.model import FactSheet, Section
from hkviewer.content.notes import with_notes
from hkviewer.content.packed import PackedSection
from hkviewer.content.ranges import TextRange
from hkviewer.content.reading_time import count_words
from hkviewer.errors import OutputError
from hkviewer.export.citation import Form, citation
from hkviewer.export.formats import ris
from hkviewer.export.formats.html_blocks import escape
from hkviewer.export.formats.sheet_html import section_html
from hkviewer.export.formats.sheet_text import section_text
from hkviewer.gui.reading.reading_pane import ReadingPane
from hkviewer.gui.widgets.announce import announce
from hkviewer.gui.widgets.dialogs import PageDialog
from hkviewer.gui.widgets.file_dialogs import copies_folder
from hkviewer.preferences.schema import CITATION_FORMS
from hkviewer.system.files import write_atomically

_MOST_PORTIONS = 40
"""Of a section that is copied as HTML, which takes 2 ms for each."""
_FORM_NAMES = {"plain": "Plain", "chicago": "Chicago note", "apa": "APA"}


class Citing:
    """Puts words of `sheet`, which `pane` shows, and where they come from on the clipboard.

    Args:
        sheet: the sheet shown.
        section: the section that the reader is in; None where there is none.
        pane: the pane that shows the sheet.
        form: how citations are worded, one of CITATION_FORMS.
        window: what dialogs belong to.
    """

    def __init__(
        self,
        sheet: FactSheet,
        section: Section | None,
        pane: ReadingPane,
        form: str,
        window: QtWidgets.QWidget,
    ) -> None:
        self._sheet = sheet
        self._section = section
        self._pane = pane
        self._form = cast("Form", form)
        self._window = window

    def copy_section(self) -> None:
        """Copy the section that the reader is in, as HTML and as text."""
        if section := self._with_its_notes():
            _put(section_text(section, "\n\n"), self._html(section))
            announce(self._pane, f"Section copied: {section.title}")

    def copy_with_citation(self) -> None:
        """Copy what is selected, else the section that the reader is in, and cite it below."""
        if self._pane.textCursor().hasSelection():
            selected = self._pane.createMimeDataFromSelection()
            text, html = selected.text(), selected.html()
            is_whole = self._pane.is_whole_selected
            at = None if is_whole else self._pane.map.point(self._pane.textCursor().selectionStart())
        elif section := self._with_its_notes():
            text, html = section_text(section, "\n\n"), self._html(section)
            at = TextRange.heading(section.id)
        else:
            return
        cited = citation(self._sheet, self._form, at)
        body, end, rest = html.rpartition("</body>")
        paragraph = f"<p>{escape(cited)}</p>"
        cited_html = f"{body}{paragraph}{end}{rest}" if end else html + paragraph
        # A large document that is selected as a whole comes as text alone.
        _put(f"{text}\n\n{cited}", cited_html if html else "")
        announce(self._pane, "Copied with citation")

    def _with_its_notes(self) -> Section | None:
        return with_notes(self._sheet, (self._section,))[0] if self._section else None

    def _html(self, section: Section) -> str:
        """`section` as HTML; "" for one that is too long for it, which is said."""
        if not isinstance(section, PackedSection) or len(section.portions) <= _MOST_PORTIONS:
            return section_html(section)
        words = count_words(section.text)
        self._pane.whole_copied.emit(f"Copied as plain text: all of the section, {words:,} words.")
        return ""

    def show_citations(self) -> None:
        """Show the document's citation in every form, with a button for the RIS record."""
        _CitationDialog(self._sheet, self._window).exec()


class _CitationDialog(PageDialog):
    """The document's citations; the RIS record goes into a file for reference managers."""

    def __init__(self, sheet: FactSheet, parent: QtWidgets.QWidget) -> None:
        rows = "".join(
            f"<h3>{escape(_FORM_NAMES[form])}</h3><p>{escape(citation(sheet, cast('Form', form)))}</p>"
            for form in CITATION_FORMS
        )
        super().__init__("Cite this document", f"<h2>Cite this document</h2>{rows}", parent)
        self._sheet = sheet
        save = self.buttons.addButton("Save RIS…", QtWidgets.QDialogButtonBox.ButtonRole.ActionRole)
        save.clicked.connect(self._save)
        self._outcome = QtWidgets.QLabel()
        self._outcome.setWordWrap(True)
        self._outcome.hide()
        self.column.addWidget(self._outcome)

    def _save(self) -> None:
        usual = str(copies_folder() / f"{self._sheet.id}.ris")
        name, _ = QtWidgets.QFileDialog.getSaveFileName(self, "Save the RIS record", usual, "RIS (*.ris)")
        if not name:
            return
        try:
            write_atomically(Path(name), ris.record(self._sheet).encode("utf-8", "replace"))
        except OutputError as error:
            self._show(str(error))
        else:
            self._show(f"Saved: {name}")

    def _show(self, words: str) -> None:
        announce(self, words)
        self._outcome.setText(words)
        self._outcome.show()


def _put(text: str, html: str) -> None:
    data = QtCore.QMimeData()
    data.setText(text.replace("\u00a0", " "))
    if html:
        data.setHtml(html)
    QtGui.QGuiApplication.clipboard().setMimeData(data)
