"""The engine that compares texts: its changes rebuild either text, both ways, and are as few as can be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from hkviewer.compare import changes
from hkviewer.compare.changes import Change, Comparison, Passage
from tests.examples import examples

# Few different words, so that most texts share some and repeat some.
_PASSAGES = st.lists(
    st.lists(st.sampled_from(["the", "of", "tax", "1,300", "香"]), max_size=8).map(
        lambda words: Passage(tuple(words), None)
    ),
    max_size=6,
)


def passages(*texts: str) -> list[Passage[None]]:
    return [Passage(tuple(text.split()), None) for text in texts]


def edited(comparison: Comparison[None, None]) -> list[tuple[str, str]]:
    return [
        (" ".join(comparison.deleted(change)), " ".join(comparison.inserted(change)))
        for change in comparison.changes
    ]


def applied(comparison: Comparison[None, None]) -> tuple[list[str], list[str]]:
    """The old text with the changes made, and the new one with them taken back."""
    new: list[str] = []
    old: list[str] = []
    old_end = new_end = 0
    for change in (*comparison.changes, Change(*(len(comparison.old),) * 2, *(len(comparison.new),) * 2)):
        new += [*comparison.old[old_end : change.old_start], *comparison.inserted(change)]
        old += [*comparison.new[new_end : change.new_start], *comparison.deleted(change)]
        old_end, new_end = change.old_end, change.new_end
    return old, new


@given(old=_PASSAGES, new=_PASSAGES)
@examples(2)
def test_either_text_can_be_rebuilt_from_the_other_and_the_changes(
    old: Sequence[Passage[None]], new: Sequence[Passage[None]]
) -> None:
    comparison = Comparison(old, new)
    assert applied(comparison) == (list(comparison.old), list(comparison.new))


@given(text=_PASSAGES, cuts=st.lists(st.integers(0, 48)))
@examples(1)
def test_a_text_is_the_same_as_itself_however_it_is_cut_into_passages(
    text: list[Passage[None]], cuts: list[int]
) -> None:
    words = Comparison(text, text).old
    edges = sorted({0, *(cut for cut in cuts if cut < len(words)), len(words)})
    cut = [Passage(words[a:b], None) for a, b in pairwise(edges)]
    assert Comparison(text, text).changes == ()
    assert Comparison(text, cut).changes == ()


@given(old=_PASSAGES, new=_PASSAGES)
@examples(2)
def test_the_way_back_mirrors_the_way_there(old: list[Passage[None]], new: list[Passage[None]]) -> None:
    back = Comparison(new, old).changes
    assert Comparison(old, new).changes == tuple(change.mirrored() for change in back)


@given(old=_PASSAGES, new=_PASSAGES)
@examples(2)
def test_changes_are_in_order_and_never_touch(old: list[Passage[None]], new: list[Passage[None]]) -> None:
    found = Comparison(old, new).changes
    for one, other in pairwise(found):
        assert other.old_start - one.old_end == other.new_start - one.new_end > 0
    assert all(change.old_start < change.old_end or change.new_start < change.new_end for change in found)


@given(old=st.lists(st.sampled_from("abcd")), new=st.lists(st.sampled_from("abcd")))
@examples(2)
def test_within_a_passage_no_alignment_marks_fewer_words(old: list[str], new: list[str]) -> None:
    found = changes.differing(old, new)
    marked = sum(c.old_end - c.old_start + c.new_end - c.new_start for c in found)
    assert marked == Indel.distance(old, new)


def test_passages_that_are_the_same_are_aligned_before_their_words() -> None:
    old = passages("Trade fell.", "The end of it.")
    new = passages("The end.", "Trade fell.", "The end of it.")
    assert edited(Comparison(old, new)) == [("", "The end.")]


def test_of_two_passages_that_changed_places_the_shorter_one_is_marked() -> None:
    for order in ((0, 1), (1, 0)):
        texts = [("A much longer paragraph.", "Short one.")[n] for n in order]
        comparison = Comparison(passages("Title", *texts), passages("Title", *texts[::-1]))
        assert sorted(edited(comparison)) == [("", "Short one."), ("Short one.", "")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The tax is low. The rate is high. The end.", "The tax is low. The end.", 1),
        ("a b c d", "a x c y", 2),
        ("a", "", 1),
        ("", "a", 1),
        ("香 港 is", "香 港 was", 1),
    ],
)
def test_what_can_be_one_change_is_one(old: str, new: str, expected: int) -> None:
    assert len(edited(Comparison(passages(old), passages(new)))) == expected


def test_words_that_are_the_same_by_the_speakers_rule_are_no_change() -> None:
    def same(old: Sequence[str], new: Sequence[str]) -> bool:
        return "".join(old) == "".join(new)

    old, new = passages("in the well-known port", "as is"), passages("in the well- known port", "as it was")
    assert edited(Comparison(old, new, same)) == [("is", "it was")]
    assert Comparison(old[:1], new[:1], same).changes == ()


def test_words_taken_out_here_and_put_in_there_were_moved() -> None:
    comparison = Comparison(passages("provides no aid to"), passages("no aid to provides"))
    ((source, target),) = comparison.moves.items()
    assert comparison.deleted(source) == comparison.inserted(target) == ("provides",)


def test_one_insertion_is_the_target_of_one_move_only() -> None:
    comparison = Comparison(passages("x a b x c d"), passages("a b c d x"))
    assert len(comparison.moves) == 1
    assert len(comparison.changes) == 3


@pytest.mark.parametrize(
    ("new", "doubled"), [("a b b c", True), ("a b a b c", True), ("a x b c", False), ("a c", False)]
)
def test_words_that_only_repeat_their_neighbours_are_doubled(new: str, doubled: bool) -> None:  # noqa: FBT001
    comparison = Comparison(passages("a b c"), passages(new))
    (change,) = comparison.changes
    assert comparison.is_doubled(change) is doubled


def test_texts_too_long_to_be_aligned_are_one_change() -> None:
    old = ["same", *map(str, range(50_000))]
    assert changes.differing(old, ["same", *old[:0:-1]]) == [Change(1, 50_001, 1, 50_001)]


def test_a_change_stands_in_its_passage_and_what_only_one_text_has_behind_the_words_before_it() -> None:
    def placed(*texts: str) -> list[Passage[str]]:
        return [Passage(tuple(text.split()), text[0]) for text in texts]

    old = placed("a b", "c d")

    def places(*texts: str) -> list[tuple[str | None, str | None]]:
        comparison = Comparison(old, placed(*texts))
        return [(comparison.old_place(c), comparison.new_place(c)) for c in comparison.changes]

    assert places("a b x", "c d") == [("a", "a")]
    assert places("a b", "x c d") == [("c", "x")]
    assert places("a b", "x", "c d") == [("c", "x")]
    assert places("a b", "c") == [("c", "c")]
    assert places("a", "c d") == [("a", "a")]
    assert places("a b") == [("c", "a")]
    assert places() == [("a", None)]
    assert [Comparison([], old).old_place(Change(0, 0, 0, 4))] == [None]
