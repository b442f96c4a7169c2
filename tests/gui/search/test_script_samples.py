"""Other scripts than Latin: their fonts are found while nobody types."""

from __future__ import annotations

import pytest

from hkviewer.gui.search.result_delegate import ResultDelegate
from hkviewer.gui.search.script_samples import script_samples
from tests.gui.doors import field_of, search_of

BENGALI, KHMER = "বইঅ", "ខមរ"
SHEET = f"# Words\n\n## Names {BENGALI}\n\nKnown as “Bengali”, {BENGALI}; Δ, δ.\n\n## Other\n\nOf {KHMER}.\n"


def test_letters_come_by_scripts_and_ascii_not_at_all():
    assert script_samples(f"plainx{KHMER}{BENGALI}{BENGALI}δΔé") == [
        "é",
        "Δδ",
        "".join(sorted(BENGALI)),
        "".join(sorted(KHMER)),
    ]
    assert script_samples("") == script_samples("plain 1 – 2 €") == []


def test_of_a_large_script_some_letters_stand_for_all_and_no_text_is_too_odd():
    (sample,) = script_samples("".join(map(chr, range(0x4E00, 0x9FA0))))
    assert 0 < len(sample) <= 100
    assert script_samples("\ud800\x00\U0010ffff\ue000") == []


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """The texts that the results lay out, and whether in bold."""
    texts = []
    lay_out = ResultDelegate._lay_out

    def recorded(delegate, row, width):
        texts.append((row.text, bool(row.spans)))
        return lay_out(delegate, row, width)

    monkeypatch.setattr(ResultDelegate, "_lay_out", recorded)
    return texts


def test_a_sheets_scripts_are_laid_out_before_the_first_key_and_anew_in_another_size(
    qtbot, window, tmp_path, laid_out
):
    file = tmp_path / "words.md"
    file.write_text(SHEET, encoding="utf-8")
    search_of(window)
    samples = {("".join(sorted(s)), bold) for s in (BENGALI, KHMER, "Δδ") for bold in (False, True)}
    assert window.open(str(file))
    qtbot.waitUntil(lambda: set(laid_out) == samples)
    laid_out.clear()
    window.looks.change_zoom(2)
    qtbot.waitUntil(lambda: set(laid_out) == samples)
    assert field_of(window).text() == ""
