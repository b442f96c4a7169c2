"""The examples of the CommonMark specification: how many have the same words, and the same structure.

The specification is the npm package of its authors, got by the ordinary client; without it the test
is skipped. Examples of HTML blocks and raw HTML, and those whose result has HTML of their own, are left
out. CONTRIBUTING.md names what differs.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.export.formats.sheet_html import page_html

PACKAGE = "commonmark-spec@0.31.2"
SAME_WORDS, SAME_STRUCTURE = 560, 500
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$|^#{1,6} ([^\n]*)$", re.MULTILINE | re.DOTALL)
_LEFT_OUT = ("HTML blocks", "Raw HTML")
_KNOWN = frozenset(
    "h1 h2 h3 h4 h5 h6 p li ul ol pre code em strong blockquote hr br a img".split(),
)
_HEADING = "Zqx section"


@pytest.fixture(scope="module")
def specification() -> str:
    """The text of the specification, kept in the system's folder for temporary files."""
    folder = Path(tempfile.gettempdir()) / f"hkviewer-tests-{PACKAGE}"
    if not (folder / "spec.txt").exists():
        _fetch(folder)
    return (folder / "spec.txt").read_text(encoding="utf-8")


def _fetch(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed, so the specification of CommonMark cannot be had")
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        command = [npm, "pack", PACKAGE, "--silent", "--pack-destination", made]
        try:
            done = subprocess.run(command, capture_output=True, timeout=120, check=False, cwd=made)
        except subprocess.TimeoutExpired:
            done = None
        (packed, *_) = [*Path(made).glob("*.tgz"), None]
        if done is None or done.returncode or packed is None:
            pytest.skip("npm cannot get the specification of CommonMark")
        with tarfile.open(packed) as archive:
            text = archive.extractfile("package/spec.txt")
            assert text is not None
            folder.mkdir(exist_ok=True)
            part = folder / f"spec.{os.getpid()}"
            part.write_bytes(text.read())
        part.replace(folder / "spec.txt")


class _Events(HTMLParser):
    """What a page consists of: words, and the tags that matter to its structure."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str | tuple[str]] = []
        self.has_other_html = False
        self._in_code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _KNOWN:
            self.has_other_html = True
        elif tag == "img":
            self._add_words(dict(attrs).get("alt") or "")
        elif tag == "ol":
            self.found.append(f"ol {dict(attrs).get('start', '1')}")
        elif self._counts(tag):
            self.found.append(_kind(tag))
        self._in_code += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self._in_code -= tag == "pre"
        if tag in _KNOWN and tag not in ("br", "hr", "img") and self._counts(tag):
            self.found.append(f"/{_kind(tag)}")

    def handle_data(self, data: str) -> None:
        if self._in_code:
            self._add_words(data.expandtabs(4).rstrip())
        elif data.strip():
            self._add_words(re.sub(r"\s+", " ", data).strip())

    def _counts(self, tag: str) -> bool:
        return tag != "p" and not (tag == "code" and self._in_code)

    def _add_words(self, words: str) -> None:
        if self.found and isinstance(self.found[-1], tuple):
            words = f"{self.found.pop()[0]} {words}".strip()
        self.found.append((words,))

    @property
    def words(self) -> list[str]:
        """All words, whatever stands between them."""
        return re.findall(r"\w+", " ".join(event[0] for event in self.found if isinstance(event, tuple)))


def _kind(tag: str) -> str:
    return "h" if re.fullmatch("h[1-6]", tag) else tag


def _events(html: str) -> _Events:
    events = _Events()
    events.feed(html)
    events.close()
    return events


def _examples(specification: str) -> Iterator[tuple[str, _Events]]:
    """The Markdown of each example, and what is to come of it."""
    section = ""
    for match in _EXAMPLE.finditer(specification):
        source, wanted, heading = match.groups()
        section = section if heading is None else heading
        if source is not None and section not in _LEFT_OUT:
            events = _events(wanted.replace("→", "\t"))
            if not events.has_other_html:
                yield source.replace("→", "\t"), events


def _shown(source: str) -> _Events:
    """What this program makes of `source`, without the page around it."""
    sheet = parse_sheet(f"# Title of it\n\n## {_HEADING}\n\n{source}", name="example", digest="")
    page = page_html(sheet, dt.date(2026, 11, 22))
    body = page[page.rindex(_HEADING) :].partition(">")[2]
    return _events(body.partition("</main>")[0])


@pytest.mark.slow  # the network may be
def test_most_examples_have_the_words_and_the_structure_that_the_specification_says(
    specification: str,
) -> None:
    examples = list(_examples(specification))
    shown = [(_shown(source), wanted) for source, wanted in examples]
    same_words = sum(found.words == wanted.words for found, wanted in shown)
    same_structure = sum(found.found == wanted.found for found, wanted in shown)
    assert len(examples) == 583
    assert same_words >= SAME_WORDS
    assert same_structure >= SAME_STRUCTURE
    told = f"{same_words} give the same words and {same_structure} the same structure"
    assert told in (Path(__file__).parents[3] / "CONTRIBUTING.md").read_text("utf-8")
