from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hkviewer.factsheet.markdown import parse_sheet
from hkviewer.factsheet.model import FactSheet

ROOT = Path(__file__).parents[2]


@pytest.fixture
def parse() -> Callable[..., FactSheet]:
    def read(text: str, name: str = "a-file") -> FactSheet:
        return parse_sheet(text, name=name, digest="0" * 64)

    return read


@pytest.fixture(scope="session")
def sheet_files() -> list[Path]:
    return sorted((ROOT / "tests" / "data" / "sheets").glob("*.md"))


@pytest.fixture
def content_copy(tmp_path: Path) -> Path:
    """A copy of the bundled sheet and its captured text."""
    folder = tmp_path / "content"
    (folder / "captured").mkdir(parents=True)
    for name in ("us-relations-with-hong-kong.md", "captured/us-relations-with-hong-kong.txt"):
        (folder / name).write_bytes((ROOT / "content" / name).read_bytes())
    return folder
