from __future__ import annotations

import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from hkviewer.content.compile_sheets import compile_sheets
from hkviewer.content.document import bundled_sheets, is_large, open_document, read_document, read_text
from hkviewer.content.identity import DocumentKey
from hkviewer.content.sizes import LARGEST_FILE
from hkviewer.errors import DocumentError
from hkviewer.system.paths import content_folder

BUNDLED = "us-relations-with-hong-kong"


def test_without_a_name_the_bundled_sheet_opens():
    document = open_document(None)
    assert (document.sheet.id, document.bundled, document.key.path) == (BUNDLED, True, "")


def test_the_bundled_sheet_opens_by_its_id():
    assert open_document(BUNDLED).sheet == open_document(None).sheet


def test_the_bundled_sheet_has_the_five_sections():
    assert [(s.title, s.level) for s in open_document(None).sheet.sections] == [
        ("U.S.-Hong Kong Relations", 2),
        ("U.S. Assistance to Hong Kong", 2),
        ("Economic Relations", 2),
        ("Hong Kong’s Membership in International Organizations", 2),
        ("Bilateral Representation", 2),
    ]


def test_the_bundled_sheet_holds_no_no_break_space():
    assert "\u00a0" not in open_document(None).path.read_text("utf-8")


def test_another_file_is_remembered_by_its_path(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_text("# A\n\nText.\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    document = open_document("a.md")
    assert (document.bundled, document.key) == (False, DocumentKey("a", "", str(tmp_path / "a.md")))


def test_several_bundled_sheets_come_by_their_order_then_by_name(tmp_path):
    for name, order in (("a", ""), ("b", "order: 2\n"), ("c", "order: 1\n")):
        (tmp_path / f"{name}.md").write_text(f"---\nid: id-{name}\n{order}---\n# {name}\n", "utf-8")
    assert [d.sheet.id for d in bundled_sheets(tmp_path)] == ["id-c", "id-b", "id-a"]
    assert open_document(None, tmp_path).sheet.id == "id-c"
    assert open_document("id-a", tmp_path).sheet.id == "id-a"


def test_an_empty_content_folder_is_told(tmp_path):
    with pytest.raises(DocumentError, match="no fact sheet"):
        open_document(None, tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_unicode_with_or_without_a_mark_and_any_line_ending_reads_the_same(tmp_path, encoding, end):
    path = tmp_path / "a.md"
    path.write_bytes(
        f"---{end}title: T{end}---{end}# T{end}{end}## 香港{end}{end}Café’s.{end}".encode(encoding)
    )
    (section,) = read_document(path).sheet.sections
    assert (section.title, section.text, section.line) == ("香港", "Café’s.", 6)


def test_big_endian_utf_16_is_read(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"\xfe\xff" + "# 香\n\ntext".encode("utf-16-be"))
    assert read_text(path) == "# 香\n\ntext"


def test_an_empty_file_is_an_empty_sheet(tmp_path):
    path = tmp_path / "empty.md"
    path.write_bytes(b"")
    sheet = read_document(path).sheet
    assert (sheet.title, sheet.sections) == ("empty", ())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("# A\n\ncafé naïve\n".encode("cp1252"), "line 3 cannot be read. It may be Windows-1252"),
        ("# A\n\n香港特別行政區的經濟\n".encode("big5"), "line 3 cannot be read. It may be Big5"),
        ("# A\n\n香港特别行政区的经济\n".encode("gb2312"), "line 3 cannot be read. It may be GB 2312"),
        (b"\xff\xfea\0b", "not in UTF-16: line 1 cannot be read"),
    ],
)
def test_a_check_tells_the_line_that_is_in_another_encoding(tmp_path, data, words):
    error = _refusal(read_text, tmp_path, data)
    assert words in error.what
    assert "UTF-8" in error.remedy


@pytest.mark.parametrize(
    ("encoding", "words", "told"),
    [
        (
            "cp1252",
            "« Café » – d’euros",
            "not in UTF-8; it seems to be Windows-1252 (Western European), and was read so",
        ),
        (
            "cp1252",
            "5 ± ½ · 3 × 2²",
            "not in UTF-8; it seems to be Windows-1252 (Western European), and was read so",
        ),
        (
            "big5",
            "香港特別行政區的經濟",
            "not in UTF-8; it seems to be Big5 (traditional Chinese), and was read so",
        ),
        (
            "gb2312",
            "香港特别行政区的经济",
            "not in UTF-8; it seems to be GB 2312 (simplified Chinese), and was read so",
        ),
        (
            "gb18030",
            "前总理朱镕基与罗纳德·里根谈香港特别行政区的经济——服务业",
            "not in UTF-8; it seems to be GB 2312 (simplified Chinese), and was read so",
        ),
    ],
)
def test_a_text_in_another_encoding_is_read_as_what_it_seems_to_be_and_that_is_told(
    tmp_path, encoding, words, told
):
    path = tmp_path / "a.md"
    path.write_bytes(f"# A\r\n\r\n{words}\r\n".encode(encoding))
    document = read_document(path)
    assert document.sheet.sections[0].text == words
    assert f"line 3: This is {told}." in document.complaint


@pytest.mark.parametrize(
    ("data", "text", "told"),
    [
        ("# A\n\n“Fair” – ".encode() + b"na\x92ve " + "“words” ".encode() * 40, "na\ufffdve", "UTF-8"),
        (b"# A\n\n" + "China’s people don’t. ".encode() * 9 + b"caf\xe9s", "caf\ufffds", "UTF-8"),
        ("\ufeff# A\n\nWords.".encode("utf-16-le") + b"\0", "Words.\ufffd", "UTF-16"),
    ],
)
def test_letters_of_no_encoding_are_missing_alone_and_that_is_told(tmp_path, data, text, told):
    path = tmp_path / "a.md"
    path.write_bytes(data)
    document = read_document(path)
    assert text in document.sheet.sections[0].text
    assert f"line 3: This is not in {told}; letters are missing." in document.complaint


@pytest.mark.parametrize(
    ("data", "text", "told"),
    [
        (
            "# A\n\nA café’s words.\n".encode("utf-16-le"),
            "A café’s words.",
            "line 1: This is UTF-16 without",
        ),
        (
            "# A\r\n\r\n香港的经济\r\n".encode("utf-16-be"),
            "香港的经济",
            "line 1: This is UTF-16 without",
        ),
        (b"# A\n\nSome words, and a wo\0rd in them.\n", "a wo\ufffdrd in them.", "line 3: Here stands NUL"),
    ],
)
def test_a_text_with_a_nul_or_in_utf_16_without_its_mark_is_read_and_told(tmp_path, data, text, told):
    path = tmp_path / "a.md"
    path.write_bytes(data)
    document = read_document(path)
    assert text in document.sheet.sections[0].text
    assert told in document.complaint
    assert "save it as UTF-8" in str(_refusal(read_text, tmp_path, data))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"words\0\0\0\0 and more words, many of them, but no text", "is not a text but a binary file"),
        (b"P\0", "is not a text but a binary file"),
        (zlib.compress(bytes(range(256)) * 99), "is not a text but a binary file"),
        (b"\x89PNG\0\0", "is not a text but a binary file"),
        (zlib.compress(repr([*range(3000)]).encode()).replace(b"\0", b""), "is not in UTF-8"),
        (bytes(range(1, 256)) * 9, "is not in UTF-8"),
        *(
            (f"# A\n\n{words}.\n".encode(encoding), "is not in UTF-8: line 3")
            for encoding, words in (
                ("shift_jis", "香港の経済はサービス業が中心である"),
                ("cp1251", "Экономика Гонконга основана на услугах"),
                ("cp1255", "כלכלת הונג קונג היא"),
            )
        ),
    ],
)
def test_what_is_no_text_or_in_an_encoding_that_no_one_can_guess_is_refused(tmp_path, data, words):
    error = _refusal(read_document, tmp_path, data)
    assert words in error.what
    assert error.remedy


def _refusal(read: Callable[[Path], object], folder: Path, data: bytes) -> DocumentError:
    """What `read` raises of a file of `data`."""
    path = folder / "a.md"
    path.write_bytes(data)
    with pytest.raises(DocumentError) as raised:
        read(path)
    return raised.value


def test_front_matter_that_cannot_be_read_keeps_no_document_from_opening(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: A\noops\nlist:\n  - x\n y\n---\n# A\n\nText.\n", encoding="utf-8")
    document = read_document(path)
    assert (document.sheet.title, document.sheet.sections[0].text) == ("A", "Text.")
    assert document.complaint.startswith("“a.md”, line 3: the front matter cannot be read at “oops”.")
    assert "“hkviewer check”" in document.complaint


def test_a_document_without_faults_has_no_complaint(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: A\nlist:\n  - x\n---\nText.\n", encoding="utf-8")
    assert read_document(path).complaint == ""


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(DocumentError, match="There is no document"):
        read_document(tmp_path / "none.md")


def test_a_folder_is_told(tmp_path):
    with pytest.raises(DocumentError, match="is a folder"):
        read_document(tmp_path)


def test_a_file_as_a_folder_is_told(tmp_path):
    (tmp_path / "a").write_text("x")
    with pytest.raises(DocumentError, match="cannot be read"):
        read_document(tmp_path / "a" / "b.md")


@pytest.mark.parametrize("name", ["a\0b.md", "x" * 5000 + ".md"])
def test_an_impossible_name_is_told(name):
    with pytest.raises(DocumentError, match="cannot be read"):
        open_document(name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_or_device_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "pipe.md")
    for path in (tmp_path / "pipe.md", tmp_path / "zero.md"):
        if not path.exists():
            path.symlink_to("/dev/zero")
        with pytest.raises(DocumentError, match="device or pipe"):
            read_document(path)


def test_a_broken_link_names_what_it_points_to(tmp_path):
    (tmp_path / "a.md").symlink_to("gone.md")
    with pytest.raises(DocumentError, match=r"points to “gone\.md”"):
        read_document(tmp_path / "a.md")


def test_a_circle_of_links_is_told(tmp_path):
    (tmp_path / "a.md").symlink_to("b.md")
    (tmp_path / "b.md").symlink_to("a.md")
    with pytest.raises(DocumentError, match="cannot be read"):
        read_document(tmp_path / "a.md")


def test_an_unreadable_file_is_told(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_text("x")

    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    # chmod does not stop root, whom the tests may run as.
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(DocumentError, match="may not be read"):
        read_document(tmp_path / "a.md")


def test_a_large_file_is_refused_with_its_size_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 5 * 1024 * 1024)
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("it was read"))
    with pytest.raises(DocumentError, match=r"too large: 25\.0 MB; a document may have 20 MB"):
        read_document(path)


@pytest.mark.parametrize(
    ("text", "large"),
    [
        ("word " * 90_000, False),
        ("word " * 110_000, True),
        ("- item\n" * 11_000, True),
        ("|a" * 12_000, True),
        ("<td>a" * 12_000, True),
        ("- item\n" * 9_000, False),
    ],
)
def test_a_document_is_large_by_its_bytes_or_by_its_lines_and_cells(text, large, tmp_path):
    path = tmp_path / "d.md"
    path.write_text(text, encoding="utf-8")
    assert is_large(str(path)) is large


def test_no_folder_or_missing_file_is_large(tmp_path):
    assert not is_large(str(tmp_path))
    assert not is_large(str(tmp_path / "missing"))
    assert not is_large("a\0b")


def test_the_compiled_bundled_sheet_opens_without_a_parser(tmp_path):
    code = f"""
import sys
from pathlib import Path
from hkviewer.system import paths
from hkviewer.content.sizes import LARGEST_FILE
from hkviewer.content.document import open_document
paths.compiled_folder = lambda: Path({str(tmp_path)!r})
assert open_document(None).sheet.sections[0].text
heavy = {{"markdown", "sqlite3", "typst", "pypdfium2", "rapidfuzz", "docx", "PySide6"}} & set(sys.modules)
assert not heavy, heavy
"""
    compile_sheets(content_folder(), tmp_path)
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unreadable_file_beside_the_bundled_sheet_does_not_keep_it_from_being_searched(
    content_copy,
):
    (content_copy / "zbad.md").write_bytes(b"caf\xe9")
    (content_copy / "folder.md").mkdir()
    document = open_document(None, content_copy)
    assert document.sheet.id == "us-relations-with-hong-kong"
    assert open_document("us-relations-with-hong-kong", content_copy).sheet.id == document.sheet.id
