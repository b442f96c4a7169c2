#!/usr/bin/env python3
"""Builds the installers.

    python build_installer.py          all packages that this system can build, into dist/
    python build_installer.py --help   other sheets, one kind of package, signing

Makes its own virtual environment from the locked requirements, a folder with the programs `hkviewer`
(window) and `hkviewer-cli` (console) that needs no Python, tries these, and packs them. Needs a
network once, for the requirements, or a folder of wheels (--wheelhouse).
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType
from typing import NoReturn

if sys.version_info < (3, 11):  # noqa: UP036  an older one is to stop with a plain message
    sys.exit("Building needs Python 3.11 or newer.")

from installer import bundle, components, environment, gates, release, sbom, sizes, stage, sums, tools
from installer.errors import BuildError
from installer.packages import FORMATS, Format, Job, default_formats
from installer.product import Product
from installer.signing import Signer

ROOT = Path(__file__).resolve().parent
OWN = "hkviewer"


def main(arguments: list[str] | None = None) -> int:
    """Build what `arguments` (the process's own) ask for; 0, or 1 after a message on what failed."""
    signal.signal(signal.SIGTERM, _end)
    options = _parser().parse_args(arguments)
    try:
        if options.collect:
            _show(release.collect(options.collect, options.out.resolve()))
        else:
            _build(options)
    except BuildError as error:
        return _fail(f"The build stopped. {error}", 1)
    except OSError as error:
        where = f" (“{error.filename}”)" if error.filename else ""
        return _fail(f"The build stopped. {error.strerror or error}{where}.", 1)
    except KeyboardInterrupt:
        return _fail("Interrupted. No half-made package was left behind.", 130)
    return 0


def _build(options: argparse.Namespace) -> None:
    product = _product(options)
    formats = [FORMATS[name] for name in options.format or default_formats()]
    signer = Signer(options.sign_command)
    out = options.out.resolve()
    if sys.platform == "linux":  # elsewhere each kind of package looks for its own
        tools.ensure({name for one in formats for name in one.tools} | tools.FOR_BUNDLES)
    home = ROOT / "build" / "installer"
    home.mkdir(parents=True, exist_ok=True)
    env = environment.in_place(ROOT) if options.in_place else _environment(home, options.wheelhouse)
    sheets = stage.check_content(ROOT, env.python, product.content)
    _print_step(f"{len(sheets)} sheet{'' if len(sheets) == 1 else 's'} checked: no faults.")
    with tempfile.TemporaryDirectory(prefix="work-", dir=home) as work:
        folder = options.bundle or _bundle(env, product, Path(work), signer)
        made = _pack(formats, Job(folder, product, out, signer, env.python, options.quick))
        if not options.bundle:  # else it is told where the bundle was built
            parts = components.of_bundle(ROOT, env.site, product, folder)
            # Each system has libraries of its own in it, so its list has a name of its own.
            listed = out / f"{bundle.full_name(folder, product)}.cdx.json"
            made.append(sbom.write(parts, ROOT, product, listed))
        made.append(sums.write([file for file in made if file.is_file()], out))
        _show(made)
    _print_step("Signed with your command." if signer else "These are unsigned: no --sign-command was given.")


def _environment(home: Path, wheelhouse: Path | None) -> environment.Environment:
    _print_step("The packages of the locked requirements …")
    return environment.make(ROOT, home / "venv", wheelhouse)


def _bundle(env: environment.Environment, product: Product, work: Path, signer: Signer) -> Path:
    _print_step("The bundle …")
    folder = bundle.build(ROOT, env, product, work, signer)
    print(sizes.table(folder), flush=True)
    for gate in gates.all_gates():
        _print_step(f"  {gate(folder)}")
    return folder


def _pack(formats: list[Format], job: Job) -> list[Path]:
    files: list[Path] = []
    for one in formats:
        _print_step(f"{one.title} …")
        made, left_out = one.make(job)
        files += made
        if left_out:
            _print_step(f"  {left_out}")
    return files


def _show(files: list[Path]) -> None:
    for file in files:
        size = sizes.on_disk(file) if file.is_dir() else file.stat().st_size
        print(f"{size / 1e6:8.1f} MB  {file}")


def _product(options: argparse.Namespace) -> Product:
    """What the arguments ask for.

    Raises:
        BuildError: other content without a name and an id of its own, or these without content.
    """
    given = [options.content, options.name, options.id]
    if any(given) and not all(given):
        raise BuildError(
            "--content, --name and --id belong together.",
            "Give the folder of the sheets, the name that people will read, and a short id.",
        )
    version = re.search(
        r'^__version__ = "(.+)"$',
        (ROOT / "hkviewer" / "__init__.py").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert version
    content = (options.content or ROOT / "content").resolve()
    return Product(options.name or OWN, options.id or OWN, version[1], content, _epoch())


def _epoch() -> int:
    """Seconds that all files are dated with: SOURCE_DATE_EPOCH, else the commit’s, else the newest file’s."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdecimal():
        return int(given)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        printed = ""
    return int(printed) if printed else int(max(path.stat().st_mtime for path in ROOT.glob("*.*")))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build_installer.py", description=__doc__.partition("\n\n")[2])
    parser.add_argument(
        "--out", type=Path, default=ROOT / "dist", metavar="DIR", help="for the packages (dist/)"
    )
    parser.add_argument(
        "--format",
        action="append",
        choices=sorted(FORMATS),
        help="may be repeated; left out, all that this system can build",
    )
    editor = parser.add_argument_group("other fact sheets (see docs/editing.md)")
    editor.add_argument("--content", type=Path, metavar="DIR", help="the folder of the sheets")
    editor.add_argument("--name", help="what people read: in the menu, above the window")
    editor.add_argument("--id", help="what systems know it by: lower-case letters, digits, hyphens")
    parser.add_argument(
        "--wheelhouse", type=Path, metavar="DIR", help="install from these wheels, without a network"
    )
    parser.add_argument(
        "--in-place", action="store_true", help="take the packages of the Python that runs this"
    )
    parser.add_argument(
        "--sign-command",
        default="",
        metavar="CMD",
        help="run on each program and package; {file} is its path",
    )
    parser.add_argument("--quick", action="store_true", help="pack the setup for a trial: sooner, but larger")
    parser.add_argument(
        "--bundle", type=Path, metavar="DIR", help="pack this folder, built and tried elsewhere"
    )
    parser.add_argument(
        "--collect",
        type=Path,
        metavar="DIR",
        help="build nothing; bring the packages of several systems, a folder each in DIR, together in --out",
    )
    return parser


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _print_step(words: str) -> None:
    print(words, flush=True)


def _fail(words: str, code: int) -> int:
    print(words, file=sys.stderr, flush=True)
    return code


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console's own encoding may lack “ and …
    sys.exit(main())
