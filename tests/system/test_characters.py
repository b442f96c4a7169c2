"""Which characters may stand where."""

from __future__ import annotations

import unicodedata

import pytest

from hkviewer.system.characters import (
    CONTROLS,
    for_terminal,
    in_file_name,
    is_file_name,
    one_line,
    printable,
    without_harmful,
)

ALL = [chr(code) for code in range(0x11000)]
LAYOUT = {"\t", "\n", "\r", "\x85"}


def test_control_characters_are_unicode_s():
    assert {char for char in ALL if unicodedata.category(char) == "Cc"} == CONTROLS


def test_on_a_terminal_no_control_character_is_left_not_even_the_end_of_a_line():
    assert {char for char in ALL if for_terminal(char) != char} == CONTROLS
    assert for_terminal("a\x1b[2Jb\nc") == "a\ufffd[2Jb\ufffdc"


def test_a_text_keeps_the_control_characters_that_lay_it_out():
    assert {char for char in ALL if without_harmful(char) != char} == CONTROLS - LAYOUT


def test_a_file_holds_no_halves_of_surrogate_pairs_and_no_noncharacters_either():
    surrogates = {char for char in ALL if unicodedata.category(char) == "Cs"}
    replaced = {char for char in ALL if printable(char) != char}
    assert replaced == (CONTROLS - LAYOUT) | surrogates | {"\ufffe", "\uffff"}


def test_on_one_line_a_run_of_blanks_and_control_characters_is_a_blank():
    assert one_line(" a\x00 \r\n\tb\u2028c\ud800d\u00a0 ") == "a b c d"
    assert all(one_line(char) == "" for char in CONTROLS)


@pytest.mark.parametrize("name", ["Weekly brief", "a.b", "Für 香港", "x" * 80])
def test_a_name_that_every_system_takes(name):
    assert is_file_name(name)
    assert in_file_name(name) == name


@pytest.mark.parametrize("name", ["", ".hidden", "a/b", "a\\b", "C:", "a\nb", "what?", "x" * 81])
def test_a_name_that_some_system_does_not_take(name):
    assert not is_file_name(name)


def test_what_a_name_cannot_hold_is_a_space_in_it():
    assert in_file_name('a/\\:b*?"<>|\nc') == "a b c"
