"""What goes between the window and the process that searches for it."""

from __future__ import annotations

import contextlib
import io
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.search.background.answer import SearchAnswer, SearchRequest, outer_sections
from hkviewer.search.background.server import send_sheet, serve
from hkviewer.search.background.wire import (
    WireError,
    answer_parts,
    problem_parts,
    read_answer,
    read_problem,
    read_request,
    read_sheet,
    receive,
    request_parts,
    send,
    sheet_parts,
)

READERS = (read_answer, read_problem, read_request, read_sheet)
parts_lists = st.lists(st.binary(max_size=60), min_size=1, max_size=11)


def test_messages_arrive_as_they_were_sent_and_then_comes_the_end():
    messages = [[b""], [b"a", b"", b"\x00" * 70_000], [b"b"] * 16]
    pipe = io.BytesIO()
    for message in messages:
        send(message, pipe)
    pipe.seek(0)
    assert [receive(pipe) for _ in messages] == messages
    with pytest.raises(EOFError):
        receive(pipe)


def test_a_sheet_arrives_in_batches_as_it_is(hong_kong):
    batch = hong_kong.sections[2:5]
    assert read_sheet(sheet_parts(hong_kong, batch)) == hong_kong.replace(sections=batch)


@given(st.text(st.characters()), st.booleans())
def test_a_request_arrives_as_it_is(text, typing):
    for request in (SearchRequest(text, typing=typing), None):
        assert read_request(request_parts(request)) == request


@pytest.mark.parametrize(
    "query", ["trade", "tarde", "WTO", "bureau", "xyzzyq", "section:nothing", '"', "\ud800"]
)
def test_an_answer_arrives_as_it_is(query, hong_kong, find):
    request = SearchRequest(query, typing=False)
    answer = SearchAnswer.of(find(query), outer_sections(hong_kong))
    assert read_answer(answer_parts(request, answer)) == (request, answer)


def test_a_problem_arrives_as_it_is():
    assert read_problem(problem_parts("failed", "No FTS5. “Get” it.\n\ud800")) == (
        "failed",
        "No FTS5. “Get” it.\n\ud800",
    )


@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_an_end_or_refused(data):
    with contextlib.suppress(EOFError, WireError):
        receive(io.BytesIO(data))


@given(parts_lists)
def test_any_message_is_read_or_refused(parts):
    for read in READERS:
        with contextlib.suppress(WireError):
            read(parts)


@given(st.integers(0, 2**32))
def test_a_damaged_answer_is_read_or_refused(hong_kong, find, seed):
    dice = random.Random(seed)
    answer = SearchAnswer.of(find("trade"), outer_sections(hong_kong))
    parts = [bytearray(part) for part in answer_parts(SearchRequest("trade", typing=True), answer)]
    for _ in range(dice.randint(1, 4)):
        part = dice.choice([part for part in parts if part])
        part[dice.randrange(len(part))] = dice.randrange(256)
    if dice.random() < 0.3:
        del parts[dice.randrange(len(parts))]
    with contextlib.suppress(WireError):
        read_answer([bytes(part) for part in parts])


@pytest.mark.parametrize(
    "asked",
    ["trade", ["trade", True], 7, {"text": 7, "typing": True}, {"text": "a"}, {"text": "a", "typing": 1}],
)
def test_what_is_no_request_is_refused(hong_kong, asked):
    given = io.BytesIO()
    send_sheet(hong_kong, given)
    send([json.dumps(asked).encode()], given)
    given.seek(0)
    with pytest.raises(WireError):
        serve(given, io.BytesIO())
