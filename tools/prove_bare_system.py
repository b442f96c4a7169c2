"""Tries the packages on a bare Debian 12: only what they say they need, no network, no Python, no rights.

    python3 tools/prove_bare_system.py dist/          as root on Debian or Ubuntu

The first time takes some two minutes; a pristine system is then kept in build/bare/.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from installer import proofs  # noqa: E402  on the path only now
from installer.errors import BuildError  # noqa: E402  on the path only now


def main(folder: Path) -> int:
    """Try each package of `folder`; 0, or 1 after a message on what failed."""
    packages = [path for kind in proofs.KINDS for path in sorted(folder.glob(f"*.{kind}"))]
    if not packages:
        print(f"There is no package in “{folder}”. Build one: python3 build_installer.py", file=sys.stderr)
        return 1
    try:
        for package in packages:
            _try(package)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _try(package: Path) -> None:
    print(package.name, flush=True)
    begun = time.monotonic()
    with proofs.installed(package, ROOT / "build" / "bare") as installed:
        for proof in proofs.PROOFS:
            print(f"  {proof(installed)}", flush=True)
    print(f"  in {time.monotonic() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist")))
