"""What an address may be."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hkviewer.content.addresses import (
    LinkKind,
    address_on_page,
    classify,
    has_scheme,
    is_spelled_out,
    leads_out,
    shown,
)
from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import Link, Paragraph

HERE = Path("/home/reader/documents")
OUT = ["http://example.org", "https://example.org/a", "HTTPS://EXAMPLE.ORG", "mailto:a@example.org"]
BESIDE = ["#s", "other.md", "folder/other.md#s"]
NOWHERE = [
    "javascript:alert(1)",
    "JavaScript:x",
    "vbscript:x",
    "data:text/html,x",
    "file:///etc/passwd",
    "//evil",
    "java\nscript:alert(1)",
    "\tjava\tscr\nipt:x",
    "\x01javascript:x",
    " \x1f data:text/html,x",
    "/\n/evil.example",
    "\\\n\\evil.example",
    "../outside.md",
    "folder/..%2f../outside.md",
    "/../etc/passwd",
    "/C:/a.exe",
    "/a\\..\\b",
    "https://example.org/\x1b[2J",
    "mailto:a@example.org?attach=/etc/passwd",
    "MAILTO:?subject=x&Attachment=~/.ssh/id",
    "mailto:a@example.org?%61ttach=C:/a",
]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("#economic-relations", LinkKind.SECTION),
        ("#%E9%A6%99", LinkKind.SECTION),
        ("other.md", LinkKind.DOCUMENT),
        ("sub/other.markdown", LinkKind.DOCUMENT),
        ("../up.md", LinkKind.REFUSED),
        ("/etc/other.md", LinkKind.REFUSED),
        ("~/other.md", LinkKind.REFUSED),
        ("a%23b.md", LinkKind.DOCUMENT),
        ("other.md#part", LinkKind.DOCUMENT),
        ("http://example.org", LinkKind.OUTSIDE),
        ("https://example.org/a.md", LinkKind.OUTSIDE),
        ("HTTPS://EXAMPLE.ORG", LinkKind.OUTSIDE),
        ("mailto:someone@example.org", LinkKind.OUTSIDE),
        ("mailto:someone@example.org?subject=attach=ment", LinkKind.OUTSIDE),
        ("mailto:someone@example.org?attach=/etc/passwd", LinkKind.REFUSED),
        ("javascript:alert(1)", LinkKind.REFUSED),
        ("JavaScript:alert(1)", LinkKind.REFUSED),
        ("  javascript:alert(1)", LinkKind.REFUSED),
        ("java\nscript:alert(1)", LinkKind.REFUSED),
        ("data:text/html,<script>", LinkKind.REFUSED),
        ("vbscript:x", LinkKind.REFUSED),
        ("file:///etc/passwd", LinkKind.REFUSED),
        ("file:///etc/passwd.md", LinkKind.REFUSED),
        ("file://host/share/x.md", LinkKind.REFUSED),
        ("//host/share/x.md", LinkKind.REFUSED),
        ("\\\\host\\share\\x.exe", LinkKind.REFUSED),
        ("smb://host/share", LinkKind.REFUSED),
        ("ms-settings:privacy", LinkKind.REFUSED),
        ("tel:123", LinkKind.REFUSED),
        ("ftp://example.org/x.md", LinkKind.REFUSED),
        ("C:\\Windows\\notepad.exe", LinkKind.REFUSED),
        ("program.exe", LinkKind.REFUSED),
        ("http:", LinkKind.REFUSED),
        ("https:///etc/passwd", LinkKind.REFUSED),
        ("http://[", LinkKind.REFUSED),
        ("", LinkKind.REFUSED),
        ("\x00", LinkKind.REFUSED),
    ],
)
def test_what_a_link_leads_to(address, kind):
    assert classify(address, HERE)[0] is kind


@pytest.mark.parametrize(
    ("address", "file", "within"),
    [
        ("my%20sheet.md", "my sheet.md", ""),
        ("a%23b.md", "a#b.md", ""),
        ("a%3Fb%25c.md?d=e#f%20g%23h", "a?b%c.md", "f g#h"),
        ("a%2523.md", "a%23.md", ""),
        ("./a.md#", "a.md", ""),
        ("b/a.MD#x", "b/a.MD", "x"),
    ],
)
def test_a_document_s_path_and_a_place_in_it_come_decoded(address, file, within):
    assert classify(address, HERE) == (LinkKind.DOCUMENT, str(HERE / file), within)


def test_a_section_s_address_comes_decoded():
    assert classify("#a%20b%25", HERE)[2] == "a b%"


@pytest.mark.parametrize("address", OUT)
def test_a_copy_and_a_page_keep_a_link_to_the_web_and_to_mail(address):
    assert leads_out(address)
    assert address_on_page(address) == address


@pytest.mark.parametrize("address", BESIDE)
def test_a_page_keeps_what_lies_beside_it_a_copy_does_not(address):
    assert address_on_page(address) == address
    assert not leads_out(address)


@pytest.mark.parametrize("address", ["/on/the/site.md", "/a b?c#d", "/.//evil.example"])
def test_a_place_on_the_document_s_site_is_one_in_its_folder(address):
    assert address_on_page(address) == f".{address}"
    assert address_on_page(address, on_site=False) == ""


@pytest.mark.parametrize("address", [*NOWHERE, "", "http://", "mailto:", "\\\\host\\share"])
def test_neither_keeps_any_other(address):
    assert not leads_out(address)
    assert address_on_page(address) == ""


def test_a_copy_s_link_has_fewer_than_8000_bytes():
    assert leads_out("https://example.org/".ljust(7999, "a"))
    assert not leads_out("https://example.org/".ljust(8000, "a"))
    assert not leads_out("https://example.org/".ljust(4100, "\u9999"))


@pytest.mark.parametrize(("address", "has"), [("x-y+z.1:a", True), ("//host/a", True), ("a/b:c", False)])
def test_an_address_with_a_scheme_or_a_host_names_no_file_beside(address, has):
    assert has_scheme(address) is has


def test_words_say_their_address_with_or_without_what_makes_it_mail():
    assert is_spelled_out(" a@example.org ", "mailto:a@example.org")
    assert is_spelled_out("https://example.org", "https://example.org")
    assert not is_spelled_out("example.org", "https://example.org")


def test_a_web_address_is_printed_without_what_every_browser_adds():
    assert shown("https://www.state.gov/a/") == "state.gov/a"
    assert shown("http://example.org") == "example.org"
    assert shown("ftp://example.org") == "ftp://example.org"


@pytest.mark.parametrize(
    "address", [" https://example.org/a ", "https://exam\nple.org/a", "\thttps://example.org/a"]
)
def test_a_page_writes_an_address_as_browsers_read_it(address):
    assert address_on_page(address) in ("https://example.org/a", "https://example.org/a")


@given(st.text(st.sampled_from("javscript:daht/\\.# \t\n\r\x00\x0b"), max_size=24))
def test_whatever_hides_a_scheme_none_but_web_and_mail_is_left_on_a_page(address):
    written = address_on_page(address)
    scheme = urlsplit(re.sub(r"[\t\n\r]", "", written).strip("".join(map(chr, range(33))))).scheme
    assert scheme in ("", "http", "https", "mailto")
    assert not written.startswith(("//", "\\\\", "/\\", "\\/"))


def test_no_address_turns_its_own_letters_around() -> None:
    text = "[a](https://evil.example/\u202egpj.exe) <https://b.example/\u2067c\u2069> [d](#e\u200ff)\n"
    (section,) = parse_sheet(text, name="a", digest="0" * 64).sections
    (paragraph,) = section.blocks
    assert isinstance(paragraph, Paragraph)
    assert [part.address for part in paragraph.content if isinstance(part, Link)] == [
        "https://evil.example/%E2%80%AEgpj.exe",
        "https://b.example/%E2%81%A7c%E2%81%A9",
        "#e%E2%80%8Ff",
    ]
