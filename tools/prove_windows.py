"""Builds the program for Windows, installs it and looks at it, under Wine, as root on Debian 12.

    python3 tools/prove_windows.py                  all steps that are not done yet for this checkout
    python3 tools/prove_windows.py --again          all steps
    python3 tools/prove_windows.py --from window    this step and all after it
    python3 tools/prove_windows.py --list

A line for each step: its seconds, and what was seen. All that it makes stays in --work, a picture of the
window and summary.json among it. Wine is not Windows: drivers, themes, SmartScreen, virus scanners and
screen readers are not tried by it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from hkviewer import __version__  # noqa: E402  on the path only now
from installer import tools  # noqa: E402
from installer.errors import BuildError  # noqa: E402
from installer.product import Product  # noqa: E402
from installer.screen import Screen  # noqa: E402
from tools.windows import building, installing, reading  # noqa: E402
from tools.windows.rig import Rig  # noqa: E402
from tools.windows.wine import Wine  # noqa: E402

ONCE: tuple[Callable[[Rig], str], ...] = (building.wine, building.python)
"""Steps that hold for every state of the checkout."""
STEPS: tuple[Callable[[Rig], str], ...] = (
    *ONCE,
    *(building.source, building.fonts, building.build, building.setups),
    *(installing.install, reading.window, reading.start, reading.commands, reading.typed, reading.paths),
    *(reading.names, reading.console, reading.home, reading.policy, reading.second, reading.printers),
    *(reading.contrast, installing.running, installing.rights, installing.disk, installing.damaged),
    *(installing.upgrade, installing.held, installing.uninstall, building.package, installing.for_all),
)


def main() -> int:
    """Take the steps; 0, or 1 after a message on the first that does not hold."""
    arguments = _arguments()
    if arguments.list:
        for step in STEPS:
            print(f"{step.__name__:10} {(step.__doc__ or '').strip()}")
        return 0
    work: Path = arguments.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    try:
        tools.ensure({"Xvfb"})
        with tempfile.TemporaryDirectory(prefix="hkviewer-screen-") as folder, Screen(Path(folder)) as screen:
            rig = Rig(ROOT, work, Wine(work / "prefix", screen), _product())
            try:
                return _take(rig, _State(rig, arguments.begin, again=arguments.again))
            finally:
                rig.wine.end()
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1


class _State:
    """Which steps are done, kept in summary.json in the rig's folder."""

    def __init__(self, rig: Rig, begin: str | None, *, again: bool) -> None:
        self._file = rig.work / "summary.json"
        self._fingerprint = rig.fingerprint()
        kept = json.loads(self._file.read_text(encoding="utf-8")) if self._file.exists() and not again else {}
        rig.facts.update(kept.get("facts", {}))
        self.done: dict[str, dict[str, Any]] = kept.get("steps", {})
        if kept.get("fingerprint") != self._fingerprint:
            self._forget_from(STEPS[len(ONCE)].__name__)
        if begin is not None:
            self._forget_from(begin)

    def _forget_from(self, name: str) -> None:
        names = [step.__name__ for step in STEPS]
        for each in names[names.index(name) :]:
            self.done.pop(each, None)

    def write(self, rig: Rig, failed: str = "") -> None:
        """Write the summary."""
        summary = {
            "version": rig.product.version,
            "fingerprint": self._fingerprint,
            "passed": len(self.done) == len(STEPS),
            "failed": failed,
            "seconds": round(sum(one["seconds"] for one in self.done.values())),
            "steps": self.done,
            "facts": rig.facts,
        }
        text = json.dumps(summary, indent=2, ensure_ascii=False) + "\n"
        self._file.write_text(text, encoding="utf-8")


def _take(rig: Rig, state: _State) -> int:
    for step in STEPS:
        name = step.__name__
        if name in state.done:
            print(f"{name:10}  done  {state.done[name]['seen']}", flush=True)
            continue
        begun = time.monotonic()
        try:
            if step not in ONCE:
                rig.wine.keep_desktop(rig.python)
            seen = step(rig)
        except BuildError as error:
            state.write(rig, failed=f"{name}: {error}")
            print(f"{name:10}  failed after {time.monotonic() - begun:.0f} s", flush=True)
            raise
        state.done[name] = {"seconds": round(time.monotonic() - begun, 1), "seen": seen}
        state.write(rig)
        print(f"{name:10} {state.done[name]['seconds']:4.0f} s  {seen}", flush=True)
    return 0


def _product() -> Product:
    """The program's own edition, dated with its last commit."""
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    dated = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return Product("hkviewer", "hkviewer", __version__, ROOT / "content", int(dated))


def _arguments() -> argparse.Namespace:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser = argparse.ArgumentParser(description="Build, install and try the program for Windows under Wine.")
    parser.add_argument(
        "--work", type=Path, default=cache / "hkviewer-windows", metavar="DIR", help="what is made and kept"
    )
    names = [step.__name__ for step in STEPS]
    parser.add_argument(
        "--from", dest="begin", choices=names, metavar="STEP", help="take it and all after it"
    )
    parser.add_argument("--again", action="store_true", help="take all steps")
    parser.add_argument("--list", action="store_true", help="name the steps")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
