from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hkviewer.content.markdown.parse import parse_sheet
from hkviewer.content.model import FactSheet

ROOT = Path(__file__).parents[2]


@pytest.fixture
def parse() -> Callable[..., FactSheet]:
    def read(text: str, name: str = "a-file") -> FactSheet:
        return parse_sheet(text, name=name, digest="0" * 64)

    return read


@pytest.fixture(scope="session")
def sheet_files() -> list[Path]:
    return sorted((ROOT / "tests" / "data" / "sheets").glob("*.md"))
