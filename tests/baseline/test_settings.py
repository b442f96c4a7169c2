"""The settings of a reader of version 0.1.0 are loaded as they were."""

from __future__ import annotations

EXPECTED = {
    "theme": "dark",
    "zoom": 125,
    "sidebar_width": 340,
    "sidebar_visible": True,
    "keep_recent": True,
    "slash_searches": False,
    "search_history": ("hong kong", "trade"),
    "keep_search_history": True,
    "paragraph_numbers": True,
    "citation_form": "chicago",
    "copy_paper": "a4",
    "copy_layout": "compact",
    "copy_contents": "yes",
    "copy_marking": "UNCLASSIFIED",
    "copy_prepared_for": "The Minister",
    "copy_prepared_by": "East Asia Desk",
    "copy_paragraph_numbers": True,
    "copy_notes": True,
}


SWITCHED_OFF = {"keep_recent": False, "recent": (), "keep_search_history": False, "search_history": ()}


def test_every_setting_is_the_readers(load_settings, documents_of_0_1_0):
    settings = load_settings()
    assert {name: settings[name] for name in EXPECTED} == EXPECTED
    assert settings["recent"] == (str(documents_of_0_1_0 / "second.md"), str(documents_of_0_1_0 / "own.md"))
    assert settings["window"]


def test_a_policys_defaults_give_way_to_the_reader(load_settings, baseline, monkeypatch):
    monkeypatch.setenv("HKVIEWER_POLICY", str(baseline / "policy-defaults.json"))
    kept = {name: value for name, value in EXPECTED.items() if name not in SWITCHED_OFF}
    settings = load_settings()
    assert {name: settings[name] for name in kept} == kept
    assert {name: settings[name] for name in SWITCHED_OFF} == SWITCHED_OFF, "the reader had not chosen these"


def test_a_policys_locks_stand_over_the_readers_settings(load_settings, baseline, monkeypatch):
    monkeypatch.setenv("HKVIEWER_POLICY", str(baseline / "policy.json"))
    settings = load_settings()
    locked = {
        **SWITCHED_OFF,
        "copy_marking": "INTERNAL",
        "copy_prepared_for": "The Minister",
        "copy_prepared_by": "East Asia Desk",
        "copy_paper": "a4",
        "copy_layout": "large",
        "theme": "dark",
    }
    assert {name: settings[name] for name in locked} == locked
    assert settings["zoom"] == 125, "a reader may always enlarge the text"
