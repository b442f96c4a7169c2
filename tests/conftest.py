from __future__ import annotations

import os
from pathlib import Path

import pytest


def pytest_configure() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, places and caches of every test are in a folder of its own."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HKVIEWER_HOME", str(home))
    return home
