from __future__ import annotations

from pathlib import Path

import pytest

from hkviewer.content.document import open_document, read_document
from hkviewer.content.identity import DocumentKey


def test_the_bundled_sheets_key_has_its_id_and_edition_and_no_path():
    key = open_document(None).key
    assert key == DocumentKey("us-relations-with-hong-kong", "2020-08", "", is_stated=True)
    assert key.name == "us-relations-with-hong-kong"


def test_the_key_of_a_file_has_its_path_and_never_the_editions_evidence(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("---\nid: X Y\nedition: 2020\nedition-basis: inferred\nedition-evidence: e\n---\n# T\n")
    key = read_document(path).key
    assert key == DocumentKey("x-y", "2020", str(path), is_stated=True)
    assert key.name == str(path)


def key(tmp_path: Path, folder: str, front: str) -> DocumentKey:
    path = tmp_path / folder / "readme.md"
    path.parent.mkdir()
    path.write_text(f"{front}# T\n", "utf-8")
    return read_document(path).key


def test_two_files_of_one_name_are_no_editions_of_one_work(tmp_path):
    one, other = (key(tmp_path, folder, "") for folder in ("a", "b"))
    assert one.id == other.id == "readme"
    assert one != other
    assert not one.is_same_work(other)
    assert not one.is_same_work(one)


@pytest.mark.parametrize(("other", "same"), [("id: w", True), ("id: v", False), ("title: w", False)])
def test_files_are_one_work_where_both_state_the_same_id(tmp_path, other, same):
    one = key(tmp_path, "a", "---\nid: w\nedition: 2020\n---\n")
    two = key(tmp_path, "b", f"---\n{other}\nedition: 2021\n---\n")
    assert one.is_same_work(two) == two.is_same_work(one) == same


def test_an_id_without_letters_is_not_stated(tmp_path):
    assert not key(tmp_path, "a", "---\nid: …\n---\n").is_stated
