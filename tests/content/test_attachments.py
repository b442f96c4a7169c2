"""Which files are a document's own: those in its folder."""

from __future__ import annotations

import sys

import pytest

from hkviewer.content.attachments import file_in, leaves_folder, local_file


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("a.png", "a.png"),
        ("a/b%20c.png", "a/b c.png"),
        ("a\\b.png", "a/b.png"),
        ("./a.png?x#y", "a.png"),
        ("a%23b%3F.png#c", "a#b?.png"),
        ("100%25.png", "100%.png"),
        ("a%2523.png", "a%23.png"),
    ],
)
def test_an_address_names_a_file_in_the_folder(address, file):
    assert local_file(address) == file


@pytest.mark.parametrize(
    "address",
    [
        "",
        "#a",
        "../a.png",
        "a/../../b",
        "/etc/passwd",
        "~/a",
        "C:\\a.png",
        "http://x/a.png",
        "a%00.png",
        "//h/a",
    ],
)
def test_any_other_address_names_none(address):
    assert local_file(address) == ""


def test_a_file_in_the_folder_or_below_it_is_found(tmp_path):
    file = tmp_path / "pictures" / "a.png"
    file.parent.mkdir()
    file.touch()
    assert file_in(tmp_path, "pictures/a.png") == file.resolve()


@pytest.mark.parametrize("name", ["missing.png", "../outside.png", "below", "a\0b", "x" * 5000])
def test_what_is_no_file_or_elsewhere_is_not(tmp_path, name):
    (tmp_path / "folder" / "below").mkdir(parents=True)
    (tmp_path / "outside.png").touch()
    assert file_in(tmp_path / "folder", name) is None


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_are_followed_out_of_the_folder_and_round_in_a_circle_but_lead_nowhere(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "secret.png").touch()
    (folder / "own.png").touch()
    (folder / "out.png").symlink_to(tmp_path / "secret.png")
    (folder / "in.png").symlink_to(folder / "own.png")
    (folder / "circle.png").symlink_to(folder / "circle.png")
    assert file_in(folder, "out.png") is None
    assert file_in(folder, "circle.png") is None
    assert file_in(folder, "in.png") == (folder / "own.png").resolve()


@pytest.mark.parametrize(
    ("address", "leaves"),
    [
        *(("../a.md", True), ("a/../../b.md#c", True), ("%2E%2E/a", True), ("..\\a.md", True), ("..", True)),
        *(("a.md", False), ("a..b/c.md", False), ("#../a", False), ("a?../b", False), ("/a", False)),
        *(("https://a.org/../b", False), ("//a.org/../b", False), ("", False)),
    ],
)
def test_an_address_through_the_folder_above_leaves_the_folder(address: str, leaves: bool) -> None:  # noqa: FBT001  the answer that is wanted
    assert leaves_folder(address) is leaves
