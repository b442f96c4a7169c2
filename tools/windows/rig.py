"""What the steps of the proof share: where everything is, and how to ask for what must hold."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from installer.errors import BuildError
from installer.product import Product
from tools.windows.wine import Done, Wine, windows_path

UNINSTALL_KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\hkviewer"
KIND_KEY = r"HKCU\Software\Classes\hkviewer.markdown"
OWN_KEY = r"HKCU\Software\hkviewer\hkviewer"
LATER = "99.0.0"
"""The version that is installed over the one that was built."""
_FOLDERS = ("hkviewer", "installer", "content", "resources", "requirements", "benchmarks", "tools")
_FILES = ("build_installer.py", "LICENSE", "CHANGELOG.md")
_BUILT_FROM = ("hkviewer", "installer", "content", "resources", "requirements", "build_installer.py")


@dataclass
class Rig:
    """One proof.

    Attributes:
        root: the checkout.
        work: the folder of all that it makes and keeps.
        wine: the Windows.
        product: what is installed.
        facts: what one step leaves for later ones, and for the summary; kept between runs.
    """

    root: Path
    work: Path
    wine: Wine
    product: Product
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def python(self) -> Path:
        """The Windows Python."""
        return self.work / "python" / "py" / "python.exe"

    @property
    def source(self) -> Path:
        """A copy of the checkout, in which Windows' Python may write what it compiles."""
        return self.work / "source"

    @property
    def bundle(self) -> Path:
        """What was built."""
        (folder,) = (self.work / "dist").glob("hkviewer-*-windows-amd64")
        return folder

    @property
    def installed(self) -> Path:
        """The folder that the setup takes by itself."""
        return self.wine.home / "Programs" / "hkviewer"

    @property
    def data(self) -> Path:
        """Where the installed program keeps what is the reader's."""
        return self.wine.home / "hkviewer"

    @property
    def policy(self) -> Path:
        """The file of what an organisation sets for all."""
        return self.wine.drive / "ProgramData" / "hkviewer" / "policy.json"

    @property
    def documents(self) -> Path:
        """The reader's own files."""
        return self.work / "documents"

    def setup(self, version: str = "") -> str:
        """The setup of a version, as Windows calls the file; left out, of the one that was built."""
        name = f"hkviewer-{version or self.product.version}-setup.exe"
        return windows_path(self.work / "setups" / name)

    def program(self, name: str = "hkviewer.exe") -> str:
        """An installed program, as Windows calls the file."""
        return windows_path(self.installed / name)

    def command(self, *arguments: str, **variables: str) -> Done:
        """What the installed console program answers."""
        program = self.program("hkviewer-cli.exe")
        return self.wine.run(program, *arguments, folder=self.work, variables=variables)

    def run_python(self, *arguments: str, seconds: float = 300, **variables: str) -> Done:
        """What Windows' Python answers, in the copy of the checkout."""
        variables.setdefault("HKVIEWER_HOME", windows_path(self.work / "own"))
        python = windows_path(self.python)
        return self.wine.run(python, *arguments, seconds=seconds, folder=self.source, variables=variables)

    def copy_source(self) -> None:
        """Copy the checkout's files to `source`."""
        shutil.rmtree(self.source, ignore_errors=True)
        ignored = shutil.ignore_patterns("__pycache__")
        for name in _FOLDERS:
            shutil.copytree(self.root / name, self.source / name, ignore=ignored)
        for name in _FILES:
            shutil.copyfile(self.root / name, self.source / name)

    def fingerprint(self) -> str:
        """A digest of all that a bundle is made of: what was tried holds for that alone."""
        digest = hashlib.sha256()
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *_BUILT_FROM]
        listed = subprocess.run(command, cwd=self.root, capture_output=True, check=True).stdout
        for name in sorted(listed.decode().split("\0")):
            if name and (file := self.root / name).is_file():
                digest.update(name.encode() + b"\0" + file.read_bytes())
        return digest.hexdigest()

    def settings(self) -> dict[str, Any]:
        """The reader's settings, as the installed program wrote them; {} where it has not."""
        file = self.data / "settings.json"
        return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def must(holds: object, what: str, seen: object = "") -> None:
    """Raise BuildError with `what` was to be, and what was `seen`, unless it `holds`."""
    if not holds:
        raise BuildError(f"Not so: {what}." + (f" Seen:\n{seen}" if str(seen) else ""))


def plain(done: Done, code: int, *words: str) -> None:
    """See to it that a program refused with this exit code, in one or two plain lines with these words.

    Raises:
        BuildError: it did not.
    """
    lines = done.text.strip().splitlines()
    is_plain = done.code == code & 0xFF and 1 <= len(lines) <= 2 and "Traceback" not in done.text
    must(is_plain and all(word in done.text for word in words), f"a plain refusal with {code}", done)
