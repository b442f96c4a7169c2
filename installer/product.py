"""What is built: the program's own edition, or an editor's around other sheets."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from installer.errors import BuildError

# Debian Policy 5.6.1 for package names, without the plus and the dots that other systems' ids lack.
_ID = re.compile(r"[a-z][a-z0-9-]*[a-z0-9]")
_LONGEST_ID = 40
_LONGEST_NAME = 60
_UNFIT_FOR_NAMES = frozenset("<>:\"/\\|?*$%{}&;'`")


@dataclass(frozen=True)
class Product:
    """What the packages are called and what they hold.

    Attributes:
        name: what people read: in the menu, in the window's title; “hkviewer” for the program's own.
        id: what systems know it by: package, folder and settings; lower case, digits and hyphens.
        version: as hkviewer/__init__.py states it, such as “0.1.0”.
        content: the folder of the fact sheets.
        epoch: seconds since 1970 that every file and package is dated with (SOURCE_DATE_EPOCH).

    Raises:
        BuildError: the name or the id is not fit for every system.
    """

    name: str
    id: str
    version: str
    content: Path
    epoch: int

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id) or len(self.id) > _LONGEST_ID:
            raise BuildError(
                f"“{self.id}” is no fit id.",
                f"Use at most {_LONGEST_ID} lower-case letters, digits and hyphens, a letter first.",
            )
        name = self.name
        unfit = _UNFIT_FOR_NAMES & set(name) or not name.isprintable() or name != name.strip(" .")
        if not name or len(name) > _LONGEST_NAME or unfit:
            raise BuildError(
                f"“{name}” is no fit name.",
                f"Use at most {_LONGEST_NAME} letters, digits and spaces, and no signs such as “/ : *”.",
            )

    @property
    def stem(self) -> str:
        """The beginning of every package's file name: “hkviewer-0.1.0”."""
        return f"{self.id}-{self.version}"

    @property
    def is_own(self) -> bool:
        """Whether this is the program's own edition."""
        return self.id == "hkviewer"

    @property
    def date(self) -> dt.date:
        """The day of `epoch` in UTC."""
        return dt.datetime.fromtimestamp(self.epoch, dt.UTC).date()
