"""Pictures of pages."""

from __future__ import annotations

import threading

import pytest

from hkviewer.export.pdf.page_images import page_count, page_sizes, pictures


@pytest.fixture(scope="module")
def copy(compiler, hong_kong):
    import datetime as dt

    from hkviewer.export.briefing import Briefing, Choices

    return compiler.pdf(Briefing((hong_kong,), Choices(dt.date(2026, 11, 22))))


def test_every_page_has_a_picture_the_first_page_first(copy):
    found = list(pictures(copy, 48))
    assert [picture.number for picture in found] == [1, 2, 3]
    assert page_count(copy) == len(page_sizes(copy)) == 3


@pytest.mark.parametrize("dpi", [36, 72, 150])
def test_a_picture_has_the_papers_size_at_the_resolution(copy, dpi):
    picture = next(pictures(copy, dpi))
    assert (picture.width, picture.height) == (round(8.5 * dpi), round(11 * dpi))
    assert picture.stride >= picture.width * 4
    assert len(picture.pixels) == picture.stride * picture.height


def test_pages_are_chosen_by_number(copy):
    assert [picture.number for picture in pictures(copy, 36, [3, 1])] == [3, 1]


def test_the_paper_is_white_and_has_ink(copy):
    picture = next(pictures(copy, 72))
    assert picture.pixels[:3] == b"\xff\xff\xff"
    assert min(picture.pixels[0::4]) < 80


def test_pictures_can_be_made_in_several_threads_at_once(copy):
    made = []
    threads = [threading.Thread(target=lambda: made.append(list(pictures(copy, 40)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert all(found == made[0] for found in made)
