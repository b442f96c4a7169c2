"""Parts and choices saved under a name and used again: data folder/recipes/NAME.json.

A recipe names sheets of the library by ID, or by ID@EDITION where that was not the newest, and others by
path. It opens them again, so that by an ID it follows a new edition, and says which edition it took. The
date and highlights belong to one copy and are not saved.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hkviewer.content.anchors import Anchors
from hkviewer.content.document import Document, open_document
from hkviewer.content.edition import plain_date
from hkviewer.content.model import FactSheet
from hkviewer.errors import DocumentError, OutputError, UsageError
from hkviewer.export.briefing import Briefing, Choices, Cover, OwnWords, Part, SheetPart, default_date
from hkviewer.preferences.schema import CHOICES
from hkviewer.system import paths
from hkviewer.system.characters import is_file_name
from hkviewer.system.files import read_ordinary, reason, write_atomically


def recipes_folder() -> Path:
    """The folder of recipes; it may be missing."""
    return paths.data_folder() / "recipes"


def recipe_names() -> list[str]:
    """The names of all recipes, in alphabetical order."""
    return sorted(file.stem for file in recipes_folder().glob("*.json"))


def check_name(name: str) -> None:
    """Raise UsageError where a recipe cannot be saved under `name`."""
    _file(name)


def save_recipe(name: str, briefing: Briefing, name_of: Callable[[str], str] = lambda _: "") -> None:
    """Save `briefing` under `name`, replacing what was saved there.

    `name_of` gives the ID or ID@EDITION of a file in the library by its path, "" for any other.

    Raises:
        UsageError: `name` cannot be a file's name.
        OutputError: the file cannot be written.
    """
    file = _file(name)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"“{file.parent}” could not be made: {reason(error)}.") from error
    text = json.dumps(to_json(briefing, name_of), ensure_ascii=False, indent=1)
    write_atomically(file, text.encode("utf-8", "surrogatepass"))


def load_recipe(
    name: str,
    date: dt.date | None = None,
    opened: Callable[[str], Document] = open_document,
    tell: Callable[[str], object] = lambda _: None,
) -> Briefing:
    """The briefing saved under `name`, dated `date` (left out: the default date).

    `opened` opens what it names; `tell` is told of a sheet that is another edition than the one it took.

    Raises:
        UsageError: there is none, or it is damaged.
        DocumentError: a document that it names cannot be read.
    """
    file = _file(name)
    try:
        return from_json(json.loads(read_ordinary(file).decode("utf-8")), date, opened, tell)
    except FileNotFoundError:
        have = ", ".join(recipe_names())
        remedy = f"There are: {have}." if have else "None is saved yet."
        raise UsageError(f"There is no recipe “{name}”.", remedy) from None
    except OSError as error:
        raise DocumentError(f"The recipe “{name}” cannot be read: {reason(error)}.") from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UsageError(f"The recipe “{name}” is damaged.", f"Delete “{file}” or save it again.") from error


def delete_recipe(name: str) -> None:
    """Delete the recipe of that name. Raises OutputError where it cannot be, or is not there."""
    try:
        _file(name).unlink()
    except OSError as error:
        raise OutputError(f"The recipe “{name}” could not be deleted: {reason(error)}.") from error


def to_json(briefing: Briefing, name_of: Callable[[str], str] = lambda _: "") -> dict[str, Any]:
    """Parts and choices as JSON values; for `name_of` see `save_recipe`."""
    choices = {row.name: getattr(briefing.choices, row.name) for row in CHOICES}
    return {
        "format": 1,
        "parts": [_part_to_json(part, name_of) for part in briefing.parts],
        "choices": choices,
    }


def from_json(
    data: Any,
    date: dt.date | None = None,
    opened: Callable[[str], Document] = open_document,
    tell: Callable[[str], object] = lambda _: None,
) -> Briefing:
    """The reverse of `to_json`; sheets are opened again, and sections that are gone are left out.

    For `opened` and `tell` see `load_recipe`.

    Raises:
        ValueError, TypeError, KeyError: `data` is not what `to_json` makes.
        DocumentError: a document cannot be read.
    """
    if not isinstance(data, dict) or data.get("format") != 1:
        raise ValueError("no recipe of this format")
    parts = tuple(_part_from_json(part, opened, tell) for part in data["parts"])
    return Briefing(parts, _choices(_typed(data["choices"], dict), date or default_date()))


def _choices(data: Mapping[str, Any], date: dt.date) -> Choices:
    saved = {row.name: _typed(data[row.name], row.type) for row in CHOICES if row.name in data}
    return Choices(date=date, **saved)


def _part_to_json(part: Part, name_of: Callable[[str], str]) -> dict[str, Any]:
    match part:
        case Cover():
            return {"part": "cover"}
        case OwnWords(markdown):
            return {"part": "own words", "markdown": markdown}
        case SheetPart():
            sections = None if part.sections is None else list(part.sections)
            edition = part.sheet.edition.date if part.sheet.edition else ""
            # A date that was cut short may one day begin two.
            named = f"{part.sheet.id}@{edition}" if "@" in part.named and edition else part.named
            name = named or name_of(part.document) or part.document or part.sheet.id
            return {"part": "sheet", "document": name, "edition": edition, "sections": sections}


def _part_from_json(
    data: Mapping[str, Any], opened: Callable[[str], Document], tell: Callable[[str], object]
) -> Part:
    match data["part"]:
        case "cover":
            return Cover()
        case "own words":
            return OwnWords(_typed(data["markdown"], str))
        case "sheet":
            name = _typed(data["document"], str)
            document = opened(name)
            _tell_of_edition(document.sheet, data.get("edition"), tell)
            if data["sections"] is None:
                return SheetPart.of(document, name=name)
            wanted = [_typed(each, str) for each in data["sections"]]
            found = filter(None, map(Anchors(document.sheet).section, wanted))
            return SheetPart.of(document, tuple(dict.fromkeys(section.id for section in found)), name)
        case _:
            raise ValueError("no part of a briefing")


def _tell_of_edition(sheet: FactSheet, then: Any, tell: Callable[[str], object]) -> None:
    """Tell that `sheet` is another edition than that of the date `then`; older recipes have none."""
    now = sheet.edition.date if sheet.edition else ""
    if isinstance(then, str) and then != now:
        words = [plain_date(date) if date else "without a date" for date in (now, then)]
        tell(f"“{sheet.title}” is taken in its edition {words[0]}; the recipe was saved with {words[1]}.")


def _typed(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"not {kind.__name__}")
    return value


def _file(name: str) -> Path:
    if not is_file_name(name):
        raise UsageError(
            f"“{name[:40]}” cannot be a recipe’s name.", "Use letters, digits, blanks and hyphens."
        )
    return recipes_folder() / f"{name}.json"
