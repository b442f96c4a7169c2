"""The briefing dialog's choices: what can be chosen, what a copy then holds, what is remembered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QTabBar, QWidget

from hkviewer.content.document import read_document
from hkviewer.content.ranges import HEADING, TextRange
from hkviewer.export.briefing import Cover, OwnWords, SheetPart
from hkviewer.export.remembered import remembered, to_remember
from hkviewer.gui.export.choice_fields import usual_paper
from hkviewer.preferences.schema import CHOICES
from hkviewer.preferences.settings import Settings, SettingsStore
from tests.examples import breadth
from tests.gui.doors import action_of, by_name, copy_dialog_of, field_of, mnemonics_of, search_of

TODAY = dt.date(2026, 11, 22)
AMERICAN = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
CHINESE = QLocale(QLocale.Language.Chinese, QLocale.Country.HongKong)


def choose(dialog: QWidget, name: str, words: str) -> None:
    combo = by_name(dialog, name)
    assert isinstance(combo, QComboBox)
    combo.setCurrentText(words)
    assert combo.currentText() == words


def marks_of(dialog: QWidget) -> QCheckBox:
    return next(
        box for box in dialog.findChildren(QCheckBox) if box.accessibleName().startswith("Highlights of")
    )


def tick(dialog: QWidget, name: str) -> None:
    check = by_name(dialog, name)
    assert isinstance(check, QCheckBox)
    check.setFocus()
    QTest.keyClick(check, Qt.Key.Key_Space)


def text_of(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    words = " ".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    document.close()
    return " ".join(words.split())


@pytest.fixture
def dialog(make_dialog):
    return make_dialog()


@pytest.fixture
def nested(make_dialog, tmp_path):
    path = tmp_path / "nested.md"
    path.write_text("# Nest\n\n## One\n\nA.\n\n### Below one\n\nB.\n\n## Two\n\nC.\n", encoding="utf-8")
    return make_dialog(read_document(path))


def test_every_letter_leads_to_one_part_of_the_dialog(dialog):
    letters = mnemonics_of(dialog)
    assert len(letters) > 10
    assert len(letters) == len(set(letters)), sorted(letters)


# The window


@pytest.mark.parametrize("action", ["print_copy", "export_copy"])
def test_both_keys_of_the_window_open_the_one_dialog(window, settled, action):
    action_of(window, action).trigger()
    dialog = copy_dialog_of(window)
    assert dialog.isVisible()
    assert "U.S. Relations With Hong Kong" in text_of(settled(dialog))
    dialog.close()
    action_of(window, "print_copy").trigger()
    assert copy_dialog_of(window) is dialog


def test_the_dialog_dates_a_copy_as_the_window_does(window):
    action_of(window, "print_copy").trigger()
    assert copy_dialog_of(window).briefing.choices.date == TODAY


def test_closing_remembers_the_choices_for_the_next_start(window, make_window):
    action_of(window, "print_copy").trigger()
    choose(copy_dialog_of(window), "Layout", "Compact, in two columns")
    by_name(copy_dialog_of(window), "Prepared for").setText("The Minister")
    QTest.keyClick(copy_dialog_of(window), Qt.Key.Key_Escape)
    assert not copy_dialog_of(window).isVisible()
    window.preferences.flush()
    assert SettingsStore().load().copy_layout == "compact"
    later = make_window()
    action_of(later, "print_copy").trigger()
    assert copy_dialog_of(later).briefing.choices.layout == "compact"
    assert copy_dialog_of(later).briefing.choices.prepared_for == "The Minister"


def test_a_copy_has_a_title_of_its_own_which_goes_with_the_document(dialog, hard_document):
    field = by_name(dialog, "Title of copy")
    assert field.placeholderText() == "U.S. Relations With Hong Kong"
    dialog.add_sheet(str(hard_document.path))
    assert field.placeholderText().startswith("U.S. Relations With Hong Kong; ")
    field.setText("Both")
    assert dialog.briefing.title == "Both"
    assert "Both" not in field.placeholderText()
    dialog.show_document(hard_document)
    assert dialog.briefing.choices.title == ""


def test_another_document_begins_the_dialog_anew_and_the_same_one_does_not(window, hard_document):
    action_of(window, "print_copy").trigger()
    dialog = copy_dialog_of(window)
    dialog.parts.tree.topLevelItem(0).child(1).setCheckState(0, Qt.CheckState.Unchecked)
    dialog.close()
    action_of(window, "print_copy").trigger()
    assert not dialog.briefing.sheets[0].is_whole
    dialog.show_document(hard_document)
    assert [part.sheet.title for part in dialog.briefing.sheets] == ["A Hard Sheet"]
    assert dialog.briefing.sheets[0].is_whole


# The plain case


def test_nothing_must_be_chosen_for_a_copy_of_the_whole_sheet(dialog, settled):
    (part,) = dialog.briefing.parts
    assert part.is_whole
    text = text_of(settled(dialog))
    assert all(section.title in text for section in part.sheet.sections)
    assert dialog.message.words == ""


# Sections


def test_unticking_a_section_takes_it_out_of_the_copy(dialog, settled):
    dialog.parts.tree.topLevelItem(0).child(2).setCheckState(0, Qt.CheckState.Unchecked)
    assert len(dialog.briefing.sheets[0].chosen) == 4
    assert "Economic Relations" not in text_of(settled(dialog)).partition("4 of 5")[2]


def test_a_tick_takes_the_sections_below_along_and_space_sets_it(nested):
    tree = nested.parts.tree
    one = tree.topLevelItem(0).child(0)
    tree.setFocus()
    tree.setCurrentItem(one)
    QTest.keyClick(tree, Qt.Key.Key_Space)
    assert one.child(0).checkState(0) is Qt.CheckState.Unchecked
    assert nested.briefing.sheets[0].sections == ("two",)
    QTest.keyClick(tree, Qt.Key.Key_Space)
    assert nested.briefing.sheets[0].is_whole


def test_the_sheets_own_tick_says_all_some_or_none_and_sets_all(nested):
    top = nested.parts.tree.topLevelItem(0)
    top.child(1).setCheckState(0, Qt.CheckState.Unchecked)
    assert top.checkState(0) is Qt.CheckState.PartiallyChecked
    top.setCheckState(0, Qt.CheckState.Unchecked)
    assert nested.briefing.parts == ()
    top.setCheckState(0, Qt.CheckState.Checked)
    assert nested.briefing.sheets[0].is_whole


def test_a_section_can_be_chosen_without_the_ones_below_it(nested):
    below = nested.parts.tree.topLevelItem(0).child(0).child(0)
    below.setCheckState(0, Qt.CheckState.Unchecked)
    assert nested.briefing.sheets[0].sections == ("one", "two")


def test_no_section_chosen_is_said_in_one_line_and_the_last_pages_stay(dialog, settled, qtbot):
    settled(dialog)
    count = dialog.pages.view.page_count
    dialog.parts.tree.topLevelItem(0).setCheckState(0, Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: "No section is chosen." in dialog.message.words, timeout=5000)
    assert dialog.message.words.count("\n") <= 1
    assert dialog.pages.view.page_count == count > 0
    dialog.parts.tree.topLevelItem(0).setCheckState(0, Qt.CheckState.Checked)
    settled(dialog)
    assert dialog.message.words == ""


# Own words, cover, other sheets, order


def test_own_words_stand_in_the_copy_and_can_be_changed(dialog, settled, monkeypatch):
    answers = iter(["## Points to make\n\n- Firmly.", "## Points to skip\n\nNothing."])
    monkeypatch.setattr("hkviewer.gui.export.parts_panel.ask_for_words", lambda *_: next(answers))
    by_name(dialog, "Add own words").click()
    assert "Points to make" in text_of(settled(dialog))
    assert dialog.parts.tree.currentItem().text(0) == "Own words: Points to make - Firmly."
    QTest.keyClick(dialog.parts.tree, Qt.Key.Key_Return)
    text = text_of(settled(dialog))
    assert "Points to skip" in text
    assert "Points to make" not in text


def test_own_words_that_are_given_up_add_nothing(dialog, monkeypatch):
    monkeypatch.setattr("hkviewer.gui.export.parts_panel.ask_for_words", lambda words, _parent: words)
    by_name(dialog, "Add own words").click()
    assert len(dialog.briefing.parts) == 1


def test_another_sheet_joins_the_copy_and_a_bad_one_is_named(dialog, settled, hard_sheet):
    dialog.add_sheet(str(hard_sheet.with_name("other.md")))
    assert [part.sheet.title for part in dialog.briefing.sheets][1] == "Another sheet"
    assert "Only section" in text_of(settled(dialog))
    dialog.add_sheet(str(hard_sheet.with_name("none.md")))
    assert "none.md" in dialog.message.words
    assert len(dialog.briefing.sheets) == 2


def test_the_button_asks_for_the_sheet_to_add(dialog, hard_sheet, monkeypatch):
    chosen = iter([("", ""), (str(hard_sheet.with_name("other.md")), "")])
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getOpenFileName", lambda *_: next(chosen))
    by_name(dialog, "Add another sheet").click()
    assert len(dialog.briefing.parts) == 1
    by_name(dialog, "Add another sheet").click()
    assert len(dialog.briefing.parts) == 2


def test_characters_that_no_font_has_are_named(dialog, settled, qtbot):
    settled(dialog)
    by_name(dialog, "Prepared by").setText("Private \ue123")
    qtbot.waitUntil(lambda: "U+E123" in dialog.message.words, timeout=10000)
    assert dialog.pages.view.page_count


def test_a_cover_stands_before_all_parts(dialog, settled):
    pages = len(pdfium.PdfDocument(settled(dialog)))
    tick(dialog, "Cover page")
    assert isinstance(dialog.briefing.parts[0], Cover)
    assert len(pdfium.PdfDocument(settled(dialog))) > pages


def test_alt_up_and_down_and_the_buttons_move_a_part(dialog):
    tree = dialog.parts.tree
    tree.add(OwnWords("Words."))
    QTest.keyClick(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert isinstance(dialog.briefing.parts[0], OwnWords)
    QTest.keyClick(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert isinstance(dialog.briefing.parts[0], OwnWords)
    QTest.keyClick(tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert isinstance(dialog.briefing.parts[1], OwnWords)
    by_name(dialog, "Move up").click()
    assert isinstance(dialog.briefing.parts[0], OwnWords)
    assert tree.topLevelItem(1).isExpanded()


@pytest.mark.parametrize(("share", "first"), [(0.25, OwnWords), (0.75, SheetPart)])
def test_a_part_dropped_on_another_stands_before_or_after_it(dialog, share, first):
    tree = dialog.parts.tree
    tree.add(OwnWords("Words."))
    sheet = tree.topLevelItem(0)
    rect = tree.visualItemRect(sheet)
    spot = rect.topLeft() + (rect.bottomLeft() - rect.topLeft()) * share
    words = tree.currentItem()
    tree._move(words, tree._drop_index(words, spot))
    assert isinstance(dialog.briefing.parts[0], first)
    assert tree.topLevelItemCount() == 2


def test_delete_takes_a_part_out(dialog):
    tree = dialog.parts.tree
    tree.add(OwnWords("Words."))
    QTest.keyClick(tree, Qt.Key.Key_Delete)
    assert len(dialog.briefing.parts) == 1


# Layout, paper, marking, names, date, what to include


@pytest.mark.parametrize(
    ("name", "words", "field", "value"),
    breadth(
        [
            ("Layout", "Compact, in two columns", "layout", "compact"),
            ("Layout", "Large, 18 points", "layout", "large"),
            ("Paper", "A4", "paper", "a4"),
            ("Marking", "UNCLASSIFIED", "marking", "UNCLASSIFIED"),
            ("Contents", "Always", "contents", "yes"),
            ("Contents", "Never", "contents", "no"),
        ]
    ),
)
def test_each_list_sets_its_choice(dialog, name, words, field, value):
    dialog.choices.show_choices(remembered(Settings(), "letter", TODAY))
    choose(dialog, name, words)
    assert getattr(dialog.briefing.choices, field) == value


def test_own_words_as_marking_stand_in_the_copy(dialog, settled):
    field = by_name(dialog, "Own marking")
    assert not field.isVisible()
    choose(dialog, "Marking", "Own words")
    assert field.isVisible()
    field.setText("FOR OFFICIAL USE")
    assert "FOR OFFICIAL USE" in text_of(settled(dialog))
    choose(dialog, "Marking", "None")
    assert not field.isVisible()
    assert "FOR OFFICIAL USE" not in text_of(settled(dialog))


def test_names_and_date_stand_in_the_copy(dialog, settled):
    by_name(dialog, "Prepared for").setText("The Minister & <party> #1")
    by_name(dialog, "Prepared by").setText("Desk $2")
    by_name(dialog, "Date").setDate(QDate(2027, 2, 3))
    text = text_of(settled(dialog))
    for words in ("The Minister & <party> #1", "Desk $2", "3 February 2027"):
        assert words in text


def test_paragraph_numbers_and_notes_are_ticked_by_key(dialog, settled):
    before = settled(dialog)
    tick(dialog, "Paragraph numbers")
    numbered = settled(dialog)
    assert dialog.briefing.choices.paragraph_numbers
    tick(dialog, "Ruled space for notes")
    assert dialog.briefing.choices.notes
    assert len({before, numbered, settled(dialog)}) == 3


def test_highlights_are_offered_only_while_a_search_is_active(window, qtbot, settled):
    action_of(window, "print_copy").trigger()
    dialog = copy_dialog_of(window)
    marks = marks_of(dialog)
    assert not marks.isEnabled()
    dialog.close()
    field_of(window).setText("trade")
    session = search_of(window).session
    qtbot.waitUntil(lambda: bool(session.matches), timeout=10000)
    action_of(window, "print_copy").trigger()
    assert marks.isEnabled()
    assert "trade" in marks.text()
    plain = settled(dialog)
    marks.click()
    assert dialog.briefing.sheets[0].highlights == tuple(session.matches) != ()
    assert settled(dialog) != plain
    dialog.offer_matches("", ())
    assert not marks.isEnabled()
    assert not dialog.briefing.sheets[0].highlights


def test_only_the_sheet_that_was_searched_is_marked(window, hard_sheet):
    action_of(window, "print_copy").trigger()
    dialog = copy_dialog_of(window)
    dialog.parts.tree.add(SheetPart.of(read_document(hard_sheet)))
    dialog.offer_matches("trade", [TextRange("economic-relations", HEADING, 0, 8)])
    marks_of(dialog).click()
    assert [len(part.highlights) for part in dialog.briefing.sheets] == [1, 0]


@pytest.mark.parametrize("name", breadth(["Own marking", "Prepared for", "Prepared by"]))
def test_ten_thousand_characters_are_refused_in_one_line(dialog, settled, qtbot, name):
    settled(dialog)
    count = dialog.pages.view.page_count
    choose(dialog, "Marking", "Own words")
    by_name(dialog, name).setText("x" * 10_000)
    qtbot.waitUntil(lambda: "10,000 characters" in dialog.message.words, timeout=5000)
    assert len(dialog.message.words) < 120
    assert dialog.pages.view.page_count == count


@pytest.mark.parametrize(
    "words",
    breadth(["\U00013000", "香港特別行政區", "هونغ كونغ", "é combining", "a\u202eb", "#{sys}", "\\ $x$ @y"]),
)
def test_any_unicode_in_names_is_set_and_stand_ins_are_told_of(dialog, qtbot, words):
    by_name(dialog, "Prepared by").setText(words)
    qtbot.waitUntil(
        lambda: dialog.finished_pdf(dialog.briefing) is not None or "Error" in dialog.message.words,
        timeout=20000,
    )
    assert ("this letter: its number stands in the copy, U+13000" in dialog.message.words) == (
        "\U00013000" in words
    )


# What is remembered


def test_choices_survive_being_kept_as_settings(dialog):
    choose(dialog, "Layout", "Large, 18 points")
    choose(dialog, "Marking", "Own words")
    by_name(dialog, "Own marking").setText("DRAFT")
    tick(dialog, "Ruled space for notes")
    kept = Settings().replace(**to_remember(dialog.briefing.choices, "letter"))
    assert remembered(kept, "letter", TODAY) == dialog.briefing.choices


@pytest.mark.parametrize(
    ("locale", "paper"),
    [
        (AMERICAN, "letter"),
        (QLocale(QLocale.Language.French, QLocale.Country.Canada), "letter"),
        (CHINESE, "a4"),
        (QLocale(QLocale.Language.German, QLocale.Country.Germany), "a4"),
        (QLocale.c(), "letter"),
    ],
)
def test_the_papers_default_follows_the_locale(locale, paper):
    assert usual_paper(locale) == paper
    assert remembered(Settings(), paper, TODAY).paper == paper


def test_a_chosen_paper_is_kept_and_the_usual_one_follows_the_country():
    american = remembered(Settings(), "letter", TODAY)
    assert to_remember(american, "letter")["copy_paper"] == ""
    assert to_remember(american, "a4")["copy_paper"] == "letter"


# Recipes


def test_a_recipe_brings_parts_and_choices_back(dialog, settled):
    dialog.parts.tree.topLevelItem(0).child(0).setCheckState(0, Qt.CheckState.Unchecked)
    dialog.parts.tree.add(OwnWords("## Points\n\nOne."))
    choose(dialog, "Layout", "Compact, in two columns")
    tick(dialog, "Cover page")
    saved = dialog.briefing
    dialog.recipes.save("Minister")
    assert dialog.message.words == "Recipe “Minister” saved."
    dialog.parts.show_parts([SheetPart.of(dialog._document)])
    choose(dialog, "Layout", "Standard")
    dialog.recipes.load("Minister")
    assert dialog.briefing == saved
    assert "Points" in text_of(settled(dialog))


def test_the_recipes_menu_lists_and_deletes(dialog):
    button = dialog.recipes
    button._fill()
    assert [a.text() for a in button.menu().actions() if a.text()] == ["&Save as…", "No recipes yet"]
    button.save("R & D")
    button._fill()
    assert "R && D" in [action.text() for action in button.menu().actions()]
    deleting = next(a.menu() for a in button.menu().actions() if a.text() == "&Delete")
    deleting.actions()[0].trigger()
    assert dialog.message.words == "Recipe “R & D” deleted."
    button._fill()
    assert "No recipes yet" in [action.text() for action in button.menu().actions()]


def test_a_recipe_whose_sheet_is_gone_is_said_in_one_line(dialog, hard_sheet):
    dialog.add_sheet(str(hard_sheet))
    dialog.recipes.save("Both")
    hard_sheet.unlink()
    before = dialog.briefing
    dialog.recipes.load("Both")
    assert "hard.md" in dialog.message.words
    assert dialog.briefing == before


def test_a_name_taken_already_is_asked_about(dialog, monkeypatch):
    asked = []

    def give(_title: str, _name: str, may_be: Callable[[str, QWidget], bool], _parent: QWidget) -> str:
        return " Minister " if may_be(" Minister ", dialog) else ""

    monkeypatch.setattr("hkviewer.gui.export.recipes_menu.ask_for_line", give)
    monkeypatch.setattr(
        "hkviewer.gui.export.recipes_menu.may", lambda _title, words, _parent: asked.append(words)
    )
    dialog.recipes._ask_for_name()
    assert not asked
    dialog.recipes._ask_for_name()
    assert ["“Minister”" in words for words in asked] == [True]


# The font of a Word copy


def test_the_font_of_a_word_copy_is_chosen_kept_and_offered_again(window, make_window):
    action_of(window, "print_copy").trigger()
    choose(copy_dialog_of(window), "Word font", "Times, 14 points")
    assert copy_dialog_of(window).briefing.choices.profile == "times-14"
    copy_dialog_of(window).close()
    window.close()
    later = make_window()
    action_of(later, "print_copy").trigger()
    assert by_name(copy_dialog_of(later), "Word font").currentText() == "Times, 14 points"


def test_its_mnemonic_leads_to_the_font_of_a_word_copy_alone(dialog):
    words = [part.text() for kind in (QLabel, QAbstractButton) for part in dialog.findChildren(kind)]
    words += [tabs.tabText(n) for tabs in dialog.findChildren(QTabBar) for n in range(tabs.count())]
    letters = [text[text.index("&") + 1].lower() for text in words if re.search(r"&\w", text)]
    assert letters.count("t") == 1
    (label,) = (part for part in dialog.findChildren(QLabel) if part.text() == "Word fon&t")
    assert label.buddy() is by_name(dialog, "Word font")


# Another window


def test_what_was_not_touched_here_is_left_as_another_window_chose_it(window):
    action_of(window, "print_copy").trigger()
    SettingsStore().change(lambda settings: settings.replace(copy_layout="large", copy_notes=True))
    choose(copy_dialog_of(window), "Contents", "Never")
    copy_dialog_of(window).close()
    window.preferences.flush()
    kept = SettingsStore().load()
    assert (kept.copy_layout, kept.copy_notes, kept.copy_contents) == ("large", True, "no")


def test_a_dialog_that_is_closed_shows_the_next_time_what_another_window_chose(window):
    action_of(window, "print_copy").trigger()
    copy_dialog_of(window).close()
    SettingsStore().change(lambda settings: settings.replace(copy_layout="large"))
    window.preferences.refresh()
    window.preferences.flush()
    action_of(window, "print_copy").trigger()
    assert copy_dialog_of(window).briefing.choices.layout == "large"


def test_every_choice_has_a_field(window):
    action_of(window, "print_copy").trigger()
    dialog = copy_dialog_of(window)
    names = {part.accessibleName() for part in dialog.findChildren(QWidget)}
    names |= {button.text().replace("&", "") for button in dialog.findChildren(QAbstractButton)}
    assert {row.label for row in CHOICES} <= names
