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
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from hkviewer import __version__  # noqa: E402  on the path only now
from installer import tools  # noqa: E402
from installer.errors import BuildError  # noqa: E402
from installer.product import Product  # noqa: E402
from installer.screen import Screen  # noqa: E402
from tools.windows import building, installing, probing, reading, refusing  # noqa: E402
from tools.windows.rig import LATER, UNINSTALL_KEY, Rig, must  # noqa: E402
from tools.windows.wine import Wine  # noqa: E402

ONCE: tuple[Callable[[Rig], str], ...] = (building.wine, building.python)
"""Steps that hold for every state of the checkout."""
_INSTALLED: tuple[Callable[[Rig], str], ...] = (
    *(reading.window, reading.start, reading.commands, reading.typed, reading.paths, reading.names),
    *(reading.console, reading.home, reading.policy, reading.second),
    *(refusing.running, refusing.rights, refusing.disk, refusing.damaged, installing.upgrade),
)
"""Steps for which the version that was built is installed."""
_UPGRADED = (refusing.earlier, refusing.held, installing.uninstall)
"""Steps for which the later version is."""
STEPS: tuple[Callable[[Rig], str], ...] = (
    *ONCE,
    *(building.source, probing.fonts, probing.folder, probing.printers, probing.contrast),
    *(building.build, building.setups, refusing.arguments, installing.install, *_INSTALLED, *_UPGRADED),
    *(installing.removal, building.package, installing.for_all),
)
_SECONDS = {"wine": 600, "python": 900, "build": 900, "package": 600}
"""The most that a step may take, where it is more than usual: packages are fetched, much is packed."""
_USUAL_SECONDS = 400


def main() -> int:
    """Take the steps; 0, or 1 after a message on the first that does not hold."""
    arguments = _arguments()
    if arguments.list:
        for step in STEPS:
            print(f"{step.__name__:10} {(step.__doc__ or '').partition(chr(10))[0]}")
        return 0
    work: Path = arguments.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    try:
        tools.ensure({"Xvfb"})
        with tempfile.TemporaryDirectory(prefix="hkviewer-screen-") as folder, Screen(Path(folder)) as screen:
            rig = Rig(ROOT, work, Wine(work / "prefix", screen), _product())
            try:
                rig.wine.end()
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
            with _within(_SECONDS.get(name, _USUAL_SECONDS)):
                _prepare(rig, step)
                seen = step(rig)
        except (BuildError, subprocess.SubprocessError) as error:
            state.write(rig, failed=f"{name}: {error}")
            print(f"{name:10}  failed after {time.monotonic() - begun:.0f} s", flush=True)
            raise BuildError(str(error)) from error
        state.done[name] = {"seconds": round(time.monotonic() - begun, 1), "seen": seen}
        state.write(rig)
        print(f"{name:10} {state.done[name]['seconds']:4.0f} s  {seen}", flush=True)
    return 0


def _prepare(rig: Rig, step: Callable[[Rig], str]) -> None:
    """See to it that what a step needs is there, if it is where this run begins too."""
    if step not in ONCE:
        rig.wine.keep_desktop(rig.python)
    for steps, version in ((_INSTALLED, rig.product.version), (_UPGRADED, LATER)):
        if step in steps and rig.wine.value(UNINSTALL_KEY, "DisplayVersion") != version:
            done = rig.wine.run(rig.setup(version), "/S", "/DOWNGRADE=1")
            must(done.code == 0, f"{version} is installed", done)


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raise BuildError in what takes longer, whatever it waits for."""

    def end(_number: int, _frame: object) -> None:
        raise BuildError(f"The step takes more than {seconds:g} s.")

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


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
