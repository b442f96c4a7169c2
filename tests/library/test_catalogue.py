"""The bundled sheets by title: in order, cheaply, and whatever is wrong with one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hkviewer.content import document
from hkviewer.content.document import bundled_sheets
from hkviewer.library.catalogue import Catalogue


def write(folder: Path, name: str, front: str, body: str = "# Heading\n\n## A\n\nText.\n") -> Path:
    path = folder / f"{name}.md"
    path.write_text(f"---\n{front}---\n{body}" if front else body, encoding="utf-8")
    return path


def entries(catalogue: Catalogue) -> list[tuple[str, str]]:
    return [(entry.id, entry.title) for entry in catalogue.entries()]


@pytest.fixture
def no_parser(monkeypatch):
    """Parsing a sheet fails the test."""

    def refuse(*_arguments: object) -> None:
        raise AssertionError("a sheet is parsed")

    monkeypatch.setattr(document, "_parse", refuse)


def test_titles_and_ids_are_those_of_the_sheets_in_the_order_of_the_sheets(tmp_path):
    write(tmp_path, "a", "title: Alpha & more\nid: alpha\n")
    write(tmp_path, "b", "id: beta\norder: 2\n")
    write(tmp_path, "c", "title: Gamma\nid: Ga MMA\norder: 1\n")
    write(tmp_path, "d", "", "Words without a heading.\n")
    write(tmp_path, "e", "title: “Tab\there”\n")
    sheets = [(shown.sheet.id, shown.sheet.title) for shown in bundled_sheets(tmp_path)]
    assert entries(Catalogue(tmp_path)) == sheets


def test_where_front_matter_has_title_and_id_no_sheet_is_parsed(tmp_path, no_parser):
    write(tmp_path, "a", "title: Alpha\nid: alpha\n")
    assert entries(Catalogue(tmp_path)) == [("alpha", "Alpha")]


def test_a_file_is_read_again_only_after_it_has_changed(tmp_path, monkeypatch):
    path = write(tmp_path, "a", "", "# Old\n")
    catalogue = Catalogue(tmp_path)
    assert entries(catalogue) == [("a", "Old")]
    with monkeypatch.context() as patch:
        patch.setattr(document, "read_bytes", lambda _path: pytest.fail("the file is read"))
        assert entries(catalogue) == [("a", "Old")]
    path.write_text("# Renewed\n", encoding="utf-8")
    assert entries(catalogue) == [("a", "Renewed")]


def test_a_sheet_that_cannot_be_read_stands_last_under_its_file_s_name(tmp_path):
    (tmp_path / "a.md").write_bytes(b"\x89PNG\0")
    (tmp_path / "b.md").write_bytes(b"\x00\xff" * 50)
    write(tmp_path, "c", "title: Gamma\nid: gamma\n")
    (tmp_path / "d.md").symlink_to(tmp_path / "nowhere")
    assert entries(Catalogue(tmp_path)) == [("gamma", "Gamma"), ("", "a.md"), ("", "b.md"), ("", "d.md")]


def test_a_title_is_listed_as_it_is_shown(tmp_path):
    write(tmp_path, "a", "title: The *Port*\nid: port\n")
    assert entries(Catalogue(tmp_path)) == [("port", "The Port")]
