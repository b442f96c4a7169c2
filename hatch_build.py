"""What a wheel carries beside the code: content, resources and the sheets parsed beforehand."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DataHook(BuildHookInterface[Any]):
    """Puts content/, resources/ and the compiled sheets into hkviewer/_data/; see system/paths.py."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folders to a wheel; an editable one reads them from the checkout."""
        if version == "editable":
            return
        root = Path(self.root)
        compiled = root / "build" / "wheel" / "compiled"
        _compile(root, compiled)
        folders = {"content": root / "content", "resources": root / "resources", "compiled": compiled}
        for name, folder in folders.items():
            build_data["force_include"][str(folder)] = f"hkviewer/_data/{name}"


def _compile(root: Path, target: Path) -> None:
    sys.path.insert(0, str(root))
    try:
        from hkviewer.content.compile_sheets import compile_sheets
    finally:
        sys.path.remove(str(root))
    for stale in target.glob("*.json"):
        stale.unlink()
    compile_sheets(root / "content", target)
