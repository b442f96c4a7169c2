"""What the tests of the Windows installers share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from hkviewer.content.document import open_document
from hkviewer.export.briefing import Briefing, Choices, SheetPart
from hkviewer.export.formats import html
from installer import windows
from installer.product import Product


@pytest.fixture
def windows_bundle(tmp_path: Path) -> Path:
    """A stand-in of a bundle for Windows; its path has a space and letters beyond ASCII."""
    return windows.stand_in(tmp_path / "a bundle 香港")


@pytest.fixture
def product(tmp_path: Path) -> Product:
    """The program's own edition."""
    return Product("hkviewer", "hkviewer", "0.1.0", tmp_path, 1_790_000_000)


@pytest.fixture
def edition(tmp_path: Path) -> Product:
    """An editor's edition, before its release."""
    return Product("香港 Fact Sheets", "hk-sheets", "2.0.1rc1", tmp_path, 1_790_000_000)


@pytest.fixture(scope="session")
def page() -> bytes:
    """A page as the program writes it for the browser."""
    return html.write(Briefing((SheetPart.of(open_document(None)),), Choices(date=dt.date(2026, 11, 22))))
