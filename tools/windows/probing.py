"""The steps that ask the program, run from source by Windows' Python, what no picture tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from installer import tools
from tools.windows import contrast_theme
from tools.windows.printer import NAME, printer
from tools.windows.rig import Rig, must
from tools.windows.wine import windows_path

_PROBE = windows_path(Path(__file__).resolve().with_name("probe_window.py"))
_PRINTER_SECONDS = 10.0
_OWN_FAMILIES = {"Public Sans", "Source Serif 4", "Source Code Pro"}


def fonts(rig: Rig) -> str:
    """Every widget, and the headings of the text, are in the program's own faces."""
    seen = _asked(rig, "fonts")
    must(set(seen["widgets"]) <= _OWN_FAMILIES, "all widgets are in our faces", seen["widgets"])
    must(seen["headings"] == ["Public Sans"], "headings are in Public Sans", seen["headings"])
    kinds = {kind for each in seen["widgets"].values() for kind in each}
    rig.facts["fonts"] = seen
    return f"{len(kinds)} kinds of widgets, menus and results among them, and the headings are in our faces"


def folder(rig: Rig) -> str:
    """The first dialog for a file begins in the reader's documents, not where the program was started."""
    seen = _asked(rig, "folder")
    begun = seen["first"].replace("\\", "/")
    must(begun == seen["documents"] != seen["started"], "it begins in the documents", seen)
    return f"“{seen['first']}”, started in another folder"


def printers(rig: Rig) -> str:
    """The system's printers are listed without a hang, where there is one and where there is none."""
    tools.ensure({"cupsd", "lpadmin"})
    with printer(rig.work / "printer") as variables:
        one = _printers(rig, variables)
    must(one["printers"] == [NAME], "the one printer that there is is listed", one)
    none = _printers(rig, {"CUPS_SERVER": str(rig.work / "no-printer")})
    must(none["printers"] == [], "without a print server none is listed", none)
    rig.facts["printers"] = {"one": one, "none": none}
    return f"one in {one['seconds']} s, none in {none['seconds']} s"


def contrast(rig: Rig) -> str:
    """A contrast theme of the system is followed: its colours, and borders where others shade.

    Wine has no such theme, so that Qt's plug-in for Windows is given a Windows' answer.
    """
    seen, plain = _asked(rig, "contrast"), _asked(rig, "plain")
    rig.facts["contrast"] = {"theme": seen, "no theme": plain}
    wanted = {"page": contrast_theme.PAGE, "text": contrast_theme.TEXT, "link": contrast_theme.LINK}
    must(seen["wanted"] == "HighContrast" and seen["bordered"], "the system's contrast is followed", seen)
    must(all(seen[name] == f"#{colour:06x}" for name, colour in wanted.items()), "in its colours", seen)
    must(plain["wanted"] == "NoPreference" and not plain["bordered"], "without it they are not", plain)
    must(plain["page"] != seen["page"], "but the program's own are", plain)
    return f"page {seen['page']}, text {seen['text']}, with borders; the theme is stood in for where Qt asks"


def _printers(rig: Rig, variables: dict[str, str]) -> dict[str, Any]:
    seen = _asked(rig, "printers", **variables)
    must(seen["seconds"] < _PRINTER_SECONDS, "the list comes without a hang", seen)
    return seen


def _asked(rig: Rig, what: str, **variables: str) -> dict[str, Any]:
    done = rig.run_python(_PROBE, what, seconds=120, **variables)
    must(done.code == 0, f"the window opens and tells of {what}", done.text)
    return dict(json.loads(done.last))
