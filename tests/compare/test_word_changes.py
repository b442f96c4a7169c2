"""What a summary quotes of the words that changed."""

from __future__ import annotations

import pytest

from hkviewer.compare.comparing import compare_documents
from hkviewer.compare.summary import summary
from tests.compare.rebuilding import document
from tests.examples import breadth


def words(old: str, new: str) -> list[str]:
    both = (document(f"# T\n\n## A\n\n{text}\n", name) for text, name in ((old, "old"), (new, "new")))
    return list(summary(compare_documents(*both)).words)


ROWS = "| Good | Risk |\n|-|-|\n| Iron | {} |\n| Tin | low |"
LONG = "The port was closed to all vessels that carry arms or have carried any within the last months"
QUOTED = [
    ("Officials may not visit.", "Officials may visit.", "“not” was deleted from “Officials may not visit”"),
    (
        "Rest. They may visit on weekdays. More.",
        "Rest. They may no longer visit on weekdays. More.",
        "“no longer” was inserted in “They may no longer visit on weekdays”",
    ),
    ("- Ship and crew go.\n- b", "- Ship or crew go.\n- b", "“and” became “or” in “Ship or crew go”"),
    (ROWS.format("high"), ROWS.format("none"), "“high” became “none” in “Iron, none”"),
    ("> [!NOTE]\n> Mind it.", "> [!WARNING]\n> Mind it.", "“Note” became “Warning”"),
    ("One is.", f"One is.\n\n{LONG}.", f"“{LONG[: LONG.index('or have') + 7]} …” was inserted"),
    ("The U.S. and it is. It.", "The U.S. and he is. It.", "“it” became “he” in “The U.S. and he is”"),
    ("Mr. Ho may not go.", "Mr. Ho may go.", "“not” was deleted from “Mr. Ho may not go”"),
    ("IV. Trade", "V. Trade", "“IV” became “V” in “V. Trade”"),
    ("To a@b.gov now.", "To c@b.gov now.", "“a@b.gov” became “c@b.gov” in “To c@b.gov now”"),
    ("Grade: A+", "Grade: A", "“+” was deleted from “Grade: A+”"),
    ("香港有五百萬人口。", "香港有七百萬人口。", "“五” became “七” in “香港有七百萬人口”"),
    ("- [ ] Open the port\n- b", "- [x] Open the port\n- b", "the task “Open the port” is done now"),
    ("- [ ] a\n- [ ] b", "- [ ] a\n- [ ] b\n- [ ] c", "“c” was inserted"),
    ("See it. https://a.example/" + "x" * 90, "See it.", f"“https://a.example/{'x' * 42} …” was deleted"),
    ("It is on CO2 here.", "It is on CO3 here.", "“CO2” became “CO3” in “It is on CO3 here”"),
]


@pytest.mark.parametrize(("old", "new", "told"), breadth(QUOTED, tried=4))
def test_a_change_of_words_is_quoted_with_its_sentence(old: str, new: str, told: str) -> None:
    assert words(old, new) == [f"A: {told}."]


def test_where_figures_are_told_their_changes_are_quoted_no_second_time() -> None:
    assert words("It has 5 ships. All sail here.", "It has 6 ships. None sail here.") == [
        "A: “All” became “None” in “None sail here”."
    ]
    assert words("It costs HK$500 now.", "It costs US$500 now.") == []
    assert words("It is $1.2 million.", "It is $1.2 billion.") == []


def test_a_note_is_quoted_by_its_words_and_not_by_its_number() -> None:
    old = "Ships sail[^1] here.\n\n[^1]: Not on Sunday."
    new = "Some[^2] ships sail[^1] here.\n\n[^2]: Of the line.\n[^1]: Not on Sunday."
    assert sorted(words(old, new)) == [
        "A: “Of the line” was inserted.",
        "A: “Ships” became “Some[1] ships” in “Some[1] ships sail[2] here”.",
    ]


def test_a_column_that_stands_elsewhere_neither_came_nor_went() -> None:
    old, new = "| a | b |\n|-|-|\n| x | 2 |\n", "| b | a |\n|-|-|\n| 2 | x |\n"
    changes = compare_documents(document(f"# T\n\n{old}", "old"), document(f"# T\n\n{new}", "new"))
    (told,) = summary(changes).other
    assert told in [f"Table in “T”: the column “{each}” stands elsewhere in it now." for each in "ab"]


def test_what_changes_no_word_or_is_told_as_a_column_is_not_quoted() -> None:
    assert words("One, two of it.", "One two of it.") == []
    assert words("| a | b |\n|-|-|\n| c | d |", "| a | b | x |\n|-|-|-|\n| c | d | e |") == []


def test_first_stands_what_turns_a_sentence_then_the_longest_and_the_rest_is_counted() -> None:
    kinds = "red blue grey pink lime teal".split()
    old = "\n\n".join(f"This is the sentence of the {name} kind." for name in kinds)
    new = old.replace("is the sentence of the pink", "is not the sentence of the pink")
    new = new.replace("teal kind", "teal and very large kind")
    assert words(old, new) == [
        "A: “not” was inserted in “This is not the sentence of the pink kind”.",
        "A: “and very large” was inserted in “This is the sentence of the teal and very large kind”.",
    ]
    for name in ("red", "blue", "grey", "lime"):
        new = new.replace(f"{name} kind", f"{name} sort")
    told = words(old, new)
    assert told[0].startswith("A: “not” was")
    assert told[3:] == ["and 3 more changes of words"]


def test_a_column_s_other_unit_is_told_of_the_column_and_quoted_no_second_time() -> None:
    old = "| Good | Weight (kg) |\n|-|-|\n| Rice | much kg |\n"
    assert words(old, old.replace("(kg)", "(t)")) == []
    assert words(old, old.replace("(kg)", "(t)").replace("much", "little")) == [
        "A: “much” became “little” in “Rice, little kg”."
    ]
