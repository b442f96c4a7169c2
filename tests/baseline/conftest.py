"""A reader of version 0.1.0 at today's command line. Only this file imports the program's modules."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from hkviewer import __version__
from hkviewer.cli import main
from hkviewer.content.markdown.definitions import Definitions
from hkviewer.content.markdown.footnotes import Footnotes
from hkviewer.preferences.settings import SettingsStore

BASELINE = Path(__file__).parents[1] / "data" / "baseline-0.1.0"
VERSION = "0.1.0"


class Printed(NamedTuple):
    """What a command has printed, and its exit code."""

    exit_code: int
    stdout: str
    stderr: str


class _Day(dt.date):
    """The day on which the baseline was made."""

    @classmethod
    def today(cls) -> _Day:
        return cls(2026, 11, 22)


@pytest.fixture
def baseline() -> Path:
    """The folder of what version 0.1.0 wrote and printed."""
    return BASELINE


# A page says since then what a browser may load.
_ADDED = (
    '<meta http-equiv="Content-Security-Policy"'
    " content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n"
)

# The foot of a copy of the reader's own file says since then what checks it. PDFium gives two hyphens as
# one where an address before them may break at a hyphen.
_AGAINST = re.compile(r"\s+(?:--|- )against\s+SHEET\.md")


@pytest.fixture
def load_settings(documents_of_0_1_0: Path) -> Callable[[], dict[str, Any]]:
    """Loads the settings as today's program does, by their names."""
    return lambda: vars(SettingsStore().load())


@pytest.fixture(autouse=True)
def _forms_of_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """Footnotes and definitions, which the documents have, were text then; all else is read as today."""
    monkeypatch.setattr(Footnotes, "extendMarkdown", lambda *_: None)
    monkeypatch.setattr(Definitions, "test", lambda *_: False)


@pytest.fixture
def as_then(documents_of_0_1_0: Path) -> Callable[[str], str]:
    """Puts the program's version and the documents' folder into a text as they stand in the baseline."""

    def replace(text: str) -> str:
        text = _AGAINST.sub("", text)
        of_then = text.replace(f"hkviewer {__version__}", f"hkviewer {VERSION}").replace(_ADDED, "")
        return of_then.replace(str(documents_of_0_1_0), "{DOCUMENTS}")

    return replace


@pytest.fixture
def hkviewer(
    as_then: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., Printed]:
    """Runs a command here as on the day of the baseline, and gives what it prints `as_then`."""
    monkeypatch.setattr(dt, "date", _Day)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(dt.datetime(2026, 11, 22, tzinfo=dt.UTC).timestamp())))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*arguments: str) -> Printed:
        code = main(arguments)
        out, err = capsysbinary.readouterr()
        return Printed(code, as_then(out.decode()), as_then(err.decode()))

    return run


@pytest.fixture
def printed_then() -> Callable[[str], dict[tuple[str, ...], Printed]]:
    """What version 0.1.0 printed for each command line of a group."""

    def read(group: str) -> dict[tuple[str, ...], Printed]:
        cases = json.loads((BASELINE / "commands" / f"{group}.json").read_text(encoding="utf-8"))
        return {
            tuple(case["arguments"]): Printed(
                case["exit_code"], "".join(case["stdout"]), "".join(case["stderr"])
            )
            for case in cases
        }

    return read
